"""Bringing the index up to date with files: only what changed is embedded."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path

from assistant.corpus.passages import SPLITTING, split_into_passages, under
from assistant.corpus.transcripts import Transcript
from assistant.errors import IndexDamagedError
from assistant.language import stems
from assistant.store.index import Index
from assistant.store.inspection import inspect_vectors
from assistant.store.replaced import doubts, note_folders
from assistant.store.sync import Difference, compare
from assistant.store.twins import twins
from assistant.store.writer_lock import WriterLock

# Transcripts are embedded together until they hold this many passages: enough to sort by length, little to lose.
GROUP_PASSAGES = 512


@dataclass(slots=True)
class Report:
    """What an ingest did. Lists hold sources; ``skipped`` holds (source, reason), ``renamed`` (old, new).

    Attributes:
        passed_over: names of files in the folders that are of kinds that are not read.
        passages: how many were stored; ``embedded`` of them had to be embedded, the others' vectors were known.
        split_anew: those whose passages other rules had split, of ``split_before`` that were looked at.
        kept: those that were to be removed, but whose folder may be another than it was: they may not be deleted.
        notes: of what was kept though its file is gone, in one line each, what removes it.
        twins: transcripts of several files that say the same, those together of which one was added or updated.
        unerased: of every file that still holds words of what was removed, in one line, what to do.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    split_anew: list[str] = field(default_factory=list)
    split_before: int = 0
    twins: list[tuple[str, ...]] = field(default_factory=list)
    unerased: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    passages: int = 0
    embedded: int = 0

    def __add__(self, other: "Report") -> "Report":
        return Report(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})


def ingest(
    index: Index,
    paths: Sequence[Path],
    *,
    corpus: Path | None = None,
    prune: bool = False,
    sure: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Add and update the transcripts under ``paths``; with ``prune`` remove those whose files are gone from there.

    With ``prune`` an empty folder says that all its files are gone; one that is not there says nothing. Where most of
    many are gone and the folder may be another than it was, they are kept unless it is ``sure`` that they are gone.

    A file that moved takes its transcript along. What was replaced, moved or removed, now or by an ingest that could
    not finish it, is erased from the disk.

    Args:
        corpus: the folder that sources inside it are named from, whichever part of it ``paths`` name.
        progress: told passages done and passages to do, after every batch.

    Raises:
        CorpusError: when a path is missing or nothing in it can be read.
        IndexStateError: when another process is writing, or the folder cannot be written.
    """
    with WriterLock(index.folder):
        return update(index, paths, corpus=corpus, prune=prune, sure=sure, progress=progress)


def update(
    index: Index,
    paths: Sequence[Path],
    *,
    corpus: Path | None = None,
    prune: bool = False,
    sure: bool = False,
    progress: Callable[[int, int], None] | None = None,
    apart: Sequence[Path] = (),
) -> Report:
    """``ingest`` for a caller that holds the ``WriterLock``.

    Args:
        apart: folders that are read by themselves, and left out where a folder around one is read.
    """
    if index.catalog.doomed():
        recover(index)
    if index.catalog.figures_missing():
        index.catalog.keep_missing_figures()
    found = compare(index.catalog, paths, corpus, prune=prune, apart=apart)
    doubted = doubts(index.catalog, found) if prune and not sure else []
    report = _report(found, index.catalog.digests())
    index.catalog.set_roots(found.roots)
    if unchanged := {s: found.stamps[s] for s in found.unchanged if found.stamps.get(s)}:
        index.catalog.set_stamps(unchanged)
    before = index.embedded
    moved = [transcript for transcript in found.changed if transcript.source in found.renamed]
    for group, _ in _groups(moved):
        moves = {found.renamed[transcript.source]: transcript for transcript in group}
        report.passages += index.move(moves, found.stamps)
    embedded = [transcript for transcript in found.changed if transcript.source not in found.renamed]
    _embed(index, embedded, found.stamps, report, progress)
    if prune:
        report.kept = [source for doubt in doubted for source in doubt.gone]
        report.notes = list(map(str, doubted))
        report.removed, report.missing = sorted({*report.missing} - {*report.kept}), []
    if report.removed:
        index.remove(*report.removed)
    note_folders(index.catalog, found)
    if index.catalog.fact("splitting") != str(SPLITTING):
        _split_anew(index, {transcript.source for transcript in embedded}, report, progress)
    report.embedded = index.embedded - before
    if told_anew := [*report.added, *report.updated]:
        report.twins = twins(index.catalog, told_anew)
    if index.catalog.unerased():
        report.unerased = index.erase()
    elif report.added:
        index.finish()
    return report


def remove(index: Index, sources: Sequence[str]) -> None:
    """Take transcripts out of the index, and their words off the disk; what could not be erased yet, is noted there.

    Raises:
        IndexStateError: when another process is writing, or the folder cannot be written.
    """
    with WriterLock(index.folder):
        index.remove(*sources)
        index.erase()


def recover(index: Index) -> None:
    """Bring Chroma back in step after a process died while it wrote; nothing is embedded."""
    try:
        index.clear_leftovers()
        reach = inspect_vectors(index)
        whole = not (reach.missing or reach.lost)
    except IndexDamagedError:
        whole = False
    if not whole:
        index.rebuild_vectors()


def _report(found: Difference, known: dict[str, str]) -> Report:
    report = Report(
        unchanged=found.unchanged, missing=found.missing, skipped=found.skipped, passed_over=found.passed_over
    )
    for transcript in found.changed:
        source = transcript.source
        if source in found.renamed:
            report.renamed.append((found.renamed[source], source))
        else:
            (report.updated if source in known else report.added).append(source)
    return report


def _split_anew(
    index: Index, done: Collection[str], report: Report, progress: Callable[[int, int], None] | None
) -> None:
    """Split and stem by the rules of today what is stored and was by others, wherever its file is; all but ``done``."""
    before = [source for source in index.catalog.sources() if source not in done]
    pending = [
        transcript for transcript in map(index.catalog.transcript, before) if _splits_otherwise(index, transcript)
    ]
    stamps = {source: stamp for source, (_, stamp) in index.catalog.stamps().items()}
    _embed(index, pending, stamps, report, progress)
    index.catalog.set_fact("splitting", str(SPLITTING))
    report.split_anew, report.split_before = [transcript.source for transcript in pending], len(before)


def _splits_otherwise(index: Index, transcript: Transcript) -> bool:
    stored = [each.passage for each in index.catalog.passages_of(transcript.source)]
    return stored != split_into_passages(transcript) or index.catalog.stems_of(transcript.source) != [
        (
            " ".join(stems(transcript.text[each.start : each.end])),
            " ".join(stems(under(transcript.heading, each.section))),
        )
        for each in stored
    ]


def _embed(
    index: Index,
    pending: Sequence[Transcript],
    stamps: Mapping[str, str],
    report: Report,
    progress: Callable[[int, int], None] | None,
) -> None:
    groups = _groups(pending)
    total, done = sum(size for _, size in groups), 0
    for group, size in groups:
        shown = partial(_show, progress, done, total) if progress else None
        report.passages += index.add(group, shown, stamps)
        done += size


def _groups(pending: Sequence[Transcript]) -> list[tuple[list[Transcript], int]]:
    """The transcripts in groups of at most ``GROUP_PASSAGES`` passages, or of one, with the passages of each."""
    groups: list[tuple[list[Transcript], int]] = []
    for transcript in pending:
        passages = len(split_into_passages(transcript))
        if groups and groups[-1][1] + passages <= GROUP_PASSAGES:
            groups[-1] = ([*groups[-1][0], transcript], groups[-1][1] + passages)
        else:
            groups.append(([transcript], passages))
    return groups


def _show(progress: Callable[[int, int], None], before: int, total: int, embedded: int) -> None:
    progress(before + embedded, total)
