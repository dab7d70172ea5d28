"""``assistant evaluate``: run, print the table, write what was asked for, hold the floors."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.evaluation import report
from assistant.evaluation.questions import load_questions
from assistant.evaluation.run import run
from assistant.evaluation.summary import compare, figures, unmet_floors


def evaluate(assistant: Assistant, options: argparse.Namespace) -> int:
    """Exit status 0, or 1 when a floor is not met.

    Raises:
        UsageError: when a file that was named cannot be read or written.
    """
    questions = load_questions(options.questions)
    baseline = _read_baseline(options.baseline) if options.baseline else None
    from tqdm import tqdm

    with tqdm(total=len(questions), unit=" questions", desc="Evaluating", file=sys.stderr) as bar:
        outcomes = run(assistant, questions, lambda done, _: _advance(bar, done))
    differences = compare(outcomes, baseline) if baseline else []
    settings = _described(assistant, options.questions)
    print(report.table(outcomes, differences))
    if options.json:
        _write(options.json, report.as_json(outcomes, settings))
    if options.html:
        _write(options.html, report.as_html(outcomes, settings, differences))
    unmet = unmet_floors(figures(outcomes), options.floors) if options.floors else []
    for line in unmet:
        print(f"assistant: floor not met: {line}", file=sys.stderr)
    return 1 if unmet else 0


def _described(assistant: Assistant, questions: Path) -> dict[str, Any]:
    settings = assistant.settings
    return {
        "questions": questions.name,
        "embedding": assistant.index.encoder.fingerprint,
        "model": settings.model,
        "reranker": settings.reranker,
        "reader": settings.reader,
        "verifier": settings.verifier,
        "top_k": settings.top_k,
        "threshold": settings.threshold,
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


def _advance(bar: Any, done: int) -> None:
    bar.update(done - bar.n)
