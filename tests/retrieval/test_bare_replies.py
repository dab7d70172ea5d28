import numpy as np
import pytest

from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import plain_transcript
from assistant.questions.question import read_question
from assistant.retrieval.evidence import ANOTHER_KIND, ScoredSentence, sentence_score, weigh_passage, weigh_sentences
from assistant.retrieval.replies import is_bare, is_yes_or_no, replied_to, unlabelled
from assistant.store.catalog import StoredPassage


@pytest.mark.parametrize(
    "text",
    ["Three.", "A.  At 8.10 that morning.", "**Bo:** Out of five?", "BO ORR: Nineteen eighty.", "Not this month."],
)
def test_a_few_words_without_a_verb_are_bare(text: str) -> None:
    assert is_bare(text)


@pytest.mark.parametrize(
    "text",
    ["It was eighty.", "Ask me.", "Two were painted.", "He goes home.", "The boat that left at nine in the morning."],
)
def test_what_somebody_does_or_is_is_not_bare(text: str) -> None:
    assert not is_bare(text)


def test_a_yes_or_a_no_says_nothing_else() -> None:
    assert all(map(is_yes_or_no, ["No.", "Yes, sir.", "A.  I did.", "Bo Orr: That is right."]))
    assert not any(map(is_yes_or_no, ["No, twelve.", "Yes, by boat."]))


def test_labels_and_notes_of_sounds_are_no_words_of_a_sentence() -> None:
    assert unlabelled("**Bo Orr:** Three. [laughs]") == "Three."


def test_a_bare_reply_replies_to_the_question_before_and_not_to_a_counter_question() -> None:
    texts = ["Bo: It rains.", "Ann: Is it safe?", "Bo: Out of five?", "Three.", "It was four last year."]
    assert [replied_to(texts, number) for number in range(5)] == [None, None, None, 1, None]


def test_where_labels_tell_who_speaks_nobody_replies_to_himself() -> None:
    assert replied_to(["Ann: Who sails?", "Boats."], 1) is None
    assert replied_to(["Who sails?", "Boats."], 1) == 0


def weighed(question: str, text: str) -> dict[str, ScoredSentence]:
    """The sentences of ``text``, by their words, against a question that is like none of them."""
    (passage,) = split_into_passages(plain_transcript("a.txt", "Talk", text))
    count = len(passage.sentences)
    vectors = np.eye(8, dtype=np.float32)[:count]
    stored = StoredPassage(1, passage, text, "Talk", vectors[0], vectors)
    read = read_question(question, {"mill": 3, "close": 3, "quay": 2, "old": 4, "work": 2}, 20)
    vector = np.eye(8, dtype=np.float32)[0]
    return {s.text: s for s in weigh_sentences(read, vector, [weigh_passage(read, vector, stored, 0.0)])}


DUG = "Ann: When did the mill close? Bo: Nineteen eighty. It rained that day."


def test_a_bare_reply_has_the_evidence_of_the_question_it_replies_to() -> None:
    found = weighed("When did the mill close?", DUG)
    reply, other = found["Bo: Nineteen eighty."], found["It rained that day."]
    assert reply.features["coverage"] == 1.0 > other.features["coverage"]
    assert reply.features["cosine"] == 1.0 > other.features["cosine"]


def test_a_bare_reply_to_a_question_that_shares_nothing_has_its_own_evidence_only() -> None:
    found = weighed("When was the quay built?", DUG)
    assert found["Bo: Nineteen eighty."].features["cosine"] == 0.0


def test_a_bare_reply_to_a_question_of_another_kind_is_no_answer() -> None:
    when, how_old = (
        weighed(q, DUG)["Bo: Nineteen eighty."] for q in ("When did the mill close?", "How old was the mill?")
    )
    assert not when.features["another_kind"]
    assert how_old.features["another_kind"]
    otherwise = sentence_score("sentence", how_old.features | {"another_kind": 0.0})
    assert how_old.score == pytest.approx(otherwise - ANOTHER_KIND)


def test_a_question_for_both_kinds_is_of_neither_other_kind() -> None:
    both = weighed(
        "How old was the mill?", DUG.replace("When did the mill close", "When did the mill close, and how old was it")
    )
    assert not both["Bo: Nineteen eighty."].features["another_kind"]
