"""What a chat model wrote, read as claims: its sentences, each with the passage numbers that it cites."""

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.corpus.attribution import SPEECH_VERBS
from assistant.corpus.numerals import GAP
from assistant.corpus.sentences import sentence_spans
from assistant.verification.chatter import finds_nothing, is_chatter, may_be_chatter, opening_yes_or_no, without_lead
from assistant.verification.checks.past_forms import PAST_PATTERN

NO_ANSWER = "NO ANSWER"
# A run of white space is entered at its beginning only, and never given back: else its square is read.
_MARKS = re.compile(r"(?:(?<!\s)\s++)?\[(\d++(?:\s*+,\s*+\d++)*+)\]")
# Marks that no stop follows are taken too, for each run of them is then looked through once.
_MARKS_AND_STOP = re.compile(rf"(?P<marks>(?:{_MARKS.pattern})++)(?P<stop>[.!?]++[\"”’)]*+)?")
# Where what follows is a statement of its own: it has a verb, and a subject that is no pronoun for the one before.
_SUBJECT = (
    r"(?!(?:i|you|he|she|it|they|we|his|her|its|their|our|my|your)\b)"
    r"(?:the(?!\s+(?:latter|former|two|other|pair)\b)|an?|no|every|there|\d[\d.,]*|(?-i:[^\W\d_a-zà-ÿ])[\w’'-]*)\s+"
)
_VERB = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|did|does|do|must|should"
    rf"|{SPEECH_VERBS.replace(' ', GAP)})"
)
_CLAUSE = re.compile(
    rf",?\s+(?:while|whereas)\s+(?={_SUBJECT})"
    rf"|(?:\s*;\s+(?:and\s+|but\s+)?|,\s+but\s+)(?={_SUBJECT}[^,.;:]*?\b(?:{_VERB}|{PAST_PATTERN})\b)"
    # Of "…, and the school built in 1990" nothing tells that it is no statement.
    rf"|,\s+and\s+(?={_SUBJECT}[^,.;:]*?\b{_VERB}\b)",
    re.IGNORECASE,
)
LEAST_WORDS = 3
_CITED_STOP = re.compile(rf"[.!?][\"”’)]*(?:{_MARKS.pattern})+")


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence a model wrote, without its marks, and the passage numbers (from 1) that it cites."""

    text: str
    marks: tuple[int, ...]


def written_claims(text: str, *, whole: bool = True) -> list[Claim]:
    """Sentences of a written answer with their marks; empty when the model said there is no answer.

    What is said about the answer and not in it is left out: a greeting, an offer to help on, the question again; so is
    a sentence that was written before.

    Args:
        whole: whether the text is all there; else a last sentence that may turn out so is left out too.
    """
    if text.strip().startswith(NO_ANSWER) or text.strip(" \n.!*").upper() == NO_ANSWER:
        return []
    claims: list[Claim] = []
    opening = ""
    sentences = _sentences(text)
    for number, claim in enumerate(sentences):
        under_way = not whole and number == len(sentences) - 1
        if under_way and (may_be_chatter(claim.text) or any(c.text.startswith(claim.text) for c in claims)):
            continue
        words = without_lead(claim.text)
        if not claim.marks and (is_chatter(words) or words.strip(" .!*") == NO_ANSWER):
            continue
        if not claim.marks and opening_yes_or_no(f"{words} ") == f"{words} ":
            opening = f"{words} "
            continue
        if all(words != other.text for other in claims):  # a small model may go round in circles
            claims.append(Claim(opening + words, claim.marks))
        opening = ""
    return [] if all(finds_nothing(claim.text) for claim in claims) else claims


def clauses_of(claim: str) -> list[str]:
    """The statements that a sentence joins, each with a subject of its own; the sentence alone where it is one."""
    parts = _CLAUSE.split(claim)
    return parts if all(len(part.split()) >= LEAST_WORDS for part in parts) else [claim]


def _sentences(text: str) -> list[Claim]:
    text = _MARKS_AND_STOP.sub(lambda found: (found["stop"] or "") + found["marks"], text)
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
