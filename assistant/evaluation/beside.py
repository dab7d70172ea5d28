"""Extractive answers beside a chat model's, on the same questions: figures, and what the model took."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.errors import UsageError
from assistant.evaluation.run import Outcome
from assistant.evaluation.summary import Difference, compare, figures

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """What the user says a million tokens cost, prompt and answer apart; in whatever currency they mean."""

    input: float
    output: float


@dataclass(frozen=True, slots=True)
class Beside:
    """Two runs over the same questions, in the same order.

    Attributes:
        rows: measure, extractive value, the model's value; None where a run has none.
        differences: the model's run against the extractive one, question by question.
        spent: what the model took, by name; cost only where prices were given.
    """

    model: str
    extractive: tuple[Outcome, ...]
    written: tuple[Outcome, ...]
    rows: tuple[tuple[str, float | None, float | None], ...]
    differences: tuple[Difference, ...]
    spent: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        """As JSON; the model's own answers are the run's."""
        return {
            "model": self.model,
            "figures": {name: {"extractive": before, "model": after} for name, before, after in self.rows},
            "spent": self.spent,
            "extractive": [outcome.as_dict() for outcome in self.extractive],
        }


def read_prices(text: str) -> Prices:
    """Prices from ``IN,OUT``, for a million tokens each.

    Raises:
        UsageError: when it is anything else.
    """
    try:
        prices = Prices(*(float(part) for part in text.split(",")))
    except (ValueError, TypeError):
        prices = Prices(-1, -1)
    if not (0 <= prices.input < float("inf") and 0 <= prices.output < float("inf")):
        raise UsageError(f"--prices {text} is not IN,OUT: what a million tokens of prompt and of answer cost")
    return prices


def beside(
    model: str, extractive: Sequence[Outcome], written: Sequence[Outcome], prices: Prices | None = None
) -> Beside:
    """The two runs side by side."""
    before, after = figures(extractive), figures(written)
    rows = tuple(
        (name, before[name].value if name in before else None, after[name].value if name in after else None)
        for name in dict.fromkeys([*before, *after])
    )
    differences = compare(written, {"questions": [outcome.as_dict() for outcome in extractive]})
    return Beside(model, tuple(extractive), tuple(written), rows, tuple(differences), spent(written, prices))


def spent(outcomes: Sequence[Outcome], prices: Prices | None = None) -> dict[str, float]:
    """What a chat model took over a run: answers it was asked for, tokens, waits in milliseconds, cost."""
    used = [o.answer.usage for o in outcomes if o.answer.usage]
    read, wrote = sum(u.input_tokens for u in used), sum(u.output_tokens for u in used)
    found: dict[str, float] = {
        "asked_the_model": len(used),
        "answered_without_it": sum(o.answer.answered and o.answer.mode == "extractive" for o in outcomes),
        "input_tokens": read,
        "output_tokens": wrote,
    }
    waits = [u.first_token_ms for u in used if u.first_token_ms]
    totals = [o.answer.timings_ms["total"] for o in outcomes if o.answer.usage]
    for name, values in (("first_token", waits), ("total", totals)):
        for percent in (50, 95) if values else ():
            found[f"{name}_p{percent}_ms"] = float(np.percentile(values, percent))
    if prices:
        found["cost"] = (read * prices.input + wrote * prices.output) / MILLION
        found["cost_per_question"] = found["cost"] / len(outcomes)
    return found


def table(pair: Beside) -> str:
    """Both runs' figures in columns, then what the model took."""
    real = {difference.name for difference in pair.differences if difference.real}
    lines = [f"extractive beside {pair.model} (* real: the interval of the change excludes 0)", ""]
    lines.append(f"    {'measure':20} {'extractive':>12} {'model':>12}")
    for name, before, after in pair.rows:
        mark = "*" if name in real else " "
        lines.append(f"  {mark} {name:20} {_number(before):>12} {_number(after):>12}")
    lines.append("")
    lines += [f"    {name:20} {_number(value):>12}" for name, value in pair.spent.items()]
    return "\n".join(lines)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) >= 1 else f"{value:,.4g}"
