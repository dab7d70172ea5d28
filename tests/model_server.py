"""A real HTTP server on loopback that speaks the OpenAI and the Ollama protocol, and misbehaves as it is told to."""

import json
import select
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CUT = object()  # the connection is cut there
USAGE = (321, 12)


@dataclass
class Act:
    """What the server does with one request.

    ``pieces``: text to stream, seconds of silence, raw bytes, or ``CUT``. With a status other than 200, ``body``.
    """

    pieces: Sequence[object] = ("Yes.",)
    status: int = 200
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    finish: str | None = "stop"


def failing(status: int, message: str, code: str | None = None, **headers: str) -> Act:
    """An error as OpenAI's servers report it."""
    body = {"error": {"message": message, "type": "error", "code": code}}
    return Act(status=status, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})


class ModelServer:
    """``acts`` are done one a request, the last one again and again; ``asked`` are the requests' bodies."""

    def __init__(self) -> None:
        self.acts: list[Act] = [Act()]
        self.asked: list[dict[str, Any]] = []
        self.times: list[float] = []
        self.keys: list[str] = []
        self.hung_up = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"owner": self}))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def will(self, *acts: Act) -> None:
        """What it does with the next requests."""
        self.acts = list(acts)

    def writes(self, *pieces: object) -> None:
        """Each next request is answered with these pieces."""
        self.acts = [Act(pieces)]

    def next_act(self) -> Act:
        return self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]

    @property
    def prompts(self) -> list[str]:
        """What was asked, in words."""
        return [body["messages"][-1]["content"] for body in self.asked]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    owner: ModelServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._json(200, {"models": [{"name": "tiny:latest"}, {"name": "big:7b"}]}, {})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.owner.asked.append(body)
        self.owner.times.append(time.monotonic())
        self.owner.keys.append(self.headers.get("Authorization", ""))
        act = self.owner.next_act()
        if act.status != 200:
            self._json(act.status, act.body, act.headers)
            return
        ollama = self.path == "/api/chat"
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson" if ollama else "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self._stream(act, body, ollama)
        except OSError:
            self.owner.hung_up.set()
            self.close_connection = True

    def _stream(self, act: Act, body: dict[str, Any], ollama: bool) -> None:
        for piece in act.pieces:
            if piece is CUT:
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            if isinstance(piece, int | float):
                self._wait(float(piece))
            elif isinstance(piece, bytes):
                self._chunk(piece)
            else:
                self._chunk(_ollama_line(str(piece)) if ollama else _openai_line({"content": str(piece)}, None))
        for line in _ollama_end(act) if ollama else _openai_end(act, body):
            self._chunk(line)
        self.wfile.write(b"0\r\n\r\n")

    def _wait(self, seconds: float) -> None:
        """Silence, in which a client that hangs up is noticed."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.connection], [], [], min(left, 0.02))[0] and not self.connection.recv(
                1, socket.MSG_PEEK
            ):
                raise ConnectionResetError

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def _json(self, status: int, body: dict[str, Any], headers: dict[str, str]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


def _openai_line(delta: dict[str, Any], finish: str | None) -> bytes:
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "tiny",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(chunk)}\n\n".encode()


def _openai_end(act: Act, body: dict[str, Any]) -> list[bytes]:
    if act.finish is None:
        return []
    lines = [_openai_line({}, act.finish)]
    if (body.get("stream_options") or {}).get("include_usage"):
        usage = {"prompt_tokens": USAGE[0], "completion_tokens": USAGE[1], "total_tokens": sum(USAGE)}
        chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "tiny", "choices": []}
        lines.append(f"data: {json.dumps({**chunk, 'usage': usage})}\n\n".encode())
    return [*lines, b"data: [DONE]\n\n"]


def _ollama_line(text: str) -> bytes:
    row = {"model": "tiny", "created_at": "2024-01-01T00:00:00Z", "message": {"role": "assistant", "content": text}}
    return json.dumps({**row, "done": False}).encode() + b"\n"


def _ollama_end(act: Act) -> list[bytes]:
    row = {"model": "tiny", "created_at": "2024-01-01T00:00:00Z", "message": {"role": "assistant", "content": ""}}
    end = {"done": True, "done_reason": act.finish, "prompt_eval_count": USAGE[0], "eval_count": USAGE[1]}
    return [json.dumps({**row, **end}).encode() + b"\n"] if act.finish else []
