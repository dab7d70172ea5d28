"""The tour a new user would take, in headless Chromium, with a picture of each step.

    python benchmarks/tour.py [--out docs/tour]

Serves a copy of ``seeds/`` with folders of its own in a temporary place, asks, opens the evidence, follows up, filters,
uploads a transcript and asks about it, exports and reloads; each step waits for what a user would wait for, so that the
tour fails where the page does. Pictures are 1280x800 or 390x844, reduced to 256 colours.
"""

import argparse
import shutil
import socket
import tempfile
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.web.server import create_app

ROOT = Path(__file__).parents[1]
# What the visitor uploads: invented, and about none of what is indexed.
UPLOAD = ROOT / "docs" / "tour" / "night-bus.txt"
# What the visitor asks of the corpus and of the upload.
ASKED = tomllib.loads((ROOT / "docs" / "tour" / "asked.toml").read_text(encoding="utf-8"))
EVALUATED = 30
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
WAIT_MS = 60_000
COLOURS = 256


@dataclass(frozen=True, slots=True)
class Camera:
    """Saves what a page shows."""

    folder: Path

    def take(self, page: Page, name: str) -> None:
        """Save the page, at rest, as ``name``.png."""
        page.mouse.move(0, 0)
        page.wait_for_timeout(400)  # transitions, and the caret of a field
        whole = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
        few = whole.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(self.folder / f"{name}.png", optimize=True)
        print(f"{name}.png")


def main() -> None:
    """Take the tour on a desk and on a phone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "tour", help="folder of the pictures")
    camera = Camera(parser.parse_args().out)
    camera.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address, chromium() as browser:
        with opened(browser, address, viewport=DESK, color_scheme="light") as page:
            on_a_desk(page, camera)
        with opened(browser, address, viewport=DESK, color_scheme="dark") as page:
            in_the_dark(page, camera)
        with opened(browser, address, viewport=PHONE, color_scheme="light", has_touch=True) as page:
            on_a_phone(page, camera)
        with opened(browser, address, viewport=PHONE, color_scheme="dark", has_touch=True) as page:
            on_a_phone_in_the_dark(page, camera)


def ask_first_example(page: Page) -> None:
    """Choose the first question that the empty page offers, and wait for its answer and what may be asked next."""
    page.locator("button.example").first.click()
    answered(page, 1)
    expect(page.locator(".suggested").first).to_be_visible(timeout=WAIT_MS)


def on_a_desk(page: Page, camera: Camera) -> None:
    """The whole tour: ask, evidence, follow up, a refusal, filter, upload, ask about it, export, reload."""
    camera.take(page, "01-welcome")
    ask_first_example(page)
    camera.take(page, "02-answer")
    open_evidence(page)
    camera.take(page, "03-evidence")
    ask(page, ASKED["follow_up"])
    expect(page.locator(".restated")).to_be_visible()
    camera.take(page, "04-follow-up")
    ask(page, ASKED["refused"])
    expect(page.locator(".answer.refusal")).to_be_visible()
    camera.take(page, "05-refusal")
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator("a.open-transcript").first).to_be_visible()
    camera.take(page, "06-sources")
    narrow(page, "Places", ASKED["place"])
    ask(page, ASKED["within_place"])
    camera.take(page, "07-filter")
    page.locator("#narrowed .chip").click()
    expect(page.locator("#narrowed .chip")).to_have_count(0)
    upload(page)
    camera.take(page, "08-upload")
    page.get_by_role("tab", name="Chat").click()
    ask(page, ASKED["about_upload"])
    expect(page.locator(".answer").last).to_contain_text("1.80 euros")
    open_evidence(page)
    camera.take(page, "09-answer-from-upload")
    export(page, camera)
    page.reload()
    answered(page, 5)
    expect(page.locator(".suggested").first).to_be_visible(timeout=WAIT_MS)
    camera.take(page, "11-reloaded")
    others(page, camera)


def narrow(page: Page, label: str, choice: str) -> None:
    """Narrow the next question to one choice of a list, and go back to the chat, where it shows as a chip."""
    page.get_by_label(label).first.click()
    page.get_by_role("option", name=choice, exact=True).click()
    page.get_by_role("tab", name="Chat").click()
    expect(page.locator("#narrowed .chip")).to_be_visible(timeout=WAIT_MS)


def upload(page: Page) -> None:
    """Hand the invented transcript over and wait until it is indexed."""
    page.get_by_role("tab", name="Sources").click()
    page.locator("#drop input[type=file]").set_input_files(UPLOAD)
    expect(page.locator(".received li")).to_contain_text("Added", timeout=WAIT_MS)
    expect(page.locator("#listing")).to_contain_text("Night bus")


def export(page: Page, camera: Camera) -> None:
    """Open the drawer of conversations and save this one as Markdown; the file must hold a footnote."""
    page.get_by_role("button", name="Conversations").click()
    page.locator("#kept summary").first.click()
    camera.take(page, "10-conversations")
    with page.expect_download() as saved:
        page.locator("#kept").get_by_role("link", name="Markdown").first.click()
    if "[^1-1]: " not in Path(saved.value.path()).read_text(encoding="utf-8"):
        raise SystemExit("the exported conversation has no footnote")
    page.keyboard.press("Escape")


def others(page: Page, camera: Camera) -> None:
    """What else is there: reading a transcript, the evaluation, the settings."""
    page.get_by_role("tab", name="Sources").click()
    page.locator("#listing a.open-transcript").last.click()
    expect(page.locator("#reader .sheet")).to_be_visible()
    camera.take(page, "12-reading")
    evaluate(page)
    camera.take(page, "13-evaluation")
    page.get_by_role("tab", name="Settings").click()
    camera.take(page, "14-settings")


def evaluate(page: Page) -> None:
    """Upload the first questions of the test set, ask them all, and open the first wrong answer, if there is one."""
    lines = (ROOT / "tests" / "questions.jsonl").read_text(encoding="utf-8").splitlines()[:EVALUATED]
    page.get_by_role("tab", name="Evaluation").click()
    few = {"name": "few.jsonl", "mimeType": "application/jsonl", "buffer": "\n".join(lines).encode()}
    page.locator("#evaluation input[type=file]").set_input_files(files=[few])  # type: ignore[list-item]
    expect(page.get_by_role("combobox", name="Test questions")).to_have_value("few.jsonl", timeout=WAIT_MS)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#results .run")).to_be_visible(timeout=WAIT_MS)
    wrong = page.locator("details.wrong summary")
    if wrong.count():
        wrong.first.click()
        expect(page.locator("#results .sheet mark").first).to_be_visible()


def in_the_dark(page: Page, camera: Camera) -> None:
    """The evidence, the sources and the settings on a dark page."""
    page.locator("button.example").nth(1).click()
    answered(page, 1)
    open_evidence(page)
    camera.take(page, "dark-evidence")
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator("a.open-transcript").first).to_be_visible()
    camera.take(page, "dark-sources")
    page.get_by_role("tab", name="Evaluation").click()
    camera.take(page, "dark-evaluation")
    page.get_by_role("tab", name="Settings").click()
    camera.take(page, "dark-settings")


def on_a_phone(page: Page, camera: Camera) -> None:
    """The chat, the evidence, the sources and the settings on a phone."""
    camera.take(page, "phone-welcome")
    ask_first_example(page)
    camera.take(page, "phone-answer")
    open_evidence(page)
    camera.take(page, "phone-evidence")
    page.locator("#evidence").get_by_role("button", name="Close").click()
    for tab in ("Sources", "Evaluation", "Settings"):
        page.get_by_role("tab", name=tab).click()
        camera.take(page, f"phone-{tab.lower()}")


def on_a_phone_in_the_dark(page: Page, camera: Camera) -> None:
    """An answer on a dark phone."""
    page.locator("button.example").nth(2).click()
    answered(page, 1)
    expect(page.locator(".suggested").first).to_be_visible(timeout=WAIT_MS)
    camera.take(page, "phone-dark-answer")


def ask(page: Page, question: str) -> None:
    """Type a question and wait for its answer."""
    before = page.locator(".answer:not(.under-way)").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    answered(page, before + 1)


def answered(page: Page, count: int) -> None:
    """Wait until so many answers stand."""
    expect(page.locator(".answer:not(.under-way)")).to_have_count(count, timeout=WAIT_MS)


def open_evidence(page: Page) -> None:
    """Open the first citation of the last answer, at its words."""
    page.locator(".answer").last.locator("a.cite").first.click()
    expect(page.locator("#panel mark").first).to_be_in_viewport(timeout=WAIT_MS)


@contextmanager
def opened(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """A page of a new visitor, ready to use."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("document.body.dataset.ready")
    expect(page.locator("button.example").first).to_be_visible(timeout=WAIT_MS)
    try:
        yield page
    finally:
        context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The web chat over a copy of ``seeds/`` below ``folder``; yields its address."""
    corpus = Path(shutil.copytree(ROOT / "seeds", folder / "seeds"))
    settings = Settings(corpus=corpus, vectorstore=folder / "vectorstore", data=folder / "data")
    index = Index(settings.vectorstore, Encoder())
    ingest(index, [corpus])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(Assistant(index, settings))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        index.close()


def wait_until(done: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until ``done()``."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise SystemExit(f"the server has not started within {seconds} s")
        time.sleep(0.05)


if __name__ == "__main__":
    main()
