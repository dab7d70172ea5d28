"""A thing that goes by a number gives way to one of another number."""

import pytest

from assistant.followups.numbers import of_another_number
from assistant.followups.standalone import standalone_question

PERMIT = [("Was permit 343 granted?", "No.")]


@pytest.mark.parametrize(
    ("line", "standalone"),
    [
        ("and 341?", "Was permit 341 granted?"),
        ("and permit 341?", "Was permit 341 granted?"),
        ("what about number 341?", "Was permit 341 granted?"),
        ("no, I meant permit 347", "Was permit 347 granted?"),
        ("no, 347", "Was permit 347 granted?"),
        ("and application 12?", "Was application 12 granted?"),
    ],
)
def test_another_number_takes_the_place_of_the_one_asked_about(line: str, standalone: str) -> None:
    assert standalone_question(line, PERMIT) == standalone


@pytest.mark.parametrize(
    ("new", "question", "asked"),
    [
        ("on floor 4", "Who lives on floor 3", "Who lives on floor 4?"),
        ("on 4", "Who lives on floor 3", "Who lives on floor 4?"),
        ("in ward 5", "Who runs bus 12", ""),
        ("2031", "What did permit 343 cost in 2030", ""),
        ("7", "Who won 12 prizes", ""),
        ("7", "How much is the rye", ""),
        ("item 6", "What does page 3 say of item 5", "What does page 3 say of item 6?"),
    ],
)
def test_only_a_thing_that_goes_by_a_number_gives_way(new: str, question: str, asked: str) -> None:
    assert of_another_number(new, question) == asked
