"""What happened to each question, wherever it was asked: a line of JSON where wanted, and the metrics.

The line has an id, the outcome, the mode, timings by stage and counts. It has no word of the question or the answer
unless ``ASSISTANT_LOG_CONTENT`` asks for them.
"""

import json
import sys
import threading
import uuid
from collections.abc import Callable, Generator, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from assistant.answers import Answer, Answered, Event
from assistant.settings import LogFormat, Settings

# The id that a front end gives the question it is about to ask, so that its own response carries the same.
question_id: ContextVar[str] = ContextVar("question_id", default="")
Count = Callable[[str, Answer | None], None]
_writing = threading.Lock()


def new_question_id() -> str:
    """An id for one question."""
    return uuid.uuid4().hex[:16]


class Journal:
    """Sees every question's events pass by and records how they end."""

    def __init__(self, settings: Settings, count: Count | None = None) -> None:
        self._settings = settings
        self._count = count

    def watch(self, question: str, events: Generator[Event, None, None]) -> Iterator[Event]:
        """The same events; their end is recorded, also when the asker leaves or an error breaks them off."""
        return self._watched(question_id.get() or new_question_id(), question, events)

    def _watched(self, id_: str, question: str, events: Generator[Event, None, None]) -> Iterator[Event]:
        answer: Answer | None = None
        outcome, error = "stopped", ""
        try:
            for event in events:
                if isinstance(event, Answered):
                    answer = event.answer
                    outcome = "answered" if answer.answered else "refused"
                yield event
        except Exception as fault:
            outcome, error = "failed", type(fault).__name__
            raise
        finally:
            events.close()
            if self._count:
                self._count(outcome, answer)
            if self._settings.log is LogFormat.JSON:
                failure = {"error": error} if error else {}
                facts = {"id": id_, "outcome": outcome, **_facts(answer), **failure}
                self._write({**facts, **self._content(question, answer)})

    def _content(self, question: str, answer: Answer | None) -> dict[str, Any]:
        if not self._settings.log_content:
            return {}
        return {"question": question, "answer": answer.text if answer else None}

    def _write(self, record: dict[str, Any]) -> None:
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": moment, "event": "question", **record}, ensure_ascii=False)
        with _writing:
            print(line.encode("utf-8", "replace").decode(), file=sys.stderr, flush=True)


def _facts(answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {"mode": None}
    return {
        "mode": answer.mode,
        "refusal": answer.refusal.reason.value if answer.refusal else None,
        "confidence": round(answer.confidence, 4),
        "citations": len(answer.citations),
        "timings_ms": {stage: round(taken, 1) for stage, taken in answer.timings_ms.items()},
    }
