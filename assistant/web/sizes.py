"""How much one request may bring: bytes of a body, and files of an upload, counted as they come in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.paths import API, lies_in
from assistant.api.problems import problem
from assistant.store.uploads import MAX_FILE_BYTES, MAX_FILES
from assistant.web.login import LOGIN

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MIB = 1024 * 1024
UPLOAD = "/gradio_api/upload"
# The Sources view tells file by file what is too many, too large or of a wrong kind; these stop what no browser of a
# person sends.
UPLOADED_FILES_MAX = 5 * MAX_FILES
_UPLOAD_MAX = MAX_FILES * MAX_FILE_BYTES + MIB
_PROGRAM_MAX = 1 * MIB
_LOGIN_MAX = 8 * 1024
_PAGE_MAX = 4 * MIB


@dataclass(frozen=True, slots=True)
class Excess:
    """What is too much, or not taken at all."""

    status: int
    message: str


class Sizes:
    """ASGI middleware that stops reading a request that brings too much, and says so."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or answer it when it is too much."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, headers = scope["path"], Headers(scope=scope)
        count = _Count(body_max(path), _parts(headers) if path.rstrip("/") == UPLOAD else None)
        count.declared(headers.get("content-length", ""))
        started = False

        async def counted() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                count.add(message.get("body", b""))
            return {"type": "http.disconnect"} if count.excess else message

        async def answered(message: Message) -> None:
            nonlocal started
            if count.excess and not started:
                return  # what the application makes of a body that broke off
            started = True
            await send(message)

        try:
            if not count.excess:
                await self._app(scope, counted, answered)
        except Exception:
            if not count.excess:
                raise
        if count.excess and not started:
            await _answer(path, count.excess)(scope, receive, send)


def body_max(path: str) -> int:
    """Bytes that a request to ``path`` may bring."""
    if path.rstrip("/") == UPLOAD:
        return _UPLOAD_MAX
    if path == LOGIN:
        return _LOGIN_MAX
    return _PROGRAM_MAX if lies_in(path, API) else _PAGE_MAX


class _Count:
    """Bytes and files so far; ``excess`` is what was too much of them."""

    def __init__(self, most: int, parts: "_Parts | None") -> None:
        self.excess: Excess | None = None
        self._most = most
        self._bytes = 0
        self._parts = parts

    def declared(self, length: str) -> None:
        """Take the length that the request says it has."""
        if length.isdecimal() and int(length[:20]) > self._most:
            self._too_long()

    def add(self, body: bytes) -> None:
        """Take a piece of the body."""
        self._bytes += len(body)
        if self._bytes > self._most:
            self._too_long()
        elif self._parts and not self.excess:
            self.excess = self._parts.add(body)

    def _too_long(self) -> None:
        shown = f"{self._most // MIB} MiB" if self._most >= MIB else f"{self._most // 1024} KiB"
        self.excess = Excess(413, f"the request is too large: {shown} is the most")


class _Parts:
    """Reads the heads of a multipart body's parts as they pass: how many files."""

    def __init__(self, boundary: bytes) -> None:
        self._excess: Excess | None = None
        self._files = 0
        self._name, self._value = b"", b""
        callbacks: MultipartCallbacks = {
            "on_header_field": self._grow_name,
            "on_header_value": self._grow_value,
            "on_header_end": self._header,
        }
        self._parser = MultipartParser(boundary, callbacks)

    def add(self, body: bytes) -> Excess | None:
        """Read on; returns what is wrong, if something is."""
        try:
            self._parser.write(body)
        except FormParserError:
            return Excess(400, "the upload is no well-formed multipart body")
        return self._excess

    def _grow_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _grow_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        name, value, self._name, self._value = self._name, self._value, b"", b""
        if name.lower() != b"content-disposition":
            return
        options = parse_options_header(value)[1]
        self._files += b"filename" in options
        if self._files > UPLOADED_FILES_MAX:
            self._excess = Excess(413, f"too many files at once: {UPLOADED_FILES_MAX} is the most")


def _parts(headers: Headers) -> _Parts | None:
    """A reader of the body's parts; None where it is none of multipart, which Gradio refuses."""
    kind, options = parse_options_header(headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    return _Parts(boundary) if kind == b"multipart/form-data" and 0 < len(boundary) <= 200 else None


def _answer(path: str, excess: Excess) -> Response:
    if lies_in(path, API):
        return problem(excess.status, excess.message, code="request_too_large")
    return PlainTextResponse(excess.message, excess.status)
