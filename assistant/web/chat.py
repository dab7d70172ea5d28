"""One turn of the chat: the assistant's events as a growing list of messages."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answers import Answered, Citation, Cited, Delta, Retrieved
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.filters import Filters
from assistant.web.render import answer_html, problem_html, progress_html, question_html

Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said so far: as shown, and as pairs of question and answer for the assistant."""

    messages: tuple[Message, ...] = ()
    history: tuple[tuple[str, str], ...] = ()


def converse(
    assistant: Assistant, question: str, conversation: Conversation, filters: Filters | None = None
) -> Iterator[Conversation]:
    """The conversation as it grows by ``question`` and its answer; what cannot be answered is told in its place."""
    asked = (*conversation.messages, _message("user", question_html(question)))
    text, passages, sources = "", None, 0
    citations: list[Citation] = []

    def shown(html: str) -> Conversation:
        return Conversation((*asked, _message("assistant", html)), conversation.history)

    yield shown(progress_html(text, passages, sources))
    try:
        for event in assistant.stream(question, list(conversation.history), filters or None):
            if isinstance(event, Answered):
                answer = event.answer
                messages = shown(answer_html(answer)).messages
                yield Conversation(messages, (*conversation.history, (question, answer.text)))
                return
            if isinstance(event, Retrieved):
                passages, sources = len(event.passages), len({place[0] for place in event.passages})
            elif isinstance(event, Cited):
                citations.append(event.citation)
            elif isinstance(event, Delta):
                text += event.text
            yield shown(progress_html(text, passages, sources, citations))
    except AssistantError as error:
        yield shown(problem_html(str(error)))


def broken_off(conversation: Conversation) -> Conversation:
    """The conversation after a failure nobody foresaw: the answer under way is over, and its place says so."""
    message = _message("assistant", problem_html("The server failed; its log tells why. Ask again, or ask otherwise."))
    return Conversation((*conversation.messages[:-1], message), conversation.history)


def _message(role: str, content: str) -> Message:
    return {"role": role, "content": content}
