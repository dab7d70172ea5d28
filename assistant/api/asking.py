"""Asking on behalf of a program: by model name, event by event, and no longer than the program listens."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from anyio import CancelScope, to_thread
from fastapi import Request

from assistant.answers import Answer, Answered, Event, History
from assistant.assistant import Assistant
from assistant.errors import AssistantError, IndexStateError, ModelError, UsageError
from assistant.filters import Filters
from assistant.operation.journal import question_id
from assistant.settings import Settings
from assistant.writing.models import shown_name

EXTRACTIVE_NAME = "transcripts"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, after what, and of which transcripts."""

    text: str
    history: History
    filters: Filters


class HungUpError(Exception):
    """The program that asked has hung up."""


def assistants_by_model(assistant: Assistant) -> dict[str, Assistant]:
    """The names that a program may ask for: the chat model's where there is one, and ``transcripts``, without one.

    Of a model in a file it is the file's name alone; ``offered_name`` knows the whole one as well.
    """
    if not assistant.settings.model:
        return {EXTRACTIVE_NAME: assistant}
    return {EXTRACTIVE_NAME: assistant.with_model(""), shown_name(assistant.settings.model): assistant}


def offered_name(name: str, settings: Settings) -> str:
    """The name under which the model that a program asks for is listed, if it is."""
    return shown_name(name) if name == settings.model else name


async def events_of(assistant: Assistant, request: Request, question: Question, id_: str) -> AsyncIterator[Event]:
    """The events of ``question``, each made in a worker thread; they end early when the program hangs up.

    A chat model tells of its silences by empty pieces of text, so that a hang-up is noticed then too.
    """
    question_id.set(id_)
    stream = assistant.stream(question.text, question.history, question.filters)
    try:
        while (event := await to_thread.run_sync(next, stream, None)) is not None:
            yield event
            if await request.is_disconnected():
                return
    finally:
        with CancelScope(shield=True):  # what was begun with a model is to be given up, above all after a hang-up
            await to_thread.run_sync(stream.close)  # type: ignore[attr-defined]


async def answer_of(assistant: Assistant, request: Request, question: Question, id_: str) -> Answer:
    """The whole answer.

    Raises:
        HungUpError: when the program hung up before it was there.
    """
    async for event in events_of(assistant, request, question, id_):
        if isinstance(event, Answered):
            return event.answer
    raise HungUpError


def status_of(error: AssistantError) -> int:
    """The HTTP status that tells a program whose fault an error is."""
    if isinstance(error, UsageError):
        return 400
    return 503 if isinstance(error, (IndexStateError, ModelError)) else 500
