"""The embedded Chroma's files: opened, loaded, locked against other processes and rid of what was deleted.

Measured with 1.5.9: clients of one path share what is in memory, so another spelling of it reads the files anew;
opening may write, so it happens under the writer's lock; what is deleted stays in the SQLite file until it is vacuumed.
"""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock, Timeout

from assistant.errors import EngineError, IndexDamagedError, IndexStateError
from assistant.hub import MAKE_ROOM
from assistant.store.database import is_in_use
from assistant.store.graph_files import graph_fault

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

# A search looks at this many neighbours at least. Of the 20 exactly nearest of 100,000, 200 found .979 on one index and
# .991 on another, 400 .995, in 3.8 and 4.5 ms (benchmarks/scale.py).
SEARCH_WIDTH = 400
LOCK_FILE = "vectors.lock"
LOCK_WAIT_S = 60
VACUUM_PATIENCE_S = 60
_OPENED = itertools.count()


def open_folder(folder: Path) -> "ClientAPI":
    """A client that reads the files in ``folder`` anew.

    Raises:
        IndexDamagedError: when a graph file is broken, which would end the process by SIGSEGV.
    """
    if fault := graph_fault(folder):
        raise IndexDamagedError(f"the vectors in {folder} are damaged ({fault}): run assistant doctor --repair")
    import chromadb
    from chromadb.config import Settings

    spelling = f"{folder}/{'./' * (next(_OPENED) % 200)}"
    return chromadb.PersistentClient(path=spelling, settings=Settings(anonymized_telemetry=False))


def settle(collection: "Collection") -> None:
    """Have Chroma load the vectors now, while no other process writes, to be searched as widely as we do now."""
    made = (collection.configuration_json.get("hnsw") or {}).get("ef_search", SEARCH_WIDTH)
    if made != SEARCH_WIDTH:
        collection.modify(configuration={"hnsw": {"ef_search": SEARCH_WIDTH}})
    sample = collection.get(limit=1, include=["embeddings"])["embeddings"]
    if sample is not None and len(sample):
        collection.query(query_embeddings=np.asarray(sample), n_results=1, include=["distances"])


@contextmanager
def locked(lock: FileLock, folder: Path) -> Iterator[None]:
    """While no other process opens or writes the files in ``folder``.

    Raises:
        IndexStateError: when another does for longer than ``LOCK_WAIT_S``, or there is no right to write.
    """
    try:
        lock.acquire(timeout=LOCK_WAIT_S)
    except Timeout:
        raise IndexStateError(f"{folder} is being written by another process: try again later") from None
    except OSError as error:
        raise IndexStateError(
            f"cannot write to {folder} ({error.strerror}): set ASSISTANT_VECTORSTORE to a folder to write in"
        ) from error
    try:
        yield
    finally:
        lock.release()


def vacuumed(path: Path) -> bool:
    """Whether Chroma's database could be rid of what was deleted; not while another process has it open."""
    with closing(sqlite3.connect(path, timeout=VACUUM_PATIENCE_S)) as db:
        try:
            # Chroma's log keeps what was said of deleted records: their file names.
            db.execute(
                "UPDATE embeddings_queue SET metadata = NULL WHERE id NOT IN (SELECT embedding_id FROM embeddings)"
            )
            db.execute("INSERT INTO embedding_fulltext_search(embedding_fulltext_search) VALUES ('optimize')")
            db.commit()
            db.execute("VACUUM")
        except sqlite3.OperationalError as error:
            if not is_in_use(error):
                raise
            return False
    return True


def explained(folder: Path, error: BaseException) -> IndexStateError:
    """What Chroma's ``error`` means for the files in ``folder``, in one line."""
    text = " ".join(str(error).split())[:200]
    lowered = text.lower()
    if "full" in lowered or "no space" in lowered or "too large" in lowered:
        return IndexStateError(f"no room left in {folder}: free some space and run assistant ingest again")
    if "readonly" in lowered or "read-only" in lowered or "permission" in lowered:
        return IndexStateError(f"cannot write to {folder}: set ASSISTANT_VECTORSTORE to a folder to write in")
    if isinstance(error, (ImportError, MemoryError)) or "sending message" in lowered:  # to a thread of it that died
        return EngineError(f"Chroma cannot be loaded or has broken down ({text}): {MAKE_ROOM}")
    return IndexDamagedError(f"the vectors in {folder} are damaged ({text}): run assistant doctor --repair")
