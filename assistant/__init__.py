"""Ask questions about a folder of transcripts; every sentence of an answer cites the exact words it rests on.

>>> from assistant import Assistant, Settings
>>> answer = Assistant.from_settings(Settings()).ask("Who opened the meeting?")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answers import Answer, Answered, Citation, Delta, Refusal, Retrieved
    from assistant.assistant import Assistant
    from assistant.errors import AssistantError
    from assistant.filters import Filters
    from assistant.settings import Settings

__version__ = "0.1.0"

# Loaded at first use: importing the package must not load torch.
_HOMES = {
    "Answer": "answers",
    "Answered": "answers",
    "Assistant": "assistant",
    "AssistantError": "errors",
    "Citation": "answers",
    "Delta": "answers",
    "Filters": "filters",
    "Refusal": "answers",
    "Retrieved": "answers",
    "Settings": "settings",
}
__all__ = [
    "Answer",
    "Answered",
    "Assistant",
    "AssistantError",
    "Citation",
    "Delta",
    "Filters",
    "Refusal",
    "Retrieved",
    "Settings",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    return getattr(import_module(f"assistant.{_HOMES[name]}"), name)
