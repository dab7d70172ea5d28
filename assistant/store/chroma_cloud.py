"""Chroma Cloud's own hybrid search: a sparse index of the passages' words beside their vectors, fused by its engine.

Neither the embedded Chroma nor ``chroma run`` has these (1.5.9). A passage's sparse vector holds BM25's term weights, a
question's the inverse document frequencies, so that their product is BM25. A stem's place in it is a hash; two in
100,000 stems share one.
"""

import zlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.store.arrays import Vector

if TYPE_CHECKING:
    from chromadb import Schema, Search
    from chromadb.base_types import SparseVector

WORDS = "words"
# Robertson and Zaragoza 2009; the length is that of the usual passage, for the mean of a corpus is not known when it
# is written.
K1, LENGTH_SHARE, USUAL_STEMS = 1.2, 0.75, 110
FUSION_CONSTANT = 60
# Metadata that nothing filters by, see ``assistant.store.chroma_server.packed``.
_UNFILTERED = [f"sentences_{n}" for n in range(6)]


def schema() -> "Schema":
    """The collection: cosine vectors, a sparse index on ``WORDS``, and no index on what nothing filters by."""
    from chromadb import Schema
    from chromadb.api.types import SparseVectorIndexConfig, StringInvertedIndexConfig, VectorIndexConfig

    made = Schema()
    made.create_index(config=VectorIndexConfig(space="cosine", embedding_function=None))
    made.create_index(config=SparseVectorIndexConfig(), key=WORDS)
    for key in _UNFILTERED:
        made.delete_index(config=StringInvertedIndexConfig(), key=key)
    return made


def sparse_passage(stems: Sequence[str]) -> "SparseVector":
    """BM25's weight of each stem of a passage, without the document frequency."""
    scale = K1 * (1 - LENGTH_SHARE + LENGTH_SHARE * len(stems) / USUAL_STEMS)
    return _sparse({stem: count * (K1 + 1) / (count + scale) for stem, count in Counter(stems).items()})


def sparse_question(terms: Sequence[str], weights: Sequence[float]) -> "SparseVector":
    """The inverse document frequency of each stem of a question."""
    return _sparse(dict(zip(terms, weights, strict=True)))


def hybrid_search(
    vector: Vector, words: "SparseVector", limits: tuple[int, int], where: dict[str, Any] | None
) -> "Search":
    """Both legs fused by reciprocal rank.

    Args:
        limits: how deep each leg goes, and how many records are wanted.
    """
    from chromadb import Knn, Rrf, Search
    from chromadb.execution.expression.operator import Rank

    depth, wanted = limits
    # A record that one leg lacks ranks there after all that it found, where Chroma would leave it out.
    legs: list[Rank] = [
        Knn(query=[float(x) for x in vector], limit=depth, default=float(depth), return_rank=True),
        Knn(query=words, key=WORDS, limit=depth, default=float(depth), return_rank=True),
    ]
    return Search(where=where, rank=Rrf(legs[: 2 if words.indices else 1], k=FUSION_CONSTANT), limit=wanted)


def _sparse(weights: dict[str, float]) -> "SparseVector":
    from chromadb.base_types import SparseVector

    places: Counter[int] = Counter()
    for stem, weight in weights.items():
        places[zlib.crc32(stem.encode()) & 0x7FFFFFFF] += weight  # type: ignore[assignment]  # sums, not counts
    ordered = sorted(places)
    return SparseVector(indices=ordered, values=[float(places[place]) for place in ordered])
