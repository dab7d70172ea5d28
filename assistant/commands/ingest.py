"""``assistant ingest``: index transcripts, with a progress bar on standard error."""

import argparse
import sys
from pathlib import Path
from typing import Any

from assistant.terminal import say


def add_to(commands: Any) -> None:
    """Declare the command's arguments."""
    parser = commands.add_parser("ingest", help="index transcripts: add, update, and with --prune remove")
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="folders or files (default: ASSISTANT_CORPUS)"
    )
    parser.add_argument("--prune", action="store_true", help="remove transcripts whose files are gone")
    parser.add_argument("--rebuild", action="store_true", help="discard the index first and make it anew")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Bring the index in step with the files."""
    from assistant.encoder import Encoder
    from assistant.index import Index
    from assistant.ingest import ingest
    from assistant.settings import Settings
    from assistant.transcripts import transcript_files

    settings = Settings()
    paths = options.paths or [settings.corpus]
    for path in paths:
        transcript_files(path)  # a missing corpus is told before anything is discarded or loaded
    if options.rebuild:
        Index.discard(settings.vectorstore)
    index = Index(settings.vectorstore, Encoder(settings.embedding_model), chroma_url=settings.chroma_url)
    with _ProgressBar() as bar:
        report = ingest(index, paths, corpus=settings.corpus, prune=options.prune, progress=bar.show)
    for _, reason in report.skipped:
        say(f"skipped {reason}", file=sys.stderr)
    for source in report.missing:
        say(f"still indexed though its file is gone: {source} (--prune removes it)", file=sys.stderr)
    counts = {name: len(getattr(report, name)) for name in ("added", "updated", "unchanged", "removed", "skipped")}
    say(", ".join(f"{count} {name}" for name, count in counts.items()), file=sys.stderr)
    return 0


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
        self._bar.update(done - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
