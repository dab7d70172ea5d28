"""The figure that a question asks for: what it measures, and the words that may stand for it."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from assistant.corpus.figures import Figure, Measure, read_figures
from assistant.language import content_stems, stem
from assistant.surveys.coins import in_coin


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
    r"\b(?:investments?|trad(?:e(?! unions?\b)|es|ing)|turnover|budgets?|spending|revenues?|loans?|fees?|"
    r"salar(?:y|ies)|wages?|exports?|imports?|sales|profits?|debts?|grants?|fines?|bonus(?:es)?|bids?|rents?|fares?|"
    r"tax(?:es)?|pensions?|earnings|dividends?|subsid(?:y|ies)|donations?|expenses|expenditures?|savings)\b",
    re.IGNORECASE,
)
# Words for money itself, which a sentence that states a sum of a thing need not say.
OF_MONEY = frozenset(map(stem, "sum money price cost worth value amount expensive cheap".split()))
# How far behind its word a sum may stand: "a fine of 20 dollars".
_AFTER = 80
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
# "20 dollars in fines", "5 million is a cheap loan", "a 20 dollar fine".
_BEFORE = re.compile(
    r"[ -]|(?: worth)? (?:in|as|of|for) (?:(?:an?|the) )?(?:[\w-]+ )?| (?:is|was) an? (?:[\w-]+ )?", re.IGNORECASE
)
_ANOTHER_PHRASE = re.compile(
    r"[;:,()]|\b(?:or|but|while|as|so|because|than|who|which|that|after|before|if|not|no)\b|n[’']t\b|"
    r"\band\b(?-i:(?! [A-Z]))",
    re.IGNORECASE,
)
# "The fine, 20 dollars, was paid."
_SET_BESIDE = re.compile(r",(?: of| about| some)? ", re.IGNORECASE)
# An amount without a currency is money where it is said to be what the thing comes to.
_COMES_TO = re.compile(
    r"(?: (?:of|was|is|will|would|be|been|has|had|came|comes|amount(?:s|ed)?|stood|stands|reach(?:es|ed)?|about|around|"
    r"some|nearly|almost|at|to|over|under|only|a|total))* ",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"\bby (?:\w+ ){0,2}$", re.IGNORECASE)
# "A 20 dollar house", of which the price is no sum of what is asked.
_ADJECTIVE = re.compile(r"[a-z](?<!s)(?<!million)(?<!billion)(?<!thousand)(?<!trillion)(?<!hundred)$", re.IGNORECASE)
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


def asked_figures(sentence: str, asked: Asked, coin: str = "") -> list[Figure]:
    """The figures of a sentence that are of the kind asked for; of any kind, money comes first and counts are none."""
    figures = in_coin(sentence, read_figures(sentence), coin)
    if asked.measure:
        return [figure for figure in figures if figure.measure is asked.measure]
    return sorted((f for f in figures if f.measure is not Measure.COUNT), key=lambda f: f.measure is not Measure.MONEY)


def figures_of(text: str, asked: Asked, phrase: str, coin: str = "") -> list[Figure]:
    """The figures of a sentence that could be meant: those that count a word of ``phrase``, else those of the kind.

    Args:
        coin: what the corpus counts money in where no currency is known, see ``coins``.
    """
    terms = set(content_stems(phrase))
    counted = [f for f in read_figures(text) if f.measure is Measure.COUNT and terms & set(f.nouns)]
    if asked.measure is None and counted:
        return counted
    return asked_figures(text, asked, coin)


def sum_of(text: str, terms: Collection[str], currency: str) -> Figure | None:
    """The sum of money that a sentence states of a thing: the nearest that follows or comes before its word.

    What it rose or fell by is none, nor what stands in another phrase.

    Args:
        terms: stems of the words for the thing ("profit").
        currency: that of an amount without one ("a profit of 2 million"), or the corpus's own coin.
    """
    places = [match.span() for match in _WORD.finditer(text) if stem(match.group().lower()) in terms]
    near = [
        (gap, replace(figure, measure=Measure.MONEY, unit=unit))
        for figure in in_coin(text, read_figures(text), currency)
        for place in places
        if (gap := _gap(text, place, figure)) is not None and (unit := _currency(text, place, figure, currency))
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _currency(text: str, word: tuple[int, int], figure: Figure, usual: str) -> str:
    """The currency of a figure beside a word; "" where it is no money."""
    if figure.measure is Measure.MONEY:
        return figure.unit
    bare = figure.measure is Measure.COUNT and not figure.nouns and not figure.text[-1].isdigit()
    comes_to = figure.start < word[0] or _COMES_TO.fullmatch(text[word[1] : figure.start])
    return usual if bare and comes_to else ""


def _gap(text: str, word: tuple[int, int], figure: Figure) -> int | None:
    """How many characters lie between a word and a figure of it; None where it is none of it."""
    following = text[figure.end : figure.end + 2]
    if _CHANGE.search(text[: figure.start]):
        return None
    if figure.start < word[0]:
        between = text[figure.end : word[0]]
        return len(between) if figure.end <= word[0] and _BEFORE.fullmatch(between) else None
    between = text[word[1] : figure.start]
    if re.match(r" [a-z]", following) and figure.measure is Measure.MONEY and _ADJECTIVE.search(figure.text):
        return None
    set_beside = _SET_BESIDE.fullmatch(between) and following[:1] == ","
    within = len(between) <= _AFTER and not _ANOTHER_PHRASE.search(between)
    return len(between) if set_beside or within else None
