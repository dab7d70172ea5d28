"""Words by which whoever asks calls what was said."""

import pytest

from assistant.questions.general_words import general_terms


@pytest.mark.parametrize(
    ("asked", "terms"),
    [
        ("What problems of the pier were talked about?", {"problem"}),
        ("What are the main difficulties in weaving?", {"difficulti"}),
        ("Which other kinds of worries does the ferry have?", {"worri"}),
        ("Were there any obstacles to do with frost?", {"obstacl"}),
        ("Tell me about the shortcomings of the pier.", {"shortcom"}),
        ("What problems did they discuss?", set()),  # nothing else is asked about
        ("How many problems with the pier were solved?", set()),  # they are what is counted
        ("Who spoke of problems on Monday?", set()),
        ("Who had problems?", set()),
        ("What lighthouses of the bay were named?", set()),
    ],
)
def test_they_stand_behind_what_is_asked_or_before_their_topic(asked: str, terms: set[str]) -> None:
    assert general_terms(asked) == terms
