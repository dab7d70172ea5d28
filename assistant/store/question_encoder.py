"""Questions to vectors without torch: the bundled all-MiniLM-L6-v2, its own weights, run by onnxruntime.

Passages are embedded by sentence-transformers, whose import takes ten times as long as all else that a question needs.
Both run the same float32 weights, and of the same text their vectors differ by less than 1e-6 in every number
(``tests/store/test_encoder.py``), so questions and passages may meet. The graph has no weights of its own;
``training/encoder_graph.py`` makes it.
"""

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from assistant.errors import ModelError
from assistant.hub import loading
from assistant.store.arrays import Matrix
from assistant.store.model_files import BUNDLED, TOKENIZER, WEIGHTS, bundled_path, sha256_of

GRAPH = Path(__file__).parents[1] / "bundled" / "encoder.onnx"
GRAPH_SHA256 = "803d672c0c4dbe7014438f2ef42397082e91fd5b3b169953ac64a5b8c76f7fdf"
LONGEST = 256
DIMENSION = 384
BATCH_SIZE = 32


class QuestionEncoder:
    """The loaded model, safe to share between threads.

    Raises:
        ModelError: when the weights or the graph are missing or altered, or onnxruntime cannot be loaded.
    """

    def __init__(self) -> None:
        with loading("onnxruntime"):
            import onnxruntime
            from safetensors.numpy import load_file
            from tokenizers import Tokenizer
        folder = bundled_path()
        if not GRAPH.is_file() or sha256_of(GRAPH) != GRAPH_SHA256:
            raise ModelError(f"{GRAPH} is missing or altered: reinstall transcript-assistant")
        options = onnxruntime.SessionOptions()
        # A question is short: threads would cost more than they bring, and stand in the way of others.
        options.intra_op_num_threads = 1
        with loading(BUNDLED):
            weights = load_file(folder / WEIGHTS)
            values = {name: onnxruntime.OrtValue.ortvalue_from_numpy(weights[name]) for name in _named_in(weights)}
            options.add_external_initializers(list(values), list(values.values()))
            self._values = values
            self._session = onnxruntime.InferenceSession(GRAPH, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()
        self._tokenizing = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, one row each: means over the states of all tokens, as the model was trained."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        rows = np.zeros((len(texts), DIMENSION), np.float32)
        for begin in range(0, len(order), BATCH_SIZE):
            batch = order[begin : begin + BATCH_SIZE]
            rows[batch] = self._encode_batch([texts[i] for i in batch])
        return rows

    def _encode_batch(self, texts: Sequence[str]) -> Matrix:
        with self._tokenizing:
            encoded = self._tokenizer.encode_batch(list(texts))
        mask = np.array([each.attention_mask for each in encoded], np.int64)
        feeds = {
            "input_ids": np.array([each.ids for each in encoded], np.int64),
            "token_type_ids": np.zeros_like(mask),
            "attention_mask": mask,
        }
        (states,) = self._session.run(["states"], feeds)
        means = np.einsum("rtd,rt->rd", states, mask.astype(np.float32)) / mask.sum(axis=1, keepdims=True)
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)


def _named_in(weights: Iterable[str]) -> list[str]:
    """The tensors that the graph has a place for: it has no pooler, and makes the positions itself."""
    return [name for name in weights if not name.startswith("pooler.") and name != "embeddings.position_ids"]
