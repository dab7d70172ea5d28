"""Folders that may not be the ones that transcripts were indexed from: what is gone from them is not taken for deleted.

Where a disk is not mounted its mount point is another folder under the same name, empty or with a stray file in it. So
the catalog keeps of each folder the device and inode under which all that is indexed from it was last found. Both are
those of the folder that was walked: while files are read and embedded a disk may go.
"""

import json
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.files import printable
from assistant.store.catalog import Catalog
from assistant.store.sync import Difference

# No more than such a share of what a folder held is removed unasked, and so few are: whoever makes a small folder anew
# and prunes means it, and where he did not they are soon indexed again.
MOST = 0.5
FEW = 20
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
        place = str(self.folder)
        return (
            f"{printable(place)} may be another folder than the one that {self.held:,} transcripts were indexed from, "
            f"and {len(self.gone):,} of them are gone: is its disk mounted? If they are gone for good, "
            f"assistant ingest --prune-all {printable(shlex.quote(place))} removes them"
        )


def doubts(catalog: Catalog, found: Difference) -> list[Doubt]:
    """The folders that were walked of which it is to be asked whether what is missing from them was deleted."""
    if not found.missing:
        return []
    lookout = _Lookout(catalog, found.folders)
    held, gone = Counter[Path](), dict[Path, list[str]]()
    left = frozenset(found.missing)
    for source, (root, _) in catalog.stamps().items():
        if folder := lookout.replaced(root, source):
            held[folder] += 1
            if source in left:
                gone.setdefault(folder, []).append(source)
    return [
        Doubt(folder, tuple(sources), held[folder])
        for folder, sources in gone.items()
        if len(sources) > max(MOST * held[folder], FEW)
    ]


def note_folders(catalog: Catalog, found: Difference) -> None:
    """Keep which folders were walked, but for those in which something that is indexed from there was not found."""
    lookout = _Lookout(catalog, found.folders)
    there = {*found.unchanged, *(transcript.source for transcript in found.changed)}
    complete, lacking, holding = set[Path](), set[Path](), set[str]()
    for source, (root, _) in catalog.stamps().items():
        (complete if source in there else lacking).update(lookout.above(root, source))
        parent = Path(root, source).parent
        holding.update(map(str, (parent, *parent.parents)))
    kept = {name: mark for name, mark in lookout.known.items() if name in holding}
    now = {str(folder): mark for folder in complete - lacking if (mark := found.folders[folder])}
    if (told := kept | now) != lookout.known:
        catalog.set_fact(_FACT, json.dumps(told, sort_keys=True))


class _Lookout:
    """Whether the folders that were walked are those that the catalog knows."""

    def __init__(self, catalog: Catalog, folders: Mapping[Path, str]) -> None:
        self.known: Mapping[str, str] = json.loads(catalog.fact(_FACT) or "{}")
        self._folders = folders
        self._above: dict[tuple[str, Path], list[Path]] = {}

    def above(self, root: str, source: str) -> list[Path]:
        """The folders that lead to a source from its root, from the outermost that was walked to the last."""
        key = root, Path(root, source).parent
        if key not in self._above:
            self._above[key] = [*self._walked(*key)] if root else []
        return self._above[key]

    def replaced(self, root: str, source: str) -> Path | None:
        """The outermost folder on the way to a source that was walked and is not the known one."""
        for folder in self.above(root, source):
            mark = self._folders[folder]
            if not mark or self.known.get(str(folder)) != mark:
                return folder
        return None

    def _walked(self, root: str, parent: Path) -> Iterator[Path]:
        chain = (parent, *parent.parents)
        return (each for each in reversed(chain) if each.is_relative_to(root) and each in self._folders)
