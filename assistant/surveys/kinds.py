"""Names of things of a kind, as a text tells it: the banks, the ships, the choirs that it names.

No parser: a name is held to be a ship's where "ship" is its last word ("Ann Ship"), follows it ("the Ann, an old
ship"), belongs to it ("the Weir yard", where a yard is asked for) or, for what is mostly named so, stands before it
("the old ship Ann").
"""

import re
from collections.abc import Collection
from functools import lru_cache

from assistant.corpus.dates import CALENDAR
from assistant.corpus.one_line import in_one_line
from assistant.language import capitalised

# What is called by its kind and then its name: "the ship Ann", but not "in the book Tom dies".
_NAMED_AFTER = frozenset(
    """ship boat vessel ferry tug tugboat trawler yacht newspaper magazine journal film band airline hotel restaurant
    programme project""".split()
)
_NATIONALITY = re.compile(
    r"[A-Z][a-z]+(?:ish|ian|ean|ese|ans?)|Swiss|Greek|Dutch|French|German|Czech|Thai|Finnish|Turk|Slovak|Croat|Arab"
)
# "A film director" is no film.
_SOMEBODY = r"(?! [a-z]+(?:er|or|ist|ic|man|woman)s?\b)"
# How far before a name the word for its kind is looked for.
_REACH = 40


def things_of(kind: str, text: str, others: Collection[str] = ()) -> list[str]:
    """The names that ``text`` gives things of a kind, in their order.

    Args:
        kind: in the singular ("training ship").
        others: names of people and places, which stand beside things without being theirs.
    """
    line, names = in_one_line(text)
    if not re.search(rf"\b{re.escape(kind)}\b", line, re.IGNORECASE):
        return []
    within, leads, follows, apposed = _patterns(kind)
    found: list[str] = []
    for name in names:
        following = follows.match(line, name.end)
        before = line[max(0, name.start - _REACH) : name.start]
        if within.search(name.text):
            found.append(name.text)
        elif name.text.lower() in CALENDAR or name.text == "I" or _NATIONALITY.fullmatch(name.text):
            continue
        elif following and name.text not in others:
            found.append(name.text + following.group())
        elif name.text not in others and (apposed.match(line, name.end) or leads.search(before)):
            found.append(name.text)
    return list(dict.fromkeys(found))


@lru_cache(maxsize=64)
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    """The kind as the last of a name, or the last before its "of"; before a name; behind it; and set beside it."""
    own, capital = re.escape(kind), re.escape(capitalised(kind))
    before_name = r"(?:,? the)? [\"“‘]?" if kind.split()[-1] in _NAMED_AFTER else r" [\"“‘]"
    return (
        re.compile(rf"(?<=\S ){capital}(?= of |$)|^{capital} of \S"),
        re.compile(rf"\b(?i:{own}){before_name}$"),
        re.compile(rf" {own}\b{_SOMEBODY}"),
        re.compile(rf"[”\"’]?, (?:an?|the) (?:[\w-]+ ){{0,3}}?{own}\b{_SOMEBODY}"),
    )
