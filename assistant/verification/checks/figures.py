"""Quantities in text, in digits or in words, with unit, scale and hedge, and whether one text bears out another's.

``two and a half million tonnes``, ``2.5m t`` and ``2,500,000 tonnes`` are one quantity; ``almost 50`` is borne out
by 48.7 and ``over 50`` is not. Years and days of the calendar are not quantities: ``calendar_words`` checks them.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from assistant.corpus.dates import date_spans
from assistant.corpus.figures import tells_when
from assistant.corpus.numerals import (
    ABBREVIATIONS,
    AND_A_HALF,
    BELOW_100,
    COMPOUND,
    DIGITS,
    GAP,
    HUNDREDS,
    JOIN,
    ORDINALS,
    SCALES,
    WORDS,
    digits_value,
    scale_value,
    spelled_value,
)
from assistant.corpus.units import CURRENCY_PATTERN, UNIT_PATTERN, read_unit, units_named
from assistant.language import lowered


class Bound(StrEnum):
    """How a figure is hedged."""

    EXACT = ""
    ABOUT = "about"
    UNDER = "under"
    OVER = "over"


class Mismatch(StrEnum):
    """What about a quantity is not borne out."""

    FIGURE = "figure"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: ``written`` times ``scale`` (a million) of a unit that is ``factor`` of the base of ``dimension``.

    ``dimension`` is "" without a unit; ``text[start:end]`` are its words.
    """

    written: float
    start: int
    end: int
    dimension: str = ""
    bound: Bound = Bound.EXACT
    scale: float = 1.0
    factor: float = 1.0

    @property
    def count(self) -> float:
        """The number in the unit that it is given in."""
        return self.written * self.scale

    @property
    def value(self) -> float:
        """The number in the dimension's base."""
        return self.count * self.factor


# A hedged figure stands for one this much off.
TOLERANCE = 0.06

# "First" is as often no number ("at first").
_ORDINALS = {word: value for value, word in enumerate(ORDINALS[1:], 2)}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_WORD = "|".join(WORDS)
_LARGE = frozenset(word for word, value in SCALES.items() if value >= 1000)
_SCALE = "|".join(f"{word}s?" for word in SCALES)
_FRACTION = re.compile(
    rf"\b(?P<n>a|one|two|three|four|half)?{JOIN}?(?P<part>half|third|quarter|fifth|tenth)s?"
    rf"(?={GAP}(?:of|more|less|fewer|higher|lower|larger|smaller|bigger)\b|[.,;!?]|$)",
    re.I,
)
_CLOCK = re.compile(
    rf"\b(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?{GAP}?(?P<half>[ap])\.?m\b\.?|\b(?P<h2>\d{{1,2}}):(?P<m2>\d{{2}})\b",
    re.I,
)
_YEAR = re.compile(r"(?<![\w.,$€£-])(?:1[0-9]|20|21)\d\d(?:s\b)?(?![\w%]|[.,]\d)")
_UNIT_BEHIND = re.compile(rf"[\s-]*{UNIT_PATTERN}", re.I)
_ORDINAL = re.compile(rf"\b(?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))\b(?!-?\w*s\b)", re.I)
_OF = re.compile(rf"{GAP}of\b", re.I)
# Behind it "and a half" is half of it.
_SCALE_AND = re.compile(rf"\b(?:thousand|million|billion|trillion){GAP}and{GAP}$", re.I)
_NUMBER = re.compile(
    rf"(?:(?P<currency>{CURRENCY_PATTERN}){GAP}?(?P<money>{DIGITS})"
    rf"|(?<![\w.,])(?<![A-Za-z]-)(?P<digits>{DIGITS})"
    rf"|\b(?P<words>{COMPOUND}|{HUNDREDS}|{BELOW_100}|zero|half{GAP}an?(?={GAP}(?:{_SCALE}))"
    rf"|(?P<bare>(?:{_SCALE})(?:(?:{JOIN}|{GAP}and{GAP})(?:{_WORD}|{_SCALE}))*))\b)"
    rf"(?P<half>{AND_A_HALF})?"
    rf"(?:(?P<short>(?:k|m)\b|{GAP}?(?:{ABBREVIATIONS})\b)"
    rf"|[\s\xa0-]*(?P<scale>(?:{_SCALE})\b(?:{GAP}(?:{_SCALE})\b)*)"
    rf"(?P<scalehalf>(?<=(?:thousand|.million|.billion|trillion)){AND_A_HALF})?)?"
    rf"(?:(?:\s+of)?[\s\xa0-]*(?P<unit>{UNIT_PATTERN}))?",
    re.IGNORECASE,
)
# Behind it "30M" is a measure and no million.
_MEASURED = re.compile(
    rf"{GAP}?(?:high|long|wide|deep|tall|thick)(?={GAP}?(?:[.,;:!?)”\"]|$)|{GAP}(?:and|or|by|at|in|on|with|when)\b)",
    re.I,
)
_HEDGES = {
    Bound.OVER: "over|more than|above|at least|exceed(?:s|ed|ing)?|upwards of|no (?:less|fewer) than",
    Bound.UNDER: (
        "almost|nearly|under|less than|fewer than|below|up to|at most|just short of|no more than|close to|not quite"
    ),
    Bound.ABOUT: r"about|around|roughly|approximately|some|circa|an estimated|or so|approx\.|[~≈]",
}
_BEFORE = [
    (bound, re.compile(rf"(?<!\w)(?:{words.replace(' ', GAP)})\s*(?:\ban?\s+)?$", re.I))
    for bound, words in _HEDGES.items()
]
_RANGE = re.compile(rf"{GAP}?(?:-|–|—|to|or|and){GAP}?(?:[$€£]\s?)?|\s+and\s+", re.I)


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity in ``text``, in order: figures with units, shares, ordinals, times of day."""
    masked = _without_calendar(text)
    found: list[Quantity] = []
    for read in (_clocks, _fractions, _ordinals, _numbers):
        for quantity in read(masked):
            found.append(quantity)
            masked = masked[: quantity.start] + "\x00" * (quantity.end - quantity.start) + masked[quantity.end :]
    return tuple(_with_shared_units(text, sorted(found, key=lambda q: q.start)))


def mismatches(claim: str, quote: str) -> set[Mismatch]:
    """What is wrong with the quantities of ``claim`` by those of ``quote``; empty when all are borne out."""
    known, named = [*quantities(quote), *_bare_years(quote)], units_named(quote)
    found = (_mismatch(quantity, known, named) for quantity in quantities(claim))
    return {mismatch for mismatch in found if mismatch}


def _bare_years(text: str) -> list[Quantity]:
    """What reads as a year and may be a figure without its separator: 1500."""
    return [Quantity(float(m.group()), *m.span()) for m in _YEAR.finditer(text) if m.group().isdigit()]


def _mismatch(claimed: Quantity, known: list[Quantity], named: set[str]) -> Mismatch | None:
    if any(_bears_out(claimed, quantity, named) for quantity in known):
        return None
    same_digits = any(claimed.written == quantity.written for quantity in known)
    return Mismatch.UNIT if same_digits and (claimed.dimension or claimed.scale != 1) else Mismatch.FIGURE


def _bears_out(claimed: Quantity, known: Quantity, named: set[str]) -> bool:
    if claimed.dimension == known.dimension:
        return _close(claimed.value, known.value, claimed.bound, known.bound)
    if claimed.dimension and (known.dimension or claimed.dimension not in named):
        return False
    return _close(claimed.count, known.count, claimed.bound, known.bound)


def _close(claimed: float, known: float, bound: Bound, known_bound: Bound) -> bool:
    """Whether one figure may stand for the other: the same, or hedged and on the side that its hedge says."""
    if math.isclose(claimed, known, rel_tol=1e-12):
        return {bound, known_bound} != {Bound.OVER, Bound.UNDER}
    if abs(known - claimed) > TOLERANCE * abs(claimed) or _digits_that_count(claimed) > _digits_that_count(known):
        return False  # a hedge rounds: "around 90,090" does not stand for 90,000
    return (
        bound is Bound.ABOUT or (bound is Bound.UNDER and known < claimed) or (bound is Bound.OVER and known > claimed)
    )


def _digits_that_count(value: float) -> int:
    return len(f"{value:.10g}".replace(".", "").strip("0"))


def _clocks(text: str) -> Iterator[Quantity]:
    for match in _CLOCK.finditer(text):
        hour, minute = int(match["h"] or match["h2"]), int(match["m"] or match["m2"] or 0)
        if hour > 24 or minute > 59:
            continue
        afternoon = (match["half"] or "").lower() == "p"
        value = hour % 12 * 60 + minute + 720 * afternoon if match["half"] else hour * 60 + minute
        yield Quantity(value, *match.span(), "clock")


def _fractions(text: str) -> Iterator[Quantity]:
    for match in _FRACTION.finditer(text):
        count, part = lowered(match["n"] or ""), lowered(match["part"])
        if part != "half" and not count:
            continue
        if part == "half" and _of_scale(text, match):
            continue
        value = 100 * WORDS.get(count, 0.5 if count == "half" else 1) / _PARTS[part]
        yield Quantity(value, *match.span(), "percent", _bound(text, match.start()))


def _of_scale(text: str, half: re.Match[str]) -> bool:
    """Whether "a half" ends "a million and a half", and is not one of what follows: "a million and a half of them"."""
    before = text[max(0, half.start() - 24) : half.start()]
    return bool(_SCALE_AND.search(before)) and not _OF.match(text, half.end())


def _ordinals(text: str) -> Iterator[Quantity]:
    for match in _ORDINAL.finditer(text):
        value = float(match["digits"]) if match["digits"] else _ORDINALS[lowered(match["word"])]
        yield Quantity(value, *match.span(), "ordinal")


def _numbers(text: str) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        digits = match["digits"] or match["money"]
        if digits is None and lowered(match["words"]) == "one" and not match["unit"] and not match["scale"]:
            continue  # mostly a pronoun
        spelled, spelled_scale = _scale_apart(match["bare"]) if match["bare"] else (match["words"], 1.0)
        written = digits_value(digits) if digits else spelled_value(spelled)
        if match["half"] or match["scalehalf"]:
            written += 0.5 * (SCALES[spelled.lower()] if spelled and spelled.lower() in _LARGE else 1)
        short, unit = (match["short"] or "").strip().lower(), match["unit"] or ""
        if short == "m" and not match["currency"] and (match["short"] != "M" or _MEASURED.match(text, match.end())):
            short, unit = "", unit or "m"
        scale = spelled_scale * scale_value(match["scale"] or short)
        mark = match["currency"] or unit
        dimension, factor = read_unit(mark) if mark else ("", 1.0)
        yield Quantity(written, *match.span(), dimension, _bound(text, match.start()), scale, factor)


def _scale_apart(text: str) -> tuple[str, float]:
    """ "eleven million" as eleven and a million, as its digits would be read; a scale alone is a number."""
    words = re.findall(r"[a-z]+", lowered(text))
    scale = 1.0
    while len(words) > 1 and SCALES.get(words[-1].rstrip("s"), 0.0) >= 1000:
        scale *= SCALES[words.pop().rstrip("s")]
    return " ".join(words), scale


def _bound(text: str, start: int) -> Bound:
    before = text[max(0, start - 24) : start]
    return next((bound for bound, pattern in _BEFORE if pattern.search(before)), Bound.EXACT)


def _without_calendar(text: str) -> str:
    """The text with its days and years blanked, offsets kept."""
    spans = [(start, end) for start, end, _ in date_spans(text)]
    spans += [match.span() for match in _YEAR.finditer(text) if not _counts(text, match)]
    for start, end in spans:
        text = text[:start] + "\x00" * (end - start) + text[end:]
    return text


def _counts(text: str, year: re.Match[str]) -> bool:
    """Whether what reads as a year has its unit behind it: "2000 tonnes", and not "in 2023 hours were cut"."""
    behind = _UNIT_BEHIND.match(text, year.end())
    if behind is None:
        return False
    return "-" in behind.group() or not tells_when(text, year.span(), behind.group(), behind.end())


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """In "5 to 7 million tonnes" and "from 5 to 7 percent" the first figure has the unit of the second."""
    for i in range(len(found) - 2, -1, -1):
        left, right = found[i], found[i + 1]
        if left.dimension or left.scale != 1 or not _RANGE.fullmatch(text[left.end : right.start]):
            continue
        found[i] = replace(left, dimension=right.dimension, scale=right.scale, factor=right.factor)
    return found
