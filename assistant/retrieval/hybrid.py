"""Finding passages: by meaning (Chroma) and by words (BM25), fused by reciprocal rank, then reordered by evidence."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from assistant.corpus.languages import ENGLISH, UNKNOWN, likeliest_language
from assistant.errors import StoreAwayError
from assistant.filters import Filters
from assistant.language import stem
from assistant.parts import NOTHING, Part, Without
from assistant.questions.acronyms import acronyms_in, spelt_out, told_by_initials
from assistant.questions.foreign import read_foreign, spelt_otherwise, untranslated
from assistant.questions.question import Question, read_question
from assistant.questions.tongues import Tongue, spoken_in, tongue_of
from assistant.questions.topics import topic_of
from assistant.retrieval.evidence import Candidate, weigh_passage
from assistant.retrieval.reranking import Reranker
from assistant.retrieval.spread import Spread
from assistant.store.encoder import Matrix, Vector
from assistant.store.fingerprints import BUNDLED
from assistant.store.index import Index

# No search asks for more passages than this.
LEG_DEPTH = 50
# So many of both legs together are reordered, or as many as are asked for where that is more.
POOL = 40
# Cormack, Clarke and Büttcher 2009, "Reciprocal Rank Fusion outperforms Condorcet", use 60.
FUSION_CONSTANT = 60
# So many passages, spread evenly over the corpus, tell how near its sentences are to any question.
SAMPLE = 200
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
    """Searches one index; keeps the corpus's vocabulary in memory until the index changes."""

    def __init__(self, index: Index, reranker: Reranker | None = None, without: Without = NOTHING) -> None:
        self.index = index
        self.without = without
        self._reranker = reranker
        self._vocabulary: tuple[int, dict[str, int]] = (-1, {})
        self._passages = 0
        self._languages: tuple[int, dict[str, str], frozenset[str]] = (-1, {}, frozenset())
        self._keys: dict[str, tuple[int, Mapping[str, Sequence[str]]]] = {}
        self._sample: tuple[int, Matrix, tuple[str, ...]] = (-1, np.zeros((0, 0), dtype=np.float32), ())

    def vocabulary(self) -> dict[str, int]:
        """Stems of the corpus with the number of passages each stands in."""
        generation = self.index.catalog.generation()
        if self._vocabulary[0] != generation:
            self._passages = self.index.catalog.passage_count()
            self._vocabulary = (generation, self.index.catalog.vocabulary())
        return self._vocabulary[1]

    def read(self, text: str) -> Question:
        """The question as read against this corpus."""
        language = self._language_of(text)
        question = read_question(
            text,
            self.vocabulary(),
            self._passages,
            mend=Part.SPELLING not in self.without and not language,
            foreign=bool(language),
            multilingual=self.multilingual,
        )
        if language:
            tongue = tongue_of(language)
            question = read_foreign(question, tongue, self.vocabulary(), self._passages, self._forms(tongue))
        elif self._languages[2]:
            question = spelt_otherwise(question, self.vocabulary())
        heard = self._languages[1].values()
        return question if (language or ENGLISH) in heard or UNKNOWN in heard else untranslated(question)

    def vectors_of(self, texts: Sequence[str]) -> Sequence[Vector]:
        """The vectors that questions are searched with, those of their topics; embedded in batches."""
        return list(self.index.encoder.encode_queries([topic_of(text) for text in texts])) if texts else []

    def languages(self) -> dict[str, str]:
        """Of every transcript, by source, the language that it is in."""
        generation = self.index.catalog.generation()
        if self._languages[0] != generation:
            found = {card.source: card.language for card in self.index.catalog.cards()}
            self._languages = (generation, found, frozenset(found.values()) - {ENGLISH, UNKNOWN})
        return self._languages[1]

    def spread(self, vector: Vector) -> Spread:
        """How near the sentences of the corpus are to a question, whatever it asks."""
        generation = self.index.catalog.generation()
        if self._sample[0] != generation:
            languages = self.languages()
            some = self.index.catalog.some_passages(SAMPLE)
            told = [languages.get(stored.passage.source, UNKNOWN) for stored in some for _ in stored.passage.sentences]
            rows = [stored.sentence_vectors for stored in some]
            matrix = np.concatenate(rows) if rows else np.zeros((0, len(vector)), dtype=np.float32)
            self._sample = (generation, matrix, tuple(told))
        self.vocabulary()  # which counts the passages
        return Spread.of(self._sample[1] @ vector, self._sample[2], min(1.0, SAMPLE / max(1, self._passages)))

    @property
    def multilingual(self) -> bool:
        """Whether the embedding model may know other languages than English."""
        return self.index.encoder.name != BUNDLED

    def _language_of(self, text: str) -> str:
        """The language of ``text``, "" where it is English; asked only where some transcript or the model knows others.

        Its own words tell, or else the languages that there are.
        """
        self.languages()
        spoken = self._languages[2]
        if not spoken and not self.multilingual:
            return ""
        if told := spoken_in(text, spoken):
            return told
        likely = likeliest_language(text, spoken | {ENGLISH}) if spoken else ENGLISH
        return "" if likely == ENGLISH else likely

    def _forms(self, tongue: Tongue) -> Mapping[str, Sequence[str]]:
        """The stems of the corpus by what they share in this language."""
        generation = self.index.catalog.generation()
        if self._keys.get(tongue.code, (-1, {}))[0] != generation:
            found: dict[str, list[str]] = {}
            for term in self.vocabulary():
                found.setdefault(tongue.key(term), []).append(term)
            self._keys[tongue.code] = (generation, found)
        return self._keys[tongue.code][1]

    def search(self, text: str, limit: int, filters: Filters | None = None, vector: Vector | None = None) -> Found:
        """The ``limit`` passages that best answer ``text``.

        A name that the corpus has otherwise, by its initials or in full, is asked as the corpus has it.

        Args:
            vector: the question's vector where it is known already, as in bulk.
        """
        if short := told_by_initials(text, self.vocabulary()):
            return _asked_as(short, self._searched(_with(text, short), limit, filters, None))
        found = self._searched(text, limit, filters, vector)
        absent = [name for name in acronyms_in(text) if stem(name.lower()) in found.question.absent_names]
        told = [candidate.stored.text for candidate in found.candidates]
        full = {name: words for name in absent if (words := spelt_out(name, told))}
        return _asked_as(full, self._searched(_with(text, full), limit, filters, None)) if full else found

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
        ordered = [weigh_passage(question, vector, stored, lexical.get(stored.id, 0.0)) for stored in pool]
        if Part.REORDERING not in self.without:
            ordered.sort(key=lambda candidate: (-candidate.score, candidate.stored.id))
        if self._reranker:
            ordered = self._reranker.reorder(text, ordered)
        return Found(question, vector, tuple(ordered[:limit]), notes)

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
