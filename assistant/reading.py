"""The words that answer, and whether any do: an extractive question-answering model over the passages found.

Off unless ``ASSISTANT_READER`` names a model tuned on questions some of which have no answer (SQuAD 2.0; Rajpurkar et
al. 2018, arXiv 1806.03822). As there, a span's score is its start logit plus its end logit, and that of "no answer" is
the same of the first token, the lowest over the windows of a long text. A softmax over all of them makes
probabilities, which sum to 1 over a text.
"""

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from assistant.evidence import ScoredSentence
from assistant.hub import Lazy, load_named, load_task_model, longest_input
from assistant.passages import Passage
from assistant.sentences import Span, trimmed

BATCH_SIZE = 8
WINDOW_TOKENS = 384
# Windows overlap by this share of one, and a question longer than it is cut to it.
OVERLAP = 0.25
ANSWER_TOKENS = 30
# A reader that is sure a sentence does not answer takes no more than its logarithm off the score; none has a veto.
FLOOR = 0.001

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of one text: the best span, ``text[start:end]``, and how likely each span is.

    Attributes:
        probability: of the best span; 0 with an empty span when the text has none.
        no_answer: probability that nothing in the text answers.
        spans: every span considered as (start, end), shape (spans, 2).
        probabilities: of each of them, shape (spans,); with ``no_answer`` they sum to 1.
    """

    start: int
    end: int
    probability: float
    no_answer: float
    spans: Array = field(repr=False)
    probabilities: Array = field(repr=False)

    def sentence_scores(self, sentences: Sequence[Span]) -> list[float]:
        """Probability that the answer begins in each of ``sentences``, spans of the text in order."""
        masses = np.zeros(len(sentences))
        if len(sentences) and len(self.spans):
            homes = np.searchsorted([end for _, end in sentences], self.spans[:, 0], side="right")
            begins = np.asarray([begin for begin, _ in sentences] + [np.iinfo(np.int64).max])
            inside = self.spans[:, 0] >= begins[homes]
            np.add.at(masses, homes[inside], self.probabilities[inside])
        return [float(mass) for mass in masses]


class Sharpened(NamedTuple):
    """Evidence with the reader's word in it; ``shortest`` are the words of the best sentence that answer, or ""."""

    ranked: list[ScoredSentence]
    confidence: float
    shortest: str


class Reader:
    """The question-answering model named ``model``; loaded at first use, safe to share between threads.

    Raises:
        ModelError: at first use, when it cannot be loaded or was not trained for question answering.
    """

    def __init__(self, model: str) -> None:
        self.name = model
        self._loaded = Lazy(
            lambda: load_named("reader", model, lambda name, local: load_task_model("QuestionAnswering", name, local))
        )
        self._busy = threading.Lock()  # a tokenizer serves one thread at a time

    @property
    def model(self) -> Any:
        """The loaded model."""
        return self._loaded.get()[0]

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """One reading a text; texts longer than a window are read in windows that overlap."""
        if not texts:
            return []
        windows = self._windows(question, texts)
        owners = windows.pop("overflow_to_sample_mapping")
        offsets = windows.pop("offset_mapping")
        starts, ends = self._logits(windows)
        pieces: list[list[tuple[Array, Array, float]]] = [[] for _ in texts]
        for row, owner in enumerate(owners):
            text = texts[owner]
            # Tokens of some models bring the space before them. Those of the question have no place in the text.
            places = [
                trimmed(text, *span) if number == 1 else (0, 0)
                for number, span in zip(windows.sequence_ids(row), offsets[row], strict=True)
            ]
            pieces[owner].append(_span_scores(np.asarray(places), starts[row], ends[row]))
        return [_reading(found) for found in pieces]

    def sentence_scores(self, question: str, text: str, sentences: Sequence[Span]) -> tuple[list[float], float]:
        """Probability of an answer in each of ``sentences`` (spans of ``text``), and that of none in the text."""
        reading = self.read(question, [text])[0]
        return reading.sentence_scores(sentences), reading.no_answer

    def sharpen(self, question: str, ranked: Sequence[ScoredSentence], confidence: float) -> Sharpened:
        """The evidence and the confidence with what the reader says of the same passages.

        To each score, a log-odds, comes the logarithm of the reader's probability (a product of experts, Hinton 2002).
        The new confidence is the mean, in log-odds, of the old and of the passage that the reader is surest of.
        """
        candidates = {s.candidate.stored.id: s.candidate for s in ranked}
        readings = dict(zip(candidates, self.read(question, [c.stored.text for c in candidates.values()]), strict=True))
        if not readings:
            return Sharpened([], confidence, "")
        masses = {
            key: readings[key].sentence_scores([_inside(c.stored.passage, n) for n in range(len(c.stems))])
            for key, c in candidates.items()
        }
        rescored = [
            replace(s, score=s.score + math.log(max(FLOOR, masses[s.candidate.stored.id][s.number]))) for s in ranked
        ]
        rescored.sort(key=lambda s: -s.score)
        answered = max(1 - reading.no_answer for reading in readings.values())
        both = (_log_odds(confidence) + _log_odds(answered)) / 2
        best = rescored[0]
        return Sharpened(rescored, 1 / (1 + math.exp(-both)), _shortest(best, readings[best.candidate.stored.id]))

    def _windows(self, question: str, texts: Sequence[str]) -> Any:
        model, tokenizer = self._loaded.get()
        size = min(WINDOW_TOKENS, longest_input(model, tokenizer))
        overlap = int(size * OVERLAP)
        with self._busy:
            asked = tokenizer(
                question, add_special_tokens=False, truncation=True, max_length=overlap, return_offsets_mapping=True
            )["offset_mapping"]
            return tokenizer(
                [question[: asked[-1][1]] if asked else ""] * len(texts),
                list(texts),
                truncation="only_second",
                max_length=size,
                stride=overlap,
                padding=True,
                return_overflowing_tokens=True,
                return_offsets_mapping=True,
                return_tensors=None,
            )

    def _logits(self, windows: Any) -> tuple[Array, Array]:
        """Start and end logits, each of shape (windows, tokens)."""
        import torch

        model = self.model
        starts, ends = [], []
        for begin in range(0, len(windows["input_ids"]), BATCH_SIZE):
            batch = {name: torch.tensor(rows[begin : begin + BATCH_SIZE]) for name, rows in windows.items()}
            with torch.inference_mode():
                output = model(**batch)
            starts.append(output.start_logits.float().numpy())
            ends.append(output.end_logits.float().numpy())
        return np.concatenate(starts), np.concatenate(ends)


def _span_scores(offsets: Array, starts: Array, ends: Array) -> tuple[Array, Array, float]:
    """Spans of one window with their scores, and the score of no answer; tokens with empty offsets are left out."""
    tokens = np.flatnonzero(offsets[:, 1] > offsets[:, 0])
    count = len(tokens)
    first, last = np.nonzero(np.tri(count, k=ANSWER_TOKENS - 1, dtype=bool) & np.tri(count, dtype=bool).T)
    first, last = tokens[first], tokens[last]
    spans = np.stack([offsets[first, 0], offsets[last, 1]], axis=1)
    return spans, starts[first] + ends[last], float(starts[0] + ends[0])


def _reading(windows: Sequence[tuple[Array, Array, float]]) -> Reading:
    """Windows made one: a span that stands in several keeps its best score, "no answer" its lowest."""
    spans, places = np.unique(np.concatenate([spans for spans, _, _ in windows]), axis=0, return_inverse=True)
    scores = np.full(len(spans), -np.inf)
    np.maximum.at(scores, places.ravel(), np.concatenate([scores for _, scores, _ in windows]))
    nothing = min(score for _, _, score in windows)
    highest = max(nothing, scores.max(initial=-np.inf))
    powers = np.exp(scores - highest)
    none = math.exp(nothing - highest)
    total = float(powers.sum()) + none
    probabilities = powers / total
    if not len(spans):
        return Reading(0, 0, 0.0, 1.0, spans, probabilities)
    best = int(probabilities.argmax())
    return Reading(
        int(spans[best, 0]), int(spans[best, 1]), float(probabilities[best]), none / total, spans, probabilities
    )


def _inside(passage: Passage, number: int) -> Span:
    sentence = passage.sentences[number]
    return sentence.start - passage.start, sentence.end - passage.start


def _shortest(best: ScoredSentence, reading: Reading) -> str:
    """The reader's span when it is likelier than no answer and lies within the best sentence."""
    begin, end = _inside(best.candidate.stored.passage, best.number)
    likely = reading.probability > reading.no_answer and begin <= reading.start < reading.end <= end
    return best.candidate.stored.text[reading.start : reading.end] if likely else ""


def _log_odds(probability: float) -> float:
    """Log-odds, kept within those of 1 and 99 in 100 so that neither side is ever certain."""
    kept = min(max(probability, 0.01), 0.99)
    return math.log(kept / (1 - kept))
