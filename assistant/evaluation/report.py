"""A run as a table for the terminal, as JSON, and as one self-contained HTML page."""

import json
import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.evaluation.against import Against
from assistant.evaluation.beside import Beside
from assistant.evaluation.plots import can_draw, plots
from assistant.evaluation.run import Outcome
from assistant.evaluation.summary import Figure, by_category, figures

__all__ = ["COLUMNS", "as_html", "as_json", "can_draw", "table"]

TEMPLATES = Path(__file__).parent / "templates"
# The figures shown by category.
COLUMNS = ("correct", "hit@1", "hit@5", "citation_precision", "citation_recall", "wrongly_refused", "refusal_recall")


def table(outcomes: Sequence[Outcome], compared: Against | None = None) -> str:
    """All figures with intervals, then the main ones by category, then the differences to a baseline."""
    lines = [f"{len(outcomes)} questions, mode {outcomes[0].answer.mode}; 95 % bootstrap intervals", ""]
    lines += [f"  {name:22} {_cell(figure):>28}  n={figure.n}" for name, figure in figures(outcomes).items()]
    lines += ["", *_by_category(outcomes)]
    if compared and compared.asked:
        lines += ["", *_changes(compared)]
    return "\n".join(lines)


def _by_category(outcomes: Sequence[Outcome]) -> list[str]:
    """The main figures in columns under heads of two lines, a word each, so that they fit 100 characters."""
    categories = by_category(outcomes)
    first = max(18, *map(len, categories))
    heads = [["", *name.split("_")][-2:] for name in COLUMNS]
    widths = [max(5, *map(len, head)) for head in heads]

    def row(name: str, count: str | int, cells: Iterable[str]) -> str:
        columns = "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        return f"  {name:{first}} {count:>4}  {columns}"

    lines = [row("", "", (head[0] for head in heads)), row("category", "n", (head[1] for head in heads))]
    for category, found in categories.items():
        cells = (f"{found[name].value:.3f}" if name in found else "–" for name in COLUMNS)
        lines.append(row(category, found["latency_p50_ms"].n, cells))
    return lines


def _changes(compared: Against) -> list[str]:
    asked = f"{compared.asked} question{'' if compared.asked == 1 else 's'}"
    lines = [f"  against the baseline, over {asked} (* real: the interval of the change excludes 0)"]
    if any(compared.left_out):
        before, now = compared.left_out
        lines.append(f"  left out, as the other run did not ask them: {now} of this run, {before} of the baseline")
    for d in compared.differences:
        mark = "*" if d.real else " "
        change = f"change {d.after - d.before:+.3f} [{d.low:+.3f}, {d.high:+.3f}]"
        lines.append(f"  {mark} {d.name:22} {d.before:8.3f} → {d.after:8.3f}  {change}")
    return lines


def _cell(figure: Figure) -> str:
    digits = 3 if abs(figure.value) < 10 else 1
    return f"{figure.value:.{digits}f} [{figure.low:.{digits}f}, {figure.high:.{digits}f}]"


def as_json(outcomes: Sequence[Outcome], settings: dict[str, Any], pair: Beside | None = None) -> str:
    """The run for machines and for ``--baseline``: settings, figures, categories, every question."""
    found = {name: _finite(figure) for name, figure in figures(outcomes).items()}
    categories = {
        category: {name: _finite(figure) for name, figure in rows.items()}
        for category, rows in by_category(outcomes).items()
    }
    run: dict[str, Any] = {
        "settings": settings,
        "figures": found,
        "categories": categories,
        "questions": [o.as_dict() for o in outcomes],
    }
    if pair:
        run["beside"] = pair.as_dict()
    return json.dumps(run, ensure_ascii=False, indent=1)


def _finite(figure: Figure) -> dict[str, float | None]:
    return {name: None if math.isnan(value) else value for name, value in figure.as_dict().items()}


def as_html(
    outcomes: Sequence[Outcome],
    settings: dict[str, Any],
    against: Against | None = None,
    pair: Beside | None = None,
) -> str:
    """One page without any outside resource: figures, plots, and every wrong answer beside its evidence and gold.

    Raises:
        UsageError: when matplotlib, which draws the plots, is not installed.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(
        outcomes=outcomes,
        wrong=[o for o in outcomes if not o.correct],
        disputed=[o for o in outcomes if o.judgement and o.correct != (o.judgement[0] == "right")],
        judged=any(o.judgement for o in outcomes),
        settings=settings,
        figures=figures(outcomes),
        categories=by_category(outcomes),
        columns=COLUMNS,
        against=against,
        made=f"{datetime.now():%d %b %Y, %H:%M}",
        plots=plots(outcomes),
        pair=pair,
    )
