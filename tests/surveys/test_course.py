"""How a thing went on, from transcript to transcript."""

import time
from collections.abc import Iterator
from pathlib import Path

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
    "question",
    [
        "How did the pier fund change between March 2021 and June 2022?",
        "What changed about the pier fund between the March 2021 and the June 2022 session?",
        "How did the pier fund change from March 2021 to July 2022?",
    ],
)
def test_a_course_between_two_times_is_told_by_what_lies_between_them(board: Assistant, question: str) -> None:
    answer = board.ask(question)
    assert "speak of this, by date" in answer.text
    assert [citation.source for citation in answer.citations] == ["b.txt", "a.txt"]


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Give me a timeline of the harbour works.", "the harbour works"),
        ("How did the deficit develop from meeting to meeting?", "the deficit"),
        ("What has changed about the fees over time?", "the fees"),
        ("What's the timeline of the harbour works?", "the harbour works"),
        ("Timeline of it", ""),
        ("How did the deficit change?", ""),
        ("How did the river change its course?", ""),
    ],
)
def test_a_course_is_asked_for_over_a_time(question: str, thing: str) -> None:
    asked = asked_course(question)
    assert (asked.thing if asked else "") == thing


def test_a_long_question_is_looked_at_in_an_instant() -> None:
    begin = time.process_time()
    asked_course("How did the pier change over " + "all the " * 230 + "x?")
    assert time.process_time() - begin < 1


def test_of_many_transcripts_the_first_and_the_last_are_cited(tmp_path: Path, encoder: Encoder) -> None:
    index = Index(tmp_path / "store", encoder)
    years = {f"{chr(ord('t') - n)}.txt": f"Board: session of 3 June {2001 + n}\n\nThe levy is {n}0." for n in range(16)}
    ingest(index, [write_corpus(tmp_path / "board", years)])
    answer = Assistant(index, Settings()).ask("Timeline of the levy")
    dates = [citation.date or "" for citation in answer.citations]
    assert (dates[0][:4], dates[-1][:4], len(dates)) == ("2001", "2016", 12)
    assert dates == sorted(dates)
    assert "12 of them are cited, from first to last" in answer.notes
    index.close()
