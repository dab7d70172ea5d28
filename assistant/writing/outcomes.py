"""The events that a question ends in: an answer made of quotes, or a refusal, with the time that each stage took."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answers import IN_SHORT, Answer, Answered, Citation, Delta, Event, Refusal
from assistant.corpus.dates import parse_date
from assistant.followups.lines import Turn
from assistant.reading.turning import is_put_right

EXTRACTIVE = "extractive"
PARAGRAPH = "\n\n"
_NO_MARKS = str.maketrans("[]", "()")


def with_notes(event: Event, first: tuple[str, ...] = (), last: tuple[str, ...] = ()) -> Event:
    """The event with more notes, when it is the answer."""
    if not isinstance(event, Answered):
        return event
    return Answered(replace(event.answer, notes=(*first, *event.answer.notes, *last)))


class Clock:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self._begin = self._last = time.perf_counter()
        self._laps: dict[str, float] = {"rewrite": 0.0, "retrieve": 0.0, "answer": 0.0, "verify": 0.0}

    def lap(self, stage: str) -> None:
        """Count the time since the last lap to ``stage``."""
        now = time.perf_counter()
        self._laps[stage] += (now - self._last) * 1000
        self._last = now

    def timings(self) -> dict[str, float]:
        """Milliseconds by stage, and their ``total`` so far."""
        return {**self._laps, "total": (time.perf_counter() - self._begin) * 1000}


def answered(
    turn: Turn, lead: str, citations: tuple[Citation, ...], confidence: float, clock: Clock, notes: tuple[str, ...],
    heads: Sequence[str | None] = (),
) -> Iterator[Event]:  # fmt: skip
    """Events of an answer made of quotes, under a lead in our own words.

    Args:
        heads: for each quote what opens its paragraph, "" for nothing; None where it goes on in the one before.
    """
    pieces = [lead] * bool(lead)
    for citation, head in zip(citations, heads or [None] * len(citations), strict=True):
        between = "" if not pieces else " " if head is None else PARAGRAPH
        pieces.append(f"{between}{f'{head}: ' if head else ''}{' '.join(citation.quote.split())} [{citation.n}]")
    for piece in pieces:
        yield Delta(piece)
    text, timings = "".join(pieces), clock.timings()
    yield Answered(Answer(turn.text, turn.standalone, text, EXTRACTIVE, citations, confidence, timings, notes=notes))


def title_of(citation: Citation) -> str:
    """The title of its transcript, with the date where that does not say it; brackets in it are no marks."""
    day, title = parse_date(citation.date) if citation.date else None, citation.title.translate(_NO_MARKS)
    return f"{title} ({day.in_words})" if day and day.in_words not in title else title


def refused(turn: Turn, refusal: Refusal, confidence: float, clock: Clock) -> Iterator[Event]:
    """Events of a refusal: its words, then the answer that is none."""
    yield Delta(refusal.message)
    timings = clock.timings()
    yield Answered(Answer(turn.text, turn.standalone, refusal.message, EXTRACTIVE, (), confidence, timings, refusal))


def with_shortest(event: Event, shortest: str) -> Event:
    """The event with the words that answer as a note, where an extractive answer cites them and leaves them."""
    if not shortest or not isinstance(event, Answered) or event.answer.mode != EXTRACTIVE:
        return event
    quotes = [(citation.quote, citation.speaker or "") for citation in event.answer.citations]
    place = next((number for number, (quote, _) in enumerate(quotes) if shortest in quote), None)
    if place is None or is_put_right(quotes, place):
        return event
    return with_notes(event, last=(f"{IN_SHORT}{shortest}",))
