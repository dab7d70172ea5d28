"""Prompt templates: plain text files with named placeholders, checked when loaded."""

import re
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import ModelError
from assistant.evidence import Candidate

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_REQUIRED = {"answer": {"passages", "question"}, "judge": {"question", "key", "answer"}}


def load_prompt(name: str) -> str:
    """The template ``name``.

    Raises:
        ModelError: when the file is missing or its placeholders are not the ones this template needs.
    """
    path = _folder() / f"{name}.txt"
    try:
        template = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"prompt {path} cannot be read: {error.strerror}") from error
    found, required = set(_PLACEHOLDER.findall(template)), _REQUIRED[name]
    if found != required:
        raise ModelError(f"prompt {path} must hold the placeholders {sorted(required)}, it holds {sorted(found)}")
    return template


def fill(template: str, **values: str) -> str:
    """The template with its placeholders replaced in one pass: braces inside a value stay what they are."""
    return _PLACEHOLDER.sub(lambda match: values[match.group(1)], template)


def numbered_passages(candidates: Sequence[Candidate]) -> str:
    """Passages between tags that their own text cannot close, numbered from 1."""
    return "\n\n".join(
        f'<passage number="{n}" title="{inert(c.stored.heading)}">\n{inert(c.stored.text)}\n</passage>'
        for n, c in enumerate(candidates, 1)
    )


def inert(text: str) -> str:
    """The text with nothing in it that could open or close a tag."""
    return text.replace("<", "‹").replace(">", "›").replace('"', "”")


def _folder() -> Path:
    """``prompts/`` inside the installed package, or beside it in a checkout."""
    here = Path(__file__).parent
    return here / "prompts" if (here / "prompts").is_dir() else here.parent / "prompts"
