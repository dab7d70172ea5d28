"""What a visitor is told of a failure: what happened, less the advice that only the installation's keeper can follow.

Settings, commands and folders of the server are the keeper's: they stay in the log, where the keeper finds the whole
line.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.answers import MODEL_FAILED, READ_BY_RULES, Answer
from assistant.errors import AssistantError, CorpusError, IndexStateError
from assistant.settings import Settings
from assistant.writing.models import shown_name

_log = logging.getLogger(__name__)
_KEEPERS = re.compile(
    r"\b(?:ASSISTANT|CHROMA)_[A-Z_]+|\b[A-Z][A-Z0-9_]*_(?:API_KEY|AUTH_TOKEN|BASE_URL|API_BASE|ENDPOINT|HOST)\b|\.env\b"
    r"|\b(?:pip install|ollama (?:pull|serve)|assistant (?:ingest|doctor|sources|evaluate|feedback))\b"
    r"|\bprocess \d+ \(|(?<!\S)--[a-z]"
)
# What messages repeat of the user's own words stands in quotes, as Python writes them.
_QUOTED = re.compile(r"""(?<!\w)(?:'(?:[^'\\\n]|\\.){0,500}'|"(?:[^"\\\n]|\\.){0,500}")(?!\w)""")
_BEFORE = r"(?<![^\s'\"“‘(\[<=:,;|])"
_ROOT = r"(?:file:/+|~[\w.-]*[\\/]|\.{1,2}[\\/]|[A-Za-z]:[\\/]+|\\\\|/(?=[^/\s]))"
_WORD = r"[^\s\\/:;,()'\"“”‘’<>|]+"
_NO_NAME = r"(?!(?:is|was|are|were|has|have|had|holds?|can|cannot|to|in|at|of|and|or|than|names?|says?)\b)"
# A name with spaces in it ends at the slash of a folder or at the ending of a file.
_FOLDER = re.compile(
    rf"{_BEFORE}{_ROOT}(?:{_WORD}(?: {_NO_NAME}{_WORD}){{0,5}}[\\/]+)*"
    rf"(?:(?:{_WORD}(?: {_NO_NAME}{_WORD}){{0,5}}?\.\w{{1,11}}|{_WORD})(?<!\.))?"
)
# A model that is a folder: its path, which may have spaces anywhere.
_PATH = re.compile(rf"{_ROOT}.+", re.DOTALL)
A_PLACE = "a place on the server"
_CLAUSE_ENDS = re.compile(r"[:;,.]\s|\s\(")
IN_THE_LOG = "the server’s log tells its keeper what to do"
# What a command would tell stands on the page too.
_ON_PAGE = {"assistant sources lists them": "the tab Sources lists those that are there"}
# Notes on a failure; other notes quote transcripts, which may name anything.
_OF_FAILURES = (MODEL_FAILED, READ_BY_RULES)


def plainly(line: str) -> str:
    """``line`` up to the clause that names a setting or a command, and without folders; what is cut is logged whole.

    Of a file its name stays; a folder, or what has no ending, is a place on the server. Words in quotes are the user's:
    a command among them is none.
    """
    for command, place in _ON_PAGE.items():
        line = line.replace(command, place)
    told = _FOLDER.sub(lambda found: _place(found[0]), line)
    unquoted = _QUOTED.sub(lambda found: "_" * len(found[0]), told)
    keepers = _KEEPERS.search(unquoted)
    if keepers is None and told == line:
        return line
    _log.warning("%s", line)
    if keepers is None:
        return told
    ends = [end.start() for end in _CLAUSE_ENDS.finditer(unquoted, 0, keepers.start())]
    return f"{told[: ends[-1]] if ends else 'something is set wrong here'}; {IN_THE_LOG}"


def _place(path: str) -> str:
    name = re.split(r"[\\/]", path)[-1]
    return name if "." in name.strip(".") else A_PLACE


def named(model: str) -> str:
    """A model as visitors are shown it: of a folder or file its name alone."""
    model = re.sub(r"[\\/]+(?=@|$)", "", shown_name(model))
    return re.split(r"[\\/]", model)[-1] if _PATH.fullmatch(model) else model


def without_folders(run: Mapping[str, Any]) -> dict[str, Any]:
    """What an evaluation was made with, its models named as visitors are shown them."""
    return {name: named(value) if isinstance(value, str) else value for name, value in run.items()}


def is_keepers(settings: Settings) -> bool:
    """Whether who sees the page is taken for its keeper: it has no password, and answers to no name but this machine's.

    A proxy on this machine that rewrites the Host header is not noticed: set a password, or ``hosts``, behind one.
    """
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
