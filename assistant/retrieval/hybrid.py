"""Finding passages: by meaning (Chroma) and by words (BM25), fused by reciprocal rank, then reordered by evidence."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from assistant.errors import StoreAwayError
from assistant.filters import Filters
from assistant.language import content_stems, stem, words
from assistant.parts import NOTHING, Part, Without
from assistant.questions.acronyms import acronyms_in, has_initials, spelt_out, told_by_initials
from assistant.questions.question import Question
from assistant.questions.topics import topic_of
from assistant.retrieval.evidence import Candidate, weigh_passage
from assistant.retrieval.reranking import Reranker
from assistant.retrieval.understanding import Understanding
from assistant.store.catalog import StoredPassage
from assistant.store.encoder import Vector
from assistant.store.index import Index

# No search asks for more passages than this.
LEG_DEPTH = 50
# So many of both legs together are reordered, or as many as are asked for where that is more.
POOL = 40
# Cormack, Clarke and Büttcher 2009, "Reciprocal Rank Fusion outperforms Condorcet", use 60.
FUSION_CONSTANT = 60
# Not the reader's threads: a question's vector would wait for the passages that others read.
_EMBEDDING = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="embedding")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: the question as read, its vector, and the candidates best first.

    Attributes:
        notes: what was left out of the search, in words for the user.
    """

    question: Question
    vector: Vector
    candidates: tuple[Candidate, ...]
    notes: tuple[str, ...] = ()


def fuse(rankings: Iterable[Sequence[int]], constant: int = FUSION_CONSTANT) -> list[int]:
    """Reciprocal-rank fusion: ids by the sum of 1 / (constant + rank), best first; ties keep the smaller id first."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, id_ in enumerate(ranking, 1):
            scores[id_] = scores.get(id_, 0.0) + 1 / (constant + rank)
    return sorted(scores, key=lambda id_: (-scores[id_], id_))


class HybridSearch:
    """Searches one index."""

    def __init__(self, index: Index, reranker: Reranker | None = None, without: Without = NOTHING) -> None:
        self.index = index
        self.without = without
        self._reranker = reranker
        self.understanding = Understanding(index, without)

    def vocabulary(self) -> dict[str, int]:
        """Stems of the corpus with the number of passages each stands in."""
        return self.understanding.vocabulary()

    def read(self, text: str) -> Question:
        """The question as read against this corpus."""
        return self.understanding.read(text)

    def vectors_of(self, texts: Sequence[str]) -> Sequence[Vector]:
        """The vectors that questions are searched with, those of their topics; embedded in batches."""
        return list(self.index.encoder.encode_queries([topic_of(text) for text in texts])) if texts else []

    def search(self, text: str, limit: int, filters: Filters | None = None, vector: Vector | None = None) -> Found:
        """The ``limit`` passages that best answer ``text``.

        A name that the corpus has otherwise, by its initials or in full, is asked as the corpus has it.

        Args:
            vector: the question's vector where it is known already, as in bulk.
        """
        found = self._searched(text, limit, filters, vector)
        if not found.question.absent_names:
            return found
        return self._by_initials(found, text, limit, filters) or self._in_full(found, text, limit, filters) or found

    def _by_initials(self, found: Found, text: str, limit: int, filters: Filters | None) -> Found | None:
        """What is found by the initials of names that the corpus has not in full, where the passages have these."""
        absent = {stem(word) for name in found.question.absent_names for word in words(name)}
        short = {
            name: initials
            for name, initials in told_by_initials(text, self.vocabulary()).items()
            if not absent.isdisjoint(content_stems(name))
        }
        if not short:
            return None
        again = self._searched(_with(text, short), limit, filters, None)
        texts = [candidate.stored.text for candidate in again.candidates]
        return _asked_as(short, again) if all(has_initials(each, texts) for each in short.values()) else None

    def _in_full(self, found: Found, text: str, limit: int, filters: Filters | None) -> Found | None:
        """What is found by the names that the passages have in full, where only initials are asked."""
        absent = [name for name in acronyms_in(text) if stem(name.lower()) in found.question.absent_names]
        if not absent:
            return None
        told = [candidate.stored.text for candidate in found.candidates]
        people = [person for card in self.index.catalog.cards() for person in card.people]
        full = {name: whole for name in absent if (whole := spelt_out(name, told, people))}
        return _asked_as(full, self._searched(_with(text, full), limit, filters, None)) if full else None

    def _searched(self, text: str, limit: int, filters: Filters | None, vector: Vector | None) -> Found:
        """The same of the question as it is written."""
        embedded = self._embedded(text, vector)
        question = self.read(text)
        wanted = max(POOL, limit)
        depths = [0 if leg in self.without else LEG_DEPTH for leg in (Part.DENSE, Part.LEXICAL)]
        lexical = dict(self.index.catalog.search_lexical((*question.terms, *question.forms), depths[1], filters))
        vector = embedded()
        notes: tuple[str, ...] = ()
        try:
            fused = self._fused(question, vector, (depths[0], wanted), list(lexical), filters)
        except StoreAwayError as error:
            fused, notes = list(lexical), (f"searched by words alone, not by meaning: {error}",)
        pool = self.index.catalog.passages(fused[:wanted])
        ordered = self.weighed(question, vector, pool, lexical)
        if Part.REORDERING not in self.without:
            ordered.sort(key=lambda candidate: (-candidate.score, candidate.stored.id))
        if self._reranker:
            ordered = self._reranker.reorder(text, ordered)
        return Found(question, vector, tuple(ordered[:limit]), notes)

    def weighed(
        self, question: Question, vector: Vector, passages: Iterable[StoredPassage], bm25: Mapping[int, float]
    ) -> list[Candidate]:
        """Passages against a question, as ``weigh_passage``, each in its own language.

        Args:
            bm25: by row number, the score of those that the lexical leg returned.
        """
        emptied, nothing = self.understanding.emptied(question), frozenset[str]()
        return [
            weigh_passage(
                question, vector, stored, bm25.get(stored.id, 0.0), emptied.get(stored.passage.source, nothing)
            )
            for stored in passages
        ]

    def _embedded(self, text: str, vector: Vector | None) -> Callable[[], Vector]:
        """What waits for the question's vector, which is made meanwhile unless it is known."""
        if vector is not None:
            return lambda: vector
        pending = _EMBEDDING.submit(self.vectors_of, [text])
        return lambda: pending.result()[0]

    def _fused(
        self,
        question: Question,
        vector: Vector,
        limits: tuple[int, int],
        lexical: Sequence[int],
        filters: Filters | None,
    ) -> list[int]:
        """Both legs fused: by Chroma Cloud where it is the store and no leg is left out, else here.

        Args:
            limits: how deep the dense leg goes, and how many passages are wanted.
        """
        depth = limits[0]
        if self.index.vectors.native and depth and lexical:
            words = dict(zip(question.terms, question.weights, strict=True))
            return self.index.search_hybrid(vector, words, limits, filters)
        return fuse([[id_ for id_, _ in self.index.search_dense(vector, depth, filters)], lexical])


def _with(text: str, names: Mapping[str, str]) -> str:
    """``text`` with each of ``names`` as the corpus has it."""
    for asked, told in names.items():
        text = re.sub(rf"\b{re.escape(asked)}\b", told, text)
    return text


def _asked_as(names: Mapping[str, str], found: Found) -> Found:
    notes = (f"read “{asked}” as “{told}”" for asked, told in names.items())
    return replace(found, notes=(*notes, *found.notes))
