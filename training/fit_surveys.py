"""Fit ``assistant/surveys/weights.json`` on practice corpora.

python training/fit_surveys.py --store FOLDER NAME [NAME ...]     NAME: a folder of training/practice; FOLDER: its index

``answers``: whether the best sentence of a transcript answers the question; right are the transcripts of the gold
sentences. ``speaks``: whether a transcript speaks of the question's topic, the same. ``right``: whether a survey holds
the gold words, from the probability of its weakest part. Each corpus is held out once to report; what is written is
fitted on all. ``affinity`` is not fitted: 1.5, 3 and 5 answered 19, 20 and 20 of 33 comparisons.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.evaluation.metrics import contains
from assistant.evaluation.questions import TestQuestion, load_questions
from assistant.retrieval import HybridSearch
from assistant.surveys.counting import observations, read_topic
from assistant.surveys.gathering import FEATURES, LEAST_FITTED, Corpus, features, gather, log_odds
from assistant.surveys.requests import topic_words
from assistant.surveys.survey import survey

WEIGHTS = Path(__file__).parents[1] / "assistant/surveys/weights.json"
PRACTICE = Path(__file__).parent / "practice"
# Questions over several transcripts are few among those that have gold sentences, and the ones this is for.
OVER_SEVERAL = 4.0
SPEAKS = ("share", "cosine")
Row = tuple[dict[str, float], float, float]


def usable(questions: Sequence[TestQuestion]) -> list[TestQuestion]:
    """Those that stand alone and have gold sentences."""
    return [q for q in questions if q.answerable and not q.history and q.gold]


def answer_rows(search: HybridSearch, questions: Sequence[TestQuestion]) -> Iterator[Row]:
    """For each question and transcript: the features of its best sentence, whether it is gold's, and the weight."""
    corpus = Corpus.read(search, None)
    vectors = corpus.encode([q.question for q in questions])
    for question, vector in zip(questions, vectors, strict=True):
        gold = {g.source for g in question.gold}
        read = search.read(question.question)
        evidence = gather(corpus, read, vector)
        top = max(e.ranked[0].score for e in evidence)
        weight = OVER_SEVERAL if len(gold) > 1 else 1.0
        for e in evidence:
            yield features(e.ranked[0], top), float(e.source in gold), weight


def topic_rows(search: HybridSearch, questions: Sequence[TestQuestion]) -> Iterator[Row]:
    """For each question's topic and transcript: what its best sentence shares with it, and whether it is gold's."""
    corpus = Corpus.read(search, None)
    for question in questions:
        text = topic_words(question.question)
        if not text:
            continue
        topic = read_topic(corpus, text)
        gold = {g.source for g in question.gold}
        for source, passages in corpus.passages.items():
            seen = [observed for stored in passages for observed in observations(topic, stored)]
            yield max(seen, key=lambda o: o["share"] + o["cosine"]), float(source in gold), 1.0


def right_rows(search: HybridSearch, questions: Sequence[TestQuestion]) -> Iterator[Row]:
    """For each survey that is made: the log-odds of its evidence, and whether it holds the gold words."""
    vectors = search.index.encoder.encode_queries([q.question for q in questions])
    platt = json.loads(WEIGHTS.read_text(encoding="utf-8"))["right"]
    for question, vector in zip(questions, vectors, strict=True):
        made = survey(question.question, search, vector, None)
        if made and made.items and made.confidence >= LEAST_FITTED:
            text = " ".join([made.lead, *(item.text for item in made.items)])
            found = [contains(text, wanted) for wanted in question.all_of or question.answers]
            right = question.answerable and (all(found) if question.all_of else any(found))
            yield {"log_odds": (log_odds(made.confidence) - platt["intercept"]) / platt["log_odds"]}, float(right), 1.0


def fit(rows: Sequence[Row], names: Sequence[str]) -> dict[str, float]:
    """Logistic weights of the named features, and the intercept."""
    from sklearn.linear_model import LogisticRegression

    x = np.array([[observed[name] for name in names] for observed, _, _ in rows])
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit(x, np.array([label for _, label, _ in rows]), sample_weight=np.array([weight for _, _, weight in rows]))
    fitted = dict(zip(names, model.coef_[0].tolist(), strict=True))
    return {name: round(value, 4) for name, value in {"intercept": float(model.intercept_[0]), **fitted}.items()}


def report(by_corpus: dict[str, list[Row]], names: Sequence[str]) -> None:
    """Area under ROC and calibration error of each corpus under weights fitted on the others."""
    from assistant.evaluation.metrics import area_under_roc, calibration_error

    for held_out, rows in by_corpus.items():
        fitted = fit([row for name, of in by_corpus.items() if name != held_out for row in of], names)
        odds = [fitted["intercept"] + sum(fitted[n] * observed[n] for n in names) for observed, _, _ in rows]
        likely = (1 / (1 + np.exp(-np.array(odds)))).tolist()
        labels = [bool(label) for _, label, _ in rows]
        print(f"{held_out}: area {area_under_roc(likely, labels):.3f}, ece {calibration_error(likely, labels):.3f}")


def write(model: str, fitted: dict[str, float]) -> None:
    """Replace one model of the weights file."""
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    weights[model] = fitted
    WEIGHTS.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Fit both models on the practice corpora named."""
    from assistant.encoder import Encoder
    from assistant.index import Index

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("names", nargs="+")
    options = parser.parse_args()
    encoder = Encoder()
    searches = {name: HybridSearch(Index(options.store / name, encoder)) for name in options.names}
    every = {name: load_questions(PRACTICE / name / "questions.jsonl") for name in searches}
    alone = {name: [q for q in of if not q.history] for name, of in every.items()}
    models = (("answers", answer_rows, FEATURES), ("speaks", topic_rows, SPEAKS), ("right", right_rows, ("log_odds",)))
    for model, rows_of, columns in models:
        asked = alone if model == "right" else {name: usable(of) for name, of in every.items()}
        rows = {name: list(rows_of(search, asked[name])) for name, search in searches.items()}
        report(rows, columns)
        write(model, fit([row for of in rows.values() for row in of], columns))


if __name__ == "__main__":
    main()
