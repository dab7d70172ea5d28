"""What a program is told when a request fails: OpenAI's error object, whichever route it asked."""

from starlette.responses import JSONResponse

_KINDS = {401: "authentication_error", 403: "permission_error", 404: "not_found_error"}


def problem(status: int, message: str, *, code: str | None = None, param: str | None = None) -> JSONResponse:
    """The response: ``{"error": {"message": …, "type": …, "param": …, "code": …}}``."""
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse({"error": error_object(status, message, code=code, param=param)}, status, headers)


def error_object(status: int, message: str, *, code: str | None = None, param: str | None = None) -> dict[str, object]:
    """The object under ``error``."""
    kind = "server_error" if status >= 500 else _KINDS.get(status, "invalid_request_error")
    return {"message": message, "type": kind, "param": param, "code": code}
