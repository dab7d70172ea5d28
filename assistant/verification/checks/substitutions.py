"""What stands in a claim in the place of the quote's own words, where the two else run alike.

The other checks ask whether a word of the claim stands anywhere in the quote. Where a claim repeats its quote but for a
word or two, the exchanged words tell more: a figure for the figure beside it, a name for a name, "not" put in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from assistant.corpus.dates import CALENDAR
from assistant.corpus.offices import OFFICES
from assistant.language import FUNCTION_WORDS, stem
from assistant.verification.checks.figures import mismatches, quantities
from assistant.verification.checks.polarity import DENYING, EMPHATIC, NEGATIONS, are_opposites, prefixed_pair
from assistant.verification.checks.spellings import is_acronym, same_name

_TOKEN = re.compile(r"[$€£¥]?\d+(?:[.,:]\d+)*%?|[^\W_]+(?:['’][^\W_]+)?")
_AUXILIARIES = frozenset(
    "do does did is are was were be been has have had will would can could may must shall should to".split()
)
# Exchanged stretches longer than this say other things in other words; the other checks weigh them.
LONGEST = 4
# So many words must run alike around an exchange, two sides together, and so large a share of the claim in all.
FLANK = 2
ALIKE = 0.5


class Exchange(StrEnum):
    """What kind of word was exchanged."""

    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    DIRECTION = "direction"


@dataclass(frozen=True, slots=True)
class _Gap:
    """Words of the claim and the words of the quote in their place; ``opens`` where either begins its sentence."""

    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    opens: bool
    closes: bool


def exchanges(claim: str, quote: str) -> set[Exchange]:
    """The kinds of exchange that make ``claim`` say another thing than ``quote``; empty where they do not run alike."""
    found: set[Exchange] = set()
    for gap in _gaps(claim, quote):
        opposed = any(_opposed(a, b) for a in gap.mine for b in gap.theirs)
        negated = _negated_once(gap)
        if opposed != negated:
            found.add(Exchange.DIRECTION if opposed else Exchange.NEGATION)
        found |= {kind for kind, test in _TESTS.items() if test(gap)}
    return found


def _gaps(claim: str, quote: str) -> Iterator[_Gap]:
    mine, theirs = _TOKEN.findall(claim), _TOKEN.findall(quote)
    matcher = SequenceMatcher(None, [_key(w) for w in mine], [_key(w) for w in theirs], autojunk=False)
    if sum(block.size for block in matcher.get_matching_blocks()) < ALIKE * len(mine):
        return
    codes = matcher.get_opcodes()
    for number, (what, a, b, c, d) in enumerate(codes):
        flanks = [codes[n][2] - codes[n][1] for n in (number - 1, number + 1) if 0 <= n < len(codes)]
        if what != "equal" and b - a <= LONGEST and d - c <= LONGEST and sum(flanks) >= FLANK:
            yield _Gap(tuple(mine[a:b]), tuple(theirs[c:d]), a == 0 or c == 0, b == len(mine) or d == len(theirs))


def _key(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s")


def _negated_once(gap: _Gap) -> bool:
    """Whether one side alone denies; words left out together with their "not" deny nothing of what is left."""
    here, there = (any(_denies(w) for w in side) for side in (gap.mine, gap.theirs))
    if here == there or EMPHATIC.intersection(map(str.lower, gap.mine + gap.theirs)):
        return False
    if any(prefixed_pair(stem(_key(a)), stem(_key(b))) for a in gap.mine for b in gap.theirs):
        return False
    if there and not gap.mine:
        return not gap.closes and all(_denies(w) or w.lower() in _AUXILIARIES for w in gap.theirs)
    return len(gap.mine) <= 3 and len(gap.theirs) <= 3


def _denies(word: str) -> bool:
    return _key(word) in NEGATIONS or _key(word).endswith("n't") or stem(_key(word)) in DENYING


def _opposed(a: str, b: str) -> bool:
    return are_opposites(stem(_key(a)), stem(_key(b)))


def _other_figure(gap: _Gap) -> bool:
    mine, theirs = " ".join(gap.mine), " ".join(gap.theirs)
    return bool(quantities(mine) and quantities(theirs) and mismatches(mine, theirs))


def _other_day(gap: _Gap) -> bool:
    mine, theirs = ({_key(w) for w in side} & CALENDAR for side in (gap.mine, gap.theirs))
    years = [{w for w in side if re.fullmatch(r"(?:1[0-9]|20)\d\d", w)} for side in (gap.mine, gap.theirs)]
    return bool((mine and theirs and mine != theirs) or (all(years) and years[0] != years[1]))


def _other_name(gap: _Gap) -> bool:
    if gap.opens or not (_named(gap.mine) and _named(gap.theirs)):
        return False
    alike = any(same_name(a, b) for a in gap.mine for b in gap.theirs)
    short = any(is_acronym(a, gap.theirs) for a in gap.mine) or any(is_acronym(b, gap.mine) for b in gap.theirs)
    return not alike and not short


def _named(words: Sequence[str]) -> bool:
    meaning = [w for w in words if _key(w) not in FUNCTION_WORDS | OFFICES | CALENDAR]
    return bool(meaning) and all(w[0].isupper() for w in meaning)


_TESTS = {Exchange.FIGURE: _other_figure, Exchange.DATE: _other_day, Exchange.NAME: _other_name}
