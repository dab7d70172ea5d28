"""What the events of the page have in common."""

from pathlib import Path
from typing import Any

# Not part of the HTTP API, and without Gradio's own overlay while it runs.
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_CLICKS = Path(__file__).parent / "static" / "clicks.js"


def clicks() -> str:
    """The script by which a button in a piece of HTML clicks that piece, its ``data-`` values being the event's."""
    return _CLICKS.read_text(encoding="utf-8")
