"""How well a passage or a sentence bears on a question: a few named numbers, and the weights that combine them.

Each feature is a plain function of question and words, in comparable units (cosines, shares from 0 to 1). The weights
in ``weights.json`` are fitted by ``training/fit.py`` on public question sets, none of them the bundled corpus.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from assistant.corpus.dates import MONTHS
from assistant.corpus.numerals import ONES, SCALES, TENS
from assistant.language import stem, stem_sequence, stem_set, words
from assistant.questions.numbered import names_another
from assistant.questions.question import Question, Wanted, asks_for, figures_in, wanted_by
from assistant.retrieval.replies import replied_to
from assistant.retrieval.same_questions import replying_to_the_same
from assistant.store.catalog import StoredPassage
from assistant.store.encoder import Matrix, Vector

PASSAGE_FEATURES = (
    "passage_cosine",
    "best_sentence_cosine",
    "bm25",
    "coverage",
    "heading_coverage",
    "best_sentence_coverage",
)
SENTENCE_FEATURES = (
    "cosine", "coverage", "near_coverage", "names", "figures", "wanted", "length", "passage",
    "cosine_over_others", "coverage_over_others", "bigrams", "counted",
)  # fmt: skip
# What is told of "item 73" answers nothing about item 77, however near it stands: the score that it loses, which no
# practice question could tell.
ANOTHER_NUMBER = 8.0
# A bare reply to a question of another kind: "Nineteen seventy." tells when, and not how many.
ANOTHER_KIND = 8.0
# What replies to the same question as the user's, and has what it asks for, stands before all else.
SAME_QUESTION = 8.0
_OF_A_KIND = frozenset({Wanted.QUANTITY, Wanted.DATE, Wanted.PLACE, Wanted.PERSON})
# What a reader adds to a sentence's features, see assistant/reading/ranking.py.
READ_FEATURES = ("read", "read_share", "read_passage")

_NUMBER_WORD = re.compile(
    rf"\b(?:{'|'.join((*ONES[1:], *TENS))}|(?:{'|'.join(SCALES)})s?|half|quarter|twice)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:{'|'.join(MONTHS)}|1\d{{3}}|20\d\d|century|spring|summer|autumn|winter|today|yesterday)\b", re.IGNORECASE
)
_REASON = re.compile(
    r"\b(?:because|due to|caused|owing to|as a result|therefore|thus|in order to|so that|since|thanks to|reasons?|"
    r"led to|"
    r"result of|given|to (?:be|make|avoid|ensure|help|prevent|protect|get))\b",
    re.IGNORECASE,
)
_DECISION = re.compile(
    r"\b(?:decid(?:ed?|es|ing)|decisions?|resolved|resolutions?|agreed?|agrees|agreements?|approv(?:ed?|al)|adopt(?:ed|ion)|"
    r"reject(?:ed|ion)|accepted|carried|passed|vot(?:ed?|es|ing)|unanimous(?:ly)?|settled|postponed|referred|elected|"
    r"chosen?|ruled|granted|dismissed)\b",
    re.IGNORECASE,
)
_YEAR_OR_DAY = re.compile(
    rf"\b(?:1[5-9]\d\d|20\d\d)s?\b(?!\s*(?:[$€£%]|percent|million|billion))|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{'|'.join(MONTHS)})\b|"
    rf"\b(?:{'|'.join(MONTHS)})\s+\d{{1,2}}\b",
    re.IGNORECASE,
)
_LOCATION = re.compile(r"\b(?:in|at|on|near|from|to|between|across|along|into)\s+(?:the\s+)?[A-Z]")
_CAPITAL = re.compile(r"(?<!^)(?<![.“\"] )\b[A-Z][\w’'-]+")


@lru_cache(maxsize=1)
def weights() -> dict[str, dict[str, float]]:
    """Fitted weights by model and feature name.

    The models are ``passage``, ``sentence`` and ``answerable``, the last two also with ``_read`` behind their names for
    when a reader has read the passages.
    """
    loaded = json.loads((files("assistant") / "weights.json").read_text(encoding="utf-8"))
    return {name: dict(model) for name, model in loaded.items() if isinstance(model, dict)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage considered for a question, with its features and score; ``sentences`` are scored later.

    Attributes:
        stems: of each sentence, without those of ``emptied``.
        emptied: terms of the question that carry no meaning in the language of the passage.
    """

    stored: StoredPassage
    features: dict[str, float]
    score: float
    stems: tuple[frozenset[str], ...] = field(repr=False)
    emptied: frozenset[str] = frozenset()

    @property
    def texts(self) -> list[str]:
        """The words of each sentence."""
        return [self.stored.sentence_text(number) for number in range(len(self.stems))]


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """Sentence ``number`` of a candidate with its features; a higher score is better evidence.

    Attributes:
        state: what the reader's layers hold of its words, shape (width,); None where none has read it, or tells.
    """

    candidate: Candidate
    number: int
    features: dict[str, float]
    score: float
    state: Vector | None = field(default=None, repr=False, compare=False)

    @property
    def stored(self) -> StoredPassage:
        """The passage that it stands in."""
        return self.candidate.stored

    @property
    def source(self) -> str:
        """Its transcript."""
        return self.candidate.stored.passage.source

    @property
    def text(self) -> str:
        """Its words."""
        return self.candidate.stored.sentence_text(self.number)


def logistic(log_odds: float) -> float:
    """The probability with these log-odds, however large they are."""
    return (1 + math.tanh(log_odds / 2)) / 2


def combine(model: str, features: dict[str, float]) -> float:
    """The weighted sum of ``features`` under one of the fitted models."""
    fitted = weights()[model]
    return fitted.get("intercept", 0.0) + sum(fitted.get(name, 0.0) * value for name, value in features.items())


def sentence_score(model: str, features: dict[str, float]) -> float:
    """The score of a sentence under the model "sentence" or "sentence_read"."""
    off = ANOTHER_NUMBER * features.get("another_number", 0.0) + ANOTHER_KIND * features.get("another_kind", 0.0)
    return combine(model, features) - off + SAME_QUESTION * features.get("same_question", 0.0)


def weigh_passage(
    question: Question, vector: Vector, stored: StoredPassage, bm25: float, emptied: frozenset[str] = frozenset()
) -> Candidate:
    """A passage's features against a question whose unit vector is ``vector``.

    Args:
        bm25: its BM25 score, 0 when the lexical leg did not return it.
        emptied: terms of the question that carry no meaning in its language, and so do not count as found in it.
    """
    sentence_stems = tuple(
        _without(stem_set(stored.sentence_text(i)), emptied) for i in range(len(stored.passage.sentences))
    )
    inside = frozenset().union(*sentence_stems) if sentence_stems else frozenset()
    cosines = stored.sentence_vectors @ vector
    features = {
        "passage_cosine": float(stored.vector @ vector),
        "best_sentence_cosine": float(cosines.max(initial=0.0)),
        "bm25": bm25 / max(1e-9, 2.2 * sum(question.weights)),
        "coverage": coverage(question, inside),
        "heading_coverage": coverage(question, inside | _without(stem_set(stored.heading), emptied)),
        "best_sentence_coverage": max((coverage(question, found) for found in sentence_stems), default=0.0),
    }
    return Candidate(stored, features, combine("passage", features), sentence_stems, emptied)


def _without(found: frozenset[str], emptied: frozenset[str]) -> frozenset[str]:
    return found - emptied if emptied else found


def weigh_sentences(question: Question, vector: Vector, candidates: Sequence[Candidate]) -> list[ScoredSentence]:
    """All sentences of the candidates, best first."""
    rows: list[tuple[Candidate, int, dict[str, float]]] = []
    for candidate in candidates:
        cosines = candidate.stored.sentence_vectors @ vector
        weighed = [_sentence_features(question, candidate, i, cosines) for i in range(len(candidate.stems))]
        for number in _replying(question, candidate):
            weighed[number]["same_question"] = 1.0
        rows += [(candidate, i, features) for i, features in enumerate(weighed)]
    if not rows:
        return []
    best_cosine = max(features["cosine"] for _, _, features in rows)
    best_coverage = max(features["coverage"] for _, _, features in rows)
    for _, _, features in rows:
        features["cosine_over_others"] = features["cosine"] - best_cosine
        features["coverage_over_others"] = features["coverage"] - best_coverage
    scored = [ScoredSentence(c, i, f, sentence_score("sentence", f)) for c, i, f in rows]
    return sorted(scored, key=lambda s: -s.score)


def coverage(question: Question, found: frozenset[str]) -> float:
    """Share of the question's terms that stand in ``found``, weighted by inverse document frequency."""
    total = sum(question.weights)
    found = found.union(question.forms[form] for form in found & question.forms.keys()) if question.forms else found
    matched = sum(weight for term, weight in zip(question.terms, question.weights, strict=True) if term in found)
    return matched / total if total else 0.0


def _sentence_features(question: Question, candidate: Candidate, number: int, cosines: Matrix) -> dict[str, float]:
    found = candidate.stems[number]
    text = candidate.stored.sentence_text(number)
    asked = replied_to(candidate.texts, number)
    # What it replies to counts as its own words, where the user asks in any of them.
    own = [number]
    if asked is not None and coverage(question, candidate.stems[asked]):
        found, own = found | candidate.stems[asked], [number, asked]
    heading = _without(stem_set(candidate.stored.heading), candidate.emptied)
    near = found.union(*candidate.stems[max(0, number - 1) : number + 2], heading)
    return {
        "cosine": float(max(cosines[own])),
        "coverage": coverage(question, found),
        "near_coverage": coverage(question, near),
        "names": _share(question.names, near),
        "figures": _share(question.figures, figures_in(text)),
        "wanted": float(offers(question, text)),
        "length": min(1.0, len(text) / 300),
        "passage": candidate.score,
        "bigrams": _bigram_share(question, text),
        "counted": float(_counts(question, text)),
        "another_number": float(names_another(question.numbered, text)),
        "another_kind": float(asked is not None and _asks_otherwise(question, candidate.texts[asked])),
    }


def _replying(question: Question, candidate: Candidate) -> list[int]:
    """The sentences that reply to what the question asks and have a value of the kind that it asks for, if it does."""
    if question.wanted not in _OF_A_KIND or question.foreign:
        return []
    speakers = [sentence.speaker for sentence in candidate.stored.passage.sentences]
    replies = replying_to_the_same(question, candidate.texts, speakers)
    return [number for reply in replies for number in reply if offers(question, candidate.texts[number])]


def _asks_otherwise(question: Question, text: str) -> bool:
    """Whether the question of a transcript asks for another kind of thing than the user's."""
    kinds = {question.wanted, wanted_by(text)}
    return len(kinds) == 2 and kinds <= _OF_A_KIND and not asks_for(question.wanted, text)


def offers(question: Question, text: str) -> bool:
    """Whether ``text`` holds something of the kind the question wants that the question itself does not."""
    match question.wanted:
        case Wanted.QUANTITY:
            return bool(_quantities(text) - question.figures) or bool(_NUMBER_WORD.search(text))
        case Wanted.DATE:
            return any(found.group().lower() not in question.text.lower() for found in _DATE.finditer(text))
        case Wanted.REASON:
            return bool(_REASON.search(text))
        case Wanted.DECISION:
            return bool(_DECISION.search(text))
        case Wanted.PLACE:
            return bool(_LOCATION.search(text)) or _new_name(question, text)
        case Wanted.PERSON:
            return _new_name(question, text)
        case _:
            return True


def _quantities(text: str) -> frozenset[str]:
    """Numbers in ``text`` that are neither years nor days of a month."""
    return figures_in(_YEAR_OR_DAY.sub(" ", text))


def _counts(question: Question, text: str) -> bool:
    """Whether a number stands within five words of the thing that "how many …" counts; True for other questions."""
    if question.counted is None:
        return True
    sequence = words(_YEAR_OR_DAY.sub(" ", text))
    numbers = [i for i, word in enumerate(sequence) if word[0].isdigit() or _NUMBER_WORD.fullmatch(word)]
    things = [i for i, word in enumerate(sequence) if stem(word) == question.counted]
    return any(abs(a - b) <= 5 for a in numbers for b in things)


def _new_name(question: Question, text: str) -> bool:
    asked = set(question.terms)
    return any(stem(word) not in asked for found in _CAPITAL.finditer(text) for word in words(found.group()))


def _share(asked: frozenset[str], found: frozenset[str]) -> float:
    return len(asked & found) / len(asked) if asked else 1.0


def _bigram_share(question: Question, text: str) -> float:
    """Share of the question's neighbouring terms that are neighbours (in order, at most two words apart) here too."""
    pairs = list(zip(question.terms, question.terms[1:], strict=False))
    if not pairs:
        return 0.0
    places: dict[str, list[int]] = {}
    for place, term in enumerate(stem_sequence(text)):
        places.setdefault(term, []).append(place)
    near = sum(any(0 < b - a <= 3 for a in places.get(x, ()) for b in places.get(y, ())) for x, y in pairs)
    return near / len(pairs)
