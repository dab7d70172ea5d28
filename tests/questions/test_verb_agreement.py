"""Whether a verb says that there are several."""

import pytest

from assistant.questions.agreement import asks_of_many
from assistant.questions.requests import read_request
from assistant.questions.survey_request import SurveyKind


@pytest.mark.parametrize(
    "question",
    [
        "Which craft have been sold?",
        "Which old aircraft of the flying club were scrapped?",
        "Which earlier years are named as years of drought?",
        "Which of those who sang at the fair are named?",
        "What livestock were taken?",
    ],
)
def test_the_verb_of_several_asks_for_a_list(question: str) -> None:
    assert asks_of_many(question)
    request = read_request(question)
    assert request is not None
    assert request.kind is SurveyKind.LIST
    assert not request.explicit


@pytest.mark.parametrize(
    "question",
    [
        "What year were they married?",
        "Which barn were the hens in?",
        "What age were nearly all of them?",
        "Which clerk said the trams were late?",
        "What share of the hens are white?",
        "From what date are strangers let in?",
        "What were the reasons?",
        "Which firm have Lind and Moe hired?",
        "What rate of interest do the millers have in mind?",
        "Which clock was sold?",
    ],
)
def test_a_verb_with_another_subject_tells_nothing_of_what_is_asked_for(question: str) -> None:
    assert not asks_of_many(question)
