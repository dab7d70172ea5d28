"""An encoder that is imported only when something must be embedded.

sentence-transformers and LangChain take seconds to import, and most runs of ``assistant ingest`` embed nothing.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.store.arrays import Matrix
from assistant.store.model_files import BUNDLED, fingerprint_of

if TYPE_CHECKING:
    from assistant.corpus.sentences import Span
    from assistant.store.encoder import Encoder


class LateEncoder:
    """Stands for ``Encoder(model)`` in an index that may have nothing to embed."""

    def __init__(self, model: str = "") -> None:
        self._model = model
        self.name = model or BUNDLED

    @property
    def fingerprint(self) -> str:
        """As of the encoder it stands for."""
        return fingerprint_of(self._model)

    @cached_property
    def encoder(self) -> "Encoder":
        """The encoder, imported at first use."""
        from assistant.store.encoder import Encoder

        return Encoder(self._model)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """As ``Encoder.encode_queries``."""
        return self.encoder.encode_queries(texts)

    def encode_passages(
        self,
        texts: Sequence[str],
        sentences: "Sequence[Sequence[Span]]",
        progress: Callable[[int], None] | None = None,
    ) -> tuple[Matrix, list[Matrix]]:
        """As ``Encoder.encode_passages``."""
        return self.encoder.encode_passages(texts, sentences, progress)
