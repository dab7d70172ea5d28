"""The stretches of time that a sentence names beside its figures: "in 2023", "first half of the year", "a month"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.corpus.dates import MONTH_NAMES, month_number
from assistant.corpus.numerals import GAP, WORDS
from assistant.language import lowered


@dataclass(frozen=True, slots=True)
class Period:
    """The stretch of time a figure is for: its words and where they start, its length, and its year if one is named."""

    text: str
    start: int
    months: float
    year: int | None = None


_PERIODS: tuple[tuple[str, float], ...] = (
    (
        rf"(?P<from>{MONTH_NAMES})(?: )?(?:[-–—]|to|through)(?: )?(?P<to>{MONTH_NAMES})"
        r"(?:\s+(?:of\s+)?(?P<year>\d{4}))?",
        0.0,
    ),
    (r"\bfirst (?P<count>two|three|four|six|nine|eleven) months(?: of (?:the year|(?P<year>\d{4})))?", 0.0),
    (r"\bH[12](?: (?P<year>\d{4}))?\b|\b(?:first|second) half (?:of|year)(?: (?:the year|(?P<half>\d{4})))?", 6.0),
    (r"\bQ[1-4](?: (?P<year>\d{4}))?\b|\b(?:first|second|third|fourth|last) quarter(?: of (?P<quarter>\d{4}))?", 3.0),
    (r"\b(?:monthly|(?:per|a|each|every|last|this) month)\b", 1.0),
    (r"\b(?:weekly|(?:per|a|each|every|last|this) week)\b", 0.25),
    (r"\b(?:daily|(?:per|a|each|every) day)\b", 1 / 30),
    (
        r"\b(?:annual(?:ly)?|yearly|per annum|(?:per|a|each|every|last|this|previous) year|the year before)\b"
        r"|\b(?:in|for|during) (?P<year>(?:1[89]|20)\d\d)\b",
        12.0,
    ),
)
_COMPILED = tuple((re.compile(pattern.replace(" ", GAP), re.IGNORECASE), months) for pattern, months in _PERIODS)


def read_periods(sentence: str) -> list[Period]:
    """The stretches of time that a sentence names; of two that overlap the more exact ("H1 2023" over "in 2023")."""
    found: list[Period] = []
    for pattern, months in _COMPILED:
        for match in pattern.finditer(sentence):
            if any(p.start < match.end() and match.start() < p.start + len(p.text) for p in found):
                continue
            parts: Mapping[str, str | None] = match.groupdict()
            year = next((int(v) for k in ("year", "half", "quarter") if (v := parts.get(k))), None)
            found.append(Period(match.group(), match.start(), months or _length(parts), year))
    return found


def _length(parts: Mapping[str, str | None]) -> float:
    first, last, count = parts.get("from"), parts.get("to"), parts.get("count")
    if first and last:
        return float((month_number(last) - month_number(first)) % 12 + 1)
    return float(WORDS[lowered(count)]) if count else 12.0
