"""Fixtures of tests in a browser: headless Chromium, and a server for an assistant; a module takes what it needs."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import serving
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.assistant import Assistant

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run"]
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
def served() -> Iterator[Callable[[Assistant], str]]:
    """Serves an assistant on a free port for as long as the module runs; returns its address."""
    with ExitStack() as running:
        yield lambda assistant: running.enter_context(serving.served(assistant, ready=False))


def violations(page: Page, state: str) -> list[str]:
    """What axe finds wrong with the page as it stands, in ``state``."""
    found = Axe().run(page).response["violations"]
    return [f"{state}: {v['id']} at {node['target']}: {node['failureSummary']}" for v in found for node in v["nodes"]]
