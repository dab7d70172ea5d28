import json
import math
from dataclasses import replace
from importlib.resources import files

import pytest

from assistant.assistant import Assistant
from assistant.questions.question import read_question
from assistant.reading import answerability
from assistant.reading.ranking import DEPTH, FLOOR, read_evidence
from assistant.reading.reader import Reader
from assistant.retrieval.evidence import (
    PASSAGE_FEATURES,
    READ_FEATURES,
    SENTENCE_FEATURES,
    ScoredSentence,
    weigh_sentences,
)
from assistant.retrieval.hybrid import Found, HybridSearch
from assistant.store.index import Index

KNOWN = [
    "How many volumes does the reading room hold?",
    "What did the frost do to the blossom in April?",
    "How much does each electric ferry cost?",
]
UNKNOWN = [
    "What is the boiling point of mercury?",
    "Who won the chess championship in Reykjavik?",
    "How many volumes does the Zanzibar museum lend?",
]


READER = Reader()


def evidence(assistant: Assistant, question: str, *, read: bool = False) -> tuple[Found, list[ScoredSentence]]:
    found = assistant.search.search(question, 8)
    ranked = weigh_sentences(found.question, found.vector, found.candidates)
    return found, read_evidence(READER, question, ranked).ranked if read else ranked


def probability(assistant: Assistant, question: str, *, read: bool) -> float:
    return answerability.probability(*evidence(assistant, question, read=read))


@pytest.mark.parametrize("read", [False, True])
@pytest.mark.parametrize("question", [*KNOWN, *UNKNOWN, "x", "the", "Who?", "Ferry Ferry Ferry", "2021"])
def test_it_is_a_probability(assistant: Assistant, question: str, read: bool) -> None:
    assert 0 < probability(assistant, question, read=read) < 1


@pytest.mark.parametrize("read", [False, True])
@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("unknown", UNKNOWN)
def test_what_the_corpus_says_is_likelier_answered_than_what_it_does_not(
    assistant: Assistant, known: str, unknown: str, read: bool
) -> None:
    assert probability(assistant, known, read=read) > probability(assistant, unknown, read=read)


def test_nothing_found_answers_nothing(empty_index: Index) -> None:
    assert answerability.probability(HybridSearch(empty_index).search("boats", 5), []) == 0.0


@pytest.mark.parametrize("read", [False, True])
@pytest.mark.parametrize("question", [*KNOWN, *UNKNOWN, "Does nobody sail?"])
def test_the_features_are_those_that_are_named_and_finite(assistant: Assistant, question: str, read: bool) -> None:
    found = answerability.features(*evidence(assistant, question, read=read))
    assert tuple(found) == answerability.feature_names(read=read)
    assert all(-10 <= value <= 10 for value in found.values())


@pytest.mark.parametrize("question", ["What is the boiling point of mercury?", "How do I descale a kettle?"])
def test_a_question_about_something_else_is_far_from_every_sentence(assistant: Assistant, question: str) -> None:
    found, ranked = evidence(assistant, question, read=True)
    nearest = max(s.features["cosine"] for s in ranked[:3])
    assert answerability.is_far(found, nearest)
    assert answerability.probability(found, ranked) <= answerability.FAR_CEILING < assistant.settings.threshold


@pytest.mark.parametrize("question", KNOWN)
def test_a_question_that_is_answered_is_near(assistant: Assistant, question: str) -> None:
    found, ranked = evidence(assistant, question, read=True)
    assert not answerability.is_far(found, ranked[0].features["cosine"])


def test_a_bare_name_that_the_best_sentence_has_is_near_whatever_its_cosine(assistant: Assistant) -> None:
    found, ranked = evidence(assistant, "Who is Solberg?", read=True)
    assert "Solberg" in ranked[0].text
    ranked = [replace(sentence, features={**sentence.features, "cosine": 0.05}) for sentence in ranked]
    plain = answerability.probability(found, ranked, doubting=False)
    assert plain > answerability.FAR_CEILING
    assert answerability.probability(found, ranked) == plain
    terms, weights = (*found.question.terms, "merri"), (*found.question.weights, 1.0)
    more = replace(found, question=replace(found.question, terms=terms, weights=weights))
    assert answerability.probability(more, ranked) <= answerability.FAR_CEILING


def test_who_asks_for_advice_must_be_nearer(assistant: Assistant) -> None:
    asked, advised = (evidence(assistant, q)[0] for q in ("What do ferries cost?", "How do I board the ferry?"))
    between = (answerability.FAR + answerability.FAR_FOR_ADVICE) / 2
    assert not answerability.is_far(asked, between)
    assert answerability.is_far(advised, between)


def test_doubts_are_named(assistant: Assistant) -> None:
    assert answerability.doubts(*evidence(assistant, UNKNOWN[2])) == ["absent_name"]
    assert answerability.doubts(*evidence(assistant, f"{KNOWN[0][:-1]} in 1801?")) == ["absent_figure"]
    assert answerability.doubts(*evidence(assistant, KNOWN[0])) == []


def test_a_topic_that_no_word_names_and_no_sentence_comes_near_is_not_spoken_of(assistant: Assistant) -> None:
    asked = "Did anybody bring up smoking or crime?"
    found, ranked = evidence(assistant, asked, read=True)
    assert found.question.absent_topic == {"smoke", "crime"}
    assert answerability.doubts(found, ranked) == ["absent_topic"]
    assert answerability.probability(found, ranked) <= answerability.ABSENT_CEILING
    refusal = assistant.ask(asked).refusal
    assert refusal is not None
    assert "the words “smoking” and “crime” stand nowhere in them. The nearest they come is below" in refusal.message
    assert refusal.nearest


def test_an_absent_topic_caps_whatever_else_speaks_for_an_answer(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, ranked = evidence(assistant, KNOWN[0], read=True)
    assert answerability.probability(found, ranked) > answerability.ABSENT_CEILING
    absent = replace(found, question=replace(found.question, absent_topic=frozenset({"smoke"})))
    monkeypatch.setattr(answerability, "NEAR_TOPIC", 1.1)
    assert answerability.probability(absent, ranked) == answerability.ABSENT_CEILING
    assert answerability.probability(absent, ranked, doubting=False) > answerability.ABSENT_CEILING


@pytest.mark.parametrize(
    "asked",
    [
        "Did anybody bring up ferries or crime?",  # one of them is
        "Did anybody bring up what the electric barges cost?",  # in other words
        "Why is there so much crime?",  # something else is asked
    ],
)
def test_a_topic_that_is_there_in_part_or_in_other_words_is_no_doubt(assistant: Assistant, asked: str) -> None:
    assert "absent_topic" not in answerability.doubts(*evidence(assistant, asked))


def test_words_of_the_question_that_stand_nowhere_are_counted(assistant: Assistant) -> None:
    known, unknown = (answerability.features(*evidence(assistant, q)) for q in (KNOWN[0], UNKNOWN[1]))
    assert known["unknown"] == 0
    assert unknown["unknown"] > 0.5
    assert unknown["missing_names"] == 1


def test_how_sure_the_reader_is_of_all_that_it_read_counts_and_how_much_is_asked(assistant: Assistant) -> None:
    found, ranked = evidence(assistant, KNOWN[0], read=True)
    read = sorted({s.candidate.stored.id: s.features["read_passage"] for s in ranked}.values())[-DEPTH:]
    observed = answerability.features(found, ranked)
    # Passages that there are not do not answer.
    assert observed["read_mean"] == pytest.approx((sum(read) + (DEPTH - len(read)) * math.log(FLOOR)) / DEPTH)
    assert len(read) < DEPTH
    assert observed["terms"] == len(found.question.terms)
    assert observed["quantity"] == 1.0


def test_more_than_so_much_that_is_asked_adds_nothing(assistant: Assistant) -> None:
    asked = "ferry library frost blossom atlas harbour council price winter school museum river"
    long = evidence(assistant, asked, read=True)
    observed = answerability.features(*long)
    assert observed["terms"] == answerability.MOST_TERMS < len(long[0].question.terms)
    assert observed["quantity"] == 0.0


def test_the_weights_name_known_features_only() -> None:
    weights = json.loads((files("assistant") / "weights.json").read_text(encoding="utf-8"))
    known = {
        "passage": PASSAGE_FEATURES,
        "sentence": SENTENCE_FEATURES,
        "sentence_read": SENTENCE_FEATURES + READ_FEATURES,
        "answerable": answerability.feature_names(read=False),
        "answerable_read": answerability.feature_names(read=True),
    }
    assert set(weights) == set(known)
    for model, features in known.items():
        assert set(weights[model]) - {"intercept"} == set(features)


def test_of_a_list_that_no_two_transcripts_tell_less_is_expected(assistant: Assistant) -> None:
    listing, single = "Which telescopes did the library lend?", "How many telescopes did the library lend?"
    alone = {q: assistant.finder.for_one_question().look_in_scope(q, None, None).confidence for q in (listing, single)}
    assert assistant.ask(listing).confidence == pytest.approx(answerability.in_one_place(alone[listing]))
    assert assistant.ask(listing).confidence < alone[listing]
    assert assistant.ask(single).confidence == pytest.approx(alone[single])


@pytest.mark.parametrize("likely", [0.0, 0.3, 0.999, 1.0])
def test_in_one_place_keeps_a_probability(likely: float) -> None:
    assert 0 <= answerability.in_one_place(likely) <= likely


def test_a_decision_may_be_told_without_a_word_of_deciding(assistant: Assistant) -> None:
    found, ranked = evidence(assistant, "What did the council decide about the ferries?")
    untold = [replace(s, features=s.features | {"wanted": 0.0}) for s in ranked]
    told = [replace(s, features=s.features | {"wanted": 1.0}) for s in ranked]
    assert answerability.probability(found, untold) == answerability.probability(found, told)


def test_when_it_was_said_is_no_part_of_what_is_asked(assistant: Assistant) -> None:
    dated = assistant.finder.look_in_scope("What was said about the atlas in June?", None)
    assert dated.scope is not None
    assert dated.found.question.text.split() == "What was said about the atlas ?".split()


def test_a_thing_whose_words_a_likely_sentence_has_is_spoken_of_however_far_it_seems(assistant: Assistant) -> None:
    found, ranked = evidence(assistant, KNOWN[0], read=True)
    far = [replace(s, features={**s.features, "cosine": 0.1}) for s in ranked]
    told = next(iter(far[0].candidate.stems[far[0].number]))

    def asked_about(*terms: str, **changes: frozenset[str]) -> float:
        question = replace(found.question, topics=(frozenset(terms),), **changes)
        return answerability.probability(replace(found, question=question), far)

    assert answerability.probability(found, far) <= answerability.FAR_CEILING
    assert asked_about(told) >= answerability.TOLD_FLOOR
    assert asked_about(told, "crime") <= answerability.FAR_CEILING
    assert asked_about(told, absent_names=frozenset({"zanzibar"})) <= answerability.ABSENT_CEILING
    # Who is asked to have said it, or where, must be named nearby.
    assert asked_about(told, names=frozenset({"zanzibar"})) <= answerability.FAR_CEILING
    two = replace(found.question, topics=(frozenset({told}), frozenset({"crime"})))
    assert answerability.probability(replace(found, question=two), far) <= answerability.FAR_CEILING


def test_whether_a_thing_is_mentioned_is_answered_by_the_sentence_that_has_it(assistant: Assistant) -> None:
    for asked in ("Is the blossom mentioned?", "Anything about the blossom?"):
        answer = assistant.ask(asked)
        assert answer.confidence >= answerability.TOLD_FLOOR
        assert any("blossom" in citation.quote for citation in answer.citations)


def test_a_word_by_which_the_asker_calls_it_does_not_speak_against_an_answer(assistant: Assistant) -> None:
    found, ranked = evidence(assistant, "What dilemmas of the blossom were there?", read=True)
    assert found.question.general == {"dilemma"}
    called = answerability.features(found, ranked)
    named = answerability.features(replace(found, question=replace(found.question, general=frozenset())), ranked)
    assert called["missing_weight"] < named["missing_weight"] == 1.0
    assert called["unknown"] == 0.0 < named["unknown"]
    for share in ("coverage", "near_coverage", "passage_coverage"):
        assert 0 < named[share] < called[share] <= 1.0


def test_words_that_mean_nothing_are_in_no_corpus(assistant: Assistant) -> None:
    found, ranked = evidence(assistant, KNOWN[0], read=True)
    assert answerability.probability(found, ranked) > answerability.ABSENT_CEILING
    meaningless = replace(found, question=replace(found.question, meaningless=True))
    far, near = ([replace(s, features=s.features | {"cosine": c}) for s in ranked] for c in (0.3, 0.5))
    assert answerability.probability(found, far) > answerability.ABSENT_CEILING
    assert answerability.probability(meaningless, far) <= answerability.ABSENT_CEILING
    # A rare word may be told in others.
    assert answerability.probability(meaningless, near) > answerability.ABSENT_CEILING
    asked = {
        text: assistant.search.read(text).meaningless
        for text in ("snorple", "vrazzik quomp?", "building?", "ferry snorple")
    }
    assert asked == {"snorple": True, "vrazzik quomp?": True, "building?": False, "ferry snorple": False}
    assert not read_question("snorple", {}, 1, multilingual=True).meaningless
