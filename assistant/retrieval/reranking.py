"""Putting passages in order with a cross-encoder, which reads question and passage together.

Off unless ``ASSISTANT_RERANKER`` names one. It changes which passages an answer may draw on and in what order, never
their features or scores, so what is fitted on those stays valid.
"""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import ModelError
from assistant.hub import Lazy, load_named, loading
from assistant.retrieval.evidence import Candidate

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# Time grows with the passages scored; those further down rarely hold the answer.
DEPTH = 20


class Reranker:
    """The sentence-transformers ``CrossEncoder`` named ``model``; loaded at first use, safe to share between threads.

    Raises:
        ModelError: at first use, when it cannot be loaded or does not give one score a pair.
    """

    def __init__(self, model: str) -> None:
        self.name = model
        self._model = Lazy(lambda: load_named("reranker", model, _load))
        self._busy = threading.Lock()  # a tokenizer serves one thread at a time

    @property
    def model(self) -> "CrossEncoder":
        """The loaded model."""
        return self._model.get()

    def reorder(self, question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The first ``DEPTH`` candidates by the model's score, best first; the rest after them as they were."""
        first, rest = list(candidates[:DEPTH]), list(candidates[DEPTH:])
        scores = self.scores(question, [c.stored.headed for c in first])
        order = sorted(range(len(first)), key=lambda i: -scores[i])
        return [first[i] for i in order] + rest

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question; comparable with one another only."""
        if not texts:
            return []
        model = self.model
        with self._busy:
            return [float(x) for x in model.predict([(question, text) for text in texts], show_progress_bar=False)]


def _load(name: str, local: bool) -> "CrossEncoder":
    with loading("sentence-transformers"):
        from sentence_transformers import CrossEncoder

    model = CrossEncoder(name, device="cpu", local_files_only=local)
    if model.num_labels != 1:
        raise ModelError(f"it gives {model.num_labels} scores a pair; name a CrossEncoder that gives one")
    architectures = getattr(model.config, "architectures", None) or []
    # Alone, without a head of its own, the library adds one of random weights.
    if len(model) == 1 and not any(a.endswith("ForSequenceClassification") for a in architectures):
        raise ModelError("it was not trained to score pairs; name a CrossEncoder")
    return model
