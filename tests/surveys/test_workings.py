"""What is worked out from told figures, and above all what must not be."""

import pytest
from conftest import write_corpus
from shelf import shelved

from assistant.assistant import Assistant
from assistant.questions.workings import read_working
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.surveys.results import Survey
from assistant.surveys.workings import NOT_WORKED_OUT, WORKED_OUT, worked_out

ELM = "Talks with Elm\n\nTrade with Elm was $300 million."
ASH = "Talks with Ash\n\nTrade with Ash was $110 million."
MORE = "How much larger is trade with Elm than with Ash?"


def asked(question: str, *texts: str) -> Survey | None:
    working = read_working(question)
    assert working, question
    return worked_out(working, shelved(*texts))


def told(question: str, *texts: str) -> str:
    """The lead with its marks."""
    found = asked(question, *texts)
    return found.lead.told({item: n for n, item in enumerate(found.items, 1)}) if found else ""


@pytest.mark.parametrize(
    ("question", "texts", "lead"),
    [
        (MORE, (ELM, ASH), "$300 million [1] less $110 million [2]: $190 million more for “trade with Elm”."),
        (
            "How much smaller is trade with Ash than with Elm?", (ELM, ASH),
            "$300 million [2] less $110 million [1]: $190 million less for “trade with Ash”.",
        ),
        (
            "How much larger is trade with Ash than with Elm?", (ELM, ASH),
            "$300 million [2] less $110 million [1]: $190 million less, not more for “trade with Ash”.",
        ),
        (
            "What is the difference between trade with Elm and trade with Ash?", (ELM, ASH),
            "$300 million [1] less $110 million [2]: $190 million more for “trade with Elm”.",
        ),
        (
            "How many more ferries does Elm have than Ash?",
            ("Elm\n\nElm has over 20 ferries.", "Ash\n\nAsh has 9 ferries."),
            "over 20 [1] less 9 [2]: over 11 more ferries for “Elm”.",
        ),
        (
            "How many times larger is trade with Elm than with Ash?", (ELM, ASH),
            "$300 million [1] divided by $110 million [2]: about 2.7 times as much for “trade with Elm”.",
        ),
        (
            "By how much did exports grow between 2020 and 2022?",
            ("Port\n\nExports grew from $4 million in 2020 to $5.5 million in 2022.",),
            "$5.5 million [1] less $4 million [1]: $1.5 million more in 2022 than in 2020.",
        ),
        (
            "By how many visitors did the zoo fall between 2019 and 2020?",
            ("Zoo\n\nThe zoo had 60,000 visitors in 2019 and about 18,000 in 2020.",),
            "60,000 [1] less about 18,000 [1]: about 42,000 fewer visitors in 2020 than in 2019.",
        ),
        (
            "What is the total trade with Elm and Ash?", (ELM, ASH),
            "$300 million [1] and $110 million [2]: $410 million in all.",
        ),
        (
            "How many people do Elm and Ash employ altogether?",
            ("Elm\n\nElm employs 24 people.", "Ash\n\nAsh employs 40 people."),
            "24 [1] and 40 [2]: 64 people in all.",
        ),
        (
            "What is the average trade with Elm and Ash?", (ELM, ASH),
            "$300 million [1] and $110 million [2]: $205 million on average.",
        ),
        (
            "What share of the boats of Elm are new?",
            ("Elm\n\nElm has 40 boats, and 10 of them are new.",),
            "10 [1] of 40 [1]: 25 percent.",
        ),
        (
            "How much higher is unemployment in Elm than in Ash?",
            ("Elm\n\nUnemployment in Elm is 6.5 percent.", "Ash\n\nUnemployment in Ash is 4 percent."),
            "6.5 percent [1] less 4 percent [2]: 2.5 percentage points more for “unemployment in Elm”.",
        ),
    ],
)  # fmt: skip
def test_the_result_stands_behind_the_figures_that_it_comes_from(
    question: str, texts: tuple[str, ...], lead: str
) -> None:
    assert told(question, *texts) == WORKED_OUT + lead


def test_it_is_as_sure_as_the_figure_that_is_least_so() -> None:
    near = "Talks with Ash\n\nTrade was $110 million."
    both, one = asked(MORE, ELM, ASH), asked(MORE, ELM, near)
    assert both
    assert one
    assert one.confidence < both.confidence


def test_the_figures_of_a_ranking_are_in_order() -> None:
    oak = "Talks with Oak\n\nTrade with Oak was $200 million."
    assert told("Rank the regions by trade", ASH, ELM, oak) == (
        "By the figures told, the largest first: $300 million [1] (“Talks with Elm”), then $200 million [2] "
        "(“Talks with Oak”), then $110 million [3] (“Talks with Ash”)."
    )
    assert told("Which region has the second largest trade?", ASH, ELM, oak).endswith(
        "the second largest is $200 million."
    )


def test_a_part_is_never_passed_for_the_whole() -> None:
    silent = "Talks with Oak\n\nNothing was said of money."
    assert told("What is the total trade with all the regions?", ELM, ASH, silent).startswith("Of 2 of 3 transcripts")
    assert told("What is the total trade with all the regions?", ELM, ASH).startswith(WORKED_OUT)


@pytest.mark.parametrize(
    ("ash", "why"),
    [
        ("Trade with Ash was 110 million euros.", "different units or currencies"),
        ("Trade with Ash was $110 million. Trade with Ash was $115 million.", "more than one figure is told for"),
        ("Trade with Ash will be $110 million.", "“trade with Ash” is no fact but planned"),
        ("We want trade with Ash to reach $110 million.", "“trade with Ash” is no fact but planned"),
        ("Trade with Ash was $110 million a month.", "different times"),
        ("Trade with Ash is lively.", "no one figure was found for “trade with Ash”"),
        ("Trade with Ash grew by $110 million.", "no one figure was found for “trade with Ash”"),
        ("Trade with Ash was not $110 million.", "no one figure was found for “trade with Ash”"),
        ("If trade with Ash was $110 million, good.", "no one figure was found for “trade with Ash”"),
        ("Was trade with Ash $110 million?", "no one figure was found for “trade with Ash”"),
        ("Trade with Ash is good, and the pier cost $110 million.", "no one figure was found for “trade with Ash”"),
        ("Trade with Ash was $110 million or $120 million.", "no one figure was found for “trade with Ash”"),
        ("Trade with Ash was $110 million each.", "no one figure was found for “trade with Ash”"),
    ],
)  # fmt: skip
def test_nothing_is_worked_out_where_a_figure_is_wanting_and_it_is_said_why(ash: str, why: str) -> None:
    lead = told(MORE, ELM, f"Talks with Ash\n\n{ash}")
    assert lead.startswith(NOT_WORKED_OUT)
    assert why in lead
    assert "$300 million [1] for “trade with Elm”" in lead


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        (MORE, (ELM, ASH, "Sum\n\nTrade with Elm is $180 million more than trade with Ash.")),
        (MORE, ("Talks with Elm\n\nTrade with Elm is lively.", "Talks with Ash\n\nTrade with Ash is lively.")),
        (MORE, (ELM, "Talks with Oak\n\nTrade with Oak was $5 million.")),
        ("What is the total trade with Elm and Ash?", (ELM, ASH, "Elm and Ash\n\nTrade of $4 million in total.")),
        ("What is the average trade with Elm and Ash?", (ELM, ASH, "Elm and Ash\n\nTrade averaged $2 million.")),
        (
            "By how much did exports grow between 2020 and 2022?",
            ("Port\n\nExports were $4 million in 2020 and $5 million in 2022. From 2020 on exports grew by 25%.",),
        ),
        ("By how much did exports grow between 2020 and 2022?", ("Port\n\nExports were $4 million in 2020.",)),
        ("What share of the boats of Elm are new?", ("Elm\n\nElm has 40 boats. It bought 10 new boats.",)),
        ("What share of the boats of Elm are new?", ("Elm\n\nElm has 40 boats, and 10 of them will be new.",)),
        ("What is the total trade with all the regions?", (ELM, "Talks with Ash\n\nTrade with Elm was $300 million.")),
    ],
)  # fmt: skip
def test_what_is_told_outright_or_told_of_too_little_is_left_to_the_search(
    question: str, texts: tuple[str, ...]
) -> None:
    assert told(question, *texts) == ""


@pytest.mark.parametrize(
    "question",
    [
        "What was the total?",
        "What is the total of the loans?",
        "What was the total trade between Elm and Ash last year?",
        "How many people came in all?",
        "What is the average wage at the plant?",
        "By how much did wages rise?",
        "By how much did trade grow in 2022?",
        "How much more did he want?",
        "How much larger will trade with Elm be than with Ash?",
        "How much older is Elm than Ash?",
        "What is the difference?",
        "Which region has the largest trade?",
        "What share of wages went up in 2020?",
        "Why is trade with Elm larger than trade with Ash?",
    ],
)
def test_a_question_for_one_told_figure_asks_for_nothing_to_be_worked_out(question: str) -> None:
    assert read_working(question) is None


def test_each_loan_of_a_sentence_belongs_to_the_name_in_its_clause() -> None:
    sentence = "Loans\n\nElm got a loan of $90 million, Ash one of $60 million, and Oak one of $110 million."
    assert "$110 million [1] less $60 million [1]: $50 million" in told(
        "What is the difference between the loan to Oak and the loan to Ash?", sentence
    )


def test_last_year_is_the_year_before_that_of_the_transcript() -> None:
    text = (
        "Talks with Elm\n12 March 2022\n\nTrade with Elm was $340 million last year. In 2019 it was only $210 million."
    )
    assert "$130 million more in 2021 than in 2019" in told(
        "By how much did trade with Elm grow between 2019 and 2021?", text
    )
    assert told("By how much did trade with Elm grow between 2019 and 2020?", text) == ""


def test_an_answer_shows_the_reckoning_and_cites_its_figures(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> None:
    index = Index(tmp_path_factory.mktemp("store"), encoder)
    ingest(index, [write_corpus(tmp_path_factory.mktemp("talks"), {"elm.txt": ELM, "ash.txt": ASH})])
    answer = Assistant(index, Settings()).ask(MORE)
    index.close()
    assert answer.text.startswith(f"{WORKED_OUT}$300 million [1] less $110 million [2]: $190 million more")
    assert [citation.quote for citation in answer.citations] == [
        "Trade with Elm was $300 million.",
        "Trade with Ash was $110 million.",
    ]
