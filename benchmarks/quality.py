"""How good it is on public question sets: retrieval, the answer sentence, the decision to answer, follow-ups.

    python benchmarks/quality.py FOLDER [FOLDER ...] [--limit N] [--store DIR]

Each folder holds corpus.jsonl, queries.jsonl and qrels.tsv (see ``public_sets.py``). Every document is searched with
every question, embedded in batches; the shipped weights are used as they are. Intervals are 95 % bootstrap.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from public_sets import PublicQuestion, open_index, read_questions

from assistant import answerability
from assistant.evaluation.metrics import area_under_roc, calibration_error
from assistant.evaluation.summary import Figure, bootstrap
from assistant.evidence import weigh_sentences
from assistant.followups import standalone_question
from assistant.retrieval import POOL, Found, HybridSearch

TOP_K = 8
Row = dict[str, float]


def measure(search: HybridSearch, question: PublicQuestion, text: str, vector: np.ndarray) -> Row:
    """The scores of one question; recall is the share of its gold documents."""
    deep = search.search(text, POOL, vector=vector)
    row: Row = {"answerable": float(question.answerable)}
    documents = list(dict.fromkeys(c.stored.passage.source for c in deep.candidates))
    if question.gold and question.answerable:
        row |= {f"R@{k}": len(set(documents[:k]) & question.gold) / len(question.gold) for k in (1, 5, 10)}
        row["any gold @5"] = float(bool(set(documents[:5]) & question.gold))
        row["all gold @10"] = float(question.gold <= set(documents[:10]))
        row["MRR@10"] = next((1 / n for n, d in enumerate(documents[:10], 1) if d in question.gold), 0.0)
    found = Found(deep.question, deep.vector, deep.candidates[:TOP_K])
    ranked = weigh_sentences(found.question, found.vector, found.candidates)
    row["confidence"] = answerability.probability(found, ranked)
    if question.answerable and question.answers and ranked and _short(question):
        row["answer in sentence"] = float(_holds(ranked[0].text, question.answers))
        row["answer in first 3"] = float(any(_holds(s.text, question.answers) for s in ranked[:3]))
    return row


def _short(question: PublicQuestion) -> bool:
    return max(len(answer.split()) for answer in question.answers) <= 12


def _holds(text: str, answers: tuple[str, ...]) -> bool:
    folded = " ".join(text.lower().split())
    return any(" ".join(answer.lower().split()) in folded for answer in answers)


def measure_all(search: HybridSearch, questions: list[PublicQuestion], *, rewrite: bool) -> list[Row]:
    """Scores of all questions; with ``rewrite`` follow-ups are made standalone from their history."""
    vocabulary = search.vocabulary()
    texts = [standalone_question(q.text, list(q.history), vocabulary) if rewrite else q.text for q in questions]
    vectors = search.index.encoder.encode_queries(texts)
    return [measure(search, *item) for item in zip(questions, texts, vectors, strict=True)]


def report(name: str, rows: list[Row]) -> None:
    """One line a measure."""
    print(f"{name}: {len(rows)} questions")
    for measure_name in dict.fromkeys(key for row in rows for key in row):
        values = np.array([row[measure_name] for row in rows if measure_name in row])
        if measure_name not in ("answerable", "confidence"):
            _line(measure_name, bootstrap(values, lambda v: float(v.mean())))
    pairs = np.array([(row["confidence"], row["answerable"]) for row in rows])
    if len(set(pairs[:, 1])) == 2:
        _line("answerable: area under ROC", bootstrap(pairs, lambda p: area_under_roc(p[:, 0], p[:, 1] == 1), 200))
        _line(
            "answerable: calibration error", bootstrap(pairs, lambda p: calibration_error(p[:, 0], p[:, 1] == 1), 200)
        )


def _line(name: str, figure: Figure) -> None:
    print(f"  {name:30} {figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]  n={figure.n}")


def main() -> None:
    """Measure every folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="questions of each set, 0 for all")
    parser.add_argument("--store", type=Path, default=Path("/tmp/transcript-assistant-public-sets"))
    options = parser.parse_args()
    for folder in options.folders:
        search = HybridSearch(open_index(folder, options.store))
        questions = read_questions(folder)
        if options.limit and len(questions) > options.limit:
            chosen = np.random.default_rng(0).choice(len(questions), options.limit, replace=False)
            questions = [questions[i] for i in sorted(chosen)]
        begin = time.perf_counter()
        rows = measure_all(search, questions, rewrite=False)
        report(folder.name, rows)
        print(f"  {(time.perf_counter() - begin) / len(rows) * 1000:.1f} ms a question")
        if any(q.history for q in questions):
            report(f"{folder.name}, follow-ups rewritten", measure_all(search, questions, rewrite=True))


if __name__ == "__main__":
    main()
