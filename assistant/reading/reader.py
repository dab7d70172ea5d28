"""The words that answer, and whether any do: an extractive question-answering model over the passages found.

The one that comes with the package is a MiniLM of six layers, trained by ``training/reader.py`` on questions some of
which have no answer, in int8 for onnxruntime (23 MB). ``ASSISTANT_READER`` names another: any model for
question answering tuned on SQuAD 2.0 (Rajpurkar et al. 2018, arXiv 1806.03822). As there, a span's score is its start
logit plus its end logit, and that of "no answer" is the same of the first token, the lowest over the windows of a
long text. A softmax over all of them makes probabilities, which sum to 1 over a text.
"""

import hashlib
import json
import math
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assistant.corpus.sentences import Span, trimmed
from assistant.errors import ModelError
from assistant.hub import Lazy, load_named, load_task_model, longest_input
from assistant.store.model_files import TOKENIZER, bundled_folder

BUNDLED = "bundled"
BUNDLED_FOLDER = Path(__file__).parents[1] / "bundled"
WEIGHTS = "reader.onnx"
NONE = "none"
# Texts that a named model reads in one run; the bundled one reads each by itself.
BATCH_SIZE = 8
WINDOW_TOKENS = 384
# Windows overlap by this share of one, and a question longer than it is cut to it.
OVERLAP = 0.25
ANSWER_TOKENS = 30

Array = np.ndarray[Any, np.dtype[Any]]
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


class Windows(NamedTuple):
    """Texts cut into what a model reads at once, one row each, padded to the longest.

    Attributes:
        rows: the model's inputs, each of shape (windows, tokens).
        owners: the number of the text that each row is of.
        places: of each token of a row its span in that text, (0, 0) where it is none of the text's.
    """

    rows: Mapping[str, Array]
    owners: Sequence[int]
    places: Sequence[Sequence[Span]]


class Engine(NamedTuple):
    """A loaded model: how it cuts texts into windows beside a question, and its start and end logits for rows."""

    windows: Callable[[str, Sequence[str]], Windows]
    logits: Callable[[Mapping[str, Array]], tuple[Array, Array]]


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
        starts, ends = engine.logits(windows.rows)
        pieces: list[list[tuple[Array, Array, float]]] = [[] for _ in texts]
        for owner, places, start, end in zip(windows.owners, windows.places, starts, ends, strict=True):
            # Tokens of some models bring the space before them.
            spans = [trimmed(texts[owner], *place) for place in places]
            pieces[owner].append(_span_scores(np.asarray(spans), start, end))
        return [_reading(found) for found in pieces]


def _named(name: str, local: bool) -> Engine:
    import torch

    if (Path(name) / WEIGHTS).is_file():
        return _onnx(Path(name))
    model, tokenizer = load_task_model("QuestionAnswering", name, local)

    def logits(rows: Mapping[str, Array]) -> tuple[Array, Array]:
        starts, ends = [], []
        for begin in range(0, len(rows["input_ids"]), BATCH_SIZE):
            batch = {key: torch.from_numpy(values[begin : begin + BATCH_SIZE]) for key, values in rows.items()}
            with torch.inference_mode():
                output = model(**batch)
            starts.append(output.start_logits.float().numpy())
            ends.append(output.end_logits.float().numpy())
        return np.concatenate(starts), np.concatenate(ends)

    size = min(WINDOW_TOKENS, longest_input(model, tokenizer))
    return Engine(partial(_windows_of_named, tokenizer, size), logits)


def _windows_of_named(tokenizer: Any, size: int, question: str, texts: Sequence[str]) -> Windows:
    """The windows by a fast tokenizer of transformers."""
    overlap = int(size * OVERLAP)
    with _TOKENIZING:
        asked = tokenizer(
            question, add_special_tokens=False, truncation=True, max_length=overlap, return_offsets_mapping=True
        )["offset_mapping"]
        cut = tokenizer(
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
    owners, offsets = cut.pop("overflow_to_sample_mapping"), cut.pop("offset_mapping")
    places = [_of_text(spans, cut.sequence_ids(row)) for row, spans in enumerate(offsets)]
    return Windows({name: np.asarray(values) for name, values in cut.items()}, owners, places)


def _windows_of_bundled(tokenizer: Any, question: str, texts: Sequence[str]) -> Windows:
    """The windows by the tokenizers library alone: transformers takes seconds to import."""
    overlap = int(WINDOW_TOKENS * OVERLAP)
    with _TOKENIZING:
        tokenizer.no_truncation()
        asked = tokenizer.encode(question, add_special_tokens=False).offsets[:overlap]
        tokenizer.enable_truncation(WINDOW_TOKENS, stride=overlap, strategy="only_second")
        question = question[: asked[-1][1]] if asked else ""
        first = tokenizer.encode_batch([(question, text) for text in texts])
    cut = [(owner, piece) for owner, whole in enumerate(first) for piece in (whole, *whole.overflowing)]
    longest = max(len(piece.ids) for _, piece in cut)
    rows = {
        name: np.asarray([[*values(piece), *[0] * (longest - len(piece.ids))] for _, piece in cut], np.int64)
        for name, values in _INPUTS.items()
    }
    places = [_of_text(piece.offsets, piece.sequence_ids) for _, piece in cut]
    return Windows(rows, [owner for owner, _ in cut], [[*row, *[(0, 0)] * (longest - len(row))] for row in places])


_INPUTS: dict[str, Callable[[Any], list[int]]] = {
    "input_ids": attrgetter("ids"),
    "token_type_ids": attrgetter("type_ids"),
    "attention_mask": attrgetter("attention_mask"),
}


def _of_text(spans: Sequence[Span], sequences: Sequence[int | None]) -> list[Span]:
    """The spans of the tokens of the text; those of the question have no place in it."""
    return [span if number == 1 else (0, 0) for span, number in zip(spans, sequences, strict=True)]


def _onnx(folder: Path) -> Engine:
    """A reader written by ``training/reader.py``; its words are those of the bundled all-MiniLM-L6-v2."""
    import onnxruntime
    from tokenizers import Tokenizer

    weights = (folder / WEIGHTS).read_bytes()
    expected = json.loads((folder / "reader.json").read_text(encoding="utf-8"))["sha256"]
    if hashlib.sha256(weights).hexdigest() != expected:
        raise ModelError(f"{folder / WEIGHTS} is altered: reinstall transcript-assistant, or set ASSISTANT_READER=none")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])

    def row_logits(row: Mapping[str, Array], length: int) -> tuple[Array, Array]:
        start, end = session.run(["start", "end"], {name: values[None, :length] for name, values in row.items()})
        return start[0], end[0]

    def logits(rows: Mapping[str, Array]) -> tuple[Array, Array]:
        lengths = rows["attention_mask"].sum(axis=1)
        each = [{name: values[i] for name, values in rows.items()} for i in range(len(lengths))]
        starts, ends = np.full((2, *rows["attention_mask"].shape), -np.inf, np.float32)
        runs = _CORES.map(row_logits, each, lengths)
        for i, (start, end) in enumerate(runs):
            starts[i, : len(start)], ends[i, : len(end)] = start, end
        return starts, ends

    tokenizer = Tokenizer.from_file(str(bundled_folder() / TOKENIZER))
    tokenizer.no_padding()
    return Engine(partial(_windows_of_bundled, tokenizer), logits)


# Every reader of the process shares the bundled one: it takes a third of a second to load.
_BUNDLED = Lazy(lambda: _onnx(BUNDLED_FOLDER))
_TOKENIZING = threading.Lock()  # a tokenizer serves one thread at a time


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
    spans, scores, _ = windows[0]
    if len(windows) > 1 or not np.diff(spans, axis=0).any(axis=1).all():  # two tokens may share the place of one sign
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
