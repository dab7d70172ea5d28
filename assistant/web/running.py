"""Answers under way, by page: what a Stop button sets, and the assistant's stream looks at."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class Running:
    """The stop flags of the answers under way; a page is named by Gradio's session hash."""

    def __init__(self) -> None:
        self._flags: dict[str, list[Event]] = {}
        self._lock = Lock()

    @contextmanager
    def answering(self, page: str) -> Iterator[Event]:
        """A flag for one answer of ``page``, known for as long as the block lasts."""
        flag = Event()
        with self._lock:
            self._flags.setdefault(page, []).append(flag)
        try:
            yield flag
        finally:
            with self._lock:
                self._flags[page].remove(flag)
                if not self._flags[page]:
                    del self._flags[page]

    def stop(self, page: str) -> None:
        """End the answers under way on ``page``, each with what was written of it."""
        with self._lock:
            for flag in self._flags.get(page, ()):
                flag.set()
