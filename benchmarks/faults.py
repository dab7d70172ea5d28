"""Does an index survive what kills its writer? Ingests are killed with SIGKILL at random moments, then it is asked.

    python -m benchmarks.faults [--kills 50] [--files 200] [--seed 1] [--committing] [--group 512]

Each round starts an ingest of a corpus that changes from round to round in a process of its own and kills it after a
random time. Embedding is replaced by vectors made from a hash of the words, so that the time goes where it can hurt,
into writing. A second process then opens the index as a chat does and looks at every transcript that the catalog holds:
its text must be one that its file had, its passages complete, and each must be found both by its vector and by its
words. With ``--committing`` the random time begins with the ingest's first commit, so that a few kills hit what is half
done; without it, at its beginning. At the end one undisturbed ingest must complete, and leave as many vectors as
passages.
"""

import argparse
import hashlib
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import assistant.store.ingest
from assistant.corpus.languages import detected_language
from assistant.corpus.passages import split_into_passages
from assistant.store.arrays import Matrix
from assistant.store.catalog import Catalog
from assistant.store.index import CATALOG_FILE, Index
from assistant.store.ingest import GROUP_PASSAGES, ingest
from assistant.store.inspection import inspect_contents, inspect_vectors
from assistant.store.sync import compare

# How often it is looked whether something is committed.
_GLANCE_S = 0.002
_WORDS = "pier ferry oak stone council winter harvest bridge library market river school tower valley engine".split()


class HashEncoder:
    """Unit vectors that depend on the words and on nothing else."""

    name = fingerprint = "hash of the words"

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """One row a text."""
        rows = np.array([np.random.default_rng(_seed(text)).normal(size=384) for text in texts], np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Any]], progress: Callable[[int], None] | None = None
    ) -> tuple[Matrix, list[Matrix]]:
        """Vectors of texts and of the spans in them."""
        parts = [
            self.encode_queries([text[a:b] for a, b in spans]) for text, spans in zip(texts, sentences, strict=True)
        ]
        return self.encode_queries(texts), parts


def _seed(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def write_corpus(folder: Path, files: int, version: int, changed: float, rng: random.Random) -> None:
    """Write ``files`` small transcripts; all in version 0, a share ``changed`` of them in later ones."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        if version and rng.random() > changed:
            continue
        lines = [f"In part {k} of version {version} they spoke of the {rng.choice(_WORDS)} " for k in range(4)]
        body = "\n\n".join((line + f"and the {rng.choice(_WORDS)} of talk {number}. ") * 5 for line in lines)
        (folder / f"talk{number}.txt").write_text(f"Talk {number}\n\n12 May 2021\n\n{body}\n", encoding="utf-8")


def in_child(
    work: Callable[[], Any], kill_after_s: float | None = None, once: Callable[[], bool] | None = None
) -> tuple[int, Any]:
    """Exit status (negative: the signal that ended it) and result of ``work`` in a process of its own.

    Args:
        kill_after_s: it is killed so long after its beginning, or after ``once()`` first holds.
        once: looked at until it holds or the process ends.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        status = 1
        try:
            os.write(writing, json.dumps(work()).encode())
            status = 0
        except Exception as error:  # noqa: BLE001  (told to the parent, which counts it)
            os.write(writing, json.dumps(f"{type(error).__name__}: {error}").encode())
        finally:
            os._exit(status)
    os.close(writing)
    while once and not once() and not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        time.sleep(_GLANCE_S)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), json.loads(said) if said else None


def ingested(store: Path, corpus: Path) -> Any:
    """Ingest in this process; gives how many transcripts are indexed."""
    index = Index(store, HashEncoder())
    ingest(index, [corpus], prune=True)
    return len(index.catalog.digests())


def faults_seen(store: Path) -> list[str]:
    """What a reader that opens the index finds wrong in it, one line each."""
    if not Index.exists(store):
        return []
    index = Index(store, HashEncoder())
    faults = [f"{source}: not as it was indexed" for source in inspect_contents(index.catalog).bad]
    for source in index.catalog.sources():
        stored = index.catalog.passages_of(source)
        if [s.passage for s in stored] != split_into_passages(index.catalog.transcript(source)):
            faults.append(f"{source}: half there")
        for each in random.sample(stored, 1):
            near = index.search_dense(each.vector, 50)
            if each.id not in dict(near) and near[-1][1] < 0.999:
                faults.append(f"{source}: passage {each.passage.number} not found by its vector")
            heads = each.heading.lower().split()[1]
            if each.id not in dict(index.catalog.search_lexical(["talk", heads], 10**6)):
                faults.append(f"{source}: passage {each.passage.number} not found by its words")
    return faults


def final_faults(store: Path, files: int) -> list[str]:
    """What is wrong after the last, undisturbed ingest."""
    index = Index(store, HashEncoder())
    reach = inspect_vectors(index)
    counts = {"missing": reach.missing, "left over": reach.leftover, "not found": reach.lost}
    faults = [f"{len(keys)} vectors {kind}" for kind, keys in counts.items() if keys]
    return faults + ([] if len(index.catalog.digests()) == files else ["not every file is indexed"])


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """How long an ingest of all files takes, and when its first documents are committed, in seconds."""

    span_s: float
    first_s: float


def undisturbed(store: Path, corpus: Path) -> Undisturbed:
    """Ingest without a kill, and look when the first documents are there."""
    begin = time.perf_counter()
    firsts: list[float] = []

    def committed() -> bool:
        if _newest(store):
            firsts.append(time.perf_counter() - begin)
        return bool(firsts)

    status, said = in_child(lambda: ingested(store, corpus), once=committed)
    assert status == 0, f"an undisturbed ingest failed: {said}"
    span_s = time.perf_counter() - begin
    return Undisturbed(span_s, min([span_s, *firsts]))


def kill_rounds(folder: Path, kills: int, files: int, seed: int, *, committing: bool = False) -> dict[str, Any]:
    """The figures of ``kills`` rounds; with ``committing`` none is killed before it has committed something."""
    rng = random.Random(seed)
    store, corpus = folder / "store", folder / "corpus"
    write_corpus(corpus, files, 0, 1, rng)
    if committing:
        _load_once()
    whole = undisturbed(folder / "whole", corpus)
    # After the first round fewer than half of the files are to be committed.
    longest_s = (whole.span_s - whole.first_s) / 4 if committing else whole.span_s
    killed, partly, faults, committed = 0, 0, list[str](), list[int]()
    for version in range(1, kills + 1):
        before = _newest(store)
        once = partial(_newer, store, before) if committing else None
        status, _ = in_child(lambda: ingested(store, corpus), rng.uniform(0, longest_s), once)
        killed += status == -signal.SIGKILL
        begun = status == -signal.SIGKILL and _newest(store) > before
        status, found = in_child(lambda: faults_seen(store))
        faults += [f"reader ended with {status}: {found}"] if status else found
        partly += begun and bool(in_child(lambda: pending(store, corpus))[1])
        write_corpus(corpus, files, version, 0.4, rng)
        committed.append(_committed(store))
    status, found = in_child(lambda: ingested(store, corpus))
    last = [f"the last ingest ended with {status}: {found}"] if status else []
    _, found = in_child(lambda: final_faults(store, files))
    return {
        "kills": kills,
        "killed while writing": killed,
        "killed with some documents committed and some not": partly,
        "seconds of an undisturbed ingest": round(whole.span_s, 2),
        "of them until the first commit": round(whole.first_s, 2),
        "transcripts committed after each round": committed,
        "faults seen by readers": faults,
        "faults after the last ingest": last + list(found or []),
    }


def _load_once() -> None:
    """Load what every ingest would load before its first commit; its processes have it from this one."""
    import chromadb  # noqa: F401

    detected_language("the words of it " * 9)


def pending(store: Path, corpus: Path) -> int:
    """How many files are still to be indexed as they are now."""
    with closing(Catalog(store / CATALOG_FILE)) as catalog:
        return len(compare(catalog, [corpus]).changed)


def _newer(store: Path, before: int) -> bool:
    return _newest(store) > before


def _newest(store: Path) -> int:
    """The highest row number of a committed passage; looked up without a write, while another process writes."""
    try:
        with closing(sqlite3.connect(f"file:{store / CATALOG_FILE}?mode=ro", uri=True)) as db:
            rows = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchall()
    except sqlite3.OperationalError:  # not made yet, or being made
        return 0
    return int(rows[0][0]) if rows else 0


def _committed(store: Path) -> int:
    if not Index.exists(store):
        return 0
    db = sqlite3.connect(store / CATALOG_FILE)
    try:
        tables = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'transcripts'").fetchone()[0]
        return int(db.execute("SELECT count(*) FROM transcripts").fetchone()[0]) if tables else 0
    finally:
        db.close()


def main() -> int:
    """Run and print the figures as JSON; exit status 1 when there was a fault."""
    parser = argparse.ArgumentParser(description="Kill ingests at random moments and look at what is left.")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--committing", action="store_true", help="kill only after the first commit of each round")
    parser.add_argument("--group", type=int, default=GROUP_PASSAGES, help="passages that are committed together")
    options = parser.parse_args()
    assistant.store.ingest.GROUP_PASSAGES = options.group
    with tempfile.TemporaryDirectory() as folder:
        figures = kill_rounds(Path(folder), options.kills, options.files, options.seed, committing=options.committing)
    print(json.dumps(figures, indent=2))
    return bool(figures["faults seen by readers"] or figures["faults after the last ingest"])


if __name__ == "__main__":
    sys.exit(main())
