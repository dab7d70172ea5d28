"""Prompt templates: plain text files with named placeholders, checked when loaded.

They are bundled, and a user's own in ``ASSISTANT_PROMPTS`` come first, one by one: files missing there are the bundled.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from assistant.answers import History
from assistant.errors import ModelError
from assistant.retrieval.evidence import Candidate

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_REQUIRED = {
    "answer": {"passages", "question"},
    "rewrite": {"history", "question"},
    "judge": {"question", "key", "answer"},
}
PROMPTS = tuple(_REQUIRED)
# A passage's heading where its transcript has a date: "Title (2023-12-18)", "Title (2023-12-18) – Section".
_DATED = re.compile(r"(?P<title>.*) \((?P<date>(?:\d{4}|-)-\d\d-\d\d)\)(?P<section> – .*)?", re.DOTALL)
# Angle brackets and what looks like them, as quotation marks that no tag of ours has; straight quotes as curly.
_INERT = str.maketrans(
    {**dict.fromkeys("<＜﹤〈⟨❮❬⧼˂ᐸ", "‹"), **dict.fromkeys(">＞﹥〉⟩❯❭⧽˃ᐳ", "›"), '"': "”", "＂": "”"}
)
# Control characters but line breaks and tabs, zero-width ones, bidirectional controls, tag characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
# The last turns are what a follow-up leans on; answers are cut where they have said what they are about.
TURNS, ANSWER_CHARACTERS = 3, 600


def load_prompt(name: str, folder: Path | None = None) -> str:
    """The template ``name``, from ``folder`` where it has one.

    Raises:
        ModelError: when the folder or the file cannot be read, a file there is no prompt of ours, or the placeholders
            are not the ones this template needs.
    """
    path = (_own(name, folder) if folder else None) or _bundled() / f"{name}.txt"
    try:
        template = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ModelError(f"prompt {path} cannot be read: {reason}") from error
    found, required = set(_PLACEHOLDER.findall(template)), _REQUIRED[name]
    if found != required:
        raise ModelError(f"prompt {path} must hold the placeholders {sorted(required)}, it holds {sorted(found)}")
    return template


def _own(name: str, folder: Path) -> Path | None:
    """The user's file of this name, if there is one; a misspelt one would be passed over in silence."""
    if not folder.is_dir():
        raise ModelError(f"ASSISTANT_PROMPTS={folder} is no folder")
    for path in folder.glob("*.txt"):
        if path.stem not in _REQUIRED:
            nearest = get_close_matches(path.stem, _REQUIRED, n=1, cutoff=0)[0]
            raise ModelError(f"{path} is no prompt of this program: did you mean {nearest}.txt?")
    path = folder / f"{name}.txt"
    return path if path.exists() else None


def fill(template: str, **values: str) -> str:
    """The template with its placeholders replaced in one pass: braces inside a value stay what they are."""
    return _PLACEHOLDER.sub(lambda match: values[match.group(1)], template)


def numbered_passages(candidates: Sequence[Candidate]) -> str:
    """Passages between tags that their own text cannot close, numbered from 1."""
    return "\n\n".join(numbered_passage(n, candidate) for n, candidate in enumerate(candidates, 1))


def numbered_passage(number: int, candidate: Candidate) -> str:
    """One passage with its number, its transcript's title and, where that has one, its date."""
    dated = _DATED.fullmatch(candidate.stored.heading)
    title, date = (
        (dated["title"] + (dated["section"] or ""), dated["date"]) if dated else (candidate.stored.heading, "")
    )
    facts = f'number="{number}" title="{inert(title)}"' + (f' date="{date}"' if date else "")
    return f"<passage {facts}>\n{inert(candidate.stored.text)}\n</passage>"


def told_history(history: History) -> str:
    """The last turns as the rewriting prompt has them."""
    return "\n".join(
        f"Question: {inert(asked)}\nAnswer: {inert(answered[:ANSWER_CHARACTERS])}"
        for asked, answered in history[-TURNS:]
    )


def inert(text: str) -> str:
    """The text with nothing in it that could open or close a tag, look as if it did, or be read without being seen."""
    return _UNSEEN.sub("", text).translate(_INERT)


def _bundled() -> Path:
    """``prompts/`` inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    return package / "prompts" if (package / "prompts").is_dir() else package.parent / "prompts"
