"""An answer written by a chat model from numbered passages, through LangChain."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.errors import ModelError
from assistant.evidence import Candidate
from assistant.prompting import fill, load_prompt, numbered_passages
from assistant.sentences import sentence_spans

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

NO_ANSWER = "NO ANSWER"
_MARKS = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
_MARK_BEFORE_STOP = re.compile(rf"((?:{_MARKS.pattern})+)([.!?]+[\"”’)]*)")
_CITED_STOP = re.compile(rf"[.!?][\"”’)]*(?:{_MARKS.pattern})+")


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence a model wrote, without its marks, and the passage numbers (from 1) that it cites."""

    text: str
    marks: tuple[int, ...]


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

    @staticmethod
    def claims(text: str) -> list[Claim]:
        """Sentences of a written answer with their marks; empty when the model said there is no answer."""
        if text.strip().startswith(NO_ANSWER) or text.strip(" \n.!*").upper() == NO_ANSWER:
            return []
        text = _MARK_BEFORE_STOP.sub(r"\3\1", text)
        claims: list[Claim] = []
        # Marks after a stop end a sentence for certain, also where the stop alone would not ("the U.S. [1] He left").
        cuts = [0, *(match.end() for match in _CITED_STOP.finditer(text)), len(text)]
        for start, end in (span for a, b in pairwise(cuts) for span in sentence_spans(text, a, b)):
            piece = text[start:end]
            leading = re.match(rf"(?:{_MARKS.pattern})+\s*", piece)
            if leading and claims:
                claims[-1] = Claim(claims[-1].text, (*claims[-1].marks, *_numbers(leading.group())))
                piece = piece[leading.end() :]
            if words := _MARKS.sub("", piece).strip():
                claims.append(Claim(words, _numbers(piece)))
        return claims


def _numbers(text: str) -> tuple[int, ...]:
    found = (int(n) for match in _MARKS.finditer(text) for n in re.findall(r"\d+", match.group(1)))
    return tuple(dict.fromkeys(n for n in found if n > 0))


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
