"""Who is asking, without asking who: each browser carries an opaque random cookie, whose hash names what it owns.

The cookie is a secret (whoever has it sees the visitor's conversations); only its SHA-256 is ever stored or logged.
"""

import hashlib
import re
import secrets
from typing import Any, TypeGuard

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.paths import PROGRAMS, lies_in

COOKIE = "visitor"
_YEAR_S = 365 * 24 * 3600
_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{43}")
# What is asked by programs, which keep nothing here, and what a page is made of.
_WITHOUT = (*PROGRAMS, "/web")


class Visitors:
    """ASGI middleware that gives a browser its cookie; the request that brought none is seen with the new one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, as a known visitor's."""
        if scope["type"] != "http" or lies_in(scope["path"], _WITHOUT) or _well_formed(cookie_of(scope, COOKIE)):
            await self._app(scope, receive, send)
            return
        visitor = secrets.token_urlsafe(32)

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Set-Cookie", set_cookie(scope, COOKIE, visitor, _YEAR_S))
            await send(message)

        carried = [
            f"{COOKIE}={visitor}",
            *(f"{name}={value}" for name, value in cookies_of(scope).items() if name != COOKIE),
        ]
        others = [header for header in scope["headers"] if header[0] != b"cookie"]
        headers = [*others, (b"cookie", "; ".join(carried).encode("latin-1"))]
        await self._app({**scope, "headers": headers}, receive, send_with_cookie)


def owner_of(request: Any) -> str:
    """The visitor's name in storage, 64 hexadecimal digits: of a Gradio request or of a Starlette one.

    Where there is no cookie (a browser that keeps none) it is a new name that nobody else has.
    """
    cookies = getattr(request, "cookies", None) or {}
    visitor = cookies.get(COOKIE)
    return hashlib.sha256((visitor if _well_formed(visitor) else secrets.token_urlsafe(32)).encode()).hexdigest()


def cookies_of(scope: Scope) -> dict[str, str]:
    """The cookies that a request brought."""
    return cookie_parser("; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"))


def cookie_of(scope: Scope, name: str) -> str:
    """One cookie that a request brought, or nothing."""
    return cookies_of(scope).get(name, "")


def set_cookie(scope: Scope, name: str, value: str, max_age_s: int) -> str:
    """The header that sets a cookie which scripts cannot read and other sites' requests do not carry."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}"


def _well_formed(visitor: Any) -> TypeGuard[str]:
    return isinstance(visitor, str) and bool(_WELL_FORMED.fullmatch(visitor))
