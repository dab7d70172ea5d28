"""Passages and their vectors by row number, Chroma id, content or transcript, in the catalog's file."""

import json
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from assistant.filters import Filters
from assistant.store.arrays import Matrix, Vector
from assistant.store.database import Database
from assistant.store.lexical import where_clause
from assistant.store.stored import STEMS, Spoken, StoredPassage, matrix_of, stored_passage

# SQLite takes 32,766 values in a statement; fewer keep the statements short.
_BATCH = 500
_PASSAGE_VECTOR = "substr(vectors, 1, length(vectors) / (json_array_length(sentences) + 1))"


class PassageIndex(Database):
    """Passages as they are stored; ``Catalog`` writes them."""

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
            'substr(t.text, p.start + 1, p."end" - p.start), t.heading, s.name '
            "FROM passages p JOIN transcripts t USING (source) LEFT JOIN sections s ON s.passage = p.id "
            f"WHERE p.id IN ({marks})"
        )
        found = {stored.id: stored for stored in (stored_passage(row) for row in self._all(sql, wanted))}
        return [found[id_] for id_ in wanted if id_ in found]

    def passages_of(self, source: str) -> list[StoredPassage]:
        """All passages of one transcript, in order."""
        ids = self._all("SELECT id FROM passages WHERE source = ? ORDER BY number", (source,))
        return self.passages(int(str(row[0])) for row in ids)

    def passage_sources(self) -> list[tuple[int, str]]:
        """Row number and source of every passage, in the order of the texts."""
        rows = self._all("SELECT id, source FROM passages ORDER BY source, number")
        return [(int(str(id_)), str(source)) for id_, source in rows]

    def contents_of(self, source: str) -> list[str]:
        """Of each passage of one transcript, in order, the digest of what its vectors come from."""
        rows = self._all("SELECT content FROM passages WHERE source = ? ORDER BY number", (source,))
        return [str(row[0]) for row in rows]

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
        sql = f"SELECT p.id, {_PASSAGE_VECTOR} FROM passages p "
        if filters and newest < 0:
            # Looked up by transcript and not all gone through, which the plus forbids: .01 s for .2 of 100,000.
            sql += f"WHERE +p.id > ? AND p.source IN (SELECT source FROM transcripts t WHERE {where})"
        else:
            sql += f"JOIN transcripts t USING (source) WHERE p.id > ? AND {where}"
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

    def said_by(self, spoken: Iterable[Spoken], limit: int) -> list[int]:
        """Row numbers of the first ``limit`` passages in which one of ``spoken`` speaks."""
        who = list(spoken)
        sources, speakers = ({one.source for one in who}, {one.speaker for one in who})
        sql = """SELECT p.id FROM passages p WHERE p.source IN (SELECT value FROM json_each(?))
                 AND EXISTS (SELECT 1 FROM json_each(p.sentences) s
                 WHERE json_extract(s.value, '$[2]') IN (SELECT value FROM json_each(?))) ORDER BY p.id LIMIT ?"""
        values = (json.dumps(sorted(sources)), json.dumps(sorted(speakers)), limit)
        return [int(str(row[0])) for row in self._all(sql, values)] if who else []

    def unsearchable(self) -> list[str]:
        """Sources with passages that are not in the lexical index."""
        sql = "SELECT DISTINCT source FROM passages WHERE id NOT IN (SELECT rowid FROM lexical) ORDER BY source"
        return [str(row[0]) for row in self._all(sql)]

    def passage_count(self, filters: Filters | None = None) -> int:
        """Number of passages in the catalog that pass ``filters``."""
        where, values = where_clause(filters)
        narrowed = f"WHERE source IN (SELECT source FROM transcripts t WHERE {where})" if filters else ""
        return int(str(self._all(f"SELECT count(*) FROM passages {narrowed}", values)[0][0]))

    def passing(self, ids: Iterable[int], filters: Filters) -> set[int]:
        """Which of these row numbers are of passages that pass ``filters``."""
        where, values = where_clause(filters)
        sql = f"""SELECT p.id FROM passages p JOIN transcripts t USING (source)
                  WHERE p.id IN (SELECT value FROM json_each(?)) AND {where}"""
        return {int(str(row[0])) for row in self._all(sql, (json.dumps(list(ids)), *values))}


def _record(row: tuple[object, ...]) -> tuple[str, Matrix, dict[str, str | int]]:
    _, key, blob, sentences, source, start, end, date, stemmed = row
    assert isinstance(blob, bytes)
    facts: dict[str, str | int] = {"source": str(source), "start": int(str(start)), "end": int(str(end))}
    facts[STEMS] = str(stemmed)
    if date:
        facts["date"] = int(str(date))
    return str(key), matrix_of(blob).reshape(int(str(sentences)) + 1, -1), facts
