"""Fixtures of tests in a browser: headless Chromium, and a server for an assistant; a module takes what it needs."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Literal
from urllib.parse import urljoin

import pytest
import serving
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from assistant.assistant import Assistant

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run"]
PATIENCE_MS = 60_000  # beside another test process a page is slow; a wait that ends well costs nothing
PLAIN: ViewportSize = {"width": 1280, "height": 720}
Scheme = Literal["light", "dark"]
NewPage = Callable[..., Page]
# A page with the chat's scripts has run them; until then its links open as pages.
READY = "!document.querySelector('script[type=module]') || document.body.dataset.ready"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    found = shutil.which("chromium")
    if not found:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def spare_pages() -> dict[str, list[Page]]:
    """Pages that no test uses now, each in a context of its own, by the options of it.

    The process of a page that was there before has run Gradio's scripts: it loads the next in a third of the time.
    """
    return {}


@pytest.fixture
def new_page(browser: Browser, spare_pages: dict[str, list[Page]]) -> Iterator[NewPage]:
    """Gives a page of some options that knows of no visitor, cookie or storage: a new one, or a spare one emptied."""
    taken: list[tuple[str, Page]] = []

    def with_options(viewport: ViewportSize = PLAIN, color_scheme: Scheme = "light", **options: object) -> Page:
        kind = repr(sorted(options.items()))
        spare = spare_pages.setdefault(kind, [])
        page = spare.pop() if spare else browser.new_context(**options).new_page()  # type: ignore[arg-type]
        taken.append((kind, page))
        page.context.set_default_timeout(PATIENCE_MS)
        page.set_viewport_size(viewport)
        page.emulate_media(media="null", color_scheme=color_scheme)
        return page

    yield with_options
    for kind, page in taken:
        if empty(page):
            spare_pages[kind].append(page)
        else:
            page.context.close()


def empty(page: Page) -> bool:
    """Have ``page`` and its context forget all that they kept, but for what the cache holds; returns whether they did.

    What a page keeps as it is left is forgotten too: the storage is emptied where no script of the page's is at work.
    """
    for other in page.context.pages:
        if other != page:
            other.close()
    if page.is_closed() or not page.url.startswith("http"):
        return False
    page.unroute_all(behavior="ignoreErrors")
    page.goto(urljoin(page.url, "/health/live"))
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.mouse.move(0, 0)
    page.context.clear_cookies()
    return True


def listen(page: Page, heard: Mapping[str, Callable[..., None]]) -> Callable[[], None]:
    """Have each event of ``page`` heard; returns what ends that, once all that happened until then is heard."""
    for event, hears in heard.items():
        page.on(event, hears)  # type: ignore[call-overload]

    def end() -> None:
        if not page.is_closed():
            page.evaluate("0")
        for event, hears in heard.items():
            page.remove_listener(event, hears)

    return end


@pytest.fixture(scope="module")
def served() -> Iterator[Callable[[Assistant], str]]:
    """Serves an assistant on a free port for as long as the module runs; returns its address."""
    with ExitStack() as running:
        yield lambda assistant: running.enter_context(serving.served(assistant, ready=False))


def violations(page: Page, state: str) -> list[str]:
    """What axe finds wrong with the page as it stands, in ``state``."""
    there = page.evaluate("'axe' in window")
    found = Axe(axe_script="0" if there else AXE_SCRIPT).run(page).response["violations"]
    return [f"{state}: {v['id']} at {node['target']}: {node['failureSummary']}" for v in found for node in v["nodes"]]
