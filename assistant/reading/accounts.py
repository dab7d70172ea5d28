"""Which sentences make up an account: what is asked broadly is answered by several, and no one span tells which.

A reader looks for the one place that answers. What its layers hold of a sentence also tells whether it helps who asks
for an account, so a small network (``bundled/account.onnx``, trained by ``training/accounts.py``) reads that: of each
sentence of the passages that were read its mean states, its evidence, and the sentences around it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.hub import Lazy, load_onnx
from assistant.reading.exchanges import Exchanges
from assistant.reading.extractive import is_dateline, repeats, tells
from assistant.reading.reader import BUNDLED_FOLDER
from assistant.retrieval.evidence import ScoredSentence, combine, logistic
from assistant.store.arrays import Matrix

WEIGHTS = "account.onnx"
# What of a sentence's evidence is weighed.
EVIDENCE = (
    "cosine", "coverage", "near_coverage", "names", "wanted", "length", "passage", "cosine_over_others", "bigrams",
    "read", "read_share", "read_passage", "read_mean", "counted",
)  # fmt: skip
# … and what else: its score beside the best one's, its place, and what it is.
BESIDES = ("score", "going_on", "passage_number", "number", "told", "asks", "words", "head")
HEAD = 3
# At most so much is shown, and nothing that is less likely to help.
SENTENCES, WORDS, LIKELY = 6, 120, 0.2
# What goes on from another line is looked for in more passages, so each sentence is less sure to help.
LIKELY_GOING_ON = 0.15
# The features of the decision, see ``Account.probability``.
DECISION = ("confidence", "helpful", "going_on")

_NETWORK = Lazy(lambda: load_onnx(BUNDLED_FOLDER / WEIGHTS, "set ASSISTANT_READER=none"))


@dataclass(frozen=True, slots=True)
class Account:
    """The sentences that were read, passage by passage, and the log-odds that each belongs into the answer.

    Attributes:
        essential: of each, that the answer is not complete without it.
        helpful: of each, that it helps who asks.
        going_on: whether the line goes on from another.
    """

    sentences: Sequence[ScoredSentence]
    essential: Sequence[float]
    helpful: Sequence[float]
    going_on: bool

    def probability(self, confidence: float) -> float:
        """The probability that the question is answered, where the reading for one place says ``confidence``.

        What is asked broadly is near in many places, so a doubt is only added to, never taken back.
        """
        return min(confidence, logistic(combine("answerable_account", self.decision(confidence))))

    def decision(self, confidence: float) -> dict[str, float]:
        """What the decision rests on, by the names of ``DECISION``.

        The log-odds that one place answers, the logarithm of the sum of all sentences' odds that they help, and whether
        the line goes on from another.
        """
        sure = min(max(confidence, 1e-4), 1 - 1e-4)
        return {
            "confidence": math.log(sure / (1 - sure)),
            "helpful": math.log(sum(map(math.exp, self.helpful))),
            "going_on": float(self.going_on),
        }

    def chosen(self, *, least: int = 1) -> list[ScoredSentence]:
        """The sentences to show, those of one transcript together, in the order of the text; the best one's first.

        A question brings what replies to it. Datelines, courtesies and what was said already are left out.

        Args:
            least: how many to show, however unlikely they are to help.
        """
        likely = LIKELY_GOING_ON if self.going_on else LIKELY
        exchanges = Exchanges(self.sentences)
        chosen: list[ScoredSentence] = []
        for sentence, probability in self._in_order():
            if len(chosen) >= SENTENCES or (len(chosen) >= least and probability < likely):
                break
            if sentence in chosen or repeats(sentence, chosen):
                continue
            joining = [sentence, *(s for s in exchanges.reply_to(sentence) if s not in chosen)]
            if not chosen or _holds([*chosen, *joining]):
                chosen += joining
        first = chosen[0].source if chosen else ""
        return sorted(chosen, key=lambda s: (s.source != first, s.source, s.stored.passage.sentences[s.number].start))

    def _in_order(self) -> list[tuple[ScoredSentence, float]]:
        """The sentences that tell something, best first, each with the probability that it helps."""
        odds = zip(self.sentences, map(logistic, self.essential), map(logistic, self.helpful), strict=True)
        telling = [(s, e, h) for s, e, h in odds if tells(s) and not is_dateline(s)]
        return [(s, h) for s, e, h in sorted(telling, key=lambda row: -row[1] - row[2])]


def read_account(ranked: Sequence[ScoredSentence], told: str = "", *, going_on: bool = False) -> Account | None:
    """What the passages that were read tell towards an account; None where no reader tells its states.

    Args:
        ranked: the sentences as read, best first.
        told: what the talk told before.
        going_on: whether the line goes on from another.
    """
    sentences = by_passage(ranked)
    if not sentences:
        return None
    states, features = observed(sentences, told, going_on=going_on)
    (odds,) = _NETWORK.get().run(["odds"], {"states": states, "features": features})
    return Account(sentences, odds[:, 0].tolist(), odds[:, 1].tolist(), going_on)


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
    return np.stack([s.state for s in sentences if s.state is not None]), np.asarray(rows, np.float32)


def _holds(chosen: Sequence[ScoredSentence]) -> bool:
    return len(chosen) <= SENTENCES and sum(len(s.text.split()) for s in chosen) <= WORDS
