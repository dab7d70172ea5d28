"""The transcripts in a file: one, one a row, or the members of an archive; a sidecar says what they cannot.

What cannot be read is refused by name, with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from assistant.corpus.dates import name_date
from assistant.corpus.files import EXAMPLES, SUFFIXES, printable
from assistant.corpus.formats.archive import members
from assistant.corpus.formats.dispatch import extract
from assistant.corpus.sidecars import SUFFIX as SIDECAR_SUFFIX
from assistant.corpus.sidecars import read_sidecar
from assistant.corpus.transcripts import Transcript, read_extracted, with_digest
from assistant.errors import TranscriptError

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one file gave: its transcripts, and (source, reason) of the parts of it that cannot be read."""

    transcripts: tuple[Transcript, ...]
    refused: tuple[tuple[str, str], ...] = ()


def load_transcripts(path: Path, source: str, root: str = "") -> Loaded:
    """Read a file and what it says of itself; a sidecar ``NAME.meta.yaml`` overrides what was inferred.

    Members of an archive are named ``talks.zip/inner.txt``, rows that are documents ``talks.jsonl#id``.

    Raises:
        TranscriptError: when nothing in it can be read; the message names it and the reason.
    """
    raw = _bytes(path, source)
    sidecar = _sidecar(path)
    zipped = path.suffix.lower() == ".zip"
    loaded = _unpacked(raw, source) if zipped else Loaded(_read(raw, source, path.stem, sidecar))
    return replace(loaded, transcripts=tuple(replace(t, root=root) for t in loaded.transcripts))


def _read(raw: bytes, source: str, default_title: str, sidecar: tuple[bytes, str] | None) -> tuple[Transcript, ...]:
    """The transcripts in one file's bytes; rows that say nothing are passed over when others do."""
    found: list[Transcript] = []
    problem: TranscriptError | None = None
    facts = read_sidecar(*sidecar) if sidecar else {}
    texts = extract(raw, printable(source))
    named = name_date(source) if len(texts) == 1 else None  # of several it says when they were gathered
    for extracted in texts:
        name = source + extracted.member
        try:
            transcript = read_extracted(extracted, name, default_title=default_title, named=named)
        except TranscriptError as error:
            problem = error
            continue
        found.append(with_digest(replace(transcript, **facts)) if facts else transcript)
    if not found:
        raise problem or TranscriptError(f"{printable(source)}: no sentences in it")
    return tuple(found)


def _unpacked(raw: bytes, source: str) -> Loaded:
    """The transcripts in a zip archive, by their paths in it."""
    contents = dict(members(raw, printable(source)))
    found: list[Transcript] = []
    refused: list[tuple[str, str]] = []
    for inner, content in contents.items():
        path = PurePosixPath(inner)
        strange = isinstance(content, TranscriptError)  # of a name such as ../a.txt, too: that is told
        if path.suffix.lower() not in SUFFIXES or (_is_passed_over(path) and not strange):
            continue
        name = f"{source}/{inner}"
        try:
            if isinstance(content, TranscriptError):
                raise content
            facts = _packed_sidecar(contents, path, source)
            found += _read(content, name, path.stem, facts)
        except TranscriptError as error:
            refused.append((name, str(error)))
    if not found:
        raise TranscriptError(refused[0][1] if refused else f"{printable(source)}: no transcripts in the archive")
    return Loaded(tuple(found), tuple(refused))


def _packed_sidecar(
    contents: Mapping[str, bytes | TranscriptError], path: PurePosixPath, source: str
) -> tuple[bytes, str] | None:
    """Bytes and name of the sidecar beside a member of an archive."""
    for sidecar in map(str, (path.with_name(path.name + SIDECAR_SUFFIX), path.with_suffix(SIDECAR_SUFFIX))):
        content = contents.get(sidecar)
        if isinstance(content, TranscriptError):
            raise content
        if content is not None:
            return content, printable(f"{source}/{sidecar}")
    return None


def _is_passed_over(path: PurePosixPath) -> bool:
    return path.name == EXAMPLES or any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def _sidecar(path: Path) -> tuple[bytes, str] | None:
    """Bytes and name of the sidecar beside a file; a link that leads elsewhere is not followed."""
    for sidecar in (path.with_name(path.name + SIDECAR_SUFFIX), path.with_suffix(SIDECAR_SUFFIX)):
        if _exists(sidecar) and sidecar.resolve().parent == path.resolve().parent:
            try:
                return sidecar.read_bytes(), printable(sidecar.name)
            except OSError as error:
                raise TranscriptError(f"{printable(sidecar.name)}: cannot be read ({error.strerror})") from error
    return None


def _exists(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # beside a file whose name is so long that no longer one can stand there
        return False


def _bytes(path: Path, source: str) -> bytes:
    name = printable(source)
    if source != source.encode("utf-8", "replace").decode():
        raise TranscriptError(f"{name}: its name is not valid UTF-8; rename the file")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise TranscriptError(f"{name}: {size // 2**20} MB is over the limit of {MAX_BYTES // 2**20} MB; split it")
        return path.read_bytes()
    except OSError as error:
        raise TranscriptError(f"{name}: cannot be read ({error.strerror})") from error
