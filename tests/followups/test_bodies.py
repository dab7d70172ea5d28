"""Whom "they" and "she" mean, what "it" is beside a body that acts, and verbs in the number of what is put in."""

import pytest

from assistant.followups.standalone import standalone_question

LANDING = ("What did the council decide about the pier?", "The first item was the pier. The passengers were wet.")


@pytest.mark.parametrize(
    ("before", "line", "standalone"),
    [
        (LANDING, "why did it close?", "Why did the pier close?"),
        (LANDING, "what did they offer?", "What did the council offer (the pier)?"),
        (
            ("How many names were on the list?", "The weavers of Kent wrote them down."),
            "what do they fear?",
            "What do the weavers of Kent fear?",
        ),
        (
            ("Who is Larkline's director?", "The director of Larkline, Ann Lee, sails on Fridays."),
            "what did she offer?",
            "What did Ann Lee offer?",
        ),
        (("Who sailed?", "Fridays are quiet. The barge sailed."), "how large is it?", "How large is the barge?"),
        (("What is the name of the barge?", "Nobody knows."), "when was it built?", "When was the barge built?"),
        (("What did the smith show?", "The tools were new."), "when was it made?", "When were the tools made?"),
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


def test_whom_the_user_called_he_by_an_office_is_not_she() -> None:
    talk = [
        ("What does Ann Lee say of the storm?", "She told the captain to turn."),
        ("What did she tell the captain?", "To turn."),
        ("Why did he refuse?", "He was afraid."),
    ]
    assert standalone_question("What does she want to buy?", talk) == "What does Ann Lee want to buy?"


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        ("How many looms were stolen in 2023?", "and 2022?", "How many looms were stolen in 2022?"),
        ("How many looms were stolen in 2023?", "why?", "Why were looms stolen in 2023?"),
        ("How many weavers want to leave?", "why?", "Why is it that weavers want to leave?"),
        ("What does Ann Lee want to buy?", "for how much?", "For how much does Ann Lee want to buy that?"),
        ("What did Ann Lee propose?", "what about the second item?", "What about the second item?"),
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
