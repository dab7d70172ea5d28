"""The evaluation: metrics against values worked out by hand and by other code, a run on a small corpus, its reports."""

import json
import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Answer, Citation, Reason, Refusal
from assistant.assistant import Assistant
from assistant.cli import main
from assistant.corpus.transcripts import Transcript, plain_transcript
from assistant.errors import OutputError, UsageError
from assistant.evaluation import metrics, report, summary
from assistant.evaluation.against import Baseline, against
from assistant.evaluation.measuring import Task, measure
from assistant.evaluation.plots import _draw_calibration
from assistant.evaluation.questions import Gold, TestQuestion, load_questions
from assistant.evaluation.run import Outcome, run, score, whole_gold
from assistant.evaluation.stored import read_run
from assistant.evaluation.summary import (
    MEASURES,
    PER_QUESTION,
    Difference,
    Figure,
    asked_in_both,
    bootstrap,
    by_category,
    compare,
    each,
    figures,
    mean,
    read_floors,
    unmet_floors,
)
from assistant.filters import Filters
from assistant.output_file import check_writable

PRICE_QUOTE = "Each electric ferry costs $2.35 million."
VOLUMES_QUOTE = "The room holds 9,500 volumes and stays open until 10 p.m. on weekdays."
TELESCOPES_QUOTE = "The library lent 120 telescopes to local families."
SCRIPT = "How many telescopes <script>alert('x')</script> did the library lend?"
ROWS: list[dict[str, Any]] = [
    {
        "id": "right",
        "question": "How much does each electric ferry cost?",
        "answerable": True,
        "answers": ["$2.35 million"],
        "sources": [{"file": "ferry.txt", "quote": PRICE_QUOTE}],
        "category": "fact",
    },
    {
        "id": "wrong-key",
        "question": "How many telescopes did the library lend to local families?",
        "answerable": True,
        "answers": ["150"],
        "sources": [{"file": "library.txt", "quote": TELESCOPES_QUOTE}],
        "category": "fact",
    },
    {"id": "refused", "question": "How old is the Sphinx?", "answerable": False, "category": "unanswerable"},
    {
        "id": "wrongly-answered",
        "question": "How many bottles did the buyers from Norway ask for?",
        "answerable": False,
        "category": "unanswerable",
    },
    {
        "id": "wrongly-refused",
        "question": "How old is the Sphinx?",
        "answerable": True,
        "answers": ["old"],
        "sources": [{"file": "ferry.txt", "quote": PRICE_QUOTE}],
        "category": "fact",
    },
    {
        "id": "followup",
        "question": "And how many volumes does it hold?",
        "answerable": True,
        "answers": ["9,500"],
        "sources": [{"file": "library.txt", "quote": VOLUMES_QUOTE}],
        "history": [["Who described the new reading room?", "Priya Raman"]],
        "category": "followup",
    },
    {"id": "script", "question": SCRIPT, "answerable": True, "answers": ["<b>none</b>"], "category": "fact"},
]


def written(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def question_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``ROWS`` as a test question set."""
    return written(tmp_path_factory.mktemp("questions") / "questions.jsonl", ROWS)


@pytest.fixture(scope="module")
def outcomes(assistant: Assistant, question_file: Path) -> list[Outcome]:
    """``ROWS`` asked of the invented corpus."""
    return run(assistant, load_questions(question_file))


@pytest.fixture(scope="module")
def by_id(outcomes: list[Outcome]) -> dict[str, Outcome]:
    return {outcome.question.id: outcome for outcome in outcomes}


# Metrics: retrieval


@pytest.mark.parametrize(
    ("ranks", "hit", "all_gold", "reciprocal"),
    [
        ([1], 1, 1, 1),
        ([3, 2], 1, 1, 1 / 2),
        ([3, 4], 1, 0, 1 / 3),
        ([4], 0, 0, 1 / 4),
        ([None, 2], 1, 0, 1 / 2),
        ([None], 0, 0, 0),
    ],
)
def test_ranks_at_three(ranks: list[int | None], hit: float, all_gold: float, reciprocal: float) -> None:
    assert metrics.hit_at(ranks, 3) == hit
    assert metrics.all_gold_at(ranks, 3) == all_gold
    assert metrics.reciprocal_rank(ranks) == reciprocal


@pytest.mark.parametrize(
    ("ranks", "value"),
    [
        ([1], 1.0),
        ([2], 1 / math.log2(3)),
        ([1, 3], (1 + 1 / 2) / (1 + 1 / math.log2(3))),
        ([1, 1], 1.0),  # two gold sentences of one passage are one relevant passage
        ([2, None], (1 / math.log2(3)) / (1 + 1 / math.log2(3))),
        ([11], 0.0),
        ([None], 0.0),
    ],
)
def test_ndcg_by_hand(ranks: list[int | None], value: float) -> None:
    assert metrics.ndcg_at(ranks) == pytest.approx(value)


@given(st.sets(st.integers(1, 15), min_size=1, max_size=12), st.integers(0, 4), st.integers(1, 12))
def test_ndcg_is_the_gain_over_the_best_possible_gain(places: set[int], never: int, k: int) -> None:
    gain = sum(1 / math.log2(place + 1) for place in places if place <= k)
    best = sum(1 / math.log2(place + 1) for place in range(1, min(k, len(places) + never) + 1))
    assert metrics.ndcg_at([*places, *[None] * never], k) == pytest.approx(gain / best)


# Metrics: answers


@pytest.mark.parametrize(
    ("answer", "wanted", "is_there"),
    [
        ("It costs $2.35 million. [1]", "$2.35 million", True),
        ("It costs $12.35 million.", "2.35 million", False),
        ("He sold 120 lamps.", "120", True),
        ("He sold 1200 lamps.", "120", False),
        ("The catalogue is long.", "cat", False),
        ("Cat, dog.", "cat", True),
        ("The Cat\n  sat there.", "the cat sat", True),
        ("The cat [1] sat.", "cat sat", True),
        ("It is told. [12]", "12", False),
        ("a+b is it", "a.b", False),
        ("It fell 5%.", "5%", True),
        ("It costs 2.35 million.", "35 million", False),
        ("It has 35,000 readers.", "35", False),
        ("It has 35, and more.", "35", True),
        ("It has 2.35.", "2.3", False),
        ("Three of them came.", "3", True),
        ("3 of them came.", "three", True),
        ("Thirteen came.", "3", False),
        ("They raised 2.3 million.", "three", False),
        ("Three million came.", "3 million", False),  # only a bare count is written either way
    ],
)
def test_contains_looks_for_whole_words_outside_the_marks(answer: str, wanted: str, is_there: bool) -> None:
    assert metrics.contains(answer, wanted) is is_there


def test_plain_is_the_answer_without_its_marks() -> None:
    assert metrics.plain("A cat. [1] It ran. [2][13]") == "A cat. It ran."


@pytest.mark.parametrize(
    ("answer", "wanted", "value"),
    [
        ("The Atlas, of the moon! [1]", ["atlas of moon"], 1),
        ("“An atlas.”", ["map", "atlas"], 1),
        ("atlas of the moon", ["atlas"], 0),
        ("", ["atlas"], 0),
        ("atlas", [], 0),
    ],
)
def test_exact_is_equality_after_normalisation(answer: str, wanted: list[str], value: float) -> None:
    assert metrics.exact(answer, wanted) == value


@pytest.mark.parametrize(
    ("answer", "wanted", "value"),
    [
        ("The old ferry carried 41,000 passengers. [1]", ["41,000 passengers"], 4 / 7),  # 2 of 5 and 2 of 2
        ("red red blue", ["red blue blue"], 2 / 3),  # a repeated word counts as often as both have it
        ("red", ["blue", "red apple"], 2 / 3),  # the best of the right answers
        ("red", ["blue"], 0),
        ("red", [], 0),
        ("", ["red"], 0),
    ],
)
def test_token_f1_by_hand(answer: str, wanted: list[str], value: float) -> None:
    assert metrics.token_f1(answer, wanted) == pytest.approx(value)


WORDS = st.lists(st.sampled_from(["red", "blue", "green", "ten"]), min_size=1, max_size=8)


@given(WORDS, WORDS)
def test_token_f1_is_the_harmonic_mean_of_precision_and_recall(given_words: list[str], wanted: list[str]) -> None:
    left = list(wanted)
    common = 0
    for word in given_words:
        if word in left:
            left.remove(word)
            common += 1
    precision, recall = common / len(given_words), common / len(wanted)
    expected = 2 * precision * recall / (precision + recall) if common else 0
    assert metrics.token_f1(" ".join(given_words), [" ".join(wanted)]) == pytest.approx(expected)


# Metrics: confidence


def test_risk_and_coverage_by_hand() -> None:
    coverage, risk = metrics.risk_coverage([0.1, 0.9, 0.8], [True, True, False])
    assert coverage == pytest.approx([1 / 3, 2 / 3, 1])
    assert risk == pytest.approx([0, 1 / 2, 1 / 3])
    assert metrics.area_under_risk_coverage([0.1, 0.9, 0.8], [True, True, False]) == pytest.approx((1 / 2 + 1 / 3) / 3)


def test_area_under_risk_coverage_is_0_when_all_is_right_and_1_when_nothing_is() -> None:
    assert metrics.area_under_risk_coverage([0.2, 0.7], [True, True]) == 0
    assert metrics.area_under_risk_coverage([0.2, 0.7], [False, False]) == 1
    assert metrics.area_under_risk_coverage([], []) == 0


JUDGED = st.lists(st.tuples(st.integers(0, 999), st.booleans()), min_size=1, max_size=30, unique_by=lambda row: row[0])


@given(JUDGED)
def test_area_under_risk_coverage_is_the_mean_risk_of_all_thresholds(judged: list[tuple[int, bool]]) -> None:
    risks = []
    for threshold, _ in judged:
        covered = [right for confidence, right in judged if confidence >= threshold]
        risks.append(covered.count(False) / len(covered))
    area = metrics.area_under_risk_coverage([c / 1000 for c, _ in judged], [right for _, right in judged])
    assert area == pytest.approx(sum(risks) / len(risks))


def test_calibration_error_by_hand() -> None:
    # The bin of 0.95 is half right: 0.45 off. That of 0.15 is never right: 0.15 off. Each holds half the questions.
    assert metrics.calibration_error([0.95, 0.95, 0.15, 0.15], [True, False, False, False]) == pytest.approx(0.3)
    assert metrics.calibration_error([1.0, 0.0], [True, False]) == 0
    assert metrics.calibration_error([1.0, 0.0], [False, True]) == 1


@given(JUDGED, st.sampled_from([1, 5, 10]))
def test_calibration_error_is_the_weighted_gap_of_the_bins(judged: list[tuple[int, bool]], bins: int) -> None:
    rows = [((2 * c + 1) / 2000, right) for c, right in judged]  # never on the border of two bins
    inside: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for p, right in rows:
        inside[next(b for b in range(bins) if p < (b + 1) / bins)].append((p, right))
    gaps = [abs(sum(p for p, _ in members) - sum(right for _, right in members)) for members in inside.values()]
    found = metrics.calibration_error([p for p, _ in rows], [right for _, right in rows], bins)
    assert found == pytest.approx(sum(gaps) / len(rows))


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=20))
def test_area_under_roc_is_the_share_of_pairs_in_order(judged: list[tuple[int, bool]]) -> None:
    yes, no = [p for p, y in judged if y], [p for p, y in judged if not y]
    area = metrics.area_under_roc([p / 10 for p, _ in judged], [y for _, y in judged])
    if not yes or not no:
        assert math.isnan(area)
    else:
        in_order = sum((a > b) + (a == b) / 2 for a in yes for b in no)
        assert area == pytest.approx(in_order / (len(yes) * len(no)))


# The question set


def test_every_field_of_a_question_is_read(tmp_path: Path) -> None:
    row = {
        "id": 7,
        "question": "q",
        "answerable": True,
        "all_of": ["a", "b"],
        "sources": [{"file": "f.txt", "quote": "it"}, "g.txt", {"source": "h.txt"}],
        "history": [["one", "two"]],
        "note": "ignored",
    }
    golds = (Gold("f.txt", "it"), Gold("g.txt", ""), Gold("h.txt", ""))
    wanted = TestQuestion("7", "q", True, (), ("a", "b"), golds, (("one", "two"),), "all")
    assert load_questions(written(tmp_path / "set.jsonl", [row])) == [wanted]


def test_the_bundled_question_set_is_read_whole() -> None:
    path = ROOT / "tests" / "questions.jsonl"
    questions = load_questions(path)
    assert len(questions) == path.read_text(encoding="utf-8").count("\n")
    assert all(bool(q.answers or q.all_of) == bool(q.gold) == q.answerable for q in questions)


def test_blank_lines_and_line_separators_inside_a_string_are_no_ends_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('\n{"id": "a", "question": "x\u2028y\x85z", "answerable": false}\r\n\n', encoding="utf-8")
    assert [question.question for question in load_questions(path)] == ["x\u2028y\x85z"]


def test_a_byte_order_mark_and_half_of_a_surrogate_pair_do_no_harm(tmp_path: Path, assistant: Assistant) -> None:
    path = tmp_path / "set.jsonl"
    line = r'{"id": "\ud83d", "question": "How \ud83d many telescopes did the library lend?", "answerable": true'
    path.write_text(rf'{line}, "answers": ["120", "\ud83d"], "history": [["\ud83d", "\ud83d"]]}}', encoding="utf-8-sig")
    (asked,) = load_questions(path)
    (outcome,) = run(assistant, [replace(asked, history=())])
    assert outcome.correct
    assert report.as_json([outcome], {}).encode()
    assert asked.history == (("?", "?"),)


def test_a_filter_by_what_is_not_indexed_is_told_before_anything_is_asked(assistant: Assistant) -> None:
    asked = question(answerable=False, filters=Filters(("ferri.txt",)))
    with pytest.raises(
        UsageError, match=r"^filters of question id: no transcript named 'ferri\.txt': did you mean ferry"
    ):
        run(assistant, [asked], lambda *_: pytest.fail("a question was asked"))


@pytest.mark.parametrize(
    "line",
    [
        "{broken",
        "[]",
        '"text"',
        "7",
        '{"id": "a", "question": "q"}',
        '{"question": "q", "answerable": true}',
        '{"id": "a", "question": "q", "answerable": true}',
        '{"id": "a", "question": "q", "answerable": false, "filters": {"sources": ["f.txt"]}}',
        '{"id": "a", "question": "q", "answerable": true, "sources": [1]}',
        '{"id": "a", "question": "q", "answerable": true, "sources": [{"quote": "no file"}]}',
        '{"id": "a", "question": "q", "answerable": true, "history": ["half a turn"]}',
        '{"id": "a", "question": "q", "answerable": true, "answers": "red"}',
        '{"id": "a", "question": "q", "answerable": true, "answers": [7]}',
        '{"id": "a", "question": "q", "answerable": true, "answers": [" "]}',
        '{"id": "a", "question": "q", "answerable": true, "all_of": {"red": 1}}',
        '{"id": "a", "question": "q", "answerable": "false", "answers": ["red"]}',
        '{"id": "a", "question": null, "answerable": false}',
        '{"id": ["a"], "question": "q", "answerable": false}',
        '{"id": "a", "question": "q", "answerable": false, "category": 1}',
        '{"id": "a", "question": "q", "answerable": false, "sources": "f.txt"}',
        '{"id": "a", "question": "q", "answerable": false, "sources": [{"file": "f.txt", "quote": 1}]}',
        '{"id": "a", "question": "q", "answerable": false, "history": ["ab"]}',
        '{"id": "a", "question": "q", "answerable": false, "history": {"ab": 1}}',
        '{"id": "a", "question": "q", "answerable": false, "history": [["a", 1]]}',
        '{"id": "a", "question": "q", "answerable": false, "filters": {"source": "f.txt"}}',
        '{"id": "a", "question": "q", "answerable": false, "filters": {"from": "2023-13"}}',
        '{"a":' * 100_000,
    ],
    ids=lambda line: line[:90],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f'{{"id": "good", "question": "q", "answerable": false}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"set\.jsonl, line 3: not a test question \([^\n]+\)$"):
        load_questions(path)


def test_the_field_that_is_wrong_is_told_with_what_it_holds(tmp_path: Path) -> None:
    row = {"id": "a", "question": "q", "answerable": True, "answers": "It is red."}
    with pytest.raises(UsageError, match=r"line 1: not a test question \(answers is 'It is red\.', not a list\)$"):
        load_questions(written(tmp_path / "set.jsonl", [row]))


def test_a_missing_an_empty_and_an_undecodable_set_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^no test question set at \S+none\.jsonl: name or upload a file"):
        load_questions(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n\n")
    with pytest.raises(UsageError, match=r"empty\.jsonl holds no questions$"):
        load_questions(tmp_path / "empty.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match=r"latin\.jsonl cannot be read: [^\n]+$"):
        load_questions(tmp_path / "latin.jsonl")


# A run


def test_a_run_asks_in_order_and_tells_how_far_it_is(assistant: Assistant, question_file: Path) -> None:
    questions = load_questions(question_file)[:3]
    told: list[tuple[int, int]] = []
    found = run(assistant, questions, lambda done, total: told.append((done, total)))
    assert [o.question for o in found] == questions
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_run_gives_the_answers_that_asking_gives(assistant: Assistant, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        asked = assistant.ask(outcome.question.question, list(outcome.question.history))
        assert (outcome.answer.text, outcome.answer.citations) == (asked.text, asked.citations)
        assert outcome.answer.confidence == pytest.approx(asked.confidence, abs=1e-4)


def test_every_citation_of_a_run_is_verbatim(outcomes: list[Outcome]) -> None:
    assert figures(outcomes)["verbatim"].value == 1.0
    assert all(("verbatim" in o.scores) == o.answer.answered for o in outcomes)


def test_an_answer_is_right_when_it_holds_the_key_and_a_refusal_when_there_is_none(by_id: dict[str, Outcome]) -> None:
    assert {id_: (o.answer.answered, o.correct) for id_, o in by_id.items()} == {
        "right": (True, True),
        "wrong-key": (True, False),
        "refused": (False, True),
        "wrongly-answered": (True, False),
        "wrongly-refused": (False, False),
        "followup": (True, True),
        "script": (by_id["script"].answer.answered, False),
    }


def test_only_answerable_questions_are_scored_for_correctness_and_only_answers_for_citations(
    by_id: dict[str, Outcome],
) -> None:
    assert by_id["right"].scores["correct"] == by_id["right"].scores["citation_recall"] == 1
    assert by_id["right"].scores["hit@5"] == 1
    assert by_id["wrong-key"].scores["correct"] == 0
    assert by_id["wrong-key"].scores["citation_recall"] == 1
    assert not {"correct", "f1", "hit@1", "citation_recall"} & by_id["wrongly-answered"].scores.keys()
    assert by_id["wrongly-refused"].scores["correct"] == 0
    assert "citation_recall" not in by_id["wrongly-refused"].scores
    assert "hit@1" not in by_id["script"].scores  # it names no gold


# Scores of answers made by hand


def citation(assistant: Assistant, source: str, quote: str, n: int = 1) -> Citation:
    start = assistant.transcript(source).text.index(quote)
    return Citation(n, source, "", None, None, quote, start, start + len(quote), 1.0, True)


def answer(text: str, *citations: Citation, confidence: float = 0.9, refused: bool = False) -> Answer:
    refusal = Refusal(Reason.NOT_IN_CORPUS, text) if refused else None
    return Answer("q", "q", text, "extractive", citations, confidence, {"total": 5.0}, refusal)


def question(**fields: Any) -> TestQuestion:
    plain = TestQuestion("id", "q", True, (), (), (), (), "all")
    return replace(plain, **fields)


BOTH_GOLDS = (Gold("ferry.txt", PRICE_QUOTE), Gold("library.txt", TELESCOPES_QUOTE))


@pytest.mark.parametrize(
    ("quotes", "precision", "recall_of_any", "recall_of_all"),
    [
        ([("ferry.txt", PRICE_QUOTE), ("library.txt", TELESCOPES_QUOTE)], 1, 1, 1),
        ([("ferry.txt", PRICE_QUOTE)], 1, 1, 1 / 2),
        ([("ferry.txt", PRICE_QUOTE), ("ferry.txt", "The timber is rotten.")], 1 / 2, 1, 1 / 2),
        ([("ferry.txt", "electric ferry costs $2.35")], 1, 1, 1 / 2),  # part of a gold sentence
        ([("ferry.txt", "The timber is rotten.")], 0, 0, 0),
    ],
)
def test_citation_precision_and_recall_by_hand(
    assistant: Assistant,
    quotes: list[tuple[str, str]],
    precision: float,
    recall_of_any: float,
    recall_of_all: float,
) -> None:
    given_answer = answer("It is so.", *(citation(assistant, *quote, n) for n, quote in enumerate(quotes, 1)))
    one_enough = score(assistant, question(answers=("x",), gold=BOTH_GOLDS), given_answer, []).scores
    all_needed = score(assistant, question(all_of=("x",), gold=BOTH_GOLDS), given_answer, []).scores
    assert one_enough["citation_precision"] == all_needed["citation_precision"] == precision
    assert (one_enough["citation_recall"], all_needed["citation_recall"]) == (recall_of_any, recall_of_all)


def test_an_altered_quote_is_not_verbatim(assistant: Assistant) -> None:
    true = citation(assistant, "ferry.txt", PRICE_QUOTE)
    altered = replace(true, n=2, quote=PRICE_QUOTE.replace("2.35", "2.36"))
    assert score(assistant, question(), answer("", true, altered), []).scores["verbatim"] == 1 / 2


def test_a_passage_counts_when_it_overlaps_the_gold_in_the_same_transcript(assistant: Assistant) -> None:
    gold = citation(assistant, "ferry.txt", PRICE_QUOTE)
    passages = [("library.txt", 0, 9999), ("ferry.txt", 0, gold.start), ("ferry.txt", gold.end - 1, gold.end + 50)]
    asked = question(answers=("x",), gold=BOTH_GOLDS[:1])
    scores = score(assistant, asked, answer("", refused=True), passages).scores
    assert (scores["hit@1"], scores["hit@3"], scores["mrr"]) == (0, 1, 1 / 3)


def test_gold_that_stands_nowhere_counts_as_not_found(assistant: Assistant) -> None:
    asked = question(answers=("x",), gold=(Gold("ferry.txt", "Nobody said this."),))
    scores = score(assistant, asked, answer("", refused=True), [("ferry.txt", 0, 9999)]).scores
    assert (scores["hit@5"], scores["mrr"], scores["ndcg@10"]) == (0, 0, 0)


def test_gold_without_a_quote_is_anywhere_in_its_transcript(assistant: Assistant) -> None:
    asked = question(answers=("x",), gold=(Gold("library.txt", ""),))
    cited = [citation(assistant, "library.txt", VOLUMES_QUOTE), citation(assistant, "ferry.txt", PRICE_QUOTE, 2)]
    passages = [("ferry.txt", 0, 90), ("library.txt", 10, 90)]
    scores = score(assistant, asked, answer("x", *cited), passages).scores
    assert (scores["hit@1"], scores["hit@3"], scores["mrr"]) == (0, 1, 1 / 2)
    assert (scores["citation_precision"], scores["citation_recall"]) == (1 / 2, 1)


def test_questions_whose_gold_is_a_whole_transcript_are_counted_in_the_note_of_the_run(assistant: Assistant) -> None:
    stated, whole = Gold("ferry.txt", "It costs $2.35 million."), Gold("ferry.txt", "")
    asked = [question(id="a", gold=(stated,)), question(id="b", gold=(stated, whole)), question(id="c", gold=())]
    told = (
        "sources without a quote, any passage of which counts as found and as rightly cited: those of 1 of 2 "
        "questions, the first b: hits and citations are not to be compared with other sets'"
    )
    assert whole_gold(asked) == told
    assert whole_gold(asked[:1]) == whole_gold([question(answerable=False, gold=(whole,))]) == ""
    measured = measure(assistant, Task("set", asked), lambda doing, done, total: None)
    assert told in measured.left_out


def test_the_numbers_above_the_bars_of_the_calibration_stand_clear_of_the_diagonal(outcomes: list[Outcome]) -> None:
    from matplotlib.figure import Figure as Drawing

    axes = Drawing().add_subplot()
    _draw_calibration(axes, outcomes)
    assert axes.texts
    assert sum(int(text.get_text()) for text in axes.texts) == len(outcomes)
    assert all(1 < text.get_position()[1] < axes.get_ylim()[1] for text in axes.texts)


def test_gold_stands_wherever_its_quote_does_however_it_is_typed(assistant: Assistant) -> None:
    text = "Ann said: “It’s 3–4\r\nboats.” It rained. Ben said: “It’s 3–4 boats.”"
    stored = plain_transcript("boats.txt", "Boats", text)

    class OneMore:
        def transcript(self, source: str) -> Transcript:
            return stored if source == "boats.txt" else assistant.transcript(source)

    asked = question(answers=("it's 3-4 boats",), gold=(Gold("boats.txt", '"It\'s 3-4 boats."'),))
    for start in (text.index("“"), text.rindex("“")):
        quote = text[start : text.index("”", start) + 1]
        told = Citation(1, "boats.txt", "", None, None, quote, start, start + len(quote), 1.0, True)
        found = score(cast(Assistant, OneMore()), asked, answer(quote, told), [("boats.txt", start, start + 9)])
        assert found.correct
        assert (found.scores["hit@1"], found.scores["citation_precision"]) == (1, 1)


def test_the_words_of_a_refusal_are_no_answer(assistant: Assistant) -> None:
    asked = question(answers=("the red boat",))
    scores = score(assistant, asked, answer("the red boat", refused=True), []).scores
    assert (scores["exact"], scores["f1"]) == (0, 0)


def test_quotes_that_stand_in_no_indexed_transcript_are_told(assistant: Assistant) -> None:
    nowhere, gone = Gold("ferry.txt", "Nobody said this."), Gold("gone.txt", PRICE_QUOTE)
    asked = [
        replace(question(answers=("x",), gold=BOTH_GOLDS), id="found"),
        replace(question(answers=("x",), gold=(BOTH_GOLDS[0], nowhere)), id="altered"),
        replace(question(answers=("x",), gold=(gone,)), id="gone"),
        replace(question(answerable=False, gold=(nowhere,)), id="not sought"),
    ]
    left_out = measure(assistant, Task("set", asked), lambda *_: None).left_out
    told = "sources that are not indexed, or do not hold their quote, and count as not found: 2, the first of question"
    assert left_out.startswith(f"{told} altered:")
    assert measure(assistant, Task("set", asked[:1]), lambda *_: None).left_out == ""


@pytest.mark.parametrize(
    ("fields", "text", "refused", "right"),
    [
        ({"answers": ("red", "blue")}, "It is blue. [1]", False, True),
        ({"answers": ("red", "blue")}, "It is bluer. [1]", False, False),
        ({"all_of": ("red", "blue")}, "It is blue. [1]", False, False),
        ({"all_of": ("red", "blue")}, "Blue [1] and red. [2]", False, True),
        ({"all_of": ("red", "blue"), "answers": ("2",)}, "Blue [1] and red. [2]", False, False),
        ({"all_of": ("red", "blue"), "answers": ("2",)}, "Two: blue [1] and red. [2]", False, True),
        ({"answers": ("3",)}, "Three of 5 transcripts say so. [1]", False, True),
        ({"answers": ("red",)}, "Nothing says red.", True, False),
        ({"answerable": False}, "Nothing says red.", True, True),
        ({"answerable": False}, "It is red. [1]", False, False),
    ],
)
def test_what_makes_an_answer_right(
    assistant: Assistant, fields: dict[str, Any], text: str, refused: bool, right: bool
) -> None:
    assert score(assistant, question(**fields), answer(text, refused=refused), []).correct is right


def test_a_list_is_scored_by_its_share_and_one_of_it_is_not_the_exact_answer(assistant: Assistant) -> None:
    asked = question(all_of=("red", "blue"))
    part, whole = (score(assistant, asked, answer(text), []).scores for text in ("red", "red blue"))
    assert (part["listed"], part["exact"], part["f1"]) == (1 / 2, 0, pytest.approx(2 / 3))
    assert (whole["listed"], whole["exact"], whole["f1"]) == (1, 1, 1)
    assert score(assistant, asked, answer("red blue", refused=True), []).scores["listed"] == 0
    assert "listed" not in score(assistant, question(answers=("red",)), answer("red"), []).scores


def test_a_question_is_put_to_the_transcripts_that_its_filters_let_through(
    assistant: Assistant, tmp_path: Path
) -> None:
    row = {"id": "f", "question": "How many telescopes did the library lend?", "answerable": False}
    narrowed = row | {"filters": {"source": ["ferry.txt"], "from": "2020-01-01"}}
    rows = [row | {"id": "all"}, narrowed]
    everywhere, here = run(assistant, load_questions(written(tmp_path / "set.jsonl", rows)))
    assert everywhere.answer.answered
    assert {
        c.source for c in (*here.answer.citations, *(here.answer.refusal.nearest if here.answer.refusal else ()))
    } <= {"ferry.txt"}


# Figures


def test_the_decision_figures_by_hand(outcomes: list[Outcome]) -> None:
    known = [o for o in outcomes if o.question.id != "script"]
    found = figures(known)
    # Refused: one rightly, one wrongly. Not answerable: one refused, one answered. Answerable: one of four refused.
    assert found["refusal_precision"].value == 1 / 2
    assert found["refusal_recall"].value == 1 / 2
    assert found["wrongly_refused"].value == 1 / 4
    assert [found[name].n for name in ("refusal_precision", "refusal_recall", "wrongly_refused")] == [2, 2, 4]
    assert (found["correct"].value, found["correct"].n) == (2 / 4, 4)
    assert found["latency_p50_ms"].value <= found["latency_p95_ms"].value


def test_figures_that_make_no_sense_are_left_out(by_id: dict[str, Outcome]) -> None:
    found = figures([by_id["refused"]])
    assert not {"correct", "verbatim", "wrongly_refused", "answerable_area", "median_words"} & found.keys()
    assert found["refusal_recall"] == Figure(1.0, 1.0, 1.0, 1)


def test_categories_are_in_order_of_appearance_and_sum_to_the_whole(outcomes: list[Outcome]) -> None:
    found = by_category(outcomes)
    assert list(found) == ["fact", "unanswerable", "followup"]
    assert sum(rows["latency_p50_ms"].n for rows in found.values()) == len(outcomes)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40))
def test_the_bootstrap_interval_of_a_mean_contains_it(values: list[int]) -> None:
    figure = bootstrap(np.array(values), mean, 300)
    assert figure.n == len(values)
    assert figure.value == np.mean(values)
    assert min(values) <= figure.low <= figure.value <= figure.high <= max(values)


def test_the_bootstrap_interval_is_that_of_scipy() -> None:
    from scipy import stats

    values = np.random.default_rng(3).normal(10, 2, 80)
    figure = bootstrap(values, mean)
    oracle = stats.bootstrap((values,), np.mean, method="percentile", n_resamples=5000, rng=1).confidence_interval
    assert (figure.low, figure.high) == pytest.approx((oracle.low, oracle.high), abs=0.1)
    assert bootstrap(values, mean) == figure  # the seed is fixed


def test_samples_drawn_in_several_goes_are_those_drawn_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.arange(50.0)
    whole = bootstrap(values, mean)
    monkeypatch.setattr(summary, "DRAWN_AT_ONCE", 120)
    assert bootstrap(values, mean) == whole


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=20))
def test_kappa_is_that_of_scikit_learn_for_each_of_many_samples(pairs: list[tuple[bool, bool]]) -> None:
    from sklearn.metrics import cohen_kappa_score

    one, other = np.array(pairs).T
    both = metrics.kappa(np.array([one, other]), np.array([other, other]))
    if len({*one, *other}) == 2:
        assert both[0] == pytest.approx(cohen_kappa_score(one, other))
    assert math.isnan(both[1]) if len(set(other)) == 1 else both[1] == pytest.approx(1.0)


def test_the_bootstrap_of_nothing_but_nan_has_no_interval() -> None:
    figure = bootstrap(np.ones(3), each(lambda _: math.nan), 10)
    assert all(math.isnan(value) for value in (figure.value, figure.low, figure.high))


# Two runs


def made_up(rights: Sequence[bool]) -> list[Outcome]:
    """Outcomes of which only correctness is told."""
    return [
        Outcome(
            question(id=f"q{n}", answers=("x",)),
            answer("x" if right else "y", confidence=0.8),
            right,
            {"answered": 1.0, "confidence": 0.8, "latency_ms": 5.0, "words": 1.0, "correct": float(right)},
        )
        for n, right in enumerate(rights)
    ]


def stored(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """A run as the next one finds it."""
    return dict(json.loads(report.as_json(outcomes, {})))


def test_a_run_does_not_differ_from_itself(outcomes: list[Outcome]) -> None:
    differences = compare(outcomes, stored(outcomes))
    assert {d.name for d in differences} == {"right", "latency_ms", *PER_QUESTION}
    assert not any(d.real for d in differences)
    assert all(d.before == d.after and d.low == d.high == 0 for d in differences)


def test_a_large_difference_is_real_in_both_directions() -> None:
    bad, good = made_up([False] * 35 + [True] * 5), made_up([False] * 5 + [True] * 35)
    better = {d.name: d for d in compare(good, stored(bad))}
    worse = {d.name: d for d in compare(bad, stored(good))}
    for name in ("right", "correct"):
        assert better[name].real
        assert (better[name].before, better[name].after) == (5 / 40, 35 / 40)
        assert 0 < better[name].low <= 30 / 40 <= better[name].high
        assert worse[name].real
        assert worse[name].high < 0
    assert not better["latency_ms"].real


def test_one_question_gained_and_one_lost_is_no_real_difference() -> None:
    before, after = made_up([True, False] + [True] * 20), made_up([False, True] + [True] * 20)
    (right,) = [d for d in compare(after, stored(before)) if d.name == "right"]
    assert right.low < 0 < right.high
    assert not right.real


def test_a_change_of_one_question_alone_is_not_real() -> None:
    one, two = [compare(made_up([True] * n), stored(made_up([False] * n)))[0] for n in (1, 2)]
    assert (one.before, one.after, one.real) == (0, 1, False)
    assert two.real


def test_what_one_set_asks_twice_is_paired_by_what_was_said_before_and_in_order() -> None:
    before, after = made_up([True, False, False]), made_up([False, True, False])
    said = ((("Which boat?", "The red one."),), (), ())
    runs = [
        [replace(o, question=replace(o.question, id="q", history=h)) for o, h in zip(run_, said, strict=True)]
        for run_ in (before, after)
    ]
    found = asked_in_both(list(reversed(runs[1])), stored(runs[0]))
    assert [(row["correct"], now.correct) for row, now in found] == [(False, False), (False, True), (True, False)]
    assert asked_in_both(runs[1], {"questions": stored(runs[0])["questions"][:1]})[0][1] is runs[1][0]


def test_a_fall_of_a_wait_is_better_and_a_fall_of_anything_else_is_worse() -> None:
    assert Difference("latency_ms", 9, 5, -5, -3, 9).better
    assert not Difference("latency_ms", 5, 9, 3, 5, 9).better
    assert not Difference("right", 0.9, 0.5, -0.5, -0.3, 9).better
    assert Difference("right", 0.5, 0.9, 0.3, 0.5, 9).better


def test_a_baseline_tells_which_questions_changed_sides_and_which_settings_differ() -> None:
    before = {**stored(made_up([True, False, True, False])), "settings": {"top_k": 8, "threshold": 0.2}}
    found = against(made_up([False, True, True]), {"top_k": 8, "without": "reader"}, Baseline("old", before))
    assert (found.asked, found.right) == (3, (2, 2))
    assert [o.question.id for o in found.lost] == ["q0"]
    assert [o.question.id for o in found.gained] == ["q1"]
    assert found.settings == {"threshold": (0.2, ""), "without": ("", "reader")}


def test_only_questions_of_both_runs_are_compared() -> None:
    (right,) = [d for d in compare(made_up([True] * 3), stored(made_up([False, True]))) if d.name == "right"]
    assert (right.before, right.after) == (1 / 2, 1)
    assert compare(made_up([True]), {"questions": []}) == []


def test_another_question_of_the_same_id_is_not_compared() -> None:
    now, before = made_up([True, True, True]), stored(made_up([False, True]))
    before["questions"][0]["answer"]["question"] = "Another question?"
    before["questions"][1]["answer"]["question"] += " "
    found = against(now, {}, Baseline("old", before))
    assert (found.asked, found.left_out, found.right) == (1, (1, 2), (1, 1))
    (right,) = [d for d in found.differences if d.name == "right"]
    assert (right.before, right.after) == (1, 1)
    assert not found.gained


# Floors

FOUND = {"correct": Figure(0.7, 0.6, 0.8, 10), "wrongly_refused": Figure(0.1, 0.0, 0.2, 10)}


@pytest.mark.parametrize(
    ("toml", "unmet"),
    [
        ("correct = 0.7\nwrongly_refused = 0.1", []),
        ("correct = 0.71", ["correct is 0.700, the floor is 0.71"]),
        ("correct = 1", ["correct is 0.700, the floor is 1"]),
        ("wrongly_refused = 0.2", []),
        ("wrongly_refused = 0.05", ["wrongly_refused is 0.100, the ceiling is 0.05"]),
        (
            "correct = 0.9\nwrongly_refused = 0",
            ["correct is 0.700, the floor is 0.9", "wrongly_refused is 0.100, the ceiling is 0"],
        ),
        ("", []),
        ("refusal_precision = 0", ["refusal_precision has no value in this run, the floor is 0"]),
        ("latency_p50_ms = 9", ["latency_p50_ms has no value in this run, the ceiling is 9"]),
    ],
)
def test_floors_hold_from_below_and_ceilings_from_above(tmp_path: Path, toml: str, unmet: list[str]) -> None:
    (tmp_path / "floors.toml").write_text(toml)
    assert unmet_floors(FOUND, read_floors(tmp_path / "floors.toml")) == unmet


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        (b"corect = 0.7", r"unknown measure 'corect'; known are all_gold@5, answerable_area, [^\n]+$"),
        (b'correct = "high"', r"correct is 'high', not a number$"),
        (b"correct = true", r"correct is True, not a number$"),
        (b"correct = 1" + b"0" * 400, r"correct is a number out of all bounds$"),
        (b"correct = 0x" + b"f" * 5000, r"correct is a number out of all bounds$"),
        (b"correct = ", r"cannot be read: [^\n]+$"),
        (b"\xff", r"cannot be read: [^\n]+$"),
    ],
)
def test_floors_that_cannot_be_held_are_told_in_one_line(tmp_path: Path, toml: bytes, told: str) -> None:
    (tmp_path / "floors.toml").write_bytes(toml)
    with pytest.raises(UsageError, match=rf"^floors \S+floors\.toml:? {told}"):
        read_floors(tmp_path / "floors.toml")


def test_the_mark_that_begins_some_files_is_no_part_of_what_they_say(tmp_path: Path) -> None:
    line = '{"id": "1", "question": "Why?", "answerable": false}'
    for name, text in (("floors", "correct = 0.9"), ("questions", f"{line}\n"), ("run", '{"questions": []}')):
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
    assert read_floors(tmp_path / "floors") == {"correct": 0.9}
    assert [question.question for question in load_questions(tmp_path / "questions")] == ["Why?"]
    assert read_run(tmp_path / "run") == {"questions": []}


def test_a_missing_file_of_floors_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml cannot be read"):
        read_floors(tmp_path / "none.toml")


def test_every_figure_is_a_measure_that_a_floor_may_name(outcomes: list[Outcome]) -> None:
    listed = replace(outcomes[0], question=question(all_of=("red",)), scores=outcomes[0].scores | {"listed": 1.0})
    grades = [1.0, 0.0]
    judged = [
        replace(o, judgement=("right", ""), scores=o.scores | {"judged_right": grade, "judged_right_or_partly": 1.0})
        for o, grade in zip(outcomes[:2], grades, strict=True)
    ]
    assert figures([*outcomes[2:], listed, *judged]).keys() == MEASURES


def test_the_bundled_floors_name_figures_that_a_run_has(outcomes: list[Outcome]) -> None:
    path = ROOT / "tests" / "floors.toml"
    if not path.is_file():
        pytest.skip("no floors are bundled")
    assert read_floors(path).keys() <= figures(outcomes).keys()


# Reports


def test_the_table_has_every_figure_every_category_and_marks_real_differences(outcomes: list[Outcome]) -> None:
    told = report.table(outcomes)
    assert told.startswith("7 questions, mode extractive")
    for name in [*figures(outcomes), *by_category(outcomes)]:
        assert f"\n  {name} " in told
    assert "baseline" not in told
    bad, good = made_up([False] * 20), made_up([True] * 20)
    compared = report.table(good, against(good, {}, Baseline("old", stored(bad)))).splitlines()
    (right,) = [line for line in compared if " right " in line]
    assert right.split() == ["*", "right", "0.000", "→", "1.000", "change", "+1.000", "[+1.000,", "+1.000]"]
    (latency,) = [line for line in compared if " latency_ms " in line]
    assert "*" not in latency
    assert "  against the baseline, over 20 questions (* real: the interval of the change excludes 0)" in compared
    assert "left out" not in "\n".join(compared)


def test_the_table_fits_a_hundred_columns_and_heads_its_columns_in_whole_words(outcomes: list[Outcome]) -> None:
    lines = report.table(outcomes, against(outcomes, {}, Baseline("old", stored(outcomes)))).splitlines()
    assert max(map(len, lines)) <= 100
    (second,) = [number for number, line in enumerate(lines) if line.startswith("  category ")]
    named = [name.split("_") for name in report.COLUMNS]
    assert lines[second - 1].split() == [name[0] for name in named if len(name) == 2]
    assert lines[second].split() == ["category", "n", *(name[-1] for name in named)]
    ends = [found.end() for found in re.finditer(r"\S+", lines[second])]
    assert [found.end() for found in re.finditer(r"\S+", lines[second + 1])][1:] == ends[1:]


def test_the_table_says_how_many_questions_only_one_of_the_runs_asked() -> None:
    found = against(made_up([True] * 3), {}, Baseline("old", stored(made_up([False, True]))))
    told = report.table(made_up([True] * 3), found)
    assert "over 2 questions" in told
    assert "left out, as the other run did not ask them: 1 of this run, 0 of the baseline" in told
    page = Page(report.as_html(made_up([True] * 3), {}, found))
    assert "Left out, as the other run did not ask them in these words: 1 of this run, 0 of the baseline." in page.words


def test_the_json_parses_back_to_the_run(outcomes: list[Outcome]) -> None:
    told = report.as_json(outcomes, {"top_k": 8})
    loaded = json.loads(told, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    assert list(loaded) == ["settings", "figures", "categories", "questions"]
    assert loaded["settings"] == {"top_k": 8}
    assert [row["id"] for row in loaded["questions"]] == [row["id"] for row in ROWS]
    assert loaded["figures"]["correct"] == figures(outcomes)["correct"].as_dict()
    assert loaded["questions"][0]["gold"]["sentences"] == [{"source": "ferry.txt", "quote": PRICE_QUOTE}]


class Page(HTMLParser):
    """Collects what a page holds and what it would load."""

    LOADING = frozenset({"src", "href", "xlink:href", "srcset", "data", "poster", "action", "background"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loaded += [value or "" for name, value in attrs if name in self.LOADING]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def html(outcomes: list[Outcome]) -> str:
    return report.as_html(
        outcomes, {"questions": "q.jsonl"}, against(outcomes, {}, Baseline("old.json", stored(outcomes)))
    )


def test_the_page_loads_nothing_from_outside(html: str) -> None:
    page = Page(html)
    assert [address for address in page.loaded if not address.startswith("#")] == []
    assert not {"script", "link", "iframe", "img", "object", "embed", "base"} & set(page.tags)
    assert "@import" not in html
    assert html.count("url(") == html.count("url(#")


def test_the_page_shows_figures_plots_and_every_wrong_answer(html: str, outcomes: list[Outcome]) -> None:
    page = Page(html)
    assert page.tags.count("svg") == page.tags.count("figure") == 4
    assert page.tags.count("details") == sum(not o.correct for o in outcomes)
    assert all(name in page.words for name in figures(outcomes))
    assert "Against the baseline" in page.words
    assert TELESCOPES_QUOTE in page.words


def test_the_page_names_the_baseline_and_what_got_worse() -> None:
    good, bad = made_up([True] * 20), made_up([False] * 20)
    page = Page(report.as_html(bad, {}, against(bad, {}, Baseline("old.json", stored(good)))))
    assert "Baseline: old.json" in page.words
    assert "20 newly wrong" in page.words
    assert page.words.count(" · right in the baseline") == 20
    assert "−1.000 worse" in page.words


def test_a_baseline_of_other_questions_is_said_to_compare_with_nothing() -> None:
    page = Page(report.as_html(made_up([True]), {}, against(made_up([True]), {}, Baseline("old", {"questions": []}))))
    assert "The two runs have no question in common" in page.words
    assert "Before" not in page.words


def test_a_wrong_follow_up_stands_with_what_was_said_before_and_its_citations_with_their_numbers(
    outcomes: list[Outcome],
) -> None:
    (first,) = [o for o in outcomes if o.answer.citations][:1]
    asked = replace(first.question, history=(("Who said so?", "The mayor."),))
    page = Page(report.as_html([replace(first, question=asked, correct=False)], {}))
    assert "Who said so? — The mayor." in page.words
    assert f"[1] {first.answer.citations[0].quote}" in page.words


def test_the_page_escapes_what_questions_and_keys_hold(html: str) -> None:
    assert SCRIPT in Page(html).words
    assert "<b>none</b>" in Page(html).words
    assert "<script" not in html
    assert "<b>" not in html


def test_a_page_without_wrong_answers_says_so() -> None:
    assert "None." in Page(report.as_html(made_up([True, True]), {})).words


# The command


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, assistant: Assistant) -> None:
    """The invented corpus as the one the settings name."""
    monkeypatch.setenv("ASSISTANT_CORPUS", str(assistant.settings.corpus))
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(assistant.settings.vectorstore))


@pytest.mark.usefixtures("installed")
def test_evaluate_writes_its_reports_holds_its_floors_and_compares_with_its_own_json(
    question_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_file, page, floors = tmp_path / "run.json", tmp_path / "run.html", tmp_path / "floors.toml"
    floors.write_text("verbatim = 1.0\ncorrect = 0.99\nwrongly_refused = 0.9\n")
    arguments = ["evaluate", str(question_file), "--json", str(run_file), "--html", str(page), "--floors", str(floors)]
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert out.startswith("7 questions, mode extractive")
    problems = [line for line in err.splitlines() if line.startswith("assistant:")]
    assert len(problems) == 1
    assert problems[0].startswith("assistant: floor not met: correct is 0.")
    assert "Traceback" not in err
    loaded = json.loads(run_file.read_text(encoding="utf-8"))
    assert [row["id"] for row in loaded["questions"]] == [row["id"] for row in ROWS]
    assert loaded["settings"]["questions"] == "questions.jsonl"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    floors.write_text("verbatim = 1.0\n")
    assert main(["evaluate", str(question_file), "--baseline", str(run_file), "--floors", str(floors)]) == 0
    out, err = capsys.readouterr()
    assert "against the baseline" in out
    assert not [line for line in out.splitlines() if line.startswith("  * ") and "latency" not in line]
    assert "assistant:" not in err


@pytest.mark.usefixtures("installed")
def test_prices_without_a_chat_model_are_wrong_usage_told_in_one_line(
    question_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(question_file), "--prices", "2,10"]) == 2
    told = "assistant: --prices says what a chat model costs, and none is chosen: name one with --model\n"
    assert capsys.readouterr() == ("", told)


@pytest.mark.usefixtures("installed")
def test_a_floor_without_a_value_is_not_met_and_one_of_an_unknown_measure_is_told_before_anything_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = written(tmp_path / "one.jsonl", [{key: ROWS[0][key] for key in ROWS[0] if key != "sources"}])
    floors = tmp_path / "floors.toml"
    floors.write_text("citation_recall = 0.9\n")
    assert main(["evaluate", str(one), "--floors", str(floors)]) == 1
    told = "assistant: floor not met: citation_recall has no value in this run, the floor is 0.9\n"
    assert told in capsys.readouterr().err
    floors.write_text("correct = nan\n")
    assert main(["evaluate", str(one), "--floors", str(floors)]) == 2
    assert "correct is nan, not a number" in capsys.readouterr().err
    floors.write_text("citation_recal = 0.9\n")
    assert main(["evaluate", str(one), "--floors", str(floors)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("baseline", "told"),
    [
        ("{", "is not a run written by --json"),
        ("[]", "no questions in it"),
        ("{}", "no questions in it"),
        ('{"questions": [{}]}', "a question without id, correct or scores"),
        ('{"questions": 7}', "is not a run written by --json"),
        ('{"questions": [{"id": 1, "correct": true, "scores": {}, "answer": 7}]}', "an answer that is no object"),
        ('{"questions": [{"id": 1, "correct": true, "scores": 5}]}', "scores that are no numbers by name"),
        ('{"questions": [{"id": 1, "correct": true, "scores": {"f1": "x"}}]}', "scores that are no numbers by name"),
        ('{"questions": [{"id": 1, "correct": "x", "scores": {}}]}', "correct that is neither true nor false"),
        ('{"questions": [{"id": [], "correct": true, "scores": {}}]}', "an id that is no string"),
        (
            '{"questions": [{"id": "1", "correct": true, "scores": {}, "answer": {"question": 1}}]}',
            "a question that is no string",
        ),
        ('{"a":' * 100_000, "nested too deeply"),
        ('{"questions": [], "settings": 7}', "settings that are no names with values"),
    ],
    ids=lambda text: text[:90],
)
def test_a_baseline_that_is_no_run_is_wrong_usage_told_in_one_line(
    question_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], baseline: str, told: str
) -> None:
    (tmp_path / "baseline.json").write_text(baseline)
    assert main(["evaluate", str(question_file), "--baseline", str(tmp_path / "baseline.json")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert err.count("\n") == 1


def test_words_written_from_right_to_left_turn_nothing_beside_them(outcomes: list[Outcome]) -> None:
    page = report.as_html(outcomes, {})
    assert ":is(summary, p, blockquote, th, li) { unicode-bidi: plaintext; }" in page
    assert '<span class="tag"><bdi>fact</bdi> · ' in page
    assert "<bdi>library.txt</bdi>, " in page


@pytest.mark.usefixtures("installed")
def test_a_baseline_of_other_questions_is_told(
    question_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old.json").write_text('{"questions": []}')
    assert main(["evaluate", str(question_file), "--baseline", str(tmp_path / "old.json")]) == 0
    told = f"assistant: nothing is compared: {tmp_path / 'old.json'} has no question of this set"
    assert told in capsys.readouterr().err


@pytest.mark.usefixtures("installed")
def test_a_missing_question_set_is_wrong_usage_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(tmp_path / "none.jsonl")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("assistant: no test question set at ")
    assert err.count("\n") == 1


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("option", ["--json", "--html"])
def test_a_report_that_cannot_be_written_is_told_before_anything_is_asked(
    question_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    for place, why in ((tmp_path, "Is a directory"), (tmp_path / "none" / "run", "No such file or directory")):
        assert main(["evaluate", str(question_file), option, str(place)]) == 1
        assert capsys.readouterr() == ("", f"assistant: cannot write {place}: {why}\n")


@pytest.mark.usefixtures("installed")
def test_looking_whether_a_report_can_be_written_leaves_what_is_there(question_file: Path, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("old")
    old, new, nowhere = tmp_path / "old.json", tmp_path / "new.json", str(tmp_path / "none" / "run.html")
    for path in (old, new):
        assert main(["evaluate", str(question_file), "--json", str(path), "--html", nowhere]) == 1
    assert list(tmp_path.iterdir()) == [old]
    assert old.read_text() == "old"


def test_looking_whether_a_link_can_be_written_leaves_the_link(tmp_path: Path) -> None:
    link, lost, itself = tmp_path / "out.json", tmp_path / "lost.json", tmp_path / "itself.json"
    link.symlink_to("runs.json")
    check_writable(link)
    assert sorted(tmp_path.iterdir()) == [link]
    lost.symlink_to("none/runs.json")
    itself.symlink_to("itself.json")
    for path in (lost, itself):
        with pytest.raises(OutputError, match=f"cannot write {path}"):
            check_writable(path)
    assert all(path.is_symlink() for path in (link, lost, itself))
