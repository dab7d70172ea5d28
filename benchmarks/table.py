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
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from public_sets import LEARNT_FROM, open_index
from quality import measure_set, sampled

from assistant.assistant import Assistant
from assistant.evaluation.questions import TestQuestion, load_questions
from assistant.evaluation.run import Outcome, run
from assistant.evaluation.summary import Figure, compare, figures
from assistant.parts import NOTHING, Part
from assistant.reading.reader import NONE
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

T = TypeVar("T")
# By set the outcomes, or the figures, with all parts (None) and without each.
Runs = Mapping[str, Mapping[Part | None, Sequence[Outcome]]]
PublicRuns = Mapping[str, Mapping[Part | None, Mapping[str, Figure]]]
ROOT = Path(__file__).parents[1]
README, REST = Path("README.md"), Path("docs", "quality-tables.md")
BEGIN, END = "<!-- quality table: made by benchmarks/table.py -->", "<!-- end of the quality table -->"
OWN_MEASURES = {
    "hit@5": "supporting sentence's passage among the first 5",
    "hit@1": "… first",
    "ndcg@10": "nDCG@10",
    "correct": "answered right (holds the key)",
    "median_words": "median words of an answer",
    "citation_precision": "citations that are a supporting sentence",
    "citation_recall": "supporting sentences cited",
    "verbatim": "citations verbatim at their offsets",
    "refusal_precision": "refusals that are right",
    "refusal_recall": "unanswerable questions refused",
    "wrongly_refused": "answerable questions refused",
    "answerable_area": "area under ROC of “answerable”",
    "calibration_error": "calibration error",
}
LEARNT = "† The bundled reader has learnt from questions of this set, so its figures there say little."
PART_MEASURES = ("hit@5", "correct", "citation_recall", "refusal_recall", "wrongly_refused", "answerable_area")


@dataclass(frozen=True, slots=True)
class Published:
    """What others report of a measure of a set; ``value`` is empty where nobody does."""

    set: str
    measure: str
    value: str = ""
    source: str = ""


def read_published() -> list[Published]:
    """The rows of ``published.toml``."""
    text = (Path(__file__).parent / "published.toml").read_text(encoding="utf-8")
    return [Published(**row) for row in tomllib.loads(text)["figure"]]


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


def cell(figure: Figure | None) -> str:
    """A value with its interval, as .924 (.90–.94)."""
    if figure is None:
        return ""
    if abs(figure.value) >= 10:
        return f"{figure.value:.0f} ({figure.low:.0f}–{figure.high:.0f})"
    return f"{_short(figure.value, 3)} ({_short(figure.low, 2)}–{_short(figure.high, 2)})"


def _short(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".removeprefix("0") if 0 <= value < 1 else f"{value:.{digits}f}"


def rows_as_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table."""
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return [*lines, ""]


def own_table(runs: Runs) -> list[str]:
    """The sets of this repository with all parts on: a row a measure, a column a set, and what others report."""
    found = {name: figures(passes[None]) for name, passes in runs.items()}
    others = {p.measure: p for p in read_published() if not p.set}
    counts = [f"{name} ({len(passes[None])} questions)" for name, passes in runs.items()]
    return rows_as_table(
        ["measure", *counts, "others, on other data"],
        (
            [told, *(cell(found[name].get(measure)) for name in runs), _published(others.get(measure))]
            for measure, told in OWN_MEASURES.items()
        ),
    )


def parts_table(name: str, passes: Mapping[Part | None, Sequence[Outcome]]) -> list[str]:
    """The main measures of one set, with all parts and without each."""
    found = figures(passes[None])
    rows = [["all parts", *(cell(found.get(measure)) for measure in PART_MEASURES)]]
    rows += [[f"without {part}", *_against(less, passes[None])] for part, less in passes.items() if part]
    return rows_as_table([name, *(OWN_MEASURES[measure] for measure in PART_MEASURES)], rows)


def _against(outcomes: Sequence[Outcome], before: Sequence[Outcome]) -> list[str]:
    """Cells of a run with a part off; * where the difference, question by question, is real."""
    rows = {"questions": [o.as_dict() for o in before]}
    real = {d.name for d in compare(outcomes, rows) if d.real}
    found = figures(outcomes)
    return [f"{cell(found.get(name))}{' *' if name in real else ''}" for name in PART_MEASURES]


def optional_parts() -> list[Part]:
    """The parts that this installation has and that can be switched off, in order."""
    settings = Settings()
    models = {Part.RERANKER: settings.reranker, Part.VERIFIER: settings.verifier, Part.READER: settings.reader != NONE}
    return [part for part in Part if models.get(part, True)]


def public_table(runs: PublicRuns, published: Sequence[Published]) -> list[str]:
    """The public sets with all parts on, beside what others report: the measures that ``published`` names."""
    rows = []
    for name, row in _shown(runs, published):
        whole = runs[name][None].get(row.measure)
        count = f" (n={whole.n})" if whole else ""
        rows.append([_learnt(name), f"{row.measure}{count}", cell(whole), row.value, row.source])
    return [*rows_as_table(["set", "measure", "here", "others, on the same set", "source"], rows), LEARNT, ""]


def public_parts_table(runs: PublicRuns, published: Sequence[Published]) -> list[str]:
    """The measures of ``public_table`` with all parts and without each."""
    parts = [part for part in next(iter(runs.values()), {}) if part]
    rows = [
        [_learnt(name), row.measure, *(cell(found.get(row.measure)) for found in runs[name].values())]
        for name, row in _shown(runs, published)
    ]
    head = ["set", "measure", "all parts", *(f"without {part}" for part in parts)]
    return [*rows_as_table(head, rows), LEARNT, ""]


def _shown(runs: PublicRuns, published: Sequence[Published]) -> list[tuple[str, Published]]:
    return [(name, row) for name in runs for row in published if row.set == name]


def _learnt(name: str) -> str:
    return f"{name} †" if name in LEARNT_FROM else name


def readme_tables(own: Runs, public: PublicRuns, published: Sequence[Published], limit: int) -> str:
    """What the README shows: our own sets, the first with each part off, and the public sets."""
    first = next(iter(own))
    lines = [*own_table(own), *parts_table(first, own[first])]
    lines += public_table(public, published) if public else []
    return "\n".join([*lines, _told_below(limit)])


def other_tables(own: Runs, public: PublicRuns, published: Sequence[Published], limit: int) -> str:
    """What the README leaves out: every other set, and the public ones, with each part off."""
    _, *others = own
    lines = [line for name in others for line in parts_table(name, own[name])]
    lines += public_parts_table(public, published) if public else []
    return "\n".join([*lines, _told_below(limit)])


def _told_below(limit: int) -> str:
    capped = f", at most {limit} questions of the practice and each public set" if limit else ""
    return f"95 % bootstrap intervals in brackets{capped}; * a difference whose interval excludes 0."


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


def _published(row: Published | None) -> str:
    return f"{row.value} ({row.source})" if row else ""


def around_marks(path: Path) -> tuple[str, str]:
    """What stands before and after the two marks of a file. Exits with one line where they are not there."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        sys.exit(f"table: {path} needs the lines {BEGIN} and {END}, once each and in this order")
    return text.split(BEGIN)[0], text.split(END)[1]


def write_between(path: Path, table: str) -> None:
    """Put the table between the two marks of a file."""
    before, after = around_marks(path)
    path.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


def write_tables(root: Path, readme: str, rest: str) -> None:
    """Put the tables into the two files under ``root``; where a mark of either is missing, into neither."""
    for path in (root / README, root / REST):
        around_marks(path)
    write_between(root / README, readme)
    write_between(root / REST, rest)


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
