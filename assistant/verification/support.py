"""Does a cited quote bear out the sentence that cites it? Checked by code that trusts no model.

A claim is held to its quote item by item, each by a module of ``checks``: figures with their units, dates, names,
offices, negation, direction, order, speaker, and whether the quote settles it. What each finds is a ``Problem``; what
is left is how much of the claim's wording the quote shares.
"""

from dataclasses import dataclass
from enum import StrEnum

from assistant.verification.checks.calendar_words import dates_borne_out, other_rate
from assistant.verification.checks.figures import Mismatch, mismatches
from assistant.verification.checks.mentions import missing_names
from assistant.verification.checks.offices import unheld_offices
from assistant.verification.checks.order import swapped
from assistant.verification.checks.polarity import denies, opposites
from assistant.verification.checks.settled import unsettled
from assistant.verification.checks.speakers import other_speaker
from assistant.verification.checks.substitutions import Exchange, exchanges
from assistant.verification.checks.wording import shared


class Problem(StrEnum):
    """A thing in the claim that its quote does not bear out."""

    FIGURE = "figure"
    UNIT = "unit"
    DATE = "date"
    NAME = "name"
    OFFICE = "office"
    NEGATION = "negation"
    DIRECTION = "direction"
    ORDER = "order"
    SPEAKER = "speaker"
    STANDING = "standing"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a claim stands to a quote; without problems it is verified.

    ``support`` is from 0 to 1 and halved by each problem.
    """

    support: float
    problems: tuple[Problem, ...] = ()

    @property
    def shared(self) -> float:
        """The share of the claim's wording that the quote has, or the probability of entailment in its place."""
        return float(self.support * 2 ** len(self.problems))

    @property
    def contradicted(self) -> bool:
        """Whether the quote speaks of the same and says otherwise: more of the transcript cannot mend that."""
        return not set(self.problems) <= _MENDABLE

    @property
    def verified(self) -> bool:
        """Whether no check failed."""
        return not self.problems

    @property
    def partly(self) -> bool:
        """Whether nothing in the claim contradicts the quote, which yet does not say all of it."""
        return self.problems == (Problem.WORDING,) and self.support >= PARTLY


# What a second quote may bring.
_MENDABLE = frozenset([Problem.FIGURE, Problem.UNIT, Problem.DATE, Problem.NAME, Problem.OFFICE, Problem.WORDING])
VERBATIM = Verdict(1.0)
# Below this share of shared wording a claim is not a restatement of its quote.
MINIMUM_OVERLAP = 0.6
# The support, with a problem of wording alone, from which a claim is partly borne out.
PARTLY = 0.15


def verify_claim(
    claim: str, quote: str, heading: str = "", speakers: tuple[str, ...] = (), nearby: str = ""
) -> Verdict:
    """Hold one sentence (citation marks removed) against the words it cites.

    Args:
        heading: title, date, people and places of the transcript, which the claim may name although the quote does not.
        speakers: who says the quote, where the transcript tells.
        nearby: what stands around the quote: a name of there may be whom "he" points back to, and an answer to a
            question.
    """
    if claim.strip() == quote.strip():
        return VERBATIM
    exchanged = exchanges(claim, quote)
    unmatched = mismatches(claim, quote)
    found = (
        (Problem.FIGURE, Mismatch.FIGURE in unmatched or Exchange.FIGURE in exchanged),
        (Problem.UNIT, Mismatch.UNIT in unmatched or other_rate(claim, quote)),
        (Problem.DATE, not dates_borne_out(claim, quote, heading) or Exchange.DATE in exchanged),
        (
            Problem.NAME,
            bool(missing_names(claim, quote, f"{heading} {nearby}", speakers)) or Exchange.NAME in exchanged,
        ),
        (Problem.OFFICE, bool(unheld_offices(claim, ". ".join((quote, heading, nearby, *speakers))))),
        (Problem.NEGATION, denies(claim, quote) or Exchange.NEGATION in exchanged),
        (Problem.DIRECTION, opposites(claim, quote) or Exchange.DIRECTION in exchanged),
        (Problem.ORDER, swapped(claim, quote)),
        (Problem.SPEAKER, other_speaker(claim, quote, speakers)),
        (Problem.STANDING, unsettled(claim, quote, nearby)),
    )
    problems = [problem for problem, failed in found if failed]
    overlap = shared(claim, " ".join((quote, *speakers)), heading)
    if overlap < MINIMUM_OVERLAP:
        problems.append(Problem.WORDING)
        # A word that the title alone has bears nothing out.
        overlap *= bool(shared(claim, " ".join((quote, *speakers))))
    return Verdict(round(overlap * 0.5 ** len(problems), 4), tuple(problems))
