"""What a chat model says about its answer: taken off where it surely is that, left where it may be the answer."""

import random
import re._parser as regex_parser  # type: ignore[import-untyped]
from typing import Any

import pytest

from assistant.verification import chatter
from assistant.verification.chatter import finds_nothing, is_chatter, may_be_chatter, without_lead
from assistant.verification.claims import Claim, written_claims

SAID = "Leeds bought 20 buses [2]."
SAMPLES = 1500


def sample(tree: Any, pick: random.Random) -> str:
    """A text that the parsed pattern matches, each of its choices made by ``pick``."""
    text = ""
    for op, value in tree:
        match str(op):
            case "LITERAL":
                text += chr(value)
            case "NOT_LITERAL" | "ANY":
                text += "m"
            case "IN":
                text += " " if "SPACE" in str(value) else of_class(value, pick)
            case "BRANCH":
                text += sample(pick.choice(value[1]), pick)
            case "SUBPATTERN":
                text += sample(value[3], pick)
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, inner = value
                text += "".join(sample(inner, pick) for _ in range(pick.randint(least, min(int(most), least + 1))))
            case "AT" | "ASSERT_NOT":
                pass
            case other:
                raise AssertionError(f"no sample of {other}")
    return text


def of_class(value: Any, pick: random.Random) -> str:
    told = str(value)
    if "NEGATE" in told:
        return "m"
    if "NOT_WORD" in told:
        return pick.choice([" ", ".", ", "])
    if "DIGIT" in told:
        return "3"
    return chr(pick.choice([v for op, v in value if str(op) == "LITERAL"] or [ord("m")]))


def samples(pattern: Any) -> list[str]:
    pick = random.Random(7)
    parsed = regex_parser.parse(pattern.pattern, pattern.flags)
    found = dict.fromkeys(sample(parsed, pick) for _ in range(SAMPLES))
    return [text for text in found if pattern.fullmatch(text)]


def assert_nothing_is_taken_back(text: str) -> None:
    final = written_claims(text)
    for end in range(1, len(text)):
        # As much of it as prose under way has: no mark that is only begun.
        begun = text[:end].rstrip() if "[" not in text[:end] or "]" in text[:end] else text[: text.index("[")].rstrip()
        *done, last = written_claims(begun, whole=False) or [Claim("", ())]
        assert done == final[: len(done)], begun
        assert not last.text or (len(final) > len(done) and final[len(done)].text.startswith(last.text)), begun


def test_nothing_is_told_that_an_opening_taken_off_takes_back() -> None:
    leads = samples(chatter._LEAD)
    assert len(leads) > 500
    for lead in leads:
        assert_nothing_is_taken_back(f"{lead[:1].upper()}{lead[1:]}{SAID}")


def test_nothing_is_told_of_a_sentence_that_finds_nothing() -> None:
    nothing = samples(chatter._NO_ANSWER)
    assert len(nothing) > 500
    for text in nothing:
        assert_nothing_is_taken_back(f"{text[:1].upper()}{text[1:]}")


@pytest.mark.parametrize("text", ["Yes.", "No!", "Sure! Leeds did [1].", "Okay, Leeds did [1].", "Thank you! Yes."])
def test_nothing_is_told_of_what_stands_alone(text: str) -> None:
    assert_nothing_is_taken_back(text)


@pytest.mark.parametrize(
    "begun", ["The mill", "In May", "It was a", "Leeds", "Yes, the mill", "We closed", "I am here"]
)
def test_a_sentence_is_told_once_it_can_be_no_chatter(begun: str) -> None:
    assert may_be_chatter(begun) == (begun == "I am here")


@pytest.mark.parametrize("told", ["reported", "said", "stated"])
def test_hearsay_stays_hearsay(told: str) -> None:
    assert without_lead(f"It was {told} that Leeds bought 20 buses.") == f"It was {told} that Leeds bought 20 buses."
    assert without_lead(f"It is {told} in the passages that Leeds did.") == "Leeds did."
    sources = "Sources say that Leeds bought 20 buses."
    assert without_lead(sources) == sources


@pytest.mark.parametrize(
    "sentence",
    [
        "Certainly the mill closed in 1998.",
        "Okay Ltd bought the mill.",
        "Thank you letters were sent to 5 towns.",
        "If you need a permit, apply in May.",
        "Let me be clear, the mill closed.",
        "The mayor asked: “Who will pay?”",
        "We hope that the mill reopens.",
        "We will check the bridge in May.",
        "Here are the 5 towns that paid.",
    ],
)
def test_what_may_be_the_answer_is_no_chatter(sentence: str) -> None:
    assert written_claims(sentence) == [Claim(sentence, ())]


@pytest.mark.parametrize(
    "sentence",
    [
        "Sure!", "Of course.", "Thank you for your question!", "Great question!", "Hi there!", "I hope this helps!",
        "Let me know if you need more.", "If you have any other questions, feel free to ask.", "Who will pay?",
        "“Who will pay?”", "I will answer the question from the passages.", "Here is the answer:",
    ],
)  # fmt: skip
def test_greetings_offers_and_questions_are_chatter(sentence: str) -> None:
    assert is_chatter(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "I do not see a problem.",
        "We cannot help the farmers with loans.",
        "The price was high, but the documents do not say why.",
        "The council did not say when.",
        "The text of the bill does not mention fees.",
    ],
)
def test_what_others_do_not_know_is_an_answer(sentence: str) -> None:
    assert not finds_nothing(sentence)
    assert written_claims(f"{sentence[:-1]} [1].") == [Claim(sentence, (1,))]
