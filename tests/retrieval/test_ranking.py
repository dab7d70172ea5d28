"""Ranking whole transcripts: BM25 by another implementation, several passages over one, and the index's changes."""

import importlib
import math
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.corpus.transcripts import plain_transcript
from assistant.filters import Filters
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.index import Index


@pytest.fixture(scope="module", autouse=True)
def _importable() -> Iterator[None]:
    """The benchmarks import one another by name, as when run from their folder."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield
    sys.path.remove(str(ROOT / "benchmarks"))


def benchmark() -> ModuleType:
    return importlib.import_module("ranking")


class Ranking:
    """The ranking of an index as the benchmark asks for it."""

    def __init__(self, index: Index) -> None:
        self._search = HybridSearch(index)
        self._ranking = benchmark().TranscriptRanking(index)

    def __call__(self, text: str, filters: Filters | None = None) -> list[Any]:
        found: list[Any] = self._ranking.rank(self._search.read(text), self._search.vectors_of([text])[0], filters)
        return found


COUNTS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 50)), min_size=1, max_size=8)


@given(COUNTS, st.sampled_from([0.5, 1.2, 3.0]))
def test_bm25_is_the_formula_term_by_term(texts: list[tuple[int, int, int]], k1: float) -> None:
    lengths = [length for _, _, length in texts]
    expected, share = [], benchmark().LENGTH_SHARE
    for *counts, length in texts:
        total = 0.0
        for term, count in enumerate(counts):
            holding = sum(text[term] > 0 for text in texts)
            rarity = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            norm = k1 * (1 - share + share * length * len(texts) / sum(lengths))
            total += rarity * count * (k1 + 1) / (count + norm)
        expected.append(total)
    counts_array = np.array([text[:2] for text in texts], dtype=float)
    assert benchmark().bm25(counts_array, np.array(lengths, dtype=float), k1) == pytest.approx(expected)


def sources(ranking: Ranking, text: str, filters: Filters | None = None) -> list[str]:
    return [ranked.source for ranked in ranking(text, filters)]


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("What was said about the pier and the electric ferries?", "ferry.txt"),
        ("Where do children borrow comics?", "library.txt"),
        ("What did cold weather do to the fruit trees?", "talks/orchard.md"),
    ],
)
def test_the_transcript_that_speaks_of_it_comes_first(assistant: Assistant, question: str, source: str) -> None:
    ranked = Ranking(assistant.index)(question)
    assert ranked[0].source == source
    assert len(ranked) == 3
    assert [r.score for r in ranked] == sorted((r.score for r in ranked), reverse=True)


def test_filters_narrow_the_ranking(assistant: Assistant) -> None:
    assert sources(Ranking(assistant.index), "comics", Filters(("ferry.txt", "library.txt"))) == [
        "library.txt",
        "ferry.txt",
    ]
    assert sources(Ranking(assistant.index), "comics", Filters(date_from=20990101)) == []


def test_a_question_without_a_known_word_still_ranks_by_meaning(assistant: Assistant) -> None:
    assert sources(Ranking(assistant.index), "vessels")[0] == "ferry.txt"


def test_an_empty_index_ranks_nothing(empty_index: Index) -> None:
    assert Ranking(empty_index)("tram") == []


def test_several_passages_on_a_topic_count_for_more_than_one(empty_index: Index) -> None:
    filler = "The chair thanked the clerk for the minutes and asked who would take the next item. " * 8
    tram = "The tram depot needs rails and the tram drivers want a longer break at the tram stop. " * 8
    once = "\n\n".join([tram, filler, filler, filler])
    often = "\n\n".join([tram, filler, tram, tram])
    empty_index.add([plain_transcript("a-once.txt", "Talk", once), plain_transcript("b-often.txt", "Talk", often)])
    assert sources(Ranking(empty_index), "tram drivers at the depot") == ["b-often.txt", "a-once.txt"]


def test_terms_are_counted_and_those_that_stand_together_in_the_order_asked(empty_index: Index) -> None:
    texts = ("A boat, a red bus.", "The red boat and the red old boat.", "Red is what the new boat of ours is.")
    empty_index.add([plain_transcript(f"{n}.txt", "Talk", text) for n, text in enumerate(texts)])
    row = {id_: n for n, (id_, *_) in enumerate(empty_index.catalog.passage_vectors())}
    counts, pairs = benchmark().count_terms(["red", "boat"], empty_index.catalog.occurrences(["red", "boat"]), row)
    assert counts.tolist() == [[1, 1], [2, 2], [1, 1]]
    assert pairs.tolist() == [[0, 0], [2, 0], [0, 0]]  # the last is five words away


def test_the_ranking_follows_the_index(empty_index: Index) -> None:
    ranking = Ranking(empty_index)
    empty_index.add([plain_transcript("a.txt", "Talk", "The tram stops here.")])
    assert sources(ranking, "tram") == ["a.txt"]
    empty_index.add([plain_transcript("b.txt", "Talk", "Nobody came to the concert.")])
    assert sources(ranking, "tram") == ["a.txt", "b.txt"]
    empty_index.remove("a.txt")
    assert sources(ranking, "tram") == ["b.txt"]
