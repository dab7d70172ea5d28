"""What a file is by its own bytes, where these leave no doubt, whatever its name says.

Words about a format are no file of it: a page must begin with its doctype or ``<html>``, a tag must follow at once, and
some tag must close.
"""

import codecs
import re
from dataclasses import dataclass

# An OLE container: what Word writes when it encrypts a document, and what the old .doc is.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = b"PK\x03\x04"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis."
_WORD_PARTS = (b"[Content_Types].xml", b"word/document")
_BEGINNING_BYTES = 16 * 1024
_BEFORE = codecs.BOM_UTF8 + codecs.BOM_UTF16_LE + b" \t\r\n\f"
_PDF = re.compile(rb"%PDF-\d\.\d\s")
_OBJECT = re.compile(rb"\d \d{1,5} obj\b")
_RTF = re.compile(rb"\{\\rtf\d*\s*[\\{]")
_PAGE = re.compile(
    rb"(?>(?:<\?xml[^>]{0,200}>\s*)?)(?>(?:(?><!--.*?-->)\s*)*)"
    rb"<(?:!doctype\s+html\b|html(?=[\s>]))[^>]*>\s*<[!/a-z]",
    re.I | re.S,
)
_CLOSED = re.compile(rb"</[a-z]", re.I)
_ARROW = rb"[ \t]*(?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}[ \t]+-->"
_CUES = re.compile(rb"(?:\d{1,6}[ \t]*(?:\r?\n|\r)|WEBVTT(?:[ \t][^\r\n]*)?(?:[\r\n].*?)?[\r\n])" + _ARROW, re.S)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is called, and the endings of the names that it is read under, if it is read."""

    name: str
    suffixes: tuple[str, ...] = ()


PAGE = Kind("a web page", (".html", ".htm"))
PDF = Kind("a PDF", (".pdf",))
WORD = Kind("a Word document", (".docx",))
SUBTITLES = Kind("subtitles", (".srt", ".vtt"))
ARCHIVE = Kind("a zip archive", (".zip", ".docx"))  # whether a document is in it is for its reader to say
OPEN_DOCUMENT = Kind("an OpenDocument file")
RICH_TEXT = Kind("rich text (RTF)")


def kind_of(raw: bytes) -> Kind | None:
    """What a file surely is; None where it may be anything."""
    if raw.startswith(OLE):
        return WORD
    if raw.startswith(_PACKED):
        if _OPEN_DOCUMENT in raw[:100]:
            return OPEN_DOCUMENT
        return WORD if all(part in raw for part in _WORD_PARTS) else ARCHIVE
    beginning = _narrow(raw[:_BEGINNING_BYTES]).lstrip(_BEFORE)
    if _PDF.match(beginning) and _OBJECT.search(raw):
        return PDF
    if _RTF.match(beginning):
        return RICH_TEXT
    if _CUES.match(beginning):
        return SUBTITLES
    if _PAGE.match(beginning) and _CLOSED.search(_narrow(raw)):
        return PAGE
    return None


def _narrow(raw: bytes) -> bytes:
    """The bytes that tell, where each may be one half of a character of 16 bits."""
    return raw.replace(b"\0", b"")
