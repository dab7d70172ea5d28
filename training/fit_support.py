"""Fit a small linear model of "is this text true of its document" on what the checker finds; figures on held-out folds.

    python training/fit_support.py FOLDER …

Logistic regression over the least and mean share of wording and the counts of problems by kind, with folds that share
no document; the threshold is set inside each fold's training part. Reported beside the rules alone. Nothing is written:
the product keeps the rules, whose verdicts name their reasons; docs/decisions.md has the figures.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from support import Judged, balanced_accuracy, judge_all, rows_of

from assistant.verification.support import Problem

FOLDS = 5
NAMES = ["least shared", "mean shared", *(p.value for p in Problem if p is not Problem.WORDING)]


def held_out(judged: list[Judged]) -> list[bool]:
    """For each text, what a model says that saw none of its document's."""
    features = np.array([item.features() for item in judged])
    truth = np.array([item.supported for item in judged])
    groups = [f"{item.domain}-{item.document}" for item in judged]
    said = np.zeros(len(judged), dtype=bool)
    for train, test in GroupKFold(FOLDS).split(features, truth, groups):
        model = fitted(features[train], truth[train])
        scores = model.predict_proba(features[train])[:, 1]
        cuts = np.quantile(scores, np.linspace(0.05, 0.95, 37))
        best = max(cuts, key=lambda cut: balanced_accuracy(list(truth[train]), list(scores >= cut)))
        said[test] = model.predict_proba(features[test])[:, 1] >= best
    return list(map(bool, said))


def fitted(features: np.ndarray, truth: np.ndarray) -> object:
    """The model on standardised features, both classes weighing the same."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.3, class_weight="balanced")).fit(features, truth)


def main() -> None:
    """Print both tables and the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    judged = [item for folder in parser.parse_args().folders for item in judge_all(folder)]
    print("rules alone", *rows_of(judged, [item.borne_out for item in judged]), sep="\n")
    print("\nfitted, held-out folds", *rows_of(judged, held_out(judged)), sep="\n")
    model = fitted(np.array([j.features() for j in judged]), np.array([j.supported for j in judged]))
    for name, weight in zip(NAMES, model[-1].coef_[0], strict=True):
        print(f"  {name:<14} {weight:+.2f}")


if __name__ == "__main__":
    main()
