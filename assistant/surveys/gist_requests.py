"""Which transcripts a line asks to sum up, by its wording: by title, date or people, or all of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus.dates import MONTHS
from assistant.corpus.names import OFFICES
from assistant.language import content_stems, stem, stems, words
from assistant.scopes import picked
from assistant.store.catalog import Card
from assistant.surveys.requests import META
from assistant.topics import SUM_UP, plainly

_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"
_DETERMINERS = (
    rf"(?P<every>(?:(?:the|this|that|these|those|all|every|each|whole|entire|full|of|your|our|{_NUMBER}|uploaded|"
    r"available|indexed) )*)"
)
_POINTS = (
    rf"(?:(?:the |some )?(?:{_NUMBER} )?(?:main|key|most important|major|principal|biggest|central) )"
    r"(?:points?|takeaways?|topics?|themes?|subjects?|messages?|highlights?|ideas?|issues?|outcomes?|results?)"
)
_ITS_POINTS = (
    rf"(?:{_POINTS}(?: discussed)?|the (?:takeaways|topics|themes|subjects|highlights|gist|summary|outcomes?|results))"
)
_GIVE = r"(?:(?:give|list|show|tell|name)(?: me)? |what (?:is|are|was|were) )?"
# The noun stands last, or before what says which: "the talk with …", not "the talk show".
_TRANSCRIPTS = (
    rf"{_DETERMINERS}(?P<before>(?:[\w’'.-]+ ){{0,6}}?)(?P<noun>{META}(?: (?:{META}|notes))?)"
    r"(?P<after>(?: (?:with|of|from|in|on|at|between|by|to|for|during|held|about|that|which|dated|called|titled|"
    r"(?-i:[A-Z])|[“\"\d])[^?]*)?)"
)
# Wordings that ask of transcripts as such, and those that may ask of a call or a talk told of in one.
_SURE, _LIKELY = (
    tuple(re.compile(rf"^{head}{_TRANSCRIPTS}{tail}$", re.IGNORECASE) for head, tail in pairs)
    for pairs in (
        (
            (rf"{SUM_UP} ", ""),
            (rf"{_GIVE}{_ITS_POINTS} (?:of|in|from|at|during) ", ""),
            (r"tell me about ", ""),
        ),
        (
            (r"what (?:happened|went on) (?:in|at|during) ", ""),
            (r"what (?:topics |subjects )?(?:was|were|is|are) (?:discussed|said|talked about) (?:in|at|during) ", ""),
            (r"what(?: is| are| was| were|[’']s) ", r" (?:all )?about"),
            (
                r"(?:what|which) (?:(?:main |key )?(?:topics|subjects|themes) )?(?:do|does|did) ",
                r" (?:say|cover|deal with|discuss|touch on|treat|talk about)",
            ),
        ),
    )
)
_ALL_OF_THEM = re.compile(
    rf"^(?:{SUM_UP} (?:everything|all|them all|all of (?:it|them))|summari[sz]e|sum up|what (?:is|are) {_POINTS})$",
    re.IGNORECASE,
)
_QUOTED = rf"{_DETERMINERS.replace('<every>', '<{0}s>')}(?:{META} )?(?:called |titled )?[“\"](?P<{{0}}>[^”\"]+)[”\"]"
_BY_TITLE = re.compile(
    rf"^(?:{SUM_UP} {_QUOTED.format('one')}|what (?:is|was|does|did) {_QUOTED.format('other')} (?:say|about|cover))$",
    re.IGNORECASE,
)
# A clause, or what no title and no date can pick.
_CLAUSE = re.compile(
    r"\b(?:who|what|when|where|how|why|he|she|we|you|they|it|i|his|her|their|my|is|are|was|were|said|without|not|except|but|"
    r"others?|some|any|last|latest|first|next|previous)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(?:about|regarding|concerning)\b", re.IGNORECASE)
_MANY = re.compile(r"\b(?:all|every|each|whole|entire)\b", re.IGNORECASE)
# What somebody is, before the name: "the librarian Ann Lee".
_BEFORE_NAME = re.compile(r"\b[a-z]+ (?=[A-Z])")
_SAID_OF_MEETINGS = frozenset(
    stem(word) for word in "held took place with of from by called titled dated notes".split()
)
_NOUN = re.compile(META, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gist:
    """What is to be summed up: the transcripts, and the words of the request that picked them; "" for all of them."""

    sources: tuple[str, ...]
    said: str


def asked_gist(text: str, cards: Sequence[Card]) -> Gist | None:
    """Which of the transcripts are to be summed up, by the wording alone; None for a topic, or one that none is of."""
    plain = plainly(text)
    everything = Gist(tuple(card.source for card in cards), "")
    if not cards or _ALL_OF_THEM.match(plain):
        return everything if cards else None
    if quoted := _BY_TITLE.match(plain):
        title = quoted["one"] or quoted["other"]
        titled = tuple(card.source for card in cards if words(card.title) == words(title))
        return Gist(titled, f"“{title}”") if titled else None
    sure = next((found for pattern in _SURE if (found := pattern.match(plain))), None)
    found = sure or next((found for pattern in _LIKELY if (found := pattern.match(plain))), None)
    if found is None or _CLAUSE.search(which := f"{found['before']} {found['after']}"):
        return None
    if not sure and _PART.search(found["after"]):
        return None
    named = _terms(which)
    if not named:
        several = found["noun"].lower().endswith("s") or _MANY.search(found["every"]) or len(cards) == 1
        return everything if sure or several else None
    sources = _named(named, which, plain, cards)
    return Gist(sources, f"{found['before']}{found['noun']}{found['after']}") if sources else None


def _named(named: set[str], which: str, plain: str, cards: Sequence[Card]) -> tuple[str, ...]:
    """The transcripts that dates, quoted titles and people pick, and of these those that the other words name."""
    scopes = picked(plain, cards)
    rest = named - {term for scope in scopes for term in _terms(scope.said)}
    if len(rest) == len(named):
        scopes = []
    kept = [card for card in cards if all(card.source in scope.sources for scope in scopes)]
    fitting = _titled(rest, kept) or _about(rest & _terms(_BEFORE_NAME.sub("", which)), kept)
    return tuple(card.source for card in fitting)


def _terms(which: str) -> set[str]:
    """The stems of the words that say which transcripts, months among them ("May" is else no content word)."""
    months = {stem(word) for word in re.findall(r"\b[A-Z]\w+", which) if word.lower() in MONTHS}
    return {*content_stems(_NOUN.sub(" ", which)), *months} - _SAID_OF_MEETINGS


def _titled(terms: set[str], cards: Sequence[Card]) -> list[Card]:
    return [card for card in cards if terms <= set(stems(card.title))]


def _about(terms: set[str], cards: Sequence[Card]) -> list[Card]:
    """The transcripts whose title and people have all the terms but those of office."""
    bare = terms - {stem(office) for office in OFFICES}
    return [card for card in cards if bare and bare <= set(stems(" ".join((card.title, *card.people))))]
