"""What a visitor is told of a failure: what happened, less the advice that only the installation's keeper can follow.

Settings, commands and folders of the server are the keeper's: they stay in the log, where the keeper finds the whole
line.
"""

import logging
import re
from dataclasses import replace

from assistant.answers import Answer
from assistant.errors import AssistantError, CorpusError, IndexStateError
from assistant.settings import Settings

_log = logging.getLogger(__name__)
_KEEPERS = re.compile(
    r"\b(?:ASSISTANT|CHROMA)_[A-Z_]+|\b[A-Z][A-Z0-9_]*_(?:API_KEY|AUTH_TOKEN|BASE_URL|API_BASE|ENDPOINT|HOST)\b|\.env\b"
    r"|\b(?:pip install|ollama (?:pull|serve)|assistant (?:ingest|doctor|sources|evaluate|feedback))\b"
    r"|\bprocess \d+ \(|(?<!\S)--[a-z]"
)
_FOLDER = re.compile(r"(?<![\w:/.])/(?:[\w.@+-]+/)+[\w.@+-]*")
_CLAUSE_ENDS = re.compile(r"[:;,.]\s|\s\(")
IN_THE_LOG = "the server’s log tells its keeper what to do"
# What a command would tell stands on the page too.
_ON_PAGE = {"assistant sources lists them": "the tab Sources lists those that are there"}
# Notes on a failure; other notes quote transcripts, which may name anything.
_OF_FAILURES = ("this answer is extractive, the chat model failed: ", "the follow-up was read by the rules: ")


def plainly(line: str) -> str:
    """``line`` up to the clause that names a setting or a command, and without folders; what is cut is logged whole."""
    for command, place in _ON_PAGE.items():
        line = line.replace(command, place)
    told = _FOLDER.sub("its storage", line)
    keepers = _KEEPERS.search(told)
    if keepers is None and told == line:
        return line
    _log.warning("%s", line)
    if keepers is None:
        return told
    ends = [end.start() for end in _CLAUSE_ENDS.finditer(told, 0, keepers.start())]
    return f"{told[: ends[-1]] if ends else 'something is set wrong here'}; {IN_THE_LOG}"


def is_keepers(settings: Settings) -> bool:
    """Whether who sees the page keeps it: it is served to this machine alone, by no proxy and without a password."""
    return not settings.password and not settings.hosts


def unchanged(error: AssistantError, settings: Settings) -> str:
    """Why the indexed transcripts could not be changed: the whole line to the keeper, what can be done to a visitor."""
    if is_keepers(settings):
        return str(error)
    if not isinstance(error, IndexStateError | CorpusError):
        return plainly(str(error))
    _log.warning("%s", error)
    return "the transcripts cannot be changed just now: try again in a minute, or tell whoever keeps this assistant"


def plainly_noted(answer: Answer) -> Answer:
    """``answer`` with its notes on failures told plainly."""
    notes = tuple(plainly(note) if note.startswith(_OF_FAILURES) else note for note in answer.notes)
    return replace(answer, notes=notes)
