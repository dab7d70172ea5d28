"""How loosely a figure is told, and what comes of it."""

import pytest

from assistant.corpus.figures import read_figures
from assistant.surveys.hedges import Hedge, read_hedge, together


@pytest.mark.parametrize(
    ("sentence", "hedge"),
    [
        ("It has 20 boats.", Hedge.NONE),
        ("It has about 20 boats.", Hedge.ABOUT),
        ("It has almost 20 boats.", Hedge.ABOUT),
        ("It has more than 20 boats.", Hedge.OVER),
        ("It has at least 20 boats.", Hedge.AT_LEAST),
        ("It has no less than 20 boats.", Hedge.AT_LEAST),
        ("It has less than 20 boats.", Hedge.UNDER),
        ("It has no more than 20 boats.", Hedge.AT_MOST),
        ("It has up to 20 boats.", Hedge.AT_MOST),
        ("It has just over 20 boats.", Hedge.ABOUT),
        ("It went over there; it has 20 boats.", Hedge.NONE),
    ],
)
def test_the_words_before_a_figure_say_how_loosely_it_is_told(sentence: str, hedge: Hedge) -> None:
    (figure,) = read_figures(sentence)
    assert read_hedge(sentence, figure.start, figure.end) is hedge


def test_what_is_taken_away_turns_its_bound_round() -> None:
    assert together([Hedge.OVER, Hedge.NONE.opposite]) is Hedge.OVER
    assert together([Hedge.NONE, Hedge.OVER.opposite]) is Hedge.UNDER
    assert together([Hedge.OVER, Hedge.OVER.opposite]) is Hedge.ABOUT
    assert together([Hedge.AT_LEAST, Hedge.AT_MOST.opposite]) is Hedge.AT_LEAST
    assert together([Hedge.AT_LEAST, Hedge.OVER]) is Hedge.OVER
    assert together([Hedge.NONE, Hedge.NONE]) is Hedge.NONE
