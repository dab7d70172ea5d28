"""A chat model from a GGUF file, run in this process by llama-cpp-python, as a LangChain chat model.

LangChain's own wrapper lives in langchain-community, which is frozen; this one has what we need and no more. It does no
tools, no images and no sampling: the likeliest token each time.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from assistant.errors import ModelError

MAGIC = b"GGUF"
# Longer than any answer the prompt asks for; a small model that repeats itself ends here.
MAX_ANSWER_TOKENS = 512


class GgufChat(BaseChatModel):
    """The loaded model; one reply at a time, others wait."""

    path: str
    context: int
    _llama: Any = PrivateAttr()
    _busy: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    def __init__(self, llama: Any, **values: Any) -> None:
        super().__init__(custom_get_token_ids=lambda text: list(llama.tokenize(text.encode(), special=False)), **values)
        self._llama = llama

    @property
    def _llm_type(self) -> str:
        return "gguf"

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        asked = [{"role": _role(message), "content": str(message.text)} for message in messages]
        read = sum(len(self._llama.tokenize(m["content"].encode(), special=False)) for m in asked)
        written = 0
        with self._busy:
            pieces = self._llama.create_chat_completion(
                asked, stream=True, temperature=0.0, max_tokens=MAX_ANSWER_TOKENS, stop=stop or []
            )
            for piece in pieces:
                choice = piece["choices"][0]
                text = choice["delta"].get("content") or ""
                written += bool(text)
                yield ChatGenerationChunk(message=AIMessageChunk(content=text), generation_info=_ending(choice))
        usage = UsageMetadata(input_tokens=read, output_tokens=written, total_tokens=read + written)
        yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))


def _ending(choice: dict[str, Any]) -> dict[str, Any] | None:
    return {"finish_reason": choice["finish_reason"]} if choice.get("finish_reason") else None


def _role(message: BaseMessage) -> str:
    if isinstance(message, SystemMessage):
        return "system"
    return "user" if isinstance(message, HumanMessage) else "assistant"


def load_gguf(path: str, context: int) -> GgufChat:
    """The model in the file ``path``, with room for ``context`` tokens or what it was trained on, if that is less.

    Raises:
        ModelError: when the file is no GGUF file, or llama-cpp-python is missing or cannot load it.
    """
    file = Path(path).expanduser()
    try:
        with file.open("rb") as opened:
            if opened.read(len(MAGIC)) != MAGIC:
                raise ModelError(f"{file} is not a GGUF file")
    except OSError as error:
        raise ModelError(f"model {file} cannot be read: {error.strerror}") from error
    try:
        from llama_cpp import Llama
    except ImportError as error:
        raise ModelError("gguf: needs llama-cpp-python: pip install 'transcript-assistant[local]'") from error
    try:
        llama = Llama(str(file), n_ctx=context, verbose=False)
    except Exception as error:  # the library raises ValueError, AssertionError and others for a damaged file
        raise ModelError(f"{file} cannot be loaded by llama-cpp-python: {error}") from error
    trained = int(llama.metadata.get(f"{llama.metadata.get('general.architecture')}.context_length", context))
    return GgufChat(llama, path=str(file), context=min(context, trained))
