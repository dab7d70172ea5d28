"""What the quality tables show, and where they stand: our own sets and the public ones, beside published figures."""

import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from public_sets import LEARNT_FROM

from assistant.evaluation.run import Outcome
from assistant.evaluation.summary import Figure, compare, figures
from assistant.parts import Part

# By set the outcomes, or the figures, with all parts (None) and without each.
Runs = Mapping[str, Mapping[Part | None, Sequence[Outcome]]]
PublicRuns = Mapping[str, Mapping[Part | None, Mapping[str, Figure]]]
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
