"""The addresses that are for programs, as the folders they lie in; all others are for people in a browser."""

from collections.abc import Sequence

API = ("/v1", "/api")
METRICS = "/metrics"
HEALTH = "/health"
# What is asked with the API token; how the server is may be asked by anyone.
WITH_TOKEN = (*API, METRICS)
PROGRAMS = (*WITH_TOKEN, HEALTH)


def lies_in(path: str, folders: Sequence[str]) -> bool:
    """Whether the address ``path`` is one of ``folders``, or lies in one."""
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)
