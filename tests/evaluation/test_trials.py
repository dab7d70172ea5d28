"""The trials' questions are sound: what they call gold stands in the transcripts as these are read."""

import re
from functools import cache

import pytest
from conftest import ROOT

from assistant.corpus.loading import load_transcripts
from assistant.evaluation.metrics import typed
from assistant.evaluation.questions import TestQuestion, load_questions

TRIALS = ROOT / "benchmarks" / "trials"
NAMES = ("first", "second", "held_out")


@cache
def asked(name: str) -> list[TestQuestion]:
    return load_questions(TRIALS / name / "questions.jsonl")


@cache
def texts(name: str) -> dict[str, str]:
    """What each transcript says, white space and typesetting apart."""
    files = sorted((TRIALS / name / "corpus").iterdir())
    read = [transcript for path in files for transcript in load_transcripts(path, path.name).transcripts]
    return {transcript.source: " ".join(typed(transcript.text).split()) for transcript in read}


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_stands_in_the_transcript_it_names(name: str) -> None:
    gold = [(question.id, gold) for question in asked(name) for gold in question.gold]
    assert gold
    lost = [id_ for id_, g in gold if " ".join(typed(g.quote).split()) not in texts(name)[g.source]]
    assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_each_question_with_an_answer_names_where_it_stands(name: str) -> None:
    ids = [question.id for question in asked(name)]
    assert len(set(ids)) == len(ids) >= 80
    assert [q.id for q in asked(name) if q.answerable != bool(q.gold)] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_practice_corpus_holds_a_sentence_of_a_trial(name: str) -> None:
    """One that did would make the trial's figures flatter, as the reader and the weights learn from these corpora."""
    sentences = {s for text in texts(name).values() for s in re.split(r"(?<=[.?!]) ", text) if len(s.split()) >= 12}
    assert sentences
    practice = (ROOT / "training" / "practice").rglob("corpus/*.txt")
    there = " ".join(" ".join(typed(path.read_text(encoding="utf-8")).split()) for path in practice)
    assert not [s for s in sentences if s in there]
