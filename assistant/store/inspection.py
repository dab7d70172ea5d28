"""Looking for damage in an index: what is stored against itself, and what can be found against what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from assistant.corpus.transcripts import Transcript, with_digest
from assistant.errors import IndexDamagedError
from assistant.store.catalog import Catalog
from assistant.store.index import Index
from assistant.store.stored import StoredPassage
from assistant.store.vectors import Record

# So many vectors are looked for by themselves, spread evenly over a larger index: a few milliseconds each.
SOUGHT = 5000
_BATCH = 200
_NEIGHBOURS = 10
# A vector stored in half precision is this near to itself, and no unit vector is this far from length 1.
_ITSELF = 0.99
_LENGTH_SLACK = 0.01
# A graph for approximate search leaves some elements that no path leads to: 5 and 6 of 5,001 sought, in an index of
# 100,020 passages and in the same made anew.
UNREACHED = 0.005


@dataclass(slots=True)
class Reach:
    """Chroma against the catalog, as ids.

    Attributes:
        missing: ids of passages that Chroma does not hold.
        leftover: ids that no passage has.
        lost: ids that Chroma holds and a search for their own vector does not find.
        sought: how many were looked for by search.
    """

    missing: set[str] = field(default_factory=set)
    leftover: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    sought: int = 0


@dataclass(slots=True)
class Contents:
    """Sources in which something is wrong, by what it is.

    Attributes:
        altered: the text or what is said of it is not what was indexed.
        misplaced: a passage or sentence lies outside the text, or its words are not those at its offsets.
        unusable: vectors are missing, of the wrong number or not of unit length.
        sentences: how many were looked at.
    """

    altered: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)
    sentences: int = 0

    @property
    def bad(self) -> set[str]:
        """All of them."""
        return {*self.altered, *self.misplaced, *self.unusable}


def inspect_contents(catalog: Catalog) -> Contents:
    """Every transcript: its digest, the offsets of its passages and sentences, and the form of their vectors.

    Raises:
        IndexDamagedError: when SQLite cannot read its file.
    """
    found = Contents()
    for source in catalog.sources():
        transcript = catalog.transcript(source)
        if with_digest(transcript).digest != transcript.digest:
            found.altered.append(source)
        try:
            passages = catalog.passages_of(source)
        except IndexDamagedError:  # the vectors are no matrix of so many sentences
            found.unusable.append(source)
            continue
        if not passages or not all(_in_place(transcript, stored) for stored in passages):
            found.misplaced.append(source)
        if not all(_of_unit_length(stored) for stored in passages):
            found.unusable.append(source)
        found.sentences += sum(len(stored.passage.sentences) for stored in passages)
    return found


def _in_place(transcript: Transcript, stored: StoredPassage) -> bool:
    text, start, end = transcript.text, stored.passage.start, stored.passage.end
    if not (0 <= start < end <= len(text) and stored.text == text[start:end]):
        return False
    return all(start <= s.start < s.end <= end and text[s.start : s.end].strip() for s in stored.passage.sentences)


def _of_unit_length(stored: StoredPassage) -> bool:
    lengths = np.linalg.norm(np.vstack([stored.vector, stored.sentence_vectors]), axis=1)
    return bool(np.all(np.abs(lengths - 1) < _LENGTH_SLACK))


def inspect_vectors(index: Index) -> Reach:
    """Whether Chroma holds a vector for every passage and no other, and finds each by a search for it.

    A share of ``UNREACHED`` not found is no damage.

    Raises:
        IndexDamagedError: when Chroma cannot read its files.
    """
    wanted, held = index.catalog.keys(), index.vectors.keys()
    # What else a server holds may be another replica's.
    found = Reach(wanted - held, set() if index.vectors.shared else held - wanted)
    step = max(1, len(wanted) // SOUGHT)
    for records in _every(step, index):
        near = index.vectors.search([matrix[0] for _, matrix, _ in records], _NEIGHBOURS)
        for (key, _, _), hits in zip(records, near, strict=True):
            similarity = dict(hits).get(key, 0.0)
            crowded = len(hits) == _NEIGHBOURS and hits[-1][1] >= _ITSELF  # by passages of the same words
            if key in held and similarity < _ITSELF and not crowded:
                found.lost.add(key)
        found.sought += len(records)
    if len(found.lost) <= UNREACHED * found.sought:
        found.lost.clear()
    return found


def _every(step: int, index: Index) -> Iterator[list[Record]]:
    for records in index.catalog.records(_BATCH * step):
        yield records[::step]
