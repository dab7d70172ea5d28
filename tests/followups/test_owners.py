"""A price takes no place of what it is of: that stays named."""

import pytest

from assistant.followups.standalone import standalone_question

SAID = "What did Ann Lee say about the footbridge?"


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        (SAID, "What about the date?", "What did Ann Lee say about the date of the footbridge?"),
        (SAID, "and price?", "What did Ann Lee say about price of the footbridge?"),
        (SAID, "and the risks?", "What did Ann Lee say about the risks of the footbridge?"),
        ("What was agreed about a new kiln?", "and the cost?", "What was agreed about the cost of the new kiln?"),
        ("Tell me about the loom", "and the results?", "Tell me about the results of the loom?"),
        (
            "What did Ann Lee say about the price of the loom?",
            "and the size?",
            "What did Ann Lee say about the size of the loom?",
        ),
        # What is of no thing, or says itself of which, stays as it is.
        (SAID, "and the press?", "What did the press say about the footbridge?"),
        (SAID, "and the railway?", "What did Ann Lee say about the railway?"),
        (SAID, "and the price of wool?", "What did Ann Lee say about the price of wool?"),
        (SAID, "and costs?", "What did Ann Lee say about the footbridge, costs?"),
        ("What did Ann Lee say about the smith?", "and the price?", "What did Ann Lee say about the price?"),
        ("What did Ann Lee say about the plans?", "and the price?", "What did Ann Lee say about the price?"),
        ("Tell me about the loom", "and costs?", "Tell me about costs?"),
        ("Tell me about the kiln", "and the loom's price?", "Tell me about the loom's price?"),
        ("Who mended the kiln?", "and the price?", "Who mended the kiln, the price?"),
        ("What was the price of the loom?", "and the colour?", "What was the colour of the loom?"),
    ],
)
def test_a_price_is_of_what_was_talked_of(question: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, "The keeper says that it is slow.")]) == standalone
