"""Is it in the corpus? A calibrated probability, decided before anything is written.

Similarity alone cannot tell (area under ROC .65 on SQuAD 2.0's unanswerable questions), so the decision adds what
fails in nameable ways: a word, name or figure of the question that the evidence does not bear out, the wrong kind
of answer, two legs of the search that disagree. The weights are fitted by ``training/fit.py``.
"""

import math
import re
from collections.abc import Sequence

from assistant.language import stem, stem_set, stems, words
from assistant.questions.numbered import names_another
from assistant.questions.question import Wanted, figures_in
from assistant.retrieval.evidence import Candidate, ScoredSentence, combine, logistic
from assistant.retrieval.hybrid import Found

# More of these speaks for an answer, more of the others against one; the fit may not say otherwise.
SPEAK_FOR = (
    "cosine", "passage_cosine", "coverage", "near_coverage", "passage_coverage", "wanted", "counted", "margin", "bm25",
    "bigrams", "legs_agree",
)  # fmt: skip
# Only where a reader has read: how sure it is of the passage that it is surest of, of the best sentence's, of that
# sentence, of it given that its passage answers, and of all that it read; and how much is asked, as a reader is less
# sure of long questions. A figure is near in most passages, so it is oftener wrong where one is asked for.
READ_FOR = ("read_surest", "read_passage", "read_sentence", "read_share", "read_mean", "terms")
READ_AGAINST = ("quantity",)
MOST_TERMS = 10
WEIGHED_DOUBTS = ("absent_name", "absent_figure", "no_such_kind", "opposite")
DOUBTS = ("absent_topic", "another_number", *WEIGHED_DOUBTS)
SPEAK_AGAINST = ("missing_weight", "missing_names", "unknown", "negation", *WEIGHED_DOUBTS)
LIKELY = 3
# Of the practice questions with a name that stands nowhere in their corpus, 22 of 93 have an answer all the same (the
# name is a paraphrase); the fit, which adds evidence up, gives them more.
ABSENT_CEILING = 0.24
# A topic whose words stand nowhere may be told in others. Of 86 practice questions written so, 67 have likeliest
# sentences below this cosine and 17 of these were answered rightly, 11 of the others.
NEAR_TOPIC = 0.4
# A thing of which it is asked whether, or what, is said is told where its words stand together: of everyday practice
# questions of this kind whose words a likely sentence has, 17 of 19 have an answer.
TOLD_FLOOR = 0.6
# Below this cosine of the likeliest sentences a question is about something else: 2 of 733 practice questions with an
# answer lie there, and 1 in 3 of those about something else that would be answered. Who asks for advice ("how do I …")
# asks about something else below the second.
FAR, FAR_FOR_ADVICE = 0.22, 0.37
FAR_CEILING = 0.2
_ADVICE = re.compile(
    r"\bhow (?:do|can|could|should|would) (?:i|you|we|one)\b|\b(?:do|should|can|could) i\b|\bbest way to\b",
    re.IGNORECASE,
)
# A list, or the largest of all, that no two transcripts tell is told in one, or in none: its odds count so much. Of
# practice and test questions it refuses 18 without an answer; of 5 with one, 2 would be answered rightly.
ONE_FOR_ALL = 0.65
# A line read in two ways answers better in one of them by chance too, so its odds count so much. Of 325 practice
# questions with a history it refuses .03 of those with an answer, .32 of the others; one reading refused .04 and .34.
TWO_READINGS = 0.6
# Where somebody's words are asked for, and what they likely say has no word of the matter in it or beside it, the odds
# count so much. Of practice questions it refuses 2 with an answer, and 17 put to somebody who says nothing of it.
OFF_THE_MATTER = 0.03
_NEGATIVE = frozenset("not no never none nothing without cannot neither nor".split())
_UP = frozenset(
    stem(w)
    for w in "rise rose risen grow grew grown increase increased surge surged gain climb expand more higher".split()
)
_DOWN = frozenset(
    stem(w)
    for w in """fall fell fallen drop dropped decrease decreased decline declined reduce reduced
    collapse shrink shrank less lower""".split()
)


def feature_names(*, read: bool) -> tuple[str, ...]:
    """What the decision rests on, without and with a reader."""
    return SPEAK_FOR + (READ_FOR if read else ()) + SPEAK_AGAINST + (READ_AGAINST if read else ())


def features(found: Found, sentences: Sequence[ScoredSentence]) -> dict[str, float]:
    """The value of each, from 0 to 1, a cosine or log-odds; all of the best sentence unless it says otherwise."""
    question, best = found.question, sentences[0]
    candidate = best.candidate
    inside = _inside(candidate)
    weights = {t: w for t, w in zip(question.terms, question.weights, strict=True) if t not in question.general}
    missing = [weight for term, weight in weights.items() if term not in inside]
    heaviest = max(weights.values(), default=1.0) or 1.0
    asked = sum(question.weights) / (sum(weights.values()) or 1.0)
    others = [s.score for s in sentences[1:] if s.candidate is not candidate]
    holding = doubts(found, sentences)
    values = {
        "cosine": max(s.features["cosine"] for s in sentences[:LIKELY]),
        "passage_cosine": candidate.features["passage_cosine"],
        "coverage": asked * best.features["coverage"],
        "near_coverage": asked * best.features["near_coverage"],
        "passage_coverage": asked * candidate.features["heading_coverage"],
        "missing_weight": max(missing, default=0.0) / heaviest,
        "missing_names": len(question.names - inside) / len(question.names) if question.names else 0.0,
        "unknown": len(question.unknown - question.names - question.general) / max(1, len(weights)),
        # Many a decision is told without a word of deciding.
        "wanted": max(s.features["wanted"] or question.wanted is Wanted.DECISION for s in sentences[:2]),
        "counted": max(s.features["counted"] for s in sentences[:2]),
        "margin": math.tanh(best.score - max(others, default=best.score - 3)),
        "bm25": candidate.features["bm25"],
        "bigrams": best.features["bigrams"],
        "negation": float(_negated(question.text) != _negated(best.text)),
        "legs_agree": float(candidate is found.candidates[0]),
        **{name: float(name in holding) for name in WEIGHED_DOUBTS},
    }
    if is_read(best):
        values["read_surest"] = max(s.features["read_passage"] for s in sentences)
        values["read_passage"] = best.features["read_passage"]
        values["read_sentence"] = best.features["read"]
        values["read_share"] = best.features["read_share"]
        values["read_mean"] = best.features["read_mean"]
        values["terms"] = min(len(question.terms), MOST_TERMS)
        values["quantity"] = float(question.wanted is Wanted.QUANTITY)
    return {name: values[name] for name in feature_names(read=is_read(best))}


def is_read(sentence: ScoredSentence) -> bool:
    """Whether a reader has read the passages."""
    return "read" in sentence.features


def probability(found: Found, sentences: Sequence[ScoredSentence], *, doubting: bool = True) -> float:
    """Probability from 0 to 1 that the corpus answers the question; 0 when nothing was found.

    Without ``doubting`` no doubt weighs.
    """
    if not sentences:
        return 0.0
    observed = features(found, sentences)
    if not doubting:
        observed |= dict.fromkeys(WEIGHED_DOUBTS, 0.0)
    model = "answerable_read" if is_read(sentences[0]) else "answerable"
    fitted = logistic(combine(model, observed))
    replied = sentences[0].features.get("same_question") or _is_told(found, sentences)
    if replied and not observed["absent_name"]:
        return max(fitted, TOLD_FLOOR)
    if doubting and is_far(found, observed["cosine"]) and not _is_named(found, sentences[0]):
        return min(fitted, FAR_CEILING)
    absent = observed["absent_name"] or (
        doubting
        and (_is_noise(found, sentences) or topic_is_absent(found, sentences) or number_is_another(found, sentences[0]))
    )
    return min(fitted, ABSENT_CEILING) if absent else fitted


def is_far(found: Found, cosine: float) -> bool:
    """Whether the question is about something else than the likeliest sentences, whose best cosine is ``cosine``."""
    return cosine < (FAR_FOR_ADVICE if _ADVICE.search(found.question.text) else FAR)


def _is_named(found: Found, best: ScoredSentence) -> bool:
    """Whether nothing but names is asked about, and the best sentence has them: the encoder knows no meaning of one."""
    asked = frozenset(found.question.terms)
    return bool(asked) and asked <= found.question.names & best.candidate.stems[best.number]


def _is_told(found: Found, sentences: Sequence[ScoredSentence]) -> bool:
    """Whether the question only asks what is said of things, and for each a likely sentence has all of its words.

    Names that say by whom or where must stand in the passage or its heading.
    """
    topics = found.question.topics
    around = found.question.names - frozenset().union(*topics)
    likely = [s for s in sentences[:LIKELY] if around <= _inside(s.candidate)]
    return bool(topics) and all(any(terms <= s.candidate.stems[s.number] for s in likely) for terms in topics)


def _inside(candidate: Candidate) -> frozenset[str]:
    """The stems of a passage and its heading."""
    return frozenset().union(*candidate.stems) | stem_set(candidate.stored.heading)


def topic_is_absent(found: Found, sentences: Sequence[ScoredSentence]) -> bool:
    """Whether the question asks what is said of a thing that no word of the corpus names and no sentence comes near."""
    near = max(sentence.features["cosine"] for sentence in sentences[:LIKELY])
    return bool(found.question.absent_topic) and near < NEAR_TOPIC


def number_is_another(found: Found, best: ScoredSentence) -> bool:
    """Whether a thing is asked about by its number, and the best passage tells of such things by other numbers only."""
    return names_another(found.question.numbered, best.candidate.stored.headed)


def _is_noise(found: Found, sentences: Sequence[ScoredSentence]) -> bool:
    """Whether no word of the question is known and no sentence comes near: a rare word may be told in others."""
    return found.question.meaningless and max(s.features["cosine"] for s in sentences[:LIKELY]) < NEAR_TOPIC


def in_one_place(probability: float) -> float:
    """What is left of a probability where all of something is asked for and fewer than two transcripts tell of it."""
    return _with_odds(probability, ONE_FOR_ALL)


def off_the_matter(probability: float) -> float:
    """What is left of a probability where those whose words are asked for say nothing in the words of the question."""
    return _with_odds(probability, OFF_THE_MATTER)


def of_two_readings(one: float, other: float) -> float:
    """The probability that a line is answered, from those of its two readings: by the mean of their log-odds."""
    product = math.sqrt(one * other), math.sqrt((1 - one) * (1 - other))
    return _with_odds(product[0] / (sum(product) or 1.0), TWO_READINGS)


def _with_odds(probability: float, times: float) -> float:
    odds = times * probability / (1 - min(probability, 1 - 1e-9))
    return odds / (1 + odds)


def doubts(found: Found, sentences: Sequence[ScoredSentence]) -> list[str]:
    """Names of the ``DOUBTS`` that hold.

    ``absent_name``: a name of the question stands nowhere in the corpus. ``absent_topic``: it asks what is said of a
    thing that no word of the corpus names, and no sentence comes near. ``another_number``: it asks about a thing by its
    number, and the best passage tells of such things by other numbers only. ``absent_figure``: a figure of it is not in
    the best passage. ``no_such_kind``: it asks for a figure or a date, and no likely sentence holds one. ``opposite``:
    it says fell where the evidence says rose, or the reverse.
    """
    question, likely = found.question, sentences[:LIKELY]
    asked, told = directions(question.text), directions(" ".join(s.text for s in sentences[:2]))
    wants_value = question.wanted in (Wanted.QUANTITY, Wanted.DATE)
    holds = {
        "absent_name": bool(question.absent_names),
        "absent_topic": topic_is_absent(found, sentences),
        "another_number": number_is_another(found, sentences[0]),
        "absent_figure": bool(question.figures - _figures(sentences[0].candidate)),
        "no_such_kind": wants_value and not any(s.features["wanted"] for s in likely),
        "opposite": len(asked) == 1 and bool(told) and not asked & told,
    }
    return [name for name in DOUBTS if holds[name]]


def directions(text: str) -> set[str]:
    """Whether the text speaks of something rising ("up"), falling ("down"), both or neither."""
    found = set(stems(text))
    return {name for name, group in (("up", _UP), ("down", _DOWN)) if found & group}


def _figures(candidate: Candidate) -> frozenset[str]:
    return figures_in(candidate.stored.text) | figures_in(candidate.stored.heading)


def _negated(text: str) -> bool:
    return bool(_NEGATIVE.intersection(words(text)))
