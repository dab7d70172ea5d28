"""Where what is indexed was found, against the folders that a walk looked into: what stands in the way of it now.

A walk follows no links and passes over what is hidden, so what lies behind either is not gone because it was not found.
"""

import json
import os
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from assistant.corpus.files import is_hidden
from assistant.store.catalog import Catalog

_FACT = "folders"


def known_folders(catalog: Catalog) -> dict[str, str]:
    """Device and inode under which all that is indexed from a folder was last found in it."""
    return dict(json.loads(catalog.fact(_FACT) or "{}"))


def keep_known_folders(catalog: Catalog, folders: Mapping[str, str]) -> None:
    """Keep them for the next ingest."""
    catalog.set_fact(_FACT, json.dumps(folders, sort_keys=True))


def passed_over(place: Path, walked: Container[Path], known: Container[str]) -> bool:
    """Whether ``place`` is in a hidden folder, or a hidden file, that is there and was read because it was named."""
    entry = entry_towards(place, walked)
    if entry is None or not is_hidden(entry.name) or not os.path.lexists(entry):
        return False
    return place == entry or any(str(folder) in known for folder in place.parents if folder.is_relative_to(entry))


def innermost(place: Path, walked: Container[Path]) -> Path | None:
    """Of the folders around ``place`` the innermost that was walked; None where none was."""
    return next((folder for folder in place.parents if folder in walked), None)


def entry_towards(place: Path, walked: Container[Path]) -> Path | None:
    """What in the innermost folder that was walked is or leads to ``place``; None where none around it was walked."""
    folder = innermost(place, walked)
    return folder / place.relative_to(folder).parts[0] if folder else None


def link_towards(place: Path, walked: Container[Path], links: Mapping[Path, Path]) -> Path | None:
    """The link, of those not followed, that stands where ``place`` was or a folder of it, or led to either when hidden.

    Args:
        links: where each leads to.
    """
    entry = entry_towards(place, walked)
    if entry is None:
        return None
    if link := next((path for path in _files_at(entry) if path in links), None):
        return link
    if not is_hidden(entry.name):
        return None
    led_to = {*_files_at(place), *place.parents}
    return next((link for link, target in links.items() if target in led_to and not os.path.lexists(target)), None)


def _files_at(path: Path) -> Iterator[Path]:
    """The path itself, and those of the tables that it may be a row of."""
    yield path
    for end, char in enumerate(path.name):
        if char == "#" and end:
            yield path.with_name(path.name[:end])
