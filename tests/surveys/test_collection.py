"""Questions about the transcripts as such: the latest, the longest, what time they cover, who speaks in them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import cited_verbatim, write_corpus

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.corpus.dates import Date
from assistant.corpus.holders import is_called
from assistant.corpus.transcripts import read_transcript
from assistant.filters import Filters
from assistant.language import words
from assistant.questions.succession import in_order, untold
from assistant.settings import Settings
from assistant.store.catalog import Card, Spoken
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.surveys.speakers import merged

HARBOUR = """Harbour Board: session of 9 March 2021, the pier

Chair Ottilie Marsh: Good evening. The pier is what we are here for tonight.

Dr Ives: The pier is shut because two of its piles are rotten, and I would not walk on it.

Chair Marsh: Since when has the pier been shut, and who pays for the new piles?

Dr Ives: Since May, and the harbour fund pays for them."""
LIGHTS = """Harbour Board: session of 4 May 2022, the lights

Chair Ottilie Marsh: We turn to the lights on the breakwater.

Tom Reed: The lights cost 9,000 a year, and half of them are dark.

Chair Ottilie Marsh: Then let us buy lamps that last."""
BUDGET = """Harbour Board: session of 11 October 2022, the budget

Chair Ottilie Marsh: The budget is short.

Tom Reed: The budget is short by 40,000, as the ferry pays less than it did.

Tom Reed: I propose to raise the mooring fee for yachts by a tenth from the first of January on."""
BOARD = {"a.txt": BUDGET, "b.txt": HARBOUR, "c.txt": LIGHTS}


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    """An assistant over three dated, labelled sessions."""
    corpus, store = tmp_path_factory.mktemp("board"), tmp_path_factory.mktemp("store")
    index = Index(store, encoder)
    ingest(index, [write_corpus(corpus, BOARD)])
    yield Assistant(index, Settings(corpus=corpus, vectorstore=store))
    index.close()


def cited(answer: Answer) -> list[str]:
    return [c.source for c in answer.citations]


@pytest.mark.parametrize(
    ("question", "sources", "told"),
    [
        ("When was the latest session?", ["a.txt"], "11 October 2022"),
        ("Which is the most recent session?", ["a.txt"], "11 October 2022"),
        ("Which session is the oldest?", ["b.txt"], "9 March 2021"),
        ("When was the first session held?", ["b.txt"], "9 March 2021"),
        ("What are the last two sessions?", ["c.txt", "a.txt"], "4 May 2022"),
        ("latest session?", ["a.txt"], "The latest session is of 11 October 2022: “Harbour Board"),
        ("Which was the last session of 2021?", ["b.txt"], "9 March 2021"),
        ("When was the budget session held?", ["a.txt"], "The budget session is of 11 October 2022"),
        (
            "When was the session “Harbour Board: session of 4 May 2022, the lights”?",
            ["c.txt"],
            "“Harbour Board: session of 4 May 2022, the lights” is of 4 May 2022; it opens with:",
        ),
        ("Tell me when the sessions were held", ["b.txt", "a.txt"], "from 9 March 2021"),
        ("Which session is the longest?", ["b.txt"], "with 61 words, then"),
        ("Which is the longest?", ["b.txt"], "with 61 words, then"),
        ("What dates do they cover?", ["b.txt", "a.txt"], "from 9 March 2021 to 11 October 2022"),
        ("When was the latest podcast?", ["a.txt"], "The latest podcast is of 11 October 2022"),
        ("In which sessions does Dr Ives speak?", ["b.txt"], "Dr Ives speaks in 1 of 3 transcripts"),
        ("What dates do the transcripts cover?", ["b.txt", "a.txt"], "from 9 March 2021 to 11 October 2022"),
        ("How far back do these transcripts go?", ["b.txt", "a.txt"], "from 9 March 2021"),
        ("Which transcript is the longest?", ["b.txt"], "with 61 words, then"),
        ("What is the shortest transcript?", ["c.txt"], "with 36 words, then"),
        ("Which sessions are from May?", ["c.txt"], "1 of 3 transcripts"),
    ],
)
def test_what_no_sentence_tells_is_told_from_the_index(
    board: Assistant, question: str, sources: list[str], told: str
) -> None:
    answer = board.ask(question)
    assert cited(answer) == sources
    assert told in answer.text
    assert cited_verbatim(board, answer.citations)
    assert "Good evening" not in answer.text


def test_who_speaks_is_told_in_order_and_one_person_is_counted_once(board: Assistant) -> None:
    answer = board.ask("Who spoke at the session of 9 March 2021?")
    assert answer.text.startswith(
        "2 people speak in “Harbour Board: session of 9 March 2021, the pier”: Chair Ottilie Marsh [1], Dr Ives [2];"
    )
    titled = board.ask("Who speaks in “Harbour Board: session of 9 March 2021, the pier”?")
    assert titled.text == answer.text
    assert [c.quote.split(":")[0] for c in answer.citations] == ["Chair Ottilie Marsh", "Dr Ives"]
    assert board.ask("How many people speak in the transcripts?").text.startswith("3 people speak in the 3 transcripts")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who speaks in more than one session?", "2 people speak in more than one of the 3 transcripts: Chair Ottilie"),
        (
            "Which speakers appear in every session?",
            "1 person speaks in each of the 3 transcripts: Chair Ottilie Marsh",
        ),
    ],
)
def test_who_speaks_in_several_is_told_with_their_first_words(board: Assistant, question: str, told: str) -> None:
    answer = board.ask(question)
    assert answer.text.startswith(told)
    assert cited_verbatim(board, answer.citations)


def test_after_another_question_the_longest_may_be_of_what_was_told(board: Assistant) -> None:
    before = "What do the lights cost?"
    answer = board.ask("Which is the longest?", [(before, board.ask(before).text)])
    assert "The longest of" not in answer.text


def test_what_nobody_of_that_name_says_is_refused_by_name(board: Assistant) -> None:
    refusal = board.ask("What did Astrid Novak say?").refusal
    assert refusal is not None
    assert refusal.message == "The transcripts do not mention “Astrid Novak”."
    for question in ("What did the chair say?", "What did they say?"):
        assert "do not mention" not in board.ask(question).text


def test_why_the_last_is_not_known_is_told_whatever_it_is_called(tmp_path: Path, encoder: Encoder) -> None:
    index = Index(tmp_path / "store", encoder)
    undated = {name: text.replace(" 2021", "").replace(" 2022", "") for name, text in BOARD.items()}
    ingest(index, [write_corpus(tmp_path / "undated", undated)])
    for question in ("What was decided at the last podcast?", "When was the latest podcast?"):
        refusal = Assistant(index, Settings()).ask(question).refusal
        assert refusal is not None
        assert "3 transcripts give no date with a year" in refusal.message
    index.close()


def test_who_speaks_most_is_told_by_how_much_is_said(board: Assistant) -> None:
    text = board.ask("Who speaks the most in the budget session?").text
    assert "most is said by Tom Reed (" in text
    assert text.index("Tom Reed") < text.index("Ottilie Marsh")
    assert "least is said by Chair Ottilie Marsh (" in board.ask("Who speaks least in the budget session?").text
    assert board.ask("How many chairs speak?").text.startswith("1 chair speaks in the 3 transcripts: Chair Ottilie")


@pytest.mark.parametrize("question", ["When was the budget conference?", "When did the lights session end?"])
def test_the_date_of_something_else_is_left_to_the_search(board: Assistant, question: str) -> None:
    assert "it opens with:" not in board.ask(question).text


@pytest.mark.parametrize(
    "question",
    [
        "Who spoke at the conference in Paris?",
        "Who took part in the negotiations?",
        "What dates do the conferences cover?",
        "Which conference is the longest?",
    ],
)
def test_speakers_and_dates_of_what_there_is_not_are_not_told(board: Assistant, question: str) -> None:
    text = board.ask(question).text
    assert not re.search(r"people speak|dated from|The longest of", text)


def test_people_are_told_apart_by_name_and_nobody_is_the_president() -> None:
    spoken = [("Mayor Ann Lee", 3), ("the president", 9), ("Lee", 4), ("Deputy Mayor Bo Ray", 5)]
    found = merged([Spoken("a", label, characters, (n, 0)) for n, (label, characters) in enumerate(spoken)])
    assert [(s.name, s.characters) for s in found] == [("Mayor Ann Lee", 7), ("Deputy Mayor Bo Ray", 5)]


def test_what_somebody_says_is_summed_up_without_the_others(board: Assistant) -> None:
    answer = board.ask("What did Tom Reed say at the last session?")
    assert cited(answer) == ["a.txt", "a.txt"]
    assert {c.speaker for c in answer.citations} == {"Tom Reed"}
    assert "Tom Reed" in answer.text.splitlines()[0]
    assert set(cited(board.ask("What did Dr Ives say?"))) == {"b.txt"}


def test_an_office_that_the_text_gives_a_speaker_is_his(empty_index: Index) -> None:
    text = (
        "Host: Tonight Ann Lee, the new harbour master, and Bo Reed are here.\n\nAnn Lee: The ferry is late, for ice."
        "\n\nBo Reed: I sell fish.\n\nHost: Friday?\n\nAnn Lee: On Friday the ice will be gone."
    )
    empty_index.add([read_transcript(text, "talk.txt")])
    talk = Assistant(empty_index, Settings())
    answer = talk.ask("What did the harbour master say?")
    assert {c.speaker for c in answer.citations} == {"Ann Lee"}
    assert answer.text.startswith("What Ann Lee says in")
    assert "in the sentence" not in talk.ask("What did the fire chief say?").text


def test_that_somebody_does_not_speak_there_is_said(board: Assistant) -> None:
    answer = board.ask("What did Dr Ives say at the last session?")
    assert answer.refusal is not None
    assert answer.text == (
        "Dr Ives does not speak in “Harbour Board: session of 11 October 2022, the budget”, "
        "but in “Harbour Board: session of 9 March 2021, the pier”."
    )


@pytest.mark.parametrize(
    ("speaker", "called", "is_he"),
    [
        ("Mayor Ann Lee", "mayor", True),
        ("Deputy Mayor Bo Ray", "mayor", False),
        ("Deputy Mayor Bo Ray", "deputy mayor", True),
        ("Ann Lee", "mayor", False),
        (None, "mayor", False),
        (None, "", True),
    ],
)
def test_an_office_is_not_its_deputy(speaker: str | None, called: str, is_he: bool) -> None:
    assert is_called(speaker, set(called.split())) is is_he


def test_who_spoke_there_is_read_of_the_session_before(board: Assistant) -> None:
    before = [("When was the first session?", board.ask("When was the first session?").text)]
    answer = board.ask("Who spoke there?", before)
    assert answer.text.startswith("2 people speak in “Harbour Board: session of 9 March 2021")


def test_and_the_first_is_asked_of_another_session(board: Assistant) -> None:
    before = [("Summarize the latest session.", board.ask("Summarize the latest session.").text)]
    answer = board.ask("And the first?", before)
    assert answer.standalone_question == "Summarize the first session?"
    assert set(cited(answer)) == {"b.txt"}


def test_what_he_says_is_nobodys(board: Assistant) -> None:
    assert "in the sentence" not in board.ask("What did he say?").text


def test_the_last_session_is_summed_up_and_searched_alone(board: Assistant) -> None:
    assert set(cited(board.ask("Summarize the last session."))) == {"a.txt"}
    assert set(cited(board.ask("What did they discuss at the first session?"))) == {"b.txt"}
    answer = board.ask("Which fee was to be raised in the latest session?")
    assert set(cited(answer)) == {"a.txt"}
    assert any("latest session" in note for note in answer.notes)


def test_the_sessions_that_are_not_of_a_year_are_counted(board: Assistant) -> None:
    answer = board.ask("How many sessions were not held in 2022?")
    assert answer.text.startswith(
        "1 of 3 transcripts is not of 2022:\n\nHarbour Board: session of 9 March 2021, the pier: "
    )


def test_what_only_another_session_tells_is_refused_of_the_last(board: Assistant) -> None:
    answer = board.ask("What do the lights cost in the latest session?")
    assert answer.refusal is not None
    assert {c.source for c in answer.refusal.nearest} == {"a.txt"}
    assert "“latest” is not mentioned" not in answer.text
    assert any("latest session" in note for note in answer.notes)
    assert "9,000" in board.ask("What do the lights cost?").text


def test_a_session_of_another_year_is_none(board: Assistant) -> None:
    answer = board.ask("How many sessions were there in 2019?")
    assert answer.refusal is not None
    assert answer.text == "None of the 3 transcripts is of 2019."


def test_filters_hold_for_the_transcripts_as_such(board: Assistant) -> None:
    answer = board.ask("When was the latest session?", filters=Filters(sources=("b.txt", "c.txt")))
    assert cited(answer) == ["c.txt"]
    answer = board.ask("What do the lights cost in the latest session?", filters=Filters(sources=("b.txt", "c.txt")))
    assert set(cited(answer)) == {"c.txt"}
    elsewhere = board.ask(
        "Who pays for the new piles in the latest session?", filters=Filters(sources=("b.txt", "c.txt"))
    )
    assert "b.txt" not in cited(elsewhere)
    alone = board.ask("Which fee was to be raised in the latest session?", filters=Filters(sources=("a.txt",)))
    assert cited(alone) == ["a.txt"]


def test_without_years_nothing_is_put_in_order_and_the_way_out_is_named(assistant: Assistant) -> None:
    cards = [Card("a", "Talk one", Date(None, 3, 1), ()), Card("b", "Talk two", None, ())]
    assert "2 transcripts give no date with a year" in untold("What was said in the latest talk?", cards)
    assert untold("What was said in the latest talk?", cards).endswith("no date with a year. Name the one you mean.")
    order = in_order("What was said in the latest talk?", [*cards, Card("c", "Talk three", Date(2020, 1, 1), ())])
    assert order is not None
    assert order.picked == ()  # most have no year
    # Of the invented transcripts two have a date with a year, one has none.
    answer = assistant.ask("What dates do the transcripts cover?")
    assert answer.text.startswith("2 of 3 transcripts are dated from 30 September 2019 to 12 May 2021;")
    assert answer.notes == ("without a year: 3 June (“Reading room talk with Priya Raman”)",)


SESSIONS = [
    Card("a", "Council session on trams", Date(2021, 3, 9), ("Eva Reed",)),
    Card("b", "Council session on the budget", Date(2022, 5, 4), ()),
    Card("c", "Council session on the budget", Date(2022, 10, 11), ("Eva Reed",)),
    Card("d", "Council session on the flood", Date(2023, 1, 3), ()),
]


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("What was said at the last session?", "d"),
        ("What was said in the first two sessions?", "ab"),
        ("What was said in the last but one session?", "c"),
        ("What was decided in the latest budget session?", "c"),
        ("What did she say at the third session?", "c"),
        ("When was the newest meeting?", "d"),
        ("What was said at the last meeting?", "d"),
        ("What was decided at the last session about trams?", "d"),
        ("What was said in the latest session on trams?", "d"),
        ("Which was the last session of 2022?", "c"),
        ("What did they say at the latest session with Eva Reed?", "c"),
        ("What happened at the 2nd session?", "b"),
    ],
)
def test_words_of_order_pick_by_date(text: str, picked: str) -> None:
    order = in_order(text, SESSIONS)
    assert order is not None
    assert [card.source for card in order.picked] == list(picked)


@pytest.mark.parametrize(
    "text",
    [
        "What was their first session about?",
        "Who opened the first session of the parliament?",
        "What was agreed at the last conference?",  # the transcripts are not called so
        "When was the last tram?",
        "When was his latest session?",
        "What was said in the latest session with the tenants?",
        "How many came to the last session of the owners?",
        "What did she say at the last owners session?",
        "What has changed since the latest session?",
        "What was said at the first and second session?",
        "Which is the latest session on cider?",
        "Which session came last?",
    ],
)
def test_a_meeting_that_may_only_be_told_of_is_not_put_in_order(text: str) -> None:
    assert in_order(text, SESSIONS) is None


def test_titles_that_count_for_themselves_are_believed() -> None:
    days = [Card(d, f"Inquiry: {d} Day", Date(1932, 2, n), ()) for n, d in enumerate(("Second", "Sixth", "Ninth"), 8)]
    order = in_order("What happened on the sixth day?", days)
    assert order is not None
    assert [card.source for card in order.picked] == ["Sixth"]
    assert order.rest == "What happened?"
    assert in_order("What happened on the third day?", days) is None
    last = in_order("What happened on the last day?", days)
    assert last is not None
    assert [card.source for card in last.picked] == ["Ninth"]


def test_a_fifth_of_four_is_none(board: Assistant) -> None:
    order = in_order("What was said at the fifth session?", SESSIONS)
    assert order is not None
    assert order.picked == ()
    assert untold("What was said at the fifth session?", SESSIONS) == (
        "There is no “fifth session” among the transcripts."
    )
    assert board.ask("Summarize the fifth session.").text == "There is no “fifth session” among the transcripts."


def test_the_index_of_a_catalog_knows_who_speaks_how_much(board: Assistant, tmp_path: Path) -> None:
    (reed,) = [s for s in board.index.catalog.spoken(["a.txt"]) if s.speaker == "Tom Reed"]
    passages = board.index.catalog.passages_of("a.txt")
    said = [s for p in passages for s in p.passage.sentences if s.speaker == "Tom Reed"]
    assert reed.characters == sum(s.end - s.start for s in said)
    first = next(p for p in passages if p.id == reed.first[0]).passage.sentences[reed.first[1]]
    assert first == said[0]
    assert board.index.catalog.lengths() == {
        source: sum(len(words(p.text)) for p in board.index.catalog.passages_of(source)) for source in BOARD
    }


def test_a_survey_of_the_last_sessions_is_of_them_alone(board: Assistant) -> None:
    answer = board.ask("How many transcripts mention the pier in the last two sessions?")
    assert answer.text.startswith("None of the 2 transcripts mentions “pier”")
    everywhere = board.ask("How many transcripts mention the pier?")
    assert everywhere.text.startswith("1 of 3 transcripts mentions “pier”")
