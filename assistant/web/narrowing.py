"""Filters as the page shows them: one chip a condition, each of which can be taken away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.filters import Filters
from assistant.web.render import readable_date, template

# A menu offers so many; the others are found by typing.
MOST_CHOICES = 500


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition: its kind (a field of ``Filters``), its value there, and how it reads."""

    kind: str
    value: str
    label: str


def chips(filters: Filters, titles: Mapping[str, str]) -> list[Chip]:
    """The conditions of ``filters`` in words; a source is called by its title."""
    found = [Chip("people", name, name) for name in filters.people]
    found += [Chip("places", name, name) for name in filters.places]
    found += [Chip("sources", source, titles.get(source, source)) for source in filters.sources]
    if filters.date_from is not None:
        found.append(Chip("date_from", str(filters.date_from), f"from {readable_date(date_text(filters.date_from))}"))
    if filters.date_to is not None:
        found.append(Chip("date_to", str(filters.date_to), f"to {readable_date(date_text(filters.date_to))}"))
    return found


def without(filters: Filters, kind: str, value: str = "") -> Filters:
    """``filters`` less one condition; ``all`` takes every one away, and a condition that is not set nothing."""
    if kind == "all":
        return Filters()
    changed: dict[str, Any] = {}
    if kind in ("date_from", "date_to"):
        changed[kind] = None
    elif kind in ("people", "places", "sources"):
        changed[kind] = tuple(each for each in getattr(filters, kind) if each != value)
    return replace(filters, **changed)


def still_there(filters: Filters, sources: set[str], people: set[str], places: set[str]) -> Filters:
    """``filters`` less what the index no longer knows."""
    return replace(
        filters,
        sources=tuple(source for source in filters.sources if source in sources),
        people=tuple(name for name in filters.people if name in people),
        places=tuple(name for name in filters.places if name in places),
    )


def offered(every: Sequence[tuple[str, str]], chosen: Collection[str], typed: str = "") -> list[tuple[str, str]]:
    """The choices, as (label, value), that a menu of ``every`` one offers: all, or the first that have what is typed.

    What is ``chosen`` is always among them: a menu takes no value that it does not offer.
    """
    if len(every) <= MOST_CHOICES:
        return list(every)
    found = [pair for pair in every if typed.strip().lower() in pair[0].lower()][:MOST_CHOICES]
    values = {value for _, value in found}
    return found + [pair for pair in every if pair[1] in chosen and pair[1] not in values]


def date_text(key: int | None) -> str:
    """YYYYMMDD as YYYY-MM-DD; nothing for None."""
    return "" if key is None else f"{key // 10000:04d}-{key // 100 % 100:02d}-{key % 100:02d}"


def chips_html(filters: Filters, titles: Mapping[str, str]) -> str:
    """The row of chips above the composer; nothing where nothing is asked for."""
    return template("sources_chips.html", chips=chips(filters, titles)) if filters else ""
