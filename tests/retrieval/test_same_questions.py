import numpy as np
import pytest

from assistant.corpus.passages import Passage, Sentence
from assistant.language import stem_set
from assistant.questions.question import Question, read_question
from assistant.reading.answerability import TOLD_FLOOR, probability
from assistant.reading.exchanges import Exchanges
from assistant.retrieval.evidence import ScoredSentence, weigh_passage, weigh_sentences
from assistant.retrieval.hybrid import Found
from assistant.retrieval.same_questions import replying_to_the_same
from assistant.store.catalog import StoredPassage

ASKER, REPLIER = "MS TARN", "Ann Lee (Witness)"
CREW = ["Q. How many divers did you have in your crew to man two boats?", "There were five of us.", "Four after March."]


def read(text: str) -> Question:
    vocabulary = dict.fromkeys(stem_set(" ".join([*CREW, "Ms Ann Lee Bo Orr dog swim harbour pier blue sail boat"])), 3)
    return read_question(text, vocabulary, 20)


def replies(question: str, texts: list[str], speakers: list[str | None] | None = None) -> list[range]:
    return list(replying_to_the_same(read(question), texts, speakers or [ASKER, *[REPLIER] * (len(texts) - 1)]))


@pytest.mark.parametrize(
    "question",
    [
        "How many divers did Ms Lee have in her crew?",
        "How many divers did the witness have in her crew?",
        "How many divers were in the crew?",
        "How many divers did Ann Lee have in her crew to man two boats?",
    ],
)
def test_who_is_asked_the_same_replies(question: str) -> None:
    assert replies(question, CREW) == [range(1, 3)]


@pytest.mark.parametrize(
    "question",
    [
        "How many dogs did Ms Lee have in her crew?",
        "How many divers did Ms Lee have in her family?",
        "How many divers did Bo Orr have in his crew?",
        "How much did divers cost Ms Lee in her crew?",
        "How many divers will Ms Lee have in her crew?",
        "How many divers did Ms Lee have in her crew in 2015?",
        "How many divers who swim did Ms Lee have in her crew?",
        "Why did Ms Lee have divers in her crew?",
    ],
)
def test_another_attribute_person_time_or_kind_is_not_asked_there(question: str) -> None:
    assert not replies(question, CREW)


@pytest.mark.parametrize(
    "asked",
    [
        "How many blue divers did you have in your crew?",
        "How many divers did you have in your crew in the harbour?",
        "How many divers did Bo Orr have in his crew?",
    ],
)
def test_what_is_asked_of_fewer_or_of_another_is_not_the_same(asked: str) -> None:
    assert not replies("How many divers did Ms Lee have in her crew?", [asked, "Five."])


def test_one_word_is_no_question_that_is_the_same() -> None:
    assert not replies("Who will sail?", ["Who will sail?", "Bo Orr."])
    assert replies("Who will sail the boat?", ["Who will sail the boat?", "Bo Orr."]) == [range(1, 2)]


def test_the_sentence_before_tells_of_what_it_is_asked() -> None:
    texts = ["You brought divers to the pier.", "How many sailed?", "Nine."]
    speakers = [ASKER, ASKER, REPLIER]
    assert replies("How many divers sailed to the pier?", texts, speakers) == [range(2, 3)]
    assert not replies("How many divers were brought to the pier?", texts, speakers)


def test_the_name_of_another_in_the_sentence_before_is_not_who_is_asked() -> None:
    texts = ["Bo Orr had a boat.", "How many divers did you have?", "Nine."]
    assert not replies("How many divers did Bo Orr have?", texts, [ASKER, ASKER, REPLIER])


def test_nobody_replies_where_no_other_is_known_to_speak() -> None:
    question = "How many divers did Ms Lee have in her crew?"
    assert not replies(question, CREW, [REPLIER] * 3)
    assert not replies(question, CREW, [ASKER, None, None])


def test_a_reply_ends_where_another_speaks() -> None:
    question = "How many divers did Ms Lee have in her crew?"
    assert replies(question, CREW, [ASKER, REPLIER, ASKER]) == [range(1, 2)]


def found(question: str, texts: list[str]) -> tuple[Found, list[ScoredSentence]]:
    """What a passage of ``texts``, the first said by one and the rest by another, makes of a question unlike it."""
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
    speakers = [ASKER, *[REPLIER] * (len(texts) - 1)]
    spans = zip(begins, texts, speakers, strict=False)
    sentences = tuple(Sentence(int(begin), int(begin) + len(text), who) for begin, text, who in spans)
    text, vectors = " ".join(texts), np.eye(8, dtype=np.float32)
    stored = StoredPassage(
        1, Passage("a.txt", 0, 0, len(text), sentences), text, "Talk", vectors[0], vectors[: len(texts)]
    )
    asked = read(question)
    candidate = weigh_passage(asked, vectors[7], stored, 0.0)
    return Found(asked, vectors[7], (candidate,)), weigh_sentences(asked, vectors[7], [candidate])


def test_the_reply_is_the_best_evidence_and_an_answer() -> None:
    everything, ranked = found("How many divers did Ms Lee have in her crew?", CREW)
    assert {ranked[0].text, ranked[1].text} == set(CREW[1:])
    assert probability(everything, ranked) >= TOLD_FLOOR


def test_a_reply_without_the_kind_that_is_asked_for_answers_nothing() -> None:
    everything, ranked = found("How many divers did Ms Lee have in her crew?", [CREW[0], "I would rather not say."])
    assert probability(everything, ranked) < TOLD_FLOOR
    assert not any(sentence.features.get("same_question") for sentence in ranked)


def test_the_question_stands_before_its_reply() -> None:
    _, ranked = found("How many divers did Ms Lee have in her crew?", CREW)
    first = next(sentence for sentence in ranked if sentence.text == CREW[1])
    last = next(sentence for sentence in ranked if sentence.text == CREW[2])
    exchanges = Exchanges(ranked)
    assert [sentence.text for sentence in exchanges.asked_before(first)] == CREW[:1]
    assert [sentence.text for sentence in exchanges.asked_before(last)] == CREW[:2]
