"""Which reader reads a file, by the ending of its name."""

from collections.abc import Callable
from pathlib import PurePosixPath

from assistant.corpus.formats.docx import read_docx
from assistant.corpus.formats.extracted import Extracted
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


def extract(raw: bytes, name: str) -> list[Extracted]:
    """What a file called ``name`` says, one text or more.

    Raises:
        TranscriptError: when it cannot be read; the message names it and the reason.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _ONE:
        if not raw.strip():
            raise TranscriptError(f"{name}: the file is empty")
        return [_ONE[suffix](raw, name)]
    if suffix in _SEVERAL:
        return _SEVERAL[suffix](raw, name)
    raise TranscriptError(f"{name}: {suffix or 'a name without an ending'} is none of {', '.join(SUFFIXES)}")
