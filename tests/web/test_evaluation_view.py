"""The evaluation view: one run at a time in a thread of its own, kept, shown with its plots and its wrong answers."""

# ruff: noqa: F811  (pytest names a fixture and its use alike)
import html
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import httpx
import pytest
from browsing import NewPage, browser, new_page, served, spare_pages  # noqa: F401  (fixtures)
from playwright.sync_api import Page, expect
from serving import until

from assistant.answers import Event
from assistant.assistant import Assistant
from assistant.conversations.feedback import Feedback, Rating
from assistant.errors import UsageError
from assistant.evaluation import report
from assistant.evaluation.against import Baseline, against
from assistant.evaluation.kept import keep, kept_file, kept_runs
from assistant.evaluation.measuring import Measured, Task, described, measure
from assistant.evaluation.plots import plots
from assistant.evaluation.questions import load_questions
from assistant.evaluation.stored import outcomes_of, read_run
from assistant.operation.journal import Journal
from assistant.parts import Part
from assistant.settings import LogFormat
from assistant.web import questions
from assistant.web.bench import Bench, evaluations_of
from assistant.web.questions import may_use_feedback, write_feedback
from assistant.web.render import template
from assistant.web.results import results_html, run_label

QUOTE = "The room holds 9,500 volumes and stays open until 10 p.m. on weekdays."
ROWS: list[dict[str, Any]] = [
    {
        "id": "right",
        "question": "How many volumes does the reading room hold?",
        "answerable": True,
        "answers": ["9,500"],
        "sources": [{"file": "library.txt", "quote": QUOTE}],
        "category": "fact",
    },
    {
        "id": "wrong-key",
        "question": "How much does each electric ferry cost?",
        "answerable": True,
        "answers": ["<b>$9</b>"],
        "sources": [{"file": "ferry.txt", "quote": "Each electric ferry costs $2.35 million."}],
        "category": "fact",
    },
    {"id": "refused", "question": "How old is the Sphinx?", "answerable": False, "category": "unanswerable"},
    {
        "id": "followup",
        "question": "And how many volumes does it hold?",
        "answerable": True,
        "answers": ["9,500"],
        "history": [["Who described the new reading room?", "Priya Raman"]],
        "category": "followup",
    },
]


@pytest.fixture(scope="module")
def question_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions") / "small.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def task(question_file: Path) -> Task:
    return Task("small.jsonl", load_questions(question_file))


@pytest.fixture(scope="module")
def measured(assistant: Assistant, task: Task) -> Measured:
    return measure(assistant, task, lambda *_: None)


@pytest.fixture(scope="module")
def kept_once(measured: Measured, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where ``measured`` is kept."""
    folder = tmp_path_factory.mktemp("kept")
    keep(folder, measured)
    return folder


@pytest.fixture
def kept_name(kept_once: Path, tmp_path: Path) -> str:
    """The name of ``measured`` as it is kept in ``tmp_path``."""
    for path in kept_once.iterdir():
        copyfile(path, tmp_path / path.name)
    return kept_runs(tmp_path)[0].name


class Held(Assistant):
    """Answers only after ``go`` is set."""

    go = threading.Event()

    def stream(self, *arguments: Any, **named: Any) -> Iterator[Event]:
        self.go.wait(30)
        yield from super().stream(*arguments, **named)


@pytest.fixture
def held(assistant: Assistant) -> Iterator[Held]:
    Held.go.clear()
    yield Held(assistant.index, assistant.settings)
    Held.go.set()


# Measuring


def test_a_measurement_tells_how_far_it_is_and_what_it_was_made_with(assistant: Assistant, task: Task) -> None:
    told: list[tuple[str, int, int]] = []
    found = measure(assistant.less(frozenset({Part.READER})), task, lambda *step: told.append(step))
    assert told == [("Evaluating", number, 4) for number in range(1, 5)]
    assert (found.settings["questions"], found.settings["without"]) == ("small.jsonl", "reader")


@pytest.mark.parametrize("without", [(), (Part.LEXICAL,)])
def test_test_questions_are_never_counted_or_logged_as_visitors(
    assistant: Assistant, task: Task, capsys: pytest.CaptureFixture[str], without: tuple[Part, ...]
) -> None:
    told = replace(assistant.settings, log=LogFormat.JSON, log_content=True)
    counted: list[str] = []
    watched = Assistant(assistant.index, told).watched_by(Journal(told, lambda outcome, _: counted.append(outcome)))
    asked = watched.less(frozenset(without)) if without else watched
    assert len(measure(asked, task, lambda *_: None).outcomes) == 4
    assert (counted, capsys.readouterr().err) == ([], "")
    watched.ask("How many volumes does the room hold?")
    assert len(counted) == len(capsys.readouterr().err.splitlines()) == 1


def test_parts_switched_off_leave_the_index_shared(assistant: Assistant, task: Task) -> None:
    less = assistant.less(frozenset({Part.LEXICAL}))
    assert less.index is assistant.index
    assert Part.LEXICAL not in less.parts
    assert described(less, task)["without"] == "lexical"


# Kept runs


def test_a_kept_run_is_read_back_as_it_was(measured: Measured, tmp_path: Path) -> None:
    name = keep(tmp_path, measured)
    outcomes = outcomes_of(read_run(kept_file(tmp_path, name)))
    again = json.loads(report.as_json(outcomes, measured.settings))
    assert again["questions"] == read_run(kept_file(tmp_path, name))["questions"]
    assert outcomes[3].question.history == (("Who described the new reading room?", "Priya Raman"),)
    assert kept_file(tmp_path, name, "html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_runs_are_listed_newest_first_and_other_files_are_left_out(kept_name: str, tmp_path: Path) -> None:
    text = kept_file(tmp_path, kept_name).read_text(encoding="utf-8")
    (tmp_path / "20010101-000000.json").write_text(text, encoding="utf-8")
    (tmp_path / "20020101-000000.json").write_text("{}", encoding="utf-8")
    (tmp_path / "notes.json").write_text(text, encoding="utf-8")
    runs = kept_runs(tmp_path)
    assert [run.ended.year for run in runs][1:] == [2001]
    assert (runs[0].right, runs[0].asked) == (3, 4)


def test_runs_that_end_within_the_same_second_are_all_kept_and_told_apart(
    measured: Measured, kept_name: str, tmp_path: Path
) -> None:
    text = kept_file(tmp_path, kept_name).read_text(encoding="utf-8")
    for number in range(2, 12):
        (tmp_path / f"20010101-000000{f'-{number}' if number > 2 else ''}.json").write_text(text, encoding="utf-8")
    labels = [run_label(run) for run in kept_runs(tmp_path)]
    assert len(set(labels)) == len(labels) == 11
    assert [label.split(" · ")[0] for label in labels[1:3]] == [
        "01 Jan 2001, 00:00:00 (11)",
        "01 Jan 2001, 00:00:00 (10)",
    ]
    moment = datetime(2002, 1, 1)
    names = [keep(tmp_path, measured, ended=moment) for _ in range(2)]
    assert names == ["20020101-000000", "20020101-000000-2"]
    assert all(kept_file(tmp_path, name, "html").is_file() for name in names)


@pytest.mark.parametrize("name", ["../secret", "20010101-000000", "", "notes"])
def test_what_is_no_kept_run_has_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    (tmp_path.parent / "secret.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="is kept as json"):
        kept_file(tmp_path, name)


# Plots and results


def test_plots_take_their_colours_from_the_page_and_are_named(measured: Measured) -> None:
    drawn = plots(measured.outcomes)
    assert list(drawn) == ["Risk and coverage", "Calibration", "Right by category", "Latency"]
    for title, drawing in drawn.items():
        assert drawing.startswith(f'<svg role="img" aria-label="{title}"')
        assert "var(--plot" in drawing
        assert "currentColor" in drawing
        assert "#000000" not in drawing


def test_results_compare_with_a_baseline_and_escape_what_questions_say(
    assistant: Assistant, kept_name: str, tmp_path: Path
) -> None:
    before = "20010101-000000"
    (tmp_path / f"{before}.json").write_text(kept_file(tmp_path, kept_name).read_text("utf-8"), encoding="utf-8")
    shown = results_html(assistant, tmp_path, kept_name, before)
    assert "Baseline: 01 Jan 2001, 00:00:00 · 3 of 4 right" in shown
    assert "Against the baseline" not in results_html(assistant, tmp_path, kept_name)
    assert "The run shown is the one to compare with" in results_html(assistant, tmp_path, kept_name, kept_name)
    assert "&lt;b&gt;$9&lt;/b&gt;" in shown
    assert "<b>$9</b>" not in shown


def test_an_answer_s_marks_stand_before_the_quotes_that_they_cite(
    assistant: Assistant, kept_name: str, tmp_path: Path
) -> None:
    shown = results_html(assistant, tmp_path, kept_name)
    assert '<q dir="auto">[1] Each electric ferry costs $2.35 million' in shown


def test_a_run_of_models_in_folders_is_shown_by_their_names(
    assistant: Assistant, measured: Measured, tmp_path: Path
) -> None:
    folders = {"embedding": "/srv/own models/near@12ab+centred", "reader": "/srv/read", "model": "gguf:/srv/w.gguf"}
    name, before = (
        keep(tmp_path, replace(measured, settings={**measured.settings, **told}), ended=datetime(year, 1, 1))
        for year, told in ((2002, folders), (2001, {**folders, "reader": "/srv/older"}))
    )
    shown = results_html(assistant, tmp_path, name, before)
    assert "embedding near@12ab+centred · model gguf:w.gguf" in shown
    assert "reader read" in shown
    assert "older" in shown
    assert "/srv" not in shown + run_label(kept_runs(tmp_path)[0])


def test_of_a_run_by_another_version_the_name_alone_is_told(
    assistant: Assistant, kept_name: str, tmp_path: Path
) -> None:
    path = kept_file(tmp_path, kept_name)
    stored = read_run(path)
    del stored["questions"][0]["answer"]
    path.write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(
        UsageError, match=f"^{kept_name}.json was written by another version: run the evaluation again$"
    ):
        results_html(assistant, tmp_path, kept_name)


# The bench


def test_only_one_evaluation_runs_at_a_time_and_it_can_be_stopped(held: Held, task: Task, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.start(held, task)
    with pytest.raises(UsageError, match="under way"):
        bench.start(held, task)
    bench.stop()
    Held.go.set()
    until(lambda: not bench.progress.running)
    assert bench.progress.problem == "stopped after 1 of 4 questions; nothing is kept"
    assert kept_runs(tmp_path) == []


def test_what_a_visitor_may_save_of_a_run_names_no_folder(assistant: Assistant, task: Task, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    folders = {"reader": "/srv/own models/read", "verifier": "/srv/check"}
    settings = replace(assistant.settings, **folders)  # type: ignore[arg-type]
    without = frozenset({Part.READER, Part.VERIFIER})
    bench.start(Assistant(assistant.index, settings).less(without), task)
    until(lambda: not bench.progress.running)
    name = bench.progress.finished
    for kind, told in (("json", '"reader": "read"'), ("html", "reader: read")):
        saved = kept_file(tmp_path, name, kind).read_text(encoding="utf-8")
        assert told in saved
        assert "/srv" not in saved


def test_a_folder_that_cannot_be_written_to_is_told(assistant: Assistant, task: Task, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    bench = Bench(tmp_path / "file" / "evaluations")
    bench.start(assistant, task)
    until(lambda: not bench.progress.running)
    assert bench.progress.problem.startswith("cannot keep the run in")


def test_a_time_keeps_its_unit_on_its_line(kept_name: str, tmp_path: Path) -> None:
    told = kept_file(tmp_path, kept_name, "html").read_text(encoding="utf-8")
    assert re.search(r"<td>[\d,]+&nbsp;ms</td>", told)
    assert not re.search(r"<td>[\d,]+ ms</td>", told)


# Test questions


def test_the_line_that_shows_the_format_is_a_test_question(tmp_path: Path) -> None:
    shown = template("evaluation_format.html", there=[], feedback=False)
    (line,) = re.findall(r"<pre.*?<code>(.*?)</code></pre>", shown)
    (tmp_path / "one.jsonl").write_text(html.unescape(line), encoding="utf-8")
    assert load_questions(tmp_path / "one.jsonl")[0].answers


def test_questions_of_an_unknown_name_are_not_those_of_another_set(tmp_path: Path) -> None:
    assert questions.question_file("mine.jsonl", {"mine.jsonl": str(tmp_path / "x")}) == tmp_path / "x"
    with pytest.raises(UsageError, match=r"no test questions are called other\.jsonl"):
        questions.question_file("other.jsonl", {"mine.jsonl": str(tmp_path / "x")})


def test_feedback_that_says_what_is_right_makes_test_questions(assistant: Assistant, tmp_path: Path) -> None:
    settings = replace(assistant.settings, data=tmp_path)
    assert not may_use_feedback(settings)
    answer = assistant.ask("How many volumes does the reading room hold?")
    Feedback(tmp_path).rate(Rating("t1", False, "", (), answer))
    assert may_use_feedback(settings)
    with pytest.raises(UsageError, match="no feedback here says what is right"):
        write_feedback(settings, tmp_path / "evaluations")
    Feedback(tmp_path).rate(Rating("t2", True, "", (), answer))
    Feedback(tmp_path).rate(Rating("t3", False, "None.", (), answer))
    path, count, review = write_feedback(settings, tmp_path / "evaluations")
    assert (len(load_questions(path)), count, review) == (2, 2, 1)


def test_behind_a_password_nobody_reads_what_others_asked(assistant: Assistant, tmp_path: Path) -> None:
    settings = replace(assistant.settings, data=tmp_path, password="long enough")
    answer = assistant.ask("How many volumes does the reading room hold?")
    Feedback(tmp_path).rate(Rating("t1", True, "", (), answer))
    assert not may_use_feedback(settings)
    with pytest.raises(UsageError, match="no feedback here"):
        write_feedback(settings, tmp_path / "evaluations")


# The page


@pytest.fixture(scope="module")
def installed(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Held:
    return Held(assistant.index, replace(assistant.settings, data=tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="module")
def address(installed: Held, served: Callable[[Assistant], str]) -> str:
    return served(installed)


def _visit(new_page: NewPage, address: str, **options: Any) -> Page:
    page = new_page(**options)
    page.goto(address)
    page.get_by_role("tab", name="Evaluation").click()
    expect(page.locator("#evaluation :is(.empty, .progress, .run):visible").first).to_be_visible()
    return page


def _run(page: Page, questions: Path) -> None:
    page.locator("#evaluation input[type=file]").set_input_files(questions)
    expect(page.get_by_role("combobox", name="Test questions")).to_have_value(questions.name)
    page.get_by_role("button", name="Run", exact=True).click()


def test_a_run_shows_its_progress_outlives_a_reload_and_opens_wrong_answers_beside_their_evidence(
    new_page: NewPage, address: str, question_file: Path
) -> None:
    Held.go.clear()
    page = _visit(new_page, address)
    _run(page, question_file)
    expect(page.get_by_role("progressbar", name="Evaluation")).to_be_visible()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_disabled()
    expect(page.get_by_text("No run yet")).to_be_hidden()
    page.close()
    page = _visit(new_page, address)
    expect(page.get_by_role("progressbar", name="Evaluation")).to_be_visible()
    Held.go.set()
    expect(page.locator("#results .headline")).to_contain_text("3 of 4")
    expect(page.locator("#results svg[role=img]")).to_have_count(4)
    summary = page.locator("details.wrong summary")
    expect(summary).to_contain_text("How much does each electric ferry cost?")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#results mark")).to_contain_text("Each electric ferry costs $2.35 million")
    expect(page.locator("#results mark")).to_be_in_viewport()
    assert page.locator("#results .said b").count() == 0
    facts = page.locator("#results .sheet .transcript header .facts")
    paddings = facts.evaluate_all("all => all.map(fact => getComputedStyle(fact).padding)")
    assert set(paddings) == {"0px"}, "the facts of the transcript stand as on its own page"


def test_a_run_is_stopped_on_the_button(new_page: NewPage, address: str, question_file: Path) -> None:
    Held.go.clear()
    page = _visit(new_page, address)
    _run(page, question_file)
    page.get_by_role("button", name="Stop").click()
    Held.go.set()
    expect(page.get_by_role("alert")).to_contain_text("Stopped after")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()


def test_a_file_that_is_no_test_set_is_told_in_one_line(new_page: NewPage, address: str, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "x"}\n', encoding="utf-8")
    page = _visit(new_page, address)
    _run(page, tmp_path / "bad.jsonl")
    expect(page.get_by_role("alert")).to_contain_text("line 1: not a test question")


def test_where_no_questions_are_installed_the_page_tells_their_format_and_begins_with_feedback(
    new_page: NewPage,
    address: str,
    installed: Held,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Held.go.set()
    answer = installed.ask("How many volumes does the reading room hold?")
    Feedback(installed.settings.data).rate(Rating("t1", True, "", (), answer))
    page = _visit(new_page, address)
    expect(page.get_by_text("No test questions come with this installation")).to_be_visible()
    expect(page.get_by_text("One question a line, as JSON")).to_be_visible()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("upload a file of them")
    page.get_by_role("button", name="Use feedback").click()
    expect(page.get_by_role("combobox", name="Test questions")).to_have_value("feedback.jsonl")
    expect(page.locator("#evaluation-progress")).to_contain_text("1 test question made of feedback")
    expect(page.get_by_text("No test questions come with this installation")).to_have_count(0)
    expect(page.get_by_text("One question a line, as JSON")).to_be_hidden()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#evaluation-progress")).to_contain_text("Done: 1 question")
    expect(page.locator("#results .headline")).to_contain_text("1 of 1")


def test_kept_runs_are_downloaded_and_nothing_else_is(measured: Measured, installed: Held, address: str) -> None:
    name = keep(evaluations_of(installed.settings), measured)
    found = httpx.get(f"{address}/evaluations/{name}.json")
    assert len(found.json()["questions"]) == 4
    assert "attachment" in found.headers["content-disposition"]
    assert httpx.get(f"{address}/evaluations/{name}.html").text.startswith("<!doctype html>")
    assert httpx.get(f"{address}/evaluations/20010101-000000.json").status_code == 404
    assert httpx.get(f"{address}/evaluations/..%2Fsecret.json").status_code == 404


def test_a_phone_has_no_sideways_scrolling(new_page: NewPage, address: str) -> None:
    page = _visit(new_page, address, viewport={"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# Of each letter of a drawing, its height on the screen in pixels.
LETTERS = """() => [...document.querySelectorAll("svg[role=img] text")].map((text) =>
    parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement.getScreenCTM().a)"""
# Whether each table fits its place, and otherwise a shadow shows that it goes on.
FITS = """() => [...document.querySelectorAll(".scroll")].map((place) =>
    [place.getAttribute("aria-label"), place.scrollWidth <= place.clientWidth,
     getComputedStyle(place).backgroundAttachment.includes("local")])"""


@pytest.fixture(scope="module")
def baseline(installed: Held, measured: Measured) -> Baseline:
    """A kept run, the one before the newest that the page shows."""
    folder = evaluations_of(installed.settings)
    before = Baseline("before", read_run(kept_file(folder, keep(folder, measured))))
    keep(folder, measured)
    return before


@pytest.mark.parametrize("kind", ["page", "report"])
def test_on_a_phone_plots_are_legible_and_tables_fit_or_show_that_they_go_on(
    new_page: NewPage,
    address: str,
    baseline: Baseline,
    measured: Measured,
    tmp_path: Path,
    kind: str,
) -> None:
    page = _visit(new_page, address, viewport={"width": 390, "height": 800})
    if kind == "report":
        compared = against(measured.outcomes, measured.settings, baseline)
        (tmp_path / "report.html").write_text(report.as_html(measured.outcomes, measured.settings, compared), "utf-8")
        page.goto(f"file://{tmp_path}/report.html")
    else:
        page.get_by_role("combobox", name="Compare with").click()
        page.get_by_role("option").nth(2).click()
    expect(page.get_by_role("region", name="Changes")).to_be_visible()
    assert min(page.evaluate(LETTERS)) >= 11
    assert page.evaluate(FITS) == [["Changes", True, True], ["Figures", True, True], ["By category", False, True]]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_switching_off_parts_is_for_is_said_before_any_is_chosen(new_page: NewPage, address: str) -> None:
    page = _visit(new_page, address)
    expect(page.get_by_text("To see what a part is worth. All are on while none is chosen.")).to_be_visible()
