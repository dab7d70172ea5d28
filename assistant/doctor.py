"""Health of the installation and the index: a list of checks, each with what to do when it fails."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assistant.catalog import Catalog
from assistant.encoder import Encoder, bundled_path
from assistant.entailment import Verifier
from assistant.errors import AssistantError, IndexStateError, TranscriptError
from assistant.index import Index
from assistant.ingest import named_files
from assistant.reading import NONE as NO_READER
from assistant.reading import Reader
from assistant.reranking import Reranker
from assistant.settings import Settings
from assistant.transcripts import load_transcripts

_PACKAGES = ("chromadb", "gradio", "langchain", "sentence-transformers", "torch", "transformers")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``detail`` says what was seen and, when not ``ok``, what to do."""

    name: str
    ok: bool
    detail: str

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"check": self.name, "ok": self.ok, "detail": self.detail}


def examine() -> list[Check]:
    """Every check, in the order in which failures should be mended; what makes no sense after a failure is left out."""
    checks = [Check("python", sys.version_info >= (3, 11), sys.version.split()[0]), _packages()]
    try:
        settings = Settings()
    except AssistantError as error:
        return [*checks, Check("settings", False, str(error))]
    checks.append(Check("settings", True, f"corpus {settings.corpus}, vectorstore {settings.vectorstore}"))
    checks.append(_try("embedding model", lambda: _embedding_model(settings)))
    checks.append(_try("chat model", lambda: _chat_model(settings)))
    checks += _optional_models(settings)
    checks.append(_try("corpus", lambda: f"{len(list(named_files([settings.corpus])))} files in {settings.corpus}"))
    if not Index.exists(settings.vectorstore):
        return [*checks, Check("index", False, f"none in {settings.vectorstore}: run assistant ingest")]
    try:
        index = Index(settings.vectorstore, Encoder(settings.embedding_model), chroma_url=settings.chroma_url)
    except AssistantError as error:
        return [*checks, Check("index", False, str(error))]
    checks.append(_try("index", lambda: _vectors(index)))
    checks.append(_try("offsets", lambda: _offsets(index.catalog)))
    checks.append(_try("freshness", lambda: _freshness(settings, index.catalog)))
    return checks


def _try(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except AssistantError as error:
        return Check(name, False, str(error))


def _packages() -> Check:
    found, missing = [], []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    detail = f"missing {', '.join(missing)}: pip install transcript-assistant" if missing else ", ".join(found)
    return Check("packages", not missing, detail)


def _embedding_model(settings: Settings) -> str:
    if not settings.embedding_model:
        bundled_path()
        return f"{Encoder().fingerprint}, checksum as published"
    return Encoder(settings.embedding_model).fingerprint


def _chat_model(settings: Settings) -> str:
    """The chat model that the settings name, asked for one word."""
    from assistant.models import make_chat_model, note_on_ollama, try_out

    if not settings.model:
        note = note_on_ollama(settings)
        return "none chosen, answers are extractive" + (f". {note}" if note else "")
    model = make_chat_model(settings)
    waited_ms = try_out(model)
    return f"{model.name} answered after {waited_ms:.0f} ms; its context is taken as {model.context} tokens"


def _optional_models(settings: Settings) -> list[Check]:
    """One check for the reader and for each stronger model that the settings name; each is loaded."""
    named: list[tuple[str, Callable[[str], Reranker | Reader | Verifier], str]] = [
        ("reranker", Reranker, settings.reranker),
        ("reader", Reader, settings.reader),
        ("verifier", Verifier, settings.verifier),
    ]
    wanted = [(kind, make, name) for kind, make, name in named if name != NO_READER and (name or make is Reader)]
    return [_try(kind, partial(_loaded, make(name))) for kind, make, name in wanted]


def _loaded(model: Reranker | Reader | Verifier) -> str:
    begin = time.perf_counter()
    _ = model.model
    return f"{model.name}, loaded in {(time.perf_counter() - begin) * 1000:.0f} ms"


def _vectors(index: Index) -> str:
    rows, vectors = index.catalog.passage_count(), index.vector_count()
    if rows != vectors:
        raise IndexStateError(f"{rows} passages but {vectors} vectors: run assistant ingest --rebuild")
    return f"{len(index.catalog.digests())} transcripts, {rows} passages, {vectors} vectors in {index.folder}"


def _offsets(catalog: Catalog) -> str:
    """Every stored passage and sentence lies inside its transcript's text, in order."""
    seen = 0
    for source in catalog.sources():
        text = catalog.transcript(source).text
        for stored in catalog.passages_of(source):
            spans = [(s.start, s.end) for s in stored.passage.sentences]
            start, end = stored.passage.start, stored.passage.end
            whole = 0 <= start < end <= len(text) and stored.text == text[start:end]
            if not whole or any(not (start <= a < b <= end and text[a:b].strip()) for a, b in spans):
                raise IndexStateError(f"{source} has offsets that do not fit its text: run assistant ingest --rebuild")
            seen += len(spans)
    return f"{seen} sentences verbatim at their offsets"


def _freshness(settings: Settings, catalog: Catalog) -> str:
    """The index holds the files as they are now."""
    known, changed, unreadable = catalog.digests(), [], []
    for source, path, _ in named_files([settings.corpus]):
        try:
            loaded = load_transcripts(path, source).transcripts
            changed += [t.source for t in loaded if known.get(t.source) != t.digest]
        except TranscriptError:
            unreadable.append(source)
    if changed:
        raise IndexStateError(f"{len(changed)} files are new or changed, {changed[0]} among them: run assistant ingest")
    return "every readable file is indexed as it is" + (f"; {len(unreadable)} unreadable" if unreadable else "")
