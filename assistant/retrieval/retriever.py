"""The hybrid search as a LangChain retriever, for chains of others."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.filters import Filters
from assistant.retrieval.evidence import Candidate
from assistant.retrieval.hybrid import HybridSearch


class HybridRetriever(BaseRetriever):
    """The same search as a LangChain retriever: documents carry source, title, offsets and score."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: HybridSearch
    top_k: int = 8
    filters: Filters | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        found = self.search.search(query, self.top_k, self.filters)
        return [_document(candidate) for candidate in found.candidates]


def _document(candidate: Candidate) -> Document:
    passage = candidate.stored.passage
    metadata: dict[str, Any] = {
        "source": passage.source,
        "heading": candidate.stored.heading,
        "start": passage.start,
        "end": passage.end,
        "score": candidate.score,
    }
    return Document(page_content=candidate.stored.text, metadata=metadata)
