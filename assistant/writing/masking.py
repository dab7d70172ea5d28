"""Secrets masked out of every line that is shown, logged or exported.

What the environment names as a key, token, secret or password is masked wherever it stands; so is what looks like one.
"""

import re

from assistant.settings import environment

MASK = "•••"
# Shorter values are words ("none", "test") that no service gives out as keys; masking them would garble the line.
SHORTEST = 6
_SECRET_NAME = re.compile(r"(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$", re.IGNORECASE)
_LOOKS_SECRET = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|hf|nvapi|AIza)[-_]?[A-Za-z0-9_*-]{12,}"  # how providers' keys begin
    r"|(?<=bearer )\S{6,}"
    r"|(?<=://)[^/\s@]+(?=@)",  # user:password in an address
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """``text`` with configured secrets, and what looks like one, replaced by ``MASK``."""
    for secret in sorted(_configured(), key=len, reverse=True):
        text = text.replace(secret, MASK)
    return _LOOKS_SECRET.sub(MASK, text)


def _configured() -> set[str]:
    return {
        value
        for name, value in environment().items()
        if _SECRET_NAME.search(name) and len(value) >= SHORTEST and not value.isspace()
    }
