"""The gist of transcripts, in sentences of their own: those that say most of what each keeps coming back to.

A transcript is cut into as many stretches as sentences are shown, and of each stretch that sentence is taken which
says most of the transcript's weighty terms that none before it has said (the concepts of Gillick and Favre 2009, "A
scalable global model for summarization"). A term weighs more the more often the transcript says it and the fewer
passages of the corpus do; a long sentence must say more than a short one.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.corpus.dates import MONTHS
from assistant.corpus.names import OFFICES
from assistant.extractive import LEANS_BACK
from assistant.filters import Filters
from assistant.language import content_stems, stem, stems, words
from assistant.retrieval import HybridSearch
from assistant.scopes import picked
from assistant.store.catalog import Card
from assistant.surveys.requests import META, SurveyKind
from assistant.surveys.results import MAX_ITEMS, Survey, SurveyItem, sentences
from assistant.topics import SUM_UP, plainly

# Sentences of one transcript; fewer of each where there are several.
OF_ONE = 6
# Words of a sentence that can stand for a stretch of talk.
FEWEST_WORDS, MOST_WORDS = 8, 45
# What is left of the worth of a sentence that leans on the one before ("This …").
LEANING = 0.5

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


def gist(text: str, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """The transcripts that ``text`` asks to sum up, each in sentences of its own; None when it asks for no such thing.

    Args:
        text: the standalone question.
    """
    cards = search.index.catalog.cards()
    asked = asked_gist(text, cards)
    if asked is None:
        return None
    allowed = set(search.index.catalog.sources(filters))
    kept = [source for source in asked.sources if source in allowed]
    each = max(1, OF_ONE // max(1, len(kept)))
    items = tuple(item for source in kept[:MAX_ITEMS] for item in central(search, source, each))
    if not items:
        return None
    titles = {card.source: card.title for card in cards}
    lead = _lead([titles[source] for source in kept], asked.said, each)
    return Survey(SurveyKind.GIST, lead, items, 1.0)


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


def central(search: HybridSearch, source: str, count: int) -> list[SurveyItem]:
    """The ``count`` sentences of a transcript that say most of it, in its order; fewer where it has fewer."""
    found = sentences(search.index.catalog.passages_of(source))
    if not found:
        return []
    likely = [item for item in found if FEWEST_WORDS <= len(item.text.split()) <= MOST_WORDS] or found
    terms = [content_stems(item.text) for item in likely]
    weights = _weights(Counter(term for of in terms for term in of), search)
    told: set[str] = set()
    chosen: list[SurveyItem] = []
    for stretch in np.array_split(np.arange(len(likely)), min(count, len(likely))):
        best = max(stretch, key=lambda i: _worth(likely[i].text, set(terms[i]) - told, weights))
        told |= set(terms[best])
        chosen.append(likely[best])
    return chosen


def _weights(counts: Mapping[str, int], search: HybridSearch) -> dict[str, float]:
    """What each term weighs that a transcript says more than once; where it says none so often, each that it says."""
    vocabulary, passages = search.vocabulary(), search.index.catalog.passage_count()
    often = {term: count for term, count in counts.items() if count > 1} or dict(counts)
    return {
        term: math.sqrt(count) * math.log(1 + passages / max(vocabulary.get(term, 1), 1))
        for term, count in often.items()
    }


def _worth(text: str, terms: set[str], weights: Mapping[str, float]) -> float:
    gain = sum(weights.get(term, 0.0) for term in sorted(terms)) / math.sqrt(len(text.split()))
    return gain * LEANING if LEANS_BACK.match(text) else gain


def _lead(titles: Sequence[str], said: str, each: int) -> str:
    told = "the sentence that says" if each == 1 else "the sentences that say"
    if len(titles) == 1:
        return f"“{titles[0]}”, told by {told} most of it:"
    total = len(titles)
    fitting = f"{total} transcripts fit “{said}”" if said else f"There are {total} transcripts"
    return f"{fitting}, {'each' if total <= MAX_ITEMS else f'the first {MAX_ITEMS}'} told by {told} most of it:"
