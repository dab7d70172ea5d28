"""The parts of the sources view that show what is indexed, or what of it was searched for, as HTML."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from assistant.assistant import Assistant
from assistant.store.sources import list_sources
from assistant.store.uploads import file_of, is_upload
from assistant.web.advice import is_keepers
from assistant.web.render import MOST_ROWS, readable_date, template
from assistant.web.timeline import read_timeline


def library_html(assistant: Assistant, search: str = "") -> tuple[str, str, str]:
    """How much is indexed, the timeline, and the list with the dialogue that asks before something is removed.

    The list has the latest first, those without a year after them, and ends where it gets long.

    Args:
        search: words that a transcript's row must have, in any order, to be in the timeline and a list that is long.
    """
    catalog = assistant.index.catalog
    roots = catalog.roots()
    rows: list[dict[str, Any]] = [
        {**row, "uploaded": is_upload(row["source"], roots.get(row["source"], ""), assistant.settings)}
        for row in list_sources(catalog)
    ]
    files = Counter(file_of(row["source"]) for row in rows if row["uploaded"])
    rows = [{**row, "others": max(0, files[file_of(row["source"])] - 1)} for row in rows]
    rows.sort(key=lambda row: str(row["source"]))
    rows.sort(key=lambda row: _recency(row["date"]), reverse=True)
    search = search.strip() if len(rows) > MOST_ROWS else ""
    words = search.lower().split()
    found = [row for row in rows if not words or _has(row, words)]
    overview = template(
        "sources_overview.html", sources=rows, most=MOST_ROWS, passages=sum(row["passages"] for row in rows)
    )
    return (
        overview,
        template("sources_timeline.html", timeline=read_timeline(found)),
        template(
            "sources.html",
            sources=found,
            most=MOST_ROWS,
            search=search,
            empty=not rows,
            keeper=is_keepers(assistant.settings),
        ),
    )


def _has(row: Mapping[str, Any], words: list[str]) -> bool:
    told = [row["title"], row["source"], row["date"] or "", readable_date(row["date"]), *row["people"], *row["places"]]
    text = " ".join(told).lower()
    return all(word in text for word in words)


def _recency(date: str | None) -> tuple[int, str]:
    """Sorts dates with a year above those without, and those above none."""
    if not date:
        return 0, ""
    return (1, date) if date.startswith("--") else (2, date)
