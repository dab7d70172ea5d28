"""Fit the weights in ``assistant/weights.json`` on public question sets; report on folds that share no article.

    python training/fit.py FOLDER [FOLDER ...] [--write]

Each folder is a public set (see ``benchmarks/public_sets.py``). Three small linear models are fitted in turn, each on
what the real pipeline computes: ``passage`` and ``sentence`` by softmax over the candidates of a question (ListNet's
top-one likelihood, Cao et al. 2007), ``answerable`` by logistic regression.
"""

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from public_sets import PublicQuestion, open_index, read_questions

from assistant import answerability, evidence
from assistant.evidence import PASSAGE_FEATURES, SENTENCE_FEATURES, Candidate, ScoredSentence, weigh_sentences
from assistant.retrieval import POOL, Found, HybridSearch

WEIGHTS = Path(__file__).parents[1] / "assistant" / "weights.json"
TOP_K = 8
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A question of a public set with what the search found for it, deep."""

    question: PublicQuestion
    found: Found
    set_name: str


def gather(folder: Path, store: Path, limit: int) -> list[Example]:
    """Search for every question of a set (or a sample of ``limit``), over the set's whole corpus."""
    index = open_index(folder, store)
    questions = read_questions(folder)
    if limit and len(questions) > limit:
        chosen = np.random.default_rng(0).choice(len(questions), limit, replace=False)
        questions = [questions[i] for i in sorted(chosen)]
    search = HybridSearch(index)
    vectors = index.encoder.encode_queries([q.text for q in questions])
    return [
        Example(question, search.search(question.text, POOL, vector=vector), folder.name)
        for question, vector in zip(questions, vectors, strict=True)
    ]


def fit_softmax(groups: list[tuple[np.ndarray, np.ndarray]], names: tuple[str, ...]) -> dict[str, float]:
    """Weights that maximise the likelihood of a gold row over the others of its group; (features, gold mask) each."""
    width = max(len(mask) for _, mask in groups)
    rows = torch.zeros(len(groups), width, len(names))
    gold = torch.zeros(len(groups), width, dtype=torch.bool)
    real = torch.zeros(len(groups), width, dtype=torch.bool)
    for i, (features, mask) in enumerate(groups):
        rows[i, : len(mask)] = torch.tensor(features)
        gold[i, : len(mask)] = torch.tensor(mask)
        real[i, : len(mask)] = True
    weights = torch.zeros(len(names), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        scores = (rows @ weights).masked_fill(~real, -1e9)
        chosen = torch.logsumexp(scores.masked_fill(~gold, -1e9), 1) - torch.logsumexp(scores, 1)
        loss = -chosen.mean() + 1e-4 * (weights**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return dict(zip(names, (round(w, 4) for w in weights.detach().tolist()), strict=True))


def holds(text: str, answers: tuple[str, ...]) -> bool:
    """Whether any answer string stands in ``text``, case and spacing aside."""
    folded = " ".join(text.lower().split())
    return any(" ".join(answer.lower().split()) in folded for answer in answers)


def gold_passage(example: Example, candidate: Candidate) -> bool:
    """Whether a passage is of a gold document and, where answers are short strings, holds one."""
    if candidate.stored.passage.source not in example.question.gold:
        return False
    return not _short(example) or holds(candidate.stored.text, example.question.answers)


def gold_sentence(example: Example, sentence: ScoredSentence) -> bool:
    """Whether a sentence of a gold passage holds an answer, or shares most of its words with a long one."""
    if sentence.candidate.stored.passage.source not in example.question.gold:
        return False
    if _short(example):
        return holds(sentence.text, example.question.answers)
    asked = {w for answer in example.question.answers for w in answer.lower().split()}
    mine = sentence.text.lower().split()
    return len(mine) > 4 and sum(w in asked for w in mine) / len(mine) > 0.7


def _short(example: Example) -> bool:
    return max((len(a.split()) for a in example.question.answers), default=0) <= 12


def rescored(example: Example) -> Found:
    """The same find with passages scored by the current weights, cut to what an answer may draw on."""
    candidates = [
        Candidate(c.stored, c.bm25, c.features, evidence.combine("passage", c.features), c.stems)
        for c in example.found.candidates
    ]
    ordered = sorted(candidates, key=lambda c: (-c.score, c.stored.id))
    return Found(example.found.question, example.found.vector, tuple(ordered))


def cut(found: Found) -> Found:
    """The first ``TOP_K`` candidates."""
    return Found(found.question, found.vector, found.candidates[:TOP_K])


def passage_groups(examples: list[Example]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Feature rows and gold masks of the questions that have a gold passage among the candidates."""
    groups = []
    for e in examples:
        mask = np.array([gold_passage(e, c) for c in e.found.candidates])
        if mask.any() and e.question.answerable:
            groups.append(
                (np.array([[c.features[n] for n in PASSAGE_FEATURES] for c in e.found.candidates], np.float32), mask)
            )
    return groups


def sentence_groups(examples: list[Example]) -> list[tuple[np.ndarray, np.ndarray]]:
    """The same for sentences of the passages an answer may draw on."""
    groups = []
    for e in examples:
        if not e.question.answerable:
            continue
        found = cut(rescored(e))
        ranked = weigh_sentences(found.question, found.vector, found.candidates)
        mask = np.array([gold_sentence(e, s) for s in ranked], bool)
        if mask.any():
            groups.append((np.array([[s.features[n] for n in SENTENCE_FEATURES] for s in ranked], np.float32), mask))
    return groups


def with_removed(examples: list[Example]) -> list[Example]:
    """The examples, and of every third question in a set without unanswerable ones: a twin that lost its evidence.

    Its gold documents are taken out of what was found, so that the rest of the article is what comes nearest: the
    right topic, no such fact.
    """
    mixed = {e.set_name for e in examples if not e.question.answerable}
    out: list[Example] = []
    for number, e in enumerate(examples):
        if e.set_name in mixed or number % 3:
            out.append(e)
            continue
        rest = tuple(c for c in e.found.candidates if c.stored.passage.source not in e.question.gold)
        question = replace(e.question, answerable=False)
        out.append(Example(question, Found(e.found.question, e.found.vector, rest), e.set_name))
    return out


def answerable_rows(examples: list[Example]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Feature rows, labels and article groups of the decision to answer."""
    rows, labels, groups = [], [], []
    for e in with_removed(examples):
        found = cut(rescored(e))
        ranked = weigh_sentences(found.question, found.vector, found.candidates)
        if ranked:
            values = answerability.features(found, ranked)
            rows.append([values[n] for n in answerability.FEATURES])
            labels.append(e.question.answerable)
            groups.append(f"{e.set_name}:{e.question.group}")
    return np.array(rows), np.array(labels), np.array(groups)


def fit_logistic(rows: np.ndarray, labels: np.ndarray, sample_weight: np.ndarray) -> dict[str, float]:
    """Logistic regression on standardised features, its weights given back in the features' own units."""
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=0.3, max_iter=1000).fit(scaler.transform(rows), labels, sample_weight=sample_weight)
    own = model.coef_[0] / scaler.scale_
    fitted = dict(zip(answerability.FEATURES, (round(float(w), 4) for w in own), strict=True))
    return {"intercept": round(float(model.intercept_[0] - own @ scaler.mean_), 4), **fitted}


def predict(fitted: dict[str, float], rows: np.ndarray) -> np.ndarray:
    """Probabilities of a fitted logistic model."""
    own = np.array([fitted[n] for n in answerability.FEATURES])
    return 1 / (1 + np.exp(-(rows @ own + fitted["intercept"])))


def balanced(sets: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Weights that make every set, and answerable and not within it, count alike."""
    weights = np.ones(len(labels))
    for name in set(sets):
        for label in (True, False):
            chosen = (sets == name) & (labels == label)
            if chosen.any():
                weights[chosen] = len(labels) / (chosen.sum() * 2 * len(set(sets)))
    return weights


def report_ranking(examples: list[Example]) -> None:
    """R@1 and R@5 of documents and the share of questions whose best sentence holds the answer, by set."""
    for name in sorted({e.set_name for e in examples}):
        hit1, hit5, right = [], [], []
        for e in examples:
            if e.set_name != name or not e.question.answerable or not e.question.gold:
                continue
            found = rescored(e)
            documents = list(dict.fromkeys(c.stored.passage.source for c in found.candidates))
            hit1.append(documents[0] in e.question.gold)
            hit5.append(bool(set(documents[:5]) & e.question.gold))
            found = cut(found)
            ranked = weigh_sentences(found.question, found.vector, found.candidates)
            right.append(gold_sentence(e, ranked[0]))
        print(
            f"{name:20} n={len(hit1):5} R@1 {np.mean(hit1):.3f}  R@5 {np.mean(hit5):.3f}  sentence {np.mean(right):.3f}"
        )


def report_answerable(examples: list[Example]) -> None:
    """Area under ROC, Brier score and calibration error over article-disjoint folds, by set and over all."""
    rows, labels, groups = answerable_rows(examples)
    sets = np.array([g.split(":", 1)[0] for g in groups])
    out = np.zeros(len(labels))
    for train, test in GroupKFold(FOLDS).split(rows, labels, groups):
        fitted = fit_logistic(rows[train], labels[train], balanced(sets[train], labels[train]))
        out[test] = predict(fitted, rows[test])
    for name in [*sorted(set(sets)), "all"]:
        chosen = sets == name if name != "all" else np.ones(len(sets), bool)
        if len(set(labels[chosen])) == 2:
            y, p = labels[chosen], out[chosen]
            bins = np.minimum((p * 10).astype(int), 9)
            gap = sum(abs(y[bins == b].mean() - p[bins == b].mean()) * (bins == b).mean() for b in set(bins))
            print(
                f"{name:20} n={len(y):5} area {roc_auc_score(y, p):.3f}  "
                f"Brier {brier_score_loss(y, p):.3f}  ECE {gap:.3f}"
            )


def main() -> None:
    """Fit, report, and with ``--write`` store the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--store", type=Path, default=Path("/tmp/transcript-assistant-public-sets"))
    parser.add_argument("--limit", type=int, default=0, help="questions of each set, 0 for all")
    parser.add_argument("--hold-out", default="", help="a set to report on but not to fit with")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    examples = [e for folder in options.folders for e in gather(folder, options.store, options.limit)]
    fitting = [e for e in examples if e.set_name != options.hold_out]
    fitted = evidence.weights()
    fitted["passage"] = fit_softmax(passage_groups(fitting), PASSAGE_FEATURES)
    fitted["sentence"] = fit_softmax(sentence_groups(fitting), SENTENCE_FEATURES)
    report_ranking(examples)
    report_answerable(examples)
    rows, labels, groups = answerable_rows(fitting)
    sets = np.array([g.split(":", 1)[0] for g in groups])
    fitted["answerable"] = fit_logistic(rows, labels, balanced(sets, labels))
    print(json.dumps(fitted, indent=1))
    if options.write:
        WEIGHTS.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
