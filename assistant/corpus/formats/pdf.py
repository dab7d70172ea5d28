"""PDF, through PDFium, the engine of Chrome (pypdfium2): the text of each page, with the page's number.

PDFium reads a page in 1 to 2 ms where pypdf takes 13 to 17, with the same words. It is not thread-safe, hence the
lock. Lines are joined to paragraphs; running heads and page numbers, which stand at the edge of page after page, are
left out.
"""

import re
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

from assistant.corpus.formats.extracted import Extracted, Writer
from assistant.corpus.formats.text import storable
from assistant.errors import TranscriptError

MAX_PAGES = 20_000
MAX_CHARACTERS = 64 * 1024 * 1024
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_EDGE_LINES = 2
# A line at the edge of so many pages, figures aside, is a running head or foot.
_RUNNING_PAGES = 3
_LOCK = threading.Lock()
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_ITEM = re.compile(r"[-•*·–—▪◦]\s|\(?\d{1,3}[.)]\s")


def read_pdf(raw: bytes, name: str) -> Extracted:
    """The text of a PDF, a mark where each page begins.

    Raises:
        TranscriptError: when it is damaged, encrypted, or has no text (a scan).
    """
    with _LOCK:
        title, pages = _pages(raw, name)
    if not any(line for lines in pages for line in lines):
        raise TranscriptError(
            f"{name}: no text on its {len(pages)} pages, so it is a scan; run it through OCR (ocrmypdf) first"
        )
    running = _running(pages)
    writer = Writer()
    last = ""
    for number, lines in enumerate(pages, 1):
        writer.mark(page=number)
        kept = [line for i, line in enumerate(lines) if not (_at_edge(i, lines) and _shape(line) in running)]
        last = _write_page(writer, kept, last)
    return Extracted(writer.text, writer.marks, title=title)


def _pages(raw: bytes, name: str) -> tuple[str, list[list[str]]]:
    """The title and each page's lines."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD_ERROR:
            raise TranscriptError(f"{name}: the PDF is encrypted; save it without a password") from error
        raise TranscriptError(f"{name}: not a PDF that can be read ({error})") from error
    try:
        if len(document) > MAX_PAGES:
            raise TranscriptError(f"{name}: {len(document)} pages are over the limit of {MAX_PAGES}; split it")
        title = storable(" ".join(document.get_metadata_dict().get("Title", "").split()))
        return title, list(_lines(document, name))
    finally:
        document.close()


def _lines(document: Any, name: str) -> Iterator[list[str]]:
    import pypdfium2

    total = 0
    for number in range(len(document)):
        try:
            page = document[number]
            textpage = page.get_textpage()
            text = storable(textpage.get_text_range(errors="replace"))
            textpage.close()
            page.close()
        except pypdfium2.PdfiumError:
            yield []  # one damaged page does not cost the others; its number still counts
            continue
        total += len(text)
        if total > MAX_CHARACTERS:
            raise TranscriptError(f"{name}: its text is over {MAX_CHARACTERS // 2**20} MB; split it")
        # U+FFFE and U+0002 are how PDFium writes a hyphen at the end of a line that it has seen through.
        lines = re.sub("[\ufffe\x02]\\s*", "", text).splitlines()
        yield [" ".join(line.split()) for line in lines if line.strip()]


def _at_edge(number: int, lines: list[str]) -> bool:
    return number < _EDGE_LINES or number >= len(lines) - _EDGE_LINES


def _shape(line: str) -> str:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line)


def _running(pages: list[list[str]]) -> set[str]:
    """Shapes of the lines that stand at the edge of page after page."""
    shapes: Counter[str] = Counter()
    for lines in pages:
        shapes.update({_shape(line) for i, line in enumerate(lines) if _at_edge(i, lines)})
    return {shape for shape, count in shapes.items() if count >= _RUNNING_PAGES}


def _write_page(writer: Writer, lines: list[str], last: str) -> str:
    """Write a page's lines as paragraphs, going on after the line ``last``; returns its own last line."""
    widths = sorted(len(line) for line in lines)
    full = widths[int(len(widths) * 0.8)] if widths else 0
    for line in lines:
        short = len(last) < 0.75 * full
        heading = short and not _ENDS.search(last) and not line[0].islower()
        if _ITEM.match(line) or heading or (short and _ENDS.search(last)):
            writer.paragraph()
        writer.write(line)
        last = line
    return last
