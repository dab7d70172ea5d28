import os
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.retrievers import BaseRetriever

from assistant.assistant import Assistant
from assistant.corpus.transcripts import plain_transcript
from assistant.filters import Filters
from assistant.reading import reader as readers
from assistant.retrieval.hybrid import HybridSearch, fuse
from assistant.store.index import Index

RANKING = st.lists(st.integers(0, 30), unique=True, max_size=15)


@given(st.lists(RANKING, max_size=3))
def test_fusion_keeps_every_id_once(rankings: list[list[int]]) -> None:
    fused = fuse(rankings)
    assert len(fused) == len(set(fused))
    assert set(fused) == {id_ for ranking in rankings for id_ in ranking}


@given(RANKING)
def test_fusing_one_ranking_or_two_equal_ones_changes_nothing(ranking: list[int]) -> None:
    assert fuse([ranking]) == ranking
    assert fuse([ranking, ranking]) == ranking


@given(RANKING, RANKING)
def test_fusion_does_not_depend_on_which_leg_comes_first(one: list[int], other: list[int]) -> None:
    assert fuse([one, other]) == fuse([other, one])


@given(RANKING, RANKING)
def test_an_id_ranked_ahead_in_both_legs_stays_ahead(one: list[int], other: list[int]) -> None:
    fused = fuse([one, other])
    shared = [id_ for id_ in one if id_ in other]
    for a in shared:
        for b in shared:
            if one.index(a) < one.index(b) and other.index(a) < other.index(b):
                assert fused.index(a) < fused.index(b)


def test_an_id_in_both_legs_beats_the_best_of_one() -> None:
    assert fuse([[1, 2], [3, 2]]) == [2, 1, 3]


def sources(search: HybridSearch, question: str, filters: Filters | None = None, limit: int = 8) -> list[str]:
    return [c.stored.passage.source for c in search.search(question, limit, filters).candidates]


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("How many volumes does the reading room hold?", "library.txt"),
        ("Which vessels will run on batteries?", "ferry.txt"),
        ("What did cold weather do to the fruit trees?", "talks/orchard.md"),
        ("telescopes", "library.txt"),
    ],
)
def test_the_passage_that_answers_comes_first(assistant: Assistant, question: str, source: str) -> None:
    assert sources(assistant.search, question)[0] == source


def test_candidates_are_ordered_by_score_and_limited(assistant: Assistant) -> None:
    found = assistant.search.search("ferries, apples and books", 2)
    scores = [candidate.score for candidate in found.candidates]
    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)


def test_as_many_passages_as_are_asked_for_are_given(empty_index: Index) -> None:
    empty_index.add([plain_transcript(f"{n}.txt", "Talk", f"The tram number {n} stops.") for n in range(60)])
    assert [len(HybridSearch(empty_index).search("tram", limit).candidates) for limit in (1, 40, 50)] == [1, 40, 50]


def test_filters_hold_for_both_legs(assistant: Assistant) -> None:
    assert set(sources(assistant.search, "telescopes", Filters(("ferry.txt",)))) == {"ferry.txt"}
    assert set(sources(assistant.search, "telescopes", Filters(date_to=20191231))) == {"talks/orchard.md"}
    assert sources(assistant.search, "telescopes", Filters(("library.txt",), date_from=20000101)) == []


def test_a_vector_given_is_used_in_place_of_the_questions_own(assistant: Assistant) -> None:
    other = assistant.index.encoder.encode_queries(["apples and frost"])[0]
    found = assistant.search.search("xyzzy", 1, vector=other)
    np.testing.assert_array_equal(found.vector, other)
    assert found.candidates[0].stored.passage.source == "talks/orchard.md"


def test_the_vocabulary_follows_the_index(empty_index: Index) -> None:
    search = HybridSearch(empty_index)
    assert search.vocabulary() == {}
    empty_index.add([plain_transcript("a.txt", "Talk", "The tram stops.")])
    assert "tram" in search.vocabulary()
    assert search.read("tram").unknown == frozenset()
    empty_index.remove("a.txt")
    assert search.read("tram").unknown == {"tram"}


def test_an_empty_index_gives_no_candidates(empty_index: Index) -> None:
    assert HybridSearch(empty_index).search("tram", 5).candidates == ()


def test_as_a_langchain_retriever_it_gives_verbatim_documents(assistant: Assistant) -> None:
    retriever = assistant.as_retriever()
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("How many telescopes were lent?")
    assert documents[0].metadata["source"] == "library.txt"
    for document in documents:
        facts = document.metadata
        assert document.page_content == assistant.transcript(facts["source"]).text[facts["start"] : facts["end"]]
    scores = [document.metadata["score"] for document in documents]
    assert scores == sorted(scores, reverse=True)


def test_the_retriever_keeps_to_its_filters(assistant: Assistant) -> None:
    documents = assistant.as_retriever(Filters(("ferry.txt",))).invoke("How many telescopes were lent?")
    assert {document.metadata["source"] for document in documents} == {"ferry.txt"}


def test_a_question_waits_for_no_passages_that_others_read(index: Index) -> None:
    gate = threading.Event()
    held = [readers._CORES.submit(gate.wait, 20) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        begin = time.perf_counter()
        assert HybridSearch(index).search("What does a ferry cost?", 3).candidates
        assert time.perf_counter() - begin < 15
    finally:
        gate.set()
    assert all(done.result() for done in held)
