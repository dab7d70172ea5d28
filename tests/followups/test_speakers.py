import pytest

from assistant.followups.people import may_act
from assistant.followups.standalone import standalone_question
from assistant.questions.phrases import phrases_in


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        # Who may vote is no other matter to vote on.
        ("Who voted for the levy?", "and the farmers?", "Did the farmers vote for the levy?"),
        ("Who spoke out against the levy?", "and the union?", "Did the union speak out against the levy?"),
        ("Who was against the levy?", "and the committee?", "Was the committee against the levy?"),
        ("Who is for the levy?", "and the women?", "Are the women for the levy?"),
        ("Who voted for the levy (Kent)?", "and the members?", "Did the members vote for the levy (Kent)?"),
        ("Who voted for the levy?", "and the tunnel?", "Who voted for the tunnel?"),
        ("Who voted for the levy?", "and the letters?", "Who voted for the letters?"),
        # The matter alone gives way, and what was said of when, where or to whom stays.
        (
            "What did Ann say about the school before the vote?",
            "And the bridge?",
            "What did Ann say about the bridge before the vote?",
        ),
        ("What did Bo say to the board?", "and the mill?", "What did Bo say about the mill to the board?"),
        ("What did Bo say on Monday?", "and the mill?", "What did Bo say about the mill on Monday?"),
        ("What did Bo think of the barn?", "and the mill?", "What did Bo think about the mill?"),
        # A body speaks, unless one asks what was said about it.
        ("What did the mayor promise?", "and the council?", "What did the council promise?"),
        ("What did the mayor promise?", "and about the council?", "What did the mayor promise about the council?"),
        ("What did the mayor promise?", "and the mill?", "What did the mayor promise about the mill?"),
        # A side is taken by who votes, speaks, argues or is for something.
        ("Who asked for a vote for the mill?", "and against?", "Who asked for a vote against the mill?"),
        ("Who asked for the mill?", "and against?", "Who asked for the mill, against?"),
        ("What was asked before the vote?", "and after?", "What was asked after the vote?"),
    ],
)
def test_another_speaker_another_matter_or_the_other_side(question: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, "Nine.")]) == standalone


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("the weavers", True),
        ("the Tarn Council", True),
        ("the mayor", True),
        ("the families", True),
        ("the rivers", False),
        ("the mill", False),
        ("the problems", False),
    ],
)
def test_who_may_act(text: str, acts: bool) -> None:
    assert may_act(phrases_in(text)[0]) is acts


def test_things_want_nothing() -> None:
    problems = [("what are the biggest problems?", "Dust and noise are the biggest problems.")]
    line = "how do they want to solve them?"
    assert standalone_question(line, problems) == "How do they want to solve the biggest problems?"
    after = [*problems, (line, "With a fan.")]
    assert standalone_question("who pays?", after) == "Who pays (the biggest problems)?"
    unions = [("What are the unions against?", "The levy.")]
    assert standalone_question("what do they want?", unions) == "What do the unions want?"


def test_who_speaks_is_no_topic() -> None:
    history = [("What is planned?", "Operator: Good morning to all.")]
    assert standalone_question("was it decided?", history) == "was it decided?"
    history = [("What is planned?", "Operator: The pier is planned.")]
    assert standalone_question("was it decided?", history) == "Was the pier decided?"
