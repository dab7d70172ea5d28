"""Offices that a claim gives to a person and that its evidence does not: "the mayor of Bree is X"."""

import re

from assistant.corpus.names import CAPITAL, names_in
from assistant.corpus.numerals import GAP
from assistant.corpus.offices import OFFICES

_OFFICE = rf"(?i:{'|'.join(sorted(OFFICES, key=len, reverse=True))})"
_IS = r"(?:is|was|are|were|became|remains|serves\s+as|served\s+as)"
# "The mayor of Bree is NAME", "NAME is the present mayor".
_HELD_BY = re.compile(rf"\b({_OFFICE})\b[^,;.]*\b{_IS}\s+$")
_HOLDS = re.compile(rf"\s+{_IS}\s+(?:the|an?|its|their|our)\s+(?:[\w’'-]+\s+){{0,2}}({_OFFICE})\b")


def unheld_offices(claim: str, evidence: str) -> list[str]:
    """Offices of which ``claim`` says who holds them, where nothing in ``evidence`` says that this person does."""
    unheld = []
    for name in names_in(claim):
        family = name.text.split()[-1]
        said = (_HELD_BY.search(claim[max(0, name.start - 120) : name.start]), _HOLDS.match(claim[name.end :]))
        offices = [found[1].lower() for found in said if found]
        unheld += [
            office for office in offices if family.lower() not in OFFICES and not _held(office, family, evidence)
        ]
    return unheld


def _held(office: str, family: str, evidence: str) -> bool:
    """Whether the office stands beside the name: before it with nothing but names between, or as its apposition."""
    name = re.escape(family)
    before = rf"\b(?i:{office})\b(?:{GAP}(?:of|for|to|the|{CAPITAL})){{0,8}}{GAP}{name}\b"
    after = (
        rf"\b{name}\b,?{GAP}(?:{_IS}{GAP})?(?:(?:the|an?|its|their|our){GAP})?(?:[\w’'-]+{GAP}){{0,3}}(?i:{office})\b"
    )
    return any(re.search(pattern, evidence) for pattern in (before, after))
