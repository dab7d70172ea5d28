"""A run read back from its JSON: the outcomes as they were, for plots, comparisons and the page."""

import json
from pathlib import Path
from typing import Any

from assistant.answers import Answer
from assistant.errors import UsageError
from assistant.evaluation.questions import Gold, TestQuestion
from assistant.evaluation.run import Outcome


def read_run(path: Path) -> dict[str, Any]:
    """The JSON of a run that ``assistant evaluate --json`` or the page wrote.

    Raises:
        UsageError: when the file is no such run.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict) or "questions" not in found:
            raise ValueError("no questions in it")
        if not all({"id", "correct", "scores"} <= row.keys() for row in found["questions"]):
            raise ValueError("a question without id, correct or scores")
        if not all(isinstance(row.get("answer", {}), dict) for row in found["questions"]):
            raise ValueError("an answer that is no object")
        if not isinstance(found.get("settings", {}), dict):
            raise ValueError("settings that are no names with values")
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(f"baseline {path} is not a run written by --json: {error}") from error
    return found


def outcomes_of(stored: dict[str, Any]) -> list[Outcome]:
    """The outcomes of a run's JSON, in order."""
    return [_outcome(row) for row in stored["questions"]]


def _outcome(row: dict[str, Any]) -> Outcome:
    told = row.get("judgement")
    judgement = (told["grade"], told["reason"]) if told else None
    return Outcome(_question(row), Answer.from_dict(row["answer"]), row["correct"], row["scores"], judgement)


def _question(row: dict[str, Any]) -> TestQuestion:
    gold = row["gold"]
    return TestQuestion(
        id=row["id"],
        question=row["answer"]["question"],
        answerable=row["answerable"],
        answers=tuple(gold["answers"]),
        all_of=tuple(gold["all_of"]),
        gold=tuple(Gold(**sentence) for sentence in gold["sentences"]),
        history=tuple((asked, answered) for asked, answered in row.get("history", ())),
        category=row["category"],
    )
