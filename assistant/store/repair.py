"""Making anew what is damaged in an index, and only that."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from assistant.corpus.files import container
from assistant.corpus.loading import load_transcripts
from assistant.errors import IndexDamagedError, IndexMismatchError, IndexStateError
from assistant.settings import Settings
from assistant.store.index import CATALOG_FILE, Index
from assistant.store.ingest import Report, update
from assistant.store.inspection import inspect_contents, inspect_vectors
from assistant.store.late_encoder import LateEncoder
from assistant.store.uploads import read_apart, update_uploads, uploads_folder
from assistant.store.writer_lock import WriterLock


def repair(settings: Settings, tell: Callable[[str], None]) -> None:
    """Mend the index that the settings name.

    Vectors are put back into Chroma from the catalog; transcripts that are not as they were indexed, and a catalog
    that SQLite cannot read, are indexed again from their files.

    Args:
        tell: told in one line each thing that was mended.

    Raises:
        AssistantError: when something cannot be mended: what, and what to do.
    """
    with WriterLock(settings.vectorstore):
        index = _opened(settings, tell)
        try:
            _mend_lexical(index, tell)
            _mend_contents(index, tell)
            _mend_vectors(index, tell)
            _finish_erasing(index, tell)
        finally:
            index.close()


def _opened(settings: Settings, tell: Callable[[str], None]) -> Index:
    """The index, made anew where its catalog is missing, damaged, or of another version or model."""
    folder = settings.vectorstore
    try:
        if not Index.exists(folder):
            raise IndexDamagedError(f"{folder / CATALOG_FILE} is missing")
        return _checked(_index(settings))
    except (IndexDamagedError, IndexMismatchError) as error:
        reason = str(error).partition(": run ")[0]
    known = [path for path in _folders(folder / CATALOG_FILE) if path.is_dir()]
    data, corpus = settings.data.resolve(), settings.corpus.resolve()
    paths = [path for path in known or [settings.corpus] if path != data or path == corpus]  # uploads are read apart
    Index.discard(folder)
    index = _index(settings)
    try:
        report = update(index, paths, corpus=settings.corpus, apart=read_apart(settings)) if paths else Report()
        uploads = update_uploads(index, settings)
    except BaseException:
        index.close()
        raise
    places = [*paths, uploads_folder(settings)] if uploads.added else paths
    count = len(report.added) + len(uploads.added)
    tell(f"{reason}: {count} transcripts indexed again from {', '.join(map(str, places))}")
    return index


def _checked(index: Index) -> Index:
    """``index`` whose catalog SQLite finds whole; closed where it is not."""
    try:
        index.catalog.check()
    except BaseException:
        index.close()
        raise
    return index


def _index(settings: Settings) -> Index:
    return Index(settings.vectorstore, LateEncoder(settings.embedding_model), chroma_url=settings.chroma_url)


def _folders(path: Path) -> list[Path]:
    """The folders that a catalog's transcripts came from, as far as it can still be read."""
    try:
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return [Path(root) for (root,) in db.execute("SELECT DISTINCT root FROM transcripts") if root]
        finally:
            db.close()
    except sqlite3.DatabaseError:
        return []


def _mend_lexical(index: Index, tell: Callable[[str], None]) -> None:
    orphans = index.catalog.unsearchable()
    if orphans:
        _index_again(index, orphans)
        tell(f"{len(orphans)} transcripts had passages that no word led to: indexed again")


def _mend_contents(index: Index, tell: Callable[[str], None]) -> None:
    bad = inspect_contents(index.catalog).bad
    if bad:
        _index_again(index, sorted(bad))
        tell(f"{len(bad)} transcripts were not as they were indexed, {min(bad)} among them: indexed again")


def _index_again(index: Index, sources: list[str]) -> None:
    roots = index.catalog.roots()
    files = {(container(source, Path(roots[source])), roots[source]) for source in sources}
    held: set[str] = set()
    for path, root in sorted(files):
        if path.is_file():
            held |= {t.source for t in load_transcripts(path, path.relative_to(root).as_posix(), root).transcripts}
    if gone := [source for source in sources if source not in held]:
        raise IndexStateError(
            f"{gone[0]} is damaged in the index and its file is gone: put it back, or run assistant ingest --prune"
        )
    index.catalog.remove(*sources)
    index.catalog.set_stamps(dict.fromkeys(held, ""))  # what else a file holds looks as it did: it is read all the same
    for path, root in sorted(files):
        update(index, [path], corpus=Path(root))


def _mend_vectors(index: Index, tell: Callable[[str], None]) -> None:
    try:
        reach = inspect_vectors(index)
    except IndexDamagedError as error:
        tell(f"{str(error).partition(': run ')[0]}: {index.rebuild_vectors()} vectors put back from the catalog")
        return
    if reach.lost:
        count = index.rebuild_vectors()
        tell(f"{len(reach.lost)} of {reach.sought} vectors could not be found: {count} put back from the catalog")
        return
    if reach.leftover:
        index.catalog.doom(reach.leftover)
        index.clear_leftovers()
        tell(f"{len(reach.leftover)} vectors that no passage has deleted")
    if reach.missing:
        for records in index.catalog.records(1000):
            index.vectors.upsert([record for record in records if record[0] in reach.missing])
        tell(f"{len(reach.missing)} vectors put back from the catalog")


def _finish_erasing(index: Index, tell: Callable[[str], None]) -> None:
    if not index.catalog.unerased():
        return
    if left := index.erase():
        raise IndexStateError(left[0])
    tell("what was removed is erased from the files")
