"""Conversations: questions and answers in turn, as a person had them with the assistant."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.answers import Answer

TITLE_CHARACTERS = 80


def title_of(words: str) -> str:
    """Words as a title, on one line; of more than ``TITLE_CHARACTERS`` the end is cut, and "…" in its place says so."""
    title = " ".join(words.split())
    return title if len(title) <= TITLE_CHARACTERS else f"{title[: TITLE_CHARACTERS - 1].rstrip()}…"


def new_id() -> str:
    """A name that nobody guesses."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it.

    Attributes:
        answer: None where there is none: a problem, or nothing was written before the user stopped it.
        stopped: whether the user, or the end of the connection, stopped it: ``answer`` is what was written by then.
        problem: one line that says why there is no answer.
        exact: whether the question was put as it stands, not read in the light of what was said before.
    """

    question: str
    answer: Answer | None = None
    stopped: bool = False
    problem: str = ""
    exact: bool = False
    id: str = field(default_factory=new_id)

    def as_dict(self) -> dict[str, Any]:
        """The JSON object in an export and in the store; the answer is the contract's."""
        answer = self.answer.as_dict() if self.answer else None
        return {
            "id": self.id,
            "question": self.question,
            "answer": answer,
            "stopped": self.stopped,
            "problem": self.problem,
            "exact": self.exact,
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Turn":
        """The turn that ``as_dict`` told."""
        answer = Answer.from_dict(row["answer"]) if row["answer"] else None
        return cls(row["question"], answer, row["stopped"], row["problem"], row["exact"], row["id"])


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns, oldest first."""

    turns: tuple[Turn, ...] = ()
    title: str = ""
    id: str = field(default_factory=new_id)

    @property
    def history(self) -> list[tuple[str, str]]:
        """Pairs of question and answer, as the assistant takes them."""
        return [(turn.question, turn.answer.text) for turn in self.turns if turn.answer]

    def before(self, turn_id: str) -> "Conversation":
        """The conversation as it was before a turn; the whole of it when it has no such turn."""
        at = next((n for n, turn in enumerate(self.turns) if turn.id == turn_id), len(self.turns))
        return replace(self, turns=self.turns[:at])

    def through(self, turn_id: str) -> "Conversation":
        """The conversation up to a turn and with it; the whole of it when it has no such turn."""
        return replace(self, turns=self.turns[: len(self.before(turn_id).turns) + 1])

    def with_turn(self, turn: Turn) -> "Conversation":
        """The conversation with one more turn; the first question is its title until it is given another."""
        title = self.title or title_of(turn.question)
        return replace(self, turns=(*self.turns, turn), title=title)
