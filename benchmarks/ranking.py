"""Which transcripts a question is about, best first: each judged by several of its passages and by its whole.

The best passage alone picks the wrong meeting when many speak of the same things; the whole alone drowns a talk of two
minutes in two hours. So the marks of a transcript add up, each made comparable over the transcripts as a standard
score: BM25 of its words as a whole, the mean of its best passages by BM25 and by cosine, the best stretch of
neighbouring passages, where a talk that uses the question's words one after the other shows, and BM25 of words that
stand together as in the question (the ordered pairs of Metzler and Croft 2005, "A Markov random field model").
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from assistant.filters import Filters
from assistant.questions.question import Question
from assistant.store.encoder import Vector
from assistant.store.index import Index

# Robertson and Zaragoza 2009. In a text of two hours a word said five times is far from its full weight: a larger k1.
PASSAGE_K1 = 1.2
WHOLE_K1 = 3.0
LENGTH_SHARE = 0.75
BEST_PASSAGES = 3
STRETCH_PASSAGES = 3
# The second word of a pair may come this many words after the first.
PAIR_REACH = 3

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class RankedTranscript:
    """A transcript with its score, comparable within one ranking only."""

    source: str
    score: float


@dataclass(frozen=True, slots=True)
class Table:
    """Every passage of an index in the order of the texts.

    Attributes:
        sources: of the transcripts, sorted.
        row: place in this table by passage id.
        owners: for each passage its place in ``sources``, shape (passages,), ascending.
        lengths: in characters, shape (passages,).
        vectors: shape (passages, dimension).
    """

    sources: list[str]
    row: dict[int, int]
    owners: Array
    lengths: Array
    vectors: Array


class TranscriptRanking:
    """Ranks the transcripts of one index; keeps their passages' vectors in memory until the index changes."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._table: tuple[int, Table | None] = (-1, None)

    def rank(self, question: Question, vector: Vector, filters: Filters | None = None) -> list[RankedTranscript]:
        """All transcripts that pass ``filters``, best first."""
        table = self._read()
        allowed = set(self._index.catalog.sources(filters))
        kept = np.array([source in allowed for source in table.sources], dtype=bool)
        if not kept.any():
            return []
        marks = self._marks(question.terms, vector, table)
        scores = np.sum([_standard(mark[kept]) for mark in marks], axis=0)
        sources = [source for source, keep in zip(table.sources, kept, strict=True) if keep]
        order = np.argsort(-scores, kind="stable")
        return [RankedTranscript(sources[i], float(scores[i])) for i in order]

    def _read(self) -> Table:
        generation = self._index.catalog.generation()
        if self._table[1] is None or self._table[0] != generation:
            rows = self._index.catalog.passage_vectors()
            sources = sorted({source for _, source, _, _ in rows})
            place = {source: n for n, source in enumerate(sources)}
            table = Table(
                sources,
                {id_: n for n, (id_, _, _, _) in enumerate(rows)},
                np.array([place[source] for _, source, _, _ in rows], dtype=int),
                np.array([length for _, _, length, _ in rows], dtype=float),
                np.array([vector for _, _, _, vector in rows], dtype=np.float32),
            )
            self._table = (generation, table)
        assert self._table[1] is not None
        return self._table[1]

    def _marks(self, terms: Sequence[str], vector: Vector, table: Table) -> list[Array]:
        """The marks of every transcript, each of shape (transcripts,) and in a scale of its own."""
        counts, pairs = count_terms(terms, self._index.catalog.occurrences(terms), table.row)
        starts = np.searchsorted(table.owners, np.arange(len(table.sources)))
        whole_lengths = np.add.reduceat(table.lengths, starts)
        stretch_lengths = _stretches(table.lengths[:, None], table.owners)[:, 0]
        cosines = table.vectors @ vector
        return [
            bm25(np.add.reduceat(counts, starts, axis=0), whole_lengths, WHOLE_K1),
            bm25(np.add.reduceat(pairs, starts, axis=0), whole_lengths, WHOLE_K1),
            _best(bm25(counts, table.lengths, PASSAGE_K1), starts, BEST_PASSAGES),
            _best(bm25(_stretches(counts, table.owners), stretch_lengths, PASSAGE_K1), starts, 1),
            _best(cosines, starts, 1),
            _best(cosines, starts, BEST_PASSAGES),
        ]


def count_terms(
    terms: Sequence[str], occurrences: Sequence[tuple[str, int, int]], row: Mapping[int, int]
) -> tuple[Array, Array]:
    """How often each term stands in each passage, and how often with the next term soon after it: (passages, terms).

    Args:
        occurrences: as (term, passage id, word number).
        row: the place of each passage by its id.
    """
    places: dict[tuple[str, int], list[int]] = defaultdict(list)
    for term, id_, place in occurrences:
        places[term, row[id_]].append(place)
    following = dict(pairwise(terms))
    counts, pairs = np.zeros((2, len(row), len(terms)))
    for (term, passage), found in places.items():
        column = terms.index(term)
        after = places.get((following.get(term, ""), passage), ())
        counts[passage, column] = len(found)
        pairs[passage, column] = sum(any(0 < b - a <= PAIR_REACH for b in after) for a in found)
    return counts, pairs


def bm25(counts: Array, lengths: Array, k1: float) -> Array:
    """Okapi BM25 of every text from its counts of the question's terms, shape (texts, terms)."""
    standing = (counts > 0).sum(axis=0)
    rarity = np.log(1 + (len(counts) - standing + 0.5) / (standing + 0.5))
    relative = (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / lengths.mean())[:, None]
    return np.asarray((counts * (k1 + 1) / (counts + k1 * relative)) @ rarity)


def _stretches(values: Array, owners: Array) -> Array:
    """Sums over each passage and those that follow it in the same transcript, ``STRETCH_PASSAGES`` in all."""
    total = values.copy()
    for ahead in range(1, STRETCH_PASSAGES):
        together = owners[ahead:] == owners[:-ahead]
        total[:-ahead][together] += values[ahead:][together]
    return total


def _best(scores: Array, starts: Array, count: int) -> Array:
    """The mean of each transcript's ``count`` best passages; one that it lacks counts 0."""
    return np.array([np.sort(part)[::-1][:count].sum() / count for part in np.split(scores, starts[1:])])


def _standard(marks: Array) -> Array:
    """Distances from the mean in standard deviations; all 0 where there is no difference."""
    spread = marks.std()
    return (marks - marks.mean()) / spread if spread > 1e-9 else np.zeros_like(marks)
