"""What is indexed, for people and for programs."""

from pathlib import Path
from typing import Any

from assistant.catalog import Catalog
from assistant.errors import IndexStateError
from assistant.index import CATALOG_FILE


def open_catalog(folder: Path) -> Catalog:
    """The catalog of an index, without loading any model.

    Raises:
        IndexStateError: when there is none.
    """
    if not (folder / CATALOG_FILE).is_file():
        raise IndexStateError(f"no index in {folder}: run assistant ingest first")
    return Catalog(folder / CATALOG_FILE)


def list_sources(catalog: Catalog) -> list[dict[str, Any]]:
    """One row a transcript, by source: title, date, people, places, passages, hash."""
    counts = catalog.counts()
    transcripts = (catalog.transcript(source) for source in catalog.sources())
    return [
        {
            "source": t.source,
            "title": t.title,
            "date": str(t.date) if t.date else None,
            "people": list(t.people),
            "places": list(t.places),
            "language": t.language,
            "passages": counts.get(t.source, 0),
            "hash": t.digest,
        }
        for t in transcripts
    ]
