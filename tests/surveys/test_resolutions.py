"""What was decided, left open and is to be done: which sentences tell so, and which questions ask for it."""

from collections.abc import Iterator

import pytest
from conftest import cited_verbatim, write_corpus

from assistant.assistant import Assistant
from assistant.corpus.transcripts import read_transcript
from assistant.filters import Filters
from assistant.followups.standalone import standalone_question
from assistant.questions.matters import Matter
from assistant.retrieval.hybrid import HybridSearch
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.surveys.gist import OF_ONE, gist, telling
from assistant.surveys.gist_requests import asked_gist
from assistant.surveys.resolutions import EARLIER, MAYBE, SURELY, tells_of
from assistant.surveys.results import MAX_ITEMS

MEETING = """Harbour board meeting in Larkhaven

4 May 2022

The board met in the old customs house. Tea was served at ten. The chairman read a letter from the school.

Resolved by five votes to two: the crane is sold. It was agreed that the toll stays as it is.

The motion to paint the lamps was rejected.

The price of the new gate has not been settled. Whether the ferry may moor at night is yet to be discussed.

Ms Lund will report on the gate in June. The clerk was asked to write to the county. Mr Berg spoke of the old days.
"""
TALK = """Talk with the lamp keeper

2 April 2021

The keeper spoke of storms. The winter will be long. His lamp is older than the pier. He has counted ships for years.
"""
DECIDED = ["Resolved by five votes to two: the crane is sold.", "It was agreed that the toll stays as it is.",
           "The motion to paint the lamps was rejected."]  # fmt: skip
OPEN = [
    "The price of the new gate has not been settled.",
    "Whether the ferry may moor at night is yet to be discussed.",
]
TASKS = ["Ms Lund will report on the gate in June.", "The clerk was asked to write to the county."]


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    """An assistant over a meeting and a talk in which nothing is decided."""
    corpus, store = tmp_path_factory.mktemp("board"), tmp_path_factory.mktemp("store")
    index = Index(store, encoder)
    ingest(index, [write_corpus(corpus, {"meeting.txt": MEETING, "talk.txt": TALK})])
    yield Assistant(index, Settings(corpus=corpus, vectorstore=store))
    index.close()


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("What was decided at the Larkhaven meeting?", DECIDED),
        ("what did they agree on at the meeting of 4 May?", DECIDED),
        ("List the decisions made at the last meeting", DECIDED),
        ("What decisions were taken at the board meeting in Larkhaven?", DECIDED),
        ("What were the outcomes of the May meeting?", DECIDED),
        ("What was decided in May 2022?", DECIDED),
        ("What was decided during the 2022 meeting?", DECIDED),
        ("What did the last meeting decide?", DECIDED),
        ("What has been decided so far?", DECIDED),
        ("Were any decisions made at the last meeting?", DECIDED),
        ("What was decided?", DECIDED),
        ("What is still open after the Larkhaven meeting?", OPEN),
        ("Which questions were left open at the meeting in May?", OPEN),
        ("Open points from the last meeting?", OPEN),
        ("What's left open?", OPEN),
        ("What are the next steps after the Larkhaven meeting?", TASKS),
        ("action items from the May meeting", TASKS),
    ],
)
def test_a_meeting_is_asked_for_one_matter_and_its_sentences_are_cited(
    board: Assistant, question: str, shown: list[str]
) -> None:
    answer = board.ask(question)
    assert [c.quote for c in answer.citations] == shown
    assert cited_verbatim(board, answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "What was decided about the crane?",
        "Who decided to sell the crane?",
        "What was decided at the meeting about tolls?",
        "What is open on Sundays?",
        "What happens next to the crane?",
        "What was decided at the school?",
    ],
)
def test_one_thing_in_a_meeting_is_no_matter_of_the_whole(board: Assistant, question: str) -> None:
    asked = asked_gist(question, board.index.catalog.cards())
    assert asked is None or asked.matter is None


def test_the_lead_says_what_is_shown(board: Assistant) -> None:
    assert board.ask("What was left open at the Larkhaven meeting?").text.startswith(
        "What was left open in “Harbour board meeting in Larkhaven”:"
    )
    assert board.ask("What was decided during the 2022 meeting?").text.startswith("What was decided in “Harbour board")
    assert board.ask("Action items from the talk with the lamp keeper?").text.startswith(
        "What may have to be done in “Talk"
    )
    assert board.ask("Action items from the last meeting?").text.startswith("What is to be done in “Harbour")
    assert board.ask("What is still open?").text.startswith("What was left open in 1 of 2 transcripts:")


@pytest.mark.parametrize(
    "when", ["since March 2022", "in early May 2022", "in the first half of 2022", "on May 4th, 2022"]
)
def test_a_time_alone_says_of_which_transcripts(board: Assistant, when: str) -> None:
    answer = board.ask(f"What was decided {when}?")
    assert answer.text.startswith("What was decided in “Harbour board meeting in Larkhaven”:")
    assert [citation.quote for citation in answer.citations] == DECIDED


def test_a_line_that_goes_on_asks_of_the_transcripts_of_the_line_before(board: Assistant) -> None:
    before = [("Summarize the Larkhaven meeting", board.ask("Summarize the Larkhaven meeting").text)]
    answer = board.ask("What was decided?", before)
    assert [c.quote for c in answer.citations] == DECIDED
    after = [*before, ("What was decided?", answer.text)]
    assert [c.quote for c in board.ask("and what is still open?", after).citations] == OPEN


def test_a_line_that_goes_on_from_a_topic_asks_of_that(board: Assistant) -> None:
    cards = board.index.catalog.cards()
    assert asked_gist("What was decided (the crane)?", cards) is None
    assert asked_gist("What are the next steps?", cards, goes_on=True) is None
    assert asked_gist("What are the next steps?", cards) is not None


LAST = "What was decided at the last meeting?"


@pytest.mark.parametrize(
    ("line", "before", "read"),
    [
        ("What are the next steps?", [LAST], "What are the next steps at the last meeting?"),
        ("And the action items?", [LAST], "The action items at the last meeting?"),
        ("and what is still open?", [LAST, "What are the next steps?"], "What is still open at the last meeting?"),
        ("And at the May meeting?", [LAST], "What was decided at the May meeting?"),
        ("What was decided?", ["Summarize the May meeting"], "What was decided at the May meeting?"),
        ("Who spoke?", ["Recap the May meeting"], "Who spoke at the May meeting?"),
        ("and what was discussed?", [LAST], "What was discussed at the last meeting?"),
        ("What was decided?", ["What was said in May 2022?"], "What was decided in May 2022?"),
        ("What was decided?", ["Who spoke at the last meeting?"], "What was decided at the last meeting?"),
        ("Who was against it?", [LAST], "Who was against the crane?"),
    ],
)
def test_a_line_is_read_with_the_meeting_of_the_line_before(line: str, before: list[str], read: str) -> None:
    assert standalone_question(line, [(asked, "The crane is sold. [1]") for asked in before]) == read


@pytest.mark.parametrize(
    "question",
    [
        "What did the doctors decide?",  # who they are the transcripts must tell
        "What were the results?",
        "What is next?",
        "What is the conclusion?",
    ],
)
def test_what_may_be_asked_of_anything_is_no_matter_of_all_meetings(board: Assistant, question: str) -> None:
    assert asked_gist(question, board.index.catalog.cards()) is None


def test_nothing_is_made_up_where_nothing_was_decided(board: Assistant) -> None:
    answer = board.ask("What was decided at the talk with the lamp keeper?")
    assert answer.refusal is not None
    assert answer.refusal.message.startswith(
        "No sentence of “Talk with the lamp keeper” says in plain words what was decided. Ask for a summary of it."
    )
    assert telling(board.search, "talk.txt", Matter.DECIDED, OF_ONE) == []
    assert telling(board.search, "talk.txt", Matter.TASKS, OF_ONE) != []  # what will be may have to be done


def test_where_some_sentences_surely_tell_those_that_may_are_left_out(board: Assistant) -> None:
    # "will report" may be a decision too.
    assert [item.text for item in telling(board.search, "meeting.txt", Matter.DECIDED, OF_ONE)] == DECIDED


@pytest.mark.parametrize(
    ("matter", "sentence", "worth"),
    [
        (Matter.DECIDED, "The council approved the plan.", SURELY),
        (Matter.DECIDED, "We'll go with the second design.", MAYBE),
        (Matter.DECIDED, "The plan had been approved in 2017.", SURELY * EARLIER),
        (Matter.DECIDED, "The motion was carried.", SURELY),
        (Matter.DECIDED, "A week passed.", 0.0),
        (Matter.DECIDED, "He settled in Paris.", 0.0),
        (Matter.DECIDED, "The committee adopted the plan.", SURELY),
        (Matter.DECIDED, "He said that nothing would be decided.", 0.0),
        (Matter.DECIDED, "Was the plan approved?", 0.0),
        (Matter.DECIDED, "The plan has not been approved.", 0.0),
        (Matter.DECIDED, "The lamps burn all night.", 0.0),
        (Matter.DECIDED, "**Decision 4:** The lamp is to be mended.", SURELY),
        (Matter.DECIDED, "Agreed: the lamp stays.", SURELY),
        (Matter.DECIDED, "**Decision:** none; it is taken up again.", 0.0),
        (Matter.OPEN, "**Decision:** none; it is taken up again.", SURELY),
        (Matter.DECIDED, "Decision: no vote was taken.", 0.0),
        (Matter.DECIDED, "Carried.", SURELY),
        (Matter.DECIDED, "Carried, Mr Berg voting against.", SURELY),
        (Matter.DECIDED, "Carried home in a bag, it recovered.", 0.0),
        (Matter.DECIDED, "A gull that was carried off in a net came back.", 0.0),
        (Matter.DECIDED, "It pays whichever baker was chosen.", 0.0),
        (Matter.DECIDED, "The baker was chosen by the whole board.", SURELY),
        (Matter.DECIDED, "The second offer, on the tolls, was refused.", SURELY),
        (Matter.DECIDED, "Ms Lund was chosen as treasurer.", SURELY),
        (Matter.DECIDED, "The work was carried out in May.", 0.0),
        (Matter.DECIDED, "The board unanimously chose Ms Lund.", SURELY),
        (Matter.OPEN, "Nothing was decided about the fee.", SURELY),
        (Matter.OPEN, "A successor is being sought.", SURELY),
        (Matter.OPEN, "She wondered whether it pays.", MAYBE),
        (Matter.TASKS, "I'll draft the letter.", SURELY),
        (Matter.TASKS, "The list is due by 3 June.", SURELY),
        (Matter.TASKS, "The pier must be mended.", MAYBE),
    ],
)
def test_a_sentence_tells_a_matter_by_its_words(matter: Matter, sentence: str, worth: float) -> None:
    assert tells_of(matter, sentence) == worth


def told_of(index: Index, text: str, matter: Matter = Matter.DECIDED, count: int = OF_ONE) -> list[str]:
    index.add([read_transcript(f"Meeting\n\n{text}\n", "meeting.txt")])
    return [item.text for item in telling(HybridSearch(index), "meeting.txt", matter, count)]


def test_an_outcome_brings_what_it_is_of(empty_index: Index) -> None:
    text = "Tea was served.\n\nMr Berg moved that the crane be sold. All in favour? Adopted unanimously.\n\nIt rained."
    assert told_of(empty_index, text) == ["Mr Berg moved that the crane be sold.", "Adopted unanimously."]


def test_what_was_agreed_is_shown_point_by_point(empty_index: Index) -> None:
    text = "Tea was served. It was agreed that:\n\n1. The crane is sold.\n2. The lamp stays.\n\nIt rained."
    agreed = ["It was agreed that:", "The crane is sold.", "The lamp stays."]
    assert told_of(empty_index, text) == agreed
    assert told_of(empty_index, text, count=1) == agreed


def test_what_is_shown_beside_another_is_not_counted_as_left_out(empty_index: Index) -> None:
    empty_index.add(
        [
            read_transcript(
                "Meeting\n\nThe board agreed to sell the crane. Carried. It was approved that it goes.\n", "a.txt"
            )
        ]
    )
    told = gist("What was decided?", HybridSearch(empty_index), None)
    assert told is not None
    assert (len(told.items), told.notes) == (3, ())


def test_a_body_is_one_of_several_by_the_word_before_it(empty_index: Index) -> None:
    for name in ("Harbour council", "Parish council"):
        empty_index.add([read_transcript(f"{name}, minutes\n\nIt was decided to paint the gate.\n", f"{name}.txt")])
    cards = empty_index.catalog.cards()
    for question in ("What did the parish council decide?", "List the resolutions of the parish council."):
        asked = asked_gist(question, cards)
        assert asked is not None
        assert (asked.sources, asked.matter) == (("Parish council.txt",), Matter.DECIDED)
    assert asked_gist("What did the town council decide?", cards) is None


def test_in_talk_as_it_was_spoken_only_what_surely_tells_is_shown(empty_index: Index) -> None:
    talk = "Ann: I think it will rain. You should see the pier.\n\nBen: We will have tea. It must be old.\n\nAnn: {}\n"
    for name, last in (("sure.txt", "I'll write to the county."), ("none.txt", "The tide will turn.")):
        empty_index.add([read_transcript(talk.format(last), name)])
    search = HybridSearch(empty_index)
    assert [item.text for item in telling(search, "sure.txt", Matter.TASKS, OF_ONE)] == [
        "Ann: I'll write to the county."
    ]
    assert telling(search, "none.txt", Matter.TASKS, OF_ONE) == []


def test_of_many_transcripts_the_latest_that_tell_of_it_are_shown(empty_index: Index) -> None:
    sessions = [
        read_transcript(f"Session {n}\n\n{n} May 2022\n\nThe board approved plan {n}.\n", f"{n:02}.txt")
        for n in range(1, 21)
    ]
    empty_index.add(sessions)
    search = HybridSearch(empty_index)
    told = gist("What was decided?", search, None)
    assert told is not None
    assert str(told.lead) == f"What was decided in the latest {MAX_ITEMS} transcripts that tell of it:"
    assert [item.source for item in told.items] == [f"{n:02}.txt" for n in range(20, 20 - MAX_ITEMS, -1)]
    assert gist("What is still open?", search, None) is None
    few = gist("What was decided?", search, Filters(("03.txt", "07.txt", "09.txt")))
    assert few is not None
    assert str(few.lead) == "What was decided in 3 of 3 transcripts:"
    assert gist("What was decided?", search, Filters(("none.txt",))) is None
