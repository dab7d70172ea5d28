import pytest

from assistant.followups.standalone import standalone_question

EARNED = ("How much did the harbour earn this year?", "The harbour earned 4.2 million crowns this year.")
BOATS = ("How many boats sail from Holm?", "Twelve boats sail from Holm.")
RENT = ("What is the rent of the hall?", "The rent is 900 crowns a month.")


@pytest.mark.parametrize(
    ("turn", "line", "alone"),
    [
        (EARNED, "Is that more than last year's?", "How much did the harbour earn last year?"),
        (EARNED, "And is that much less than last year?", "How much did the harbour earn last year?"),
        (BOATS, "Is that more than in Kent?", "How many boats sail from Kent?"),
        (BOATS, "Is that fewer than in 2019?", "How many boats sail from Holm in 2019?"),
        (RENT, "Is that higher than last year's?", "What is the rent of the hall last year?"),
    ],
)
def test_a_figure_is_compared_with_another_times_or_places(turn: tuple[str, str], line: str, alone: str) -> None:
    assert standalone_question(line, [turn]) == alone


@pytest.mark.parametrize(
    ("turn", "line"),
    [
        (EARNED, "Is that more than the quay earned?"),
        (EARNED, "Is that more than a year?"),
        (("Who runs the mill?", "Ann Lee runs the mill."), "Is that better than last year?"),
        (("What is the colour of the hall?", "It is blue."), "Is that better than last year's?"),
    ],
)
def test_what_compares_no_figures_of_times_or_places_asks_no_former_question(turn: tuple[str, str], line: str) -> None:
    assert not standalone_question(line, [turn]).startswith(turn[0][:8])
