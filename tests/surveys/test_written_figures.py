"""Figures of ours are written as those that they come from."""

import pytest

from assistant.corpus.figures import read_figures
from assistant.surveys.written_figures import written


@pytest.mark.parametrize(
    ("value", "like", "said"),
    [
        (190e6, ("$300 million", "$110 million"), "$190 million"),
        (3.5e6, ("9.5 million crowns", "6 million crowns"), "3.5 million crowns"),
        (750_000, ("1 million euros", "250,000 euros"), "750,000 euros"),
        (1.25e9, ("$1 billion", "$250 million"), "$1.25 billion"),
        (2.5, ("6.5 percent", "4 percent"), "2.5 percentage points"),
        (420, ("1,260 metres", "840 metres"), "420 metres"),
        (500, ("2 kilometres", "1,500 metres"), "0.5 kilometres"),
        (900, ("1,200 boats", "300 boats"), "900"),
        (96, ("four days", "two days"), "4 days"),
    ],
)
def test_sign_scale_and_unit_are_taken_over(value: float, like: tuple[str, ...], said: str) -> None:
    assert written(value, [read_figures(text)[0] for text in like]) == said


def test_a_quotient_is_rounded() -> None:
    assert written(100e6 / 3, [read_figures("$100 million")[0]], exact=False) == "$33.3 million"
