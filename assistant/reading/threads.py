"""The thread of a conversation: where the turn before led, and how far what stands there answers the next line.

A line that goes on from the turn before is mostly answered near the words that were just told, and often by none of the
words that a rule could put in for "it". So each line of a conversation is read twice, as it stands alone and with the
subject of the question before it, and what stands near is weighed with what was found.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.filters import Filters
from assistant.followups.standalone import Thread
from assistant.language import content_stems
from assistant.retrieval.evidence import Candidate, ScoredSentence, weigh_passage
from assistant.retrieval.hybrid import Found, HybridSearch
from assistant.store.catalog import StoredPassage

# What a sentence gains, in log-odds, by how many passages it stands from those that the turn before was about.
NEAR = (1.0, 0.5, 0.25)
SAME_TRANSCRIPT = 0.5
# What it loses where it was shown already.
TOLD_ALREADY = 1.0
# Passages that hold so much of what was told are what it was told from; where none does, the best of the search are.
HOLDS = 0.5
ABOUT, AT_LEAST = 3, 2
# Passages near them are weighed this far to both sides, and so many of them join the evidence.
REACH, JOINING = 8, 8


@dataclass(frozen=True, slots=True)
class Places:
    """Where a turn led.

    Attributes:
        distance: how many passages off each passage near it is, by id.
        sources: the transcripts.
        near: the passages near it.
    """

    distance: dict[int, int]
    sources: frozenset[str]
    near: tuple[StoredPassage, ...]

    def bonus(self, stored: StoredPassage) -> float:
        """What a sentence of the passage gains, in log-odds."""
        if stored.passage.source not in self.sources:
            return 0.0
        away = self.distance.get(stored.id, len(NEAR))
        return SAME_TRANSCRIPT + (NEAR[away] if away < len(NEAR) else 0.0)

    def joined(self, found: Found) -> Found:
        """``found`` with the passages near that bear most on its question."""
        known = {candidate.stored.id for candidate in found.candidates}
        weighed = [weigh_passage(found.question, found.vector, p, 0.0) for p in self.near if p.id not in known]
        best = sorted(weighed, key=lambda c: -c.score - self.bonus(c.stored))[:JOINING]
        return replace(found, candidates=(*found.candidates, *best))


def places_of(thread: Thread, search: HybridSearch, limit: int, filters: Filters | None) -> Places:
    """The passages that the turn before was told from, as far as its words tell, and those around them."""
    found = search.search(f"{thread.asked} {thread.told}".strip(), limit, filters)
    told = frozenset(content_stems(thread.told))
    holding = [c for c in found.candidates if told and _share(told, c) >= HOLDS]
    holding.sort(key=lambda c: -_share(told, c))
    about = holding[:ABOUT] or list(found.candidates[:AT_LEAST])
    distance: dict[int, int] = {}
    near: list[StoredPassage] = []
    for source in dict.fromkeys(c.stored.passage.source for c in about):
        passages = search.index.catalog.passages_of(source)
        ids = {c.stored.id for c in about}
        at = [number for number, passage in enumerate(passages) if passage.id in ids]
        for number, passage in enumerate(passages):
            away = min((abs(number - place) for place in at), default=REACH + 1)
            if away <= REACH:
                distance[passage.id] = away
                near.append(passage)
    return Places(distance, frozenset(c.stored.passage.source for c in about), tuple(near))


def _share(told: frozenset[str], candidate: Candidate) -> float:
    return len(told & frozenset().union(*candidate.stems)) / len(told)


def weighed_together(
    readings: Sequence[Sequence[ScoredSentence]], places: Places, told: str
) -> tuple[int, list[ScoredSentence]]:
    """The sentences of several readings of one line, best first, and the number of the reading that the best answers.

    Each sentence counts as much as in the reading that it answers better, more near ``places``, and less where it was
    ``told`` already.
    """
    best: dict[tuple[int, int], tuple[int, ScoredSentence]] = {}
    for number, ranked in enumerate(readings):
        for sentence in ranked:
            stored = sentence.stored
            score = sentence.score + places.bonus(stored) - TOLD_ALREADY * (sentence.text in told)
            key = stored.id, sentence.number
            if key not in best or score > best[key][1].score:
                best[key] = number, replace(sentence, score=score)
    ordered = sorted(best.values(), key=lambda kept: -kept[1].score)
    taken = ordered[0][0] if ordered else 0
    # One candidate for each passage, of the reading taken where that has it: sentences are told apart by theirs.
    candidates: dict[int, Candidate] = {}
    for ranked in (*readings, readings[taken]):
        candidates |= {sentence.stored.id: sentence.candidate for sentence in ranked}
    return taken, [replace(s, candidate=candidates[s.stored.id]) for _, s in ordered]


def all_as_read_once(
    readings: Sequence[Sequence[ScoredSentence]], ranked: Sequence[ScoredSentence]
) -> list[ScoredSentence]:
    """Those of ``ranked`` that were read, best first; each passage as one reading has it, the last that read it."""
    scores = {(sentence.stored.id, sentence.number): sentence.score for sentence in ranked}
    read: dict[tuple[int, int], ScoredSentence] = {}
    for reading in readings:
        read |= {(s.stored.id, s.number): s for s in reading if s.state is not None}
    return sorted((replace(s, score=scores[place]) for place, s in read.items()), key=lambda s: -s.score)
