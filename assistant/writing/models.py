"""Chat models: which there are, and how one is made from its name ``provider:model``.

``ollama:…``, ``openai:…`` (and every server that speaks its protocol, by ``OPENAI_BASE_URL``), ``anthropic:…``,
``gguf:PATH`` for a file in this process, and whatever else LangChain's ``init_chat_model`` knows. Keys and addresses
are the providers' own settings, from the environment or ``.env``.
"""

import json
import os
import re
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.settings import PREFIX, Settings, environment
from assistant.writing.failures import KEYS, no_key
from assistant.writing.masking import masked
from assistant.writing.replies import Reply

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Tokens taken to fit where neither the settings nor the model say. Ollama would cut a longer prompt in silence.
CONTEXT_TOKENS = 8192
# An English token is four characters and more; three bytes a token errs on the safe side, in other scripts too.
BYTES_A_TOKEN = 3
GGUF = "gguf"
_ANTHROPIC_ACCESS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL")
OLLAMA_ADDRESS = "http://127.0.0.1:11434"
_LOOK_S = 0.5
# Questions come minutes apart, servers keep idle connections for seconds: each call has its own and leaves none open.
_CLOSE = {"Connection": "close"}
# What each provider's class is told beside the model's name. Trying again is ours to do (replies.py).
_OPTIONS: dict[str, dict[str, Any]] = {
    "openai": {"max_retries": 0, "stream_usage": True, "default_headers": _CLOSE},
    "azure_openai": {"max_retries": 0, "stream_usage": True, "default_headers": _CLOSE},
    "anthropic": {"max_retries": 0, "default_headers": _CLOSE},
    "ollama": {"client_kwargs": {"headers": _CLOSE}},
}


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A LangChain chat model ``chat`` under its ``name`` as it is shown, with its limits.

    Attributes:
        context: tokens that prompt and answer may have together.
        timeout_s: seconds of silence, before the first token or between two, after which it is given up.
    """

    name: str
    chat: "BaseChatModel"
    context: int = CONTEXT_TOKENS
    timeout_s: float = 120.0

    def reply(self, prompt: str) -> Reply:
        """Its reply to ``prompt``, to be iterated once."""
        return Reply(self.chat, prompt, self.name, self.timeout_s)

    def count_tokens(self, text: str) -> int:
        """Tokens of ``text``: counted where the model carries its tokenizer, else estimated, rather too many.

        The counters of hosted models download a vocabulary or call the provider, so they are not used.
        """
        if self.chat.custom_get_token_ids is not None:
            return self.chat.get_num_tokens(text)
        return -(-len(text.encode()) // BYTES_A_TOKEN)


def shown_name(name: str) -> str:
    """The model's name as answers and pages tell it: of a file its name alone, its folder is nobody's business."""
    provider, _, model = name.partition(":")
    return f"{GGUF}:{Path(model).name}" if provider == GGUF else name


def names_by_shown(settings: Settings) -> dict[str, str]:
    """The names of the models that the keeper set, by how a menu shows them; files called alike are numbered."""
    names: dict[str, str] = {}
    for name in dict.fromkeys((settings.model, *settings.models)):
        shown, number = shown_name(name), 1
        while shown in names:
            number += 1
            shown = f"{shown_name(name)} ({number})"
        names[shown] = name
    return names


def make_chat_model(settings: Settings, name: str = "", setting: str = "ASSISTANT_MODEL") -> ChatModel:
    """The chat model ``name``, or the one that ``settings`` name; ``setting`` is where the user wrote the name.

    Raises:
        ModelError: when the name is malformed, the provider's package is missing, or the model cannot be made.
    """
    name = name or settings.model
    provider, colon, model = name.partition(":")
    if not colon or not provider or not model:
        raise ModelError(f"{setting}={name} is not provider:model, for example ollama:llama3.2")
    if provider == GGUF:
        from assistant.writing.gguf import load_gguf

        loaded = load_gguf(model, settings.model_context or CONTEXT_TOKENS)
        return ChatModel(shown_name(name), loaded, loaded.context, settings.model_timeout)
    _export_providers_settings()
    chat = _langchain_model(name, _options(provider, settings))
    profile = chat.profile or {}
    if profile.get("temperature") is False and getattr(chat, "temperature", None) is not None:
        chat = chat.model_copy(update={"temperature": None})
    context = settings.model_context or profile.get("max_input_tokens") or CONTEXT_TOKENS
    return ChatModel(name, chat, int(context), settings.model_timeout)


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    options = {"temperature": 0, **_OPTIONS.get(provider, {})}
    if provider == "ollama":
        options["num_ctx"] = settings.model_context or CONTEXT_TOKENS
    if provider == "anthropic" and not any(os.environ.get(key) for key in _ANTHROPIC_ACCESS):
        raise ModelError(no_key("anthropic", _ANTHROPIC_ACCESS[0]))  # else told when asked
    if provider == "openai" and _own_openai_server() and not os.environ.get("OPENAI_API_KEY"):
        options["api_key"] = "none"  # servers on one's own machine ask for no key, the client insists on one
    return options


def _own_openai_server() -> bool:
    return bool(os.environ.get("OPENAI_BASE_URL") or os.environ.get("OPENAI_API_BASE"))


def _export_providers_settings() -> None:
    """Providers' packages read the process environment only: what ``.env`` says of them is put there."""
    for name, value in environment().items():
        if value and not name.startswith(PREFIX):
            os.environ.setdefault(name, value)


def _langchain_model(name: str, options: dict[str, Any]) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    try:
        chat: BaseChatModel = init_chat_model(name, **options)
    except ImportError as error:
        # The library's message has the right name: azure_openai, for one, needs langchain-openai.
        named = re.search(r"pip install ([\w-]+)", str(error))
        package = named.group(1) if named else f"langchain-{name.split(':', 1)[0]}"
        raise ModelError(f"{name} needs the package {package}: pip install {package}") from error
    except Exception as error:  # a missing key or unknown provider; each library has its own type for it
        reason = next(iter(masked(str(error)).splitlines()), type(error).__name__)
        key = KEYS.get(name.partition(":")[0], "")
        raise ModelError(no_key(name, key) if key and key in reason else f"{name} cannot be used: {reason}") from error
    return chat


def try_out(model: ChatModel) -> float:
    """Ask the model for one word; milliseconds until its first token.

    Raises:
        ModelError: in one line, when it does not answer.
    """
    reply = model.reply("Reply with the one word yes.")
    with closing(iter(reply)) as pieces:
        any(pieces)
    return reply.first_token_ms


def ollama_models() -> list[str] | None:
    """Names of the models that an Ollama server has, at ``OLLAMA_HOST`` or its usual port; None when none answers."""
    address = environment().get("OLLAMA_HOST") or OLLAMA_ADDRESS
    if "://" not in address:
        address = f"http://{address}" if ":" in address else f"http://{address}:11434"
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{address.rstrip('/')}/api/tags", timeout=_LOOK_S) as response:
            return sorted(str(model["name"]) for model in json.load(response)["models"])
    except (OSError, ValueError, KeyError, TypeError):  # nobody there, or somebody else
        return None


def note_on_ollama(settings: Settings) -> str:
    """One line when no chat model is chosen and an Ollama server runs here; it is never used without being chosen."""
    found = None if settings.model else ollama_models()
    if found is None:
        return ""
    if not found:
        return "An Ollama server runs here without a model: ollama pull llama3.2, then ASSISTANT_MODEL=ollama:llama3.2"
    return f"An Ollama server runs here: ASSISTANT_MODEL=ollama:{found[0]} lets it write the answers"


def model_choices(settings: Settings) -> list[str]:
    """Names to offer in a menu: none first, then the one configured, then those that the keeper lets visitors choose.

    Where any may be chosen, these are the models of an Ollama server that runs here.
    """
    found = [f"ollama:{name}" for name in ollama_models() or ()] if chooses_freely(settings) else settings.models
    return list(dict.fromkeys(["", settings.model, *found]))


def chooses_freely(settings: Settings) -> bool:
    """Whether a visitor may name any chat model: it reads the keeper's files and spends on the keeper's keys."""
    return not settings.models and not settings.password


def check_choice(settings: Settings, name: str) -> None:
    """Raise unless a visitor may choose the chat model ``name``; the one configured and none at all always may be.

    Raises:
        ModelError: naming those that may be chosen.
    """
    if name in ("", settings.model, *settings.models) or chooses_freely(settings):
        return
    offered = ", ".join(filter(None, names_by_shown(settings))) or "none"
    raise ModelError(f"{name} is no model to choose here: {offered} may be, as its keeper has set")
