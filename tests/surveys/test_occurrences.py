"""How often a thing is named, and where most: each of several, somebody by the surname, in the meeting asked of."""

from collections.abc import Iterator

import pytest
from conftest import cited_verbatim, write_corpus

from assistant.assistant import Assistant
from assistant.corpus.transcripts import read_transcript
from assistant.questions.requests import read_request
from assistant.questions.survey_request import SurveyKind
from assistant.retrieval.hybrid import HybridSearch
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.surveys.occurrences import asked_occurrences, occurrences

KITES = """Kite makers' meeting of January
Loft, Brackwater, 9 January 2031

Ida Moss: The silk is dear this winter. Hail tore two kites.

Carl Teal: Silk tears, paper does not. I paid 900 crowns for silk.

Ida Moss: Then fly paper, Mr Teal.
"""
ROPES = """Rope makers' meeting of June
Shed, Brackwater, 4 June 2032

Vera Pond: Hemp swells in the wet. Hail does it no harm.

Hob Teal: Ida Moss wants silk for her rope. Moss pays well.

Vera Pond: The hail of April was small.
"""


@pytest.fixture(scope="module")
def makers(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    """An assistant over the words of two meetings."""
    corpus, store = tmp_path_factory.mktemp("makers"), tmp_path_factory.mktemp("store")
    index = Index(store, encoder)
    ingest(index, [write_corpus(corpus, {"kites.txt": KITES, "ropes.txt": ROPES})])
    yield Assistant(index, Settings(corpus=corpus, vectorstore=store))
    index.close()


def test_how_often_a_thing_is_named_is_counted(makers: Assistant) -> None:
    answer = makers.ask("How often is the hail mentioned?")
    assert answer.text.startswith("“hail” is named in 3 sentences of 2 of 2 transcripts [1][2][3]:")
    assert answer.confidence == 1.0
    assert cited_verbatim(makers, answer.citations)
    none = makers.ask("How many times does the harbour come up?")
    assert none.refusal is not None
    assert none.refusal.message.startswith("None of the 2 transcripts mentions “harbour”.")
    assert none.confidence == 0.0


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("How often is silk or hemp mentioned?", "“silk” is named in 4 sentences of 2 of 2 transcripts"),
        ("How often are both hemp and lace mentioned?", "“hemp” is named in 1 sentence of 1 of 2 transcripts [1], "),
    ],
)
def test_each_of_several_things_is_counted_by_itself(makers: Assistant, question: str, lead: str) -> None:
    text = makers.ask(question).text
    assert text.startswith(lead)
    assert ("“hemp” is named in 1 sentence of 1" if "silk" in question else "“lace” is named in none:") in text


def test_of_several_things_that_none_mentions_each_is_said(makers: Assistant) -> None:
    refusal = makers.ask("How often are wax and lace mentioned?").refusal
    assert refusal is not None
    assert refusal.message.startswith("None of the 2 transcripts mentions “wax” or “lace”.")


def test_somebody_is_counted_by_the_surname_too_but_not_another_of_that_name(makers: Assistant) -> None:
    answer = makers.ask("How often is Carl Teal mentioned?")
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "Mr Teal" in quotes
    assert "Hob" not in quotes
    assert "sentences with the surname of “Carl Teal” alone are counted too" in answer.notes
    assert "Moss pays well." in [
        citation.quote for citation in makers.ask("How often is Ida Moss mentioned?").citations
    ]


def test_where_a_name_is_nobody_known_only_all_of_it_is_counted(empty_index: Index) -> None:
    text = "The Weir House stands. A house burnt down at the Weir House."
    empty_index.add([read_transcript(f"Walk\n\n3 May 2022\n\n{text}\n", "walk.txt")])
    asked = asked_occurrences("How often is Weir House mentioned?")
    assert asked is not None
    counted = occurrences(asked, "", HybridSearch(empty_index), None)
    assert counted is not None
    assert str(counted.lead) == "“Weir House” is named in 2 sentences of “Walk”:"
    assert counted.notes == ("only “Weir House” in full is counted",)


def test_one_transcript_is_called_by_its_title(empty_index: Index) -> None:
    empty_index.add([read_transcript("Walk\n\n3 May 2022\n\nThe mill stands.\n", "walk.txt")])
    asked = asked_occurrences("How often is salt mentioned?")
    assert asked is not None
    counted = occurrences(asked, "", HybridSearch(empty_index), None)
    assert counted is not None
    assert str(counted.lead) == "“Walk” does not mention “salt”."


def test_words_that_need_not_follow_each_other_are_counted_less_surely(makers: Assistant) -> None:
    assert makers.ask("How often is dear silk mentioned?").confidence < 1.0


@pytest.mark.parametrize(
    "question",
    [
        "How often is a new director named?",
        "How often are directors named?",
        "How often do people bring up children alone?",
        "How often are children brought up?",
    ],
)
def test_who_is_appointed_or_raised_is_not_mentioned(question: str) -> None:
    assert asked_occurrences(question) is None


def test_a_thing_is_counted_in_the_meeting_that_is_asked_about(makers: Assistant) -> None:
    answer = makers.ask("How often is silk mentioned in the latest meeting?")
    assert answer.text.startswith("“silk” is named in 1 sentence of “Rope makers' meeting of June” [1]:")
    asked = asked_occurrences("How often is silk mentioned in the kite meeting?", makers.index.catalog.cards())
    assert asked is not None
    assert asked.sources == ("kites.txt",)
    request = read_request("How often is silk mentioned in the latest of all the talks?")
    assert request is None or request.kind is not SurveyKind.LARGEST


@pytest.mark.parametrize(
    "question",
    [
        "Which meeting mentions silk most often?",
        "Which meeting talks most about silk?",
        "Which meeting talks about silk the most?",
        "Where is silk discussed the most?",
        "In which meeting is silk mentioned most often?",
    ],
)
def test_where_a_thing_is_named_most_comes_first(makers: Assistant, question: str) -> None:
    answer = makers.ask(question)
    assert answer.text.startswith(
        "“silk” is named most often in “Kite makers' meeting of January”, in 3 sentences [1][2]; "
        "2 of 2 transcripts name it:"
    )
    assert [citation.source for citation in answer.citations] == ["kites.txt", "kites.txt", "ropes.txt"]


def test_where_several_name_a_thing_as_often_all_of_them_are_said(empty_index: Index) -> None:
    for name, text in (("a", "Salt is cheap."), ("b", "Salt is dear."), ("c", "Rain fell.")):
        empty_index.add([read_transcript(f"Walk {name}\n\n3 May 2022\n\n{text}\n", f"{name}.txt")])
    asked = asked_occurrences("Which meeting mentions salt most often?")
    assert asked is not None
    counted = occurrences(asked, "", HybridSearch(empty_index), None)
    assert counted is not None
    lead = "“salt” is named most often in “Walk a” and “Walk b”, in 1 sentence each; 2 of 3 transcripts name it:"
    assert str(counted.lead) == lead


def test_where_none_names_a_thing_none_does_so_most(makers: Assistant) -> None:
    refusal = makers.ask("Which meeting mentions lace most often?").refusal
    assert refusal is not None
    assert refusal.message.startswith("None of the 2 transcripts mentions “lace”.")
