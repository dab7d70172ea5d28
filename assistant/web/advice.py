"""What a visitor is told of a failure: what happened, less the advice that only the installation's keeper can follow.

Settings and commands on the server are the keeper's: they stay in the log, where the keeper finds the whole line.
"""

import logging
import re
from dataclasses import replace

from assistant.answers import Answer

_log = logging.getLogger(__name__)
_KEEPERS = re.compile(
    r"\b(?:ASSISTANT|CHROMA)_[A-Z_]+|\b[A-Z][A-Z0-9_]*_(?:API_KEY|AUTH_TOKEN|BASE_URL|API_BASE|ENDPOINT|HOST)\b|\.env\b"
    r"|\b(?:pip install|ollama (?:pull|serve)|assistant (?:ingest|doctor))\b"
)
_CLAUSE_ENDS = re.compile(r"[:;,.]\s|\s\(")
IN_THE_LOG = "the server’s log tells its keeper what to do"
# Notes on a failure; other notes quote transcripts, which may name anything.
_OF_FAILURES = ("this answer is extractive, the chat model failed: ", "the follow-up was read by the rules: ")


def plainly(line: str) -> str:
    """``line`` up to the clause that names a setting or a command, which then is logged as it was."""
    keepers = _KEEPERS.search(line)
    if keepers is None:
        return line
    _log.warning("%s", line)
    ends = [end.start() for end in _CLAUSE_ENDS.finditer(line, 0, keepers.start())]
    return f"{line[: ends[-1]] if ends else 'something is set wrong here'}; {IN_THE_LOG}"


def plainly_noted(answer: Answer) -> Answer:
    """``answer`` with its notes on failures told plainly."""
    notes = tuple(plainly(note) if note.startswith(_OF_FAILURES) else note for note in answer.notes)
    return replace(answer, notes=notes)
