"""Calendar dates in text and in filters.

A date is written ``YYYY-MM-DD`` when the year is known and ``--MM-DD`` (ISO 8601's truncated form) when the
text does not say it. Filters compare whole dates as integers YYYYMMDD, which Chroma's range operators need; a
date without a year has no such integer and never matches a filter that names years.
"""

import calendar
import datetime
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from assistant.common_words import surplus_around
from assistant.errors import UsageError
from assistant.language import lowered

MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
# Words that a capital makes no name.
CALENDAR = frozenset((*MONTHS, *WEEKDAYS))
# Any month in a pattern.
MONTH_NAMES = "|".join(MONTHS)
_MONTH = "|".join([*MONTHS, *(name[:3] + r"\.?" for name in MONTHS), r"sept\.?"])
# As German, French, Spanish, Italian, Portuguese, Dutch, Polish, Czech, Russian, Ukrainian, Swedish, Danish and Turkish
# write them after a day, but for those written as in English.
_ABROAD = (
    "januar jänner janvier enero gennaio janeiro januari stycznia ledna января січня ocak",
    "februar feber février febrero febbraio fevereiro februari lutego února февраля лютого şubat",
    "märz mars marzo março maart marca března марта березня marts",
    "avril abril aprile kwietnia dubna апреля квітня nisan",
    "mai mayo maggio maio mei maja května мая травня maj mayıs",
    "juni juin junio giugno junho czerwca června июня червня haziran",
    "juli juillet julio luglio julho lipca července июля липня temmuz",
    "august août agosto augustus sierpnia srpna августа серпня augusti ağustos",
    "septembre septiembre setiembre settembre setembro września září сентября вересня eylül",
    "oktober octobre octubre ottobre outubro października října октября жовтня ekim",
    "novembre noviembre novembro listopada listopadu ноября листопада kasım",
    "dezember décembre diciembre dicembre dezembro grudnia prosince декабря грудня aralık",
)
# Those that begin with a capital letter; the others never do.
_GERMAN = "Januar Jänner Februar Feber März Mai Juni Juli August Oktober Dezember".split()
_TURKISH = "Ocak Şubat Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık".split()
_ABROAD_NUMBERS = {name: number for number, names in enumerate(_ABROAD, 1) for name in names.split()}
_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(MONTHS, 1)}
_DAYS = [0, *(calendar.monthrange(2001, month)[1] for month in range(1, 13))]
# What a text in small letters has in it where it names a day by its year, by a month in English, or by one in another
# language: far faster to look for than the patterns.
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d\d\d\d")
_MONTH_BEGINS = re.compile("|".join(name[:3] for name in MONTHS))
_MONTH_ABROAD = re.compile("|".join(map(lowered, (*_ABROAD_NUMBERS, *_GERMAN, *_TURKISH, *MONTHS))))
_PATTERNS = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<name>{_MONTH})(?!\w)(?:,?\s+(?P<year>\d{{4}})\b)?", re.I
    ),
    re.compile(rf"\b(?P<name>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}})\b)?", re.I),
    re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日号일]"),
    re.compile(r"\b(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})\b"),
    re.compile(
        r"(?<![\w./-])(?P<year>(?:19|20)\d{2})(?P<gap>[./])(?P<month>\d{2})(?P=gap)(?P<day>\d{2})(?![\w/-]|\.\d)"
    ),
    re.compile(rf"(?<![\w./])(?P<day>\d{{1,2}})(?P<gap>[-./])(?P<name>{_MONTH})(?P=gap)(?P<year>\d{{4}})\b", re.I),
    # No month has such a number.
    re.compile(r"(?<![\w./-])(?P<day>1[3-9]|[23]\d)-(?P<month>\d{2})-(?P<year>(?:19|20)\d{2})(?![\w/-]|\.\d)"),
)
# Read only where the words around are not English: "12 Mayo Clinic patients", "She is 28. Mai works".
_ABROAD_PATTERNS = (
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:\.|º|er)?\s+(?P<link>de\s+)?"
        rf"(?P<name>{'|'.join([*_ABROAD_NUMBERS, *_GERMAN, *_TURKISH])})(?!\w)"
        r"(?:\s+(?:de\s+)?(?P<year>\d{4})\b)?"
    ),
    # A number may end an English sentence, and the name of a month begin the next.
    re.compile(
        r"(?:(?<=\bam )|(?<=\bden )|(?<=\bvom )|(?<=\bzum ))(?P<day>\d{1,2})(?P<link>\.)\s+"
        r"(?P<name>April|August|September|November)\b(?:\s+(?P<year>\d{4})\b)?"
    ),
)


# What recorders and people write straight in front of a day; behind other letters digits are a number of another kind.
_RECORDERS = "gmt|utc|rec|recording|img|vid|pxl|mvi|aud|audio|video|voice|zoom|teams|call|meeting"
_CLOCK = (
    r"(?:[-_.]|T)(?:[01][0-9]|2[0-3])(?P<dot>[-_.:]?)[0-5][0-9](?:(?P=dot)[0-5][0-9])?Z?"
    r"(?![^\W_]|[-_.][0-9]{1,2}(?![0-9]))"
)
# Digits that stand alone, with the time of the day perhaps: no part of a longer number or of a checksum.
_IN_NAME = re.compile(
    rf"(?<![^\W_])(?<![0-9][-_.])(?:{_RECORDERS})?"
    r"(?P<year>(?:19|20)[0-9]{2})(?P<part>[-_.]?)(?P<month>[0-9]{2})(?P=part)(?P<day>[0-9]{2})"
    rf"(?:{_CLOCK}|(?![^\W_]|[-_.][0-9]))",
    re.IGNORECASE,
)
# Of a name in words, where the day is no number of a month.
_SURE_DAY = re.compile(r"[^\W\d_]|^(?:1[3-9]|[23]\d)[-./]")
# What a day ends that is no day of a talk: "nine months to 30 September 2021", "as at 31 March 2021".
_PERIOD_BEFORE = re.compile(
    r"\b(?:(?:years?|half|half[- ]year|quarter|months?|weeks?|days|period|term|season)(?: (?:that|which))?"
    r"(?: (?:ended|ending|ends|to|until|till|through|up to))(?: on)?|as at|ended|ending)"
    r"(?: the)?(?: \w+day,?)? $",
    re.IGNORECASE,
)
_PERIOD_AFTER = re.compile(r"[ -](?:half-)?(?:year|quarter|period)[- ]end\b", re.IGNORECASE)
# So far before a day its words are looked at.
_REACH = 80
_FIRST_RECORDED = datetime.date(1950, 1, 1)


@dataclass(frozen=True, slots=True)
class Date:
    """A day, its year possibly unknown (``None``)."""

    year: int | None
    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}" if self.year else f"--{self.month:02d}-{self.day:02d}"

    @property
    def in_words(self) -> str:
        """ "18 December 2023", or "18 December" without a year."""
        day = f"{self.day} {MONTHS[self.month - 1].capitalize()}"
        return f"{day} {self.year}" if self.year else day

    @property
    def key(self) -> int | None:
        """YYYYMMDD, or None without a year."""
        return self.year * 10000 + self.month * 100 + self.day if self.year else None


def find_dates(text: str) -> list[Date]:
    """Every day named in ``text``, in order of appearance; impossible days are left out."""
    return [date for _, _, date in date_spans(text)]


def date_spans(text: str) -> list[tuple[int, int, Date]]:
    """Every day named in ``text`` as (start, end, date), in order of appearance."""
    found: list[tuple[int, int, Date]] = []
    for pattern in _patterns_for(text):
        taken = [(start, end) for start, end, _ in found]
        for match in pattern.finditer(text):
            if _overlaps(taken, *match.span()):
                continue
            date = _from_match(match)
            if date and (pattern in _PATTERNS or _is_abroad(match)):
                found.append((match.start(), match.end(), date))
        found.sort(key=lambda item: item[0])
    return found


def _patterns_for(text: str) -> list[re.Pattern[str]]:
    """The patterns in order that may be found in ``text`` by what each has in it; most texts have nothing of it."""
    if not _DIGIT.search(text):
        return []
    plain = lowered(text)
    has_year, has_month = _YEAR.search(plain), _MONTH_BEGINS.search(plain)
    patterns = [each for each in _PATTERNS if (has_month if "name" in each.groupindex else has_year)]
    return [*patterns, *(_ABROAD_PATTERNS if _MONTH_ABROAD.search(plain) else ())]


def _is_abroad(match: re.Match[str]) -> bool:
    """Whether the words around are not English, and it is a date by its form where they tell nothing."""
    more = surplus_around(match.string, *match.span())
    told_by_form = match["link"] or match["year"] or not match["name"].isascii()
    return more > 0 or (more == 0 and bool(told_by_form))


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether ``start``..``end`` overlaps any of ``spans``, which are in order and apart."""
    after = bisect_left(spans, (end, 0))
    return after > 0 and spans[after - 1][1] > start


@lru_cache(maxsize=256)
def month_number(name: str) -> int:
    """1..12 for a month's English name or its first three letters, or for its name in another language."""
    return _ABROAD_NUMBERS.get(lowered(name)) or _MONTH_NUMBERS[lowered(name)[:3]]


def _from_match(match: re.Match[str]) -> Date | None:
    parts = match.groupdict()
    month = month_number(parts["name"]) if parts.get("name") else int(parts["month"])
    year = int(parts["year"]) if parts.get("year") else None
    return _checked(year, month, int(parts["day"]))


def _checked(year: int | None, month: int, day: int) -> Date | None:
    if not 1 <= month <= 12 or (year is not None and not 1 <= year <= 9999):
        return None
    return Date(year, month, day) if 1 <= day <= _days_in(year or 2000, month) else None


def _days_in(year: int, month: int) -> int:
    return _DAYS[month] + (month == 2 and calendar.isleap(year))


def parse_date(text: str) -> Date | None:
    """The one date that ``text`` is, as stored or as people write it; None when it is not one."""
    short = re.fullmatch(r"--(\d{2})-(\d{2})", text.strip())
    if short:
        return _checked(None, int(short[1]), int(short[2]))
    found = find_dates(text)
    return found[0] if len(found) == 1 else None


def day_of(line: str) -> tuple[Date | None, bool]:
    """The one day that a line is of, and whether that only ends a period: those that do count where no other stands."""
    spans = date_spans(line)
    ends = [span for span in spans if _ends_period(line, span[0], span[1])]
    found = [span for span in spans if span not in ends] or ends
    return (found[0][2], bool(ends) and found is ends) if len(found) == 1 else (None, False)


def _ends_period(line: str, start: int, end: int) -> bool:
    before = " ".join(line[max(0, start - _REACH) : start].split()) + " "
    return bool(_PERIOD_BEFORE.search(before) or _PERIOD_AFTER.match(line, end))


def name_date(source: str) -> Date | None:
    """The one day that the name of a file gives, year first ("2025-03-04 call.vtt", "GMT20250304-140012.vtt").

    Or as people write it, where that can be no other day ("4-Mar-2025.txt", "Board 31.12.2024.txt"). A day before 1950
    or after tomorrow is a number of another kind.
    """
    name = source.rpartition("/")[2]
    days = (_recorded(*map(int, match.group("year", "month", "day"))) for match in _IN_NAME.finditer(name))
    found = {day for day in days if day}
    if not found:
        spaced = name.replace("_", " ")
        written = (d for start, end, d in date_spans(spaced) if d.year and _SURE_DAY.search(spaced[start:end]))
        found = {day for d in written if (day := _recorded(d.year or 0, d.month, d.day))}
    return found.pop() if len(found) == 1 else None


def _recorded(year: int, month: int, day: int) -> Date | None:
    try:
        whole = datetime.date(year, month, day)
    except ValueError:
        return None
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    return Date(year, month, day) if _FIRST_RECORDED <= whole <= tomorrow else None


def filter_bound(text: str, *, last: bool) -> int:
    """YYYYMMDD of a filter's end: ``2023``, ``2023-12`` or ``2023-12-18``; the period's last day if ``last``.

    Raises:
        UsageError: when ``text`` is none of these.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text.strip())
    if match:
        year, month, day = int(match[1]), match[2], match[3]
        chosen_month = int(month) if month else (12 if last else 1)
        if 1 <= chosen_month <= 12 and year >= 1:
            final = _days_in(year, chosen_month)
            date = _checked(year, chosen_month, int(day) if day else (final if last else 1))
            if date and date.key:
                return date.key
    raise UsageError(f"{text!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD, for example 2023-12-18")
