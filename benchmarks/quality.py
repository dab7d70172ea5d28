"""How good it is on public question sets: retrieval, the answer sentence, the answer as shown, the decision to answer.

    python benchmarks/quality.py FOLDER [FOLDER ...] [--limit N] [--store DIR] [--without PART[,PART]]

Each folder holds corpus.jsonl, queries.jsonl and qrels.tsv (see ``public_sets.py``). Every document is searched with
every question, embedded in batches; the shipped weights are used as they are. Answers are the product's own, the
threshold of refusal aside. Intervals are 95 % bootstrap.
"""

import argparse
import copy
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from public_sets import LEARNT_FROM, PublicQuestion, open_index, read_questions
from ranking import TranscriptRanking

from assistant.answers import Answer, Answered
from assistant.assistant import Assistant
from assistant.evaluation.metrics import area_under_roc, calibration_error, ndcg_at, plain, reciprocal_rank
from assistant.evaluation.summary import Figure, bootstrap, each, mean
from assistant.followups.standalone import standalone_question
from assistant.parts import NOTHING, Part, Without, read_parts
from assistant.retrieval.hybrid import POOL
from assistant.settings import Settings
from assistant.store.encoder import Vector
from assistant.store.index import Index

TOP_K = 8
SPAN_PASSAGES = 5
# Documents of more passages than this are ranked as wholes too.
LONG_PASSAGES = 5
SHORT_ANSWER_WORDS = 12
Row = dict[str, float]
Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put to the search: its text and vector, made standalone or not, and the turns before."""

    question: PublicQuestion
    text: str
    vector: Vector
    history: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def _ranking(index: Index) -> TranscriptRanking:
    return TranscriptRanking(index)


def measure(assistant: Assistant, asked: Asked, *, long: bool) -> Row:
    """The scores of one question; recall is the share of its gold documents."""
    question = asked.question
    assistant = copy.copy(assistant)
    assistant.finder = assistant.finder.for_one_question()
    deep = assistant.search.search(asked.text, POOL, vector=asked.vector)
    row: Row = {"answerable": float(question.answerable)}
    if question.gold and question.answerable:
        row |= _documents(list(dict.fromkeys(c.stored.passage.source for c in deep.candidates)), question.gold)
        if long:
            ranked = _ranking(assistant.index).rank(assistant.search.read(asked.text), asked.vector)
            row |= {f"right document @{k}": _any([r.source for r in ranked[:k]], question.gold) for k in (1, 5)}
    if question.spans:
        passages = [c.stored.passage for c in deep.candidates[:SPAN_PASSAGES]]
        row |= span_scores(question.spans, [(p.source, p.start, p.end) for p in passages])
    answer = _answer(assistant, asked)
    row["confidence"] = answer.confidence
    if question.answerable and question.answers and _short(question):
        sentences = [s.text for s in assistant.finder.look(asked.text, None, asked.vector).ranked[:3]]
        row["answer in best sentence"] = _holds(sentences[:1], question.answers)
        row["answer in first 3 sentences"] = _holds(sentences, question.answers)
        row["answer as shown"] = _holds([answer.text] if answer.answered else [], question.answers)
        row["words"] = float(len(plain(answer.text).split()))
    return row


def _documents(found: Sequence[str], gold: frozenset[str]) -> Row:
    ranks = [found.index(document) + 1 if document in found else None for document in gold]
    return {
        **{f"R@{k}": len(set(found[:k]) & gold) / len(gold) for k in (1, 5, 10)},
        "any gold @5": _any(found[:5], gold),
        "all gold @10": float(gold <= set(found[:10])),
        "MRR@10": reciprocal_rank([rank for rank in ranks if rank and rank <= 10]),
        "nDCG@10": ndcg_at(ranks),
    }


def _any(found: Sequence[str], gold: frozenset[str]) -> float:
    return float(bool(set(found) & gold))


def span_scores(gold: Sequence[Span], passages: Sequence[Span]) -> Row:
    """Recall, precision and intersection over union in characters (Smith and Troynikov 2024, "Evaluating Chunking")."""
    wanted, shown = _characters(gold), _characters(passages)
    both, shown_length = len(wanted & shown), sum(end - start for _, start, end in passages)
    recall = both / len(wanted) if wanted else 0.0
    union = len(wanted) + shown_length - both
    return {
        f"span recall @{SPAN_PASSAGES}": recall,
        f"span precision @{SPAN_PASSAGES}": both / shown_length if shown_length else 0.0,
        f"span IoU @{SPAN_PASSAGES}": both / union if union else 0.0,
    }


def _characters(spans: Sequence[Span]) -> set[tuple[str, int]]:
    return {(document, place) for document, start, end in spans for place in range(start, end)}


def _answer(assistant: Assistant, asked: Asked) -> Answer:
    events = assistant.stream(asked.question.text, list(asked.history), vector=asked.vector)
    return next(event.answer for event in events if isinstance(event, Answered))


def _short(question: PublicQuestion) -> bool:
    return max(len(answer.split()) for answer in question.answers) <= SHORT_ANSWER_WORDS


def _holds(texts: Sequence[str], answers: tuple[str, ...]) -> float:
    folded = [" ".join(text.lower().split()) for text in texts]
    return float(any(" ".join(answer.lower().split()) in text for answer in answers for text in folded))


def measure_all(assistant: Assistant, questions: Sequence[PublicQuestion], *, rewrite: bool) -> list[Row]:
    """Scores of all questions; with ``rewrite`` follow-ups are made standalone from their history."""
    vocabulary = assistant.search.vocabulary()
    histories = [q.history if rewrite else () for q in questions]
    texts = [
        standalone_question(" ".join(q.text.split()), list(history), vocabulary)
        for q, history in zip(questions, histories, strict=True)
    ]
    vectors = assistant.vectors_of(texts)
    sources = assistant.index.catalog.sources()
    long = assistant.index.catalog.passage_count() > LONG_PASSAGES * len(sources)
    asked = (Asked(*item) for item in zip(questions, texts, vectors, histories, strict=True))
    return [measure(assistant, one, long=long) for one in asked]


def figures(rows: Sequence[Row]) -> dict[str, Figure]:
    """Every measure with its interval: means, the median of words, and the decision to answer."""
    found: dict[str, Figure] = {}
    for name in dict.fromkeys(key for row in rows for key in row):
        values = np.array([row[name] for row in rows if name in row])
        if name == "words":
            found["median words as shown"] = bootstrap(values, lambda drawn: np.median(drawn, axis=1))
        elif name not in ("answerable", "confidence"):
            found[name] = bootstrap(values, mean)
    pairs = np.array([(row["confidence"], row["answerable"]) for row in rows])
    if len(set(pairs[:, 1])) == 2:
        area, error = (each(lambda p, of=of: of(p[:, 0], p[:, 1] == 1)) for of in (area_under_roc, calibration_error))
        found["answerable: area under ROC"] = bootstrap(pairs, area, 200)
        found["answerable: calibration error"] = bootstrap(pairs, error, 200)
    return found


def sampled(folder: Path, limit: int) -> list[PublicQuestion]:
    """The questions of a set, at most ``limit`` of them (0: all), always the same ones."""
    questions = read_questions(folder)
    if not limit or len(questions) <= limit:
        return questions
    chosen = np.random.default_rng(0).choice(len(questions), limit, replace=False)
    return [questions[i] for i in sorted(chosen)]


def measure_set(index: Index, questions: Sequence[PublicQuestion], without: Without = NOTHING) -> dict[str, Figure]:
    """All figures of a set; those of a set with conversations come again with the follow-ups rewritten."""
    assistant = Assistant(index, Settings(threshold=0, top_k=TOP_K), without=without)
    found = figures(measure_all(assistant, questions, rewrite=False))
    if any(q.history for q in questions) and Part.REWRITING not in without:
        rewritten = figures(measure_all(assistant, questions, rewrite=True))
        found |= {f"{name}, rewritten": figure for name, figure in rewritten.items()}
    return found


def main() -> None:
    """Measure every folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="questions of each set, 0 for all")
    parser.add_argument("--store", type=Path, default=Path("/tmp/transcript-assistant-public-sets"))
    parser.add_argument("--without", action="append", default=[], metavar="PART[,PART]", help="parts switched off")
    options = parser.parse_args()
    for folder in options.folders:
        questions = sampled(folder, options.limit)
        index = open_index(folder, options.store)
        begin = time.perf_counter()
        found = measure_set(index, questions, read_parts(options.without))
        spent_ms = (time.perf_counter() - begin) / len(questions) * 1000
        learnt = ", some of them learnt from by the bundled reader" if folder.name in LEARNT_FROM else ""
        print(f"{folder.name}: {len(questions)} questions{learnt}, {spent_ms:.1f} ms a question")
        for name, figure in found.items():
            print(f"  {name:42} {figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]  n={figure.n}")
        index.close()


if __name__ == "__main__":
    main()
