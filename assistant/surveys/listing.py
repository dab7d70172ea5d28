"""What several transcripts say on one thing, the best sentences of each; or the transcripts themselves, by date."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.corpus.dates import find_dates
from assistant.language import stem_set
from assistant.questions.meeting_words import FILES
from assistant.questions.periods import Period
from assistant.questions.succession import goes_by, is_titled
from assistant.questions.survey_request import Request, SurveyKind
from assistant.reading.extractive import choose_sentences
from assistant.store.catalog import Card
from assistant.store.encoder import Vector
from assistant.surveys.gathering import Corpus, Evidence, confidence, gather, item
from assistant.surveys.results import (
    MAX_ITEMS,
    Apart,
    Lead,
    Survey,
    SurveyItem,
    first_items,
    opening_of,
    out_of,
    sentences,
)

ITEMS_A_TRANSCRIPT = 2
# In a list a sentence stands without those before it: "His successor is Ann Lee" tells of nobody there.
_OF_SOMEBODY = re.compile(r"\W*(?:he|she|his|her|hers)\b", re.IGNORECASE)
# A transcript joins a list when its best sentence answers with this probability.
JOINS = 0.25


def listed(request: Request, text: str, vector: Vector, corpus: Corpus) -> Survey | None:
    """The sentences of every transcript that answers; None when fewer than two do."""
    cards = corpus.cards()
    question = corpus.search.read(text)
    evidence = [e for e in gather(corpus, question, vector) if dated(request, cards[e.source])]
    joined = of_titled([e for e in evidence if e.chance >= JOINS], question.names, cards)
    if len(joined) < 2:
        return None
    items, cut = first_items({e.source: best_of(e) for e in joined}, ITEMS_A_TRANSCRIPT)
    lead = Lead(f"{out_of(len(joined), corpus.total)} speak of this", *items, ":")
    likely = sum(e.chance for e in joined) / len(joined)
    return Survey(SurveyKind.LIST, lead, items, confidence(likely), cut, Apart.TRANSCRIPTS)


def of_titled(joined: list[Evidence], names: frozenset[str], cards: Mapping[str, Card]) -> list[Evidence]:
    """Of the evidence, where one title alone has a name of the question, what comes from there or has that name."""
    titles = {source: names & stem_set(card.title) for source, card in cards.items()}
    held = Counter(name for found in titles.values() for name in found)
    alone = {name for name, count in held.items() if count == 1}
    return [
        e
        for e in joined
        if not alone or alone & titles[e.source] or any(alone & s.candidate.stems[s.number] for s in e.ranked)
    ]


def best_of(evidence: Evidence) -> list[SurveyItem]:
    """The sentences of a transcript that answer, the likeliest first, which brings what its pronoun leans on."""
    chosen = sorted(choose_sentences(evidence.ranked), key=lambda s: -s.score)
    first, *rest = [item(sentence) for sentence in chosen]
    before = [SurveyItem(first.stored, first.number - 1)] if _OF_SOMEBODY.match(first.text) and first.number else []
    return [first, *before, *rest]


def dated(request: Request, transcript: Card) -> bool:
    """Whether a transcript is of the time that is asked for; one whose year is not known is of no year."""
    return request.time is None or request.time.holds(transcript.date)


def transcripts(request: Request, corpus: Corpus) -> Survey | None:
    """The transcripts themselves, of a time if one is asked for, each by how it opens."""
    sources, cards, time = corpus.sources, corpus.cards(), request.time
    kept = [s for s in sources if dated(request, cards[s]) != bool(time and request.absent)]
    if kept and not _any_is(request.noun, list(cards.values())):
        return _titled(request, corpus, kept)
    unknown = [s for s in sources if time and time.with_year and not getattr(cards[s].date, "year", None)]
    verb = "gives" if len(unknown) == 1 else "give"
    notes = (f"{out_of(len(unknown), len(sources))} {verb} no year",) if unknown else ()
    if not kept:
        if not goes_by(request.noun, corpus.search.index.catalog.cards()):
            return None
        lead = Lead(f"None of the {len(sources)} transcripts is {_when(request)}{f'; {notes[0]}' if notes else ''}.")
        return Survey(request.kind, lead, (), 1.0)
    items, cut = first_items({s: opening(corpus, s, time) for s in kept[:MAX_ITEMS]}, 1, len(kept))
    if time is None:
        lead = Lead(f"There are {len(kept)} transcripts; they open with:")
    else:
        being = "is" if len(kept) == 1 else "are"
        lead = Lead(f"{out_of(len(kept), len(sources))} {being} {_when(request)}:")
    return Survey(request.kind, lead, items, 1.0 - len(unknown) / len(sources), (*notes, *cut), Apart.TRANSCRIPTS)


def _any_is(noun: str, cards: Sequence[Card]) -> bool:
    """Whether any transcript may go by the name: what all are called, a file, or what most titles say."""
    return not noun or noun.lower().removesuffix("s") in FILES or goes_by(noun, cards)


def _titled(request: Request, corpus: Corpus, kept: Sequence[str]) -> Survey:
    """The transcripts whose titles call them so; where none does, all of those asked about, and that none does."""
    cards, when = corpus.cards(), f" {_when(request)}" if request.time else ""
    called = [source for source in kept if is_titled(cards[source], request.noun)]
    shown = called or kept
    items, cut = first_items({s: opening(corpus, s, request.time) for s in shown[:MAX_ITEMS]}, 1, len(shown))
    some = "1 transcript" if len(kept) == 1 else f"{len(kept)} transcripts"
    if called:
        lead = f"{len(called)} of {some}{when} {'has' if len(called) == 1 else 'have'} “{request.noun}” in the title:"
    else:
        lead = f"No title has “{request.noun}”; of the {some}{when} this is how they open:"
    return Survey(request.kind, Lead(lead), items, 1.0, cut, Apart.TRANSCRIPTS)


def _when(request: Request) -> str:
    """ "of May 2021", "not of May 2021", "dated before 2021"."""
    bound = request.when.split()[0].lower() in ("between", "before", "after", "since", "until", "up")
    return f"{'not ' if request.absent else ''}{'dated' if bound else 'of'} {request.when}"


def opening(corpus: Corpus, source: str, time: Period | None = None) -> list[SurveyItem]:
    """How a transcript opens: of its first passage the first sentence, or the first that names a day of ``time``."""
    first = corpus.opening(source)
    named = [i for i in sentences(first) if time and any(time.may_hold(date) for date in find_dates(i.text))]
    return named[:1] or opening_of(first)
