import pytest

from assistant.corpus.transcripts import plain_transcript
from assistant.questions.acronyms import acronyms_in, has_initials, spelt_out, told_by_initials
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
        ("BB", ""),
        ("EU", ""),
    ],
)
def test_initials_are_spelt_out_by_words_that_follow_each_other(acronym: str, name: str) -> None:
    assert spelt_out(acronym, [BUREAU]) == name


@pytest.mark.parametrize(
    ("acronym", "text", "name"),
    [
        ("AI", "The pier fell. After Ivan left, the After Ivan sank.", ""),
        ("UN", "Nothing sails until spring. Until November the Until November is shut.", ""),
        ("UK", "Uma Kurt paid.", ""),
        ("PM", "Yesterday President Medvedev met them.", ""),
        ("UK", "the Uma Kurt of Dorva", ""),
        ("BB", "the Boat\n Bureau", "Boat Bureau"),
        ("BB", "the Boat Bureau Union", ""),
        ("BB", "the Bread Bakery, the Boat Bureau and again the Boat Bureau", "Boat Bureau"),
    ],
)
def test_what_only_begins_with_these_letters_is_no_name(acronym: str, text: str, name: str) -> None:
    assert spelt_out(acronym, [text], ["Uma Kurt"]) == name


@pytest.mark.parametrize("text", ["Was Anna Rau there?", "Did Oleg Grant pay?", "Tall Old Pier", "the Was Anna Rau"])
def test_a_name_without_article_or_with_a_function_word_is_not_told_by_initials(text: str) -> None:
    assert told_by_initials(text, {"war": 1, "dog": 1, "top": 1}) == {}


def test_somebody_who_is_absent_stays_so_where_the_corpus_has_a_word_of_his_initials(empty_index: Index) -> None:
    talk = f"{BUREAU} The war and the dog came. The eel sleeps, the old otter too. Uma Kurt and Erika Ulm paid."
    empty_index.add([plain_transcript("bureau.txt", "Session", talk)])
    search = HybridSearch(empty_index)
    for question in (
        "Was Anna Rau at the meeting?",
        "Did Oleg Grant pay?",
        "What did the Eastern Egret Lodge pay?",
        "What did the UK pay for?",
    ):
        found = search.search(question, 8)
        assert found.question.text == question
        assert found.question.absent_names
        assert found.notes == ()


def test_initials_of_a_line_in_capitals_are_none() -> None:
    assert has_initials("EU", ["It is of the EU."])
    assert not has_initials("TOP", ["THE TOP FLOOR of it", "the top"])


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
