"""``assistant ingest``: index transcripts, with a progress bar on standard error."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.terminal import say

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.store.catalog import Catalog
    from assistant.store.ingest import Report


# Of what was skipped, renamed or is gone: told after the lock is released, and no more of each.
MOST_LINES = 20


def add_to(commands: Any) -> None:
    """Declare the command's arguments."""
    parser = commands.add_parser("ingest", help="index transcripts: add, update, and with --prune remove")
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="folders or files (default: ASSISTANT_CORPUS)"
    )
    parser.add_argument("--prune", action="store_true", help="remove transcripts whose files are gone")
    parser.add_argument(
        "--prune-all", action="store_true", help="as --prune, also where the folder seems to be another than it was"
    )
    parser.add_argument("--rebuild", action="store_true", help="discard the index first and make it anew")
    parser.add_argument("--wait", action="store_true", help="wait while another process writes, rather than fail")
    parser.add_argument("--watch", action="store_true", help="go on, and follow the files as they change, until Ctrl-C")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Bring the index in step with the files."""
    from assistant.settings import Settings
    from assistant.store.folders import left_out
    from assistant.store.naming import named_files
    from assistant.store.uploads import read_apart, uploads_folder
    from assistant.store.writer_lock import WriterLock

    settings = Settings()
    options.prune |= options.prune_all
    paths = options.paths or [settings.corpus]
    emptied = options.prune and not options.rebuild  # told before anything is discarded or loaded:
    apart = read_apart(settings)
    list(named_files(paths, settings.corpus, settings.vectorstore, may_be_empty=emptied, apart=apart))
    with WriterLock(settings.vectorstore, wait=options.wait, tell=_note):
        report = _bring_up_to_date(settings, paths, options)
    _tell(report)
    for folder in left_out(paths, apart):
        if folder != uploads_folder(settings) or not _reads_uploads(options):
            _note(f"left out {folder}, which is read by itself: assistant ingest without a path reads it")
    if options.watch:
        from assistant.store.watching import watch

        watch(paths, lambda: _once_more(settings, paths, options), _note)
    return 1 if report.kept else 0


def _once_more(settings: "Settings", paths: list[Path], options: argparse.Namespace) -> None:
    from assistant.store.writer_lock import WriterLock

    options.rebuild = options.prune_all = False
    with WriterLock(settings.vectorstore, wait=True, tell=_note):
        report = _bring_up_to_date(settings, paths, options)
    _tell(report)


def _bring_up_to_date(settings: "Settings", paths: list[Path], options: argparse.Namespace) -> "Report":
    from assistant.store.index import Index
    from assistant.store.ingest import Report, update
    from assistant.store.late_encoder import LateEncoder
    from assistant.store.uploads import read_apart, update_uploads

    if options.rebuild:
        Index.discard(settings.vectorstore)
    index = Index(settings.vectorstore, LateEncoder(settings.embedding_model), chroma_url=settings.chroma_url)
    with closing(index), _ProgressBar() as bar:
        apart = read_apart(settings)
        kept = _kept(index.catalog, settings, paths, apart) if options.prune and options.watch else {}
        report = Report(notes=list(kept.values()))
        if read := [path for path in paths if path not in kept]:
            report += update(
                index,
                read,
                corpus=settings.corpus,
                prune=options.prune,
                sure=options.prune_all,
                progress=bar.show,
                apart=apart,
            )
        if _reads_uploads(options):
            report += update_uploads(index, settings, prune=options.prune, sure=options.prune_all, progress=bar.show)
    return report


def _reads_uploads(options: argparse.Namespace) -> bool:
    return options.rebuild or not options.paths


def _kept(catalog: "Catalog", settings: "Settings", paths: Sequence[Path], apart: Sequence[Path]) -> "dict[Path, str]":
    """Of the folders that came to be empty what is told: nobody is there who asks for what is pruned on and on."""
    from assistant.store.folders import emptied, kept_line

    counts = {path: emptied(catalog, path, settings.corpus, apart) for path in paths if path.is_dir()}
    command = "assistant ingest --prune without --watch"
    return {path: kept_line(path, count, command) for path, count in counts.items() if count}


def _tell(report: "Report") -> None:
    from assistant.corpus.files import printable
    from assistant.store.folders import passed_over_line

    _note_some("skipped", [f"skipped {reason}" for _, reason in report.skipped])
    _note_some("renamed", [f"renamed {printable(old)} to {printable(new)}" for old, new in report.renamed])
    gone = "still indexed though its file is gone"
    _note_some(gone, [f"{gone}: {printable(source)} (--prune removes it)" for source in report.missing])
    twice = [" and ".join(map(printable, same)) for same in dict.fromkeys(report.twins)]
    _note_some("that say the same", [f"{same} say the same and count each: delete all but one" for same in twice])
    if report.split_before:
        _note(
            f"passages were split by the rules of another version: {len(report.split_anew)} of {report.split_before} "
            "transcripts are split otherwise now"
        )
    if report.passed_over:
        _note(passed_over_line(report.passed_over))
    for line in dict.fromkeys([*report.notes, *report.unerased]):
        _note(line)
    counts = {name: len(getattr(report, name)) for name in ("added", "updated", "unchanged", "removed", "skipped")}
    if report.renamed:
        counts["renamed"] = len(report.renamed)
    known = f"; {report.embedded} of {report.passages} passages embedded" if report.passages else ""
    _note(", ".join(f"{count} {name}" for name, count in counts.items()) + known)


def _note_some(what: str, lines: Sequence[str]) -> None:
    for line in lines[:MOST_LINES]:
        _note(line)
    if len(lines) > MOST_LINES:
        _note(f"… and {len(lines) - MOST_LINES:,} more {what}")


def _note(line: str) -> None:
    say(line, file=sys.stderr, flush=True)


class _ProgressBar:
    """A bar on standard error that appears with the first passage embedded."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> "_ProgressBar":
        return self

    def show(self, done: int, total: int) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=total, unit=" passages", desc="Indexing", file=sys.stderr)
        if self._bar.total != total or done < self._bar.n:  # another folder's turn
            self._bar.reset(total)
        self._bar.update(done - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
