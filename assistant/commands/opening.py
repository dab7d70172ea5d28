"""The assistant and the catalog that a command's options and the settings describe."""

import argparse
from typing import TYPE_CHECKING

from assistant.parts import read_parts

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.store.catalog import Catalog


def assistant_for(options: argparse.Namespace) -> "Assistant":
    """The assistant, with what the options override."""
    from assistant.settings import Settings

    changed = {"model": getattr(options, "model", None), "top_k": getattr(options, "top_k", None)}
    settings = Settings(**{name: value for name, value in changed.items() if value is not None})
    from assistant.assistant import Assistant

    return Assistant.from_settings(settings, read_parts(getattr(options, "without", [])))


def catalog() -> "Catalog":
    """The catalog of what is indexed, without loading a model."""
    from assistant.settings import Settings
    from assistant.store.sources import open_catalog

    return open_catalog(Settings().vectorstore)
