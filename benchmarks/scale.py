"""How it grows: the same questions over 1,000, 10,000 and 100,000 passages, and what each size costs.

    python benchmarks/scale.py --public FOLDER --store FOLDER [--sizes 1000 10000 100000] [--json FILE]

FOLDER of ``--public`` holds the public question sets (``squad1-extra`` and ``squad2-dev-a``: corpus.jsonl and
queries.jsonl). The first copy of their paragraphs is really encoded; see ``grown_corpus.py`` for the others. Every
phase is a process of its own, so its peak memory is its own: ``grow`` adds transcripts with vectors made beforehand
(what the index costs beside the encoder), ``ask`` starts up, asks, and compares the dense leg with exact search,
``pairs`` ingests changed text with the real encoder. ``cpu_`` figures are processor time: set OMP_NUM_THREADS=1.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from grown_corpus import Derived, KnownVectors, embedded_passages

from assistant.assistant import Assistant
from assistant.filters import Filters
from assistant.retrieval.hybrid import LEG_DEPTH
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index

SETS = ("squad1-extra", "squad2-dev-a")
QUESTIONS = 100
EXACT_QUESTIONS = 100
FILTERED_QUESTIONS = 20
NEAREST = 20
GROUP_PASSAGES = 512
PAIRS = 3
TRANSCRIPTS_A_PAIR = 5
# One question of each kind of survey; X is a word of the corpus that stands in few transcripts.
SURVEYS = (
    "How many transcripts mention {word}?",
    "Which transcripts mention {word}?",
    "What is the largest sum of money named in any of the transcripts?",
    "Which companies are named in each transcript?",
    "What was said about {word} in each of the transcripts?",
)


def peak_mb() -> float:
    """Most memory this process has held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def held_mb() -> float:
    """Memory that this process holds now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def disk_mb(folder: Path) -> float:
    """Size of all files below ``folder``, in MiB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of ``values`` lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def questions_of(public: Path) -> list[str]:
    """Questions of the sets, answerable and not, the same ones each time."""
    rows = [json.loads(line) for name in SETS for line in (public / name / "queries.jsonl").open(encoding="utf-8")]
    return [rows[i]["text"] for i in np.random.default_rng(7).permutation(len(rows))[:QUESTIONS]]


def derived_corpus(store: Path, public: Path, encoder: Encoder) -> Derived:
    """The real paragraphs and their copies; ``encoder`` encodes the real ones where that has not been done."""
    return Derived.make([public / name / "corpus.jsonl" for name in SETS], encoder, store.parent / "first.npz")


def encode(store: Path, _size: int, public: Path) -> dict[str, Any]:
    """Encode the real paragraphs, for the phases to come."""
    return {"articles": len(derived_corpus(store, public, Encoder()).articles)}


def grow(store: Path, size: int, public: Path) -> dict[str, Any]:
    """Add transcripts to the index in ``store`` until it has ``size`` passages."""
    derived = derived_corpus(store, public, KnownVectors())
    encoder = KnownVectors()
    index = Index(store, encoder)
    before = count = index.catalog.passage_count()
    known, copy, held, spent = index.catalog.digests(), 0, list[float](), 0.0
    while count < size:
        group = []
        for transcript, matrices in derived.transcripts(copy):
            if transcript.source in known or count + len(encoder.known) >= size:
                continue
            encoder.known.update(matrices)
            group.append(transcript)
            if len(encoder.known) >= GROUP_PASSAGES:
                spent += _add(index, group)
                count, group = index.catalog.passage_count(), []
                encoder.known.clear()
                held.append(held_mb())
        if group:
            spent += _add(index, group)
            count = index.catalog.passage_count()
            encoder.known.clear()
        copy += 1
    index.close()
    added = count - before
    return {
        "passages": count,
        "store_per_s": added / spent if spent else None,
        "ingest_peak_mb": peak_mb(),
        "ingest_held_mb": [round(held[i]) for i in np.linspace(0, len(held) - 1, 5).astype(int)] if held else [],
        "catalog_mb": sum(p.stat().st_size for p in store.glob("catalog*")) / 2**20,
        "disk_mb": disk_mb(store),
    }


def _add(index: Index, group: list[Any]) -> float:
    begin = time.perf_counter()
    index.add(group)
    return time.perf_counter() - begin


def ask(store: Path, _size: int, public: Path) -> dict[str, Any]:
    """Start-up to the first answer, warm questions, surveys, and recall of the dense leg."""
    begin = time.perf_counter()
    questions = questions_of(public)
    assistant = Assistant.from_settings(Settings(vectorstore=store))
    assistant.ask(questions[0])
    first, first_cpu = time.perf_counter() - begin, time.process_time()
    for question in questions[1:4]:
        assistant.ask(question)
    times, processor, stages = list[float](), list[float](), dict[str, list[float]]()
    for question in questions:
        begin, used = time.perf_counter(), time.process_time()
        answer = assistant.ask(question)
        times.append((time.perf_counter() - begin) * 1000)
        processor.append((time.process_time() - used) * 1000)
        for stage, spent in answer.timings_ms.items():
            stages.setdefault(stage, []).append(spent)
    asking_peak = peak_mb()
    return {
        "filtered_p50_ms": filtered(assistant, questions[:FILTERED_QUESTIONS]),
        "first_answer_s": first,
        "first_answer_cpu_s": first_cpu,
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "cpu_p50_ms": percentile(processor, 0.5),
        "cpu_p95_ms": percentile(processor, 0.95),
        "stages_p50_ms": {stage: round(statistics.median(spent), 1) for stage, spent in stages.items()},
        "ask_peak_mb": asking_peak,
        "surveys_s": surveys(assistant),
        "survey_peak_mb": peak_mb(),
        **recall(assistant.index, questions[:EXACT_QUESTIONS]),
    }


def pairs(store: Path, _size: int, public: Path) -> dict[str, Any]:
    """Ingest of real text with the real encoder into a copy of ``store``, against the encoder alone, in turn."""
    derived = derived_corpus(store, public, KnownVectors())
    fresh = [transcript for transcript, _ in derived.transcripts(999)]
    encoder = Encoder()
    encoder.encode_texts(["warm"] * 32)
    ratios, rates = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(store, folder, dirs_exist_ok=True)
        index = Index(Path(folder), encoder)
        index.vector_count()
        for begin in range(0, PAIRS * TRANSCRIPTS_A_PAIR, TRANSCRIPTS_A_PAIR):
            group = fresh[begin : begin + TRANSCRIPTS_A_PAIR]
            inputs = [pair for transcript in group for pair in embedded_passages(transcript)]
            start = time.process_time()
            encoder.encode_passages([text for text, _ in inputs], [spans for _, spans in inputs])
            alone = time.process_time() - start
            start = time.process_time()
            index.add(group)
            whole = time.process_time() - start
            ratios.append(alone / whole)
            rates.append(len(inputs) / whole)
        index.close()
    return {"ingest_ratio": statistics.median(ratios), "ratios": ratios, "ingest_per_cpu_s": statistics.median(rates)}


def surveys(assistant: Assistant) -> dict[str, float]:
    """Seconds that each kind of survey takes."""
    vocabulary = assistant.search.vocabulary()
    word = min((w for w in vocabulary if w.isalpha() and len(w) > 5), key=lambda w: (abs(vocabulary[w] - 30), w))
    spent = {}
    for wording in SURVEYS:
        begin = time.perf_counter()
        assistant.ask(wording.format(word=word))
        spent[wording] = round(time.perf_counter() - begin, 2)
    return spent


def filtered(assistant: Assistant, questions: list[str]) -> float:
    """Median milliseconds of a question asked of half of the transcripts only."""
    sources = assistant.index.catalog.sources()
    half, times = Filters(sources=tuple(sources[: len(sources) // 2])), list[float]()
    for question in questions:
        begin = time.perf_counter()
        assistant.ask(question, filters=half)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def recall(index: Index, questions: list[str]) -> dict[str, float]:
    """Share of the exactly nearest passages that Chroma finds, and how long each takes."""
    vectors = index.encoder.encode_queries(questions)
    rows = index.catalog.passage_vectors()
    ids = np.array([row[0] for row in rows])
    matrix = np.array([row[3] for row in rows], dtype=np.float32)
    del rows
    shares, times = list[float](), list[float]()
    for vector in vectors:
        scores = matrix @ vector
        exact = set(ids[np.argpartition(-scores, NEAREST)[:NEAREST]].tolist())
        begin = time.perf_counter()
        found = [id_ for id_, _ in index.search_dense(vector, LEG_DEPTH)][:NEAREST]
        times.append((time.perf_counter() - begin) * 1000)
        shares.append(len(exact & set(found)) / NEAREST)
    return {"recall_at_20": statistics.mean(shares), "dense_p50_ms": statistics.median(times)}


MEASURED = {"grow": grow, "ask": ask, "pairs": pairs}
PHASES = {"encode": encode, **MEASURED}


def in_process(phase: str, options: argparse.Namespace, store: Path, size: int) -> dict[str, Any]:
    """Run one phase as a process of its own and read its figures."""
    command = [sys.executable, __file__, "--phase", phase, "--public", str(options.public)]
    command += ["--store", str(store), "--sizes", str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def table(rows: list[dict[str, Any]]) -> str:
    """The figures as a table, a size a line."""
    columns = {
        "passages": "{:,}", "store_per_s": "{:.0f}", "ingest_peak_mb": "{:.0f}", "disk_mb": "{:.0f}",
        "first_answer_s": "{:.1f}", "p50_ms": "{:.0f}", "p95_ms": "{:.0f}", "cpu_p50_ms": "{:.0f}",
        "cpu_p95_ms": "{:.0f}", "filtered_p50_ms": "{:.0f}", "ask_peak_mb": "{:.0f}",
        "ingest_ratio": "{:.2f}", "recall_at_20": "{:.3f}", "dense_p50_ms": "{:.1f}",
    }  # fmt: skip
    head = f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"
    lines = [
        f"| {' | '.join(form.format(row[name]) if row[name] is not None else '–' for name, form in columns.items())} |"
        for row in rows
    ]
    return "\n".join([head, *lines])


def main() -> None:
    """Grow through the sizes and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--store", type=Path, required=True, help="folder for an index of each size; kept")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000, 100000])
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument("--phase", choices=tuple(PHASES), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        (size,) = options.sizes
        phase = PHASES[options.phase](options.store, size, options.public)
        print(json.dumps(phase))
        return
    rows: list[dict[str, Any]] = []
    previous: Path | None = None
    options.store.mkdir(parents=True, exist_ok=True)
    in_process("encode", options, options.store / "none", 0)
    for size in options.sizes:
        store = options.store / str(size)
        if previous and not store.exists():
            shutil.copytree(previous, store)
        rows.append({name: figure for p in MEASURED for name, figure in in_process(p, options, store, size).items()})
        print(json.dumps(rows[-1]), file=sys.stderr)
        previous = store
        if options.json:
            options.json.write_text(json.dumps(rows, indent=2), encoding="utf-8")
    print(table(rows))


if __name__ == "__main__":
    main()
