"""Whom "he" means after an answer that names several people."""

import pytest

from assistant.followups.offices import named_beside
from assistant.followups.standalone import standalone_question

WHO = "Who is the governor of Otterland?"


@pytest.mark.parametrize(
    ("told", "line", "standalone"),
    [
        (
            "Lars Lind met Jan Berg, the governor of Otterland, on Friday.",
            "When was he born?",
            "When was Jan Berg born?",
        ),
        (
            "Lars Lind said that the governor, Ida Holm, met Eva Dahl.",
            "When was she born?",
            "When was Ida Holm born?",
        ),
        ("Lars Lind said on Friday that Jan Berg became governor.", "When was he born?", "When was Jan Berg born?"),
        ("Lars Lind met Jan Berg on Friday.", "When did he meet Lind?", "When did Jan Berg meet Lind?"),
    ],
)
def test_he_holds_the_office_asked_for_and_is_not_whom_the_line_names(told: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(WHO, told)]) == standalone


def test_who_greets_the_holder_of_an_office_does_not_hold_it() -> None:
    assert named_beside("governor", "Lars Lind thanked governor Jan Berg.") == "Jan Berg"
    assert named_beside("governor", "Lars Lind, the former governor, met the governor, Jan Berg.") == "Jan Berg"
