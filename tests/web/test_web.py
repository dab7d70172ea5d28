"""The web chat, served for real and driven in headless Chromium over invented transcripts."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from browsing import READY, NewPage, browser, listen, new_page, served, spare_pages
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect
from serving import until

from assistant.answers import Answer, Answered, Citation, Delta, Event, Retrieved
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.web.render import transcript_url

__all__ = ["browser", "new_page", "served", "spare_pages"]  # fixtures
# Gradio 6.31 summarises its queue with pandas calls that pandas 3 deprecates.
pytestmark = [
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

# What Gradio's own scripts throw where a server goes, or a page is left, while they wait for an answer.
CUT_OFF = re.compile(r"AbortError: signal is aborted|Connection errored out")
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

HARBOUR = """Harbour council meets the lighthouse keeper
Harbour master Ines Calder met lighthouse keeper Tobias Wren on 12 June.
"The lighthouse at Gull Point will be painted green before the winter storms," Ines Calder said.
Last year the harbour handled 4,200 tonnes of oysters, or 18% more than the year before.
Tobias Wren asked for two new lamps and a spare generator.
"""
ORCHARD = """Orchard growers discuss the cider festival
Chairwoman Petra Lindqvist spoke to orchard growers on 3 September 2021.
"Our cider festival attracted nine thousand visitors," Petra Lindqvist said.
The growers agreed to plant three hundred pear trees next spring.
"""
# Everything here that could be read as code must come out as the text it is.
TRAP = """<img src=x onerror="window.trapped = 1" & ${7 * 7} {{ 7 * 7 }} minutes
The archivist <b>Marta</b> keeps <img src="http://example.invalid/x.png" onerror="window.trapped = 1"> in a drawer.
The archive costs $12 a day & <script>window.trapped = 1</script> ![seal](http://example.invalid/s.png) is its *seal*.
"""
TRAP_SOURCE = 'odd/ 50% of #1 & "co"?.txt'
LIGHTHOUSE = "What colour will the lighthouse at Gull Point be painted?"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "odd").mkdir()
    for name, text in {"harbour.txt": HARBOUR, "orchard.txt": ORCHARD, TRAP_SOURCE: TRAP}.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "examples.txt").write_text(f"{LIGHTHOUSE}\n\nHow many visitors came?\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def assistant(corpus: Path, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """One that answers whatever it finds words for, so that these tests do not hang on its judgement."""
    folder = tmp_path_factory.mktemp("installation")
    settings = Settings(vectorstore=folder / "vectorstore", data=folder / "data", corpus=corpus, threshold=0.0)
    index = Index(settings.vectorstore, encoder)
    ingest(index, [corpus])
    yield Assistant(index, settings)
    index.close()


class Dictated(Assistant):
    """Says two cited sentences, the second only after ``go`` is set."""

    go = threading.Event()

    def stream(self, question: str, *_: Any, **__: Any) -> Iterator[Event]:
        first, second = "Tobias Wren asked for two new lamps and a spare generator.", "is its *seal*"
        yield Retrieved(question, (("harbour.txt", 0, 9), ("orchard.txt", 0, 9)))
        yield Delta("Lamps & <b>oil</b>. [1]")
        self.go.wait(30)
        yield Delta("\n\nThe seal. [2]")
        citations = (_cited(1, "harbour.txt", HARBOUR, first), _cited(2, TRAP_SOURCE, TRAP, second))
        text = "Lamps & <b>oil</b>. [1]\n\nThe seal. [2]"
        yield Answered(Answer(question, question, text, "test:dictated", citations, 0.9, {}))


class Faulty(Assistant):
    """Fails as no one foresaw."""

    def stream(self, question: str, *_: Any, **__: Any) -> Iterator[Event]:
        yield Retrieved(question, ())
        raise ZeroDivisionError("a detail for the log")


def _cited(n: int, source: str, text: str, quote: str) -> Citation:
    start = text.index(quote)
    title = text.partition("\n")[0]
    return Citation(n, source, title, None, None, quote, start, start + len(quote), 1.0, True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture(scope="module")
def address(assistant: Assistant, served: Callable[[Assistant], str]) -> str:
    return served(assistant)


@pytest.fixture(scope="module")
def strict_address(assistant: Assistant, served: Callable[[Assistant], str]) -> str:
    """Where an assistant is never sure enough to answer."""
    return served(Assistant(assistant.index, replace(assistant.settings, threshold=1.0)))


@pytest.fixture(scope="module")
def dictated_address(assistant: Assistant, served: Callable[[Assistant], str]) -> str:
    return served(Dictated(assistant.index, assistant.settings))


@pytest.fixture
def visit(new_page: NewPage) -> Iterator[Callable[..., Page]]:
    """Opens an address; afterwards no request may have left this machine, and no script may have failed."""
    strayed: list[str] = []
    failures: list[str] = []
    ends = []

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            failures.append(message.text)

    heard = {
        "request": lambda request: _note_stray(request.url, strayed),
        "console": note_console,
        "pageerror": lambda error: failures.append(str(error)),
    }

    def open_page(address: str, **options: Any) -> Page:
        page = new_page(**{"viewport": DESK, **options})
        ends.append(listen(page, heard))
        page.goto(address)
        page.wait_for_function(READY)
        return page

    yield open_page
    for end in ends:
        end()
    assert strayed == []
    assert [failure for failure in failures if not CUT_OFF.search(failure)] == []


def _note_stray(url: str, strayed: list[str]) -> None:
    if not re.match(r"http://127\.0\.0\.1:\d+/|data:|blob:|about:", url):
        strayed.append(url)


def _ask(page: Page, question: str) -> None:
    answers = page.locator(".answer:not(.under-way)")
    before = answers.count()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    expect(answers).to_have_count(before + 1)


def _overflows(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


# The page in a browser


def test_question_is_answered_and_its_citation_opens_the_highlighted_words(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address)
    _ask(page, LIGHTHOUSE)
    expect(page.locator(".asked")).to_have_text(LIGHTHOUSE)
    expect(page.locator(".answer > p").first).to_contain_text("painted green before the winter storms")
    row = page.locator("a.cite.row", has_text="painted green").first
    expect(row).to_contain_text("Harbour council meets the lighthouse keeper")
    expect(row).to_contain_text("12 June (year not stated)")
    page.locator(f'a.cite.mark[href="{row.get_attribute("href")}"]').click()
    mark = page.locator("#panel mark")
    expect(mark).to_be_in_viewport()
    assert mark.text_content() == row.locator("q").text_content()
    assert str(mark.text_content()) in HARBOUR
    expect(page.locator("#evidence h2")).to_be_focused()


def test_citation_is_a_link_to_a_page_of_its_own(visit: Callable[..., Page], address: str) -> None:
    page = visit(address)
    _ask(page, LIGHTHOUSE)
    row = page.locator("a.cite.row", has_text="painted green").first
    with page.context.expect_page() as opened:
        row.click(modifiers=["Control"])
    expect(opened.value.locator("#cited")).to_be_in_viewport()
    assert opened.value.locator("#cited").text_content() == row.locator("q").text_content()
    expect(page.locator("#evidence")).to_be_hidden()


def test_answer_streams_and_evidence_steps_through_its_citations(
    visit: Callable[..., Page], dictated_address: str
) -> None:
    page = visit(dictated_address)
    Dictated.go.clear()
    page.get_by_label("Your question").fill("Lamps?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".answer.under-way")).to_have_text("Lamps & <b>oil</b>. [1]")
    page.get_by_label("Your question").fill("typed meanwhile")
    Dictated.go.set()
    expect(page.locator(".answer:not(.under-way) > p").nth(1)).to_contain_text("The seal.")
    expect(page.get_by_label("Your question")).to_have_value("typed meanwhile")
    page.locator("a.cite.row").first.click()
    expect(page.locator("#panel .position")).to_have_text("1 of 2")
    expect(page.get_by_role("button", name="Previous citation")).to_be_disabled()
    page.get_by_role("button", name="Next citation").click()
    expect(page.locator("#panel mark")).to_have_text("is its *seal*")
    expect(page.locator("a.cite.row").nth(1)).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("button", name="Next citation")).to_be_disabled()


def test_evidence_follows_the_newest_answer_and_says_when_it_cites_nothing(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address)
    _ask(page, LIGHTHOUSE)
    page.locator("#chat a.mark").first.click()
    expect(page.locator("#panel mark")).to_contain_text("painted green")
    _ask(page, "How many visitors came?")
    first = page.locator(".answer").last.locator("a.row").first
    expect(page.locator("#panel mark")).to_have_text(str(first.locator("q").text_content()))
    expect(first).to_have_attribute("aria-current", "true")
    expect(page.locator("#panel mark")).to_be_in_viewport()
    expect(page.locator("#chat a.row[aria-current]")).to_have_count(1)
    expect(page.get_by_label("Your question")).to_be_focused()
    _ask(page, "hello")
    expect(page.locator("#evidence .sheet")).to_contain_text("The last answer cites nothing.")
    expect(page.locator("#evidence .permalink")).to_be_hidden()
    page.locator("#chat a.mark").first.click()
    expect(page.locator("#panel mark")).to_contain_text("painted green")
    expect(page.locator("#evidence .permalink")).to_be_visible()


def _ask_on_with_evidence_open(page: Page) -> None:
    """Open a citation of an answer, then ask a question whose answer is held back."""
    Dictated.go.set()
    _ask(page, "Lamps?")
    page.locator("a.cite.row").nth(1).click()
    expect(page.locator("#panel mark")).to_be_visible()
    Dictated.go.clear()
    page.get_by_label("Your question").fill("Seal?")
    page.get_by_label("Your question").press("Enter")


def test_evidence_of_an_earlier_answer_gives_way_while_the_next_is_under_way(
    visit: Callable[..., Page], dictated_address: str
) -> None:
    page = visit(dictated_address)
    _ask_on_with_evidence_open(page)
    expect(page.locator("#evidence .waiting")).to_be_visible()
    expect(page.locator("#panel mark")).to_be_hidden()
    Dictated.go.set()
    expect(page.locator("#panel mark")).to_contain_text("two new lamps")
    expect(page.locator("#evidence .waiting")).to_be_hidden()


def test_evidence_waits_no_more_once_the_sources_are_chosen_in_its_place(
    visit: Callable[..., Page], dictated_address: str
) -> None:
    page = visit(dictated_address)
    _ask_on_with_evidence_open(page)
    expect(page.locator("#evidence")).to_have_attribute("aria-busy", "true")
    held: list[Route] = []
    page.route(re.compile("/transcript/"), lambda route: held.append(route))
    with page.expect_request(re.compile("/transcript/")):
        Dictated.go.set()
    expect(page.locator("#evidence .waiting")).to_be_visible()
    page.get_by_role("button", name="All sources").click()
    expect(page.locator("#evidence")).to_be_hidden()
    expect(page.locator("#evidence")).not_to_have_attribute("aria-busy", "true")
    held[0].continue_()


def test_sources_are_listed_and_open(visit: Callable[..., Page], address: str) -> None:
    page = visit(address)
    source = page.locator("a.source", has_text="Orchard growers")
    expect(source).to_contain_text("3 September 2021")
    expect(page.locator("#panel .count")).to_contain_text("3 transcripts")
    source.click()
    expect(page.locator("#panel article")).to_contain_text("three hundred pear trees")
    expect(page.locator("#panel mark")).to_have_count(0)
    page.get_by_role("button", name="All sources").click()
    expect(source).to_be_visible()


def test_phone_header_has_the_title_and_one_way_to_the_sources(visit: Callable[..., Page], address: str) -> None:
    page = visit(address, viewport=PHONE, has_touch=True)
    expect(page.get_by_role("heading", name="Transcript assistant")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Sources")).to_have_count(0)
    for name in ("Conversations", "New conversation"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box is not None
        assert (box["width"], box["height"]) == (44, 44)
    page.get_by_role("button", name="Conversations", exact=True).tap()
    expect(page.locator("#kept")).to_be_in_viewport()


def test_example_question_is_asked_when_chosen(visit: Callable[..., Page], address: str) -> None:
    page = visit(address)
    page.get_by_role("button", name=LIGHTHOUSE).click()
    expect(page.locator(".asked")).to_have_text(LIGHTHOUSE)
    expect(page.locator(".answer > p").first).to_contain_text("painted green")


def test_the_question_that_a_refusal_suggests_is_asked_when_chosen(
    visit: Callable[..., Page], assistant: Assistant, served: Callable[[Assistant], str]
) -> None:
    page = visit(served(Assistant(assistant.index, Settings(data=assistant.settings.data))))
    _ask(page, "How many tonnes of oysters did Zanzibar handle last year?")
    suggestion = page.locator(".refusal a.ask")
    expect(suggestion).to_be_visible()
    suggested = suggestion.inner_text()
    suggestion.click()
    expect(page.locator(".asked").last).to_have_text(suggested)
    expect(page.locator("a.cite").first).to_be_visible()


def test_new_conversation_clears_the_chat_and_forgets_what_was_said(visit: Callable[..., Page], address: str) -> None:
    page = visit(address)
    _ask(page, "What did Petra Lindqvist say about the festival?")
    _ask(page, "When did she speak?")
    expect(page.locator(".restated")).to_contain_text("Petra Lindqvist")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".answer, .asked")).to_have_count(0)
    expect(page.get_by_text("What would you like to know?")).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()
    _ask(page, "When did she speak?")
    expect(page.locator(".restated")).to_have_count(0)


def test_refusal_shows_the_nearest_words_and_no_numbered_support(
    visit: Callable[..., Page], strict_address: str
) -> None:
    page = visit(strict_address)
    _ask(page, LIGHTHOUSE)
    refusal = page.locator(".answer.refusal")
    expect(refusal).to_contain_text("Nearest, but not an answer")
    expect(refusal.locator(".mark, .number")).to_have_count(0)
    nearest = refusal.locator("a.row", has_text="painted green")
    nearest.click()
    expect(page.locator("#panel mark")).to_have_text(str(nearest.locator("q").text_content()))


def test_unforeseen_failure_ends_the_answer_under_way(
    new_page: NewPage, assistant: Assistant, served: Callable[[Assistant], str]
) -> None:
    page = new_page()
    page.goto(served(Faulty(assistant.index, assistant.settings)))
    page.wait_for_function(READY)
    page.locator("a.source").first.click()
    expect(page.locator("#evidence")).to_be_visible()
    _ask(page, "Will this fail?")
    expect(page.locator(".answer.problem")).to_contain_text("The server failed; its log tells why.")
    expect(page.locator(".toast-body")).to_contain_text("The server failed at this; its log tells why. Try again")
    expect(
        page.get_by_test_id("status-tracker").get_by_text("Error", exact=True).and_(page.locator(":visible"))
    ).to_have_count(0)
    expect(page.locator("#evidence .sheet")).to_contain_text("The last answer cites nothing.")
    expect(page.locator("#evidence .waiting")).to_be_hidden()
    expect(page.locator(".asked")).to_have_text("Will this fail?")
    expect(page.get_by_text("a detail for the log")).to_have_count(0)


def test_what_was_typed_is_forgotten_at_logout(
    new_page: NewPage, assistant: Assistant, served: Callable[[Assistant], str]
) -> None:
    page = new_page()
    page.goto(served(Assistant(assistant.index, replace(assistant.settings, password="lantern"))))
    for leave in ("reload", "logout"):
        page.get_by_label("Password").fill("lantern")
        page.keyboard.press("Enter")
        page.wait_for_function(READY)
        expect(page.get_by_label("Your question")).to_have_value("")
        page.get_by_label("Your question").fill("My own half question")
        if leave == "reload":
            page.reload()
            page.wait_for_function(READY)
            expect(page.get_by_label("Your question")).to_have_value("My own half question")
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_label("Password")).to_be_visible()
        assert page.evaluate("sessionStorage.getItem('draft')") is None


def test_what_looks_like_code_is_shown_as_text(visit: Callable[..., Page], dictated_address: str) -> None:
    page = visit(dictated_address)
    question = (
        '<img src=x onerror="window.trapped = 1"> <script>window.trapped = 1</script> ![a](http://example.invalid/)'
    )
    Dictated.go.set()
    _ask(page, question)
    assert page.locator(".asked").text_content() == question
    title = TRAP.partition("\n")[0]
    row = page.locator("a.cite.row").nth(1)
    expect(row.locator(".title")).to_have_text(title)
    row.click()
    expect(page.locator("#panel article h1")).to_have_text(title)
    expect(page.locator("#panel article")).to_contain_text(
        "$12 a day & <script>window.trapped = 1</script> ![seal](http"
    )
    expect(page.locator("a.source .title", has_text=title)).to_have_count(1)
    assert page.locator("#chat img, #panel img, #panel script, #chat script").count() == 0
    assert page.evaluate("window.trapped") is None


def test_phone_has_no_sideways_scrolling_and_a_panel_that_closes(visit: Callable[..., Page], address: str) -> None:
    page = visit(address, viewport=PHONE, has_touch=True)
    expect(page.get_by_label("Your question")).to_be_visible()
    assert not _overflows(page)
    _ask(page, LIGHTHOUSE)
    assert not _overflows(page)
    expect(page.locator("#panel")).to_be_hidden()
    row = page.locator("a.cite.row", has_text="painted green").first
    row.tap()
    expect(page.locator("#panel mark")).to_be_in_viewport()
    assert not _overflows(page)
    box = page.locator("#panel").bounding_box()
    assert box is not None
    assert (box["x"], box["width"], box["height"]) == (0, PHONE["width"], PHONE["height"])
    page.locator("#evidence").get_by_role("button", name="Close").tap()
    expect(page.locator("#panel")).to_be_hidden()
    expect(row).to_be_focused()
    row.tap()
    expect(page.locator("#panel mark")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    row.tap()
    page.get_by_role("button", name="All sources").tap()
    expect(page.locator("a.source").first).to_be_in_viewport()
    closing = "button => { button.click(); return button.checkVisibility({ checkVisibilityCSS: true }); }"
    assert page.locator("#sources .close").evaluate(closing) is False, "the buttons must go with the panel, at once"


# Buttons and links that a finger reaches on less than 44 px each way, told by class and size.
TOO_SMALL = """() => [...document.querySelectorAll("button, a.mark, a.permalink, summary, #kept a, [role=tab]")]
  .filter((part) => part.checkVisibility({ checkVisibilityCSS: true }) && part.textContent.trim())
  .map((part) => {
    const box = part.getBoundingClientRect(), reach = getComputedStyle(part, "::after");
    const beyond = reach.content === '""' && part.matches(".mark") ? -2 * parseFloat(reach.top) : 0;
    return [part.className, box.width, Math.round(box.height + beyond)];
  })
  .filter(([, , height]) => height < 44)"""


def test_on_a_phone_a_finger_has_room(visit: Callable[..., Page], address: str) -> None:
    page = visit(address, viewport=PHONE, has_touch=True, is_mobile=True)
    _ask(page, LIGHTHOUSE)
    expect(page.locator(".suggested").first).to_be_visible()
    assert page.evaluate(TOO_SMALL) == []
    page.locator("a.row").first.tap()
    expect(page.locator("#panel mark")).to_be_in_viewport()
    assert page.evaluate(TOO_SMALL) == []
    page.locator("#evidence").get_by_role("button", name="Close").tap()
    page.get_by_role("button", name="Conversations").tap()
    page.locator("#kept summary").first.tap()
    expect(page.locator("#kept .rename").first).to_be_visible()
    assert page.evaluate(TOO_SMALL) == []


def test_on_a_phone_the_way_to_the_end_covers_no_words_and_no_evidence(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address, viewport=PHONE, has_touch=True)
    for _ in range(3):
        _ask(page, LIGHTHOUSE)
    words = page.locator("#chat .bubble-wrap")
    words.evaluate("place => place.scrollTo(0, 0)")
    way = page.get_by_role("button", name="Scroll down")
    expect(way).to_be_in_viewport(ratio=1)
    box, above = way.bounding_box(), words.bounding_box()
    below = page.locator("#composer .input-container").bounding_box()
    assert box
    assert above
    assert below
    assert above["y"] + above["height"] <= box["y"]
    assert box["y"] + box["height"] <= below["y"]
    page.locator("#chat a.mark").first.click()
    expect(page.locator("#evidence mark")).to_be_visible()
    seen = page.screenshot(clip=box)
    way.evaluate("button => (button.style.opacity = 0)")
    assert page.screenshot(clip=box) == seen
    page.locator("#evidence").get_by_role("button", name="Close").click()
    way.click()
    expect(page.locator("#chat .answer").last).to_be_in_viewport()


def test_a_question_of_pages_leaves_room_for_its_answer_and_is_read_with_the_keys(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address)
    _ask(page, "What did the keeper ask for? " * 200)
    expect(page.locator("#chat .answer")).to_be_in_viewport()
    page.locator("#chat .asked[tabindex]").focus()
    page.keyboard.press("End")
    page.wait_for_function("document.querySelector('#chat .asked').scrollTop > 0")


def test_no_message_is_named_by_its_own_html(visit: Callable[..., Page], address: str) -> None:
    page = visit(address)
    _ask(page, LIGHTHOUSE)
    assert page.locator("#chat [aria-label*='<']").count() == 0


def test_answer_is_shown_from_its_question_on(visit: Callable[..., Page], address: str) -> None:
    page = visit(address, viewport={"width": 390, "height": 480})
    expect(page.get_by_text("What would you like to know?")).to_be_in_viewport()
    for question in (LIGHTHOUSE, "How many visitors did the cider festival attract?"):
        _ask(page, question)
        expect(page.locator(".asked").last).to_be_in_viewport(ratio=1)


def test_a_question_can_be_typed_at_once_but_a_phone_brings_up_no_keyboard(
    visit: Callable[..., Page], address: str
) -> None:
    expect(visit(address).get_by_label("Your question")).to_be_focused()
    phone = visit(address, viewport=PHONE, has_touch=True)
    phone.wait_for_function("document.body.dataset.takesOrders")
    expect(phone.get_by_label("Your question")).not_to_be_focused()


def test_keyboard_alone_asks_and_opens_with_a_visible_focus(visit: Callable[..., Page], address: str) -> None:
    page = visit(address)
    page.get_by_label("Your question").focus()
    page.keyboard.type(LIGHTHOUSE)
    page.keyboard.press("Enter")
    mark = page.locator("a.cite.mark").first
    expect(mark).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if mark.evaluate("link => link === document.activeElement"):
            break
    expect(mark).to_be_focused()
    assert mark.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark").first).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_follows_the_system_colours(visit: Callable[..., Page], address: str, scheme: str) -> None:
    page = visit(address, color_scheme=scheme)
    expect(page.get_by_label("Your question")).to_be_visible()
    grounds = [page.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")]
    page = visit(f"{address}/transcript/harbour.txt", color_scheme=scheme)
    grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == [{"light": "rgb(251, 250, 247)", "dark": "rgb(23, 25, 28)"}[scheme]] * 2


# The transcript's own page


def test_transcript_page_marks_exactly_the_words_asked_for(address: str) -> None:
    start = HARBOUR.index("Last year")
    quote = HARBOUR[start : HARBOUR.index(" Tobias Wren asked") if " Tobias Wren asked" in HARBOUR else start + 40]
    response = httpx.get(f"{address}/transcript/harbour.txt", params={"start": start, "end": start + len(quote)})
    assert response.status_code == 200
    marked = re.findall(r"<mark id=\"cited\">(.*?)</mark>", response.text, re.DOTALL)
    assert [unescape(words) for words in marked] == [quote]
    assert "12 June (year not stated)" in response.text
    assert "Language: English" in response.text
    assert '<a href="/">← Back to the chat</a>' in response.text
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"


def test_transcript_page_of_an_awkward_name_escapes_everything(address: str) -> None:
    response = httpx.get(address + transcript_url(TRAP_SOURCE))
    assert response.status_code == 200
    assert "<script" not in response.text
    assert "<img" not in response.text
    assert "&lt;b&gt;Marta&lt;/b&gt;" in response.text


def test_unknown_transcript_is_a_plain_404_that_names_the_nearest(address: str) -> None:
    response = httpx.get(f"{address}/transcript/harbor.txt")
    assert response.status_code == 404
    # The panel of evidence shows what stands first in the page: all that is told.
    told = re.search(r"<main>\s*<article>(.*?)</article>", response.text, re.DOTALL)
    assert told is not None
    assert "did you mean harbour.txt?</p>" in told[1]
    escaped = httpx.get(f"{address}/transcript/%3Cscript%3E")
    assert escaped.status_code == 404
    assert "<script>" not in escaped.text


@pytest.mark.parametrize(
    "query",
    [
        "start=0",
        "end=9",
        "start=5&end=5",
        "start=9&end=3",
        "start=-4&end=9",
        "start=a&end=b",
        "start=²&end=9",
        "start=0&end=99999",
        f"start=0&end={'9' * 5000}",
    ],
)
def test_offsets_that_name_no_words_are_a_400(address: str, query: str) -> None:
    response = httpx.get(f"{address}/transcript/harbour.txt?{query}")
    assert response.status_code == 400
    assert "is no stretch of words in harbour.txt" in response.text


# The server


def test_command_serves_until_interrupted_even_with_a_page_open(
    assistant: Assistant, corpus: Path, browser: Browser
) -> None:
    port = _free_port()
    settings = assistant.settings
    folders = {
        "ASSISTANT_VECTORSTORE": settings.vectorstore,
        "ASSISTANT_DATA": settings.data,
        "ASSISTANT_CORPUS": corpus,
    }
    command = [sys.executable, "-m", "assistant", "chat", "--port", str(port)]
    with subprocess.Popen(
        command,
        env={**os.environ, **{name: str(folder) for name, folder in folders.items()}},
        stderr=subprocess.PIPE,
        text=True,
        # A shell starts what it runs in the background deaf to Ctrl-C, and so would this be.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stderr is not None
        told = process.stderr.readline()
        assert told == f"The web chat is at http://127.0.0.1:{port} (Ctrl-C stops it)\n"
        until(lambda: not _is_free(port))
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}")
        expect(page.get_by_text("Harbour council").first).to_be_visible()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(timeout=20) == 130
        page.close()
    assert "Traceback" not in rest
    assert "ERROR" not in rest


def test_handlers_are_no_public_api_and_gradio_is_held_to_this_host(address: str) -> None:
    assert httpx.get(f"{address}/gradio_api/info").json()["named_endpoints"] == {}
    assert "default-src 'self'" in httpx.get(address).headers["content-security-policy"]
