"""What is indexed, for people and for programs."""

from pathlib import Path
from typing import Any

from assistant.errors import IndexStateError
from assistant.store.catalog import Catalog
from assistant.store.index import CATALOG_FILE


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
    return [{**row, "passages": counts.get(str(row["source"]), 0)} for row in catalog.facts_of_transcripts()]
