"""A transcript as loaded: its text, what it is about, who speaks in it, and which of its lines are debris.

Loading never edits the text of a text file; of other formats the extracted text is what is kept. What a crawler left
behind (counters, bullets, breadcrumbs, bylines) is marked by span and never becomes a passage, so no offset moves.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from assistant.corpus.attendance import everyone, present
from assistant.corpus.dates import Date, date_spans, day_of, find_dates, name_date, parse_date
from assistant.corpus.files import printable
from assistant.corpus.formats.extracted import Extracted
from assistant.corpus.headers import Header, is_debris
from assistant.corpus.labels import Label
from assistant.corpus.languages import detected_language
from assistant.corpus.marks import Marks, headed_sections, labelled_speakers, merged
from assistant.corpus.names import names_in
from assistant.corpus.people import people_in
from assistant.corpus.places import places_in
from assistant.corpus.roles import cast_of, introducing
from assistant.corpus.sections import in_sections, section_marks, sections_in
from assistant.corpus.self_introductions import self_introduced
from assistant.corpus.sentences import Span, paragraph_spans
from assistant.corpus.turns import speaker_marks, turns_in
from assistant.errors import TranscriptError

# The first day of an opening paragraph mostly stands in so many characters; at their edge a date may be cut.
_NEAR, _EDGE = 4000, 400


@dataclass(frozen=True, slots=True)
class Transcript:
    """One source: a file, or a part of one that holds several. ``text[start:end]`` of a citation into it is the quote.

    Attributes:
        source: the file's path inside the corpus folder, with forward slashes; its name.
        language: ISO 639-1 code; ``und`` when the text is too short to tell.
        body: spans of the paragraphs that say something, in order; the rest is title, date line, label, debris, or the
            heading of a section.
        root: the folder that ``source`` is relative to, absolute; empty when it came from no file.
        marks: where in the text pages, times, speakers and sections begin.
        digest: SHA-256 of the text and of the metadata, which decides whether it must be indexed again.
    """

    source: str
    text: str
    title: str
    date: Date | None
    people: tuple[str, ...]
    places: tuple[str, ...]
    language: str
    body: tuple[Span, ...]
    digest: str
    root: str = ""
    marks: Marks = ()

    @property
    def heading(self) -> str:
        """What a passage of it is embedded with, ahead of its section and its own words."""
        return f"{self.title} ({self.date})" if self.date else self.title


def read_transcript(text: str, source: str, *, default_title: str = "") -> Transcript:
    """The transcript that ``text`` is, its title, date, people and places inferred.

    Raises:
        TranscriptError: when no paragraph says anything.
    """
    return read_extracted(Extracted(text), source, default_title=default_title, named=name_date(source))


def read_extracted(
    extracted: Extracted, source: str, *, default_title: str = "", named: Date | None = None
) -> Transcript:
    """The transcript that a file's text is; what the file states stands, the rest is inferred.

    Args:
        extracted: the text, with what the file states.
        source: what it is called.
        default_title: its title where it tells none.
        named: the day that the name of its file gives, which counts where the words tell no day, or no year of it.

    Raises:
        TranscriptError: when no paragraph says anything.
    """
    text = extracted.text
    paragraphs = paragraph_spans(text)
    cast = cast_of(text, paragraphs, turns_in(text, paragraphs))
    turns = cast.turns
    header = Header.read(text, paragraphs, turns) if extracted.headed else Header("", None, 0, ())
    kept = [s for s in (*header.kept, *paragraphs[header.length :]) if _says_something(text, turns, s)]
    timed = any(mark.seconds is not None for mark in extracted.marks)
    sections = [] if timed else sections_in(text, kept, turns)
    words = (_words_of(turns, span) for span in kept)
    body = in_sections(text, list(words), sections) if sections else tuple(words)
    if not body:
        raise TranscriptError(f"{printable(source)}: no sentences in it")
    said = _in_lines(text, body)
    mentions = names_in(said)
    headed = section_marks(sections, ", ".join(cast.parts), body[0][0])
    marks = merged([*extracted.marks, *speaker_marks(list(turns.values())), *headed])
    speaks = "" if labelled_speakers(marks) else self_introduced(said)
    told = everyone(people_in(said, mentions), cast.people, introducing(said))
    told = told if any(speaks in name for name in told) else everyone([speaks], told)
    people = extracted.people or everyone(told, present(text, paragraphs, told, marks, header.length))
    transcript = Transcript(
        source=source,
        text=text,
        title=extracted.title or header.title or default_title or source,
        date=_date(parse_date(extracted.date) or header.date, header, _lead_date(text, body), named),
        people=people,
        places=extracted.places or places_in(said, people, mentions, [mark.speaker or "" for mark in marks]),
        language=extracted.language or detected_language(said),
        body=body,
        digest="",
        marks=marks,
    )
    return with_digest(transcript)


def plain_transcript(source: str, title: str, text: str) -> Transcript:
    """A transcript whose title is known and whose every paragraph counts; nothing is inferred from a header."""
    paragraphs = tuple(paragraph_spans(text))
    said = _in_lines(text, paragraphs)
    mentions = names_in(said)
    people = people_in(said, mentions)
    marks = merged(speaker_marks(list(turns_in(text, paragraphs).values())))
    language = detected_language(text)
    return with_digest(
        Transcript(
            source,
            text,
            title,
            None,
            people,
            places_in(said, people, mentions),
            language,
            paragraphs,
            digest="",
            marks=marks,
        )
    )


def _in_lines(text: str, paragraphs: Iterable[Span]) -> str:
    """What the paragraphs say, each in one line with an empty one behind it, wherever its lines were broken."""
    lines = (text[slice(*span)].split("\n") for span in paragraphs)
    return "\n\n".join(" ".join(map(str.strip, each)) for each in lines)


def _words_of(turns: dict[Span, Label], span: Span) -> Span:
    """The paragraph without a label that is no part of a sentence: a time, a name on a line of its own."""
    turn = turns.get(span)
    return span if turn is None or turn.bare else (turn.words, span[1])


def _says_something(text: str, turns: dict[Span, Label], span: Span) -> bool:
    turn = turns.get(span)
    return turn.words < span[1] or turn.stays if turn else not is_debris(text[slice(*span)])


def _date(stated: Date | None, header: Header, lead: Date | None, named: Date | None) -> Date | None:
    """The day of a transcript: that which it states, or its title, or its opening words; the end of a period last.

    Args:
        stated: what the file or the lines above its words state.
        header: these lines.
        lead: the day that the opening words name.
        named: the day that the name of its file gives.
    """
    day, ends_period = day_of(header.title)
    titled = day if day and day.year else None  # year and all: "session of 14 January 2025"
    period = header.period or (titled if ends_period else None)
    told = stated or (None if ends_period else titled) or (None if period else lead)
    return _completed(told, named) or period


def _lead_date(text: str, body: tuple[Span, ...]) -> Date | None:
    """The first day that the opening paragraph names: transcripts open with when and where."""
    opening = text[slice(*body[0])]
    near = [date for _, end, date in date_spans(opening[:_NEAR]) if end < _NEAR - _EDGE]
    dates = near or find_dates(opening)
    return dates[0] if dates else None


def _completed(told: Date | None, named: Date | None) -> Date | None:
    """The day that a transcript tells, its year perhaps off the same day in its file's name; or else that one."""
    if told is None or named is None:
        return told or named
    return named if told.year is None and (told.month, told.day) == (named.month, named.day) else told


def with_digest(transcript: Transcript) -> Transcript:
    """``transcript`` with the digest that it should carry."""
    t = transcript
    sections = [(mark.offset, mark.section) for mark in headed_sections(t.marks)]
    facts = (t.title, str(t.date), t.people, t.places, t.language, t.body, t.marks, t.text, *sections)
    return replace(t, digest=hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest())


def digest_less_name(transcript: Transcript) -> str:
    """Its digest without what the name of its file gave it: a title that is no other, a date that stands there.

    A date that its words name is left out too: they are in the digest, and which of both it is from is not kept.
    """
    source = transcript.source
    ends = (len(source), *(i for i, char in enumerate(source) if char == "#"))
    named = transcript.title in {PurePosixPath(source[:end]).stem for end in ends}
    date = transcript.date
    told = date is None or date == name_date(source) or date in find_dates(transcript.text)
    return with_digest(
        replace(transcript, title="" if named else transcript.title, date=None if told else transcript.date)
    ).digest
