"""The test question set: one JSON object a line."""

import json
import reprlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.filters import Filters, make_filters


@dataclass(frozen=True, slots=True)
class Gold:
    """A sentence that supports an answer: ``quote`` stands in the transcript ``source``.

    Where the quote is not stated it is empty, and all of the transcript is taken for gold.
    """

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
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # JSON may hold the other line ends of str.splitlines
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"test question set {path} cannot be read: {error}") from error
    questions = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                questions.append(_question(json.loads(line)))
            except RecursionError:
                raise UsageError(f"{path}, line {number}: not a test question (nested too deeply)") from None
            except (ValueError, UsageError) as error:
                raise UsageError(f"{path}, line {number}: not a test question ({error})") from error
    if not questions:
        raise UsageError(f"{path} holds no questions")
    return questions


def _question(row: Any) -> TestQuestion:
    _check("the line", row, dict, "an object")
    for name in ("id", "question", "answerable"):
        if name not in row:
            raise ValueError(f"it has no {name}")
    _check("answerable", row["answerable"], bool, "true or false")
    answers, all_of = _strings(row, "answers"), _strings(row, "all_of")
    if row["answerable"] and not (answers or all_of):
        raise ValueError("answerable, so it needs answers or all_of")
    return TestQuestion(
        id=str(row["id"]) if isinstance(row["id"], int) else _string("id", row["id"]),
        question=_string("question", row["question"]),
        answerable=row["answerable"],
        answers=answers,
        all_of=all_of,
        gold=tuple(_gold(source) for source in _list(row, "sources")),
        history=tuple(_turn(turn) for turn in _list(row, "history")),
        category=_string("category", row.get("category") or "all"),
        filters=_filters(row["filters"]) if row.get("filters") else None,
    )


def _filters(row: Any) -> Filters:
    """The same names as the options of ``assistant ask``: source (a list), from, to."""
    _check("filters", row, dict, "an object")
    if unknown := row.keys() - {"source", "from", "to"}:
        raise ValueError(f"unknown filter {min(unknown)!r}, known are source, from and to")
    first, final = (_string(name, row.get(name) or "") for name in ("from", "to"))
    return make_filters(_strings(row, "source"), first, final)


def _gold(row: Any) -> Gold:
    if isinstance(row, str):
        return Gold(row, "")
    _check("one of sources", row, dict, "a file name or an object")
    return Gold(_string("file", row.get("file") or row.get("source")), _string("quote", row.get("quote") or ""))


def _turn(row: Any) -> tuple[str, str]:
    if not isinstance(row, list) or len(row) != 2:
        raise ValueError(f"one of history is {reprlib.repr(row)}, not a question with its answer in a list")
    return _string("a question of history", row[0]), _string("an answer of history", row[1])


def _strings(row: dict[str, Any], name: str) -> tuple[str, ...]:
    """None of them blank: that would stand in every answer."""
    found = tuple(_string(f"one of {name}", text) for text in _list(row, name))
    if not all(text.strip() for text in found):
        raise ValueError(f"one of {name} is blank")
    return found


def _list(row: dict[str, Any], name: str) -> list[Any]:
    """What stands under ``name``; nothing where nothing does."""
    value = row.get(name)
    if value is not None:
        _check(name, value, list, "a list")
    return value or []


def _string(name: str, value: Any) -> str:
    """Half of a surrogate pair, which JSON may bring and neither a tokenizer nor a file takes, becomes a "?"."""
    _check(name, value, str, "a string")
    return str(value).encode("utf-8", "replace").decode()


def _check(name: str, value: Any, kind: type | tuple[type, ...], wanted: str) -> None:
    if not isinstance(value, kind):
        raise ValueError(f"{name} is {reprlib.repr(value)}, not {wanted}")
