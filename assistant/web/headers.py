"""Security headers on every response, Gradio's included: nothing is loaded from, or sent to, another host."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.paths import PROGRAMS, lies_in
from assistant.web.login import LOGIN

# Gradio compiles templates in the browser and styles inline, so its page needs more leave than ours.
_GRADIO_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_OWN_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_OWN_PATHS = ("/transcript/", "/talk/", "/web/", LOGIN)


class SecurityHeaders:
    """ASGI middleware that adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, and add to its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        own = _is_own(scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = _policy(scope["path"])
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                if own:
                    headers["Cache-Control"] = "no-cache"
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _policy(path: str) -> str:
    return _OWN_POLICY if _is_own(path) else _GRADIO_POLICY


def _is_own(path: str) -> bool:
    return path.startswith(_OWN_PATHS) or lies_in(path, PROGRAMS)
