"""Settings: read once, from the environment over ``.env`` over the defaults.

Every name is listed here with its meaning; ``.env.example`` is made from this list and a test holds them equal.
"""

import difflib
import io
import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError

PREFIX = "ASSISTANT_"
ENV_FILE = Path(".env")
# What an answer may draw on.
MOST_PASSAGES = 50
# What no argument was given for; the environment says it, or the default.
_UNSET = object()


class Rewriting(StrEnum):
    """What makes a follow-up standalone."""

    RULES = "rules"
    MODEL = "model"


class Unsupported(StrEnum):
    """What becomes of a written sentence that the transcripts do not bear out."""

    MARK = "mark"
    DROP = "drop"
    REFUSE = "refuse"


class LogFormat(StrEnum):
    """What is written on standard error about each question."""

    OFF = "off"
    JSON = "json"


def _setting(name: str, default: str, meaning: str, *, secret: bool = False) -> Any:
    """A field of the settings; a ``secret`` is left out of the object's text, so that no log or traceback shows it."""
    return field(
        default=_UNSET,
        metadata={"name": name, "default": default, "meaning": meaning},
        repr=not secret,
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation is told. ``Settings()`` reads the environment; arguments override it.

    Raises:
        SettingsError: for an unknown ``ASSISTANT_*`` name, a value that cannot be used, or a ``.env`` that is no text.
    """

    corpus: Path = _setting("ASSISTANT_CORPUS", "seeds", "Folder of transcripts to index")
    vectorstore: Path = _setting(
        "ASSISTANT_VECTORSTORE", "vectorstore", "Folder of the index; all of it can be rebuilt"
    )
    data: Path = _setting("ASSISTANT_DATA", "data", "Folder of conversations, feedback and uploads; not rebuildable")
    model: str = _setting(
        "ASSISTANT_MODEL",
        "",
        "Chat model as provider:model (ollama:…, openai:…, anthropic:…, gguf:PATH); empty: extractive answers",
    )
    models: tuple[str, ...] = _setting(
        "ASSISTANT_MODELS",
        "",
        "Chat models that visitors may choose beside it, commas between; empty: any, or none where a password is set",
    )
    model_timeout: float = _setting(
        "ASSISTANT_MODEL_TIMEOUT", "120", "Seconds of a chat model's silence after which it is given up, 1 to 3600"
    )
    model_context: int = _setting(
        "ASSISTANT_MODEL_CONTEXT",
        "0",
        "Tokens that a chat model's prompt and answer may have; 0: what the model is known to take, else 8192",
    )
    prompts: Path | None = _setting(
        "ASSISTANT_PROMPTS",
        "",
        "Folder of your own prompt files, answer.txt among them; what is not there is taken from the bundled ones",
    )
    rewrite: Rewriting = _setting(
        "ASSISTANT_REWRITE", "rules", "What makes a follow-up standalone: rules, or the chat model"
    )
    embedding_model: str = _setting(
        "ASSISTANT_EMBEDDING_MODEL",
        "",
        "sentence-transformers model, hub id or folder; empty: the bundled all-MiniLM-L6-v2",
    )
    reranker: str = _setting(
        "ASSISTANT_RERANKER", "", "CrossEncoder that reorders passages, hub id or folder; empty: none"
    )
    reader: str = _setting(
        "ASSISTANT_READER",
        "",
        "Question-answering model with a no-answer score; empty: the bundled one; none: no reader",
    )
    verifier: str = _setting(
        "ASSISTANT_VERIFIER", "", "Natural-language-inference model that checks claims; empty: none"
    )
    unsupported: Unsupported = _setting(
        "ASSISTANT_UNSUPPORTED",
        "mark",
        "Sentences of a chat model that nothing bears out: mark them, drop them, or refuse the whole answer",
    )
    top_k: int = _setting("ASSISTANT_TOP_K", "8", f"Passages an answer may draw on, 1 to {MOST_PASSAGES}")
    threshold: float = _setting("ASSISTANT_THRESHOLD", "0.25", "Confidence below which the assistant refuses, 0 to 1")
    chroma_url: str = _setting(
        "CHROMA_URL", "", "Chroma server, http://host:port; empty: embedded in the vectorstore folder"
    )
    password: str = _setting(
        "ASSISTANT_PASSWORD",
        "",
        "Password of the web chat, 8 characters or more; it must be set to serve beyond this machine",
        secret=True,
    )
    api_token: str = _setting(
        "ASSISTANT_API_TOKEN",
        "",
        "Bearer token of the HTTP API and of the metrics; empty: open to this machine, closed where a password is set",
        secret=True,
    )
    hosts: tuple[str, ...] = _setting(
        "ASSISTANT_HOSTS", "", "Host names under which a proxy serves the chat, with commas between them"
    )
    log: LogFormat = _setting(
        "ASSISTANT_LOG", "off", "A line about each question on standard error: json or off; it has no content"
    )
    log_content: bool = _setting(
        "ASSISTANT_LOG_CONTENT", "0", "Whether that line holds the question and the answer too: 1 or 0"
    )

    def __post_init__(self) -> None:
        given = environment()
        reject_unknown_names(given)
        for f in fields(self):
            if getattr(self, f.name) is _UNSET:
                told = _unquoted(f, given.get(f.metadata["name"], "").strip())
                object.__setattr__(self, f.name, told or f.metadata["default"])
        for name in ("corpus", "vectorstore", "data"):
            object.__setattr__(self, name, _folder(f"{PREFIX}{name.upper()}", getattr(self, name)))
        object.__setattr__(self, "prompts", _folder("ASSISTANT_PROMPTS", self.prompts) if self.prompts else None)
        object.__setattr__(self, "rewrite", _choice(Rewriting, "ASSISTANT_REWRITE", self.rewrite))
        object.__setattr__(self, "unsupported", _choice(Unsupported, "ASSISTANT_UNSUPPORTED", self.unsupported))
        object.__setattr__(
            self, "model_timeout", _number(float, "ASSISTANT_MODEL_TIMEOUT", self.model_timeout, 1, 3600)
        )
        object.__setattr__(self, "model_context", _number(int, "ASSISTANT_MODEL_CONTEXT", self.model_context, 0, 10**7))
        object.__setattr__(self, "top_k", _number(int, "ASSISTANT_TOP_K", self.top_k, 1, MOST_PASSAGES))
        object.__setattr__(self, "threshold", _number(float, "ASSISTANT_THRESHOLD", self.threshold, 0, 1))
        object.__setattr__(self, "hosts", tuple(name.lower() for name in _names(self.hosts)))
        object.__setattr__(self, "models", _names(self.models))
        object.__setattr__(self, "log", _choice(LogFormat, "ASSISTANT_LOG", self.log))
        object.__setattr__(self, "log_content", bool(_number(int, "ASSISTANT_LOG_CONTENT", self.log_content, 0, 1)))


def environment() -> Mapping[str, str]:
    """The process environment over the ``.env`` of the working folder.

    Raises:
        SettingsError: when there is a ``.env`` that cannot be read, or is not UTF-8.
    """
    from dotenv import dotenv_values

    stored = dotenv_values(stream=io.StringIO(_env_text(), newline=None))
    return {**{name: value or "" for name, value in stored.items()}, **os.environ}


def _env_text() -> str:
    """The words of ``.env``, empty where there is none; a byte order mark is left out."""
    if not ENV_FILE.is_file():
        return ""
    try:
        text = ENV_FILE.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{ENV_FILE.absolute()} cannot be read ({error.strerror}): mend it or remove it") from error
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SettingsError(f"{ENV_FILE.absolute()} is not UTF-8 text: save it with the encoding UTF-8")
    return text


def reject_unknown_names(given: Mapping[str, str]) -> None:
    """Refuse a misspelt setting rather than ignore it.

    Raises:
        SettingsError: naming the setting and the nearest known one.
    """
    known = setting_names()
    for name in sorted(given):
        if name.startswith(PREFIX) and name not in known:
            nearest = difflib.get_close_matches(name, known, n=1, cutoff=0)[0]
            raise SettingsError(f"unknown setting {name}: did you mean {nearest}?")


def setting_names() -> list[str]:
    """Names of all settings, in the order in which they are documented."""
    return [f.metadata["name"] for f in fields(Settings)]


def example_environment() -> str:
    """The text of ``.env.example``: every setting with its meaning and default."""
    rows = (f"# {f.metadata['meaning']}\n{f.metadata['name']}={f.metadata['default']}\n" for f in fields(Settings))
    head = "# Copy to .env and change what you need. Provider keys (OPENAI_API_KEY, …) may stand here too.\n\n"
    return head + "\n".join(rows)


def _unquoted(setting: Field[Any], value: str) -> str:
    """The value; quotation marks around it, as Docker takes them from a file, are refused but in a secret."""
    if setting.repr and len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        raise SettingsError(f"{setting.metadata['name']}={value} has quotation marks around it: leave them out")
    return value


def _names(value: str | tuple[str, ...]) -> tuple[str, ...]:
    names = value.split(",") if isinstance(value, str) else value
    return tuple(name.strip() for name in names if name.strip())


def _folder(name: str, value: str | Path) -> Path:
    """The folder, which need not exist."""
    try:
        path = Path(value).expanduser()
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return path
    except RuntimeError:
        raise SettingsError(f"{name}={value} is in the home of a user who is not known here: write it out") from None
    except OSError as error:
        raise SettingsError(f"{name}={value} cannot be used: {error.strerror}") from error
    return path


def _choice(kind: type[StrEnum], name: str, value: str) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise SettingsError(f"{name}={value} is none of {', '.join(kind)}") from None


def _number(kind: type, name: str, value: Any, low: float, high: float) -> Any:
    try:
        number = kind(value)
    except (TypeError, ValueError):
        number = None
    if number is None or not low <= number <= high:
        raise SettingsError(f"{name}={value} is not a number from {low} to {high}")
    return number
