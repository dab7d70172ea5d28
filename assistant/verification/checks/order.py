"""Whether a claim has the two sides of its quote the wrong way round: who did it to whom, which is more than which."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.corpus.offices import OFFICES
from assistant.language import FUNCTION_WORDS, content_stems, stem
from assistant.verification.checks.figures import quantities

_CLAUSE = re.compile(r"[,;:.!?()“”\"]|\b(?:and|but|while|whereas)\b")
_THAN = re.compile(r"\bthan\b", re.I)
_WORD = re.compile(r"[^\W_][\w’'-]*")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+\s+)?$", re.I)
_NOUN_BEFORE = re.compile(r"\b(?:the|a|an|its|his|her|their|our|of|this|that|new|['’]s)\s+$", re.I)
_FROM, _TO = (
    re.compile(rf"\b{word}\s+(?:the\s+)?([^\W\d_a-z][\w-]+(?:\s+[^\W\d_a-z][\w-]+)*)")
    for word in ("from", "(?:to|into)")
)
_THERE_AND_BACK = re.compile(r"\b(?:back|return\w*|round\s+trips?|both\s+ways|vice\s+versa)\b", re.I)
# What A does with B, B does with A.
_MUTUAL = frozenset(
    stem(w) for w in "met meet talked agreed married signed share shares shared border borders joined cooperate".split()
)


def swapped(claim: str, quote: str) -> bool:
    """Whether ``claim`` exchanges two sides of ``quote``: of a verb, of "than", or of "from … to …"."""
    tests = (_swapped_range, _swapped_comparison, _swapped_roles, _swapped_route)
    return any(test(claim, quote) for test in tests)


def _swapped_route(claim: str, quote: str) -> bool:
    """Whether ``claim`` goes from B to A where ``quote`` goes from A to B, by name, and not back."""
    if _THERE_AND_BACK.search(quote):
        return False
    claim_from, claim_to = _ends(claim)
    known_from, known_to = _ends(quote)
    return bool(claim_from & known_to - known_from and claim_to & known_from - known_to)


def _ends(text: str) -> tuple[set[str], set[str]]:
    """The names behind "from" and those behind "to"."""
    behind_from, behind_to = ({" ".join(name.split()) for name in end.findall(text)} for end in (_FROM, _TO))
    return behind_from, behind_to


def _swapped_comparison(claim: str, quote: str) -> bool:
    return any(
        _crossed(mine, theirs) for mine in _compared(claim) for theirs in _compared(quote) if mine[2] & theirs[2]
    )


def _compared(text: str) -> list[tuple[set[str], set[str], set[str]]]:
    """For each "than": stems of its clause before it, of its clause after it, and of the two words right before it."""
    found = []
    for match in _THAN.finditer(text):
        left = _CLAUSE.split(text[: match.start()])[-1]
        right = _CLAUSE.split(text[match.end() :])[0]
        degree = {stem(word.lower()) for word in _WORD.findall(left)[-3:]}
        found.append((set(content_stems(left)) - degree, set(content_stems(right)), degree))
    return found


def _crossed(mine: Sequence[set[str]], theirs: Sequence[set[str]]) -> bool:
    """Whether each side of the one stands on the other side of the other, and neither on its own."""
    left = mine[0] & theirs[1] - theirs[0] - mine[1]
    right = mine[1] & theirs[0] - theirs[1] - mine[0]
    return bool(left and right)


def _swapped_roles(claim: str, quote: str) -> bool:
    known = _roles(quote)
    return any(
        verb in known and (before & known[verb][1] - known[verb][0]) and (after & known[verb][0] - known[verb][1])
        for verb, (before, after) in _roles(claim).items()
    )


def _roles(text: str) -> dict[str, tuple[set[str], set[str]]]:
    """Per verb, the capitalised words of its clause before and after it; the other way round where it is passive."""
    roles: dict[str, tuple[set[str], set[str]]] = {}
    for clause in _CLAUSE.split(text):
        words = list(_WORD.finditer(clause))
        for match in words:
            word = match.group()
            before = clause[: match.start()]
            if not word[0].islower() or word in FUNCTION_WORDS | OFFICES or _NOUN_BEFORE.search(before):
                continue
            sides = _capitals(before), _capitals(clause[match.end() :])
            if _PASSIVE.search(before) and re.search(r"\bby\b", clause[match.end() :]):
                sides = sides[1], sides[0]
            key = stem(word)
            if all(sides) and key not in _MUTUAL:
                roles[key] = sides
    return roles


def _capitals(text: str) -> set[str]:
    return {
        stem(word.lower())
        for word in _WORD.findall(text)
        if word[0].isupper() and word.lower() not in FUNCTION_WORDS | OFFICES
    }


def _swapped_range(claim: str, quote: str) -> bool:
    """Whether ``claim`` goes from B to A where ``quote`` goes from A to B."""
    return any((b, a) in _ranges(quote) and (a, b) not in _ranges(quote) for a, b in _ranges(claim) if a != b)


def _ranges(text: str) -> set[tuple[float, float]]:
    """Pairs of values that "from … to …" joins, in the order of the movement ("to 5 from 3" goes from 3 to 5)."""
    pairs: set[tuple[float, float]] = set()
    for left, right in pairwise(quantities(text)):
        before, between = text[max(0, left.start - 8) : left.start].lower(), text[left.end : right.start].lower()
        if re.search(r"\bfrom\s+\W?$", before) and re.search(r"\bto\b", between):
            pairs.add((left.value, right.value))
        elif re.search(r"\bto\s+\W?$", before) and re.fullmatch(r"\s*(?:\w+\s+)?from\s+\W?", between):
            pairs.add((right.value, left.value))
    return pairs
