"""Ratings, and the test questions made of them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from test_archive import ANSWERED, REFUSED

from assistant.assistant import Assistant
from assistant.cli import main
from assistant.conversations.feedback import Feedback, Rating, as_test_question
from assistant.evaluation.questions import Gold, load_questions

HISTORY = (("Weather?", "It was wet."),)


def test_rating_is_kept_with_question_evidence_and_mode_and_replaced_by_a_later_one(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path / "data")
    assert feedback.ratings() == []
    assert not (tmp_path / "data").exists()
    feedback.rate(Rating("t1", True, "", HISTORY, ANSWERED))
    feedback.rate(Rating("t1", False, "  It snowed. ", HISTORY, ANSWERED))
    feedback.rate(Rating("t2", True, "", (), REFUSED))
    feedback.withdraw("t2")
    (kept,) = feedback.ratings()
    assert (kept.good, kept.comment, kept.history) == (False, "It snowed.", HISTORY)
    assert kept.answer == ANSWERED


def test_withdrawing_a_rating_that_was_never_given_makes_no_file(tmp_path: Path) -> None:
    Feedback(tmp_path).withdraw("t1")
    assert not list(tmp_path.iterdir())


def test_helpful_answer_makes_its_borne_out_quotes_gold() -> None:
    doubtful = replace(ANSWERED.citations[0], n=2, quote="Perhaps.", verified=False)
    answer = replace(ANSWERED, citations=(*ANSWERED.citations, doubtful), notes=("in short: rained",))
    row = as_test_question(Rating("t" * 32, True, "", HISTORY, answer))
    assert row == {
        "id": "feedback-tttttttttttt",
        "question": "Rain?",
        "answerable": True,
        "answers": ["rained", "It rained."],
        "sources": [{"file": "a.txt", "quote": "It rained."}],
        "history": [["Weather?", "It was wet."]],
        "category": "feedback",
    }
    assert as_test_question(Rating("t", True, "", (), replace(answer, citations=(doubtful,), notes=()))) is None


def test_the_words_that_an_answer_gives_in_short_are_right(assistant: Assistant) -> None:
    answer = assistant.ask("Who is Priya Raman?")
    row = as_test_question(Rating("t", True, "", (), answer))
    assert row
    assert (answer.notes, row["answers"][0]) == (("in short: Librarian",), "Librarian")


def test_helpful_refusal_is_a_question_without_answer() -> None:
    row = as_test_question(Rating("t", True, "", (), REFUSED))
    assert row is not None
    assert (row["answerable"], row["answers"], row["sources"]) == (False, [], [])


def test_correction_is_the_answer_for_review_and_a_bare_thumb_down_says_nothing() -> None:
    row = as_test_question(Rating("t", False, "It snowed.", (), REFUSED))
    assert row is not None
    assert (row["answerable"], row["answers"], row["category"]) == (True, ["It snowed."], "review")
    assert as_test_question(Rating("t", False, "", (), ANSWERED)) is None


def test_command_lists_and_exports_what_evaluate_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path))
    feedback = Feedback(tmp_path)
    feedback.rate(Rating("t1", True, "", HISTORY, ANSWERED))
    feedback.rate(Rating("t2", False, "It\x1b snowed.", (), REFUSED))
    feedback.rate(Rating("t3", False, "", (), REFUSED))
    assert main(["feedback"]) == 0
    listed = capsys.readouterr().out
    assert "openai:tiny  Rain?" in listed
    assert "\x1b" not in listed
    assert main(["feedback", "--json"]) == 0
    assert [json.loads(line)["turn"] for line in capsys.readouterr().out.splitlines()] == ["t1", "t2", "t3"]
    assert main(["feedback", "--export", str(tmp_path / "q.jsonl")]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "2 test questions, 1 of them to review" in told.err
    good, corrected = load_questions(tmp_path / "q.jsonl")
    assert good.gold == (Gold("a.txt", "It rained."),)
    assert good.history == HISTORY
    assert corrected.answers == ("It\x1b snowed.",)
    assert main(["feedback", "--export", str(tmp_path / "none" / "q.jsonl")]) == 1
    told = f"assistant: cannot write {tmp_path / 'none' / 'q.jsonl'}: No such file or directory\n"
    assert capsys.readouterr() == ("", told)
