"""Which transcripts a question narrows itself to: "the December meetings", "when he met Lindqvist", "the podcast".

Only words about a meeting, an interview and the like narrow: "trade in 2005" asks for a fact, "the talks in 2005" for a
transcript. A month fits transcripts of any year, also those whose date has none; a year only those that state it. What
comes first or last is told by ``assistant.questions.succession``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.corpus.dates import MONTHS
from assistant.corpus.offices import OFFICES
from assistant.filters import Filters
from assistant.language import FUNCTION_WORDS, words
from assistant.questions.meeting_words import KIND, MEETING
from assistant.questions.periods import BOUND, RELATIVE, THEN, WHEN, Period, read_stretch, tells_month
from assistant.questions.succession import by_date, in_order, of_kind, sources_of
from assistant.store.catalog import Card

_HELD = r"(?: (?:held|that took place|which took place))?"
_DATED = (
    re.compile(
        rf"\b{MEETING}{_HELD} (?:{BOUND}|in|of|(?P<on>on)|from|during)"
        rf"(?: the)? (?P<when>{WHEN}){THEN}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{MEETING}{_HELD} (?P<when>{RELATIVE}){THEN}", re.IGNORECASE),
    re.compile(
        rf"\b(?:the|that|this|which|all|each|every|his|her|their|our) (?P<when>{WHEN}) (?:[a-z]+ )?{MEETING}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<when>{RELATIVE})[’']s (?:[a-z]+ )?{MEETING}\b", re.IGNORECASE),
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
    rf"\b(?:(?P<before>summari[sz]e|sum up|recap(?: of)?) |(?:in|on|during|{BOUND}) (?:the )?|"
    rf"(?={RELATIVE}\b))(?P<when>{WHEN})(?![\w-])",
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
# "In the podcast", "did the webinar mention": not what is held with somebody or on something, which others may tell of.
_OF_A_KIND = re.compile(
    rf"\b(?:(?:in|at|during|from|of|on|according to|does|did|do|is|was) )(?P<said>(?:the|this|that) (?P<noun>{KIND}))\b"
    r"(?! (?:with|of|between|to|from|for|on|in|at|by|that|which|who|where|when)\b)(?![’'-])",
    re.IGNORECASE,
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
            return [Scope(sources_of(last.picked), order.said, order.rest)]
    return [Scope(sources_of(fit), said, dated=(said, fit) in dated) for said, fit in found or _by_kind(text, cards)]


def spelt_out(text: str, cards: Sequence[Card]) -> str:
    """The text with "in May 2021" as "in the transcripts of May 2021", where some are and it asks for what was said."""
    bare = _bare(text, cards)
    if bare is None:
        return text
    before = bare["before"] or ("In" if bare.start() == 0 else "in")
    bound = bare["between"] or bare["beyond"] or "of"
    return f"{text[: bare.start()]}{before} the transcripts {bound} {text[bare.start('when') :]}"


def _bare(text: str, cards: Sequence[Card]) -> re.Match[str] | None:
    """The date that says when a thing was said and names no meeting; None where no transcript is of it."""
    if not _SAYING.search(text) or any(pattern.search(text) for pattern in _DATED):
        return None
    found = (m for m in _BARE.finditer(text) if m.start() == 0 or m["before"] or _SAID_THEN.search(text[: m.start()]))
    return next((match for match in found if _of(match, cards)), None)


def of_no_transcript(text: str, cards: Sequence[Card]) -> tuple[str, Period] | None:
    """That no transcript is of the time by which ``text`` names some, in words, and the time; None where one may be.

    Such a meeting may still be told of in a transcript.
    """
    for match in (match for pattern in _DATED for match in pattern.finditer(text)):
        time = read_stretch(match)
        if time and not any(card.date is None or time.may_hold(card.date) for card in cards):
            return f"No transcript is of “{match.group()}”; they are of {_dates(cards)}.", time
    return None


def _dates(cards: Sequence[Card]) -> str:
    """From when to when, where all dates have a year; else some of the dates."""
    dated = by_date(cards)
    if len(dated) == len(cards):
        return " to ".join(dict.fromkeys(card.date.in_words for card in (dated[0], dated[-1]) if card.date))
    days = list(dict.fromkeys(card.date.in_words for card in cards if card.date))
    return f"{', '.join(days[:SHOWN])}{' and other days' if len(days) > SHOWN else ''}"


def narrowed(filters: Filters | None, scope: Scope) -> Filters | None:
    """``filters`` that let only the transcripts of ``scope`` through as well."""
    chosen = filters.sources if filters else ()
    sources = tuple(source for source in scope.sources if not chosen or source in chosen)
    return replace(filters or Filters(), sources=sources) if sources else filters


def described(scope: Scope, cards: Sequence[Card]) -> str:
    """The note that an answer from part of the transcripts carries."""
    titles = {card.source: words(card.title) for card in cards}
    if [titles.get(source) for source in scope.sources] == [words(scope.said)]:
        return f"looked only in {_titles(scope, cards)}"
    return f"looked only in what “{scope.said}” picks out: {_titles(scope, cards)}"


def passed_over(scope: Scope, cards: Sequence[Card]) -> str:
    """The note that an answer carries which is not from the transcripts that the question names."""
    return f"what “{scope.said}” picks out does not seem to tell this, so others do: {_titles(scope, cards)}"


def _titles(scope: Scope, cards: Sequence[Card]) -> str:
    titles = {card.source: f"“{card.title}”" + (f" ({card.date.in_words})" if card.date else "") for card in cards}
    shown = [titles.get(source, source) for source in scope.sources[:SHOWN]]
    more = f" and {len(scope.sources) - SHOWN} more" if len(scope.sources) > SHOWN else ""
    return f"{', '.join(shown)}{more}"


def _by_title(text: str, cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    quoted = [" ".join(words(found)) for found in _QUOTED.findall(text)]
    return [(f, [c for c in cards if f == " ".join(words(c.title))]) for f in quoted]


def _by_date(text: str, cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    matches = [match for pattern in _DATED for match in pattern.finditer(text)]
    found = [(match.group(), _of(match, cards)) for match in matches]
    bare = _bare(text, cards)
    if bare and tells_month(bare["when"]):  # "the harvest of 2020" is of no transcript
        found.append((bare["when"] if bare["before"] else bare.group(), _of(bare, cards)))
    return found


def _by_kind(text: str, cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    """The transcripts that alone are called what a question calls one."""
    found = [(match["said"], of_kind(match["noun"], cards)) for match in _OF_A_KIND.finditer(text)]
    return [(said, fit) for said, fit in found if fit]


def _of(match: re.Match[str], cards: Sequence[Card]) -> list[Card]:
    """The cards of the time that ``match`` names."""
    period = read_stretch(match)
    return [card for card in cards if period and period.holds(card.date)]


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
