"""The one evaluation that may be under way: it runs in a thread of its own, and every page sees how far it is."""

import logging
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.errors import AssistantError, UsageError
from assistant.evaluation.against import Baseline
from assistant.evaluation.kept import keep
from assistant.evaluation.measuring import Measured, Task, measure
from assistant.settings import Settings
from assistant.web.advice import named, plainly, without_folders

# After each question the chat gets this share of the time that it took: nobody waits for a measurement.
BREATH = 0.25


def evaluations_of(settings: Settings) -> Path:
    """The folder of an installation's kept runs."""
    return settings.data / "evaluations"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the evaluation is, or how the last one ended.

    Attributes:
        finished: name of the kept run, "" before there is one.
        problem: one line on why there is none, "" when all is well.
        took_s: seconds since it began.
    """

    task: str = ""
    running: bool = False
    doing: str = ""
    done: int = 0
    total: int = 0
    finished: str = ""
    problem: str = ""
    took_s: float = 0.0


class Bench:
    """Runs evaluations, one at a time, and keeps them in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._progress = Progress()
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._began = self._last = 0.0

    @property
    def progress(self) -> Progress:
        """As it is now."""
        return self._progress

    def start(self, assistant: Assistant, task: Task, baseline: Baseline | None = None) -> None:
        """Begin to measure ``assistant``.

        Raises:
            UsageError: when an evaluation is under way.
        """
        with self._lock:
            if self._progress.running:
                raise UsageError("an evaluation is under way: wait for it, or stop it")
            self._stopped.clear()
            self._began = self._last = time.monotonic()
            self._progress = Progress(task.name, True, "Evaluating", 0, len(task.questions))
        threading.Thread(target=self._run, args=(assistant, task, baseline), daemon=True).start()

    def stop(self) -> None:
        """End the evaluation under way after the question that it is at; nothing of it is kept."""
        self._stopped.set()

    def _run(self, assistant: Assistant, task: Task, baseline: Baseline | None) -> None:
        finished, problem = "", "the evaluation failed; the server's log tells why"
        try:
            measured = measure(assistant, task, self._tell)
            self._progress = replace(self._progress, doing="Computing figures and plots")
            finished, problem = keep(self.folder, _to_show(measured), baseline), measured.left_out
        except _StoppedError:
            problem = f"stopped after {self._progress.done} of {self._progress.total} questions; nothing is kept"
        except AssistantError as error:
            problem = plainly(str(error))
        except Exception:  # the thread has no one else to tell, and the page must not wait for ever
            logging.getLogger(__name__).exception("evaluation failed")
        finally:
            self._progress = replace(
                self._progress, running=False, finished=finished, problem=problem, took_s=self._since()
            )

    def _tell(self, doing: str, done: int, total: int) -> None:
        now = time.monotonic()
        self._progress = replace(self._progress, doing=doing, done=done, total=total, took_s=self._since())
        if self._stopped.wait(min(BREATH * (now - self._last), 1.0)):
            raise _StoppedError
        self._last = time.monotonic()

    def _since(self) -> float:
        return time.monotonic() - self._began


def _to_show(measured: Measured) -> Measured:
    """What is kept of a run: every visitor may save its report, so that it names no folder."""
    pair = measured.pair and replace(measured.pair, model=named(measured.pair.model))
    return replace(measured, settings=without_folders(measured.settings), pair=pair)


class _StoppedError(Exception):
    """Somebody pressed Stop."""
