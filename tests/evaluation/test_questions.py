"""The test question sets are sound: a wrong key would measure the assistant against a mistake."""

import json
from collections import Counter
from typing import Any

import pytest
from conftest import ROOT, SEEDS

Rows = list[dict[str, Any]]
SETS: dict[str, Rows] = {
    name: [json.loads(line) for line in (ROOT / "tests" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    for name in ("questions", "questions_second", "questions_third")
}
pytestmark = pytest.mark.parametrize("rows", SETS.values(), ids=SETS)
REQUIRED = {"id", "question", "answerable", "sources", "history", "category"}
ALLOWED = REQUIRED | {"answers", "all_of", "note", "derived"}


def wanted(row: dict[str, Any]) -> list[str]:
    return [*row.get("answers", []), *row.get("all_of", [])]


def test_there_are_enough_of_both_kinds(rows: Rows) -> None:
    assert len(rows) >= 150
    assert sum(not row["answerable"] for row in rows) >= 50


def test_ids_and_questions_after_the_same_history_are_unique(rows: Rows) -> None:
    assert [id_ for id_, n in Counter(row["id"] for row in rows).items() if n > 1] == []
    asked = Counter((row["question"], json.dumps(row["history"])) for row in rows)
    assert [question for question, n in asked.items() if n > 1] == []


def test_every_row_has_the_fields_of_the_contract_and_no_others(rows: Rows) -> None:
    for row in rows:
        assert set(row) >= REQUIRED, row["id"]
        assert set(row) <= ALLOWED, row["id"]
        assert ("answers" in row) != ("all_of" in row), row["id"]
        assert all(len(turn) == 2 and all(isinstance(said, str) for said in turn) for turn in row["history"]), row["id"]


def test_answerable_questions_have_answers_and_sources_and_the_others_neither(rows: Rows) -> None:
    for row in rows:
        assert bool(wanted(row)) == bool(row["sources"]) == row["answerable"], row["id"]
        assert all(answer.strip() for answer in wanted(row)), row["id"]


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*_*.txt")), ids=lambda path: path.name[:3])
def test_every_quote_stands_in_its_source(path: Any, rows: Rows) -> None:
    text = path.read_text(encoding="utf-8")
    quotes = [
        (row["id"], s["quote"]) for row in rows for s in row["sources"] if s["file"] == path.name and "quote" in s
    ]
    assert quotes
    assert [pair for pair in quotes if pair[1] not in text] == []


def test_every_source_is_a_file_of_the_corpus(rows: Rows) -> None:
    files = {path.name for path in SEEDS.glob("*.txt")}
    assert {source["file"] for row in rows for source in row["sources"]} <= files


def test_every_answer_stands_in_a_quote_unless_it_is_derived(rows: Rows) -> None:
    for row in (row for row in rows if row["answerable"]):
        quotes = "\n".join(source.get("quote", "") for source in row["sources"])
        missing = [answer for answer in wanted(row) if answer not in quotes]
        assert not missing or row.get("derived"), (row["id"], missing)


def test_followups_have_a_history(rows: Rows) -> None:
    assert all(row["history"] for row in rows if row["category"].startswith("followup"))
