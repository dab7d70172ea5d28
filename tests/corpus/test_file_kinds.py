"""Files that are something else than their names say, and texts that only speak of it."""

import io
import zipfile

import pytest

from assistant.corpus.formats.dispatch import extract
from assistant.corpus.formats.extracted import Extracted
from assistant.errors import TranscriptError

PAGE = "<!DOCTYPE html>\n<html lang='en'><head><title>Pier talk</title></head><body><p>It sails.</p></body></html>"
CUES = "1\n00:00:01,000 --> 00:00:04,000\nIt sails.\n\n2\n00:01:05,000 --> 00:01:06,000\nIt is late.\n"
RTF = rb"{\rtf1\ansi\deff0 {\fonttbl {\f0 Courier;}} \f0 It sails.\par }"


def read(raw: bytes | str, name: str) -> Extracted:
    (extracted,) = extract(raw.encode() if isinstance(raw, str) else raw, name)
    return extracted


def pdf() -> bytes:
    from fpdf import FPDF

    document = FPDF()
    document.set_compression(False)
    document.add_page()
    document.set_font("helvetica", size=12)
    document.multi_cell(0, 6, "It sails.")
    return bytes(document.output())


def docx() -> bytes:
    from docx import Document

    document, stream = Document(), io.BytesIO()
    document.add_paragraph("It sails.")
    document.save(stream)
    return stream.getvalue()


def packed(name: str, content: str = "It sails.") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def office(*parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("[Content_Types].xml", *parts):
            archive.writestr(name, "<x/>")
    return stream.getvalue()


def container(*streams: str) -> bytes:
    """The beginning of an OLE file with a directory of these streams, each entry of 128 bytes."""
    entries = (name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + b"".join(entries)


LOCKED = "save it as .docx, .csv or .pdf without a password"
OLD_WORD = "an encrypted or old Word document, which is not read; save it as .docx without a password"
WORKBOOK = "an Excel workbook, which is not read; save it as .csv"
SLIDES = "a PowerPoint presentation, which is not read; save it as .pdf"
IS_WORD = "a Word document, and not .csv; rename it to end in .docx"


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        f"\ufeff\r\n {PAGE}",
        PAGE.removeprefix("<!DOCTYPE html>\n"),
        f'<?xml version="1.0" encoding="utf-8"?>\n<!-- saved --> <!-- twice -->{PAGE.upper()}',
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"><title>Pier talk</title><p>It sails.',
    ],
)
def test_a_page_that_is_called_a_text_is_read_as_a_page(page: str, name: str) -> None:
    found = read(page, name)
    assert (found.text.lower(), found.title.lower()) == (read(page, "a.html").text.lower(), "pier talk")
    assert "it sails." in found.text.lower()
    assert "<" not in found.text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_page_of_16_bits_that_is_called_a_text_is_read_as_a_page(encoding: str) -> None:
    assert read(PAGE.encode(encoding), "a.txt").title == "Pier talk"


@pytest.mark.parametrize(
    "text",
    [
        "A page begins with <!doctype html> and <html>, then comes <head></head>.",
        f"This is what we wrote:\n\n{PAGE}",
        "<html> was the first word on the board. Then <p> and </p> were explained.",
        "<!DOCTYPE html> and <html> are what a page begins with, </html> ends it.",
        "<html>\n<body>\n\nThese two lines were on the slide.",
        "<htmlish> <b>talk</b>",
        "<p>It sails.</p>",
        "<!-- a comment --> It sails.",
        f"```html\n{PAGE}\n```",
        "{\\rtf1 is what such a file begins with.",
        "%PDF-1.7 is what such a file begins with.",
        "%PDF-1.7\nis what such a file begins with.",
        "WEBVTT is what such a file begins with.\n\nIt has arrows: 00:01 --> 00:02",
        "1\n00:00:01 was when it began --> and so on.",
        f"The first cues were these.\n\n{CUES}",
    ],
)
def test_a_text_that_speaks_of_a_format_stays_a_text(text: str) -> None:
    assert read(text, "a.txt").text == text


def test_a_pdf_and_a_word_document_that_are_called_texts_are_read_as_what_they_are() -> None:
    assert read(pdf(), "a.txt") == read(pdf(), "a.pdf")
    assert read(docx(), "a.md").text == read(docx(), "a.docx").text == "It sails."


@pytest.mark.parametrize(
    "cues", [CUES, CUES.replace("\n", "\r\n"), f"WEBVTT - talk\n\nNOTE x\n\n{CUES}", f"WEBVTT\n\n{CUES}"]
)
def test_subtitles_that_are_called_a_text_are_read_with_their_times(cues: str) -> None:
    found = read(cues, "a.txt")
    assert found.text == read(cues, "a.srt").text
    assert [mark.seconds for mark in found.marks] == [1, 65]


@pytest.mark.parametrize(
    ("raw", "name", "reason"),
    [
        (RTF, "a.txt", "this is rich text (RTF), which is not read; save it as .docx or .txt"),
        (b"\xef\xbb\xbf\n" + RTF, "a.md", "this is rich text (RTF), which is not read; save it as .docx or .txt"),
        (RTF, "a.docx", "this is rich text (RTF), which is not read; save it as .docx or .txt"),
        (RTF, "a.html", "this is rich text (RTF), which is not read; save it as .docx or .txt"),
        (
            packed("mimetype", "application/vnd.oasis.opendocument.text"),
            "a.txt",
            "this is an OpenDocument file, which is not read; save it as .docx or .txt",
        ),
        (packed("b.txt"), "a.txt", "this is a zip archive, and not .txt; rename it to end in .zip"),
        (pdf(), "a.docx", "this is a PDF, and not .docx; rename it to end in .pdf"),
        (docx(), "a.pdf", "this is a Word document, and not .pdf; rename it to end in .docx"),
        (PAGE.encode(), "a.pdf", "this is a web page, and not .pdf; rename it to end in .html"),
        (PAGE.encode(), "a.json", "this is a web page, and not .json; rename it to end in .html"),
        (container(), "a.txt", f"this is an encrypted or old Office file, which is not read; {LOCKED}"),
        (container(), "a.csv", f"this is an encrypted or old Office file, which is not read; {LOCKED}"),
        (container("WordDocument", "Workbook"), "a.csv", f"this is {OLD_WORD}"),
        (container("WordDocument"), "a.docx", f"this is {OLD_WORD}"),
        (container("Workbook", "WordDocument"), "a.csv", f"this is {WORKBOOK}"),
        (container("Book"), "a.docx", f"this is {WORKBOOK}"),
        (container("PowerPoint Document"), "a.txt", f"this is {SLIDES}"),
        (office("xl/workbook.xml"), "a.txt", f"this is {WORKBOOK}"),
        (office("xl/workbook.xml"), "a.csv", f"this is {WORKBOOK}"),
        (office("xl/workbook.xml", "word/document.xml"), "a.csv", f"this is {WORKBOOK}"),
        (office("ppt/presentation.xml"), "a.docx", f"this is {SLIDES}"),
        (office("word/document.xml", "word/embeddings/xl/workbook.xml"), "a.csv", f"this is {IS_WORD}"),
    ],
)
def test_what_is_not_read_or_not_under_such_a_name_is_refused_with_what_to_do(
    raw: bytes, name: str, reason: str
) -> None:
    with pytest.raises(TranscriptError) as caught:
        extract(raw, name)
    assert str(caught.value) == f"{name}: {reason}"


SAID = {
    "en": "The ferry sails at noon.\r\nIt is “late”.",
    "ru": "Паром отходит в полдень.\nПричал очень старый.",
    "zh": "一九九八年以来\u3000没有人看过甲板下面。一切都很旧，\n木头已经烂了。",
}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", SAID)
def test_text_of_16_bits_without_a_byte_order_mark_is_read(language: str, encoding: str) -> None:
    for name in ("a.txt", "a.srt"):
        words = SAID[language] if name == "a.txt" else f"00:00:01,000 --> 00:00:02,000\n{SAID[language]}\n"
        assert SAID[language][:4] in read(words.encode(encoding), name).text


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\0\0\0\x03\0\x08\x02",
        b"RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0",
        bytes(range(256)) * 4,
        "It sails. ".encode("utf-32-le"),
        b"It sails. \0 It is late. ",
    ],
)
def test_what_has_nulls_and_is_no_text_of_16_bits_is_binary(raw: bytes) -> None:
    with pytest.raises(TranscriptError, match=r"^a\.txt: this is a binary file, not text$"):
        extract(raw, "a.txt")
