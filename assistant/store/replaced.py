"""Folders that may not be the ones that transcripts were indexed from: what is gone from them is not taken for deleted.

Where a disk is not mounted its mount point is another folder under the same name, empty or with a stray file in it. So
the catalog keeps of each folder the device and inode under which all that is indexed from it was last found.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.store.catalog import Catalog

# So few, or no more than such a share of what a folder held, are removed unasked: they are soon indexed again.
FEW = 20
MOST = 0.5
_FACT = "folders"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A folder most of whose transcripts are gone, and which may be another than they were indexed from.

    Attributes:
        gone: their sources.
        held: how many were indexed from it.
    """

    folder: Path
    gone: tuple[str, ...]
    held: int

    def __str__(self) -> str:
        return (
            f"{self.folder} may be another folder than the one that {self.held:,} transcripts were indexed from, and "
            f"{len(self.gone):,} of them are gone: is its disk mounted? "
            f"They are kept until assistant ingest --prune-all {self.folder}"
        )


def doubts(catalog: Catalog, paths: Sequence[Path], missing: Sequence[str]) -> list[Doubt]:
    """The folders in ``paths`` of which it is to be asked whether what is ``missing`` from them was deleted."""
    if len(missing) <= FEW:
        return []
    lookout = _Lookout(catalog, paths)
    held, gone = Counter[Path](), dict[Path, list[str]]()
    left = frozenset(missing)
    for source, (root, _) in catalog.stamps().items():
        if folder := lookout.replaced(_parent(root, source)):
            held[folder] += 1
            if source in left:
                gone.setdefault(folder, []).append(source)
    return [
        Doubt(folder, tuple(sources), held[folder])
        for folder, sources in gone.items()
        if len(sources) > max(FEW, MOST * held[folder])
    ]


def note_folders(catalog: Catalog, paths: Sequence[Path], missing: Sequence[str]) -> None:
    """Keep which folders those in ``paths`` are, but for those from which something is ``missing`` still."""
    lookout = _Lookout(catalog, paths)
    stamps = catalog.stamps()
    parents = {_parent(root, source) for source, (root, _) in stamps.items() if root}
    lacking = {each for source in missing for each in lookout.above(_parent(stamps[source][0], source))}
    read = {each for parent in parents for each in lookout.above(parent)} - lacking
    holding = {str(each) for parent in parents for each in (parent, *parent.parents)}
    now = {str(folder): _identity(folder) for folder in read}
    kept = {name: mark for name, mark in lookout.known.items() if name in holding}
    if (told := kept | {name: mark for name, mark in now.items() if mark}) != lookout.known:
        catalog.set_fact(_FACT, json.dumps(told, sort_keys=True))


class _Lookout:
    """Whether folders below ``paths`` are those that the catalog knows; each is looked at once."""

    def __init__(self, catalog: Catalog, paths: Sequence[Path]) -> None:
        self.known: Mapping[str, str] = json.loads(catalog.fact(_FACT) or "{}")
        self._scopes = [path.resolve() for path in paths if path.is_dir()]
        self._seen: dict[Path, Path | None] = {}

    def above(self, parent: Path) -> Iterator[Path]:
        """The folders that lead to ``parent``, from the outermost that is read; none where none is."""
        scopes = [scope for scope in self._scopes if parent.is_relative_to(scope)]
        if scopes:
            outermost = min(scopes, key=lambda scope: len(scope.parts))
            chain = (parent, *parent.parents)
            yield from reversed(chain[: chain.index(outermost) + 1])

    def replaced(self, parent: Path) -> Path | None:
        """The outermost folder on the way to ``parent`` that is there and is not the known one."""
        if parent not in self._seen:
            self._seen[parent] = self._first_other(parent)
        return self._seen[parent]

    def _first_other(self, parent: Path) -> Path | None:
        for folder in self.above(parent):
            mark = _identity(folder)
            if not mark:  # deleted from a folder that is the known one
                return None
            if self.known.get(str(folder)) != mark:
                return folder
        return None


def _parent(root: str, source: str) -> Path:
    return Path(root, source).parent


def _identity(folder: Path) -> str:
    """Device and inode of a folder; empty where there is none, or it cannot be looked at."""
    try:
        seen = folder.stat()
    except OSError:
        return ""
    return f"{seen.st_dev}/{seen.st_ino}"
