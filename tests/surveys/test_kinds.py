"""Names of things of a kind, told by the words beside them."""

import re

import pytest

from assistant.questions.roles import goes_by_name, read_role
from assistant.surveys.kinds import things_of


@pytest.mark.parametrize(
    ("kind", "text", "names"),
    [
        ("ship", "They came home on the old training ship Osprey in May.", ["Osprey"]),
        ("ship", "He once owned a ship, the Blue Kite.", ["Blue Kite"]),
        ("ship", "They sailed on the Osprey, an old ship of his.", ["Osprey"]),
        ("bank", "The loan is from the Harbour Bank, not from the river bank.", ["Harbour Bank"]),
        ("academy", "He asked the National Academy of Sciences and Ann Lee.", ["National Academy of Sciences"]),
        ("yard", "It was ordered from the Brant yard in May.", ["Brant yard"]),
        ("bank", "An Ulmish bank refused, and so did the Danish bank.", []),
        ("plant", "The plant in Westshire is new.", []),
        ("ship", "They found in August, a wet month, a wreck; in August, an old ship.", []),
        ("film", "Lena Marsh, the film director, spoke.", []),
        ("book", "In the book Tom dies.", []),
        ("book", "In the book “Red Sea” Tom dies.", ["Red Sea"]),
        ("club", "The club I know.", []),
        ("bank", "The Swiss bank and the Monday bank.", []),
        ("bank", "Ann Lee spoke of the Brant yard.", []),
    ],
)
def test_a_thing_is_called_by_the_name_beside_its_kind(kind: str, text: str, names: list[str]) -> None:
    assert things_of(kind, text) == names


@pytest.mark.parametrize("gap", ["  ", "\u00a0", "\n"])
def test_white_space_of_any_kind_parts_a_thing_and_its_kind(gap: str) -> None:
    told = {
        ("ship", "They came home on the old training ship Osprey in May."): ["Osprey"],
        ("ship", "They sailed on the Osprey, an old ship of his."): ["Osprey"],
        ("yard", "It was ordered from the Brant yard in May."): ["Brant yard"],
        ("training ship", "They came home on the training ship Osprey in May."): ["Osprey"],
    }
    for (kind, text), names in told.items():
        for space in re.finditer(" ", text):
            assert things_of(kind, text[: space.start()] + gap + text[space.end() :]) == names


def test_people_and_places_beside_a_thing_are_not_its_names() -> None:
    assert things_of("ship", "He met on the ship Ann Lee.", {"Ann Lee"}) == []


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("Which ships are mentioned?", "ships"),
        ("Which churches are mentioned?", "churches"),
        ("Which projects are mentioned by name?", "projects"),
        ("What banks are named in the transcripts?", "banks"),
        ("Which projects are mentioned?", None),
        ("Which ships are mentioned as late?", None),
        ("Which ships sank?", None),
    ],
)
def test_names_of_things_are_asked_for_by_name_or_of_what_mostly_has_one(question: str, role: str | None) -> None:
    request = read_role(question)
    assert (request and request.role) == role


def test_what_mostly_goes_by_a_name() -> None:
    assert goes_by_name("Ships")
    assert not goes_by_name("problems")
