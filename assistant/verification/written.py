"""A written answer held to the passages it was written from, sentence by sentence; the model's word counts for nothing.

A mark that points at nothing is struck. What a sentence cites is narrowed to the sentences of its passages that bear
it out best, two together where one alone does not. A sentence without a mark is looked for in all the passages: it is
cited where its words stand and unsupported where they stand nowhere. Words in quotation marks that are not those of
the passage lose the marks; that alone makes no sentence unsupported.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answers import CheckedClaim, Citation, ClaimVerdict
from assistant.settings import Unsupported
from assistant.store.catalog import StoredPassage
from assistant.verification.chatter import opening_yes_or_no
from assistant.verification.checks.polarity import affirms
from assistant.verification.checks.quotations import without_invented_quotations
from assistant.verification.citing import Citer, Evidence
from assistant.verification.claims import Claim, written_claims
from assistant.verification.support import Problem, Verdict

# The share of its wording that a sentence without a mark must have in one that bears it out.
UNMARKED = 0.8
UNCITED, QUOTATION = "uncited", "quotation"
# What stands behind a sentence in the answer's text, for readers of plain text; pages may use the claims' offsets.
LABELS = {
    ClaimVerdict.SUPPORTED: "",
    ClaimVerdict.PARTLY: " (only partly supported)",
    ClaimVerdict.UNSUPPORTED: " (unsupported)",
}


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """``text`` with marks [1], [2] … that number ``citations``, and what became of each of its sentences.

    Attributes:
        refused: whether it must not be shown: nothing in it is supported, or the setting refuses what is not.
        nearest: for a refusal, what comes nearest to bearing its sentences out.
        dropped: how many sentences were left out.
    """

    text: str
    citations: tuple[Citation, ...]
    claims: tuple[CheckedClaim, ...]
    refused: bool
    nearest: tuple[Citation, ...] = ()
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class OneChecked:
    """One written sentence under way: its ``text``, its citations, what stands ``behind`` it, how it stands."""

    text: str
    citations: tuple[Citation, ...]
    behind: str
    standing: ClaimVerdict


@dataclass(frozen=True, slots=True)
class _Weighed:
    claim: Claim
    evidence: tuple[Evidence, ...]
    verdict: Verdict
    standing: ClaimVerdict
    problems: tuple[str, ...]


def check_answer(
    text: str, passages: Sequence[StoredPassage], citer: Citer, unsupported: Unsupported = Unsupported.MARK
) -> CheckedAnswer:
    """Check what a model wrote from ``passages``, which its marks number from 1.

    Args:
        unsupported: what becomes of a sentence that nothing bears out.
    """
    weighed = [_weigh(claim, passages, citer) for claim in written_claims(text)]
    standings = {item.standing for item in weighed}
    lost = ClaimVerdict.UNSUPPORTED in standings and unsupported is Unsupported.REFUSE
    if lost or not standings - {ClaimVerdict.UNSUPPORTED}:
        nearest = tuple(dict.fromkeys(citer.cite(e.stored, e.number, 0) for item in weighed for e in item.evidence[:1]))
        claims = tuple(_checked(item, "", 0, ()) for item in weighed)
        return CheckedAnswer("", (), claims, refused=True, nearest=nearest)
    kept = [w for w in weighed if w.standing is not ClaimVerdict.UNSUPPORTED or unsupported is not Unsupported.DROP]
    return replace(_rebuilt(kept, citer), dropped=len(weighed) - len(kept))


def _weigh(claim: Claim, passages: Sequence[StoredPassage], citer: Citer) -> _Weighed:
    """The evidence that bears a claim out best, and how far it does."""
    cited = [passages[mark - 1] for mark in claim.marks if mark <= len(passages)]
    text, invented = without_invented_quotations(claim.text, [stored.text for stored in cited or passages])
    claim = Claim(text, claim.marks)
    opening = opening_yes_or_no(text)
    evidence, verdict = citer.weigh(text.removeprefix(opening) or text, cited or passages)
    if verdict.verified and opening.lower().startswith("no") and affirms(text.removeprefix(opening)):
        # What bears out "Leeds bought buses" does not bear out "No, Leeds bought buses".
        verdict = Verdict(verdict.support / 2, (Problem.WORDING,))
    problems = (*(problem.value for problem in verdict.problems), *[QUOTATION] * invented)
    if cited or (verdict.verified and verdict.shared >= UNMARKED):
        return _Weighed(claim, evidence, verdict, standing(verdict), problems)
    return _Weighed(claim, (), verdict, ClaimVerdict.UNSUPPORTED, (UNCITED, *problems))


def standing(verdict: Verdict) -> ClaimVerdict:
    """What a verdict on a claim's evidence comes to."""
    if verdict.verified:
        return ClaimVerdict.SUPPORTED
    return ClaimVerdict.PARTLY if verdict.partly else ClaimVerdict.UNSUPPORTED


def _rebuilt(weighed: Sequence[_Weighed], citer: Citer) -> CheckedAnswer:
    text = ""
    citations: list[Citation] = []
    claims: list[CheckedClaim] = []
    for item in weighed:
        first = len(citations) + 1
        citations += (citer.cite(e.stored, e.number, n, item.verdict) for n, e in enumerate(item.evidence, first))
        marks = tuple(range(first, len(citations) + 1))
        text += " " * bool(text)
        claims.append(_checked(item, item.claim.text, len(text), marks))
        text += item.claim.text + "".join(f" [{n}]" for n in marks) + LABELS[item.standing]
    return CheckedAnswer(text, tuple(citations), tuple(claims), refused=False)


def _checked(item: _Weighed, shown: str, start: int, marks: tuple[int, ...]) -> CheckedClaim:
    return CheckedClaim(item.claim.text, start, start + len(shown), marks, item.standing, item.problems)


def check_claim(claim: Claim, passages: Sequence[StoredPassage], citer: Citer, n: int) -> OneChecked:
    """One written sentence of an answer under way, its citations numbered from ``n``.

    Sentence by sentence this adds up to what ``check_answer`` makes of the whole, unless that refuses.
    """
    item = _weigh(claim, passages, citer)
    citations = tuple(citer.cite(e.stored, e.number, i, item.verdict) for i, e in enumerate(item.evidence, n))
    behind = "".join(f" [{c.n}]" for c in citations) + LABELS[item.standing]
    return OneChecked(item.claim.text, citations, behind, item.standing)
