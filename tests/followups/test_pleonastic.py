"""Words that look like pronouns and stand for nothing, and how long a line without end takes."""

import re
import time

import pytest

from assistant.followups.pleonastic import EMPTY, without_pleonastic
from assistant.followups.standalone import standalone_question


@pytest.mark.parametrize(
    ("name", "line", "empty"),
    [
        ("is there", "Is there a crane?", "Is there"),
        ("will there be", "Will there be a crane?", "Will there be"),
        ("ought there", "Ought there to be a crane?", "Ought there"),
        ("there is", "Who says there really is a crane?", "there really is"),
        ("that he", "Who heard that he sang?", "that "),
        ("that the", "Who heard that the crane fell?", "that "),
        ("that of", "Is the weir's gate older than that of the lock?", "that "),
        ("it costs to", "What did it cost to roof the chapel?", "it cost "),
        ("it costs to", "What does it cost to heat the greenhouse?", "it cost "),
        ("it costs to", "How long does it take for a crew to row?", "it take "),
        ("it takes to … them", "How long did it take to mend them?", "it take "),
        ("make it … to", "What made it easier to mend the nets?", "made it "),
        ("is it easier to", "Why is it cheaper to have the sails sewn abroad?", "is it cheaper"),
        ("is it easier to", "Is it cheaper to sail than to drive?", "Is it cheaper"),
        ("was it, say, that", "Why was it, in your view, that rain fell?", "was it, in your view, that"),
        ("was it one or another that", "Was it the mill, or the pier, that burnt?", "Was it "),
        ("is it true", "Is it true the crane fell?", "Is it true"),
        ("it is true that", "Why it was never clear that rain fell?", ""),
        ("it is true that", "Since when it is clear that rain falls?", "it is clear that"),
        ("what that is", "Who has a crane that is red?", "crane that is"),
    ],
)
def test_each_pattern_covers_what_it_is_named_for(name: str, line: str, empty: str) -> None:
    found = re.search(EMPTY[name], line, re.IGNORECASE)
    assert (found.group() if found else "") == empty


def test_every_pattern_has_its_case() -> None:
    cases = test_each_pattern_covers_what_it_is_named_for.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {name for name, _, _ in cases} == set(EMPTY)


@pytest.mark.parametrize("line", ["How long did it take to build?", "Is it easier to heat than the mill?"])
def test_it_stands_for_something_there(line: str) -> None:
    assert without_pleonastic(line) == line


@pytest.mark.parametrize(
    "line",
    [
        "What did it cost to roof the chapel?",
        "Why is it cheaper to have the sails sewn abroad?",
        "What made it easier to mend the nets?",
        "Was it the mill, or the pier, that burnt?",
    ],
)
def test_what_stands_for_nothing_stays(line: str) -> None:
    assert standalone_question(line, [("What did the kiln cost?", "Nine crowns.")]) == line


@pytest.mark.parametrize("words", ["it took ", "it costs a ", "made it w for ", "is it easier for ", "is it, ", "x"])
def test_a_long_line_takes_no_square_of_its_length(words: str) -> None:
    line = words * (20_000 // len(words))
    begun = time.perf_counter()
    without_pleonastic(line)
    assert time.perf_counter() - begun < 0.3
