"""Which names of a text are of places: those that stand behind a preposition of place and are nobody's.

"In" and "near" tell of a place; "from" and "to" do of whoever is written to or heard from as well, so what they tell
is taken back where the words around speak of a person. An enumeration ("Number Two", "Shed 14"), a language, a feast
and the owner of a street ("in Baker's Row") are no places.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from assistant.corpus.attendance import names_thing
from assistant.corpus.dates import CALENDAR
from assistant.corpus.languages import LANGUAGE_NAMES
from assistant.corpus.names import CAPITAL, Name, names_in
from assistant.corpus.numerals import ONES
from assistant.corpus.offices import OFFICES, TRADES
from assistant.language import FUNCTION_WORDS, lowered

_SURE, _OTHER = "in|near|across|throughout|inside|outside|around", "from|to"
_LOCATIVE = re.compile(rf"\b(?:(?P<sure>{_SURE})|(?P<other>{_OTHER}))\s+(?:the\s+)?$", re.IGNORECASE)
_PREPOSITIONS = tuple(f"{_SURE}|{_OTHER}".split("|"))
_FOLLOWING = re.compile(r"[-–]| ([a-z]{1,40})")
# To whom is spoken and given, and from whom is heard: persons, and places now and then.
_ADDRESSED = re.compile(
    r"\b(?:according|thanks|grateful|fair|unfair|kind|sp(?:eak|eaks|oke|oken|eaking)|talk(?:s|ed|ing)?|said|sa(?:y|ys|ying)|"
    r"wr(?:ite|ites|ote|itten|iting)|show(?:s|ed|n|ing)?|introduced?|complain(?:s|ed)?|apologi[sz]ed?|mention(?:ed)?|"
    r"g(?:ive|ives|ave|iven)(?!\s(?:up|to)\b))\s(?:[\w’'-]+\s){0,4}?to\s+$|"
    r"\b(?:questions?|letters?|messages?|e-?mails?|notes?|comments?|apologies|telegrams?|heard|hear(?:ing)?|"
    r"t(?:ake|akes|ook|aken|aking)\sover)\s(?:[\w’'-]+\s){0,3}?from\s+$",
    re.IGNORECASE,
)
# What one is welcome at or listens to may be a programme.
_PROGRAMME = re.compile(r"\b(?:welcome(?:\sback)?|listen(?:ed|ing)?)\sto\s+(?:the\s+)?$", re.IGNORECASE)
_CALLED = rf"(?:(?:an?|the|our|my|his|her|their)\s)?(?:[\w’'-]+\s){{0,2}}?(?:{'|'.join(sorted(OFFICES | TRADES))})\b"
# "To Ann, a retired teacher", "one from Ann: how long did it take?"
_SOMEBODY = re.compile(rf"\s?:|,\s{_CALLED}")
_WHO = re.compile(r",\swho\b")
_OWNED = re.compile(rf"(?:(?<=s)['’]|['’]s)\s(?P<thing>{CAPITAL})")
# "Shed 14 was", "Pit No. 3", but "in Kent 14 boats".
_NUMBERED = re.compile(r"\.?\s(?:[Nn]o\.?\s?)?\d+(?![\d,.%]*\d)(?!%)(?:\s(?P<counted>[a-z]+))?|\.\s?\d")
_NUMBER = frozenset(("number", "no"))
_COUNTS = frozenset((*ONES, "zero"))
_TITLES = frozenset("mr mrs ms miss dr prof".split())
_FEASTS = frozenset("easter christmas pentecost whitsun ramadan hanukkah diwali advent".split())
_NO_PLACES = OFFICES | CALENDAR | _FEASTS


def places_in(
    text: str, people: Iterable[str], mentions: Sequence[Name] | None = None, labels: Iterable[str] = ()
) -> tuple[str, ...]:
    """Names that stand after a preposition of place at least once and are nobody's, most mentioned first.

    A lone word before a common noun ("in German towns") is an adjective and does not count.

    Args:
        text: each of its paragraphs on a line of its own.
        people: whose names are no places.
        mentions: the names in ``text``, when they are known.
        labels: what those who speak are called, which a place may be too.
    """
    mentions = names_in(text) if mentions is None else mentions
    located: dict[str, bool] = {}
    taken = {word for person in people for word in person.split()}
    all_counts = Counter(name.text for name in mentions)
    counts = Counter({name: count for name, count in all_counts.items() if _may_be_place(name, taken)})
    for name in mentions:
        if name.text in counts and not located.get(name.text) and (found := _preposition(text, name.start)):
            of_place = found["sure"] or not _is_somebody(text, name, found["other"].lower())
            if of_place and _is_whole(text, name):
                located[name.text] = bool(found["sure"])
    somebody = {*_titled(all_counts), *(word.lower() for label in set(labels) for word in _called(label))}
    adjectives = {f"{place}{ending}" for place in counts for ending in ("n", "ns")}
    return tuple(
        place
        for place, _ in counts.most_common()
        if place in located
        and place not in adjectives
        and (located[place] or somebody.isdisjoint(place.lower().split()))
    )


def _may_be_place(name: str, taken: Collection[str]) -> bool:
    """Whether its words may be a place's: none ``taken``, no office, day or feast, no language, more than a number."""
    words = name.split()
    if any(word in taken for word in words):
        return False
    parts = [part for word in words for part in word.lower().split("-")]
    if not _NO_PLACES.isdisjoint(parts):
        return False
    return name not in LANGUAGE_NAMES and not (parts[0] in _NUMBER and _COUNTS.issuperset(parts[1:]))


def _preposition(text: str, start: int) -> re.Match[str] | None:
    """The preposition of place before a name that starts there, an article between them perhaps."""
    before = lowered(text[max(0, start - 20) : start]).rstrip().removesuffix("the").rstrip()
    told = before.endswith(_PREPOSITIONS)  # or else the pattern is slow to fail
    return _LOCATIVE.search(text, max(0, start - 20), start) if told else None


def _is_whole(text: str, name: Name) -> bool:
    """Whether a mention is the place itself, and no adjective, owner of a street or piece of an enumeration."""
    words = name.text.split()
    following = _FOLLOWING.match(text, name.end)
    if len(words) == 1 and following and following[1] not in FUNCTION_WORDS:
        return False
    owned = _OWNED.match(text, name.end)
    if owned and names_thing(owned["thing"]):
        return False
    numbered = _NUMBERED.match(text, name.end) if len(words) == 1 or words[-1] == "No" else None
    return not numbered or (numbered["counted"] or "a") not in FUNCTION_WORDS


def _is_somebody(text: str, name: Name, preposition: str) -> bool:
    """Whether somebody may be meant behind "from" and "to": spoken to or heard from, or told who it is."""
    before = max(0, name.start - 60), name.start
    if _PROGRAMME.search(text, *before):
        return True
    if names_thing(name.text):
        return False
    told = _SOMEBODY.match(text, name.end) or (preposition == "to" and _WHO.match(text, name.end))
    return bool(told or _ADDRESSED.search(text, *before))


def _titled(names: Iterable[str]) -> set[str]:
    """The words of names behind a title, in lower case."""
    named = (name.lower().split() for name in names)
    return {word for first, *rest in named if first.rstrip(".") in _TITLES for word in rest}


def _called(label: str) -> list[str]:
    """The words of a label that is somebody's name; none where it may be a place's or a thing's."""
    bare = re.split(r"\s?[,(]", label)[0]
    words = bare.split()
    return words if len(words) <= 3 and not names_thing(bare) else []
