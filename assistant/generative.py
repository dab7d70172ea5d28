"""An answer written by a chat model from numbered passages, through LangChain."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.errors import ModelError
from assistant.evidence import Candidate
from assistant.prompting import fill, load_prompt, numbered_passages

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class Writer:
    """Streams answers from the chat model ``name``, written ``provider:model``.

    Raises:
        ModelError: when the provider's package is missing or the model cannot be made.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._model = chat_model(name)
        self._template = load_prompt("answer")

    def stream(self, question: str, candidates: Sequence[Candidate]) -> Iterator[str]:
        """Pieces of the answer as they come.

        Raises:
            ModelError: when the model cannot be reached or fails on the way.
        """
        prompt = fill(self._template, passages=numbered_passages(candidates), question=question)
        try:
            for chunk in self._model.stream(prompt):
                if text := chunk.text:
                    yield str(text)
        except Exception as error:  # providers raise types of their own; the answer goes on without them
            raise ModelError(f"{self.name} did not answer ({type(error).__name__})") from error


def chat_model(name: str, setting: str = "ASSISTANT_MODEL") -> "BaseChatModel":
    """The chat model ``name``, written ``provider:model``; ``setting`` is where the user wrote it.

    Raises:
        ModelError: when the provider's package is missing or the model cannot be made.
    """
    from langchain.chat_models import init_chat_model

    if ":" not in name:
        raise ModelError(f"{setting}={name} is not provider:model, for example ollama:llama3.2")
    try:
        return init_chat_model(name, temperature=0)
    except ImportError as error:
        # The library's message has the right name: azure_openai, for one, needs langchain-openai.
        named = re.search(r"pip install ([\w-]+)", str(error))
        package = named.group(1) if named else f"langchain-{name.split(':', 1)[0]}"
        raise ModelError(f"{name} needs the package {package}: pip install {package}") from error
    except Exception as error:  # a missing key or unknown provider; each library has its own type for it
        raise ModelError(
            f"{name} cannot be used: {next(iter(str(error).splitlines()), type(error).__name__)}"
        ) from error
