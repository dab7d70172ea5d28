"""A run as a table for the terminal, as JSON, and as one self-contained HTML page."""

import json
import math
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.evaluation.against import Against
from assistant.evaluation.beside import Beside
from assistant.evaluation.plots import can_draw, plots
from assistant.evaluation.run import Outcome
from assistant.evaluation.summary import Difference, Figure, by_category, figures

__all__ = ["COLUMNS", "as_html", "as_json", "can_draw", "table"]

TEMPLATES = Path(__file__).parent / "templates"
# The figures shown by category.
COLUMNS = ("correct", "hit@1", "hit@5", "citation_precision", "citation_recall", "wrongly_refused", "refusal_recall")


def table(outcomes: Sequence[Outcome], differences: Sequence[Difference] = ()) -> str:
    """All figures with intervals, then the main ones by category, then the differences to a baseline."""
    lines = [f"{len(outcomes)} questions, mode {outcomes[0].answer.mode}; 95 % bootstrap intervals", ""]
    lines += [f"  {name:20} {_cell(figure):>28}  n={figure.n}" for name, figure in figures(outcomes).items()]
    lines += ["", f"  {'category':18} {'n':>4}  " + "  ".join(f"{name[:16]:>16}" for name in COLUMNS)]
    for category, found in by_category(outcomes).items():
        count = found["latency_p50_ms"].n
        cells = (f"{found[name].value:16.3f}" if name in found else f"{'–':>16}" for name in COLUMNS)
        lines.append(f"  {category:18} {count:4}  " + "  ".join(cells))
    if differences:
        lines += ["", "  against the baseline (* real: the interval of the change excludes 0)"]
        for d in differences:
            mark = "*" if d.real else " "
            change = f"change {d.after - d.before:+.3f} [{d.low:+.3f}, {d.high:+.3f}]"
            lines.append(f"  {mark} {d.name:20} {d.before:8.3f} → {d.after:8.3f}  {change}")
    return "\n".join(lines)


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
