"""A passage: consecutive sentences of one transcript, never cut inside one; the unit that is embedded and searched."""

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.corpus.marks import Mark, labelled_speakers, speaker_at
from assistant.corpus.names import Roll, attributed_speaker
from assistant.corpus.sentences import Span, is_question, sentence_spans
from assistant.corpus.transcripts import Transcript

# 700 characters are about 150 wordpieces: with the heading they fit the 256 that the default encoder reads.
TARGET_CHARACTERS = 700
MAX_CHARACTERS = 1000
# The rules of reading, splitting and stemming transcripts, numbered: the next ingest does anew what others did.
SPLITTING = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of the transcript's text that can be cited, and who says it when the text tells."""

    start: int
    end: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences start..end of ``source``; ``number`` counts the passages of the transcript from 0."""

    source: str
    number: int
    start: int
    end: int
    sentences: tuple[Sentence, ...]


def split_into_passages(transcript: Transcript) -> list[Passage]:
    """Passages of about ``TARGET_CHARACTERS``, following paragraphs where they are short enough."""
    labels = labelled_speakers(transcript.marks)
    people = Roll.of(transcript.people)
    paragraphs = [_sentences(transcript, span, labels, people) for span in transcript.body]
    groups: list[list[Sentence]] = []
    for paragraph in paragraphs:
        for piece in _pieces(paragraph):
            length = piece[-1].end - piece[0].start
            if groups and _length(groups[-1]) + length <= TARGET_CHARACTERS:
                groups[-1].extend(piece)
            else:
                groups.append(list(piece))
    _join_to_replies(groups, transcript.text)
    return [
        Passage(transcript.source, number, group[0].start, group[-1].end, tuple(group))
        for number, group in enumerate(groups)
    ]


def _join_to_replies(groups: list[list[Sentence]], text: str) -> None:
    """Move the questions that end a passage to the next one, which replies to them, unless it gets too long."""
    for group, following in pairwise(groups):
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


def _sentences(transcript: Transcript, paragraph: Span, labels: list[Mark], people: Roll) -> list[Sentence]:
    text = transcript.text
    spans = sentence_spans(text, *paragraph)
    # Whom a labelled speaker quotes is in his words.
    speakers = [speaker_at(labels, start) for start, _ in spans] if labels else _speakers(text, spans, people)
    return [Sentence(start, end, speaker) for (start, end), speaker in zip(spans, speakers, strict=True)]


def _speakers(text: str, spans: list[Span], people: Roll) -> list[str | None]:
    """Who speaks in each sentence of a paragraph: one attribution holds for the whole quotation it stands in."""
    speakers: list[str | None] = [None] * len(spans)
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
