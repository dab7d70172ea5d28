"""What a corpus counts money in where that is no currency known by name."""

import pytest
from shelf import shelved

from assistant.corpus.figures import Measure, read_figures
from assistant.surveys.asked_figures import Asked, figures_of, sum_of
from assistant.surveys.coins import coin_of, in_coin

HIVES = "The bee club\n\nThe smoker cost 40 talers. We paid 900 talers for the shed. The fee is 12 talers a year.\n"


def test_a_coin_is_what_most_sums_are_told_in() -> None:
    assert coin_of(shelved(HIVES)) == "taler"


@pytest.mark.parametrize(
    "told",
    [
        "The smoker cost 40 talers. We paid 900 talers for the shed.",
        "It cost 40 talers, cost 50 talers, cost 60 talers. It cost 5 hens. He paid 6 goats. It was worth 9 sheep. "
        "The rent was 2 geese.",
        "It cost 40 dollars. It cost 50 dollars. It cost 60 dollars. We paid 3 talers. We paid 4 talers.",
        "It cost 9 dollars. It cost 8 dollars. It cost 7 dollars. It cost 6 dollars. "
        "We paid 3 talers. We paid 4 talers. We paid 5 talers.",
        "There were 40 talers in the box, 50 talers in the jar and 60 talers under the bed.",
    ],
)
def test_what_is_told_seldom_or_beside_others_or_behind_no_word_for_paying_is_no_coin(told: str) -> None:
    assert coin_of(shelved(f"The bee club\n\n{told}\n")) == ""


@pytest.mark.parametrize(
    ("sentence", "money"),
    [
        ("We paid 900 talers.", ["900 talers"]),
        ("It holds 900 talers and 12 hens.", ["900 talers"]),
        ("The rent came to 2 million.", ["2 million"]),
        ("The town has 2 million.", []),
        ("We paid 900 hens and 3 tonnes of hay.", []),
    ],
)
def test_what_counts_the_coin_is_money_and_so_is_a_bare_million_that_is_paid(sentence: str, money: list[str]) -> None:
    told = in_coin(sentence, read_figures(sentence), "taler")
    assert [f.text for f in told if f.measure is Measure.MONEY] == money
    assert {f.unit for f in told if f.measure is Measure.MONEY} <= {"taler"}
    assert all(sentence[f.start : f.end] == f.text for f in told)


def test_without_a_coin_figures_stay_as_they_are() -> None:
    figures = read_figures("We paid 900 talers.")
    assert in_coin("We paid 900 talers.", figures, "") == figures


def test_a_sum_of_a_thing_and_a_figure_that_is_asked_for_may_be_in_the_coin() -> None:
    fine = "The fine was 85 talers, and 12 hens were taken."
    stated = sum_of(fine, {"fine"}, "taler")
    assert stated is not None
    assert (stated.text, stated.unit) == ("85 talers", "taler")
    assert [f.text for f in figures_of(fine, Asked(Measure.MONEY), "fine", "taler")] == ["85 talers"]
    assert figures_of(fine, Asked(Measure.MONEY), "fine") == []
