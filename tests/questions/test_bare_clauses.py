"""A relative clause may lack its word: "the lamps people have" are lamps, and no people."""

import pytest

from assistant.questions.phrases import phrases_in


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("What do the dyers dislike about the looms people have?", ["the dyers", "the looms", "people"]),
        ("What did the guild say about the rugs weavers use?", ["the guild", "the rugs", "weavers"]),
        ("What did the guild say about the rugs old weavers use?", ["the guild", "the rugs", "old weavers"]),
        ("Who wrote the songs children sing at noon?", ["the songs", "children", "noon"]),
        ("What happened to the barges Ann's uncle built?", ["the barges", "Ann's uncle"]),
        ("Where are the barges Ann built?", ["the barges", "Ann"]),
        ("What became of the mill Ann Lee bought?", ["the mill", "Ann Lee"]),
        ("What about the rugs people throw away?", ["the rugs", "people"]),
        ("Are the tolls people pay too high?", ["the tolls", "people", "high"]),
        ("What does the letter say about the way people work?", ["the letter", "the way", "people"]),
        ("What do they think of the village people live in?", ["the village", "people"]),
        ("Tell me about the rugs women dyers use.", ["the rugs", "women dyers"]),
        ("Tell me about the rugs patients use.", ["the rugs", "patients"]),
    ],
)
def test_who_does_something_with_a_thing_is_no_part_of_its_name(text: str, phrases: list[str]) -> None:
    assert [phrase.text for phrase in phrases_in(text)] == phrases


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("What do the street traders have?", "the street traders"),
        ("What did the guild say about the street traders use of the square?", "the street traders"),
        ("What did the guild say about the land owners have to pay?", "the land owners"),
        ("What did the guild offer the sports people have asked for?", "the sports people"),
        ("What did the guild say about the systems engineers have now?", "the systems engineers"),
        ("How many of the young people have looms?", "the young people"),
        ("Does the guild for the old people have looms?", "the old people"),
        ("How do the looms people work?", "the looms people"),
        ("Did they say how rugs people work?", "rugs people"),
        ("Did they say the kilns engineers use looms?", "engineers"),
        ("Did they say the kilns engineers use the looms?", "the kilns engineers"),
        ("Did she say the barge Otter sank?", "the barge Otter"),
        ("What did they pay for the barge Otter built in Kent?", "the barge Otter"),
        ("What did they say about the mayor Ann Lee had met?", "the mayor Ann Lee"),
        ("What was the reward for the young people employed in Kent?", "the young people"),
        ("Did she say half of the young people have looms?", "half of the young people"),
        ("Did she say whether the loom for the old people has come?", "the old people"),
        ("Did she say the loom for old people has come?", "old people"),
        ("What did they say about the way old people work?", "the way old people"),
        ("What did they say about the Kent people have met?", "the Kent people"),
        ("Was anything heard of the ferries Otter and Elm?", "the ferries Otter"),
    ],
)
def test_what_may_be_one_name_stays_one(text: str, phrase: str) -> None:
    assert phrase in [found.text for found in phrases_in(text)]


def test_a_phrase_tells_that_it_does_something_in_such_a_clause() -> None:
    assert [phrase.doing for phrase in phrases_in("What about the rugs people throw away?")] == [False, True]
