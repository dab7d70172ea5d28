"""Vectors in Chroma, embedded in a folder or on a server.

Of embedded files a process keeps the vectors of its first query in memory and never sees another's, so a reader opens
them anew; see ``chroma_embedded`` and ``chroma_server``. Chroma gets no transcript's words, only vectors, file names,
offsets and dates.
"""

import re
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from filelock import FileLock

from assistant.errors import IndexStateError, SettingsError, StoreAwayError
from assistant.settings import environment
from assistant.store import chroma_embedded, chroma_server
from assistant.store.arrays import Matrix, Vector
from assistant.store.chroma_cloud import WORDS, hybrid_search, schema, sparse_passage, sparse_question
from assistant.store.chroma_server import (
    READ_PATIENCE_S,
    REST_S,
    WRITE_PATIENCE_S,
    connect,
    packed,
    patiently,
    unpacked,
)
from assistant.store.graph_files import blank_unused
from assistant.store.own_files import CHROMA_FOLDER, NEW_CHROMA_FOLDER, discard_chroma, refuse_strangers
from assistant.store.stored import STEMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

COLLECTION = "passages"
BATCH = 1000
# With their sentences' vectors these are about 2 MB of an answer.
HELD_BATCH = 250
# An id, a passage's vector above its sentences', and what filters need.
Record = tuple[str, Matrix, dict[str, str | int]]
_T = TypeVar("_T")


class Vectors:
    """The vectors of one index, by the ids that the catalog gives them; opened at first use.

    Args:
        folder: the vectorstore folder.
        url: of a Chroma server; empty for the embedded one in ``folder``.
        model: fingerprint of the embedding model.

    Attributes:
        shared: whether other machines' records may lie there as well.
        native: whether the server is Chroma Cloud, which searches by words as well.

    Raises:
        IndexDamagedError: by every method, when Chroma cannot read its own files.
        IndexStateError: when its server does not answer, or there is no room or right to write.
    """

    def __init__(self, folder: Path, url: str = "", *, name: str = CHROMA_FOLDER, model: str = "") -> None:
        self._folder = folder
        self._home = folder / name
        self._url = url
        self.shared = bool(url)
        self.native = bool(url and environment().get("CHROMA_API_KEY"))
        # On a server the models' vectors lie apart: a replica with another model finds none, rather than wrong ones.
        self._name = f"{COLLECTION}-{re.sub(r'[^A-Za-z0-9]+', '-', model)[-40:].strip('-')}" if url else COLLECTION
        self.read_patience_s, self.write_patience_s = READ_PATIENCE_S, WRITE_PATIENCE_S
        self._rest_until = 0.0
        # Its own lock counts how often this object entered it, whatever the thread; self._lock is held as well.
        self._file_lock = FileLock(folder / chroma_embedded.LOCK_FILE, thread_local=False)
        self._client: ClientAPI | None = None
        self._collection: Collection | None = None
        self._lock = threading.RLock()

    def upsert(self, records: Sequence[Record]) -> None:
        """Store records, replacing those of the same ids."""
        for begin in range(0, len(records), BATCH):
            batch = records[begin : begin + BATCH]
            ids, vectors = [key for key, _, _ in batch], np.asarray([matrix[0] for _, matrix, _ in batch], np.float32)
            facts = [self._facts(facts, matrix) for _, matrix, facts in batch]
            self._write(partial(_upsert, ids, vectors, facts))

    def _facts(self, facts: Mapping[str, Any], matrix: Matrix) -> dict[str, Any]:
        """A record's metadata: to a server go the sentences' vectors as well, to Chroma Cloud words too."""
        told = {name: value for name, value in facts.items() if name != STEMS}
        if self._url:
            told |= packed(matrix[1:])
        if self.native:
            told[WORDS] = sparse_passage(str(facts.get(STEMS, "")).split())
        return told

    def delete(self, keys: Sequence[str]) -> None:
        """Delete the records with these ids."""
        for begin in range(0, len(keys), BATCH):
            self._write(partial(_delete, list(keys[begin : begin + BATCH])))

    def held(self, keys: Sequence[str]) -> dict[str, Matrix]:
        """Of these ids those that a server holds, each with the vector of the passage above its sentences'."""
        found: dict[str, Matrix] = {}
        for begin in range(0, len(keys) if self._url else 0, HELD_BATCH):
            found |= self._read(partial(_get, list(keys[begin : begin + HELD_BATCH])))
        return found

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
            if not limit or not len(vectors):
                return [[] for _ in vectors]
            result = collection.query(
                query_embeddings=np.asarray(vectors, np.float32),
                n_results=limit,
                where=where,
                include=["distances"],
            )
            distances = result["distances"] or [[] for _ in vectors]
            return [
                [(key, 1.0 - float(distance)) for key, distance in zip(ids, near, strict=True)]
                for ids, near in zip(result["ids"], distances, strict=True)
            ]

        return self._read(query)

    def search_hybrid(
        self, vector: Vector, words: Mapping[str, float], limits: tuple[int, int], where: dict[str, Any] | None = None
    ) -> list[str]:
        """Ids by Chroma Cloud's hybrid search, best first; only where ``native``.

        Args:
            words: the question's stems with their inverse document frequencies.
            limits: how deep each leg goes, and how many ids are wanted.
        """
        search = hybrid_search(vector, sparse_question(list(words), list(words.values())), limits, where)
        return self._read(lambda collection: list(collection.search(search)["ids"][0]))

    def close(self) -> None:
        """Release the files; the next use opens them anew and sees what other processes wrote.

        A server's connections stay: the client shares them in this process and finds them again by itself.
        """
        with self._lock:
            client, self._collection = self._client, None
            if client is not None and not self._url:
                self._client = None
                client.close()  # type: ignore[attr-defined]  # of Client, which both constructors return

    def replace(self, batches: Iterable[Sequence[Record]]) -> None:
        """Hold these records, and embedded no others; they are written beside the old ones, which serve meanwhile.

        Raises:
            IndexStateError: when a file that is not Chroma's lies in its folder, or a link; nothing is deleted then.
        """
        if self._url:  # other replicas' records stay
            for records in batches:
                self.upsert(records)
            return
        fresh = Vectors(self._folder, name=NEW_CHROMA_FOLDER)
        refuse_strangers(self._home)
        discard_chroma(fresh._home)
        for records in batches:
            fresh.upsert(records)
        fresh.count()  # makes the files also where there are no records
        fresh.blank()
        with self.alone():
            self.close()
            discard_chroma(self._home)
            fresh._home.rename(self._home)

    @property
    def path(self) -> Path:
        """The embedded Chroma's database."""
        return self._home / "chroma.sqlite3"

    def erase(self) -> bool:
        """Leave no byte of the deleted records' metadata in the embedded Chroma's files.

        Returns:
            Whether none is left; some are where another process uses it for longer than ``VACUUM_PATIENCE_S``.
        """
        if self._url or not self.path.is_file():
            return True
        with self.alone(), self._told():
            self.close()
            whole = chroma_embedded.vacuumed(self.path)
            self.blank()
        return whole

    def blank(self) -> None:
        """Leave nothing of this process's memory in the embedded Chroma's graph files; closes them."""
        if self._url:
            return
        with self.alone(), self._told():
            self.close()
            blank_unused(self._home)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While no other process opens or writes the embedded files; a server sees to that itself."""
        if self._url:
            yield
            return
        with self._lock, chroma_embedded.locked(self._file_lock, self._folder):
            yield

    # Opening

    def _write(self, act: "Callable[[Collection], object]") -> None:
        with self.alone():
            if self._url:
                patiently(lambda: self._once(act), self.write_patience_s)
            else:
                self._once(act)

    def _once(self, act: "Callable[[Collection], _T]") -> _T:
        with self._lock, self._told():
            return act(self._open())

    def _read_from_server(self, look: "Callable[[Collection], _T]") -> _T:
        """Without patience for a while after the server was given up, or every question would wait for it."""
        resting = time.monotonic() < self._rest_until
        try:
            return patiently(lambda: self._once(look), 0 if resting else self.read_patience_s)
        except StoreAwayError:
            if not resting:
                self._rest_until = time.monotonic() + REST_S
            raise

    def _read(self, look: "Callable[[Collection], _T]") -> _T:
        if self._url:
            return self._read_from_server(look)
        with self._lock:
            if self._collection is None:
                with self.alone(), self._told():
                    chroma_embedded.settle(self._open())
                    with suppress(OSError):  # a folder to read only: what another process left there stays
                        blank_unused(self._home)
            with self._told():
                return look(self._open())

    def _open(self) -> "Collection":
        if self._collection is None:
            configuration: Any = {"hnsw": {"space": "cosine", "ef_search": chroma_embedded.SEARCH_WIDTH}}
            how = {"schema": schema()} if self.native else {"configuration": configuration}
            self._collection = self._connect().get_or_create_collection(self._name, embedding_function=None, **how)
        return self._collection

    def _connect(self) -> "ClientAPI":
        if self._client is None:
            self._client = connect(self._url, environment()) if self._url else chroma_embedded.open_folder(self._home)
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
        if self._url:
            return chroma_server.explained(self._url, error)
        return chroma_embedded.explained(self._home, error)


def _upsert(ids: list[str], vectors: Matrix, facts: list[Any], collection: "Collection") -> None:
    collection.upsert(ids=ids, embeddings=vectors, metadatas=facts)


def _delete(ids: list[str], collection: "Collection") -> None:
    collection.delete(ids=ids)


def _get(ids: list[str], collection: "Collection") -> dict[str, Matrix]:
    rows = collection.get(ids=ids, include=["embeddings", "metadatas"])
    vectors, facts = rows["embeddings"], rows["metadatas"]
    assert vectors is not None
    assert facts is not None
    found = {key: unpacked(v, f or {}) for key, v, f in zip(rows["ids"], vectors, facts, strict=True)}
    return {key: matrix for key, matrix in found.items() if matrix is not None}
