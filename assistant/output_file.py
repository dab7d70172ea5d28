"""A file that a command was told to write: looked at before the work, written after it."""

import os
from pathlib import Path

from assistant.errors import OutputError


def check_writable(path: Path) -> None:
    """See that ``path`` can be written; what stands there stays as it is.

    Raises:
        OutputError: when it cannot.
    """
    try:
        new = not path.exists()
        place = Path(os.path.realpath(path)) if new else path  # a link to what is not there yet stays a link
        if new or path.is_dir() or path.is_file():  # a pipe's reader would take this for all there is
            place.open("a").close()
        if new:
            place.unlink()
    except OSError as error:
        raise _unwritable(path, error) from error


def write_output(path: Path, text: str) -> None:
    """Write ``text`` to ``path``.

    Raises:
        OutputError: when it cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"cannot write {path}: {error.strerror}")
