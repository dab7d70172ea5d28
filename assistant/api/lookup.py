"""Passages for other programs: found by a search, or opened at a place of a transcript."""

from dataclasses import dataclass

from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.filters import Filters
from assistant.retrieval.evidence import Candidate
from assistant.store.catalog import Card

FOUND_MAX = 50
PASSAGE_MAX = 20_000
AROUND = 400


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that a search found: ``text`` is the transcript's ``[start:end]``.

    Attributes:
        date: ISO 8601, ``--MM-DD`` when the year is unknown, None when no date is.
        score: orders the passages of one search, higher is better; it means nothing across searches.
    """

    source: str
    title: str
    date: str | None
    text: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class OpenedPassage:
    """A stretch of a transcript as it was asked for, and some of the words around it."""

    source: str
    title: str
    date: str | None
    text: str
    start: int
    end: int
    before: str
    after: str
    length: int


def find_passages(assistant: Assistant, query: str, limit: int, filters: Filters) -> list[FoundPassage]:
    """The passages that best match ``query``, best first.

    Raises:
        UsageError: when nothing is asked, or ``limit`` is not from 1 to 50.
    """
    if not query.strip():
        raise UsageError("the query is empty: say what to look for")
    if not 1 <= limit <= FOUND_MAX:
        raise UsageError(f"limit={limit} is not a number from 1 to {FOUND_MAX}")
    assistant.check_filters(filters)
    cards = {card.source: card for card in assistant.index.catalog.cards()}
    found = assistant.search.search(query, limit, filters or None).candidates
    places = [(candidate, cards.get(candidate.stored.passage.source)) for candidate in found]
    return [_found(candidate, card) for candidate, card in places if card]


def open_passage(assistant: Assistant, source: str, start: int, end: int) -> OpenedPassage:
    """The words ``[start:end]`` of a transcript.

    Raises:
        UsageError: when there is no such transcript, or no such stretch of it.
    """
    transcript = assistant.transcript(source)
    text = transcript.text
    if not 0 <= start < end <= len(text):
        raise UsageError(f"start={start}, end={end} is no stretch of {source}, which has {len(text)} characters")
    if end - start > PASSAGE_MAX:
        raise UsageError(f"{end - start} characters are too many at once: ask for {PASSAGE_MAX} or fewer")
    return OpenedPassage(
        source,
        transcript.title,
        str(transcript.date) if transcript.date else None,
        text[start:end],
        start,
        end,
        text[max(0, start - AROUND) : start],
        text[end : end + AROUND],
        len(text),
    )


def _found(candidate: Candidate, card: Card) -> FoundPassage:
    stored = candidate.stored
    place, date = stored.passage, str(card.date) if card.date else None
    score = round(float(candidate.score), 4)
    return FoundPassage(place.source, card.title, date, stored.text, place.start, place.end, score)
