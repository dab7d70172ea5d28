import pytest

from assistant.corpus.transcripts import plain_transcript
from assistant.questions.acronyms import acronyms_in, spelt_out, told_by_initials
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.index import Index

BUREAU = "The International Boat Bureau made fourteen rules. The EU paid for the pier in Dorva."


@pytest.mark.parametrize(
    ("text", "acronyms"),
    [
        ("What did the IBB say?", ["IBB"]),
        ("How many rules of the EU and the IBB, and of the EU?", ["EU", "IBB"]),
        ("What is A1 or B-52?", []),
        ("Who is Ann Lee?", []),
    ],
)
def test_what_is_written_as_initials_is_told_apart(text: str, acronyms: list[str]) -> None:
    assert acronyms_in(text) == acronyms


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("IBB", "International Boat Bureau"),
        ("IBBA", ""),
        ("BB", "Boat Bureau"),
        ("EU", ""),
    ],
)
def test_initials_are_spelt_out_by_words_that_follow_each_other(acronym: str, name: str) -> None:
    assert spelt_out(acronym, [BUREAU]) == name


def test_small_words_between_have_no_letter() -> None:
    assert spelt_out("BOS", ["the Bureau of the Sea"]) == ""
    assert spelt_out("BS", ["the Bureau of the Sea"]) == "Bureau of the Sea"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("What did the European Union pay?", {"European Union": "EU"}),
        ("What did Erika Ulm pay?", {}),  # without an article it may be a person
        ("Who leads the Bureau of Boats and Ferries?", {"Bureau of Boats and Ferries": "BBF"}),
        ("What did the Northern Union pay?", {}),
    ],
)
def test_a_name_is_told_by_its_initials_where_the_corpus_has_only_these(text: str, told: dict[str, str]) -> None:
    assert told_by_initials(text, {"eu": 1, "bbf": 2, "union": 1}) == told


def test_a_name_whose_words_the_corpus_has_stays() -> None:
    assert told_by_initials("What did the European Union pay?", {"eu": 1, "european": 1, "union": 1}) == {}


def test_a_name_is_searched_as_the_corpus_has_it(empty_index: Index) -> None:
    empty_index.add([plain_transcript("bureau.txt", "Session", BUREAU)])
    search = HybridSearch(empty_index)
    full = search.search("How many rules did the IBB make?", 8)
    assert "International Boat Bureau" in full.question.text
    assert not full.question.absent_names
    assert full.notes == ("read “IBB” as “International Boat Bureau”",)
    short = search.search("What did the European Union pay for?", 8)
    assert short.question.text == "What did the EU pay for?"
    assert not short.question.absent_names
    other = search.search("How many rules did the NBB make?", 8)
    assert other.question.absent_names
    assert not other.notes
