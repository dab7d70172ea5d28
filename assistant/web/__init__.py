"""The web chat: a Gradio page with numbered citations, and a permalink page for the words behind each one."""
