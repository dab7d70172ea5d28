"""Which people, places and organisations are named in each transcript, each name cited."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.corpus.dates import MONTHS, WEEKDAYS
from assistant.corpus.holders import holders_of, in_full
from assistant.corpus.names import Name
from assistant.corpus.offices import OFFICES
from assistant.corpus.one_line import in_one_line
from assistant.corpus.transcripts import Transcript
from assistant.language import FUNCTION_WORDS, content_stems
from assistant.questions.plurals import singular
from assistant.questions.roles import is_office
from assistant.questions.survey_request import Named, Request
from assistant.surveys.counting import Topic, read_topic, speaks_of
from assistant.surveys.gathering import Corpus, confidence
from assistant.surveys.kinds import things_of
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, SurveyItem, first_items, out_of, sentences

# A word in a name that makes it an organisation's, and those that make it no company's.
_ORGANISATION = re.compile(
    r"\b(?:compan(?:y|ies)|corporation|enterprise|plant|factory|works|bank|group|holding|ltd|inc|llc|plc|gmbh|airlines?|"
    r"(?P<public>university|academy|institute|cent(?:er|re)|ministry|agency|board|council|committee|association|society|"
    r"foundation|school|college|hospital|museum|party|club|choir|orchestra|theat(?:er|re)|government|parliament))\b",
    re.IGNORECASE,
)
_NO_ORGANISATION = re.compile(
    r"\b(?:war|days?|festival|election|treaty|act|region|district|federation|republic|states?|union|island|river|god|"
    rf"{'|'.join((*MONTHS, *WEEKDAYS))}|(?:north|south|east|west)(?:ern)?)\b",
    re.IGNORECASE,
)
# A name without such a word is a company's in a sentence that speaks of what companies do.
_BUSINESS = re.compile(
    r"\b(?:compan|corporation|enterprise|firm|factor|plants?\b|manufactur|produc|suppl|machine|equipment|facilit|brand|"
    r"business|joint venture|joint project|contract|agreement|invest|bought|buyers?|sold|sells?\b|sales)",
    re.IGNORECASE,
)
_APPOSITION = re.compile(
    r",? (?:is )?(?:an?|the|our|one of the) (?:[\w-]+ ){0,3}"
    r"(?:compan|firm|enterprise|manufacturer|maker|supplier|producer|factory)",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_SENTENCES_A_TRANSCRIPT = 2
_SINGULAR = {
    Named.COMPANIES: "company",
    Named.ORGANISATIONS: "organisation",
    Named.PEOPLE: "person",
    Named.PLACES: "place",
}


def names(request: Request, corpus: Corpus) -> Survey | None:
    """The names of the kind asked for in every transcript, with the fewest sentences that show most of them.

    None where there is none, or but one holder of an office of whom more is said than a name, or one thing of a kind.
    """
    topics = [read_topic(corpus, part) for part in request.parts]
    allowed = _about_topics(topics, request, corpus)
    found: dict[str, dict[SurveyItem, list[str]]] = {}
    transcripts = {source: corpus.transcript(source) for source in corpus.passages}
    catalog = corpus.search.index.catalog
    elsewhere = frozenset((*catalog.people(), *catalog.places()))
    areas = _area_words(elsewhere)
    called = {name for passages in corpus.passages.values() for p in passages for name in _called_company(p.text)}
    elsewhere -= called
    for source, passages in corpus.passages.items():
        for item in sentences(passages):
            if allowed is None or item in allowed:
                own = transcripts[source]
                if request.named:
                    new = _of_kind(item.text, request.named, own, elsewhere, areas)
                elif is_office(request.role):
                    new = holders_of(singular(request.role), item.text, own.people)
                else:
                    new = things_of(singular(request.role), item.text, elsewhere)
                if new:
                    found.setdefault(source, {})[item] = new
    if request.shared:
        found = _shared(found)
    if request.role:
        found = _whole(found, topics, least=1 if is_office(request.role) and all(topic.run for topic in topics) else 2)
    return _roster(request, found, called, len(corpus.passages)) if found else None


def _about_topics(topics: Sequence[Topic], request: Request, corpus: Corpus) -> set[SurveyItem] | None:
    """The sentences that speak of one of the topics; None where there is none.

    Of a name in a question for holders of an office ("the mayors whom Lee met") the next sentence counts too, as there
    it often is "she" or "the minister".
    """
    if not topics:
        return None
    about = {item for topic in topics for of in corpus.passages.values() for item in speaks_of(topic, of)[1]}
    if not request.role or not all(topic.run for topic in topics):
        return about
    following = {SurveyItem(i.stored, i.number + 1) for i in about if i.number + 1 < len(i.stored.passage.sentences)}
    return about | following


def _called_company(text: str) -> list[str]:
    """Names that an apposition calls a company ("from Acme, a company that …"), though a place could stand there."""
    if not _APPOSITION.search(_SPACE.sub(" ", text)):
        return []
    line, names = in_one_line(text)
    return [name.text for name in names if _APPOSITION.match(line, name.end)]


def _area_words(known: frozenset[str]) -> frozenset[str]:
    """Last words that several known names share ("East Shire", "West Shire"): a name that ends so is an area too."""
    last = Counter(name.split()[-1] for name in known if " " in name)
    return frozenset(word for word, count in last.items() if count > 1)


def _of_kind(
    text: str, named: Named, transcript: Transcript, elsewhere: frozenset[str], areas: frozenset[str]
) -> list[str]:
    """The names of a kind in one sentence; ``elsewhere`` are the people and places of all transcripts."""
    line, found = in_one_line(text)
    if named is Named.PEOPLE:
        return [person for person in transcript.people if person in line]
    if named is Named.PLACES:
        spoken = {name.text for name in found}
        return [place for place in transcript.places if place in spoken and not _ORGANISATION.search(place)]
    public = named is Named.ORGANISATIONS
    bodies = (name for name in found if name.text.split()[-1] not in areas)
    return [name.text for name in bodies if _is_organisation(name, line, elsewhere, public=public)]


def _is_organisation(name: Name, text: str, elsewhere: frozenset[str], *, public: bool) -> bool:
    """A guess: a name with an organisation's word or spelling, or one that a sentence about business does things to."""
    if _APPOSITION.match(text, name.end):
        return True
    own = name.text.split()
    word = _ORGANISATION.search(name.text)
    if _NO_ORGANISATION.search(name.text) or {part.lower() for part in own} & OFFICES or name.text in elsewhere:
        return False
    if word and len(own) > 1:
        return public or not word["public"]
    if (
        any(name.text in other.split() or other in name.text for other in elsewhere if " " in other)
        or name.text.isdigit()
    ):
        return False
    joined = re.match(r" and (?:[A-Z][\w’'-]+ ?)+", text[name.end :])
    if joined and _ORGANISATION.search(joined.group()):
        return False
    before = text[max(0, name.start - 12) : name.start]
    if re.search(r"[a-z][A-Z]|[A-Z]{5}|[A-Z]{2,}-[A-Z]", name.text):
        return True
    following = re.match(r" ([a-z]+)", text[name.end : name.end + 20])
    adjective = len(own) == 1 and (
        re.search(r"(?:ian|ean|ish|ese|man|ern)s?$", name.text) or (following and following[1] not in FUNCTION_WORDS)
    )
    placed = re.search(r"\b(?:of|in|from|to|across|near|the) $", before)
    return len(name.text) > 2 and not adjective and not placed and bool(_BUSINESS.search(text))


def _shared(found: Mapping[str, dict[SurveyItem, list[str]]]) -> dict[str, dict[SurveyItem, list[str]]]:
    """Only the names that more than one transcript has."""
    by_source = {source: {name for new in items.values() for name in new} for source, items in found.items()}
    often = {name for names in by_source.values() for name in names if sum(name in s for s in by_source.values()) > 1}
    kept = {
        source: {item: both for item, new in items.items() if (both := [name for name in new if name in often])}
        for source, items in found.items()
    }
    return {source: items for source, items in kept.items() if items}


def _whole(
    found: Mapping[str, dict[SurveyItem, list[str]]], topics: Sequence[Topic], *, least: int
) -> dict[str, dict[SurveyItem, list[str]]]:
    """Each name in full, but none that the question says itself; nothing where fewer than ``least`` are left."""
    full = in_full([name for items in found.values() for new in items.values() for name in new])
    said = {term for topic in topics for term in topic.names}
    kept = {name: whole for name, whole in full.items() if said.isdisjoint(content_stems(whole))}
    if len(set(kept.values())) < least:
        return {}
    named = {
        source: {i: own for i, new in items.items() if (own := list(dict.fromkeys(kept[n] for n in new if n in kept)))}
        for source, items in found.items()
    }
    return {source: items for source, items in named.items() if items}


def _roster(request: Request, found: Mapping[str, dict[SurveyItem, list[str]]], called: set[str], total: int) -> Survey:
    """Cites greedily, for each transcript, the sentences that show most names, and lists the names they show."""
    per = max(1, min(4, MAX_ITEMS // len(found))) if len(found) <= MAX_ITEMS else 1
    cited = {
        source: _cover(items, max(per, _SENTENCES_A_TRANSCRIPT) if per > 1 else 1) for source, items in found.items()
    }
    shown = {s: list(dict.fromkeys(n for item in chosen for n in found[s][item])) for s, chosen in cited.items()}
    every = {name for items in found.values() for new in items.values() for name in new}
    left = len(every - {name for new in shown.values() for name in new})
    items, cut = first_items(cited, per)
    notes = [f"{left} more {'is' if left == 1 else 'are'} named than these sentences show"] if left else []
    kinds = request.role or str(request.named)
    if request.named is not Named.PEOPLE:
        notes.append(f"which names are {kinds} is told by capitals and neighbouring words, so one may be missed")
    if request.narrower:
        notes.append(f"which of them are “{request.narrower}” is not told apart")
    where = out_of(len(found), total) if total > 1 else "this transcript"
    one = _SINGULAR[request.named] if request.named else singular(kinds)
    kind = one if len(every) == 1 else kinds
    lead = Lead(f"{len(every)} {kind} named in {where}", *items, ":")
    opening = {item.source: item for item in reversed(items)}
    heads = {item: ", ".join(shown[source]) for source, item in opening.items()}
    guessed = request.named not in (Named.PEOPLE, Named.PLACES)
    sure = [n for n in every if not guessed or n in called or _ORGANISATION.search(n)]
    likely = confidence((len(sure) + 0.5 * (len(every) - len(sure))) / len(every))
    return Survey(request.kind, lead, items, likely, (*notes, *cut), Apart.TRANSCRIPTS, heads)


def _cover(items: Mapping[SurveyItem, Sequence[str]], limit: int) -> list[SurveyItem]:
    """Up to ``limit`` sentences, each the one that adds most names not yet shown; the earlier of equals."""
    chosen: list[SurveyItem] = []
    shown: set[str] = set()
    while len(chosen) < limit:
        best = max(items, key=lambda item: len(set(items[item]) - shown))
        if not set(items[best]) - shown:
            break
        chosen.append(best)
        shown |= set(items[best])
    return chosen
