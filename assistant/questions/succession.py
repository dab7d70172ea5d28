"""The transcripts that come first or last by their dates: "the latest session", "the last three talks", "the 2nd day".

Only transcripts whose date has a year can be put in order; where most have none, nothing is picked, and what a question
calls the last stays open. "Their first meeting", or the last one "with the bank", may be one that is only told of. So
what is put in order must go by a name that the transcripts give themselves, what the words add must stand in a title,
and of "the first" something must be said *at* it.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from assistant.corpus.dates import MONTH_NAMES, month_number
from assistant.corpus.numerals import ONES, ORDINALS
from assistant.language import FUNCTION_WORDS, content_stems, stem, stems, words
from assistant.questions.meeting_words import ALWAYS, FILES, FILMED, MEETING
from assistant.store.catalog import Card

_COUNTED = {word: number for number, word in enumerate(ORDINALS)}
_COUNTED |= {f"{n + 1}{'st' if n == 0 else 'nd' if n == 1 else 'rd' if n == 2 else 'th'}": n for n in range(12)}
_FROM_LAST = {"third to last": -3, "second to last": -2, "next to last": -2, "second last": -2, "last but one": -2}
_FROM_LAST |= {"penultimate": -2, "last": -1, "final": -1}
_DATED = {"latest": -1, "most recent": -1, "newest": -1, "oldest": 0, "earliest": 0}
_PLACES = {**_FROM_LAST, **_COUNTED, **_DATED}
_PLACE = "|".join(sorted(_PLACES, key=len, reverse=True))
_MANY = {word: number for number, word in enumerate(ONES[1:6], 2)}
_ORDER = re.compile(
    rf"(?:\b(?P<at>[a-z]+)\s)?(?:\b(?:the|our|your)\s)(?P<place>{_PLACE})(?: (?P<many>{'|'.join(_MANY)}|\d{{1,2}}))?"
    rf"(?P<kind>(?: (?!(?:and|or|of|but|to|in|at)\b)[a-z-]+){{0,2}}?) (?P<noun>{MEETING}|days?)\b(?P<more>.*)",
    re.IGNORECASE,
)
# What speaks of order at all.
ORDERED = re.compile(rf"\b(?:{_PLACE})\b", re.IGNORECASE)
# "Since the last session" is not in it.
_BESIDE = frozenset("since after before until till than between".split())
_IN = frozenset("at in during from of on summarise summarize recap".split())
_AT = r"(?:at|in|during|from|of|on|according to)"
_ONLY_ASKS = re.compile(
    r"^(?:when|where|which|what|on (?:what|which) da(?:y|te))?(?: ?(?:was|is|were|are|did|[’']s))?"
    r"(?: ?the dates? of)? ?$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    rf"^ (?:of|in|from)(?: the year)?(?: (?P<month>{MONTH_NAMES}))?(?: (?P<year>(?:19|20)\d\d))?(?=\W|$)",
    re.IGNORECASE,
)
_COMPLEMENT = re.compile(
    r"^ (?P<how>with|by|to|for|of|between|among|against|on|about)\b(?P<what>[^,;?]*)", re.IGNORECASE
)
_WHERE, _TOPICAL = frozenset("at in during from".split()), frozenset({"on", "about"})
_ALWAYS = frozenset(map(stem, ALWAYS))
_SUBTITLES = frozenset({".vtt", ".srt"})


@dataclass(frozen=True, slots=True)
class Order:
    """Words that pick transcripts by their order, and those that they pick: none where the dates do not tell.

    Attributes:
        undated: how many transcripts could not be put in order.
        rest: the text without the words that say which; "" where they are all that it says.
    """

    said: str
    picked: tuple[Card, ...]
    undated: int
    rest: str


def in_order(text: str, cards: Sequence[Card], *, sure: bool = False) -> Order | None:
    """What ``text`` calls the first or the latest of ``cards``; None where it calls none so.

    Args:
        sure: whether it can be about nothing but transcripts, by whatever name.
    """
    plain = " ".join(text.split()).rstrip(" ?.!")
    found = _ORDER.search(plain)
    if found is None or (found["at"] or "").lower() in _BESIDE:
        return None
    place, at = found["place"].lower(), (found["at"] or "").lower() in _IN
    asks_only = _ONLY_ASKS.match(plain[: found.start("place")].rpartition(" ")[0].rpartition(" ")[0])
    if not (sure or place in _DATED or at or asks_only) or not (sure or goes_by(found["noun"], cards)):
        return None
    fitting = _fitting(found, cards)
    if not fitting:
        return None
    said = plain[found.start("place") : found.end("noun")]
    if place in _COUNTED and (numbers := _numbered(found["noun"], fitting)):
        titled = tuple(card for card in fitting if numbers.get(card.source) == _COUNTED[place])
        return Order(said, titled, 0, _without(text, said)) if titled else None
    dated = by_date(fitting)
    undated = len(fitting) - len(dated)
    chosen = tuple(_chosen(dated, _PLACES[place], found["many"])) if undated <= len(dated) else ()
    return Order(said, chosen, undated, _without(text, said))


def _fitting(found: re.Match[str], cards: Sequence[Card]) -> list[Card]:
    """The transcripts that the other words about the meeting leave: of a kind, of a year, with somebody."""
    kind = {stem(word) for word in found["kind"].lower().split() if word not in FUNCTION_WORDS}
    fitting = [card for card in cards if kind <= set(stems(card.title))]
    when, more = _WHEN.match(found["more"]), _COMPLEMENT.match(found["more"])
    if when and (when["month"] or when["year"]):
        month, year = when["month"] and month_number(when["month"]), when["year"] and int(when["year"])
        return [c for c in fitting if c.date and month in (None, c.date.month) and year in (None, c.date.year)]
    terms = set(content_stems(more["what"])) if more else set()
    # "What was said at the last session about trams?" is what was said there about trams.
    if not more or not terms or ((found["at"] or "").lower() in _WHERE and more["how"].lower() in _TOPICAL):
        return fitting
    return [card for card in fitting if terms <= set(stems(" ".join((card.title, *card.people))))]


def _numbered(noun: str, cards: Sequence[Card]) -> dict[str, int]:
    """Which of them each transcript is by its title, by source: "Sixth Day" is the sixth, whatever days are missing."""
    name, found = stem(noun.lower()), dict[str, int]()
    for card in cards:
        for number, called in itertools.pairwise(words(card.title)):
            if number in _COUNTED and stem(called) == name:
                found[card.source] = _COUNTED[number]
    return found


def _without(text: str, said: str) -> str:
    """``text`` without "at the last session"; "" where no word that carries meaning is left."""
    pattern = rf",?\s*(?:\b{_AT} )?\b(?:the|our|your)\s+{re.escape(said)}\b(?: (?:of|in|from) (?:19|20)\d\d)?,?"
    rest = " ".join(re.sub(pattern, " ", " ".join(text.split())).split())
    rest = re.sub(r"\s+(?=[?.!]|$)", "", rest)
    return rest if content_stems(rest) else ""


def untold(text: str, cards: Sequence[Card], *, sure: bool = False) -> str:
    """Why it cannot be told which transcripts ``text`` means by their order, and what to do; "" where it can."""
    order = in_order(text, cards, sure=sure)
    if order is None or order.picked:
        return ""
    if not order.undated:
        return f"There is no “{order.said}” among the transcripts."
    return f"Which come first or last cannot be told: {_undated(order.undated)}. Name the one you mean."


def undated_note(text: str, cards: Sequence[Card]) -> tuple[str, ...]:
    """A note on the transcripts that could not be put in order, where ``text`` picks by order and there are some."""
    order = in_order(text, cards, sure=True)
    if order is None or not order.picked or not order.undated:
        return ()
    return (f"{_undated(order.undated)} and could not be put in order",)


def sources_of(cards: Sequence[Card]) -> tuple[str, ...]:
    """The source of each of the transcripts, in their order."""
    return tuple(card.source for card in cards)


def by_date(cards: Sequence[Card]) -> list[Card]:
    """Those of the transcripts whose date has a year, the earliest first."""
    keys = {card.source: card.date.key for card in cards if card.date}
    return sorted((c for c in cards if keys.get(c.source)), key=lambda c: (keys[c.source] or 0, c.source))


def in_time(cards: Sequence[Card]) -> list[Card]:
    """All of the transcripts by date, those without a year last."""
    return [*by_date(cards), *(c for c in cards if not (c.date and c.date.key))]


def _undated(count: int) -> str:
    return f"{count} {'transcript gives' if count == 1 else 'transcripts give'} no date with a year"


def _chosen(dated: Sequence[Card], place: int, many: str | None) -> Sequence[Card]:
    if many:
        count = _MANY.get(many.lower()) or int(many)
        return dated[:count] if place >= 0 else dated[-count:] if count else ()
    return dated[place : place + 1 or None] if -len(dated) <= place < len(dated) else ()


def goes_by(noun: str, cards: Sequence[Card]) -> bool:
    """Whether the transcripts go by the name ``noun``: most have it in their titles, or every transcript has it."""
    name = stem(noun.lower())
    return name in _ALWAYS or 2 * sum(is_titled(card, noun) for card in cards) > len(cards)


def of_kind(noun: str, cards: Sequence[Card]) -> list[Card]:
    """The transcripts whose title or file name calls them so, where not all do; none for what all are called.

    Where none is called a video, a tutorial or the like, those are that lie there as subtitles; "all recordings" are
    all there are.
    """
    plain = noun.lower().removesuffix("s")
    if plain in FILES:
        return []
    always = stem(noun.lower()) in _ALWAYS
    called = [] if always else [card for card in cards if stem(noun.lower()) in stems(name_of(card))]
    if not called and plain in FILMED and not (always and noun.lower() != plain):
        called = [card for card in cards if is_subtitles(card)]
    return called if len(called) < len(cards) else []


def is_subtitles(card: Card) -> bool:
    """Whether a transcript is of a film, by its file."""
    return PurePath(card.source).suffix.lower() in _SUBTITLES


def name_of(card: Card) -> str:
    """What a transcript is called: its title, and the name of its file in words."""
    return f"{card.title} {PurePath(card.source).stem}".replace("_", " ")


def is_titled(card: Card, noun: str) -> bool:
    """Whether the title of a transcript says the noun, in either number."""
    return stem(noun.lower()) in stems(card.title)
