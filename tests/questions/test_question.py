import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import stem
from assistant.questions.question import Wanted, figures_in, read_question, wanted_by

VOCABULARY = {
    stem(word): count for word, count in {"ferry": 6, "passenger": 3, "Larkhaven".lower(): 2, "orchard": 1}.items()
}
PASSAGES = 10


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("How many passengers sailed?", Wanted.QUANTITY),
        ("how much does it cost", Wanted.QUANTITY),
        ("What percentage voted?", Wanted.QUANTITY),
        ("What was the price of the pier?", Wanted.QUANTITY),
        ("When does it sail?", Wanted.DATE),
        ("In which year did it sink?", Wanted.DATE),
        ("Where is the orchard?", Wanted.PLACE),
        ("Which town has a ferry?", Wanted.PLACE),
        ("Who spoke when it sank?", Wanted.PERSON),
        ("Whose orchard is it?", Wanted.PERSON),
        ("Why did it sink?", Wanted.REASON),
        ("What is the reason for the delay?", Wanted.REASON),
        ("What did the council decide about the ferry?", Wanted.DECISION),
        ("Was the new pier approved?", Wanted.DECISION),
        ("Who decided to sell it?", Wanted.PERSON),
        ("What still has to be decided?", Wanted.ANY),
        ("Tell me about the ferry", Wanted.ANY),
        ("How did it sink?", Wanted.ANY),
    ],
)
def test_the_first_question_word_tells_what_is_wanted(text: str, wanted: Wanted) -> None:
    assert wanted_by(text) is wanted


def test_figures_are_digits_without_thousands_separators() -> None:
    assert figures_in("From 200,000 to 2.35 million, 1.5-2 years, 47%.") == {"200000", "2.35", "1.5", "2", "47"}


def test_terms_are_distinct_content_stems_in_order() -> None:
    question = read_question("How many ferries and which ferry passengers?", VOCABULARY, PASSAGES)
    assert question.terms == (stem("ferry"), stem("passenger"))
    assert question.unknown == frozenset()
    assert question.corrections == ()


def test_rarer_terms_weigh_more_as_in_bm25() -> None:
    question = read_question("ferry orchard", VOCABULARY, PASSAGES)
    assert question.weights == pytest.approx([math.log(1 + 4.5 / 6.5), math.log(1 + 9.5 / 1.5)])
    assert question.weights[1] > question.weights[0]


def test_a_misspelt_word_is_mended_and_told() -> None:
    question = read_question("Tell me about Larkhavn passengres", VOCABULARY, PASSAGES)
    assert question.terms == (stem("larkhaven"), stem("passenger"))
    assert {asked for asked, _ in question.corrections} == {stem("larkhavn"), stem("passengres")}
    assert question.names == {stem("larkhaven")}


@pytest.mark.parametrize("word", ["fery", "larkhxvxnx", "orchard1", "archive", "oxford"])
def test_a_word_too_short_too_far_with_digits_or_of_its_own_is_not_mended(word: str) -> None:
    question = read_question(f"about {word}", VOCABULARY, PASSAGES)
    assert question.unknown == {stem(word)}
    assert question.corrections == ()


def test_unknown_words_are_kept_as_the_user_wrote_them() -> None:
    question = read_question("Who funds the Zeppelins?", VOCABULARY, PASSAGES)
    assert question.unknown == {stem("funds"), stem("zeppelins")}
    assert question.written[stem("zeppelins")] == "Zeppelins"


@pytest.mark.parametrize("word", ["l'étoile", "O’Quillan", "d'Arbeville"])
def test_an_unknown_word_with_an_apostrophe_is_told_as_it_was_written(word: str) -> None:
    question = read_question(f"Is {word} mentioned", VOCABULARY, PASSAGES)
    assert word in {question.written.get(term) for term in question.unknown}


def test_names_are_capitals_inside_the_sentence_but_not_months() -> None:
    question = read_question("Does Larkhaven sail in May to Otter Bay?", {}, 0)
    assert question.names == {stem("larkhaven"), stem("otter"), stem("bay")}


def test_a_question_of_function_words_only_still_has_terms() -> None:
    assert read_question("Who are they?", VOCABULARY, PASSAGES).terms


@given(st.text(max_size=80))
def test_any_text_reads_with_one_weight_a_term(text: str) -> None:
    question = read_question(text, VOCABULARY, PASSAGES)
    assert len(question.weights) == len(question.terms) == len(set(question.terms))
    assert all(weight >= 0 for weight in question.weights)
    assert question.unknown <= set(question.terms)


def test_what_transcripts_are_called_is_no_word_that_the_corpus_lacks() -> None:
    question = read_question("What does the ferry carry in these transcripts?", VOCABULARY, PASSAGES)
    assert "transcript" not in question.terms
    spoken = VOCABULARY | {"transcript": 2}
    assert "transcript" in read_question("Is the transcript free?", spoken, PASSAGES).terms
    assert "transcript" in read_question("Was a transcript mentioned?", VOCABULARY, PASSAGES).unknown


def test_the_things_of_which_it_is_asked_whether_they_are_spoken_of() -> None:
    asked = read_question("Is the ferry or the old orchrd mentioned?", VOCABULARY, PASSAGES)
    assert asked.topics == ({"ferri"}, {"old", "orchard"})
    assert read_question("How old is the ferry?", VOCABULARY, PASSAGES).topics == ()
    assert read_question("Is the ferry mentioned?", VOCABULARY, PASSAGES, foreign=True).topics == ()
