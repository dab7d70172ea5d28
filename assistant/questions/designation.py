"""Which transcripts a phrase designates: "the talk with Reed", "the budget session", "the last two interviews".

By title, date, order, people or the words of a title; never by what is said in them.
"""

import re
from collections.abc import Sequence

from assistant.corpus.dates import MONTHS
from assistant.corpus.numerals import ONES
from assistant.corpus.offices import OFFICES
from assistant.language import content_stems, stem, stems
from assistant.questions.meeting_words import TRANSCRIPT, TRANSCRIPT_WORD
from assistant.questions.periods import TIME
from assistant.questions.scopes import Scope, picked
from assistant.questions.succession import ORDERED, in_order, is_subtitles, name_of, of_kind, sources_of
from assistant.store.catalog import Card

# Of these only what lies there as subtitles is meant.
_FILM = "(?:video|vlog|tutorial)s?"
NUMBER = rf"(?:{'|'.join(ONES[1:10])}|\d\d?\d?)"
DETERMINERS = (
    rf"(?P<every>(?:(?:the|this|that|these|those|all|every|each|whole|entire|full|of|your|our|{NUMBER}|uploaded|"
    r"available|indexed) )*)"
)
# The noun stands last, or before what says which: "the talk with …", not "the talk show".
TRANSCRIPTS = (
    rf"{DETERMINERS}(?P<before>(?:[\w’'.-]+ ){{0,6}}?)(?P<noun>{TRANSCRIPT}(?: (?:{TRANSCRIPT}|notes))?|{_FILM})"
    r"(?P<after>(?: (?:with|of|from|in|on|at|between|before|since|until|by|to|for|during|held|about|that|which|dated|"
    r"called|titled|"
    r"(?-i:[A-Z])|[“\"\d])[^?]*)?)"
)
# A clause, or what no title and no date can pick.
_CLAUSE = re.compile(
    r"\b(?:who|what|when|where|how|why|he|she|we|you|they|it|i|his|her|their|my|is|are|was|were|said|without|not|except|"
    r"but(?! one)|others?|some|any|next|previous)\b",
    re.IGNORECASE,
)
_MANY = re.compile(r"\b(?:all|every|each|whole|entire)\b", re.IGNORECASE)
# What somebody is, before the name: "the librarian Ann Lee".
_BEFORE_NAME = re.compile(r"\b[a-z]+ (?=[A-Z])")
_SAID_OF_MEETINGS = frozenset(
    stem(word) for word in "held took place with of from by called titled dated notes".split()
)
_AND = re.compile(r",| and ")


def designated(
    phrase: re.Match[str], plain: str, cards: Sequence[Card], *, sure: bool
) -> tuple[tuple[str, ...], str] | None:
    """The sources that a match of ``TRANSCRIPTS`` in ``plain`` designates, with the words that say which.

    The words are "" where all are meant; "the podcast" is what alone is called so, by its title or its file. No source
    where dates do not tell which ("the last session"); None where none is meant, or where a clause would have to be
    understood.

    Args:
        sure: whether the wording around it can ask of nothing but transcripts, so that "the meeting" is all there are.
    """
    which = f"{phrase['before']} {phrase['after']}"
    if _CLAUSE.search(which):
        return None
    named = _terms(which)
    ordered = ORDERED.search(TIME.sub(" ", which))  # "the second half of 2021", "last week" put nothing in order
    if not named and not ordered:
        pointed = sure or phrase["every"]
        kinds = (of_kind(noun, cards) for noun in phrase["noun"].split() if pointed)
        if kind := next(filter(None, kinds), []):
            return sources_of(kind), phrase["noun"]
        if re.fullmatch(_FILM, phrase["noun"], re.IGNORECASE) and not all(map(is_subtitles, cards)):
            return None
        several = phrase["noun"].lower().endswith("s") or _MANY.search(phrase["every"]) or len(cards) == 1
        return (sources_of(cards), "") if sure or several else None
    if ordered:
        order = in_order(plain, cards, sure=sure)
        if order is None or not order.picked:
            return ((), order.said) if order else None
    sources = _named(named, which, picked(plain, cards, sure=sure), cards)
    return (sources, f"{phrase['before']}{phrase['noun']}{phrase['after']}") if sources else None


def _named(named: set[str], which: str, scopes: list[Scope], cards: Sequence[Card]) -> tuple[str, ...]:
    """The transcripts that dates, quoted titles and people pick, and of these those that the other words name."""
    rest = named - {term for scope in scopes for term in _terms(scope.said)}
    if len(rest) == len(named):
        scopes = []
    kept = [card for card in cards if all(card.source in scope.sources for scope in scopes)]
    fitting = _titled(rest, kept) or _about(rest & _terms(_BEFORE_NAME.sub("", which)), kept)
    if not fitting:
        # "The talks with Reed and Lindqvist" are one with each.
        each = [_terms(_BEFORE_NAME.sub("", part)) & rest for part in _AND.split(which)]
        found = [_titled(terms, kept) or _about(terms, kept) for terms in each if terms]
        fitting = [card for card in kept if len(found) > 1 and all(found) and any(card in of for of in found)]
    return sources_of(fitting)


def _terms(which: str) -> set[str]:
    """The stems of the words that say which transcripts, months among them ("May" is else no content word)."""
    months = {stem(word) for word in re.findall(r"\b[A-Z]\w+", which) if word.lower() in MONTHS}
    return {*content_stems(TRANSCRIPT_WORD.sub(" ", which)), *months} - _SAID_OF_MEETINGS


def _titled(terms: set[str], cards: Sequence[Card]) -> list[Card]:
    """The transcripts whose titles have all the terms, else those that have with the names of their files."""
    by_title = [card for card in cards if terms <= set(stems(card.title))]
    return by_title or [card for card in cards if terms and terms <= set(stems(name_of(card)))]


def _about(terms: set[str], cards: Sequence[Card]) -> list[Card]:
    """The transcripts whose title and people have all the terms but those of office."""
    bare = terms - {stem(office) for office in OFFICES}
    return [card for card in cards if bare and bare <= set(stems(" ".join((card.title, *card.people))))]
