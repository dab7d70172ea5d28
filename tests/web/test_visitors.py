"""Each browser is one visitor, and nobody else."""

import asyncio
import pickle
import re
from typing import Any

import gradio as gr
import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from assistant.web.visitors import Visitors, cookies_of, owner_of

VISITOR = "a" * 43


@pytest.fixture
def app() -> FastAPI:
    app = FastAPI()
    app.add_middleware(Visitors)

    @app.get("/")
    @app.get("/api/sources")
    def owner(request: Request) -> str:
        return owner_of(request)

    return app


def test_the_first_request_has_the_owner_that_later_ones_have(app: FastAPI) -> None:
    browser = TestClient(app)
    first = browser.get("/")
    assert re.fullmatch("[0-9a-f]{64}", first.json())
    assert "HttpOnly; SameSite=Lax" in first.headers["set-cookie"]
    assert "Secure" not in first.headers["set-cookie"]
    second = browser.get("/")
    assert second.json() == first.json()
    assert "set-cookie" not in second.headers
    assert browser.cookies["visitor"] not in first.json()


def test_two_browsers_are_two_owners_and_a_forged_cookie_is_none(app: FastAPI) -> None:
    one, other = TestClient(app).get("/").json(), TestClient(app).get("/").json()
    assert one != other
    forged = TestClient(app, cookies={"visitor": "x", "session": "kept"}).get("/")
    assert "visitor=" in forged.headers["set-cookie"]


def test_a_secure_connection_keeps_the_cookie_to_itself_and_programs_get_none(app: FastAPI) -> None:
    assert "; Secure" in TestClient(app, base_url="https://testserver").get("/").headers["set-cookie"]
    assert "set-cookie" not in TestClient(app).get("/api/sources").headers


def test_gradio_and_starlette_requests_have_the_same_owner() -> None:
    headers = [(b"cookie", f"a=1; visitor={VISITOR}".encode())]
    scope = {"type": "http", "headers": headers, "query_string": b"", "path": "/", "client": ("127.0.0.1", 1)}
    request = Request(scope)
    queued = pickle.loads(pickle.dumps(gr.Request(Request(scope))))  # as the queue carries it
    assert owner_of(request) == owner_of(gr.Request(request)) == owner_of(queued)


def test_without_a_cookie_an_owner_is_nobody_else() -> None:
    request = Request({"type": "http", "headers": []})
    assert owner_of(request) != owner_of(request)


def test_odd_cookies_beside_it_do_no_harm() -> None:
    assert cookies_of({"headers": [(b"cookie", b"\xff[]=1;;"), (b"cookie", b"visitor=v")]})["visitor"] == "v"


def test_only_requests_are_visitors() -> None:
    seen: list[str] = []

    async def inner(scope: Any, *_: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(Visitors(inner)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]
