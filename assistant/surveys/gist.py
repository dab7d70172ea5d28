"""The gist of transcripts, in sentences of their own: those that say most of what each keeps coming back to.

A transcript is cut into as many stretches as sentences are shown, and of each stretch that sentence is taken which
says most of the transcript's weighty terms that none before it has said (the concepts of Gillick and Favre 2009, "A
scalable global model for summarization"). A term weighs more the more often the transcript says it and the fewer
passages of the corpus do; a long sentence must say more than a short one.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

import numpy as np

from assistant.corpus.numerals import ORDINALS
from assistant.corpus.sentences import is_question
from assistant.filters import Filters
from assistant.language import FUNCTION_WORDS, capitalised, content_stems, words
from assistant.questions.matters import Matter
from assistant.questions.plurals import singular
from assistant.questions.succession import by_date, undated_note, untold
from assistant.questions.survey_request import SurveyKind
from assistant.questions.topics import plainly
from assistant.reading.extractive import leans_back
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.catalog import Card, Spoken
from assistant.surveys import resolutions
from assistant.surveys.company import company_of
from assistant.surveys.courtesy import is_courtesy
from assistant.surveys.gist_requests import Gist, asked_gist
from assistant.surveys.proceedings import AS_TOLD, MAY_BE, SAID, tells_of
from assistant.surveys.resolutions import SURELY
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, SurveyItem, out_of, sentences
from assistant.surveys.speakers import merged, who_is

# Speakers, or their transcripts, named in a lead.
NAMED = 4
# Of a large corpus so many transcripts are looked through for one matter, some 2 ms each.
MOST_READ = 200
# Sentences of one transcript; fewer of each where there are several.
OF_ONE = 6
# Words of a sentence that can stand for a stretch of talk.
FEWEST_WORDS, MOST_WORDS = 8, 45
# What a sentence is worth by its verbs alone, beside what it says of the transcript's terms.
EVEN = 5.0
# Where so many sentences surely tell of a matter, those that may are left out.
FEW = 2
# Who was there is a list, and no part of it says more than another.
SUREST_FIRST = (Matter.PRESENT, Matter.CHAIRED)
# How sure it is that sentences tell a matter which say so by their words, and of those that may.
BY_CUES, BY_WEAK_CUES = 0.8, 0.6
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
        return Survey(SurveyKind.GIST, Lead(untold(text, cards, sure=True)), (), 1.0)
    allowed = set(search.index.catalog.sources(filters))
    kept = [card for card in cards if card.source in asked.sources and card.source in allowed]
    labels: set[str] = set()
    if asked.speaker:
        spoken = _said_by(asked, sorted(allowed), search)
        if isinstance(spoken, str):
            return Survey(SurveyKind.GIST, Lead(spoken), (), 1.0)
        people = ", ".join(speaker.name for speaker in merged(spoken)[:NAMED]) or asked.speaker
        speaking = {one.source for one in spoken}
        if spoken and not any(card.source in speaking for card in kept):
            return Survey(SurveyKind.GIST, Lead(_elsewhere(people, kept, speaking, cards)), (), 1.0)
        kept, labels = [card for card in kept if card.source in speaking], {one.speaker for one in spoken}
        asked = replace(asked, speaker=people)
    if asked.matter:
        return _of_matter(asked, asked.matter, kept, search, labels)
    return _summed(text, asked, kept, search, labels)


def _said_by(asked: Gist, sources: Sequence[str], search: HybridSearch) -> list[Spoken] | str:
    """What those say whose words are asked for; why there is none where the transcripts do not know them."""
    spoken = who_is(search, sources, asked.speaker)
    if not spoken and (one := singular(asked.speaker)) != asked.speaker:
        spoken = _of_the_role(one, who_is(search, sources, one))
    named = any(word[:1].isupper() for word in asked.speaker.split())
    if named and not (spoken or any(search.vocabulary().get(stem) for stem in content_stems(asked.speaker))):
        return f"The transcripts do not mention “{asked.speaker}”."
    return spoken


def _of_the_role(one: str, spoken: Sequence[Spoken]) -> list[Spoken]:
    """Those of the speakers whose labels say that they are of several: "Reporter (Weldon Post)", "Second reporter".

    One "Farmer Holt", Tom Farmer, or whoever is called a farmer in the text, does not speak for the farmers.
    """
    role = " ".join(word for word in words(one) if word not in FUNCTION_WORDS)
    several = re.compile(
        rf"(?:(?:{'|'.join(ORDINALS)}) |\w+ (?-i:(?=[a-z])))?{re.escape(role)}s?(?: \w)?(?: ?[(,#\d].*)?", re.IGNORECASE
    )
    titled = re.compile(rf"{re.escape(role)}s?\b", re.IGNORECASE)
    called = [said for said in spoken if titled.match(said.speaker)]
    return called if len({said.speaker for said in called}) > 1 else [s for s in spoken if several.fullmatch(s.speaker)]


def _elsewhere(people: str, kept: Sequence[Card], speaking: Set[str], cards: Sequence[Card]) -> str:
    """That those who are asked about do not speak in the transcripts asked about, and where they do."""
    named = "; ".join(f"“{card.title}”" for card in [card for card in cards if card.source in speaking][:NAMED])
    return f"{people} does not speak in {' or '.join(f'“{card.title}”' for card in kept)}, but in {named}."


def _summed(text: str, asked: Gist, kept: Sequence[Card], search: HybridSearch, labels: Set[str]) -> Survey | None:
    """The transcripts in the sentences that say most of them; None where they have none."""
    each = max(1, OF_ONE // max(1, len(kept)))
    items = tuple(item for card in kept[:MAX_ITEMS] for item in central(search, card.source, each, labels))
    if not items:
        return None
    lead = _lead([card.title for card in kept], asked, each)
    if asked.compared:
        lead = "No sentence says what changed between the two; here is each in the sentences that say most of it:"
    notes = undated_note(plainly(text), search.index.catalog.cards())
    return Survey(SurveyKind.GIST, Lead(lead), items, 1.0, notes, Apart.SENTENCES)


def _of_matter(
    asked: Gist, matter: Matter, kept: Sequence[Card], search: HybridSearch, labels: Set[str]
) -> Survey | None:
    """The sentences that tell of the matter; that none does, or None where something else may tell it.

    Where a sentence surely tells how the meetings went, those that only may are left out of all of them. Of more
    transcripts than are shown the latest are read until enough tell of it.
    """
    many = len(kept) > MAX_ITEMS
    count = min(OF_ONE, 1 if many else MAX_ITEMS // max(1, len(kept)))
    read = [*by_date(kept)[::-1], *(card for card in kept if not (card.date and card.date.year))] if many else kept
    found = _first_telling(read[:MOST_READ], matter, count, search, labels)
    items = tuple(item for chosen, _ in found for item in chosen)
    if not items:
        return _untold(matter, kept)
    left = sum(more for _, more in found)
    notes = (f"{left} more {'sentence tells' if left == 1 else 'sentences tell'} of this there",) * bool(left)
    worths = [tells_of(matter, item.text) for item in items]
    sure = any(worth == SURELY for worth in worths)
    what = _heading(asked.speaker, matter, sure=sure)
    if len(kept) == 1:
        lead = f"{what} in “{kept[0].title}”:"
    elif many and (len(found) == MAX_ITEMS or len(kept) > MOST_READ):
        lead = f"{what} in the latest {len(found)} transcripts that tell of it:"
    else:
        lead = f"{what} in {out_of(len(found), len(kept))}:"
    # "The next meeting" is next only to the one whose title and date stand over the sentence.
    apart = Apart.TRANSCRIPTS if matter is Matter.NEXT else Apart.SENTENCES
    return Survey(SurveyKind.GIST, Lead(lead), items, BY_CUES if sure else BY_WEAK_CUES, notes, apart)


def _first_telling(
    read: Sequence[Card], matter: Matter, count: int, search: HybridSearch, labels: Set[str]
) -> list[tuple[list[SurveyItem], int]]:
    """The sentences of the first transcripts that tell of the matter, and how many more of each do."""
    for least in (0.0,) if matter in resolutions.SAID else (SURELY, 0.0):
        telling_of = (_telling(search, card.source, matter, count, labels, least) for card in read)
        if found := list(itertools.islice((told for told in telling_of if told[0]), MAX_ITEMS)):
            return found
    return []


def _untold(matter: Matter, kept: Sequence[Card]) -> Survey | None:
    """That no sentence tells of the matter; None where what else is said may tell it, as who speaks was there."""
    if len(kept) == 1:
        none = f"No sentence of “{kept[0].title}” says in plain words {SAID[matter]}. Ask for a summary of it."
    elif kept and matter not in (*resolutions.SAID, Matter.PRESENT):
        none = f"No sentence says in plain words {SAID[matter]}."
    else:
        return None
    return Survey(SurveyKind.GIST, Lead(none), (), 1.0)


def _heading(who: str, matter: Matter, *, sure: bool) -> str:
    said = f"{SAID[matter]}{', as it is told,' if matter in AS_TOLD else ''}" if sure else MAY_BE[matter]
    return f"{who}: {said}" if who else capitalised(said)


def telling(
    search: HybridSearch, source: str, matter: Matter, count: int, labels: Set[str] = frozenset()
) -> list[SurveyItem]:
    """The ``count`` sentences of a transcript that tell most of the matter, in its order; none where none does.

    With them come those without which they say too little, about as many at most.

    Args:
        labels: whoever's sentences alone count, as labelled; none for everyone's.
    """
    return _telling(search, source, matter, count, labels)[0]


def _telling(
    search: HybridSearch, source: str, matter: Matter, count: int, labels: Set[str], least: float = 0.0
) -> tuple[list[SurveyItem], int]:
    """The sentences that ``telling`` gives, and how many more tell of the matter.

    Args:
        least: what a sentence must be worth.
    """
    every = sentences(search.index.catalog.passages_of(source))
    terms = [content_stems(item.text) for item in every]
    weights = _weights(Counter(term for of in terms for term in of), search)
    left = {
        i: tells
        for i, item in enumerate(every)
        if (not labels or item.speaker in labels) and (tells := tells_of(matter, item.text)) and tells >= least
    }
    # In talk as it was spoken, "will" and "should" stand in every other sentence.
    spoken = sum(item.speaker is not None for item in every) > len(every) / 2
    if matter is Matter.DECIDED and SURELY not in left.values():
        return [], 0  # "will" and "decision" alone are seldom one
    if spoken or sum(tells == SURELY for tells in left.values()) >= FEW:
        left = {i: tells for i, tells in left.items() if tells == SURELY}
    told: set[str] = set()
    chosen: list[int] = []
    shown: set[int] = set()
    room = 2 * count + 1  # for what comes along as well
    while left and len(chosen) < count and len(shown) < room:
        surest = [i for i in left if left[i] == max(left.values())] if matter in SUREST_FIRST else [*left]
        best = max(surest, key=lambda i: left[i] * (EVEN + _worth(every[i].text, set(terms[i]) - told, weights)))
        chosen.append(best)
        shown |= {best, *company_of(matter, best, every)[: room - len(shown | {best})]}
        told |= {term for i in shown for term in terms[i]}
        left = {i: tells for i, tells in left.items() if i not in shown}
    return [every[i] for i in sorted(shown)], len(left)


def central(search: HybridSearch, source: str, count: int, labels: Set[str] = frozenset()) -> list[SurveyItem]:
    """The ``count`` sentences of a transcript that say most of it, in its order; fewer where it has fewer.

    Args:
        labels: whoever's sentences alone count, as labelled; none for everyone's.
    """
    every = sentences(search.index.catalog.passages_of(source))
    found = [item for item in every if not labels or item.speaker in labels]
    if not found:
        return []
    telling = [item for item in found if not (is_question(item.text) or is_courtesy(item.text))] or found
    likely = [item for item in telling if FEWEST_WORDS <= len(item.text.split()) <= MOST_WORDS] or telling
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
    return gain * LEANING if leans_back(text) else gain


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
