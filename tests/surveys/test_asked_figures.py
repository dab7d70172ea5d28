"""The sum of money that a sentence states of a thing."""

import pytest

from assistant.surveys.asked_figures import read_asked, sum_of


@pytest.mark.parametrize(
    ("sentence", "word", "stated"),
    [
        (
            "Sales came to 61 million dollars and the profit 2.4 million, which pleased everyone.",
            "profit",
            "2.4 million",
        ),
        ("He paid 3 million dollars in fines and 2 million dollars in costs.", "fine", "3 million dollars"),
        ("They hold 9 million dollars, of which 5 million is a cheap loan from the port.", "loan", "5 million"),
        ("His last fine, 600 dollars, was never paid.", "fine", "600 dollars"),
        ("Since spring the trade grew by 8% to about $3 million.", "trade", "$3 million"),
        ("Each clerk earned a 70 euros bonus.", "bonus", "70 euros"),
        ("They took a 2 million dollar loan.", "loan", "2 million dollar"),
        ("The bid of Mr. Lee was 5 million dollars.", "bid", "5 million dollars"),
        ("Our budget was cut by 2 million dollars to 9 million dollars.", "budget", "9 million dollars"),
        ("5 million dollars of imports, 9 million dollars of exports were counted.", "import", "5 million dollars"),
        ("The loan for the pool was refused, so we sold the hall for 7 million dollars.", "loan", None),
        ("The loan; it cost 4 million dollars.", "loan", None),
        ("The loan is due or 4 million dollars are lost.", "loan", None),
        ("The tax on a 300,000 dollar house is paid.", "tax", None),
        ("The fine was not 5 million dollars.", "fine", None),
        ("The fine wasn’t 5 million dollars.", "fine", None),
        ("Trade unions count 90 million.", "trade", None),
        ("9 million dollars were stolen by a man who had no loan.", "loan", None),
        (
            "The loan of the old and venerable society of the friends of the harbour museum cost 9 dollars.",
            "loan",
            None,
        ),
        ("They spoke of the loan and 4 million dollars for the quay.", "loan", None),
        ("The loan has 12 signatures.", "loan", None),
    ],
)
def test_a_sum_is_of_the_thing_whose_word_is_next_to_it(sentence: str, word: str, stated: str | None) -> None:
    figure = sum_of(sentence, {word}, "USD")
    assert (figure and figure.text) == stated
    assert figure is None or figure.unit in ("USD", "EUR")


def test_a_sum_without_a_currency_is_none_where_none_is_usual() -> None:
    assert sum_of("The profit was 2.4 million.", {"profit"}, "") is None


def test_a_bonus_is_money() -> None:
    asked = read_asked("What is the smallest bonus?")
    assert asked is not None
    assert asked.beside == ("bonus",)
