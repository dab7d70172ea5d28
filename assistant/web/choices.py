"""What one visitor has chosen for themselves, and the assistant that answers them so."""

import threading
from collections import OrderedDict
from dataclasses import asdict, dataclass
from weakref import WeakValueDictionary

from assistant.assistant import Assistant
from assistant.errors import AssistantError, ModelError
from assistant.hub import Lazy
from assistant.settings import Rewriting, Settings, Unsupported
from assistant.writing.models import check_choice, try_out

# Assistants share index, search and models: what one more costs is little, but typed model names have no end.
KEPT = 32


@dataclass(frozen=True, slots=True)
class Choices:
    """The settings that a visitor may change for their own session; the meanings are those of ``Settings``."""

    model: str
    top_k: int
    threshold: float
    unsupported: Unsupported
    rewrite: Rewriting

    @classmethod
    def of(cls, settings: Settings) -> "Choices":
        """Those of the installation."""
        return cls(settings.model, settings.top_k, settings.threshold, settings.unsupported, settings.rewrite)


class Assistants:
    """The installation's assistant, and one for each set of choices that differs; safe to share between threads."""

    def __init__(self, assistant: Assistant) -> None:
        self.installed = assistant
        self.defaults = Choices.of(assistant.settings)
        self._made: OrderedDict[Choices, Lazy[Assistant]] = OrderedDict()
        self._by_model: WeakValueDictionary[str, Lazy[Assistant]] = WeakValueDictionary()
        self._lock = threading.Lock()  # of the two, never held while a model is loaded

    def chosen(self, choices: Choices | None) -> Assistant:
        """The assistant of ``choices``, or the installation's.

        Raises:
            SettingsError: when a value cannot be used.
            ModelError: when the chat model cannot be made.
        """
        if choices is None or choices == self.defaults:
            return self.installed
        with self._lock:
            if choices not in self._made:
                self._made[choices] = self._like(choices)
                while len(self._made) > KEPT:
                    self._made.popitem(last=False)
            self._made.move_to_end(choices)
            made = self._made[choices]
        return made.get()

    def tried(self, choices: Choices, before: Choices) -> Assistant:
        """The assistant of ``choices``, its chat model asked for a word when it is another than ``before``.

        Raises:
            SettingsError: when a value cannot be used.
            ModelError: when the chat model is not for visitors to choose, cannot be made or does not answer.
        """
        check_choice(self.installed.settings, choices.model)
        other = choices.model if choices.model != before.model else ""
        provider, _, name = other.partition(":")
        if other and not (provider and name):  # told here without the setting's name, which a visitor does not know
            raise ModelError(f"{other} names no chat model: write provider:model, such as ollama:llama3.2")
        try:
            assistant = self.chosen(choices)
            if other and assistant.chat_model:
                try_out(assistant.chat_model)
        except AssistantError:
            with self._lock:
                self._made.pop(choices, None)
            raise
        return assistant

    def _like(self, choices: Choices) -> Lazy[Assistant]:
        """Made from one that has the chat model already, so that a file of gigabytes is not loaded twice."""
        model = choices.model
        with_model = self._by_model.setdefault(model, Lazy(lambda: self.installed.with_model(model)))
        return Lazy(lambda: with_model.get().with_settings(**asdict(choices)))
