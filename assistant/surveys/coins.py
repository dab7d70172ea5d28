"""The coin that a corpus counts in where it is no currency known by name: what is paid in "forints" is money there."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.corpus.figures import Figure, Measure, read_figures
from assistant.language import stem
from assistant.surveys.gathering import Corpus

# A coin is what at least so many sums are told in, and half of all that is told behind a word for paying.
FEWEST, SHARE = 3, 0.5
_PAYING = (
    r"\b(?:costs?|costing|paid|pays?|paying|spen[dt]s?|spending|worth|price[sd]?|fine[sd]?|charge[sd]?|owe[sd]?|"
    r"sold for|bought for|budgets?|loans?|grants?|debts?|fees?|fares?|rents?|wages?|salar(?:y|ies)|profits?|"
    r"revenues?|turnover)\b"
)
_PAID = re.compile(rf"{_PAYING}[^.;:,]{{0,24}}$", re.IGNORECASE)
_PAYS = re.compile(_PAYING, re.IGNORECASE)
_NOUN = re.compile(r"\s+(?P<word>[^\W\d_][\w’'-]*)")
# How far before a figure the word for paying may begin.
_REACH = 48


def coin_of(corpus: Corpus) -> str:
    """The stem of the word that most sums are told in, "" where that is a known currency or none stands out."""
    told: Counter[tuple[Measure, str]] = Counter()
    for passages in corpus.passages.values():
        for stored in passages:
            for number in range(len(stored.passage.sentences)):
                text = stored.sentence_text(number)
                told.update(_unit(figure) for figure in _paid(text))
    (measure, unit), most = told.most_common(1)[0] if told else ((Measure.MONEY, ""), 0)
    stands_out = measure is Measure.COUNT and most >= FEWEST and most >= SHARE * told.total()
    return unit if stands_out else ""


def _paid(text: str) -> list[Figure]:
    """The figures of a sentence that stand behind a word for paying, with the word that says of what."""
    if not _PAYS.search(text):
        return []
    return [f for f in read_figures(text) if _is_paid(text, f) and (f.nouns or f.measure is Measure.MONEY)]


def _unit(figure: Figure) -> tuple[Measure, str]:
    return figure.measure, figure.nouns[0] if figure.measure is Measure.COUNT else figure.unit


def _is_paid(text: str, figure: Figure) -> bool:
    return bool(_PAID.search(text[max(0, figure.start - _REACH) : figure.start]))


def in_coin(text: str, figures: Sequence[Figure], coin: str) -> list[Figure]:
    """The figures of a sentence, what counts the coin as money in it, and a bare "2 million" that is paid."""
    return [_as_money(text, figure, coin) for figure in figures] if coin else list(figures)


def _as_money(text: str, figure: Figure, coin: str) -> Figure:
    if figure.measure is not Measure.COUNT:
        return figure
    noun = _NOUN.match(text, figure.end)
    if noun and stem(noun["word"].lower()) == coin:
        end = noun.end()
        return replace(figure, measure=Measure.MONEY, unit=coin, text=text[figure.start : end], end=end)
    bare = not figure.nouns and not figure.text[-1].isdigit() and _is_paid(text, figure)
    return replace(figure, measure=Measure.MONEY, unit=coin) if bare else figure
