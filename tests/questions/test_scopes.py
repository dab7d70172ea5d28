import datetime

import pytest

from assistant.corpus.dates import Date
from assistant.questions.scopes import described, of_no_transcript, read_scope, spelt_out
from assistant.store.catalog import Card
from assistant.surveys.gist_requests import asked_gist

CARDS = [
    Card("a.txt", "Meeting with Eva Lindqvist", Date(None, 12, 5), ("Eva Lindqvist", "Ann Lee")),
    Card("b.txt", "Talks with Tom Reed", Date(2023, 3, 8), ("Tom Reed",)),
    Card("c.txt", "Interview with a shipwright", Date(2023, 12, 1), ("Paul Lowe",)),
    Card("d.txt", "Undated hearing", None, ()),
]


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("What was said in the December meetings?", ("a.txt", "c.txt")),
        ("What did they agree at the meeting in March?", ("b.txt",)),
        ("What did they agree in the talks of March 2023?", ("b.txt",)),
        ("What was proposed in the 2023 talks?", ("b.txt", "c.txt")),
        ("What came up in meetings between November and January?", ("a.txt", "c.txt")),
        ("What came up in meetings from January 2023 to June 2023?", ("b.txt",)),
        ("What did the mayor offer when he met Lindqvist?", ("a.txt",)),
        ("What did he say about cod in the interview with Dr Lowe?", ("c.txt",)),
        ("What does “Talks with Tom Reed” say?", ("b.txt",)),
        ("What was said about cod in March 2023?", ("b.txt",)),
        ("Summarize what he said in March", ("b.txt",)),
        ("On 5 December, what did they decide about the pier?", ("a.txt",)),
        ("On December 5th, what did they decide about the pier?", ("a.txt",)),
        ("What was said about cod on 2023-03-08?", ("b.txt",)),
        ("What did they agree in the talks of early 2023?", ("b.txt",)),
        ("What came up in the winter meetings?", ("a.txt", "c.txt")),
        ("What came up in the talks of March and December 2023?", ("b.txt", "c.txt")),
        ("What came up in meetings before June 2023?", ("b.txt",)),
        ("What came up in meetings held since June 2023?", ("c.txt",)),
        ("What was said about cod since June 2023?", ("c.txt",)),
    ],
)
def test_a_date_or_a_person_of_a_meeting_narrows(question: str, sources: tuple[str, ...]) -> None:
    scope = read_scope(question, CARDS)
    assert scope is not None
    assert scope.sources == sources


@pytest.mark.parametrize(
    "question",
    [
        "When was the ferry built in 2019?",
        "What was the trade in 2023?",
        "What happened in March?",
        "What did the mayor say about the harvest of 2023?",
        "What was said about cod in April?",
        "What was said about the harvest in early 2023?",
        "Who promised to open the line in March?",
        "Who resigned in March, and what was said?",
        "What was announced for March 2023?",
        "How many boats sank in March?",
        "Who met in the harbour?",
        "What was said at the meeting in August?",  # no transcript is of August
        "What did he say to Nobody Known in the interview with Zed?",
        "May talks be held again?",
        "What was said in the talks on the fall in orders?",
        "What came up in the debate on the 2023 crisis?",
        "What came up in the debate on 2023?",
        "What was asked in the interview of Mar Lopez?",
        "What was said in the talks in 2023 prices?",
    ],
)
def test_facts_that_are_asked_about_do_not_narrow(question: str) -> None:
    assert read_scope(question, CARDS) is None


KINDS = [
    Card("podcast_two_boats.txt", "Two Boats, third part", None, ()),
    Card("b.txt", "Briefing on the ferry", None, ()),
    Card("c.txt", "Lecture on cod", None, ()),
]


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("What was said about cod in the podcast?", ("podcast_two_boats.txt",)),
        ("What did the briefing say about the ferry?", ("b.txt",)),
        ("Does the lecture mention trawlers?", ("c.txt",)),
        ("How many boats were named in the interview?", None),
        ("What was asked in the podcast with Reed?", None),
        ("Who reads out a lecture?", None),
        ("What was said in the meeting?", None),
    ],
)
def test_the_only_one_so_called_by_its_title_or_its_file_is_picked(
    question: str, sources: tuple[str, ...] | None
) -> None:
    scope = read_scope(question, KINDS)
    assert (scope.sources if scope else None) == sources


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("Summarise the podcast", ("podcast_two_boats.txt",)),
        ("What is the lecture about?", ("c.txt",)),
        ("What happened in the briefing?", ("b.txt",)),
        ("What was decided in the boats podcast?", ("podcast_two_boats.txt",)),
        ("Who hosted the podcast?", ("podcast_two_boats.txt",)),
        ("Summarise the interview", ("podcast_two_boats.txt", "b.txt", "c.txt")),
        ("Summarise all transcripts", ("podcast_two_boats.txt", "b.txt", "c.txt")),
    ],
)
def test_of_one_kind_alone_is_summed_up_what_is_so_called(question: str, sources: tuple[str, ...]) -> None:
    asked = asked_gist(question, KINDS)
    assert asked is not None
    assert asked.sources == sources


FILMED = [
    Card("loft_12.en.vtt", "The loft, number 12", None, ()),
    Card("b.txt", "Briefing on the ferry", None, ()),
    Card("c.srt", "On cod", None, ()),
]


@pytest.mark.parametrize(
    "question",
    [
        "What was said about cod in the video?",
        "When was the ferry built according to the captions?",
        "Does the tutorial mention trawlers?",
        "What did the vlog say about cod?",
        "What was said about cod in the recording?",
    ],
)
def test_the_video_is_what_lies_there_as_subtitles(question: str) -> None:
    scope = read_scope(question, FILMED)
    assert scope is not None
    assert scope.sources == ("loft_12.en.vtt", "c.srt")
    titled = Card("d.txt", "Video on eels", None, ())
    named = read_scope("What was said in the video?", [*FILMED, titled])
    assert named is not None
    assert named.sources == ("d.txt",)


@pytest.mark.parametrize(
    "question",
    ["What was said in the video of the launch?", "Is there a video?", "What was said about cod in the recordings?"],
)
def test_a_video_that_is_told_of_picks_none(question: str) -> None:
    assert read_scope(question, FILMED) is None
    assert read_scope("What was said in the video?", FILMED[1:2]) is None
    assert read_scope("What was said in the video?", FILMED[::2]) is None


def test_a_video_is_summed_up_where_one_lies_there() -> None:
    both = asked_gist("Summarise the video", FILMED)
    assert both is not None
    assert both.sources == ("loft_12.en.vtt", "c.srt")
    every = asked_gist("What is the video about?", FILMED[:1])
    assert every is not None
    assert every.sources == ("loft_12.en.vtt",)
    assert asked_gist("Summarise the video", FILMED[1:2]) is None
    recordings = asked_gist("Summarise all recordings", FILMED)
    assert recordings is not None
    assert len(recordings.sources) == 3


def test_what_all_are_called_picks_none() -> None:
    cards = [Card(f"lecture_{n}.txt", f"On cod, part {n}", None, ()) for n in range(3)]
    assert read_scope("What was said about cod in the lecture?", cards) is None


def test_a_year_passes_no_transcript_whose_date_has_none() -> None:
    scope = read_scope("What was said in the meeting of December 2023?", CARDS)
    assert scope is not None
    assert scope.sources == ("c.txt",)


def test_the_note_names_the_words_and_the_transcripts() -> None:
    scope = read_scope("What was said in the March talks?", CARDS)
    assert scope is not None
    assert described(scope, CARDS) == (
        "looked only in what “the March talks” picks out: “Talks with Tom Reed” (8 March 2023)"
    )


@pytest.mark.parametrize(
    ("question", "spelt"),
    [
        ("What was discussed in March 2023?", "What was discussed in the transcripts of March 2023?"),
        ("What was said in 2023?", "What was said in the transcripts of 2023?"),
        ("What is still open in March 2023?", "What is still open in the transcripts of March 2023?"),
        ("Summarise December 2023", "Summarise the transcripts of December 2023"),
        ("Who spoke on 8 March?", "Who spoke in the transcripts of 8 March?"),
        ("What was discussed since June 2023?", "What was discussed in the transcripts since June 2023?"),
        ("What was discussed before June 2023?", "What was discussed in the transcripts before June 2023?"),
        ("What was discussed in early 2023?", "What was discussed in the transcripts of early 2023?"),
        ("Recap of 2023-03-08", "Recap of the transcripts of 2023-03-08"),
        ("What was discussed yesterday?", "What was discussed yesterday?"),
        ("What was discussed in August?", "What was discussed in August?"),
        ("What was discussed at the meeting in March?", "What was discussed at the meeting in March?"),
        ("How many boats sank in March?", "How many boats sank in March?"),
    ],
)
def test_a_date_alone_is_that_of_transcripts_where_it_is_asked_what_was_said(question: str, spelt: str) -> None:
    assert spelt_out(question, CARDS) == spelt


def test_yesterday_is_counted_from_the_day_it_is() -> None:
    day = datetime.date.today() - datetime.timedelta(days=1)
    cards = [*CARDS, Card("e.txt", "Talk of the day before", Date(day.year, day.month, day.day), ())]
    assert spelt_out("What was discussed yesterday?", cards) == "What was discussed in the transcripts of yesterday?"
    scope = read_scope("What was said about cod at yesterday’s meeting?", cards)
    assert scope is not None
    assert scope.sources == ("e.txt",)


def test_it_is_said_that_no_transcript_is_of_a_time_where_none_can_be() -> None:
    dated = CARDS[:3]
    told = of_no_transcript("What was said about cod at the meeting of May 2021?", dated)
    assert told is not None
    assert (
        told[0] == "No transcript is of “meeting of May 2021”; they are of 5 December, 8 March 2023, 1 December 2023."
    )
    told = of_no_transcript("What was said about cod at the May meeting?", dated[1:])
    assert told is not None
    assert told[0] == "No transcript is of “the May meeting”; they are of 8 March 2023 to 1 December 2023."


@pytest.mark.parametrize(
    ("question", "cards"),
    [
        ("What was said about cod at the meeting of March 2023?", CARDS[:3]),
        ("What was said about cod at the meeting of December 2021?", CARDS[:3]),  # the first may be of that year
        ("What was said about cod at the meeting of May 2021?", CARDS),  # the last may be of any time
        ("What was said about cod in May 2021?", CARDS[:3]),  # no meeting is named
        ("What margin was given in the discussion of the 2030 target?", CARDS[:3]),
        ("What was said about cod in the debate on the 2008 crisis?", CARDS[:3]),
    ],
)
def test_it_is_not_said_where_one_may_be_of_it(question: str, cards: list[Card]) -> None:
    assert of_no_transcript(question, cards) is None


def test_the_words_that_ask_are_no_part_of_the_scope() -> None:
    scope = read_scope("Summarize March 2023", CARDS)
    assert scope is not None
    assert scope.said == "March 2023"
