"""Vectors in Chroma: the only module that talks to it, embedded in a folder or on a server.

Chroma's embedded files want care that this module takes (measured with 1.5.9): a process keeps the vectors of its
first query in memory and never sees another's, so a reader opens them anew; opening may write, so it happens under the
lock that the writer holds for each batch; and what is deleted stays in the SQLite file until it is vacuumed. Chroma
gets no transcript's words, only vectors, file names, offsets and dates.
"""

import itertools
import shutil
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlparse

import numpy as np
from filelock import FileLock, Timeout

from assistant.arrays import Vector
from assistant.errors import IndexDamagedError, IndexStateError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

COLLECTION = "passages"
CHROMA_FOLDER = "chroma"
BATCH = 1000
# A search looks at this many neighbours at least; Chroma and hnswlib trade recall for time with it.
SEARCH_WIDTH = 100
LOCK_FILE = "vectors.lock"
LOCK_WAIT_S = 60

Record = tuple[str, Vector, dict[str, str | int]]
_T = TypeVar("_T")
_OPENED = itertools.count()


class Vectors:
    """The vectors of one index, by the ids that the catalog gives them; opened at first use.

    Args:
        folder: the vectorstore folder.
        url: of a Chroma server; empty for the embedded one in ``folder``.

    Raises:
        IndexDamagedError: by every method, when Chroma cannot read its own files.
        IndexStateError: when its server does not answer, or there is no room or right to write.
    """

    def __init__(self, folder: Path, url: str = "", *, name: str = CHROMA_FOLDER) -> None:
        self._folder = folder
        self._home = folder / name
        self._url = url
        # Its own lock counts how often this object entered it, whatever the thread; self._lock is held as well.
        self._file_lock = FileLock(folder / LOCK_FILE, thread_local=False)
        self._client: ClientAPI | None = None
        self._collection: Collection | None = None
        self._lock = threading.RLock()

    def upsert(self, records: Sequence[Record]) -> None:
        """Store records, replacing those of the same ids."""
        for begin in range(0, len(records), BATCH):
            batch = records[begin : begin + BATCH]
            with self._writing() as collection:
                collection.upsert(
                    ids=[key for key, _, _ in batch],
                    embeddings=np.asarray([vector for _, vector, _ in batch], np.float32),
                    metadatas=[facts for _, _, facts in batch],
                )

    def delete(self, keys: Sequence[str]) -> None:
        """Delete the records with these ids."""
        for begin in range(0, len(keys), BATCH):
            with self._writing() as collection:
                collection.delete(ids=list(keys[begin : begin + BATCH]))

    def keys(self) -> set[str]:
        """All ids."""
        return self._read(lambda c: set(c.get(include=[])["ids"]))

    def count(self) -> int:
        """Number of records."""
        return self._read(lambda c: c.count())

    def search(
        self, vectors: Sequence[Vector], limit: int, where: dict[str, Any] | None = None
    ) -> list[list[tuple[str, float]]]:
        """For each vector the ids and cosine similarities of its nearest records, best first."""

        def query(collection: "Collection") -> list[list[tuple[str, float]]]:
            available = collection.count()
            if not available or not limit or not len(vectors):
                return [[] for _ in vectors]
            result = collection.query(
                query_embeddings=np.asarray(vectors, np.float32),
                n_results=min(limit, available),
                where=where,
                include=["distances"],
            )
            distances = result["distances"] or [[] for _ in vectors]
            return [
                [(key, 1.0 - float(distance)) for key, distance in zip(ids, near, strict=True)]
                for ids, near in zip(result["ids"], distances, strict=True)
            ]

        return self._read(query)

    def close(self) -> None:
        """Release the files; the next use opens them anew and sees what other processes wrote."""
        with self._lock:
            client, self._client, self._collection = self._client, None, None
            if client is not None:
                client.close()  # type: ignore[attr-defined]  # of Client, which both constructors return

    def replace(self, batches: Iterable[Sequence[Record]]) -> None:
        """Hold these records and no others; embedded, they are written beside the old ones, which serve meanwhile."""
        if self._url:
            with self._lock, self._told():
                self._connect().delete_collection(COLLECTION)
            self._collection = None
            for records in batches:
                self.upsert(records)
            return
        fresh = Vectors(self._folder, name=f"{CHROMA_FOLDER}.new")
        shutil.rmtree(fresh._home, ignore_errors=True)
        for records in batches:
            fresh.upsert(records)
        fresh.count()  # makes the files also where there are no records
        fresh.close()
        with self.alone():
            self.close()
            shutil.rmtree(self._home, ignore_errors=True)
            fresh._home.rename(self._home)

    def erase(self) -> None:
        """Leave no byte of the deleted records' metadata in the embedded Chroma's SQLite file."""
        path = self._home / "chroma.sqlite3"
        if self._url or not path.is_file():
            return
        with self.alone(), self._told():
            self.close()
            db = sqlite3.connect(path, timeout=LOCK_WAIT_S)
            try:
                db.execute("INSERT INTO embedding_fulltext_search(embedding_fulltext_search) VALUES ('optimize')")
                db.commit()
                db.execute("VACUUM")
            finally:
                db.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While no other process opens or writes the embedded files; a server sees to that itself."""
        if self._url:
            yield
            return
        with self._lock:
            try:
                self._file_lock.acquire(timeout=LOCK_WAIT_S)
            except Timeout:
                raise IndexStateError(f"{self._folder} is being written by another process: try again later") from None
            except OSError as error:
                raise IndexStateError(
                    f"cannot write to {self._folder} ({error.strerror}): "
                    "set ASSISTANT_VECTORSTORE to a folder to write in"
                ) from error
            try:
                yield
            finally:
                self._file_lock.release()

    # Opening

    @contextmanager
    def _writing(self) -> "Iterator[Collection]":
        with self.alone(), self._told():
            yield self._open()

    def _read(self, look: "Callable[[Collection], _T]") -> _T:
        with self._lock:
            if self._collection is None:
                with self.alone(), self._told():
                    self._settle(self._open())
            with self._told():
                return look(self._open())

    def _open(self) -> "Collection":
        if self._collection is None:
            self._collection = self._connect().get_or_create_collection(
                COLLECTION,
                configuration={"hnsw": {"space": "cosine", "ef_search": SEARCH_WIDTH}},
                embedding_function=None,
            )
        return self._collection

    def _settle(self, collection: "Collection") -> None:
        """Have Chroma load the vectors now, while no other process writes."""
        sample = collection.get(limit=1, include=["embeddings"])["embeddings"]
        if sample is not None and len(sample):
            collection.query(query_embeddings=np.asarray(sample), n_results=1, include=["distances"])

    def _connect(self) -> "ClientAPI":
        if self._client is None:
            self._client = _server(self._url) if self._url else _embedded(self._home)
        return self._client

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Chroma's errors as one line each; what it had open is closed, so that the next use starts afresh."""
        try:
            yield
        except (IndexStateError, SettingsError):
            raise
        except Exception as error:  # Chroma raises its own, pyo3's, SQLite's and built-in errors alike
            self.close()
            raise self._explained(error) from error
        except BaseException as error:
            self.close()
            if type(error).__name__ == "PanicException":  # the Rust side's, a BaseException of pyo3
                raise self._explained(error) from error
            raise

    def _explained(self, error: BaseException) -> IndexStateError:
        text = " ".join(str(error).split())[:200]
        if self._url:
            return IndexStateError(f"the Chroma server at {self._url} failed ({text}): start it with 'chroma run'")
        where, lowered = self._home, text.lower()
        if "full" in lowered or "no space" in lowered or "too large" in lowered:
            return IndexStateError(f"no room left in {where}: free some space and run assistant ingest again")
        if "readonly" in lowered or "read-only" in lowered or "permission" in lowered:
            return IndexStateError(f"cannot write to {where}: set ASSISTANT_VECTORSTORE to a folder to write in")
        return IndexDamagedError(f"the vectors in {where} are damaged ({text}): run assistant doctor --repair")


def _embedded(folder: Path) -> "ClientAPI":
    import chromadb

    # Clients of one path share what is in memory; another spelling of the path gives one that reads the files anew.
    return chromadb.PersistentClient(path=f"{folder}/{'./' * (next(_OPENED) % 200)}", settings=_quiet())


def _server(url: str) -> "ClientAPI":
    import chromadb

    parts = urlparse(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"CHROMA_URL={url} is not http://host:port")
    try:
        return chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=_quiet(),
        )
    except ValueError as error:
        raise IndexStateError(f"no Chroma server answers at {url}: start it with 'chroma run'") from error


def _quiet() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)
