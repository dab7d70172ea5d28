"""What a request to sum up a talk, or to tell what was said in it, is about."""

import time

import pytest

from assistant.questions.topics import spoken_of, topic_of
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.index import Index


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("Summarize the discussion about ticket prices.", "ticket prices"),
        ("Sum up the debate on prices!", "prices"),
        ("Please summarise what was said on frost", "frost"),
        ("Give me a short summary of the talk about fees", "fees"),
        ("Summarize the presentation and discussion of the pier.", "the pier"),
        ("What was the conclusion of the discussion about candles?", "candles"),
        ("What did the council decide on the pier?", "the pier"),
        ("What did the group discuss about cider?", "cider"),
        ("Can you briefly recap the debate over fees in two lines, please?", "fees"),
        ("What was the debate over fees about?", "fees"),
        ("what is  said about\nthe old ferry?", "the old ferry"),
    ],
)
def test_the_words_around_a_topic_are_left_out(asked: str, topic: str) -> None:
    assert topic_of(asked) == topic


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("Why on earth did they sell the mill?", "Why did they sell the mill?"),
        ("who the hell paid for it", "who paid for it"),
        ("Apparently there was a row: about what?", "there was a row: about what?"),
        ("So, anyway, when does it open?", "when does it open?"),
        ("What on the earth is flat?", "What on the earth is flat?"),
        ("How on earth's surface did it form?", "How on earth's surface did it form?"),
        ("actually", "actually"),
    ],
)
def test_what_only_stresses_a_question_is_left_out(asked: str, topic: str) -> None:
    assert topic_of(asked) == topic


@pytest.mark.parametrize(
    "asked",
    [
        "Summarize the whole meeting.",
        "Summarise this talk",
        "What was said?",
        "What did they talk about?",
        "What did the group discuss after the break?",
        "What was decided on 10 January?",
        "What was the opinion of Ann Lee on fees?",
        "What did Ingrid Solberg say about the pier?",  # who is asked for is part of what is asked
        "How much was decided on?",
        "Who said what about the pier?",
        "",
    ],
)
def test_other_questions_stay_as_they_are(asked: str) -> None:
    assert topic_of(asked) == asked


def test_a_topic_alone_is_searched_for(index: Index) -> None:
    search = HybridSearch(index)
    asked = search.read("What was said about the timber of the pier?")
    assert asked.terms == search.read("the timber of the pier").terms
    assert asked.text == "What was said about the timber of the pier?"
    (whole, bare) = search.vectors_of([asked.text, "the timber of the pier"])
    assert whole == pytest.approx(bare, abs=1e-5)


@pytest.mark.parametrize(
    ("asked", "things"),
    [
        ("anything about frost or hail?", ["frost", "hail"]),
        ("Was there any mention of the lighthouse in June?", ["the lighthouse"]),
        ("Did anybody bring up the candles?", ["the candles"]),
        ("so, has the old pier ever been discussed at the hearing", ["the old pier"]),
        ("candles or lamps, did that come up at all?", ["candles", "lamps"]),
        ("did the blossom come up?", ["the blossom"]),
        ("What was decided on cider for the buyers (the cooperative)?", ["cider"]),
        ("what did they say about apples and pears", ["apples", "pears"]),
        ("tell me about the atlas.", ["the atlas"]),
        ("Anything about crime, buses or housing?", ["crime", "buses", "housing"]),
        ("Did Ann Lee mention quinces?", ["quinces"]),
        ("Does Dr. Ann Lee ever talk about quinces?", ["quinces"]),
        ("Do you have any information on quinces?", ["quinces"]),
        ("do the talks say anything on quinces", ["quinces"]),
        ("Does it say anything about quinces?", ["quinces"]),
        ("Do any of the speakers mention quinces?", ["quinces"]),
        ("Can you find anything about quinces?", ["quinces"]),
        ("any mentions of quinces?", ["quinces"]),
        ("What issues of the old pier were raised?", ["the old pier"]),
        ("Which other topics related to cider came up?", ["cider"]),
        ("What aspects of frost or hail did they discuss?", ["frost", "hail"]),
    ],
)
def test_what_is_asked_for_at_all_is_told_apart(asked: str, things: list[str]) -> None:
    assert spoken_of(asked) == things


@pytest.mark.parametrize(
    "asked",
    [
        "Who mentioned the pier?",
        "Was the toll raised?",
        "What did the mayor say about the pier?",
        "Was anything stolen?",
        "How did the frost come about?",
        "What did Ann Lee decide about fees?",
        "Did the council raise taxes?",
        "Does the insurance cover floods?",
        "Is there anything to eat?",
        "Was the boy brought up by wolves?",
        "How did the subject come up?",
        "Did they mention how much the tunnel costs?",
        "What problems of the old pier were raised?",
        "What matters in the end?",
    ],
)
def test_a_question_that_takes_for_granted_that_it_is_spoken_of_asks_something_else(asked: str) -> None:
    assert spoken_of(asked) == []


def test_a_long_line_is_looked_at_in_an_instant() -> None:
    begin = time.thread_time()
    assert spoken_of("is " + "x mentioned " * 20_000) == []
    assert spoken_of("did anyone say anything about " + "a or " * 400) == []
    assert time.thread_time() - begin < 1
