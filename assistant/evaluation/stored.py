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
        found = json.loads(path.read_text(encoding="utf-8-sig"))
        if not isinstance(found, dict) or not isinstance(found.get("questions"), list):
            raise ValueError("no questions in it")
        for row in found["questions"]:
            _check_row(row)
        if not isinstance(found.get("settings", {}), dict):
            raise ValueError("settings that are no names with values")
    except RecursionError:
        raise UsageError(f"baseline {path} is not a run written by --json: nested too deeply") from None
    except OSError as error:
        raise UsageError(f"baseline {path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"baseline {path} is not a run written by --json: {error}") from error
    return found


def _check_row(row: Any) -> None:
    """What a comparison reads of a question.

    Raises:
        ValueError: saying what is wrong with it.
    """
    if not isinstance(row, dict) or not {"id", "correct", "scores"} <= row.keys():
        raise ValueError("a question without id, correct or scores")
    if not isinstance(row["id"], (str, int)):
        raise ValueError("an id that is no string")
    if not isinstance(row["correct"], bool):
        raise ValueError("correct that is neither true nor false")
    scores, answer = row["scores"], row.get("answer", {})
    if not isinstance(scores, dict) or not all(isinstance(value, (int, float)) for value in scores.values()):
        raise ValueError("scores that are no numbers by name")
    if not isinstance(answer, dict):
        raise ValueError("an answer that is no object")
    if not isinstance(answer.get("question", ""), str):
        raise ValueError("a question that is no string")


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
