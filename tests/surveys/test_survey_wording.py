import pytest

from assistant.questions.breadth import asks_for_all, asks_for_several, told_at_length, weighs_several
from assistant.questions.question import read_question
from assistant.questions.requests import read_request
from assistant.questions.survey_request import Named, SurveyKind
from assistant.surveys.sides import read_sides
from assistant.surveys.wording import as_question


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("Which costs more, the mill or the quarry?", ["the mill costs how much?", "the quarry costs how much?"]),
        (
            "Whose trade is larger, Elmstead's or Cairnholt's?",
            ["Elmstead's trade is how large?", "Cairnholt's trade is how large?"],
        ),
        (
            "Who has more boats, Elmstead or Cairnholt?",
            ["Elmstead has how many boats?", "Cairnholt has how many boats?"],
        ),
        (
            "How did Piet Varga and Nora Quill differ on how often the ferry sails?",
            [
                "how often the ferry sails, according to Piet Varga?",
                "how often the ferry sails, according to Nora Quill?",
            ],
        ),
        (
            "What did Piet Varga and Nora Quill each say about the ferry?",
            ["What did Piet Varga say about the ferry?", "What did Nora Quill say about the ferry?"],
        ),
        (
            "How much do Elmstead and Cairnholt pay each year for the ferry?",
            ["How much do Elmstead pay each year for the ferry?", "How much do Cairnholt pay each year for the ferry?"],
        ),
        (
            "What did the mayor of Elmstead and the owner of the mill agree on?",
            ["What did the mayor of Elmstead agree on?", "What did the owner of the mill agree on?"],
        ),
        (
            "What is better, the one in Elmstead or the one in Cairnholt?",
            ["What is better, the one in Elmstead?", "What is better, the one in Cairnholt?"],
        ),
        (
            "Lamps: what do the Elmstead and Cairnholt interviews say?",
            ["what do the Elmstead say about Lamps?", "what do Cairnholt interviews say about Lamps?"],
        ),
        (
            "Which tax was higher, the one for 2020 or the one for 2021?",
            ["the tax for 2020 was how high?", "the tax for 2021 was how high?"],
        ),
        (
            "The mill and the quarry: which is older?",
            ["The mill is how old?", "the quarry is how old?"],
        ),
        (
            "Compare the output of the mill today with the one planned in Elmstead.",
            ["the output of the mill today?", "the output of the one planned in Elmstead?"],
        ),
        (
            "What was offered to Elmstead, Cairnholt and Dunmarrow?",
            ["What was offered to Elmstead?", "What was offered to Cairnholt?", "What was offered to Dunmarrow?"],
        ),
        (
            "Compare the number of jobs at the mill, at Cairnholt and at the ferry.",
            [
                "the number of jobs at the mill?",
                "the number of jobs at Cairnholt?",
                "the number of jobs at the ferry?",
            ],
        ),
        (
            "Who was older, the miller or the quarryman, and how old was each?",
            ["the miller was how old?", "the quarryman was how old?"],
        ),
        (
            "Who has more fishing boats, Elmstead or Cairnholt?",
            ["Elmstead has how many fishing boats?", "Cairnholt has how many fishing boats?"],
        ),
        (
            "Which will be more powerful, the mill or the quarry?",
            ["the mill will be how powerful?", "the quarry will be how powerful?"],
        ),
        (
            "How many houses were built in Elmstead in 2018 and in Cairnholt in 2019?",
            ["How many houses were built in Elmstead in 2018?", "How many houses were built in Cairnholt in 2019?"],
        ),
        (
            "How old was Piet Varga, and what was his wife called?",
            ["How old was Piet Varga", "What was Piet Varga’s wife called?"],
        ),
        (
            "How long is the pier at Elmstead, and how many steps does the mill have?",
            ["How long is the pier at Elmstead", "how many steps does the mill have?"],
        ),
        (
            "How many more boats are at Elmstead than at Cairnholt?",
            ["How many boats are at Elmstead?", "How many boats are at Cairnholt?"],
        ),
    ],
)
def test_each_side_is_asked_about_in_a_question_of_its_own(question: str, alone: list[str]) -> None:
    assert [side.question for side in read_sides(question)[0]] == alone


def test_a_question_without_a_comparison_keeps_its_words() -> None:
    assert as_question("Who repaired the old mill?") == "Who repaired the old mill?"


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("What do the Elmstead and Cairnholt interviews say of slate?", ["Elmstead", "Cairnholt"]),
        ("Who led the first panel, and who led the second?", ["Who led the first panel", "who led the second"]),
    ],
)
def test_a_side_is_called_by_what_it_is(question: str, labels: list[str]) -> None:
    assert [side.text for side in read_sides(question)[0]] == labels


@pytest.mark.parametrize(
    "question",
    [
        "Who were Ida Bergstrom's guests?",
        "How many boats does each of the three northern towns have?",
        "List the fairs that were spoken of in the different towns.",
    ],
)
def test_several_things_asked_for_make_a_list(question: str) -> None:
    request = read_request(question)
    assert request is not None
    assert request.kind is SurveyKind.LIST


def test_a_time_is_no_topic() -> None:
    since = read_request("Which meetings since June mention swifts?")
    assert since is not None
    assert since.topic == "swifts"
    assert since.when == "since June"
    assert since.time
    assert since.time.spans == ((601, 1231),)


def test_a_month_dates_the_transcripts_only_where_they_are_meant() -> None:
    fairs = read_request("Which fairs take place in August?")
    towns = read_request("Which mayors did we meet in August?")
    assert fairs is not None
    assert towns is not None
    assert fairs.time is None
    assert towns.time
    assert towns.time.spans == ((801, 831),)


def test_how_many_of_them_are_asked_about_is_no_part_of_the_topic() -> None:
    request = read_request("In how many of the six programmes does the railway come up?")
    assert request is not None
    assert (request.kind, request.parts) == (SurveyKind.COUNT, ("railway",))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("List the strikes that the harbour saw.", True),
        ("Which newspapers on the islands had to close?", True),
        ("Who is the oldest baker of the town?", True),
        ("Who paid for the bridge?", False),
        ("How many lamps were bought?", False),
        ("What matters most to the baker?", False),
    ],
)
def test_a_list_and_an_extreme_ask_for_all_of_a_thing(question: str, expected: bool) -> None:
    assert asks_for_all(question) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How did the fare change between spring and autumn?", True),
        ("How does the new pier differ from the old?", True),
        ("Which newspapers on the islands had to close?", True),
        ("Which road signs at the gate were painted?", True),
        ("Which coin finds at the mill are gold?", True),
        ("What bird appears on the coin?", False),
        ("Which tall tree grows in the yard that was paved?", False),
        ("How did the fare change?", False),
        ("Who is the oldest baker of the town?", False),
    ],
)
def test_a_list_and_things_beside_each_other_take_several_sentences(question: str, expected: bool) -> None:
    assert asks_for_several(question) is expected


@pytest.mark.parametrize(
    "text", ["Which is dearer, the tram and \0 or the barrier?", "Which is dearer with \0, the tram or the barrier?"]
)
def test_the_mark_of_a_cut_in_a_question_cuts_nothing(text: str) -> None:
    # Found by guided fuzzing: each mark was taken for a side that had been cut out, again for each side.
    assert read_sides(text) == read_sides(text.replace("\0", " "))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What about the pier?", True),
        ("What did the baker say about the ovens?", True),
        ("Why did the ferry stop?", True),
        ("tell me about the orchard", True),
        ("What prize did the baker win?", False),
        ("By which road did they come?", False),
        ("Who paid for the bridge?", False),
        ("How many lamps were bought?", False),
    ],
)
def test_an_account_is_told_at_length_and_a_single_thing_is_not(question: str, expected: bool) -> None:
    assert told_at_length(read_question(question, {}, 1)) is expected


@pytest.mark.parametrize(
    ("question", "named", "narrower"),
    [
        ("Which Norwegian companies were named in each interview?", Named.COMPANIES, "Norwegian"),
        ("List all the oil firms", Named.COMPANIES, "oil"),
        ("Which Danish towns are named in all the interviews?", Named.PLACES, "Danish"),
        ("Which companies were named in each interview?", Named.COMPANIES, ""),
        ("Which other people were named in each interview?", Named.PEOPLE, ""),
        ("Which young people were mentioned in each interview?", None, ""),
        ("What did people mention in each interview?", None, ""),
        ("How many Norwegian companies were named in each interview?", None, ""),
    ],
)
def test_names_of_a_kind_may_be_asked_for_more_narrowly(question: str, named: Named | None, narrower: str) -> None:
    request = read_request(question)
    assert request is not None
    assert (request.named, request.narrower) == (named, narrower)


@pytest.mark.parametrize(
    ("question", "weighs"),
    [
        ("What is the largest pier in any of them?", True),
        ("How does the fee compare with that of 2019?", True),
        ("How did the fee change between spring and autumn?", True),
        ("What do visitors say about the driver's compartment?", False),
        ("List the ferries that sank.", False),
        ("Which fee was to be raised in the latest session?", False),
        ("Who is the oldest baker of the town?", False),
        ("Summarise what was said about the pier.", False),
    ],
)
def test_an_extreme_and_what_is_set_side_by_side_are_weighed_and_told_in_several_sentences(
    question: str, weighs: bool
) -> None:
    assert weighs_several(question) == weighs
    assert asks_for_several(question) or not weighs
