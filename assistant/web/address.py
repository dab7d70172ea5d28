"""Where the web chat may be served: on this machine, or beyond it behind a password."""

import errno
import ipaddress
import socket

from assistant.errors import ServerError
from assistant.settings import Settings

SHORTEST_PASSWORD = 8


def check_address(host: str, port: int, settings: Settings) -> None:
    """Raise unless ``host`` and ``port`` can be served on, and safely.

    Raises:
        ServerError: saying which of these fails and what to do.
    """
    if not is_loopback(host) and not settings.password:
        raise ServerError(
            f"serving beyond this machine, on {host}, needs a password: set ASSISTANT_PASSWORD in .env or use 127.0.0.1"
        )
    if settings.password and len(settings.password) < SHORTEST_PASSWORD:
        raise ServerError(f"ASSISTANT_PASSWORD is too short: choose {SHORTEST_PASSWORD} characters or more")
    if not 1 <= port <= 65535:
        raise ServerError(f"port {port} does not exist: choose one from 1024 to 65535 with --port")
    _check_free(host, port)


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise ServerError(f"port {port} on {host} needs privileges: choose one above 1023 with --port") from None
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                told = f"{host} is no address of this machine: use 127.0.0.1 or 0.0.0.0 with --host"
            else:
                told = f"port {port} on {host} is in use: choose another with --port"
            raise ServerError(told) from None


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own, seen from itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def in_url(host: str) -> str:
    """The host as it stands in an address."""
    return f"[{host}]" if ":" in host else host
