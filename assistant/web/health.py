"""Whether the server lives, whether it can answer, and its figures."""

import threading
import time

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from assistant.api.paths import HEALTH, METRICS
from assistant.assistant import Assistant
from assistant.operation.metrics import Metrics

# Loading a model that cannot be loaded may take seconds: no more often than this, however often it is asked for.
RETRY_AFTER_S = 10.0
# Load balancers ask with HEAD.
_METHODS = ["GET", "HEAD"]


class Readiness:
    """Whether the models are loaded and the index can be searched; loading goes on in a thread of its own.

    What failed then is tried again when it is asked for, ``RETRY_AFTER_S`` seconds after it last ended.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._warm = threading.Event()
        self._failure = ""
        self._retry_at = 0.0
        self._trying = threading.Lock()

    def warm_up(self) -> threading.Thread:
        """Begin to load what the first question would wait for; returns the thread that does."""
        self._trying.acquire()
        thread = threading.Thread(target=self._search, daemon=True)
        thread.start()
        return thread

    def missing(self) -> str:
        """What stands between a question and its answer, in one line; nothing when all is well."""
        if not self._warm.is_set():
            return "the models are being loaded"
        if self._failure and time.monotonic() >= self._retry_at and self._trying.acquire(blocking=False):
            threading.Thread(target=self._search, daemon=True).start()
        return self._failure or self._unsearchable()

    def _unsearchable(self) -> str:
        index = self._assistant.index
        try:
            return "" if index.catalog.passage_count() and index.vector_count() else "the index is empty"
        except Exception as error:  # noqa: BLE001  (whatever keeps the index from being read, it is not ready)
            return _told(error)

    def _search(self) -> None:
        """For a thread that was started with ``_trying`` held."""
        try:
            self._assistant.finder.look("warm up", None)
            self._failure = ""
        except Exception as error:  # noqa: BLE001  (the thread has nobody else to tell)
            self._failure = _told(error)
        finally:
            self._retry_at = time.monotonic() + RETRY_AFTER_S
            self._warm.set()
            self._trying.release()


def _told(error: Exception) -> str:
    return f"the index cannot be searched ({type(error).__name__}): assistant doctor says more"


def health_routes(readiness: Readiness, metrics: Metrics) -> APIRouter:
    """``GET /health/live``, ``GET /health/ready`` and ``GET /metrics``."""
    router = APIRouter()

    @router.api_route(f"{HEALTH}/live", methods=_METHODS)
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @router.api_route(f"{HEALTH}/ready", methods=_METHODS)
    def ready() -> Response:
        missing = readiness.missing()
        return JSONResponse(
            {"status": "not ready", "reason": missing} if missing else {"status": "ready"}, 503 if missing else 200
        )

    @router.get(METRICS)
    def figures() -> Response:
        return Response(metrics.exposition(), media_type=CONTENT_TYPE_LATEST)

    return router
