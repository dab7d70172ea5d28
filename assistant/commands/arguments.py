"""Values of options that argparse checks: what cannot be one is wrong usage, told before anything is loaded."""

from argparse import ArgumentTypeError

from assistant.settings import MOST_PASSAGES

_LAST_PORT = 65535


def top_k(text: str) -> int:
    """How many passages."""
    return _whole(text, MOST_PASSAGES)


def port(text: str) -> int:
    """A port that can be served on."""
    return _whole(text, _LAST_PORT)


def chat_model(text: str) -> str:
    """A chat model as ``provider:model``; empty for none."""
    provider, _, model = text.partition(":")
    if text and not (provider and model):
        raise ArgumentTypeError(f"{text!r} is not provider:model, for example ollama:llama3.2")
    return text


def _whole(text: str, highest: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= highest:
        raise ArgumentTypeError(f"{text!r} is not a number from 1 to {highest}")
    return number
