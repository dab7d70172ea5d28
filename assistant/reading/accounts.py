"""Which sentences make up an account: what is asked broadly is answered by several, and no one span tells which.

A reader looks for the one place that answers. What its layers hold of a sentence also tells whether it helps who asks
for an account, so a small network (``bundled/account.onnx``, trained by ``training/accounts.py``) reads that: of each
sentence of the passages that were read its mean states, its evidence, and the sentences around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.hub import Lazy, load_onnx
from assistant.reading.reader import BUNDLED_FOLDER
from assistant.retrieval.evidence import ScoredSentence
from assistant.store.arrays import Matrix

WEIGHTS = "account.onnx"
# What of a sentence's evidence is weighed.
EVIDENCE = (
    "cosine", "coverage", "near_coverage", "names", "wanted", "length", "passage", "cosine_over_others", "bigrams",
    "read", "read_share", "read_passage", "read_mean", "counted",
)  # fmt: skip
# … and what else: its score beside the best one's, its place, and what it is.
BESIDES = ("score", "going_on", "passage_number", "number", "told", "asks", "words", "head")
# Sentences at a transcript's beginning that its head is in, and its dateline.
HEAD = 3

_NETWORK = Lazy(lambda: load_onnx(BUNDLED_FOLDER / WEIGHTS, "set ASSISTANT_READER=none"))


@dataclass(frozen=True, slots=True)
class Account:
    """The sentences that were read, passage by passage, and the log-odds that each belongs into the answer.

    Attributes:
        essential: of each, that the answer is not complete without it.
        helpful: of each, that it helps who asks.
        told: what the talk told before.
        going_on: whether the line goes on from another.
    """

    sentences: Sequence[ScoredSentence]
    essential: Sequence[float]
    helpful: Sequence[float]
    told: str = ""
    going_on: bool = False


def read_account(ranked: Sequence[ScoredSentence], told: str = "", *, going_on: bool = False) -> Account | None:
    """What the passages that were read tell towards an account; None where no reader tells its states.

    Args:
        ranked: the sentences as read, best first; of a passage all or none have states.
        told: what the talk told before.
        going_on: whether the line goes on from another.
    """
    sentences = by_passage(ranked)
    if not sentences:
        return None
    states, features = observed(sentences, told, going_on=going_on)
    (odds,) = _NETWORK.get().run(["odds"], {"states": states, "features": features})
    return Account(sentences, odds[:, 0].tolist(), odds[:, 1].tolist(), told, going_on)


def by_passage(ranked: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """The sentences whose states are known, passage by passage, the passage of the best one first."""
    read = [sentence for sentence in ranked if sentence.state is not None]
    order = {id_: number for number, id_ in enumerate(dict.fromkeys(s.stored.id for s in read))}
    return sorted(read, key=lambda s: (order[s.stored.id], s.number))


def observed(sentences: Sequence[ScoredSentence], told: str, *, going_on: bool) -> tuple[Matrix, Matrix]:
    """What the network sees of ``sentences`` (``by_passage``): states and features, one row each."""
    highest = max(sentence.score for sentence in sentences)
    numbers = {id_: number for number, id_ in enumerate(dict.fromkeys(s.stored.id for s in sentences))}
    rows = []
    for sentence in sentences:
        text, passage = sentence.text, sentence.stored.passage
        besides = {
            "score": sentence.score - highest,
            "going_on": float(going_on),
            "passage_number": numbers[sentence.stored.id] / 8,
            "number": sentence.number / 10,
            "told": float(text in told),
            "asks": float("?" in text[-3:]),
            "words": len(text.split()) / 40,
            "head": float(passage.number == 0 and sentence.number < HEAD),
        }
        rows.append([sentence.features[name] for name in EVIDENCE] + [besides[name] for name in BESIDES])
    return np.asarray([s.state for s in sentences], np.float32), np.asarray(rows, np.float32)
