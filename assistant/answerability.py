"""Is it in the corpus? A calibrated probability, decided before anything is written.

Similarity alone cannot tell (area under ROC .65 on SQuAD 2.0's unanswerable questions), so the decision adds what
fails in nameable ways: a word, name or figure of the question that the evidence does not bear out, the wrong kind
of answer, two legs of the search that disagree. The weights are fitted by ``training/fit.py``.
"""

import math
from collections.abc import Sequence

from assistant.evidence import Candidate, ScoredSentence, combine
from assistant.language import stem, words
from assistant.question import Wanted, figures_in
from assistant.retrieval import Found
from assistant.verification import directions

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
LIKELY = 3
# What each doubt multiplies the odds by.
DOUBTS = {
    "absent_name": 0.05,  # a name of the question stands nowhere in the corpus
    "absent_figure": 0.05,  # a figure of the question stands in no passage that bears on it
    "no_such_kind": 0.15,  # it asks for a figure or a date, and no likely sentence holds one
    "opposite": 0.15,  # it says fell where the evidence says rose, or the reverse
}
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


def probability(found: Found, sentences: Sequence[ScoredSentence], *, doubting: bool = True) -> float:
    """Probability from 0 to 1 that the corpus answers the question; 0 when nothing was found.

    What the question presupposes and the corpus lacks outright weighs on top of the fitted odds (``DOUBTS``): the
    public sets that the weights are fitted on hold almost no such questions, people ask many. Without ``doubting`` it
    is left out.
    """
    if not sentences:
        return 0.0
    observed = features(found, sentences)
    log_odds = combine("answerable", observed) + math.log(PRIOR_ODDS)
    if doubting:
        log_odds += sum(math.log(DOUBTS[name]) for name in doubts(found, sentences, observed))
    return 1 / (1 + math.exp(-log_odds))


def doubts(found: Found, sentences: Sequence[ScoredSentence], observed: dict[str, float]) -> list[str]:
    """Names of ``DOUBTS`` that hold."""
    question, likely = found.question, sentences[:LIKELY]
    asked, told = directions(question.text), directions(" ".join(s.text for s in sentences[:2]))
    wants_value = question.wanted in (Wanted.QUANTITY, Wanted.DATE)
    holds = {
        "absent_name": observed["unknown_names"] > 0,
        "absent_figure": observed["missing_figures"] > 0,
        "no_such_kind": wants_value and not any(s.features["wanted"] for s in likely),
        "opposite": len(asked) == 1 and bool(told) and not asked & told,
    }
    return [name for name, value in holds.items() if value]


def _figures(candidate: Candidate) -> frozenset[str]:
    return figures_in(candidate.stored.text) | figures_in(candidate.stored.heading)


def _negated(text: str) -> bool:
    return bool(_NEGATIVE.intersection(words(text)))
