"""Uploads: transcripts that people hand in, kept in a folder of their own beside the corpus and indexed at once.

A file is looked at in a hidden folder before it takes its place, so that one that is refused never replaces one
that was kept. Its source is ``uploads/NAME``, which no file of the corpus is taken for; what an archive or a table
holds is named after it, ``uploads/NAME/INNER`` or ``uploads/NAME#ROW``.
"""

import os
import re
import shutil
import time
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import mkdtemp

from assistant.corpus.files import EXAMPLES, SUFFIXES, transcript_files
from assistant.corpus.loading import load_transcripts
from assistant.corpus.transcripts import Transcript
from assistant.errors import AssistantError, TranscriptError
from assistant.settings import Settings
from assistant.store.catalog import Catalog
from assistant.store.folders import emptied, kept_line
from assistant.store.index import Index
from assistant.store.ingest import Report, ingest, remove, update
from assistant.store.writer_lock import WriterLock

FOLDER = "uploads"
# What one visitor may hand in: bytes of a file, files at once, files kept in all, and letters of a name.
MAX_FILE_BYTES = 16 * 2**20
MAX_FILES = 20
MAX_KEPT_FILES = 1000
MAX_NAME_LENGTH = 120

# What became of a file that is kept, when the index could not be written; the error follows.
LATER = "not indexed yet, re-index in a minute"
_INCOMING = ".incoming"
_MOST_REASONS = 3
# Looking at one file of the largest size takes seconds.
ABANDONED_AFTER_S = 3600
_UNSAFE = re.compile(r"[^\w .,()+&'’–-]")

Progress = Callable[[int, int], None]


class Outcome(StrEnum):
    """What became of a file."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Received:
    """One file that was handed in.

    Attributes:
        name: as the visitor named it.
        file: what it is kept as, from the data folder; empty when it was refused.
        sources: the transcripts in it, as they are indexed.
        reason: why it, or a part of it, was refused or is not indexed yet.
    """

    name: str
    outcome: Outcome
    file: str = ""
    sources: tuple[str, ...] = ()
    reason: str = ""


def uploads_folder(settings: Settings) -> Path:
    """Where uploads are kept."""
    return settings.data / FOLDER


def read_apart(settings: Settings) -> list[Path]:
    """The folders whose transcripts keep the names they have there, whatever folder around them is read."""
    return [settings.corpus, uploads_folder(settings)]


def has_uploads(settings: Settings) -> bool:
    """Whether any are kept; what is no transcript there is none."""
    folder = uploads_folder(settings)
    return folder.is_dir() and bool(transcript_files(folder, may_be_empty=True))


def indexed_uploads(catalog: Catalog, settings: Settings) -> list[str]:
    """The sources of all that is indexed from uploads, sorted."""
    return sorted(source for source, root in catalog.roots().items() if is_upload(source, root, settings))


def file_of(source: str) -> str:
    """The uploaded file that the transcript ``source`` is, or is a part of."""
    return "/".join(source.partition("#")[0].split("/")[:2])


def is_upload(source: str, root: str, settings: Settings) -> bool:
    """Whether the transcript ``source``, found in the folder ``root``, is an upload and not part of the corpus."""
    return source.startswith(f"{FOLDER}/") and root == str(settings.data.resolve())


def safe_name(name: str) -> str:
    """The file name under which an upload called ``name`` is kept: one component, not hidden, of harmless letters.

    Raises:
        TranscriptError: when nothing of a name is left, or its type is none that can be read.
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", last)).strip(" .")
    stem, suffix = Path(plain).stem.strip(" ."), Path(plain).suffix.lower()
    if suffix not in SUFFIXES:
        raise TranscriptError(f"{suffix or 'its type'} is not read; what is: {', '.join(SUFFIXES)}")
    if not re.search(r"\w", stem):
        raise TranscriptError("the file has no name: give it one")
    if plain == EXAMPLES:
        raise TranscriptError(f"{EXAMPLES} names the list of example questions: rename the file")
    return stem[: MAX_NAME_LENGTH - len(suffix)].strip(" .") + suffix


def receive(
    index: Index, settings: Settings, files: Sequence[Path], progress: Progress | None = None
) -> list[Received]:
    """Keep the files that can be read, index them, and say of each what became of it.

    Args:
        files: where they were put for the time being, under the names that they came with.
        progress: told passages embedded and passages to embed.
    """
    folder = uploads_folder(settings)
    kept: dict[str, Received] = {}
    received: list[Received] = []
    for number, file in enumerate(files):
        try:
            if number >= MAX_FILES:
                raise TranscriptError(f"only {MAX_FILES} files are taken at once: hand it in again")
            one = _keep(index, settings, file, kept)
            kept[one.file] = one
        except AssistantError as error:
            one = Received(file.name, Outcome.REFUSED, reason=str(error))
        except OSError as error:
            reason = (
                f"it cannot be kept ({error.strerror}): set ASSISTANT_DATA to a folder to write in, {folder} is none"
            )
            one = Received(file.name, Outcome.REFUSED, reason=reason)
        received.append(one)
    return _indexed(index, settings, received, progress) if kept else received


def _keep(index: Index, settings: Settings, file: Path, kept: dict[str, Received]) -> Received:
    """Put one file into the folder.

    Raises:
        TranscriptError: saying why it is refused.
    """
    name = safe_name(file.name)
    source = f"{FOLDER}/{name}"
    folder = uploads_folder(settings)
    if source in kept:
        raise TranscriptError("another file of this name came with it: rename one of them")
    if file.stat().st_size > MAX_FILE_BYTES:
        raise TranscriptError(f"it is larger than {MAX_FILE_BYTES // 2**20} MB: split it")
    root = str(settings.data.resolve())
    if any(file_of(other) == source and found != root for other, found in index.catalog.roots().items()):
        raise TranscriptError(f"the corpus has a transcript called {source}: rename the file")
    if not (folder / name).exists() and folder.is_dir() and len(list(folder.iterdir())) > MAX_KEPT_FILES:
        raise TranscriptError(f"{MAX_KEPT_FILES} uploads are kept, no more: remove some first")
    (folder / _INCOMING).mkdir(parents=True, exist_ok=True)
    _clear_abandoned(folder / _INCOMING)
    own = Path(mkdtemp(dir=folder / _INCOMING))  # another visitor may hand in a file of this name now
    incoming = own / name
    try:
        shutil.copyfile(file, incoming)
        _refuse_twins(index, source, load_transcripts(incoming, source).transcripts)
        os.replace(incoming, folder / name)
    except TranscriptError as error:
        raise TranscriptError(str(error).removeprefix(f"{source}: ")) from error
    finally:
        shutil.rmtree(own, ignore_errors=True)
    return Received(file.name, Outcome.KEPT, source)


def _clear_abandoned(incoming: Path) -> None:
    """Delete what a process that was killed left there."""
    for path in incoming.iterdir():
        with suppress(OSError):  # its owner deletes it just now
            if time.time() - path.stat().st_mtime < ABANDONED_AFTER_S:
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _refuse_twins(index: Index, file: str, transcripts: Sequence[Transcript]) -> None:
    """Refuse a file all of whose transcripts are indexed already, from other files."""
    known = {digest: other for other, digest in index.catalog.digests().items() if file_of(other) != file}
    twins = [known[transcript.digest] for transcript in transcripts if transcript.digest in known]
    if twins and len(twins) == len(transcripts):
        raise TranscriptError(f"the same transcript is there already, as {twins[0]}")


def _indexed(
    index: Index, settings: Settings, received: Sequence[Received], progress: Progress | None
) -> list[Received]:
    """What became of each file once the kept ones have been indexed."""
    paths = [settings.data / one.file for one in received if one.file]
    try:
        report = ingest(index, paths, corpus=settings.data, progress=progress)
    except AssistantError as error:
        report = Report(skipped=[(one.file, f"{LATER}: {error}") for one in received])
    return [_with_outcome(one, report) for one in received]


def _with_outcome(one: Received, report: Report) -> Received:
    if one.outcome is Outcome.REFUSED:
        return one
    outcomes = {Outcome.ADDED: report.added, Outcome.UPDATED: report.updated, Outcome.UNCHANGED: report.unchanged}
    found = [(source, outcome) for outcome, all_ in outcomes.items() for source in all_ if file_of(source) == one.file]
    reasons = [reason for source, reason in report.skipped if file_of(source) == one.file]
    told = "; ".join(reason.removeprefix(f"{one.file}: ") for reason in reasons[:_MOST_REASONS])
    outcome = found[0][1] if found else Outcome.KEPT
    return Received(one.name, outcome, one.file, tuple(source for source, _ in found), told)


def discard(index: Index, settings: Settings, source: str) -> bool:
    """Take a transcript out of the index; where it is of an upload, delete that file, with all else that is in it.

    Returns:
        Whether a file was deleted.

    Raises:
        IndexStateError: when another process is writing; nothing is removed then.
    """
    roots = index.catalog.roots()
    if not is_upload(source, roots.get(source, ""), settings):
        remove(index, [source])
        return False
    remove(index, [other for other in roots if file_of(other) == file_of(source)])
    path = (settings.data / file_of(source)).resolve()
    if path.is_relative_to(uploads_folder(settings).resolve()):
        path.unlink(missing_ok=True)
    return True


def reindex(index: Index, settings: Settings, progress: Progress | None = None) -> Report:
    """Bring the index in step with the files of the corpus and the uploads; what is gone from either is removed.

    Of a corpus that holds no transcript at all nothing is removed, and little of one that may be another folder than it
    was: its disk may not be mounted. That is noted.

    Raises:
        CorpusError: when the corpus is missing or nothing in it can be read.
        IndexStateError: when another process is writing.
    """
    with WriterLock(index.folder):
        apart = read_apart(settings)
        corpus = settings.corpus
        if gone := emptied(index.catalog, corpus, corpus, apart):
            report = Report(notes=[kept_line(corpus, gone, "assistant ingest --prune")])
        else:
            report = update(index, [corpus], corpus=corpus, prune=True, progress=progress, apart=apart)
        return report + update_uploads(index, settings, prune=True, progress=progress)


def update_uploads(
    index: Index, settings: Settings, *, prune: bool = False, sure: bool = False, progress: Progress | None = None
) -> Report:
    """Bring the index in step with the uploads, for a caller that holds the ``WriterLock``.

    What is gone is removed with ``prune``, also where nothing is left. Where the folder itself is gone nothing is, and
    that is noted.
    """
    folder = uploads_folder(settings)
    if not has_uploads(settings):
        gone = indexed_uploads(index.catalog, settings)
        if gone and not folder.is_dir():
            return Report(notes=[gone_line(folder, len(gone))])
        if not (gone and prune):
            return Report(missing=gone)
    return update(index, [folder], corpus=settings.data, prune=prune, sure=sure, progress=progress)


def gone_line(folder: Path, count: int) -> str:
    """That nothing was removed of uploads whose ``folder`` is gone, and what removes them."""
    way_out = "make the folder again, and assistant ingest --prune removes them"
    return f"{folder} is gone, and the {count} indexed from it were kept: {way_out}"
