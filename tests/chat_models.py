"""Chat models of LangChain's own that need no server, as the writer takes them."""

from collections.abc import AsyncIterator

from langchain_core.language_models import BaseChatModel, FakeListChatModel
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import Field

from assistant.settings import Settings
from assistant.writing.generative import Writer
from assistant.writing.models import ChatModel


class Listening(FakeListChatModel):
    """Keeps the prompts that it was given."""

    heard: list[str] = Field(default_factory=list)

    async def _astream(
        self, messages: list[BaseMessage], *args: object, **kwargs: object
    ) -> AsyncIterator[ChatGenerationChunk]:
        self.heard.append(str(messages[0].content))
        async for chunk in super()._astream(messages, *args, **kwargs):  # type: ignore[arg-type]
            yield chunk


def ready(model: BaseChatModel) -> Writer:
    """A writer whose chat model is there already."""
    return Writer(ChatModel("test:ready", model), Settings())
