"""What a chat model wrote, read as claims: its sentences, each with the passage numbers that it cites."""

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.corpus.sentences import sentence_spans

NO_ANSWER = "NO ANSWER"
_MARKS = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
_MARK_BEFORE_STOP = re.compile(rf"((?:{_MARKS.pattern})+)([.!?]+[\"”’)]*)")
_CITED_STOP = re.compile(rf"[.!?][\"”’)]*(?:{_MARKS.pattern})+")


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence a model wrote, without its marks, and the passage numbers (from 1) that it cites."""

    text: str
    marks: tuple[int, ...]


def written_claims(text: str) -> list[Claim]:
    """Sentences of a written answer with their marks; empty when the model said there is no answer."""
    if text.strip().startswith(NO_ANSWER) or text.strip(" \n.!*").upper() == NO_ANSWER:
        return []
    text = _MARK_BEFORE_STOP.sub(r"\3\1", text)
    claims: list[Claim] = []
    # Marks after a stop end a sentence for certain, also where the stop alone would not ("the U.S. [1] He left").
    cuts = [0, *(match.end() for match in _CITED_STOP.finditer(text)), len(text)]
    for start, end in (span for a, b in pairwise(cuts) for span in sentence_spans(text, a, b)):
        piece = text[start:end]
        leading = re.match(rf"(?:{_MARKS.pattern})+\s*", piece)
        if leading and claims:
            claims[-1] = Claim(claims[-1].text, (*claims[-1].marks, *_numbers(leading.group())))
            piece = piece[leading.end() :]
        if words := _MARKS.sub("", piece).strip():
            claims.append(Claim(words, _numbers(piece)))
    return claims


def _numbers(text: str) -> tuple[int, ...]:
    found = (int(n) for match in _MARKS.finditer(text) for n in re.findall(r"\d+", match.group(1)))
    return tuple(dict.fromkeys(n for n in found if n > 0))
