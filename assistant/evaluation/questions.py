"""The test question set: one JSON object a line."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.filters import Filters, make_filters


@dataclass(frozen=True, slots=True)
class Gold:
    """A sentence that supports an answer: ``quote`` stands in the transcript ``source``; empty when not stated."""

    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class TestQuestion:
    """One question with what a right answer holds.

    Attributes:
        answers: any of these strings is right.
        all_of: every one of these must be there (lists, comparisons), and one of ``answers`` too where both are given.
        gold: supporting sentences; alternatives of each other with ``answers``, all needed with ``all_of``.
        filters: the transcripts that the question is put to; None for all.
    """

    __test__ = False  # not a pytest class

    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...]
    all_of: tuple[str, ...]
    gold: tuple[Gold, ...]
    history: tuple[tuple[str, str], ...]
    category: str
    filters: Filters | None = None


def load_questions(path: Path) -> list[TestQuestion]:
    """Read a test question set.

    Raises:
        UsageError: when the file is missing or a line is not a question; the line is named.
    """
    if not path.is_file():
        raise UsageError(
            f"no test question set at {path}: name or upload a file of your own, one question a line as JSON, "
            'such as {"id": "1", "question": "…", "answerable": true, "answers": ["…"], "category": "fact"}'
        )
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # JSON may hold the other line ends of str.splitlines
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"test question set {path} cannot be read: {error}") from error
    questions = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                questions.append(_question(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise UsageError(f"{path}, line {number}: not a test question ({error!r})") from error
    if not questions:
        raise UsageError(f"{path} holds no questions")
    return questions


def _question(row: dict[str, Any]) -> TestQuestion:
    if row["answerable"] and not (row.get("answers") or row.get("all_of")):
        raise ValueError("answerable, so it needs answers or all_of")
    return TestQuestion(
        id=str(row["id"]),
        question=str(row["question"]),
        answerable=bool(row["answerable"]),
        answers=tuple(map(str, row.get("answers") or ())),
        all_of=tuple(map(str, row.get("all_of") or ())),
        gold=tuple(_gold(source) for source in row.get("sources") or ()),
        history=tuple((str(asked), str(answered)) for asked, answered in row.get("history") or ()),
        category=str(row.get("category") or "all"),
        filters=_filters(row["filters"]) if row.get("filters") else None,
    )


def _filters(row: dict[str, Any]) -> Filters:
    """The same names as the options of ``assistant ask``: source (a list), from, to."""
    if unknown := row.keys() - {"source", "from", "to"}:
        raise ValueError(f"unknown filter {min(unknown)!r}, known are source, from and to")
    return make_filters(row.get("source"), row.get("from"), row.get("to"))


def _gold(row: Any) -> Gold:
    if isinstance(row, str):
        return Gold(row, "")
    return Gold(str(row.get("file") or row["source"]), str(row.get("quote") or ""))
