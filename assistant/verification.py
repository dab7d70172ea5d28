"""Does a cited quote bear out the sentence that cites it? Checked by code that trusts no model.

A claim is held to its quote item by item: figures with their units, dates, names, negation and direction. What each
finds is a ``Problem``; what is left is how much of the claim's wording the quote shares.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from assistant.dates import find_dates
from assistant.language import FUNCTION_WORDS, content_stems, stem, stems, words
from assistant.names import names_in
from assistant.question import figures_in


class Problem(StrEnum):
    """A thing in the claim that its quote does not bear out."""

    FIGURE = "figure"
    UNIT = "unit"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    DIRECTION = "direction"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``support`` from 0 to 1 and the problems found; a claim without problems is verified."""

    support: float
    problems: tuple[Problem, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether no check failed."""
        return not self.problems

    @property
    def partly(self) -> bool:
        """Whether nothing in the claim contradicts the quote, which yet does not say all of it."""
        return self.problems == (Problem.WORDING,) and self.support >= PARTLY


VERBATIM = Verdict(1.0)
_UNIT = (
    r"percent|per cent|%|million|billion|trillion|thousand|hundred|tonnes?|tons?|kg|km|years?|months?|days?|hours?|"
    r"dollars?|euros?"
)
_FIGURE_WITH_UNIT = re.compile(
    rf"(?P<currency>[$€£¥]|\b(?-i:[A-Z]{{3}})(?=\s?\d))?\s?(?P<number>\d+(?:[.,]\d+)*)[\s-]*(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_NEGATIONS = frozenset(
    "not no never none nothing nobody neither nor cannot without hardly barely fail failed refuse refused".split()
)
_NOT = re.compile(r"n['’]t\b", re.IGNORECASE)
_UP = frozenset(
    stem(w)
    for w in "rise rose risen grow grew grown increase increased surge surged gain climb expand more higher".split()
)
_DOWN = frozenset(
    stem(w)
    for w in """fall fell fallen drop dropped decrease decreased decline declined reduce reduced
    collapse shrink shrank less lower""".split()
)
# Below this share of shared wording a claim is not a restatement of its quote.
MINIMUM_OVERLAP = 0.5
# The support, with a problem of wording alone, from which a claim is partly borne out.
PARTLY = 0.15


def verify_claim(claim: str, quote: str, speakers: Collection[str] = ()) -> Verdict:
    """Hold one sentence (citation marks removed) against the words it cites."""
    if claim.strip() == quote.strip():
        return VERBATIM
    problems: list[Problem] = []
    if not figures_in(claim) <= figures_in(quote):
        problems.append(Problem.FIGURE)
    elif not _measures(claim) <= _measures(quote):
        problems.append(Problem.UNIT)
    if not _days(claim) <= _days(quote):
        problems.append(Problem.DATE)
    if not _name_stems(claim) <= set(stems(quote)):
        problems.append(Problem.NAME)
    if _negated(claim) != _negated(quote):
        problems.append(Problem.NEGATION)
    if directions(claim) - directions(quote):
        problems.append(Problem.DIRECTION)
    overlap = _overlap(claim, quote)
    if overlap < MINIMUM_OVERLAP:
        problems.append(Problem.WORDING)
    return Verdict(round(overlap * 0.5 ** len(problems), 4), tuple(problems))


def _measures(text: str) -> set[tuple[str, str]]:
    """Numbers that carry a unit or currency, as (number, unit)."""
    found = set()
    for match in _FIGURE_WITH_UNIT.finditer(text):
        unit = (match["unit"] or "").lower().rstrip("s").replace("per cent", "%").replace("percent", "%")
        mark = (match["currency"] or "").upper() + unit
        if mark:
            found.add((match["number"].replace(",", ""), mark))
    return found


def _days(text: str) -> set[tuple[int, int]]:
    return {(date.month, date.day) for date in find_dates(text)}


def _name_stems(text: str) -> set[str]:
    return {stem(word) for name in names_in(text) for word in words(name.text) if word not in FUNCTION_WORDS}


def _negated(text: str) -> bool:
    return bool(_NEGATIONS.intersection(words(text)) or _NOT.search(text))


def directions(text: str) -> set[str]:
    """Whether the text speaks of something rising ("up"), falling ("down"), both or neither."""
    found = set(stems(text))
    return {name for name, group in (("up", _UP), ("down", _DOWN)) if found & group}


def _overlap(claim: str, quote: str) -> float:
    asked, found = content_stems(claim), set(stems(quote))
    return sum(term in found for term in asked) / len(asked) if asked else 1.0
