"""The figures of a run with their uncertainty, two runs compared, and floors that must be met."""

import json
import math
import sys
import tomllib
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import UsageError
from assistant.evaluation import metrics
from assistant.evaluation.run import Outcome

RESAMPLES = 2000
DRAWN_AT_ONCE = 1_000_000
PER_QUESTION = (
    "correct", "exact", "f1", "hit@1", "hit@3", "hit@5", "all_gold@5", "mrr", "ndcg@10",
    "citation_precision", "citation_recall", "verbatim",
)  # fmt: skip
# Only of some questions: the share of a list that is there, and what a judge says of answered answerable ones.
OF_SOME = ("listed", "judged_right", "judged_right_or_partly")
_OF_ALL = (
    "refusal_precision", "refusal_recall", "wrongly_refused", "risk_coverage_area", "calibration_error",
    "answerable_area", "judge_agreement", "judge_kappa", "latency_p50_ms", "latency_p95_ms", "median_words",
)  # fmt: skip
# What a run may have a figure of, and a floor may name.
MEASURES = frozenset((*PER_QUESTION, *OF_SOME, *_OF_ALL))
_LOWER_IS_BETTER = frozenset(
    {"wrongly_refused", "risk_coverage_area", "calibration_error", "latency_ms", "latency_p50_ms", "latency_p95_ms"}
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its bootstrap 95 % interval, over ``n`` questions; the interval is nan where it makes no sense."""

    value: float
    low: float
    high: float
    n: int

    def as_dict(self) -> dict[str, float]:
        """As JSON; nan becomes null there."""
        return {name: getattr(self, name) for name in self.__slots__}


def figures(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """All figures of a set of outcomes, by name."""
    found: dict[str, Figure] = {}
    for name in (*PER_QUESTION, *OF_SOME):
        values = [o.scores[name] for o in outcomes if name in o.scores]
        if values:
            found[name] = bootstrap(np.array(values), mean)
    found |= _decision_figures(outcomes)
    found |= _agreement_figures([o for o in outcomes if o.judgement])
    latencies = np.array([o.scores["latency_ms"] for o in outcomes])
    found["latency_p50_ms"] = bootstrap(latencies, lambda drawn: np.percentile(drawn, 50, axis=1))
    found["latency_p95_ms"] = bootstrap(latencies, lambda drawn: np.percentile(drawn, 95, axis=1))
    words = np.array([o.scores["words"] for o in outcomes if o.answer.answered])
    if len(words):
        found["median_words"] = bootstrap(words, lambda drawn: np.median(drawn, axis=1))
    return found


def _decision_figures(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """Refusal as a decision: columns are answerable, answered, confidence, correct."""
    rows = np.array(
        [(o.question.answerable, o.answer.answered, o.answer.confidence, o.correct) for o in outcomes], dtype=float
    )
    area = each(lambda r: metrics.area_under_risk_coverage(*_covered(r)))
    error = each(lambda r: metrics.calibration_error(r[:, 2], r[:, 0] == 1))
    roc = each(lambda r: metrics.area_under_roc(r[:, 2], r[:, 0] == 1))
    refused, unanswerable = rows[:, 1] == 0, rows[:, 0] == 0
    found = {
        "refusal_precision": _share(unanswerable, of=refused),
        "refusal_recall": _share(refused, of=unanswerable),
        "wrongly_refused": _share(refused, of=~unanswerable),
        "risk_coverage_area": bootstrap(rows, area, 200),
        "calibration_error": bootstrap(rows, error, 200),
        "answerable_area": bootstrap(rows, roc, 200),
    }
    return {name: figure for name, figure in found.items() if not math.isnan(figure.value)}


def _agreement_figures(judged: Sequence[Outcome]) -> dict[str, Figure]:
    """How far the judge's "right" and the metric's agree: as a share, and beyond chance."""
    if not judged:
        return {}
    rows = np.array([(o.scores["correct"], o.scores["judged_right"]) for o in judged]) == 1
    found = {
        "judge_agreement": bootstrap(rows[:, 0] == rows[:, 1], mean),
        "judge_kappa": bootstrap(rows, lambda d: metrics.kappa(d[..., 0], d[..., 1])),
    }
    return {name: figure for name, figure in found.items() if not math.isnan(figure.value)}


def _covered(rows: Any) -> tuple[Any, Any]:
    """Confidence and correctness had each question been answered: an unanswerable one never is answered right."""
    return rows[:, 2], (rows[:, 3] == 1) & (rows[:, 0] == 1)


def _share(values: Any, of: Any) -> Figure:
    """The share of ``of`` that are ``values``, over the questions that are ``of``; nan where there are none."""

    def share(drawn: Any) -> Any:
        with np.errstate(invalid="ignore"):
            return (drawn[..., 0] & drawn[..., 1]).sum(axis=1) / drawn[..., 1].sum(axis=1)

    return replace(bootstrap(np.stack([values, of], axis=1), share), n=int(of.sum()))


def mean(drawn: Any) -> Any:
    """The mean of each sample."""
    return drawn.mean(axis=1)


def each(statistic: Callable[[Any], float]) -> Callable[[Any], Any]:
    """A statistic of one sample as one of many."""
    return lambda drawn: np.array([statistic(sample) for sample in drawn])


def bootstrap(rows: Any, statistic: Callable[[Any], Any], resamples: int = RESAMPLES) -> Figure:
    """The statistic and its percentile 95 % interval (Efron 1979), resampling questions with a fixed seed.

    Args:
        rows: of shape (questions, …).
        statistic: of samples of shape (samples, questions, …), one value each.
    """
    drawn = np.concatenate([statistic(rows[places]) for places in _samples(len(rows), resamples)])
    low, high = np.nanpercentile(drawn, [2.5, 97.5]) if not np.all(np.isnan(drawn)) else (math.nan, math.nan)
    return Figure(float(statistic(rows[None])[0]), float(low), float(high), len(rows))


def _samples(questions: int, resamples: int) -> Iterator[Any]:
    """Places of questions drawn with replacement, some thousand samples at once, so that memory stays small."""
    generator = np.random.default_rng(0)
    together = max(1, DRAWN_AT_ONCE // questions)
    for begin in range(0, resamples, together):
        yield generator.integers(0, questions, (min(together, resamples - begin), questions))


def by_category(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Figure]]:
    """Figures of each category, in order of first appearance."""
    names = dict.fromkeys(o.question.category for o in outcomes)
    return {name: figures([o for o in outcomes if o.question.category == name]) for name in names}


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure in two runs over the same ``n`` questions: mean change and 95 % interval; real when that excludes 0.

    Of one question the interval is that one change, which says nothing of others.
    """

    name: str
    before: float
    after: float
    low: float
    high: float
    n: int

    @property
    def real(self) -> bool:
        """Whether the interval of the change excludes zero."""
        return self.n > 1 and (self.low > 0 or self.high < 0)

    @property
    def better(self) -> bool:
        """Whether the change, if real, is for the better: of most measures a rise, of waits a fall."""
        return (self.after < self.before) == (self.name in _LOWER_IS_BETTER)


def asked_in_both(outcomes: Sequence[Outcome], baseline: dict[str, Any]) -> list[tuple[dict[str, Any], Outcome]]:
    """Each question that a stored run (its JSON) asked too, by its id and in the same words: its row there, and it now.

    Sets of questions number theirs alike, so the id alone does not tell. What one set asks twice is paired in order.
    """
    before: dict[Hashable, deque[dict[str, Any]]] = defaultdict(deque)
    for row in baseline["questions"]:
        key = str(row["id"]), _wording(row.get("answer", {}).get("question", "")), _said_before(row.get("history"))
        before[key].append(row)
    keys = [(o.question.id, _wording(o.answer.question), _said_before(o.question.history)) for o in outcomes]
    return [(before[key].popleft(), o) for key, o in zip(keys, outcomes, strict=True) if before[key]]


def _said_before(history: Any) -> str:
    return json.dumps(history or [])


def _wording(question: str) -> str:
    return " ".join(question.split())


def compare(outcomes: Sequence[Outcome], baseline: dict[str, Any]) -> list[Difference]:
    """Pairwise differences to a stored run (its JSON), over the questions that both asked."""
    pairs = asked_in_both(outcomes, baseline)
    differences = []
    for name in ("right", *PER_QUESTION, *OF_SOME, "latency_ms"):
        both = [(_score(b, name), _score(a.as_dict(), name)) for b, a in pairs]
        values = np.array([(b, a) for b, a in both if b is not None and a is not None], dtype=float)
        if len(values):
            change = bootstrap(values[:, 1] - values[:, 0], mean)
            means = values.mean(axis=0)
            differences.append(Difference(name, float(means[0]), float(means[1]), change.low, change.high, len(values)))
    return differences


def _score(row: dict[str, Any], name: str) -> float | None:
    if name == "right":
        return float(row["correct"])
    value = row["scores"].get(name)
    return None if value is None else float(value)


def read_floors(path: Path) -> dict[str, float]:
    """The floors of a TOML file, which holds ``name = value`` lines.

    Raises:
        UsageError: when the file cannot be read, or names an unknown measure.
    """
    try:
        floors = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"floors {path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:  # not UTF-8, or not TOML
        raise UsageError(f"floors {path} cannot be read: {error}") from error
    for name, floor in floors.items():
        if name not in MEASURES:
            raise UsageError(f"floors {path}: unknown measure {name!r}; known are {', '.join(sorted(MEASURES))}")
        if isinstance(floor, int) and abs(floor) > sys.float_info.max:  # which neither math nor print takes
            raise UsageError(f"floors {path}: {name} is a number out of all bounds")
        if isinstance(floor, int) and abs(floor) > sys.float_info.max:  # which neither math nor print takes
            raise UsageError(f"floors {path}: {name} is a number out of all bounds")
        if isinstance(floor, bool) or not isinstance(floor, int | float) or math.isnan(floor):
            raise UsageError(f"floors {path}: {name} is {floor!r}, not a number")
    return floors


def unmet_floors(found: dict[str, Figure], floors: Mapping[str, float]) -> list[str]:
    """One line for every floor that the run does not meet; one on a measure that it has no value of is not met.

    For a measure where lower is better the value is a ceiling.
    """
    unmet = []
    for name, floor in floors.items():
        limit = f"the {'ceiling' if name in _LOWER_IS_BETTER else 'floor'} is {floor}"
        if name not in found:
            unmet.append(f"{name} has no value in this run, {limit}")
        elif found[name].value > floor if name in _LOWER_IS_BETTER else found[name].value < floor:
            unmet.append(f"{name} is {found[name].value:.3f}, {limit}")
    return unmet
