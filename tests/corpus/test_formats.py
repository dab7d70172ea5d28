"""Files of every format, read as a keeper's folder has them: what they say, on which page, when, by whom."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import write_corpus

from assistant.corpus.dates import Date
from assistant.corpus.files import container
from assistant.corpus.formats.text import decoded
from assistant.corpus.languages import language_name
from assistant.corpus.loading import load_transcripts
from assistant.corpus.marks import page_at, time_at
from assistant.corpus.passages import Sentence, split_into_passages
from assistant.corpus.transcripts import Transcript
from assistant.errors import TranscriptError

Load = Callable[[str, bytes | str], Transcript]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Reads a file with this name and content, which is one transcript."""

    def read(name: str, content: bytes | str) -> Transcript:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (transcript,) = load_transcripts(path, name).transcripts
        return transcript

    return read


def sentences(transcript: Transcript) -> dict[str, Sentence]:
    """Every sentence that can be cited, by its words."""
    found = [s for passage in split_into_passages(transcript) for s in passage.sentences]
    return {transcript.text[s.start : s.end]: s for s in found}


def pages(transcript: Transcript) -> dict[str, int | None]:
    return {words: page_at(transcript.marks, s.start) for words, s in sentences(transcript).items()}


def times(transcript: Transcript) -> dict[str, str | None]:
    return {words: time_at(transcript.marks, s.start) for words, s in sentences(transcript).items()}


def speakers(transcript: Transcript) -> dict[str, str | None]:
    return {words: s.speaker for words, s in sentences(transcript).items()}


# PDF


def pdf(*page_texts: str, head: str = "", password: str = "") -> bytes:
    from fpdf import FPDF

    document = FPDF()
    document.set_title("Harbour hearing")
    for number, text in enumerate(page_texts, 1):
        document.add_page()
        document.set_font("helvetica", size=12)
        if head:
            document.cell(0, 10, f"{head} {number}", new_x="LMARGIN", new_y="NEXT")
        document.multi_cell(0, 6, text)
    if password:
        document.set_encryption(owner_password=password, user_password=password)
    return bytes(document.output())


LONG = "The harbour board met at noon to hear how the new ferry would be paid for by the town and by its people. "


def test_a_sentence_of_a_pdf_knows_its_page_and_is_whole_across_lines(load: Load) -> None:
    transcript = load("a.pdf", pdf(LONG * 3 + "The old pier stays.", "It costs two million. " + LONG))
    assert transcript.title == "Harbour hearing"
    assert pages(transcript) == {LONG.strip(): 2, "The old pier stays.": 1, "It costs two million.": 2}
    assert "\n" not in "".join(sentences(transcript))


def test_running_heads_and_page_numbers_of_a_pdf_are_left_out(load: Load) -> None:
    texts = [f"Part {word} was read. The {word} of them sat. {word.title()} left." for word in ("one", "two", "three")]
    transcript = load("a.pdf", pdf(*texts, head="Page"))
    assert "Page" not in transcript.text
    assert pages(transcript)["Part two was read."] == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf(LONG, password="secret"), "encrypted; save it without a password"),
        (pdf("", ""), "no text on its 2 pages, so it is a scan; run it through OCR"),
        (b"%PDF-1.7\nnothing", "not a PDF that can be read"),
    ],
    ids=["encrypted", "scanned", "damaged"],
)
def test_a_pdf_that_cannot_be_read_is_refused_by_name_with_the_reason(load: Load, content: bytes, reason: str) -> None:
    with pytest.raises(TranscriptError, match=rf"^a\.pdf: .*{reason}"):
        load("a.pdf", content)


# Word


def docx(title: str = "", *, page_break_before: str = "") -> bytes:
    from docx import Document
    from docx.oxml import OxmlElement

    document = Document()
    document.core_properties.title = title
    document.add_paragraph("The council met on Monday. It rained.")
    for words in ("The ferry was late.", "Nobody minded."):
        paragraph = document.add_paragraph()
        run = paragraph.add_run()
        if words == page_break_before:
            run._r.append(OxmlElement("w:lastRenderedPageBreak"))
        run.add_text(words)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Ferries", "Two were bought."
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_line_break_of_word_parts_who_speaks_from_the_words_alone(load: Load) -> None:
    from docx import Document

    document = Document()
    for words in ("Ann Lee   0:05\nWe build.", "Bo Ray\t1:11\nNo, it is\ntoo dear.", "Ann Lee   1:20\nWe sail."):
        document.add_paragraph(words)
    stream = io.BytesIO()
    document.save(stream)
    transcript = load("a.docx", stream.getvalue())
    assert speakers(transcript) == {"We build.": "Ann Lee", "No, it is too dear.": "Bo Ray", "We sail.": "Ann Lee"}
    assert times(transcript)["No, it is too dear."] == "00:01:11"


def test_a_line_break_of_word_behind_a_heading_parts_nothing(load: Load) -> None:
    from docx import Document

    document = Document()
    for words in ("Total Toll:\nIt is four crowns.", "Crew Size:\nSix row."):
        document.add_paragraph(words)
    stream = io.BytesIO()
    document.save(stream)
    assert load("a.docx", stream.getvalue()).text == "Total Toll: It is four crowns.\n\nCrew Size: Six row."


def test_a_word_document_gives_its_paragraphs_and_tables_in_order(load: Load) -> None:
    transcript = load("a.docx", docx("Minutes"))
    assert transcript.title == "Minutes"
    assert transcript.text == (
        "The council met on Monday. It rained.\n\nThe ferry was late.\n\nNobody minded.\n\nFerries | Two were bought."
    )
    assert set(pages(transcript).values()) == {None}


def test_a_word_document_that_word_laid_out_keeps_its_pages(load: Load) -> None:
    found = pages(load("a.docx", docx("Minutes", page_break_before="Nobody minded.")))
    assert found["It rained."] == found["The ferry was late."] == 1
    assert found["Nobody minded."] == 2


def test_a_word_document_with_a_link_to_a_part_that_is_not_in_it_is_read(load: Load) -> None:
    whole, made = zipfile.ZipFile(io.BytesIO(docx("Minutes"))), io.BytesIO()
    links = "word/_rels/document.xml.rels"
    lost = """<Relationship Id="rId77" Target="media/gone.png"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>"""
    with zipfile.ZipFile(made, "w") as lacking:
        for name in whole.namelist():
            part = whole.read(name)
            if name == links:
                part = part.replace(b"</Relationships>", lost.encode() + b"</Relationships>")
            if name != "word/numbering.xml":
                lacking.writestr(name, part)
    assert lost.encode() in zipfile.ZipFile(made).read(links)
    read, before = load("a.docx", made.getvalue()), load("a.docx", docx("Minutes"))
    assert (read.text, read.title, pages(read)) == (before.text, "Minutes", pages(before))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "encrypted or old Office file"),
        (b"PK\x03\x04nothing", "damaged archive"),
    ],
)
def test_a_word_document_that_cannot_be_read_is_refused(load: Load, content: bytes, reason: str) -> None:
    with pytest.raises(TranscriptError, match=rf"^a\.docx: .*{reason}"):
        load("a.docx", content)


# HTML

PAGE = """<!doctype html><html lang="de"><head><title>Harbour News - Ferry talk</title>
<meta property="article:published_time" content="2021-05-12T10:00:00Z"><script>var sold = "no";</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ferry talk</h1><p>The <b>ferry</b> sails&nbsp;at noon.<br>It is late.</p><ul><li>Two were bought.</li></ul>
<p>“We paid,” said the mayor of the town when she was asked about it.</p></article>
<footer>All rights reserved</footer></body></html>"""


def test_a_web_page_gives_its_article_without_menus_and_scripts(load: Load) -> None:
    transcript = load("a.html", PAGE)
    assert (
        list(sentences(transcript))
        == [
            "Ferry talk",
            "The ferry sails at noon.",
            "It is late.",
            "Two were bought.",
            "“We paid,” said the mayor of the town when she was asked about it.",
        ][1:]
    )
    assert (transcript.title, transcript.date, transcript.language) == ("Ferry talk", Date(2021, 5, 12), "de")


def test_a_web_page_is_read_in_the_encoding_it_declares(load: Load) -> None:
    page = '<meta charset="windows-1251"><p>Паром отходит в полдень.</p>'
    assert load("a.html", page.encode("cp1251")).text == "Паром отходит в полдень."


# Subtitles

SRT = """1
00:00:01,000 --> 00:00:03,500
<i>We will build</i>

2
00:00:03,600 --> 00:00:05,000
two ferries. They sail

3
01:12:03,000 --> 01:12:05,000
in autumn.
"""
VTT = """WEBVTT

NOTE made by hand

00:01.000 --> 00:02.000 align:start
<v Ann Lee>The pier is old.

00:02.500 --> 00:04.000
<v Bo Ray>The timber &amp; the deck are rotten.
"""
ROLLING = """WEBVTT

00:01.000 --> 00:02.000
we will build

00:02.000 --> 00:03.000
we will build
two ferries

00:03.000 --> 00:04.000
two ferries
"""


def test_subtitles_become_sentences_with_the_second_they_begin_at(load: Load) -> None:
    transcript = load("a.srt", SRT)
    assert times(transcript) == {"We will build two ferries.": "00:00:01", "They sail in autumn.": "00:00:03"}


def test_voices_of_subtitles_are_speakers(load: Load) -> None:
    transcript = load("a.vtt", VTT)
    assert speakers(transcript) == {"The pier is old.": "Ann Lee", "The timber & the deck are rotten.": "Bo Ray"}
    assert times(transcript)["The timber & the deck are rotten."] == "00:00:02"


def test_captions_that_roll_are_told_once(load: Load) -> None:
    assert load("a.vtt", ROLLING).text == "we will build two ferries"


# Rows


def test_rows_of_a_conversation_are_one_transcript_with_speakers_and_times(load: Load) -> None:
    table = 'speaker,time,text\nAnn Lee,00:01,We build. We sail.\nBo Ray,01:05,"No, we don\'t."\n'
    transcript = load("a.csv", table)
    assert speakers(transcript) == {"We build.": "Ann Lee", "We sail.": "Ann Lee", "No, we don't.": "Bo Ray"}
    assert times(transcript)["No, we don't."] == "00:01:05"


def test_a_table_of_a_call_may_write_its_fields_in_words(load: Load) -> None:
    transcript = load("a.csv", "Speaker Label,Start Time,Message\nAnn Lee,0:00:04,We build.\nBo Ray,0:01:05,No.\n")
    assert speakers(transcript) == {"We build.": "Ann Lee", "No.": "Bo Ray"}
    assert times(transcript) == {"We build.": "00:00:04", "No.": "00:01:05"}


def test_a_chat_has_its_senders_and_its_day(load: Load) -> None:
    rows = [
        {"user": "ann", "ts": "2025-03-19T09:02:11Z", "text": "We build."},
        {"from": "Bo Ray", "ts": "1742375000.0002", "message": "No."},
    ]
    transcript = load("a.json", json.dumps({"meeting": "Pier chat", "messages": rows}))
    assert speakers(transcript) == {"We build.": "ann", "No.": "Bo Ray"}
    assert (transcript.title, set(times(transcript).values())) == ("Pier chat", {None})
    assert str(load("b.json", json.dumps(rows[:1])).date) == "2025-03-19"


@pytest.fixture
def loads(tmp_path: Path) -> Callable[[str, object], list[tuple[str, str | None]]]:
    """Reads a file of rows; of each transcript in it the title and the day."""

    def read(name: str, content: object) -> list[tuple[str, str | None]]:
        path = tmp_path / name
        path.write_text("\n".join(map(json.dumps, content)) if isinstance(content, list) else json.dumps(content))
        return [(t.title, str(t.date) if t.date else None) for t in load_transcripts(path, name).transcripts]

    return read


ROWS = [{"text": "On 3 May 2021 they met."}, {"text": "On 7 June 2022 they met."}]
DATED = [("Toll", "2021-05-03"), ("Pier", "2022-06-07")]


@pytest.mark.parametrize(
    "said",
    [
        [{"from": "Ann Lee", "subject": "Toll"}, {"from": "Bo Ray", "subject": "Pier"}],
        [
            {"id": "a", "name": "Toll", "created_at": "2025-01-02T10:00:00Z"},
            {"id": "b", "name": "Pier", "created_at": "2025-01-02T10:00:00Z"},
        ],
        [{"id": "a", "user": "u1", "title": "Toll"}, {"id": "b", "user": "u1", "title": "Pier"}],
        [{"title": "Toll", "at": "Quay", "time": "soon"}, {"title": "Pier", "at": "Hall", "time": "soon"}],
    ],
)
def test_who_writes_a_document_and_when_makes_it_no_utterance(
    loads: Callable[[str, object], list[tuple[str, str | None]]], said: list[dict[str, str]]
) -> None:
    rows = [one | other for one, other in zip(ROWS, said, strict=True)]
    assert loads("export-2025-06-30.jsonl", rows) == DATED


def test_the_name_of_a_file_of_several_documents_dates_none(
    loads: Callable[[str, object], list[tuple[str, str | None]]],
) -> None:
    rows = [{"title": "Toll", "text": "They met."}, {"title": "Pier", "text": "On 7 June they met."}]
    assert loads("export-2025-06-30.jsonl", rows) == [("Toll", None), ("Pier", "--06-07")]
    assert loads("talk-2025-06-30.jsonl", rows[:1]) == [("Toll", "2025-06-30")]


def test_the_mails_of_one_subject_are_one_talk(load: Load) -> None:
    rows = [{"subject": "Toll", "from": name, "text": text} for name, text in (("Ann", "We build."), ("Bo", "No."))]
    assert speakers(load("a.json", json.dumps(rows))) == {"We build.": "Ann", "No.": "Bo"}


def test_documents_come_before_messages_and_entries_may_be_documents(
    loads: Callable[[str, object], list[tuple[str, str | None]]],
) -> None:
    documents = [one | {"title": title} for one, (title, _) in zip(ROWS, DATED, strict=True)]
    messages = [{"text": "Two were read."}]
    assert loads("a.json", {"messages": messages, "entries": messages, "documents": documents}) == DATED
    assert loads("b.json", {"title": "Feed", "entries": documents}) == DATED


def test_a_talk_over_midnight_is_one_of_its_first_day(load: Load) -> None:
    table = "timestamp,speaker,text\n2025-03-04 23:58:12,Ann,We build.\n2025-03-05 00:02:12,Bo,No.\n"
    transcript = load("a.csv", table)
    assert speakers(transcript) == {"We build.": "Ann", "No.": "Bo"}
    assert (transcript.source, str(transcript.date)) == ("a.csv", "2025-03-04")


def test_a_stamp_that_all_rows_share_is_no_day(load: Load) -> None:
    rows = [{"text": text, "created_at": "2025-01-02T10:00:00Z"} for text in ("On 3 May 2021 they met.", "It rained.")]
    assert str(load("a.json", json.dumps(rows)).date) == "2021-05-03"


def test_since_when_a_caption_stands_is_nobody(load: Load) -> None:
    rows = [{"from": 0.5, "to": 2, "text": "We build."}, {"from": "00:00:02", "to": 4, "text": "We sail."}]
    assert set(speakers(load("a.json", json.dumps(rows))).values()) == {None}


@pytest.mark.parametrize("table", ["speaker,text\nAnn,It sails.,\n", "speaker,text,\nAnn,It sails.,x\n"])
def test_a_table_may_have_empty_fields_and_fields_without_a_name(load: Load, table: str) -> None:
    assert load("a.csv", table).text == "It sails."


def test_what_a_speech_recogniser_writes_is_one_transcript(load: Load) -> None:
    segments = [{"start": 0.5, "end": 2, "text": " We build."}, {"start": 62.7, "text": " We sail.", "speaker": "Ann"}]
    transcript = load("a.json", json.dumps({"text": "We build. We sail.", "segments": segments}))
    assert times(transcript) == {"We build.": "00:00:00", "We sail.": "00:01:02"}
    assert speakers(transcript)["We sail."] == "Ann"


def test_rows_with_titles_are_a_transcript_each(tmp_path: Path) -> None:
    rows = [
        {"_id": "x/1", "title": "Ferry talk", "text": "It sails.", "date": "2021-05-12", "people": ["Ann Lee"]},
        {"_id": "x/1", "title": "Pier talk", "text": "It stands.", "language": "en", "places": "Larkhaven; Norby"},
        {"_id": "empty", "title": "Nothing", "text": ""},
    ]
    path = tmp_path / "talks.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    one, other = load_transcripts(path, "talks.jsonl").transcripts
    assert (one.source, one.title, one.date, one.people) == (
        "talks.jsonl#x/1", "Ferry talk", Date(2021, 5, 12), ("Ann Lee",),
    )  # fmt: skip
    assert (other.source, other.places, other.language) == ("talks.jsonl#x/1#2", ("Larkhaven", "Norby"), "en")


WINTER = {"source": "w", "title": "Winter session", "date": "2021-01-11", "speaker": "Ann Lee", "text": "It sails."}
REPLY = {"source": "w", "speaker": "Bo Ray", "text": "It sinks."}
SPRING = {"source": "s", "title": "Spring session", "date": "2022-04-02", "speaker": "Ann Lee", "text": "It stands."}


def nameless(row: dict[str, str]) -> dict[str, str]:
    return {field: value for field, value in row.items() if field != "source"}


@pytest.mark.parametrize(
    ("rows", "members"),
    [
        ([WINTER, REPLY, SPRING], ("#w", "#s")),
        ([WINTER, SPRING, REPLY], ("#w", "#s")),
        ([nameless(WINTER), nameless(REPLY), nameless(SPRING)], ("#1", "#3")),
        ([{**WINTER, "source": "city"}, {**REPLY, "source": "city"}, {**SPRING, "source": "city"}], ("#1", "#3")),
        ([{"id": 1, **nameless(WINTER)}, {"id": 1, **nameless(REPLY)}, {"id": 2, **nameless(SPRING)}], ("#1", "#2")),
        ([{"id": 1, **nameless(WINTER)}, {"id": 2, **nameless(REPLY)}, {"id": 1, **nameless(SPRING)}], ("#1", "#3")),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_rows_of_several_meetings_are_a_transcript_each_with_its_title_and_date(
    rows: list[dict[str, str]], members: tuple[str, str], wrapped: bool, tmp_path: Path
) -> None:
    path = tmp_path / "talks.json"
    path.write_text(json.dumps({"title": "All talks", "date": "1999-01-01", "data": rows} if wrapped else rows))
    found = [(t.source, t.title, str(t.date), t.text) for t in load_transcripts(path, "talks.json").transcripts]
    assert found == [
        (f"talks.json{members[0]}", "Winter session", "2021-01-11", "It sails.\n\nIt sinks."),
        (f"talks.json{members[1]}", "Spring session", "2022-04-02", "It stands."),
    ]


def test_a_table_of_several_days_gives_no_words_the_date_of_others(tmp_path: Path) -> None:
    table = "day,title,who,text\n2021-01-11T10:00:01,A,Ann Lee,It sails.\n2021-01-11T10:09:00,A,Bo Ray,It sinks.\n"
    path = tmp_path / "a.csv"
    path.write_text(f"{table}2022-04-02T10:00:00,A,Ann Lee,It stands.\n,B,Bo Ray,It leans.\n")
    found = [(t.source, str(t.date), t.text) for t in load_transcripts(path, "a.csv").transcripts]
    assert found == [
        ("a.csv#1", "2021-01-11", "It sails.\n\nIt sinks."),
        ("a.csv#3", "2022-04-02", "It stands."),
        ("a.csv#4", "None", "It leans."),
    ]


def test_rows_that_agree_or_number_what_is_said_are_one_transcript_with_their_title(load: Load) -> None:
    rows = [{"id": 1, **nameless(WINTER)}, {"id": 2, **nameless(REPLY)}, {"id": 3, **nameless(WINTER)}]
    transcript = load("talks.jsonl", "\n".join(map(json.dumps, rows)))
    assert (transcript.source, transcript.title) == ("talks.jsonl", "Winter session")
    assert transcript.text == "It sails.\n\nIt sinks.\n\nIt sails."
    said = "\n".join(json.dumps({"name": name, "time": 1, "text": "It sails."}) for name in ("Ann Lee", "Bo Ray"))
    assert load("talks.jsonl", said).title == "talks"


@pytest.mark.parametrize("field", ["title", "source"])
def test_what_comes_and_goes_with_the_speaker_parts_no_meeting(field: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"speaker,{field},text\nAnn Lee,Mayor,It sails.\nBo Ray,Clerk,It sinks.\nAnn Lee,Mayor,It stands.\n"
    )
    (transcript,) = load_transcripts(path, "a.csv").transcripts
    assert (transcript.source, transcript.title) == ("a.csv", "a")
    assert transcript.text == "It sails.\n\nIt sinks.\n\nIt stands."


def test_beside_microphones_an_id_tells_meetings_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,source,who,text\nx,mic,Ann,It sails.\nx,phone,Bo,It sinks.\ny,mic,Ann,It stands.\n")
    found = [(t.source, t.text) for t in load_transcripts(path, "a.csv").transcripts]
    assert found == [("a.csv#x", "It sails.\n\nIt sinks."), ("a.csv#y", "It stands.")]


HEAD = {"title": "Pier talk", "date": "2021-05-12", "people": ["Ann Lee"]}


def test_what_an_object_with_a_title_numbers_is_one_transcript(load: Load) -> None:
    items = [{"id": "1", "text": "It sails."}, {"id": "2", "text": "It sinks."}]
    transcript = load("a.json", json.dumps({**HEAD, "items": items}))
    assert (transcript.source, transcript.title, transcript.people) == ("a.json", "Pier talk", ("Ann Lee",))
    assert (str(transcript.date), transcript.text) == ("2021-05-12", "It sails.\n\nIt sinks.")


def test_what_an_object_says_holds_for_its_documents_unless_they_say_it(tmp_path: Path) -> None:
    documents = [
        {"headline": "Ferry talk", "published": "2022-04-02", "persons": ["Bo Ray"], "text": "It sails."},
        {"headline": "", "day": "Monday", "id": "x", "text": "It sinks."},
    ]
    path = tmp_path / "all.json"
    path.write_text(json.dumps({**HEAD, "documents": documents}))
    found = [(t.source, t.title, str(t.date), t.people) for t in load_transcripts(path, "all.json").transcripts]
    assert found == [
        ("all.json#1", "Ferry talk", "2022-04-02", ("Bo Ray",)),
        ("all.json#x", "Pier talk", "2021-05-12", ("Ann Lee",)),
    ]


def test_what_lies_in_one_object_as_documents_is_a_transcript_each(tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    path.write_text(json.dumps({"documents": [{"title": t, "text": f"It {t}."} for t in ("sails", "sinks")]}))
    found = [(t.source, t.title) for t in load_transcripts(path, "all.json").transcripts]
    assert found == [("all.json#1", "sails"), ("all.json#2", "sinks")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", "{", "not JSON"),
        ("a.json", "[1]", "row 1 is no object"),
        ("a.jsonl", '{"text": "It sails."}\nno', "row 2: not JSON"),
        ("a.csv", "who,what\nAnn,It sails.\n", "no field is named text"),
        ("a.csv", 'text\n"It sails.', "not a table"),
        ("a.csv", "who,text\nAnn,It sails.\n\nBo,No, it sank.\n", "row 2 has more fields .* a text with commas in it"),
        ("a.tsv", "who\ttext\nAnn\tIt sails.\tIt sank.\n", "row 1 has more fields .* a text with tabs in it"),
        ("a.srt", "It sails.\n", "no subtitles"),
        ("a.html", "<p></p>", "no words"),
        ("a.pages", "It sails.", "'?.pages'? is none of"),
    ],
)
def test_a_file_that_does_not_keep_its_format_is_refused_with_the_reason(
    load: Load, name: str, content: str, reason: str
) -> None:
    with pytest.raises(TranscriptError, match=reason):
        load(name, content)


# Archives


def zipped(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_members_of_an_archive_are_transcripts_with_their_paths_and_sidecars(tmp_path: Path) -> None:
    content = zipped(
        {
            "in/a.txt": "It sails.",
            "in/a.meta.yaml": "date: 2021-05-12",
            "b.csv": "speaker,text\nAnn Lee,It sank.\n",
            "__MACOSX/._a.txt": "x",
            "picture.png": "x",
            "c.pdf": "no pdf",
        }
    )
    (tmp_path / "talks.zip").write_bytes(content)
    loaded = load_transcripts(tmp_path / "talks.zip", "talks.zip", str(tmp_path))
    assert {t.source: str(t.date) for t in loaded.transcripts} == {
        "talks.zip/in/a.txt": "2021-05-12",
        "talks.zip/b.csv": "None",
    }
    assert [(source, "not a PDF" in reason) for source, reason in loaded.refused] == [("talks.zip/c.pdf", True)]


@pytest.mark.parametrize("sidecars", [("a.txt.meta.yaml",), ("a.meta.yaml",), ("a.txt.meta.yaml", "a.meta.yaml")])
def test_a_sidecar_in_an_archive_is_found_by_either_name_as_beside_a_file(
    sidecars: tuple[str, ...], tmp_path: Path
) -> None:
    talks = {"a.txt": "It sails.", **{name: f"title: {name}" for name in sidecars}}
    (tmp_path / "talks.zip").write_bytes(zipped(dict(talks)))
    write_corpus(tmp_path, talks)
    (inner,) = load_transcripts(tmp_path / "talks.zip", "talks.zip").transcripts
    (outer,) = load_transcripts(tmp_path / "a.txt", "a.txt").transcripts
    assert inner.title == outer.title == sidecars[0]


def test_a_bad_sidecar_in_an_archive_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "talks.zip").write_bytes(zipped({"a.txt": "It sails.", "a.txt.meta.yaml": "date: soon"}))
    with pytest.raises(TranscriptError, match=r"^talks\.zip/a\.txt\.meta\.yaml: the sidecar's date 'soon' is not"):
        load_transcripts(tmp_path / "talks.zip", "talks.zip")


def test_the_file_that_a_source_is_in_is_found(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"a.txt": "x", "in/talks.zip": "x", "rows.jsonl": "x"})
    found = {source: container(source, tmp_path) for source in ("a.txt", "in/talks.zip/b.txt", "rows.jsonl#x/1")}
    assert found == {
        "a.txt": tmp_path / "a.txt",
        "in/talks.zip/b.txt": tmp_path / "in/talks.zip",
        "rows.jsonl#x/1": tmp_path / "rows.jsonl",
    }
    assert not container("gone.zip/b.txt", tmp_path).exists()


# Encodings and languages

RUSSIAN = "Паром отходит в полдень. Причал очень старый, и его нужно чинить. Совет собрался вчера вечером в ратуше."
FRENCH = "Le bac part à midi. La jetée est très vieille et il faut la réparer. Le conseil s’est réuni hier à la mairie."


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16", "utf-32", "utf-8-sig"])
def test_the_encoding_of_a_text_is_found(encoding: str) -> None:
    assert decoded(RUSSIAN.encode(encoding), "a.txt") == RUSSIAN


@pytest.mark.parametrize(
    ("code", "name"), [("de", "German"), ("pt-BR", "Portuguese"), ("no", "Norwegian"), ("tlh", "tlh"), ("", "")]
)
def test_a_language_is_called_by_its_name_where_it_has_one(code: str, name: str) -> None:
    assert language_name(code) == name


def test_the_language_of_a_text_is_found(load: Load) -> None:
    assert load("a.txt", RUSSIAN).language == "ru"
    assert load("b.txt", FRENCH.encode("cp1252")).language == "fr"
    assert load("c.txt", "It sails.").language == "und"


# Speaker labels


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee: We build.\nBo Ray: No.\nAnn Lee: We sail.\n",
        "[00:00:01] ANN LEE\nWe build.\n\n[00:00:05] BO RAY\nNo.\n\n[00:12:03] ANN LEE\nWe sail.\n",
        "[00:00:01] Ann Lee: We build.\n[00:00:05] Bo Ray: No.\n[00:12:03] Ann Lee: We sail.\n",
        "00:00:01 Ann Lee: We build.\n00:00:05 Bo Ray: No.\n00:12:03 Ann Lee: We sail.\n",
        "ANN LEE (00:00:01): We build.\nBO RAY (00:00:05): No.\nANN LEE (00:12:03): We sail.\n",
        "Ann Lee  0:01\nWe build.\n\nBo Ray  0:05\nNo.\n\nAnn Lee  12:03\nWe sail.\n",
        "**Ann Lee:** We build.\n\n**Bo Ray:** No.\n\n**Ann Lee:** We sail.\n",
        "ANN LEE:\nWe build.\n\nBO RAY:\nNo.\n\nANN LEE:\nWe sail.\n",
        "Ann Lee (Chair, Harbour board): We build.\nBo Ray: No.\nAnn Lee: We sail.\n",
    ],
)
def test_labels_give_each_sentence_its_speaker(load: Load, text: str) -> None:
    transcript = load("a.txt", text)
    found = [(words.rsplit(" ", 2)[-1], (s.speaker or "").title()) for words, s in sentences(transcript).items()]
    assert found == [("build.", "Ann Lee"), ("No.", "Bo Ray"), ("sail.", "Ann Lee")]
    stamps = list(times(transcript).values())
    assert stamps == (["00:00:01", "00:00:05", "00:12:03"] if ":0" in text else [None] * 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "MR. BO RAY: We build.\n\nDR. IDA FELL, CHAIR: It costs.\n\nMRS. UNA POE: We sail.\n",
            ["MR. BO RAY", "DR. IDA FELL, CHAIR", "MRS. UNA POE"],
        ),
        (
            "Bo Ray:\nWe build.\n\nIda Fell:\nIt costs.\n\nUna Poe, Elm Trust:\nWe sail.\n",
            ["Bo Ray", "Ida Fell", "Una Poe, Elm Trust"],
        ),
        (
            "Operator\n\nWe build.\n\nIda Fell -- Elm Trust -- Treasurer\n\nIt costs.\n\nOperator\n\nAsk.\n\n"
            "Una Poe -- Analyst\n\nWhy?\n\nIda Fell -- Elm Trust -- Treasurer\n\nWe sail.\n",
            ["Operator", "Ida Fell", "Operator", "Una Poe", "Ida Fell"],
        ),
        ("Bo Ray\n(00:04)\nWe build.\n\nIda Fell\n(00:09)\nWe sail.\n", ["Bo Ray", "Ida Fell"]),
    ],
)
def test_labels_that_read_like_people_need_not_come_back(load: Load, text: str, expected: list[str]) -> None:
    found = sentences(load("a.txt", text))
    labels = [words for words in found if words.rstrip(":").partition(" -- ")[0] in expected]
    assert [s.speaker for words, s in found.items() if words not in labels] == expected
    assert all(found[words].speaker == words.rstrip(":").partition(" -- ")[0] for words in labels)


@pytest.mark.parametrize(
    "text",
    [
        "Next Steps\n\nWe build.\n\nOpen Questions\n\nWho pays?\n\nNext Steps\n\nWe sail.\n\nOpen Questions\n\nWho?\n",
        "Harbour Wall: at sea.\n\nFish Market: a hall.\n\nThe harbour wall and the fish market.\n\nElm Row: a row.\n",
        "Bo Ray: the ferry\n\nIda Fell: the pier\n\nUna Poe: the toll\n\nIt rained.\n",
        "Port Elm: Tolls rose.\n\nWest Elm: Tolls fell.\n\nElm Quay: I paid in Port Elm.\n",
        "Plum Cake: Bake it.\n\nEel Soup: Boil it.\n\nPea Salad: Toss it.\n",
        "Ray Corp: Shares rose.\n\nFell Airways: Shares fell.\n\nPoe Motors: Nothing was sold.\n",
        "Late Payment: A fee is due.\n\nForce Majeure: Nobody is liable.\n\nWhole Agreement: This is all.\n",
        "First Day: Bring your badge.\n\nLast Week: Meet your mentor.\n\nThird Month: Say what you learned.\n",
        "Clerk: Files the papers.\n\nOperator: Runs the crane.\n\nChair: Leads the talk.\n",
        "Chair: Ann Lee.\n\nElm Pier: We mend it.\n\nWest Pier: I saw it.\n\nEast Pier: It is shut.\n",
        "Plan\n\nTrade Outlook\n\nPort Risk\n\nToll Review\n\nTrade Outlook\n\nI rose.\n\nPort Risk\n\nWe fell.\n",
        "Plan Elm\n\nIt began.\n\nPlan Oak\n\nIt was cut.\n\nPlan Elm\n\nIt was moved.\n\nPlan Oak\n\nIt is shut.\n",
        "Grand Opening\n\n10:00\n\nIt begins.\n\nElm Choir\n\n11:30\n\nIt sings.\n",
        "Elm Row\n\nI live in Elm Row.\n\nOak Row\n\nWe met.\n\nElm Row\n\nI left.\n\nOak Row\n\nI did.\n",
    ],
)
def test_headings_and_entries_are_nobody(load: Load, text: str) -> None:
    transcript = load("a.txt", text)
    assert set(speakers(transcript).values()) == {None}
    assert not transcript.people


def test_names_alone_that_come_back_are_people_where_they_talk(load: Load) -> None:
    text = (
        "Pier talk\n\nBO RAY\n\nWhere is it?\n\nIDA FELL\n\nAt sea.\n\nBO RAY\n\nI see.\n\nIDA FELL\n\nAre you sure?\n"
    )
    found = speakers(load("a.txt", text))
    assert found["Where is it?"] == "BO RAY"
    assert found["At sea."] == found["Are you sure?"] == "IDA FELL"
    assert {"BO RAY", "IDA FELL"} <= set(found)


def test_a_label_that_is_passed_over_closes_the_turn_above(load: Load) -> None:
    text = (
        "MR RAY: I object.\n\nTHE WITNESS: I saw it.\n\nMS POE, CHAIR: Go on.\n\nIt is late.\n\n"
        "Elm Pier: It is shut.\n\nIt leaks.\n\nMRS FELL: I will.\n\nNote: It rained.\n\nRAY: No.\n"
    )
    found = [(words.rpartition(": ")[2], speaker) for words, speaker in speakers(load("a.txt", text)).items()]
    assert found == [
        ("I object.", "MR RAY"),
        ("I saw it.", "THE WITNESS"),
        ("Go on.", "MS POE, CHAIR"),
        ("It is late.", "MS POE, CHAIR"),
        ("It is shut.", None),
        ("It leaks.", None),
        ("I will.", "MRS FELL"),
        ("It rained.", None),
        ("No.", "RAY"),
    ]


def test_a_heading_alone_closes_the_turn_above(load: Load) -> None:
    text = "Operator\n\nI open.\n\nMs Poe\n\nWe sail.\n\nElm Pier\n\nIt is shut.\n\nOperator\n\nAsk.\n\nMs Poe\n\nNo.\n"
    found = speakers(load("a.txt", text))
    assert (found["We sail."], found["Elm Pier"], found["It is shut."]) == ("Ms Poe", None, None)


def test_a_turn_goes_on_over_its_paragraphs_and_its_title_is_kept(load: Load) -> None:
    text = "Harbour hearing\n\nAnn Lee: We build.\n\nIt takes a year.\n\nBo Ray: No.\n\nAnn Lee: We sail.\n"
    transcript = load("a.txt", text)
    assert transcript.title == "Harbour hearing"
    assert speakers(transcript)["It takes a year."] == "Ann Lee"


def test_colons_do_not_make_speakers(load: Load) -> None:
    text = "Note: it rained.\n\nFerry: a boat that crosses.\n\nPier: a place where it lands.\n\nNote: it stopped.\n"
    assert set(speakers(load("a.txt", text)).values()) == {None}
