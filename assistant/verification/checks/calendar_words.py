"""Days, months, years and words like "last year": whether those of one text stand in another."""

import re

from assistant.corpus.dates import MONTHS, WEEKDAYS, Date, date_spans, month_number
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
    rf"\b(?:a|per|each|every)\s+(?P<period>minute|hour|day|week|month|quarter|year)\b(?!\s+(?:ago|later|earlier|before|after|"
    rf"of|in advance|long|old|more|less|ahead))|\b(?P<adverb>{'|'.join(_ADVERBS)})\b",
    re.I,
)
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
    """Years that ``quote`` names by their distance: "last year" of a meeting of 2021."""
    found: set[int] = set()
    for which, period in _relatives(quote):
        step = {"last": -1, "this": 0, "next": 1}[which]
        near = (step,) if period == "year" else () if period in ("decade", "century") else (0, step)
        found |= {int(year) + each for year in _years(heading) for each in near if year.isdigit()}
    return {str(year) for year in found}


def _within(claimed: set[str], known: set[str], around: set[str]) -> bool:
    """A value from the heading counts only where the quote has none of its own that the claim might have replaced."""
    missing = claimed - known
    return not missing or (missing <= around and not known - claimed)


def _years(text: str) -> set[str]:
    return {match.group() for match in _YEAR.finditer(text)} | {str(d.year) for _, _, d in date_spans(text) if d.year}


def _months(text: str) -> set[str]:
    named = {str(month_number(match.group())) for match in _MONTH.finditer(text)}
    return named | {str(date.month) for _, _, date in date_spans(text)}


def _weekdays(text: str) -> set[str]:
    return {match.group().lower() for match in _WEEKDAY.finditer(text)}


def _seasons(text: str) -> set[str]:
    return {re.sub(r"fall\s+of", "autumn", match.group().lower()) for match in _SEASON.finditer(text)}


def _day_words(text: str) -> set[str]:
    return {match.group().lower() for match in _DAY_WORD.finditer(text)}


def _days_agree(claim: str, quote: str, heading: str) -> bool:
    known, around = ([d for _, _, d in date_spans(t)] for t in (quote, heading))
    for _, _, day in date_spans(claim):
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
    return {_ADVERBS.get(lowered(m["adverb"] or ""), lowered(m["period"] or "")) for m in _RATE.finditer(text)}


def _relatives(text: str) -> set[tuple[str, str]]:
    return {(_WHICH[lowered(m["which"])], lowered(m["period"])) for m in _RELATIVE.finditer(text)}
