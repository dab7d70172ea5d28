"""Whether "it" is what a question asked for or what it was about, and which noun "this budget" is."""

import pytest

from assistant.followups.standalone import standalone_question


@pytest.mark.parametrize(
    ("asked", "told", "line", "standalone"),
    [
        ("What is Foo-Bar?", "A tool for weavers.", "Who developed it?", "Who developed Foo-Bar?"),
        ("What was the Otter?", "The old ferry.", "Who built it?", "Who built the Otter?"),
        ("What is the fund for?", "The repair of Kent Road.", "When does it start?", "When does the fund start?"),
        ("What is the fund spent on?", "The old quay.", "When does it start?", "When does the fund start?"),
        ("What does the fund cover?", "The repair of Kent Road.", "When does it start?", "When does the fund start?"),
        (
            "What is happening to the north stand at Kent Bay?",
            "The roof goes.",
            "Is it safe?",
            "Is the north stand safe (Kent Bay)?",
        ),
        ("What did they do with the kiln?", "The old shed went.", "Is it safe?", "Is the kiln safe?"),
    ],
)
def test_what_a_question_is_about_is_it(asked: str, told: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(asked, told)]) == standalone


@pytest.mark.parametrize(
    ("asked", "told", "line", "standalone"),
    [
        ("What did the guild buy?", "The old kiln.", "When did it open?", "When did the old kiln open?"),
        ("What did the storm destroy?", "The old kiln.", "When was it built?", "When was the old kiln built?"),
        ("Which barge will count the buoys?", "The new barge will do so.", "Is it safe?", "Is the new barge safe?"),
        ("What is the name of the barge?", "The Otter.", "When was it built?", "When was the Otter built?"),
        ("What is the largest kiln?", "The old oven.", "When was it built?", "When was the old oven built?"),
    ],
)
def test_a_question_that_only_asks_for_a_thing_is_about_that(asked: str, told: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(asked, told)]) == standalone


def test_the_noun_of_a_line_is_no_part_of_a_name() -> None:
    before = [("What is budgeted for the roads?", "The Budget Street works take 4 million.")]
    assert standalone_question("When does this budget start?", before) == "When does this budget start?"
    before = [("How is it paid?", "The budget office has the road budget.")]
    assert standalone_question("When does this budget start?", before) == "When does the road budget start?"
