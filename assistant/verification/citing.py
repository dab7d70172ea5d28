"""Citations made from stored sentences, and the sentences that bear a written claim out best."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Citation
from assistant.corpus.labels import label_of
from assistant.corpus.marks import page_at, time_at
from assistant.store.catalog import Catalog, StoredPassage
from assistant.verification.checks.figures import mismatches
from assistant.verification.checks.speakers import holder_of
from assistant.verification.checks.wording import shared
from assistant.verification.claims import clauses_of
from assistant.verification.entailment import Verifier
from assistant.verification.support import VERBATIM, Problem, Verdict, verify_claim

# So many sentences beside the one that shares most of a claim's words are tried, alone and in a pair with the best.
PARTNERS = 6
# A sentence shares nearly as much of a claim's wording as the one that shares most.
NEARLY = 0.1
# A claim with more than this of its wording in one sentence is about that one; a second must bring this much more.
WHOLE = 0.85
GAIN = 0.1
# To be cited beside a sentence that bears the claim out alone, it must bring this much.
ENOUGH = 0.2
# What denies a claim where it shares at least so much of its wording.
_DENIED = frozenset([Problem.NEGATION, Problem.DIRECTION, Problem.ORDER])
NEARLY_ALL = 0.4
_JOINED = re.compile(r"[,;]|\b(?:and|while|whereas|but|both|or)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of a stored passage, by its number in it."""

    stored: StoredPassage
    number: int

    @property
    def source(self) -> str:
        """The transcript that it stands in."""
        return self.stored.passage.source

    @property
    def text(self) -> str:
        """Its words."""
        return self.stored.sentence_text(self.number)

    @property
    def speaker(self) -> str | None:
        """Who says it: as read from the text about it, or the label of its paragraph ("Ann Lee: …")."""
        sentence = self.stored.passage.sentences[self.number]
        before = self.stored.text[: sentence.start - self.stored.passage.start]
        return sentence.speaker or label_of(before[before.rfind("\n") + 1 :])


class Citer:
    """Cites sentences of one catalog; with a ``verifier`` its entailment joins the checks by rule."""

    def __init__(self, catalog: Catalog, verifier: Verifier | None = None) -> None:
        self._catalog = catalog
        self._verifier = verifier

    def cite(self, stored: StoredPassage, number: int, n: int, verdict: Verdict = VERBATIM) -> Citation:
        """Sentence ``number`` of a passage as citation ``n``: verbatim from the transcript.

        Args:
            n: 0 for nearest evidence, which supports nothing.
            verdict: how far it bears out the sentence that cites it; by default the quote stands for itself.
        """
        span = stored.passage.sentences[number]
        transcript = self._catalog.transcript(stored.passage.source)
        return Citation(
            n=n,
            source=transcript.source,
            title=transcript.title,
            date=str(transcript.date) if transcript.date else None,
            speaker=span.speaker,
            quote=transcript.text[span.start : span.end],
            start=span.start,
            end=span.end,
            support=verdict.support if n else 0.0,
            verified=verdict.verified and n > 0,
            page=page_at(transcript.marks, span.start),
            time=time_at(transcript.marks, span.start),
        )

    def _weigh_whole(self, claim: str, passages: Sequence[StoredPassage]) -> tuple[tuple[Evidence, ...], Verdict]:
        """The sentence of ``passages`` that bears ``claim`` out best, or the two that do together, and how far."""
        around = {stored.passage.source: self._around(stored.passage.source) for stored in passages}
        every = [Evidence(stored, i) for stored in passages for i in range(len(stored.passage.sentences))]
        every.sort(key=lambda e: (-shared(claim, e.text, around[e.source]), len(mismatches(claim, e.text))))
        sentences = every[: 1 + PARTNERS]
        if not sentences:
            return (), Verdict(0.0)
        alone = self._verdicts(claim, [(sentence,) for sentence in sentences])
        ranked = sorted(range(len(sentences)), key=lambda i: -alone[i].shared)
        # The sentence most like the claim decides: one less like it that happens not to deny it bears nothing out.
        alike = [i for i in ranked if alone[i].shared >= alone[ranked[0]].shared - NEARLY]
        best = max(alike, key=lambda i: alone[i].support)
        if alone[best].contradicted or alone[best].shared > WHOLE:
            return (sentences[best],), alone[best]
        first = sentences[best]
        several = bool(_JOINED.search(claim))
        # One statement does not rest on two transcripts, nor on a sentence that denies it beside one that does not.
        partners = [i for i in ranked if i != best and (several or self._may_join(first, sentences[i], alone[i]))]
        pairs = [(first, sentences[i]) for i in partners]
        together = self._verdicts(claim, pairs)
        chosen = max(range(len(pairs)), key=lambda i: together[i].support, default=-1)
        if chosen >= 0 and _mends(together[chosen], alone[best]):
            return pairs[chosen], together[chosen]
        return (first,), alone[best]

    @staticmethod
    def _may_join(first: Evidence, second: Evidence, alone: Verdict) -> bool:
        denies = _DENIED.intersection(alone.problems) and alone.shared >= NEARLY_ALL
        return second.source == first.source and not denies

    def weigh(self, claim: str, passages: Sequence[StoredPassage]) -> tuple[tuple[Evidence, ...], Verdict]:
        """The sentences of ``passages`` that bear ``claim`` out best, and how far; clauses may rest on their own."""
        evidence, verdict = self._weigh_whole(claim, passages)
        clauses = clauses_of(claim)
        if verdict.verified or len(clauses) < 2:
            return evidence, verdict
        found = [self._weigh_whole(clause, passages) for clause in clauses]
        if not all(each.verified for _, each in found):
            return evidence, verdict
        together = {(e.source, e.stored.passage.number, e.number): e for sentences, _ in found for e in sentences}
        return tuple(together.values()), Verdict(min(each.support for _, each in found))

    def _verdicts(self, claim: str, groups: Sequence[tuple[Evidence, ...]]) -> list[Verdict]:
        """How far each group of sentences bears ``claim`` out, by the verifier too where there is one."""
        quotes = [" ".join(evidence.text for evidence in group) for group in groups]
        around = {e.source: self._around(e.source) for group in groups for e in group}
        verdicts = [
            verify_claim(
                claim,
                quote,
                " ".join(dict.fromkeys(around[e.source] for e in group)),
                tuple(dict.fromkeys(speaker for e in group for speaker in self._speakers(e))),
                " ".join(dict.fromkeys(e.stored.text for e in group)),
            )
            for quote, group in zip(quotes, groups, strict=True)
        ]
        return self._verifier.revised(claim, quotes, verdicts) if self._verifier else verdicts

    def _speakers(self, evidence: Evidence) -> tuple[str, ...]:
        """Who says a sentence; for an office also the person who holds it."""
        if not evidence.speaker:
            return ()
        transcript = self._catalog.transcript(evidence.source)
        holder = holder_of(evidence.speaker, transcript.people, transcript.text)
        return (evidence.speaker, holder) if holder else (evidence.speaker,)

    def _around(self, source: str) -> str:
        """What every sentence of a transcript may be taken to speak of: its title, date, people and places."""
        transcript = self._catalog.transcript(source)
        return ". ".join((transcript.heading, *transcript.people, *transcript.places))


def _mends(pair: Verdict, alone: Verdict) -> bool:
    """Whether a second sentence brings enough of what the claim says, and leaves it no worse borne out."""
    more = pair.shared >= alone.shared + (ENOUGH if alone.verified else GAIN)
    return more and pair.support > alone.support and pair.verified >= alone.verified
