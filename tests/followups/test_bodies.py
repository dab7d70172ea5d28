"""Whom "they" and "she" mean, what "it" is beside a body that acts, and verbs in the number of what is put in."""

import pytest

from assistant.followups.standalone import standalone_question

BOATS = ("What did the board decide about the boats?", "They lie in the bay.")
LANDING = ("What did the council decide about the pier?", "The first item was the pier. The passengers were wet.")


@pytest.mark.parametrize(
    ("before", "line", "standalone"),
    [
        (LANDING, "why did it close?", "Why did the pier close?"),
        (LANDING, "what did they offer?", "What did the council offer (the pier)?"),
        (
            ("Which sacks lay in the barn?", "The weavers of Kent moved the sacks."),
            "what do they fear?",
            "What do the weavers of Kent fear?",
        ),
        (
            ("Who is Larkline's director?", "The director of Larkline, Ann Lee, sails on Fridays."),
            "what did she offer?",
            "What did Ann Lee offer?",
        ),
        (BOATS, "why did they sink?", "Why did the boats sink (the board)?"),
        (BOATS, "what did they promise?", "What did the board promise?"),
        (BOATS, "why did they?", "Why did the board decide that about the boats?"),
        (LANDING, "why did they?", "Why did the council decide that about the pier?"),
        (("Why did the board meet?", "It rained."), "where did they sit?", "Where did the board sit?"),
        (("Why did the board meet?", "It rained."), "what have they decided?", "What has the board decided?"),
        (
            ("Who complained about the quay?", "Bruno Hart complained."),
            "how many of them were present?",
            "how many of them were present?",
        ),
    ],
)
def test_who_acts_is_they_and_what_it_acts_on_is_it(before: tuple[str, str], line: str, standalone: str) -> None:
    assert standalone_question(line, [before]) == standalone


@pytest.mark.parametrize(
    ("question", "answer", "line", "standalone"),
    [
        ("Which firm built the mill?", "Elm Timber. [1]", "Who owns it?", "Who owns Elm Timber?"),
        ("Which firm built the mill?", "Larkline.", "Who owns it?", "Who owns Larkline?"),
        ("What is the ship called?", "Larkline.", "who runs it?", "Who runs the ship?"),
        ("Which colour has the mill?", "Red.", "who runs it?", "Who runs the mill?"),
        ("Which firm built the mill?", "“Elm Timber”", "who runs it?", "Who runs Elm Timber?"),
        ("Which engineer built the mill?", "Ann Lee.", "who runs it?", "Who runs the mill?"),
        ("What sank the mill?", "Ann Lee.", "who runs it?", "Who runs the mill?"),
        ("Which firm built the mill?", "Elm Timber built it.", "who runs it?", "Who runs the mill?"),
        ("Where is the mill?", "Kent.", "who runs it?", "Who runs the mill?"),
    ],
)
def test_a_bare_name_that_answers_what_or_which_is_it(question: str, answer: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, answer)]) == standalone


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        ("How many looms were stolen in 2023?", "and 2022?", "How many looms were stolen in 2022?"),
        ("How many looms were stolen in 2023?", "why?", "Why were looms stolen in 2023?"),
        ("How many weavers want to leave?", "why?", "Why is it that weavers want to leave?"),
        ("What does Ann Lee want to buy?", "for how much?", "For how much does Ann Lee want to buy that?"),
        ("What did Ann Lee propose?", "what about the second item?", "What about the second item?"),
        (
            "What did Ann Lee propose for the pier?",
            "What about the second option?",
            "What about the second option for the pier?",
        ),
        (
            "What options are there for the pier?",
            "What about the second option?",
            "What options are there for the pier, the second option?",
        ),
        ("How many carts broke from 2020 to 2023?", "and 2022?", "How many carts broke in 2022?"),
        ("How many carts broke between May and July?", "and June?", "How many carts broke in June?"),
        (
            "What did Ann Lee propose?",
            "back to the looms: how many does it have?",
            "How many does it have (the looms)?",
        ),
        ("What did Ann Lee propose?", "back to school - when is it?", "When is the school?"),
        ("What did Ann Lee propose?", "back to the pier: who won the bid?", "Who won the bid (the pier)?"),
        ("What did Ann Lee propose?", "back to the pier, how old is it?", "How old is the pier?"),
        (
            "What was decided at the May meeting?",
            "only about the school",
            "What was decided at the May meeting about the school?",
        ),
        ("What did Ann Lee propose?", "who said so?", "What did Ann Lee propose?"),
    ],
)
def test_a_line_goes_on_from_the_question_before(question: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, "It rained.")]) == standalone


def test_one_of_many_is_no_body() -> None:
    before = [("Are the teachers happy?", "Yes.")]
    assert standalone_question("and the student?", before) == "Is the student happy?"
    assert standalone_question("and the clerks?", before) == "Are the clerks happy?"


def test_where_somebody_went_is_not_they() -> None:
    asked = "Who moved to Otterland?"
    assert standalone_question("Why are they moving?", [(asked, "")]) == "Why are they moving (Otterland)?"
    assert standalone_question("Why are they moving?", [(asked, "Ann Lee.")]) == "Why is Ann Lee moving?"
