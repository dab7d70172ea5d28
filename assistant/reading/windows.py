"""Texts cut beside a question into what a model reads at once, by either of two libraries' tokenizers."""

import threading
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from assistant.corpus.sentences import Span
from assistant.store.arrays import Array

WINDOW_TOKENS = 384
# Windows overlap by this share of one, and a question longer than it is cut to it.
OVERLAP = 0.25
_TOKENIZING = threading.Lock()  # a tokenizer serves one thread at a time


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


def windows_by_transformers(tokenizer: Any, size: int, question: str, texts: Sequence[str]) -> Windows:
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


def windows_by_tokenizers(tokenizer: Any, question: str, texts: Sequence[str]) -> Windows:
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
