"""What is worked out from told figures, and above all what must not be."""

import time

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

ELM = "Talks with Elm\n\nTrade with Elm was $400 million."
ASH = "Talks with Ash\n\nTrade with Ash was $270 million."
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
        (MORE, (ELM, ASH), "$400 million [1] less $270 million [2]: $130 million more for “trade with Elm”."),
        (
            "How much smaller is trade with Ash than with Elm?", (ELM, ASH),
            "$400 million [2] less $270 million [1]: $130 million less for “trade with Ash”.",
        ),
        (
            "How much larger is trade with Ash than with Elm?", (ELM, ASH),
            "$400 million [2] less $270 million [1]: $130 million less, not more for “trade with Ash”.",
        ),
        (
            "What is the difference between trade with Elm and trade with Ash?", (ELM, ASH),
            "$400 million [1] less $270 million [2]: $130 million more for “trade with Elm”.",
        ),
        (
            "How many more ferries does Elm have than Ash?",
            ("Elm\n\nElm has over 20 ferries.", "Ash\n\nAsh has 9 ferries."),
            "over 20 [1] less 9 [2]: over 11 more ferries for “Elm”.",
        ),
        (
            "How many times larger is trade with Elm than with Ash?", (ELM, ASH),
            "$400 million [1] divided by $270 million [2]: about 1.5 times as much for “trade with Elm”.",
        ),
        (
            "By how much did exports grow between 2020 and 2022?",
            ("Port\n\nExports grew from $4 million in 2020 to $5.5 million in 2022.",),
            "$5.5 million [1] less $4 million [1]: $1.5 million more in 2022 than in 2020.",
        ),
        (
            "By how many visitors did the zoo fall between 2019 and 2020?",
            ("Zoo\n\nThe zoo had 60,000 visitors in 2019. It had about 18,000 visitors in 2020.",),
            "60,000 [1] less about 18,000 [2]: about 42,000 fewer visitors in 2020 than in 2019.",
        ),
        (
            "What is the total trade with Elm and Ash?", (ELM, ASH),
            "$400 million [1] and $270 million [2]: $670 million in all.",
        ),
        (
            "How many people do Elm and Ash employ altogether?",
            ("Elm\n\nElm employs 24 people.", "Ash\n\nAsh employs 40 people."),
            "24 [1] and 40 [2]: 64 people in all.",
        ),
        (
            "What is the average trade with Elm and Ash?", (ELM, ASH),
            "$400 million [1] and $270 million [2]: $335 million on average.",
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
    near = "Talks with Ash\n\nTrade was $270 million."
    both, one = asked(MORE, ELM, ASH), asked(MORE, ELM, near)
    assert both
    assert one
    assert one.confidence < both.confidence


def test_the_figures_of_a_ranking_are_in_order() -> None:
    oak = "Talks with Oak\n\nTrade with Oak was $330 million."
    assert told("Rank the regions by trade", ASH, ELM, oak) == (
        "By the figures told, the largest first: $400 million [1] (“Talks with Elm”), then $330 million [2] "
        "(“Talks with Oak”), then $270 million [3] (“Talks with Ash”)."
    )
    assert told("Which region has the second largest trade?", ASH, ELM, oak).endswith(
        "the second largest is $330 million."
    )


def test_a_part_is_never_passed_for_the_whole() -> None:
    silent = "Talks with Oak\n\nNothing was said of money."
    assert told("What is the total trade with all the regions?", ELM, ASH, silent).startswith("Of 2 of 3 transcripts")
    assert told("What is the total trade with all the regions?", ELM, ASH).startswith(WORKED_OUT)


@pytest.mark.parametrize(
    ("ash", "why"),
    [
        ("Trade with Ash was 270 million euros.", "different units or currencies"),
        ("Trade with Ash was $270 million. Trade with Ash was $275 million.", "more than one figure is told for"),
        ("Trade with Ash was $270 million a month.", "different times"),
    ],
)  # fmt: skip
def test_nothing_is_worked_out_where_a_figure_is_wanting_and_it_is_said_why(ash: str, why: str) -> None:
    lead = told(MORE, ELM, f"Talks with Ash\n\n{ash}")
    assert lead.startswith(NOT_WORKED_OUT)
    assert why in lead
    assert "$400 million [1] for “trade with Elm”" in lead


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        (MORE, (ELM, ASH, "Sum\n\nTrade with Elm is $120 million more than trade with Ash.")),
        (MORE, ("Talks with Elm\n\nTrade with Elm is lively.", "Talks with Ash\n\nTrade with Ash is lively.")),
        (MORE, (ELM, "Talks with Oak\n\nTrade with Oak was $5 million.")),
        ("What is the total trade with Elm and Ash?", (ELM, ASH, "Elm and Ash\n\nTrade of $4 million in total.")),
        ("What is the average trade with Elm and Ash?", (ELM, ASH, "Elm and Ash\n\nTrade averaged $2 million.")),
        (
            "By how much did exports grow between 2020 and 2022?",
            ("Port\n\nExports were $4 million in 2020 and $5 million in 2022. From 2020 on exports grew by 25%.",),
        ),
        ("By how much did exports grow between 2020 and 2022?", ("Port\n\nExports were $4 million in 2020.",)),
        ("What is the total trade with all the regions?", (ELM, "Talks with Ash\n\nTrade with Elm was $400 million.")),
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
        "What was the total distance between Elm and Ash by rail?",
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
        "What is the difference between a ferry and a barge?",
        "What is the difference between the Elm plan and the Ash plan?",
        "How much more is that than trade with Ash?",
        "How old is Ann Lee?",
        f"What is the total trade with the {'old ' * 70}town of Elm and Ash?",
        "Why is trade with Elm larger than trade with Ash?",
    ],
)
def test_a_question_for_one_told_figure_asks_for_nothing_to_be_worked_out(question: str) -> None:
    assert read_working(question) is None


FERRIES = "How many more ferries does Elm have than Ash?"
NINE = "Ash\n\nAsh has 9 ferries."
COST = "What is the total cost of the pier and the mill?"
HIGHER = "How much higher is unemployment in Elm than in Ash?"
GROWTH = "By how much did exports of Elm grow between 2020 and 2022?"


@pytest.mark.parametrize(
    "said",
    [
        "Trade with Ash is $270 million.",
        "Our trade with Ash reached $270 million.",
        "Trade with Ash came to $270 million, and the talks went on.",
        "Trade with Ash grew to $270 million.",
        "Ann Lee said that trade with Ash stood at $270 million.",
        "\u201cTrade with Ash has reached $270 million,\u201d he said.",
        "Trade with Ash Province was $270 million.",
        "Trade was $270 million.",
    ],
)
def test_a_plain_statement_gives_the_figure(said: str) -> None:
    assert "$130 million more" in told(MORE, ELM, f"Talks with Ash\n\n{said}")


@pytest.mark.parametrize(
    "said",
    [
        "Trade with Ash is lively.",
        "Trade in timber with Ash was $270 million.",
        "The deficit in trade with Ash was $270 million.",
        "Monthly trade with Ash was $270 million.",
        "Trade with Ash will be $270 million.",
        "Trade with Ash can reach $270 million.",
        "Trade with Ash is to reach $270 million.",
        "Trade with Ash is due to be $270 million.",
        "We want trade with Ash to reach $270 million.",
        "They denied that trade with Ash was $270 million.",
        "Trade with Ash was not $270 million.",
        "Trade with Ash was $270 million, which is wrong.",
        "Trade with Ash was once $270 million.",
        "Trade with Ash fell short of $270 million.",
        "Trade with Ash was wrongly put at $270 million.",
        "If trade with Ash was $270 million, good.",
        "Was trade with Ash $270 million?",
        "Trade with Ash grew by $270 million.",
        "Trade with Ash grew $270 million.",
        "Trade with Ash is good, and the pier cost $270 million.",
        "Trade with Ash was $270 million or $280 million.",
        "Trade with Ash was $270-280 million.",
        "Trade with Ash was -$270 million.",
        "Trade with Ash was minus $270 million.",
        "Trade with Ash was $270 million each.",
        "Trade with Ash was $270 million before the war.",
        "Trade with Ash was $270 million ten years ago.",
        "Trade with Ash was $270 million in March 2021.",
        "Trade with Ash was $270 million in the first half of the year.",
        "Together with Oak, trade with Ash was $270 million.",
        "Trade was $270 million, says Oak.",
        "Oak came too. Trade, said Oak, was $270 million.",
        "Trade with Ash was $270 million. No, that is wrong.",
    ],
)
def test_a_sentence_that_says_anything_else_gives_none(said: str) -> None:
    lead = told(MORE, ELM, f"Talks with Ash\n\n{said}")
    assert lead == (
        f"{NOT_WORKED_OUT}no one figure could be taken as told for “trade with Ash”. "
        "Told: $400 million [1] for “trade with Elm”."
    )


@pytest.mark.parametrize("said", ["Elm has 20 ferries.", "Elm has now 20 ferries, and they are old."])
def test_what_is_counted_stands_last_behind_its_number(said: str) -> None:
    assert "20 [1] less 9 [2]: 11 more ferries" in told(FERRIES, f"Elm\n\n{said}", NINE)


@pytest.mark.parametrize(
    "said",
    [
        "Elm has 5 broken ferries.", "Elm has 20 ferry captains.", "The port of Elm has 20 ferries.",
        "Elm lost 20 ferries.", "Elm ordered 20 ferries.", "Elm has 20. Its ferries are old.",
        "Elm has 10 to 14 ferries.",
        "Elm has 10-14 ferries.", "Elm has twenty-odd ferries.", "Elm lacks 20 ferries.", "Elm has 20 ferries to Oak.",
        "Elm has 20 ferries too few.", "Elm must have 20 ferries.", "Oak and Elm have 20 ferries.",
        "Elm's friends have 20 ferries.", "Elm had 20 ferries once.", "Elm no longer has 20 ferries.",
        "The 3 islands and Elm have 20 ferries.",
    ],
)  # fmt: skip
def test_other_counts_are_none_of_it(said: str) -> None:
    assert "no one figure could be taken as told for “Elm”" in told(FERRIES, f"Elm\n\n{said}", NINE)


@pytest.mark.parametrize(
    ("question", "text", "lead"),
    [
        (COST, "The pier cost $5 million. The mill cost $2 million.", "$5 million [1] and $2 million [2]: $7 million"),
        (COST, "The cost of the pier was $5 million. The mill cost $2 million.", ": $7 million in all"),
        (COST, "The fence round the pier cost $5 million. The mill cost $2 million.", "taken as told for “the pier”"),
        (COST, "The repair of the pier cost $5 million. The mill cost $2 million.", "taken as told for “the pier”"),
        (HIGHER, "Unemployment in Elm is 6 percent. Unemployment in Ash is 4 percent.", ": 2 percentage points more"),
        (HIGHER, "Unemployment in Elm is 6 percent. Unemployment in Ash is -4 percent.", "for “unemployment in Ash”"),
        (
            "How many times higher is unemployment in Elm than in Ash?",
            "Unemployment in Elm is 6 percent. Unemployment in Ash is 4 percent.", "1.5 times as much",
        ),
        (
            "How many times higher is unemployment in Elm than in Ash?",
            "Unemployment in Elm is 6 percent. Unemployment in Ash is 0 percent.", "nothing can be divided by the zero",
        ),
        (
            "What is the average unemployment in Elm and Ash?",
            "Unemployment in Elm is 6 percent. Unemployment in Ash is 4 percent.", "such as these are not added up",
        ),
        (
            "What is the total wage in Elm and Ash?",
            "The wage in Elm is $60 a day. The wage in Ash is $40 a day.", "such as these are not added up",
        ),
        (
            "How much higher is the wage in Elm than in Ash?",
            "The wage in Elm is $60 a day. The wage in Ash is $40 a day.", "$20 more",
        ),
        (
            "How much higher is the wage in Elm than in Ash?",
            "The wage in Elm is $60 a day. The wage in Ash is $700 a month.", "different times",
        ),
        (GROWTH, "Exports of Elm were $5 million in 2020 and $8 million in 2022.", "$3 million more"),
        (GROWTH, "Exports of Elm were $5 million in 2020. They were $8 million in 2022.", "$3 million more"),
        (GROWTH, "Exports of Elm were $5 million in 2020. They were $8 million in May 2022.", ""),
        (GROWTH, "Exports of Elm were $5 million in 2020. Exports to Elm were $8 million in 2022.", ""),
        (MORE, "Trade with Elm was over $400 million. Trade with Ash was $270 million.", "over $130 million more"),
        (MORE, "Trade with Elm was over $400 million. Trade with Ash was over $270 million.", ""),
        (MORE, "Trade with Elm was under $400 million. Trade with Ash was $270 million.", ""),
        (MORE, "Trade with Elm was $400 million. Trade with Ash was $400 million.", "no difference"),
        (MORE, "Trade with Elm was over $400 million. Trade with Ash was $400 million.", ""),
        (
            "What is the total trade with Elm and Ash?",
            "Trade with Elm was up to $400 million. Trade with Ash was $270 million.", "at most $670 million",
        ),
    ],
)  # fmt: skip
def test_each_that_gives_none_has_a_twin_that_gives_one(question: str, text: str, lead: str) -> None:
    found = told(question, f"Talks\n\n{text}")
    assert lead in found
    assert bool(lead) == bool(found)


@pytest.mark.parametrize(("year", "lead"), [(2022, "$670 million in all"), (1999, "for different times")])
def test_transcripts_of_different_years_are_not_added_up(year: int, lead: str) -> None:
    elm = f"Talks with Elm\n12 May {year}\n\nTrade with Elm was $400 million."
    ash = "Talks with Ash\n4 June 2022\n\nTrade with Ash was $270 million."
    assert lead in told("What is the total trade with Elm and Ash?", elm, ash)


def test_a_name_that_the_heading_has_beside_that_of_the_other_thing_decides_nothing() -> None:
    both = "Talks with Elm and Ash\n\nTrade was $270 million."
    assert "taken as told for “trade with Ash”" in told(MORE, ELM, both)


def test_sentences_are_read_once_for_all_things() -> None:
    shelf = shelved(
        *(f"Town {n}\n\n" + f"The loan to town {n} was $5 million, and it was paid. " * 300 for n in range(4))
    )
    working = read_working("What is the total loan to Elm, Ash, Oak, Larch, Beech and Birch?")
    assert working
    began = time.process_time()
    assert worked_out(working, shelf) is None
    assert time.process_time() - began < 2


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
    assert answer.text.startswith(f"{WORKED_OUT}$400 million [1] less $270 million [2]: $130 million more")
    assert [citation.quote for citation in answer.citations] == [
        "Trade with Elm was $400 million.",
        "Trade with Ash was $270 million.",
    ]
