"""A pronoun that means what its own line names leans on no turn before."""

import pytest

from assistant.followups.standalone import standalone_question

BEFORE = [("Who runs the mill at Larkhaven?", "Ann Lee runs the mill with two millers. The weavers sold the looms.")]


@pytest.mark.parametrize(
    "line",
    [
        "How fast was the barge moving when it hit the quay?",
        "Why did the dyers lose their licence?",
        "What discount is given to growers who cover their trees?",
        "Why did the guild admit its guilt?",
        "What did the new captain say she has no faith in?",
        "For how long was the footbridge closed before it was painted?",
        "Who promised the traders that the gate would stay open?",
        "What is the most that the owner of a boat can claim?",
        "How much higher is the rent of the barn than that of the loft?",
        "What does it cost to heat the greenhouse?",
        "Why is it cheaper to have the sails sewn abroad?",
        "What made it possible to raise the wages?",
        "My aunt lives in Kent and I have never been there, who sails to it?",
        "What is the name of the company that closed the kiln?",
        "Why did the man with the telescope leave?",
        "What was the minister's view of the kiln?",
    ],
)
def test_a_line_that_names_what_its_pronoun_means_stays(line: str) -> None:
    assert standalone_question(line, BEFORE) == line


@pytest.mark.parametrize(
    ("line", "standalone"),
    [
        ("How many sacks does it sell?", "How many sacks does the mill sell (Larkhaven)?"),
        ("How long did it take to build?", "How long did the mill take to build (Larkhaven)?"),
        ("What did the miners say about its wheel?", "What did the miners say about the mill’s wheel (Larkhaven)?"),
    ],
)
def test_what_is_asked_for_or_spoken_of_is_not_meant(line: str, standalone: str) -> None:
    assert standalone_question(line, BEFORE) == standalone


@pytest.mark.parametrize(
    ("asked", "standalone"),
    [("Who is the mayor?", "What did Ann Lee say?"), ("Who is the smith?", "What did the mayor say (the kiln)?")],
)
def test_an_office_is_the_one_who_was_named_by_it(asked: str, standalone: str) -> None:
    talk = [(asked, "Ann Lee."), ("What did the kiln cost?", "Nine crowns.")]
    assert standalone_question("What did the mayor say?", talk) == standalone
