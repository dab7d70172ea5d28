"""A run as a table for the terminal, as JSON, and as one self-contained HTML page."""

import io
import json
import math
from collections.abc import Sequence
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation import metrics
from assistant.evaluation.beside import Beside
from assistant.evaluation.run import Outcome
from assistant.evaluation.summary import Difference, Figure, by_category, figures

_COLUMNS = ("correct", "hit@1", "hit@5", "citation_precision", "citation_recall", "wrongly_refused", "refusal_recall")


def table(outcomes: Sequence[Outcome], differences: Sequence[Difference] = ()) -> str:
    """All figures with intervals, then the main ones by category, then the differences to a baseline."""
    lines = [f"{len(outcomes)} questions, mode {outcomes[0].answer.mode}; 95 % bootstrap intervals", ""]
    lines += [f"  {name:20} {_cell(figure):>28}  n={figure.n}" for name, figure in figures(outcomes).items()]
    lines += ["", f"  {'category':18} {'n':>4}  " + "  ".join(f"{name[:16]:>16}" for name in _COLUMNS)]
    for category, found in by_category(outcomes).items():
        count = found["latency_p50_ms"].n
        cells = (f"{found[name].value:16.3f}" if name in found else f"{'–':>16}" for name in _COLUMNS)
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
    differences: Sequence[Difference] = (),
    pair: Beside | None = None,
) -> str:
    """One page without any outside resource: figures, plots, and every wrong answer beside its evidence and gold.

    Raises:
        UsageError: when matplotlib, which draws the plots, is not installed.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("assistant.evaluation", "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return environment.get_template("report.html").render(
        outcomes=outcomes,
        wrong=[o for o in outcomes if not o.correct],
        disputed=[o for o in outcomes if o.judgement and o.correct != (o.judgement[0] == "right")],
        judged=any(o.judgement for o in outcomes),
        settings=settings,
        figures=figures(outcomes),
        categories=by_category(outcomes),
        columns=_COLUMNS,
        differences=differences,
        plots=_plots(outcomes),
        pair=pair,
    )


def _plots(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """SVG drawings by title."""
    try:
        from matplotlib.figure import Figure as Drawing
    except ImportError as error:
        raise UsageError("the HTML report needs matplotlib: pip install 'transcript-assistant[evaluation]'") from error
    drawings = {}
    for title, draw in (
        ("Risk and coverage", _draw_risk_coverage),
        ("Calibration", _draw_calibration),
        ("Correct by category", _draw_categories),
        ("Latency", _draw_latency),
    ):
        drawing = Drawing(figsize=(5.2, 3.4), layout="constrained")
        axes = drawing.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        draw(axes, outcomes)
        buffer = io.StringIO()
        drawing.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
        drawings[title] = buffer.getvalue().split("?>", 1)[-1].split(">", 1)[-1]
    return drawings


def _draw_risk_coverage(axes: Any, outcomes: Sequence[Outcome]) -> None:
    confidences = [o.answer.confidence for o in outcomes]
    correct = [o.correct and o.question.answerable for o in outcomes]
    coverage, risk = metrics.risk_coverage(confidences, correct)
    axes.plot(coverage, risk, color="#1f5f8b", linewidth=2)
    axes.set(
        xlabel="coverage (share of questions answered)", ylabel="risk (share of those wrong)", xlim=(0, 1), ylim=(0, 1)
    )
    area = metrics.area_under_risk_coverage(confidences, correct)
    axes.text(0.97, 0.05, f"area {area:.3f}", ha="right", transform=axes.transAxes)


def _draw_calibration(axes: Any, outcomes: Sequence[Outcome]) -> None:
    rows = [(o.answer.confidence, o.question.answerable) for o in outcomes]
    for low in range(10):
        inside = [(p, y) for p, y in rows if low / 10 <= p < (low + 1) / 10 or (low == 9 and p == 1)]
        if inside:
            share = sum(y for _, y in inside) / len(inside)
            axes.bar(low / 10 + 0.05, share, width=0.09, color="#1f5f8b")
            axes.text(low / 10 + 0.05, share + 0.01, str(len(inside)), ha="center", fontsize=7)
    axes.plot([0, 1], [0, 1], color="#888888", linestyle="--", linewidth=1)
    axes.set(xlabel="stated confidence", ylabel="share that can be answered", xlim=(0, 1), ylim=(0, 1.08))


def _draw_categories(axes: Any, outcomes: Sequence[Outcome]) -> None:
    names = list(dict.fromkeys(o.question.category for o in outcomes))[::-1]
    right = [[o.correct for o in outcomes if o.question.category == name] for name in names]
    axes.barh(names, [sum(r) / len(r) for r in right], color="#1f5f8b")
    axes.tick_params(axis="y", labelsize=8)
    axes.set(xlabel="share handled right (answered right or rightly refused)", xlim=(0, 1))


def _draw_latency(axes: Any, outcomes: Sequence[Outcome]) -> None:
    axes.hist([o.scores["latency_ms"] for o in outcomes], bins=30, color="#1f5f8b")
    axes.set(xlabel="milliseconds a question", ylabel="questions")
