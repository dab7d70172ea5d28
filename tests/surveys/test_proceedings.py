"""How meetings went: who was there, how votes went, what was disputed, asked, promised and due, when the next is."""

import time
from collections.abc import Iterator

import pytest
from conftest import cited_verbatim, write_corpus

from assistant.assistant import Assistant
from assistant.corpus.transcripts import read_transcript
from assistant.questions.matters import Matter
from assistant.questions.question import read_question
from assistant.questions.requests import read_request
from assistant.retrieval.hybrid import HybridSearch
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.surveys.gist import BY_CUES, BY_WEAK_CUES, OF_ONE, gist, telling
from assistant.surveys.gist_requests import asked_gist
from assistant.surveys.proceedings import SAID, tells_of
from assistant.surveys.resolutions import MAYBE, SURELY
from assistant.surveys.results import Apart
from assistant.surveys.speakers import speakers

QUARRY = """Quarry board meeting of January
Long Room, Ashdown, 9 January 2031

Present: Ida Moss (chair), Carl Teal and Vera Pond. Some forty residents came, two of them with goats.

Ms Pond asked why the fence had not been mended. Mr Teal promised to mend it. The mayor objected to the blasting.

The plan went through by five votes to two. Claims for cracked panes must be handed in by 17 March.
The stone is grey. It lies in layers.

The next meeting is on Friday, 6 February.
"""
ORCHARD = """Orchard board meeting of June
Barn, Weldon, 4 June 2032

Ida Moss: Sit where you like, on the straw or off it.

Reporter (Weldon Post): How many pear trees did the hail spoil?

Ida Moss: Sixty were lost to hail in April.

Reporter (Weldon Post): Who pays for the new saplings?

Ida Moss: The county pays for them, and nobody objected. It was a sad episode. The apples are red.
"""


@pytest.fixture(scope="module")
def boards(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    """An assistant over the minutes of one meeting and the words of another."""
    corpus, store = tmp_path_factory.mktemp("boards"), tmp_path_factory.mktemp("store")
    index = Index(store, encoder)
    ingest(index, [write_corpus(corpus, {"quarry.txt": QUARRY, "orchard.txt": ORCHARD})])
    yield Assistant(index, Settings(corpus=corpus, vectorstore=store))
    index.close()


@pytest.mark.parametrize(
    ("question", "lead", "shown"),
    [
        ("Who attended the meetings?", "Who was there", ["Present: Ida Moss (chair), Carl Teal and Vera Pond."]),
        ("Who was present?", "Who was there", ["Present: Ida Moss (chair), Carl Teal and Vera Pond."]),
        ("Who was in the chair?", "Who was in the chair", ["Present: Ida Moss (chair), Carl Teal and Vera Pond."]),
        (
            "How many people came to each meeting?",
            "How many",
            ["Some forty residents came, two of them with goats."],
        ),
        ("Which meeting had the most people?", "How many", ["Some forty residents came, two of them with goats."]),
        ("List all the votes and how they went", "How votes went", ["The plan went through by five votes to two."]),
        ("What do they disagree about?", "What was disputed", ["The mayor objected to the blasting."]),
        ("What promises were made?", "What was promised", ["Mr Teal promised to mend it."]),
        ("List all deadlines", "What is due when", ["Claims for cracked panes must be handed in by 17 March."]),
        ("When is the next meeting?", "When the next meeting", ["The next meeting is on Friday, 6 February."]),
    ],
)
def test_how_meetings_went_is_told_by_the_sentences_that_say_so(
    boards: Assistant, question: str, lead: str, shown: list[str]
) -> None:
    answer = boards.ask(question)
    assert answer.text.startswith(lead)
    assert [citation.quote for citation in answer.citations] == shown
    assert "in 1 of 2 transcripts:" in answer.text
    assert cited_verbatim(boards, answer.citations)


def test_what_was_asked_is_every_question_or_that_of_those_who_are_named(boards: Assistant) -> None:
    every = boards.ask("What questions were asked?")
    assert every.text.startswith("What was asked in 2 of 2 transcripts:")
    assert "Ms Pond asked why the fence had not been mended." in [citation.quote for citation in every.citations]
    theirs = boards.ask("What questions did the reporters ask?")
    assert [citation.quote.partition(": ")[2] for citation in theirs.citations] == [
        "How many pear trees did the hail spoil?",
        "Who pays for the new saplings?",
    ]


def test_what_is_left_out_is_counted(empty_index: Index) -> None:
    asked = " ".join(f"Who will pay for gate number {n}?" for n in range(OF_ONE + 2))
    empty_index.add([read_transcript(f"Session\n\n3 May 2022\n\n{asked}\n", "gates.txt")])
    told = gist("What was asked?", HybridSearch(empty_index), None)
    assert told is not None
    assert len(told.items) == OF_ONE
    assert told.notes == ("2 more sentences tell of this there",)


@pytest.mark.parametrize(
    "question",
    [
        "Who attended the meeting about the crane?",
        "Who attended the wedding?",
        "What did the mayor promise?",
        "How many people attended the fair?",
        "When is the next train?",
        "Who voted against the fence?",
        "What do they disagree about in the book?",
        "How did the vote go?",
        "Who attended the lectures?",
        "Who came to the talks?",
        "Who ran the programmes?",
        "Who attended the talks with the Quarry board?",
        "Which lecture had the most visitors?",
        "When is the next lecture?",
        "What did the council promise?",
        "When does the committee meet again?",
    ],
)
def test_one_thing_told_of_is_not_how_meetings_went(boards: Assistant, question: str) -> None:
    asked = asked_gist(question, boards.index.catalog.cards())
    assert asked is None or asked.matter is None


@pytest.mark.parametrize(
    ("matter", "sentence", "worth"),
    [
        (Matter.PRESENT, "At the table sat Ida Moss and Carl Teal.", SURELY),
        (Matter.PRESENT, "At present the mill stands still.", 0.0),
        (Matter.PRESENT, "The chairman, Carl Teal, opened the meeting.", MAYBE),
        (Matter.ATTENDANCE, "At present thirty pupils sleep in tents.", 0.0),
        (Matter.ATTENDANCE, "Ninety spectators turned up in oilskins.", SURELY),
        (Matter.ATTENDANCE, "Half the wool goes to guests.", 0.0),
        (Matter.CHAIRED, "Vera Pond took the chair at noon.", SURELY),
        (Matter.CHAIRED, "The chair broke.", 0.0),
        (Matter.DISPUTED, "It was no quarrel.", 0.0),
        (Matter.DISPUTED, "Ms Pond contradicted him.", SURELY),
        (Matter.DISPUTED, "Jam sold at six crowns against five.", 0.0),
        (Matter.ASKED, "Who pays for the fence?", SURELY),
        (Matter.ASKED, "Really?", 0.0),
        (Matter.ASKED, "He asked for a fence.", 0.0),
        (Matter.DUE, "The fence must be mended by Christmas.", SURELY),
        (Matter.DUE, "Before June the geese were grey.", MAYBE),
        (Matter.DUE, "The kite sank by 20 feet.", 0.0),
        (Matter.NEXT, "The ringers gather again on 11 May.", SURELY),
        (Matter.NEXT, "Work begins next month.", 0.0),
        (Matter.NEXT, "One lamp is lit, the next one is dark.", 0.0),
        (Matter.NEXT, "The next one is on 4 July, in the barn.", SURELY),
        (Matter.PROMISED, "Promising clouds rose.", 0.0),
        (Matter.PRESENT, "Even the geese took part in guarding it.", 0.0),
        (Matter.VOTES, "He was elected last year.", 0.0),
        (Matter.VOTES, "It passed on a show of hands.", SURELY),
        (Matter.VOTES, "Nobody voted against it.", MAYBE),
        (Matter.DISPUTED, "The kiln was heated by dung.", 0.0),
        (Matter.DISPUTED, "Nobody voted against it.", 0.0),
        (Matter.DISPUTED, "None of the ringers objected.", 0.0),
        (Matter.DISPUTED, "Nobody objected, but Ms Pond contradicted him.", SURELY),
        (Matter.PROMISED, "The guarantee card is lost.", 0.0),
        (Matter.PROMISED, "He made no promise.", 0.0),
        (Matter.DUE, "The goose wanted to fly and is away until Easter.", MAYBE),
        (Matter.DUE, "Offers are accepted until 9 April.", SURELY),
        (Matter.PRESENT, "Of 1,300 members, 410 were present.", MAYBE),
        (Matter.PRESENT, "Also present were Ida Moss and Carl Teal.", SURELY),
        (Matter.PRESENT, "No one was present.", 0.0),
        (Matter.PRESENT, "Iron is present in the water.", 0.0),
        (Matter.PRESENT, "Lisbon opened a new port.", 0.0),
        (Matter.CHAIRED, "Lisbon opened a new port.", 0.0),
        (Matter.CHAIRED, "Vera Pond opened the meeting.", MAYBE),
        (Matter.ATTENDANCE, "No fewer than nine members attended.", SURELY),
        (Matter.NEXT, "In May they will never meet again.", 0.0),
        (Matter.NEXT, "The talks are in trouble.", 0.0),
        (Matter.NEXT, "The meeting is in trouble.", 0.0),
        (Matter.NEXT, "The next round is on Friday.", 0.0),
        (Matter.NEXT, "The next meeting is in a fortnight.", MAYBE),
    ],
)
def test_a_sentence_tells_how_a_meeting_went_by_its_words(matter: Matter, sentence: str, worth: float) -> None:
    assert tells_of(matter, sentence) == worth


@pytest.mark.parametrize("length", [1_500, 100_000])
@pytest.mark.parametrize(
    "run",
    [
        "9,", "9", "all ", "half members aa ", "will ", "will by ", "A'", "Aa Aa ", "chair ", "director aa ",
        "before the next ", "asked a ", "the chair: X", "no ", "was present ", "next meeting ", "host ", "9 of ", "a",
    ],
)  # fmt: skip
def test_a_sentence_without_an_end_is_read_in_no_time(run: str, length: int) -> None:
    started = time.process_time()
    for matter in SAID:
        tells_of(matter, (run * length)[:length])
    assert time.process_time() - started < 2  # one such took 8.5 s


def _index_of(index: Index, **told: str) -> HybridSearch:
    """A search over minutes of May 2022, one a day, by their titles in lower case."""
    for day, (name, text) in enumerate(told.items(), 1):
        index.add([read_transcript(f"{name.title()} minutes\n\n{day} May 2022\n\n{text}\n", f"{name}.txt")])
    return HybridSearch(index)


def test_where_some_sentence_is_sure_those_that_may_tell_it_are_left_out_everywhere(empty_index: Index) -> None:
    search = _index_of(empty_index, mill="Offers must be in by 9 April. Salt is dear.", pier="Before June it rained.")
    told = gist("List all deadlines", search, None)
    assert told is not None
    assert str(told.lead) == "What is due when in 1 of 2 transcripts:"
    assert [item.text for item in told.items] == ["Offers must be in by 9 April."]
    assert told.confidence == BY_CUES


def test_where_sentences_only_may_tell_it_the_lead_says_so(empty_index: Index) -> None:
    search = _index_of(empty_index, mill="Before May it froze. Salt is dear.", pier="Before June it rained.")
    told = gist("List all deadlines", search, None)
    assert told is not None
    assert str(told.lead) == "What may be due when in 2 of 2 transcripts:"
    assert told.confidence == BY_WEAK_CUES < BY_CUES


def test_who_was_there_is_told_by_the_list_before_all_else(empty_index: Index) -> None:
    crowd = "Weavers, dyers, fullers, carders, spinners, knitters were present with looms, shuttles and needles."
    weighty = "Weavers, dyers, fullers, carders, spinners, knitters, looms, shuttles, bobbins and needles stay. " * 40
    search = _index_of(empty_index, guild=f"Present: Ida Moss. {crowd} {weighty}")
    chosen = telling(search, "guild.txt", Matter.PRESENT, 1)
    assert [item.text for item in chosen] == ["Present: Ida Moss."]


def test_the_next_meeting_is_told_by_a_day_under_the_title_of_the_one_it_follows(empty_index: Index) -> None:
    weaker = "Salt is dear. The next meeting is in a fortnight."
    search = _index_of(empty_index, mill=weaker, pier="Salt is cheap. The next meeting is on 8 June.")
    told = gist("When is the next meeting?", search, None)
    assert told is not None
    assert [item.text for item in told.items] == ["The next meeting is on 8 June."]
    assert told.apart is Apart.TRANSCRIPTS


def test_a_refusal_says_what_none_tells_in_words_that_are_its_own(empty_index: Index) -> None:
    search = _index_of(empty_index, mill="Salt is dear.", pier="It rained.")
    told = gist("How many people came to each meeting?", search, None)
    assert told is not None
    assert str(told.lead) == "No sentence says in plain words how many were there."
    assert told.confidence == 1.0  # that none does is sure, so the answer that is none has 0


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (("Farmer Holt", "Ida Moss"), 0),
        (("Tom Farmer", "Ida Moss"), 0),
        (("Farmer (Dell)", "Ida Moss"), 2),
        (("Farmer Holt", "Farmer Reeve"), 4),
    ],
)
def test_what_several_asked_is_asked_by_those_whose_labels_say_so(
    empty_index: Index, labels: tuple[str, str], shown: int
) -> None:
    turns = [f"{label}: Who will pay for the {thing}?" for thing in ("gate", "stile") for label in labels]
    search = _index_of(empty_index, gates="\n\n".join([*turns, "Vera Pond: The farmers will."]))
    told = gist("What did the farmers ask?", search, None)
    assert len(told.items if told else ()) == shown


def test_what_changed_between_two_meetings_sets_them_beside_each_other(boards: Assistant) -> None:
    answer = boards.ask("What changed between the first and the last meeting?")
    assert answer.text.startswith("No sentence says what changed between the two; here is each")
    assert {citation.source for citation in answer.citations} == {"quarry.txt", "orchard.txt"}
    assert asked_gist("What changed between the wall and the gate?", boards.index.catalog.cards()) is None


def test_the_first_of_a_kind_is_of_that_kind(empty_index: Index) -> None:
    for name, title, day in (("a", "Town walk", 1), ("b", "Quarry session", 2), ("c", "Quarry session", 3)):
        empty_index.add([read_transcript(f"{title}\n\n{day} May 2022\n\nThe stone is cut and sold.\n", f"{name}.txt")])
    cards = empty_index.catalog.cards()
    asked = asked_gist("What changed between the first and the second quarry session?", cards)
    assert asked is not None
    assert asked.sources == ("b.txt", "c.txt")


def test_where_no_sentence_tells_it_nothing_else_is_shown(empty_index: Index) -> None:
    empty_index.add([read_transcript(f"Walk {n}\n\n{n} May 2022\n\nThe stone is grey.\n", f"{n}.txt") for n in (1, 2)])
    told = gist("When is the next meeting?", HybridSearch(empty_index), None)
    assert told is not None
    assert str(told.lead) == "No sentence says in plain words when the next meeting is."
    assert told.items == ()
    assert gist("Who was present?", HybridSearch(empty_index), None) is None  # who speaks may tell


def test_where_they_met_is_the_line_under_each_title(boards: Assistant) -> None:
    answer = boards.ask("Where were the meetings held?")
    assert "“Long Room, Ashdown, 9 January 2031”" in answer.text
    assert "“Barn, Weldon, 4 June 2032”" in answer.text


@pytest.mark.parametrize("question", ["When did they meet?", "When did the meetings take place?"])
def test_when_they_met_is_each_date(boards: Assistant, question: str) -> None:
    assert boards.ask(question).text.startswith("The 2 transcripts by date: 9 January 2031, “Quarry board")


def test_a_thing_but_not_another_leaves_out_those_with_both(boards: Assistant) -> None:
    answer = boards.ask("Which transcripts mention Ida Moss but not apples?")
    assert answer.text.startswith("1 of 2 transcripts mentions “Ida Moss” but not “apples”")
    assert {citation.source for citation in answer.citations} == {"quarry.txt"}


def test_transcripts_of_a_kind_are_those_whose_titles_say_so(boards: Assistant) -> None:
    assert boards.ask("Which transcripts are podcasts?").text.startswith(
        "No title has “podcasts”; of the 2 transcripts"
    )
    assert boards.ask("How many meetings are there?").text.startswith("There are 2 transcripts")


def test_what_is_latest_has_no_figure(boards: Assistant) -> None:
    answer = boards.ask("Which episode is the latest?")
    assert answer.refusal is not None
    assert answer.refusal.message.startswith("No title calls a transcript “episode”")


def test_what_goes_by_no_name_of_transcripts_is_no_list_of_them() -> None:
    assert read_request("Who are all the guests?") is None


def test_who_appears_in_several_need_not_speak_there(boards: Assistant) -> None:
    cards = boards.index.catalog.cards()
    assert speakers(boards.search, cards, "Which people appear in several transcripts") is None
    spoken = speakers(boards.search, cards, "Which people speak in several transcripts")
    assert spoken is not None
    assert str(spoken.lead).startswith("Nobody speaks under one name in more than one")


def test_words_that_only_ask_are_not_said_to_be_missing(boards: Assistant) -> None:
    refusal = boards.ask("Who is the oldest juggler mentioned in the circus?").refusal
    assert refusal is not None
    assert refusal.message == "The transcripts do not mention “juggler” or “circus”."


def test_everyone_is_no_misspelt_word() -> None:
    read = read_question("List everyone who mended it.", {"everi": 2, "one": 3, "mend": 1}, 5)
    assert read.corrections == ()
