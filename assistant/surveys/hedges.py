"""How loosely a figure is told ("about", "over", "almost"), and how loose what is worked out from it is then."""

import re
from collections.abc import Iterable
from enum import Enum

_BEFORE = (
    (
        "about",
        r"just over|just under|or so|an estimated|about|around|some|roughly|approximately|nearly|almost|close to|circa",
    ),
    ("at_most", r"no more than|not more than|no longer than|up to|at most"),
    ("at_least", r"no less than|not less than|no fewer than|at least"),
    ("over", r"more than|over|above|upwards of|in excess of"),
    ("under", r"less than|fewer than|under|below"),
)
# The longer wording first: "no less than" is not "less than".
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
    AT_LEAST = "at least"
    UNDER = "less than"
    AT_MOST = "at most"

    @property
    def opposite(self) -> "Hedge":
        """That of what is left when a figure so told is taken away."""
        return _OPPOSITE.get(self, self)

    @property
    def is_floor(self) -> bool:
        """Whether the true figure may be any greater one."""
        return self in _FLOORS

    @property
    def is_ceiling(self) -> bool:
        """Whether the true figure may be any smaller one."""
        return self in _CEILINGS

    def before(self, figure: str) -> str:
        """The figure with the word for the hedge before it."""
        return f"{self.value} {figure}".strip()


_OPPOSITE = {
    Hedge.OVER: Hedge.UNDER, Hedge.UNDER: Hedge.OVER, Hedge.AT_LEAST: Hedge.AT_MOST, Hedge.AT_MOST: Hedge.AT_LEAST,
}  # fmt: skip
_FLOORS, _CEILINGS = {Hedge.OVER, Hedge.AT_LEAST}, {Hedge.UNDER, Hedge.AT_MOST}


def read_hedge(sentence: str, start: int, end: int) -> Hedge:
    """How the figure at ``sentence[start:end]`` is told."""
    if _MORE_BEHIND.match(sentence, end):
        return Hedge.AT_LEAST
    if _BEHIND.match(sentence, end):
        return Hedge.ABOUT
    before = sentence[max(0, start - REACH) : start]
    # "Just over" is nearer to "about" than to any bound worth working with.
    for name, pattern in _READ:
        if pattern.search(before):
            return Hedge[name.upper()]
    return Hedge.NONE


def together(hedges: Iterable[Hedge]) -> Hedge:
    """The hedge of a sum: what all that have one agree on, a strict bound before a loose one, else only about."""
    said = {hedge for hedge in hedges if hedge is not Hedge.NONE}
    if len(said) > 1:
        return Hedge.OVER if said <= _FLOORS else Hedge.UNDER if said <= _CEILINGS else Hedge.ABOUT
    return said.pop() if said else Hedge.NONE
