"""What stands around the words of a transcript: title and date lines above them, debris between them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.corpus.dates import CALENDAR, Date, date_spans, day_of, parse_date
from assistant.corpus.sentences import SENTENCE_MARKS, Span
from assistant.corpus.sounds import only_sounds
from assistant.language import FUNCTION_WORDS

_COUNTER = re.compile(r"[\W\d_]*")
_TRAIL = re.compile(r"[/>|»]")
_TRAIL_WORDS = 40
_TRAIL_ENDS = re.compile(r"[.!?…][\"”’)]?$")
_BYLINE = re.compile(
    r"(?:(?:written|posted|published|reported|edited|(?:last )?updated|photos?|images?|source|tags?|share|print|"
    r"read more|related|advertisement|subscribe|sign up|follow us|copyright|all rights reserved)\b|©)[^.!?]{0,60}",
    re.IGNORECASE,
)
# Where a page's links lead. "12 shares" and "Next" may be replies, and "Most read it twice" is a sentence.
_PAGE = re.compile(
    r"(?:comments?|views?|shares?|likes?) ?\(\d[\d.,]*\)|print version|back to top|"
    r"(?:read also|see also|also read|most read)(?: ?:[^.!?]{0,100})?|"
    # Of a printed record: "Page 3 of 90", "(10.02 am)".
    r"(?:[-–—] ?)?page \d{1,4}(?: ?(?:of|/) ?\d{1,4})?(?: ?[-–—])?|"
    r"[(\[]\d{1,2}(?:[.:]\d{2})? ?[ap]\.?m\.?[)\]]",
    re.IGNORECASE,
)
_ENDS = re.compile(rf"[{SENTENCE_MARKS}:;,：；，、][\"'”’»)\]」』]*$")
_SENTENCE_ENDS = re.compile(rf"[{SENTENCE_MARKS}][\"'”’»)\]」』]*$")
# A line of more characters is said, and no title or date line.
_LONGEST = 200
_HEADER_LINES = 8
_WORD = re.compile(r"[^\W\d_]{3,}")
# What may stand around a date on its line.
_MARKS = " \t\u00a0,;.|/()[]-–—·•"
# What a line says of its date: "Ann Lee, last updated".
_LABELS = frozenset("last date dated written posted published reported edited updated modified recorded".split())
_MEETINGS = frozenset(
    """meeting session council committee board assembly hearing conference interview talk talks discussion debate
    briefing forum summit workshop seminar panel parliament senate congress podcast episode lecture speech visit call
    conversation negotiations consultation consultations minutes transcript""".split()
)


def is_debris(paragraph: str) -> bool:
    """Whether a paragraph is what crawling or printing left (counters, breadcrumbs, page numbers), or notes sounds."""
    return all(map(_is_debris_line, paragraph.strip().split("\n")))


def _is_debris_line(line: str) -> bool:
    line = line.strip()
    crawled = _COUNTER.fullmatch(line) or _is_breadcrumb(line) or _BYLINE.fullmatch(line) or _PAGE.fullmatch(line)
    return bool(crawled) or only_sounds(line)


def _is_breadcrumb(line: str) -> bool:
    """Whether a line is a way through a site: "Home / News / Town". Split, because a pattern for it is exponential."""
    steps = _TRAIL.split(line)
    short = all(len(step) > 0 and len(step.strip()) <= _TRAIL_WORDS for step in steps[:-1])
    return len(steps) > 2 and short and len(steps[-1].strip()) <= _TRAIL_WORDS and not _TRAIL_ENDS.search(line)


@dataclass(frozen=True, slots=True)
class Header:
    """The lines above the first sentence: the title, the date line, debris; ``kept`` are other short lines.

    Where no other line is a title, a date line that names something is ("Library council, 12 March").

    Attributes:
        period: the day that ends the period which the lines name ("six months to 30 June"), where they name no other.
    """

    title: str
    date: Date | None
    length: int
    kept: tuple[Span, ...]
    period: Date | None = None

    @classmethod
    def read(cls, text: str, paragraphs: Sequence[Span], turns: Collection[Span] = ()) -> "Header":
        """Read it off the first paragraphs; it ends at the first of ``turns``, those with a speaker's label."""
        title, named, kept = "", "", list[Span]()
        days: dict[bool, Date] = {}
        length = min(len(paragraphs), _HEADER_LINES)
        for number, span in enumerate(paragraphs[:_HEADER_LINES]):
            line = text[slice(*span)]
            if span in turns:
                length = number
                break
            if is_debris(line) and not parse_date(line):
                continue
            day, ends_period = day_of(line) if len(line) <= _LONGEST else (None, False)
            if day and len(line) <= 40 and not _SENTENCE_ENDS.search(line):
                days.setdefault(ends_period, day)
                named = named or (line if _names_something(line) else "")
            elif not title and len(line) <= _LONGEST and not _ENDS.search(line):
                title = line
            elif len(line) > _LONGEST or _ENDS.search(line):
                length = number
                break
            else:
                if day:
                    days.setdefault(ends_period, day)
                kept.append(span)
        title = " ".join((title or named).lstrip("#").split())
        return cls(title, days.get(False), length, tuple(kept), days.get(True))


def _names_something(dateline: str) -> bool:
    """Whether a line with a date has words beside it that are more than a place, a person or a label.

    One of them is then a common word, or a word for a meeting: "New York, United States" and "Ann Lee" have none.
    """
    spans = date_spans(dateline)
    beside = "".join(c for place, c in enumerate(dateline) if not any(a <= place < b for a, b, _ in spans))
    if ":" in dateline or is_debris(beside.strip(_MARKS)):
        return False
    said = [word for word in _WORD.findall(beside) if word.lower() not in CALENDAR | FUNCTION_WORDS | _LABELS]
    return len(said) > 1 and any(not word[0].isupper() or word.lower() in _MEETINGS for word in said)
