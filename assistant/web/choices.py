"""What one visitor has chosen for themselves, and the assistant that answers them so."""

import threading
from collections import OrderedDict
from dataclasses import asdict, dataclass

from assistant.assistant import Assistant
from assistant.errors import ModelError
from assistant.settings import Rewriting, Settings, Unsupported
from assistant.writing.models import check_choice, make_chat_model, try_out

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
        self._made: OrderedDict[Choices, Assistant] = OrderedDict()
        self._lock = threading.Lock()

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
                self._made[choices] = self._like(choices.model).with_settings(**asdict(choices))
                while len(self._made) > KEPT:
                    self._made.popitem(last=False)
            self._made.move_to_end(choices)
            return self._made[choices]

    def tried(self, choices: Choices, before: Choices) -> Assistant:
        """The assistant of ``choices``, its chat model asked for a word when it is another than ``before``.

        Raises:
            SettingsError: when a value cannot be used.
            ModelError: when the chat model is not for visitors to choose, cannot be made or does not answer.
        """
        check_choice(self.installed.settings, choices.model)
        if choices.model and choices.model != before.model:
            provider, _, name = choices.model.partition(":")
            if not provider or not name:  # told here without the setting's name, which a visitor does not know
                raise ModelError(f"{choices.model} names no chat model: write provider:model, such as ollama:llama3.2")
            try_out(make_chat_model(self.installed.settings, choices.model))
        return self.chosen(choices)

    def _like(self, model: str) -> Assistant:
        """One that has the chat model already, so that a file of gigabytes is not loaded twice."""
        for assistant in self._made.values():
            if assistant.settings.model == model:
                return assistant
        return self.installed
