"""Who gets in, and what is turned away at the door: the whole application, Gradio's routes included."""

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import served
from starlette.routing import Mount
from starlette.testclient import TestClient

from assistant.api.paths import PROGRAMS
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.store.uploads import MAX_FILE_BYTES, MAX_FILES
from assistant.web.guard import Guard
from assistant.web.login import own_place
from assistant.web.missing import Missing
from assistant.web.server import create_app
from assistant.web.sessions import Attempts, Sessions, same_secret
from assistant.web.sizes import Sizes, body_max

PASSWORD, TOKEN = "correct horse battery", "a-token-for-programs"
PAGE = {"Accept": "text/html"}
OPEN = {"/login", "/health/live", "/health/ready", "/favicon.ico"}


@pytest.fixture(scope="module")
def locked(assistant: Assistant) -> Iterator[str]:
    """The address of a server with a password and a token."""
    settings = replace(assistant.settings, password=PASSWORD, api_token=TOKEN)
    with served(Assistant(assistant.index, settings)) as address:
        yield address


@pytest.fixture(scope="module")
def unlocked(assistant: Assistant) -> Iterator[str]:
    """The address of a server without either, open to this machine."""
    with served(assistant) as address:
        yield address


@pytest.fixture
def member(locked: str) -> Iterator[httpx.Client]:
    """Someone who has logged in."""
    with httpx.Client(base_url=locked) as client:
        assert client.post("/login", data={"password": PASSWORD, "next": "/"}).status_code == 303
        yield client


async def _nothing(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


def _door(**settings: Any) -> TestClient:
    """The guard alone, before an application that lets everything in."""
    return TestClient(Guard(_nothing, Settings(**settings), Sessions()), base_url="http://127.0.0.1:7860")


# Where nothing is


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/nonsense", "There is no page at /nonsense."),
        ("/web/none.css", "There is no page at /web/none.css."),
        ("/talk/conversations/none/export.md", "That conversation is not kept here any more"),
        ("/%3Cb%3E", "There is no page at /&lt;b&gt;."),
        (f"/{'a' * 200}", f"There is no page at /{'a' * 79}…</p>"),
    ],
)
def test_a_browser_is_shown_a_page_with_a_way_to_the_chat_and_a_program_is_told_as_ever(
    unlocked: str, path: str, told: str
) -> None:
    shown = httpx.get(f"{unlocked}{path}", headers=PAGE)
    assert (shown.status_code, shown.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert told in shown.text
    assert '<a href="/">Go to the chat</a>' in shown.text
    assert "<title>Nothing here" in shown.text
    assert "style-src 'self'" in shown.headers["content-security-policy"]
    answered = httpx.get(f"{unlocked}{path}", headers={"Accept": "*/*"})
    assert (answered.status_code, answered.headers["content-type"]) == (404, "application/json")
    assert httpx.head(f"{unlocked}{path}", headers=PAGE).status_code == 404


@pytest.mark.parametrize("path", ["/v1/none", "/api/none", "/api", "/metrics/none", "/health/none", "/health"])
def test_a_program_s_address_is_answered_as_one_whoever_asks(unlocked: str, path: str) -> None:
    answered = httpx.get(f"{unlocked}{path}", headers=PAGE)
    assert (answered.status_code, answered.headers["content-type"]) == (404, "application/json")


async def _failing(scope: Any, receive: Any, send: Any) -> None:
    raise ZeroDivisionError("a detail for the log")


def test_a_browser_is_shown_what_is_wrong_with_an_address_and_that_the_server_failed(unlocked: str) -> None:
    asked = f"{unlocked}/talk/conversations/none/export.pdf"
    shown = httpx.get(asked, headers=PAGE)
    assert (shown.status_code, shown.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "Form: Input should be &#39;md&#39;, &#39;json&#39; or &#39;html&#39;." in shown.text
    assert httpx.get(asked).headers["content-type"] == "application/json"
    failed = TestClient(Missing(_failing), raise_server_exceptions=False).get("/talk/any", headers=PAGE)
    assert failed.status_code == 500
    assert "The server failed at this; its log tells why: try again." in failed.text
    assert '<a href="/">Go to the chat</a>' in failed.text
    with pytest.raises(ZeroDivisionError):
        TestClient(Missing(_failing)).get("/talk/any", headers=PAGE)


# Beyond the password


def _paths(routes: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of every route, those of mounted applications and included routers among them.

    A route without methods answers to any, GET among them.
    """
    for route in routes:
        if included := getattr(route, "original_router", None):
            yield from _paths(included.routes, prefix + route.include_context.prefix)
        elif isinstance(route, Mount):
            yield from _paths(route.routes, prefix + route.path)
        else:
            for method in getattr(route, "methods", None) or ("GET",):
                yield method, re.sub(r"{[^}]*}", "x", prefix + route.path) or "/"


def test_without_the_password_no_route_of_the_process_answers(assistant: Assistant, locked: str) -> None:
    settings = replace(assistant.settings, password=PASSWORD, api_token=TOKEN)
    asked = sorted(set(_paths(create_app(Assistant(assistant.index, settings)).routes)))
    with httpx.Client(base_url=locked) as client:
        statuses = {(method, path): client.request(method, path).status_code for method, path in asked}
    let_in = {path for (_, path), status in statuses.items() if status not in (401, 404)}
    assert len(statuses) > 60
    assert {"/gradio_api/queue/join", "/gradio_api/heartbeat/x", "/gradio_api/startup-events"} <= {p for _, p in asked}
    assert {("GET", f"{root}{rest}") for root in PROGRAMS for rest in ("", "/x")} <= set(asked)
    assert {("GET", f"{root}{rest}") for root in PROGRAMS for rest in ("", "/x")} <= set(asked)
    assert let_in <= OPEN
    assert all(statuses["GET", path] == 401 for path in ("/", "/config", "/transcript/x", "/api/sources", "/metrics"))


def test_a_browser_is_led_to_the_login_page_and_back(locked: str) -> None:
    with httpx.Client(base_url=locked, headers=PAGE) as client:
        sent = client.get("/transcript/ferry.txt?start=1&end=9")
        assert (sent.status_code, sent.headers["location"]) == (
            303,
            "/login?next=/transcript/ferry.txt%3Fstart%3D1%26end%3D9",
        )
        page = client.get(sent.headers["location"])
        assert page.status_code == 200
        assert "form-action 'self'" in page.headers["content-security-policy"]
        hidden = re.search(r'name="next" value="([^"]*)"', page.text)
        assert hidden is not None
        entered = client.post("/login", data={"password": PASSWORD, "next": hidden[1].replace("&amp;", "&")})
        assert entered.headers["location"] == "/transcript/ferry.txt?start=1&end=9"
        assert "ferry" in client.get(entered.headers["location"]).text
        assert client.get("/login").status_code == 303


def test_the_session_cookie_is_kept_from_scripts_and_ends_at_logout(member: httpx.Client) -> None:
    assert member.get("/api/sources").status_code == 200
    assert "Log out" in member.get("/config").text
    kept = {"Cookie": f"session={member.cookies['session']}"}
    assert httpx.get(f"{member.base_url}/api/sources", headers=kept).status_code == 200
    assert member.post("/logout").headers["location"] == "/login"
    assert "session" not in member.cookies
    assert httpx.get(f"{member.base_url}/api/sources", headers=kept).status_code == 401


def test_login_sets_a_cookie_for_this_site_alone(locked: str) -> None:
    cookie = httpx.post(f"{locked}/login", data={"password": PASSWORD}).headers["set-cookie"]
    assert "; HttpOnly; SameSite=Lax" in cookie
    assert PASSWORD not in cookie


def test_what_the_login_page_needs_is_open_and_what_lies_beside_it_is_not(locked: str) -> None:
    page = httpx.get(f"{locked}/login").text
    for address in re.findall(r'(?:href|src)="(/web/[^"]+)"', page):
        assert httpx.get(locked + address).status_code == 200
    assert httpx.get(f"{locked}/web/page.js").status_code == 401
    for trick in ("/web/../config", "//config", "/login/../config", "/health/live/../../config", "/%2e%2e/config"):
        with httpx.Client(base_url=locked) as client:
            request = client.build_request("GET", "/")
            request.url = request.url.copy_with(raw_path=trick.encode())
            assert client.send(request).status_code in (401, 404), trick


@pytest.mark.parametrize(
    "place", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", "/a\nb"]
)
def test_a_login_leads_to_no_other_site(locked: str, place: str) -> None:
    assert own_place(place) == "/"
    assert httpx.post(f"{locked}/login", data={"password": PASSWORD, "next": place}).headers["location"] == "/"


def test_wrong_passwords_are_slowed_down(assistant: Assistant) -> None:
    app = create_app(Assistant(assistant.index, replace(assistant.settings, password=PASSWORD)))
    client = TestClient(app, base_url="http://localhost", follow_redirects=False)
    statuses = [client.post("/login", data={"password": f"guess {n}"}).status_code for n in range(6)]
    assert statuses == [401] * 5 + [429]
    slowed = client.post("/login", data={"password": PASSWORD})
    assert slowed.status_code == 429
    assert 0 < int(slowed.headers["retry-after"]) <= 61
    assert "Too many wrong passwords" in slowed.text


def test_attempts_are_forgotten_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts, now = Attempts(), time.monotonic()
    for n in range(100):
        attempts.wrong(f"host {n // 5}")
    assert attempts.wait_s("host 0") > 0
    assert attempts.wait_s("another host") > 0
    monkeypatch.setattr(time, "monotonic", lambda: now + 70)
    assert attempts.wait_s("host 0") == 0


def test_sessions_end_and_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions()
    token = sessions.open()
    assert sessions.holds(token)
    assert not sessions.holds(token + "x")
    assert not sessions.holds("")
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 15 * 24 * 3600)
    assert not sessions.holds(token)
    first = sessions.open()
    for _ in range(10_000):
        sessions.open()
    assert not sessions.holds(first)


def test_secrets_are_compared_as_text_and_shown_nowhere() -> None:
    assert same_secret("pässword", "pässword")
    assert not same_secret("password", "passwore")
    shown = repr(Settings(password=PASSWORD, api_token=TOKEN))
    assert PASSWORD not in shown
    assert TOKEN not in shown


# Programs


def test_programs_need_the_token_and_a_session_serves_as_well(locked: str, member: httpx.Client) -> None:
    for given in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}, {"Authorization": f"Basic {TOKEN}"}):
        refused = httpx.get(f"{locked}/v1/models", headers=given)
        assert refused.status_code == 401
        assert refused.json()["error"]["code"] == "invalid_api_key"
        assert refused.headers["www-authenticate"] == "Bearer"
    for path in ("/v1/models", "/metrics"):
        assert httpx.get(locked + path, headers={"Authorization": f"bearer {TOKEN}"}).status_code == 200
        assert member.get(path).status_code == 200
    assert httpx.get(f"{locked}/config", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 401


def test_without_a_token_programs_are_let_in_only_where_everyone_is() -> None:
    assert _door().get("/v1/models").status_code == 204
    assert _door(api_token=TOKEN).get("/v1/models").status_code == 401
    assert _door(api_token=TOKEN).get("/").status_code == 204
    closed = _door(password=PASSWORD).get("/v1/models", headers={"Authorization": "Bearer "})
    assert closed.status_code == 401
    assert "set ASSISTANT_API_TOKEN" in closed.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/api", "/v1", "/metrics/x", "/api/"])
def test_the_bare_address_of_what_is_for_programs_is_for_programs_too(path: str) -> None:
    refused = _door(password=PASSWORD, api_token=TOKEN).get(path)
    assert refused.json()["error"]["code"] == "invalid_api_key"
    assert _door(api_token=TOKEN).get(path, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 204
    assert _door(api_token=TOKEN).get(path).status_code == 401
    assert _door(password=PASSWORD).get("/metricsx", headers=PAGE, follow_redirects=False).status_code == 303


def test_what_lies_beside_the_health_is_told_as_to_a_program() -> None:
    refused = _door(password=PASSWORD).get("/health/x", headers=PAGE)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "login")


# Other sites


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "10.0.0.1", "", "[::2]"]
)
def test_a_name_that_was_made_to_point_here_is_not_answered(host: str) -> None:
    refused = _door().get("/", headers={"Host": host})
    assert refused.status_code == 403
    assert _door().get("/health/live", headers={"Host": host}).status_code == 204


@pytest.mark.parametrize("host", ["localhost", "localhost:7860", "LOCALHOST", "127.0.0.1:1", "127.9.9.9", "[::1]:7860"])
def test_this_machines_own_names_are_answered(host: str) -> None:
    assert _door().get("/", headers={"Host": host}).status_code == 204


def test_a_proxys_name_is_answered_where_the_settings_have_it() -> None:
    door = _door(hosts=("talks.example",))
    own = {"Host": "127.0.0.1:7860", "Origin": "https://talks.example"}
    assert door.get("/", headers={"Host": "talks.example"}).status_code == 204
    assert door.post("/", headers=own).status_code == 204
    assert door.post("/", headers={**own, "Origin": "https://evil.example"}).status_code == 403


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("POST", {"Origin": "http://127.0.0.1:7860"}, 204),
        ("POST", {}, 204),
        ("POST", {"Origin": "http://127.0.0.1:3000"}, 403),
        ("POST", {"Origin": "https://evil.example"}, 403),
        ("POST", {"Origin": "null"}, 403),
        ("POST", {"Sec-Fetch-Site": "same-origin"}, 204),
        ("POST", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 204),
        ("GET", {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, 204),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ("GET", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Origin": "http://127.0.0.1:3000"}, 403),
    ],
)
def test_pages_of_other_sites_may_link_here_and_no_more(method: str, headers: dict[str, str], status: int) -> None:
    assert _door().request(method, "/api/ask", headers=headers).status_code == status


def test_sockets_are_turned_away_like_requests() -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), _door(password=PASSWORD).websocket_connect("/gradio_api/x"):
        pass


def test_nothing_is_fetched_for_a_visitor_from_another_host(unlocked: str) -> None:
    for path in ("/gradio_api/proxy=https://x.hf.space/a", "/gradio_api/file=https://example.org/a"):
        assert httpx.get(unlocked + path).status_code == 404


# Sizes


@pytest.mark.parametrize(
    ("path", "size"), [("/login", 9_000), ("/api/ask", 1_100_000), ("/v1/models", 1_100_000), ("/other", 5_000_000)]
)
def test_a_body_that_says_it_is_too_large_is_refused_unread(unlocked: str, path: str, size: int) -> None:
    refused = httpx.post(unlocked + path, content=b" " * size)
    assert refused.status_code == 413
    assert "too large" in refused.text


@pytest.mark.parametrize(
    ("path", "kind", "size"),
    [("/login", "application/x-www-form-urlencoded", 9_000), ("/api/ask", "application/json", 1_100_000)],
)
def test_a_body_of_untold_size_is_read_no_further_than_it_may_be(
    unlocked: str, path: str, kind: str, size: int
) -> None:
    refused = httpx.post(unlocked + path, content=iter([b" " * 100] * (size // 100)), headers={"Content-Type": kind})
    assert refused.status_code == 413
    assert "too large" in refused.text


def test_a_body_just_small_enough_is_taken(unlocked: str) -> None:
    assert httpx.post(f"{unlocked}/api/ask", content=b" " * 1_000_000).status_code == 400


def _upload(address: str, names: list[str], content: bytes = b"words") -> httpx.Response:
    return httpx.post(f"{address}/gradio_api/upload", files=[("files", (name, content)) for name in names])


def test_uploads_are_limited_in_count_and_size(unlocked: str) -> None:
    assert _upload(unlocked, ["a.txt", "b.PDF"]).status_code == 200
    assert _upload(unlocked, ["a.txt"] * 100).status_code == 200
    refused = _upload(unlocked, ["a.txt"] * 101)
    assert (refused.status_code, refused.text) == (413, "too many files at once: 100 is the most")
    assert _upload(unlocked, ["a.txt"], b"x" * (MAX_FILE_BYTES + 1)).status_code == 413
    assert MAX_FILES * MAX_FILE_BYTES < body_max("/gradio_api/upload") < 1.1 * MAX_FILES * MAX_FILE_BYTES
    broken = {"Content-Type": "multipart/form-data; boundary=b"}
    assert httpx.post(f"{unlocked}/gradio_api/upload", content=b"--nonsense", headers=broken).status_code == 400


def test_an_uploaded_page_is_handed_back_as_a_file_and_stays_in_its_folder(unlocked: str) -> None:
    (path,) = _upload(unlocked, ["../../evil.html"], b"<script>alert(1)</script>").json()
    assert ".." not in path
    back = httpx.get(f"{unlocked}/gradio_api/file={path}")
    assert back.status_code != 200 or back.headers["content-disposition"].startswith("attachment")
    assert httpx.get(f"{unlocked}/gradio_api/file=/etc/hostname").status_code in (403, 404)


def test_what_the_application_says_to_a_broken_off_body_is_not_heard() -> None:
    async def swallows(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        raise RuntimeError("the body broke off")

    refused = TestClient(Sizes(swallows)).post("/login", content=iter([b"x" * 9000]))
    assert refused.status_code == 413
    with pytest.raises(RuntimeError):
        TestClient(Sizes(swallows)).post("/login", content=b"x")


def test_two_visitors_do_not_share_an_owner(unlocked: str) -> None:
    seen: set[str] = set()

    def visit() -> None:
        with httpx.Client(base_url=unlocked) as client:
            client.get("/")
            seen.add(client.cookies["visitor"])

    threads = [threading.Thread(target=visit) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 3


def test_gradios_own_copy_of_an_upload_goes_at_the_latest_with_the_server(assistant: Assistant) -> None:
    with served(assistant) as address:
        sent = httpx.post(f"{address}/gradio_api/upload", files={"files": ("tides.txt", b"The tide turned at noon.")})
        copy = Path(sent.json()[0])
        assert copy.is_file()
    assert not copy.exists()
