"""Fixtures of tests in a browser: headless Chromium, and a server for an assistant; a module takes what it needs."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import serving
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assistant.assistant import Assistant

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run"]
PATIENCE_MS = 60_000  # beside another test process a page is slow; a wait that ends well costs nothing
NewContext = Callable[..., BrowserContext]
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
def spare_contexts() -> dict[str, list[BrowserContext]]:
    """Contexts that no test uses now, by their options; from the cache of one a page loads in half the time."""
    return {}


@pytest.fixture
def new_context(browser: Browser, spare_contexts: dict[str, list[BrowserContext]]) -> Iterator[NewContext]:
    """Gives a context of some options that knows of no visitor, page or storage: a new one, or a spare one emptied."""
    taken: list[tuple[str, BrowserContext]] = []

    def with_options(**options: object) -> BrowserContext:
        kind = repr(sorted(options.items()))
        spare = spare_contexts.setdefault(kind, [])
        taken.append((kind, spare.pop() if spare else browser.new_context(**options)))  # type: ignore[arg-type]
        taken[-1][1].set_default_timeout(PATIENCE_MS)
        return taken[-1][1]

    yield with_options
    for kind, context in taken:
        empty(context)
        spare_contexts[kind].append(context)


def empty(context: BrowserContext) -> None:
    """Close the pages of ``context`` and forget all that they kept, but for what the cache holds."""
    for page in context.pages:
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear()")
        page.close()
    context.clear_cookies()


@pytest.fixture(scope="module")
def served() -> Iterator[Callable[[Assistant], str]]:
    """Serves an assistant on a free port for as long as the module runs; returns its address."""
    with ExitStack() as running:
        yield lambda assistant: running.enter_context(serving.served(assistant, ready=False))


def violations(page: Page, state: str) -> list[str]:
    """What axe finds wrong with the page as it stands, in ``state``."""
    found = Axe().run(page).response["violations"]
    return [f"{state}: {v['id']} at {node['target']}: {node['failureSummary']}" for v in found for node in v["nodes"]]
