"""Surveys over a corpus that is taken for too large to be read whole: a count stays exact, or says that it is none."""

from collections.abc import Iterator

import pytest

from assistant.corpus.transcripts import plain_transcript
from assistant.retrieval import HybridSearch
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.surveys.bounds import read_corpus, told
from assistant.surveys.counting import count
from assistant.surveys.requests import read_request
from assistant.surveys.results import Survey

TOWNS = {
    "ash": "The lighthouse needs a lamp. Salt is dear.",
    "birch": "Wool is cheap. The mill stands still.",
    "cedar": "A lighthouse is on the coat of arms. Slate is sold.",
    "dogwood": "The orchard blooms. Cider costs two crowns.",
    "elm": "The choir sings. Nobody sells wool.",
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[HybridSearch]:
    index = Index(tmp_path_factory.mktemp("bounds"), encoder)
    index.add([plain_transcript(f"{name}.txt", f"Talk in {name}", text) for name, text in TOWNS.items()])
    yield HybridSearch(index)
    index.close()


def counted(search: HybridSearch, text: str, whole: int) -> Survey:
    request = read_request(text)
    assert request
    corpus = read_corpus(text, request, search, None, whole)
    result = told(count(request, corpus), corpus)
    assert result
    return result


def test_a_count_by_words_is_exact_though_the_others_are_not_read(search: HybridSearch) -> None:
    text = "How many transcripts mention the lighthouse?"
    corpus = read_corpus(text, read_request(text), search, None, 3)
    assert set(corpus.passages) == {"ash.txt", "cedar.txt"}
    assert (corpus.elsewhere, corpus.unread, corpus.total) == (3, 0, 5)
    bounded, whole = counted(search, text, 3), counted(search, text, 100)
    assert bounded.lead == whole.lead == "2 of 5 transcripts mention “lighthouse”: “Talk in ash”; “Talk in cedar”."
    assert bounded.notes == whole.notes
    assert [item.source for item in bounded.items] == [item.source for item in whole.items]


def test_a_word_that_stands_nowhere_is_counted_as_none_of_all(search: HybridSearch) -> None:
    assert counted(search, "How many transcripts mention zinc?", 3).lead == "None of the 5 transcripts mentions “zinc”."


def test_those_without_the_word_are_all_found(search: HybridSearch) -> None:
    lead = counted(search, "Which transcripts do not mention the lighthouse?", 3).lead
    titles = "“Talk in birch”; “Talk in dogwood”; “Talk in elm”"
    assert lead == f"3 of 5 transcripts do not mention “lighthouse”: {titles}."


def test_a_count_over_a_part_says_so(search: HybridSearch) -> None:
    result = counted(search, "How many transcripts mention the lighthouse?", 1)
    assert result.lead.startswith("Of the 1 transcript with the passages nearest to this: 1 of 1 transcripts")
    assert result.notes[-1] == (
        "of 5 passages only the 1 nearest to the question by their words were looked at, so there may be more"
    )
