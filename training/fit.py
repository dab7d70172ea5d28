"""Fit the weights in ``assistant/weights.json``; report on folds that share no article and no corpus.

    python training/fit.py PUBLIC [--limit N] [--write]
    python training/fit.py --read [--write]                 only what depends on the reader

PUBLIC holds the public sets' folders. Small linear models are fitted in turn, each on what the real pipeline computes:
``passage`` and ``sentence`` by softmax over the candidates of a question (ListNet's top-one likelihood, Cao et al.
2007), ``answerable`` by logistic regression; the last two again with the features of a reader, on questions that are
new to the bundled reader: those of the practice corpora held out from it.
"""

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from examples import HELD_OUT, Example, practice_examples, practice_names, public_examples
from public_sets import STUDIED, UNSEEN_FOLD
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from assistant.evaluation.metrics import calibration_error
from assistant.reading import answerability
from assistant.reading.ranking import read_evidence
from assistant.reading.reader import Reader, Remembering
from assistant.retrieval import evidence
from assistant.retrieval.evidence import (
    PASSAGE_FEATURES,
    READ_FEATURES,
    SENTENCE_FEATURES,
    Candidate,
    weigh_sentences,
)
from assistant.retrieval.hybrid import Found

WEIGHTS = Path(__file__).parents[1] / "assistant" / "weights.json"
ANSWERABLE = ("chunking-eval",)
TOP_K = 8
FOLDS = 5
PENALTY = 1e-3
# Practice corpora are what people use this for; the public sets keep the weights general where no reader reads.
SHARES = {"practice": 0.6, "squad2-dev-a": 0.2, "clapnq-dev": 0.2}
WRONGLY_REFUSED = 0.05
Group = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class Rows:
    """The decision to answer, one row a question: features, labels, sets and what must not be split."""

    features: np.ndarray
    labels: np.ndarray
    sets: np.ndarray
    groups: np.ndarray

    def shares(self) -> np.ndarray:
        """Weights that give each set its share of the whole."""
        counts = {name: (self.sets == name).sum() for name in set(self.sets)}
        whole = sum(SHARES[name] for name in counts)
        return np.array([SHARES[name] / whole * len(self.sets) / counts[name] for name in self.sets])

    def chosen(self, which: np.ndarray) -> "Rows":
        """Some of the rows."""
        return Rows(self.features[which], self.labels[which], self.sets[which], self.groups[which])


def family(example: Example) -> str:
    """The set's name, all practice corpora being one set."""
    return example.set_name.split("-", 1)[0] if example.set_name.startswith("practice") else example.set_name


def fit_softmax(groups: list[Group], names: tuple[str, ...], *, signed: bool = False) -> dict[str, float]:
    """Weights that maximise the likelihood of a gold row over the others of its group; (features, gold mask) each.

    Args:
        signed: no weight may be below 0: every feature speaks for a sentence, and on few questions features that
            overlap would else take opposite signs.
    """
    width = max(len(mask) for _, mask in groups)
    rows = torch.zeros(len(groups), width, len(names))
    gold = torch.zeros(len(groups), width, dtype=torch.bool)
    real = torch.zeros(len(groups), width, dtype=torch.bool)
    for i, (features, mask) in enumerate(groups):
        rows[i, : len(mask)] = torch.tensor(features)
        gold[i, : len(mask)] = torch.tensor(mask)
        real[i, : len(mask)] = True

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        weights = torch.tensor(w, dtype=torch.float32, requires_grad=True)
        scores = (rows @ weights).masked_fill(~real, -1e9)
        chosen = torch.logsumexp(scores.masked_fill(~gold, -1e9), 1) - torch.logsumexp(scores, 1)
        value = -chosen.mean() + 1e-4 * (weights**2).sum()
        value.backward()
        assert weights.grad is not None
        return value.item(), weights.grad.numpy().astype(np.float64)

    bounds = [(0.0, None) if signed else (None, None)] * len(names)
    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds).x
    return dict(zip(names, (round(float(v), 4) for v in w), strict=True))


def passage_groups(examples: Iterable[Example]) -> list[Group]:
    """Feature rows and gold masks of the questions that have a gold passage among the candidates."""
    groups = []
    for e in examples:
        mask = np.array([bool(e.spans(c)) for c in e.found.candidates])
        if mask.any():
            rows = [[c.features[n] for n in PASSAGE_FEATURES] for c in e.found.candidates]
            groups.append((np.array(rows, np.float32), mask))
    return groups


def rescored(found: Found) -> Found:
    """The same find with passages scored by the current weights."""
    candidates = [
        Candidate(c.stored, c.features, evidence.combine("passage", c.features), c.stems) for c in found.candidates
    ]
    return Found(found.question, found.vector, tuple(sorted(candidates, key=lambda c: (-c.score, c.stored.id))))


def ranked_sentences(example: Example, reader: Reader | None) -> tuple[Found, list[evidence.ScoredSentence]]:
    """What an answer may draw on, as the pipeline ranks it."""
    whole = rescored(example.found)
    found = Found(whole.question, whole.vector, whole.candidates[:TOP_K])
    ranked = weigh_sentences(found.question, found.vector, found.candidates)
    if reader and ranked:
        ranked = read_evidence(reader, found.question.text, ranked).ranked
    return found, ranked


def sentence_groups(examples: Iterable[Example], reader: Reader | None) -> list[Group]:
    """Feature rows and gold masks of the sentences of the passages an answer may draw on."""
    names = SENTENCE_FEATURES + (READ_FEATURES if reader else ())
    groups = []
    for e in examples:
        _, ranked = ranked_sentences(e, reader) if e.answerable else (None, [])
        mask = np.array([e.is_gold(s) for s in ranked], bool)
        if mask.any():
            groups.append((np.array([[s.features[n] for n in names] for s in ranked], np.float32), mask))
    return groups


def decision_rows(examples: Iterable[Example], reader: Reader | None) -> Rows:
    """Feature rows and labels of the decision to answer."""
    rows, labels, sets, groups = [], [], [], []
    for e in examples:
        found, ranked = ranked_sentences(e, reader)
        if ranked:
            rows.append(list(answerability.features(found, ranked).values()))
            labels.append(e.answerable)
            sets.append(family(e))
            groups.append(f"{e.set_name}:{e.group}")
    return Rows(np.array(rows), np.array(labels), np.array(sets), np.array(groups))


def fit_logistic(rows: Rows, *, read: bool) -> dict[str, float]:
    """Logistic regression whose every weight may only have the sign its feature's meaning gives it.

    Without the constraint features that overlap take opposite signs and cancel on the fitted sets, which does not
    carry over. Fitted on standardised features, the weights given back in the features' own units.
    """
    names = answerability.feature_names(read=read)
    scaler = StandardScaler().fit(rows.features)
    x = np.hstack([scaler.transform(rows.features), np.ones((len(rows.labels), 1))])
    sign, share = np.where(rows.labels, 1.0, -1.0), rows.shares()
    penalty = np.r_[np.full(len(names), PENALTY), 0.0]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margins = sign * (x @ w)
        gradient = -(share * sign * expit(-margins)) @ x / len(x) + penalty * w
        return float((share * np.logaddexp(0, -margins)).mean() + (penalty * w**2).sum() / 2), gradient

    against = answerability.SPEAK_AGAINST + answerability.READ_AGAINST
    bounds = [(None, 0) if n in against else (0, None) for n in names]
    w = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    own = w[:-1] / scaler.scale_
    fitted = dict(zip(names, (round(float(v), 4) for v in own), strict=True))
    return {"intercept": round(float(w[-1] - own @ scaler.mean_), 4), **fitted}


def report_ranking(examples: list[Example], reader: Reader | None) -> None:
    """R@1 and R@5 of documents and the share of questions whose best sentence holds the answer, by set."""
    for name in sorted({family(e) for e in examples}):
        asked = [e for e in examples if family(e) == name and e.answerable and e.gold]
        documents = [list(dict.fromkeys(c.stored.passage.source for c in rescored(e.found).candidates)) for e in asked]
        hit1 = np.mean([d[0] in e.gold for d, e in zip(documents, asked, strict=True)])
        hit5 = np.mean([bool(set(d[:5]) & set(e.gold)) for d, e in zip(documents, asked, strict=True)])
        right = np.mean([e.is_gold(ranked_sentences(e, reader)[1][0]) for e in asked])
        print(f"  {name:16} n={len(asked):5} R@1 {hit1:.3f}  R@5 {hit5:.3f}  best sentence {right:.3f}", flush=True)


def report_decision(rows: Rows, *, read: bool) -> None:
    """By set, over folds that share no group: area, calibration error, and refusals at ``WRONGLY_REFUSED``."""
    out = np.zeros(len(rows.labels))
    for train, test in GroupKFold(FOLDS).split(rows.features, rows.labels, rows.groups):
        fitted = fit_logistic(rows.chosen(train), read=read)
        own = np.array([fitted[n] for n in answerability.feature_names(read=read)])
        out[test] = expit(rows.features[test] @ own + fitted["intercept"])
    for name in sorted(set(rows.sets)):
        chosen = rows.sets == name
        y, p = rows.labels[chosen], out[chosen]
        threshold = float(np.quantile(p[y], WRONGLY_REFUSED))
        refused = p < threshold
        precision = (refused & ~y).sum() / max(1, refused.sum())
        print(
            f"  {name:16} n={len(y):5} area {roc_auc_score(y, p):.3f}  Brier {brier_score_loss(y, p):.3f}"
            f"  ECE {calibration_error(p, y):.3f}  at {WRONGLY_REFUSED:.0%} wrongly refused: threshold {threshold:.2f}"
            f" precision {precision:.3f} recall {refused[~y].mean():.3f}",
            flush=True,
        )


def gather(public: Path, store: Path, limit: int) -> list[Example]:
    """All examples that are fitted on, those held out from the reader aside."""
    examples = [e for name in STUDIED + ANSWERABLE for e in public_examples(public / name, store, limit)]
    return examples + [e for name in practice_names() for e in practice_examples(name, store)]


def main() -> None:
    """Fit, report, and with ``--write`` store the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("public", type=Path, nargs="?")
    parser.add_argument("--read", action="store_true", help="fit anew only the two models of what was read")
    parser.add_argument("--store", type=Path, default=Path("/tmp/transcript-assistant-public-sets"))
    parser.add_argument("--limit", type=int, default=0, help="questions of each public set, 0 for all")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.read == bool(options.public):
        parser.error("give the folder of the public sets, or --read")
    examples = [] if options.read else gather(options.public, options.store, options.limit)
    held_out = [e for name in HELD_OUT for e in practice_examples(name, options.store)]
    examples += held_out
    fitted = evidence.weights()
    stages: list[tuple[Reader | None, str, list[Example]]] = [(Remembering(Reader()), "_read", held_out)]
    if options.public:
        fitted["passage"] = fit_softmax(passage_groups(examples), PASSAGE_FEATURES)
        fitted["sentence"] = fit_softmax(sentence_groups(examples, None), SENTENCE_FEATURES)
        stages.insert(0, (None, "", [e for e in examples if family(e) in SHARES and e.fold == UNSEEN_FOLD]))
    for reader, suffix, asked in stages:
        if reader:
            names = SENTENCE_FEATURES + READ_FEATURES
            fitted["sentence_read"] = dict.fromkeys(names, 0.0)
            fitted["sentence_read"] = fit_softmax(sentence_groups(asked, reader), names, signed=True)
        print(f"{'with' if reader else 'without'} a reader", flush=True)
        report_ranking(asked, reader)
        rows = decision_rows(asked, reader)
        report_decision(rows, read=bool(reader))
        fitted[f"answerable{suffix}"] = fit_logistic(rows, read=bool(reader))
    print(json.dumps(fitted, indent=1))
    if options.write:
        WEIGHTS.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
