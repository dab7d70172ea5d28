"""How far the metric "correct" agrees with people: a sheet of answers for judges, and what their verdicts say.

    python benchmarks/agreement.py draw RUN.json [RUN.json ...] --sheet SHEET.tsv [--number N] [--seed S]
    python benchmarks/agreement.py compare JUDGE.tsv [JUDGE.tsv ...]

RUN.json is what ``assistant evaluate --json`` writes. ``draw`` takes N answered answerable questions at random and
writes question, key and answer, not what the metric says of them. Each judge fills a copy of the sheet: right, partly
or wrong in the column ``verdict``. ``compare`` holds the metric, worked out from the sheet itself, against each judge
and the judges against each other: agreement and Cohen's kappa on "right or not", with 95 % bootstrap intervals.
"""

import argparse
import csv
import json
import sys
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evaluation.metrics import holds_key, kappa, plain
from assistant.evaluation.summary import Figure, bootstrap, mean

COLUMNS = ("id", "question", "any_of", "all_of", "supporting", "answer", "verdict", "reason")
BETWEEN = " | "
VERDICTS = ("right", "partly", "wrong")
Verdicts = Mapping[str, str]


def read_runs(paths: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """Answered answerable questions of the runs, by id."""
    rows = [row for path in paths for row in json.loads(path.read_text(encoding="utf-8"))["questions"]]
    answered = [row for row in rows if row["answerable"] and row["answer"]["answered"]]
    found = {row["id"]: row for row in answered}
    if len(found) < len(answered):
        sys.exit("agreement: two runs hold the same question ids; give runs of different question sets")
    return found


def sheet_row(row: Mapping[str, Any]) -> dict[str, str]:
    """What a judge is shown of one answer."""
    gold, answer = row["gold"], row["answer"]
    read_as = answer["standalone_question"]
    asked = answer["question"] if read_as == answer["question"] else f"{answer['question']} (read as: {read_as})"
    return {
        "id": row["id"],
        "question": _one_line(asked),
        "any_of": _one_line(BETWEEN.join(gold["answers"])),
        "all_of": _one_line(BETWEEN.join(gold["all_of"])),
        "supporting": _one_line(" / ".join(sentence["quote"] for sentence in gold["sentences"])),
        "answer": _one_line(plain(answer["answer"])),
        "verdict": "",
        "reason": "",
    }


def draw(paths: Sequence[Path], sheet: Path, number: int, seed: int) -> None:
    """Write a sheet of ``number`` answers drawn without replacement."""
    rows = list(read_runs(paths).values())
    chosen = np.random.default_rng(seed).permutation(len(rows))[:number]
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t")
        writer.writeheader()
        writer.writerows(sheet_row(rows[i]) for i in chosen)
    print(f"{len(chosen)} of {len(rows)} answers in {sheet}")


def read_sheet(path: Path) -> dict[str, dict[str, str]]:
    """The filled rows of a sheet, by id; rows without a verdict are left out."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = {row["id"]: row for row in csv.DictReader(file, delimiter="\t") if row["verdict"].strip()}
    except (OSError, KeyError, AttributeError) as error:
        sys.exit(f"agreement: {path} is not a sheet written by draw ({error!r})")
    for id_, row in rows.items():
        row["verdict"] = row["verdict"].strip().lower()
        if row["verdict"] not in VERDICTS:
            sys.exit(f"agreement: {path}, {id_}: {row['verdict']!r} is none of {', '.join(VERDICTS)}")
    return rows


def by_metric(row: Mapping[str, str]) -> str:
    """What the metric says of one answer of a sheet."""
    answers, all_of = (row[name].split(BETWEEN) if row[name] else [] for name in ("any_of", "all_of"))
    return "right" if holds_key(row["answer"], answers, all_of) else "wrong"


def agreement(one: Verdicts, other: Verdicts) -> dict[str, Figure]:
    """Share of equal "right or not" and Cohen's kappa, over the answers that both judged."""
    both = sorted(one.keys() & other.keys())
    rows = np.array([(one[id_] == "right", other[id_] == "right") for id_ in both])
    return {
        "agreement": bootstrap(rows[:, 0] == rows[:, 1], mean),
        "kappa": bootstrap(rows, lambda d: kappa(d[..., 0], d[..., 1])),
    }


def compare(paths: Sequence[Path]) -> None:
    """Print how the metric and the judges agree, and the answers on which they do not."""
    sheets = {path.stem: read_sheet(path) for path in paths}
    metric = {id_: by_metric(row) for rows in sheets.values() for id_, row in rows.items()}
    judges: dict[str, Verdicts] = {
        name: {i: row["verdict"] for i, row in rows.items()} for name, rows in sheets.items()
    }
    for name, verdicts in judges.items():
        counts = ", ".join(f"{sum(v == kind for v in verdicts.values())} {kind}" for kind in VERDICTS)
        print(f"{name}: {len(verdicts)} answers, {counts}")
    for (name, one), (other_name, other) in combinations([("metric", metric), *judges.items()], 2):
        if not one.keys() & other.keys():
            sys.exit(f"agreement: {name} and {other_name} share no answer")
        for measure, figure in agreement(one, other).items():
            interval = f"[{figure.low:.3f}, {figure.high:.3f}]"
            print(f"  {name} and {other_name}: {measure} {figure.value:.3f} {interval} n={figure.n}")
    for name, verdicts in judges.items():
        for id_, verdict in verdicts.items():
            if (verdict == "right") != (metric[id_] == "right"):
                print(f"  {name} says {verdict}, the metric {metric[id_]}: {id_}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    """Draw a sheet, or compare filled ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw", help="write a sheet of answers for judges")
    comparing = commands.add_parser("compare", help="read filled sheets")
    drawing.add_argument("runs", nargs="+", type=Path, metavar="RUN.json")
    comparing.add_argument("sheets", nargs="+", type=Path, metavar="JUDGE.tsv")
    drawing.add_argument("--sheet", type=Path, required=True)
    drawing.add_argument("--number", type=int, default=60)
    drawing.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.command == "draw":
        draw(options.runs, options.sheet, options.number, options.seed)
    else:
        compare(options.sheets)


if __name__ == "__main__":
    main()
