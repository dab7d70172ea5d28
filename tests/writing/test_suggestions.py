"""A refusal suggests the first question about what came near that the same transcript answers."""

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import plain_transcript
from assistant.questions.phrases import Phrase
from assistant.questions.question import read_question
from assistant.retrieval.evidence import Candidate, ScoredSentence
from assistant.store.catalog import StoredPassage
from assistant.writing.suggestions import nameable, sayable, suggested

NEAR = (
    ("a.txt", "The Old Mill was sold."),
    ("b.txt", "The Blue Ferry was repaired."),
    ("a.txt", "They liked the Old Mill."),
    ("c.txt", "The Long Bridge was shut."),
)
MILL, FERRY, BRIDGE = (f"What is said about the {name}?" for name in ("Old Mill", "Blue Ferry", "Long Bridge"))


def nearest() -> list[ScoredSentence]:
    rows = []
    for source, text in NEAR:
        (passage,) = split_into_passages(plain_transcript(source, "Talk", text))
        stored = StoredPassage(1, passage, text, "Talk", np.zeros(8, np.float32), np.zeros((1, 8), np.float32))
        rows.append(ScoredSentence(Candidate(stored, {}, 0.0, (frozenset(),)), 0, {}, 0.0))
    return rows


def tried(answers: dict[str, str]) -> tuple[str | None, list[list[str]]]:
    """What is suggested where ``answers`` gives the source that answers a question, and what was asked for it."""
    asked: list[list[str]] = []

    def answered_from(questions: Sequence[str]) -> list[str]:
        asked.append(list(questions))
        return [answers.get(question, "") for question in questions]

    return suggested(read_question("What did it cost?", {}, 1), nearest(), lambda _: "", answered_from), asked


def test_two_are_tried_at_once_and_the_nearest_is_suggested() -> None:
    assert tried({MILL: "a.txt", FERRY: "b.txt"}) == (MILL, [[MILL, FERRY]])


def test_the_next_is_tried_only_where_neither_is_answered_and_none_twice() -> None:
    assert tried({BRIDGE: "c.txt"}) == (BRIDGE, [[MILL, FERRY], [BRIDGE]])


def test_one_that_another_transcript_answers_is_not_suggested() -> None:
    assert tried({MILL: "b.txt", FERRY: "b.txt"})[0] == FERRY
    assert tried({})[0] is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("the next", False),
        ("the second one", False),
        ("Kent’", False),
        ("the next loom", True),
        ("Good evening", False),
        ("the evening boat", True),
        ("asked Larkhaven", False),
        ("Larkhaven never", False),
        ("Larkhaven Pier", True),
    ],
)
def test_what_only_says_which_is_no_thing_to_ask_about(text: str, kept: bool) -> None:
    bare = text.removeprefix("the ")
    phrase = Phrase(
        text, bare, 0, len(text), bare, named=False, definite=True, plural=False, person=False, located=False
    )
    assert sayable(phrase) is kept


@pytest.mark.parametrize(
    ("text", "around", "names"),
    [
        ("[sighs] Widowed in May, with a shop to run.", "", []),
        ("“Larkhaven has a pier.”", "", []),
        ("“Larkhaven has a pier.”", "They went to see Larkhaven.", ["Larkhaven"]),
        ("“The Old Mill was sold.”", "", ["Old Mill"]),
        ("“Broken chairs were paid for.”", "", []),
        ("**Regrets:** Ida Brook wrote of Otter Bay.", "the Regrets", ["Ida Brook", "Otter Bay"]),
        ("Nobody sent Regrets: they came.", "", ["Regrets"]),
    ],
)
def test_what_only_opens_or_labels_a_line_is_no_name(text: str, around: str, names: list[str]) -> None:
    assert [phrase.bare for phrase in nameable(text, around) if phrase.named] == names
