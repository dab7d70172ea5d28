"""Where what is indexed was found, against the folders that a walk looked into: what stands in the way of it now.

A walk follows no links and passes over what is hidden, so what lies behind either is not gone because it was not found.
"""

import json
import os
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

from assistant.corpus.files import identity, is_hidden
from assistant.store.catalog import Catalog

_FACT = "folders"
_NAMED = "named"


def known_folders(catalog: Catalog) -> dict[str, str]:
    """Device and inode under which all that is indexed from a folder was last found in it."""
    return dict(json.loads(catalog.fact(_FACT) or "{}"))


def keep_known_folders(catalog: Catalog, folders: Mapping[str, str]) -> None:
    """Keep them for the next ingest."""
    catalog.set_fact(_FACT, json.dumps(folders, sort_keys=True))


def named_places(catalog: Catalog) -> set[str]:
    """Files and folders that were named to be read, by where they really lie, of those that something is indexed from.

    Of an index that kept none, the folders that are known.
    """
    kept = catalog.fact(_NAMED)
    return set(known_folders(catalog) if kept is None else json.loads(kept))


def keep_named_places(catalog: Catalog, named: Iterable[str]) -> None:
    """Keep them for the next ingest."""
    catalog.set_fact(_NAMED, json.dumps(sorted(named)))


def out_of_sight(place: Path, walked: Container[Path], named: Container[str], known: Mapping[str, str]) -> bool:
    """Whether a walk would not find ``place``: it is, or lies in, what a walk passes over and was read when named.

    What was named must be there still, and no link may stand in its place but where it is hidden. Nor may the file be
    gone for certain.

    Args:
        known: device and inode of folders, as ``known_folders`` gives them.
    """
    folder = innermost(place, walked)
    if folder is None or _deleted(place, known):
        return False
    return any(
        str(each) in named and os.path.lexists(each) and (_hidden_in(folder, each) or not each.is_symlink())
        for each in around(place)
        if each != folder and each.is_relative_to(folder)
    )


def around(place: Path) -> Iterator[Path]:
    """What was indexed as ``place``, each file that it may be a part of, and each folder that it lies in."""
    whole = str(place)
    yield place
    yield from (Path(whole[:end]) for end, char in enumerate(whole) if char == "#" and end)
    yield from place.parents


def _deleted(place: Path, known: Mapping[str, str]) -> bool:
    """Whether no file is at ``place`` and what is left of the way to it is the folder that all was last found in."""
    there = next(path for path in around(place) if not _is_missing(path))
    return there in place.parents and there.is_dir() and known.get(str(there)) == identity(there)


def _is_missing(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:  # it cannot be looked at, which tells nothing
        return False
    return False


def _hidden_in(folder: Path, place: Path) -> bool:
    return any(map(is_hidden, place.relative_to(folder).parts))


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
    led_to = {*around(place)}
    return next((link for link, target in links.items() if target in led_to and not os.path.lexists(target)), None)


def _files_at(path: Path) -> Iterator[Path]:
    """The path itself, and those of the tables that it may be a row of."""
    yield path
    for end, char in enumerate(path.name):
        if char == "#" and end:
            yield path.with_name(path.name[:end])
