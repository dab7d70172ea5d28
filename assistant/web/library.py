"""The parts of the sources view that show what is indexed, as HTML."""

from typing import Any

from assistant.assistant import Assistant
from assistant.sources import list_sources
from assistant.uploads import is_upload
from assistant.web.render import template
from assistant.web.timeline import read_timeline


def overview_html(assistant: Assistant) -> str:
    """How much is indexed."""
    sources = list_sources(assistant.index.catalog)
    return template("sources_overview.html", sources=sources, passages=sum(row["passages"] for row in sources))


def timeline_html(assistant: Assistant) -> str:
    """The transcripts on axes of time."""
    return template("sources_timeline.html", timeline=read_timeline(list_sources(assistant.index.catalog)))


def list_html(assistant: Assistant) -> str:
    """The transcripts, latest first, those without a year after them; with the dialogue that asks before removing."""
    catalog = assistant.index.catalog
    roots = catalog.roots()
    rows: list[dict[str, Any]] = [
        {**row, "uploaded": is_upload(row["source"], roots.get(row["source"], ""), assistant.settings)}
        for row in list_sources(catalog)
    ]
    rows.sort(key=lambda row: row["source"])
    rows.sort(key=lambda row: _recency(row["date"]), reverse=True)
    return template("sources.html", sources=rows)


def _recency(date: str | None) -> tuple[int, str]:
    """Sorts dates with a year above those without, and those above none."""
    if not date:
        return 0, ""
    return (1, date) if date.startswith("--") else (2, date)
