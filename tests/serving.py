"""A real server on loopback for tests: the whole application behind uvicorn, in a thread."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn

from assistant.assistant import Assistant
from assistant.web.server import create_app


@contextmanager
def served(assistant: Assistant, ready: bool = True) -> Iterator[str]:
    """Serve ``assistant`` on a free port, where wanted once it can answer; yields its address."""
    taken = socket.create_server(("127.0.0.1", 0))  # kept, so that no other test process is given the port
    server = uvicorn.Server(uvicorn.Config(create_app(assistant), log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, args=([taken],))
    thread.start()
    address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    until(lambda: server.started and (not ready or httpx.get(f"{address}/health/ready").status_code == 200))
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        taken.close()


def until(done: object, seconds: float = 120) -> None:
    """Wait until ``done()`` holds."""
    deadline = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        assert time.monotonic() < deadline, f"not done within {seconds} s"
        time.sleep(0.02)
