"""A follow-up made standalone by a chat model, where the settings ask for it; by the rules where that fails."""

import re
from collections.abc import Generator
from dataclasses import dataclass, replace

from assistant.answers import READ_BY_RULES, Answered, Delta, Event, History, Usage
from assistant.corpus.names import names_in
from assistant.errors import ModelError
from assistant.followups.lines import LineKind, line_kind
from assistant.language import FUNCTION_WORDS, words
from assistant.questions.question import figures_in
from assistant.settings import Settings
from assistant.writing.models import ChatModel
from assistant.writing.prompting import fill, inert, load_prompt, told_history
from assistant.writing.thinking import without_thinking

# What small models put before the question that they were asked for.
_LABEL = re.compile(
    r"\W{0,5}(?:(?:the|a)\s{1,5})?(?:(?:standalone|rewritten|last|new)\s{1,5})?question\W{0,4}:\W{0,5}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The standalone question, a note where the model did not give it, and what asking the model took."""

    question: str
    notes: tuple[str, ...] = ()
    usage: Usage | None = None

    def add_to(self, event: Event) -> Event:
        """The event with the notes and with what asking the model took, when it is the answer."""
        if not isinstance(event, Answered):
            return event
        answer = event.answer
        usage = answer.usage + self.usage if answer.usage and self.usage else answer.usage or self.usage
        return Answered(replace(answer, notes=(*self.notes, *answer.notes), usage=usage))


class Rewriter:
    """Rewrites follow-ups with the chat model ``model`` and the prompt ``rewrite``.

    Raises:
        ModelError: when the prompt cannot be used.
    """

    def __init__(self, model: ChatModel, settings: Settings) -> None:
        self._model = model
        self._template = load_prompt("rewrite", settings.prompts)

    def rewrite(self, question: str, history: History, by_rule: str) -> Generator[Delta, None, Rewritten]:
        """Yields beats while the model writes; returns a ``Rewritten``, with ``by_rule`` where the model fails.

        A question is only taken when it is one, on one line, and names nothing that nobody named.
        """
        prompt = fill(self._template, history=told_history(history), question=inert(question))
        reply = self._model.reply(prompt)
        written = ""
        try:
            for piece in reply:
                written += piece
                yield Delta("")
        except ModelError as error:
            return Rewritten(by_rule, (f"{READ_BY_RULES}{error}",))
        usage = Usage(reply.input_tokens, reply.output_tokens, reply.first_token_ms)
        rewritten = without_label(without_thinking(written).strip()).strip("\"“”'*` ").strip()
        fault = fault_in(rewritten, question, history)
        if fault:
            note = f"{READ_BY_RULES}what {self._model.name} made of it {fault}"
            return Rewritten(by_rule, (note,), usage)
        return Rewritten(rewritten, (), usage)


def without_label(written: str) -> str:
    """``written`` less "Standalone question:" at its start."""
    label = _LABEL.match(written)
    return written[label.end() :] if label else written


def fault_in(rewritten: str, question: str, history: History) -> str:
    """Why a rewritten question cannot be taken; empty when it can."""
    if not rewritten:
        return "was empty"
    if "\n" in rewritten or line_kind(rewritten) is not LineKind.QUESTION or ("?" in question and "?" not in rewritten):
        return "is no question"
    said = " ".join([question, *(text for turn in history for text in turn)])
    known = set(words(said)) | FUNCTION_WORDS
    if not figures_in(rewritten) <= figures_in(said):
        return "has a figure that nobody said"
    if any(word not in known for name in names_in(f"x {rewritten}") for word in words(name.text)):
        return "names what nobody named"
    return ""
