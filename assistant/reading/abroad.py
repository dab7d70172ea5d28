"""Is it in the corpus, where question or transcript is in another language than English, which no reader here reads?

What decides is by how much the nearest sentence is nearer than one would be by chance, how much of the question's own
words the sentences hold, and a name or a year of it that stands nowhere. Between two languages a multilingual model's
nearness counts; the bundled model knows one language, and the words that both write alike decide, such as names. An
English question is also read against the English passages, see ``findings``. The weights are fitted on questions about
the fifteen transcripts of ``benchmarks/multilingual``, with and without the transcript that answers; docs/decisions.md
has the figures.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.corpus.languages import ENGLISH, UNKNOWN
from assistant.questions.foreign import same_script
from assistant.questions.question import Question, Wanted, figures_in
from assistant.questions.tongues import tongue_of
from assistant.reading.answerability import LIKELY
from assistant.retrieval.evidence import ScoredSentence, logistic, sentence_score
from assistant.retrieval.hybrid import Found
from assistant.retrieval.spread import Spread

# By whether the embedding model knows other languages, and whether question and best sentence are in the same one.
WEIGHTS = {
    (True, True): {"intercept": -0.5, "excess": 1.4, "coverage": 0.5, "near_coverage": 0.7, "unknown": -0.8},
    (True, False): {"intercept": 0.3, "excess": 1.2},
    (False, True): {"intercept": -1.0, "excess": 0.2, "coverage": 1.0, "near_coverage": 1.9, "unknown": -0.7},
    (False, False): {"intercept": -1.6, "excess": 0.3, "near_coverage": 3.0},
}
# A name or a year that stands nowhere: no more than this is left of the probability.
ABSENT_CEILING = 0.2
_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")


def language_of(sentence: ScoredSentence, languages: Mapping[str, str]) -> str:
    """The language of the transcript that ``sentence`` is from."""
    return languages.get(sentence.source, UNKNOWN)


def reweighed(
    question: Question, ranked: Sequence[ScoredSentence], languages: Mapping[str, str]
) -> list[ScoredSentence]:
    """The sentences with what each offers judged by its own language, best first."""
    scored = []
    for sentence in ranked:
        language = language_of(sentence, languages)
        if not question.foreign and language in (ENGLISH, UNKNOWN):
            scored.append(sentence)
            continue
        offered = float(offers(question, sentence.text, language))
        features = sentence.features | {"wanted": offered, "counted": offered}
        scored.append(replace(sentence, features=features, score=sentence_score("sentence", features)))
    return sorted(scored, key=lambda s: -s.score)


def offers(question: Question, text: str, language: str) -> bool:
    """Whether ``text`` in ``language`` may hold the kind of thing asked for; it may where nothing tells of a kind."""
    tongue = tongue_of(language)
    if not tongue.asking:
        return True
    match question.wanted:
        case Wanted.QUANTITY:
            return bool(figures_in(text) - question.figures) or bool(tongue.numbers.search(text))
        case Wanted.DATE:
            return bool(tongue.times.search(text) or _YEAR.search(text))
        case _:
            return True


def observed(
    found: Found, sentences: Sequence[ScoredSentence], spread: Spread, languages: Mapping[str, str]
) -> dict[str, float]:
    """What speaks for an answer and against one.

    ``own`` is whether the question is in the language of the best sentence, ``excess`` as ``Spread.excess`` of the
    likeliest, ``unknown`` the weight of the question's words that stand nowhere, ``absent`` whether a name of it does,
    or a year of it not in the best passage.
    """
    question, best = found.question, sentences[0]
    own = language_of(best, languages) == (question.language or ENGLISH)
    weight = dict(zip(question.terms, question.weights, strict=True))
    lacking = sum(weight.get(term, 0.0) for term in question.unknown)
    said = f"{best.stored.heading} {best.stored.text}"
    nameless = bool(question.absent_names) and (own or same_script(question.text, best.text))
    return {
        "own": float(own),
        "excess": max(
            spread.excess(s.features["cosine"], language_of(s, languages), own=own) for s in sentences[:LIKELY]
        ),
        "coverage": best.features["coverage"],
        "near_coverage": best.features["near_coverage"],
        "unknown": lacking / (sum(question.weights) or 1.0),
        "absent": float(nameless or any(year not in said for year in _YEAR.findall(question.text))),
        "no_such_kind": float(not any(s.features["wanted"] for s in sentences[:LIKELY])),
    }


def probability(
    found: Found,
    sentences: Sequence[ScoredSentence],
    spread: Spread,
    languages: Mapping[str, str],
    *,
    multilingual: bool,
    doubting: bool = True,
) -> float:
    """Probability from 0 to 1 that the corpus answers the question.

    Without ``doubting`` no doubt weighs.

    Args:
        multilingual: whether the embedding model may know other languages than English.
    """
    values = observed(found, sentences, spread, languages)
    weights = WEIGHTS[multilingual, bool(values["own"])]
    fitted = logistic(sum(weight * values.get(name, 1.0) for name, weight in weights.items()))
    doubtful = doubting and (values["absent"] or values["no_such_kind"])
    return min(fitted, ABSENT_CEILING) if doubtful else fitted
