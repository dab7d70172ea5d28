"""The chat view in headless Chromium: stop, ask again, evidence, conversations, feedback, accessibility."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from browsing import READY, NewPage, violations
from model_server import ModelServer
from playwright.sync_api import BrowserContext, Page, expect
from test_web import (
    DESK,
    LIGHTHOUSE,
    PHONE,
    address,
    assistant,
    browser,
    corpus,
    new_page,
    pytestmark,
    served,
    spare_pages,
    visit,
)

from assistant.assistant import Assistant
from assistant.conversations.feedback import Feedback

__all__ = ["address", "assistant", "browser", "corpus", "new_page", "pytestmark", "served"]  # fixtures, shared
__all__ += ["spare_pages", "visit"]
# How far the newest question stands below the upper edge of what is seen of the chat, in pixels.
ABOVE = """() => { const all = document.querySelectorAll("#chat .asking"), last = all[all.length - 1];
    return last.getBoundingClientRect().top - last.closest(".bubble-wrap").getBoundingClientRect().top; }"""
HARDLY_HIGH = 360  # pixels: an answer of a line finds room, and no more
FESTIVAL = "How many visitors did the cider festival attract?"


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    server = ModelServer()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OPENAI_BASE_URL", f"{server.address}/v1")
        environment.setenv("OPENAI_API_KEY", "sk-none")
        yield server
    server.close()


@pytest.fixture(scope="module")
def written(assistant: Assistant, model: ModelServer, served: Callable[[Assistant], str]) -> str:
    """Where a chat model writes the answers."""
    return served(assistant.with_model("openai:tiny"))


def _answers(page: Page) -> Any:
    return page.locator(".answer:not(.under-way)")


def _ask(page: Page, question: str) -> None:
    before = _answers(page).count()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    expect(_answers(page)).to_have_count(before + 1)


def _fetched(page: Page) -> list[str]:
    """The transcripts that the page fetches from now on."""
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if "/transcript/" in request.url else None)
    return fetched


# Answers under way


def test_stop_keeps_what_was_written_and_ends_the_models_request(
    visit: Callable[..., Page], written: str, model: ModelServer
) -> None:
    model.writes("The lighthouse at Gull Point will be painted green [1]. Then", 60, " never told.")
    model.hung_up.clear()
    page = visit(written)
    page.get_by_label("Your question").fill(LIGHTHOUSE)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".under-way a.mark")).to_be_visible()
    expect(page.locator("#live")).to_have_text("Answering…")
    page.set_viewport_size({"width": 1280, "height": HARDLY_HIGH})
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".answer.stopped")).to_contain_text("painted green")
    expect(page.locator(".halt")).to_have_text("Stopped: what was written by then is not checked.")
    expect(page.locator(".halt")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    expect(page.locator("#live")).to_have_text("The answer is complete.")
    assert model.hung_up.wait(30), "the request to the model must end with the answer"
    model.writes("The lighthouse at Gull Point will be painted green [1].")
    page.get_by_role("button", name="Retry").click()
    expect(page.locator(".answer .checked")).to_contain_text("1 supported")
    expect(page.locator(".asked")).to_have_count(1)


def test_a_question_that_is_written_from_the_right_is_read_from_the_right(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address)
    _ask(page, "כמה עולה המעבורת (2023)?")
    assert page.locator(".asked").evaluate("asked => getComputedStyle(asked).direction") == "rtl"
    assert page.locator(".answer > p").first.evaluate("said => getComputedStyle(said).direction") == "ltr"


def test_verdicts_stand_on_the_sentences_they_judge(
    visit: Callable[..., Page], written: str, model: ModelServer
) -> None:
    model.writes(
        "The harbour handled 4,200 tonnes of oysters last year [1]. The harbour handled 9,900 tonnes of oysters [1]."
    )
    page = visit(written)
    _ask(page, "How many tonnes of oysters did the harbour handle last year?")
    assert [page.locator(".claim").nth(n).get_attribute("class") for n in range(2)] == [
        "claim supported",
        "claim unsupported",
    ]
    expect(page.locator(".claim.unsupported")).to_have_text("The harbour handled 9,900 tonnes of oysters.")
    expect(page.locator(".answer > p .verdict")).to_have_text("unsupported")
    page.locator(".checked summary").click()
    expect(page.locator(".checked li")).to_contain_text("a figure is not in the cited words")
    assert violations(page, "verdicts") == []


# Evidence


def test_a_mark_shows_its_quote_and_the_keys_step_through_the_evidence(
    visit: Callable[..., Page], written: str, model: ModelServer
) -> None:
    model.writes("It will be painted green before the winter storms [1]. The harbour handled oysters [1].")
    page = visit(written)
    _ask(page, LIGHTHOUSE)
    marks, quote = page.locator("a.mark"), page.locator("#quote")
    page.locator("a.cite.row").first.focus()
    page.keyboard.press("Shift+Tab")
    expect(marks.nth(1)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(quote).to_be_visible()
    expect(quote.locator("q")).to_have_text(str(page.locator("a.row q").first.text_content()))
    expect(quote).to_contain_text("12 June (year not stated)")
    expect(marks.first).to_have_attribute("aria-describedby", "quote")
    assert violations(page, "quote") == []
    page.keyboard.press("Escape")
    expect(quote).to_be_hidden()
    marks.nth(1).hover()
    expect(quote).to_be_visible()
    page.keyboard.press("Enter")  # the first mark has the focus
    expect(page.locator("#panel .position")).to_have_text("1 of 2")
    expect(page.locator("#evidence .spoken")).to_contain_text("Harbour council meets the lighthouse keeper · 12 June")
    page.keyboard.press("]")
    expect(page.locator("#panel .position")).to_have_text("2 of 2")
    expect(marks.nth(1)).to_have_attribute("aria-current", "true")
    expect(marks.first).not_to_have_attribute("aria-current", "true")
    page.keyboard.press("[")
    expect(page.locator("#panel .position")).to_have_text("1 of 2")
    assert violations(page, "evidence") == []
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open as a page").click()
    expect(opened.value.locator("#cited")).to_have_text(str(page.locator("#panel mark").text_content()))


# Asking again


def test_an_earlier_question_is_edited_and_what_followed_is_cut(visit: Callable[..., Page], address: str) -> None:
    page = visit(address)
    _ask(page, LIGHTHOUSE)
    _ask(page, "When will it be painted?")
    page.get_by_role("button", name="Edit this question").first.click()
    box = page.get_by_label("Edit the question")
    expect(box).to_have_value(LIGHTHOUSE)
    expect(page.locator(".asking").first).to_be_hidden()
    expect(page.get_by_text("What follows this question is removed")).to_be_visible()
    assert violations(page, "editing") == []
    box.press("Escape")
    expect(box).to_be_hidden()
    expect(page.locator(".asking").first).to_be_visible()
    page.get_by_role("button", name="Edit this question").first.click()
    box.fill(FESTIVAL)
    box.press("Enter")
    expect(page.locator(".asked")).to_have_text([FESTIVAL])
    expect(_answers(page)).to_contain_text("nine thousand")


def test_how_a_question_was_read_is_shown_and_corrected(visit: Callable[..., Page], address: str) -> None:
    page = visit(address)
    _ask(page, "What did Petra Lindqvist say about the festival?")
    _ask(page, "When did she speak?")
    expect(page.locator(".restated")).to_contain_text("Petra Lindqvist")
    page.get_by_role("button", name="Correct how the question was read").click()
    page.get_by_label("Correct how the question is read").fill(LIGHTHOUSE)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".asked").nth(1)).to_have_text(LIGHTHOUSE)
    expect(_answers(page).nth(1)).to_contain_text("painted green")
    expect(page.locator(".restated")).to_have_count(0)


def test_what_is_asked_next_is_offered_after_the_answer_and_answered(visit: Callable[..., Page], address: str) -> None:
    page = visit(address)
    _ask(page, LIGHTHOUSE)
    offered = page.locator(".suggested")
    expect(offered.first).to_be_visible()
    question = offered.first.inner_text()
    offered.first.click()
    expect(page.locator(".asked").last).to_have_text(question)
    expect(_answers(page)).to_have_count(2)
    expect(page.locator(".answer.refusal")).to_have_count(0)


def test_what_an_earlier_answer_offered_goes_when_the_last_one_offers_nothing(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address)
    _ask(page, LIGHTHOUSE)
    expect(page.locator(".suggested").first).to_be_visible()
    _ask(page, "hello")
    expect(page.locator(".suggested")).to_have_count(0)


@pytest.mark.parametrize("height", [450, 570])
def test_a_question_stays_in_sight_when_what_was_offered_above_it_goes(
    visit: Callable[..., Page], address: str, height: int
) -> None:
    page = visit(address, viewport={"width": 390, "height": height})
    for question in (LIGHTHOUSE, FESTIVAL, LIGHTHOUSE):
        with page.expect_response(lambda response: "/next?" in response.url):
            _ask(page, question)
        expect(page.locator(".answer").last.locator(".next[data-holds]")).to_have_count(1)
        page.wait_for_timeout(300)
        assert page.evaluate(ABOVE) >= 0


# Kept


def _drawer(page: Page) -> Any:
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator("#kept li, #kept .none").first).to_be_visible()
    return page.locator("#kept")


def test_conversations_outlive_reload_and_restart_and_are_found_renamed_exported_and_deleted(
    visit: Callable[..., Page], assistant: Assistant, address: str, served: Callable[[Assistant], str]
) -> None:
    page = visit(address)
    _ask(page, LIGHTHOUSE)
    rows = page.locator("a.cite.row").evaluate_all("rows => rows.map((row) => row.href)")
    page.get_by_role("button", name="New conversation").click()
    expect(_answers(page)).to_have_count(0)
    _ask(page, FESTIVAL)
    page.reload()
    expect(page.locator(".asked")).to_have_text([FESTIVAL])
    drawer = _drawer(page)
    expect(drawer.locator(".open .title")).to_have_text([FESTIVAL, LIGHTHOUSE])
    expect(drawer.locator(".open").first).to_have_attribute("aria-current", "true")
    page.get_by_label("Search conversations").fill("GULL point")
    expect(drawer.locator(".open .title")).to_have_text([LIGHTHOUSE])
    drawer.locator("summary").click()
    assert violations(page, "conversations") == []
    with page.expect_download() as saved:
        drawer.get_by_role("link", name="Markdown").click()
    exported = Path(saved.value.path()).read_text(encoding="utf-8")
    assert "[^1-1]: Harbour council meets the lighthouse keeper" in exported
    drawer.get_by_role("button", name="Rename").click()
    page.get_by_label("New title").fill("Paint")
    page.keyboard.press("Enter")
    expect(drawer.locator(".open .title")).to_have_text(["Paint"])  # drawn anew by then, which closes what was open
    page.get_by_label("Search conversations").fill("")
    expect(drawer.locator(".open .title")).to_have_text([FESTIVAL, "Paint"])
    drawer.locator("summary").first.click()
    drawer.get_by_role("button", name="Delete").click()
    expect(drawer.locator("li")).to_have_count(2)
    drawer.get_by_role("button", name="Delete for good?").click()
    expect(drawer.locator(".open .title")).to_have_text(["Paint"])
    page.keyboard.press("Escape")
    # Another process would see no more than this: a new server over the same folder of data.
    restarted = served(Assistant(assistant.index, assistant.settings))
    again = page.context.new_page()
    again.goto(restarted)
    expect(again.locator(".asked")).to_have_text([LIGHTHOUSE])
    links = again.locator("a.cite.row")
    assert links.evaluate_all("rows => rows.map((row) => row.href)") == [r.replace(address, restarted) for r in rows]
    links.first.click()
    expect(again.locator("#panel mark")).to_have_text(str(links.first.locator("q").text_content()))


def test_the_drawer_says_why_it_lists_nothing(
    new_page: NewPage, assistant: Assistant, served: Callable[[Assistant], str], tmp_path: Path
) -> None:
    (tmp_path / "conversations.sqlite3").write_bytes(b"not a database" * 100)
    page = new_page()
    page.goto(served(Assistant(assistant.index, replace(assistant.settings, data=tmp_path))))
    page.wait_for_function(READY)
    expect(page.locator(".toast-body")).to_contain_text("conversations in conversations.sqlite3 cannot be used: ")
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator("#kept .problem")).to_contain_text("conversations in conversations.sqlite3 cannot be used: ")
    expect(page.locator("#kept .list")).to_be_empty()


def test_without_a_server_the_drawer_and_the_answers_buttons_say_so(new_page: NewPage, address: str) -> None:
    page = new_page(viewport=DESK)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(address)
    page.wait_for_function(READY)
    _ask(page, LIGHTHOUSE)
    page.route("**/talk/**", lambda route: route.abort())
    page.evaluate(  # what is said for two seconds stays, so that it is seen however slow the browser is
        "() => { const later = window.setTimeout; "
        "window.setTimeout = (what, wait, ...more) => wait === 2000 ? 0 : later(what, wait, ...more) }"
    )
    page.get_by_role("button", name="Copy answer with references").click()
    expect(page.locator("#chat .copy")).to_contain_text("Not copied")
    page.get_by_role("button", name="Helpful", exact=True).click()
    expect(page.locator("#chat .rate.good")).to_have_text("Not kept")
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator("#kept .problem")).to_contain_text("The server cannot be reached: see whether it is")
    page.unroute("**/talk/**")
    page.get_by_label("Search conversations").fill("Gull")
    expect(page.locator("#kept .facts").first).to_contain_text("Today, ")
    expect(page.locator("#kept .problem")).to_be_hidden()
    assert failures == []


def test_evidence_that_is_open_stays_when_another_conversation_is_opened(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address)
    _ask(page, LIGHTHOUSE)
    page.get_by_role("button", name="New conversation").click()
    expect(_answers(page)).to_have_count(0)
    _ask(page, FESTIVAL)
    page.locator("a.cite.row").first.click()
    quote = str(page.locator("#panel mark").text_content())
    fetched = _fetched(page)
    _drawer(page).locator(".open", has_text=LIGHTHOUSE).click()
    expect(page.locator(".asked")).to_have_text([LIGHTHOUSE])
    expect(_answers(page)).to_have_count(1)
    page.wait_for_timeout(300)  # nothing tells that nothing follows
    assert fetched == []
    expect(page.locator("#panel mark")).to_have_text(quote)
    _ask(page, LIGHTHOUSE)
    expect(page.locator("#panel mark")).to_contain_text("painted green")


def test_evidence_that_is_closed_on_a_phone_follows_no_answer(visit: Callable[..., Page], address: str) -> None:
    page = visit(address, viewport=PHONE, has_touch=True)
    _ask(page, LIGHTHOUSE)
    row = page.locator("a.cite.row").first
    row.tap()
    expect(page.locator("#panel mark")).to_be_in_viewport()
    page.locator("#evidence").get_by_role("button", name="Close").tap()
    fetched = _fetched(page)
    _ask(page, FESTIVAL)
    expect(page.locator("#live")).to_have_text("The answer is complete.")
    page.wait_for_timeout(300)
    assert fetched == []


def test_another_visitor_reaches_nothing_of_it(visit: Callable[..., Page], assistant: Assistant, address: str) -> None:
    page = visit(address)
    _ask(page, LIGHTHOUSE)
    conversation = page.locator("#conversation").get_attribute("data-id")
    turn = str(page.locator(".answer").get_attribute("id")).removeprefix("turn-")
    mine = _client(page.context, address)
    assert mine.get(f"/talk/turns/{turn}/references").text.startswith(_text(page))
    with httpx.Client(base_url=address) as other:
        other.get("/")
        assert "Nothing is kept yet" in other.get("/talk/conversations").text
        refused = [
            other.get(f"/talk/conversations/{conversation}/export.json"),
            other.get(f"/talk/turns/{turn}/references"),
            other.get(f"/talk/turns/{turn}/next"),
            other.put(f"/talk/turns/{turn}/rating", json={"good": True}),
            other.patch(f"/talk/conversations/{conversation}", json={"title": "Stolen"}),
            other.delete(f"/talk/conversations/{conversation}"),
        ]
    assert [response.status_code for response in refused] == [404] * 6
    assert mine.get(f"/talk/conversations/{conversation}/export.json").json()["title"] == LIGHTHOUSE
    # What another site's form could send changes nothing.
    forged = mine.put(f"/talk/turns/{turn}/rating", content='{"good": true}', headers={"Content-Type": "text/plain"})
    mine.close()
    assert forged.is_client_error
    assert turn not in [rating.turn for rating in Feedback(assistant.settings.data).ratings()]


def _client(context: BrowserContext, address: str) -> httpx.Client:
    cookies = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
    return httpx.Client(base_url=address, cookies=cookies)


def _text(page: Page) -> str:
    return str(page.locator(".answer > p").first.evaluate("p => p.firstChild.textContent"))


# Feedback and copying


def test_thumb_and_comment_are_kept_with_the_answer_and_its_copy_has_references(
    visit: Callable[..., Page], assistant: Assistant, address: str
) -> None:
    page = visit(address, permissions=["clipboard-read", "clipboard-write"])
    _ask(page, LIGHTHOUSE)
    page.get_by_role("button", name="Copy answer with references").click()
    expect(page.locator(".copy")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(_text(page))
    assert "\n[1] Harbour council meets the lighthouse keeper, --06-12" in copied
    bad = page.get_by_role("button", name="Not helpful")
    page.set_viewport_size({"width": 1280, "height": 420})
    bad.click()
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("What would have been right?")).to_be_focused()
    expect(page.get_by_role("button", name="No comment")).to_be_in_viewport(ratio=1)
    page.get_by_label("What would have been right?").fill("Blue.")
    assert violations(page, "feedback") == []
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_have_text("Thank you, your comment is kept.")
    kept = [r for r in Feedback(assistant.settings.data).ratings() if r.comment == "Blue."]
    assert [(rating.good, rating.answer.question, rating.answer.mode) for rating in kept] == [
        (False, LIGHTHOUSE, "extractive")
    ]
    assert kept[0].answer.citations[0].quote in copied
    page.reload()
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "false")
    bad.click()
    expect(bad).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#live")).to_have_text("Rating withdrawn.")
    assert not [r for r in Feedback(assistant.settings.data).ratings() if r.comment == "Blue."]


# Accessibility


@pytest.mark.parametrize(("viewport", "scheme"), [(DESK, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_in_the_states_of_the_view(
    visit: Callable[..., Page], address: str, viewport: dict[str, int], scheme: str
) -> None:
    page = visit(address, viewport=viewport, color_scheme=scheme)
    expect(page.get_by_label("Your question")).to_be_visible()
    found = violations(page, "empty")
    _ask(page, LIGHTHOUSE)
    found += violations(page, "answer")
    _ask(page, "How many tonnes of oysters did Zanzibar handle last year?")
    found += violations(page, "second answer")
    page.locator("a.cite.row").first.click()
    expect(page.locator("#panel mark")).to_be_visible()
    found += violations(page, "evidence")
    assert found == []
