"""Things that go by a number: "item 77", "bus No. 12", "application 1041"; another number is another thing."""

import re
from collections.abc import Iterator, Mapping

from assistant.corpus.dates import MONTHS
from assistant.language import FUNCTION_WORDS, stem

_NUMBERED = re.compile(
    r"(?<![\w'’-])(?P<thing>[^\W\d_]{3,})[ -](?:(?:number|no\.?|nr\.?) |№ ?|#)?(?P<number>\d{1,6})"
    r"(?![\w%]|[.,:/–-]?\d)",
    re.IGNORECASE,
)


def things_numbered(text: str) -> Iterator[re.Match[str]]:
    """Each noun of ``text`` with the number behind it: groups ``thing`` and ``number``."""
    for match in _NUMBERED.finditer(text):
        word = match["thing"].lower()
        if word not in FUNCTION_WORDS and word not in MONTHS:
            yield match


def numbered(text: str) -> dict[str, frozenset[str]]:
    """The numbers that stand behind each noun of ``text``, by the noun's stem.

    A verb before its object ("sold 12") is taken for a noun too: who compares the numbers of one word loses nothing.
    """
    found: dict[str, set[str]] = {}
    for match in things_numbered(text):
        found.setdefault(stem(match["thing"].lower()), set()).add(match["number"])
    return {thing: frozenset(numbers) for thing, numbers in found.items()}


def names_another(asked: Mapping[str, frozenset[str]], text: str) -> bool:
    """Whether ``text`` has a thing of ``asked``, but under other numbers only."""
    told = numbered(text) if asked else {}
    return any(told.get(thing) and not numbers & told[thing] for thing, numbers in asked.items())
