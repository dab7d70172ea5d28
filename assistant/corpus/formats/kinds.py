"""What a file is by its own bytes, where these leave no doubt, whatever its name says.

Words about a format are no file of it: a page must begin with its doctype or ``<html>``, a tag must follow at once, and
some tag must close.
"""

import codecs
import re
from dataclasses import dataclass

# An OLE container: what Office writes when it encrypts a document, and what the old .doc, .xls and .ppt are.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = b"PK\x03\x04"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis."
_OFFICE_PART = b"[Content_Types].xml"
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
    """A kind of file.

    Attributes:
        name: what it is called.
        suffixes: endings of the names that it is read under; none where it is not read.
        instead: what to do with one that is not read.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    instead: str = "save it as .docx or .txt"


PAGE = Kind("a web page", (".html", ".htm"))
PDF = Kind("a PDF", (".pdf",))
WORD = Kind("a Word document", (".docx",))
SUBTITLES = Kind("subtitles", (".srt", ".vtt"))
ARCHIVE = Kind("a zip archive", (".zip", ".docx"))  # whether a document is in it is for its reader to say
OPEN_DOCUMENT = Kind("an OpenDocument file")
RICH_TEXT = Kind("rich text (RTF)")
OLD_WORD = Kind("an encrypted or old Word document", instead="save it as .docx without a password")
OLD_OFFICE = Kind("an encrypted or old Office file", instead="save it as .docx, .csv or .pdf without a password")
WORKBOOK = Kind("an Excel workbook", instead="save it as .csv")
SLIDES = Kind("a PowerPoint presentation", instead="save it as .pdf")
# The folder in a package of Office; that of a package embedded in it stands behind.
_FOLDER = re.compile(rb"PK\x03\x04.{26}(word|xl|ppt)/", re.S)
_PACKAGES = {b"word": WORD, b"xl": WORKBOOK, b"ppt": SLIDES}
# The streams of an OLE container by their names in its directory, each to the end of the name.
_STREAMS = {
    f"{stream}\0".encode("utf-16-le"): kind
    for stream, kind in {
        "WordDocument": OLD_WORD,
        "Workbook": WORKBOOK,
        "Book": WORKBOOK,
        "PowerPoint Document": SLIDES,
    }.items()
}


def kind_of(raw: bytes) -> Kind | None:
    """What a file surely is; None where it may be anything."""
    if raw.startswith(_OLE):
        found = {place: kind for name, kind in _STREAMS.items() if (place := raw.find(name)) >= 0}
        return found[min(found)] if found else OLD_OFFICE  # what is embedded stands behind what it is embedded in
    if raw.startswith(_PACKED):
        if _OPEN_DOCUMENT in raw[:100]:
            return OPEN_DOCUMENT
        folder = _FOLDER.search(raw) if _OFFICE_PART in raw else None
        return _PACKAGES[folder[1]] if folder else ARCHIVE
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
