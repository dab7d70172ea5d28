"""What is measured, each in one place with its source.

Retrieval metrics take ``ranks``: for every gold sentence the rank, from 1, of the first passage that holds it, or None.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.corpus.numerals import ONES
from assistant.language import unspaced

Ranks = Sequence[int | None]
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_MARK = re.compile(r"\s*\[\d+\]")
# As a keyboard types what typesetting tells apart, letter for letter.
_TYPED = str.maketrans({**dict.fromkeys("‘’‚‛ʼ", "'"), **dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‐‑‒–—−", "-")})
_COUNTS = ("zero", *ONES, "twenty")


def hit_at(ranks: Ranks, k: int) -> float:
    """1 when any gold sentence stands in the first ``k`` passages."""
    return float(any(rank is not None and rank <= k for rank in ranks))


def all_gold_at(ranks: Ranks, k: int) -> float:
    """1 when every gold sentence stands in the first ``k`` passages."""
    return float(all(rank is not None and rank <= k for rank in ranks))


def reciprocal_rank(ranks: Ranks) -> float:
    """1 / rank of the first passage with a gold sentence, 0 for none (Voorhees 1999, TREC-8)."""
    found = [rank for rank in ranks if rank is not None]
    return 1 / min(found) if found else 0.0


def ndcg_at(ranks: Ranks, k: int = 10) -> float:
    """Normalised discounted cumulative gain, binary (Järvelin and Kekäläinen 2002), from scikit-learn."""
    from sklearn.metrics import ndcg_score

    places = {rank for rank in ranks if rank is not None}
    if not places:
        return 0.0
    found = [float(place in places) for place in range(1, max(places) + 1)]
    never = [1.0] * sum(rank is None for rank in ranks)  # gold never found still counts in the ideal order
    relevance = np.array([found + [0.0] * k + never])
    return float(ndcg_score(relevance, -np.arange(relevance.size, dtype=float)[None, :], k=k))


def plain(answer: str) -> str:
    """The answer's text without its citation marks."""
    return _MARK.sub("", answer)


def typed(text: str) -> str:
    """``text`` of the same length with the quotation marks and dashes of a keyboard."""
    return text.translate(_TYPED)


def contains(answer: str, wanted: str) -> bool:
    """Whether ``wanted`` stands in the answer as whole words and whole figures; case, spacing, typesetting aside.

    A bare count may be written either way: "3" and "three" are the same. "35" does not stand in "2.35" nor in "35,000".
    """
    folded, sought = (" ".join(typed(text).lower().split()) for text in (plain(answer), wanted))
    return any(_stands_in(spelling, folded) for spelling in _spellings(sought))


def holds_key(answer: str, answers: Sequence[str], all_of: Sequence[str]) -> bool:
    """The measure ``correct``: every string of ``all_of`` stands in the answer, and one of ``answers`` if there are."""
    every = all(contains(answer, wanted) for wanted in all_of)
    return every and (not answers or any(contains(answer, wanted) for wanted in answers))


def _spellings(wanted: str) -> tuple[str, ...]:
    """A bare count up to twenty in digits and in words; anything else as it is."""
    if wanted in _COUNTS:
        return wanted, str(_COUNTS.index(wanted))
    if wanted.isdecimal() and int(wanted) < len(_COUNTS):
        return wanted, _COUNTS[int(wanted)]
    return (wanted,)


def _stands_in(sought: str, folded: str) -> bool:
    # A currency's letters may stand before a figure without a space ("EUR200 million").
    before = r"(?<!\d)(?<!\d[.,])" if sought[:1].isdigit() else "" if unspaced(sought[:1]) else r"(?<!\w)"
    after = r"(?![.,]\d)" if sought[-1:].isdigit() else ""
    end = "" if unspaced(sought[-1:]) else r"(?!\w)"
    return re.search(rf"{before}{re.escape(sought)}{after}{end}", folded) is not None


def normalised(text: str) -> str:
    """Lower case without punctuation, articles and extra spaces (the SQuAD evaluation script, Rajpurkar 2016)."""
    bare = "".join(c for c in text.lower() if c not in string.punctuation + "“”‘’–—")
    return " ".join(_ARTICLES.sub(" ", bare).split())


def exact(answer: str, wanted: Sequence[str]) -> float:
    """1 when the answer is one of ``wanted`` after normalisation."""
    return float(normalised(plain(answer)) in {normalised(text) for text in wanted})


def token_f1(answer: str, wanted: Sequence[str]) -> float:
    """The best harmonic mean of token precision and recall over ``wanted`` (SQuAD)."""
    return max((_f1(normalised(plain(answer)).split(), normalised(text).split()) for text in wanted), default=0.0)


def _f1(given: list[str], wanted: list[str]) -> float:
    common = sum((Counter(given) & Counter(wanted)).values())
    return 2 * common / (len(given) + len(wanted)) if common else 0.0


def risk_coverage(confidences: Sequence[float], correct: Sequence[bool]) -> tuple[list[float], list[float]]:
    """Coverage and the share of wrong answers among those covered, most confident first (El-Yaniv and Wiener 2010)."""
    order = np.argsort(-np.asarray(confidences), kind="stable")
    wrong = np.cumsum(~np.asarray(correct, dtype=bool)[order])
    count = np.arange(1, len(order) + 1)
    return list(count / len(order)), list(wrong / count)


def area_under_risk_coverage(confidences: Sequence[float], correct: Sequence[bool]) -> float:
    """Mean risk over all coverages; lower is better (Geifman et al. 2019)."""
    return float(np.mean(risk_coverage(confidences, correct)[1])) if len(confidences) else 0.0


def calibration_error(probabilities: Sequence[float], outcomes: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over equal-width bins (Guo et al. 2017)."""
    p, y = np.asarray(probabilities), np.asarray(outcomes, dtype=float)
    bin_of = np.minimum((p * bins).astype(int), bins - 1)
    shares = [(bin_of == b).mean() * abs(y[bin_of == b].mean() - p[bin_of == b].mean()) for b in set(bin_of.tolist())]
    return float(sum(shares))


def kappa(one: Any, other: Any) -> Any:
    """Agreement of two judges beyond chance (Cohen 1960), over the last axis; nan when they say one thing throughout.

    Of their many samples, as a bootstrap draws them, scikit-learn's takes five milliseconds each.
    """
    agreed = (one == other).mean(axis=-1)
    yes, also = one.mean(axis=-1), other.mean(axis=-1)
    chance = yes * also + (1 - yes) * (1 - also)
    with np.errstate(invalid="ignore"):
        return (agreed - chance) / (1 - chance)


def area_under_roc(probabilities: Sequence[float], outcomes: Sequence[bool]) -> float:
    """Probability that an answerable question has the higher confidence, from scikit-learn; nan with one class only."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(outcomes, probabilities)) if len(set(outcomes)) == 2 else float("nan")
