"""Things that go by a number: "item 77", "bus No. 12", "application 1041"; another number is another thing."""

import re
from collections.abc import Mapping

from assistant.corpus.dates import MONTHS
from assistant.language import FUNCTION_WORDS, stem

_NUMBERED = re.compile(
    r"(?<![\w'’-])([^\W\d_]{3,})[ -](?:(?:number|no\.?|nr\.?) |№ ?|#)?(\d{1,6})(?![\w%]|[.,:/–-]?\d)", re.IGNORECASE
)


def numbered(text: str) -> dict[str, frozenset[str]]:
    """The numbers that stand behind each noun of ``text``, by the noun's stem.

    A verb before its object ("sold 12") is taken for a noun too: who compares the numbers of one word loses nothing.
    """
    found: dict[str, set[str]] = {}
    for match in _NUMBERED.finditer(text):
        word = match[1].lower()
        if word not in FUNCTION_WORDS and word not in MONTHS:
            found.setdefault(stem(word), set()).add(match[2])
    return {thing: frozenset(numbers) for thing, numbers in found.items()}


def names_another(asked: Mapping[str, frozenset[str]], text: str) -> bool:
    """Whether ``text`` has a thing of ``asked``, but under other numbers only."""
    told = numbered(text) if asked else {}
    return any(told.get(thing) and not numbers & told[thing] for thing, numbers in asked.items())
