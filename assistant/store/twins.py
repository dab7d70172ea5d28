"""Transcripts that say the same, word for word: a copy in the folder, or an export in another format."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from assistant.store.catalog import Catalog


def twins(catalog: Catalog, sources: Iterable[str]) -> list[tuple[str, ...]]:
    """The transcripts of several files that say the same, of which one at least is in ``sources``; sorted.

    Parts of one file, as the rows of a table, may say the same and are no twins. A text is read only where another has
    as many passages and ends at the same offset.
    """
    alike: dict[tuple[int, int], list[str]] = defaultdict(list)
    for source, extent in catalog.extents().items():
        alike[extent].append(source)
    anew = {*sources}
    saying: dict[bytes, list[str]] = defaultdict(list)
    for group in alike.values():
        if len({*map(_file, group)}) > 1 and not anew.isdisjoint(group):
            for source in group:
                text = catalog.text(source).encode("utf-8", "surrogatepass")
                saying[hashlib.sha256(text).digest()].append(source)
    found = (tuple(sorted(same)) for same in saying.values() if len({*map(_file, same)}) > 1)
    return sorted(same for same in found if not anew.isdisjoint(same))


def _file(source: str) -> str:
    return source.partition("#")[0]
