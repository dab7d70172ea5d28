from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import cited_verbatim, write_corpus

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

NORTH = """Meeting with the governor of North Cape Ann Mirov

5 December

The governor of North Cape Ann Mirov proposed to build a bridge of glass. Ann Mirov said the glass is ready.
"""
SOUTH = """Meeting with the governor of South Cape Ivan Mirov

7 March

The governor of South Cape Ivan Mirov proposed to build a bridge of oak. Ivan Mirov said the oak is dry.
"""


@pytest.fixture(scope="module")
def capes(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("capes")
    corpus = write_corpus(folder / "corpus", {"north.txt": NORTH, "south.txt": SOUTH})
    index = Index(folder / "store", encoder)
    ingest(index, [corpus])
    yield Assistant(index, Settings(corpus=Path(corpus), vectorstore=folder / "store", reader="none", threshold=0.15))
    index.close()


@pytest.mark.parametrize("question", ["What did the governor propose to build?", "What did Mirov propose to build?"])
def test_a_question_that_fits_several_is_answered_for_each_under_its_title(capes: Assistant, question: str) -> None:
    answer = capes.ask(question)
    assert {citation.source for citation in answer.citations} == {"north.txt", "south.txt"}
    assert "North Cape Ann Mirov (5 December): " in answer.text
    assert "South Cape Ivan Mirov (7 March): " in answer.text
    assert cited_verbatim(capes, answer.citations)


def test_a_question_that_says_which_is_answered_once(capes: Assistant) -> None:
    answer = capes.ask("What did Ann Mirov propose to build?")
    assert "glass" in answer.text
    assert "each in its own way" not in answer.text


def test_a_month_narrows_and_the_answer_says_so(capes: Assistant) -> None:
    answer = capes.ask("What did the governor propose to build at the December meeting?")
    assert {citation.source for citation in answer.citations} == {"north.txt"}
    assert any(note.startswith("looked only in what “the December meeting” picks out") for note in answer.notes)


def test_a_narrowed_question_without_an_answer_falls_back_to_all(capes: Assistant) -> None:
    answer = capes.ask("Who said the oak is dry at the December meeting?")
    assert {citation.source for citation in answer.citations} == {"south.txt"}
    (note,) = answer.notes
    assert note.startswith(
        "what “the December meeting” picks out does not seem to tell this, so others do: “Meeting with"
    )


def test_a_meeting_of_a_time_of_which_no_transcript_is_is_refused_by_name(capes: Assistant) -> None:
    strict = capes.with_settings(threshold=0.25)
    refused = strict.ask("What did the governor propose to build at the August meeting?").refusal
    assert refused is not None
    assert refused.message.startswith("No transcript is of “the August meeting”; they are of 5 December, 7 March.")
    assert refused.nearest


def test_a_suggestion_is_a_question_that_is_answered(capes: Assistant) -> None:
    refused = capes.ask("What does Zubrovka pay for the glass bridge in 2031?")
    assert refused.refusal is not None
    assert refused.refusal.suggestion is not None
    assert capes.ask(refused.refusal.suggestion).answered
