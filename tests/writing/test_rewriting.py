"""What a chat model puts before the question that it was asked to rewrite."""

import time

import pytest

from assistant.writing.rewriting import without_label


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("Standalone question: Who closed the mill?", "Who closed the mill?"),
        ("**The rewritten question:** Who closed the mill?", "Who closed the mill?"),
        ("Who said the last question: why did the mill close?", "Who said the last question: why did the mill close?"),
        ("Question: What was the last question: why?", "What was the last question: why?"),
    ],
)
def test_a_label_is_taken_off_at_the_start_and_once(written: str, question: str) -> None:
    assert without_label(written) == question


def test_a_label_is_looked_for_at_the_start_alone() -> None:
    begin = time.process_time()
    assert without_label("- " * 50000) == "- " * 50000
    assert time.process_time() - begin < 1
