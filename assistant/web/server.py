"""Serving the web chat: one process, one address, nothing sent anywhere else."""

import ipaddress
import logging
import os
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from assistant.errors import ServerError
from assistant.models import note_on_ollama

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.assistant import Assistant

STATIC = Path(__file__).parent / "static"


def serve(assistant: "Assistant", host: str, port: int) -> None:
    """Serve the web chat until it is interrupted.

    Raises:
        ServerError: when ``host`` is reachable from other machines, or the address cannot be had.
    """
    check_address(host, port)
    app = create_app(assistant)
    threading.Thread(
        target=assistant.search.search, args=("warm up", 1), daemon=True
    ).start()  # the first question waits less
    if note := note_on_ollama(assistant.settings):
        print(note, file=sys.stderr)
    print(f"The web chat is at http://{_in_url(host)}:{port} (Ctrl-C stops it)", file=sys.stderr, flush=True)
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=1)
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
    """The chat at ``/``, transcripts at ``/transcript/SOURCE``, style sheets and scripts under ``/web``."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from assistant.uploads import MAX_FILE_BYTES
    from assistant.web.bench import evaluations_of
    from assistant.web.headers import SecurityHeaders
    from assistant.web.kept import kept_routes
    from assistant.web.page import build_page
    from assistant.web.reading import reading_routes
    from assistant.web.render import TEMPLATES
    from assistant.web.results import evaluation_routes
    from assistant.web.visitors import Visitors

    app = FastAPI(title="Transcript assistant", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Visitors)
    app.add_middleware(SecurityHeaders)
    app.include_router(reading_routes(assistant))
    app.include_router(kept_routes(assistant))
    app.include_router(evaluation_routes(evaluations_of(assistant.settings)))
    app.mount("/web", StaticFiles(directory=STATIC), name="web")
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
        mcp_server=False,
    )
    return app


def check_address(host: str, port: int) -> None:
    """Raise unless ``host`` and ``port`` can be served on, by this machine alone.

    Raises:
        ServerError: saying which of these fails and what to do.
    """
    if not _is_loopback(host):
        raise ServerError(
            "serving beyond this machine needs a password, which this version does not have: "
            "use 127.0.0.1 behind a proxy that asks for one"
        )
    if not 1 <= port <= 65535:
        raise ServerError(f"port {port} does not exist: choose one from 1024 to 65535 with --port")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise ServerError(f"port {port} on {host} needs privileges: choose one above 1023 with --port") from None
        except OSError:
            raise ServerError(f"port {port} on {host} is in use: choose another with --port") from None


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
