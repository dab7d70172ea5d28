"""The verbs that help others and open a question ("is", "did", "would"), and those that need no help: "grows"."""

import re

from assistant.language import stem
from assistant.questions.word_kinds import ALSO_NOUNS, PLAIN_VERBS

AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must)"
BE = re.compile(r"is|are|was|were", re.IGNORECASE)
# What is said of one thing in the present.
_THIRD_PERSON = frozenset(map(stem, PLAIN_VERBS - ALSO_NOUNS - set("fly hit list sail set sign".split())))
_PLACED_THEN = re.compile(r"\s+(?:of|between|in|on|at|for|from)\b", re.IGNORECASE)
_HELPED = re.compile(rf"(?<!\bthat)(?<!\bwho)(?<!\bwhich)\s{AUXILIARY}\b", re.IGNORECASE)
_OF_SEVERAL = {"is": "are", "was": "were", "does": "do", "has": "have"}
_OF_ONE = {several: one for one, several in _OF_SEVERAL.items()}


def in_number(verb: str, *, plural: bool) -> str:
    """The helping verb as it is said of several or of one: "is" as "are"; one that has no such form, as it is."""
    return (_OF_SEVERAL if plural else _OF_ONE).get(verb.lower(), verb)


def is_verb(text: str, span: tuple[int, int]) -> bool:
    """Whether a word in -s is what one thing does ("which plant grows in"), and no plural ("which signs at … were")."""
    start, end = span
    before = text[:start].rstrip()
    return (
        stem(text[start:end].lower()) in _THIRD_PERSON
        and not re.search(r"(?:[^s]s|\bpeople)$", before, re.IGNORECASE)
        and bool(_PLACED_THEN.match(text, end))
        and not _HELPED.search(text, end)
    )
