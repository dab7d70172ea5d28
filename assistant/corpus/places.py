"""Which names of a text are of places: those that stand behind a preposition of place."""

import re
from collections import Counter
from collections.abc import Sequence

from assistant.corpus.dates import CALENDAR
from assistant.corpus.names import Name, names_in
from assistant.corpus.offices import OFFICES
from assistant.language import FUNCTION_WORDS

_LOCATIVE = re.compile(r"\b(?:in|from|to|near|across|throughout|inside|outside|around)\s+(?:the\s+)?$")
_FOLLOWING = re.compile(r"[-–]| ([a-z]{1,40})")


def places_in(text: str, people: tuple[str, ...], mentions: Sequence[Name] | None = None) -> tuple[str, ...]:
    """Names that stand after a preposition of place at least once and are nobody's, most mentioned first.

    A lone word before a common noun ("in German towns") is an adjective and does not count.

    Args:
        text: each of its paragraphs on a line of its own.
        mentions: the names in ``text``, when they are known.
    """
    counts: Counter[str] = Counter()
    located: set[str] = set()
    taken = {word for person in people for word in person.split()}
    for name in names_in(text) if mentions is None else mentions:
        words = name.text.split()
        if set(words) & taken or {word.lower() for word in words} & _NO_PLACES:
            continue
        counts[name.text] += 1
        if (
            name.text not in located
            and text[name.start - 1 : name.start].isspace()
            and _LOCATIVE.search(text[max(0, name.start - 20) : name.start])
        ):
            following = _FOLLOWING.match(text, name.end)
            if len(words) > 1 or not following or following[1] in FUNCTION_WORDS:
                located.add(name.text)
    return tuple(place for place, _ in counts.most_common() if place in located)


_NO_PLACES = OFFICES | CALENDAR
