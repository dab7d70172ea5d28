"""What happens in the chat view: a question is asked, stopped, or asked again; a conversation is opened."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.conversations.archive import Archive
from assistant.conversations.turns import Conversation, Turn
from assistant.errors import AssistantError
from assistant.filters import Filters
from assistant.web.advice import plainly
from assistant.web.chat import broken_off, converse, messages
from assistant.web.choices import Assistants, Choices
from assistant.web.render import template
from assistant.web.running import Running
from assistant.web.visitors import owner_of

# What a handler gives: the composer's text, the chat's messages, the conversation, and its name for the scripts.
Outputs = tuple[Any, Any, Any, Any]
NOTHING: Outputs = (gr.skip(), gr.skip(), gr.skip(), gr.skip())


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
        """A kept conversation, from the list."""
        return self._shown(owner_of(request), str(event._data["conversation"]))

    def restored(self, request: gr.Request, event: gr.EventData) -> Outputs:
        """What the page showed before it was loaded again; without a name, the conversation last used, if any."""
        owner, wanted = owner_of(request), str(event._data["conversation"])
        try:
            kept = [kept.id for kept in self.archive.list(owner)]
        except AssistantError as error:
            gr.Warning(plainly(str(error)))
            return NOTHING
        if wanted in kept:
            return self._shown(owner, wanted)
        return NOTHING if wanted or not kept else self._shown(owner, kept[0])

    def _shown(self, owner: str, conversation_id: str) -> Outputs:
        try:
            conversation = self.archive.open(owner, conversation_id)
        except AssistantError as error:
            gr.Warning(plainly(str(error)))
            return NOTHING
        return gr.skip(), list(messages(conversation)), conversation, current_html(conversation)

    def begun(self) -> Outputs:
        """A new conversation."""
        return "", [], None, current_html(None)

    def failed(self, said: Conversation) -> tuple[Any, Conversation]:
        """The conversation after a failure that nobody foresaw."""
        told = broken_off(said)
        return list(messages(told)), told

    def _ask(self, turn: Turn, conversation: Conversation, asker: Asker, box: Any) -> Iterator[Outputs]:
        if not turn.question:
            yield NOTHING
            return
        try:
            assistant = self.assistants.chosen(asker.choices)
        except AssistantError as error:  # a model that was there when it was chosen, and is no more
            gr.Warning(plainly(str(error)))
            yield NOTHING
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
            gr.Warning(plainly(str(error)))


def current_html(conversation: Conversation | None) -> str:
    """Which conversation is shown, for the page's scripts."""
    return template("current.html", conversation=conversation.id if conversation else "")
