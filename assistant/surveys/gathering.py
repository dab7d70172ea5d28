"""The best evidence of each transcript on a question: every passage that ``bounds`` lets be read is weighed.

Sentences are scored as for a single answer (``assistant.retrieval.evidence``). What comes on top is fitted in
``surveys/weights.json`` by ``training/fit_surveys.py``: the probability that a transcript's best sentence answers.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import zip_longest

import numpy as np

from assistant.corpus.transcripts import Transcript
from assistant.filters import Filters
from assistant.language import stem_set
from assistant.questions.question import Question
from assistant.reading.ranking import read_evidence
from assistant.reading.reader import Reader
from assistant.retrieval.evidence import Candidate, ScoredSentence, logistic, weigh_passage, weigh_sentences
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.catalog import Card, StoredPassage
from assistant.store.encoder import Vector
from assistant.surveys.results import SurveyItem

PASSAGES_A_TRANSCRIPT = 8
LEAST_FITTED = 0.15
# Passages read of each transcript, and of all of them together however many there are: the reader takes 38 ms of a core
# for one. Transcripts that score highest come first, and each has its best passage read before any has two.
READ_A_TRANSCRIPT = 2
READ_AT_MOST = 8
FEATURES = ("score", "gap", "cosine", "coverage", "near_coverage")
READ_FEATURES = (*FEATURES, "read", "read_passage")


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a pass goes over: transcripts that pass the filters, those that are read with their passages in order.

    Attributes:
        sources: the transcripts that the result is about, sorted; those that are not in ``passages`` were not read,
            since none of the words that decide stands in them.
        unread: passages that were not read though they might have counted; see ``assistant.surveys.bounds``.
    """

    search: HybridSearch
    passages: Mapping[str, Sequence[StoredPassage]]
    sources: Sequence[str]
    reader: Reader | None = None
    unread: int = 0

    @classmethod
    def read(cls, search: HybridSearch, filters: Filters | None, reader: Reader | None = None) -> "Corpus":
        """All passages of the transcripts that pass ``filters``."""
        catalog = search.index.catalog
        sources = catalog.sources(filters)
        return cls(search, {source: catalog.passages_of(source) for source in sources}, sources, reader)

    @property
    def total(self) -> int:
        """How many transcripts the result is about."""
        return len(self.sources)

    def transcript(self, source: str) -> Transcript:
        """One of its transcripts."""
        return self.search.index.catalog.transcript(source)

    def opening(self, source: str) -> Sequence[StoredPassage]:
        """The first passage of a transcript, whether it was read or not."""
        catalog = self.search.index.catalog
        return self.passages.get(source, ())[:1] or catalog.passages(catalog.openings([source]))

    def cards(self) -> dict[str, Card]:
        """What tells its transcripts apart, by source."""
        chosen = set(self.sources)
        return {card.source: card for card in self.search.index.catalog.cards() if card.source in chosen}

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        """The unit vectors of questions or phrases."""
        return list(self.search.index.encoder.encode_queries(texts))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A transcript's sentences on a question, best first, and the probability that its best one answers."""

    source: str
    ranked: tuple[ScoredSentence, ...]
    chance: float


def item(sentence: ScoredSentence) -> SurveyItem:
    """The place of a scored sentence."""
    return SurveyItem(sentence.stored, sentence.number)


def gather(corpus: Corpus, question: Question, vector: Vector, *, read: bool = True) -> list[Evidence]:
    """The evidence of every transcript, likeliest first.

    Args:
        read: whether the reader, if there is one, reads the best passages of each.
    """
    catalog = corpus.search.index.catalog
    lexical = catalog.lexical_scores(question.terms, [p.id for of in corpus.passages.values() for p in of])
    kept = []
    for stored in corpus.passages.values():
        weighed = [weigh_passage(question, vector, p, lexical.get(p.id, 0.0)) for p in stored]
        kept += sorted(weighed, key=lambda candidate: -candidate.score)[:PASSAGES_A_TRANSCRIPT]
    weighed_all = weigh_sentences(question, vector, kept)
    reading = corpus.reader if read and weighed_all else None
    if reading:
        weighed_all = read_evidence(reading, question.text, weighed_all, _to_read(weighed_all)).ranked
    ranked: dict[str, list[ScoredSentence]] = {}
    for sentence in weighed_all:
        ranked.setdefault(sentence.source, []).append(sentence)
    top = max((found[0].score for found in ranked.values()), default=0.0)
    model = "answers_read" if reading else "answers"
    evidence = [
        Evidence(source, tuple(found), chance(model, features(found[0], top))) for source, found in ranked.items()
    ]
    return sorted(evidence, key=lambda e: (-e.chance, e.source))


def _to_read(ranked: Sequence[ScoredSentence]) -> dict[int, Candidate]:
    """The passages of each transcript's best sentences, those with better ones first, a second of each last."""
    chosen: dict[str, dict[int, Candidate]] = {}
    for sentence in ranked:
        own = chosen.setdefault(sentence.source, {})
        if len(own) < READ_A_TRANSCRIPT:
            own.setdefault(sentence.stored.id, sentence.candidate)
    rounds = zip_longest(*(own.items() for own in chosen.values()))
    return dict([pair for pairs in rounds for pair in pairs if pair][:READ_AT_MOST])


def features(sentence: ScoredSentence, top: float) -> dict[str, float]:
    """What tells whether a transcript's best sentence answers, each near the range 0 to 1; ``top``: the best of all."""
    own = sentence.features
    return {
        "score": sentence.score / 10,
        "gap": math.tanh((top - sentence.score) / 4),
        **{name: own[name] for name in ("cosine", "coverage", "near_coverage")},
        **{name: own[name] / 5 for name in ("read", "read_passage") if name in own},
    }


def chance(model: str, observed: Mapping[str, float]) -> float:
    """A probability under one of the fitted models."""
    fitted = read_weights()[model]
    log_odds = fitted["intercept"] + sum(fitted.get(name, 0.0) * value for name, value in observed.items())
    return logistic(max(-30.0, min(30.0, log_odds)))


@lru_cache(maxsize=1)
def read_weights() -> dict[str, dict[str, float]]:
    """The fitted models by name, each a weight by feature."""
    loaded: dict[str, dict[str, float]] = json.loads(
        (files("assistant.surveys") / "weights.json").read_text(encoding="utf-8")
    )
    return loaded


def log_odds(probability: float) -> float:
    """The logit, held within reason."""
    held = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(held / (1 - held))


def confidence(evidence: float) -> float:
    """The calibrated probability that a survey is right whose weakest part has this probability.

    Below ``LEAST_FITTED`` it is left as it is, as the fit saw none so weak.
    """
    if evidence < LEAST_FITTED:
        return evidence
    return chance("right", {"log_odds": log_odds(evidence)})


def affinity_weight() -> float:
    """What belonging wholly to the transcript of the thing asked about adds to a sentence's score, in log-odds."""
    return read_weights()["affinity"]["weight"]


def affinity(corpus: Corpus, terms: Mapping[str, float]) -> dict[str, float]:
    """How far each transcript is the one that ``terms`` (stem: weight) are about: shares that add up to 1 at most.

    A term counts where it is said, by its passages; a title says it in all of them.
    """
    total = np.zeros(len(corpus.passages))
    for term, weight in terms.items():
        places = np.array([sum(_said(term, stored) for stored in of) for of in corpus.passages.values()], dtype=float)
        if places.sum():
            total += weight * places / places.sum()
    scale = sum(terms.values()) or 1.0
    return dict(zip(corpus.passages, (total / scale).tolist(), strict=True))


def _said(term: str, stored: StoredPassage) -> int:
    return (term in stem_set(stored.text)) + (term in stem_set(stored.heading))


def weighted_terms(corpus: Corpus, text: str) -> dict[str, float]:
    """The content stems of a phrase, misspellings mended, with their weights in this corpus."""
    question = corpus.search.read(text)
    return dict(zip(question.terms, question.weights, strict=True))
