"""A pronoun that means what its own line names leans on no turn before; where that is unsure, it does."""

import pytest

from assistant.followups.standalone import standalone_question

BEFORE = [("Who runs the mill at Larkhaven?", "Ann Lee runs the mill with two millers. The weavers sold the looms.")]
KILN = ("What did the kiln cost?", "Nine crowns.")
LINE = ("How long is the Otter line?", "It is long.")
SHE = ("What did Ann Lee sell?", "A mill.")


@pytest.mark.parametrize(
    "line",
    [
        "Why did the dyers lose their licence?",
        "Why did the smiths hide their anvils?",
        "For how long was the footbridge closed before it was painted?",
        "Do the bakers who burnt their loaves still have an oven?",
        "Was anyone told by the ferrymen that the lamp was out?",
        "Is the person between the two bakers a smith?",
        "Does the firm whose lock broke still pay a toll?",
        "A cousin of ours works in Kent and we never saw anything there, who sails to it?",
        "Who would lose their bonus?",
    ],
)
def test_a_line_that_names_what_its_pronoun_means_stays(line: str) -> None:
    assert standalone_question(line, BEFORE) == line


@pytest.mark.parametrize(
    ("before", "line", "standalone"),
    [
        (KILN, "Has the owner said what it cost?", "Has the owner said what the kiln cost?"),
        (KILN, "What did the council say when it fell?", "What did the council say when the kiln fell?"),
        (KILN, "Did the price fall after it opened?", "Did the price fall after the kiln opened?"),
        (KILN, "is it easier to heat than the mill?", "Is the kiln easier to heat than the mill?"),
        (SHE, "What did the director say when she left?", "What did the director say when Ann Lee left?"),
        (LINE, "What did the director say when she left?", "What did the director say when she left?"),
        (KILN, "What did the letter say about its door?", "What did the letter say about the kiln’s door?"),
    ],
)
def test_what_the_line_names_is_not_meant_where_it_could_hardly_be(
    before: tuple[str, str], line: str, standalone: str
) -> None:
    assert standalone_question(line, [before]) == standalone


@pytest.mark.parametrize(
    ("asked", "answer", "standalone"),
    [
        ("Who is the smith?", "Ann Lee.", "What did the mayor say (the kiln)?"),
        ("Who spoke?", "Ann Lee, the deputy mayor, and Bo Ray, the mayor.", "What did Bo Ray say?"),
        ("Who spoke?", "Ann Lee, the art mayor, and Bo Ray, the mayor.", "What did Bo Ray say?"),
        ("Who was the former mayor?", "Bo Ray", "What did the mayor say (the kiln)?"),
        ("Who spoke?", "The ex-mayor Bo Ray.", "What did the mayor say (the kiln)?"),
        ("Who spoke?", "On Monday, the mayor came.", "What did the mayor say (the kiln)?"),
    ],
)
def test_an_office_is_the_one_who_was_named_by_it(asked: str, answer: str, standalone: str) -> None:
    assert standalone_question("What did the mayor say?", [(asked, answer), KILN]) == standalone


def test_a_director_of_sales_is_not_the_director() -> None:
    before = [("Who spoke?", "Ann Lee, the sales director, and Bo Ray, the director.")]
    assert standalone_question("What did the director say?", before) == "What did Bo Ray say?"
