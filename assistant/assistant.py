"""The assistant: one question in, a stream of events out, the answer last."""

import copy
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from assistant.answers import Answer, Answered, Delta, Event, History, Refusal, Retrieved
from assistant.corpus.transcripts import Transcript
from assistant.errors import AssistantError, SettingsError, UsageError
from assistant.filters import Filters
from assistant.followups.lines import LineKind, Turn, read_turn
from assistant.language import content_stems
from assistant.operation.journal import Journal
from assistant.parts import NOTHING, Part, Without, optional
from assistant.questions.matters import asks_matter_of_all
from assistant.questions.requests import asks_of_all
from assistant.questions.roles import asks_for_names
from assistant.questions.scopes import described, narrowed, spelt_out
from assistant.reading import answerability
from assistant.reading.findings import Finder, Findings
from assistant.reading.reader import NONE as NO_READER
from assistant.reading.reader import Reader
from assistant.reading.senses import senses
from assistant.retrieval.hybrid import HybridSearch
from assistant.retrieval.reranking import Reranker
from assistant.settings import LogFormat, Rewriting, Settings
from assistant.store.encoder import Encoder, Vector
from assistant.store.index import Index
from assistant.surveys.breadth import asks_for_all
from assistant.surveys.collection import collection
from assistant.surveys.gist import gist
from assistant.surveys.identity import names_someone
from assistant.surveys.quotations import asked_quotation
from assistant.surveys.sides import sets_beside
from assistant.surveys.survey import Survey, survey
from assistant.surveys.told_figures import asked_for_figures
from assistant.verification.citing import Citer
from assistant.verification.entailment import Verifier
from assistant.writing import refusals
from assistant.writing.endings import Endings, place_of
from assistant.writing.outcomes import Clock, refused, with_notes, with_shortest

if TYPE_CHECKING:
    from assistant.retrieval.retriever import HybridRetriever
    from assistant.writing.generative import Writer
    from assistant.writing.models import ChatModel
    from assistant.writing.rewriting import Rewritten

_OF_THE_WRITER = frozenset({"model", "model_timeout", "model_context", "prompts"})
# What an assistant over the same index, with the same search and reader, may be told otherwise.
SWITCHABLE = _OF_THE_WRITER | {"rewrite", "unsupported", "top_k", "threshold"}
# A line that asks one of these says itself what it asks over all transcripts: it goes on from nothing.
_ASKING_OF_ALL = (asks_of_all, asks_for_names, names_someone, sets_beside, asked_for_figures, asked_quotation)


class Assistant:
    """Answers questions about one index. Make it with ``from_settings``; one object serves many threads."""

    def __init__(
        self, index: Index, settings: Settings, writer: "Writer | None" = None, without: Without = NOTHING
    ) -> None:
        self.index = index
        self.settings = settings
        self.journal: Journal | None = None
        self._reranker = optional(Part.RERANKER, without, settings.reranker, Reranker)
        self._verifier = optional(Part.VERIFIER, without, settings.verifier, Verifier)
        self._reader = Reader(settings.reader) if settings.reader != NO_READER else None
        self._assemble(without)
        self._take(writer)

    def _assemble(self, without: Without) -> None:
        """Go without these parts, and with the models that there are for the others."""
        self.without = without
        self._reranker = None if Part.RERANKER in without else self._reranker
        self._verifier = None if Part.VERIFIER in without else self._verifier
        self._reader = None if Part.READER in without else self._reader
        self.search = HybridSearch(self.index, self._reranker, without)
        self.finder = Finder(self.search, self._reader, self.settings)
        self._citer = Citer(self.index.catalog, self._verifier)
        models = {Part.RERANKER: self._reranker, Part.READER: self._reader, Part.VERIFIER: self._verifier}
        self.parts = frozenset(Part) - without - {part for part, model in models.items() if model is None}

    def _take(self, writer: "Writer | None") -> None:
        """Write answers with ``writer``, and make follow-ups standalone with its model if the settings ask for it."""
        self._writer, self._rewriter = writer, None
        surveying = Part.SURVEYS not in self.without
        self._endings = Endings(self.search, self.finder, self._citer, writer, self.settings, surveying)
        if writer and self.settings.rewrite is Rewriting.MODEL:
            from assistant.writing.rewriting import Rewriter

            self._rewriter = Rewriter(writer.model, self.settings)

    @property
    def chat_model(self) -> "ChatModel | None":
        """The model that writes the answers; None where they are extractive."""
        return self._writer.model if self._writer else None

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

    def watched_by(self, journal: Journal | None) -> "Assistant":
        """This assistant, every question of which ``journal`` records, or none does."""
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
        """This assistant with the parts ``without`` switched off too; the index and the models in use are shared."""
        other = copy.copy(self)
        other._assemble(self.without | without)
        other._take(self._writer)
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
        return replace(turn, standalone=rewritten.question, thread=None), rewritten

    def _searched(self, turn: Turn, filters: Filters | None, vector: Vector | None, clock: Clock) -> Iterator[Event]:
        """The events from the search on."""
        if Part.SURVEYS not in self.without and (whole := _of_the_whole(turn, self.search, filters)):
            yield from self._endings.summed(turn, whole, clock)
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
        cards = self.index.catalog.cards()
        notes = (described(scope, cards),) if scope else ()
        surveying = self._endings.surveying
        # "Which firms were named at the last session?" is a survey of that session alone.
        asked, within = (scope.rest, narrowed(filters, scope)) if scope and scope.rest else (turn.standalone, filters)
        counted = survey(asked, self.search, found.vector, within, finder.reader) if surveying else None
        if counted and counted.confidence >= self.settings.threshold:
            for event in self._endings.surveyed(turn, counted, findings, clock):
                yield with_notes(event, last=notes if within is not filters else ())
            return
        ranked, confidence = findings.ranked, findings.confidence
        clock.lap("retrieve")
        if surveying and asks_for_all(turn.standalone):
            confidence = answerability.in_one_place(confidence)
        if confidence < self.settings.threshold or not ranked:
            refusal = self._endings.refusal(findings, filters)
            clock.lap("answer")
            for event in refused(alone, refusal, confidence, clock):
                yield with_notes(event, last=(*found.notes, *notes))
        elif split := [] if scope or self._writer else senses(turn.standalone, ranked, cards):
            yield from self._endings.by_sense(turn, findings, split, clock)
        else:
            answering = self._endings.generated if self._writer else self._endings.extracted
            for event in answering(turn, found, ranked, confidence, clock):
                yield with_notes(with_shortest(event, findings.shortest), last=notes)

    def vectors_of(self, questions: Sequence[str]) -> Sequence[Vector]:
        """Vectors of many questions, embedded in batches, for ``stream``'s ``vector``."""
        return self.search.vectors_of(questions)

    def as_retriever(self, filters: Filters | None = None) -> "HybridRetriever":
        """The search as a LangChain retriever."""
        from assistant.retrieval.retriever import (
            HybridRetriever,  # half a second to import; a question does not need it
        )

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
        known = dict.fromkeys(catalog.sources() if filters.sources else [])
        if unknown := next((source for source in filters.sources if source not in known), None):
            raise unknown_source(unknown, list(known))
        _check_names("person", filters.people, catalog.people() if filters.people else [])
        _check_names("place", filters.places, catalog.places() if filters.places else [])

    def _before_search(self, turn: Turn, filters: Filters | None) -> Refusal | None:
        if turn.kind is not LineKind.QUESTION:
            return refusals.not_a_question(turn.kind)
        if filters and not self.index.catalog.sources(filters):
            return refusals.filtered_out(self._without_year(filters) if filters.by_date else ())
        return None

    def _without_year(self, filters: Filters) -> list[str]:
        """Titles of the transcripts that would pass ``filters`` less their range of dates, but for want of a year."""
        catalog = self.index.catalog
        passing = set(catalog.sources(replace(filters, date_from=None, date_to=None)))
        undated = passing.intersection(catalog.undated())
        return [card.title for card in catalog.cards() if card.source in undated]


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


def _of_the_whole(turn: Turn, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """What is asked of transcripts as such, or of all that they say; None where the line asks for something in them."""
    text = spelt_out(turn.standalone, search.index.catalog.cards())
    goes_on = turn.thread is not None and not (asks_matter_of_all(text) and asks_matter_of_all(turn.thread.asked))
    return gist(text, search, filters, goes_on=goes_on) or collection(text, search, filters, goes_on=goes_on)


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
