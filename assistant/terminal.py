"""What is printed: a transcript's or a model's words reach a terminal as text, never as commands to it."""

import io
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, TextIO

from assistant.errors import OutputError

# Control characters begin escape sequences, C1 ones (U+009B) too; the others reorder or hide what stands beside them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def say(text: object, *, end: str = "\n", file: TextIO | None = None, flush: bool = False) -> None:
    """Print ``text`` with nothing in it that a terminal would obey.

    Raises:
        OutputError: when standard output cannot be written to.
    """
    with _writing() if file is None else nullcontext():
        print(printable(str(text)), end=end, file=file or sys.stdout, flush=flush)


def say_json(value: Any, indent: int | None = None) -> None:
    """Print JSON on standard output at once; characters that its encoding lacks are escaped.

    Raises:
        OutputError: when standard output cannot be written to.
    """
    say_written_json(as_json(value, indent) + "\n")


def say_written_json(written: str) -> None:
    """Print text that is JSON, line ends included, as ``say_json`` does.

    Raises:
        OutputError: when standard output cannot be written to.
    """
    try:
        written.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        written = re.sub(r"[^\x00-\x7e]+", lambda match: json.dumps(match.group())[1:-1], written)
    with _writing():
        print(written, end="", flush=True)


def finish_output() -> None:
    """Write out what standard output still holds.

    Raises:
        OutputError: when it cannot be written to.
    """
    with _writing():
        if sys.stdout:
            sys.stdout.flush()


def prepare_output() -> None:
    """Have a question mark stand for each character that the encoding of standard output lacks."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output cannot be written: {error.strerror}") from error


def printable(text: str) -> str:
    """``text`` with control characters shown as U+FFFD and invisible ones left out; line breaks and tabs stay."""
    return _INVISIBLE.sub("", _CONTROLS.sub("\ufffd", text.replace("\r\n", "\n")))


def as_json(value: Any, indent: int | None = None) -> str:
    """JSON that holds every character of ``value`` and prints none that a terminal would obey."""
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    for pattern in (re.compile(r"[\x7f-\x9f]"), _INVISIBLE):
        written = pattern.sub(lambda match: json.dumps(match.group())[1:-1], written)
    return written
