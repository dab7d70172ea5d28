"""What differs between the files and the index, found without reading files that look as they did.

A file's size, its times and its sidecar's are its stamp. Where the stamp is the one recorded when the file was last
read, its transcripts are unchanged; else the file is read and the digest of what it says decides.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.catalog import Catalog
from assistant.errors import CorpusError, TranscriptError
from assistant.transcripts import SIDECAR_SUFFIX, Transcript, load_transcript, transcript_files

# A file may change twice within one tick of the file system's clock: a stamp as young as this is not relied on.
_SETTLED_NS = 50_000_000
# Another way of reading files would find other transcripts in the same ones.
_READ_BY = "3"


@dataclass(slots=True)
class Difference:
    """The files against the index. Lists hold sources; ``skipped`` holds (source, reason).

    Attributes:
        changed: transcripts that are new or say something else than what is indexed.
        stamps: of every file that was read, by source.
        renamed: by the new source the old one, where a file is gone and a new one says the same.
        missing: sources whose files are gone, less those renamed.
    """

    changed: list[Transcript] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    stamps: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def compare(catalog: Catalog, paths: Sequence[Path], corpus: Path | None = None) -> Difference:
    """How the files under ``paths`` differ from what is indexed.

    Args:
        corpus: the folder that sources inside it are named from, whichever part of it ``paths`` name.

    Raises:
        CorpusError: when a path is missing or nothing in it can be read.
    """
    found = Difference()
    known, stamps = catalog.digests(), catalog.stamps()
    seen: dict[str, Path] = {}
    for source, path, root in named_files(paths, corpus):
        first = seen.setdefault(source, path)
        if first is not path:
            if not first.samefile(path):
                found.skipped.append((source, f"{source}: {path} has the same name as {first}; rename one of them"))
            continue
        stamp = stamp_of(path)
        if stamp and stamps.get(source) == (root, stamp):
            found.unchanged.append(source)
        else:
            _read(found, known, (source, path, root), stamp)
    if not found.changed and not found.unchanged:
        raise CorpusError(f"nothing readable in {', '.join(map(str, paths))}: {found.skipped[0][1]}")
    found.missing = [source for source in _in_scope(catalog, paths, corpus) if source not in seen]
    _pair_renamed(found, known)
    return found


def _read(found: Difference, known: dict[str, str], file: tuple[str, Path, str], stamp: str) -> None:
    source, path, root = file
    try:
        transcript = load_transcript(path, source, root)
    except TranscriptError as error:
        found.skipped.append((source, str(error)))
        return
    found.stamps[source] = stamp
    if known.get(source) == transcript.digest:
        found.unchanged.append(source)
    else:
        found.changed.append(transcript)


def stamp_of(path: Path) -> str:
    """What a file and its sidecar look like from outside; empty when they changed a moment ago or cannot be seen."""
    marks = [_READ_BY]
    for each in (path, path.with_suffix(SIDECAR_SUFFIX)):
        try:
            seen = each.stat()
        except FileNotFoundError:
            marks.append("none")
            continue
        except OSError:
            return ""
        if abs(time.time_ns() - max(seen.st_mtime_ns, seen.st_ctime_ns)) < _SETTLED_NS:
            return ""
        marks.append(f"{seen.st_size}/{seen.st_mtime_ns}/{seen.st_ctime_ns}/{seen.st_ino}")
    return " ".join(marks)


def _in_scope(catalog: Catalog, paths: Sequence[Path], corpus: Path | None) -> list[str]:
    """Sources that were indexed from the folders in ``paths``."""
    scopes = [(_root(path, corpus), path.resolve()) for path in paths if path.is_dir()]
    return sorted(
        source
        for source, root in catalog.roots().items()
        if any(root == str(base) and (base / source).is_relative_to(folder) for base, folder in scopes)
    )


def _pair_renamed(found: Difference, known: dict[str, str]) -> None:
    gone: dict[str, list[str]] = {}
    for source in found.missing:
        gone.setdefault(known[source], []).append(source)
    for transcript in found.changed:
        if transcript.source not in known and gone.get(transcript.digest):
            found.renamed[transcript.source] = gone[transcript.digest].pop(0)
    found.missing = [source for source in found.missing if source not in found.renamed.values()]


def _root(path: Path, corpus: Path | None) -> Path:
    """The folder that the files under ``path`` are named from."""
    if corpus is not None and path.resolve().is_relative_to(corpus.resolve()):
        return corpus.resolve()
    return (path if path.is_dir() else path.parent).resolve()


def named_files(paths: Sequence[Path], corpus: Path | None = None) -> Iterable[tuple[str, Path, str]]:
    """Each file as (source, path, root): ``source`` is its path inside the folder ``root``.

    Raises:
        CorpusError: when a path is missing or holds no transcripts.
    """
    for path in paths:
        root = _root(path, corpus)
        for file in transcript_files(path):
            yield file.resolve().relative_to(root).as_posix(), file, str(root)
