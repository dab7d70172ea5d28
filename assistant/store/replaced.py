"""Folders that may not be the ones that transcripts were indexed from: what is gone from them is not taken for deleted.

Where a disk is not mounted its mount point is another folder under the same name, empty or with a stray file in it. So
the catalog keeps of each folder the device and inode under which all that is indexed from it was last found. Both are
those of the folder that was walked: while files are read and embedded a disk may go. A mount point that goes with its
disk is told by its device, and a link that stands where transcripts lay deletes none of them.
"""

import os
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.files import printable
from assistant.store.catalog import Catalog
from assistant.store.places import (
    around,
    innermost,
    keep_known_folders,
    keep_named_places,
    known_folders,
    link_towards,
    named_places,
)
from assistant.store.sync import Difference

# No more than such a share of what a folder held is removed unasked, and so few are: whoever makes a small folder anew
# and prunes means it, and where he did not they are soon indexed again.
MOST = 0.5
FEW = 20


@dataclass(frozen=True, slots=True)
class Doubt:
    """Transcripts that are gone from a folder, and of which it is to be asked whether they were deleted.

    Attributes:
        folder: one that was walked. It may be another than it was, and most of its transcripts are gone, or what they
            lay in there is away.
        gone: their sources.
        held: how many were indexed from it, or from the disk that is away.
        links: those in it that are not followed and stand where the transcripts lay.
        disk: a folder in it that was another file system, and is no longer there.
    """

    folder: Path
    gone: tuple[str, ...]
    held: int
    links: tuple[Path, ...] = ()
    disk: Path | None = None

    def __str__(self) -> str:
        place = printable(shlex.quote(str(self.folder)))
        if self.links or self.disk:
            kept = f"what was indexed from there is kept ({len(self.gone):,})"
            return (
                f"{self._away()}, and {kept}: if it is gone for good, assistant ingest --prune-all {place} removes it"
            )
        return (
            f"{printable(str(self.folder))} may be another folder than the one that {self.held:,} transcripts were "
            f"indexed from, and {len(self.gone):,} of them are gone: is its disk mounted? If they are gone for good, "
            f"assistant ingest --prune-all {place} removes them"
        )

    def _away(self) -> str:
        if self.disk:
            return f"{printable(str(self.disk))}, a disk of its own, is not mounted"
        several = f" (one of {len(self.links):,})" if len(self.links) > 1 else ""
        return f"{printable(str(self.links[0]))} is a link that is not followed{several}"


def doubts(catalog: Catalog, found: Difference) -> list[Doubt]:
    """The folders that were walked of which it is to be asked whether what is missing from them was deleted."""
    if not found.missing:
        return []
    lookout = _Lookout(catalog, found.folders)
    held, gone = Counter[Path](), dict[Path, list[str]]()
    linked = dict[Path, tuple[list[str], set[Path]]]()
    left = frozenset(found.missing)
    for source, (root, _) in catalog.stamps().items():
        place = Path(root, source)
        if source in left and (link := link_towards(place, found.folders, found.links)):
            sources, links = linked.setdefault(innermost(place, found.folders) or link.parent, ([], set()))
            sources.append(source)
            links.add(link)
        elif folder := lookout.replaced(root, source):
            held[folder] += 1
            if source in left:
                gone.setdefault(folder, []).append(source)
    many = {folder: sources for folder, sources in gone.items() if len(sources) > max(MOST * held[folder], FEW)}
    return [
        *(lookout.doubt(folder, sources, held[folder]) for folder, sources in many.items()),
        *(
            Doubt(folder, tuple(sources), len(sources), tuple(sorted(links)))
            for folder, (sources, links) in linked.items()
        ),
    ]


def note_folders(catalog: Catalog, found: Difference) -> None:
    """Keep what was named, and which folders were walked, but for those in which something indexed was not found.

    What was kept of these is forgotten where something was found in another folder of the name.
    """
    lookout, before = _Lookout(catalog, found.folders), named_places(catalog)
    there = {*found.unchanged, *(transcript.source for transcript in found.changed)}
    complete, lacking, holding = set[Path](), set[Path](), set[str]()
    for source, (root, _) in catalog.stamps().items():
        (complete if source in there else lacking).update(lookout.above(root, source))
        holding.update(map(str, around(Path(root, source))))
    of_several = {str(folder) for folder in complete & lacking if not lookout.is_known(folder)}
    kept = {name: mark for name, mark in lookout.known.items() if name in holding and name not in of_several}
    now = {str(folder): mark for folder in complete - lacking if (mark := found.folders[folder])}
    if (told := kept | now) != lookout.known:
        keep_known_folders(catalog, told)
    if (named := holding.intersection({*before, *map(str, found.named)})) != before:
        keep_named_places(catalog, named)


class _Lookout:
    """Whether the folders that were walked are those that the catalog knows."""

    def __init__(self, catalog: Catalog, folders: Mapping[Path, str]) -> None:
        self.known: Mapping[str, str] = known_folders(catalog)
        self._folders = folders
        self._above: dict[tuple[str, Path], list[Path]] = {}
        self._away: dict[Path, Path | None] = {}

    def is_known(self, folder: Path) -> bool:
        """Whether a folder that was walked is the one that all was found in."""
        mark = self._folders[folder]
        return bool(mark) and self.known.get(str(folder)) == mark

    def above(self, root: str, source: str) -> list[Path]:
        """The folders that lead to a source from its root, from the outermost that was walked to the last."""
        key = root, Path(root, source).parent
        if key not in self._above:
            self._above[key] = [*self._walked(*key)] if root else []
        return self._above[key]

    def replaced(self, root: str, source: str) -> Path | None:
        """The outermost folder on the way to a source that was walked and is not the known one, or was a disk."""
        above = self.above(root, source)
        return next((folder for folder in above if not self.is_known(folder)), None) or self._disk(above, root, source)

    def doubt(self, folder: Path, sources: Sequence[str], held: int) -> Doubt:
        """The question about what is gone from a folder that ``replaced`` gave."""
        if folder in self._folders:
            return Doubt(folder, tuple(sources), held)
        return Doubt(innermost(folder, self._folders) or folder, tuple(sources), held, disk=folder)

    def _disk(self, above: Sequence[Path], root: str, source: str) -> Path | None:
        """The outermost folder below ``above`` that was on another file system than the last of these, and is gone."""
        parent = Path(root, source).parent
        if parent not in self._away:
            self._away[parent] = self._unmounted(above[-1], parent) if above and parent != above[-1] else None
        return self._away[parent]

    def _unmounted(self, last: Path, parent: Path) -> Path | None:
        device = _device(self._folders[last])
        below = [folder for folder in (parent, *parent.parents) if folder != last and folder.is_relative_to(last)]
        return next(
            (
                folder
                for folder in reversed(below)
                if _device(self.known.get(str(folder), "")) not in ("", device) and not os.path.lexists(folder)
            ),
            None,
        )

    def _walked(self, root: str, parent: Path) -> Iterator[Path]:
        chain = (parent, *parent.parents)
        return (each for each in reversed(chain) if each.is_relative_to(root) and each in self._folders)


def _device(mark: str) -> str:
    return mark.partition("/")[0]
