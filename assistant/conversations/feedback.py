"""Feedback: what people thought of answers, kept in SQLite in ASSISTANT_DATA, and the test questions that it makes."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.answers import Answer
from assistant.errors import KeptError

FILE = "feedback.sqlite3"
COMMENT_CHARACTERS = 2000
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS ratings (turn TEXT PRIMARY KEY, rated TEXT NOT NULL, good INTEGER NOT NULL,"
    " comment TEXT NOT NULL, history TEXT NOT NULL, answer TEXT NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer, and what a person thought of it.

    Attributes:
        turn: the id of the turn that the answer ended.
        good: whether it helped.
        comment: what the person wrote; of an answer that did not help, what would have been right.
        history: what was said before, pairs of question and answer.
        answer: with its question, its evidence and the mode that produced it.
        rated: when, ISO 8601 in UTC.
    """

    turn: str
    good: bool
    comment: str
    history: tuple[tuple[str, str], ...]
    answer: Answer
    rated: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The JSON object that ``assistant feedback --json`` prints."""
        return {
            "turn": self.turn,
            "rated": self.rated,
            "good": self.good,
            "comment": self.comment,
            "history": [list(pair) for pair in self.history],
            "answer": self.answer.as_dict(),
        }


class Feedback:
    """The ratings kept below ``folder``; nothing is made until one is."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def rate(self, rating: Rating) -> None:
        """Keep a rating, in place of an earlier one of the same answer.

        Raises:
            KeptError: when it cannot be written.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        history, answer = json.dumps(rating.history), json.dumps(rating.answer.as_dict())
        comment = rating.comment.strip()[:COMMENT_CHARACTERS]
        with self._open() as database:
            database.execute(
                "INSERT OR REPLACE INTO ratings VALUES (?, ?, ?, ?, ?, ?)",
                (rating.turn, now, rating.good, comment, history, answer),
            )

    def withdraw(self, turn: str) -> None:
        """Forget the rating of an answer, if there is one."""
        if not self._path.is_file():
            return
        with self._open() as database:
            database.execute("DELETE FROM ratings WHERE turn = ?", (turn,))

    def ratings(self) -> list[Rating]:
        """All of them, oldest first."""
        if not self._path.is_file():
            return []
        with self._open() as database:
            rows = database.execute("SELECT * FROM ratings ORDER BY rated, turn").fetchall()
        return [_rating(*row) for row in rows]

    def thumbs(self, turns: Sequence[str]) -> dict[str, bool]:
        """Whether the answers of ``turns`` helped, those that were rated."""
        if not turns or not self._path.is_file():
            return {}
        marks = ", ".join("?" * len(turns))
        with self._open() as database:
            rows = database.execute(f"SELECT turn, good FROM ratings WHERE turn IN ({marks})", list(turns)).fetchall()
        return {turn: bool(good) for turn, good in rows}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with closing(sqlite3.connect(self._path, timeout=10)) as database:
                database.execute("PRAGMA secure_delete = ON")
                database.execute(_SCHEMA)
                with database:
                    yield database
        except (OSError, sqlite3.Error) as error:
            raise KeptError(f"feedback cannot be kept in {self._path}: {error}") from error


@dataclass(frozen=True, slots=True)
class Exported:
    """The test questions that ratings make, as JSON ``lines``.

    Attributes:
        count: how many they are.
        review: in how many of them a comment was taken for the right answer.
    """

    lines: str
    count: int
    review: int


def as_test_questions(ratings: Sequence[Rating]) -> Exported:
    """The test question set that ``ratings`` make; those that say nothing of what is right are left out."""
    rows = [row for row in map(as_test_question, ratings) if row]
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    return Exported(lines, len(rows), sum(row["category"] == "review" for row in rows))


def as_test_question(rating: Rating) -> dict[str, Any] | None:
    """The line of a test question set that a rating makes; None where nobody said what is right.

    An answer that helped is right: what it cites and was borne out is gold, or, for a refusal, the question cannot be
    answered. Of one that did not help, the comment is taken for the right answer and marked for review, because it may
    be a remark instead.
    """
    row: dict[str, Any] = {"id": f"feedback-{rating.turn[:12]}", "question": rating.answer.question}
    if rating.good:
        answers = _right_words(rating.answer)
        sources = [{"file": c.source, "quote": c.quote} for c in rating.answer.citations if c.verified]
        row |= {"answerable": rating.answer.answered, "answers": answers, "sources": sources, "category": "feedback"}
        if rating.answer.answered and not answers:
            return None
    elif rating.comment:
        row |= {"answerable": True, "answers": [rating.comment], "sources": [], "category": "review"}
    else:
        return None
    row["history"] = [list(pair) for pair in rating.history]
    if rating.comment:
        row["comment"] = rating.comment
    return row


def _right_words(answer: Answer) -> list[str]:
    """Strings any of which makes an answer right: the words that answer where they are known, and what is cited."""
    quotes = [" ".join(citation.quote.split()) for citation in answer.citations if citation.verified]
    return list(dict.fromkeys([*filter(None, [answer.in_short]), *quotes]))


def _rating(turn: str, rated: str, good: int, comment: str, history: str, answer: str) -> Rating:
    pairs = tuple((asked, told) for asked, told in json.loads(history))
    return Rating(turn, bool(good), comment, pairs, Answer.from_dict(json.loads(answer)), rated)
