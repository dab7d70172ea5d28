"""``assistant evaluate``: run, print the table, write what was asked for, hold the floors."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.evaluation import beside, report
from assistant.evaluation.against import Baseline, against
from assistant.evaluation.judge import Judge
from assistant.evaluation.measuring import Progress, Task, measure
from assistant.evaluation.questions import load_questions
from assistant.evaluation.stored import read_run
from assistant.evaluation.summary import figures, read_floors, unmet_floors
from assistant.output_file import check_writable, write_output
from assistant.terminal import say


def evaluate(assistant: Assistant, options: argparse.Namespace) -> int:
    """Exit status 0, or 1 when a floor is not met.

    Raises:
        UsageError: when a file that was named cannot be read, or prices are given of no chat model.
        OutputError: when one cannot be written, before anything is asked.
        ModelError: when the judge that was named cannot be used at all.
    """
    if options.prices and not assistant.settings.model:
        raise UsageError("--prices says what a chat model costs, and none is chosen: name one with --model")
    if options.prices and not assistant.settings.model:
        raise UsageError("--prices says what a chat model costs, and none is chosen: name one with --model")
    questions = load_questions(options.questions)
    baseline = Baseline(options.baseline.name, read_run(options.baseline)) if options.baseline else None
    judge = Judge.named(options.judge) if options.judge else None
    floors = read_floors(options.floors) if options.floors else {}
    prices = beside.read_prices(options.prices) if options.prices else None
    task = Task(options.questions.name, questions, judge, prices)
    for path in filter(None, (options.json, options.html)):
        check_writable(path)
    with _bars() as show:
        measured = measure(assistant, task, show)
    if measured.left_out:
        say(f"assistant: {measured.left_out}", file=sys.stderr)
    outcomes, settings, pair = measured.outcomes, measured.settings, measured.pair
    compared = against(outcomes, settings, baseline) if baseline else None
    if compared and not compared.asked:
        say(f"assistant: nothing is compared: {options.baseline} has no question of this set", file=sys.stderr)
    say(report.table(outcomes, compared))
    if pair:
        say(f"\n{beside.table(pair)}")
    if options.json:
        write_output(options.json, report.as_json(outcomes, settings, pair))
    if options.html:
        write_output(options.html, report.as_html(outcomes, settings, compared, pair))
    unmet = unmet_floors(figures(outcomes), floors) if floors else []
    for line in unmet:
        say(f"assistant: floor not met: {line}", file=sys.stderr)
    return 1 if unmet else 0


@contextmanager
def _bars() -> Iterator[Progress]:
    """A progress bar on standard error for each thing that is done, one after the other."""
    from tqdm import tqdm

    with ExitStack() as closing:
        bars: dict[str, tqdm[Any]] = {}

        def show(doing: str, done: int, total: int) -> None:
            if doing not in bars:
                unit = " answers" if doing == "Judging" else " questions"
                bars[doing] = closing.enter_context(tqdm(unit=unit, desc=doing, file=sys.stderr, total=total))
            bars[doing].update(done - bars[doing].n)

        yield show
