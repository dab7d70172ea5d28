"""Who holds an office, as a text tells it: the mayors, the ambassadors, the deputy chairs that it names.

No parser: a name is held to be a mayor's where "mayor" stands right before it or is set beside it ("the mayor, Ann
Lee,"; "Ann Lee, mayor of Weirmouth"; "Ann Lee was the mayor").
"""

import re
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache

from assistant.corpus.dates import CALENDAR
from assistant.corpus.names import CAPITAL, Name
from assistant.corpus.offices import OFFICES
from assistant.corpus.one_line import in_one_line
from assistant.language import words

# "of Russia's North Shire", between an office and who holds it.
_OF = rf"(?: (?:of|for|to|at|in))(?: (?:of |the |and ){{0,2}}{CAPITAL}){{1,5}}"
_BEING = r"(?:is|was|were|are|became|has been|had been|remains?|as|called|named)"
_DETERMINER = r"(?:then|now|the|an?|its|our|their|his|her|my|former|current|new|old|acting|first|last|another)"
_ENDS = r"(?=[,.;:)!?]|$| (?:of|for|to|at|in|and|from|since|until|who|which|that|then|when)\b)"
# "They arrived in Weirmouth, the mayor behind them."
_PLACED = re.compile(r"\b(?:in|at|on|since|until|during|near) (?:the )?$", re.IGNORECASE)
# A deputy mayor is no mayor.
_NO_OTHER = r"(?<![Dd]eputy )(?<![Vv]ice )(?<![Vv]ice-)"
# Words for other things too ("in the chair was Lee"): in small letters they lead up to no name without commas.
_MANIFOLD = frozenset("chair general head judge lead".split())
_NATIONALITY = re.compile(r"[A-Z][a-z]+(?:ish|ian|ean|ese)s?$")
# How far before a name the noun may stand that it goes by.
REACH = 90
# Before an office they make it another one: the deputy mayor is not the mayor.
LESSER = frozenset("deputy vice former acting assistant associate honorary junior under".split())


def holders_of(office: str, text: str, people: Iterable[str] = ()) -> list[str]:
    """The names that ``text`` gives the holders of an office, in their order.

    Args:
        office: in the singular, with a word before it if that belongs to it ("deputy chair").
        people: full names of people, which end where they end though a capital stands before them.
    """
    word = _patterns(office)[0]
    if office.split()[-1].lower() not in text.lower():
        return []
    line, names = in_one_line(text)
    if not word.search(line):
        return []
    found = _mentions(line, names, people, word)
    return list(dict.fromkeys(line[a:b] for a, b in found if _is_called(line, a, b, office)))


def is_called(speaker: str | None, called: Set[str]) -> bool:
    """Whether lower-case words name the speaker, and no other of the same office; no words name everyone."""
    name = set(words(speaker or ""))
    return called <= name and (not called or name & LESSER <= called)


def in_full(names: Sequence[str]) -> dict[str, str]:
    """Each name with the one that it is short for: "Lee" and "ANN LEE" with "Ann Lee"; most with themselves.

    Where several would do ("Ann Lee", "Bob Lee") it stays short.
    """
    longest = sorted(dict.fromkeys(names), key=lambda name: (-len(name.split()), name.isupper()))
    parts = {name: frozenset(name.lower().split()) for name in longest}
    full: dict[str, str] = {}
    for name in longest:
        longer = {parts[other]: other for other in reversed(longest) if parts[name] <= parts[other]}
        wholes = [own for own in longer if not any(own < other for other in longer)]
        full[name] = longer[wholes[0]] if len(wholes) == 1 else longer[parts[name]]
    return full


@lru_cache(maxsize=64)
def _patterns(office: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The office as a word; as what leads up to a name; and as what follows one."""
    any_case = f"(?i:{re.escape(office)})"
    first = office.split()[-1] in _MANIFOLD
    open_form = re.escape(office[:1].upper()) + f"(?i:{re.escape(office[1:])})" if first else any_case
    word = rf"\b{_NO_OTHER}{any_case}\b"
    leads = re.compile(
        rf"(?:\b{_NO_OTHER}{open_form}(?:{_OF})? (?:{_BEING} ){{0,2}}|{word}(?:{_OF})?(?P<comma>, ))[\"“‘]?$"
    )
    beside = rf"(?:,| (?={_BEING} )| \() ?(?:{_BEING} )*(?:(?:{_DETERMINER} )+(?:[\w’'-]+ ){{0,2}}?|{CAPITAL} )?"
    return re.compile(word), leads, re.compile(rf"{beside}{word}{_ENDS}")


def _mentions(
    text: str, names: Iterable[Name], people: Iterable[str], office: re.Pattern[str]
) -> list[tuple[int, int]]:
    """Where names stand: those of people whole, others less the office that they open with and the place after them."""
    found = [m.span() for person in people if person in text for m in re.finditer(re.escape(person), text)]
    for name in names:
        opening = office.match(name.text)
        start = name.start + (opening.end() + 1 if opening else 0)
        own = text[start : name.end]
        inside = any(start < b and a < name.end for a, b in found)
        if not own or inside or own.startswith("of "):
            continue
        own = own.partition(" of ")[0]
        if own.lower() not in OFFICES | CALENDAR and not _NATIONALITY.fullmatch(own):
            found.append((start, start + len(own)))
    return sorted(found)


def _is_called(text: str, start: int, end: int, office: str) -> bool:
    _, leads, follows = _patterns(office)
    before = text[max(0, start - REACH) : start]
    lead = leads.search(before)
    if lead and (not lead["comma"] or text[end : end + 1] in (",", ")", ".", ";", "")):
        return True
    return bool(follows.match(text, end)) and not _PLACED.search(before)
