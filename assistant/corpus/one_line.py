"""A text in one line, one space between its words, and the names in it.

What is set in columns or ends with its line is told from a name that goes on by its white space, so names are looked
for before that is taken out, and patterns that look for words beside a name need only know the single space.
"""

import re
from functools import lru_cache

from assistant.corpus.names import Name, names_in
from assistant.language import FUNCTION_WORDS

_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=8)
def in_one_line(text: str) -> tuple[str, tuple[Name, ...]]:
    """``text`` with each run of white space as one space, and the names at their places there, in order.

    A word with a capital that begins a line is a name where it would be one within a line.
    """
    names = names_in(text)
    gaps = [(gap.end(), len(gap.group()) - 1) for gap in _SPACE.finditer(text) if gap.group() != " "]
    if not gaps:
        return text, tuple(names)
    line = _SPACE.sub(" ", text)
    found = [Name(name.text, _moved(name.start, gaps), _moved(name.end, gaps)) for name in names]
    if "\n" in text:
        found += [name for name in names_in(line) if _begins_a_line(name, found)]
    return line, tuple(sorted(found, key=lambda name: name.start))


def _begins_a_line(name: Name, found: list[Name]) -> bool:
    apart = all(name.end <= other.start or other.end <= name.start for other in found)
    return apart and " " not in name.text and name.text.lower() not in FUNCTION_WORDS


def _moved(place: int, gaps: list[tuple[int, int]]) -> int:
    return place - sum(taken for end, taken in gaps if end <= place)
