"""The one door: every request to the process, Gradio's own routes included, passes these checks or is answered here.

Gradio's ``auth=`` guards only what Gradio serves, and of that not its streams, heartbeats and start-up events; routes
of the application that it is mounted on are not guarded at all. So nothing is left to it.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.paths import HEALTH, PROGRAMS, WITH_TOKEN, lies_in
from assistant.api.problems import problem
from assistant.settings import Settings
from assistant.web.address import is_loopback
from assistant.web.login import LOGIN, login_url
from assistant.web.render import template
from assistant.web.sessions import COOKIE, Sessions, same_secret
from assistant.web.visitors import cookie_of

_HEALTH = (f"{HEALTH}/live", f"{HEALTH}/ready")
_LOGIN_PAGE = (
    LOGIN,
    *(f"/web/{name}" for name in ("tokens.css", "reading.css", "login.css", "print.css", "icon.svg")),
)
_FONTS = tuple(f"/static/fonts/SourceSansPro/SourceSansPro-{weight}.woff2" for weight in ("Regular", "Bold"))
_PUBLIC = frozenset((*_HEALTH, *_LOGIN_PAGE, *_FONTS))
# Gradio would fetch other hosts' files, or send a browser there.
_ELSEWHERE = ("/gradio_api/proxy=", "/proxy=", "/gradio_api/file=http:", "/gradio_api/file=https:")
_READING = ("GET", "HEAD", "OPTIONS")
NO_TOKEN = "the HTTP API is closed: set ASSISTANT_API_TOKEN in .env and send it as a bearer token"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a request goes no further, and what a browser that follows links is shown instead."""

    status: int
    code: str
    message: str
    to_login: bool = False


class Guard:
    """ASGI middleware that lets through whom the settings let in."""

    def __init__(self, app: ASGIApp, settings: Settings, sessions: Sessions) -> None:
        self._app = app
        self._settings = settings
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or answer it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refused = self._refuse(scope)
        if refused is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _answer(scope, refused)(scope, receive, send)

    def _refuse(self, scope: Scope) -> Refused | None:
        headers, path = Headers(scope=scope), scope["path"]
        if path in _HEALTH:
            return None
        if path.startswith(_ELSEWHERE):
            return Refused(404, "not_found", "nothing is fetched from other hosts")
        return self._wrong_name(headers) or self._from_elsewhere(scope, headers) or self._unknown(scope, headers, path)

    def _wrong_name(self, headers: Headers) -> Refused | None:
        """Without a password, a page whose own name was made to point to this machine must not get in by that name."""
        name = _host_name(headers.get("host", ""))
        if self._settings.password or is_loopback(name) or name in self._settings.hosts:
            return None
        return Refused(403, "wrong_host", f"this server does not answer to {name!r}: ASSISTANT_HOSTS can name it")

    def _from_elsewhere(self, scope: Scope, headers: Headers) -> Refused | None:
        """What a page of another site set off, except a link that was followed."""
        method = scope.get("method", "")
        origin = headers.get("origin")
        other = origin is not None and not self._is_own(origin, headers.get("host", ""))
        if other and (method not in _READING or scope["type"] == "websocket"):
            return Refused(403, "cross_site", "requests from pages of other sites are not answered")
        followed = method in ("GET", "HEAD") and headers.get("sec-fetch-mode") == "navigate"
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not followed:
            return Refused(403, "cross_site", "requests from pages of other sites are not answered")
        return None

    def _is_own(self, origin: str, host: str) -> bool:
        parts = urlsplit(origin)
        return bool(parts.netloc) and (parts.netloc.lower() == host.lower() or parts.hostname in self._settings.hosts)

    def _unknown(self, scope: Scope, headers: Headers, path: str) -> Refused | None:
        """Who has neither the token, for what programs ask, nor a session."""
        settings = self._settings
        if path in _PUBLIC or self._sessions.holds(cookie_of(scope, COOKIE)):
            return None
        if lies_in(path, WITH_TOKEN):
            if not settings.api_token:
                return Refused(401, "no_token_set", NO_TOKEN) if settings.password else None
            kind, _, given = headers.get("authorization", "").partition(" ")
            if kind.lower() == "bearer" and same_secret(given.strip(), settings.api_token):
                return None
            return Refused(401, "invalid_api_key", "send the API token: Authorization: Bearer TOKEN")
        return Refused(401, "login", "log in first", to_login=True) if settings.password else None


def _answer(scope: Scope, refused: Refused) -> Response:
    path, headers = scope["path"], Headers(scope=scope)
    if lies_in(path, PROGRAMS):
        return problem(refused.status, refused.message, code=refused.code)
    if "text/html" not in headers.get("accept", ""):
        return PlainTextResponse(refused.message, refused.status)
    if refused.to_login and scope["method"] in ("GET", "HEAD"):
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(login_url(f"{path}?{query}" if query else path), 303)
    return HTMLResponse(template("missing.html", status=refused.status, message=refused.message), refused.status)


def _host_name(host: str) -> str:
    """The name or address in a ``Host`` header, without the port."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    name = name.partition(":")[0]
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        return name
