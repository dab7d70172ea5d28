"""The parts of the sources view that show what is indexed, as HTML."""

from collections import Counter
from typing import Any

from assistant.assistant import Assistant
from assistant.store.sources import list_sources
from assistant.store.uploads import file_of, is_upload
from assistant.web.render import template
from assistant.web.timeline import read_timeline


def library_html(assistant: Assistant) -> tuple[str, str, str]:
    """How much is indexed, the timeline, and the list with the dialogue that asks before something is removed.

    The list has the latest first, those without a year after them.
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
    overview = template("sources_overview.html", sources=rows, passages=sum(row["passages"] for row in rows))
    return (
        overview,
        template("sources_timeline.html", timeline=read_timeline(rows)),
        template("sources.html", sources=rows),
    )


def _recency(date: str | None) -> tuple[int, str]:
    """Sorts dates with a year above those without, and those above none."""
    if not date:
        return 0, ""
    return (1, date) if date.startswith("--") else (2, date)
