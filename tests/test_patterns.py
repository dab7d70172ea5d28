"""No rule's pattern takes a time that doubles with each letter of what is asked or read."""

import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

SECONDS = 2
# Runs that many patterns begin to match and then do not: words between prepositions, names, figures, marks, labels.
HARD = (
    "What was said to those who mend wooden sailing boats here about nothing in particular but only of",
    "If on days that bring strong northerly winds the boats stay ashore, how much do they lose by waiting for",
    "the old stone pier and the new iron bridge or the small wooden landing and the ferry or the boats that",
    "Ann Lee Brown Smith Jones Green White Black Grey Hill Wood Field Stone Lake Rivers Banks Moor Dale " * 3 + "!",
    "Mr. Dr. A. B. C. D. E. F. G. H. I. J. K. L. M. N. O. P. Q. R. S. T. U. V. W. X. Y. Z. " * 3 + "(",
    "1,000,000 200 30.5 1/2 12:30 2001-2002 3rd 15% $40 " * 6 + "…",
    "“‘\"'(«[{" * 12 + "x",
    "[12:30] Chair: yes - no - [12:31] Clerk: well -- so -- " * 6 + "\t",
    "very really quite rather almost never always often also even still just only too so as " * 4 + "?!",
    "-" * 80 + "x",
    " " * 80 + "x",
    "a" * 80 + "1",
    "a-b’c_d.e,f;g:h/" * 8,
    "| a | b | c | d |\n|---|---|---|---|\n" * 6 + "<<",
)


# Packages with rules of language; the others are slow to load.
READING = ("corpus", "questions", "followups", "conversations", "reading", "surveys", "verification", "writing")


def _patterns(value: object, depth: int = 3) -> Iterator[re.Pattern[str]]:
    """Every compiled pattern of text in a value of a module."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _patterns(item, depth - 1)
    elif depth and isinstance(value, dict):
        for item in (*value.keys(), *value.values()):
            yield from _patterns(item, depth - 1)


def _all_patterns() -> dict[re.Pattern[str], str]:
    """Each with the module that it was found in first."""
    found: dict[re.Pattern[str], str] = {}
    for name in READING:
        package = importlib.import_module(f"assistant.{name}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for value in vars(importlib.import_module(module.name)).values():
                for pattern in _patterns(value):
                    found.setdefault(pattern, module.name)
    return found


@contextmanager
def _within(seconds: int, what: str) -> Iterator[None]:
    """Fail when the block takes longer; Python's matcher looks for signals as it goes."""

    def fail(*_: object) -> None:
        pytest.fail(f"{what} takes longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_no_pattern_takes_forever() -> None:
    patterns = _all_patterns()
    assert len(patterns) > 500
    for pattern, module in patterns.items():
        with _within(SECONDS, f"{module}: {pattern.pattern[:200]}"):
            for text in HARD:
                pattern.search(text)
