"""Word documents, through python-docx: paragraphs and tables in order, with the pages that Word laid them out on.

python-docx resolves no XML entities; that the package is no zip bomb is checked before it is opened.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from assistant.corpus.formats.archive import UNPACKING_ERRORS, checked_archive
from assistant.corpus.formats.extracted import Extracted, Writer
from assistant.corpus.formats.text import storable
from assistant.corpus.labels import opens_timed_turn
from assistant.errors import TranscriptError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph


def read_docx(raw: bytes, name: str) -> Extracted:
    """The text of a Word document; pages are marked when Word recorded where they break.

    Raises:
        TranscriptError: when it is damaged, or unpacks to too much.
    """
    checked_archive(raw, name).close()
    from docx import Document
    from docx.oxml.exceptions import XmlchemyError
    from lxml import etree

    try:
        if _declares_entities(raw):
            raise TranscriptError(f"{name}: its XML declares entities, which no Word document needs; save it anew")
        document = Document(io.BytesIO(_without_dangling(raw)))
        writer = _written(document)
        facts = document.core_properties
        title, language = facts.title or "", (facts.language or "")[:2].lower()
    except (*UNPACKING_ERRORS, LookupError, TypeError, AttributeError, etree.LxmlError, XmlchemyError) as error:
        raise TranscriptError(f"{name}: not a Word document that can be read ({type(error).__name__})") from error
    return Extracted(writer.text, writer.marks, title=storable(title.strip()), language=language)


def _declares_entities(raw: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return any(
            b"<!DOCTYPE" in archive.read(item)[:4096] for item in archive.infolist() if item.filename.endswith(".xml")
        )


def _without_dangling(raw: bytes) -> bytes:
    """The document less its links to parts that are not in it, as pictures that were taken out; Word opens such."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = frozenset(archive.namelist())
        mended = {
            item.filename: less
            for item in archive.infolist()
            if item.filename.endswith(".rels") and (less := _links_within(archive.read(item), item.filename, parts))
        }
        if not mended:
            return raw
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as copy:
            for item in archive.infolist():
                copy.writestr(item, mended.get(item.filename) or archive.read(item))
    return made.getvalue()


def _links_within(links: bytes, place: str, parts: Container[str]) -> bytes:
    """The file of links less those to none of ``parts``; empty where all lead to one."""
    from lxml import etree

    root = etree.fromstring(links, etree.XMLParser(resolve_entities=False))
    folder = posixpath.dirname(posixpath.dirname(place))
    dangling = [
        link
        for link in root
        if link.get("TargetMode") != "External"
        and posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/") not in parts
    ]
    for link in dangling:
        root.remove(link)
    return etree.tostring(root) if dangling else b""


def _written(document: "Document") -> Writer:
    from docx.text.paragraph import Paragraph

    writer = Writer()
    page = 1
    marked = False
    for block in document.iter_inner_content():
        if not isinstance(block, Paragraph):
            _write_table(writer, block)
            continue
        breaks = len(block.rendered_page_breaks)
        if breaks and not marked:
            writer = _with_first_page(writer)
            marked = True
        before = _leading_breaks(block)
        if before:
            page += before
            writer.mark(page=page)
        for part in _label_apart(block.text):
            writer.paragraph()
            writer.write(part)
        if breaks > before:
            page += breaks - before
            writer.mark(page=page)
    return writer


def _label_apart(text: str) -> list[str]:
    """A paragraph in one line; in its own a label with a time that a line break parts from its words.

    So recorders write it. Without a time it may be a heading of the fact behind it, and is read in one line as well.
    """
    label, _, words = text.lstrip().partition("\n")
    return [_folded(label), _folded(words)] if words and opens_timed_turn(_folded(label)) else [_folded(text)]


def _with_first_page(writer: Writer) -> Writer:
    """The same text, its beginning marked as page 1."""
    marked = Writer()
    marked.mark(page=1)
    marked.write(writer.text)
    marked.paragraph()
    return marked


def _leading_breaks(paragraph: "Paragraph") -> int:
    """How many pages break before the paragraph's first word."""
    return sum(1 for found in paragraph.rendered_page_breaks if found.preceding_paragraph_fragment is None)


def _write_table(writer: Writer, table: "Table") -> None:
    for row in table.rows:
        writer.paragraph()
        writer.write(" | ".join(_cells(row.cells)))


def _cells(cells: object) -> Iterator[str]:
    """Text of a row's cells; a merged cell, which python-docx gives once a column, is taken once."""
    before = None
    for cell in cells:  # type: ignore[attr-defined]
        if cell._tc is not before and cell.text.strip():
            yield _folded(cell.text)
        before = cell._tc


def _folded(text: str) -> str:
    return storable(re.sub(r"\s+", " ", text).strip())
