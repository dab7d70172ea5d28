"""Plots of a run as SVG that takes its colours and type from the page around it."""

import io
import re
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation import metrics
from assistant.evaluation.run import Outcome

# Inches; of type of 11 points, so that a phone, which shows a drawing about as wide as this, has it legible.
_WIDTH, _HEIGHT = 4.2, 3.0
# Letters of a category's name that are shown.
_NAME_MAX = 22
# Written into the SVG and replaced by what the page decides: matplotlib knows no colour of a style sheet.
_INK, _MARK, _SOFT = "#010203", "#040506", "#070809"
_COLOURS = {_INK: "currentColor", _MARK: "var(--plot, #1f5f8b)", _SOFT: "var(--plot-soft, #767676)"}
_STYLE = {"svg.fonttype": "none", "svg.hashsalt": "assistant", "font.family": "sans-serif", "font.size": 11}
_STYLE |= dict.fromkeys(("text.color", "axes.labelcolor", "xtick.color", "ytick.color"), _INK)
_STYLE |= {"axes.edgecolor": _SOFT, "xtick.labelcolor": _INK, "ytick.labelcolor": _INK}
_ONE_AT_A_TIME = threading.Lock()  # matplotlib's style is the process's
MISSING = "plots need matplotlib: pip install 'transcript-assistant[evaluation]'"


def can_draw() -> bool:
    """Whether matplotlib, which draws the plots, is installed."""
    return find_spec("matplotlib") is not None


def plots(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """SVG drawings by title.

    Raises:
        UsageError: when matplotlib is not installed.
    """
    if not can_draw():
        raise UsageError(MISSING)
    import matplotlib

    drawings = {
        "Risk and coverage": _draw_risk_coverage,
        "Calibration": _draw_calibration,
        "Right by category": _draw_categories,
        "Latency": _draw_latency,
    }
    with _ONE_AT_A_TIME, matplotlib.rc_context(_STYLE):
        return {title: _drawn(title, draw, outcomes) for title, draw in drawings.items()}


def _drawn(title: str, draw: Any, outcomes: Sequence[Outcome]) -> str:
    from matplotlib.figure import Figure as Drawing

    drawing = Drawing(figsize=(_WIDTH, _HEIGHT), layout="constrained")
    axes = drawing.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    draw(axes, outcomes)
    buffer = io.StringIO()
    drawing.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    return _themed(buffer.getvalue(), title)


def _themed(svg: str, title: str) -> str:
    """The drawing alone, named for those who cannot see it, in the page's colours, with identifiers of its own."""
    body = svg[svg.index("<svg") :]
    for colour, named in _COLOURS.items():
        body = body.replace(colour, named)
    own = re.sub(r"\W+", "-", title.lower())
    body = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{own}-", body)
    body = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font-size: \1", body)
    return body.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)


def _draw_risk_coverage(axes: Any, outcomes: Sequence[Outcome]) -> None:
    confidences = [o.answer.confidence for o in outcomes]
    correct = [o.correct and o.question.answerable for o in outcomes]
    coverage, risk = metrics.risk_coverage(confidences, correct)
    axes.plot(coverage, risk, color=_MARK, linewidth=2)
    axes.set(
        xlabel="coverage (share of questions answered)", ylabel="risk (share of those wrong)", xlim=(0, 1), ylim=(0, 1)
    )
    area = metrics.area_under_risk_coverage(confidences, correct)
    axes.text(0.97, 0.9, f"area {area:.3f}", ha="right", transform=axes.transAxes)


def _draw_calibration(axes: Any, outcomes: Sequence[Outcome]) -> None:
    rows = [(o.answer.confidence, o.question.answerable) for o in outcomes]
    for low in range(10):
        inside = [(p, y) for p, y in rows if low / 10 <= p < (low + 1) / 10 or (low == 9 and p == 1)]
        if inside:
            share = sum(y for _, y in inside) / len(inside)
            axes.bar(low / 10 + 0.05, share, width=0.09, color=_MARK)
            axes.text(low / 10 + 0.05, 1.03, str(len(inside)), ha="center")  # above what the diagonal crosses
    axes.plot([0, 1], [0, 1], color=_SOFT, linestyle="--", linewidth=1)
    axes.set(xlabel="stated confidence", ylabel="share that can be answered", xlim=(0, 1), ylim=(0, 1.12))


def _draw_categories(axes: Any, outcomes: Sequence[Outcome]) -> None:
    names = list(dict.fromkeys(o.question.category for o in outcomes))[::-1]
    axes.figure.set_size_inches(_WIDTH, max(_HEIGHT, 0.21 * len(names) + 0.7))
    for place, name in enumerate(names):
        right = [o.correct for o in outcomes if o.question.category == name]
        share = sum(right) / len(right)
        axes.barh(place, share, color=_MARK, height=0.7)
        axes.text(share + 0.02, place, f"{sum(right)}/{len(right)}", va="center")
    shown = [name if len(name) <= _NAME_MAX else f"{name[: _NAME_MAX - 1]}…" for name in names]
    axes.set_yticks(range(len(names)), shown)
    axes.tick_params(axis="y", length=0)
    axes.set(xlabel="share handled right", xlim=(0, 1.2), xticks=(0, 0.5, 1))
    axes.set_ylim(min(-0.6, len(names) - 5.6), len(names) - 0.4)  # few bars are no thicker than many


def _draw_latency(axes: Any, outcomes: Sequence[Outcome]) -> None:
    axes.hist([o.scores["latency_ms"] for o in outcomes], bins=30, color=_MARK)
    axes.set(xlabel="milliseconds a question", ylabel="questions")
    axes.yaxis.get_major_locator().set_params(integer=True)
