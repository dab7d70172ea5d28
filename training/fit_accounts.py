"""Fit what an account tells of whether there is an answer: ``answerable_account`` in ``assistant/weights.json``.

    python training/fit_accounts.py --store DIR [--check NAME …] [--write]

Of each question that asks for an account, over the practice corpora that neither the reader nor the network of accounts
has learnt: the log-odds of ``answerable_read``, and how likely the sentence is to help that most does. A logistic
regression joins them. Printed is what it is worth, each corpus judged by weights of the others, those of ``--check`` by
weights of all: the area under the ROC curve, and how many questions with and without an answer are answered at the
default threshold, before and with it. DIR keeps the indexes and what was observed: begin with an empty one where the
reader, the search or the network have changed.
"""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from examples import HELD_OUT, PRACTICE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.evaluation.questions import load_questions
from assistant.followups.lines import standalone_question
from assistant.questions.breadth import told_at_length
from assistant.reading import answerability
from assistant.reading.findings import Finder
from assistant.reading.reader import Reader
from assistant.retrieval.evidence import combine, logistic
from assistant.retrieval.hybrid import HybridSearch
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

WEIGHTS = Path(__file__).parents[1] / "assistant" / "weights.json"
MODEL, FEATURES = "answerable_account", ("read", "helpful")
# Hardly any penalty: two features and hundreds of questions.
INVERSE_PENALTY = 10.0
Rows = tuple[np.ndarray, np.ndarray]


def observed(name: str, store: Path, encoder: Encoder, reader: Reader) -> Rows:
    """Features, shape (questions, 2), and whether there is an answer, of the questions of one practice corpus."""
    kept = store / f"{name}.npz"
    if kept.is_file():
        with np.load(kept) as found:
            return found["features"], found["answerable"]
    corpus = PRACTICE / name / "corpus"
    index = Index(store / f"index-{name}", encoder)
    ingest(index, [corpus], corpus=corpus)
    search = HybridSearch(index)
    rows, answerable = [], []
    for question in load_questions(PRACTICE / name / "questions.jsonl"):
        text = standalone_question(question.question, list(question.history), search.vocabulary())
        findings = Finder(search, reader, Settings()).look_in_scope(text, None)
        if told_at_length(findings.found.question) and (account := findings.account):
            read = combine("answerable_read", answerability.features(findings.found, findings.ranked))
            rows.append([read, max(account.helpful)])
            answerable.append(question.answerable)
    index.close()
    np.savez(kept, features=np.array(rows), answerable=np.array(answerable))
    return np.array(rows), np.array(answerable)


def joined(each: Iterable[Rows]) -> Rows:
    """The rows of several corpora as of one."""
    features, answerable = zip(*each, strict=True)
    return np.vstack(features), np.concatenate(answerable)


def fitted(rows: Rows) -> dict[str, float]:
    """The weights of the regression."""
    model = LogisticRegression(C=INVERSE_PENALTY).fit(*rows)
    return {
        "intercept": round(float(model.intercept_[0]), 4),
        **{name: round(float(weight), 4) for name, weight in zip(FEATURES, model.coef_[0], strict=True)},
    }


def report(name: str, rows: Rows, weights: dict[str, float]) -> None:
    """What the weights are worth on one corpus, beside the odds of reading alone."""
    features, answerable = rows
    before = np.array([logistic(float(read)) for read in features[:, 0]])
    after = np.array([logistic(weights["intercept"] + float(row @ [weights[n] for n in FEATURES])) for row in features])
    for told, odds in (("read", before), ("with the account", after)):
        shown = odds >= Settings().threshold
        area = roc_auc_score(answerable, odds)
        print(
            f"  {name:12} {told:17} area {area:.3f}  answered {shown[answerable].sum()} of {answerable.sum()}, "
            f"without an answer {shown[~answerable].sum()} of {(~answerable).sum()}",
            flush=True,
        )


def main() -> None:
    """Ask, report, and with ``--write`` store the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--check", nargs="+", default=[])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    encoder, reader = Encoder(), Reader()
    rows = {name: observed(name, options.store, encoder, reader) for name in HELD_OUT}
    for name, own in rows.items():
        report(name, own, fitted(joined(each for other, each in rows.items() if other != name)))
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    weights[MODEL] = fitted(joined(rows.values()))
    for name in options.check:
        report(name, observed(name, options.store, encoder, reader), weights[MODEL])
    print(json.dumps(weights[MODEL]))
    if options.write:
        WEIGHTS.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
