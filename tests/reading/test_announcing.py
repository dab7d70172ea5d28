"""What a sentence announces, and which of those after it tell that."""

import pytest

from assistant.reading.announcing import announced

LIST = [
    "1.",
    "The gate is painted.",
    "2.",
    "The lamp stays.",
    "It costs little.",
    "3.",
    "Tea is free.",
    "## 5.",
    "Boats",
]


@pytest.mark.parametrize(
    ("text", "following", "told"),
    [
        ("It was agreed that:", LIST, [1, 3, 6]),
        ("It was agreed that:", ["- paint the gate", "- keep the lamp", "The next day it rained."], [0, 1]),
        ("It was agreed that:", ["(a) The gate is painted;", "(b) The lamp stays.", "(f) Unlike."], [0, 1]),
        ("It was agreed that:", ["The gate is painted.", "It rained."], [0]),
        ("It was agreed that:", ["Ann Lee: Good evening."], []),
        ("**Decisions:**", ["- paint the gate"], [0]),
        ("We want two things.", ["A gate.", "A lamp.", "Tea came."], [0, 1]),
        ("There are three reasons for that.", ["It is old.", "Is it?", "It leaks."], [0]),
        ("Ann Lee: The first thing people see is the gate.", ["It is green.", "It rained."], [0]),
        ("The main problem was our price.", ["It doubled.", "It rained."], [0]),
        ("The two reasons were rain and wind.", ["It rained."], []),
        ("The first boat was the Petrel.", ["It sank."], []),
        ("The main problem was that it doubled.", ["It rained."], []),
        ("Are there two reasons?", ["It rained."], []),
        ("The gate is painted.", ["It is green."], []),
    ],
)
def test_what_a_sentence_announces_follows_it(text: str, following: list[str], told: list[int]) -> None:
    assert announced(text, following) == told
