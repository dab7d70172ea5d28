"""What a browser is shown at an address where nothing is: a page, where a program gets JSON."""

import json

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.paths import PROGRAMS, lies_in
from assistant.web.render import template

_LONGEST = 80


class Missing:
    """ASGI middleware that puts a page in the place of a 404 that is none, where a browser would show it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, and its response as far as it is no bare 404."""
        if not _is_read_by_a_person(scope):
            await self._app(scope, receive, send)
            return
        held: Message | None = None
        body = b""

        async def shown(message: Message) -> None:
            nonlocal held, body
            if message["type"] == "http.response.start" and _is_bare(message):
                held = message
            elif held is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _page(scope["path"], body)(scope, receive, send)

        await self._app(scope, receive, shown)


def _is_read_by_a_person(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or lies_in(scope["path"], PROGRAMS):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _is_bare(start: Message) -> bool:
    kind = Headers(raw=start.get("headers", [])).get("content-type", "")
    return start["status"] == 404 and not kind.startswith("text/html")


def _page(path: str, body: bytes) -> HTMLResponse:
    asked = path if len(path) <= _LONGEST else f"{path[:_LONGEST]}…"
    message = _told(body) or f"there is no page at {asked}"
    return HTMLResponse(template("missing.html", status=404, message=message), 404)


def _told(body: bytes) -> str:
    """What a route of ours says of it; nothing where it is the framework's bare phrase."""
    try:
        found = json.loads(body)
    except ValueError:
        return ""
    told = next((found[name] for name in ("problem", "detail") if name in found), "") if isinstance(found, dict) else ""
    return told if isinstance(told, str) and told != "Not Found" else ""
