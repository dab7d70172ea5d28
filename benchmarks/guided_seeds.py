"""The small valid inputs that each target of guided_fuzz.py begins from."""

import io
import json
import zipfile

from fuzz import zipped

PARTED = "\x1e"
SAID = (
    "Harbour talk\n1 May 2020\n\nThe ferry sails at noon. “It is late. We pay,” said Ann Lee, president of the port.\n"
    "\nBo Ray: In Larkhaven no. 5 cost $2,350.5 million.\nAnn Lee: Mr. Ray said it.\nBo Ray: U.S. money.\n"
)


def word_file() -> dict[str, bytes]:
    """The members of a small Word document."""
    from docx import Document

    document, stream = Document(), io.BytesIO()
    document.add_paragraph("The ferry sails at noon. It is late.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Bo Ray"
    table.cell(0, 0).merge(table.cell(0, 1))
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pdf_file() -> bytes:
    """A PDF of two pages."""
    from fpdf import FPDF

    page = FPDF()
    page.set_compression(False)
    for words in ("The ferry sails at noon. It is late.", "1. We pay."):
        page.add_page()
        page.set_font("helvetica", size=12)
        page.multi_cell(0, 6, words)
    return bytes(page.output())


WORD = word_file()
_CUES = (
    "00:00:01{0}000 --> 00:00:02{0}000\n<v Ann>It rains.\n\n"
    "00:00:05{0}000 --> 00:00:09{0}000\n- BO RAY: {{\\b}}It &amp; pours.\n"
)
_ROWS = [{"text": "It rains. It pours.", "speaker": "Ann", "time": "00:12"}, {"text": "We pay.", "speaker": "Bo"}]
_DOCUMENTS = [{"text": "It rains.", "title": "Rain", "date": "2020-05-01", "people": ["Ann Lee"], "id": 5}]
_TURNS = [
    b"Who is she?\x1eWho is Ann Lee?\x1eAnn Lee built two ferries in Larkhaven in 2020.",
    b"And the second one?\x1eHow many ferries sail to the pier?\x1eThe Lark, the Wren and the Kite.",
    b"two years earlier?\x1eWhat was built in 2020?\x1eA pier.",
    b"how many of them\x1eHow many tonnes did it carry?\x1e5",
]
SEEDS: dict[str, list[bytes]] = {
    "txt": [SAID.encode(), b"[00:00:01] ANN LEE\nIt rains.\n\n[00:00:09] BO RAY\nIt pours.\n", SAID.encode("utf-16")],
    "html": [
        b'<html lang="en"><meta charset="utf-8"><meta name="date" content="2020-05-01"><title>Talk</title><nav>a</nav>'
        b"<article><h1>Talk</h1><p>It rains &amp; pours.<br>We pay.</article>",
        "<meta charset=cp1252><p>Caf\xe9. It rains.".encode("cp1252"),
    ],
    "srt": [f"1\n{_CUES.format(',')}".encode()],
    "vtt": [f"WEBVTT\n\n{_CUES.format('.')}".encode()],
    "json": [json.dumps({"title": "a", "segments": _ROWS}).encode(), json.dumps(_DOCUMENTS).encode()],
    "jsonl": ["\n".join(map(json.dumps, rows)).encode() for rows in (_ROWS, _DOCUMENTS)],
    "csv": [b'text,speaker,time\n"It rains, it pours.",Ann,00:12\nWe pay.,Bo,5\n', b"id;title;text\n5;a;It rains.\n"],
    "pdf": [pdf_file()],
    "docx": [WORD["word/document.xml"]],
    "zip": [zipped({"a.txt": SAID.encode(), "in/b.srt": b"x"}), b"in/a.txt\x1eIt rains. It pours.\x1e../b.txt\x1ea"],
    "sentences": [SAID.encode(), "会议开始。\u201cIt rains.\u201d he said. a.m. on".encode()],
    "facts": [SAID.encode(), b"From 5 to 7 million tonnes, 1 Sept 2020, 12:30 p.m., a third of 2.5bn, the fifth year."],
    "question": _TURNS,
    "followups": _TURNS,
    "surveys": [
        b"Which meetings held in May 2020 mention both the ferry and the pier?",
        b'Compare what Ann Lee and Bo Ray said about "peat". How many of the cities pay?',
        b"Which was the largest sum in each talk?",
        b"Please summarize the meetings with Ann Lee, or the talk about peat.",
        b"What was said about the ferry? Summarize \xe2\x80\x9cHarbour talk\xe2\x80\x9d",
    ],
    "narrowing": [
        b"What was said in the December meetings?\x1e2019\x1e2020-05",
        b"when he met Ann Lee in the 1 May 2020 talk",
        b"in meetings between May 2019 and June 2020, in \xe2\x80\x9cHarbour talk\xe2\x80\x9d",
    ],
    "spelling": [b"fotograph larkhavn lightship ferrypier"],
    "checks": [
        f"{SAID}{PARTED}{SAID}".encode(),
        b"Ann Lee did not pay 5 million in May.\x1eAnn Lee paid about 5m in June",
    ],
}
