"""How loosely a figure is told ("about", "over", "almost"), and how loose what is worked out from it is then."""

import re
from collections.abc import Iterable
from enum import Enum

_BEFORE = (
    ("over", r"over|more than|at least|no less than|not less than|above|upwards of|in excess of|exceed(?:s|ed)?"),
    ("under", r"less than|fewer than|under|below|up to|at most|no more than|not more than"),
    (
        "about",
        r"about|around|some|roughly|approximately|nearly|almost|close to|approach(?:es|ed|ing)?|circa|or so|"
        r"an estimated|just (?:over|under)",
    ),
)
_READ = tuple((name, re.compile(rf"\b(?:{words})\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)) for name, words in _BEFORE)
_BEHIND = re.compile(r"\s*,?\s*(?:or so|or thereabouts|approximately)\b", re.IGNORECASE)
_MORE_BEHIND = re.compile(r"\s*(?:or more|and more|\+)", re.IGNORECASE)
# A hedge and the white space behind it are not longer.
REACH = 24


class Hedge(Enum):
    """Where the true figure lies: at what is told, near it, above it, or below it."""

    NONE = ""
    ABOUT = "about"
    OVER = "over"
    UNDER = "less than"

    @property
    def opposite(self) -> "Hedge":
        """That of what is left when a figure so told is taken away."""
        return {Hedge.OVER: Hedge.UNDER, Hedge.UNDER: Hedge.OVER}.get(self, self)

    def before(self, figure: str) -> str:
        """The figure with the word for the hedge before it."""
        return f"{self.value} {figure}".strip()


def read_hedge(sentence: str, start: int, end: int) -> Hedge:
    """How the figure at ``sentence[start:end]`` is told."""
    if _MORE_BEHIND.match(sentence, end):
        return Hedge.OVER
    if _BEHIND.match(sentence, end):
        return Hedge.ABOUT
    before = sentence[max(0, start - REACH) : start]
    # "Just over" is nearer to "about" than to any bound worth working with.
    for name, pattern in reversed(_READ):
        if pattern.search(before):
            return Hedge[name.upper()]
    return Hedge.NONE


def together(hedges: Iterable[Hedge]) -> Hedge:
    """The hedge of a sum: what all that have one agree on, else only about."""
    said = {hedge for hedge in hedges if hedge is not Hedge.NONE}
    return said.pop() if len(said) == 1 else Hedge.ABOUT if said else Hedge.NONE
