"""The whole HTTP API put on an application, with one shape for everything that goes wrong in it."""

import logging

from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from assistant.api.asking import HungUpError, status_of
from assistant.api.chat import chat_routes
from assistant.api.paths import PROGRAMS, lies_in
from assistant.api.plain import plain_routes
from assistant.api.problems import problem
from assistant.assistant import Assistant
from assistant.errors import AssistantError

# nginx's status for a client that hung up; nobody reads it but a log.
HUNG_UP = 499
_log = logging.getLogger(__name__)


def add_api(app: FastAPI, assistant: Assistant) -> None:
    """Serve the API of ``assistant`` on ``app``, before anything is mounted at its root."""
    app.include_router(chat_routes(assistant))
    app.include_router(plain_routes(assistant))
    for root in PROGRAMS:
        app.router.routes += [Route(root, _Unknown()), Route(f"{root}/{{rest:path}}", _Unknown())]
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(AssistantError, _assistant_error)
    app.add_exception_handler(HungUpError, _gone)
    app.add_exception_handler(Exception, _fault)


class _Unknown:
    """Tells, by whatever method it is asked, that nothing is at an address for programs."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = f"there is no {scope['method']} {scope['path']}: docs/api.md lists what there is"
        await problem(404, told)(scope, receive, send)


def _not_valid(request: Request, error: Exception) -> Response:
    """The first thing that is wrong with a body or a query, and where; what was sent is not repeated."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return problem(400, f"body: {first['msg']} at character {first['loc'][-1]}", code="invalid_value")
    place = ".".join(map(str, first["loc"][1:]))  # behind whether it stood in the body or the query
    return problem(400, f"{place or 'body'}: {first['msg']}", code="invalid_value", param=place or None)


async def _http_error(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: on our routes, a body that it cannot decode or that is nested too deeply."""
    assert isinstance(error, HTTPException)
    if not lies_in(request.url.path, PROGRAMS):
        return await http_exception_handler(request, error)
    told = "the body cannot be read: send JSON in UTF-8" if error.status_code == 400 else str(error.detail)
    return problem(error.status_code, told)


def _assistant_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AssistantError)
    return problem(status_of(error), str(error))


def _gone(request: Request, error: Exception) -> Response:
    return PlainTextResponse("", HUNG_UP)


def _fault(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) or not lies_in(request.url.path, PROGRAMS):
        return PlainTextResponse("Internal Server Error", 500)
    return problem(500, "the server failed; its log tells why")
