"""What guided_fuzz.py runs: a reader of bytes for each target."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
from fuzz import zipped
from guided_seeds import PARTED, SAID, WORD

from assistant.corpus.attribution import Roll, attributed_speaker
from assistant.corpus.dates import Date, date_spans, parse_date
from assistant.corpus.figures import comparable, read_figures
from assistant.corpus.formats.dispatch import extract
from assistant.corpus.languages import detected_language
from assistant.corpus.loading import load_transcripts
from assistant.corpus.names import names_in, own_names
from assistant.corpus.passages import Passage, Sentence, split_into_passages
from assistant.corpus.people import people_in
from assistant.corpus.periods import read_periods
from assistant.corpus.places import places_in
from assistant.corpus.sentences import MAX_CHARACTERS, paragraph_spans, sentence_spans
from assistant.corpus.transcripts import Transcript, read_extracted
from assistant.errors import AssistantError
from assistant.filters import Filters, make_filters
from assistant.followups.antecedents import Context
from assistant.followups.lines import LineKind, read_turn
from assistant.followups.standalone import standalone_question
from assistant.questions.framing import topic_words
from assistant.questions.parts_played import asked_part
from assistant.questions.phrases import phrases_in
from assistant.questions.question import read_question
from assistant.questions.requests import read_request
from assistant.questions.scopes import described, read_scope
from assistant.questions.spelling import joined_word, mended, sound, split_words
from assistant.questions.topics import topic_of
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.stored import Card, Spoken, StoredPassage
from assistant.surveys.asked_figures import read_asked
from assistant.surveys.collection import collection
from assistant.surveys.gist_requests import asked_gist
from assistant.surveys.sides import compares, read_sides
from assistant.surveys.verdicts import direction
from assistant.verification.checks.calendar_words import dates_borne_out
from assistant.verification.checks.figures import mismatches, quantities
from assistant.verification.checks.mentions import missing_names
from assistant.verification.checks.offices import unheld_offices
from assistant.verification.checks.order import swapped
from assistant.verification.checks.polarity import denies, opposites
from assistant.verification.checks.quotations import without_invented_quotations
from assistant.verification.checks.speakers import other_speaker, speakers_in
from assistant.verification.checks.substitutions import exchanges
from assistant.verification.checks.wording import shared, without_figures

__all__ = ["TARGETS", "AssistantError"]

VOCABULARY = {"ferri": 3, "pier": 1, "larkhaven": 2, "tonn": 4, "lee": 5, "lightship": 1, "photograph": 2}
CARDS = (
    Card("a.txt", "Harbour talk", Date(2020, 5, 1), ("Ann Lee",)),
    Card("b.txt", "Ferry meeting", Date(None, 12, 18), ("Bo Ray",)),
    Card("c.txt", "Ann Lee", None, ()),
)


class OfTalks:
    """What questions about the transcripts as such read of a catalog, over ``CARDS`` and one passage."""

    def __init__(self) -> None:
        passage = Passage("a.txt", 0, 0, 23, (Sentence(0, 23, "Ann Lee"),))
        vector = np.zeros(1, np.float32)
        self.stored = StoredPassage(1, passage, "Mayor Ann Lee is a ray.", "Harbour talk", vector, vector.reshape(1, 1))

    def cards(self, _filters: Filters | None = None) -> tuple[Card, ...]:
        """The transcripts."""
        return CARDS

    def spoken(self, sources: Sequence[str]) -> list[Spoken]:
        """Who speaks in ``sources``."""
        return [Spoken(source, "Mayor Ann Lee", 9, (1, 0)) for source in sources]

    def lengths(self) -> dict[str, int]:
        """Words of each transcript."""
        return {"a.txt": 9, "b.txt": 8}

    def occurrences(self, stems: Sequence[str]) -> list[tuple[str, int, int]]:
        """Where each stem stands."""
        return [(stem, 1, 0) for stem in stems]

    def openings(self, sources: Sequence[str]) -> list[int]:
        """The first passages of ``sources``."""
        return [1 for _ in sources]

    def passages(self, ids: Iterable[int]) -> list[StoredPassage]:
        """The passage, for each of ``ids``."""
        return [self.stored for _ in ids]


def apart(spans: Sequence[tuple[int, int]], length: int) -> None:
    """Hold spans to lie in the text, in order, none empty."""
    assert all(0 <= a < b <= length for a, b in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def hold(transcript: Transcript) -> None:
    """Hold every sentence of a transcript to be its words, trimmed, in order, and of a length that can be shown."""
    transcript.text.encode()
    for passage in split_into_passages(transcript):
        apart([(s.start, s.end) for s in passage.sentences], len(transcript.text))
        for sentence in passage.sentences:
            words = transcript.text[sentence.start : sentence.end]
            assert words == words.strip()
            assert len(words) <= MAX_CHARACTERS
            assert "\0" not in words
            assert passage.start <= sentence.start < sentence.end <= passage.end


def loader(suffix: str) -> Callable[[bytes], None]:
    """A reader of files with this ending."""

    def read(data: bytes) -> None:
        for extracted in extract(data, f"a{suffix}"):
            hold(read_extracted(extracted, "a", default_title="a"))

    return read


detected_language(SAID)  # loads its model, which takes longer than an input may
FOLDER = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)


def read_word(data: bytes) -> None:
    """Read a file as it is, or XML as the document in a sound package."""
    loader(".docx")(data if data.startswith(b"PK") else zipped(WORD | {"word/document.xml": data}))


def read_zip(data: bytes) -> None:
    """Read an archive as it is, or pairs of a name and a content as the members of a sound one."""
    parts = data.split(PARTED.encode())
    members = {
        name.decode("utf-8", "replace"): content
        for name, content in zip(parts[::2], parts[1::2], strict=False)
        if name.partition(b"\0")[0]  # zipfile writes a name as far as its first NUL, and cannot write none
    }
    path = Path(FOLDER.name) / "a.zip"
    path.write_bytes(data if data.startswith(b"PK") else zipped(members))
    loaded = load_transcripts(path, "a.zip")
    assert not any("\n" in reason for _, reason in loaded.refused)
    for transcript in loaded.transcripts:
        hold(transcript)


def decoded(data: bytes, parts: int = 1) -> list[str]:
    """The text of an input, and the given number of parts of it."""
    found = data.decode("utf-8", "surrogateescape").split(PARTED, parts - 1)
    return [*found, *[""] * (parts - len(found))]


def read_sentences(data: bytes) -> None:
    """Split a text."""
    text = decoded(data)[0]
    paragraphs = paragraph_spans(text)
    apart(paragraphs, len(text))
    apart(sentence_spans(text), len(text))
    for a, b in paragraphs:
        apart(sentence_spans(text, a, b), len(text))


def read_facts(data: bytes) -> None:
    """Read dates, names and figures."""
    text = decoded(data)[0]
    apart([(a, b) for a, b, _ in date_spans(text)], len(text))
    parse_date(text)
    for name in (*names_in(text), *own_names(text)):
        assert name.text == " ".join(text[name.start : name.end].split())
    people = people_in(text)
    places_in(text, people)
    attributed_speaker(text, Roll.of(people))
    apart([(q.start, q.end) for q in quantities(text)], len(text))
    figures = read_figures(text)
    read_periods(text)
    for one, other in pairwise(figures):
        comparable(one, other)


def read_line(data: bytes) -> None:
    """Read a line after a history as a question."""
    line, asked, told = decoded(data, 3)
    turn = read_turn(line, [("Who is Ann Lee?", "Ann Lee built the ferry in 2020."), (asked, told)], VOCABULARY)
    turn.standalone.encode()
    if turn.kind is LineKind.QUESTION:
        read_question(turn.standalone, VOCABULARY, 10)


def read_followup(data: bytes) -> None:
    """Complete a line from the turn before it."""
    line, asked, told = decoded(data, 3)
    standalone_question(line, [(asked, told)], VOCABULARY)
    phrases_in(told)
    Context(asked, told, VOCABULARY).listed()


def read_survey(data: bytes) -> None:
    """Read what a question asks of all transcripts."""
    text = decoded(data)[0]
    read_request(text)
    topic_of(text)
    asked_gist(text, CARDS)
    asked_part(text, CARDS)
    index, known = SimpleNamespace(catalog=OfTalks()), (lambda: VOCABULARY)
    collection(text, cast(HybridSearch, SimpleNamespace(index=index, vocabulary=known)), None)
    topic_words(text)
    for sides in read_sides(text):
        assert all(side.question for side in sides)
    compares(text)
    direction(text)
    read_asked(text)


def read_narrowing(data: bytes) -> None:
    """Read scopes and filters."""
    text, start, end = decoded(data, 3)
    scope = read_scope(text, CARDS)
    if scope:
        described(scope, CARDS)
    make_filters([text], start, end)


def read_spelling(data: bytes) -> None:
    """Mend words."""
    for word in data.decode("utf-8", "replace").split()[:20]:
        for is_name in (True, False):
            mended(word.lower(), VOCABULARY, is_name=is_name)
        split_words(word, VOCABULARY)
        joined_word(word, "ship", VOCABULARY)
        sound(word)


def read_checks(data: bytes) -> None:
    """Hold a claim against a quote."""
    claim, quote = decoded(data, 2)
    checks: tuple[Callable[[str, str], object], ...] = (
        mismatches, dates_borne_out, missing_names, unheld_offices, swapped, denies, opposites, other_speaker,
        exchanges, shared,
    )  # fmt: skip
    for check in checks:
        check(claim, quote)
    without_invented_quotations(claim, [quote])
    without_figures(claim)
    speakers_in(quote)


TARGETS: dict[str, Callable[[bytes], None]] = {
    **{s: loader(f".{s}") for s in ("txt", "html", "srt", "vtt", "json", "jsonl", "csv", "pdf")},
    "docx": read_word,
    "zip": read_zip,
    "sentences": read_sentences,
    "facts": read_facts,
    "question": read_line,
    "followups": read_followup,
    "surveys": read_survey,
    "narrowing": read_narrowing,
    "spelling": read_spelling,
    "checks": read_checks,
}
