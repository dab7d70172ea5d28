import json
from importlib.resources import files

import pytest

from assistant import answerability
from assistant.assistant import Assistant
from assistant.evidence import PASSAGE_FEATURES, SENTENCE_FEATURES, ScoredSentence, weigh_sentences
from assistant.index import Index
from assistant.retrieval import Found, HybridSearch

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


def evidence(assistant: Assistant, question: str) -> tuple[Found, list[ScoredSentence]]:
    found = assistant.search.search(question, 8)
    return found, weigh_sentences(found.question, found.vector, found.candidates)


def probability(assistant: Assistant, question: str) -> float:
    return answerability.probability(*evidence(assistant, question))


@pytest.mark.parametrize("question", [*KNOWN, *UNKNOWN, "x", "the", "Who?", "Ferry Ferry Ferry", "2021"])
def test_it_is_a_probability(assistant: Assistant, question: str) -> None:
    assert 0 < probability(assistant, question) < 1


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("unknown", UNKNOWN)
def test_what_the_corpus_says_is_likelier_answered_than_what_it_does_not(
    assistant: Assistant, known: str, unknown: str
) -> None:
    assert probability(assistant, known) > probability(assistant, unknown)


def test_nothing_found_answers_nothing(empty_index: Index) -> None:
    assert answerability.probability(HybridSearch(empty_index).search("boats", 5), []) == 0.0


@pytest.mark.parametrize("question", [*KNOWN, *UNKNOWN, "Does nobody sail?"])
def test_the_features_are_those_that_are_named_and_finite(assistant: Assistant, question: str) -> None:
    found = answerability.features(*evidence(assistant, question))
    assert tuple(found) == answerability.FEATURES
    assert all(-1 <= value <= 10 for value in found.values())


def test_words_of_the_question_that_stand_nowhere_are_counted(assistant: Assistant) -> None:
    known, unknown = (answerability.features(*evidence(assistant, q)) for q in (KNOWN[0], UNKNOWN[1]))
    assert known["unknown"] == 0
    assert unknown["unknown"] > 0.5
    assert unknown["missing_names"] == 1


def test_the_weights_name_known_features_only() -> None:
    weights = json.loads((files("assistant") / "weights.json").read_text(encoding="utf-8"))
    known = {"passage": PASSAGE_FEATURES, "sentence": SENTENCE_FEATURES, "answerable": answerability.FEATURES}
    for model, features in known.items():
        assert set(weights[model]) - {"intercept"} <= set(features)
