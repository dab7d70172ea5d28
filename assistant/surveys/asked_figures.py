"""The figure that a question asks for: what it measures, and the words that may stand for it."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

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
    r"exports?|imports?|sales|profits?|debts?|grants?|fines?|bonus(?:es)?|bids?|rents?|fares?|tax(?:es)?|pensions?|incomes?|"
    r"earnings|dividends?|subsid(?:y|ies)|donations?|prizes?|rewards?|expenses|expenditures?|savings|deposits?)\b",
    re.IGNORECASE,
)
# Words for money itself, which a sentence that states a sum of a thing need not say.
OF_MONEY = frozenset(map(stem, "sum money price cost worth value amount expensive cheap".split()))
# How far from the word that it is a figure of one may stand: "a fine of 20 dollars", "20 dollars in fines".
_AFTER, _BEFORE = 100, 25
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_ENDS_THE_PHRASE = re.compile(r"[;:.](?!\d)|^\W*(?:and|or|but|while)\b", re.IGNORECASE)
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


def sum_of(text: str, terms: Collection[str], currency: str) -> Figure | None:
    """The sum of money that a sentence states of a thing: the nearest that follows or comes before its word.

    Args:
        terms: stems of the words for the thing ("profit").
        currency: that of an amount without one ("a profit of 6 million").
    """
    sums = [s for figure in read_figures(text) if (s := _as_money(figure, currency))]
    places = [match.span() for match in _WORD.finditer(text) if stem(match.group().lower()) in terms]
    near = [(gap, s) for s in sums for a, b in places if (gap := _gap(text, (a, b), s)) is not None]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _as_money(figure: Figure, currency: str) -> Figure | None:
    bare = figure.measure is Measure.COUNT and not figure.nouns and not figure.text[-1].isdigit()
    return replace(figure, measure=Measure.MONEY, unit=currency) if bare and currency else _only_money(figure)


def _only_money(figure: Figure) -> Figure | None:
    return figure if figure.measure is Measure.MONEY else None


def _gap(text: str, word: tuple[int, int], figure: Figure) -> int | None:
    """How many characters lie between a word and a figure of it; None where it is none of it."""
    follows = figure.start >= word[1]
    between = text[word[1] : figure.start] if follows else text[figure.end : word[0]]
    if len(between) > (_AFTER if follows else _BEFORE) or _ENDS_THE_PHRASE.search(between):
        return None
    return None if "," in between and not follows else len(between)
