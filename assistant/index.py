"""The index: passages' vectors in Chroma, everything else in the catalog, kept in step.

Chroma is written first and the catalog, in one transaction, second; a vector that the catalog does not know is
not shown. So a process that dies between the two leaves a whole index, and the next ingest clears what was left over.
"""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

import numpy as np

from assistant.catalog import SCHEMA_VERSION, Catalog, Entry
from assistant.encoder import Encoder, Matrix, Vector
from assistant.errors import IndexStateError, SettingsError
from assistant.filters import Filters
from assistant.passages import Passage, split_into_passages
from assistant.transcripts import Transcript

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

COLLECTION = "passages"
CATALOG_FILE = "catalog.sqlite3"
CHROMA_FOLDER = "chroma"
CHROMA_BATCH = 1000
# A search looks at this many neighbours at least; Chroma and hnswlib trade recall for time with it.
SEARCH_WIDTH = 100


class Index:
    """Transcripts of one vectorstore folder, searchable by meaning and by words.

    Raises:
        IndexStateError: when the folder holds an index of another schema or embedding model.
    """

    def __init__(self, folder: Path, encoder: Encoder, *, chroma_url: str = "") -> None:
        self.folder = folder
        self.encoder = encoder
        self.catalog = Catalog(folder / CATALOG_FILE)
        self._chroma_url = chroma_url
        self._collection_: Collection | None = None
        self._check_fits()

    @classmethod
    def exists(cls, folder: Path) -> bool:
        """Whether an index was ever made in ``folder``."""
        return (folder / CATALOG_FILE).is_file()

    @classmethod
    def discard(cls, folder: Path) -> None:
        """Delete the index in ``folder``, and nothing else there."""
        shutil.rmtree(folder / CHROMA_FOLDER, ignore_errors=True)
        for suffix in ("", "-wal", "-shm"):
            (folder / f"{CATALOG_FILE}{suffix}").unlink(missing_ok=True)

    def close(self) -> None:
        """Release the files."""
        self.catalog.close()

    def _check_fits(self) -> None:
        made_with = self.catalog.fact("embedding")
        if made_with is None:
            return
        if self.catalog.fact("schema") != str(SCHEMA_VERSION):
            raise IndexStateError(f"the index in {self.folder} is of another version: run assistant ingest --rebuild")
        if made_with != self.encoder.fingerprint:
            raise IndexStateError(
                f"the index in {self.folder} was made with {made_with}, the setting names {self.encoder.fingerprint}: "
                "run assistant ingest --rebuild, or set ASSISTANT_EMBEDDING_MODEL back"
            )

    def require_transcripts(self) -> None:
        """Raise unless something is indexed.

        Raises:
            IndexStateError: naming the command that makes an index.
        """
        if not self.catalog.passage_count():
            raise IndexStateError(f"no index in {self.folder}: run assistant ingest first")

    @property
    def _collection(self) -> "Collection":
        if self._collection_ is None:
            client = _chroma_client(self.folder, self._chroma_url)
            self._collection_ = client.get_or_create_collection(
                COLLECTION,
                configuration={"hnsw": {"space": "cosine", "ef_search": SEARCH_WIDTH}},
                embedding_function=None,
            )
        return self._collection_

    # Writing

    def add(self, transcripts: Sequence[Transcript], progress: Callable[[int], None] | None = None) -> int:
        """Embed and store transcripts, each replacing what stood under its source; returns the passages stored.

        Args:
            progress: told how many passages have been embedded so far.
        """
        passages = {t.source: split_into_passages(t) for t in transcripts}
        flat = [(t, p) for t in transcripts for p in passages[t.source]]
        if not flat:
            return 0
        texts = [embedded_text(t, p) for t, p in flat]
        spans = [_spans_in(t, p) for t, p in flat]
        whole, parts = self.encoder.encode_passages(texts, spans, progress)
        keys = [_key(t, p, text) for (t, p), text in zip(flat, texts, strict=True)]
        self._upsert(flat, keys, whole)
        entries: list[Entry] = []
        begin = 0
        for transcript in transcripts:
            rows = slice(begin, begin + len(passages[transcript.source]))
            vectors = [np.vstack([vector, matrix]) for vector, matrix in zip(whole[rows], parts[rows], strict=True)]
            entries.append(Entry(transcript, passages[transcript.source], keys[rows], vectors))
            begin = rows.stop
        stale = set().union(*(self.catalog.keys(t.source) for t in transcripts)) - set(keys)
        self.catalog.set_fact("schema", str(SCHEMA_VERSION))
        self.catalog.set_fact("embedding", self.encoder.fingerprint)
        self.catalog.put(entries)
        self._forget(stale)
        return len(flat)

    def _upsert(self, flat: Sequence[tuple[Transcript, Passage]], keys: Sequence[str], vectors: Matrix) -> None:
        for begin in range(0, len(flat), CHROMA_BATCH):
            rows = slice(begin, begin + CHROMA_BATCH)
            self._collection.upsert(
                ids=list(keys[rows]),
                embeddings=vectors[rows],
                documents=[t.text[p.start : p.end] for t, p in flat[rows]],
                metadatas=[_metadata(t, p) for t, p in flat[rows]],
            )

    def remove(self, source: str) -> None:
        """Take one transcript out of both stores."""
        keys = self.catalog.keys(source)
        self.catalog.remove(source)
        self._forget(keys)

    def clear_leftovers(self) -> int:
        """Delete vectors that the catalog does not know, left by a process that died; returns how many."""
        stored = set(self._collection.get(include=[])["ids"])
        leftovers = stored - self.catalog.keys()
        self._forget(leftovers)
        return len(leftovers)

    def vector_count(self) -> int:
        """Number of vectors in Chroma."""
        return self._collection.count()

    def _forget(self, keys: set[str]) -> None:
        ordered = sorted(keys)
        for begin in range(0, len(ordered), CHROMA_BATCH):
            self._collection.delete(ids=ordered[begin : begin + CHROMA_BATCH])

    # Reading

    def search_dense(self, vector: Vector, limit: int, filters: Filters | None = None) -> list[tuple[int, float]]:
        """Row numbers and cosine similarities of the passages nearest to a question's vector, best first."""
        available = self._collection.count()
        if not available or not limit:
            return []
        filters = self._by_source(filters)
        if filters is None:
            return []
        result = self._collection.query(
            query_embeddings=np.asarray([vector]),
            n_results=min(limit, available),
            where=filters.as_chroma(),
            include=["distances"],
        )
        keys, distances = result["ids"][0], (result["distances"] or [[]])[0]
        similarity = {key: 1.0 - float(distance) for key, distance in zip(keys, distances, strict=True)}
        rows = self.catalog.ids_by_key(keys)
        return [(rows[key], similarity[key]) for key in keys if key in rows]

    def _by_source(self, filters: Filters | None) -> Filters | None:
        """``filters`` in terms that Chroma knows; None where no transcript passes them."""
        if not filters or not filters.by_name:
            return filters or Filters()
        sources = self.catalog.sources(filters)
        return Filters(tuple(sources)) if sources else None


def embedded_text(transcript: Transcript, passage: Passage) -> str:
    """What the encoder reads of a passage: the transcript's heading, then the passage's own words."""
    return f"{transcript.heading}\n{transcript.text[passage.start : passage.end]}"


def _spans_in(transcript: Transcript, passage: Passage) -> list[tuple[int, int]]:
    shift = len(transcript.heading) + 1 - passage.start
    return [(s.start + shift, s.end + shift) for s in passage.sentences]


def _metadata(transcript: Transcript, passage: Passage) -> dict[str, Any]:
    facts: dict[str, Any] = {"source": transcript.source, "start": passage.start, "end": passage.end}
    if transcript.date and transcript.date.key:
        facts["date"] = transcript.date.key
    return facts


def _key(transcript: Transcript, passage: Passage, text: str) -> str:
    """Chroma's id: the same words at the same place of the same source keep it."""
    mark = f"{transcript.source}\0{passage.start}\0{text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(mark).hexdigest()[:32]


def _chroma_client(folder: Path, url: str) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if not url:
        return chromadb.PersistentClient(path=str(folder / CHROMA_FOLDER), settings=quiet)
    parts = urlparse(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"CHROMA_URL={url} is not http://host:port")
    try:
        return chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=quiet,
        )
    except ValueError as error:
        raise IndexStateError(f"no Chroma server answers at {url}: start it with 'chroma run'") from error
