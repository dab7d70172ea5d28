"""Health of the installation and the index: a list of checks, each with what to do when it fails."""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant.corpus.passages import SPLITTING
from assistant.corpus.sidecars import STATE_THE_YEAR
from assistant.errors import AssistantError, IndexStateError, SettingsError
from assistant.reading.reader import NONE as NO_READER
from assistant.reading.reader import Reader
from assistant.retrieval.reranking import Reranker
from assistant.settings import Settings
from assistant.store.catalog import Catalog
from assistant.store.encoder import Encoder
from assistant.store.folders import emptied
from assistant.store.index import CATALOG_FILE, Index
from assistant.store.inspection import inspect_contents, inspect_vectors
from assistant.store.model_files import bundled_path
from assistant.store.naming import named_files
from assistant.store.own_files import CHROMA_FOLDER
from assistant.store.replaced import doubts
from assistant.store.sync import compare
from assistant.store.uploads import gone_line, has_uploads, indexed_uploads, read_apart, uploads_folder
from assistant.store.writer_lock import holder, is_held
from assistant.verification.entailment import Verifier
from assistant.writing.prompting import PROMPTS, load_prompt

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
    checks.append(_try("data", lambda: _data(settings)))
    checks.append(_try("prompts", lambda: _prompts(settings)))
    checks.append(_try("embedding model", lambda: _embedding_model(settings)))
    checks.append(_try("chat model", lambda: _chat_model(settings)))
    checks += _optional_models(settings)
    checks.append(_try("corpus", lambda: _corpus(settings)))
    return checks + examine_index(settings)


def examine_index(settings: Settings) -> list[Check]:
    """Every check of the index alone."""
    if not Index.exists(settings.vectorstore):
        return [Check("index", False, _no_index(settings.vectorstore))]
    checks = [Check("lock", True, _lock(settings.vectorstore))]
    try:
        index = Index(settings.vectorstore, Encoder(settings.embedding_model), chroma_url=settings.chroma_url)
    except AssistantError as error:
        return [*checks, Check("index", False, str(error))]
    with closing(index):
        checks.append(_try("catalog", lambda: _catalog(index.catalog)))
        if checks[-1].ok:
            contents = _contents(index.catalog)
            checks += contents
            if all(check.ok for check in contents):
                checks.append(_try("index", lambda: _vectors(index)))
            checks.append(_try("splitting", lambda: _splitting(index.catalog)))
            checks.append(_try("figures", lambda: _figures(index.catalog)))
            checks.append(_try("dates", lambda: _dates(index.catalog)))
            checks.append(_try("erasing", lambda: _erasing(index.catalog)))
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


def _corpus(settings: Settings) -> str:
    files = list(named_files([settings.corpus], settings.corpus, settings.vectorstore, apart=read_apart(settings)))
    return f"{len(files)} files in {settings.corpus}"


def _data(settings: Settings) -> str:
    """The folder, or the one that it would be made in, takes a file."""
    place = next(folder for folder in (settings.data, *settings.data.absolute().parents) if folder.exists())
    try:
        tempfile.TemporaryFile(dir=place).close()
    except OSError as error:
        raise SettingsError(f"ASSISTANT_DATA={settings.data} cannot be written to: {error.strerror}") from error
    return f"{settings.data} can be written to" if place == settings.data else f"{settings.data}, not made yet"


def _prompts(settings: Settings) -> str:
    for name in PROMPTS:
        load_prompt(name, settings.prompts)
    return f"those in {settings.prompts}, else the bundled ones" if settings.prompts else "the bundled ones"


def _embedding_model(settings: Settings) -> str:
    if not settings.embedding_model:
        bundled_path()
        return f"{Encoder().fingerprint}, checksum as published"
    return Encoder(settings.embedding_model).fingerprint


def _chat_model(settings: Settings) -> str:
    """The chat model that the settings name, asked for one word."""
    from assistant.writing.models import make_chat_model, note_on_ollama, try_out

    if not settings.model:
        note = note_on_ollama(settings)
        return "none chosen, answers are extractive" + (f". {note}" if note else "")
    model = make_chat_model(settings)
    return f"{model.name} answered after {try_out(model):.0f} ms; its context is taken as {model.context} tokens"


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


def _no_index(folder: Path) -> str:
    if (folder / CHROMA_FOLDER).is_dir():
        return f"{folder / CATALOG_FILE} is missing though there are vectors: run assistant doctor --repair"
    return f"none in {folder}: run assistant ingest"


def _lock(folder: Path) -> str:
    """Who writes; a note of a writer without its lock is one that died, and hinders nobody."""
    who = holder(folder)
    try:
        if is_held(folder):
            return f"{folder} is being written by {who or 'a process that does not say which'}"
    except OSError as error:
        return f"cannot be looked at ({error.strerror})"
    return f"nobody writes; {who} died while it wrote, the next ingest clears up" if who else "nobody writes"


def _catalog(catalog: Catalog) -> str:
    catalog.check()
    if orphans := catalog.unsearchable():
        raise IndexStateError(f"no word leads to passages of {orphans[0]}: run assistant doctor --repair")
    return f"{catalog.path.name} is whole, {len(catalog.digests())} transcripts"


def _contents(catalog: Catalog) -> list[Check]:
    found = inspect_contents(catalog)
    kinds = [
        ("hashes", found.altered, "is not as it was indexed", "every transcript is as it was indexed"),
        (
            "offsets",
            found.misplaced,
            "has offsets that do not fit its text",
            f"{found.sentences} sentences verbatim at their offsets",
        ),
        ("stored vectors", found.unusable, "has vectors that are not of unit length", "all of unit length"),
    ]
    return [
        Check(name, not bad, f"{bad[0]} {wrong}: run assistant doctor --repair" if bad else right)
        for name, bad, wrong, right in kinds
    ]


def _vectors(index: Index) -> str:
    reach = inspect_vectors(index)
    rows, vectors = index.catalog.passage_count(), index.vector_count()
    if reach.leftover and not reach.missing:
        raise IndexStateError(
            f"{rows} passages but {vectors} vectors: run assistant ingest or assistant doctor --repair"
        )
    if reach.missing:
        raise IndexStateError(f"{len(reach.missing)} of {rows} passages have no vector: run assistant doctor --repair")
    if reach.lost:
        raise IndexStateError(
            f"{len(reach.lost)} of {reach.sought} vectors are not found by a search: run assistant doctor --repair"
        )
    return (
        f"{len(index.catalog.digests())} transcripts, {rows} passages, {vectors} vectors in {index.folder}, "
        f"{reach.sought} of them found by a search"
    )


def _splitting(catalog: Catalog) -> str:
    rules = catalog.fact("splitting")
    if rules != str(SPLITTING):
        raise IndexStateError(f"passages were split by rules {rules}, not {SPLITTING} as now: run assistant ingest")
    return f"passages were split by rules {rules}, as now"


def _dates(catalog: Catalog) -> str:
    """How many transcripts pass no range of dates, which is no fault, and what would let them pass."""
    undated, every = catalog.undated(), len(catalog.sources())
    if not undated:
        return "every transcript has a date with a year"
    return (
        f"no year is known of {len(undated)} of {every} transcripts, {undated[0]} among them, so no range of dates "
        f"lets them pass; where one should, {STATE_THE_YEAR}"
    )


def _erasing(catalog: Catalog) -> str:
    if catalog.unerased():
        raise IndexStateError("what was removed is still in the index's files: run assistant ingest")
    return "nothing of what was removed is left in the index's files"


def _figures(catalog: Catalog) -> str:
    if catalog.figures_missing():
        raise IndexStateError("figures were read by the rules of another version: run assistant ingest")
    return "figures were read by the rules of this version"


def _freshness(settings: Settings, catalog: Catalog) -> str:
    """The index holds the files of the corpus and the uploads as they are now."""
    corpus, apart = settings.corpus, read_apart(settings)
    if held := emptied(catalog, corpus, corpus, apart):
        raise IndexStateError(
            f"{corpus} holds no transcript now, and {held} are indexed from it: is its disk mounted? "
            "if they are gone for good, assistant ingest --prune removes them"
        )
    found = [compare(catalog, [corpus], corpus, prune=True, apart=apart)]
    if has_uploads(settings):
        found.append(compare(catalog, [uploads_folder(settings)], settings.data, prune=True))
    if doubted := [doubt for each in found for doubt in doubts(catalog, each)]:
        raise IndexStateError(str(doubted[0]))
    changed = [transcript.source for each in found for transcript in each.changed]
    if changed:
        raise IndexStateError(f"{len(changed)} files are new or changed, {changed[0]} among them: run assistant ingest")
    skipped = [reason for each in found for _, reason in each.skipped]
    gone = [source for each in found for source in each.missing]
    handed_in = [] if has_uploads(settings) else indexed_uploads(catalog, settings)
    if handed_in and not uploads_folder(settings).is_dir():
        raise IndexStateError(gone_line(uploads_folder(settings), len(handed_in)))
    gone += handed_in
    told = "every readable file is indexed as it is" + (f"; {len(skipped)} skipped: {skipped[0]}" if skipped else "")
    return told + (f"; {len(gone)} indexed whose files are gone, assistant ingest --prune removes them" if gone else "")
