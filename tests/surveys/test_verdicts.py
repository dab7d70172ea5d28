"""Which of two things has the greater figure: told where the sentences leave no doubt, and only there."""

import numpy as np
import pytest

from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import plain_transcript
from assistant.store.catalog import StoredPassage
from assistant.surveys.results import SurveyItem
from assistant.surveys.verdicts import verdict


def items(text: str, *numbers: int, id_: int = 1) -> list[SurveyItem]:
    """Sentences of a passage by their numbers, all of them where none is named."""
    (passage,) = split_into_passages(plain_transcript(f"{id_}.txt", "Talk", text))
    stored = StoredPassage(id_, passage, text, "Talk", np.ones(4), np.ones((len(passage.sentences), 4)))
    return [SurveyItem(stored, number) for number in numbers or range(len(passage.sentences))]


def lead(question: str, elmstead: list[SurveyItem], brackwater: list[SurveyItem]) -> str:
    return str(verdict(question, {"Elmstead": elmstead, "Brackwater": brackwater})[0])


PLAIN = "On “Elmstead” and “Brackwater”"
MORE = "Who has more ferries, Elmstead or Brackwater?"
FOUR = items("Brackwater runs 4 ferries.", id_=2)


def test_the_greater_figure_is_named_where_each_side_has_one() -> None:
    assert lead(MORE, items("Elmstead runs 9 ferries."), FOUR) == (
        "The larger is “Elmstead” with 9, against 4 for “Brackwater”"
    )


def test_the_lesser_figure_is_named_where_that_is_asked_for() -> None:
    assert lead("Who has fewer ferries, Elmstead or Brackwater?", items("Elmstead runs 9 ferries."), FOUR).startswith(
        "The smaller is “Brackwater” with 4"
    )


def test_a_side_may_be_named_in_the_sentence_before() -> None:
    assert "“Elmstead” with 9" in lead(MORE, items("We came to Elmstead. It runs 9 ferries."), FOUR)


def test_of_several_figures_the_one_that_counts_what_is_asked_is_taken() -> None:
    assert "“Elmstead” with 9" in lead(MORE, items("Elmstead has 200 boats and runs 9 ferries."), FOUR)


def test_of_several_figures_of_one_unit_too() -> None:
    elmstead = items("Elmstead buys 300 tonnes of butter and 9 tonnes of milk.")
    brackwater = items("Brackwater buys 4 tonnes of milk.", id_=2)
    assert "“Elmstead” with 9 tonnes" in lead("Who buys more milk, Elmstead or Brackwater?", elmstead, brackwater)


def test_the_same_figure_is_called_the_same() -> None:
    assert lead(MORE, items("Elmstead runs 4 ferries."), FOUR) == "The same figure, 4, for “Elmstead” and “Brackwater”"


@pytest.mark.parametrize(
    "told",
    [
        "Elmstead runs 9 ferries. Elmstead once ran 12 ferries.",  # which of the two?
        "The county runs 9 ferries.",  # of neither
        "Brackwater once ran 9 ferries.",  # of the other
        "Elmstead was visited. Brackwater once ran 9 ferries.",
        "Elmstead was visited. So it was. Tea was served. The county runs 9 ferries.",  # named too far before
    ],
)
def test_no_verdict_where_a_figure_is_not_surely_of_its_side(told: str) -> None:
    assert lead(MORE, items(told), FOUR) == PLAIN


def test_no_verdict_where_a_figure_is_of_something_else_than_is_asked() -> None:
    cost, turnover = (
        items("Elmstead paid 9 million pounds for a pier."),
        items("Brackwater had a turnover of 4 million pounds.", id_=2),
    )
    assert lead("Which turnover is larger, that of Elmstead or Brackwater?", cost, turnover) == PLAIN
