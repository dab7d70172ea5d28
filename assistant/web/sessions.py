"""Who has given the password: opaque sessions in memory, and a brake on guessing.

A restart ends every session; what a visitor owns hangs on another cookie (``visitors.py``) and stays.
"""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict, deque

COOKIE = "session"
SESSION_S = 14 * 24 * 3600
MOST_SESSIONS = 10_000
WINDOW_S = 60.0
WRONG_BY_ONE = 5
WRONG_BY_ALL = 100


class Sessions:
    """The open sessions, by the hash of their cookie; the oldest goes when there are too many."""

    def __init__(self) -> None:
        self._ends: OrderedDict[str, float] = OrderedDict()

    def open(self) -> str:
        """Begin a session; returns what its cookie holds."""
        token = secrets.token_urlsafe(32)
        self._ends[_hash(token)] = time.monotonic() + SESSION_S
        while len(self._ends) > MOST_SESSIONS:
            self._ends.popitem(last=False)
        return token

    def holds(self, token: str) -> bool:
        """Whether a cookie is that of an open session."""
        return bool(token) and self._ends.get(_hash(token), 0.0) > time.monotonic()

    def close(self, token: str) -> None:
        """End a session."""
        self._ends.pop(_hash(token), None)


class Attempts:
    """Wrong passwords of the last minute: five from one address, a hundred from all, and then nobody is let try."""

    def __init__(self) -> None:
        self._wrong: deque[tuple[float, str]] = deque()

    def wait_s(self, client: str) -> int:
        """Seconds that ``client`` must wait before its next attempt; 0 where it may try."""
        now = time.monotonic()
        while self._wrong and self._wrong[0][0] <= now - WINDOW_S:
            self._wrong.popleft()
        own = [moment for moment, who in self._wrong if who == client]
        if len(own) >= WRONG_BY_ONE:
            return _seconds_left(own[-WRONG_BY_ONE], now)
        return _seconds_left(self._wrong[-WRONG_BY_ALL][0], now) if len(self._wrong) >= WRONG_BY_ALL else 0

    def wrong(self, client: str) -> None:
        """Count a wrong password."""
        self._wrong.append((time.monotonic(), client))


def same_secret(given: str, right: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing about either."""
    return hmac.compare_digest(_hash(given), _hash(right))


def _seconds_left(moment: float, now: float) -> int:
    return max(1, int(moment + WINDOW_S - now) + 1)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
