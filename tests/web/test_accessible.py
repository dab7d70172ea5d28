"""axe-core over the views beside the chat, each in its states, on a desk in the dark and on a phone in the light."""

# ruff: noqa: F811  (pytest names a fixture and its use alike)
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from browsing import READY, NewPage, browser, new_page, served, spare_pages, violations  # noqa: F401  (fixtures)
from playwright.sync_api import Page, expect

from assistant.assistant import Assistant
from assistant.evaluation.kept import keep
from assistant.evaluation.measuring import Task, measure
from assistant.evaluation.questions import load_questions
from assistant.web.bench import evaluations_of

VIEWS = [("dark", {"width": 1280, "height": 800}), ("light", {"width": 390, "height": 844})]
# The key is wrong, so that there is a wrong answer to open.
QUESTION = {
    "id": "wrong-key",
    "question": "How much does each electric ferry cost?",
    "answerable": True,
    "answers": ["$9"],
    "sources": [{"file": "ferry.txt", "quote": "Each electric ferry costs $2.35 million."}],
    "category": "fact",
}


@pytest.fixture(scope="module")
def address(assistant: Assistant, served: Callable[[Assistant], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where an evaluation with a wrong answer is kept."""
    folder = tmp_path_factory.mktemp("installation")
    installed = Assistant(assistant.index, replace(assistant.settings, data=folder / "data"))
    (folder / "one.jsonl").write_text(json.dumps(QUESTION) + "\n", encoding="utf-8")
    task = Task("one.jsonl", load_questions(folder / "one.jsonl"))
    keep(evaluations_of(installed.settings), measure(installed, task, lambda *_: None))
    return served(installed)


@pytest.fixture(params=VIEWS, ids=["desk-dark", "phone-light"])
def page(request: pytest.FixtureRequest, new_page: NewPage, address: str) -> Page:
    scheme, viewport = request.param
    page = new_page(color_scheme=scheme, viewport=viewport, base_url=address)
    page.goto("/")
    page.wait_for_function(READY)
    return page


def _overflow(page: Page, state: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{state}: it scrolls sideways"] if wide else []


def test_axe_finds_nothing_in_the_sources_view(page: Page) -> None:
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator(".entry").first).to_be_visible()
    found = violations(page, "sources") + _overflow(page, "sources")
    page.get_by_label("People").first.click()
    page.get_by_role("option").first.wait_for()
    page.wait_for_timeout(500)  # it fades in
    found += violations(page, "choosing people")
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    page.locator(".removing").first.click()
    found += violations(page, "asked before a removal")
    page.locator("#confirm .confirmed").hover()
    found += violations(page, "about to remove")
    page.locator("#confirm .cancel").click()
    page.locator("#listing a.open-transcript").first.click()
    page.get_by_label("Search in this transcript").fill("the")
    page.keyboard.press("Enter")
    expect(page.locator("#reader mark.hit").first).to_be_visible()
    found += violations(page, "reading") + _overflow(page, "reading")
    assert "\n".join(found) == ""


def test_axe_finds_nothing_in_the_evaluation_view(page: Page) -> None:
    page.get_by_role("tab", name="Evaluation").click()
    expect(page.locator("#results .run")).to_be_visible()
    found = violations(page, "a run") + _overflow(page, "a run")
    page.locator("details.format summary").click()
    expect(page.get_by_text("One question a line")).to_be_visible()
    found += violations(page, "the format of questions") + _overflow(page, "the format of questions")
    page.locator("details.wrong summary").click()
    expect(page.locator("#results mark")).to_be_visible()
    found += violations(page, "a wrong answer") + _overflow(page, "a wrong answer")
    assert "\n".join(found) == ""


def test_axe_finds_nothing_in_the_settings_view(page: Page) -> None:
    page.get_by_role("tab", name="Settings").click()
    expect(page.get_by_role("button", name="Apply")).to_be_visible()
    found = violations(page, "settings") + _overflow(page, "settings")
    page.get_by_role("button", name="Check the installation").click()
    expect(page.locator(".checks li").first).to_be_visible()
    box = page.get_by_role("combobox", name="Chat model")
    box.fill("nonsense")
    box.press("Enter")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("alert")).to_contain_text("Not applied")
    found += violations(page, "examined and refused") + _overflow(page, "examined and refused")
    assert "\n".join(found) == ""


@pytest.mark.parametrize(
    "path", ["/transcript/ferry.txt?start=0&end=14", "/transcript/ferry.txt?q=ferry", "/transcript/no"]
)
def test_axe_finds_nothing_in_the_transcript_page(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("main")).to_be_visible()
    assert violations(page, path) + _overflow(page, path) == []


def test_every_field_of_the_settings_shows_where_the_focus_is(page: Page) -> None:
    page.get_by_role("tab", name="Settings").click()
    page.get_by_role("combobox", name="Chat model").focus()
    framed = (
        "field => [field, field.closest('label')].some(part => part && getComputedStyle(part).outlineStyle == 'solid')"
    )
    for role, label in (("spinbutton", "Passages"), ("spinbutton", "Threshold"), ("radio", "Drop it")):
        page.get_by_role(role, name=label).focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert page.locator(":focus").evaluate(framed), label


def test_every_view_has_its_tab_at_four_times_the_size(new_page: NewPage, address: str) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, base_url=address)
    page.goto("/")
    page.wait_for_function(READY)
    for name in ("Sources", "Evaluation", "Settings", "Chat"):
        tab = page.get_by_role("tab", name=name)
        expect(tab).to_be_in_viewport(ratio=1)
        tab.click()
        assert _overflow(page, name) == []


def test_paper_shows_all_of_a_conversation_and_nothing_to_click(page: Page) -> None:
    page.get_by_role("textbox", name="Your question").fill("How much does each electric ferry cost?")
    page.keyboard.press("Enter")
    expect(page.locator(".answer:not(.under-way)")).to_be_visible()
    page.emulate_media(media="print")
    for part in ("#views > .tab-wrapper", "#side", "#ask", "#fresh", "#chat .edit"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator(".answer")).to_be_visible()
    for part in (".gradio-container", "#chat-view", "#chat-view > .column", "#chat .bubble-wrap"):
        assert page.locator(part).evaluate("part => getComputedStyle(part).overflowY") == "visible", part
    assert page.locator("#chat .bubble-wrap").evaluate("chat => chat.scrollHeight <= chat.clientHeight")
    page.goto("/transcript/ferry.txt?start=0&end=14")
    expect(page.locator("nav")).to_be_hidden()
    expect(page.locator(".tools")).to_be_hidden()
    expect(page.locator("mark")).to_be_visible()
