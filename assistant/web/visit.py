"""What one visitor has chosen and the views of their page share."""

from dataclasses import dataclass

import gradio as gr

from assistant.filters import Filters
from assistant.web.choices import Choices


@dataclass(frozen=True, slots=True)
class Visit:
    """States of a page; Gradio copies each for every visitor.

    Attributes:
        choices: the settings that answer them, ``Choices``.
        filters: the transcripts that the next question is put to, ``Filters``.
        changed: a number that rises when the index changes.
    """

    choices: gr.State
    filters: gr.State
    changed: gr.State

    @classmethod
    def of(cls, defaults: Choices) -> "Visit":
        """The states as they are at first, laid out in the page that is open."""
        return cls(gr.State(defaults), gr.State(Filters()), gr.State(0))
