"""Whole written sentences held to a transcript: statements that they join, and a "No" before them."""

from pathlib import Path

import numpy as np
import pytest

from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import read_transcript
from assistant.store.catalog import Catalog, Entry
from assistant.verification.citing import Citer
from assistant.verification.claims import clauses_of
from assistant.verification.written import CheckedAnswer, check_answer

TWO = "Ann Lee opened the library. Tom Fox refused to open the museum."


def checked(text: str, transcript: str, folder: Path) -> CheckedAnswer:
    """What the checker makes of ``text``, whose mark 1 is the only passage of ``transcript``."""
    read = read_transcript(transcript, "talk.txt")
    passages = split_into_passages(read)
    vectors = [np.zeros((1 + len(passage.sentences), 1), dtype=np.float32) for passage in passages]
    catalog = Catalog(folder / "catalog.sqlite")
    catalog.put([Entry(read, passages, [str(passage.number) for passage in passages], vectors)])
    return check_answer(text, catalog.passages_of("talk.txt"), Citer(catalog))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Ann Lee opened the library, but refused to open the museum [1].", "unsupported"),
        ("Ann Lee opened the library, but she refused to open the museum [1].", "unsupported"),
        ("Ann Lee opened the library; and then refused to open the museum [1].", "unsupported"),
        ("Ann Lee opened the library, but Tom Fox refused to open the museum [1].", "supported"),
    ],
)
def test_two_statements_of_one_subject_do_not_rest_on_two(claim: str, verdict: str, tmp_path: Path) -> None:
    assert [each.verdict for each in checked(claim, TWO, tmp_path).claims] == [verdict]


@pytest.mark.parametrize(
    ("claim", "clauses"),
    [
        ("The library was opened, and the museum was sold.", 2),
        ("Ann Lee opened the library; the museum closed in May.", 2),
        ("The ferry runs daily while the tram runs weekly.", 2),
        ("Ann Lee opened the library, the hall, and the school in June.", 1),
        ("Ann Lee opened the library, and the school built in 1990.", 1),
        ("Ann Lee opened the library, but her brother refused to open the museum.", 1),
        ("Ann Lee asked Tom Fox, but the latter refused to open the museum.", 1),
        ("Ann Lee opened the library while refusing to open the museum.", 1),
    ],
)
def test_a_statement_of_its_own_has_its_own_subject_and_verb(claim: str, clauses: int) -> None:
    assert len(clauses_of(claim)) == clauses


@pytest.mark.parametrize(
    ("claim", "transcript", "verdict"),
    [
        ("No, Bree bought 20 boats in May [1].", "Bree bought 20 boats in May.", "partly"),
        ("No. Bree bought 20 boats in May [1].", "Bree bought 20 boats in May.", "partly"),
        ("Yes, Bree bought 20 boats in May [1].", "Bree bought 20 boats in May.", "supported"),
        ("No, Bree did not buy 20 boats in May [1].", "Bree did not buy 20 boats in May.", "supported"),
        ("No, the council rejected the plan of Bree [1].", "The council rejected the plan of Bree.", "supported"),
        ("No, Bree bought only 20 boats in May [1].", "Bree bought only 20 boats in May.", "supported"),
    ],
)
def test_what_affirms_is_no_reason_for_a_no(claim: str, transcript: str, verdict: str, tmp_path: Path) -> None:
    answer = checked(claim, transcript, tmp_path)
    assert [each.verdict for each in answer.claims] == [verdict]
    assert [citation.verified for citation in answer.citations] == [verdict == "supported"]


def test_a_question_that_the_next_sentence_answers_is_a_fact(tmp_path: Path) -> None:
    answer = checked("The ferry is ready [1].", "You asked me whether the ferry is ready. It is, we hear.", tmp_path)
    assert [each.verdict for each in answer.claims] == ["supported"]
