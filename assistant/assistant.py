"""The assistant: one question in, a stream of events out, the answer last."""

import copy
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from assistant import answerability, refusals
from assistant.answers import Answer, Answered, Citation, Delta, Event, History, Refusal, Retrieved
from assistant.citing import Citer
from assistant.conversation import LineKind, Turn, read_turn
from assistant.corpus.passages import Passage
from assistant.corpus.transcripts import Transcript
from assistant.entailment import Verifier
from assistant.errors import AssistantError, SettingsError, UsageError
from assistant.evidence import ScoredSentence, weigh_passage
from assistant.extractive import choose_sentences
from assistant.filters import Filters
from assistant.findings import Finder, Findings
from assistant.journal import Journal
from assistant.outcomes import Clock, answered, refused, with_notes, with_shortest
from assistant.parts import NOTHING, Part, Without, optional
from assistant.reader import NONE as NO_READER
from assistant.reader import Reader
from assistant.reranking import Reranker
from assistant.retrieval import Found, HybridSearch
from assistant.scopes import described
from assistant.senses import senses
from assistant.settings import LogFormat, Rewriting, Settings
from assistant.store.encoder import Encoder, Vector
from assistant.store.index import Index
from assistant.suggestions import suggested
from assistant.surveys.breadth import asks_for_all, asks_for_several
from assistant.surveys.collection import collection
from assistant.surveys.gist import gist
from assistant.surveys.survey import Survey, SurveyKind, survey

if TYPE_CHECKING:
    from assistant.retriever import HybridRetriever
    from assistant.writing.generative import Writer
    from assistant.writing.rewriting import Rewritten

NEAREST = 3
# Sentences that answer a question for a list, or for things set beside each other, told in one place.
LEAST_OF_SEVERAL = 2
_OF_THE_WRITER = frozenset({"model", "model_timeout", "model_context", "prompts"})
# What an assistant over the same index, with the same search and reader, may be told otherwise.
SWITCHABLE = _OF_THE_WRITER | {"rewrite", "unsupported", "top_k", "threshold"}
# Between what a chat model wrote before it failed and the extractive answer.
BROKEN_OFF = " … (broken off)\n\n"


class Assistant:
    """Answers questions about one index. Make it with ``from_settings``; one object serves many threads."""

    def __init__(
        self, index: Index, settings: Settings, writer: "Writer | None" = None, without: Without = NOTHING
    ) -> None:
        self.index = index
        self.settings = settings
        self.without = without
        reranker = optional(Part.RERANKER, without, settings.reranker, Reranker)
        verifier = optional(Part.VERIFIER, without, settings.verifier, Verifier)
        unread = Part.READER in without or settings.reader == NO_READER
        reader = None if unread else Reader(settings.reader)
        self.search = HybridSearch(index, reranker, without)
        self.finder = Finder(self.search, reader, settings)
        self._citer = Citer(index.catalog, verifier)
        models = {Part.RERANKER: reranker, Part.READER: reader, Part.VERIFIER: verifier}
        self.journal: Journal | None = None
        self.parts = frozenset(Part) - without - {part for part, model in models.items() if model is None}
        self._take(writer)

    def _take(self, writer: "Writer | None") -> None:
        """Write answers with ``writer``, and make follow-ups standalone with its model if the settings ask for it."""
        self._writer, self._rewriter = writer, None
        if writer and self.settings.rewrite is Rewriting.MODEL:
            from assistant.writing.rewriting import Rewriter

            self._rewriter = Rewriter(writer.model, self.settings)

    @classmethod
    def from_settings(cls, settings: Settings, without: Without = NOTHING) -> "Assistant":
        """The assistant that ``settings`` describe, over an index that exists, less the parts ``without``.

        Raises:
            IndexStateError: when nothing is indexed yet, or with another embedding model.
            ModelError: when a model that the settings name cannot be used.
        """
        index = Index(settings.vectorstore, Encoder(settings.embedding_model), chroma_url=settings.chroma_url)
        index.require_transcripts()
        assistant = cls(index, settings, _writer(settings), without)
        return assistant.watched_by(Journal(settings)) if settings.log is not LogFormat.OFF else assistant

    def watched_by(self, journal: Journal) -> "Assistant":
        """This assistant, every question of which ``journal`` records."""
        other = copy.copy(self)
        other.journal = journal
        return other

    def with_model(self, name: str) -> "Assistant":
        """This assistant with the chat model ``name``, or with none where it is empty; index and search are shared.

        Raises:
            ModelError: when the model cannot be used.
        """
        return self.with_settings(model=name)

    def with_settings(self, **changes: Any) -> "Assistant":
        """This assistant with some of ``SWITCHABLE`` settings changed; index, search and models in use are shared.

        Raises:
            SettingsError: when a value cannot be used, or the setting needs an assistant of its own.
            ModelError: when the chat model cannot be used.
        """
        if fixed := sorted(changes.keys() - SWITCHABLE):
            raise SettingsError(f"{fixed[0]} cannot change while the assistant runs: set it in .env and start anew")
        other = copy.copy(self)
        other.settings = replace(self.settings, **changes)
        other.finder = self.finder.with_settings(other.settings)
        same = all(getattr(self.settings, name) == getattr(other.settings, name) for name in _OF_THE_WRITER)
        other._take(self._writer if same else _writer(other.settings))
        return other

    def less(self, without: Without) -> "Assistant":
        """This assistant with the parts ``without`` switched off; the index is shared."""
        return type(self)(self.index, self.settings, self._writer, without)

    def ask(self, question: str, history: History | None = None, filters: Filters | None = None) -> Answer:
        """The whole answer to ``question`` after ``history``, pairs of question and answer, oldest first."""
        return next(e.answer for e in self.stream(question, history, filters) if isinstance(e, Answered))

    def stream(
        self,
        question: str,
        history: History | None = None,
        filters: Filters | None = None,
        vector: Vector | None = None,
    ) -> Iterator[Event]:
        """The events of one question: ``Retrieved``, ``Delta`` …, and last ``Answered``.

        Args:
            vector: the question's vector where it is known already, as in bulk; only right for a standalone question.
        """
        events = self._events(question, history or [], filters, vector)
        return self.journal.watch(question, events) if self.journal else events

    def _events(
        self, question: str, history: History, filters: Filters | None, vector: Vector | None
    ) -> "Generator[Event, None, None]":
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
        if not (self._rewriter and before and turn.kind is LineKind.QUESTION):
            return turn, None
        rewritten = yield from self._rewriter.rewrite(" ".join(turn.text.split()), before, turn.standalone)
        return replace(turn, standalone=rewritten.question), rewritten

    def _searched(self, turn: Turn, filters: Filters | None, vector: Vector | None, clock: Clock) -> Iterator[Event]:
        """The events from the search on."""
        if Part.SURVEYS not in self.without and (whole := _of_the_whole(turn.standalone, self.search, filters)):
            yield from self._summed(turn, whole, clock)
            return
        finder = self.finder.for_one_question()
        findings = finder.look_in_scope(turn.standalone, filters, vector)
        found, ranked, confidence = findings.found, findings.ranked, findings.confidence
        clock.lap("retrieve")
        yield Retrieved(turn.standalone, tuple(_place(c.stored.passage) for c in found.candidates))
        surveying = Part.SURVEYS not in self.without
        counted = survey(turn.standalone, self.search, found.vector, filters, finder.reader) if surveying else None
        if counted and counted.confidence >= self.settings.threshold:
            yield from self._surveyed(turn, counted, ranked, clock)
            return
        if surveying and asks_for_all(turn.standalone):
            confidence = answerability.in_one_place(confidence)
        cards = self.index.catalog.cards()
        notes = (described(findings.scope, cards),) if findings.scope else ()
        if confidence < self.settings.threshold or not ranked:
            refusal = self._refusal(findings, filters)
            clock.lap("answer")
            for event in refused(turn, refusal, confidence, clock):
                yield with_notes(event, last=(*found.notes, *notes))
            return
        split = [] if findings.scope or self._writer else senses(turn.standalone, ranked, cards)
        if split:
            yield from self._by_sense(turn, findings, split, clock)
            return
        answering = self._generated if self._writer else self._extracted
        for event in answering(turn, found, ranked, confidence, clock):
            yield with_notes(with_shortest(event, findings.shortest), last=notes)

    def vectors_of(self, questions: Sequence[str]) -> Sequence[Vector]:
        """Vectors of many questions, embedded in batches, for ``stream``'s ``vector``."""
        return self.search.vectors_of(questions)

    def as_retriever(self, filters: Filters | None = None) -> "HybridRetriever":
        """The search as a LangChain retriever."""
        from assistant.retriever import HybridRetriever  # half a second to import; a question does not need it

        return HybridRetriever(search=self.search, top_k=self.settings.top_k, filters=filters)

    def transcript(self, source: str) -> Transcript:
        """A transcript as it was indexed.

        Raises:
            UsageError: naming the nearest source, when there is none of this name.
        """
        try:
            return self.index.catalog.transcript(source)
        except KeyError:
            raise unknown_source(source, self.index.catalog.sources()) from None

    def check_filters(self, filters: Filters) -> None:
        """Raise when a source in ``filters`` is not indexed, or no transcript names a person or a place in them.

        Raises:
            UsageError: naming the nearest that there is.
        """
        catalog = self.index.catalog
        known = catalog.sources() if filters.sources else []
        for source in filters.sources:
            if source not in known:
                raise unknown_source(source, known)
        _check_names("person", filters.people, catalog.people() if filters.people else [])
        _check_names("place", filters.places, catalog.places() if filters.places else [])

    def _before_search(self, turn: Turn, filters: Filters | None) -> Refusal | None:
        if turn.kind is not LineKind.QUESTION:
            return refusals.not_a_question(turn.kind)
        if filters and not self.index.catalog.sources(filters):
            return refusals.filtered_out(self.index.catalog.undated() if filters.by_date else ())
        return None

    def _refusal(self, findings: Findings, filters: Filters | None) -> Refusal:
        found, ranked = findings.found, findings.ranked
        doubts = answerability.doubts(found, ranked) if ranked else []
        titles = {card.source: card.title for card in self.index.catalog.cards()}

        def answers(asked: str, source: str) -> bool:
            seen = self.finder.look_again(asked, findings)
            best = seen.ranked[0].candidate.stored.passage.source if seen.ranked else ""
            return best == source and seen.confidence >= self.settings.threshold

        suggestion = suggested(found.question, ranked, lambda s: titles[s] if len(titles) > 1 else "", answers)
        return refusals.unanswered(found.question, doubts, self._nearest(ranked), suggestion, filtered=bool(filters))

    def _by_sense(
        self, turn: Turn, findings: Findings, split: Sequence[ScoredSentence], clock: Clock
    ) -> Iterator[Event]:
        """An answer from each transcript that the question may mean, labelled by its title."""
        clock.lap("answer")
        citations = tuple(self._citer.cite(s.candidate.stored, s.number, n) for n, s in enumerate(split, 1))
        clock.lap("verify")
        lead = f"{len(split)} transcripts answer this, each of its own matter."
        yield from answered(turn, lead, citations, findings.confidence, clock, _notes(findings.found), apart=True)

    def _extracted(
        self, turn: Turn, found: Found, ranked: Sequence[ScoredSentence], confidence: float, clock: Clock
    ) -> Iterator[Event]:
        several = Part.SURVEYS not in self.without and asks_for_several(turn.standalone)
        chosen = choose_sentences(ranked, least=LEAST_OF_SEVERAL if several else 1)
        clock.lap("answer")
        citations = tuple(self._citer.cite(s.candidate.stored, s.number, n) for n, s in enumerate(chosen, 1))
        clock.lap("verify")
        yield from answered(turn, "", citations, confidence, clock, _notes(found))

    def _surveyed(self, turn: Turn, found: Survey, ranked: Sequence[ScoredSentence], clock: Clock) -> Iterator[Event]:
        """The result of a pass over all transcripts, every hit cited; a refusal that says so where there is none."""
        clock.lap("answer")
        if not found.items:
            refusal = refusals.none_of_them(found.lead, self._nearest(ranked))
            yield from refused(turn, refusal, 1 - found.confidence, clock)
            return
        citations = tuple(self._citer.cite(item.stored, item.number, n) for n, item in enumerate(found.items, 1))
        clock.lap("verify")
        apart = found.kind is SurveyKind.GIST
        yield from answered(turn, found.lead, citations, found.confidence, clock, found.notes, apart=apart)

    def _summed(self, turn: Turn, found: Survey, clock: Clock) -> Iterator[Event]:
        """What transcripts are, or say: by the chat model from the passages that say most of them, else by quotes."""
        passages = list({item.stored.id: item.stored for item in found.items}.values())
        clock.lap("retrieve")
        yield Retrieved(turn.standalone, tuple(_place(stored.passage) for stored in passages))
        if not self._writer or found.kind is SurveyKind.COLLECTION or not passages:
            yield from self._surveyed(turn, found, [], clock)
            return
        question, vector = self.search.read(turn.standalone), self.search.vectors_of([turn.standalone])[0]
        read = Found(question, vector, tuple(weigh_passage(question, vector, stored, 0.0) for stored in passages))
        quoted = self._surveyed(turn, found, [], clock)
        yield from self._generated(turn, read, [], found.confidence, clock, quoted)

    def _generated(
        self, turn: Turn, found: Found, ranked: Sequence[ScoredSentence], confidence: float, clock: Clock,
        otherwise: Iterator[Event] | None = None,
    ) -> Iterator[Event]:  # fmt: skip
        """The chat model's answer, its claims checked; when it fails, ``otherwise`` with a note that says so.

        Args:
            otherwise: by default the extractive answer.
        """
        assert self._writer is not None
        told = False
        try:
            writing = self._writer.write(turn.standalone, found.candidates, self._citer)
            for event in writing.events():
                told = told or (isinstance(event, Delta) and bool(event.text))
                yield event
            clock.lap("answer")
            answer = writing.answer(turn, confidence, self.settings.unsupported, self._nearest(ranked))
        except AssistantError as error:
            if told:
                yield Delta(BROKEN_OFF)
            note = f"this answer is extractive, the chat model failed: {error}"
            for extracted in otherwise or self._extracted(turn, found, ranked, confidence, clock):
                yield with_notes(extracted, first=(note,))
            return
        clock.lap("verify")
        yield Answered(replace(answer, timings_ms=clock.timings(), notes=(*answer.notes, *_notes(found))))

    def _nearest(self, ranked: Sequence[ScoredSentence]) -> list[Citation]:
        return [self._citer.cite(s.candidate.stored, s.number, 0) for s in ranked[:NEAREST]]


def _of_the_whole(text: str, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """What is asked of transcripts as such, or of all that they say; None where ``text`` asks for something in them."""
    return gist(text, search, filters) or collection(text, search, filters)


def unknown_source(source: str, known: Sequence[str]) -> AssistantError:
    """The error for a source that is not indexed, naming the nearest that is."""
    nearest = get_close_matches(source, known, n=1, cutoff=0.3)
    hint = f"did you mean {nearest[0]}?" if nearest else "assistant sources lists them"
    return UsageError(f"no transcript named {source!r}: {hint}")


def _check_names(kind: str, asked: Sequence[str], known: Sequence[str]) -> None:
    for name in asked:
        if name not in known:
            nearest = get_close_matches(name, known, n=1, cutoff=0.3)
            hint = f"did you mean {nearest[0]}?" if nearest else "assistant sources --json lists them"
            raise UsageError(f"no transcript names the {kind} {name!r}: {hint}")


def _writer(settings: Settings) -> "Writer | None":
    if not settings.model:
        return None
    from assistant.writing.generative import Writer  # langchain's import takes a second; extractive answers do without

    return Writer.from_settings(settings)


def _place(passage: Passage) -> tuple[str, int, int]:
    return passage.source, passage.start, passage.end


def _notes(found: Found) -> tuple[str, ...]:
    written = found.question.written
    read = tuple(f"read “{written.get(asked, asked)}” as “{used}…”" for asked, used in found.question.corrections)
    return (*read, *found.notes)
