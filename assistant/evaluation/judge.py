"""A chat model as a judge of answers: off unless asked for, strict in what it reads, never fatal to a run.

After "LLM as a judge" (Zheng et al. 2023, arXiv 2306.05685), graded against the key of the question, which they find
more reliable than grading without one. The judge sees question, key and answer, not what the metric made of them.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.errors import ModelError, UnjudgedError
from assistant.evaluation import metrics
from assistant.evaluation.questions import TestQuestion
from assistant.evaluation.run import Outcome
from assistant.settings import Settings
from assistant.writing.models import ChatModel, make_chat_model
from assistant.writing.prompting import fill, inert, load_prompt
from assistant.writing.thinking import without_thinking

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# A model that failed so many times in a row is not asked about the rest: a run of hundreds would wait for each.
FAILURES_IN_A_ROW = 5
_REPLY = re.compile(r"(right|partly|wrong):[ \t]+(\S[^\n]*)", re.IGNORECASE)


class Grade(StrEnum):
    """What a judge says of an answer."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A grade with the judge's reason, one line."""

    grade: Grade
    reason: str


class Judge:
    """Grades answers with the chat model ``model``, called ``name`` in reports."""

    def __init__(self, name: str, model: "BaseChatModel") -> None:
        self.name = name
        self._model = model
        self._template = load_prompt("judge", Settings().prompts)

    @classmethod
    def named(cls, name: str) -> "Judge":
        """The judge ``name``, written ``provider:model``.

        Raises:
            ModelError: when the provider's package is missing or the model cannot be made.
        """
        return cls(name, make_chat_model(Settings(), name, "--judge").chat)

    def grade(self, question: TestQuestion, answer: str) -> Judgement:
        """The grade of one answer.

        Raises:
            UnjudgedError: when the model fails, is rate limited, or replies with anything but a grade and a reason.
        """
        told = {"question": _asked(question), "key": _key(question), "answer": metrics.plain(answer)}
        prompt = fill(self._template, **{name: inert(text) for name, text in told.items()})
        try:
            reply = "".join(ChatModel(self.name, self._model).reply(prompt))
        except ModelError as error:  # the run goes on without this grade
            raise UnjudgedError(_failure(error.__cause__ or error)) from error
        return read_reply(without_thinking(reply))


def read_reply(reply: str) -> Judgement:
    """The grade and reason of a reply of the one line asked for.

    Raises:
        UnjudgedError: when it is anything else.
    """
    found = _REPLY.fullmatch(reply.strip())
    if not found:
        raise UnjudgedError("unreadable reply")
    return Judgement(Grade(found.group(1).lower()), found.group(2).strip())


def judge_all(
    judge: Judge, outcomes: Sequence[Outcome], progress: Callable[[int, int], None] | None = None
) -> tuple[list[Outcome], str]:
    """The outcomes with a judgement on each answered answerable question, and one line on those left out, or ""."""
    due = sum(is_due(o) for o in outcomes)
    judged: list[Outcome] = []
    failures: Counter[str] = Counter()
    asked = in_a_row = 0
    for outcome in outcomes:
        if is_due(outcome):
            asked += 1
            try:
                if in_a_row == FAILURES_IN_A_ROW:
                    raise UnjudgedError(f"not asked after {FAILURES_IN_A_ROW} failures in a row")
                outcome = _with(outcome, judge.grade(outcome.question, outcome.answer.text))
                in_a_row = 0
            except UnjudgedError as error:
                failures[str(error)] += 1
                in_a_row = min(in_a_row + 1, FAILURES_IN_A_ROW)
            if progress:
                progress(asked, due)
        judged.append(outcome)
    if not failures:
        return judged, ""
    causes = ", ".join(f"{count} {cause}" for cause, count in failures.most_common())
    return judged, f"judge {judge.name} gave no grade for {failures.total()} of {due} answers: {causes}"


def is_due(outcome: Outcome) -> bool:
    """Whether a judge is asked: of the refused and of what cannot be answered the metric needs no judge."""
    return outcome.question.answerable and outcome.answer.answered


def _with(outcome: Outcome, judgement: Judgement) -> Outcome:
    scores = {
        "judged_right": float(judgement.grade is Grade.RIGHT),
        "judged_right_or_partly": float(judgement.grade is not Grade.WRONG),
    }
    return replace(outcome, judgement=(judgement.grade.value, judgement.reason), scores=outcome.scores | scores)


def _asked(question: TestQuestion) -> str:
    """The question after the turns before it."""
    turns = [line for asked, answered in question.history for line in (f"Q: {asked}", f"A: {answered}")]
    return "\n".join([*turns, f"Q: {question.question}"]) if turns else question.question


def _key(question: TestQuestion) -> str:
    """What a right answer holds, and the sentences of the transcripts that say it."""
    lines = []
    if question.answers:
        lines.append(f"any of: {' | '.join(question.answers)}")
    if question.all_of:
        lines.append(f"all of: {' | '.join(question.all_of)}")
    quotes = [gold.quote for gold in question.gold if gold.quote]
    return "\n".join([*lines, *(["as said in:", *quotes] if quotes else [])])


def _failure(error: BaseException) -> str:
    """The kind of failure: providers tell a rate limit by HTTP status 429 or by the name of their error."""
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    named = f"{type(error).__name__} {error}".lower()
    limited = status == 429 or re.search(r"rate.?limit|\b429\b|too many requests", named)
    return "rate limited" if limited else type(error).__name__
