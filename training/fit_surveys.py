"""Fit ``assistant/surveys/weights.json`` on practice corpora.

python training/fit_surveys.py --store FOLDER NAME [NAME ...] [--check NAME ...] [--model MODEL ...] [--write]
    NAME: a folder of training/practice; FOLDER/NAME: its index. --check: corpora that are only measured on.
    --model: which are fitted, all but answers_read unless named. --write: store the weights.

``answers``: whether the best sentence of a transcript answers the question; right are the transcripts of the gold
sentences. ``answers_read``: the same where a reader has read the best passages of each. ``speaks``: whether a
transcript speaks of the question's topic. ``right``: whether a survey holds the gold words, from the probability of
its weakest part; it is fitted last, on surveys made with the new weights. Each corpus is held out once to report; the
weights that are told are fitted on all that are named. Questions about one transcript are many: every ``EVERY``-th is
taken.

The ``answers_read`` that is shipped is not this fit, and so it is fitted only when named: it is ``answers`` with weight
1 for each of the two readings; those weights were measured end to end and the fitted ones were not. ``affinity`` is not
fitted: 1.5, 3 and 5 answered 19, 20 and 20 of 33 comparisons.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.evaluation.metrics import contains
from assistant.evaluation.questions import TestQuestion, load_questions
from assistant.questions.framing import topic_words
from assistant.reading.reader import Reader
from assistant.retrieval.hybrid import HybridSearch
from assistant.surveys import gathering
from assistant.surveys.counting import observations, read_topic
from assistant.surveys.gathering import (
    FEATURES,
    LEAST_FITTED,
    READ_FEATURES,
    Corpus,
    features,
    gather,
    log_odds,
)
from assistant.surveys.survey import survey

WEIGHTS = Path(__file__).parents[1] / "assistant/surveys/weights.json"
PRACTICE = Path(__file__).parent / "practice"
EVERY = 30
# Questions over several transcripts are few among those that have gold sentences, and the ones this is for.
OVER_SEVERAL = 4.0
SET_BY_HAND = "answers_read"
SPEAKS = ("share", "cosine")
Row = tuple[dict[str, float], float, float]


def usable(questions: Sequence[TestQuestion]) -> list[TestQuestion]:
    """Those that stand alone and have gold sentences: all over several transcripts, some of the others."""
    alone = [q for q in questions if q.answerable and not q.history and q.gold]
    several = [q for q in alone if len({g.source for g in q.gold}) > 1]
    return several + [q for q in alone if q not in several][::EVERY]


def answer_rows(search: HybridSearch, questions: Sequence[TestQuestion], reader: Reader | None) -> Iterator[Row]:
    """For each question and transcript: the features of its best sentence, whether it is gold's, and the weight."""
    corpus = Corpus.read(search, None, reader)
    vectors = corpus.encode([q.question for q in questions])
    for question, vector in zip(questions, vectors, strict=True):
        gold = {g.source for g in question.gold}
        read = search.read(question.question)
        evidence = gather(corpus, read, vector)
        top = max(e.ranked[0].score for e in evidence)
        weight = OVER_SEVERAL if len(gold) > 1 else 1.0
        for e in evidence:
            yield features(e.ranked[0], top), float(e.source in gold), weight


def topic_rows(search: HybridSearch, questions: Sequence[TestQuestion], _: Reader | None) -> Iterator[Row]:
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


def right_rows(search: HybridSearch, questions: Sequence[TestQuestion], reader: Reader | None) -> Iterator[Row]:
    """For each survey that is made: the log-odds of its evidence, and whether it holds the gold words."""
    vectors = search.index.encoder.encode_queries([q.question for q in questions])
    platt = gathering.read_weights()["right"]
    for question, vector in zip(questions, vectors, strict=True):
        made = survey(question.question, search, vector, None, reader)
        if made and made.items and made.confidence >= LEAST_FITTED:
            text = " ".join([str(made.lead), *(item.text for item in made.items)])
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


def report(by_corpus: dict[str, list[Row]], names: Sequence[str], check: dict[str, list[Row]]) -> None:
    """Area under ROC and calibration error of each corpus under weights fitted on the others.

    The corpora of ``check`` are held against weights fitted on all of ``by_corpus``.
    """
    for held_out, rows in by_corpus.items():
        _print(held_out, rows, fit([row for name, of in by_corpus.items() if name != held_out for row in of], names))
    if check:
        fitted = fit([row for of in by_corpus.values() for row in of], names)
        for name, rows in check.items():
            _print(f"{name} (only checked)", rows, fitted)


def _print(name: str, rows: Sequence[Row], fitted: dict[str, float]) -> None:
    from assistant.evaluation.metrics import area_under_roc, calibration_error

    odds = [
        fitted["intercept"] + sum(value * observed[n] for n, value in fitted.items() if n != "intercept")
        for observed, _, _ in rows
    ]
    likely = (1 / (1 + np.exp(-np.array(odds)))).tolist()
    labels = [bool(label) for _, label, _ in rows]
    area = f"{area_under_roc(likely, labels):.3f}" if 0 < sum(labels) < len(labels) else "none"
    print(f"  {name}: {len(rows)} rows, area {area}, ece {calibration_error(likely, labels):.3f}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit the models on the practice corpora named, report, and with ``--write`` store the weights."""
    from assistant.store.encoder import Encoder
    from assistant.store.index import Index

    models = {
        "answers": (answer_rows, FEATURES),
        "answers_read": (answer_rows, READ_FEATURES),
        "speaks": (topic_rows, SPEAKS),
        "right": (right_rows, ("log_odds",)),
    }
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--check", nargs="*", default=[])
    parser.add_argument("--model", nargs="*", choices=models, default=[name for name in models if name != SET_BY_HAND])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("names", nargs="+")
    options = parser.parse_args(arguments)
    encoder, reader = Encoder(), Reader()
    names = [*options.names, *options.check]
    searches = {name: HybridSearch(Index(options.store / name, encoder)) for name in names}
    every = {name: load_questions(PRACTICE / name / "questions.jsonl") for name in names}
    alone = {name: [q for q in of if not q.history] for name, of in every.items()}
    asked_of = {n: [q for i, q in enumerate(of) if q.category == "multi" or i % EVERY == 0] for n, of in alone.items()}
    weights = gathering.read_weights()
    for model, (rows_of, columns) in models.items():
        if model not in options.model:
            continue
        asked = asked_of if model == "right" else {name: usable(of) for name, of in every.items()}
        reads = reader if model in ("answers_read", "right") else None
        rows = {name: list(rows_of(search, asked[name], reads)) for name, search in searches.items()}
        fitting = {name: of for name, of in rows.items() if name in options.names}
        print(model)
        report(fitting, columns, {name: of for name, of in rows.items() if name in options.check})
        # In the product's own weights, for the fits that follow.
        weights[model] = fit([row for of in fitting.values() for row in of], columns)
    print(json.dumps(weights, indent=1))
    if options.write:
        WEIGHTS.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
