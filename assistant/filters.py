"""Which transcripts a question may draw on: by source, date, person and place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.corpus.dates import filter_bound
from assistant.errors import UsageError


@dataclass(frozen=True, slots=True)
class Filters:
    """Sources, people and places, and an inclusive range of dates as YYYYMMDD; what is empty asks nothing.

    A transcript passes when it is one of the sources, names one of the people and one of the places, and lies in the
    range. One whose date has no year passes no range that is set: its year may be another.
    """

    sources: tuple[str, ...] = ()
    date_from: int | None = None
    date_to: int | None = None
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sources) or self.by_date or self.by_name

    @property
    def by_date(self) -> bool:
        """Whether a range of dates is set."""
        return self.date_from is not None or self.date_to is not None

    @property
    def by_name(self) -> bool:
        """Whether people or places are set, which only the catalog knows of."""
        return bool(self.people or self.places)

    def as_chroma(self) -> dict[str, Any] | None:
        """The same condition in Chroma's ``where`` language, people and places aside: Chroma does not hold them."""
        conditions: list[dict[str, Any]] = []
        if self.sources:
            conditions.append({"source": {"$in": list(self.sources)}})
        if self.date_from is not None:
            conditions.append({"date": {"$gte": self.date_from}})
        if self.date_to is not None:
            conditions.append({"date": {"$lte": self.date_to}})
        if len(conditions) < 2:
            return conditions[0] if conditions else None
        return {"$and": conditions}


def make_filters(
    sources: Sequence[str] | None = None,
    date_from: str | None = None,
    date_to: str | None = None,
    people: Sequence[str] | None = None,
    places: Sequence[str] | None = None,
) -> Filters:
    """Filters from what a user typed.

    Raises:
        UsageError: for a date that is none, or a range that ends before it begins.
    """
    first = filter_bound(date_from, last=False) if date_from else None
    final = filter_bound(date_to, last=True) if date_to else None
    if first is not None and final is not None and first > final:
        raise UsageError(f"the range ends before it begins: from {date_from} to {date_to}")
    return Filters(tuple(sources or ()), first, final, tuple(people or ()), tuple(places or ()))
