"""Questions about the transcripts as such: when the latest is of, what time they cover, which is longest, who speaks.

No sentence tells these things; they are counted from what the index holds of every transcript, and what is cited is how
a transcript opens, or what a speaker says first.
"""

import re
from collections.abc import Sequence

from assistant.filters import Filters
from assistant.language import stem
from assistant.questions.designation import TRANSCRIPTS, designated
from assistant.questions.meeting_words import FILES, MEETING
from assistant.questions.succession import by_date, goes_by, in_order, in_time, undated_note, untold
from assistant.questions.survey_request import SurveyKind
from assistant.questions.topics import plainly
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.catalog import Card
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, SurveyItem, opening_of, out_of, sentences
from assistant.surveys.speakers import speakers

# What stands under a title and says where a meeting was has no more characters than this.
LONGEST_HEADER = 120
_TELL_ME = re.compile(r"^(?:tell me|i want to know|do you know) (?=who|when|which|what|in which|how)", re.IGNORECASE)
# A follow-up that leaves open which meeting is read with it in brackets.
_BRACKETS = re.compile(r"(?: there| then)? \((?P<which>the [^()]+)\)$", re.IGNORECASE)
_CALLED = rf"(?P<noun>{MEETING}|(?:{'|'.join(FILES)})s?)"
_TIME = r"(?:period|time(?: ?(?:span|frame|range))?|dates?|date range|years?|months?)"
_THESE = rf"(?:all )?(?:of )?(?:the|these|your|our) (?:(?!last|first|latest)\w+ )?{_CALLED}"
_COVERED = tuple(
    re.compile(rf"^(?:{wording})$", re.IGNORECASE)
    for wording in (
        rf"(?:what|which|over (?:what|which)) (?:(?:is|are) the )?{_TIME} (?:do|does|of|are|is) {_THESE}"
        r"(?: (?:cover|span|run|come|go|range|from|deal with)\b.*)?",
        rf"how far back do {_THESE} (?:go|reach)",
        rf"from when (?:to when )?(?:are|do) {_THESE}(?: \w+)?",
        rf"when (?:do|did) {_THESE} (?:start|begin|end|stop)",
        rf"when (?:were|are) {_THESE}(?: (?:made|held|recorded|from|dated))?",
        rf"when {_THESE} (?:were|are) (?:made|held|recorded|from|dated)",
    )
)
# "When did they meet?", "Give me the dates of the meetings", "Where were the meetings held?"
_DAYS = re.compile(
    rf"^(?:when|on (?:what|which) (?:days|dates)) (?:did|do) (?:they|the (?:people|participants|"
    rf"members)) (?:all )?meet$|"
    rf"^when did (?:{_THESE}) (?:take place|happen)$|"
    rf"^(?:(?:what|which) (?:are|were) |(?:list|give|show)(?: me)? )?(?:all )?the dates (?:of|"
    rf"for) (?:{_THESE.replace('noun', 'those')})$",
    re.IGNORECASE,
)
_PLACES = re.compile(
    rf"^(?:where|in (?:what|which) (?:places?|cit(?:y|ies)|towns?)) (?:(?:were|are|was) {_THESE} (?:held|"
    rf"recorded|made)|"
    rf"did (?:they|{_THESE.replace('noun', 'those')}) (?:meet|take place|happen))$",
    re.IGNORECASE,
)
_THEY = re.compile(r"\b(?P<verb>are|do|were) they\b", re.IGNORECASE)
_LONGEST = re.compile(
    r"^(?:(?:which|what)(?: (?:is|was))?(?: of)?)?(?: ?the| ?these)* ?(?:(?P<before>longest|shortest) ?)?"
    rf"(?:{_CALLED})?(?: (?:is|was)(?: the)? (?P<after>longest|shortest))?$",
    re.IGNORECASE,
)
# "Which session is the latest?" asks what "Which is the latest session?" does.
_WHICH_IS = re.compile(
    rf"^(?:which|what) (?P<noun>{MEETING}) (?:(?:is|was|were)(?: the)?|came) (?P<place>[a-z ]+)$", re.IGNORECASE
)
_WHEN = re.compile(
    r"^(?:(?:when|on (?:what|which) da(?:y|te)|which|what)(?: (?:was|is|were|are|did))?)?(?: ?the)?(?: ?dates? of)?"
    r" ?(?:the|our|your)? ?(?P<said>[a-z0-9 ]+?)(?: (?:of|in) (?:19|20)\d\d)?"
    r"(?: (?:held|recorded|made|take place|happen|dated|from))?$",
    re.IGNORECASE,
)
_HELD = re.compile(r" (?:held|recorded|made|take place|happen|dated)$", re.IGNORECASE)
_BY_DATE = re.compile(
    r"(?:(?:give|show|make|list)(?: me)? )?(?:(?:an? |the )?(?:timeline|chronology)(?: of (?:(?:all|the|these) )*"
    rf"{_CALLED})?|(?:(?:all|the|these) )*{_CALLED.replace('noun', 'nouns')} "
    r"(?:by date|in (?:chronological )?order(?: of date)?))",
    re.IGNORECASE,
)
_WHEN_OF = re.compile(rf"^when (?:was|were|did) {TRANSCRIPTS}$", re.IGNORECASE)


def collection(text: str, search: HybridSearch, filters: Filters | None, *, goes_on: bool = False) -> Survey | None:
    """What ``text`` asks of the transcripts as such; None when it asks for no such thing.

    Args:
        text: the standalone question.
        goes_on: whether a line came before, of whose things "they" and "the longest" then are.
    """
    plain = _BRACKETS.sub(r" at \g<which>", _TELL_ME.sub("", plainly(text)))
    plain = plain if goes_on else _THEY.sub(r"\g<verb> the transcripts", plain)
    cards = search.index.catalog.cards(filters)
    if not cards:
        return None
    covered = next((found for pattern in _COVERED if (found := pattern.match(plain))), None)
    if covered and covered["noun"].lower().endswith("s") and _is_theirs(covered["noun"], cards):
        return _covered(search, cards)
    if (days := _DAYS.match(plain)) and not goes_on and _is_theirs(days["noun"] or days["those"] or FILES[0], cards):
        return _in_order(search, cards) if len(cards) > 1 else _covered(search, cards)
    if (where := _PLACES.match(plain)) and not goes_on:
        return _where(search, cards) if _is_theirs(where["noun"] or where["those"] or FILES[0], cards) else None
    in_order = None if goes_on or len(cards) < 2 else _BY_DATE.fullmatch(plain)
    if in_order and _is_theirs(in_order["noun"] or in_order["nouns"] or FILES[0], cards):
        return _in_order(search, cards)
    longest = _LONGEST.match(plain)
    theirs = longest and (_is_theirs(longest["noun"], cards) if longest["noun"] else not goes_on)
    if longest and theirs and (longest["before"] or longest["after"]):
        return _longest(search, cards, (longest["before"] or longest["after"]).lower())
    return speakers(search, cards, plain) or _ordered(search, cards, plain) or _dated_one(search, cards, plain)


def _is_theirs(noun: str, cards: Sequence[Card]) -> bool:
    return goes_by(noun, cards) or noun.lower().rstrip("s") in FILES


def _ordered(search: HybridSearch, cards: Sequence[Card], plain: str) -> Survey | None:
    """The transcripts that come first or last, with their dates; why that cannot be told where it cannot."""
    turned = _WHICH_IS.match(plain)
    if turned:
        plain = f"which is the {turned['place']} {turned['noun']}"
    asked = _WHEN.match(plain)
    full = plain if " the " in f" {plain} " else f"the {plain}"
    # A word for meetings that none of the transcripts says can mean nothing but them.
    noun = asked and re.search(rf"{MEETING}$", asked["said"], re.IGNORECASE)
    sure = bool(noun and not search.vocabulary().get(stem(noun.group().lower())))
    order = in_order(full, cards, sure=sure)
    if (
        turned
        and order is None
        and turned["place"].strip().lower() in ("latest", "newest", "most recent", "oldest", "earliest")
    ):
        none = f"No title calls a transcript “{turned['noun']}”, so which is the {turned['place']} cannot be told."
        return Survey(SurveyKind.COLLECTION, Lead(none), (), 1.0)
    if asked is None or order is None or asked["said"].lower() != order.said.lower():
        return None
    if not order.picked:
        return Survey(SurveyKind.COLLECTION, Lead(untold(full, cards, sure=sure)), (), 1.0)
    lead = f"The {order.said} {_dates(order.picked)}"
    items = _openings(search, [card.source for card in order.picked])
    return Survey(SurveyKind.COLLECTION, Lead(lead), items, 1.0, undated_note(plain, cards), apart=Apart.SENTENCES)


def _dated_one(search: HybridSearch, cards: Sequence[Card], plain: str) -> Survey | None:
    """The date of a transcript that is asked for by its title, its kind or its people."""
    asked = _WHEN_OF.match(_HELD.sub("", plain))
    chosen = asked and designated(asked, plain, cards, sure=False)
    picked = [card for card in cards if chosen and card.source in chosen[0]]
    if not asked or not chosen or not chosen[1] or len(picked) != 1 or not picked[0].date:
        return None
    if not goes_by(asked["noun"], picked):
        return None
    said = " ".join(chosen[1].split())
    title = f"“{picked[0].title}”"
    lead = (
        f"{title} is of {picked[0].date.in_words}; it opens with:" if title in said else f"The {said} {_dates(picked)}"
    )
    return Survey(SurveyKind.COLLECTION, Lead(lead), _openings(search, [picked[0].source]), 1.0, apart=Apart.SENTENCES)


def _dates(picked: Sequence[Card]) -> str:
    """ "is of 12 May 2021: “Title”; it opens with:"."""
    if len(picked) == 1 and (card := picked[0]).date:
        return f"is of {card.date.in_words}: “{card.title}”; it opens with:"
    return f"are {'; '.join(f'“{c.title}”, {c.date.in_words}' for c in picked if c.date)}; they open with:"


def _covered(search: HybridSearch, cards: Sequence[Card]) -> Survey:
    """From when to when the transcripts are, as far as their dates have a year; else the days that they name."""
    dated = by_date(cards)
    days = [f"{c.date.in_words} (“{c.title}”)" for c in cards if c.date and not c.date.year][:MAX_ITEMS]
    notes = (f"without a year: {'; '.join(days)}",) if days else ()
    if not dated:
        lead = f"None of {_count(len(cards))} gives a date with a year."
        items = _openings(search, [c.source for c in cards if c.date] or [cards[0].source])
        return Survey(SurveyKind.COLLECTION, Lead(lead), items, 1.0, notes, apart=Apart.SENTENCES)
    ends = [dated[0], dated[-1]] if len(dated) > 1 else dated
    said = " to ".join(card.date.in_words for card in ends if card.date)
    some = out_of(len(dated), len(cards)) if len(dated) < len(cards) else _count(len(cards)).capitalize()
    being = "are dated from" if len(ends) > 1 else "is dated"
    which = "the first and the last open" if len(ends) > 1 else "it opens"
    lead = f"{some} {being} {said}; {which} with:"
    return Survey(
        SurveyKind.COLLECTION,
        Lead(lead),
        _openings(search, [c.source for c in ends]),
        1.0,
        notes,
        apart=Apart.SENTENCES,
    )


def _in_order(search: HybridSearch, cards: Sequence[Card]) -> Survey:
    """The transcripts by date, those without a year last."""
    dated, ordered = by_date(cards), in_time(cards)
    shown = ordered[:MAX_ITEMS]
    undated = len(cards) - len(dated)
    notes = (f"{undated} of them {'gives' if undated == 1 else 'give'} no date with a year, last",) * bool(undated)
    cut = (f"the first {MAX_ITEMS} are named",) if len(ordered) > MAX_ITEMS else ()
    listed = "; ".join(f"{c.date.in_words if c.date else 'no date'}, “{c.title}”" for c in shown)
    lead = f"{_count(len(cards)).capitalize()} by date: {listed}; they open with:"
    items = _openings(search, [card.source for card in shown])
    return Survey(SurveyKind.COLLECTION, Lead(lead), items, 1.0, (*notes, *cut), apart=Apart.SENTENCES)


def _where(search: HybridSearch, cards: Sequence[Card]) -> Survey:
    """The line that each transcript has under its title, where it has one, and how it opens."""
    catalog = search.index.catalog
    shown = [card.source for card in in_time(cards)]
    first = {p.passage.source: p for p in catalog.passages(catalog.openings(shown[:MAX_ITEMS]))}
    items, heads = list[SurveyItem](), dict[SurveyItem, str]()
    for source in (source for source in shown[:MAX_ITEMS] if source in first):
        text = catalog.transcript(source).text
        header = [line.strip() for line in text[: first[source].passage.start].splitlines() if line.strip()][1:]
        item = (opening_of([first[source]]) or sentences([first[source]]))[0]
        items.append(item)
        if header and len(header[0]) <= LONGEST_HEADER:
            heads[item] = f"“{header[0]}”"
    lead = f"Where {_count(len(cards))} are from is told, if at all, as they open:"
    cut = (f"the first {MAX_ITEMS} are shown",) if len(shown) > MAX_ITEMS else ()
    return Survey(SurveyKind.COLLECTION, Lead(lead), tuple(items), 1.0, cut, Apart.TRANSCRIPTS, heads)


def _longest(search: HybridSearch, cards: Sequence[Card], which: str) -> Survey | None:
    """The longest or the shortest transcript by its words, and the next."""
    if len(cards) < 2:
        return None
    lengths, titles = search.index.catalog.lengths(), {card.source: card.title for card in cards}
    first, next_ = sorted(titles, key=lambda s: (lengths.get(s, 0), s), reverse=which == "longest")[:2]
    told = f"“{titles[first]}” with {lengths[first]:,} words, then “{titles[next_]}” with {lengths[next_]:,}"
    lead = f"The {which} of {_count(len(cards))} is {told}; it opens with:"
    return Survey(SurveyKind.COLLECTION, Lead(lead), _openings(search, [first]), 1.0, apart=Apart.SENTENCES)


def _openings(search: HybridSearch, sources: Sequence[str]) -> tuple[SurveyItem, ...]:
    """How each of the transcripts opens."""
    catalog, shown = search.index.catalog, list(sources)[:MAX_ITEMS]
    first = {p.passage.source: opening_of([p]) for p in catalog.passages(catalog.openings(shown))}
    return tuple(item for source in shown for item in first.get(source, ()))


def _count(total: int) -> str:
    return f"the {total} transcripts" if total > 1 else "the one transcript"
