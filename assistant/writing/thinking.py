"""What a reasoning model writes before its answer, in tags or channels of its own, told from the answer."""

import re

_TAGS = "think|thinking|thought|thoughts|reasoning|analysis|scratchpad"
_THINKING = re.compile(rf"\s*+<(?P<tag>{_TAGS})>.*?(?:</(?P=tag)>\s*+|$)", re.DOTALL | re.IGNORECASE)
_THOUGHT = re.compile(rf"</(?:{_TAGS})>", re.IGNORECASE)
# A channel of the model's own before its answer, as some open models have it.
_CHANNEL = re.compile(r".*<\|channel\|>\s*+final\s*+<\|message\|>", re.DOTALL)
_OPENED = re.compile(rf"\s*+<(?:(?P<tag>{_TAGS})>|\|channel\|>)", re.IGNORECASE)
# Room for the longest mark that ends thoughts.
_LONGEST_END = 60


def without_thinking(text: str, *, whole: bool = True) -> str:
    """``text`` less what a reasoning model puts before its answer, with the tag that opens it or without.

    Args:
        whole: whether it is all there; else a tag that is only begun counts too.
    """
    channel = _CHANNEL.match(text)
    if channel:
        return text[channel.end() :]
    begun = text.lstrip()[:_LONGEST_END].lower()
    if begun.startswith("<|channel|>"):
        return ""
    if not whole and begun and any(f"<{tag}>".startswith(begun) for tag in (*_TAGS.split("|"), "|channel|")):
        return ""
    text = _without_opened(text)
    return text[closed.end() :].lstrip() if (closed := _THOUGHT.search(text)) else text


def without_finished_thoughts(text: str) -> str:
    """``text`` less the thoughts at its start that an opening tag begins and a closing one ends."""
    channel = _CHANNEL.match(text)
    if channel:
        return text[channel.end() :]
    while (match := _THINKING.match(text)) and _THOUGHT.search(match.group()):
        text = text[match.end() :]
    return text


def opens_thinking(text: str) -> bool:
    """Whether ``text`` begins with a tag that opens thoughts."""
    return bool(_OPENED.match(text))


def may_end_thinking(text: str, new: int) -> bool:
    """Whether a tag or channel that ends thoughts is in, or reaches into, the ``new`` last characters of ``text``."""
    end = text[-new - _LONGEST_END :]
    return bool(_THOUGHT.search(end) or _CHANNEL.match(end))


def ends_thinking(text: str) -> bool:
    """Whether a closing tag in ``text`` ends what the model thought, though nothing opened it."""
    return bool(_THOUGHT.search(_without_opened(text)))


def _without_opened(text: str) -> str:
    """``text`` less the thoughts at its start that a tag opens, closed or not."""
    while match := _THINKING.match(text):
        text = text[match.end() :]
    return text
