"""The archive of conversations: kept in SQLite in ASSISTANT_DATA, each seen by its owner alone.

Every call opens its own connection, so that one object serves many threads. Nothing is made until something is kept.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.conversations.turns import Conversation, Turn, title_of
from assistant.errors import KeptError, NotKeptError, UsageError

FILE = "conversations.sqlite3"
_BUSY_S = 10
_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, updated TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS conversations_by_owner ON conversations (owner, updated);
CREATE TABLE IF NOT EXISTS turns (
    id TEXT PRIMARY KEY, conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, record TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS turns_in_order ON turns (conversation, position);
"""  # noqa: E501


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation in the list: its id, its title, when it last grew (ISO 8601, UTC) and its number of turns."""

    id: str
    title: str
    updated: str
    turns: int


class Archive:
    """The conversations kept below ``folder``. ``owner`` is whose they are, an opaque name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, owner: str, conversation: Conversation) -> bool:
        """Store the conversation as it is now; False, and nothing stored, when another owner has one of its id.

        Raises:
            KeptError: when the folder cannot be written to.
        """
        with self._open(write=True) as database:
            now = datetime.now(UTC).isoformat(timespec="microseconds")
            owned = database.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET updated = excluded.updated WHERE owner = excluded.owner",
                (conversation.id, owner, conversation.title, now),
            ).rowcount
            if owned:
                _write_turns(database, conversation)
        return bool(owned)

    def list(self, owner: str, search: str = "") -> list[Kept]:
        """The owner's conversations, last used first; with ``search`` those in which it stands somewhere."""
        with self._open() as database:
            rows = database.execute(
                "SELECT id, title, updated, (SELECT count(*) FROM turns WHERE conversation = c.id) FROM conversations c"
                " WHERE owner = ? AND (instr(folded(title), ?) OR EXISTS (SELECT 1 FROM turns WHERE conversation = c.id"
                " AND instr(folded(question || char(10) || answer), ?))) ORDER BY updated DESC",
                (owner, search.strip().casefold(), search.strip().casefold()),
            )
            return [Kept(*row) for row in rows]

    def open(self, owner: str, conversation_id: str) -> Conversation:
        """One conversation.

        Raises:
            NotKeptError: when this owner has none of this id.
        """
        with self._open() as database:
            row = database.execute(
                "SELECT title FROM conversations WHERE owner = ? AND id = ?", (owner, conversation_id)
            ).fetchone()
            if row is None:
                raise NotKeptError("that conversation is not kept here any more: choose another from the list")
            records = database.execute(
                "SELECT record FROM turns WHERE conversation = ? ORDER BY position", (conversation_id,)
            )
            turns = tuple(Turn.from_dict(json.loads(record)) for (record,) in records)
        return Conversation(turns, row[0], conversation_id)

    def of_turn(self, owner: str, turn_id: str) -> Conversation:
        """The conversation up to one of its turns, which is the last.

        Raises:
            NotKeptError: when this owner has no such turn.
        """
        with self._open() as database:
            row = database.execute("SELECT conversation FROM turns WHERE id = ?", (turn_id,)).fetchone()
        if row is None:
            raise NotKeptError("that answer is not kept here any more")
        return self.open(owner, row[0]).through(turn_id)

    def rename(self, owner: str, conversation_id: str, title: str) -> str:
        """Give a conversation another title, which is returned as it was kept.

        Raises:
            NotKeptError: when this owner has none of this id.
            UsageError: when the title is empty.
        """
        title = title_of(title)
        if not title:
            raise UsageError("a conversation needs a title: write one")
        self._change("UPDATE conversations SET title = ? WHERE owner = ? AND id = ?", (title, owner, conversation_id))
        return title

    def delete(self, owner: str, conversation_id: str) -> None:
        """Forget a conversation; its words are overwritten in the file.

        Raises:
            NotKeptError: when this owner has none of this id.
        """
        self._change("DELETE FROM conversations WHERE owner = ? AND id = ?", (owner, conversation_id))

    def _change(self, statement: str, values: tuple[str, ...]) -> None:
        with self._open(write=True) as database:
            if not database.execute(statement, values).rowcount:
                raise NotKeptError("that conversation is not kept here any more: choose another from the list")

    @contextmanager
    def _open(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection, in a transaction; to an empty database where there is none yet and nothing is written."""
        path = self._folder / FILE
        try:
            if write:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            database = sqlite3.connect(path if write or path.is_file() else ":memory:", timeout=_BUSY_S)
        except (OSError, sqlite3.Error) as error:
            raise KeptError(f"conversations cannot be kept in {self._folder}: {error}") from error
        try:
            database.create_function("folded", 1, str.casefold, deterministic=True)
            database.executescript(f"PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; {_SCHEMA}")
            with database:
                yield database
        except sqlite3.Error as error:
            raise KeptError(f"conversations in {path} cannot be used: {error}") from error
        finally:
            database.close()


def _write_turns(database: sqlite3.Connection, conversation: Conversation) -> None:
    """Bring the stored turns in step: those that are gone or replaced are deleted, those that are new are added."""
    stored = [
        row[0]
        for row in database.execute("SELECT id FROM turns WHERE conversation = ? ORDER BY position", (conversation.id,))
    ]
    turns = conversation.turns
    same = next(
        (n for n, (a, b) in enumerate(zip(stored, turns, strict=False)) if a != b.id), min(len(stored), len(turns))
    )
    database.execute("DELETE FROM turns WHERE conversation = ? AND position >= ?", (conversation.id, same))
    database.executemany(
        "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                turn.id,
                conversation.id,
                n,
                turn.question,
                turn.answer.text if turn.answer else "",
                json.dumps(turn.as_dict()),
            )
            for n, turn in enumerate(turns[same:], same)
        ],
    )
