"""How an answer ends: as sentences quoted, a survey, a summary, a chat model's words, or a refusal that says why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answers import MODEL_FAILED, Answered, Citation, Delta, Event, Refusal, Retrieved
from assistant.corpus.passages import Passage
from assistant.errors import AssistantError
from assistant.filters import Filters
from assistant.followups.lines import Turn
from assistant.questions.breadth import asks_for_several, told_at_length, weighs_several
from assistant.questions.survey_request import SurveyKind
from assistant.reading import answerability
from assistant.reading.corrections import with_corrections
from assistant.reading.extractive import choose_for_account, choose_sentences
from assistant.reading.findings import Finder, Findings, Weighed
from assistant.retrieval.evidence import ScoredSentence, weigh_passage
from assistant.retrieval.hybrid import Found, HybridSearch
from assistant.settings import Settings
from assistant.surveys.results import Apart, Survey
from assistant.verification.citing import Citer
from assistant.writing import refusals
from assistant.writing.outcomes import Clock, answered, refused, title_of, with_notes
from assistant.writing.suggestions import suggested

if TYPE_CHECKING:
    from assistant.writing.generative import Writer

NEAREST = 3
# Sentences that answer a question for a list, or for things set beside each other, told in one place.
LEAST_OF_SEVERAL = 2
# Between what a chat model wrote before it failed and the extractive answer.
BROKEN_OFF = " … (broken off)\n\n"


@dataclass(frozen=True, slots=True)
class Endings:
    """Makes the events that a question ends in, from what was found for it.

    Attributes:
        writer: the chat model that writes answers, if one does.
        surveying: whether questions that ask for several things are known as such.
    """

    search: HybridSearch
    finder: Finder
    citer: Citer
    writer: "Writer | None"
    settings: Settings
    surveying: bool

    def extracted(self, turn: Turn, findings: Findings, confidence: float, clock: Clock) -> Iterator[Event]:
        """The one to six sentences that most likely answer, or make up an account, and what takes them back."""
        found, ranked = findings.found, findings.ranked
        several = self.surveying and asks_for_several(turn.standalone)
        least = LEAST_OF_SEVERAL if several else 1
        if findings.account is not None and not (several and weighs_several(turn.standalone)):
            chosen = choose_for_account(findings.account, ranked, least=least)
        else:
            # A line read in two ways spreads its belief over more sentences: with more room more are beside it.
            at_length = self.surveying and turn.thread is None and told_at_length(found.question)
            chosen = choose_sentences(ranked, least=least, told_at_length=at_length)
        clock.lap("answer")
        told = with_corrections(chosen, self.search.index.catalog)
        citations = tuple(self.citer.cite(s.stored, s.number, n) for n, s in enumerate(told, 1))
        clock.lap("verify")
        yield from answered(turn, "", citations, confidence, clock, notes_of(found))

    def by_sense(
        self, turn: Turn, findings: Findings, split: Sequence[ScoredSentence], clock: Clock
    ) -> Iterator[Event]:
        """An answer from each transcript that the question may mean, labelled by its title."""
        clock.lap("answer")
        citations = tuple(self.citer.cite(s.stored, s.number, n) for n, s in enumerate(split, 1))
        clock.lap("verify")
        lead = f"{len(split)} transcripts answer this, each in its own way."
        heads = [title_of(citation) for citation in citations]
        yield from answered(turn, lead, citations, findings.confidence, clock, notes_of(findings.found), heads)

    def surveyed(self, turn: Turn, found: Survey, findings: Findings | None, clock: Clock) -> Iterator[Event]:
        """The result of a pass over all transcripts, every hit cited; a refusal that says so where there is none.

        Args:
            findings: what a search brought, whose best sentences a refusal shows.
        """
        clock.lap("answer")
        if not found.items:
            refusal = refusals.none_of_them(str(found.lead), self._nearest(findings.ranked if findings else []))
            yield from refused(turn, refusal, 1 - found.confidence, clock)
            return
        numbers = {item: n for n, item in enumerate(found.items, 1)}
        citations = tuple(self.citer.cite(item.stored, item.number, n) for item, n in numbers.items())
        clock.lap("verify")
        lead, heads = found.lead.told(numbers), _heads(found, citations)
        yield from answered(turn, lead, citations, found.confidence, clock, found.notes, heads)

    def summed(self, turn: Turn, found: Survey, clock: Clock) -> Iterator[Event]:
        """What transcripts are, or say: by the chat model from the passages that say most of them, else by quotes."""
        passages = list({item.stored.id: item.stored for item in found.items}.values())
        clock.lap("retrieve")
        yield Retrieved(turn.standalone, tuple(place_of(stored.passage) for stored in passages))
        if not self.writer or found.kind is SurveyKind.COLLECTION or not passages:
            yield from self.surveyed(turn, found, None, clock)
            return
        question, vector = self.search.read(turn.standalone), self.search.vectors_of([turn.standalone])[0]
        read = Found(question, vector, tuple(weigh_passage(question, vector, stored, 0.0) for stored in passages))
        quoted = self.surveyed(turn, found, None, clock)
        nothing = Weighed([], found.confidence, "")
        yield from self.generated(turn, Findings(read, lambda: nothing), found.confidence, clock, quoted)

    def generated(
        self,
        turn: Turn,
        findings: Findings,
        confidence: float,
        clock: Clock,
        otherwise: Iterator[Event] | None = None,
    ) -> Iterator[Event]:
        """The chat model's answer, its claims checked; when it fails, ``otherwise`` with a note that says so.

        Args:
            otherwise: by default the extractive answer.
        """
        assert self.writer is not None
        found, told = findings.found, False
        try:
            writing = self.writer.write(turn.standalone, found.candidates, self.citer)
            for event in writing.events(self.settings.unsupported):
                told = told or (isinstance(event, Delta) and bool(event.text))
                yield event
            clock.lap("answer")
            answer = writing.answer(turn, confidence, self.settings.unsupported, self._nearest(findings.ranked))
        except AssistantError as error:
            if told:
                yield Delta(BROKEN_OFF)
            note = f"{MODEL_FAILED}{error}"
            for extracted in otherwise or self.extracted(turn, findings, confidence, clock):
                yield with_notes(extracted, first=(note,))
            return
        clock.lap("verify")
        if not told:
            yield Delta(answer.text)
        yield Answered(replace(answer, timings_ms=clock.timings(), notes=(*answer.notes, *notes_of(found))))

    def refusal(self, findings: Findings, filters: Filters | None) -> Refusal:
        """Why there is no answer, the nearest sentences, and a question that the best of them do answer."""
        found, ranked = findings.found, findings.ranked
        doubts = answerability.doubts(found, ranked) if ranked else []
        titles = {card.source: card.title for card in self.search.index.catalog.cards()}

        def answered_from(asked: Sequence[str]) -> list[str]:
            seen = self.finder.look_again(asked, findings)
            sure = [found.ranked and found.confidence >= self.settings.threshold for found in seen]
            return [f.ranked[0].source if s else "" for f, s in zip(seen, sure, strict=True)]

        # What to ask instead is worded in English, from names read by English rules.
        abroad = bool(ranked) and self.finder.is_abroad(found, ranked[0])
        suggestion = (
            None
            if abroad
            else suggested(found.question, ranked, lambda s: titles[s] if len(titles) > 1 else "", answered_from)
        )
        nearest = self._nearest(ranked)
        if findings.unheld:
            return refusals.of_no_transcript(findings.unheld, nearest, suggestion)
        who = findings.voice.who if findings.voice else ""
        return refusals.unanswered(found.question, doubts, nearest, suggestion, filtered=bool(filters), who=who)

    def _nearest(self, ranked: Sequence[ScoredSentence]) -> list[Citation]:
        return [self.citer.cite(s.stored, s.number, 0) for s in ranked[:NEAREST]]


def _heads(found: Survey, citations: Sequence[Citation]) -> list[str | None]:
    """What opens the paragraph of each citation; None for one that goes on in the paragraph before it."""
    several = len({citation.source for citation in citations}) > 1
    heads: list[str | None] = []
    before = None
    for item, citation in zip(found.items, citations, strict=True):
        titled = citation.source != before and (several or found.apart is Apart.TRANSCRIPTS)
        title = title_of(citation) if titled and found.apart is not Apart.NOTHING else ""
        told = [part for part in (title, found.heads.get(item, "")) if part]
        apart = told or item in found.heads or found.apart is Apart.SENTENCES
        heads.append(" – ".join(told) if apart else None)
        before = citation.source
    return heads


def place_of(passage: Passage) -> tuple[str, int, int]:
    """Source, start and end."""
    return passage.source, passage.start, passage.end


def notes_of(found: Found) -> tuple[str, ...]:
    """How the question was read, where otherwise than written, and what was left out of the search."""
    written = found.question.written
    read = tuple(f"read “{written.get(asked, asked)}” as “{used}…”" for asked, used in found.question.corrections)
    return (*read, *found.notes)
