"""What went wrong with a chat model, as one line that says what to do, and whether trying again may help.

Providers' own errors are read through LangChain's classes for them where a provider has those, else by HTTP status and
by the kind of network error. No provider's text is passed on unmasked.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.writing.masking import masked

# What a server says, whichever it is, of a prompt that is too long and of an account without money.
_TOO_LONG = (
    "context length",
    "context_length",
    "context window",
    "context size",
    "prompt is too long",
    "too many tokens",
)
_NO_MONEY = ("insufficient_quota", "exceeded your current quota", "credit balance", "insufficient credits", "billing")
_CONNECTION = ("ConnectError", "ConnectTimeout", "ConnectionError", "APIConnectionError", "ConnectionRefusedError")
_CUT_OFF = ("RemoteProtocolError", "ReadError", "IncompleteRead", "ConnectionResetError", "ChunkedEncodingError")
KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "ollama": "OLLAMA_API_KEY"}
_ADDRESSES = {"openai": "OPENAI_BASE_URL", "anthropic": "ANTHROPIC_BASE_URL", "ollama": "OLLAMA_HOST"}


@dataclass(frozen=True, slots=True)
class Failure:
    """One line for the user; ``wait_s`` is how long the server asked to be left alone, if it said."""

    line: str
    retryable: bool = False
    wait_s: float | None = None


def explain(error: BaseException, name: str) -> Failure:
    """What ``error`` means that the chat model ``name``, written ``provider:model``, raised."""
    chain = list(_chain(error))
    status = next((s for e in chain if (s := _status(e))), 0)
    text = " ".join(f"{e} {getattr(e, 'code', '')}" for e in chain).lower()
    kinds = {cls.__name__ for e in chain for cls in type(e).__mro__}
    if status == 402 or any(sign in text for sign in _NO_MONEY):
        return Failure(f"{name}: the account's quota is used up: top it up, or choose another model")
    if "ContextOverflowError" in kinds or any(sign in text for sign in _TOO_LONG):
        return Failure(f"{name}: the passages do not fit its context: set ASSISTANT_MODEL_CONTEXT to what it takes")
    if status:
        return _of_status(status, name, chain)
    if "TimeoutError" in kinds or "APITimeoutError" in kinds or "TimeoutException" in kinds:
        return Failure(f"{name} took too long to connect or to go on", retryable=True)
    if kinds.intersection(_CUT_OFF):
        return Failure(f"{name} broke the connection off", retryable=True)
    if kinds.intersection(_CONNECTION):
        return Failure(_no_server(name), retryable=True)
    if any(isinstance(e, json.JSONDecodeError) for e in chain):
        return Failure(f"{name} sent what is no valid answer; does its server speak the protocol of {_provider(name)}?")
    return Failure(f"{name} did not answer ({type(error).__name__}{_first_line(error)})")


def no_key(name: str, key: str) -> str:
    """The line for a chat model whose provider's key, the variable ``key``, is not set."""
    return f"{name} cannot be used: its key is missing: set {key} in the environment or .env"


def _of_status(status: int, name: str, chain: list[BaseException]) -> Failure:
    provider = _provider(name)
    key = KEYS.get(provider, "the provider's key")
    if status == 401:
        return Failure(f"{name}: the key was refused: check {key} in the environment or .env")
    if status == 403:
        return Failure(f"{name}: this key may not use the model: choose another, or check {key}")
    if status == 404:
        return Failure(f"{name}: the server has no such model: {_find_model(provider, name)}")
    if status == 429:
        return Failure(
            f"{name} is asked too often (rate limit): wait and ask again", retryable=True, wait_s=_retry_after(chain)
        )
    if status >= 500 or status in (408, 409):
        line = f"{name}: its server failed (HTTP {status}): ask again later"
        return Failure(line, retryable=True, wait_s=_retry_after(chain))
    return Failure(f"{name} refused the request (HTTP {status}{_first_line(chain[0])})")


def _find_model(provider: str, name: str) -> str:
    model = name.partition(":")[2]
    if provider == "ollama":
        return f"ollama pull {model}"
    address = _ADDRESSES.get(provider)
    return "check the name after the colon" + (
        f", and {address} where the server is not {provider}'s" if address else ""
    )


def _no_server(name: str) -> str:
    provider = _provider(name)
    if provider == "ollama":
        return f"{name}: no server answers: start it with ollama serve, or set OLLAMA_HOST"
    address = _ADDRESSES.get(provider)
    return f"{name}: no server answers: check the network" + (f", or {address}" if address else "")


def _provider(name: str) -> str:
    return name.partition(":")[0]


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what caused it, outermost first."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _status(error: BaseException) -> int:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and status >= 400 else 0


def _retry_after(chain: list[BaseException]) -> float | None:
    """Seconds that the server asked to wait."""
    headers: Any = next((r.headers for e in chain if (r := getattr(e, "response", None)) is not None), {})
    for header, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return float(headers[header]) * unit
        except (KeyError, ValueError):  # not given, or given as a date
            continue
    return None


def _first_line(error: BaseException) -> str:
    lines = masked(str(error)).splitlines()
    return f": {lines[0][:160]}" if lines and lines[0] else ""
