"""How fast it is: a warm question by stage, a cold ``assistant ask``, and ingest against the encoder alone.

    python benchmarks/speed.py [--corpus FOLDER] [--questions FILE] [--documents CORPUS.jsonl]

Everything runs in this process and on this machine, on an index in a temporary folder; the cold start runs
``assistant ask`` as a user would. Medians are printed; compare runs in pairs, machines are noisy.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assistant.assistant import Assistant
from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import plain_transcript
from assistant.retrieval.evidence import weigh_passage, weigh_sentences
from assistant.retrieval.hybrid import LEG_DEPTH, POOL, fuse
from assistant.settings import Settings
from assistant.store.embedded import embedded_text
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

ROOT = Path(__file__).parents[1]


def milliseconds(action: Callable[[], object]) -> float:
    """How long ``action`` takes."""
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of ``values`` lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def warm_questions(assistant: Assistant, questions: list[str]) -> None:
    """p50 and p95 of whole questions, and the median of each stage."""
    for question in questions[:5]:
        assistant.ask(question)
    totals = [milliseconds(lambda q=question: assistant.ask(q)) for question in questions]
    print(
        f"warm question, {len(questions)} asked: "
        f"p50 {percentile(totals, 0.5):.1f} ms, p95 {percentile(totals, 0.95):.1f} ms"
    )
    index, search = assistant.index, assistant.search
    stages: dict[str, list[float]] = {
        name: [] for name in ("embedding", "Chroma", "BM25", "reading passages", "answering")
    }
    for text in questions:
        question = search.read(text)
        begin = time.perf_counter()
        vector = index.encoder.encode_queries([text])[0]
        stages["embedding"].append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        dense = [id_ for id_, _ in index.search_dense(vector, LEG_DEPTH)]
        stages["Chroma"].append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        lexical = dict(index.catalog.search_lexical(question.terms, LEG_DEPTH))
        stages["BM25"].append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        pool = index.catalog.passages(fuse([dense, list(lexical)])[:POOL])
        stages["reading passages"].append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        weighed = [weigh_passage(question, vector, stored, lexical.get(stored.id, 0.0)) for stored in pool]
        weigh_sentences(question, vector, sorted(weighed, key=lambda c: -c.score)[:8])
        stages["answering"].append((time.perf_counter() - begin) * 1000)
    whole = sum(statistics.median(values) for values in stages.values())
    for name, values in stages.items():
        median = statistics.median(values)
        print(f"  {name:17} {median:6.2f} ms  {median / whole:4.0%}")


def cold_start(vectorstore: Path, corpus: Path, runs: int = 5) -> None:
    """``assistant ask`` as a new process, beside the floor: importing the encoder's library and loading the weights."""
    environment = {**os.environ, "ASSISTANT_VECTORSTORE": str(vectorstore), "ASSISTANT_CORPUS": str(corpus)}
    ask = [sys.executable, "-m", "assistant", "ask", "What was agreed on trade?"]
    floor = [
        sys.executable,
        "-c",
        "from assistant.store.encoder import Encoder; Encoder().encode_queries(['What was agreed on trade?'])",
    ]
    help_ = [sys.executable, "-m", "assistant", "--help"]
    rows: dict[str, list[float]] = {"assistant ask": [], "floor (import, load, embed)": [], "assistant --help": []}
    for _ in range(runs):
        for name, command in zip(rows, (ask, floor, help_), strict=True):
            rows[name].append(
                milliseconds(
                    lambda c=command: subprocess.run(c, env=environment, check=True, capture_output=True, cwd=ROOT)
                )
            )
    for name, values in rows.items():
        print(f"{name:28} median {statistics.median(values) / 1000:.2f} s of {runs}")


def ingest_rate(documents: Path, runs: int = 3) -> None:
    """Passages per second of a whole ingest and of the encoder alone on the same texts, in turn."""
    rows = [json.loads(line) for line in documents.open(encoding="utf-8")]
    transcripts = [
        plain_transcript(row["_id"], row.get("title") or row["_id"], row["text"]) for row in rows if row.get("text")
    ]
    texts = [embedded_text(t, p) for t in transcripts for p in split_into_passages(t)]
    encoder = Encoder()
    encoder.encode_texts(texts[:32])
    with tempfile.TemporaryDirectory() as folder:
        Index(Path(folder), encoder).add(transcripts[:1])  # imports Chroma
    ratios = []
    for _ in range(runs):
        alone = milliseconds(lambda: encoder.encode_texts(texts))
        with tempfile.TemporaryDirectory() as folder:
            index = Index(Path(folder), encoder)
            whole = milliseconds(
                lambda i=index: [i.add(transcripts[n : n + 200]) for n in range(0, len(transcripts), 200)]
            )
            index.close()
        ratios.append(alone / whole)
        print(
            f"ingest {len(texts) / whole * 1000:.1f} passages/s, encoder alone {len(texts) / alone * 1000:.1f}, "
            f"ratio {alone / whole:.2f}"
        )
    print(f"median ratio {statistics.median(ratios):.2f} over {runs} pairs, {len(texts)} passages")


def main() -> None:
    """Print all three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT / "seeds")
    parser.add_argument("--questions", type=Path, default=ROOT / "tests" / "questions.jsonl")
    parser.add_argument("--documents", type=Path, help="corpus.jsonl to time ingest with")
    options = parser.parse_args()
    questions = [json.loads(line)["question"] for line in options.questions.open(encoding="utf-8")]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(corpus=options.corpus, vectorstore=Path(folder))
        index = Index(settings.vectorstore, Encoder())
        ingest(index, [settings.corpus])
        index.close()
        warm_questions(Assistant.from_settings(settings), questions)
        cold_start(settings.vectorstore, settings.corpus)
    if options.documents:
        ingest_rate(options.documents)


if __name__ == "__main__":
    main()
