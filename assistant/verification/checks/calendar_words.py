"""Days, months, years and words like "last year": whether those of one text stand in another."""

import datetime
import re
from functools import lru_cache

from assistant.corpus.dates import MONTHS, WEEKDAYS, Date, date_spans, month_number
from assistant.corpus.numerals import WORDS
from assistant.language import lowered

_SEASONS = "spring summer autumn winter".split()
_PERIODS = [*WEEKDAYS, *_SEASONS, *MONTHS, "week", "month", "quarter", "year", "decade", "century"]
_YEAR = re.compile(r"(?<![\w.,$€£])(?:1[0-9]|20|21)\d\d(?P<decade>s)?(?![\w%]|[.,]\d)")
_GROUPED = re.compile(r"\b\d,\d{3}\b(?!,\d)")
_MONTH = re.compile(
    rf"\b(?:(?-i:May)|{'|'.join(m for m in MONTHS if m != 'may')}"
    r"|(?-i:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?))\b",
    re.I,
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.I)
_SEASON = re.compile(rf"\b(?:{'|'.join(_SEASONS)}|fall\s+of)\b", re.I)
_WHICH = {
    "last": "last",
    "previous": "last",
    "past": "last",
    "next": "next",
    "coming": "next",
    "following": "next",
    "this": "this",
}
_RELATIVE = re.compile(rf"\b(?P<which>{'|'.join(_WHICH)})\s+(?P<period>{'|'.join(_PERIODS)})\b", re.I)
_DAY_WITHOUT_YEAR = re.compile(r"(?<!\d)--(0[1-9]|1[0-2])-(\d\d)")
_ADVERBS = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year",
    "annual": "year", "annually": "year",
}  # fmt: skip
_RATE = re.compile(
    rf"\b(?P<by>an?|per|each|every)\s+(?P<period>minute|hour|day|week|month|quarter|year)\b(?!\s+(?:ago|later|earlier|before|after|"
    rf"of|in advance|long|old|more|less|ahead))|\b(?P<adverb>{'|'.join(_ADVERBS)})\b",
    re.I,
)
# "Five euros a day", "twice a week"; "it took a day" and "in a year" are durations.
_COUNTED = re.compile(
    rf"(?<![\w.,])(?:(?:[$€£]\s?)?\d[\d.,]*|{'|'.join(WORDS)}|hundred|thousand|million|once|twice)"
    r"(?:[\s-]+(?!(?:in|for|within|took|takes?|after|was|were|is|are|and)\b)[^\W\d_]+){0,4}\s+\Z",
    re.I,
)
_LASTS = re.compile(r"\b(?:in|for|of|within|took|takes?|taking|last(?:s|ed)?|spen[dt]s?)\s+\Z", re.I)
_SEASON_STARTS = dict(zip(_SEASONS, (3, 6, 9, 12), strict=True))
_ISO_DAY = re.compile(r"\((\d{4}-\d\d-\d\d)\)")
# How many days from today a day of last or next week, month or quarter may be.
_LONGEST_DAYS = {"week": 13, "month": 61, "quarter": 183} | dict.fromkeys(WEEKDAYS, 13)
_DAY_WORD = re.compile(r"\b(?:yesterday|today|tomorrow)\b", re.I)


def dates_borne_out(claim: str, quote: str, heading: str = "") -> bool:
    """Whether each day, month, year, weekday, season and "last …" of ``claim`` stands in ``quote``.

    Args:
        heading: the transcript's title and date: they count where the quote names no date of that kind itself.
    """
    heading = _DAY_WITHOUT_YEAR.sub(lambda m: f"{int(m[2])} {MONTHS[int(m[1]) - 1]}", heading)
    kinds = (_months, _weekdays, _seasons, _day_words)
    figures = {match.group().replace(",", "") for match in _GROUPED.finditer(quote)}
    claim_years = _years(claim) - figures - _reckoned(quote, heading)
    return (
        _within(claim_years, _years(quote), _years(heading))
        and all(_within(kind(claim), kind(quote), kind(heading)) for kind in kinds)
        and _days_agree(claim, quote, heading)
        and not _other_period(claim, quote)
    )


def _reckoned(quote: str, heading: str) -> set[str]:
    """Years that ``quote`` names by their distance alone: "last year" of a meeting of 2021."""
    if _years(quote):
        return set()
    near = (_years_of(which, period, day) for day in _days_of(heading) for which, period in _relatives(quote))
    return {str(year) for years in near for year in years}


def _days_of(heading: str) -> list[datetime.date]:
    """The day of each transcript: what ``heading`` has in brackets, as its date is, or else the last that it names."""
    bracketed = _ISO_DAY.findall(heading)
    named = [d for d in _days(" ".join(bracketed) or heading) if 1 < (d.year or 0) < 9999]
    return [datetime.date(d.year or 0, d.month, d.day) for d in (named if bracketed else named[-1:])]


def _years_of(which: str, period: str, day: datetime.date) -> set[int]:
    """The years in which "last May" or "next week" may lie, said on ``day``."""
    step = {"last": -1, "this": 0, "next": 1}[which]
    if period == "year":
        return {day.year + step}
    if period in ("decade", "century"):
        return set()
    if period in _LONGEST_DAYS:
        reach = step * _LONGEST_DAYS[period]
        return {(day + datetime.timedelta(days=days)).year for days in (step, reach)}
    month = _SEASON_STARTS.get(period) or month_number(period)
    passed = month < day.month if step > 0 else month > day.month
    start = day.year + step * (passed or month == day.month)
    return {start, start + 1} if period == "winter" else {start}


def _within(claimed: set[str], known: set[str], around: set[str]) -> bool:
    """A value from the heading counts only where the quote has none of its own that the claim might have replaced."""
    missing = claimed - known
    return not missing or (missing <= around and not known - claimed)


@lru_cache(maxsize=256)  # a claim is held against several quotes, and each is asked for more than once
def _days(text: str) -> tuple[Date, ...]:
    return tuple(date for _, _, date in date_spans(text))


def _years(text: str) -> set[str]:
    return {match.group() for match in _YEAR.finditer(text)} | {str(d.year) for d in _days(text) if d.year}


def _months(text: str) -> set[str]:
    named = {str(month_number(match.group())) for match in _MONTH.finditer(text)}
    return named | {str(date.month) for date in _days(text)}


def _weekdays(text: str) -> set[str]:
    return {match.group().lower() for match in _WEEKDAY.finditer(text)}


def _seasons(text: str) -> set[str]:
    return {re.sub(r"fall\s+of", "autumn", match.group().lower()) for match in _SEASON.finditer(text)}


def _day_words(text: str) -> set[str]:
    return {match.group().lower() for match in _DAY_WORD.finditer(text)}


def _days_agree(claim: str, quote: str, heading: str) -> bool:
    known, around = (_days(t) for t in (quote, heading))
    for day in _days(claim):
        if any(_same_day(day, other) for other in known):
            continue
        if known or not any(_same_day(day, other) for other in around):
            return False
    return True


def _same_day(a: Date, b: Date) -> bool:
    """Whether two dates may be one: a year that either leaves out does not count."""
    return (a.month, a.day) == (b.month, b.day) and (a.year == b.year or not a.year or not b.year)


def _other_period(claim: str, quote: str) -> bool:
    """Whether the claim says "last year" where the quote says "this year" or "next year" and never "last year"."""
    known = _relatives(quote)
    return any(
        (which, period) not in known and any(other == period for _, other in known)
        for which, period in _relatives(claim)
    )


def other_rate(claim: str, quote: str) -> bool:
    """Whether the claim counts by the week what the quote counts by the day."""
    mine, theirs = _rates(claim), _rates(quote)
    return bool(mine and theirs and not mine & theirs)


def _rates(text: str) -> set[str]:
    return {
        _ADVERBS.get(lowered(m["adverb"] or ""), lowered(m["period"] or ""))
        for m in _RATE.finditer(text)
        if lowered(m["by"] or "") not in ("a", "an") or _is_counted(text[: m.start()])
    }


def _is_counted(before: str) -> bool:
    """Whether the text that stands before "a day" ends in an amount and its unit."""
    amount = _COUNTED.search(before[-80:])
    return amount is not None and not _LASTS.search(before[-80:][: amount.start()])


def _relatives(text: str) -> set[tuple[str, str]]:
    return {(_WHICH[lowered(m["which"])], lowered(m["period"])) for m in _RELATIVE.finditer(text)}
