"""What is printed: a transcript's or a model's words reach a terminal as text, never as commands to it."""

import json
import re
import sys
from typing import Any, TextIO

# Control characters begin escape sequences, C1 ones (U+009B) too; the others reorder or hide what stands beside them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def say(text: object, *, end: str = "\n", file: TextIO | None = None, flush: bool = False) -> None:
    """Print ``text`` with nothing in it that a terminal would obey."""
    print(printable(str(text)), end=end, file=file or sys.stdout, flush=flush)


def printable(text: str) -> str:
    """``text`` with control characters shown as U+FFFD and invisible ones left out; line breaks and tabs stay."""
    return _INVISIBLE.sub("", _CONTROLS.sub("\ufffd", text.replace("\r\n", "\n")))


def as_json(value: Any, indent: int | None = None) -> str:
    """JSON that holds every character of ``value`` and prints none that a terminal would obey."""
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    for pattern in (re.compile(r"[\x7f-\x9f]"), _INVISIBLE):
        written = pattern.sub(lambda match: json.dumps(match.group())[1:-1], written)
    return written
