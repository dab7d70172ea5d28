"""The assistant as something that runs: its health, its log and figures, its memory."""
