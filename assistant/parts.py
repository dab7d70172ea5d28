"""The parts of the assistant that can be switched off, to measure what each is worth."""

import difflib
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from assistant.errors import UsageError

Model = TypeVar("Model")


class Part(StrEnum):
    """What ``assistant evaluate --without`` can switch off; everything else stays as it is."""

    LEXICAL = "lexical"
    DENSE = "dense"  # passages found otherwise are weighed by their vectors all the same
    REORDERING = "reordering"  # without it reciprocal-rank fusion alone
    REWRITING = "rewriting"  # without it the last line is asked alone
    SPELLING = "spelling"
    SURVEYS = "surveys"
    DOUBTS = "doubts"
    READER = "reader"
    RERANKER = "reranker"
    VERIFIER = "verifier"

    @property
    def meaning(self) -> str:
        """What the part does, for a menu."""
        return _MEANINGS[self]


_MEANINGS = {
    Part.LEXICAL: "finding passages by their words",
    Part.DENSE: "finding passages by their vectors",
    Part.REORDERING: "ordering passages by weighed evidence",
    Part.REWRITING: "making a follow-up standalone",
    Part.SPELLING: "mending misspelt words",
    Part.SURVEYS: "counts, lists and comparisons over all transcripts",
    Part.DOUBTS: "named doubts on top of the fitted odds",
    Part.READER: "the span reader",
    Part.RERANKER: "the cross-encoder",
    Part.VERIFIER: "the entailment model",
}
Without = frozenset[Part]
NOTHING: Without = frozenset()


def read_parts(lists: Iterable[str]) -> Without:
    """The parts named in comma-separated lists.

    Raises:
        UsageError: for a name that is no part, naming the nearest and listing all.
    """
    found = []
    for name in (name.strip() for names in lists for name in names.split(",")):
        try:
            found.append(Part(name.lower()))
        except ValueError:
            nearest = difflib.get_close_matches(name.lower(), list(Part), n=1)
            hint = f"did you mean {nearest[0]}? " if nearest else ""
            raise UsageError(f"no part named {name!r}: {hint}parts are {', '.join(Part)}") from None
    return frozenset(found)


def optional(part: Part, without: Without, name: str, make: Callable[[str], Model]) -> Model | None:
    """The model ``name`` that serves ``part``; None when none is named or the part is switched off."""
    return make(name) if name and part not in without else None
