"""The figures of every passage, kept beside them, so that the largest of all is found without reading any."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from assistant.corpus.figures import READING, Measure, read_figures
from assistant.corpus.passages import Passage
from assistant.store.database import Database

_KEEP = "INSERT INTO figures(passage, sentence, measure, unit, value) VALUES (?,?,?,?,?)"


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure's place, by transcript, passage (row number) and sentence, and what it comes to in its unit."""

    source: str
    passage: int
    sentence: int
    measure: Measure
    unit: str
    value: float


class FigureIndex(Database):
    """Figures by what they measure; ``Catalog`` writes them."""

    def amounts(self, measures: Collection[Measure]) -> list[Amount]:
        """Every figure of these measures, by transcript and place.

        Those of passages that an earlier version stored without are read from the words, until
        ``keep_missing_figures``; what was read by other rules is told as it was, until then.
        """
        before = int(self.fact("figures_after") or 0)
        marks = ",".join("?" * len(measures))
        sql = f"""SELECT p.source, f.passage, f.sentence, f.measure, f.unit, f.value FROM figures f
                  JOIN passages p ON p.id = f.passage WHERE f.measure IN ({marks}) AND f.passage > ?
                  ORDER BY p.source, f.rowid"""
        kept = [
            Amount(str(source), int(str(id_)), int(str(number)), Measure(str(measure)), str(unit), float(str(value)))
            for source, id_, number, measure, unit, value in self._all(sql, [*map(str, measures), before])
        ]
        return [*kept, *(amount for amount in self._unkept(before) if amount.measure in measures)]

    def figures_missing(self) -> int:
        """Up to which row number the passages' figures are to be read anew; 0 where all are kept.

        An earlier version stored none of them, or what it read by other rules.
        """
        if self.fact("figures_read") != str(READING):
            return int(str(self._all("SELECT coalesce(max(id), 0) FROM passages")[0][0]))
        return int(self.fact("figures_after") or 0)

    def keep_missing_figures(self) -> int:
        """Write the figures of passages that an earlier version stored; how many."""
        before = self.figures_missing()
        missing = list(self._unkept(before))
        with self._transaction() as db:
            db.execute("DELETE FROM figures WHERE passage <= ?", (before,))
            db.executemany(_KEEP, [(a.passage, a.sentence, str(a.measure), a.unit, a.value) for a in missing])
            db.execute("UPDATE facts SET value = '0' WHERE name = 'figures_after'")
            db.execute("UPDATE facts SET value = ? WHERE name = 'figures_read'", (str(READING),))
        return len(missing)

    def _unkept(self, before: int) -> Iterator[Amount]:
        """The figures of the passages up to this row number, read from the words."""
        sql = """SELECT p.id, p.source, p.start, p.sentences, substr(t.text, p.start + 1, p."end" - p.start)
                 FROM passages p JOIN transcripts t USING (source) WHERE p.id <= ? ORDER BY p.source, p.number"""
        for id_, source, start, sentences, text in self._all(sql, (before,)) if before else ():
            spans = [(a - int(str(start)), b - int(str(start))) for a, b, _ in json.loads(str(sentences))]
            for number, measure, unit, value in figures_of(str(text), spans):
                yield Amount(str(source), int(str(id_)), number, Measure(measure), unit, value)


def figures_of(text: str, spans: Collection[tuple[int, int]]) -> Iterator[tuple[int, str, str, float]]:
    """Of every sentence of a passage its number and what its figures measure, in which unit, and come to."""
    for number, (start, end) in enumerate(spans):
        for figure in read_figures(text[start:end]):
            yield number, str(figure.measure), figure.unit, figure.value


def keep_figures(db: sqlite3.Connection, row: int, passage: Passage, text: str) -> None:
    """Write the figures of the passage with this row number; ``text`` is its transcript's."""
    spans = [(s.start, s.end) for s in passage.sentences]
    db.executemany(_KEEP, [(row, *figure) for figure in figures_of(text, spans)])
