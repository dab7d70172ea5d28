"""Figures and quotations asked for over all transcripts."""

from collections.abc import Iterator

import pytest
from conftest import write_corpus

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.surveys.quotations import asked_quotation
from assistant.surveys.told_figures import asked_for_figures

SESSIONS = {
    "a.txt": "Board: session of 3 June 2022\n\nThe pier costs $40 million. It rose by 12%. It opens on 5 May 2023.",
    "b.txt": "Board: session of 9 March 2021\n\nThe pier cost $30 million then. A ferry costs $2 million. "
    "Fees fell by 5%.",
    "c.txt": "Board: session of 1 May\n\n“We shall not be moved from this quay,” said Ann Lee. A choir sang twice.",
}


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    index = Index(tmp_path_factory.mktemp("store"), encoder)
    ingest(index, [write_corpus(tmp_path_factory.mktemp("board"), SESSIONS)])
    yield Assistant(index, Settings())
    index.close()


@pytest.mark.parametrize(
    ("question", "lead", "quotes"),
    [
        (
            "What percentages are given?",
            "2 of 3 transcripts give percentages",
            ["It rose by 12%.", "Fees fell by 5%."],
        ),
        (
            "Which sums of money are mentioned about the pier?",
            "2 of 3 transcripts give sums of money with “pier”",
            ["The pier costs $40 million.", "The pier cost $30 million then."],
        ),
        (
            "What dates are mentioned?",
            "1 of 3 transcripts gives dates",
            ["It opens on 5 May 2023."],
        ),
        ("Are fees mentioned?", "1 of 3 transcripts mentions “fees”", ["Fees fell by 5%."]),
        (
            "Is there any mention of a choir or a school?",
            "1 of 3 transcripts mentions “choir” or “school”",
            ["A choir sang twice."],
        ),
        (
            "What is the largest cost in any of them?",
            "The largest sum, of 2 of 3 transcripts that give one: $40 million",
            ["The pier costs $40 million.", "The pier cost $30 million then."],
        ),
        (
            "List the figures for the ferry",
            "1 of 3 transcripts gives figures with “ferry”",
            ["A ferry costs $2 million."],
        ),
        (
            "Who said “we shall not be moved”?",
            "These words stand in 1 of 3 transcripts, said by Ann Lee",
            ["“We shall not be moved from this quay,” said Ann Lee."],
        ),
    ],
)
def test_what_is_asked_for_stands_in_all_sentences_shown(
    board: Assistant, question: str, lead: str, quotes: list[str]
) -> None:
    answer = board.ask(question)
    assert answer.text.startswith(lead)
    assert [citation.quote for citation in answer.citations] == quotes


def test_quotes_about_a_thing_are_where_its_words_stand(board: Assistant) -> None:
    answer = board.ask("Give me two quotes about the pier")
    assert answer.text.startswith("2 of 3 transcripts mention “pier”")
    assert {"The pier costs $40 million.", "The pier cost $30 million then."} <= {c.quote for c in answer.citations}


def test_quotes_by_somebody_are_not_looked_up_by_that_name(board: Assistant) -> None:
    assert "mention" not in board.ask("Give me two quotes about the pier by the mayor").text[:60]


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("Who said “we shall not be moved”?", "These words stand in 1 of 3 transcripts"),
        ("What percentages are given?", "2 of 3 transcripts give percentages"),
    ],
)
def test_what_says_itself_what_it_asks_goes_on_from_no_turn(board: Assistant, line: str, lead: str) -> None:
    answer = board.ask(line, [("What does the pier cost?", "The pier costs $40 million. [1]")])
    assert answer.text.startswith(lead)
    assert answer.standalone_question == line


def test_what_is_not_mentioned_is_said_not_to_be(board: Assistant) -> None:
    refusal = board.ask("Does anyone mention the lighthouse?").refusal
    assert refusal is not None
    assert refusal.message == "None of the 3 transcripts mentions “lighthouse”."


@pytest.mark.parametrize(
    "question", ["Which topics came up most often?", "In short, what are these transcripts about?"]
)
def test_what_comes_up_is_asked_of_the_transcripts(board: Assistant, question: str) -> None:
    assert board.ask(question).text.startswith("There are 3 transcripts, each in the sentence")


def test_the_transcripts_come_by_date(board: Assistant) -> None:
    answer = board.ask("Timeline")
    assert [citation.source for citation in answer.citations] == ["b.txt", "a.txt", "c.txt"]
    assert "1 of them gives no date with a year, last" in answer.notes


def test_what_somebody_said_of_whose_office_nothing_stands_is_refused(board: Assistant) -> None:
    refusal = board.ask("What did the treasurer say about the pier?").refusal
    assert refusal is not None
    assert "“treasurer”" in refusal.message
    told = board.search.read("What did the newspaper say about the pier?")
    assert not told.absent_names


@pytest.mark.parametrize(
    ("question", "called", "topic"),
    [
        ("What numbers are mentioned about trade?", "numbers", "trade"),
        ("Which amounts were named in the meetings?", "amounts", ""),
        ("Give me all the figures.", "figures", ""),
        ("What figures are there on trade with Elmstead?", "figures", "trade with Elmstead"),
    ],
)
def test_figures_are_asked_for(question: str, called: str, topic: str) -> None:
    asked = asked_for_figures(question)
    assert asked is not None
    assert (asked.called, asked.topic) == (called, topic)


@pytest.mark.parametrize(
    "question",
    [
        "What is the number of jobs?",
        "What sums does he mention?",
        "What are the costs of the pier?",
        "Which values are mentioned?",
        "Name the key figures in the negotiations",
    ],
)
def test_the_value_of_one_thing_is_no_list_of_figures(question: str) -> None:
    assert asked_for_figures(question) is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ('Who said "we shall not be moved"?', "we shall not be moved"),
        ("Where does it say “no peace at all”?", "no peace at all"),
        ("Which transcripts mention “trade”?", ""),
        ("Who wants “a bigger and better tram”?", ""),
        ("Who said “yes”?", ""),
        ("Who never said “we will never sell”?", ""),
        ("Who did not say “we will never sell”?", ""),
        ("Who wrote “The Long Way Home”?", ""),
        ("Which city is called “the city of bridges”?", ""),
    ],
)
def test_a_quotation_is_looked_up_where_its_place_is_asked_for(question: str, said: str) -> None:
    assert asked_quotation(question) == said
