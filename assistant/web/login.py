"""The login page: one password, asked where the settings have one."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.web.render import template
from assistant.web.sessions import COOKIE, SESSION_S, Attempts, Sessions, same_secret
from assistant.web.visitors import set_cookie

LOGIN, LOGOUT = "/login", "/logout"


def login_routes(password: str, sessions: Sessions) -> APIRouter:
    """``GET`` and ``POST /login``, ``POST /logout``."""
    router = APIRouter()
    attempts = Attempts()

    @router.get(LOGIN)
    def page(request: Request, next: str = "/") -> Response:
        if not password or sessions.holds(request.cookies.get(COOKIE, "")):
            return RedirectResponse(own_place(next), 303)
        return _page(200, next, "")

    @router.post(LOGIN)
    async def enter(request: Request) -> Response:  # async: attempts are counted and judged one at a time
        form = await request.form()
        given, place = str(form.get("password", "")), str(form.get("next", "/"))
        client = request.client.host if request.client else ""
        if wait := attempts.wait_s(client):
            told = f"Too many wrong passwords. Try again in {wait} seconds."
            return _page(429, place, told, {"Retry-After": str(wait)})
        if not password or not same_secret(given, password):
            attempts.wrong(client)
            return _page(401, place, "That is not the password.")
        response = RedirectResponse(own_place(place), 303)
        response.headers.append("Set-Cookie", set_cookie(request.scope, COOKIE, sessions.open(), SESSION_S))
        return response

    @router.post(LOGOUT)
    def leave(request: Request) -> Response:
        sessions.close(request.cookies.get(COOKIE, ""))
        response = RedirectResponse(LOGIN, 303)
        response.headers.append("Set-Cookie", set_cookie(request.scope, COOKIE, "", 0))
        return response

    return router


def login_url(place: str) -> str:
    """Address of the login page that leads back to ``place``."""
    return f"{LOGIN}?next={quote(place, safe='/')}"


def own_place(place: str) -> str:
    """``place`` where it is a path on this server, else the front page: a login must not lead to another site."""
    inside = place.startswith("/") and not place.startswith(("//", "/\\")) and place.isprintable()
    return place if inside else "/"


def _page(status: int, place: str, told: str, headers: dict[str, str] | None = None) -> HTMLResponse:
    return HTMLResponse(template("login.html", next=own_place(place), told=told), status, headers)
