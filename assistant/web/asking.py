"""What happens in the chat view: a question is asked, stopped, or asked again; a conversation is opened."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.archive import Archive
from assistant.conversations import Conversation, Turn
from assistant.errors import AssistantError
from assistant.filters import Filters
from assistant.web.chat import broken_off, converse, messages
from assistant.web.choices import Assistants, Choices
from assistant.web.render import template
from assistant.web.running import Running
from assistant.web.visitors import owner_of

# What a handler gives: the composer's text, the chat's messages, the conversation, and its name for the scripts.
Outputs = tuple[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: their choices, the transcripts they narrowed the question to, and their request."""

    choices: Choices
    filters: Filters
    request: gr.Request


@dataclass(frozen=True, slots=True)
class Asking:
    """The handlers of one page's events; each visitor's conversation comes in and goes out with them."""

    assistants: Assistants
    archive: Archive
    running: Running

    def typed(
        self, question: str, said: Conversation | None, choices: Choices, filters: Filters, request: gr.Request
    ) -> Iterator[Outputs]:
        """The question in the composer, which is emptied."""
        yield from self._ask(Turn(question.strip()), said or Conversation(), Asker(choices, filters, request), "")

    def chosen(
        self,
        said: Conversation | None,
        choices: Choices,
        filters: Filters,
        request: gr.Request,
        event: gr.SelectData,
    ) -> Iterator[Outputs]:
        """An example question of the empty page."""
        asker = Asker(choices, filters, request)
        yield from self._ask(Turn(event.value["text"]), said or Conversation(), asker, gr.skip())

    def ordered(
        self,
        said: Conversation | None,
        choices: Choices,
        filters: Filters,
        request: gr.Request,
        event: gr.EventData,
    ) -> Iterator[Outputs]:
        """A question from the page's script: anew, or in place of the turn ``turn`` and all that follow it."""
        order = event._data
        turn = Turn(str(order["question"]).strip(), exact=bool(order.get("exact")))
        before = (said or Conversation()).before(str(order.get("turn") or ""))
        yield from self._ask(turn, before, Asker(choices, filters, request), gr.skip())

    def stopped(self, request: gr.Request) -> None:
        """End the answer under way on this page."""
        self.running.stop(str(request.session_hash))

    def opened(self, request: gr.Request, event: gr.EventData) -> Outputs:
        """A kept conversation: the one named, or without a name the one last used."""
        owner, wanted = owner_of(request), str(event._data.get("conversation") or "")
        try:
            kept = wanted or next((kept.id for kept in self.archive.list(owner)), "")
            conversation = self.archive.open(owner, kept) if kept else Conversation()
        except AssistantError as error:
            gr.Warning(str(error))
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()
        return gr.skip(), list(messages(conversation)), conversation, current_html(conversation)

    def begun(self) -> Outputs:
        """A new conversation."""
        return "", [], None, current_html(None)

    def failed(self, said: Conversation) -> tuple[Any, Conversation]:
        """The conversation after a failure that nobody foresaw."""
        told = broken_off(said)
        return list(messages(told)), told

    def _ask(self, turn: Turn, conversation: Conversation, asker: "Asker", box: Any) -> Iterator[Outputs]:
        if not turn.question:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        try:
            assistant = self.assistants.chosen(asker.choices)
        except AssistantError as error:  # a model that was there when it was chosen, and is no more
            gr.Warning(str(error))
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        owner = owner_of(asker.request)
        # Set once, then left alone: the next question may be typed while the answer grows.
        box_now, current = box, current_html(conversation)
        grown, done = conversation, False
        with (
            self.running.answering(str(asker.request.session_hash)) as stop,
            closing(converse(assistant, turn, conversation, stop, asker.filters or None)) as steps,  # type: ignore[type-var]
        ):
            try:
                for shown in steps:
                    grown, done = shown.conversation, shown.done
                    if done:  # before it is shown: what the page asks about it next must find it
                        self._keep(owner, grown)
                    yield box_now, list(shown.messages), grown, current
                    box_now = current = gr.skip()
            finally:
                if not done:  # the page was closed, or left for another conversation
                    self._keep(owner, grown)

    def _keep(self, owner: str, conversation: Conversation) -> None:
        try:
            self.archive.keep(owner, conversation)
        except AssistantError as error:
            gr.Warning(str(error))


def current_html(conversation: Conversation | None) -> str:
    """Which conversation is shown, for the page's scripts."""
    return template("current.html", conversation=conversation.id if conversation else "")
