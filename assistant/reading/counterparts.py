"""Who "the guest" is where labels give names alone: whoever is introduced as one, or speaks with a host alone.

A talk whose other label is "Host" or "Interviewer" has one guest if one more person speaks.
"""

import re
from collections.abc import Sequence

from assistant.corpus.speaker_labels import is_role
from assistant.language import words

# What such a one goes by.
GUESTS = frozenset("guest interviewee".split())
_HOSTS = frozenset("host moderator interviewer presenter".split())
_CAPITAL = r"[^\W\d_a-zà-ÿ][\w’'-]*"
_INTRODUCED = re.compile(
    r"\b(?:[Mm]y|[Oo]ur|[Tt]oday[’']s|[Tt]onight[’']s) guest(?: today| tonight| this \w+)? (?:is|was) "
    rf"(?P<name>{_CAPITAL}\.?(?: {_CAPITAL}){{0,3}})"
)


def guests(office: str, labels: Sequence[str], text: str) -> frozenset[str]:
    """The labels under which whoever goes by ``office`` speaks; none where that is no guest, or is not told.

    Args:
        office: what the one asked for goes by, in small letters.
        labels: those of a talk, each once.
        text: what is said in it.
    """
    if office not in GUESTS:
        return frozenset()
    introduced = [set(words(found["name"])) for found in _INTRODUCED.finditer(text)]
    named = [label for label in labels if label[:1].isupper() and not is_role(label)]
    if called := [label for label in named if any(set(words(label)) <= name for name in introduced)]:
        return frozenset(called)
    hosts = [label for label in labels if _HOSTS.intersection(words(label))]
    others = [label for label in named if label not in hosts]
    return frozenset(others) if hosts and len(others) == 1 else frozenset()
