"""``assistant evaluate``: run, print the table, write what was asked for, hold the floors."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.evaluation import beside, report
from assistant.evaluation.judge import Judge, judge_all
from assistant.evaluation.questions import load_questions
from assistant.evaluation.run import Outcome, run
from assistant.evaluation.summary import compare, figures, unmet_floors
from assistant.terminal import say


def evaluate(assistant: Assistant, options: argparse.Namespace) -> int:
    """Exit status 0, or 1 when a floor is not met.

    Raises:
        UsageError: when a file that was named cannot be read or written.
        ModelError: when the judge that was named cannot be used at all.
    """
    questions = load_questions(options.questions)
    baseline = _read_baseline(options.baseline) if options.baseline else None
    judge = Judge.named(options.judge) if options.judge else None
    prices = beside.read_prices(options.prices) if options.prices else None
    with _bar("Evaluating", " questions") as show:
        outcomes = run(assistant, questions, show)
    pair = None
    if assistant.settings.model:
        with _bar("Extractive", " questions") as show:
            extractive = run(assistant.with_model(""), questions, show)
        pair = beside.beside(assistant.settings.model, extractive, outcomes, prices)
    if judge:
        outcomes = _judged(judge, outcomes)
    differences = compare(outcomes, baseline) if baseline else []
    settings = _described(assistant, options)
    say(report.table(outcomes, differences))
    if pair:
        say(f"\n{beside.table(pair)}")
    if options.json:
        _write(options.json, report.as_json(outcomes, settings, pair))
    if options.html:
        _write(options.html, report.as_html(outcomes, settings, differences, pair))
    unmet = unmet_floors(figures(outcomes), options.floors) if options.floors else []
    for line in unmet:
        say(f"assistant: floor not met: {line}", file=sys.stderr)
    return 1 if unmet else 0


def _judged(judge: Judge, outcomes: Sequence[Outcome]) -> list[Outcome]:
    with _bar("Judging", " answers") as show:
        judged, left_out = judge_all(judge, outcomes, show)
    if left_out:
        say(f"assistant: {left_out}", file=sys.stderr)
    return judged


def _described(assistant: Assistant, options: argparse.Namespace) -> dict[str, Any]:
    settings = assistant.settings
    return {
        "questions": options.questions.name,
        "embedding": assistant.index.encoder.fingerprint,
        "model": settings.model,
        "reranker": settings.reranker,
        "reader": settings.reader,
        "verifier": settings.verifier,
        "top_k": settings.top_k,
        "threshold": settings.threshold,
        "without": ", ".join(sorted(assistant.without)),
        "judge": options.judge or "",
    }


def _read_baseline(path: Path) -> dict[str, Any]:
    try:
        run_before = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(run_before, dict) or "questions" not in run_before:
            raise ValueError("no questions in it")
        if not all({"id", "correct", "scores"} <= row.keys() for row in run_before["questions"]):
            raise ValueError("a question without id, correct or scores")
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(f"baseline {path} is not a run written by --json: {error}") from error
    return run_before


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


@contextmanager
def _bar(doing: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, to be told how many are done of how many."""
    from tqdm import tqdm

    with tqdm(unit=unit, desc=doing, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
