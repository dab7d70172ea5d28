"""How long hostile input takes: texts made to be slow to read, and files made to be large.

    python benchmarks/fuzz.py [--megabytes 1] [--only WORD]

Each text is loaded, split into passages with their speakers, and held to its offsets; each question is read with a
history. Prints a table of Markdown: kind, MB, seconds of processor time (the machine may be busy), and what came of it.
"""

import argparse
import io
import json
import sys
import time
import zipfile
from collections.abc import Callable, Iterator

from assistant.corpus.figures import read_figures
from assistant.corpus.formats.dispatch import extract
from assistant.corpus.headers import is_debris
from assistant.corpus.languages import detected_language
from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import read_extracted
from assistant.errors import TranscriptError
from assistant.followups.lines import read_turn
from assistant.questions.question import read_question

MEGABYTE = 1_000_000
PIECES = {
    "one letter": "a",
    "one capital": "A",
    "capital words": "Aa Bb ",
    "single capitals": "A ",
    "possessives": "Aa's ",
    "commas": "a, a, ",
    "full stops": ".",
    "spaced full stops": ". ",
    "abbreviations": "U.S. ",
    "question marks and closers": '?")',
    "closing brackets": ".)))))",
    "digits": "7",
    "spaced digits": "7 ",
    "dates": "1 May 2020 ",
    "half dates": "1 May ",
    "spaces": " ",
    "line breaks": "\n",
    "spaces and breaks": " \n \n",
    "straight quotes": '"',
    "curly quotes": "“",
    "nested quotes": '“a "b ‘c',
    "quoted sentences": "“It rains. It pours,” said Ann Lee. ",
    "verbs of speech": "said ",
    "speech and spaces": "said       ",
    "according": "according to ",
    "offices": "president of the ",
    "breadcrumbs": "a  /  ",
    "bars": "|",
    "labels": "Ann Lee: ",
    "label lines": "Ann Lee: yes\n",
    "stamps": "[00:12:03] ",
    "stamp lines": "[00:12:03] ANN LEE\nIt rains.\n",
    "brackets": "([",
    "arrows": "00:00:01 --> 00:00:02\n",
    "cues": "00:00:01.000 --> 00:00:02.000\nIt rains.\n\n",
    "stars": "*",
    "dashes": "- ",
    "slashes": "//",
    "zero width": "a\u200b\u200d",
    "right to left": "\u202eabc\u202c אבג ",
    "combining": "e\u0301\u0301\u0301",
    "emoji": "👩‍👩‍👧 ",
    "Chinese": "会议开始。",
    "Chinese without stops": "会议开始",
    "nulls": "a\0",
    "surrogates": "a\ud800",
    "line separators": "It rains.\u2028\x85\x0b\x0c",
    "captions": "okay so we go and then they come\n",
    "speech": "so i went and it was a ",
    "sounds": "[Music] ",
    "open sounds": "[music and ",
    "hard wrap": "The ferry sails from the old pier to the new one\n",
    "HTML tags": "<b>",
    "HTML divs": "<div>a",
    "comments": "<!-- ",
    "entities": "&amp;",
    "objects": '{"text": "It rains."}\n',
    "open braces": "[",
    "CSV quotes": '"a""b",',
}


def texts(megabytes: float) -> Iterator[tuple[str, str]]:
    """Each kind with a text of it of ``megabytes``, and the same between two sentences and on one line with them."""
    for kind, piece in PIECES.items():
        text = piece * int(megabytes * MEGABYTE / len(piece.encode("utf-8", "surrogatepass")))
        yield kind, text
        yield f"{kind}, framed", f"Ferry talk\n\nIt sails said Ann Lee. {text} “It sank,” said Bo Ray.\n\nIt ends."


def read_as(suffix: str, raw: bytes) -> int:
    """Read ``raw`` as a file with this ending; the number of sentences, each verbatim and at most as long as allowed.

    Raises:
        TranscriptError: when it is refused.
    """
    sentences = 0
    for extracted in extract(raw, f"hostile{suffix}"):
        transcript = read_extracted(extracted, "hostile", default_title="hostile")
        for passage in split_into_passages(transcript):
            for sentence in passage.sentences:
                sentences += 1
                words = transcript.text[sentence.start : sentence.end]
                assert words
                assert words == words.strip()
                assert passage.start <= sentence.start < sentence.end <= passage.end
                read_figures(words)  # as at ingest
    return sentences


def outcome(action: Callable[[], int]) -> tuple[float, str]:
    """Seconds of processor time that ``action`` takes, and a count of sentences or why it was refused."""
    begin = time.process_time()
    try:
        found = f"{action()} sentences"
    except TranscriptError as error:
        found = f"refused: {str(error).split(':', 1)[1].strip()[:70]}"
    return time.process_time() - begin, found


def asked(text: str) -> int:
    """Read ``text`` as a question, alone, after a history of itself and as the history of another question."""
    for line, history in ((text, []), (text[:1900], [(text, text)]), ("And what did he say about it?", [(text, text)])):
        turn = read_turn(line, history, {})
        read_question(turn.standalone[:2000], {"ferri": 3}, 10)
    is_debris(text)
    return 0


def bombs() -> Iterator[tuple[str, str, bytes]]:
    """Files that unpack or expand to far more than they are: kind, ending, bytes."""
    yield "zip of zeros", ".docx", zipped({"word/document.xml": b"0" * 50 * MEGABYTE})
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    document = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><d>&l11;</d>'
    yield (
        "billion laughs",
        ".docx",
        zipped({"word/document.xml": document.encode(), "[Content_Types].xml": document.encode()}),
    )
    yield "deep JSON", ".json", b"[" * MEGABYTE
    yield "long number", ".json", b'{"text": ' + b"9" * MEGABYTE + b"}"
    yield "deep HTML", ".html", b"<div>" * 200_000 + b"It rains."
    yield "broken PDF", ".pdf", b"%PDF-1.7\n" + b"1 0 obj <<" * 100_000
    yield "endless PDF strings", ".pdf", b"%PDF-1.7\n" + b"(" * MEGABYTE
    yield "one line of 60 MB", ".txt", b"It rains and it pours and it snows, " * (60 * MEGABYTE // 36)


def zipped(members: dict[str, bytes]) -> bytes:
    """An archive of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def cases(megabytes: float) -> Iterator[tuple[str, float, Callable[[], int]]]:
    """Every case: its kind, its MB, and what to run."""
    for kind, text in texts(megabytes):
        raw = text.encode("utf-8", "replace")
        for suffix in (".txt", ".html", ".srt", ".csv", ".jsonl"):
            if suffix == ".txt" or "framed" not in kind:
                yield f"{kind} {suffix}", len(raw) / MEGABYTE, lambda s=suffix, r=raw: read_as(s, r)  # type: ignore[misc]
        row = json.dumps({"text": text}).encode()
        if "framed" not in kind:
            yield f"{kind} in JSON", len(row) / MEGABYTE, lambda r=row: read_as(".json", r)  # type: ignore[misc]
            yield f"{kind} asked", len(raw) / MEGABYTE, lambda t=text: asked(t)  # type: ignore[misc]
    for kind, suffix, raw in bombs():
        yield f"{kind} {suffix}", len(raw) / MEGABYTE, lambda s=suffix, r=raw: read_as(s, r)  # type: ignore[misc]


def main() -> None:
    """Print the table, the slowest kinds first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--only", default="", help="only kinds with this word in them")
    parser.add_argument("--rows", type=int, default=25, help="how many of the slowest to print")
    options = parser.parse_args()
    detected_language(
        "It rains and it pours, and nobody knows when it will stop raining in this town."
    )  # loads its model
    rows = []
    for kind, size, action in cases(options.megabytes):
        if options.only in kind:
            seconds, found = outcome(action)
            rows.append((seconds, kind, size, found))
            print(f"{seconds:7.2f} s  {kind}", file=sys.stderr, flush=True)
    if not rows:
        parser.error(f"no kind of input has {options.only!r} in its name")
    print("| input | MB | seconds | outcome |\n|---|---|---|---|")
    for seconds, kind, size, found in sorted(rows, reverse=True)[: options.rows]:
        print(f"| {kind} | {size:.2f} | {seconds:.2f} | {found} |")
    print(f"\n{len(rows)} inputs, the slowest {max(rows)[0]:.2f} s, the median {sorted(rows)[len(rows) // 2][0]:.2f} s")


if __name__ == "__main__":
    main()
