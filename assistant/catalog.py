"""The catalog: transcripts, passages and the lexical index, in one SQLite file beside Chroma.

A transcript is either wholly in the catalog or not at all: each is written in one transaction, and the catalog is
what decides which of Chroma's vectors count. The lexical leg is SQLite's own full-text index (FTS5, Okapi
BM25) over Snowball stems: durable, incremental, filtered in SQL, with nothing to rebuild at start.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.dates import Date, parse_date
from assistant.encoder import Matrix, Vector
from assistant.errors import IndexStateError
from assistant.filters import Filters
from assistant.language import stems
from assistant.passages import Passage, Sentence
from assistant.transcripts import Transcript

SCHEMA_VERSION = 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS transcripts (
    source TEXT PRIMARY KEY, digest TEXT NOT NULL, title TEXT NOT NULL, date TEXT, date_key INTEGER,
    people TEXT NOT NULL, places TEXT NOT NULL, language TEXT NOT NULL, heading TEXT NOT NULL, body TEXT NOT NULL,
    text TEXT NOT NULL, root TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passages (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, source TEXT NOT NULL REFERENCES transcripts(source),
    number INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentences TEXT NOT NULL,
    vectors BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS passages_of ON passages (source, number);
CREATE VIRTUAL TABLE IF NOT EXISTS lexical USING fts5(body, heading, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab(lexical, row);
CREATE VIRTUAL TABLE IF NOT EXISTS occurrences USING fts5vocab(lexical, instance);
"""
# A match in the heading counts this much of one in the body: 1.0 gave the best R@1 on clapnq-dev, none lost elsewhere.
HEADING_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its row number, its words and its unit vectors.

    Attributes:
        heading: the title and date that the passage was embedded with.
        vector: of the whole passage, shape (dimension,).
        sentence_vectors: one row a sentence, shape (sentences, dimension).
    """

    id: int
    passage: Passage
    text: str
    heading: str
    vector: Vector
    sentence_vectors: Matrix

    def sentence_text(self, number: int) -> str:
        """The words of one of its sentences."""
        sentence = self.passage.sentences[number]
        return self.text[sentence.start - self.passage.start : sentence.end - self.passage.start]


@dataclass(frozen=True, slots=True)
class Entry:
    """A transcript to be written: its passages, their Chroma ids, and of each its vector above its sentences'."""

    transcript: Transcript
    passages: Sequence[Passage]
    keys: Sequence[str]
    vectors: Sequence[Matrix]


@dataclass(frozen=True, slots=True)
class Card:
    """What tells one transcript from another: its title, its date and the people it speaks of."""

    source: str
    title: str
    date: Date | None
    people: tuple[str, ...]


class Catalog:
    """Reads and writes the SQLite file; one object may serve many threads."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._cards: tuple[int, list[Card]] = (-1, [])
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
            self._db.executescript(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;" + _SCHEMA
            )
        except (OSError, sqlite3.OperationalError) as error:
            raise IndexStateError(
                f"cannot open {path} ({error}): set ASSISTANT_VECTORSTORE to a folder to write in"
            ) from error
        except sqlite3.DatabaseError as error:
            raise IndexStateError(
                f"{path} is damaged ({error}): delete the folder {path.parent} and run assistant ingest"
            ) from error

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._db.close()

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    # Facts about the index as a whole

    def fact(self, name: str) -> str | None:
        """A stored fact (``embedding``, ``schema``), or None."""
        rows = self._all("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def set_fact(self, name: str, value: str) -> None:
        """Store a fact."""
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def generation(self) -> int:
        """A number that changes whenever another commit, of any process, changed the catalog."""
        with self._lock:
            outside = int(self._db.execute("PRAGMA data_version").fetchone()[0])
            return outside + self._db.total_changes

    # Transcripts

    def digests(self) -> dict[str, str]:
        """Digest of every indexed transcript by source."""
        return {str(source): str(digest) for source, digest in self._all("SELECT source, digest FROM transcripts")}

    def roots(self) -> dict[str, str]:
        """The folder that every source was found in."""
        return {str(source): str(root) for source, root in self._all("SELECT source, root FROM transcripts")}

    def sources(self, filters: Filters | None = None) -> list[str]:
        """Sources that pass ``filters``, sorted."""
        where, values = _where(filters)
        return [
            str(row[0]) for row in self._all(f"SELECT source FROM transcripts t WHERE {where} ORDER BY source", values)
        ]

    def undated(self) -> list[str]:
        """Sources whose date is unknown or lacks a year, so that no date filter can let them through."""
        return [
            str(row[0]) for row in self._all("SELECT source FROM transcripts WHERE date_key IS NULL ORDER BY source")
        ]

    def cards(self) -> list[Card]:
        """Of every transcript what tells it from the others, by source; read again only after a change."""
        generation = self.generation()
        if self._cards[0] != generation:
            self._cards = (generation, self._read_cards())
        return self._cards[1]

    def _read_cards(self) -> list[Card]:
        rows = self._all("SELECT source, title, date, people FROM transcripts ORDER BY source")
        return [
            Card(str(source), str(title), parse_date(str(date)) if date else None, tuple(json.loads(str(people))))
            for source, title, date, people in rows
        ]

    def transcript(self, source: str) -> Transcript:
        """One transcript as it was indexed.

        Raises:
            KeyError: when it is not indexed.
        """
        columns = "source, text, title, date, people, places, language, body, digest"
        rows = self._all(f"SELECT {columns} FROM transcripts WHERE source = ?", (source,))
        if not rows:
            raise KeyError(source)
        name, text, title, date, people, places, language, body, digest = map(_string, rows[0])
        return Transcript(
            name,
            text,
            title,
            parse_date(date) if date else None,
            tuple(json.loads(people)),
            tuple(json.loads(places)),
            language,
            tuple((a, b) for a, b in json.loads(body)),
            digest,
        )

    def put(self, entries: Sequence[Entry]) -> None:
        """Write transcripts with their passages, replacing what stood under their sources, in one transaction."""
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            for entry in entries:
                self._delete(entry.transcript.source)
                self._insert(entry)

    def _insert(self, entry: Entry) -> None:
        t = entry.transcript
        date, date_key = (str(t.date), t.date.key) if t.date else (None, None)
        lists = [json.dumps(value) for value in (t.people, t.places)]
        row = (
            t.source,
            t.digest,
            t.title,
            date,
            date_key,
            *lists,
            t.language,
            t.heading,
            json.dumps(t.body),
            t.text,
            t.root,
        )
        self._db.execute("INSERT INTO transcripts VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", row)
        heading = " ".join(stems(t.heading))
        for passage, key, matrix in zip(entry.passages, entry.keys, entry.vectors, strict=True):
            spans = json.dumps([(s.start, s.end, s.speaker) for s in passage.sentences])
            cursor = self._db.execute(
                "INSERT INTO passages VALUES (NULL,?,?,?,?,?,?,?)",
                (key, t.source, passage.number, passage.start, passage.end, spans, matrix.astype(np.float16).tobytes()),
            )
            body = " ".join(stems(t.text[passage.start : passage.end]))
            self._db.execute(
                "INSERT INTO lexical(rowid, body, heading) VALUES (?,?,?)", (cursor.lastrowid, body, heading)
            )

    def remove(self, source: str) -> None:
        """Take a transcript and all that hangs on it out, in one transaction."""
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._delete(source)

    def _delete(self, source: str) -> None:
        self._db.execute("DELETE FROM lexical WHERE rowid IN (SELECT id FROM passages WHERE source = ?)", (source,))
        self._db.execute("DELETE FROM passages WHERE source = ?", (source,))
        self._db.execute("DELETE FROM transcripts WHERE source = ?", (source,))

    # Passages

    def keys(self, source: str | None = None) -> set[str]:
        """Chroma ids of the passages of one source, or of all."""
        condition, values = ("WHERE source = ?", (source,)) if source is not None else ("", ())
        return {str(row[0]) for row in self._all(f"SELECT key FROM passages {condition}", values)}

    def counts(self) -> dict[str, int]:
        """Number of passages by source."""
        return {str(s): int(str(n)) for s, n in self._all("SELECT source, count(*) FROM passages GROUP BY source")}

    def ids_by_key(self, keys: Sequence[str]) -> dict[str, int]:
        """Row numbers by Chroma id; ids that the catalog does not hold are left out."""
        marks = ",".join("?" * len(keys))
        rows = self._all(f"SELECT key, id FROM passages WHERE key IN ({marks})", keys)
        return {str(key): int(str(id_)) for key, id_ in rows}

    def passages(self, ids: Iterable[int]) -> list[StoredPassage]:
        """The passages with these row numbers, in the order given."""
        wanted = list(ids)
        marks = ",".join("?" * len(wanted))
        sql = (
            'SELECT p.id, p.source, p.number, p.start, p."end", p.sentences, p.vectors, '
            'substr(t.text, p.start + 1, p."end" - p.start), t.heading '
            f"FROM passages p JOIN transcripts t USING (source) WHERE p.id IN ({marks})"
        )
        found = {stored.id: stored for stored in (_stored(row) for row in self._all(sql, wanted))}
        return [found[id_] for id_ in wanted if id_ in found]

    def passages_of(self, source: str) -> list[StoredPassage]:
        """All passages of one transcript, in order."""
        ids = self._all("SELECT id FROM passages WHERE source = ? ORDER BY number", (source,))
        return self.passages(int(str(row[0])) for row in ids)

    def openings(self, sources: Sequence[str]) -> list[int]:
        """Row numbers of the first passage of each of ``sources``."""
        wanted = set(sources)
        rows = self._all("SELECT id, source FROM passages WHERE number = 0 ORDER BY source")
        return [int(str(id_)) for id_, source in rows if source in wanted]

    def search_lexical(
        self, terms: Sequence[str], limit: int, filters: Filters | None = None
    ) -> list[tuple[int, float]]:
        """Row numbers and BM25 scores (higher is better) of the passages that best match any of the stems ``terms``."""
        if not terms:
            return []
        where, values = _where(filters)
        match = " OR ".join(f'"{term}"' for term in terms)
        narrowed = (
            ""
            if where == "1"
            else f"AND rowid IN (SELECT p.id FROM passages p JOIN transcripts t USING (source) WHERE {where})"
        )
        sql = (
            f"SELECT rowid, -bm25(lexical, 1.0, {HEADING_WEIGHT}) AS score FROM lexical "
            f"WHERE lexical MATCH ? {narrowed} ORDER BY score DESC, rowid LIMIT ?"
        )
        return [(int(str(id_)), float(str(score))) for id_, score in self._all(sql, (match, *values, limit))]

    def document_frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each stem stands; 0 for one that is nowhere."""
        marks = ",".join("?" * len(terms))
        found = self._all(f"SELECT term, doc FROM vocabulary WHERE term IN ({marks})", terms) if terms else []
        known = {str(term): int(str(count)) for term, count in found}
        return {term: known.get(term, 0) for term in terms}

    def occurrences(self, terms: Sequence[str]) -> list[tuple[str, int, int]]:
        """Where each stem stands in the bodies of the passages, as (stem, row number, word number from 0)."""
        marks = ",".join("?" * len(terms))
        sql = f"SELECT term, doc, offset FROM occurrences WHERE term IN ({marks}) AND col = 'body'"
        rows = self._all(sql, terms) if terms else []
        return [(str(term), int(str(id_)), int(str(place))) for term, id_, place in rows]

    def passage_vectors(self) -> list[tuple[int, str, int, Vector]]:
        """Row number, source, length in characters and unit vector of every passage, in the order of the texts."""
        vector = "substr(vectors, 1, length(vectors) / (json_array_length(sentences) + 1))"
        rows = self._all(f'SELECT id, source, "end" - start, {vector} FROM passages ORDER BY source, number')
        return [
            (int(str(id_)), str(source), int(str(length)), np.frombuffer(blob, dtype=np.float16).astype(np.float32))
            for id_, source, length, blob in rows
            if isinstance(blob, bytes)
        ]

    def vocabulary(self) -> dict[str, int]:
        """Every stem of the corpus and in how many passages it stands."""
        return {str(term): int(str(count)) for term, count in self._all("SELECT term, doc FROM vocabulary")}

    def passage_count(self) -> int:
        """Number of passages in the catalog."""
        return int(str(self._all("SELECT count(*) FROM passages")[0][0]))


def _string(value: object) -> str:
    return "" if value is None else str(value)


def _stored(row: tuple[object, ...]) -> StoredPassage:
    id_, source, number, start, end, spans, blob, text, heading = row
    sentences = tuple(Sentence(a, b, speaker) for a, b, speaker in json.loads(str(spans)))
    assert isinstance(blob, bytes)
    vectors = np.frombuffer(blob, dtype=np.float16).astype(np.float32).reshape(len(sentences) + 1, -1)
    passage = Passage(str(source), int(str(number)), int(str(start)), int(str(end)), sentences)
    return StoredPassage(int(str(id_)), passage, str(text), str(heading), vectors[0], vectors[1:])


def _where(filters: Filters | None) -> tuple[str, list[object]]:
    """The filter as SQL on the transcripts table ``t``, and its values."""
    conditions: list[str] = []
    values: list[object] = []
    if filters and filters.sources:
        conditions.append(f"t.source IN ({','.join('?' * len(filters.sources))})")
        values += filters.sources
    if filters and filters.date_from is not None:
        conditions.append("t.date_key >= ?")
        values.append(filters.date_from)
    if filters and filters.date_to is not None:
        conditions.append("t.date_key <= ?")
        values.append(filters.date_to)
    return " AND ".join(conditions) or "1", values
