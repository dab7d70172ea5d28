"""The transcripts that come first or last by their dates: "the latest session", "the last three talks".

Only transcripts whose date has a year can be put in order; where most have none, nothing is picked, and what a question
calls the last stays open. "Their first meeting" may be one that is only told of, so the weaker words count where
something is said *at* it, and it goes by the name that the transcripts give themselves.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language import FUNCTION_WORDS, content_stems, stem, stems
from assistant.store.catalog import Card

MEETING = (
    r"(?:meeting|talk|interview|session|hearing|conversation|briefing|negotiation|debate|conference|call|visit|"
    r"transcript|sitting|discussion|episode|speech|reception|programme|broadcast|podcast|lecture|recording)s?"
)
_DATING = {"latest": -1, "most recent": -1, "newest": -1, "oldest": 0, "earliest": 0}
_COUNTING = {"last but one": -2, "first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "final": -1}
_MANY = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_FOLLOWED = rf"(?: (?P<many>{'|'.join(_MANY)}|\d{{1,2}}))?(?P<kind>(?: [a-z-]+){{0,2}}?) (?P<noun>{MEETING})\b"
_DATED = re.compile(rf"\b(?:the|our|your|their|his|her) (?P<place>{'|'.join(_DATING)}){_FOLLOWED}", re.IGNORECASE)
_COUNTED = re.compile(
    rf"\b(?:at|in|during|from|since|after|before|summari[sz]e|recap|of) the (?P<place>{'|'.join(_COUNTING)}){_FOLLOWED}"
    r"(?! (?:of|on|between|about|ever|in (?:19|20)))",
    re.IGNORECASE,
)
_AT = r"(?:at|in|during|from|since|of|on|according to)"
_BARE = re.compile(
    r"^(?:when|on (?:what|which) da(?:y|te)|what|which)(?: (?:was|is|were|are|did))? the "
    rf"(?P<place>{'|'.join(_COUNTING)}){_FOLLOWED}(?: (?:held|recorded|made|take place|happen|about))?$",
    re.IGNORECASE,
)
# What speaks of order at all.
ORDERED = re.compile(rf"\b(?:{'|'.join([*_DATING, *_COUNTING])})\b", re.IGNORECASE)
# What a transcript is called whatever it is of.
_ALWAYS = frozenset(stem(noun) for noun in ("transcript", "recording", "meeting"))


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
    found = _DATED.search(plain)
    if found is None:
        found = _COUNTED.search(plain) or _BARE.match(plain)
        if found is None or not (sure or goes_by(found["noun"], cards)):
            return None
    place = {**_DATING, **_COUNTING}[found["place"].lower()]
    kind = {stem(word) for word in found["kind"].lower().split() if word not in FUNCTION_WORDS}
    fitting = [card for card in cards if kind <= set(stems(card.title))]
    dated = sorted((card for card in fitting if card.date and card.date.year), key=_when)
    said = plain[found.start("place") : found.end("noun")]
    undated = len(fitting) - len(dated)
    told = bool(fitting) and undated <= len(dated)
    chosen = tuple(_chosen(dated, place, found["many"])) if told else ()
    return Order(said, chosen, undated, _without(text, said))


def _without(text: str, said: str) -> str:
    """``text`` without "at the last session"; "" where no word that carries meaning is left."""
    rest = re.sub(
        rf",?\s*(?:{_AT} )?\b(?:the|our|your|their|his|her)\s+{re.escape(said)}\b,?", " ", " ".join(text.split())
    )
    rest = re.sub(r"\s+(?=[?.!]|$)", "", rest).strip()
    return rest if content_stems(rest) else ""


def untold(text: str, cards: Sequence[Card]) -> str:
    """Why it cannot be told which transcripts ``text`` means by their order, and what to do; "" where it can."""
    order = in_order(text, cards)
    if order is None or order.picked:
        return ""
    if not order.undated:
        return f"There is no “{order.said}” among the transcripts."
    give = "transcript gives" if order.undated == 1 else "transcripts give"
    return (
        f"Which come first or last cannot be told: {order.undated} {give} no date with a year. "
        "State it in a file NAME.meta.yaml (date: 2023-12-18) and run assistant ingest."
    )


def undated_note(text: str, cards: Sequence[Card]) -> tuple[str, ...]:
    """A note on the transcripts that could not be put in order, where ``text`` picks by order and there are some."""
    order = in_order(text, cards, sure=True)
    if order is None or not order.picked or not order.undated:
        return ()
    give = "transcript gives" if order.undated == 1 else "transcripts give"
    return (f"{order.undated} {give} no date with a year and could not be put in order",)


def _chosen(dated: Sequence[Card], place: int, many: str | None) -> Sequence[Card]:
    if many:
        count = _MANY.get(many.lower()) or int(many)
        return dated[:count] if place >= 0 else dated[-count:] if count else ()
    return dated[place : place + 1 or None] if -len(dated) <= place < len(dated) else ()


def goes_by(noun: str, cards: Sequence[Card]) -> bool:
    """Whether the transcripts go by the name ``noun``: most have it in their titles, or every transcript has it."""
    name = stem(noun.lower())
    return name in _ALWAYS or 2 * sum(name in stems(card.title) for card in cards) > len(cards)


def _when(card: Card) -> tuple[int, str]:
    return (card.date.key or 0) if card.date else 0, card.source
