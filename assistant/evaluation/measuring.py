"""A measurement from beginning to end, as the command and the page both run it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from assistant.assistant import Assistant
from assistant.evaluation import beside
from assistant.evaluation.judge import Judge, judge_all
from assistant.evaluation.questions import TestQuestion
from assistant.evaluation.run import Outcome, run, unfound_gold, whole_gold
from assistant.reading.reader import BUNDLED

# Told what is being done, how many are done, and of how many; what it raises ends the measurement.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What to measure with: a test question set under its ``name``, and where asked for a judge and prices."""

    name: str
    questions: Sequence[TestQuestion]
    judge: Judge | None = None
    prices: beside.Prices | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A finished measurement.

    Attributes:
        settings: what the assistant was told, by name.
        pair: the same questions without the chat model beside those with it; None where there is no chat model.
        left_out: one line on gold that stands nowhere or is a whole transcript, and on answers that the judge gave no
            grade for, or "".
    """

    outcomes: Sequence[Outcome]
    settings: dict[str, Any]
    pair: beside.Beside | None = None
    left_out: str = ""


def measure(assistant: Assistant, task: Task, progress: Progress) -> Measured:
    """Ask every question; where the assistant has a chat model, once more without it; then let the judge grade."""
    outcomes = run(assistant, task.questions, partial(progress, "Evaluating"))
    pair, ungraded = None, ""
    if assistant.settings.model:
        extractive = run(assistant.with_model(""), task.questions, partial(progress, "Extractive"))
        pair = beside.beside(assistant.settings.model, extractive, outcomes, task.prices)
    if task.judge:
        outcomes, ungraded = judge_all(task.judge, outcomes, partial(progress, "Judging"))
    notes = (unfound_gold(assistant, task.questions), whole_gold(task.questions), ungraded)
    left_out = "; ".join(line for line in notes if line)
    return Measured(outcomes, described(assistant, task), pair, left_out)


def described(assistant: Assistant, task: Task) -> dict[str, Any]:
    """What a run was made with, so that two runs can be told apart."""
    settings = assistant.settings
    return {
        "questions": task.name,
        "embedding": assistant.index.encoder.fingerprint,
        "model": settings.model,
        "reranker": settings.reranker,
        "reader": settings.reader or BUNDLED,
        "verifier": settings.verifier,
        "top_k": settings.top_k,
        "threshold": settings.threshold,
        "without": ", ".join(sorted(assistant.without)),
        "judge": task.judge.name if task.judge else "",
    }
