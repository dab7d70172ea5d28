"""Figures in running English: an amount with its scale, its unit or currency, and the period it is for.

Written numbers count too ("half a billion dollars", "two and a half million euros"). What is only a year, a day of a
month or an ordinal is no figure. Vague amounts ("hundreds of millions", "several tonnes") are left out: nothing can be
compared with them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.corpus.dates import MONTH_NAMES
from assistant.corpus.numerals import (
    ABBREVIATIONS,
    AND_A_HALF,
    COMPOUND,
    DIGITS,
    GAP,
    JOIN,
    ONES,
    TENS,
    WORDS,
    digits_value,
    scale_value,
    spelled_value,
)
from assistant.corpus.periods import Period, read_periods
from assistant.corpus.sentences import Span
from assistant.corpus.units import read_unit
from assistant.language import FUNCTION_WORDS, lowered, stem

# The rules of reading figures, numbered: the next ingest reads anew what was read by others.
READING = 2


class Measure(StrEnum):
    """What a figure measures; only figures of one measure and one unit compare."""

    MONEY = "money"
    PERCENT = "percent"
    MASS = "mass"
    LENGTH = "length"
    DURATION = "duration"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount.

    Attributes:
        text: as written, ``sentence[start:end]``.
        value: in ``unit``, the scale multiplied out ("$2 million" is 2,000,000 USD).
        unit: a currency (ISO 4217 code, or an adjective with the coin's name), "%", "kg", "m", "h", or "" for a count.
        nouns: stems of the words that follow, which say what is counted.
        period: what the sentence says of the time it is for, if anything.
    """

    text: str
    value: float
    measure: Measure
    unit: str
    nouns: tuple[str, ...]
    period: Period | None
    start: int
    end: int


_SIGNS = {sign: read_unit(sign)[0].upper() for sign in ("$", "US$", "€", "£", "¥", "₽")} | {"A$": "AUD", "C$": "CAD"}
_CODES = (
    "USD EUR GBP RUB BYN BYR UAH KZT PLN CZK CNY JPY KRW INR TRY CHF SEK NOK DKK CAD AUD NZD BRL MXN ZAR ILS AED SAR"
)
_COINS = {coin: read_unit(coin)[0].upper() for coin in "dollar euro pound ruble rouble yuan yen".split()}
_COINS |= {
    coin: coin
    for coin in """franc rupee peso krona krone zloty hryvnia lira tenge crown shilling kroner dinar dirham riyal rial
    shekel rand baht dong ringgit forint florin guilder lari manat naira peseta drachma""".split()
}
# What is measured in a dimension of ``assistant.corpus.units``, in which unit, and the dimension's base in that unit.
_BASES = {
    "mass": (Measure.MASS, "kg", 1.0),
    "length": (Measure.LENGTH, "m", 1.0),
    "imperial length": (Measure.LENGTH, "m", 0.0254),
    "duration": (Measure.DURATION, "h", 1 / 3600),
    "span": (Measure.DURATION, "h", 730.5),
}


def _size(word: str) -> tuple[Measure, str, float]:
    dimension, factor = read_unit(word)
    measure, unit, base = _BASES[dimension]
    return measure, unit, factor * base


# What the sizes that count are called, in the singular; other units are nouns of what is counted.
_SIZES = {
    word: _size(word) for word in "tonne ton kilogram kilo kg gram kilometre kilometer km metre meter mile".split()
}
_SIZES |= {word: _size(f"{word}s") for word in "second minute hour day week month year".split()}
_ONE_OF = "|".join([*ONES, *TENS])
_BIG = r"(?:hundred|thousand|million|billion|trillion)\b"
_FIGURE = re.compile(
    rf"(?:(?P<sign>US\$|A\$|C\$|[$€£¥₽]|\b(?-i:{'|'.join(_CODES.split())})(?={GAP}?\d)){GAP}?|(?<![\w.,]))"
    rf"(?:(?P<digits>{DIGITS})(?!\d)"
    rf"|\b(?P<part>half|quarter|three{GAP}quarters){GAP}(?:of{GAP})?an?{GAP}(?={_BIG})"
    rf"|\b(?P<compound>{COMPOUND})(?![-\w])"
    rf"|\b(?P<written>(?:{_ONE_OF})(?:{JOIN}(?:{_ONE_OF}))?(?P<half>{AND_A_HALF})?|an?(?={GAP}{_BIG}))(?![-\w]))"
    rf"(?:(?P<letter>[km]\b)|[\s\u00a0-]*(?P<scale>(?:(?:hundred|thousand){GAP})?{_BIG}|(?:{ABBREVIATIONS}|dozen)\b)"
    rf"(?P<scalehalf>(?<=(?:thousand|.million|.billion|trillion)){AND_A_HALF}(?!{GAP}of\b))?)?"
    rf"(?:[\s\u00a0-]*(?P<percent>%|percent(?:age{GAP}points?)?\b|per{GAP}cent\b))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"\d|\b(?:{_ONE_OF}|half|quarters?|an?{GAP}{_BIG})\b", re.IGNORECASE)
_FOLLOWING = re.compile(rf"[\s\u00a0-]+(?:of{GAP})?(?P<word>[^\W\d_][\w’'-]*)")
_ORDINAL_OR_DAY = re.compile(
    rf"(?:st|nd|rd|th)\b|\s+(?:of\s+)?(?:{MONTH_NAMES})\b|[-–/:]\d|{GAP}?(?:a|p)\.?m\b", re.IGNORECASE
)
_AFTER_MONTH = re.compile(rf"\b(?:{MONTH_NAMES})\s+$", re.IGNORECASE)
# A month's name and some white space are not longer; searching all that stands before would be quadratic.
_MONTH_REACH = 24
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
# "In 2019 dollars were scarce" begins with a year, whatever stands behind it.
_OPENS_WITH_TIME = re.compile(r"\W*(?:in|by|since|until|during)\s+", re.IGNORECASE)
_AFTER_TIME = re.compile(
    rf"\b(?:in|by|since|until|during|(?:spring|summer|autumn|fall|winter|{MONTH_NAMES})\s+of)\s+$", re.IGNORECASE
)
# What shows that the unit is what the sentence is about: "the fall by 2000 tonnes was deep" is not about tonnes.
_MANY_ACT = re.compile(r"\s+(?:were|are|have|had|will|would|can|could|did)\b", re.IGNORECASE)
_ONES_ACT = re.compile(r"\s+(?:was|is|has|were|are|have|had|will|would|can|could|did)\b", re.IGNORECASE)
# Units of which many are called as one is; of others only the plural stands behind a number above one.
_ALIKE = frozenset("kg km yuan yen baht rand dong ringgit kroner".split())


def read_figures(sentence: str, *, alone: bool = False) -> list[Figure]:
    """Every comparable amount of one sentence, in order, each with the period named nearest to it.

    Args:
        alone: whether digits behind which nothing is named count too ("60,000 visitors in 2019 and 18,000 in 2020").
    """
    if not _NUMBER.search(sentence):
        return []
    figures = [figure for match in _FIGURE.finditer(sentence) if (figure := _figure(sentence, match, alone=alone))]
    periods = [p for p in read_periods(sentence) if not _counts(p, figures)] if figures else []
    return [replace(figure, period=_nearest(figure, periods)) for figure in figures] if periods else figures


def _counts(period: Period, figures: Sequence[Figure]) -> bool:
    """Whether what reads as a year is an amount: "in 2000 tonnes"."""
    end = period.start + len(period.text)
    return bool(period.year) and any(f.start < end <= f.end for f in figures)


def _nearest(figure: Figure, periods: Sequence[Period]) -> Period:
    return min(periods, key=lambda p: max(p.start - figure.end, figure.start - p.start - len(p.text)))


def _figure(sentence: str, match: re.Match[str], *, alone: bool) -> Figure | None:
    marked = bool(match["sign"] or match["compound"] or match["scale"] or match["letter"] or match["percent"])
    following = _following(sentence, match.end())
    if not (marked or following or alone):
        return None
    measure, unit, factor, end = _unit(match, following)
    words = sentence[match.end() : end]
    counted = words if measure is not Measure.COUNT and _takes_many(words) else ""
    counts = bool(following) or (alone and bool(match["digits"]))
    if not marked and (not counts or _is_time(sentence, match, counted)):
        return None
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    return Figure(
        text=sentence[start:end],
        value=(_number(match) + 0.5 * bool(match["scalehalf"]))
        * scale_value(match["scale"] or match["letter"] or "")
        * factor,
        measure=measure,
        unit=unit,
        nouns=tuple(stem(word.lower()) for word, _ in following),
        period=None,
        start=start,
        end=end,
    )


def _following(sentence: str, place: int) -> list[tuple[str, int]]:
    """Up to three words after a number, with where each ends, as far as the noun phrase goes."""
    found: list[tuple[str, int]] = []
    while len(found) < 3 and (match := _FOLLOWING.match(sentence, place)):
        if match["word"].lower() in FUNCTION_WORDS:
            break
        found.append((match["word"], match.end()))
        place = match.end()
    return found


def _takes_many(words: str) -> bool:
    """Whether what stands behind a number can be a unit of more than one: " tonnes", "-tonne", " yuan", no " year"."""
    unit = words.split()[-1] if words.strip() else ""
    return words.startswith("-") or unit.endswith("s") or unit.lower() in _ALIKE


def _is_time(sentence: str, match: re.Match[str], unit: str) -> bool:
    """Whether bare digits are a year, a day, an hour or part of a date, not an amount.

    Args:
        unit: the words behind them that are one, if any: "2000 tonnes" is no year, and "in 2023 hours were cut" is.
    """
    digits = match["digits"]
    if digits is None:
        return False
    start, after = match.start("digits"), match.end("digits")
    before = sentence[max(0, start - _MONTH_REACH) : start]
    if _ORDINAL_OR_DAY.match(sentence, after) or _AFTER_MONTH.search(before):
        return True
    if not unit:
        return bool(_YEAR.fullmatch(digits))
    return tells_when(sentence, (start, after), unit, match.end() + len(unit))


def tells_when(sentence: str, digits: Span, unit: str, end: int) -> bool:
    """Whether digits with a unit behind them are a year all the same, as in "in 2023 hours were cut".

    Args:
        digits: where they stand.
        unit: the words of the unit, which stop at ``end``.
    """
    start, after = digits
    if not _YEAR.fullmatch(sentence, start, after):
        return False
    before = sentence[max(0, start - _MONTH_REACH) : start]
    opens = start < _MONTH_REACH and bool(_OPENS_WITH_TIME.fullmatch(before))
    acts = (_ONES_ACT if unit.lower().endswith(tuple(_ALIKE)) else _MANY_ACT).match(sentence, end)
    return opens or bool(acts and _AFTER_TIME.search(before))


def _unit(match: re.Match[str], following: Sequence[tuple[str, int]]) -> tuple[Measure, str, float, int]:
    """The measure, unit, factor to that unit, and where the unit's words end."""
    if match["percent"]:
        return Measure.PERCENT, "%", 1.0, match.end()
    sign = match["sign"]
    if sign:
        return Measure.MONEY, _SIGNS.get(sign.upper(), sign.upper()), 1.0, match.end()
    for number, (word, end) in enumerate(following[:2]):
        singular = re.sub(r"s$", "", word.lower())
        qualifier = following[0][0] if number else ""
        if singular in _COINS and (not number or qualifier[0].isupper()):
            return Measure.MONEY, _currency(qualifier, singular), 1.0, end
        if number and not qualifier.lower().startswith(("metric", "long", "short", "square", "cubic")):
            break
        if singular in _SIZES and not qualifier.lower().startswith(("square", "cubic")):
            return *_SIZES[singular], end
    return Measure.COUNT, "", 1.0, match.end()


def _currency(qualifier: str, coin: str) -> str:
    """A coin's code; with another country's adjective before it the two together, which no code is guessed for."""
    return _COINS[coin] if not qualifier or qualifier in ("US", "American") else f"{qualifier.lower()} {coin}"


def _number(match: re.Match[str]) -> float:
    if match["part"]:
        return {"half": 0.5, "quarter": 0.25}.get(lowered(match["part"]), 0.75)
    if match["digits"]:
        return digits_value(match["digits"])
    if match["compound"]:
        return spelled_value(match["compound"])
    names = re.findall(r"[a-z]+", lowered(match["written"].removesuffix(match["half"] or "")))
    return sum(WORDS.get(name, 1.0) for name in names) + (0.5 if match["half"] else 0.0)


def comparable(one: Figure, other: Figure) -> bool:
    """Whether the greater of two figures means anything: one measure, one unit, periods equally long."""
    same = (one.measure, one.unit) == (other.measure, other.unit)
    return same and (one.period.months if one.period else None) == (other.period.months if other.period else None)
