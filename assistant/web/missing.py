"""What a browser is shown at an address that gives nothing to show: a page, where a program gets what it can read."""

import json

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.paths import PROGRAMS, lies_in
from assistant.web.render import template

_LONGEST = 80
FAILED = "the server failed at this; its log tells why: try again"


class Missing:
    """ASGI middleware that puts a page in the place of an error that is none, where a browser would show it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, and its response as far as it is no bare error.

        What nobody foresaw is raised again once it is told: the log is to have it.
        """
        if not _is_read_by_a_person(scope):
            await self._app(scope, receive, send)
            return
        held: Message | None = None
        begun, body = False, b""

        async def shown(message: Message) -> None:
            nonlocal held, begun, body
            begun = True
            if message["type"] == "http.response.start" and _is_bare(message):
                held = message
            elif held is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _page(scope["path"], held["status"], body)(scope, receive, send)

        try:
            await self._app(scope, receive, shown)
        except Exception:
            if not begun:
                await _page(scope["path"], 500, b"")(scope, receive, send)
            raise


def _is_read_by_a_person(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or lies_in(scope["path"], PROGRAMS):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _is_bare(start: Message) -> bool:
    kind = Headers(raw=start.get("headers", [])).get("content-type", "")
    return start["status"] >= 400 and not kind.startswith("text/html")


def _page(path: str, status: int, body: bytes) -> HTMLResponse:
    return HTMLResponse(
        template("missing.html", status=status, message=_told(body) or _otherwise(path, status)), status
    )


def _otherwise(path: str, status: int) -> str:
    asked = path if len(path) <= _LONGEST else f"{path[:_LONGEST]}…"
    if status >= 500:
        return FAILED
    return f"there is no page at {asked}" if status == 404 else f"{asked} cannot be had that way"


def _told(body: bytes) -> str:
    """What a route of ours says of it; nothing where it is the framework's bare phrase."""
    try:
        found = json.loads(body)
    except ValueError:
        return ""
    if isinstance(found, dict) and isinstance(found.get("error"), dict):
        found = {"problem": found["error"].get("message")}
    told = next((found[name] for name in ("problem", "detail") if name in found), "") if isinstance(found, dict) else ""
    return told if isinstance(told, str) and told != "Not Found" else ""
