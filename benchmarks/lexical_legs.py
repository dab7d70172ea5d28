"""SQLite FTS5, tantivy and bm25s as the lexical leg over the passages of one index: to build, to add to, to ask.

    pip install tantivy bm25s
    python benchmarks/lexical_legs.py --store FOLDER --public FOLDER [--passages N]

All three index the same stems, which are read from the index's catalog. ``add`` is what 500 more passages cost: FTS5
and tantivy write them beside what they have, bm25s has no way to add and is made anew.
"""

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scale import disk_mb, percentile, questions_of

from assistant.language import content_stems

MORE = 500
DEPTH = 50
Ask = Callable[[list[str]], list[int]]


def fts5(folder: Path, texts: list[str], more: list[str]) -> tuple[float, float, Ask]:
    """Seconds to build and to add, and a function that asks."""
    begin = time.process_time()
    db = sqlite3.connect(folder / "fts.sqlite3", isolation_level=None)
    db.executescript("PRAGMA journal_mode = WAL; CREATE VIRTUAL TABLE lexical USING fts5(body)")
    db.execute("BEGIN")
    db.executemany("INSERT INTO lexical(rowid, body) VALUES (?, ?)", enumerate(texts))
    db.execute("COMMIT")
    built = time.process_time() - begin
    begin = time.process_time()
    db.execute("BEGIN")
    db.executemany("INSERT INTO lexical(rowid, body) VALUES (?, ?)", enumerate(more, len(texts)))
    db.execute("COMMIT")
    added = time.process_time() - begin
    sql = "SELECT rowid FROM lexical WHERE lexical MATCH ? ORDER BY bm25(lexical) LIMIT ?"

    def ask(terms: list[str]) -> list[int]:
        return [row[0] for row in db.execute(sql, (" OR ".join(f'"{t}"' for t in terms), DEPTH))]

    return built, added, ask


def tantivy(folder: Path, texts: list[str], more: list[str]) -> tuple[float, float, Ask]:
    """As ``fts5``."""
    import tantivy as library

    builder = library.SchemaBuilder()
    builder.add_integer_field("id", stored=True)
    builder.add_text_field("body", tokenizer_name="whitespace")
    index = library.Index(builder.build(), path=str(folder))

    def write(first: int, batch: list[str]) -> float:
        begin = time.process_time()
        writer = index.writer(heap_size=64 << 20, num_threads=1)
        for number, text in enumerate(batch, first):
            writer.add_document(library.Document(id=number, body=text))
        writer.commit()
        writer.wait_merging_threads()
        return time.process_time() - begin

    built, added = write(0, texts), write(len(texts), more)
    index.reload()
    searcher = index.searcher()

    def ask(terms: list[str]) -> list[int]:
        queries = [library.Query.term_query(index.schema, "body", term) for term in terms]
        query = library.Query.boolean_query([(library.Occur.Should, q) for q in queries])
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, DEPTH).hits]

    return built, added, ask


def bm25s(folder: Path, texts: list[str], more: list[str]) -> tuple[float, float, Ask]:
    """As ``fts5``; adding is building again."""
    import bm25s as library

    def build(batch: list[str]) -> tuple[float, Any]:
        begin = time.process_time()
        retriever = library.BM25(method="lucene", k1=1.2, b=0.75)
        retriever.index([text.split() for text in batch], show_progress=False)
        return time.process_time() - begin, retriever

    built, retriever = build(texts)
    added, retriever = build([*texts, *more])
    retriever.save(str(folder))

    def ask(terms: list[str]) -> list[int]:
        found, _ = retriever.retrieve([terms], k=DEPTH, show_progress=False, n_threads=1)
        return [int(i) for i in found[0]]

    return built, added, ask


def main() -> None:
    """Print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=100_000)
    options = parser.parse_args()
    catalog = sqlite3.connect(options.store / "catalog.sqlite3")
    rows = catalog.execute("SELECT body FROM lexical ORDER BY rowid LIMIT ?", (options.passages,))
    texts = [str(row[0]) for row in rows]
    texts, more = texts[:-MORE], texts[-MORE:]
    questions = [stems for text in questions_of(options.public) if (stems := content_stems(text))]
    print(
        f"{len(texts):,} passages, processor time | build s | add {MORE} s | disk MiB | p50 ms | p95 ms | same top 10"
    )
    reference: list[list[int]] = []
    for build in (fts5, tantivy, bm25s):
        with tempfile.TemporaryDirectory() as folder:
            built, added, ask = build(Path(folder), texts, more)
            times, found = list[float](), list[list[int]]()
            for terms in questions:
                begin = time.process_time()
                found.append(ask(terms)[:10])
                times.append((time.process_time() - begin) * 1000)
            reference = reference or found
            same = statistics.mean(len(set(a) & set(b)) / max(1, len(b)) for a, b in zip(found, reference, strict=True))
            print(
                f"{build.__name__:8} | {built:.1f} | {added:.2f} | {disk_mb(Path(folder)):.0f} | "
                f"{percentile(times, 0.5):.1f} | {percentile(times, 0.95):.1f} | {same:.2f}"
            )


if __name__ == "__main__":
    main()
