"""Who somebody is, from the words that stand beside the name."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import write_corpus

from assistant.assistant import Assistant
from assistant.filters import Filters
from assistant.retrieval.hybrid import HybridSearch
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.surveys.identity import asked_name, identity, names_someone

TALKS = {
    "ash.txt": """Talks on the weir

Ora Finch spoke first. She thanked the miller Tam Orde, and then Ora Finch, the keeper of the weir, told how it leaks.

They had asked Chancellor of Southmark Ivo Brill to come. After Ivo Brill the choir sang.
Bryn Holt, the miller and Pia Rusk left.

The money is from Tolland Gate, a company that builds sluices. Tolland Gate sent nobody.
""",
    "birch.txt": """A second evening

Sid Marrow (lock engineer): The gate sticks.

Nan Creel: I run the tea house by the lock. It was flooded.

Nan Creel: Hob Vane chairs the mill trust.

Nan Creel: There is an inquiry under Judge Una Prett.

Nan Creel: In the chair was Lew Sand, a retired diver whom the board had appointed.

Nan Creel: The water came at night. Ora Finch was the founder of the rowing club.
""",
}


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    index = Index(tmp_path_factory.mktemp("store"), encoder)
    ingest(index, [write_corpus(tmp_path_factory.mktemp("talks"), TALKS)])
    yield Assistant(index, Settings())
    index.close()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who is Ora Finch?", "the keeper of the weir"),
        ("who was finch", "the keeper of the weir"),
        ("What is Ora Finch's job?", "the keeper of the weir"),
        ("Who is Tam Orde?", "the miller"),
        ("Who's Ivo Brill?", "Chancellor of Southmark"),
        ("Who is Sid Marrow?", "lock engineer"),
        ("Who is Una Prett?", "Judge"),
        ("Who is Lew Sand?", "a retired diver whom the board had appointed"),
        ("Who is Hob Vane?", "chairs the mill trust"),
        ("Who is Nan Creel?", "I run the tea house by the lock"),
        ("What is Tolland Gate?", "a company that builds sluices"),
    ],
)
def test_who_somebody_is_stands_first_and_in_short(talks: Assistant, question: str, told: str) -> None:
    answer = talks.ask(question)
    assert told in answer.citations[0].quote
    assert answer.notes == (f"in short: {told}",)


def test_what_says_the_same_again_is_not_shown(talks: Assistant) -> None:
    quotes = [citation.quote for citation in talks.ask("Who is Ora Finch?").citations]
    assert len(quotes) == len(set(quotes)) == 2
    assert "the founder of the rowing club" in quotes[1]


@pytest.mark.parametrize("question", ["Who is Bryn Holt?", "Who is Pia Rusk?", "What is Southmark?"])
def test_of_whom_nothing_is_said_it_is_left_to_the_search(talks: Assistant, question: str) -> None:
    assert not any(note.startswith("in short: ") for note in talks.ask(question).notes)


@pytest.mark.parametrize(
    ("told", "question"),
    [
        ("After talking to Ann Lee, the committee decided to close the pier.", "Who is Ann Lee?"),
        ("Thank you, Ann Lee, the next item is the budget.", "Who is Ann Lee?"),
        ("We flew to Tarn, the flight was awful. In Tarn, a day later, the price fell.", "What is Tarn?"),
        ("With Zed Works, the costs doubled.", "What is Zed Works?"),
        ("Do you think Ann Lee is the culprit? It is not true that Ann Lee is the new chair.", "Who is Ann Lee?"),
        ("Zed Works is a bankrupt company, says the press.", "What is Zed Works?"),
        ("What Ann Lee is the most afraid of is fire.", "Who is Ann Lee?"),
        ("According to Ann Lee (laughs) the pier is sinking. Ann Lee (via video) agreed.", "Who is Ann Lee?"),
        ("I prefer Ann Lee. The paper Ann Lee read was long. Over dinner Ann Lee slept.", "Who is Ann Lee?"),
        ("Ann Lee: I keep forgetting it. I run out of time. I live in hope that it gets better.", "Who is Ann Lee?"),
        ("Mary Ann Lee, the nurse, came. New Tarn is a big city.", "Who is Ann Lee?"),
        ("Mary Ann Lee, the nurse, came. New Tarn is a big city.", "What is Tarn?"),
        ("Tom Lee is a farmer. Bruce Lee was an actor.", "Who is Lee?"),
        ("President Kay Ash is the founder of the club. To blame is a bad habit.", "Who is president?"),
        ("President Kay Ash is the founder of the club. To blame is a bad habit.", "Who is to blame?"),
    ],
)
def test_what_only_looks_like_it_is_left_to_the_search(
    tmp_path: Path, encoder: Encoder, told: str, question: str
) -> None:
    index = Index(tmp_path / "store", encoder)
    ingest(index, [write_corpus(tmp_path / "talk", {"a.txt": f"A talk on the pier\n\n{told}\n"})])
    assert identity(question, HybridSearch(index), None) is None
    index.close()


def test_a_long_line_of_names_is_looked_at_in_an_instant(tmp_path: Path, encoder: Encoder) -> None:
    index = Index(tmp_path / "store", encoder)
    ingest(
        index, [write_corpus(tmp_path / "talk", {"a.txt": f"A talk on names\n\n{'A-' * 20_000} {'Ann ' * 9_000}.\n"})]
    )
    begin = time.process_time()
    identity("Who is Ann?", HybridSearch(index), None)
    assert time.process_time() - begin < 5
    index.close()


def test_a_filter_leaves_out_what_others_say(talks: Assistant) -> None:
    answer = talks.ask("Who is Ora Finch?", filters=Filters(sources=("birch.txt",)))
    assert answer.notes == ("in short: the founder of the rowing club",)


def test_after_other_questions_it_leans_on_nothing(talks: Assistant) -> None:
    before = "Who told how the weir leaks?"
    answer = talks.ask("Who is Sid Marrow?", [(before, talks.ask(before).text)])
    assert answer.standalone_question == "Who is Sid Marrow?"
    assert "lock engineer" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is Mayor Ann Lee?", "Ann Lee"),
        ("And who is Dr Lee exactly?", "Lee"),
        ("What role does Ann Lee have?", "Ann Lee"),
        ("What is the role of Ann Lee?", "Ann Lee"),
        ("Who is the mayor of Weirmouth?", ""),
        ("Who is she?", ""),
        ("What is inflation?", ""),
        ("Who is paying for it, and why?", ""),
        ("What was Ann Lee's answer?", ""),
    ],
)
def test_whom_or_what_is_asked_about(question: str, name: str) -> None:
    assert asked_name(question) == name


def test_only_a_name_with_capitals_leans_on_nothing() -> None:
    assert names_someone("Who is Ann Lee?")
    assert not names_someone("who is ann lee?")
    assert not names_someone("Who is paying?")
