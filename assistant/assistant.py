"""The assistant: one question in, a stream of events out, the answer last."""

import copy
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from assistant import answerability, refusals
from assistant.answers import Answer, Answered, Citation, Delta, Event, History, Refusal, Retrieved
from assistant.citing import Citer
from assistant.conversation import LineKind, Turn, read_turn
from assistant.encoder import Encoder, Vector
from assistant.entailment import Verifier
from assistant.errors import AssistantError, UsageError
from assistant.evidence import ScoredSentence, weigh_sentences
from assistant.extractive import choose_sentences
from assistant.filters import Filters
from assistant.index import Index
from assistant.parts import NOTHING, Part, Without, optional
from assistant.passages import Passage
from assistant.reading import Reader
from assistant.reranking import Reranker
from assistant.retrieval import Found, HybridSearch
from assistant.settings import Rewriting, Settings
from assistant.surveys.survey import Survey, survey
from assistant.transcripts import Transcript

if TYPE_CHECKING:
    from assistant.generative import Writer
    from assistant.retriever import HybridRetriever
    from assistant.rewriting import Rewritten

NEAREST = 3
# A pass over all transcripts that found its topic was right for 22 of the 24 such questions in tests/questions.jsonl.
SURVEY_CONFIDENCE = 0.9
_EXTRACTIVE = "extractive"
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
        self.search = HybridSearch(index, optional(Part.RERANKER, without, settings.reranker, Reranker), without)
        self._reader = optional(Part.READER, without, settings.reader, Reader)
        self._citer = Citer(index.catalog, optional(Part.VERIFIER, without, settings.verifier, Verifier))
        self._take(writer)

    def _take(self, writer: "Writer | None") -> None:
        """Write answers with ``writer``, and make follow-ups standalone with its model if the settings ask for it."""
        self._writer, self._rewriter = writer, None
        if writer and self.settings.rewrite is Rewriting.MODEL:
            from assistant.rewriting import Rewriter

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
        return cls(index, settings, _writer(settings), without)

    def with_model(self, name: str) -> "Assistant":
        """This assistant with the chat model ``name``, or with none where it is empty; index and search are shared.

        Raises:
            ModelError: when the model cannot be used.
        """
        other = copy.copy(self)
        other.settings = replace(self.settings, model=name)
        other._take(_writer(other.settings))
        return other

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
        clock = _Clock()
        turn, rewritten = yield from self._read(question, history or [])
        clock.lap("rewrite")
        refusal = self._before_search(turn, filters)
        events = _refused(turn, refusal, 0.0, clock) if refusal else self._searched(turn, filters, vector, clock)
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

    def _searched(self, turn: Turn, filters: Filters | None, vector: Vector | None, clock: "_Clock") -> Iterator[Event]:
        """The events from the search on."""
        found = self.search.search(turn.standalone, self.settings.top_k, filters, vector)
        clock.lap("retrieve")
        yield Retrieved(turn.standalone, tuple(_place(c.stored.passage) for c in found.candidates))
        ranked = weigh_sentences(found.question, found.vector, found.candidates)
        confidence = answerability.probability(found, ranked, doubting=Part.DOUBTS not in self.without)
        shortest = ""
        if self._reader and ranked:
            ranked, confidence, shortest = self._reader.sharpen(found.question.text, ranked, confidence)
        surveying = Part.SURVEYS not in self.without
        counted = surveying and survey(turn.standalone, self.search, found.vector, filters)
        if counted:
            yield from self._surveyed(turn, counted, confidence, clock)
            return
        if confidence < self.settings.threshold or not ranked:
            refusal = refusals.not_in_corpus(found.question, self._nearest(ranked), filtered=bool(filters))
            clock.lap("answer")
            yield from _refused(turn, refusal, confidence, clock)
            return
        answering = self._generated if self._writer else self._extracted
        for event in answering(turn, found, ranked, confidence, clock):
            yield _with_shortest(event, shortest)

    def vectors_of(self, questions: Sequence[str]) -> Sequence[Vector]:
        """Vectors of many questions, embedded in batches, for ``stream``'s ``vector``."""
        return list(self.index.encoder.encode_queries(questions)) if questions else []

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
        """Raise when a source in ``filters`` is not indexed.

        Raises:
            AssistantError: naming the nearest source.
        """
        known = self.index.catalog.sources()
        for source in filters.sources:
            if source not in known:
                raise unknown_source(source, known)

    def _before_search(self, turn: Turn, filters: Filters | None) -> Refusal | None:
        if turn.kind is not LineKind.QUESTION:
            return refusals.not_a_question(turn.kind)
        if filters and not self.index.catalog.sources(filters):
            return refusals.filtered_out(self.index.catalog.undated() if filters.by_date else ())
        return None

    def _extracted(
        self, turn: Turn, found: Found, ranked: Sequence[ScoredSentence], confidence: float, clock: "_Clock"
    ) -> Iterator[Event]:
        chosen = choose_sentences(ranked)
        clock.lap("answer")
        citations = tuple(self._citer.cite(s.candidate.stored, s.number, n) for n, s in enumerate(chosen, 1))
        clock.lap("verify")
        yield from _answered(turn, "", citations, confidence, clock, _notes(found))

    def _surveyed(self, turn: Turn, found: Survey, confidence: float, clock: "_Clock") -> Iterator[Event]:
        """The result of a pass over all transcripts, every hit cited."""
        clock.lap("answer")
        citations = tuple(self._citer.cite(item.stored, item.number, n) for n, item in enumerate(found.items, 1))
        clock.lap("verify")
        yield from _answered(turn, found.lead, citations, max(confidence, SURVEY_CONFIDENCE), clock, found.notes)

    def _generated(
        self, turn: Turn, found: Found, ranked: Sequence[ScoredSentence], confidence: float, clock: "_Clock"
    ) -> Iterator[Event]:
        """The chat model's answer, its claims checked; when it fails, the extractive one with a note that says so."""
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
            for extracted in self._extracted(turn, found, ranked, confidence, clock):
                yield _with_notes(extracted, first=(note,))
            return
        clock.lap("verify")
        yield Answered(replace(answer, timings_ms=clock.timings(), notes=(*answer.notes, *_notes(found))))

    def _nearest(self, ranked: Sequence[ScoredSentence]) -> list[Citation]:
        return [self._citer.cite(s.candidate.stored, s.number, 0) for s in ranked[:NEAREST]]


def unknown_source(source: str, known: Sequence[str]) -> AssistantError:
    """The error for a source that is not indexed, naming the nearest that is."""
    nearest = get_close_matches(source, known, n=1, cutoff=0.3)
    hint = f"did you mean {nearest[0]}?" if nearest else "assistant sources lists them"
    return UsageError(f"no transcript named {source!r}: {hint}")


class _Clock:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self._begin = self._last = time.perf_counter()
        self._laps: dict[str, float] = {"rewrite": 0.0, "retrieve": 0.0, "answer": 0.0, "verify": 0.0}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps[stage] += (now - self._last) * 1000
        self._last = now

    def timings(self) -> dict[str, float]:
        return {**self._laps, "total": (time.perf_counter() - self._begin) * 1000}


def _answered(
    turn: Turn, lead: str, citations: tuple[Citation, ...], confidence: float, clock: _Clock, notes: tuple[str, ...]
) -> Iterator[Event]:
    """Events of an answer made of quotes, under a lead in our own words where there is one."""
    pieces = [lead] * bool(lead) + [f"{' '.join(c.quote.split())} [{c.n}]" for c in citations]
    for number, piece in enumerate(pieces):
        yield Delta(piece if number == 0 else f" {piece}")
    text = " ".join(pieces)
    timings = clock.timings()
    yield Answered(Answer(turn.text, turn.standalone, text, _EXTRACTIVE, citations, confidence, timings, notes=notes))


def _refused(turn: Turn, refusal: Refusal, confidence: float, clock: _Clock) -> Iterator[Event]:
    yield Delta(refusal.message)
    timings = clock.timings()
    yield Answered(Answer(turn.text, turn.standalone, refusal.message, _EXTRACTIVE, (), confidence, timings, refusal))


def _with_shortest(event: Event, shortest: str) -> Event:
    """The event with the words that answer as a note, when they stand in what the answer cites."""
    if not shortest or not isinstance(event, Answered):
        return event
    if not any(shortest in citation.quote for citation in event.answer.citations):
        return event
    return _with_notes(event, last=(f"in short: {shortest}",))


def _with_notes(event: Event, first: tuple[str, ...] = (), last: tuple[str, ...] = ()) -> Event:
    """The event with more notes, when it is the answer."""
    if not isinstance(event, Answered):
        return event
    return Answered(replace(event.answer, notes=(*first, *event.answer.notes, *last)))


def _writer(settings: Settings) -> "Writer | None":
    if not settings.model:
        return None
    from assistant.generative import Writer  # langchain's import takes a second; extractive answers do without

    return Writer.from_settings(settings)


def _place(passage: Passage) -> tuple[str, int, int]:
    return passage.source, passage.start, passage.end


def _notes(found: Found) -> tuple[str, ...]:
    written = found.question.written
    return tuple(f"read “{written.get(asked, asked)}” as “{used}…”" for asked, used in found.question.corrections)
