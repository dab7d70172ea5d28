"""What transcripts are called: whole words in singular and plural, and where the lists differ."""

import itertools
import re

import pytest

from assistant.questions.meeting_words import MEETING, TALK, TRANSCRIPT


@pytest.mark.parametrize("pattern", [MEETING, TRANSCRIPT, TALK])
def test_no_noun_of_a_list_is_the_beginning_of_another(pattern: str) -> None:
    nouns = re.findall(r"[a-z]{3,}", pattern)
    assert [pair for pair in itertools.permutations(nouns, 2) if pair[1].startswith(pair[0])] == []


def test_visits_can_be_the_last_and_files_can_be_counted_and_talks_are_both() -> None:
    called = {"talks", "visits", "files", "speeches"}
    assert {noun for noun in called if re.fullmatch(MEETING, noun)} == {"talks", "visits"}
    assert {noun for noun in called if re.fullmatch(TRANSCRIPT, noun)} == {"talks", "files", "speeches"}
