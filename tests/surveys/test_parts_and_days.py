"""Who opened, closed, hosted or chaired a meeting, and what happened on a day."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import cited_verbatim, write_corpus

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

PODCAST = """The Moss Lane podcast, number 8: a cooper
Recorded 4 June 2024

Greta Ollin: Welcome back to Moss Lane, it is a cold morning. My guest is Anders Pym, who makes barrels.
Anders Pym: I make forty barrels a year, and on Monday the third I broke my best plane.
Greta Ollin: What happened on the third of June?
Anders Pym: On the third of June the plane hit a nail, so the order for the brewery is late.
Greta Ollin: Do you sell them all?
Anders Pym: All but two, as on 3 June 2011 the loft burned with forty. Thank you for having me.
"""
INQUEST = """Hearing into the sinking of the barge Lotte
12 March 2023

THE CHAIR: Good morning. We shall hear the lockkeeper first.
Mr Sorrel: I call Ada Fenn.
Ada Fenn: The gate of the lock stuck at noon, and the barge leaned over.
THE CHAIR: That is all until Monday.
"""
REPORT = """Annual meeting of the Tarn Rowing Club

Two hundred members came to the boathouse. The treasurer, Hilde Crane, opened the meeting with the accounts.

The roof costs 9,000. The members voted for it on 7 May by a large majority, and the club will borrow the sum.

The meeting closed at ten.
"""
TALK = """Evening with a glazier

Host: Tonight we mend a window.
Rolf Tamm: The putty cracked in the frost of last winter, as it had been mixed with sand.
Host: And the glass?
Rolf Tamm: The glass is from the old station.
"""
CORPUS = {"podcast.txt": PODCAST, "hearing.txt": INQUEST, "rowing.txt": REPORT, "glazier.txt": TALK}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    """An assistant over a podcast, a hearing, a report and a talk with a host who has no name."""
    corpus, store = tmp_path_factory.mktemp("parts"), tmp_path_factory.mktemp("store")
    index = Index(store, encoder)
    ingest(index, [write_corpus(corpus, CORPUS)])
    yield Assistant(index, Settings(corpus=corpus, vectorstore=store))
    index.close()


def _ask(shelf: Assistant, question: str) -> Answer:
    answer = shelf.ask(question)
    assert cited_verbatim(shelf, answer.citations)
    return answer


@pytest.mark.parametrize(
    ("question", "told", "quoted"),
    [
        ("Who hosted the podcast?", "Greta Ollin speaks first and welcomes", "Welcome back to Moss Lane"),
        ("Who was the guest on the podcast?", "tells it", "My guest is Anders Pym"),
        ("Who opened the podcast?", "first words in it that stand under a name are those of Greta Ollin", "Welcome"),
        ("Who was the last to speak in the podcast?", "those of Anders Pym", "All but two"),
        ("Who asked the questions in the podcast?", "Greta Ollin (2)", "What happened on the third of June?"),
        ("Who opened the annual meeting of the Tarn Rowing Club?", "tells it", "Hilde Crane, opened the meeting"),
        ("Who was the witness at the hearing?", "tells it", "I call Ada Fenn."),
        ("Who closed the hearing?", "those of THE CHAIR", "That is all until Monday."),
    ],
)
def test_who_played_a_part_is_told_by_what_says_so(shelf: Assistant, question: str, told: str, quoted: str) -> None:
    answer = _ask(shelf, question)
    assert answer.answered
    assert told in answer.text
    assert any(quoted in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Who closed the annual meeting of the Tarn Rowing Club?", "tells who closed it, and no label says who speaks"),
        ("Who hosted the evening?", "under the label “Host” no name is given"),
    ],
)
def test_a_part_that_nothing_tells_is_refused_with_why(shelf: Assistant, question: str, why: str) -> None:
    answer = _ask(shelf, question)
    assert answer.refusal
    assert why in answer.refusal.message


def test_what_is_opened_must_be_a_meeting(shelf: Assistant) -> None:
    answer = shelf.ask("Who opened the gate of the lock?")
    assert "stand under a name" not in answer.text


def test_a_day_is_told_by_the_sentences_that_name_it_however_written(shelf: Assistant) -> None:
    answer = _ask(shelf, "What happened on 3 June 2024?")
    assert "names 3 June 2024" in answer.text
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "On the third of June the plane hit a nail" in quotes
    assert "on Monday the third I broke my best plane" in quotes
    assert "the loft burned" not in quotes


def test_a_day_of_another_year_is_another_day(shelf: Assistant) -> None:
    refusal = _ask(shelf, "What happened on 3 June 2019?").refusal
    assert refusal
    assert refusal.message.startswith("No transcript is of 3 June 2019, and no sentence names that day.")


def test_who_took_the_minutes_is_told_behind_another_question_or_not_at_all(shelf: Assistant) -> None:
    before = [("What does the roof cost?", "The roof costs 9,000.")]
    refusal = shelf.ask("Who took the minutes?", before).refusal
    assert refusal
    assert refusal.message.startswith("Nothing in the transcripts tells who takes the minutes.")


def test_the_day_of_a_transcript_is_told_by_what_it_says_most_of(shelf: Assistant) -> None:
    answer = _ask(shelf, "What happened on 12 March 2023?")
    assert "“Hearing into the sinking of the barge Lotte” is of 12 March 2023" in answer.text
    assert answer.citations


def test_a_guest_whom_no_label_calls_so_is_who_speaks_with_the_host(shelf: Assistant) -> None:
    answer = _ask(shelf, "What did the guest say about the putty?")
    assert answer.answered
    assert "cracked in the frost" in answer.text


def test_subtitles_tell_who_speaks_by_a_name_that_is_given(tmp_path: Path, encoder: Encoder) -> None:
    lines = ["welcome to the loft", "it's hanne here and we mend a clock", "the spring is rusty", "see you next week"]
    cues = (f"00:00:{3 * n:02}.000 --> 00:00:{3 * n + 3:02}.000\n{line}\n" for n, line in enumerate(lines))
    corpus = write_corpus(tmp_path / "corpus", {"clock.vtt": "\n".join(["WEBVTT\n", *cues]), "a.txt": TALK})
    index = Index(tmp_path / "store", encoder)
    ingest(index, [corpus])
    answer = Assistant(index, Settings(corpus=corpus, vectorstore=tmp_path / "store")).ask("Who speaks in the video?")
    index.close()
    assert "a name is given" in answer.text
    assert "hanne" in answer.text
