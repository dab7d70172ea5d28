"""The evaluation view: a test question set asked with a progress bar, its figures, plots and wrong answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.errors import AssistantError, UsageError
from assistant.evaluation.kept import kept_runs
from assistant.evaluation.measuring import Task
from assistant.evaluation.questions import load_questions
from assistant.parts import Part, read_parts
from assistant.settings import Settings
from assistant.web.advice import is_keepers, plainly
from assistant.web.bench import Bench, Progress
from assistant.web.choices import Assistants, Choices
from assistant.web.events import PRIVATE
from assistant.web.questions import may_use_feedback, question_file, usual_sets, write_feedback
from assistant.web.render import template
from assistant.web.results import kept_baseline, results_html, run_label

# Seconds between two looks at an evaluation under way.
LOOK_S = 1.0
NO_BASELINE = ("Nothing", "")
Update = Any


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components of the view that its events read and change."""

    questions: gr.Dropdown
    upload: gr.UploadButton
    feedback: gr.Button
    format: gr.HTML
    without: gr.Dropdown
    baseline: gr.Dropdown
    start: gr.Button
    stop: gr.Button
    progress: gr.HTML
    shown: gr.Dropdown
    results: gr.HTML
    timer: gr.Timer
    files: gr.State
    running: gr.State


def evaluation_view(assistants: Assistants, bench: Bench, page: gr.Blocks, choices: gr.State) -> None:
    """Lay the view out in the open tab; an evaluation measures the assistant of this visitor's ``choices``."""
    with gr.Column(elem_id="evaluation", elem_classes="page"):
        gr.HTML(template("evaluation_intro.html", keeper=is_keepers(assistants.installed.settings)))
        parts = _laid_out()
    _wire(assistants, bench, parts, page, choices)


def _laid_out() -> _Parts:
    with gr.Row(elem_classes="fields"):
        with gr.Column(elem_classes="set", min_width=220):
            questions = gr.Dropdown(
                [], value=None, label="Test questions", info="What is asked, with the right answers."
            )
            with gr.Row(elem_classes="ways"):
                upload = gr.UploadButton("Upload questions…", file_types=[".jsonl"], size="sm", elem_classes="quiet")
                feedback = gr.Button("Use feedback", size="sm", elem_classes="quiet", visible=False)
        parts = [(f"{part.value}: {part.meaning}", part.value) for part in Part]
        without = gr.Dropdown(
            parts,
            value=[],
            multiselect=True,
            label="Switch off parts",
            info="To see what a part is worth. All are on while none is chosen.",
            min_width=220,
        )
        baseline = gr.Dropdown(
            [NO_BASELINE], value="", label="Compare with", info="An earlier run over the same questions.", min_width=220
        )
    shape = gr.HTML(elem_id="questions-format")
    with gr.Row(elem_classes="actions"):
        start = gr.Button("Run", variant="primary", elem_id="run-evaluation")
        stop = gr.Button("Stop", elem_id="stop-evaluation", elem_classes="quiet", interactive=False)
    progress = gr.HTML(elem_id="evaluation-progress")
    shown = gr.Dropdown([], label="Run shown", elem_id="run-shown", visible=False)
    results = gr.HTML(elem_id="results")
    timer = gr.Timer(LOOK_S, active=False)
    chosen = (questions, upload, feedback, shape, without, baseline)
    return _Parts(*chosen, start, stop, progress, shown, results, timer, gr.State({}), gr.State(""))


def _wire(assistants: Assistants, bench: Bench, parts: _Parts, page: gr.Blocks, choices: gr.State) -> None:
    seen = [parts.progress, parts.start, parts.stop, parts.timer]
    kept = [parts.shown, parts.baseline, parts.results]

    def begin(
        name: str | None, off: list[str], baseline: str, files: Mapping[str, str], chosen: Choices
    ) -> list[Update]:
        problem = ""
        try:
            if not name:
                raise UsageError("no test questions are chosen: upload a file of them first")
            task = Task(name, load_questions(question_file(name, files)))
            before = kept_baseline(bench.folder, baseline) if baseline else None
            assistant = assistants.chosen(chosen)
            bench.start(assistant.less(read_parts(off)) if off else assistant, task, before)
        except AssistantError as error:
            problem = plainly(str(error))
        return _seen(bench.progress, problem)

    def end() -> Update:
        bench.stop()
        return gr.update(interactive=False)

    def look(running: str, chosen: Choices, baseline: str) -> list[Update]:
        progress = bench.progress
        if progress.running or not running:
            return [*_seen(progress), *_unchanged(kept), "yes" if progress.running else running]
        return [*_seen(progress), *_kept(bench, progress.finished, baseline, _show(assistants, bench, chosen)), ""]

    def arrive(chosen: Choices) -> list[Update]:
        running = bench.progress.running
        first = next((run.name for run in kept_runs(bench.folder)), "")
        found = _kept(bench, first, "", _show(assistants, bench, chosen))
        return [*_seen(bench.progress if running else Progress()), *found, "yes" if running else ""]

    def show(name: str, baseline: str, chosen: Choices) -> str:
        return _show(assistants, bench, chosen)(name, baseline)

    inputs = [parts.questions, parts.without, parts.baseline, parts.files, choices]
    parts.start.click(begin, inputs, seen, **PRIVATE).then(lambda: "yes", None, parts.running, **PRIVATE)
    parts.stop.click(end, None, parts.stop, **PRIVATE)
    parts.timer.tick(look, [parts.running, choices, parts.baseline], [*seen, *kept, parts.running], **PRIVATE)
    for choice in (parts.shown, parts.baseline):
        choice.input(show, [parts.shown, parts.baseline, choices], parts.results, **PRIVATE)
    page.load(arrive, [choices], [*seen, *kept, parts.running], **PRIVATE)
    _wire_questions(assistants.installed.settings, bench.folder, parts, page)


def _wire_questions(settings: Settings, folder: Path, parts: _Parts, page: gr.Blocks) -> None:
    """What there is to choose from, and what a visitor adds to it."""

    def offer() -> tuple[Update, Update, str]:
        there, feedback = usual_sets(), may_use_feedback(settings)
        return (
            gr.update(choices=there, value=next(iter(there), None)),
            gr.update(visible=feedback),
            _format(there, feedback),
        )

    def use_feedback(files: Mapping[str, str]) -> tuple[Update, Any, str, str]:
        try:
            path, count, review = write_feedback(settings, folder)
        except AssistantError as error:
            problem = template("evaluation_progress.html", progress=Progress(), problem=plainly(str(error)))
            return gr.skip(), gr.skip(), gr.skip(), problem
        return *_take(str(path), files), template("evaluation_told.html", count=count, review=review)

    page.load(offer, None, [parts.questions, parts.feedback, parts.format], **PRIVATE)
    taken = [parts.questions, parts.files, parts.format]
    parts.upload.upload(_take, [parts.upload, parts.files], taken, **PRIVATE)
    parts.feedback.click(use_feedback, [parts.files], [*taken, parts.progress], **PRIVATE)


def _take(path: str, files: Mapping[str, str]) -> tuple[Update, dict[str, str], str]:
    """The visitor's own file beside those to choose from, and chosen; what such a file holds need not be told open."""
    names = {**files, Path(path).name: path}
    there = [*usual_sets(), *names]
    return gr.update(choices=there, value=Path(path).name), names, _format(there)


def _format(there: Sequence[str], feedback: bool = False) -> str:
    return template("evaluation_format.html", there=there, feedback=feedback)


def _seen(progress: Progress, problem: str = "") -> list[Update]:
    """What the view shows of an evaluation under way: bar, Run, Stop, and whether to look again."""
    return [
        template("evaluation_progress.html", progress=progress, problem=problem),
        gr.update(interactive=not progress.running),
        gr.update(interactive=progress.running),
        gr.update(active=progress.running),
    ]


def _kept(bench: Bench, name: str, baseline: str, show: Callable[[str, str], str]) -> list[Update]:
    """The menus of kept runs, and the run ``name``, or the last one, shown."""
    runs = [(run_label(run), run.name) for run in kept_runs(bench.folder)]
    if not runs:
        return [
            gr.update(visible=False),
            gr.update(choices=[NO_BASELINE]),
            template("evaluation_none.html", problem=""),
        ]
    name = name or runs[0][1]
    return [
        gr.update(choices=runs, value=name, visible=True),
        gr.update(choices=[NO_BASELINE, *runs], value=baseline),
        show(name, baseline),
    ]


def _show(assistants: Assistants, bench: Bench, chosen: Choices) -> Callable[[str, str], str]:
    def shown(name: str, baseline: str) -> str:
        try:
            return results_html(assistants.installed, bench.folder, name, baseline)
        except AssistantError as error:
            return template("evaluation_none.html", problem=plainly(str(error)))

    return shown


def _unchanged(components: list[Any]) -> list[Update]:
    return [gr.skip() for _ in components]
