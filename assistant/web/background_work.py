"""Work that tells how far it is, as the steps of a generator: Gradio shows what an event yields."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")
Step = tuple[int, int]


class Followed(Generic[T]):
    """Work in a thread of its own; iterate to follow it, as done and to be done, then ask for its ``result``.

    The work goes on when nobody follows it any more: an index half written is no use to anyone.
    """

    def __init__(self, work: Callable[[Callable[[int, int], None]], T]) -> None:
        self._steps: SimpleQueue[Step | None] = SimpleQueue()
        thread = ThreadPoolExecutor(max_workers=1)
        self._future: Future[T] = thread.submit(work, lambda done, total: self._steps.put((done, total)))
        self._future.add_done_callback(lambda _: self._steps.put(None))
        thread.shutdown(wait=False)

    def __iter__(self) -> Iterator[Step]:
        while (step := self._steps.get()) is not None:
            yield step

    def result(self) -> T:
        """What the work returned; what it raised is raised here."""
        return self._future.result()
