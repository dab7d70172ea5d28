"""Which reader reads a file: by the ending of its name, and by what it is where that says no more than text."""

from collections.abc import Callable
from pathlib import PurePosixPath

from assistant.corpus.formats.docx import read_docx
from assistant.corpus.formats.extracted import Extracted
from assistant.corpus.formats.kinds import kind_of
from assistant.corpus.formats.pdf import read_pdf
from assistant.corpus.formats.rows import read_csv, read_json, read_json_lines
from assistant.corpus.formats.subtitles import read_subtitles
from assistant.corpus.formats.text import read_text
from assistant.corpus.formats.webpage import read_html
from assistant.errors import TranscriptError

_ONE: dict[str, Callable[[bytes, str], Extracted]] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".srt": read_subtitles,
    ".vtt": read_subtitles,
}
_SEVERAL: dict[str, Callable[[bytes, str], list[Extracted]]] = {
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".csv": read_csv,
    ".tsv": read_csv,
}
SUFFIXES = (*_ONE, *_SEVERAL)
# What browsers and programs also call what is something else.
_TEXT = (".txt", ".md")


def extract(raw: bytes, name: str) -> list[Extracted]:
    """What a file called ``name`` says, one text or more.

    Raises:
        TranscriptError: when it cannot be read; the message names it and the reason.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise TranscriptError(f"{name}: {suffix or 'a name without an ending'} is none of {', '.join(SUFFIXES)}")
    suffix = _read_as(raw, name, suffix)
    if suffix in _SEVERAL:
        return _SEVERAL[suffix](raw, name)
    if not raw.strip():
        raise TranscriptError(f"{name}: the file is empty")
    return [_ONE[suffix](raw, name)]


def _read_as(raw: bytes, name: str, suffix: str) -> str:
    """The ending by which a file is read: its name's or, where that says text, one of what the file surely is.

    Raises:
        TranscriptError: when it surely is what is not read, or not under such a name.
    """
    kind = kind_of(raw)
    if kind is None or suffix in kind.suffixes:
        return suffix
    if not kind.suffixes:
        raise TranscriptError(f"{name}: this is {kind.name}, which is not read; {kind.instead}")
    if suffix in _TEXT and kind.suffixes[0] in _ONE:
        return kind.suffixes[0]
    raise TranscriptError(f"{name}: this is {kind.name}, and not {suffix}; rename it to end in {kind.suffixes[0]}")
