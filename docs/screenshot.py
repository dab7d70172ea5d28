"""Take the README's screenshot of a running web chat: python docs/screenshot.py URL OUT.png [QUESTION]."""

import shutil
import sys

from playwright.sync_api import sync_playwright


def take(address: str, out: str, question: str | None) -> None:
    """Ask ``question``, or the first example, open the first citation, and save what a reader then sees."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=2)
        page.goto(address)
        if question:
            page.get_by_label("Your question").fill(question)
            page.get_by_label("Your question").press("Enter")
        else:
            page.locator("button.example").first.click()
        page.locator("a.cite").first.click()
        page.locator("#panel mark").wait_for()
        page.screenshot(path=out)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)
