"""Bringing the index up to date with files: only what changed is embedded."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import CorpusError, IndexStateError, TranscriptError
from assistant.index import Index
from assistant.passages import split_into_passages
from assistant.transcripts import Transcript, container, load_transcripts, transcript_files

LOCK_FILE = "writer.lock"
# Transcripts are embedded together until they hold this many passages: enough to sort by length, little to lose.
GROUP_PASSAGES = 512


@dataclass(slots=True)
class Report:
    """What an ingest did. Lists hold sources; ``skipped`` holds (source, reason)."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    passages: int = 0


def ingest(
    index: Index,
    paths: Sequence[Path],
    *,
    corpus: Path | None = None,
    prune: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Add and update the transcripts under ``paths``; with ``prune`` remove those whose files are gone from there.

    Args:
        corpus: the folder that sources inside it are named from, whichever part of it ``paths`` name.
        progress: told passages embedded and passages to embed, after every batch.

    Raises:
        CorpusError: when a path is missing or nothing in it can be read.
        IndexStateError: when another process is writing, or the folder cannot be written.
    """
    with _Writing(index.folder):
        report = _update(index, paths, corpus, progress)
        report.missing = _gone(index, paths, corpus)
        if prune:
            for source in report.missing:
                index.remove(source)
            report.removed, report.missing = report.missing, []
        return report


def _update(
    index: Index, paths: Sequence[Path], corpus: Path | None, progress: Callable[[int, int], None] | None
) -> Report:
    report = Report()
    known = index.catalog.digests()
    pending: list[Transcript] = []
    seen: dict[str, Path] = {}
    for source, path, root in named_files(paths, corpus):
        first = seen.setdefault(source, path)
        if first is not path:
            if not first.samefile(path):
                report.skipped.append((source, f"{source}: {path} has the same name as {first}; rename one of them"))
            continue
        try:
            loaded = load_transcripts(path, source, root)
        except TranscriptError as error:
            report.skipped.append((source, str(error)))
            continue
        report.skipped += loaded.refused
        for transcript in loaded.transcripts:
            if known.get(transcript.source) == transcript.digest:
                report.unchanged.append(transcript.source)
            else:
                (report.updated if transcript.source in known else report.added).append(transcript.source)
                pending.append(transcript)
    if not pending and not report.unchanged:
        raise CorpusError(f"nothing readable in {', '.join(map(str, paths))}: {report.skipped[0][1]}")
    index.clear_leftovers()
    _embed(index, pending, report, progress)
    return report


def _gone(index: Index, paths: Sequence[Path], corpus: Path | None) -> list[str]:
    """Sources indexed from the folders in ``paths`` that are no file any more."""
    folders = [path for path in paths if path.is_dir()]
    scopes = [(_root(path, corpus), path.resolve()) for path in folders]
    return sorted(
        source
        for source, root in index.catalog.roots().items()
        if any(
            root == str(base) and (base / source).is_relative_to(folder) and not container(source, base).is_file()
            for base, folder in scopes
        )
    )


def _root(path: Path, corpus: Path | None) -> Path:
    """The folder that the files under ``path`` are named from."""
    if corpus is not None and path.resolve().is_relative_to(corpus.resolve()):
        return corpus.resolve()
    return (path if path.is_dir() else path.parent).resolve()


def _embed(
    index: Index, pending: Sequence[Transcript], report: Report, progress: Callable[[int, int], None] | None
) -> None:
    sizes = [len(split_into_passages(transcript)) for transcript in pending]
    total, done, begin = sum(sizes), 0, 0
    while begin < len(pending):
        end, size = begin + 1, sizes[begin]
        while end < len(pending) and size + sizes[end] <= GROUP_PASSAGES:
            size += sizes[end]
            end += 1
        shown = partial(_show, progress, done, total) if progress else None
        report.passages += index.add(pending[begin:end], shown)
        done, begin = done + size, end


def _show(progress: Callable[[int, int], None], before: int, total: int, embedded: int) -> None:
    progress(before + embedded, total)


def named_files(paths: Sequence[Path], corpus: Path | None = None) -> Iterable[tuple[str, Path, str]]:
    """Each file as (source, path, root): ``source`` is its path inside the folder ``root``.

    Raises:
        CorpusError: when a path is missing or holds no transcripts.
    """
    for path in paths:
        root = _root(path, corpus)
        for file in transcript_files(path):
            yield file.resolve().relative_to(root).as_posix(), file, str(root)


class _Writing:
    """One writer at a time: Chroma's files lose rows when two processes write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / LOCK_FILE)

    def __enter__(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise IndexStateError(
                f"another process is writing to {self._folder}: wait for it to end and run again"
            ) from None
        except OSError as error:
            raise IndexStateError(f"cannot write to {self._folder}: {error.strerror}") from error

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def remove(index: Index, sources: Sequence[str]) -> None:
    """Take transcripts out of the index.

    Raises:
        IndexStateError: when another process is writing, or the folder cannot be written.
    """
    with _Writing(index.folder):
        for source in sources:
            index.remove(source)
