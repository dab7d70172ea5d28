"""Who "they" are that do something to "them"."""

import pytest

from assistant.followups.standalone import standalone_question


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        ("What hardships did they meet?", "how did they overcome them?", "How did they overcome the hardships?"),
        ("What plans did they draw?", "did they drop them?", "Did they drop the plans?"),
        ("What hardships did the dyers meet?", "how did they end them?", "How did the dyers end the hardships?"),
        ("What errors did the board make?", "did they admit them?", "Did the board admit the errors?"),
        ("Which kilns did the council close?", "why did they shut them?", "Why did the council shut the kilns?"),
        ("How did the dyers handle the orders?", "did they ship them?", "Did the dyers ship the orders?"),
        ("What hut did they build?", "did they sell it?", "Did they sell the hut?"),
        ("What errors did the board make?", "what did they tell them?", "What did the board tell them?"),
    ],
)
def test_they_are_those_who_acted_and_them_what_they_met(question: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, "It was a hard year. [1]")]) == standalone


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        ("What barges did they build?", "when will they sail?", "When will the barges sail?"),
        ("Which dyers came?", "when did they dye them?", "When did the dyers dye them?"),
    ],
)
def test_elsewhere_they_are_the_several_asked_about(question: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, "It was a hard year. [1]")]) == standalone


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        ("Where do the trains run?", "how do they warm them?", "How do they warm the trains?"),
        ("Which kilns are closed?", "when will they mend them?", "When will they mend the kilns?"),
        ("Which kilns will the mayor shut?", "why will they shut them?", "Why will they shut the kilns?"),
        (
            "Which kilns did the floods spoil?",
            "when will they mend them?",
            "When will they mend the kilns?",
        ),
        ("How do the trains use the brakes?", "when do they lose them?", "When do they lose the brakes (the trains)?"),
        ("What faults are there?", "did they find them?", "Did they find the faults?"),
        ("Which kilns are closed?", "what did they tell them?", "What did they tell them (the kilns)?"),
    ],
)
def test_no_things_do_something_to_themselves(question: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, "It was a hard year. [1]")]) == standalone


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        ("How do the kilns work?", "how much coal do they use?", "How much coal do the kilns use?"),
        ("What are the tolls?", "do they make sense?", "Do the tolls make sense?"),
        ("Which rugs were shown?", "did they win a medal?", "Did the rugs win a medal?"),
        (
            "Which kilns were opened?",
            "are they putting a strain on the roof?",
            "Are the kilns putting a strain on the roof?",
        ),
        ("Which barges are closed?", "are they putting them right?", "Are they putting the barges right?"),
        ("What barges are there?", "are they putting on a play?", "are they putting on a play?"),
    ],
)
def test_some_things_do_what_people_do(question: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, "It was a hard year. [1]")]) == standalone


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        ("What barges are there?", "how much did they pay for paint?", "how much did they pay for paint?"),
        ("Why did the barges leak?", "are they going to pay for it?", "Are they going to pay for the barges?"),
        ("How long do the permits last?", "What are they doing about it?", "What are they doing about the permits?"),
        ("Why are the barges so late?", "are they really giving up the canal?", "are they really giving up the canal?"),
        ("Which dyers came?", "how much did they pay for paint?", "How much did the dyers pay for paint?"),
        ("What did the council close?", "are they building a pier?", "Is the council building a pier?"),
        ("Why did the barges leak?", "are they leaking now?", "Are the barges leaking now?"),
    ],
)
def test_what_people_do_is_done_by_no_things(question: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, "It was a hard year. [1]")]) == standalone


def test_what_it_takes_long_to_mend_is_no_people() -> None:
    turn = ("Which rigging do the sailors favour?", "They favour two woven ropes. [1]")
    assert standalone_question("How long does it take to mend them?", [turn]) == (
        "How long does it take to mend the two woven ropes (the rigging)?"
    )
