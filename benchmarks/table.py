"""The README's quality table, by one command: with and without each part, beside published figures.

    python benchmarks/table.py [--public DIR] [--limit N] [--write README.md] [--store DIR]

Asks the bundled question set over the seeds and the practice sets over their corpora, then the public sets in DIR (see
``public_sets.py``), all with every part on and again with each part off. ``published.toml`` holds what others report
and which measures of the public sets are shown. --write puts the tables between the two marks in that file.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from public_sets import STUDIED, PublicQuestion, open_index
from quality import measure_set, sampled

from assistant.assistant import Assistant
from assistant.evaluation.questions import load_questions
from assistant.evaluation.run import Outcome, run
from assistant.evaluation.summary import Figure, compare, figures
from assistant.parts import NOTHING, Part
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

ROOT = Path(__file__).parents[1]
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
    """Question sets of the repository that are reported together: (corpus, questions) pairs, each an index."""

    name: str
    pairs: tuple[tuple[Path, Path], ...]


def own_sets() -> list[OwnSet]:
    """The seeds with their two question sets, and as one the practice corpora that no reader was trained on."""
    practice = ROOT / "training" / "practice"
    held_out = [practice / name for name in (practice / "held_out.txt").read_text(encoding="utf-8").split()]
    return [
        OwnSet("seeds", ((ROOT / "seeds", ROOT / "tests" / "questions.jsonl"),)),
        OwnSet("seeds, second set", ((ROOT / "seeds", ROOT / "tests" / "questions_second.jsonl"),)),
        OwnSet("practice, held out", tuple((folder / "corpus", folder / "questions.jsonl") for folder in held_out)),
    ]


def ask_all(own: OwnSet, indices: dict[Path, Index], without: frozenset[Part]) -> list[Outcome]:
    """The outcomes of a set's questions, each over its own corpus."""
    outcomes: list[Outcome] = []
    for corpus, questions in own.pairs:
        assistant = Assistant(indices[corpus], Settings(corpus=corpus), without=without)
        outcomes += run(assistant, load_questions(questions))
    return outcomes


def open_own(sets: Sequence[OwnSet], store: Path) -> dict[Path, Index]:
    """Indices by corpus, made or brought up to date."""
    encoder = Encoder()
    indices = {}
    for corpus, questions in (pair for own in sets for pair in own.pairs):
        if corpus in indices:
            continue
        index = Index(store / f"own-{questions.parent.name}", encoder)
        ingest(index, [corpus], corpus=corpus, prune=True)
        indices[corpus] = index
    return indices


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


def own_tables(sets: Sequence[OwnSet], indices: dict[Path, Index]) -> list[str]:
    """The sets of this repository: all measures, and the main ones with each part off."""
    parts = optional_parts(next(iter(indices.values())))
    whole = {own.name: ask_all(own, indices, NOTHING) for own in sets}
    found = {name: figures(outcomes) for name, outcomes in whole.items()}
    others = {p.measure: p for p in read_published() if not p.set}
    counts = [f"{own.name} ({len(whole[own.name])} questions)" for own in sets]
    lines = rows_as_table(
        ["measure", *counts, "others, on other data"],
        (
            [told, *(cell(found[own.name].get(name)) for own in sets), _published(others.get(name))]
            for name, told in OWN_MEASURES.items()
        ),
    )
    for own in sets:
        rows = [["all parts", *(cell(found[own.name].get(name)) for name in PART_MEASURES)]]
        for part in parts:
            _say(f"{own.name} without {part}")
            less = ask_all(own, indices, frozenset({part}))
            rows.append([f"without {part}", *_against(less, whole[own.name])])
        lines += rows_as_table([own.name, *(OWN_MEASURES[name] for name in PART_MEASURES)], rows)
    return lines


def _against(outcomes: Sequence[Outcome], before: Sequence[Outcome]) -> list[str]:
    """Cells of a run with a part off; * where the difference, question by question, is real."""
    rows = {"questions": [o.as_dict() for o in before]}
    real = {d.name for d in compare(outcomes, rows) if d.real}
    found = figures(outcomes)
    return [f"{cell(found.get(name))}{' *' if name in real else ''}" for name in PART_MEASURES]


def optional_parts(index: Index) -> list[Part]:
    """The parts that this installation has, in order."""
    return [part for part in Part if part in Assistant(index, Settings()).parts]


def public_tables(folder: Path, store: Path, limit: int, published: Sequence[Published]) -> list[str]:
    """The public sets in ``folder`` that ``published`` names: its measures, and those with each part off."""
    rows, parts_rows = [], []
    parts: list[Part] = []
    for name in dict.fromkeys(p.set for p in published):
        if not (folder / name / "queries.jsonl").is_file():
            _say(f"no {name} in {folder}, left out")
            continue
        index, questions = open_index(folder / name, store), sampled(folder / name, limit)
        parts = optional_parts(index)
        runs = {part: _measured(index, name, questions, part) for part in (None, *parts)}
        shown = f"{name} †" if name in STUDIED else name
        for row in (p for p in published if p.set == name):
            whole = runs[None].get(row.measure)
            count = f" (n={whole.n})" if whole else ""
            rows.append([shown, f"{row.measure}{count}", cell(whole), row.value, row.source])
            parts_rows.append([shown, row.measure, *(cell(found.get(row.measure)) for found in runs.values())])
        index.close()
    head = ["set", "measure", "all parts", *(f"without {part}" for part in parts)]
    lines = rows_as_table(["set", "measure", "here", "others, on the same set", "source"], rows)
    lines += rows_as_table(head, parts_rows)
    return [*lines, "† The bundled reader has learnt from questions of this set; without it they are unseen.", ""]


def _measured(index: Index, name: str, questions: Sequence[PublicQuestion], part: Part | None) -> dict[str, Figure]:
    _say(f"{name}{f' without {part}' if part else ''}")
    return measure_set(index, questions, frozenset({part}) if part else NOTHING)


def _published(row: Published | None) -> str:
    return f"{row.value} ({row.source})" if row else ""


def write_between(path: Path, table: str) -> None:
    """Put the table between the two marks of a file."""
    text = path.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        sys.exit(f"table: {path} needs the lines {BEGIN} and {END}, once each and in this order")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    path.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--public", type=Path, metavar="DIR", help="folder of public sets; none: the sets here only")
    parser.add_argument("--limit", type=int, default=0, help="questions of each public set, 0 for all")
    parser.add_argument("--write", type=Path, metavar="README.md", help="file that holds the two marks")
    parser.add_argument("--store", type=Path, default=Path("/tmp/transcript-assistant-public-sets"))
    options = parser.parse_args()
    sets = own_sets()
    lines = own_tables(sets, open_own(sets, options.store / "own"))
    if options.public:
        lines += public_tables(options.public, options.store, options.limit, [p for p in read_published() if p.set])
    limit = f" with at most {options.limit} questions a public set" if options.limit else ""
    lines.append(f"95 % bootstrap intervals in brackets{limit}; * a difference whose interval excludes 0.")
    table = "\n".join(lines)
    print(table)
    if options.write:
        write_between(options.write, table)


if __name__ == "__main__":
    main()
