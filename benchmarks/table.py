"""The quality tables, by one command: with and without each part, beside published figures.

    python benchmarks/table.py [--public DIR] [--limit N] [--jobs N] [--write] [--store DIR]

Asks the bundled question sets over the seeds and the practice sets over their corpora, then the public sets in DIR (see
``public_sets.py``), all with every part on and again with each part off, a process for each pass and --jobs at a time.
``published.toml`` holds what others report and which measures of the public sets are shown. --limit asks so many
questions of the practice sets and of each public set.

--write puts the tables between the two marks of two files. README.md gets what is read first: our own sets, the first
of them with each part off, and the public sets beside what others report. docs/quality-tables.md gets the rest: every
other set with each part off. Without --write all of it is printed only.
"""

import argparse
import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from public_sets import open_index
from quality import measure_set, sampled
from quality_tables import (
    README,
    REST,
    Published,
    around_marks,
    other_tables,
    read_published,
    readme_tables,
    write_tables,
)

from assistant.assistant import Assistant
from assistant.evaluation.questions import TestQuestion, load_questions
from assistant.evaluation.run import Outcome, run
from assistant.evaluation.summary import Figure
from assistant.parts import NOTHING, Part
from assistant.reading.reader import NONE
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

T = TypeVar("T")
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class OwnSet:
    """Question sets of the repository that are reported together: (corpus, questions) pairs, each an index.

    Attributes:
        limit: questions asked of all of them together, always the same ones; 0 for all.
    """

    name: str
    pairs: tuple[tuple[Path, Path], ...]
    limit: int = 0

    def questions(self) -> list[list[TestQuestion]]:
        """The questions that are asked, a list a pair."""
        whole = [load_questions(path) for _, path in self.pairs]
        count = sum(map(len, whole))
        chosen = np.arange(count) if not self.limit else np.random.default_rng(0).permutation(count)[: self.limit]
        begins = np.cumsum([0, *map(len, whole)])
        kept = set(chosen.tolist())
        return [
            [q for i, q in enumerate(asked, begin) if i in kept] for asked, begin in zip(whole, begins, strict=False)
        ]


def own_sets(limit: int = 0) -> list[OwnSet]:
    """The seeds with their three question sets, and as one the practice corpora that no reader was trained on."""
    practice = ROOT / "training" / "practice"
    held_out = [practice / name for name in (practice / "held_out.txt").read_text(encoding="utf-8").split()]
    return [
        OwnSet("seeds", ((ROOT / "seeds", ROOT / "tests" / "questions.jsonl"),)),
        OwnSet("seeds, second set", ((ROOT / "seeds", ROOT / "tests" / "questions_second.jsonl"),)),
        OwnSet("seeds, third set", ((ROOT / "seeds", ROOT / "tests" / "questions_third.jsonl"),)),
        OwnSet(
            "practice, held out", tuple((folder / "corpus", folder / "questions.jsonl") for folder in held_out), limit
        ),
    ]


def ask_all(own: OwnSet, store: Path, part: Part | None) -> list[Outcome]:
    """The outcomes of a set's questions, each over its own corpus, without ``part``."""
    _say(f"{own.name}{_without(part)}")
    outcomes: list[Outcome] = []
    encoder = Encoder()
    for (corpus, _), questions in zip(own.pairs, own.questions(), strict=True):
        index = Index(_folder(store, corpus), encoder)
        outcomes += run(Assistant(index, Settings(corpus=corpus), without=_less(part)), questions)
        index.close()
    return outcomes


def index_all(sets: Sequence[OwnSet], store: Path) -> None:
    """Make the indices of the sets' corpora or bring them up to date."""
    encoder = Encoder()
    for corpus in dict.fromkeys(corpus for own in sets for corpus, _ in own.pairs):
        index = Index(_folder(store, corpus), encoder)
        ingest(index, [corpus], corpus=corpus, prune=True)
        index.close()


def _folder(store: Path, corpus: Path) -> Path:
    return store / f"own-{corpus.parent.name}-{corpus.name}"


def optional_parts() -> list[Part]:
    """The parts that this installation has and that can be switched off, in order."""
    settings = Settings()
    models = {Part.RERANKER: settings.reranker, Part.VERIFIER: settings.verifier, Part.READER: settings.reader != NONE}
    return [part for part in Part if models.get(part, True)]


def measured(folder: Path, store: Path, limit: int, part: Part | None) -> dict[str, Figure]:
    """The figures of a public set without ``part``."""
    _say(f"{folder.name}{_without(part)}")
    index = open_index(folder, store)
    found = measure_set(index, sampled(folder, limit), _less(part))
    index.close()
    return found


def public_folders(folder: Path, published: Sequence[Published]) -> list[Path]:
    """The folders of the sets that ``published`` names; those that are missing are told."""
    named = [folder / name for name in dict.fromkeys(p.set for p in published)]
    for missing in (path.name for path in named if not (path / "queries.jsonl").is_file()):
        _say(f"no {missing} in {folder}, left out")
    return [path for path in named if (path / "queries.jsonl").is_file()]


def _without(part: Part | None) -> str:
    return f" without {part}" if part else ""


def _less(part: Part | None) -> frozenset[Part]:
    return frozenset({part}) if part else NOTHING


def run_all(
    pool: Executor, sets: Sequence[OwnSet], folders: Sequence[Path], store: Path, limit: int
) -> tuple[
    dict[str, dict[Part | None, Future[list[Outcome]]]], dict[str, dict[Part | None, Future[dict[str, Figure]]]]
]:
    """Every pass over our own sets and over the public ones, by set and the part that is off."""
    parts = (None, *optional_parts())
    own = {one.name: {part: pool.submit(ask_all, one, store, part) for part in parts} for one in sets}
    public = {path.name: {part: pool.submit(measured, path, store, limit, part) for part in parts} for path in folders}
    return own, public


def _results(passes: Mapping[Part | None, Future[T]]) -> dict[Part | None, T]:
    return {part: future.result() for part, future in passes.items()}


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--public", type=Path, metavar="DIR", help="folder of public sets; none: the sets here only")
    parser.add_argument("--limit", type=int, default=0, help="questions of the practice and each public set, 0 for all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="passes at a time")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {README} and {REST}")
    parser.add_argument("--store", type=Path, default=Path("/tmp/transcript-assistant-public-sets"))
    options = parser.parse_args()
    for path in (README, REST) if options.write else ():
        around_marks(ROOT / path)  # told now, not after the passes
    sets, published = own_sets(options.limit), [p for p in read_published() if p.set]
    folders = public_folders(options.public, published) if options.public else []
    index_all(sets, options.store)
    for folder in folders:
        open_index(folder, options.store).close()
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # of the passes: two that share two cores by turns take longer
    with ProcessPoolExecutor(options.jobs, multiprocessing.get_context("spawn")) as pool:
        own_passes, public_passes = run_all(pool, sets, folders, options.store, options.limit)
        own = {name: _results(passes) for name, passes in own_passes.items()}
        public = {name: _results(passes) for name, passes in public_passes.items()}
    readme = readme_tables(own, public, published, options.limit)
    rest = other_tables(own, public, published, options.limit)
    print(readme, rest, sep="\n\n")
    if options.write:
        write_tables(ROOT, readme, rest)


if __name__ == "__main__":
    main()
