"""Is it in the corpus? A calibrated probability, decided before anything is written.

Similarity alone cannot tell (area under ROC .65 on SQuAD 2.0's unanswerable questions), so the decision adds what
fails in nameable ways: a word, name or figure of the question that the evidence does not bear out, the wrong kind
of answer, two legs of the search that disagree. The weights are fitted by ``training/fit.py``.
"""

import math
from collections.abc import Sequence

from assistant.evidence import ScoredSentence, combine
from assistant.language import stem, words
from assistant.retrieval import Found

FEATURES = (
    "cosine", "passage_cosine", "coverage", "near_coverage", "passage_coverage", "missing_weight", "missing_names",
    "unknown", "figures", "wanted", "margin", "bm25", "bigrams", "negation", "legs_agree", "terms", "corrected",
)  # fmt: skip
_NEGATIVE = frozenset("not no never none nothing without cannot neither nor".split())


def features(found: Found, sentences: Sequence[ScoredSentence]) -> dict[str, float]:
    """What the decision rests on, each from 0 to 1 or a cosine; all of the best sentence unless it says otherwise."""
    question, best = found.question, sentences[0]
    candidate = best.candidate
    inside = frozenset().union(*candidate.stems) | {stem(word) for word in words(candidate.stored.heading)}
    missing = [w for term, w in zip(question.terms, question.weights, strict=True) if term not in inside]
    heaviest = max(question.weights, default=1.0) or 1.0
    others = [s.score for s in sentences[1:] if s.candidate is not candidate]
    return {
        "cosine": max(s.features["cosine"] for s in sentences[:3]),
        "passage_cosine": candidate.features["passage_cosine"],
        "coverage": best.features["coverage"],
        "near_coverage": best.features["near_coverage"],
        "passage_coverage": candidate.features["heading_coverage"],
        "missing_weight": max(missing, default=0.0) / heaviest,
        "missing_names": len(question.names - inside) / len(question.names) if question.names else 0.0,
        "unknown": len(question.unknown) / max(1, len(question.terms)),
        "figures": best.features["figures"],
        "wanted": best.features["wanted"],
        "margin": math.tanh(best.score - max(others, default=best.score - 3)),
        "bm25": candidate.features["bm25"],
        "bigrams": best.features["bigrams"],
        "negation": float(_negated(question.text) != _negated(best.text)),
        "legs_agree": float(candidate is found.candidates[0]),
        "terms": min(1.0, len(question.terms) / 10),
        "corrected": min(1.0, float(len(question.corrections))),
    }


def probability(found: Found, sentences: Sequence[ScoredSentence]) -> float:
    """Probability from 0 to 1 that the corpus answers the question; 0 when nothing was found."""
    if not sentences:
        return 0.0
    return 1 / (1 + math.exp(-combine("answerable", features(found, sentences))))


def _negated(text: str) -> bool:
    return bool(_NEGATIVE.intersection(words(text)))
