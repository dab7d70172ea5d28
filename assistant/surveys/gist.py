"""The gist of transcripts, in sentences of their own: those that say most of what each keeps coming back to.

A transcript is cut into as many stretches as sentences are shown, and of each stretch that sentence is taken which
says most of the transcript's weighty terms that none before it has said (the concepts of Gillick and Favre 2009, "A
scalable global model for summarization"). A term weighs more the more often the transcript says it and the fewer
passages of the corpus do; a long sentence must say more than a short one.
"""

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

import numpy as np

from assistant.filters import Filters
from assistant.language import content_stems
from assistant.questions.matters import Matter
from assistant.questions.requests import SurveyKind
from assistant.questions.roles import singular
from assistant.questions.succession import by_date, undated_note, untold
from assistant.questions.topics import plainly
from assistant.reading.extractive import LEANS_BACK
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.catalog import Card
from assistant.surveys import resolutions
from assistant.surveys.gist_requests import Gist, asked_gist
from assistant.surveys.proceedings import MAY_BE, SAID, tells_of
from assistant.surveys.resolutions import SURELY
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, SurveyItem, out_of, sentences
from assistant.surveys.speakers import merged, who_is

# Speakers, or their transcripts, named in a lead.
NAMED = 4
# Of a large corpus so many transcripts are looked through for what was decided, some 2 ms each.
MOST_READ = 200
# Sentences of one transcript; fewer of each where there are several.
OF_ONE = 6
# Words of a sentence that can stand for a stretch of talk.
FEWEST_WORDS, MOST_WORDS = 8, 45
# What a sentence is worth by its verbs alone, beside what it says of the transcript's terms.
EVEN = 5.0
# Where so many sentences surely tell of a matter, those that may are left out.
FEW = 2
# What is left of the worth of a sentence that leans on the one before ("This …").
LEANING = 0.5


def gist(text: str, search: HybridSearch, filters: Filters | None, *, goes_on: bool = False) -> Survey | None:
    """The transcripts that ``text`` asks to sum up, each in sentences of its own; None when it asks for no such thing.

    Args:
        text: the standalone question.
        goes_on: whether a line came before that it may go on from.
    """
    cards = search.index.catalog.cards()
    asked = asked_gist(text, cards, goes_on=goes_on)
    if asked is None:
        return None
    if not asked.sources:
        return Survey(SurveyKind.GIST, Lead(untold(text, cards, sure=True)), (), 0.0)
    titles = {card.source: card.title for card in cards}
    allowed = set(search.index.catalog.sources(filters))
    kept = [source for source in asked.sources if source in allowed]
    labels: set[str] = set()
    if asked.speaker:
        spoken = who_is(search, sorted(allowed), asked.speaker)
        spoken = spoken or who_is(search, sorted(allowed), singular(asked.speaker))
        named = any(word[:1].isupper() for word in asked.speaker.split())
        if named and not (spoken or any(search.vocabulary().get(stem) for stem in content_stems(asked.speaker))):
            return Survey(SurveyKind.GIST, Lead(f"The transcripts do not mention “{asked.speaker}”."), (), 0.0)
        labels = {s.speaker for s in spoken}
        people = ", ".join(speaker.name for speaker in merged(spoken)[:NAMED]) or asked.speaker
        speaking = list(dict.fromkeys(s.source for s in spoken if s.source in kept))
        if spoken and not speaking:
            elsewhere = "; ".join(f"“{titles[s]}”" for s in list(dict.fromkeys(s.source for s in spoken))[:NAMED])
            lead = f"{people} does not speak in {' or '.join(f'“{titles[s]}”' for s in kept)}, but in {elsewhere}."
            return Survey(SurveyKind.GIST, Lead(lead), (), 0.0)
        kept, asked = speaking, replace(asked, speaker=people)
    if asked.matter:
        return _of_matter(asked, [card for card in cards if card.source in kept], search, labels)
    each = max(1, OF_ONE // max(1, len(kept)))
    items = tuple(item for source in kept[:MAX_ITEMS] for item in central(search, source, each, labels))
    if not items:
        return None
    lead = _lead([titles[source] for source in kept], asked, each)
    if asked.compared:
        lead = "No sentence says what changed between the two; here is each in the sentences that say most of it:"
    notes = undated_note(plainly(text), cards)
    return Survey(SurveyKind.GIST, Lead(lead), items, 1.0, notes, Apart.SENTENCES)


def _of_matter(
    asked: Gist, kept: Sequence[Card], search: HybridSearch, labels: Set[str] = frozenset()
) -> Survey | None:
    """The sentences that tell what was decided, left open or is to be done; None where none of several does.

    Of more transcripts than are shown the latest are read until enough tell of it.
    """
    matter, many = asked.matter, len(kept) > MAX_ITEMS
    assert matter is not None
    each = 1 if many else MAX_ITEMS // max(1, len(kept))
    latest = [*by_date(kept)[::-1], *(card for card in kept if not (card.date and card.date.year))][:MOST_READ]
    read = (_telling(search, card.source, matter, min(OF_ONE, each), labels) for card in (latest if many else kept))
    found = list(itertools.islice((told for told in read if told[0]), MAX_ITEMS))
    items = tuple(item for chosen, _ in found for item in chosen)
    left = sum(total for _, total in found) - len(items)
    notes = (f"{left} more {'sentence tells' if left == 1 else 'sentences tell'} of this there",) * bool(left)
    said = (SAID if any(tells_of(matter, item.text) == SURELY for item in items) else MAY_BE)[matter]
    who = f"{asked.speaker}: " if asked.speaker else ""
    what = f"{who}{said if who else said[:1].upper() + said[1:]}"
    if len(kept) == 1:
        title = kept[0].title
        lead = f"{what} in “{title}”:"
        if not items:
            none = f"No sentence of “{title}” says in plain words {SAID[matter]}. Ask for a summary of it."
            return Survey(SurveyKind.GIST, Lead(none), (), 0.0)
    elif many and (len(found) == MAX_ITEMS or len(latest) < len(kept)):
        lead = f"{what} in the latest {len(found)} transcripts that tell of it:"
    else:
        lead = f"{what} in {out_of(len(found), len(kept))}:"
    if kept and not items and matter not in (*resolutions.SAID, Matter.PRESENT):  # who speaks may have been there
        return Survey(SurveyKind.GIST, Lead(f"No sentence says in plain words {SAID[matter]}."), (), 0.0)
    return Survey(SurveyKind.GIST, Lead(lead), items, 1.0, notes, Apart.SENTENCES) if items else None


def speaker_of(item: SurveyItem) -> str | None:
    """Who says the sentence, where that is known."""
    return item.stored.passage.sentences[item.number].speaker


def telling(
    search: HybridSearch, source: str, matter: Matter, count: int, labels: Set[str] = frozenset()
) -> list[SurveyItem]:
    """The ``count`` sentences of a transcript that tell most of the matter, in its order; none where none does.

    Args:
        labels: whoever's sentences alone count, as labelled; none for everyone's.
    """
    return _telling(search, source, matter, count, labels)[0]


def _telling(
    search: HybridSearch, source: str, matter: Matter, count: int, labels: Set[str]
) -> tuple[list[SurveyItem], int]:
    """The sentences that ``telling`` gives, and how many tell of the matter."""
    every = sentences(search.index.catalog.passages_of(source))
    terms = [content_stems(item.text) for item in every]
    weights = _weights(Counter(term for of in terms for term in of), search)
    left = {
        i: tells
        for i, item in enumerate(every)
        if (not labels or speaker_of(item) in labels) and (tells := tells_of(matter, item.text))
    }
    # In talk as it was spoken, "will" and "should" stand in every other sentence.
    spoken = sum(speaker_of(item) is not None for item in every) > len(every) / 2
    if matter is Matter.DECIDED and SURELY not in left.values():
        return [], 0  # "will" and "decision" alone are seldom one
    if spoken or sum(tells == SURELY for tells in left.values()) >= FEW:
        left = {i: tells for i, tells in left.items() if tells == SURELY}
    total = len(left)
    told: set[str] = set()
    chosen: list[int] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda i: left[i] * (EVEN + _worth(every[i].text, set(terms[i]) - told, weights)))
        told |= set(terms[best])
        chosen.append(best)
        del left[best]
    return [every[i] for i in sorted(chosen)], total


def central(search: HybridSearch, source: str, count: int, labels: Set[str] = frozenset()) -> list[SurveyItem]:
    """The ``count`` sentences of a transcript that say most of it, in its order; fewer where it has fewer.

    Args:
        labels: whoever's sentences alone count, as labelled; none for everyone's.
    """
    every = sentences(search.index.catalog.passages_of(source))
    found = [item for item in every if not labels or speaker_of(item) in labels]
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


def _lead(titles: Sequence[str], asked: Gist, each: int) -> str:
    told = "the sentence that says" if each == 1 else "the sentences that say"
    by, total = asked.speaker, len(titles)
    verb = "say" if ", " in by else "says"
    if total == 1:
        what = f"What {by} {verb} in “{titles[0]}”" if by else f"“{titles[0]}”"
        return f"{what}, in {told} most of it:"
    if by:
        fitting = f"What {by} {verb} in {total} transcripts"
    else:
        fitting = f"{total} transcripts fit “{asked.said}”" if asked.said else f"There are {total} transcripts"
    return f"{fitting}, {'each' if total <= MAX_ITEMS else f'the first {MAX_ITEMS}'} in {told} most of it:"
