"""The words that answer, and whether any do: an extractive question-answering model over the passages found.

The one that comes with the package is a MiniLM of six layers, trained by ``training/reader.py`` on questions some of
which have no answer, in int8 for onnxruntime (23 MB). ``ASSISTANT_READER`` names another: any model for
question answering tuned on SQuAD 2.0 (Rajpurkar et al. 2018, arXiv 1806.03822). As there, a span's score is its start
logit plus its end logit, and that of "no answer" is the same of the first token, the lowest over the windows of a
long text. A softmax over all of them makes probabilities, which sum to 1 over a text.
"""

import math
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.corpus.sentences import Span, trimmed
from assistant.hub import Lazy, load_named, load_onnx, load_task_model, loading, longest_input
from assistant.reading.windows import WINDOW_TOKENS, Windows, windows_by_tokenizers, windows_by_transformers
from assistant.store.arrays import Array, Matrix
from assistant.store.model_files import TOKENIZER, bundled_folder

BUNDLED = "bundled"
BUNDLED_FOLDER = Path(__file__).parents[1] / "bundled"
WEIGHTS = "reader.onnx"
NONE = "none"
# Texts that a named model reads in one run; the bundled one reads each by itself.
BATCH_SIZE = 8
ANSWER_TOKENS = 30
# Layers whose states are told beside the logits, by the names of a reader's outputs.
STATES = ("layer_4", "layer_5", "layer_6")

# Each text is read by one core, unpadded, so that what is read of it does not hang on what is read beside it: int8
# activations are scaled over a whole run. All questions share these, as each run holds memory that is never given back.
_CORES = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="reader")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of one text: the best span, ``text[start:end]``, and how likely each span is.

    Attributes:
        probability: of the best span; 0 with an empty span when the text has none.
        no_answer: probability that nothing in the text answers.
        spans: every span considered as (start, end), shape (spans, 2).
        probabilities: of each of them, shape (spans,); with ``no_answer`` they sum to 1.
        tokens: the place of each token in the text, shape (tokens, 2).
        states: what the bundled reader's last layers hold of each of them, one after the other, shape (tokens, width),
            in half precision; None of another model. Tokens that two windows share stand there twice.
    """

    start: int
    end: int
    probability: float
    no_answer: float
    spans: Array = field(repr=False)
    probabilities: Array = field(repr=False)
    tokens: Array = field(repr=False)
    states: Array | None = field(default=None, repr=False)

    def sentence_states(self, sentences: Sequence[Span]) -> Matrix | None:
        """Mean states of the tokens of each of ``sentences``, shape (sentences, width); zeros where one has none."""
        if self.states is None:
            return None
        means = np.zeros((len(sentences), self.states.shape[1]), np.float32)
        for mean, (begin, end) in zip(means, sentences, strict=True):
            inside = (self.tokens[:, 0] < end) & (self.tokens[:, 1] > begin)
            if inside.any():
                mean[:] = self.states[inside].mean(axis=0, dtype=np.float32)
        return means

    def sentence_scores(self, sentences: Sequence[Span]) -> list[float]:
        """Probability that the answer begins in each of ``sentences``, spans of the text in order."""
        masses = np.zeros(len(sentences))
        if len(sentences) and len(self.spans):
            homes = np.searchsorted([end for _, end in sentences], self.spans[:, 0], side="right")
            begins = np.asarray([begin for begin, _ in sentences] + [np.iinfo(np.int64).max])
            inside = self.spans[:, 0] >= begins[homes]
            np.add.at(masses, homes[inside], self.probabilities[inside])
        return [float(mass) for mass in masses]


class Output(NamedTuple):
    """What a model makes of one window: logits of an answer's start and end at each token, and ``Reading.states``."""

    starts: Array
    ends: Array
    states: Array | None = None


class Engine(NamedTuple):
    """A loaded model: how it cuts texts into windows beside a question, and what it makes of these, one each."""

    windows: Callable[[str, Sequence[str]], Windows]
    outputs: Callable[[Mapping[str, Array]], Sequence[Output]]


class Reader:
    """A question-answering model; loaded at first use, safe to share between threads.

    Args:
        model: hub id or folder; empty for the one that comes with the package. A folder that holds ``reader.onnx`` and
            its checksum in ``reader.json`` is read by onnxruntime.

    Raises:
        ModelError: at first use, when it cannot be loaded, is altered, or was not trained for question answering.
    """

    def __init__(self, model: str = "") -> None:
        self.name = model or BUNDLED
        self._loaded = Lazy(lambda: load_named("reader", model, _named)) if model else _BUNDLED

    @property
    def english_only(self) -> bool:
        """Whether it is the bundled one, which was trained on English; of another its owner knows."""
        return self.name == BUNDLED

    @property
    def model(self) -> Engine:
        """The loaded model."""
        return self._loaded.get()

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """One reading a text; texts longer than a window are read in windows that overlap."""
        if not texts:
            return []
        engine = self.model
        windows = engine.windows(question, texts)
        pieces: list[list[_Piece]] = [[] for _ in texts]
        outputs = engine.outputs(windows.rows)
        for owner, places, output in zip(windows.owners, windows.places, outputs, strict=True):
            # Tokens of some models bring the space before them.
            spans = np.asarray([trimmed(texts[owner], *place) for place in places])
            pieces[owner].append(_piece(spans, output))
        return [_reading(found) for found in pieces]


def _named(name: str, local: bool) -> Engine:
    if (Path(name) / WEIGHTS).is_file():
        return _onnx(Path(name))
    with loading("torch"):
        import torch

    model, tokenizer = load_task_model("QuestionAnswering", name, local)

    def outputs(rows: Mapping[str, Array]) -> list[Output]:
        found = []
        for begin in range(0, len(rows["input_ids"]), BATCH_SIZE):
            batch = {key: torch.from_numpy(values[begin : begin + BATCH_SIZE]) for key, values in rows.items()}
            with torch.inference_mode():
                output = model(**batch)
            logits = output.start_logits.float().numpy(), output.end_logits.float().numpy()
            found += [Output(*row) for row in zip(*logits, strict=True)]
        return found

    size = min(WINDOW_TOKENS, longest_input(model, tokenizer))
    return Engine(partial(windows_by_transformers, tokenizer, size), outputs)


def _onnx(folder: Path) -> Engine:
    """A reader written by ``training/reader.py``; its words are those of the bundled all-MiniLM-L6-v2."""
    from tokenizers import Tokenizer

    session = load_onnx(folder / WEIGHTS, "set ASSISTANT_READER=none")
    # What makes accounts has learnt the states of the bundled reader alone.
    names = ["start", "end", *(STATES if folder == BUNDLED_FOLDER else ())]

    def output_of(row: Mapping[str, Array], length: int) -> Output:
        found = session.run(names, {name: values[None, :length] for name, values in row.items()})
        start, end, *states = (values[0] for values in found)
        return Output(start, end, np.concatenate(states, axis=1, dtype=np.float16) if states else None)

    def outputs(rows: Mapping[str, Array]) -> list[Output]:
        lengths = rows["attention_mask"].sum(axis=1)
        each = [{name: values[i] for name, values in rows.items()} for i in range(len(lengths))]
        return list(_CORES.map(output_of, each, lengths))

    tokenizer = Tokenizer.from_file(str(bundled_folder() / TOKENIZER))
    tokenizer.no_padding()
    return Engine(partial(windows_by_tokenizers, tokenizer), outputs)


# Every reader of the process shares the bundled one: it takes a third of a second to load.
_BUNDLED = Lazy(lambda: _onnx(BUNDLED_FOLDER))


class Remembering(Reader):
    """A reader that reads no text twice for the same question: for as long as one question is answered."""

    def __init__(self, reader: Reader) -> None:
        self.name, self._loaded, self._reader = reader.name, reader._loaded, reader
        self._known: dict[tuple[str, str], Reading] = {}

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """As ``Reader.read``."""
        fresh = [text for text in dict.fromkeys(texts) if (question, text) not in self._known]
        for text, reading in zip(fresh, self._reader.read(question, fresh), strict=True):
            self._known[question, text] = reading
        return [self._known[question, text] for text in texts]


class _Piece(NamedTuple):
    """What was read in one window: spans with their scores, the score of no answer, tokens and their states."""

    spans: Array
    scores: Array
    nothing: float
    tokens: Array
    states: Array | None


def _piece(places: Array, output: Output) -> _Piece:
    """What a model makes of one window; tokens with empty ``places`` are left out."""
    starts, ends = output.starts, output.ends
    tokens = np.flatnonzero(places[:, 1] > places[:, 0])
    count = len(tokens)
    first, last = np.nonzero(np.tri(count, k=ANSWER_TOKENS - 1, dtype=bool) & np.tri(count, dtype=bool).T)
    first, last = tokens[first], tokens[last]
    spans = np.stack([places[first, 0], places[last, 1]], axis=1)
    states = output.states[tokens] if output.states is not None else None
    return _Piece(spans, starts[first] + ends[last], float(starts[0] + ends[0]), places[tokens], states)


def _reading(windows: Sequence[_Piece]) -> Reading:
    """Windows made one: a span that stands in several keeps its best score, "no answer" its lowest."""
    spans, scores = windows[0].spans, windows[0].scores
    if len(windows) > 1 or not np.diff(spans, axis=0).any(axis=1).all():  # two tokens may share the place of one sign
        spans, places = np.unique(np.concatenate([w.spans for w in windows]), axis=0, return_inverse=True)
        scores = np.full(len(spans), -np.inf)
        np.maximum.at(scores, places.ravel(), np.concatenate([w.scores for w in windows]))
    nothing = min(w.nothing for w in windows)
    highest = max(nothing, scores.max(initial=-np.inf))
    powers = np.exp(scores - highest)
    none = math.exp(nothing - highest)
    total = float(powers.sum()) + none
    probabilities = powers / total
    tokens = np.concatenate([w.tokens for w in windows])
    told = [w.states for w in windows if w.states is not None]
    states = np.concatenate(told) if told else None
    if not len(spans):
        return Reading(0, 0, 0.0, 1.0, spans, probabilities, tokens, states)
    best = int(probabilities.argmax())
    start, end = (int(place) for place in spans[best])
    return Reading(start, end, float(probabilities[best]), none / total, spans, probabilities, tokens, states)
