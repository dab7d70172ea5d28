"""The assistant: made of its parts as the settings say; one question in, a stream of events out, the answer last."""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from assistant.answers import Answer, Answered, Event, History
from assistant.chain import Chain
from assistant.corpus.transcripts import Transcript
from assistant.errors import AssistantError, SettingsError, UsageError
from assistant.filters import Filters
from assistant.operation.journal import Journal
from assistant.parts import NOTHING, Part, Without, optional
from assistant.reading.findings import Finder
from assistant.reading.reader import NONE as NO_READER
from assistant.reading.reader import Reader
from assistant.retrieval.hybrid import HybridSearch
from assistant.retrieval.reranking import Reranker
from assistant.settings import LogFormat, Rewriting, Settings
from assistant.store.encoder import Encoder, Vector
from assistant.store.index import Index
from assistant.verification.citing import Citer
from assistant.verification.entailment import Verifier
from assistant.writing.endings import Endings

if TYPE_CHECKING:
    from assistant.retrieval.retriever import HybridRetriever
    from assistant.writing.generative import Writer
    from assistant.writing.models import ChatModel
    from assistant.writing.rewriting import Rewriter

_OF_THE_WRITER = frozenset({"model", "model_timeout", "model_context", "prompts"})
# What an assistant over the same index, with the same search and reader, may be told otherwise.
SWITCHABLE = _OF_THE_WRITER | {"rewrite", "unsupported", "top_k", "threshold"}


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
        self._writer, self._rewriter = writer, _rewriter(writer, self.settings)
        surveying = Part.SURVEYS not in self.without
        self._endings = Endings(self.search, self.finder, self._citer, writer, self.settings, surveying)

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
        chain = Chain(self.search, self.finder, self._endings, self._rewriter, self.settings.threshold, self.without)
        events = chain.events(question, history or [], filters, vector)
        return self.journal.watch(question, events) if self.journal else events

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


def _rewriter(writer: "Writer | None", settings: Settings) -> "Rewriter | None":
    if not writer or settings.rewrite is not Rewriting.MODEL:
        return None
    from assistant.writing.rewriting import Rewriter

    return Rewriter(writer.model, settings)
