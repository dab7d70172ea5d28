"""The dense leg: passages by meaning, from Chroma and from the catalog where Chroma is behind or damaged.

A vector that the catalog does not know is not shown. Passages newer than the vectors in memory are compared one by one,
so that a reader sees another process's commit with its next question and seldom opens Chroma's files anew. So are those
that pass a filter, where they are few: Chroma's own filtering takes .3 s and more of 100,000 passages, however many
pass. Where many pass, more are taken from Chroma than are wanted, and filtered here.
"""

import logging
import math
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.errors import EngineError, IndexDamagedError
from assistant.filters import Filters
from assistant.store.arrays import Vector
from assistant.store.catalog import Catalog
from assistant.store.vectors import Vectors

# So many passages that are not yet in the vectors in memory, or that pass a filter, are compared one by one; beyond,
# the files are opened anew, and Chroma is asked.
COMPARED_ONE_BY_ONE = 2000
# Where a filter lets through this share of the transcripts or more, it is Chroma's nearest that are filtered, SPARE
# times as many as would do if those that pass were evenly spread.
WIDE_SHARE = 0.08
SPARE = 1.5
# More than so many are not taken: Chroma's own filtering is as quick then. Of Chroma Cloud, which holds a question to a
# few hundred, no more are taken than are wanted.
MOST_TAKEN = 1000
# Chroma looks its records up in SQLite, which takes 32,766 values in a statement.
SOURCES_AT_ONCE = 30_000


class DenseSearch:
    """Searches the vectors of one index and follows what other processes write to it."""

    def __init__(self, catalog: Catalog, vectors: Vectors) -> None:
        self._catalog = catalog
        self._vectors = vectors
        self._warned = ""
        self._following = threading.Lock()
        self._loaded: tuple[int, int] | None = None

    def forget(self) -> None:
        """The vectors were made anew: what was known of those in memory holds no more."""
        self._loaded = None

    def search(self, vector: Vector, limit: int, filters: Filters | None = None) -> list[tuple[int, float]]:
        """Row numbers and cosine similarities of the passages nearest to a question's vector, best first."""
        if not limit:
            return []
        if filters and self._catalog.passage_count(filters) <= COMPARED_ONE_BY_ONE:
            return _best(self._compared(vector, -1, filters), limit)
        try:
            hits, newest = self._known(vector, limit, filters)
        except (IndexDamagedError, EngineError) as error:  # the catalog has the vectors too: slower, and exact
            self._warn(str(error))
            hits, newest = {}, -1
        return _best(hits | self._compared(vector, newest, filters), limit)

    def _compared(self, vector: Vector, newest: int, filters: Filters | None) -> dict[int, float]:
        """Similarities by row number of all passages after ``newest`` that pass, from the catalog."""
        ids, vectors = self._catalog.vectors_after(newest, filters)
        return dict(zip(ids, map(float, vectors @ vector), strict=True)) if ids else {}

    def _known(self, vector: Vector, limit: int, filters: Filters | None) -> tuple[dict[int, float], int]:
        """Similarities by row number from Chroma, and the newest row that it is sure to have compared."""
        newest, as_new = self.follow()
        try:
            hits, dropped = self._near(vector, limit, filters)
        except IndexDamagedError:  # it may be that another process deleted, between two steps, what is in memory here
            hits, dropped, as_new = {}, True, False
        if dropped and not as_new:
            with self._vectors.alone():
                newest, _ = self.follow(anew=True)
                hits, _ = self._near(vector, limit, filters)
        return hits, newest

    def _warn(self, line: str) -> None:
        if line != self._warned:
            self._warned = line
            logging.getLogger(__name__).warning("%s; until then passages are compared one by one", line)

    def search_hybrid(
        self, vector: Vector, words: Mapping[str, float], limits: tuple[int, int], filters: Filters | None = None
    ) -> list[int]:
        """Row numbers by Chroma Cloud's own hybrid search, best first; see ``Vectors.search_hybrid``."""
        keys = self._vectors.search_hybrid(vector, words, limits, filters.as_chroma() if filters else None)
        rows = self._catalog.ids_by_key(keys)
        return [rows[key] for key in keys if key in rows]

    def _near(self, vector: Vector, limit: int, filters: Filters | None) -> tuple[dict[int, float], bool]:
        """Similarities by row number as Chroma has them, and whether it has some that the catalog has not."""
        if filters and not self._vectors.native and (filtered := self._near_of_all(vector, limit, filters)):
            return filtered
        filters = self._by_source(filters)
        if filters is None:
            return {}, False
        found = (self._vectors.search([vector], limit, part.as_chroma())[0] for part in _parts(filters))
        near = sorted((hit for hits in found for hit in hits), key=lambda hit: -hit[1])[:limit]
        rows = self._catalog.ids_by_key([key for key, _ in near])
        return {rows[key]: similarity for key, similarity in near if key in rows}, len(rows) < len(near)

    def _near_of_all(self, vector: Vector, limit: int, filters: Filters) -> tuple[dict[int, float], bool] | None:
        """``_near`` from more of the nearest than are wanted; None where too few of them pass, or few transcripts."""
        share = len(self._catalog.sources(filters)) / max(1, len(self._catalog.sources()))
        taken = math.ceil(limit / share * SPARE) if share else 0
        if share < WIDE_SHARE or taken > MOST_TAKEN:
            return None
        near = self._vectors.search([vector], taken)[0]
        rows = self._catalog.ids_by_key([key for key, _ in near])
        passing = self._catalog.passing(rows.values(), filters)
        hits = {rows[key]: similarity for key, similarity in near if rows.get(key) in passing}
        return (hits, len(rows) < len(near)) if len(hits) >= limit else None

    def _by_source(self, filters: Filters | None) -> Filters | None:
        """``filters`` in terms that Chroma knows; None where no transcript passes them."""
        if not filters or not filters.by_name:
            return filters or Filters()
        sources = self._catalog.sources(filters)
        return Filters(tuple(sources)) if sources else None

    def follow(self, *, anew: bool = False) -> tuple[int, bool]:
        """The newest row that the vectors in memory are sure to hold, and whether they are as new as the catalog.

        Raises:
            IndexDamagedError: when Chroma holds fewer vectors than the catalog has passages.
        """
        if not anew:
            with self._following:
                if known := self._still_serve():
                    return known
        # The vectors' own lock before this one, as in a question that has the files opened anew.
        with self._vectors.alone(), self._following:
            return (None if anew else self._still_serve()) or self._open_anew()

    def _still_serve(self) -> tuple[int, bool] | None:
        """What ``follow`` tells of the vectors in memory; None when the files are to be opened anew."""
        if not self._loaded:
            return None
        newest, at = self._loaded
        if at == self._catalog.generation():
            return newest, True
        return (newest, False) if self._catalog.newest() - newest <= COMPARED_ONE_BY_ONE else None

    def _open_anew(self) -> tuple[int, bool]:
        generation = self._catalog.generation()
        self._vectors.close()
        count, newest, passages = self._vectors.count(), self._catalog.newest(), self._catalog.passage_count()
        if count < passages:
            folder = self._catalog.path.parent
            raise IndexDamagedError(
                f"{passages} passages but {count} vectors in {folder}: run assistant doctor --repair"
            )
        self._loaded = (newest, generation)
        return newest, True


def _best(hits: Mapping[int, float], limit: int) -> list[tuple[int, float]]:
    return sorted(hits.items(), key=lambda hit: (-hit[1], hit[0]))[:limit]


def _parts(filters: Filters) -> Iterator[Filters]:
    """Filters of so many sources each as Chroma takes, that together let through what these do."""
    for begin in range(0, len(filters.sources) or 1, SOURCES_AT_ONCE):
        yield replace(filters, sources=filters.sources[begin : begin + SOURCES_AT_ONCE])
