"""Extractive answers beside a chat model's: the same questions, figures, and what the model took."""

import json
from argparse import Namespace
from pathlib import Path

import pytest
from model_server import USAGE, Act, ModelServer, failing

from assistant.assistant import Assistant
from assistant.errors import UnjudgedError, UsageError
from assistant.evaluation.beside import Prices, beside, read_prices, table
from assistant.evaluation.command import evaluate
from assistant.evaluation.judge import Grade, Judge
from assistant.evaluation.questions import TestQuestion, load_questions
from assistant.evaluation.run import run

ROWS = [
    {
        "id": "price",
        "question": "How much does each electric ferry cost?",
        "answerable": True,
        "answers": ["$2.35 million"],
        "sources": [{"source": "ferry.txt", "quote": "Each electric ferry costs $2.35 million."}],
    },
    {
        "id": "lent",
        "question": "How many telescopes did the library lend to local families?",
        "answerable": True,
        "answers": ["120"],
        "sources": [{"source": "library.txt", "quote": "The library lent 120 telescopes to local families."}],
    },
    {"id": "sphinx", "question": "How old is the Sphinx?", "answerable": False},
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS))
    return path


@pytest.fixture
def questions(path: Path) -> list[TestQuestion]:
    return load_questions(path)


@pytest.fixture
def writing(assistant: Assistant, model_server: ModelServer) -> Assistant:
    """The model answers the first question wrongly, and fails at the second."""
    model_server.will(Act(("Each electric ferry costs $2.35 billion [1].",)), failing(401, "no"))
    return assistant.with_model("openai:tiny")


@pytest.mark.parametrize(("text", "prices"), [("0.4,1.6", Prices(0.4, 1.6)), ("0, 0", Prices(0, 0))])
def test_prices_are_read(text: str, prices: Prices) -> None:
    assert read_prices(text) == prices


@pytest.mark.parametrize("text", ["", "1", "1,2,3", "a,b", "-1,2", "nan,1", "inf,1"])
def test_anything_else_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match=r"^--prices .* is not IN,OUT"):
        read_prices(text)


def test_both_runs_and_what_the_model_took(
    assistant: Assistant, writing: Assistant, questions: list[TestQuestion]
) -> None:
    extractive, written = run(assistant, questions), run(writing, questions)
    pair = beside("openai:tiny", extractive, written, Prices(2.0, 10.0))
    rows = {name: (before, after) for name, before, after in pair.rows}
    assert rows["correct"] == (1.0, 0.5)
    assert {"latency_p50_ms", "refusal_recall"} <= rows.keys()
    assert pair.spent["asked_the_model"] == 1
    assert pair.spent["answered_without_it"] == 1
    assert (pair.spent["input_tokens"], pair.spent["output_tokens"]) == USAGE
    assert pair.spent["cost"] == pytest.approx((USAGE[0] * 2 + USAGE[1] * 10) / 1e6)
    assert 0 < pair.spent["first_token_p50_ms"] <= pair.spent["total_p50_ms"]
    assert "extractive beside openai:tiny" in table(pair)


def test_without_prices_no_cost_is_stated(writing: Assistant, questions: list[TestQuestion]) -> None:
    outcomes = run(writing, questions)
    assert "cost" not in beside("openai:tiny", outcomes, outcomes).spent


def test_the_command_prints_and_writes_both_side_by_side(
    writing: Assistant, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Namespace(
        questions=path,
        baseline=None,
        judge="",
        prices="2,10",
        floors=None,
        json=path.with_suffix(".json"),
        html=path.with_suffix(".html"),
    )
    assert evaluate(writing, options) == 0
    printed = capsys.readouterr().out
    assert "extractive beside openai:tiny" in printed
    assert "cost_per_question" in printed
    stored = json.loads(options.json.read_text())
    assert stored["beside"]["figures"]["correct"] == {"extractive": 1.0, "model": 0.5}
    assert stored["beside"]["spent"]["input_tokens"] == USAGE[0]
    assert [row["id"] for row in stored["beside"]["extractive"]] == ["price", "lent", "sphinx"]
    page = options.html.read_text()
    assert "Extractive beside openai:tiny" in page
    assert "extractive right, model wrong" in page
    assert f"{USAGE[0]} + {USAGE[1]} tokens" in page
    assert "the key was refused: check OPENAI_API_KEY" in page


# The judge goes the same way to its model


def test_a_judge_is_tried_again_and_its_thoughts_are_not_read(
    assistant: Assistant, model_server: ModelServer, questions: list[TestQuestion]
) -> None:
    model_server.will(failing(429, "slow down"), Act(("<think>Hm: wrong?</think>", "right: it gives the price")))
    judgement = Judge.named("openai:tiny").grade(questions[0], "It costs $2.35 million. [1]")
    assert (judgement.grade, judgement.reason) == (Grade.RIGHT, "it gives the price")
    assert len(model_server.asked) == 2


def test_a_judge_that_stays_rate_limited_gives_no_grade(
    model_server: ModelServer, questions: list[TestQuestion]
) -> None:
    model_server.will(failing(429, "slow down"))
    with pytest.raises(UnjudgedError, match=r"^rate limited$"):
        Judge.named("openai:tiny").grade(questions[0], "It costs $2.35 million. [1]")
