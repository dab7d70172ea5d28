"""The index: passages' vectors in Chroma, everything else in the catalog, kept in step.

Before Chroma is written the catalog notes the new ids as doomed; the transaction that writes the transcripts claims
them and dooms those they replace; then Chroma deletes what is doomed. So a process that dies at any moment leaves a
whole index, a note of what is left over, and in Chroma never fewer vectors than the catalog has passages.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.corpus.passages import Passage, split_into_passages
from assistant.corpus.transcripts import Transcript
from assistant.errors import IndexMismatchError, IndexStateError
from assistant.filters import Filters
from assistant.store.arrays import Matrix, Vector
from assistant.store.catalog import Catalog, Entry
from assistant.store.dense_search import DenseSearch
from assistant.store.embedded import content_of, embedded_text, key_of, metadata, moved_key, spans_in
from assistant.store.own_files import CHROMA_FOLDER, NEW_CHROMA_FOLDER, discard_chroma, refuse_link
from assistant.store.vectors import BATCH, Record, Vectors

if TYPE_CHECKING:
    from assistant.store.encoder import Encoder
    from assistant.store.late_encoder import LateEncoder

CATALOG_FILE = "catalog.sqlite3"


class Index:
    """Transcripts of one vectorstore folder, searchable by meaning and by words.

    Attributes:
        embedded: how many passages this object has had the encoder read.

    Raises:
        IndexMismatchError: when the folder holds an index of another schema or embedding model.
        IndexDamagedError: when its files cannot be read; so may every method.
    """

    def __init__(self, folder: Path, encoder: "Encoder | LateEncoder", *, chroma_url: str = "") -> None:
        self.folder = folder
        self.encoder = encoder
        self.catalog = Catalog(folder / CATALOG_FILE)
        self.vectors = Vectors(folder, chroma_url, model=encoder.fingerprint)
        self.dense = DenseSearch(self.catalog, self.vectors)
        self.embedded = 0
        self._on_server: frozenset[str] = frozenset()
        self._check_fits()

    @classmethod
    def exists(cls, folder: Path) -> bool:
        """Whether an index was ever made in ``folder``."""
        return (folder / CATALOG_FILE).is_file()

    @classmethod
    def discard(cls, folder: Path) -> None:
        """Delete the index in ``folder``, and nothing else there.

        Raises:
            IndexStateError: when a file that is not Chroma's lies in its folder, or a link; nothing is deleted then.
        """
        refuse_link(folder / CATALOG_FILE)
        discard_chroma(folder / CHROMA_FOLDER, folder / NEW_CHROMA_FOLDER)
        for suffix in ("", "-wal", "-shm"):
            (folder / f"{CATALOG_FILE}{suffix}").unlink(missing_ok=True)

    def close(self) -> None:
        """Release the files."""
        self.catalog.close()
        self.vectors.close()

    def _check_fits(self) -> None:
        made_with = self.catalog.fact("embedding")
        if made_with is not None and made_with != self.encoder.fingerprint:
            self.catalog.close()
            raise IndexMismatchError(
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

    # Writing

    def add(
        self,
        transcripts: Sequence[Transcript],
        progress: Callable[[int], None] | None = None,
        stamps: Mapping[str, str] | None = None,
    ) -> int:
        """Store transcripts, each replacing what stood under its source; returns the passages stored.

        Passages whose heading, words and sentences are stored already are not embedded again; ``embedded`` counts
        those that were.

        Args:
            progress: told how many of the passages are done so far.
            stamps: what each source's file looked like when it was read.
        """
        return self._write(self._entries(transcripts, progress, stamps or {}))

    def move(self, moves: Mapping[str, Transcript], stamps: Mapping[str, str]) -> int:
        """Store transcripts in place of those whose words they have, with these' vectors; returns the passages stored.

        Nothing is embedded: where only the title changed, as of a file that is titled by its name, the vectors stay
        those of the old heading until the passage is embedded for another reason. In one transaction the old names
        go and the new ones come.

        Args:
            moves: by the source that is indexed, the transcript that takes its place.
            stamps: what each new source's file looked like when it was read.
        """
        entries = [self._moved(old, new, stamps.get(new.source, "")) for old, new in moves.items()]
        return self._write(entries, list(moves))

    def _moved(self, old: str, new: Transcript, stamp: str) -> Entry:
        stored, contents = self.catalog.passages_of(old), self.catalog.contents_of(old)
        passages = [replace(each.passage, source=new.source) for each in stored]
        keys = [moved_key(new, passage, content) for passage, content in zip(passages, contents, strict=True)]
        vectors = [np.vstack([each.vector, each.sentence_vectors]) for each in stored]
        return Entry(new, passages, keys, vectors, contents, stamp)

    def _write(self, entries: Sequence[Entry], instead_of: Sequence[str] = ()) -> int:
        """Write to both stores; returns the passages written."""
        if not entries:
            return 0
        held = set().union(*(self.catalog.keys(entry.transcript.source) for entry in entries))
        fresh = [
            (key, matrix, metadata(entry.transcript, passage, stemmed=self.vectors.native))
            for entry in entries
            for passage, key, matrix in zip(entry.passages, entry.keys, entry.vectors, strict=True)
            if key not in held and key not in self._on_server
        ]
        self.catalog.set_fact("embedding", self.encoder.fingerprint)
        self.catalog.doom(key for key, _, _ in fresh)
        self.vectors.upsert(fresh)
        self.catalog.put(entries, instead_of)
        self.clear_leftovers()
        return sum(len(entry.passages) for entry in entries)

    def _entries(
        self, transcripts: Sequence[Transcript], progress: Callable[[int], None] | None, stamps: Mapping[str, str]
    ) -> list[Entry]:
        """The transcripts ready to be written."""
        passages = [split_into_passages(transcript) for transcript in transcripts]
        flat = [(t, p) for t, group in zip(transcripts, passages, strict=True) for p in group]
        if not flat:
            return []
        contents = [content_of(t, p) for t, p in flat]
        matrices = self._matrices(flat, contents, progress)
        entries = []
        ends = np.cumsum([0, *map(len, passages)])
        for transcript, group, (a, b) in zip(transcripts, passages, pairwise(ends), strict=True):
            keys = [key_of(transcript, p) for p in group]
            stamp = stamps.get(transcript.source, "")
            entries.append(Entry(transcript, group, keys, matrices[a:b], contents[a:b], stamp))
        return entries

    def _matrices(
        self,
        flat: Sequence[tuple[Transcript, Passage]],
        contents: Sequence[str],
        progress: Callable[[int], None] | None,
    ) -> list[Matrix]:
        """Vectors of each passage above its sentences', stored ones where its content is known."""
        known = self.catalog.vectors_by_content(contents)
        known |= self._known_to_server(flat, contents, known)
        unknown = {content: place for place, content in enumerate(contents) if content not in known}
        done = len(contents) - len(unknown)
        if progress and done:
            progress(done)
        if unknown:
            chosen = [flat[place] for place in unknown.values()]
            texts, spans = [embedded_text(t, p) for t, p in chosen], [spans_in(t, p) for t, p in chosen]
            told = (lambda count: progress(done + count)) if progress else None
            whole, parts = self.encoder.encode_passages(texts, spans, told)
            for content, vector, matrix in zip(unknown, whole, parts, strict=True):
                known[content] = np.vstack([vector, matrix])
            self.embedded += len(unknown)
        return [known[content] for content in contents]

    def _known_to_server(
        self, flat: Sequence[tuple[Transcript, Passage]], contents: Sequence[str], known: Mapping[str, Matrix]
    ) -> dict[str, Matrix]:
        """Vectors by content of what another machine has stored on the Chroma server already."""
        unknown = ((t, p, c) for (t, p), c in zip(flat, contents, strict=True) if c not in known)
        sought = {key_of(t, p): (c, len(p.sentences) + 1) for t, p, c in unknown}
        found = {k: m for k, m in self.vectors.held(list(sought)).items() if len(m) == sought[k][1]}
        self._on_server = frozenset(found)
        return {sought[key][0]: matrix for key, matrix in found.items()}

    def remove(self, *sources: str) -> None:
        """Take transcripts out of both stores: of one passage each, 1,499 take 0.6 s; one by one they took 43 s."""
        self.catalog.remove(*sources)
        self.clear_leftovers()

    def clear_leftovers(self) -> int:
        """Delete vectors that no passage has, just replaced or left by a process that died; returns how many."""
        doomed = sorted(self.catalog.doomed())
        if doomed:
            self.vectors.delete(doomed)
            self.catalog.forget_doomed(doomed)
        return len(doomed)

    def rebuild_vectors(self) -> int:
        """Make Chroma's files anew from the vectors in the catalog, embedding nothing; returns how many."""
        done = 0

        def told() -> Iterator[list[Record]]:
            nonlocal done
            for records in self.catalog.records(BATCH):
                yield records
                done += len(records)

        self.vectors.replace(told())
        self.catalog.forget_doomed(self.catalog.doomed())
        self.dense.forget()
        return done

    def erase(self) -> list[str]:
        """Leave no word of what was deleted or replaced in any file of the index.

        Returns:
            Of every file in which some are left, in one line, what to do; the catalog keeps in mind that it is due.
        """
        files = {self.catalog.path: self.catalog.erase(), self.vectors.path: self.vectors.erase()}
        left = [
            f"what was removed is still in {path}, which another process uses: end it and run assistant ingest again"
            for path, whole in files.items()
            if not whole
        ]
        if not left:
            self.catalog.erased()
        return left

    def finish(self) -> None:
        """After writing: empty the catalog's log, and leave nothing of this process's memory in Chroma's files."""
        self.catalog.checkpoint()
        self.vectors.blank()

    def vector_count(self) -> int:
        """Number of vectors in Chroma."""
        return self.vectors.count()

    # Reading

    def search_dense(self, vector: Vector, limit: int, filters: Filters | None = None) -> list[tuple[int, float]]:
        """Row numbers and cosine similarities of the passages nearest to a question's vector, best first."""
        return self.dense.search(vector, limit, filters)

    def search_hybrid(
        self, vector: Vector, words: Mapping[str, float], limits: tuple[int, int], filters: Filters | None = None
    ) -> list[int]:
        """Row numbers by Chroma Cloud's own hybrid search, best first; see ``Vectors.search_hybrid``."""
        return self.dense.search_hybrid(vector, words, limits, filters)
