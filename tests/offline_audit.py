"""Runs ``assistant`` with a hook that ends the process at once when anything is looked up or reached beyond loopback.

    python tests/offline_audit.py COMMAND … [then COMMAND …]

An audit hook cannot be taken off again, sees every Python library's connections, and ``os._exit`` cannot be caught.
"""

import ipaddress
import os
import sys
from itertools import groupby
from typing import Any

STRAYED = 97
THEN = "then"
_WATCHED = ("socket.connect", "socket.sendto", "socket.sendmsg")
_LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def is_loopback(host: Any) -> bool:
    """Whether a host is this machine; no host at all is a local socket."""
    name = host.decode() if isinstance(host, bytes) else host
    try:
        return name in (None, "", "localhost") or ipaddress.ip_address(name).is_loopback or name == "0.0.0.0"
    except ValueError:
        return False


def audit(event: str, arguments: tuple[Any, ...]) -> None:
    """End the process when ``event`` reaches out."""
    if event in _WATCHED:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a path: a socket of this machine
    elif event in _LOOKED_UP:
        host = arguments[0]
    else:
        return
    if not is_loopback(host):
        os.write(2, f"\nSTRAYED: {event} {host}\n".encode())
        os._exit(STRAYED)


if __name__ == "__main__":
    sys.addaudithook(audit)
    from assistant.cli import main

    commands = [list(words) for between, words in groupby(sys.argv[1:], THEN.__eq__) if not between]
    sys.exit(next((status for command in commands if (status := main(command))), 0))
