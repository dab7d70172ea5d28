"""Input made to break or stall the reading of it: refused in one line, or read in time with every offset verbatim."""

import io
import os
import time
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT, write_corpus
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.corpus.attendance import attending
from assistant.corpus.attribution import Roll, attributed_speaker
from assistant.corpus.dates import date_spans
from assistant.corpus.figures import read_figures
from assistant.corpus.files import transcript_files
from assistant.corpus.formats.archive import MAX_MEMBERS, members
from assistant.corpus.formats.dispatch import SUFFIXES, extract
from assistant.corpus.formats.extracted import Extracted
from assistant.corpus.headers import is_debris
from assistant.corpus.loading import MAX_BYTES, load_transcripts
from assistant.corpus.marks import Mark, as_rows, from_rows, merged
from assistant.corpus.names import names_in
from assistant.corpus.passages import split_into_passages
from assistant.corpus.people import people_in
from assistant.corpus.sentences import MAX_CHARACTERS, paragraph_spans, sentence_spans
from assistant.corpus.transcripts import Transcript, read_extracted
from assistant.corpus.turns import turns_in
from assistant.errors import TranscriptError
from assistant.followups.lines import read_turn
from assistant.questions.question import read_question
from assistant.verification.checks.calendar_words import dates_borne_out
from assistant.verification.checks.figures import Mismatch, mismatches, quantities

SECONDS = 5.0  # of processor time; benchmarks/fuzz.py holds it for 1 MB, and at a fifth what is quadratic still shows
CHARACTERS = 200_000
# Pieces of what real files hold, so that random text reaches the branches; then anything at all.
_PIECES = st.sampled_from(
    [
        *"“”\"'«»()[]<>{}.,:;!?…-–|/\\*#&",
        *(" ", "\n", "\n\n", "\t", "\r\n", "\0", "\u200b", "\u202e", "\u2028", "\ufeff", "\ud800", "é", "会议。"),
        *("שלום", "👩‍👩‍👧", "2,350.5", "president of the", "text,speaker"),
        *("Ann Lee", "Bo Ray:", "[00:12:03]", "said", "Mr.", "U.S.", "No. 5", "1 May 2020", "It pours"),
        *("00:00:01,000 --> 00:00:02,000", "<v Ann>", "<b>", "</p>", "<script>", '{"text": "It rains."}'),
        *("It rains.", "We pay", "in Larkhaven", "http://a.b/c?d=e", "Home / News /"),
    ]
)  # fmt: skip
TEXTS = st.lists(_PIECES | st.text(max_size=6), max_size=60).map("".join)


def check(transcript: Transcript) -> None:
    """Every sentence is stored words, whole inside its passage, in order, and of a length that can be shown."""
    transcript.text.encode()
    for passage in split_into_passages(transcript):
        last = passage.start
        for sentence in passage.sentences:
            words = transcript.text[sentence.start : sentence.end]
            assert words
            assert words == words.strip()
            assert len(words) <= MAX_CHARACTERS
            assert last <= sentence.start < sentence.end <= passage.end
            assert "\0" not in words
            last = sentence.end


def read_or_refuse(raw: bytes, name: str) -> None:
    """Reading ``raw`` gives sentences that hold, or a refusal of one line that names the file."""
    try:
        if name.endswith(".zip"):
            list(members(raw, name))
        else:
            for extracted in extract(raw, name):
                check(read_extracted(extracted, name, default_title="a"))
    except TranscriptError as error:
        if "\n" in str(error) or not str(error).startswith(name):
            pytest.fail(f"not one line about {name}: {error!r}")


@given(TEXTS, st.sampled_from(SUFFIXES))
@example("[00:00:01] A:\n[00:00:02] A:\n", ".txt")
@example("a\0b. " * 3000, ".txt")
def test_any_text_in_any_format_is_read_verbatim_or_refused_in_one_line(text: str, suffix: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    read_or_refuse(raw, f"a{suffix}")


@given(
    st.binary(max_size=400),
    st.sampled_from(SUFFIXES),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04"]),
)
def test_any_bytes_are_read_or_refused(raw: bytes, suffix: str, head: bytes) -> None:
    read_or_refuse(head + raw, f"a{suffix}")


@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject, whole_files: dict[str, bytes]) -> None:
    suffix = data.draw(st.sampled_from(sorted(whole_files)))
    raw = bytearray(whole_files[suffix])
    for _ in range(data.draw(st.integers(1, 12))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(bytes(raw[: data.draw(st.integers(0, len(raw)))]), f"a{suffix}")


@pytest.fixture(scope="module")
def whole_files() -> dict[str, bytes]:
    """One good file of each kind that is not text."""
    from docx import Document
    from fpdf import FPDF

    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=12)
    page.multi_cell(0, 6, "The ferry sails at noon. It is late.")
    document, stream = Document(), io.BytesIO()
    document.add_paragraph("The ferry sails at noon. It is late.")
    document.save(stream)
    return {".pdf": bytes(page.output()), ".docx": stream.getvalue(), ".zip": zipped({"a.txt": b"It rains. " * 50})}


@given(TEXTS, TEXTS, TEXTS)
def test_any_line_after_any_history_is_read_as_a_question(line: str, asked: str, told: str) -> None:
    turn = read_turn(line, [(asked, told)], {"ferri": 3})
    turn.standalone.encode()
    read_question(turn.standalone, {"ferri": 3, "pier": 1}, 10)


@given(TEXTS)
def test_spans_are_ordered_and_apart(text: str) -> None:
    for spans in (paragraph_spans(text), sentence_spans(text), [(a, b) for a, b, _ in date_spans(text)]):
        assert all(0 <= a < b <= len(text) for a, b in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(st.lists(st.builds(Mark, st.integers(0, 9), st.none() | st.integers(1, 9), st.none() | st.integers(0, 9))))
def test_marks_are_stored_as_they_are(marks: list[Mark]) -> None:
    whole = merged(marks)
    assert from_rows(as_rows(whole)) == whole
    assert [mark.offset for mark in whole] == sorted({mark.offset for mark in marks})


# Time

SLOW = {
    "full stops": ".",
    "closing brackets": ".)))))",
    "speech and spaces": "said       ",
    "quoted speech": "“It rains. It pours,” said Ann Lee. ",
    "breadcrumbs": "a  /  ",
    "capitals": "Aa ",
    "commas": "a, a, a, ",
    "dates": "1 May 2020 ",
    "spaces": " ",
    "digits": "7",
    "label lines": "Ann Lee: yes\n",
    "stamps": "[00:12:03] ",
    "quotes": '“a "b ‘c',
    "abbreviations": "U.S. ",
    "according": "according to ",
    "half dates": "1 May ",
    "initials": "A.",
    "words before speech": "a " * 700 + "said. ",
    "speech before words": "said the " + "a " * 28 + ", ",
}


@pytest.mark.parametrize("kind", SLOW)
def test_a_text_made_to_be_slow_is_read_in_time(kind: str) -> None:
    text = f"It sails, said Ann Lee. {SLOW[kind] * (CHARACTERS // len(SLOW[kind]))} “It sank,” said Bo Ray.\n\nIt ends."
    begin = time.process_time()
    is_debris(text)
    spans = paragraph_spans(text)
    turns_in(text, spans)
    names_in(text)
    people_in(text)
    date_spans(text)
    for a, b in spans:
        for span in sentence_spans(text, a, b):
            attributed_speaker(text[slice(*span)], Roll.of(()))
    assert time.process_time() - begin < SECONDS


def test_a_record_of_thousands_of_speakers_is_read_in_time() -> None:
    names = [f"Ann{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)} Lee" for i in range(5000)]
    begin = time.process_time()
    transcript = read_extracted(Extracted("".join(f"It pours, said {name}. " for name in names)), "a")
    passages = split_into_passages(transcript)
    assert time.process_time() - begin < SECONDS
    assert [sentence.speaker for passage in passages for sentence in passage.sentences] == names


def test_a_follow_up_to_a_run_of_capitals_is_read_in_time() -> None:
    begin = time.process_time()
    read_turn("Did he pay?", [(f"Did {'N' * 1500}it pay?", "4")], {})
    assert time.process_time() - begin < SECONDS


def test_a_question_after_a_history_of_a_megabyte_is_read_in_time() -> None:
    told = "The President of Norland Ann Lee said that 7 ferries and the old pier’s deck were sold. " * 12_000
    begin = time.process_time()
    turn = read_turn("And what did she say about it?", [(told, told)] * 3, {"ferri": 3})
    assert time.process_time() - begin < SECONDS
    assert len(turn.standalone) < 5000


# Letters and figures


@pytest.mark.parametrize(
    "text", ["1 ſept 2020", "5 thouſand", "the ſecond", "one fıfth of it", "half a bıllion", "laſt year"]
)
def test_letters_that_match_ascii_ones_without_case_are_read_as_those(text: str) -> None:
    plain = text.replace("ſ", "s").replace("ı", "i")
    assert date_spans(text) == date_spans(plain)
    assert [q.value for q in quantities(text)] == [q.value for q in quantities(plain)]
    assert [f.value for f in read_figures(text)] == [f.value for f in read_figures(plain)]
    assert dates_borne_out(text, plain)


@pytest.mark.parametrize("digits", [400, 5000])
def test_a_figure_of_too_many_digits_is_a_figure(digits: int) -> None:
    assert mismatches(f"The {'1' * digits}th", "The 2nd") == {Mismatch.FIGURE}


def test_a_character_of_too_many_digits_is_none() -> None:
    raw = f"00:00:01,000 --> 00:00:02,000\nIt &#{'9' * 5000}; rains.\n".encode()
    assert extract(raw, "a.srt")[0].text == "It \ufffd rains."


# Files


def zipped(contents: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return stream.getvalue()


def refused(tmp_path: Path, name: str, content: bytes) -> str:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TranscriptError) as caught:
        load_transcripts(tmp_path / name, name)
    return str(caught.value)


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "in/../../a.txt", "..\\a.txt", "C:/a.txt"])
def test_a_member_that_points_out_of_its_archive_is_refused(tmp_path: Path, name: str) -> None:
    assert "points out of the archive" in refused(tmp_path, "talks.zip", zipped({name: b"It sails."}))


@pytest.mark.parametrize("name", [b"././", b"/./.", b"\0QQQ", b".///"])
def test_a_member_without_a_name_costs_no_other_member(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / "talks.zip"
    path.write_bytes(zipped({"a.txt": b"It sails.", "QQQQ": b"x"}).replace(b"QQQQ", name))
    assert [t.source for t in load_transcripts(path, "talks.zip").transcripts] == ["talks.zip/a.txt"]


def test_a_word_document_whose_parts_cannot_be_unpacked_is_refused(whole_files: dict[str, bytes]) -> None:
    raw = bytearray(whole_files[".docx"])
    raw[60] ^= 0xFF
    with pytest.raises(TranscriptError, match="not a Word document that can be read"):
        extract(bytes(raw), "a.docx")


def test_a_word_document_whose_table_lacks_what_it_must_say_is_refused() -> None:
    from docx import Document

    document, stream, told = Document(), io.BytesIO(), io.BytesIO()
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].merge(row.cells[1])
    document.save(stream)
    with zipfile.ZipFile(stream) as whole, zipfile.ZipFile(told, "w") as lacking:
        for member in whole.namelist():
            lacking.writestr(member, whole.read(member).replace(b'<w:gridSpan w:val="2"/>', b"<w:gridSpan/>"))
    with pytest.raises(TranscriptError, match=r"^a\.docx: not a Word document that can be read"):
        extract(told.getvalue(), "a.docx")


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    message = refused(tmp_path, "talks.zip", zipped({"in.zip": zipped({"a.txt": b"It sails."})}))
    assert "in.zip: .zip is none of" in message


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({"a.txt": b"It rains. " * 3_000_000}), "a zip bomb"),
        (zipped({f"{i}.txt": b"" for i in range(MAX_MEMBERS + 1)}), "over the limit of 10000"),
    ],
    ids=["ratio", "members"],
)
def test_a_zip_bomb_is_refused_unopened(tmp_path: Path, content: bytes, reason: str) -> None:
    assert reason in refused(tmp_path, "talks.zip", content)


def test_a_member_that_is_larger_than_the_archive_says_is_refused(tmp_path: Path) -> None:
    honest = zipped({"a.txt": b"It rains. " * 1000})
    size = (10_000).to_bytes(4, "little")
    assert honest.count(size) == 2
    assert "cannot be unpacked" in refused(tmp_path, "talks.zip", honest.replace(size, (50).to_bytes(4, "little")))


def test_billion_laughs_in_a_word_document_are_refused(tmp_path: Path, whole_files: dict[str, bytes]) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><d>&l11;</d>'.encode()
    with zipfile.ZipFile(io.BytesIO(whole_files[".docx"])) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents["word/document.xml"] = bomb
    begin = time.process_time()
    assert "declares entities" in refused(tmp_path, "a.docx", zipped(contents))
    assert time.process_time() - begin < SECONDS


def test_an_oversize_file_is_refused_by_name_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(TranscriptError, match=r"^a\.txt: 64 MB is over the limit of 64 MB; split it"):
        load_transcripts(path, "a.txt")


def test_links_that_lead_out_of_the_corpus_are_not_followed(tmp_path: Path) -> None:
    write_corpus(
        tmp_path, {"corpus/a.txt": "It sails. We pay.", "out/b.txt": "Secret.", "out/a.meta.yaml": "title: Secret"}
    )
    (tmp_path / "corpus" / "b.txt").symlink_to(tmp_path / "out" / "b.txt")
    (tmp_path / "corpus" / "in").symlink_to(tmp_path / "out")
    (tmp_path / "corpus" / "a.meta.yaml").symlink_to(tmp_path / "out" / "a.meta.yaml")
    assert [path.name for path in transcript_files(tmp_path / "corpus")] == ["a.txt"]
    assert load_transcripts(tmp_path / "corpus" / "a.txt", "a.txt").transcripts[0].title == "a"


def test_a_name_with_quotes_breaks_and_turned_writing_is_told_on_one_line(tmp_path: Path) -> None:
    name = 'it\'s "a"\n\u202efdp.txt'
    message = refused(tmp_path, name, b"\x89PNG\0\0")
    assert "\n" not in message
    assert "\u202e" not in message
    assert 'it\'s "a"\\n\\u202efdp.txt: this is a binary file' in message


def test_a_sidecar_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    rows = ["a0: &a0 [x, x]", *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]" for i in range(1, 40))]
    write_corpus(tmp_path, {"a.txt": "It sails.", "a.meta.yaml": "\n".join(rows)})
    with pytest.raises(TranscriptError, match=r"a\.meta\.yaml: unknown field"):
        load_transcripts(tmp_path / "a.txt", "a.txt")


def test_a_pipe_among_the_files_does_not_stall_the_reading(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"a.txt": "It sails."})
    os.mkfifo(tmp_path / "b.txt")
    assert [path.name for path in transcript_files(tmp_path)] == ["a.txt"]


def test_the_table_of_hostile_inputs_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import fuzz

    results = [fuzz.outcome(action) for kind, _, action in fuzz.cases(0.0005) if "MB" not in kind]
    assert len(results) > 300
    assert all("sentences" in found or "refused" in found for _, found in results)


@pytest.mark.parametrize(
    "line",
    [
        "- Present:" + "\t" * 1900 + "_\n",
        "Present: x" + "\t" * 1900 + "y\n",
        "- Present\n",
        "Attendees\n" + "- Ann Lee\n" * 30,
        "Attendees\n",
    ],
)
def test_lists_of_who_is_present_are_read_in_time(line: str) -> None:
    text = line * (5 * CHARACTERS // len(line))
    paragraphs = paragraph_spans(text)
    begun = time.process_time()
    attending(text, paragraphs)
    assert time.process_time() - begun < SECONDS
