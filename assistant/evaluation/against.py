"""A run against an earlier one, its baseline: figures, questions and settings that differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.run import Outcome
from assistant.evaluation.summary import Difference, asked_in_both, compare


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier run, as its JSON, under the ``name`` that a reader is told."""

    name: str
    run: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Against:
    """What changed over the questions that both runs asked.

    Attributes:
        asked: how many these are; with none, nothing is compared.
        left_out: how many others were asked, in the baseline and now.
        right: how many of them were handled right, in the baseline and now.
        gained: those handled right now and wrongly in the baseline.
        lost: the reverse.
        settings: those that differ: in the baseline, and now.
    """

    name: str
    asked: int
    left_out: tuple[int, int]
    right: tuple[int, int]
    differences: tuple[Difference, ...]
    gained: tuple[Outcome, ...]
    lost: tuple[Outcome, ...]
    settings: dict[str, tuple[Any, Any]]


def against(outcomes: Sequence[Outcome], settings: Mapping[str, Any], baseline: Baseline) -> Against:
    """The run of ``outcomes``, made with ``settings``, against ``baseline``."""
    both = [(bool(row["correct"]), o) for row, o in asked_in_both(outcomes, baseline.run)]
    told = baseline.run.get("settings", {})
    return Against(
        name=baseline.name,
        asked=len(both),
        left_out=(len(baseline.run["questions"]) - len(both), len(outcomes) - len(both)),
        right=(sum(before for before, _ in both), sum(o.correct for _, o in both)),
        differences=tuple(compare(outcomes, baseline.run)),
        gained=tuple(o for before, o in both if o.correct and not before),
        lost=tuple(o for before, o in both if before and not o.correct),
        settings={
            name: (told.get(name, ""), settings.get(name, ""))
            for name in dict.fromkeys([*told, *settings])
            if told.get(name, "") != settings.get(name, "")
        },
    )
