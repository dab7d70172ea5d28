"""One reply of a chat model, as it is written: time limits, tries, and an end when nobody listens any more.

Every call runs on one event loop in a thread of its own, through the model's asynchronous side: there a call that is
given up is cancelled at once, wherever it stands, and its connection closed; a blocking read could not be.
"""

import asyncio
import queue
import random
import threading
import time
from collections.abc import AsyncIterator, Generator
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.writing.failures import explain

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TRIES = 3
# Seconds before the second try; doubled before each further one, and a random quarter less.
FIRST_WAIT_S = 0.5
# How often whoever listens gets a piece of no text while the model is silent, and can stop there.
BEAT_S = 0.5
# What we ask for and some models refuse, with what leaves it out: words of a refusal → field and value.
_OPTIONAL = {"temperature": ("temperature", None), "stream_options": ("stream_usage", False)}
# Providers that say why a reply ended; without it the reply was cut off.
_STATE_THEIR_END = ("openai", "anthropic", "ollama")
_END_REASONS = ("finish_reason", "done_reason", "stop_reason")
_CUT_SHORT = ("length", "max_tokens")


class Reply:
    """The reply of ``chat`` to ``prompt``: iterate it once; closing the iterator ends the request.

    Attributes:
        name: the model's, ``provider:model`` as it is shown.
        timeout_s: seconds of silence after which it is given up.
        first_token_ms: milliseconds until the first text, 0 before it.
        input_tokens, output_tokens: as the provider counted them, 0 where it does not.
        cut_short: whether the model stopped at its limit of tokens.
    """

    def __init__(self, chat: "BaseChatModel", prompt: str, name: str, timeout_s: float) -> None:
        self.name = name
        self.timeout_s = timeout_s
        self._chat = chat
        self._prompt = prompt
        self._ended = ""
        self.first_token_ms = 0.0
        self.input_tokens = self.output_tokens = 0

    @property
    def cut_short(self) -> bool:
        """Whether the model stopped at its limit of tokens."""
        return self._ended in _CUT_SHORT

    def __iter__(self) -> Generator[str, None, None]:
        """Pieces of text as they come; empty ones while the model is silent.

        Raises:
            ModelError: one line, when the model cannot be reached, fails, falls silent or breaks off.
        """
        pieces: queue.SimpleQueue[str | ModelError | None] = queue.SimpleQueue()
        begin = time.perf_counter()
        call = asyncio.run_coroutine_threadsafe(self._call(pieces), _loop())
        try:
            while True:
                try:
                    piece = pieces.get(timeout=BEAT_S)
                except queue.Empty:
                    yield ""
                    continue
                if piece is None:
                    return
                if isinstance(piece, ModelError):
                    raise piece
                self.first_token_ms = self.first_token_ms or (time.perf_counter() - begin) * 1000
                yield piece
        finally:
            call.cancel()

    async def _call(self, pieces: "queue.SimpleQueue[str | ModelError | None]") -> None:
        try:
            await self._try_until_told(pieces)
            pieces.put(None)
        except ModelError as error:
            pieces.put(error)
        except Exception as error:  # noqa: BLE001  (the listener must hear of it, else it would wait for ever)
            pieces.put(ModelError(explain(error, self.name).line))

    async def _try_until_told(self, pieces: "queue.SimpleQueue[str | ModelError | None]") -> None:
        """Put pieces until the reply ends; what fails before its first text is tried again where that may help."""
        chat = self._chat
        tries = TRIES
        while True:
            tries -= 1
            told = False
            try:
                async for text in self._texts(chat):
                    told = True
                    pieces.put(text)
                return
            except ModelError:
                raise
            except Exception as error:  # providers raise types of their own
                failure = explain(error, self.name)
                lighter = _without_refused(chat, str(error))
                if lighter is not None and not told:
                    chat, tries = lighter, tries + 1
                    continue
                wait = failure.wait_s if failure.wait_s is not None else _wait_s(TRIES - tries)
                if told or not failure.retryable or not tries or wait > self.timeout_s:
                    line = f"{failure.line} (in the middle of its answer)" if told else failure.line
                    raise ModelError(line) from error
                await asyncio.sleep(wait)

    async def _texts(self, chat: "BaseChatModel") -> AsyncIterator[str]:
        """Texts of one try, each within the time limit."""
        limit, name = self.timeout_s, self.name
        chunks = aiter(chat.astream(self._prompt))
        told = False
        try:
            while True:
                try:
                    async with asyncio.timeout(limit):
                        chunk = await anext(chunks, None)
                except TimeoutError:
                    when = "in the middle of its answer" if told else "before its first word"
                    raise ModelError(f"{name} was silent for {limit:g} s {when} (ASSISTANT_MODEL_TIMEOUT)") from None
                if chunk is None:
                    break
                self._note(chunk)
                if text := str(chunk.text):
                    told = True
                    yield text
        finally:
            await chunks.aclose()  # type: ignore[attr-defined]
        if not self._ended and name.partition(":")[0] in _STATE_THEIR_END:
            raise ModelError(f"{name} broke off in the middle of its answer")

    def _note(self, chunk: Any) -> None:
        if usage := chunk.usage_metadata:
            self.input_tokens += usage.get("input_tokens", 0)
            self.output_tokens += usage.get("output_tokens", 0)
        ends = (chunk.response_metadata.get(name) for name in _END_REASONS)
        self._ended = next((str(end) for end in ends if end), self._ended)


def _without_refused(chat: "BaseChatModel", message: str) -> "BaseChatModel | None":
    """The model without what it refused by name; None when it refused nothing that we can do without."""
    for word, (field, value) in _OPTIONAL.items():
        if word in message and getattr(chat, field, value) != value:
            return chat.model_copy(update={field: value})
    return None


def _wait_s(failed: int) -> float:
    return float(FIRST_WAIT_S * 2 ** (failed - 1) * (1 - 0.25 * random.random()))


_starting = threading.Lock()
_running: list[asyncio.AbstractEventLoop] = []


def _loop() -> asyncio.AbstractEventLoop:
    """The one loop of the process: providers keep connections, which belong to the loop that opened them."""
    with _starting:
        if not _running:
            _running.append(asyncio.new_event_loop())
            threading.Thread(target=_running[0].run_forever, name="chat models", daemon=True).start()
        return _running[0]
