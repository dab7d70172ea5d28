"""Surveys over a corpus that is taken for too large to be read whole: a count stays exact, or says that it is none."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import write_corpus

from assistant.corpus.figures import READING, Measure
from assistant.corpus.transcripts import plain_transcript
from assistant.filters import Filters
from assistant.questions.requests import read_request
from assistant.retrieval.hybrid import HybridSearch
from assistant.settings import Settings
from assistant.store.catalog import Catalog
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.surveys.bounds import read_corpus, told
from assistant.surveys.counting import count
from assistant.surveys.extremes import largest
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
    assert (corpus.unread, corpus.total) == (0, 5)
    bounded, whole = counted(search, text, 3), counted(search, text, 100)
    assert str(bounded.lead) == str(whole.lead) == "2 of 5 transcripts mention “lighthouse”:"
    assert bounded.notes == whole.notes
    assert [item.source for item in bounded.items] == [item.source for item in whole.items]


def test_a_word_that_stands_nowhere_is_counted_as_none_of_all(search: HybridSearch) -> None:
    lead = counted(search, "How many transcripts mention zinc?", 3).lead
    assert str(lead) == "None of the 5 transcripts mentions “zinc”."


def test_those_without_the_word_are_all_found(search: HybridSearch) -> None:
    found = counted(search, "Which transcripts do not mention the lighthouse?", 3)
    assert str(found.lead) == "3 of 5 transcripts do not mention “lighthouse”:"
    assert [item.source for item in found.items] == ["birch.txt", "dogwood.txt", "elm.txt"]


def test_those_without_the_word_are_not_told_from_a_part(search: HybridSearch) -> None:
    request = read_request("Which transcripts do not mention the lighthouse?")
    assert request
    corpus = read_corpus(request.topic, request, search, None, 1)
    assert corpus.unread
    assert count(request, corpus) is None


def test_a_count_over_a_part_says_so(search: HybridSearch) -> None:
    result = counted(search, "How many transcripts mention the lighthouse?", 1)
    assert str(result.lead).startswith("Of the 1 transcript with the passages nearest to this: 1 of 1 transcripts")
    assert result.notes[-1] == (
        "of 5 passages only the 1 nearest to the question by their words were looked at, so there may be more"
    )


def test_a_count_is_of_all_though_more_passages_hold_the_words_than_are_read(empty_index: Index) -> None:
    long = "\n\n".join("The steam mill, the steam mill stands still. " * 30 for _ in range(6))
    mill, tea = "It is the steam mill that the town sold last year to a man from abroad.", "Steam rises from the tea."
    towns = {f"t{i}": mill if i % 2 else tea for i in range(8)}
    texts = {"long": long, **towns, "other": "The choir sings. Nobody sells wool."}
    empty_index.add([plain_transcript(f"{name}.txt", f"Talk in {name}", text) for name, text in texts.items()])
    search, text = HybridSearch(empty_index), "How many transcripts mention the steam mill?"
    assert len(empty_index.catalog.search_lexical(search.read("steam mill").terms, 100)) > 7
    bounded, whole = counted(search, text, 7), counted(search, text, 1000)
    assert str(bounded.lead) == str(whole.lead)
    assert str(bounded.lead).startswith("5 of 10 transcripts mention “steam mill”")
    assert bounded.notes == whole.notes
    filters = Filters(sources=("long.txt", "t1.txt", "t2.txt"))
    ids, transcripts = empty_index.catalog.best_of_each(search.read("steam mill").terms, 3, filters)
    assert transcripts == 2
    assert {each.passage.source for each in empty_index.catalog.passages(ids[:2])} == {"long.txt", "t1.txt"}
    part = counted(search, text, 4)
    assert str(part.lead).startswith("Of the ")  # five transcripts hold them: too many to read one each


SUMS = {
    "ash": "The lamp costs $300. The tower costs 2 million dollars.",
    "birch": "The mill was sold for €90,000. Wool brings $5,000 a year.",
    "cedar": "The slate brings $4 million a year. An investment of $7 million is planned.",
    "dogwood": "The orchard blooms on 40 percent of the land.",
}


@pytest.fixture
def sums(empty_index: Index) -> HybridSearch:
    empty_index.add([plain_transcript(f"{name}.txt", f"Talk in {name}", text) for name, text in SUMS.items()])
    return HybridSearch(empty_index)


def largest_of(search: HybridSearch, text: str, filters: Filters | None = None) -> Survey:
    request = read_request(text)
    assert request
    corpus = read_corpus(text, request, search, filters, 2)
    assert corpus.passages == {}
    found = told(largest(request, text, corpus), corpus)
    assert found
    return found


def test_the_largest_of_all_sums_is_found_though_no_passage_is_read(sums: HybridSearch) -> None:
    found = largest_of(sums, "What is the largest sum of money named in any of the transcripts?")
    assert str(found.lead) == (
        "The largest sums, of 3 of 4 transcripts that give one: $7 million (“Talk in cedar”), then 2 million dollars; "
        "€90,000 (“Talk in birch”)."
    )
    assert [item.text.split()[0] for item in found.items] == ["An", "The", "Wool", "The"]


def test_each_currency_of_a_transcript_counts(sums: HybridSearch) -> None:
    found = largest_of(sums, "What is the smallest sum of money named in any of the transcripts?")
    assert "$300 (“Talk in ash”), then $5,000" in str(found.lead)


def test_filters_hold_for_all_of_them(sums: HybridSearch) -> None:
    filters = Filters(sources=("ash.txt", "birch.txt", "dogwood.txt"))
    found = largest_of(sums, "What is the largest sum of money named in any of the transcripts?", filters)
    assert str(found.lead).startswith("The largest sums, of 2 of 3 transcripts that give one: 2 million dollars")


def test_what_a_filter_leaves_of_a_large_corpus_is_read_whole(search: HybridSearch) -> None:
    text = "What do the towns sell?"
    few, many = Filters(sources=("elm.txt", "birch.txt")), Filters(sources=("elm.txt", "birch.txt", "ash.txt"))
    assert (read_corpus(text, None, search, few, 2).unread, read_corpus(text, None, search, many, 2).unread) == (0, 2)


def test_figures_of_an_older_index_are_read_until_they_are_noted(sums: HybridSearch) -> None:
    catalog = sums.index.catalog
    before = catalog.amounts([Measure.MONEY])
    newest = catalog.newest()
    with catalog._transaction() as db:
        db.execute("DELETE FROM figures")
        db.execute("UPDATE facts SET value = ? WHERE name = 'figures_after'", (str(newest),))
    assert catalog.amounts([Measure.MONEY]) == before
    assert catalog.keep_missing_figures() == len(catalog.amounts(list(Measure))) > len(before)
    assert catalog.fact("figures_after") == "0"
    assert catalog.amounts([Measure.MONEY]) == before


def test_the_figures_of_a_removed_transcript_are_gone(sums: HybridSearch) -> None:
    sums.index.remove("cedar.txt")
    assert {amount.source for amount in sums.index.catalog.amounts([Measure.MONEY])} == {"ash.txt", "birch.txt"}
    kept = sums.index.catalog._all("SELECT count(*) FROM figures WHERE passage NOT IN (SELECT id FROM passages)")
    assert kept == [(0,)]


def test_the_next_ingest_notes_the_figures_of_an_older_index(empty_index: Index, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "sums", {f"{name}.txt": text for name, text in SUMS.items()})
    ingest(empty_index, [corpus])
    catalog = empty_index.catalog
    before = catalog.amounts([Measure.MONEY])
    with catalog._transaction() as db:
        db.execute("DELETE FROM figures")
        db.execute("UPDATE facts SET value = ? WHERE name = 'figures_after'", (str(catalog.newest()),))
    embedded = empty_index.embedded
    ingest(empty_index, [corpus])
    assert catalog.fact("figures_after") == "0"
    assert catalog.amounts([Measure.MONEY]) == before != []
    assert empty_index.embedded == embedded


def test_figures_that_other_rules_read_are_told_as_they_were_until_the_next_ingest(
    empty_index: Index, tmp_path: Path
) -> None:
    corpus = write_corpus(tmp_path / "sums", {f"{name}.txt": text for name, text in SUMS.items()})
    ingest(empty_index, [corpus])
    catalog = empty_index.catalog
    assert (catalog.fact("figures_read"), catalog.figures_missing()) == (str(READING), 0)
    before = catalog.amounts([Measure.MONEY])
    with catalog._transaction() as db:
        db.execute("UPDATE figures SET value = 7")
        db.execute("DELETE FROM facts WHERE name = 'figures_read'")  # as of a version that kept no mark
    with closing(Catalog(catalog.path)) as opened:
        assert opened.fact("figures_read") == "0"
        # Reading them all from the words would take a question a minute at 100,000 passages.
        assert {amount.value for amount in opened.amounts([Measure.MONEY])} == {7.0}
        assert opened.figures_missing() == opened.newest()
    embedded = empty_index.embedded
    ingest(empty_index, [corpus])
    assert (catalog.fact("figures_read"), catalog.figures_missing()) == (str(READING), 0)
    assert catalog.amounts([Measure.MONEY]) == before
    assert catalog._all("SELECT count(*) FROM figures WHERE value = 7") == [(0,)]
    assert empty_index.embedded == embedded


def test_a_count_over_many_transcripts_is_as_sure_as_its_least_sure_ones(empty_index: Index) -> None:
    towns = {f"t{i:02}": "The steam mill stands still." if i % 2 else "The mill is sold." for i in range(60)}
    empty_index.add([plain_transcript(f"{name}.txt", f"Talk in {name}", text) for name, text in towns.items()])
    found = counted(HybridSearch(empty_index), "How many transcripts mention the steam mill?", 1000)
    assert str(found.lead).startswith("30 of 60 transcripts mention")
    assert found.confidence > Settings().threshold
