"""Whom, or what, a text calls by a common noun: the mayors, the ships, the deputy chairs that it names.

No parser: a name is held to be a mayor's where "mayor" stands right before it or is set beside it ("the mayor, Ann
Lee,"; "Ann Lee, mayor of Weirmouth"; "Ann Lee was the mayor").
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.corpus.names import OFFICES, names_in

_CAPITAL = r"[^\W\d_a-zà-öø-ÿа-я][\w’'-]*"
# "of Russia's North Shire", between an office and who holds it.
_OF = rf"(?: (?:of|for|to|at|in))(?: the)?(?: (?:{_CAPITAL}|of|the|and)){{1,6}}"
_BEING = r"(?:is|was|were|are|became|has been|had been|remains?|as|called|named)"
_DETERMINER = r"(?:then|now|the|an?|its|our|their|his|her|my|former|current|new|old|acting|first|last|another)"
_ENDS = r"(?=[,.;:)!?]|$| (?:of|for|to|at|in|and|from|since|until|who|which|that|then|when)\b)"
# "They arrived in Weirmouth, a ship of the line behind them."
_PLACED = re.compile(r"\b(?:in|at|on|since|until|during|near) (?:the )?$", re.IGNORECASE)
# A deputy mayor is no mayor.
_NO_OTHER = r"(?<![Dd]eputy )(?<![Vv]ice )(?<![Vv]ice-)"
# How far before a name the noun may stand that it goes by.
REACH = 90
_IRREGULAR = {"people": "person", "men": "man", "women": "woman", "children": "child", "series": "series"}


def singular(noun: str) -> str:
    """A plural noun of English, or a phrase that ends in one, in the singular; others as they are."""
    head, _, last = noun.rpartition(" ")
    lead, lowered = f"{head} " if head else "", last.lower()
    if lowered in _IRREGULAR:
        return lead + _IRREGULAR[lowered]
    if re.search(r"(?:ss|us|is)$", lowered) or not lowered.endswith("s"):
        return noun
    if re.search(r"[^aeiou]ies$", lowered):
        return lead + last[:-3] + "y"
    return lead + (last[:-2] if re.search(r"(?:ch|sh|x|ss|z)es$", lowered) else last[:-1])


def is_office(role: str) -> bool:
    """Whether a plural is what people in office are called: "deputy chairs"."""
    return singular(role.lower().split()[-1]) in OFFICES


def called(noun: str, text: str, people: Iterable[str] = ()) -> list[str]:
    """The names that ``text`` calls a ``noun``, in their order.

    Args:
        noun: in the singular, with a word before it if that belongs to it ("deputy chair").
        people: full names of people, which end where they end though a capital stands before them.
    """
    patterns = _patterns(noun)
    if not patterns[0].search(text):
        return []
    return list(
        dict.fromkeys(text[a:b] for a, b in _mentions(text, people, patterns[0]) if _is_called(text, a, b, noun))
    )


def in_full(names: Sequence[str]) -> dict[str, str]:
    """Each name with the one that it is short for: "Lee" and "ANN LEE" with "Ann Lee"; most with themselves."""
    longest = sorted(dict.fromkeys(names), key=lambda name: (-len(name.split()), name.isupper()))
    parts = {name: frozenset(name.lower().split()) for name in longest}
    return {name: next(other for other in longest if parts[name] <= parts[other]) for name in longest}


@lru_cache(maxsize=64)
def _patterns(noun: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The noun as a word; as what leads up to a name; and as what follows one."""
    word = rf"\b{_NO_OTHER}(?i:{re.escape(noun)})\b"
    leads = re.compile(rf"{word}(?:{_OF})?,? ?(?:{_BEING} ){{0,2}}[\"“‘]?$")
    beside = rf"(?:,| (?={_BEING} )| \() ?(?:{_BEING} )*(?:(?:{_DETERMINER} )+(?:[\w’'-]+ ){{0,2}}?|{_CAPITAL} )?"
    return re.compile(word), leads, re.compile(rf"{beside}{word}{_ENDS}")


def _mentions(text: str, people: Iterable[str], noun: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where names stand: those of people whole, others less the noun that they open with."""
    found = [match.span() for person in people for match in re.finditer(re.escape(person), text)]
    for name in names_in(text):
        opening = noun.match(name.text)
        start = name.start + (opening.end() + 1 if opening else 0)
        own = text[start : name.end]
        inside = any(start < b and a < name.end for a, b in found)
        if own and not inside and own.lower() not in OFFICES and not own.startswith("of "):
            found.append((start, name.end))
    return sorted(found)


def _is_called(text: str, start: int, end: int, noun: str) -> bool:
    _, leads, follows = _patterns(noun)
    before = text[max(0, start - REACH) : start]
    return bool(leads.search(before) or (follows.match(text, end) and not _PLACED.search(before)))
