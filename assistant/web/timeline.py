"""The timeline: transcripts as points on an axis of years, and those whose year is not known on one of months.

A date without a year is not guessed at: it has its own lane, from January to December. All places are percentages.
"""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as calendar_day
from typing import Any

from assistant.corpus.dates import Date, parse_date

# Points nearer than this, in percent of the axis, stand above each other; labels need more room.
_POINT_ROOM = 2.5
_LABEL_ROOM = 11.0
_MOST_LEVELS = 6
_MOST_LABELS = 12
_MOST_TICKS = 8
# Above so many, a point that has no room above the others is left out; fewer may cover each other.
_MOST_COVERING = 200
_MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class Point:
    """One transcript: its place along the axis, its level above it, and a short label where there is room."""

    source: str
    title: str
    date: str
    x: float
    level: int
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One axis with its points, ticks as (place, label), and how many transcripts have no room for a point."""

    name: str
    points: tuple[Point, ...]
    ticks: tuple[tuple[float, str], ...]
    crowded: int

    @property
    def levels(self) -> int:
        """How many points stand above each other at most."""
        return 1 + max(point.level for point in self.points)

    @classmethod
    def of(cls, name: str, rows: Sequence[tuple[Mapping[str, Any], Date]], first: int, last: int) -> "Lane":
        """The transcripts of ``rows`` on an axis from the year ``first`` to ``last``."""
        points = _points(rows, first, last)
        return cls(name, points, _ticks(first, last), len(rows) - len(points))


@dataclass(frozen=True, slots=True)
class Timeline:
    """Up to two lanes; ``undated`` counts the transcripts that no lane can show."""

    lanes: tuple[Lane, ...]
    undated: int

    @property
    def crowded(self) -> int:
        """How many transcripts have a date and no room for a point."""
        return sum(lane.crowded for lane in self.lanes)


def read_timeline(sources: Sequence[Mapping[str, Any]]) -> Timeline:
    """The timeline of the rows that ``list_sources`` gives."""
    dated = [(row, date) for row in sources if row["date"] and (date := parse_date(str(row["date"])))]
    known = [(row, date) for row, date in dated if date.year]
    yearless = [(row, date) for row, date in dated if not date.year]
    lanes = []
    if known:
        first, last = min(_year(date) for _, date in known), max(_year(date) for _, date in known)
        name = str(first) if first == last else f"{first} to {last}"
        lanes.append(Lane.of(name, known, first, last))
    if yearless:
        lanes.append(Lane.of("Year not stated", yearless, 2000, 2000))
    return Timeline(tuple(lanes), len(sources) - len(dated))


def _year(date: Date) -> int:
    return date.year or 2000


def _place(day: calendar_day, first: int, last: int) -> float:
    begin, end = calendar_day(first, 1, 1).toordinal(), calendar_day(last, 12, 31).toordinal()
    return round(_MARGIN + (100 - 2 * _MARGIN) * (day.toordinal() - begin) / (end - begin), 2)


def _points(rows: Sequence[tuple[Mapping[str, Any], Date]], first: int, last: int) -> tuple[Point, ...]:
    points: list[Point] = []
    tops: list[float] = []  # the last place taken on each level
    labelled, few = -100.0, len(rows) <= _MOST_LABELS
    for row, date in sorted(rows, key=lambda item: (_year(item[1]), item[1].month, item[1].day, item[0]["source"])):
        x = _place(calendar_day(_year(date), date.month, date.day), first, last)
        level = next((n for n, top in enumerate(tops) if x - top >= _POINT_ROOM), len(tops))
        if level == _MOST_LEVELS and len(rows) > _MOST_COVERING:
            continue
        level = min(level, _MOST_LEVELS - 1)
        tops[level : level + 1] = [x]
        label = ""
        if few and level == 0 and x - labelled >= _LABEL_ROOM:
            label, labelled = f"{date.day} {calendar.month_abbr[date.month]}", x
        points.append(Point(row["source"], row["title"], str(date), x, level, label))
    return tuple(points)


def _ticks(first: int, last: int) -> tuple[tuple[float, str], ...]:
    if first == last:
        months = range(1, 13)
        return tuple((_place(calendar_day(first, m, 1), first, last), calendar.month_abbr[m]) for m in months)
    step = -(-(last - first + 1) // _MOST_TICKS)
    return tuple((_place(calendar_day(year, 1, 1), first, last), str(year)) for year in range(first, last + 1, step))
