"""The figure that a question asks for: what it measures, and the words that may stand for it."""

import re
from dataclasses import dataclass

from assistant.corpus.figures import Figure, Measure, read_figures
from assistant.language import content_stems, stem


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that is asked for: its measure (None: any), the words that may stand for it, and which extreme."""

    measure: Measure | None
    beside: tuple[str, ...] = ()
    smallest: bool = False


_MEASURES = (
    (Measure.PERCENT, r"percent\w*|per cent|shares?|proportions?|rates?|growth|increases?|rises?|grow|grew"),
    (Measure.DURATION, r"hours|days|duration"),
    (Measure.MASS, r"tonnes?|tons?|tonnage|weights?"),
    (Measure.MONEY, r"sums?|money|prices?|costs?|dollars?|euros?|rou?bles?|pounds|worth|values?|expensive|cheap"),
)
# These stand for money and are its topic at once: "the largest investment" must be called one.
_MONEY_TOPICS = re.compile(
    r"\b(?:investments?|trad(?:e|es|ing)|turnover|budgets?|spending|revenues?|loans?|fees?|salar(?:y|ies)|wages?|"
    r"exports?|imports?|sales|profits?|debts?|grants?|fines?)\b",
    re.IGNORECASE,
)
_ANY_FIGURE = re.compile(r"\b(?:figures?|amounts?|volumes?|quantit(?:y|ies)|totals?|numbers?)\b", re.IGNORECASE)


def read_asked(text: str) -> Asked | None:
    """The kind of figure that ``text`` asks for, if it asks for one."""
    beside = tuple(dict.fromkeys(stem(match.group().lower()) for match in _MONEY_TOPICS.finditer(text)))
    for measure, pattern in _MEASURES:
        if re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            return Asked(measure, beside)
    if beside:
        return Asked(Measure.MONEY, beside)
    return Asked(None) if _ANY_FIGURE.search(text) else None


def asked_figures(sentence: str, asked: Asked) -> list[Figure]:
    """The figures of a sentence that are of the kind asked for; of any kind, money comes first and counts are none."""
    figures = read_figures(sentence)
    if asked.measure:
        return [figure for figure in figures if figure.measure is asked.measure]
    return sorted((f for f in figures if f.measure is not Measure.COUNT), key=lambda f: f.measure is not Measure.MONEY)


def figures_of(text: str, asked: Asked, phrase: str) -> list[Figure]:
    """The figures of a sentence that could be meant: those that count a word of ``phrase``, else those of the kind."""
    terms = set(content_stems(phrase))
    counted = [f for f in read_figures(text) if f.measure is Measure.COUNT and terms & set(f.nouns)]
    if asked.measure is None and counted:
        return counted
    return asked_figures(text, asked)
