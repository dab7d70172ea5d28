"""When a question says: a day, a month, a season, a part of a year, several of them, or all between two of them.

``WHEN`` is a pattern without groups, to be put into others; ``read_period`` reads what it matched. Where no year is
said, the days count in every year. Seasons are those of the northern half of the earth.
"""

import calendar
import datetime
import re
from dataclasses import dataclass

from assistant.corpus.dates import MONTH_NAMES, MONTHS, Date, month_number
from assistant.language import FUNCTION_WORDS

_MONTH = rf"(?:{MONTH_NAMES}|(?:{'|'.join(name[:3] for name in MONTHS if name != 'may')}|sept)\b\.?)"
_YEAR = r"(?:1[7-9]|20)\d\d"
_OF_YEAR = rf"(?:(?:,| of)? {_YEAR})?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:the )?)?"
_DAY = rf"{_WEEKDAY}\d{{1,2}}(?:st|nd|rd|th)?"
_AND = r"(?:,| and| or|, and|, or) (?:in )?"
_TO = r"(?: to | until | till | through |–| – | - )"
_DATE = (
    rf"{_YEAR}[-–/]{_YEAR}|{_YEAR}-\d\d(?:-\d\d)?|{_YEAR}[/–]\d\d(?!\d)|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}|"
    rf"(?:{_DAY}(?:{_TO}|{_AND}|-))?{_DAY} (?:of )?{_MONTH}{_OF_YEAR}|"
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b{_OF_YEAR}|{_MONTH}{_OF_YEAR}|{_YEAR}s?"
)
_PART = (
    r"(?:early|mid|late)[ -]|(?:the )?(?:(?:beginning|start|middle|end)|(?:first|second) half|"
    r"(?:first|second|third|fourth|last) quarter) of (?:the )?|q[1-4] (?:of )?"
)
_SEASON = rf"(?:the )?(?:spring|summer|autumn|fall|winter){_OF_YEAR}"
# Counted from the day it is.
RELATIVE = r"(?:(?:this|last) (?:week|month|year)(?! of\b)|yesterday|today)"
_ONE = rf"(?:(?:(?:{_PART})?(?:{_DATE})|{_SEASON}|{RELATIVE})(?![\w-]))"
WHEN = rf"(?:{_ONE}(?:(?:{_AND}|{_TO}){_ONE})*)"
# What may stand before it, in the groups that ``read_stretch`` reads.
BOUND = r"(?:(?P<between>between)|(?P<beyond>before|after|since|until|up to))"
# What must follow it where it may be of something else: "the 2030 target", "March Street", "spring cleaning".
_THEN_TOLD = (
    "mention|discuss|speak|spoke|sa[iy]|tell|told|touch|refer|cover|deal|talk|address|conclu|decid|agree|held|took|take|"
    "happen|name|cite|contain|includ|rais|concern|c[ao]me|altogether|overall|together|please"
)
THEN = rf"(?![\w-])(?! (?!(?:{'|'.join(sorted(FUNCTION_WORDS))})\b|(?:{_THEN_TOLD}))\w)"

_READ = re.compile(
    rf"(?:(?P<part>{_PART})?(?:(?P<first_year>{_YEAR})[-–/](?P<last_year>{_YEAR})|(?P<iso>{_YEAR}-\d\d(?:-\d\d)?)|(?P<dotted>\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR})|"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?(?P<month>{_MONTH})"
    r"(?: (?P<day_after>\d{1,2})(?:st|nd|rd|th)?\b)?"
    rf"(?:(?:,| of)? (?P<year>{_YEAR}))?|(?P<only_year>{_YEAR})(?P<decade>s)?)|"
    rf"(?:the )?(?P<season>spring|summer|autumn|fall|winter)(?:(?:,| of)? (?P<season_year>{_YEAR}))?|"
    rf"(?P<relative>{RELATIVE}))(?![\w-])",
    re.IGNORECASE,
)
# "3 to 9 May 2021", whose first day has its month from the last, and "2021/22".
_MONTH_LEFT_OUT = re.compile(
    rf"\b(?P<day>\d{{1,2}}(?:st|nd|rd|th)?)(?P<join>{_TO}|{_AND}|-)(?={_DAY} (?:of )?(?P<rest>{_MONTH}{_OF_YEAR}))",
    re.IGNORECASE,
)
# With a hyphen what may be a month is one.
_CENTURY_LEFT_OUT = re.compile(rf"\b(?P<first>{_YEAR})(?:[/–](?P<last>\d\d)|-(?P<no_month>1[3-9]|[2-9]\d|00))(?![\d-])")
_JOINED = re.compile(_TO, re.IGNORECASE)
_RELATIVE = re.compile(RELATIVE, re.IGNORECASE)
TIME = re.compile(rf"\b{WHEN}", re.IGNORECASE)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
# First and last month of a part of a year, and first and last day of a part of a month.
_OF_A_YEAR = {
    "early": (1, 4), "mid": (5, 8), "late": (9, 12), "beginning": (1, 4), "start": (1, 4), "middle": (5, 8),
    "end": (9, 12), "first half": (1, 6), "second half": (7, 12), "first quarter": (1, 3), "second quarter": (4, 6),
    "third quarter": (7, 9), "fourth quarter": (10, 12), "last quarter": (10, 12),
    "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12),
}  # fmt: skip
_OF_A_MONTH = {
    "early": (1, 10), "mid": (11, 20), "late": (21, 31), "beginning": (1, 10), "start": (1, 10), "middle": (11, 20),
    "end": (21, 31), "first half": (1, 15), "second half": (16, 31),
}  # fmt: skip
# The least YYYYMMDD whose year is said, and the last of all.
_WITH_YEAR, _LAST_DAY = 10000, 99991231
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a question names.

    Attributes:
        spans: first and last day of each stretch as YYYYMMDD, as MMDD where no year is said.
    """

    spans: tuple[Span, ...]

    @property
    def with_year(self) -> bool:
        """Whether the year is said."""
        return self.spans[0][0] >= _WITH_YEAR

    @property
    def is_of_days(self) -> bool:
        """Whether only single days are named."""
        return all(first == last for first, last in self.spans)

    def holds(self, date: Date | None) -> bool:
        """Whether ``date`` is one of the days; one without a year is of no time whose year is said."""
        if date is None:
            return False
        of_any_year, whole = date.month * 100 + date.day, date.key or 0
        return any(first <= (whole if first >= _WITH_YEAR else of_any_year) <= last for first, last in self.spans)

    def may_hold(self, date: Date) -> bool:
        """Whether ``date`` is one of the days, or may be where it has no year."""
        if date.year is not None or not self.with_year:
            return self.holds(date)
        return any(first <= date.month * 100 + date.day <= last for first, last in map(_of_any_year, self.spans))

    def is_told_by(self, other: "Period") -> bool:
        """Whether any of its days is one of ``other``, which must say the year where this does."""
        told = other.spans if self.with_year else map(_of_any_year, other.spans)
        return any(first <= end and begin <= last for begin, end in told for first, last in self.spans)

    def beyond(self, side: str) -> "Period":
        """All days ``before``, ``after``, ``since``, ``until`` or ``up to`` these; of every year where none is said."""
        first, last = min(first for first, _ in self.spans), max(last for _, last in self.spans)
        begin, end = (_WITH_YEAR, _LAST_DAY) if self.with_year else (101, 1231)
        spans = {"before": (begin, first - 1), "after": (last + 1, end), "since": (first, end)}
        return Period((spans.get(side, (begin, last)),))


def read_period(said: str, *, between: bool = False, today: datetime.date | None = None) -> Period | None:
    """The days of ``said``, which ``WHEN`` matched; None where it names no day that there is.

    Args:
        between: whether "X and Y" are the ends of one stretch.
        today: what "last month" counts from, by default the day it is.
    """
    said = _in_full(said)
    found = list(_READ.finditer(said))
    years = [_year(match) for match in found]
    spans: list[Span] = []
    open_end = turned = False
    for number, match in enumerate(found):
        # "May and June 2021": what has no year has that of the next that has one, else of the last before.
        year = years[number] or next((y for y in (*years[number:], *years[:number][::-1]) if y), 0)
        here = _days(match, year, today or datetime.date.today())
        if open_end and spans and here:
            spans[-1:] = _joined(spans[-1], here[-1], turned=turned, turns=not years[number])
        else:
            spans += here
        open_end, turned = between or bool(_JOINED.match(said, match.end())), not years[number]
    return Period(tuple(spans)) if spans else None


def _in_full(said: str) -> str:
    def next_year(match: re.Match[str]) -> str:
        following = int(match["first"]) + 1
        next_one = following % 100 == int(match["last"] or match["no_month"])
        return f"{match['first']}–{following}" if next_one else match.group()

    def of_the_month(match: re.Match[str]) -> str:
        return f"{match['day']} {match['rest']}{' to ' if match['join'] == '-' else match['join']}"

    return _CENTURY_LEFT_OUT.sub(next_year, _MONTH_LEFT_OUT.sub(of_the_month, said))


def _of_any_year(span: Span) -> Span:
    first, last = span
    return (first % _WITH_YEAR, last % _WITH_YEAR) if first // _WITH_YEAR == last // _WITH_YEAR else (101, 1231)


def periods_in(text: str) -> list[Period]:
    """Every time that ``text``, of whatever day, names by itself: not "last year", nor what one may do."""
    named = (match.group() for match in TIME.finditer(text))
    sure = (said for said in named if said not in ("may", "march") and not _RELATIVE.search(said))
    return [period for said in sure if (period := read_period(said))]


def tells_month(said: str) -> bool:
    """Whether each time in ``said``, which ``WHEN`` matched, is told to the month, or from the day it is."""
    return all(m["month"] or m["iso"] or m["dotted"] or m["relative"] for m in _READ.finditer(said))


def read_stretch(match: re.Match[str]) -> Period | None:
    """The days of a match with ``WHEN`` in its group ``when`` and, if need be, the groups of ``BOUND``."""
    said = match.groupdict()
    period = read_period(said["when"], between=bool(said.get("between")))
    if period and said.get("on") and not period.is_of_days:
        return None  # "the debate on the 2008 crisis"
    return period.beyond(said["beyond"].lower()) if period and said.get("beyond") else period


def _joined(first: Span, last: Span, *, turned: bool, turns: bool) -> list[Span]:
    """All days from one to the other, over the turn of the year where it lies between them.

    Args:
        turned, turns: whether the first and the last have their year only from the other.
    """
    if first[0] <= last[1]:
        return [(first[0], last[1])]
    if first[0] < _WITH_YEAR:
        return [(first[0], 1231), (101, last[1])]
    return [(first[0] - turned * _WITH_YEAR, last[1] + turns * _WITH_YEAR)] if turned or turns else [last]


def _year(match: re.Match[str]) -> int:
    said = match["year"] or match["season_year"] or match["only_year"] or (match["iso"] or "")[:4]
    return int(said) if said else 0


def _days(match: re.Match[str], year: int, today: datetime.date) -> list[Span]:
    if match["relative"]:
        return [_relative(match["relative"].lower(), today)]
    if match["first_year"]:
        return [(_day(int(match["first_year"]), 1, 1), _day(int(match["last_year"]), 12, 31))]
    if match["dotted"]:
        of_month, month, year = map(int, re.split(r"[./]", match["dotted"]))
        return _of_days(year, month, of_month, of_month)
    if match["season"]:
        return _of_season(year, _SEASONS[match["season"].lower()])
    part = re.sub(r"^the | of.*$|[ -]+$", "", (match["part"] or "").lower())
    day: int | None = None
    if match["iso"]:
        _, month, *days = map(int, match["iso"].split("-"))
        day = days[0] if days else None
    elif match["month"]:
        month, day = month_number(match["month"]), _number(match["day"] or match["day_after"])
    elif match["decade"]:
        return [(year * 10000 + 101, (year + 9) * 10000 + 1231)]
    else:
        first, last = _OF_A_YEAR.get(part, (1, 12))
        return [(_day(year, first, 1), _day(year, last, 31))]
    first, last = _OF_A_MONTH.get(part, (1, 31)) if day is None else (day, day)
    return _of_days(year, month, first, last)


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _of_days(year: int, month: int, first: int, last: int) -> list[Span]:
    real = 1 <= month <= 12 and 1 <= first <= calendar.monthrange(year or 2000, month)[1]
    return [(_day(year, month, first), _day(year, month, last))] if real else []


def _of_season(year: int, first: int) -> list[Span]:
    """Its three months; the winter of a year is either of the two that touch it."""
    if first < 12:
        return [(_day(year, first, 1), _day(year, first + 2, 31))]
    next_year = (_day(year, 12, 1), _day(year + 1, 2, 31)) if year else (1201, 1231)
    return [(_day(year, 1, 1), _day(year, 2, 31)), next_year]


def _day(year: int, month: int, day: int) -> int:
    return year * 10000 + month * 100 + day


def _relative(said: str, today: datetime.date) -> Span:
    if said in ("today", "yesterday"):
        begin = end = today - datetime.timedelta(days=said == "yesterday")
    elif said.endswith("week"):
        begin = today - datetime.timedelta(days=today.weekday() + 7 * said.startswith("last"))
        end = begin + datetime.timedelta(days=6)
    elif said.endswith("month"):
        end = today.replace(day=1) - datetime.timedelta(days=1) if said.startswith("last") else today
        begin, end = end.replace(day=1), end.replace(day=calendar.monthrange(end.year, end.month)[1])
    else:
        year = today.year - said.startswith("last")
        begin, end = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return _day(begin.year, begin.month, begin.day), _day(end.year, end.month, end.day)
