"""A transcript as loaded: its unchanged text, what it is about, and which of its lines are debris.

Loading never edits the text. What a crawler left behind (counters, bullets, breadcrumbs, bylines) is marked by
span and never becomes a passage, so no offset moves.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.dates import Date, find_dates, parse_date
from assistant.errors import CorpusError, TranscriptError
from assistant.names import people_in, places_in
from assistant.sentences import Span, paragraph_spans

SUFFIXES = (".txt", ".md")
MAX_BYTES = 64 * 1024 * 1024
SIDECAR_SUFFIX = ".meta.yaml"
_EXAMPLES = "examples.txt"

_COUNTER = re.compile(r"[\W\d_]*")
_BREADCRUMB = re.compile(r"(?:[^/>|»\n]{1,40}\s*[/>|»]\s*){2,}[^/>|»\n]{0,40}(?<![.!?…])(?<![.!?…][\"”’)])")
_BYLINE = re.compile(
    r"(?:(?:written|posted|published|reported|edited|updated|photos?|images?|source|tags?|share|print|read more|"
    r"related|advertisement|subscribe|sign up|follow us|copyright|all rights reserved)\b|©)[^.!?]{0,60}",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_SENTENCE_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*$")
_HEADER_LINES = 8


@dataclass(frozen=True, slots=True)
class Transcript:
    """One source file. ``text[start:end]`` of any citation into it is the cited quote.

    Attributes:
        source: the file's path inside the corpus folder, with forward slashes; its name.
        body: spans of the paragraphs that say something, in order; the rest is title, date line or debris.
        root: the folder that ``source`` is relative to, absolute; empty when it came from no file.
        digest: SHA-256 of the text and of the metadata, which decides whether it must be indexed again.
    """

    source: str
    text: str
    title: str
    date: Date | None
    people: tuple[str, ...]
    places: tuple[str, ...]
    language: str
    body: tuple[Span, ...]
    digest: str
    root: str = ""

    @property
    def heading(self) -> str:
        """What a passage of it is embedded with, ahead of its own words."""
        return f"{self.title} ({self.date})" if self.date else self.title


def transcript_files(corpus: Path) -> list[Path]:
    """The readable files below ``corpus`` (or the file itself), sorted.

    Raises:
        CorpusError: when the folder is missing or holds none.
    """
    if corpus.is_file():
        return [corpus]
    if not corpus.is_dir():
        raise CorpusError(f"no folder of transcripts at {corpus}: create it or set ASSISTANT_CORPUS to yours")
    files = sorted(p for p in corpus.rglob("*") if p.suffix.lower() in SUFFIXES and _is_transcript(p, corpus))
    if not files:
        raise CorpusError(f"no transcripts in {corpus}: put {' or '.join(SUFFIXES)} files there")
    return files


def _is_transcript(path: Path, corpus: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(corpus).parts)
    inside = path.resolve().is_relative_to(corpus.resolve())
    return path.is_file() and inside and not hidden and path.name != _EXAMPLES


def load_transcript(path: Path, source: str, root: str = "") -> Transcript:
    """Read one file and what it says of itself; a sidecar ``NAME.meta.yaml`` overrides what was inferred.

    Raises:
        TranscriptError: when the file cannot be read as text; the message names it and the reason.
    """
    text = _read_text(path, source)
    transcript = read_transcript(text, source, default_title=path.stem)
    sidecar = path.with_suffix(SIDECAR_SUFFIX)
    if sidecar.is_file():
        transcript = _overridden(transcript, _read_sidecar(sidecar))
    return replace(transcript, root=root)


def read_transcript(text: str, source: str, *, default_title: str = "") -> Transcript:
    """The transcript that ``text`` is, its title, date, people and places inferred.

    Raises:
        TranscriptError: when no paragraph says anything.
    """
    paragraphs = paragraph_spans(text)
    header = _Header.read(text, paragraphs)
    body = tuple(span for span in paragraphs[header.length :] if not is_debris(text[slice(*span)]))
    body = tuple(span for span in header.kept if not is_debris(text[slice(*span)])) + body
    if not body:
        raise TranscriptError(f"{source}: no sentences in it")
    said = "\n".join(text[slice(*span)] for span in body)
    people = people_in(said)
    transcript = Transcript(
        source=source,
        text=text,
        title=header.title or default_title or source,
        date=header.date or _lead_date(text, body),
        people=people,
        places=places_in(said, people),
        language="en",
        body=body,
        digest="",
    )
    return _with_digest(transcript)


def plain_transcript(source: str, title: str, text: str) -> Transcript:
    """A transcript whose title is known and whose every paragraph counts; nothing is inferred from a header."""
    body = tuple(paragraph_spans(text))
    people = people_in(text)
    return _with_digest(Transcript(source, text, title, None, people, places_in(text, people), "en", body, ""))


def is_debris(line: str) -> bool:
    """Whether a paragraph is what crawling left: a counter, a bullet, a breadcrumb or a byline."""
    line = line.strip()
    return bool(_COUNTER.fullmatch(line) or _BREADCRUMB.fullmatch(line) or _BYLINE.fullmatch(line))


@dataclass(frozen=True, slots=True)
class _Header:
    """The lines above the first sentence: the title, the date line, debris; ``kept`` are other short lines."""

    title: str
    date: Date | None
    length: int
    kept: tuple[Span, ...]

    @classmethod
    def read(cls, text: str, paragraphs: list[Span]) -> "_Header":
        title, date, kept = "", None, list[Span]()
        for number, span in enumerate(paragraphs[:_HEADER_LINES]):
            line = text[slice(*span)]
            if is_debris(line) and not parse_date(line):
                continue
            dateline = parse_date(line) if len(line) <= 40 and not _SENTENCE_ENDS.search(line) else None
            if dateline:
                date = date or dateline
            elif not title and len(line) <= 200 and not _ENDS.search(line):
                title = " ".join(line.lstrip("#").split())
            elif _ENDS.search(line) or len(line) > 200:
                return cls(title, date, number, tuple(kept))
            else:
                kept.append(span)
        return cls(title, date, min(len(paragraphs), _HEADER_LINES), tuple(kept))


def _lead_date(text: str, body: tuple[Span, ...]) -> Date | None:
    """The first day that the opening paragraph names: transcripts open with when and where."""
    dates = find_dates(text[slice(*body[0])])
    return dates[0] if dates else None


def digest_of(transcript: Transcript) -> str:
    """The digest that ``transcript`` should carry."""
    return _with_digest(transcript).digest


def _with_digest(transcript: Transcript) -> Transcript:
    facts = (transcript.title, str(transcript.date), transcript.people, transcript.places, transcript.text)
    return replace(transcript, digest=hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest())


def _read_text(path: Path, source: str) -> str:
    if source != source.encode("utf-8", "replace").decode():
        raise TranscriptError(f"{source!r}: its name is not valid UTF-8; rename the file")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise TranscriptError(
                f"{source}: {size // 2**20} MB is over the limit of {MAX_BYTES // 2**20} MB; split it"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise TranscriptError(f"{source}: cannot be read ({error.strerror})") from error
    if not raw.strip():
        raise TranscriptError(f"{source}: the file is empty")
    if b"\0" in raw[:8192] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TranscriptError(f"{source}: this is a binary file, not text")
    for encoding in ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise TranscriptError(f"{source}: the text is in no known encoding; save it as UTF-8")


def _read_sidecar(path: Path) -> dict[str, Any]:
    import yaml

    try:
        facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise TranscriptError(f"{path.name}: not readable as YAML ({type(error).__name__})") from error
    if not isinstance(facts, dict):
        raise TranscriptError(f"{path.name}: must be lines such as 'date: 2023-12-18'")
    unknown = set(facts) - {"title", "date", "people", "places", "language"}
    if unknown:
        raise TranscriptError(
            f"{path.name}: unknown field {sorted(unknown)[0]!r}; known are title, date, people, places, language"
        )
    return facts


def _overridden(transcript: Transcript, facts: dict[str, Any]) -> Transcript:
    changed: dict[str, Any] = {name: str(facts[name]) for name in ("title", "language") if facts.get(name)}
    for name in ("people", "places"):
        if name in facts:
            changed[name] = tuple(str(item) for item in _as_list(facts[name]))
    if "date" in facts:
        changed["date"] = parse_date(str(facts["date"]))
        if changed["date"] is None:
            raise TranscriptError(f"{transcript.source}: its sidecar's date {facts['date']!r} is not YYYY-MM-DD")
    return _with_digest(replace(transcript, **changed))


def _as_list(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list) else [value]
