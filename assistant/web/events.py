"""What every event of the page has in common."""

from typing import Any

# Not part of the HTTP API, and without Gradio's own overlay while it runs.
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
