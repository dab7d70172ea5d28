"""One turn of the chat: the assistant's events as a conversation that grows, and how it looks at each step."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from threading import Event as Flag

from assistant.answers import Answer, Answered, Citation, Cited, Delta, Event, Retrieved
from assistant.assistant import Assistant
from assistant.conversations.turns import Conversation, Turn
from assistant.errors import AssistantError
from assistant.filters import Filters
from assistant.web.advice import plainly, plainly_noted
from assistant.web.render import answer_html, problem_html, progress_html, question_html

Message = dict[str, str]
FAILED = "The server failed; its log tells why. Ask again, or ask otherwise."


@dataclass(frozen=True, slots=True)
class Shown:
    """A step of a turn: what the chat shows, and the conversation as it would be if the turn ended here.

    Attributes:
        done: whether it does end here.
    """

    messages: tuple[Message, ...]
    conversation: Conversation
    done: bool


def messages(conversation: Conversation) -> tuple[Message, ...]:
    """A conversation as the chat shows it."""
    return tuple(message for turn in conversation.turns for message in (_asked(turn), _answered(turn)))


def converse(
    assistant: Assistant,
    turn: Turn,
    conversation: Conversation,
    stop: Flag | None = None,
    filters: Filters | None = None,
) -> Iterator[Shown]:
    """The conversation as it grows by ``turn``; what cannot be answered is told in its place.

    Args:
        stop: once it is set, the assistant's stream is closed and the turn ends with what was written by then.
    """
    said = messages(conversation)
    history = [] if turn.exact else conversation.history
    under_way = _UnderWay(turn)
    try:
        # A generator, as every one of the assistant's: closing it ends the chat model's request.
        with closing(assistant.stream(turn.question, history, filters)) as events:  # type: ignore[type-var]
            for grown in _steps(under_way, events, stop):
                if not grown.stopped:
                    yield _ended(said, conversation, grown)
                    return
                yield Shown((*said, _asked(turn), _told(under_way)), conversation.with_turn(grown), done=False)
    except AssistantError as error:
        yield _ended(said, conversation, replace(turn, problem=plainly(str(error))))
        return
    yield _ended(said, conversation, under_way.stopped())


def _steps(under_way: "_UnderWay", events: Iterator[Event], stop: Flag | None) -> Iterator[Turn]:
    """The turn at each event, stopped as it stands, until it is whole; ends early when ``stop`` is set."""
    yield under_way.stopped()
    for event in events:
        if stop and stop.is_set():
            return
        if isinstance(event, Answered):
            yield replace(under_way.turn, answer=plainly_noted(event.answer))
            return
        under_way.take(event)
        yield under_way.stopped()


@dataclass(slots=True)
class _UnderWay:
    """What has come of a turn so far."""

    turn: Turn
    text: str = ""
    standalone: str = ""
    places: Sequence[tuple[str, int, int]] | None = None
    citations: list[Citation] = field(default_factory=list)

    def take(self, event: Event) -> None:
        if isinstance(event, Retrieved):
            self.places, self.standalone = event.passages, event.standalone_question
        elif isinstance(event, Cited):
            self.citations.append(event.citation)
        elif isinstance(event, Delta):
            self.text += event.text

    def stopped(self) -> Turn:
        """The turn as it is if nothing more comes."""
        question = self.turn.question
        answer = Answer(question, self.standalone or question, self.text, "", tuple(self.citations), 0.0, {})
        return replace(self.turn, answer=answer if self.text else None, stopped=True)


def _ended(said: Sequence[Message], conversation: Conversation, turn: Turn) -> Shown:
    return Shown((*said, _asked(turn), _answered(turn)), conversation.with_turn(turn), done=True)


def broken_off(conversation: Conversation) -> Conversation:
    """The conversation after a failure nobody foresaw: the answer under way is over, and its place says so."""
    *before, last = conversation.turns
    return replace(conversation, turns=(*before, replace(last, answer=None, stopped=False, problem=FAILED)))


def _asked(turn: Turn) -> Message:
    return _message("user", question_html(turn.question, turn.id, exact=turn.exact))


def _answered(turn: Turn) -> Message:
    if turn.problem:
        return _message("assistant", problem_html(turn.problem, turn.id))
    answer = turn.answer or Answer(turn.question, turn.question, "", "", (), 0.0, {})
    return _message("assistant", answer_html(answer, turn.id, stopped=turn.stopped))


def _told(under_way: _UnderWay) -> Message:
    places = under_way.places
    passages, sources = (None, 0) if places is None else (len(places), len({place[0] for place in places}))
    return _message("assistant", progress_html(under_way.text, passages, sources, under_way.citations))


def _message(role: str, content: str) -> Message:
    return {"role": role, "content": content}
