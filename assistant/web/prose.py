"""An answer's text as a page sets it: paragraphs of pieces, cut where marks stand and where checked sentences begin."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answers import CheckedClaim, Citation
from assistant.corpus.sentences import Span
from assistant.verification.written import LABELS

_MARK = re.compile(r"\s*\[(\d+)\]")
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer's text, with what follows it.

    Attributes:
        citation: the one whose mark stands behind the text.
        claim: the checked sentence that the text belongs to.
        judged: the checked sentence whose verdict is told behind the text.
        head: words of the assistant's own that open a paragraph of quotes: which transcript, or which side, it is on.
    """

    text: str
    citation: Citation | None = None
    claim: CheckedClaim | None = None
    judged: CheckedClaim | None = None
    head: str = ""


def paragraphs(text: str, citations: Sequence[Citation] = (), claims: Sequence[CheckedClaim] = ()) -> list[list[Piece]]:
    """The paragraphs of ``text``; a mark that numbers no citation stays text.

    The words in which the plain text tells a verdict ("(unsupported)") give way to ``judged``.
    """
    numbered = {citation.n: citation for citation in citations}
    told = [claim for claim in claims if claim.start < claim.end <= len(text)]
    found = []
    for match in _PARAGRAPH.finditer(text):
        pieces = [piece for part in _parts(match.span(), told) for piece in _pieces(text, *part, numbered)]
        found.append([*map(_headed, pieces[:1]), *pieces[1:]])
    return found


def _headed(first: Piece) -> Piece:
    """The first piece of a paragraph, what stands before the words that it quotes taken for their head."""
    quote = " ".join(first.citation.quote.split()) if first.citation and not first.claim else ""
    head = first.text.removesuffix(f": {quote}") if quote else first.text
    return replace(first, text=quote, head=head) if head != first.text else first


def _parts(
    paragraph: Span, claims: Sequence[CheckedClaim]
) -> Iterator[tuple[Span, CheckedClaim | None, CheckedClaim | None]]:
    """The paragraph cut into checked sentences and what stands between, each with its claim or the one before it."""
    at, end = paragraph
    before = None
    for claim in claims:
        if claim.end <= at or claim.start >= end:
            continue
        yield (at, max(at, claim.start)), None, before
        yield (max(at, claim.start), min(end, claim.end)), claim, None
        at, before = min(end, claim.end), claim
    yield (at, end), None, before


def _pieces(
    text: str, span: Span, claim: CheckedClaim | None, before: CheckedClaim | None, numbered: dict[int, Citation]
) -> Iterator[Piece]:
    at, end = span
    for mark in _MARK.finditer(text, at, end):
        citation = numbered.get(int(mark[1]))
        if citation:
            yield Piece(text[at : mark.start()], citation, claim)
            at = mark.end()
    label = LABELS[before.verdict] if before else ""
    if before and label and text.startswith(label, at):
        yield Piece("", judged=before)
        at += len(label)
    if at < end:
        yield Piece(text[at:end], None, claim)
