"""The assistant: one question in, a stream of events out, the answer last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from assistant import answerability, refusals
from assistant.answers import Answer, Answered, Citation, Delta, Event, History, Reason, Refusal, Retrieved
from assistant.citing import Citer
from assistant.conversation import LineKind, Turn, read_turn
from assistant.encoder import Encoder, Vector
from assistant.entailment import Verifier
from assistant.errors import AssistantError, UsageError
from assistant.evidence import ScoredSentence, weigh_sentences
from assistant.extractive import choose_sentences
from assistant.filters import Filters
from assistant.index import Index
from assistant.outcomes import Clock, answered, noted, refused, with_shortest
from assistant.parts import NOTHING, Part, Without, optional
from assistant.passages import Passage
from assistant.reading import NONE as NO_READER
from assistant.reading import Reader, read_evidence
from assistant.reranking import Reranker
from assistant.retrieval import Found, HybridSearch
from assistant.scopes import Scope, described, read_scope
from assistant.senses import senses
from assistant.settings import Settings
from assistant.suggestions import suggested
from assistant.surveys.survey import Survey, survey
from assistant.transcripts import Transcript

if TYPE_CHECKING:
    from assistant.generative import Writer
    from assistant.retriever import HybridRetriever

NEAREST = 3
# All transcripts together must answer with so much more confidence before the ones that a question names are left.
MUCH_BETTER = 0.25


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
        self.search = HybridSearch(index, reranker, without)
        unread = Part.READER in without or settings.reader == NO_READER
        self._reader = None if unread else Reader(settings.reader)
        self._citer = Citer(index.catalog, verifier)
        self._writer = writer
        models = {Part.RERANKER: reranker, Part.READER: self._reader, Part.VERIFIER: verifier}
        self.parts = frozenset(Part) - without - {part for part, model in models.items() if model is None}

    @classmethod
    def from_settings(cls, settings: Settings, without: Without = NOTHING) -> "Assistant":
        """The assistant that ``settings`` describe, over an index that exists, less the parts ``without``.

        Raises:
            IndexStateError: when nothing is indexed yet, or with another embedding model.
            ModelError: when a model that the settings name cannot be used.
        """
        index = Index(settings.vectorstore, Encoder(settings.embedding_model), chroma_url=settings.chroma_url)
        index.require_transcripts()
        writer = None
        if settings.model:
            from assistant.generative import Writer

            writer = Writer(settings.model)
        return cls(index, settings, writer, without)

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
        clock = Clock()
        before = history if history and Part.REWRITING not in self.without else []
        turn = read_turn(question, before, self.search.vocabulary())
        clock.lap("rewrite")
        refusal = self._before_search(turn, filters)
        if refusal:
            yield from refused(turn, refusal, 0.0, clock)
            return
        cards = self.index.catalog.cards()
        scope = read_scope(turn.standalone, cards)
        evidence = self._look(turn.standalone, filters, vector)
        if scope:
            inside = self._look(turn.standalone, _narrowed(filters, scope), evidence.found.vector)
            if inside.confidence >= max(self.settings.threshold, evidence.confidence - MUCH_BETTER):
                evidence = inside
            else:
                scope = None
        clock.lap("retrieve")
        found, ranked = evidence.found, evidence.ranked
        yield Retrieved(turn.standalone, tuple(_place(c.stored.passage) for c in found.candidates))
        surveying = Part.SURVEYS not in self.without
        counted = survey(turn.standalone, self.search, found.vector, filters) if surveying else None
        if counted and counted.confidence >= self.settings.threshold:
            yield from self._surveyed(turn, counted, ranked, clock)
            return
        if evidence.confidence < self.settings.threshold or not ranked:
            refusal = self._refusal(evidence, filters)
            clock.lap("answer")
            yield from refused(turn, refusal, evidence.confidence, clock)
            return
        split = [] if scope or self._writer else senses(turn.standalone, ranked, cards)
        if split:
            yield from self._by_sense(turn, evidence, split, clock)
            return
        answering = self._generated if self._writer else self._extracted
        for event in answering(turn, found, ranked, evidence.confidence, clock):
            yield noted(with_shortest(event, evidence.shortest), described(scope, cards) if scope else "")

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

    def _look(self, text: str, filters: Filters | None, vector: Vector | None = None) -> "_Evidence":
        """What the transcripts that pass ``filters`` say to the question, and how likely they answer it."""
        found = self.search.search(text, self.settings.top_k, filters, vector)
        ranked = weigh_sentences(found.question, found.vector, found.candidates)
        shortest = ""
        if self._reader and ranked:
            ranked, shortest = read_evidence(self._reader, found.question.text, ranked)
        confidence = answerability.probability(found, ranked, doubting=Part.DOUBTS not in self.without)
        return _Evidence(found, ranked, confidence, shortest)

    def _refusal(self, evidence: "_Evidence", filters: Filters | None) -> Refusal:
        found, ranked = evidence.found, evidence.ranked
        nearest = [self._citer.cite(s.candidate.stored, s.number, 0) for s in ranked[:NEAREST]]
        doubts = answerability.doubts(found, ranked) if ranked else []
        titles = {card.source: card.title for card in self.index.catalog.cards()}

        def answers(asked: str, source: str) -> bool:
            seen = self._look(asked, filters)
            best = seen.ranked[0].candidate.stored.passage.source if seen.ranked else ""
            return best == source and seen.confidence >= self.settings.threshold

        suggestion = suggested(found.question, ranked, lambda s: titles[s] if len(titles) > 1 else "", answers)
        return refusals.unanswered(found.question, doubts, nearest, suggestion, filtered=bool(filters))

    def _by_sense(
        self, turn: Turn, evidence: "_Evidence", split: Sequence[ScoredSentence], clock: Clock
    ) -> Iterator[Event]:
        """An answer from each transcript that the question may mean, labelled by its title."""
        clock.lap("answer")
        citations = tuple(self._citer.cite(s.candidate.stored, s.number, n) for n, s in enumerate(split, 1))
        clock.lap("verify")
        lead = f"{len(split)} transcripts answer this, each of its own matter."
        yield from answered(turn, lead, citations, evidence.confidence, clock, _notes(evidence.found), labelled=True)

    def _extracted(
        self, turn: Turn, found: Found, ranked: Sequence[ScoredSentence], confidence: float, clock: Clock
    ) -> Iterator[Event]:
        chosen = choose_sentences(ranked)
        clock.lap("answer")
        citations = tuple(self._citer.cite(s.candidate.stored, s.number, n) for n, s in enumerate(chosen, 1))
        clock.lap("verify")
        yield from answered(turn, "", citations, confidence, clock, _notes(found))

    def _surveyed(self, turn: Turn, found: Survey, ranked: Sequence[ScoredSentence], clock: Clock) -> Iterator[Event]:
        """The result of a pass over all transcripts, every hit cited; a refusal that says so where there is none."""
        clock.lap("answer")
        if not found.items:
            nearest = tuple(self._citer.cite(s.candidate.stored, s.number, 0) for s in ranked[:NEAREST])
            refusal = Refusal(Reason.NOT_IN_CORPUS, found.lead, nearest)
            yield from refused(turn, refusal, 1 - found.confidence, clock)
            return
        citations = tuple(self._citer.cite(item.stored, item.number, n) for n, item in enumerate(found.items, 1))
        clock.lap("verify")
        yield from answered(turn, found.lead, citations, found.confidence, clock, found.notes)

    def _generated(
        self, turn: Turn, found: Found, ranked: Sequence[ScoredSentence], confidence: float, clock: Clock
    ) -> Iterator[Event]:
        """The chat model's answer, its claims checked; when it fails, the extractive one with a note that says so."""
        assert self._writer is not None
        try:
            written = ""
            for piece in self._writer.stream(turn.standalone, found.candidates):
                written += piece
                yield Delta(piece)
            clock.lap("answer")
            answer = self._checked(turn, written, found, confidence)
        except AssistantError as error:
            yield Delta("\n\n")
            for event in self._extracted(turn, found, ranked, confidence, clock):
                if isinstance(event, Answered):
                    note = f"{self._writer.name} failed, so this answer is extractive: {error}"
                    event = Answered(replace(event.answer, notes=(note, *event.answer.notes)))
                yield event
            return
        clock.lap("verify")
        yield Answered(replace(answer, timings_ms=clock.timings(), notes=_notes(found)))

    def _checked(self, turn: Turn, written: str, found: Found, confidence: float) -> Answer:
        """The written text with marks renumbered to citations, each the sentence that best bears the claim out."""
        assert self._writer is not None
        citations: list[Citation] = []
        text = written.strip()
        claims = self._writer.claims(text)
        rebuilt: list[str] = []
        for claim in claims:
            marks = []
            for passage_number in claim.marks:
                if passage_number > len(found.candidates):
                    continue  # a mark that points at nothing is struck
                stored = found.candidates[passage_number - 1].stored
                citation = self._citer.cite_best(stored, len(citations) + 1, claim.text)
                citations.append(citation)
                marks.append(f"[{citation.n}]")
            rebuilt.append(" ".join([claim.text, *marks]))
        if not citations:
            refusal = Refusal(Reason.UNSUPPORTED, f"{self._writer.name} gave no answer that the transcripts bear out.")
            return Answer(turn.text, turn.standalone, refusal.message, self._writer.name, (), confidence, {}, refusal)
        return Answer(
            turn.text, turn.standalone, " ".join(rebuilt), self._writer.name, tuple(citations), confidence, {}
        )


def unknown_source(source: str, known: Sequence[str]) -> AssistantError:
    """The error for a source that is not indexed, naming the nearest that is."""
    nearest = get_close_matches(source, known, n=1, cutoff=0.3)
    hint = f"did you mean {nearest[0]}?" if nearest else "assistant sources lists them"
    return UsageError(f"no transcript named {source!r}: {hint}")


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What one search brought: the sentences best first, the probability that they answer, the shortest answer."""

    found: Found
    ranked: Sequence[ScoredSentence]
    confidence: float
    shortest: str


def _narrowed(filters: Filters | None, scope: Scope | None) -> Filters | None:
    """``filters`` that let only the transcripts of ``scope`` through as well."""
    if scope is None:
        return filters
    chosen = filters.sources if filters else ()
    sources = tuple(source for source in scope.sources if not chosen or source in chosen)
    return replace(filters or Filters(), sources=sources) if sources else filters


def _place(passage: Passage) -> tuple[str, int, int]:
    return passage.source, passage.start, passage.end


def _notes(found: Found) -> tuple[str, ...]:
    written = found.question.written
    return tuple(f"read “{written.get(asked, asked)}” as “{used}…”" for asked, used in found.question.corrections)
