import pytest

from assistant.questions.phrases import phrases_in


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Another topic was the shortage of crane operators.", "the shortage of crane operators"),
        ("He praised the foreign investment.", "the foreign investment"),
        ("They met the sugar producers.", "the sugar producers"),
        ("The pump replacement is late.", "The pump replacement"),
    ],
)
def test_a_noun_made_of_a_verb_belongs_to_its_phrase(text: str, phrase: str) -> None:
    assert phrase in [found.text for found in phrases_in(text)]


@pytest.mark.parametrize("verb", ["operate", "invest", "deliver", "delivers", "offers", "covers", "mention"])
def test_a_verb_ends_the_phrase_before_it(verb: str) -> None:
    assert next(iter(phrases_in(f"The crane teams {verb} all day."))).text == "The crane teams"


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("What are weavers unhappy about?", ["weavers"]),
        ("Did everyone see that rug?", ["that rug"]),
        ("Did dyers go abroad?", ["dyers"]),
        ("the unhappy weavers", ["the unhappy weavers"]),
        ("Where is true thrift?", ["true thrift"]),
        ("Is it true rugs fell?", ["rugs"]),
        ("Are the dyers happy rugs fell?", ["the dyers", "rugs"]),
        ("Is that true?", []),
        ("the main worries of the dyers", ["the main worries of the dyers"]),
        ("the main demand", ["the main demand"]),
    ],
)
def test_what_is_said_of_things_is_no_thing(text: str, phrases: list[str]) -> None:
    assert [phrase.text for phrase in phrases_in(text)] == phrases
