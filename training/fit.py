"""Fit the weights in ``assistant/weights.json`` on public question sets; report on folds that share no article.

    python training/fit.py FOLDER [FOLDER ...] [--write]

Each folder is a public set (see ``benchmarks/public_sets.py``). Three small linear models are fitted in turn, each on
what the real pipeline computes: ``passage`` and ``sentence`` by softmax over the candidates of a question (ListNet's
top-one likelihood, Cao et al. 2007), ``answerable`` by logistic regression.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from public_sets import PublicQuestion, open_index, read_questions

from assistant import answerability, evidence
from assistant.evidence import PASSAGE_FEATURES, SENTENCE_FEATURES, Candidate, ScoredSentence, weigh_sentences
from assistant.names import names_in
from assistant.retrieval import POOL, Found, HybridSearch

WEIGHTS = Path(__file__).parents[1] / "assistant" / "weights.json"
TOP_K = 8
FOLDS = 5
PENALTY = 1e-3


@dataclass(frozen=True, slots=True)
class Example:
    """A question of a public set with what the search found for it, deep."""

    question: PublicQuestion
    found: Found
    set_name: str
    kind: str = "asked"


def gather(folder: Path, store: Path, limit: int, strangers: list[str]) -> list[Example]:
    """Search for every question of a set (or a sample of ``limit``), over the set's whole corpus.

    Answerable questions also come back twisted so that they ask what is not there: a name replaced by one of
    ``strangers`` or by another question's, a year by another year.
    """
    index = open_index(folder, store)
    questions = read_questions(folder)
    if limit and len(questions) > limit:
        chosen = np.random.default_rng(0).choice(len(questions), limit, replace=False)
        questions = [questions[i] for i in sorted(chosen)]
    twisted = [t for t in twist(questions, strangers) if t]
    search = HybridSearch(index)
    examples = []
    for asked, kind in ((questions, "asked"), (twisted, "twisted")):
        vectors = index.encoder.encode_queries([q.text for q in asked])
        for question, vector in zip(asked, vectors, strict=True):
            found = search.search(question.text, POOL, vector=vector)
            examples.append(Example(question, found, folder.name, kind))
    return examples


def names_of(question: str) -> list[str]:
    """Proper names inside a question."""
    return [name.text for name in names_in(f"x {question}") if len(name.text) > 3]


def twist(questions: list[PublicQuestion], strangers: list[str]) -> list[PublicQuestion]:
    """Of every second answerable question with a name or a year: the same with another, which nothing answers."""
    generator = np.random.default_rng(1)
    own = sorted({name for q in questions for name in names_of(q.text)})
    out = []
    for q in [q for q in questions if q.answerable][::2]:
        year, names = re.search(r"\b(1[5-9]|20)\d\d\b", q.text), names_of(q.text)
        if year and generator.random() < 0.6:
            text = q.text.replace(year.group(), str(int(year.group()) + int(generator.choice([-31, -7, 4, 11, 52]))))
        elif names and own:
            donors = strangers if generator.random() < 0.6 and strangers else own
            text = q.text.replace(str(generator.choice(names)), str(generator.choice(donors)))
        else:
            continue
        if text != q.text:
            out.append(replace(q, text=text, answerable=False))
    return out


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
    if _short(example):
        return holds(candidate.stored.text, example.question.answers)
    return bool(_shingles(candidate.stored.text) & _shingles(" ".join(example.question.answers)))


def _shingles(text: str) -> set[tuple[str, ...]]:
    """Runs of six words."""
    sequence = text.lower().split()
    return {tuple(sequence[i : i + 6]) for i in range(len(sequence) - 5)}


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
    for e in [e for e in examples if e.kind == "asked"]:
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

    The passages that answer are taken out of what was found, so that the rest of the article is what comes nearest:
    the right topic, no such fact.
    """
    mixed = {e.set_name for e in examples if e.kind == "asked" and not e.question.answerable}
    out: list[Example] = []
    for number, e in enumerate(examples):
        if e.set_name in mixed or e.kind != "asked" or number % 3:
            out.append(e)
            continue
        rest = tuple(c for c in e.found.candidates if not gold_passage(e, c))
        question = replace(e.question, answerable=False)
        out.append(Example(question, Found(e.found.question, e.found.vector, rest), e.set_name, "removed"))
    return out


def answerable_rows(examples: list[Example]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Feature rows, labels, article groups and kinds of the decision to answer."""
    rows, labels, groups, kinds = [], [], [], []
    for e in with_removed(examples):
        found = cut(rescored(e))
        ranked = weigh_sentences(found.question, found.vector, found.candidates)
        if ranked:
            values = answerability.features(found, ranked)
            rows.append([values[n] for n in answerability.FEATURES])
            labels.append(e.question.answerable)
            groups.append(f"{e.set_name}:{e.question.group}")
            kinds.append(e.kind)
    return np.array(rows), np.array(labels), np.array(groups), np.array(kinds)


def fit_logistic(rows: np.ndarray, labels: np.ndarray, sample_weight: np.ndarray) -> dict[str, float]:
    """Logistic regression whose every weight may only have the sign its feature's meaning gives it.

    Without the constraint features that overlap take opposite signs and cancel on the fitted sets, which does not
    carry over. Fitted on standardised features, the weights given back in the features' own units.
    """
    scaler = StandardScaler().fit(rows)
    x = np.hstack([scaler.transform(rows), np.ones((len(rows), 1))])
    sign = np.where(labels, 1.0, -1.0)
    penalty = np.r_[np.full(rows.shape[1], PENALTY), 0.0]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margins = sign * (x @ w)
        gradient = -(sample_weight * sign * expit(-margins)) @ x / len(x) + penalty * w
        return float((sample_weight * np.logaddexp(0, -margins)).mean() + (penalty * w**2).sum() / 2), gradient

    bounds = [(0, None) if n in answerability.SPEAK_FOR else (None, 0) for n in answerability.FEATURES]
    w = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    own = w[:-1] / scaler.scale_
    fitted = dict(zip(answerability.FEATURES, (round(float(v), 4) for v in own), strict=True))
    return {"intercept": round(float(w[-1] - own @ scaler.mean_), 4), **fitted}


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
    rows, labels, groups, kinds = answerable_rows(examples)
    sets = np.array([g.split(":", 1)[0] for g in groups])
    out = np.zeros(len(labels))
    for train, test in GroupKFold(FOLDS).split(rows, labels, groups):
        fitted = fit_logistic(rows[train], labels[train], balanced(sets[train], labels[train]))
        out[test] = predict(fitted, rows[test])
    for name in [*sorted(set(sets)), "all"]:
        for kind in ("asked", "removed", "twisted"):
            chosen = ((sets == name) | (name == "all")) & ((kinds == kind) | (labels if kind != "asked" else False))
            if len(set(labels[chosen])) == 2:
                print(f"{name:16} {kind:8} {_described(labels[chosen], out[chosen])}")


def _described(labels: np.ndarray, probabilities: np.ndarray) -> str:
    bins = np.minimum((probabilities * 10).astype(int), 9)
    gap = sum(abs(labels[bins == b].mean() - probabilities[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    area, brier = roc_auc_score(labels, probabilities), brier_score_loss(labels, probabilities)
    return f"n={len(labels):5} area {area:.3f}  Brier {brier:.3f}  ECE {gap:.3f}"


def main() -> None:
    """Fit, report, and with ``--write`` store the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--store", type=Path, default=Path("/tmp/transcript-assistant-public-sets"))
    parser.add_argument("--limit", type=int, default=0, help="questions of each set, 0 for all")
    parser.add_argument("--hold-out", default="", help="a set to report on but not to fit with")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    names = {folder: {n for q in read_questions(folder) for n in names_of(q.text)} for folder in options.folders}
    examples = []
    for folder in options.folders:
        strangers = sorted(set().union(*(found for other, found in names.items() if other != folder)))
        examples += gather(folder, options.store, options.limit, strangers)
    fitting = [e for e in examples if e.set_name != options.hold_out]
    fitted = evidence.weights()
    fitted["passage"] = fit_softmax(passage_groups(fitting), PASSAGE_FEATURES)
    fitted["sentence"] = fit_softmax(sentence_groups(fitting), SENTENCE_FEATURES)
    report_ranking(examples)
    report_answerable(examples)
    rows, labels, groups, _ = answerable_rows(fitting)
    sets = np.array([g.split(":", 1)[0] for g in groups])
    fitted["answerable"] = fit_logistic(rows, labels, balanced(sets, labels))
    print(json.dumps(fitted, indent=1))
    if options.write:
        WEIGHTS.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
