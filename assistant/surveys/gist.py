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
from assistant.scopes import read_scope
from assistant.store.catalog import Card
from assistant.surveys.requests import META, SurveyKind
from assistant.surveys.results import MAX_ITEMS, Survey, SurveyItem, sentences
from assistant.topics import SUM_UP

# Sentences of one transcript; fewer of each where there are several.
OF_ONE = 6
# Words of a sentence that can stand for a stretch of talk.
FEWEST_WORDS, MOST_WORDS = 8, 45
# What is left of the worth of a sentence that leans on the one before ("This …").
LEANING = 0.5

_ALL = r"(?:(?:the|this|that|these|those|all|every|each|whole|entire|full|of|your|our|his|her|their) )*"
_POINTS = (
    r"(?:(?:the |some )?(?:main|key|most important|major|principal|biggest|central) )"
    r"(?:points?|takeaways?|topics?|themes?|subjects?|messages?|highlights?|ideas?|issues?|outcomes?|results?)"
)
_TOLD = (
    rf"(?:{_POINTS}(?: discussed)?|the (?:takeaways|topics|themes|subjects|highlights|gist|summary|outcomes?|results))"
)
_WHICH = rf"{_ALL}(?P<before>(?:[\w’'.-]+ ){{0,6}}?)(?P<noun>{META})\b(?P<after>[^?]*)"
_REQUESTS = tuple(
    re.compile(rf"^{head} {_WHICH}{tail}$", re.IGNORECASE)
    for head, tail in (
        (SUM_UP, ""),
        (rf"what (?:is|are|was|were) {_TOLD} (?:of|in|from|at|during)", ""),
        (rf"(?:give me |list |show me |name )?{_TOLD} (?:of|in|from|at|during)", ""),
        (r"what (?:happened|went on) (?:in|at|during)", ""),
        (r"what (?:was|were) (?:discussed|said|talked about) (?:in|at|during)", ""),
        (r"what (?:is|are|was|were)", r" (?:all )?about"),
        (r"what (?:topics|subjects|themes) (?:do|does|did)", r" (?:cover|deal with|discuss|touch on|treat)"),
    )
)
_QUOTED = rf"{_ALL}(?:{META} )?[“\"](?P<{{}}>[^”\"]+)[”\"]"
_BY_TITLE = re.compile(
    rf"^(?:{SUM_UP} {_QUOTED.format('one')}|what (?:is|was|does|did) {_QUOTED.format('other')} (?:say|about|cover))$",
    re.IGNORECASE,
)
# What somebody is, before the name: "the librarian Ann Lee".
_BEFORE_NAME = re.compile(r"\b[a-z]+ (?=[A-Z])")
_SAID_OF_MEETINGS = frozenset(stem(word) for word in "held took place with of from by".split())


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
    if not _request(text):
        return None
    allowed = set(search.index.catalog.sources(filters))
    cards = [card for card in search.index.catalog.cards() if card.source in allowed]
    asked = asked_gist(text, cards)
    if asked is None:
        return None
    shown = asked.sources[:MAX_ITEMS]
    each = max(1, OF_ONE // len(asked.sources))
    items = tuple(item for source in shown for item in central(search, source, each))
    if not items:
        return None
    cut = len(asked.sources) > MAX_ITEMS
    notes = (f"the first {MAX_ITEMS} of the {len(asked.sources)} transcripts are cited",) if cut else ()
    titles = {card.source: card.title for card in cards}
    return Survey(SurveyKind.GIST, _lead(asked, titles, len(items)), items, 1.0, notes)


def asked_gist(text: str, cards: Sequence[Card]) -> Gist | None:
    """Which of the transcripts are to be summed up, by the wording alone; None for a topic, or one that none is of."""
    found = _request(text)
    if found is None or not cards:
        return None
    if found.re is _BY_TITLE:
        title = found["one"] or found["other"]
        titled = tuple(card.source for card in cards if words(card.title) == words(title))
        return Gist(titled, f"“{title}”") if titled else None
    which = f"{found['before']} {found['after']}"
    named = _terms(which)
    if not named:
        return Gist(tuple(card.source for card in cards), "")
    scope = read_scope(text, cards)
    if scope and named <= {*stems(scope.said), *(stem(month) for month in MONTHS)}:
        return Gist(scope.sources, scope.said)
    fitting = _titled(named, cards) or _about(_terms(_BEFORE_NAME.sub("", which)), cards)
    said = f"{found['before']}{found['noun']}{found['after']}".strip()
    return Gist(tuple(card.source for card in fitting), said) if fitting else None


def _request(text: str) -> re.Match[str] | None:
    plain = " ".join(text.split()).rstrip(" ?.!")
    return next((found for pattern in (_BY_TITLE, *_REQUESTS) if (found := pattern.match(plain))), None)


def _terms(which: str) -> set[str]:
    return {term for term in content_stems(which) if term not in _SAID_OF_MEETINGS}


def _titled(terms: set[str], cards: Sequence[Card]) -> list[Card]:
    return [card for card in cards if terms <= set(stems(card.title))]


def _about(terms: set[str], cards: Sequence[Card]) -> list[Card]:
    """The transcripts whose title and people have all the terms but those of office."""
    bare = terms - {stem(office) for office in OFFICES}
    return [card for card in cards if bare and bare <= set(stems(" ".join((card.title, *card.people))))]


def central(search: HybridSearch, source: str, count: int) -> list[SurveyItem]:
    """The ``count`` sentences of a transcript that say most of it, in its order; fewer where it has fewer."""
    found = sentences(search.index.catalog.passages_of(source))
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
    """What each term weighs that a transcript says more than once."""
    vocabulary, passages = search.vocabulary(), search.index.catalog.passage_count()
    often = {term: count for term, count in counts.items() if count > 1} or dict(counts)
    return {
        term: math.sqrt(count) * math.log(1 + passages / max(vocabulary.get(term, 1), 1))
        for term, count in often.items()
    }


def _worth(text: str, terms: set[str], weights: Mapping[str, float]) -> float:
    gain = sum(weights.get(term, 0.0) for term in sorted(terms)) / math.sqrt(len(text.split()))
    return gain * LEANING if LEANS_BACK.match(text) else gain


def _lead(asked: Gist, titles: Mapping[str, str], shown: int) -> str:
    if len(asked.sources) == 1:
        own = "a sentence" if shown == 1 else f"{shown} sentences"
        return f"“{titles[asked.sources[0]]}” in {own} of its own:"
    total = len(asked.sources)
    fitting = f"{total} transcripts fit “{asked.said}”" if asked.said else f"There are {total} transcripts"
    by = "the sentence that says" if shown <= total else "the sentences that say"
    return f"{fitting}, each told by {by} most of it:"
