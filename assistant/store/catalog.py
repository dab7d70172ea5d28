"""The catalog: transcripts, passages and the lexical index, in one SQLite file beside Chroma.

A transcript is either wholly in the catalog or not at all: each is written in one transaction, and the catalog is
what decides which of Chroma's vectors count. What Chroma must still forget stands in the table ``doomed``, written in
the same transactions, so that a process that dies leaves a note of what it left behind.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.corpus.dates import parse_date
from assistant.corpus.marks import as_rows, from_rows
from assistant.corpus.transcripts import Transcript
from assistant.filters import Filters
from assistant.language import stems
from assistant.store.amounts import FigureIndex, keep_figures
from assistant.store.arrays import Matrix, Vector
from assistant.store.database import note_unerased
from assistant.store.lexical import LexicalIndex, where_clause
from assistant.store.stored import STEMS, Card, Entry, Spoken, StoredPassage, blob_of, matrix_of, stored_passage

__all__ = ["Card", "Catalog", "Entry", "Spoken", "StoredPassage"]

# SQLite takes 32,766 values in a statement; fewer keep the statements short.
_BATCH = 500
_PASSAGE_VECTOR = "substr(vectors, 1, length(vectors) / (json_array_length(sentences) + 1))"


class Catalog(LexicalIndex, FigureIndex):
    """Reads and writes the SQLite file; one object may serve many threads."""

    def __init__(self, path: Path) -> None:
        self._cards: tuple[int, list[Card]] = (-1, [])
        super().__init__(path)

    # Transcripts

    def digests(self) -> dict[str, str]:
        """Digest of every indexed transcript by source."""
        return {str(source): str(digest) for source, digest in self._all("SELECT source, digest FROM transcripts")}

    def roots(self) -> dict[str, str]:
        """The folder that every source was found in."""
        return {str(source): str(root) for source, root in self._all("SELECT source, root FROM transcripts")}

    def sources(self, filters: Filters | None = None) -> list[str]:
        """Sources that pass ``filters``, sorted."""
        where, values = where_clause(filters)
        return [
            str(row[0]) for row in self._all(f"SELECT source FROM transcripts t WHERE {where} ORDER BY source", values)
        ]

    def people(self) -> list[str]:
        """Everyone whom a transcript names, sorted."""
        return self._named("people")

    def places(self) -> list[str]:
        """Every place that a transcript names, sorted."""
        return self._named("places")

    def _named(self, column: str) -> list[str]:
        sql = f"SELECT DISTINCT value FROM transcripts, json_each(transcripts.{column}) ORDER BY value"
        return [str(row[0]) for row in self._all(sql)]

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
        rows = self._all("SELECT source, title, date, people, language FROM transcripts ORDER BY source")
        return [
            Card(
                str(source),
                str(title),
                parse_date(str(date)) if date else None,
                tuple(json.loads(str(people))),
                str(language),
            )
            for source, title, date, people, language in rows
        ]

    def facts_of_transcripts(self) -> list[dict[str, object]]:
        """What each transcript is about, by source, without its text."""
        rows = self._all(
            "SELECT source, title, date, people, places, language, digest FROM transcripts ORDER BY source"
        )
        names = ("source", "title", "date", "people", "places", "language", "hash")
        described = [dict(zip(names, row, strict=True)) for row in rows]
        return [row | {name: json.loads(str(row[name])) for name in ("people", "places")} for row in described]

    def transcript(self, source: str) -> Transcript:
        """One transcript as it was indexed.

        Raises:
            KeyError: when it is not indexed.
        """
        columns = "source, text, title, date, people, places, language, body, digest, root, marks"
        rows = self._all(f"SELECT {columns} FROM transcripts WHERE source = ?", (source,))
        if not rows:
            raise KeyError(source)
        name, text, title, date, people, places, language, body, digest, root, marks = map(_string, rows[0])
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
            root,
            from_rows(json.loads(marks)),
        )

    def put(self, entries: Sequence[Entry]) -> None:
        """Write transcripts with their passages, replacing what stood under their sources, in one transaction."""
        with self._transaction() as db:
            for entry in entries:
                _delete(db, entry.transcript.source)
                _insert(db, entry)
            _spare(db, [key for entry in entries for key in entry.keys])

    def remove(self, *sources: str) -> None:
        """Take transcripts and all that hangs on them out, in one transaction."""
        with self._transaction() as db:
            for source in sources:
                _delete(db, source)

    def stamps(self) -> dict[str, tuple[str, str]]:
        """Root and stamp of every indexed transcript by source."""
        rows = self._all("SELECT source, root, stamp FROM transcripts")
        return {str(source): (str(root), str(stamp)) for source, root, stamp in rows}

    def set_stamps(self, stamps: Mapping[str, str]) -> None:
        """Note for transcripts that are unchanged what their files look like now."""
        with self._transaction() as db:
            db.executemany("UPDATE transcripts SET stamp = ? WHERE source = ?", [(s, n) for n, s in stamps.items()])

    # What Chroma holds and must not keep

    def doom(self, keys: Iterable[str]) -> None:
        """Note Chroma ids that are about to be written, and are to be deleted unless a ``put`` claims them."""
        with self._transaction() as db:
            db.executemany("INSERT OR IGNORE INTO doomed VALUES (?)", [(key,) for key in keys])

    def doomed(self) -> set[str]:
        """Chroma ids that no passage has any more, or never had."""
        return {str(row[0]) for row in self._all("SELECT key FROM doomed")}

    def forget_doomed(self, keys: Iterable[str]) -> None:
        """Chroma has deleted these."""
        with self._transaction() as db:
            _spare(db, keys)

    # Passages

    def keys(self, source: str | None = None) -> set[str]:
        """Chroma ids of the passages of one source, or of all."""
        condition, values = ("WHERE source = ?", (source,)) if source is not None else ("", ())
        return {str(row[0]) for row in self._all(f"SELECT key FROM passages {condition}", values)}

    def vectors_by_content(self, contents: Iterable[str]) -> dict[str, Matrix]:
        """Vectors that are stored for passages of these contents: the passage's, then its sentences', a row each."""
        wanted = sorted(set(contents))
        found: dict[str, Matrix] = {}
        for begin in range(0, len(wanted), _BATCH):
            batch = wanted[begin : begin + _BATCH]
            sql = f"""SELECT content, vectors, json_array_length(sentences) FROM passages
                      WHERE content IN ({",".join("?" * len(batch))}) GROUP BY content"""
            for content, blob, sentences in self._all(sql, batch):
                assert isinstance(blob, bytes)
                found[str(content)] = matrix_of(blob, int(str(sentences)) + 1)
        return found

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
        found = {stored.id: stored for stored in (stored_passage(row) for row in self._all(sql, wanted))}
        return [found[id_] for id_ in wanted if id_ in found]

    def passages_of(self, source: str) -> list[StoredPassage]:
        """All passages of one transcript, in order."""
        ids = self._all("SELECT id FROM passages WHERE source = ? ORDER BY number", (source,))
        return self.passages(int(str(row[0])) for row in ids)

    def passage_vectors(self) -> list[tuple[int, str, int, Vector]]:
        """Row number, source, length in characters and unit vector of every passage, in the order of the texts."""
        rows = self._all(f'SELECT id, source, "end" - start, {_PASSAGE_VECTOR} FROM passages ORDER BY source, number')
        return [
            (int(str(id_)), str(source), int(str(length)), matrix_of(blob)[0])
            for id_, source, length, blob in rows
            if isinstance(blob, bytes)
        ]

    def newest(self) -> int:
        """The highest row number that any passage ever had."""
        rows = self._all("SELECT seq FROM sqlite_sequence WHERE name = 'passages'")
        return int(str(rows[0][0])) if rows else 0

    def vectors_after(self, newest: int, filters: Filters | None = None) -> tuple[list[int], Matrix]:
        """Row numbers and unit vectors of the passages with a row number above ``newest`` that pass ``filters``."""
        where, values = where_clause(filters)
        sql = f"""SELECT p.id, {_PASSAGE_VECTOR} FROM passages p JOIN transcripts t USING (source)
                  WHERE p.id > ? AND {where}"""
        rows = self._all(sql, (newest, *values))
        vectors = [matrix_of(blob) for _, blob in rows if isinstance(blob, bytes)]
        return [int(str(id_)) for id_, _ in rows], np.vstack(vectors) if vectors else np.zeros((0, 0), np.float32)

    def records(self, batch: int) -> Iterator[list[tuple[str, Matrix, dict[str, str | int]]]]:
        """What Chroma holds of every passage, ``batch`` at a time: id, vectors and metadata."""
        last = 0
        sql = """SELECT p.id, p.key, p.vectors, json_array_length(p.sentences), p.source, p.start, p."end", t.date_key,
                  coalesce(l.heading || ' ' || l.body, '') FROM passages p JOIN transcripts t USING (source)
                  LEFT JOIN lexical l ON l.rowid = p.id WHERE p.id > ? ORDER BY p.id LIMIT ?"""
        while rows := self._all(sql, (last, batch)):
            last = int(str(rows[-1][0]))
            yield [_record(row) for row in rows]

    def openings(self, sources: Sequence[str]) -> list[int]:
        """Row numbers of the first passage of each of ``sources``."""
        wanted = set(sources)
        rows = self._all("SELECT id, source FROM passages WHERE number = 0 ORDER BY source")
        return [int(str(id_)) for id_, source in rows if source in wanted]

    def lengths(self) -> dict[str, int]:
        """Words of the passages of every transcript, by source."""
        sql = """SELECT p.source, sum(length(l.body) - length(replace(l.body, ' ', '')) + (l.body != ''))
                 FROM passages p JOIN lexical l ON l.rowid = p.id GROUP BY p.source"""
        return {str(source): int(str(count)) for source, count in self._all(sql)}

    def spoken(self, sources: Sequence[str]) -> list[Spoken]:
        """Who speaks in which transcript, by transcript and by who speaks first in it; nobody where no one is named."""
        sql = """SELECT p.source, json_extract(s.value, '$[2]') AS speaker, p.id, s.key,
                 json_extract(s.value, '$[1]') - json_extract(s.value, '$[0]') FROM passages p, json_each(p.sentences) s
                 WHERE speaker IS NOT NULL AND p.source IN (SELECT value FROM json_each(?))
                 ORDER BY p.source, p.number, s.key"""
        found: dict[tuple[str, str], Spoken] = {}
        for source, speaker, id_, number, characters in self._all(sql, (json.dumps(list(sources)),)):
            key = str(source), str(speaker)
            first = found[key].first if key in found else (int(str(id_)), int(str(number)))
            before = found[key].characters if key in found else 0
            found[key] = Spoken(*key, before + int(str(characters)), first)
        return list(found.values())

    def unsearchable(self) -> list[str]:
        """Sources with passages that are not in the lexical index."""
        sql = "SELECT DISTINCT source FROM passages WHERE id NOT IN (SELECT rowid FROM lexical) ORDER BY source"
        return [str(row[0]) for row in self._all(sql)]

    def passage_count(self) -> int:
        """Number of passages in the catalog."""
        return int(str(self._all("SELECT count(*) FROM passages")[0][0]))


def _string(value: object) -> str:
    return "" if value is None else str(value)


def _delete(db: sqlite3.Connection, source: str) -> None:
    db.execute("INSERT OR IGNORE INTO doomed SELECT key FROM passages WHERE source = ?", (source,))
    db.execute("DELETE FROM lexical WHERE rowid IN (SELECT id FROM passages WHERE source = ?)", (source,))
    db.execute("DELETE FROM figures WHERE passage IN (SELECT id FROM passages WHERE source = ?)", (source,))
    db.execute("DELETE FROM passages WHERE source = ?", (source,))
    if db.execute("DELETE FROM transcripts WHERE source = ?", (source,)).rowcount:
        note_unerased(db)


def _insert(db: sqlite3.Connection, entry: Entry) -> None:
    t = entry.transcript
    row = (
        t.source,
        t.digest,
        t.title,
        str(t.date) if t.date else None,
        t.date.key if t.date else None,
        json.dumps(t.people),
        json.dumps(t.places),
        t.language,
        t.heading,
        json.dumps(t.body),
        t.text,
        t.root,
        json.dumps(as_rows(t.marks)),
        entry.stamp,
    )
    db.execute("INSERT INTO transcripts VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", row)
    heading = " ".join(stems(t.heading))
    contents = entry.contents or [""] * len(entry.passages)
    for p, key, matrix, content in zip(entry.passages, entry.keys, entry.vectors, contents, strict=True):
        spans = json.dumps([(s.start, s.end, s.speaker) for s in p.sentences])
        cursor = db.execute(
            "INSERT INTO passages VALUES (NULL,?,?,?,?,?,?,?,?)",
            (key, t.source, p.number, p.start, p.end, spans, content, blob_of(matrix)),
        )
        body = " ".join(stems(t.text[p.start : p.end]))
        db.execute("INSERT INTO lexical(rowid, body, heading) VALUES (?,?,?)", (cursor.lastrowid, body, heading))
        keep_figures(db, cursor.lastrowid or 0, p, t.text)


def _spare(db: sqlite3.Connection, keys: Iterable[str]) -> None:
    db.executemany("DELETE FROM doomed WHERE key = ?", [(key,) for key in keys])


def _record(row: tuple[object, ...]) -> tuple[str, Matrix, dict[str, str | int]]:
    _, key, blob, sentences, source, start, end, date, stemmed = row
    assert isinstance(blob, bytes)
    facts: dict[str, str | int] = {"source": str(source), "start": int(str(start)), "end": int(str(end))}
    facts[STEMS] = str(stemmed)
    if date:
        facts["date"] = int(str(date))
    return str(key), matrix_of(blob).reshape(int(str(sentences)) + 1, -1), facts
