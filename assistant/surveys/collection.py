"""Questions about the transcripts as such: when the latest is of, what time they cover, which is longest, who speaks.

No sentence tells these things; they are counted from what the index holds of every transcript, and what is cited is how
a transcript opens, or what a speaker says first.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.filters import Filters
from assistant.language import words
from assistant.retrieval import HybridSearch
from assistant.store.catalog import Card, Spoken
from assistant.succession import MEETING, in_order, undated_note, untold
from assistant.surveys.designation import TRANSCRIPTS, designated
from assistant.surveys.requests import SurveyKind
from assistant.surveys.results import MAX_ITEMS, Survey, SurveyItem, out_of, sentences
from assistant.topics import plainly

# Speakers named in a lead before it says how many more there are, and titles of transcripts of one order.
NAMED = 20
_TIME = r"(?:period|time(?: ?(?:span|frame|range))?|dates?|date range|years?|months?)"
_THESE = r"(?:all )?(?:of )?(?:the|these|your|our) (?:\w+ )?(?:transcripts|recordings|files|documents)"
_COVERED = re.compile(
    rf"^(?:(?:what|which|over (?:what|which)) (?:is the )?{_TIME} (?:do|does|of|are|is) {_THESE}"
    rf"(?: (?:cover|span|run|come|go|range|from|deal with)\b.*)?"
    rf"|how far back do {_THESE} (?:go|reach)|from when (?:to when )?(?:are|do) {_THESE}(?: \w+)?"
    rf"|when (?:do|did) {_THESE} (?:start|begin|end|stop)"
    rf"|when (?:were|are) {_THESE}(?: (?:made|recorded|from|dated))?)$",
    re.IGNORECASE,
)
_LONGEST = re.compile(
    r"^(?:which|what)(?: (?:is|was))?(?: of)?(?: the| these)* (?:(?P<before>longest|shortest) )?"
    r"(?:transcripts?|recordings?|files?|documents?|texts?)(?: (?:is|was)(?: the)? (?P<after>longest|shortest))?$",
    re.IGNORECASE,
)
# "Which session is the latest?" asks what "Which is the latest session?" does.
_WHICH_IS = re.compile(rf"^(?:which|what) (?P<noun>{MEETING}) (?:is|was|were) the (?P<place>[a-z ]+)$", re.IGNORECASE)
_WHEN = re.compile(
    r"^(?:when|on (?:what|which) da(?:y|te)|which|what)(?: (?:is|was|were|are|did))?(?: the dates? of)?"
    r" (?:the|our|your|their|his|her) (?P<said>[a-z ]+?)(?: (?:held|recorded|made|take place|happen|dated|from))?$",
    re.IGNORECASE,
)
_SPEAK = r"(?:spoke|speaks?|speaking|talks?|talked|took the floor|(?:take|takes|took) part|participate[sd]?)"
_PEOPLE = r"(?:people|persons|speakers?|participants?|different people)"
_SPEAKERS = re.compile(
    rf"^(?:(?P<most>who {_SPEAK}(?: the)? most)|who all {_SPEAK}|who(?: is| was| were| are)? {_SPEAK}"
    rf"|who (?:are|were) (?:all )?(?:the|these) {_PEOPLE}|(?:list|name|show)(?: me)?(?: all)?(?: the)? {_PEOPLE}"
    rf"|(?:what|which) {_PEOPLE} (?:are there|{_SPEAK})|how many {_PEOPLE} (?:are there|{_SPEAK}))"
    rf"(?: (?:at|in|during|of|from) {TRANSCRIPTS})?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Speaker:
    """Someone who speaks: by the longest name given, how many characters, and where first."""

    name: str
    characters: int
    first: tuple[int, int]


def collection(text: str, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """What ``text`` asks of the transcripts as such; None when it asks for no such thing.

    Args:
        text: the standalone question.
    """
    plain = plainly(text)
    allowed = set(search.index.catalog.sources(filters)) if filters else None
    cards = [c for c in search.index.catalog.cards() if allowed is None or c.source in allowed]
    if not cards:
        return None
    if _COVERED.match(plain):
        return _covered(search, cards)
    if longest := _LONGEST.match(plain):
        return _longest(search, cards, (longest["before"] or longest["after"] or "").lower())
    if speakers := _SPEAKERS.match(plain):
        return _speakers(search, cards, speakers, plain)
    return _when(search, cards, plain)


def _when(search: HybridSearch, cards: Sequence[Card], plain: str) -> Survey | None:
    """The transcripts that come first or last, with their dates; why that cannot be told where it cannot."""
    turned = _WHICH_IS.match(plain)
    if turned:
        plain = f"which is the {turned['place']} {turned['noun']}"
    asked, order = _WHEN.match(plain), in_order(plain, cards)
    if asked is None or order is None or asked["said"].lower() != order.said.lower():
        return None
    if not order.picked:
        return Survey(SurveyKind.COLLECTION, untold(plain, cards), (), 0.0)
    dates = [_dated(card) for card in order.picked]
    lead = f"The {order.said} of {_count(len(cards))} is {'; '.join(dates)}; it opens so:"
    if len(dates) > 1:
        lead = f"The {order.said} of {_count(len(cards))} are {'; '.join(dates)}; they open so:"
    items = _openings(search, [card.source for card in order.picked])
    return Survey(SurveyKind.COLLECTION, lead, items, 1.0, undated_note(plain, cards))


def _covered(search: HybridSearch, cards: Sequence[Card]) -> Survey:
    """From when to when the transcripts are, as far as their dates have a year; else the days that they name."""
    dated = sorted((c for c in cards if c.date and c.date.year), key=lambda c: ((c.date and c.date.key) or 0, c.source))
    days = [f"{c.date.in_words} (“{c.title}”)" for c in cards if c.date and not c.date.year][:MAX_ITEMS]
    notes = (f"without a year: {'; '.join(days)}",) if days else ()
    if not dated:
        lead = f"None of {_count(len(cards))} gives a date with a year."
        items = _openings(search, [c.source for c in cards if c.date] or [cards[0].source])
        return Survey(SurveyKind.COLLECTION, lead, items, 1.0, notes)
    ends = [dated[0], dated[-1]] if len(dated) > 1 else dated
    said = " to ".join(card.date.in_words for card in ends if card.date)
    some = out_of(len(dated), len(cards)) if len(dated) < len(cards) else _count(len(cards)).capitalize()
    being = "are dated from" if len(ends) > 1 else "is dated"
    which = "the first and the last open" if len(ends) > 1 else "it opens"
    lead = f"{some} {being} {said}; {which} so:"
    return Survey(SurveyKind.COLLECTION, lead, _openings(search, [c.source for c in ends]), 1.0, notes)


def _longest(search: HybridSearch, cards: Sequence[Card], which: str) -> Survey | None:
    """The longest or the shortest transcript by its words, and the next."""
    if not which or len(cards) < 2:
        return None
    lengths, titles = search.index.catalog.lengths(), {card.source: card.title for card in cards}
    ordered = sorted(titles, key=lambda s: (lengths.get(s, 0), s), reverse=which == "longest")[:2]
    counts = [sum(len(words(p.text)) for p in search.index.catalog.passages_of(source)) for source in ordered]
    told = f"“{titles[ordered[0]]}” with {counts[0]:,} words, then “{titles[ordered[1]]}” with {counts[1]:,}"
    lead = f"The {which} of {_count(len(cards))} is {told}; it opens so:"
    return Survey(SurveyKind.COLLECTION, lead, _openings(search, ordered[:1]), 1.0)


def _speakers(search: HybridSearch, cards: Sequence[Card], asked: re.Match[str], plain: str) -> Survey | None:
    """Who speaks in the transcripts that are asked about, or most; None where nobody is named, or none is meant."""
    sources, said = tuple(card.source for card in cards), ""
    if asked["noun"]:
        chosen = designated(asked, plain, cards, sure=False)
        if chosen is None:
            return None
        sources, said = chosen
        if not sources:
            return Survey(SurveyKind.COLLECTION, untold(plain, cards), (), 0.0)
    spoken = search.index.catalog.spoken(sources)
    found = _merged(spoken)
    if not found:
        return None
    titles = {card.source: card.title for card in cards}
    where = f"“{titles[sources[0]]}”" if len(sources) == 1 else _count(len(sources))
    if asked["most"]:
        found.sort(key=lambda speaker: (-speaker.characters, speaker.first))
        total = sum(s.characters for s in spoken)
        shares = [f"{s.name} ({100 * s.characters / total:.0f} %)" for s in found[:3]]
        lead = f"Of all that is said by someone named in {where}, most is said by {shares[0]}"
        lead += f", then {' and '.join(shares[1:])}" if shares[1:] else ""
        found = found[:3]
    else:
        names = [speaker.name for speaker in found]
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        people = "person speaks" if len(names) == 1 else "people speak"
        lead = f"{len(names)} {people} in {where}: {', '.join(names[:NAMED])}{more}"
    shown = found[:MAX_ITEMS]
    stored = {p.id: p for p in search.index.catalog.passages([speaker.first[0] for speaker in shown])}
    items = tuple(SurveyItem(stored[id_], number) for id_, number in (s.first for s in shown) if id_ in stored)
    notes: tuple[str, ...] = (f"looked only in what “{said}” picks out",) if said and len(sources) > 1 else ()
    notes += (f"the first {MAX_ITEMS} of them are cited",) if len(found) > MAX_ITEMS else ()
    cited = "what each says first is cited" if len(found) > 1 else "what is said first is cited"
    return Survey(SurveyKind.COLLECTION, f"{lead}; {cited}:", items, 1.0, notes)


def _merged(spoken: Sequence[Spoken]) -> list[_Speaker]:
    """Everyone who speaks under a name, by where first; "Valloe" is "Mayor Sigrid Valloe", "the president" nobody."""
    found: list[_Speaker] = []
    for one in spoken:
        if not one.speaker[:1].isupper():
            continue
        name = set(words(one.speaker))
        same = next((s for s in found if _same(name, set(words(s.name)))), None)
        if same is None:
            found.append(_Speaker(one.speaker, one.characters, one.first))
        else:
            same.name = max(same.name, one.speaker, key=len)
            same.characters += one.characters
    return found


def _same(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one


def _openings(search: HybridSearch, sources: Sequence[str]) -> tuple[SurveyItem, ...]:
    """How each of the transcripts opens."""
    catalog, shown = search.index.catalog, list(sources)[:MAX_ITEMS]
    first: Mapping[str, SurveyItem] = {
        p.passage.source: sentences([p])[0] for p in catalog.passages(catalog.openings(shown))
    }
    return tuple(first[source] for source in shown if source in first)


def _dated(card: Card) -> str:
    """The title, and the date where the title does not say it."""
    date = card.date.in_words if card.date else ""
    return f"“{card.title}”" if not date or date in card.title else f"“{card.title}”, of {date}"


def _count(total: int) -> str:
    return f"the {total} transcripts" if total > 1 else "the one transcript"
