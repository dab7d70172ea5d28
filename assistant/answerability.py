"""Is it in the corpus? A calibrated probability, decided before anything is written.

Similarity alone cannot tell (area under ROC .65 on SQuAD 2.0's unanswerable questions), so the decision adds what
fails in nameable ways: a word, name or figure of the question that the evidence does not bear out, the wrong kind
of answer, two legs of the search that disagree. The weights are fitted by ``training/fit.py``.
"""

import math
from collections.abc import Sequence

from assistant.evidence import Candidate, ScoredSentence, combine
from assistant.language import stem, words
from assistant.question import figures_in
from assistant.retrieval import Found

# More of these speaks for an answer, more of the others against one; the fit may not say otherwise.
SPEAK_FOR = (
    "cosine", "passage_cosine", "coverage", "near_coverage", "passage_coverage", "wanted", "counted", "margin", "bm25",
    "bigrams", "legs_agree",
)  # fmt: skip
SPEAK_AGAINST = ("missing_weight", "missing_names", "unknown", "unknown_names", "missing_figures", "negation")
FEATURES = SPEAK_FOR + SPEAK_AGAINST
# The weights are fitted with answerable and unanswerable questions counting alike; of those that people ask of a corpus
# they know, we take four in five to be answerable.
PRIOR_ODDS = 4.0
# A name that stands nowhere, or a figure in no passage that bears on the question, divides the odds by this.
ABSENT_ODDS = 0.05
_NEGATIVE = frozenset("not no never none nothing without cannot neither nor".split())


def features(found: Found, sentences: Sequence[ScoredSentence]) -> dict[str, float]:
    """What the decision rests on, each from 0 to 1 or a cosine; all of the best sentence unless it says otherwise."""
    question, best = found.question, sentences[0]
    candidate = best.candidate
    inside = frozenset().union(*candidate.stems) | {stem(word) for word in words(candidate.stored.heading)}
    missing = [w for term, w in zip(question.terms, question.weights, strict=True) if term not in inside]
    heaviest = max(question.weights, default=1.0) or 1.0
    others = [s.score for s in sentences[1:] if s.candidate is not candidate]
    values = {
        "cosine": max(s.features["cosine"] for s in sentences[:3]),
        "passage_cosine": candidate.features["passage_cosine"],
        "coverage": best.features["coverage"],
        "near_coverage": best.features["near_coverage"],
        "passage_coverage": candidate.features["heading_coverage"],
        "missing_weight": max(missing, default=0.0) / heaviest,
        "missing_names": len(question.names - inside) / len(question.names) if question.names else 0.0,
        "unknown": len(question.unknown - question.names) / max(1, len(question.terms)),
        "unknown_names": float(bool(question.absent_names)),
        "missing_figures": float(bool(question.figures - _figures(candidate))),
        "wanted": max(s.features["wanted"] for s in sentences[:2]),
        "counted": max(s.features["counted"] for s in sentences[:2]),
        "margin": math.tanh(best.score - max(others, default=best.score - 3)),
        "bm25": candidate.features["bm25"],
        "bigrams": best.features["bigrams"],
        "negation": float(_negated(question.text) != _negated(best.text)),
        "legs_agree": float(candidate is found.candidates[0]),
    }
    return {name: values[name] for name in FEATURES}


def probability(found: Found, sentences: Sequence[ScoredSentence]) -> float:
    """Probability from 0 to 1 that the corpus answers the question; 0 when nothing was found.

    What the question presupposes and the corpus lacks outright weighs on top of the fitted odds, by ``ABSENT_ODDS``
    for each: the public sets the weights are fitted on hold almost no such questions, people ask many.
    """
    if not sentences:
        return 0.0
    observed = features(found, sentences)
    log_odds = combine("answerable", observed) + math.log(PRIOR_ODDS)
    log_odds += math.log(ABSENT_ODDS) * (observed["unknown_names"] + observed["missing_figures"])
    return 1 / (1 + math.exp(-log_odds))


def _figures(candidate: Candidate) -> frozenset[str]:
    return figures_in(candidate.stored.text) | figures_in(candidate.stored.heading)


def _negated(text: str) -> bool:
    return bool(_NEGATIVE.intersection(words(text)))
