"""The headings that part a text into sections: of Markdown, numbered ones, items of an agenda, lines in capitals.

A numbered line is as often one of a list, and one in capitals a name or a cry. So lines of one kind that stand directly
above one another are no headings, nor is a single one, nor one with nothing below it.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from assistant.corpus.dates import date_spans
from assistant.corpus.marks import Mark
from assistant.corpus.sentences import SENTENCE_MARKS, Span
from assistant.corpus.speaker_labels import may_be_person, small_words

_HASHES = re.compile(r"(?P<hashes>#{1,6})\s+(?P<words>\S.*)")
_BOLD = re.compile(r"(?P<bold>\*\*|__)(?P<words>[^*_:]+)(?P=bold)")
_ITEM = re.compile(
    r"(?:agenda\s)?(?:item|topic|section|chapter|part|top|tagesordnungspunkt)\s(?:no\.\s)?(?:\d{1,3}|[IVX]{1,6}|[A-Z])\b"
    r"\s?(?:[:.)–—-]\s?(?P<words>\S.*))?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<number>(?:\d{1,2}|[IVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?)\s+(?P<words>\S.*)")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_BULLET = re.compile(r"[-*+•]\s+(?=\S)")
_ENDS = re.compile(rf"[{SENTENCE_MARKS};:,][\"'”’»)\]*_]*$")
# With such a word a heading is a sentence, and can be cited.
_TELLS = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|shall|should|can|could|may|must|does|did)\b", re.IGNORECASE
)
# No plain heading is longer, nor are the names of a section and of those around it together.
_CHARACTERS, _NAME_CHARACTERS = 80, 120
# Of a line in capitals one word has so many letters: "Q & A" and "TV" are none.
_LETTERS = 4
# Fewer headings without Markdown's sign are chance.
_LEAST = 2


class _Kind(Enum):
    HASHES, BOLD, ITEM, CAPITALS, NUMBERED = range(5)


@dataclass(frozen=True, slots=True)
class Section:
    """A section that the paragraph ``heading`` opens.

    Attributes:
        name: the words of the heading, behind those of the sections around it.
        said: of the heading what can be cited; None where it tells nothing.
    """

    heading: Span
    name: str
    said: Span | None


@dataclass(frozen=True, slots=True)
class _Heading:
    """A paragraph that reads as a heading; sections of a lower ``level`` may be around its own."""

    span: Span
    kind: _Kind
    level: int
    words: str


def sections_in(text: str, paragraphs: Sequence[Span], labelled: Collection[Span]) -> list[Section]:
    """The sections that ``paragraphs`` open, in order; those that are ``labelled`` with a speaker open none."""
    read = {span: found for span in paragraphs if span not in labelled and (found := _heading(text, span))}
    around: list[_Heading] = []
    sections: list[Section] = []
    for heading in _standing(text, paragraphs, read) if read else ():
        around = [*(each for each in around if each.level < heading.level), heading]
        sections.append(Section(heading.span, _name([each.words for each in around]), _said(text, heading)))
    return sections


def section_marks(sections: Sequence[Section], parts: str, start: int) -> list[Mark]:
    """A mark for each section; a talk that is one, from ``start`` on, is headed by who plays which ``parts`` in it."""
    if not sections:
        return [Mark(start, section=parts)] if parts else []
    return [Mark(section.heading[0], section=section.name) for section in sections]


def in_sections(text: str, paragraphs: Sequence[Span], sections: Sequence[Section]) -> tuple[Span, ...]:
    """The paragraphs without the headings that tell nothing, and without the signs of lists."""
    headings = {section.heading: section.said for section in sections}
    spans = (headings[span] if span in headings else _without_bullet(text, span) for span in paragraphs)
    return tuple(span for span in spans if span)


def _without_bullet(text: str, span: Span) -> Span:
    bullet = _BULLET.match(text, *span)
    return (bullet.end(), span[1]) if bullet else span


def _heading(text: str, span: Span) -> _Heading | None:
    """What a paragraph is as a heading, whatever stands around it."""
    start, end = span
    if end - start > 2 * _CHARACTERS or "\n" in (line := text[start:end]):
        return None
    if hashes := _HASHES.fullmatch(line):
        words = "" if line.endswith("#") else _unnumbered(hashes["words"])  # "# la la #" is sung
        return _Heading(span, _Kind.HASHES, len(hashes["hashes"]), words) if words else None
    if end - start > _CHARACTERS or _ENDS.search(line) or _is_dated(line):
        return None
    return _plain(line, span)


def _is_dated(line: str) -> bool:
    """Whether a line opens with a date, "12. December" among them."""
    return any(begins == 0 for begins, _, _ in date_spans(line.replace(".", "", 1)) or date_spans(line))


def _plain(line: str, span: Span) -> _Heading | None:
    """What a line is as a heading that has no sign of Markdown's headings."""
    if bold := _BOLD.fullmatch(line):
        return _Heading(span, _Kind.BOLD, 7, _unnumbered(bold["words"]))
    if item := _ITEM.fullmatch(line):
        return _Heading(span, _Kind.ITEM, 8, item["words"] or line)
    numbered = _NUMBERED.fullmatch(line)
    if numbered and numbered["words"][0].isupper():
        depth = numbered["number"].rstrip(".)").count(".")
        return _Heading(span, _Kind.NUMBERED, 9 + depth, numbered["words"])
    if line.isupper() and line[0].isalpha() and any(len(word) >= _LETTERS for word in _WORD.findall(line)):
        return _Heading(span, _Kind.CAPITALS, 8, line)
    return None


def _unnumbered(words: str) -> str:
    """The words of a heading without its number and the marks of bold print."""
    bare = words.strip(" *_")
    match = _ITEM.fullmatch(bare) or _NUMBERED.fullmatch(bare)
    return (match["words"] or bare) if match else bare


def _standing(text: str, paragraphs: Sequence[Span], read: Mapping[Span, _Heading]) -> list[_Heading]:
    """Of the paragraphs that read as headings those that are, by what stands around them."""
    neighbours = [(read[a], read[b]) for a, b in pairwise(paragraphs) if a in read and b in read]
    listed = {
        each for pair in neighbours if (pair[0].kind, pair[0].level) == (pair[1].kind, pair[1].level) for each in pair
    }
    plain = {each for each in read.values() if each.kind is not _Kind.HASHES} - listed
    plain -= _cried(text, paragraphs, [each for each in plain if each.kind is _Kind.CAPITALS])
    signed = {each for each in read.values() if each.kind is _Kind.HASHES}
    standing = {each.span: each for each in signed | (plain if len(plain) >= _LEAST else set())}
    below: Span | None = None
    for span in reversed(paragraphs):
        heading, next_one = standing.get(span), standing.get(below) if below else None
        if heading and (below is None or (next_one and next_one.level <= heading.level)):
            del standing[span]
        below = span
    return [standing[span] for span in paragraphs if span in standing]


def _cried(text: str, paragraphs: Sequence[Span], capitals: Sequence[_Heading]) -> set[_Heading]:
    """Of the lines in capitals those that are no headings: people, what comes back, what stands above more capitals."""
    if not capitals:
        return set()
    counts = Counter(each.words for each in capitals)
    small = small_words(text)
    below = dict(pairwise(paragraphs))
    return {
        each
        for each in capitals
        if counts[each.words] > 1
        or may_be_person(each.words, small, ())
        or each.span not in below
        or text[slice(*below[each.span])].isupper()
    }


def _name(words: Sequence[str]) -> str:
    """What a section is called: by its own words, and by those of the sections around it where there is room."""
    named = list(words)
    while len(" – ".join(named)) > _NAME_CHARACTERS and len(named) > 1:
        del named[0]
    return " ".join(" – ".join(named).split())


def _said(text: str, heading: _Heading) -> Span | None:
    """The words of a heading that is a statement, without Markdown's sign."""
    start, end = heading.span
    line = text[start:end]
    if line.endswith(("?", ":")) or not (_ENDS.search(line) or _TELLS.search(line)):
        return None
    sign = _HASHES.match(text, start, end)
    return (sign.start("words"), end) if sign else heading.span
