"""The catalog: transcripts, passages and the lexical index, in one SQLite file beside Chroma.

A transcript is either wholly in the catalog or not at all: each is written in one transaction, and the catalog is
what decides which of Chroma's vectors count. What Chroma must still forget stands in the table ``doomed``, written in
the same transactions, so that a process that dies leaves a note of what it left behind.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from assistant.corpus.dates import parse_date
from assistant.corpus.marks import as_rows, from_rows
from assistant.corpus.passages import under
from assistant.corpus.transcripts import Transcript
from assistant.filters import Filters
from assistant.language import stems
from assistant.store.amounts import FigureIndex, keep_figures
from assistant.store.database import note_unerased
from assistant.store.generation_cache import GenerationCache
from assistant.store.lexical import LexicalIndex, where_clause
from assistant.store.passage_index import PassageIndex
from assistant.store.stored import Card, Entry, Spoken, StoredPassage, blob_of

__all__ = ["Card", "Catalog", "Entry", "Spoken", "StoredPassage"]


class Catalog(PassageIndex, LexicalIndex, FigureIndex):
    """Reads and writes the SQLite file; one object may serve many threads."""

    def __init__(self, path: Path) -> None:
        self._sources: GenerationCache[Filters, tuple[str, ...]] = GenerationCache()
        self._cards: GenerationCache[Filters, tuple[Card, ...]] = GenerationCache()
        self._speakers: GenerationCache[str, tuple[Spoken, ...]] = GenerationCache()
        super().__init__(path)

    # Transcripts

    def digests(self) -> dict[str, str]:
        """Digest of every indexed transcript by source."""
        return {str(source): str(digest) for source, digest in self._all("SELECT source, digest FROM transcripts")}

    def roots(self) -> dict[str, str]:
        """The folder that every source was found in."""
        return {str(source): str(root) for source, root in self._all("SELECT source, root FROM transcripts")}

    def sources(self, filters: Filters | None = None) -> list[str]:
        """Sources that pass ``filters``, sorted; looked up again only after a change."""
        return list(self._sources.get(self.generation(), filters or Filters(), self._read_sources))

    def _read_sources(self, filters: Filters) -> tuple[str, ...]:
        where, values = where_clause(filters)
        rows = self._all(f"SELECT source FROM transcripts t WHERE {where} ORDER BY source", values)
        return tuple(str(row[0]) for row in rows)

    def people(self) -> list[str]:
        """Everyone whom a transcript names, sorted."""
        return self._named("people")

    def places(self) -> list[str]:
        """Every place that a transcript names, sorted."""
        return self._named("places")

    def _named(self, column: str) -> list[str]:
        sql = f"SELECT DISTINCT value FROM transcripts, json_each(transcripts.{column}) ORDER BY value"
        return [str(row[0]) for row in self._all(sql)]

    def speakers(self) -> Sequence[Spoken]:
        """Who speaks in which transcript, as ``spoken`` of all; read again only after a change."""
        return self._speakers.get(self.generation(), "", lambda _: tuple(self.spoken(self.sources())))

    def undated(self) -> list[str]:
        """Sources whose date is unknown or lacks a year, so that no date filter can let them through."""
        return [
            str(row[0]) for row in self._all("SELECT source FROM transcripts WHERE date_key IS NULL ORDER BY source")
        ]

    def cards(self, filters: Filters | None = None) -> Sequence[Card]:
        """Of every transcript that passes ``filters`` what tells it from the others, by source.

        Read again only after a change.
        """
        return self._cards.get(self.generation(), filters or Filters(), self._read_cards)

    def _read_cards(self, filters: Filters) -> tuple[Card, ...]:
        if filters:
            passing = set(self.sources(filters))
            return tuple(card for card in self.cards() if card.source in passing)
        rows = self._all("SELECT source, title, date, people, language FROM transcripts ORDER BY source")
        return tuple(
            Card(
                str(source),
                str(title),
                parse_date(str(date)) if date else None,
                tuple(json.loads(str(people))),
                str(language),
            )
            for source, title, date, people, language in rows
        )

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

    def extents(self) -> dict[str, tuple[int, int]]:
        """Of every transcript that has passages how many, and the offset at which the last one ends."""
        rows = self._all('SELECT source, count(*), max("end") FROM passages GROUP BY source')
        return {str(source): (int(str(count)), int(str(end))) for source, count, end in rows}

    def text(self, source: str) -> str:
        """The words of one transcript as it was indexed; "" where it is not."""
        rows = self._all("SELECT text FROM transcripts WHERE source = ?", (source,))
        return _string(rows[0][0]) if rows else ""

    def put(self, entries: Sequence[Entry], instead_of: Sequence[str] = ()) -> None:
        """Write transcripts with their passages, replacing what stood under their sources, in one transaction.

        Args:
            instead_of: sources that are taken out in the same transaction.
        """
        with self._transaction() as db:
            for source in (*instead_of, *(entry.transcript.source for entry in entries)):
                _delete(db, source)
            for entry in entries:
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

    def set_roots(self, roots: Mapping[str, str]) -> None:
        """Note for transcripts that are unchanged the folder that they are found in now."""
        if roots:
            with self._transaction() as db:
                db.executemany("UPDATE transcripts SET root = ? WHERE source = ?", [(r, n) for n, r in roots.items()])

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


def _string(value: object) -> str:
    return "" if value is None else str(value)


def _delete(db: sqlite3.Connection, source: str) -> None:
    db.execute("INSERT OR IGNORE INTO doomed SELECT key FROM passages WHERE source = ?", (source,))
    db.execute("DELETE FROM lexical WHERE rowid IN (SELECT id FROM passages WHERE source = ?)", (source,))
    for table in ("figures", "sections"):
        db.execute(f"DELETE FROM {table} WHERE passage IN (SELECT id FROM passages WHERE source = ?)", (source,))
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
    contents = entry.contents or [""] * len(entry.passages)
    for p, key, matrix, content in zip(entry.passages, entry.keys, entry.vectors, contents, strict=True):
        spans = json.dumps([(s.start, s.end, s.speaker) for s in p.sentences])
        cursor = db.execute(
            "INSERT INTO passages VALUES (NULL,?,?,?,?,?,?,?,?)",
            (key, t.source, p.number, p.start, p.end, spans, content, blob_of(matrix)),
        )
        body, heading = " ".join(stems(t.text[p.start : p.end])), " ".join(stems(under(t.heading, p.section)))
        db.execute("INSERT INTO lexical(rowid, body, heading) VALUES (?,?,?)", (cursor.lastrowid, body, heading))
        if p.section:
            db.execute("INSERT INTO sections VALUES (?,?)", (cursor.lastrowid, p.section))
        keep_figures(db, cursor.lastrowid or 0, p, t.text)


def _spare(db: sqlite3.Connection, keys: Iterable[str]) -> None:
    db.executemany("DELETE FROM doomed WHERE key = ?", [(key,) for key in keys])
