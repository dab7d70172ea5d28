"""One writer at a time, and who it is: Chroma's files lose rows when two processes write."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import IndexStateError
from assistant.store.own_files import HOLDER_FILE

LOCK_FILE = "writer.lock"
_ASK_EVERY_S = 0.2
# Who only looks whether the lock is held holds it for a moment, and is no writer.
_GLANCE_S = 0.2


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that writes: its id, since when (local time, ISO 8601), and its command line."""

    pid: int
    since: str
    command: str

    def __str__(self) -> str:
        return f"process {self.pid} ({self.command}), since {self.since}"


class WriterLock:
    """Held while an index is written; the operating system releases it when the process ends, however it ends.

    Args:
        wait: for the other writer to end, rather than raise.
        tell: told once, in one line, whom it waits for.

    Raises:
        IndexStateError: on entering: another process holds it and ``wait`` is false, or the folder is not writable.
    """

    def __init__(self, folder: Path, *, wait: bool = False, tell: Callable[[str], None] | None = None) -> None:
        self._folder = folder
        self._wait = wait
        self._tell = tell
        self._lock = FileLock(folder / LOCK_FILE)

    def __enter__(self) -> "WriterLock":
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._acquire()
            command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
            since = datetime.now().astimezone().isoformat(timespec="seconds")
            text = json.dumps({"pid": os.getpid(), "since": since, "command": command})
            (self._folder / HOLDER_FILE).write_text(text, encoding="utf-8")
        except OSError as error:
            self._lock.release()
            raise IndexStateError(
                f"cannot write to {self._folder} ({error.strerror}): "
                "set ASSISTANT_VECTORSTORE to a folder to write in, with room in it"
            ) from error
        return self

    def _acquire(self) -> None:
        try:
            self._lock.acquire(timeout=_GLANCE_S, poll_interval=_GLANCE_S / 10)
            return
        except Timeout:
            who = holder(self._folder) or "one that does not say which"
        if not self._wait:
            raise IndexStateError(
                f"another process is writing to {self._folder}: {who}: wait for it to end, or use --wait"
            )
        if self._tell:
            self._tell(f"waiting for {who}")
        self._lock.acquire(timeout=-1, poll_interval=_ASK_EVERY_S)

    def __exit__(self, *_: object) -> None:
        (self._folder / HOLDER_FILE).unlink(missing_ok=True)
        self._lock.release()


def holder(folder: Path) -> Holder | None:
    """Who wrote its name beside the lock last; meaningful while the lock is held."""
    try:
        said = json.loads((folder / HOLDER_FILE).read_text(encoding="utf-8"))
        return Holder(int(said["pid"]), str(said["since"]), str(said["command"]))
    except (OSError, ValueError, KeyError, TypeError):  # not written yet, or half written by one that was killed
        return None


def is_held(folder: Path) -> bool:
    """Whether some process writes now."""
    lock = FileLock(folder / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False
