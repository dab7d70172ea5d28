"""The retrieval chain: one question's way from the user's line to the answer, each step told as an event."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answers import Delta, Event, History, Refusal, Retrieved
from assistant.filters import Filters
from assistant.followups.lines import LineKind, Turn, read_turn
from assistant.language import content_stems
from assistant.parts import Part, Without
from assistant.questions.breadth import asks_for_all
from assistant.questions.matters import asks_matter_of_all
from assistant.questions.requests import asks_of_all
from assistant.questions.roles import asks_for_names
from assistant.questions.scopes import described, narrowed, spelt_out
from assistant.questions.workings import read_working
from assistant.reading import answerability
from assistant.reading.findings import Finder, Findings
from assistant.reading.senses import senses
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.catalog import Catalog
from assistant.store.encoder import Vector
from assistant.surveys.collection import collection
from assistant.surveys.days import days
from assistant.surveys.gist import gist
from assistant.surveys.identity import names_someone
from assistant.surveys.parts import parts
from assistant.surveys.quotations import asked_quotation
from assistant.surveys.results import Survey
from assistant.surveys.sides import sets_beside
from assistant.surveys.survey import survey
from assistant.surveys.told_figures import asked_for_figures
from assistant.writing import refusals
from assistant.writing.endings import Endings, place_of
from assistant.writing.outcomes import Clock, refused, with_notes, with_shortest

if TYPE_CHECKING:
    from assistant.writing.rewriting import Rewriter, Rewritten

# A line that asks one of these says itself what it asks over all transcripts: it goes on from nothing.
_ASKING_OF_ALL = (
    asks_of_all, asks_for_names, names_someone, sets_beside, asked_for_figures, asked_quotation, read_working
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chain:
    """Reads a question, searches, decides whether the transcripts answer it, and ends it one way or another.

    Attributes:
        endings: the ways in which a question ends.
        rewriter: what makes follow-ups standalone by a chat model; None where the rules do.
        threshold: the confidence below which a question is refused.
        without: the parts that are switched off.
    """

    search: HybridSearch
    finder: Finder
    endings: Endings
    rewriter: "Rewriter | None"
    threshold: float
    without: Without

    def events(
        self, question: str, history: History, filters: Filters | None, vector: Vector | None
    ) -> "Generator[Event, None, None]":
        """The events of one question: ``Retrieved``, ``Delta`` …, and last ``Answered``.

        Args:
            vector: the question's vector where it is known already; only right for a standalone question.
        """
        clock = Clock()
        turn, rewritten = yield from self._read(question, history)
        clock.lap("rewrite")
        refusal = self._before_search(turn, filters)
        events = refused(turn, refusal, 0.0, clock) if refusal else self._searched(turn, filters, vector, clock)
        for event in events:
            yield rewritten.add_to(event) if rewritten else event

    def _read(self, question: str, history: History) -> "Generator[Delta, None, tuple[Turn, Rewritten | None]]":
        """The user's line as a standalone question, by the rules or, where asked for, by the chat model."""
        before = history if Part.REWRITING not in self.without else []
        turn = read_turn(question, before, self.search.vocabulary())
        if not (self.rewriter and before and turn.kind is LineKind.QUESTION):
            return turn, None
        rewritten = yield from self.rewriter.rewrite(" ".join(turn.text.split()), before, turn.standalone)
        return replace(turn, standalone=rewritten.question, thread=None), rewritten

    def _before_search(self, turn: Turn, filters: Filters | None) -> Refusal | None:
        """Why nothing need be searched, if so."""
        if turn.kind is not LineKind.QUESTION:
            return refusals.not_a_question(turn.kind)
        if filters and not self._catalog.sources(filters):
            return refusals.filtered_out(self._without_year(filters) if filters.by_date else ())
        return None

    def _without_year(self, filters: Filters) -> list[str]:
        """Titles of the transcripts that would pass ``filters`` less their range of dates, but for want of a year."""
        passing = set(self._catalog.sources(replace(filters, date_from=None, date_to=None)))
        undated = passing.intersection(self._catalog.undated())
        return [card.title for card in self._catalog.cards() if card.source in undated]

    def _searched(self, turn: Turn, filters: Filters | None, vector: Vector | None, clock: Clock) -> Iterator[Event]:
        """The events from the search on."""
        if self.endings.surveying and (whole := self._of_the_whole(turn, filters)):
            yield from self.endings.summed(turn, whole, clock)
            return
        if turn.thread is None and not content_stems(turn.standalone):
            yield from refused(turn, refusals.of_nothing(), 0.0, clock)
            return
        finder = self.finder.for_one_question()
        alone = turn
        turn, findings = _found(finder, turn, filters, vector)
        clock.lap("retrieve")
        found, scope = findings.found, findings.scope
        yield Retrieved(turn.standalone, tuple(place_of(c.stored.passage) for c in found.candidates))
        notes = (described(scope, self._catalog.cards()),) if scope else ()
        # "Which firms were named at the last session?" is a survey of that session alone.
        asked, within = (scope.rest, narrowed(filters, scope)) if scope and scope.rest else (turn.standalone, filters)
        counted = survey(asked, self.search, found.vector, within, finder.reader) if self.endings.surveying else None
        if counted and counted.confidence >= self.threshold:
            for event in self.endings.surveyed(turn, counted, findings, clock):
                yield with_notes(event, last=notes if within is not filters else ())
            return
        confidence = self._confidence(turn, findings)
        clock.lap("retrieve")
        if confidence < self.threshold or not findings.ranked:
            refusal = self.endings.refusal(findings, filters)
            clock.lap("answer")
            for event in refused(alone, refusal, confidence, clock):
                yield with_notes(event, last=(*found.notes, *notes))
        else:
            for event in self._answered(turn, findings, confidence, clock):
                yield with_notes(event, last=notes)

    def _confidence(self, turn: Turn, findings: Findings) -> float:
        """How sure it is that single places answer."""
        of_one_place = self.endings.surveying and asks_for_all(turn.standalone)
        return answerability.in_one_place(findings.confidence) if of_one_place else findings.confidence

    def _answered(self, turn: Turn, findings: Findings, confidence: float, clock: Clock) -> Iterator[Event]:
        """The answer from what was found: one from each of the transcripts that may be meant, written, or quoted."""
        written = self.endings.writer is not None
        split = [] if findings.scope or written else senses(turn.standalone, findings.ranked, self._catalog.cards())
        if split:
            yield from self.endings.by_sense(turn, findings, split, clock)
            return
        answering = self.endings.generated if written else self.endings.extracted
        for event in answering(turn, findings, confidence, clock):
            yield with_shortest(event, findings.shortest)

    def _of_the_whole(self, turn: Turn, filters: Filters | None) -> Survey | None:
        """What is asked of transcripts as such, or of all that they say; None where it is for something in them."""
        text = spelt_out(turn.standalone, self._catalog.cards())
        goes_on = turn.thread is not None and not (asks_matter_of_all(text) and asks_matter_of_all(turn.thread.asked))
        asked_of = (parts, days, gist, collection)
        return next((s for of in asked_of if (s := of(text, self.search, filters, goes_on=goes_on))), None)

    @property
    def _catalog(self) -> Catalog:
        return self.search.index.catalog


def _found(finder: Finder, turn: Turn, filters: Filters | None, vector: Vector | None) -> tuple[Turn, Findings]:
    """What the transcripts say to the line, and the question that it was taken to be."""
    findings = finder.look_in_scope(turn.standalone, filters, vector)
    of_all = any(asks(turn.standalone) for asks in _ASKING_OF_ALL)
    if turn.thread is None or findings.scope or findings.unheld or of_all:
        return turn, findings
    alone, findings = findings, finder.look_on(turn.thread, findings, filters)
    if findings is alone:
        return replace(turn, thread=None), findings
    if turn.standalone == turn.line:
        turn = replace(turn, standalone=findings.found.question.text)
    return turn, findings
