from dataclasses import replace
from pathlib import Path

import pytest
from conftest import write_corpus

from assistant.assistant import Assistant
from assistant.questions.numbered import names_another, numbered
from assistant.reading.answerability import ABSENT_CEILING, number_is_another, probability
from assistant.retrieval.evidence import ANOTHER_NUMBER
from assistant.settings import Settings
from assistant.store.index import Index
from assistant.store.ingest import ingest


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("How heavy is crate 41?", {"crate": {"41"}}),
        ("Was bus No. 12 late, or tram number 7?", {"bus": {"12"}, "tram": {"7"}}),
        ("Crates 41 and crate 42", {"crate": {"41", "42"}}),
        ("It rose in 2016, on 3 May 2017 and by 40 %.", {}),
        ("The years 2016-2017 cost 3.5 and paid 1,200.", {}),
    ],
)
def test_the_numbers_behind_a_noun_are_read(text: str, things: dict[str, set[str]]) -> None:
    assert numbered(text) == things


def test_only_other_numbers_of_the_same_thing_are_another() -> None:
    asked = numbered("How heavy is crate 41?")
    assert names_another(asked, "Crate 42 is heavy.")
    assert not names_another(asked, "Crate 42 is heavy, crate 41 is not.")
    assert not names_another(asked, "It weighs 42 kilograms.")
    assert not names_another({}, "Crate 42 is heavy.")


STORE = "Inventory\n\n" + " ".join(
    f"Crate {number} holds {what} and weighs {weight} kilograms."
    for number, what, weight in [(41, "ropes", 12), (42, "lamps", 31), (43, "sails", 45), (44, "nails", 38)]
)


@pytest.fixture
def inventory(tmp_path: Path, empty_index: Index) -> Assistant:
    folder = write_corpus(tmp_path / "corpus", {"inventory.txt": STORE})
    ingest(empty_index, [folder], corpus=folder)
    return Assistant(empty_index, Settings(corpus=folder, vectorstore=empty_index.folder))


@pytest.mark.parametrize("number", [41, 42, 43, 44])
def test_a_thing_that_is_asked_about_by_its_number_is_told_of_alone(inventory: Assistant, number: int) -> None:
    answer = inventory.ask(f"How heavy is crate {number}?")
    assert [citation.quote.split()[1] for citation in answer.citations] == [str(number)]


def test_what_is_told_of_another_number_is_far_behind(inventory: Assistant) -> None:
    best, *others = inventory.finder.look("How heavy is crate 43?", None).ranked
    assert "Crate 43" in best.text
    assert all(sentence.score < best.score - ANOTHER_NUMBER / 2 for sentence in others)


def test_where_only_other_numbers_are_told_of_the_confidence_has_a_ceiling(inventory: Assistant) -> None:
    there, absent = (inventory.finder.look(f"How heavy is crate {number}?", None) for number in (43, 47))
    assert not number_is_another(there.found, there.ranked[0])
    assert number_is_another(absent.found, absent.ranked[0])
    sure = [replace(s, features=s.features | {"read_passage": 9.0, "read_mean": 9.0}) for s in absent.ranked]
    assert probability(absent.found, sure) == ABSENT_CEILING


def test_a_number_that_is_not_there_is_refused_by_that_number(inventory: Assistant) -> None:
    answer = inventory.ask("How heavy is crate 47?")
    assert answer.refusal
    assert "“47”" in answer.refusal.message
