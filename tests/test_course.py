"""How a thing went on, from transcript to transcript."""

from collections.abc import Iterator

import pytest
from conftest import write_corpus

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.surveys.course import asked_course

SESSIONS = {
    "a.txt": "Board: session of 3 June 2022\n\nThe pier fund holds 40,000. The kiosk is let to a baker.",
    "b.txt": "Board: session of 9 March 2021\n\nThe pier fund holds 90,000. Gulls nest on the roof.",
    "c.txt": "Board: session of 1 May\n\nThe pier fund holds 7,000. A choir sang.",
    "d.txt": "Board: session of 8 July 2022\n\nThe gulls are gone. The roof was tarred twice.",
}


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    index = Index(tmp_path_factory.mktemp("store"), encoder)
    ingest(index, [write_corpus(tmp_path_factory.mktemp("board"), SESSIONS)])
    yield Assistant(index, Settings())
    index.close()


@pytest.mark.parametrize("question", ["Timeline of the pier fund", "How has the pier fund changed over the sessions?"])
def test_what_each_says_of_a_thing_comes_by_date(board: Assistant, question: str) -> None:
    answer = board.ask(question)
    assert answer.text.startswith("3 of 4 transcripts speak of this, by date [1][2][3]:\n\nb (9 March 2021): The pier")
    assert [citation.source for citation in answer.citations] == ["b.txt", "a.txt", "c.txt"]
    assert "1 of them gives no date with a year and stands last" in answer.notes


def test_a_thing_of_which_one_transcript_tells_has_no_course(board: Assistant) -> None:
    assert "by date" not in board.ask("Timeline of the baker").text


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Give me a timeline of the harbour works.", "the harbour works"),
        ("How did the deficit develop from meeting to meeting?", "the deficit"),
        ("What has changed about the fees over time?", "the fees"),
        ("How did the deficit change?", ""),
        ("How did the river change its course?", ""),
    ],
)
def test_a_course_is_asked_for_over_a_time(question: str, thing: str) -> None:
    asked = asked_course(question)
    assert (asked.thing if asked else "") == thing
