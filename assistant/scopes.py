"""Which transcripts a question narrows itself to: "the December meetings", "when he met Lindqvist", "the last session"

Only words about a meeting, an interview and the like narrow: "trade in 2005" asks for a fact, "the talks in 2005" for a
transcript. A month fits transcripts of any year, also those whose date has none; a year only those that state it. What
comes first or last is told by ``assistant.succession``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus.dates import MONTH_NAMES, MONTHS, month_number
from assistant.corpus.names import OFFICES
from assistant.language import FUNCTION_WORDS, words
from assistant.meeting_words import MEETING
from assistant.store.catalog import Card
from assistant.succession import in_order

_WHEN = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{MONTH_NAMES})(?: (?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?\b)?"
    r"(?:,? (?P<year>\d{4}))?|(?P<only_year>(?:19|20)\d\d)"
)
_SPAN = (
    rf"(?P<first>{MONTH_NAMES})(?: (?P<first_year>\d{{4}}))? (?:and|to|until|through) "
    rf"(?P<last>{MONTH_NAMES})(?: (?P<last_year>\d{{4}}))?"
)
_HELD = r"(?: (?:held|that took place|which took place))?"
_DATED = (
    re.compile(rf"\b{MEETING}{_HELD} (?:between|from) {_SPAN}\b", re.IGNORECASE),
    re.compile(rf"\b{MEETING}{_HELD} (?:in|of|on|from|during)(?: the)? (?:{_WHEN})\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:the|that|this|which|all|each|every|his|her|their|our) (?:{_WHEN}) (?:[a-z]+ )?{MEETING}\b",
        re.IGNORECASE,
    ),
)
# "In May 2021" alone says when something was said only where the question asks for what was said.
_SAYING = re.compile(
    r"\b(?:sa(?:id|y|ys)|discuss(?:ed|es)?|talk(?:ed|s)?|sp(?:oke|eaks?|oken)|mention(?:ed|s)?|decided?|decisions?|agreed?|"
    r"announced?|told|tell|raised?|debated?|covered|addressed|reported|promised?|asked|argued?|claim(?:ed|s)?|explain(?:ed|s)?|"
    r"still open|left open|undecided|unresolved|next steps?|action items?|"
    r"came up|summar\w+|sum up|recap|topics?|themes?|points?|takeaways?)\b",
    re.IGNORECASE,
)
# No clause and nothing to be done stands between the saying and its date: not "promised to open the line in May".
_SAID_THEN = re.compile(rf"{_SAYING.pattern}(?:(?!\b(?:to|that|who|what|which)\b)[^,;:])*$", re.IGNORECASE)
_BARE = re.compile(
    rf"\b(?:(?P<before>summari[sz]e|sum up|recap(?: of)?) |(?:in|on|during) (?:the )?)(?P<date>{_WHEN})(?![\w-])",
    re.IGNORECASE,
)
_CAPITALS = r"(?P<who>(?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3})"
_FEW_WORDS = r"(?:[a-z]+ ){0,3}?"
_WITH = (
    re.compile(
        r"\b(?:[Ww]hen|[Aa]t|[Ii]n|[Dd]uring) (?:\w+ ){0,5}?(?:met|meeting|meets|received|spoke|talked|interviewed)"
        rf"(?: with| to)? {_FEW_WORDS}{_CAPITALS}"
    ),
    re.compile(
        rf"\b(?:[Ii]n|[Aa]t|[Dd]uring|[Ff]rom|[Ff]or)(?: the| his| her| their)?(?: [a-z]+)? {MEETING}"
        rf"(?: \w+)? (?:with|of|by) {_FEW_WORDS}{_CAPITALS}"
    ),
    re.compile(rf"\b(?:[Ii]n|[Aa]t|[Dd]uring)(?: the)? {_CAPITALS}(?:[’']s)? {MEETING}\b"),
)
_QUOTED = re.compile(r"[“\"]([^”\"]{4,200})[”\"]")
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """The transcripts that a question narrows itself to, and the words of it that say so.

    Attributes:
        rest: what is asked of them, where the words say nothing of that ("the last session"); else "".
        dated: whether the words say when, and so nothing of what is asked, unless it is of that time itself.
    """

    sources: tuple[str, ...]
    said: str
    rest: str = ""
    dated: bool = False


@dataclass(frozen=True, slots=True)
class _Period:
    """Months and years that dates must fall in; none of either: any."""

    months: frozenset[int] = frozenset()
    first: int | None = None
    last: int | None = None
    day: int | None = None

    def holds(self, card: Card) -> bool:
        if card.date is None or (self.months and card.date.month not in self.months):
            return False
        if self.day is not None and card.date.day != self.day:
            return False
        if self.first is None or self.last is None:
            return True
        if card.date.year is None:
            return False
        if self.first > 9999:  # YYYYMM
            return self.first <= card.date.year * 100 + card.date.month <= self.last
        return self.first <= card.date.year <= self.last


def read_scope(text: str, cards: Sequence[Card]) -> Scope | None:
    """The transcripts that the wording of ``text`` picks out, None when it picks none, or narrows nothing."""
    return next((scope for scope in picked(text, cards) if len(scope.sources) < len(cards) or scope.rest), None)


def picked(text: str, cards: Sequence[Card], *, sure: bool = False) -> list[Scope]:
    """Every stretch of the wording that picks out transcripts, if only all of them.

    Args:
        sure: whether the wording can be about nothing but transcripts; see ``in_order``.
    """
    dated = _by_date(text, cards)
    found = [(said, fit) for said, fit in (*_by_title(text, cards), *dated, *_by_person(text, cards)) if fit]
    if (order := in_order(text, cards, sure=sure)) and order.picked:
        # "The last meeting with Reed", "the last session of 2023": the last of those.
        pool = [card for card in cards if all(card in fitting for _, fitting in found)]
        last = in_order(text, pool, sure=sure)
        if last and last.picked:
            return [Scope(tuple(card.source for card in last.picked), order.said, order.rest)]
    return [Scope(tuple(card.source for card in fit), said, dated=(said, fit) in dated) for said, fit in found]


def spelt_out(text: str, cards: Sequence[Card]) -> str:
    """The text with "in May 2021" as "in the transcripts of May 2021", where some are and it asks for what was said."""
    bare = _bare(text, cards)
    if bare is None:
        return text
    before = bare["before"] or ("In" if bare.start() == 0 else "in")
    return f"{text[: bare.start()]}{before} the transcripts of {text[bare.start('date') :]}"


def _bare(text: str, cards: Sequence[Card]) -> re.Match[str] | None:
    """The date that says when a thing was said and names no meeting; None where no transcript is of it."""
    if not _SAYING.search(text) or any(pattern.search(text) for pattern in _DATED):
        return None
    found = (m for m in _BARE.finditer(text) if m.start() == 0 or m["before"] or _SAID_THEN.search(text[: m.start()]))
    return next((m for m in found if any(_period(m).holds(card) for card in cards)), None)


def described(scope: Scope, cards: Sequence[Card]) -> str:
    """The note that an answer from part of the transcripts carries."""
    titles = {card.source: f"“{card.title}”" + (f" ({card.date.in_words})" if card.date else "") for card in cards}
    shown = [titles.get(source, source) for source in scope.sources[:SHOWN]]
    more = f" and {len(scope.sources) - SHOWN} more" if len(scope.sources) > SHOWN else ""
    return f"looked only in what “{scope.said}” picks out: {', '.join(shown)}{more}"


def _by_title(text: str, cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    quoted = [" ".join(words(found)) for found in _QUOTED.findall(text)]
    return [(f, [c for c in cards if f == " ".join(words(c.title))]) for f in quoted]


def _by_date(text: str, cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    found = []
    for pattern in _DATED:
        for match in pattern.finditer(text):
            period = _period(match)
            found.append((match.group(), [card for card in cards if period.holds(card)]))
    bare = _bare(text, cards)
    if bare and not bare["only_year"]:  # "the harvest of 2020" is of no transcript
        period = _period(bare)
        found.append((bare["date"] if bare["before"] else bare.group(), [card for card in cards if period.holds(card)]))
    return found


def _period(match: re.Match[str]) -> _Period:
    parts = match.groupdict()
    if parts.get("first"):
        return _span(parts)
    if parts.get("only_year"):
        return _Period(first=int(parts["only_year"]), last=int(parts["only_year"]))
    year = int(parts["year"]) if parts["year"] else None
    day = parts["day"] or parts["day_after"]
    return _Period(frozenset({month_number(parts["month"])}), year, year, int(day) if day else None)


def _span(parts: dict[str, str]) -> _Period:
    first, last = month_number(parts["first"]), month_number(parts["last"])
    last_year = int(parts["last_year"]) if parts["last_year"] else None
    if last_year is None:
        months = range(first, last + 1) if first <= last else [*range(first, 13), *range(1, last + 1)]
        return _Period(frozenset(months))
    first_year = int(parts["first_year"]) if parts["first_year"] else last_year - (first > last)
    return _Period(first=first_year * 100 + first, last=last_year * 100 + last)


def _by_person(text: str, cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    found = []
    for pattern in _WITH:
        for match in pattern.finditer(text):
            name = {word for word in words(match["who"]) if word not in OFFICES | FUNCTION_WORDS | set(MONTHS)}
            if name:
                titled = [card for card in cards if name <= set(words(card.title))]
                speaking = [c for c in cards if any(name <= set(words(person)) for person in c.people)]
                found.append((match.group(), titled or speaking))
    return found
