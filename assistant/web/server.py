"""Serving the web chat and the HTTP API: one process, one address, nothing sent anywhere else."""

import asyncio
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from assistant.web.address import check_address, in_url
from assistant.writing.models import note_on_ollama

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.assistant import Assistant
    from assistant.web.sessions import Sessions

STATIC = Path(__file__).parent / "static"


def serve(assistant: "Assistant", host: str, port: int) -> None:
    """Serve the web chat until it is interrupted.

    Raises:
        ServerError: when ``host`` is reachable from other machines and there is no password, or the address cannot be
            had.
    """
    check_address(host, port, assistant.settings)
    app = create_app(assistant)
    if note := note_on_ollama(assistant.settings):
        print(note, file=sys.stderr)
    if assistant.settings.password and not assistant.settings.api_token:
        print("The HTTP API and the metrics are closed: ASSISTANT_API_TOKEN opens them", file=sys.stderr)
    print(f"The web chat is at http://{in_url(host)}:{port} (Ctrl-C stops it)", file=sys.stderr, flush=True)
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=1, ws="none")
    QuietlyStopped(config).run()


class QuietlyStopped(uvicorn.Server):
    """A server that cuts open pages off when it stops, and does not report that as an error of the application.

    A page holds a connection for as long as it is open, so that waiting for the last one could take for ever.
    """

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop serving, within the time that the configuration allows."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def create_app(assistant: "Assistant") -> "FastAPI":
    """The chat at ``/``, transcripts at ``/transcript/SOURCE``, style sheets and scripts under ``/web``, the API."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from assistant.api.routes import add_api
    from assistant.operation.journal import Journal
    from assistant.operation.metrics import Metrics
    from assistant.web.bench import evaluations_of
    from assistant.web.health import Readiness, health_routes
    from assistant.web.kept import kept_routes
    from assistant.web.login import login_routes
    from assistant.web.reading import reading_routes
    from assistant.web.results import evaluation_routes
    from assistant.web.sessions import Sessions

    metrics, sessions = Metrics(assistant.index), Sessions()
    readiness = Readiness(assistant)  # its own question is none of the figures
    watched = assistant.watched_by(Journal(assistant.settings, metrics.count))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        readiness.warm_up()
        yield

    app = FastAPI(title="Transcript assistant", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    _add_middleware(app, watched, sessions)
    app.include_router(health_routes(readiness, metrics))
    app.include_router(login_routes(assistant.settings.password, sessions))
    app.include_router(reading_routes(watched))
    app.include_router(kept_routes(watched))
    app.include_router(evaluation_routes(evaluations_of(assistant.settings)))
    add_api(app, watched)
    app.mount("/web", StaticFiles(directory=STATIC), name="web")
    _with_running_loop(lambda: _mount_page(app, watched))
    return app


def _with_running_loop(action: Callable[[], None]) -> None:
    """Do ``action`` inside an event loop: where none runs, Gradio opens two and never closes them."""

    async def act() -> None:
        action()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, act()).result()


def _add_middleware(app: "FastAPI", assistant: "Assistant", sessions: "Sessions") -> None:
    """The last one added is the first to see a request."""
    from assistant.web.guard import Guard
    from assistant.web.headers import SecurityHeaders
    from assistant.web.missing import Missing
    from assistant.web.sizes import Sizes
    from assistant.web.visitors import Visitors

    app.add_middleware(Missing)
    app.add_middleware(Visitors)
    app.add_middleware(Sizes)
    app.add_middleware(Guard, settings=assistant.settings, sessions=sessions)
    app.add_middleware(SecurityHeaders)


def _mount_page(app: "FastAPI", assistant: "Assistant") -> None:
    import gradio as gr

    from assistant.store.uploads import MAX_FILE_BYTES
    from assistant.web.page import build_page
    from assistant.web.render import TEMPLATES

    theme = gr.themes.Base(font=["Source Sans Pro", "system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    gr.mount_gradio_app(
        app,
        build_page(assistant),
        path="/",
        theme=theme,
        head_paths=[TEMPLATES / "head.html"],
        favicon_path=str(STATIC / "icon.svg"),
        footer_links=[],
        show_error=False,  # what the exception says is for the log
        run_history=False,
        max_file_size=MAX_FILE_BYTES,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
    )
