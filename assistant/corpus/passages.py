"""A passage: consecutive sentences of one transcript, never cut inside one; the unit that is embedded and searched."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.corpus.attribution import Roll, attributed_speaker, may_tell_of_speech
from assistant.corpus.marks import Mark, headed_sections, labelled_speakers, section_at, speaker_at
from assistant.corpus.sentences import Span, is_question, sentence_spans
from assistant.corpus.sounds import notes_in, only_sounds
from assistant.corpus.transcripts import Transcript

# 700 characters are about 150 wordpieces: with the heading they fit the 256 that the default encoder reads.
TARGET_CHARACTERS = 700
MAX_CHARACTERS = 1000
# So little at the end of a section is no passage of its own: a resolution, the day of the next meeting.
END_CHARACTERS = 200
# The rules of reading, splitting and stemming transcripts, numbered: the next ingest does anew what others did.
SPLITTING = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of the transcript's text that can be cited, and who says it when the text tells."""

    start: int
    end: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences start..end of ``source``; ``number`` counts the passages of the transcript from 0.

    Attributes:
        section: of the transcript that all of it stands in; empty where headings part it into none.
    """

    source: str
    number: int
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    section: str = ""


def under(heading: str, section: str) -> str:
    """What a passage is embedded with: its transcript's heading, and its section behind it."""
    return f"{heading} – {section}" if section else heading


def split_into_passages(transcript: Transcript) -> list[Passage]:
    """Passages of about ``TARGET_CHARACTERS``, each in one section, following paragraphs that are short enough."""
    labels = labelled_speakers(transcript.marks)
    people = Roll.of(transcript.people)
    breaks = [mark.offset for mark in transcript.marks if mark.seconds is not None]
    paragraphs = [_sentences(transcript, span, labels, people, breaks) for span in transcript.body]
    headed = headed_sections(transcript.marks)
    groups: list[list[Sentence]] = []
    sections: list[str] = []
    for paragraph in paragraphs:
        for piece in _pieces(paragraph):
            length, section = _length(piece), section_at(headed, piece[0].start)
            if groups and section == sections[-1] and _length(groups[-1]) + length <= TARGET_CHARACTERS:
                groups[-1].extend(piece)
            else:
                groups.append(list(piece))
                sections.append(section)
    _join_ends(groups, sections)
    _join_to_replies(groups, sections, transcript.text)
    return [
        Passage(transcript.source, number, group[0].start, group[-1].end, tuple(group), section)
        for number, (group, section) in enumerate(zip(groups, sections, strict=True))
    ]


def _join_ends(groups: list[list[Sentence]], sections: list[str]) -> None:
    """Move what is left over at the end of a section into the passage above it, where that has room."""
    for number in range(len(groups) - 1, 0, -1):
        ends = number + 1 == len(groups) or sections[number + 1] != sections[number]
        within = sections[number] and sections[number] == sections[number - 1]
        whole = groups[number][-1].end - groups[number - 1][0].start
        if ends and within and _length(groups[number]) <= END_CHARACTERS and whole <= MAX_CHARACTERS:
            groups[number - 1] += groups.pop(number)
            del sections[number]


def _join_to_replies(groups: list[list[Sentence]], sections: Sequence[str], text: str) -> None:
    """Move the questions that end a passage to the next one, which replies to them, unless it gets too long.

    A passage of another section replies to nothing.
    """
    for (group, section), (following, next_section) in pairwise(zip(groups, sections, strict=True)):
        if section != next_section:
            continue
        first = len(group)
        while first > 1 and is_question(text[group[first - 1].start : group[first - 1].end]):
            first -= 1
        asked = group[first:]
        if asked and following[-1].end - asked[0].start <= MAX_CHARACTERS:
            following[:0] = asked
            del group[first:]


def _length(sentences: list[Sentence]) -> int:
    return sentences[-1].end - sentences[0].start


def _pieces(paragraph: list[Sentence]) -> list[list[Sentence]]:
    """The paragraph whole, or cut between sentences when it is too long to embed as one."""
    if not paragraph:
        return []
    if _length(paragraph) <= MAX_CHARACTERS:
        return [paragraph]
    pieces: list[list[Sentence]] = [[]]
    for sentence in paragraph:
        if pieces[-1] and sentence.end - pieces[-1][0].start > TARGET_CHARACTERS:
            pieces.append([])
        pieces[-1].append(sentence)
    return pieces


def _sentences(
    transcript: Transcript, paragraph: Span, labels: list[Mark], people: Roll, breaks: Sequence[int]
) -> list[Sentence]:
    text = transcript.text
    spans = sentence_spans(text, *paragraph, breaks)
    if notes_in(text, *paragraph):
        spans = [span for span in spans if not only_sounds(text[slice(*span)])]
    # Whom a labelled speaker quotes is in his words.
    speakers = [speaker_at(labels, start) for start, _ in spans] if labels else _speakers(text, spans, people)
    return [Sentence(start, end, speaker) for (start, end), speaker in zip(spans, speakers, strict=True)]


def _speakers(text: str, spans: list[Span], people: Roll) -> list[str | None]:
    """Who speaks in each sentence of a paragraph: one attribution holds for the whole quotation it stands in."""
    speakers: list[str | None] = [None] * len(spans)
    if not (spans and may_tell_of_speech(text[spans[0][0] : spans[-1][1]])):
        return speakers
    for quotation in _quotations(text, spans):
        # Whole, because in a part a straight mark that closes reads as one that opens.
        speaker = attributed_speaker(text[spans[quotation[0]][0] : spans[quotation[-1]][1]], people)
        for i in quotation:
            speakers[i] = speaker
    for i, span in enumerate(spans):
        speakers[i] = speakers[i] or attributed_speaker(text[slice(*span)], people)
    return speakers


def _quotations(text: str, spans: list[Span]) -> list[list[int]]:
    """Runs of sentence indices that one pair of quotation marks joins."""
    runs: list[list[int]] = []
    inside = False
    for i, (start, end) in enumerate(spans):
        marks = re.findall(r"[“”\"«»]", text[start:end])
        if inside:
            runs[-1].append(i)
        elif marks:
            runs.append([i])
        for mark in marks:
            inside = mark in "“«" or (mark == '"' and not inside)
    return runs
