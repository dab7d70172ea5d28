"""What one of several is called."""

import pytest

from assistant.questions.plurals import singular


@pytest.mark.parametrize(
    ("plurals", "ones"),
    [
        ("knives wives lives shelves leaves wolves thieves", "knife wife life shelf leaf wolf thief"),
        ("sleeves valves olives archives graves", "sleeve valve olive archive grave"),
        ("potatoes heroes cargoes shoes canoes toes", "potato hero cargo shoe canoe toe"),
        ("ties movies cookies cities collieries", "tie movie cookie city colliery"),
        ("crises analyses theses promises exercises roses", "crisis analysis thesis promise exercise rose"),
        ("species series means headquarters", "species series means headquarters"),
        ("children women lenses waltzes axes", "child woman lens waltz axe"),
    ],
)
def test_one_of_several_has_its_own_ending(plurals: str, ones: str) -> None:
    assert [singular(plural) for plural in plurals.split()] == ones.split()


def test_the_last_of_several_words_is_told() -> None:
    assert singular("bread knives") == "bread knife"
    assert singular("foster children") == "foster child"
