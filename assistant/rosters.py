"""Which people, places and organisations are named in each transcript, and who holds an office, each name cited."""

import re
from collections.abc import Mapping, Sequence

from assistant.filters import Filters
from assistant.language import FUNCTION_WORDS
from assistant.names import OFFICES, SPEECH_VERBS, Name, names_in
from assistant.plans import Named, Plan
from assistant.retrieval import HybridSearch
from assistant.topics import (
    MAX_ITEMS,
    Survey,
    SurveyItem,
    all_passages,
    find_topic,
    first_items,
    out_of,
    read_topic,
    sentences,
)
from assistant.transcripts import Transcript

# A word that makes a name an organisation's though it stands after a preposition of place.
_ORGANISATION = re.compile(
    r"\b(?:compan(?:y|ies)|corporation|enterprise|plant|factory|works|bank|group|holding|ltd|inc|llc|plc|gmbh|university|"
    r"academy|institute|cent(?:er|re)|ministry|agency|board|council|committee|cooperative|association|union|society|"
    r"foundation|school|college|hospital|museum|airlines?|party|club)\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:university|academy|institute|ministry|agency|council|committee|school|college|hospital|museum|party|union|"
    r"government|parliament|society)\b",
    re.IGNORECASE,
)
_NO_ORGANISATION = re.compile(
    r"\b(?:war|days?|festival|election|treaty|act|region|district|federation|republic|state|states|island|river|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|god|west|western|east|eastern|north|northern|south|southern)\b",
    re.IGNORECASE,
)
_SENTENCES_A_TRANSCRIPT = 2


def names(plan: Plan, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """The names of the kind asked for in every transcript, with the fewest sentences that show most of them."""
    assert plan.named is not None
    allowed = _about_topic(plan, search, filters)
    found: dict[str, dict[SurveyItem, list[str]]] = {}
    for source, passages in all_passages(search, filters).items():
        transcript = search.index.catalog.transcript(source)
        for item in sentences(passages):
            if allowed is None or item in allowed:
                new = _of_kind(item.text, plan.named, transcript)
                if new:
                    found.setdefault(source, {})[item] = new
    if plan.plural:
        found = _shared(found)
    if not found:
        return None
    return _roster(plan, found, len(search.index.catalog.sources(filters)))


def _about_topic(plan: Plan, search: HybridSearch, filters: Filters | None) -> set[SurveyItem] | None:
    """The sentences that speak of the plan's topic; None when it has none."""
    if not plan.parts:
        return None
    hits = [find_topic(search, read_topic(search, part), filters) for part in plan.parts]
    return {item for hit in hits for items in hit.by_source.values() for item in items}


def _of_kind(text: str, named: Named, transcript: Transcript) -> list[str]:
    if named is Named.PEOPLE:
        return [person for person in transcript.people if person in text]
    if named is Named.PLACES:
        spoken = {name.text for name in names_in(text)}
        return [place for place in transcript.places if place in spoken and not _ORGANISATION.search(place)]
    return [name.text for name in names_in(text) if _is_organisation(name, text, transcript)]


def _is_organisation(name: Name, text: str, transcript: Transcript) -> bool:
    """A guess: a name that is no person's, place's or time's and no adjective before a common noun."""
    own = set(name.text.split())
    if own & {word for person in transcript.people for word in person.split()} or _NO_ORGANISATION.search(name.text):
        return False
    if {word.lower() for word in own} & OFFICES:
        return False
    if len(own) > 1 and _ORGANISATION.search(name.text):
        return True
    if name.text in transcript.places or any(name.text in place for place in transcript.places):
        return False
    following = re.match(r" ([a-z]+)", text[name.end : name.end + 20])
    lone = len(own) == 1
    cased = bool(re.search(r"[a-z][A-Z]|[A-Z]{3}", name.text))
    describes = following and following[1] not in FUNCTION_WORDS and not re.match(SPEECH_VERBS, following[1])
    adjective = lone and (re.search(r"(?:ian|ean|ish|ese|man|ern)s?$", name.text) or (describes and not cased))
    return len(name.text) > 2 and not adjective


def _shared(found: Mapping[str, dict[SurveyItem, list[str]]]) -> dict[str, dict[SurveyItem, list[str]]]:
    """Only the names that more than one transcript has."""
    by_source = {source: {name for new in items.values() for name in new} for source, items in found.items()}
    often = {name for names in by_source.values() for name in names if sum(name in s for s in by_source.values()) > 1}
    kept = {
        source: {item: both for item, new in items.items() if (both := [name for name in new if name in often])}
        for source, items in found.items()
    }
    return {source: items for source, items in kept.items() if items}


def _roster(plan: Plan, found: Mapping[str, dict[SurveyItem, list[str]]], total: int) -> Survey:
    """Cites greedily, for each transcript, the sentences that show most names, and lists the names they show."""
    per = max(1, min(4, MAX_ITEMS // len(found))) if len(found) <= MAX_ITEMS else 1
    cited = {
        source: _cover(items, max(per, _SENTENCES_A_TRANSCRIPT) if per > 1 else 1) for source, items in found.items()
    }
    shown = {s: list(dict.fromkeys(n for item in chosen for n in found[s][item])) for s, chosen in cited.items()}
    every = {name for items in found.values() for new in items.values() for name in new}
    left = len(every - {name for new in shown.values() for name in new})
    items, cut = first_items(cited, per)
    listed = "; ".join(", ".join(new) for new in list(shown.values())[:MAX_ITEMS])
    notes = [f"{left} more {'is' if left == 1 else 'are'} named than these sentences show"] if left else []
    if plan.named is not Named.PEOPLE:
        notes.append(f"which names are {plan.named} is told by capitals and neighbouring words, so one may be missed")
    lead = f"{len(every)} {plan.named} named in {out_of(len(found), total)}, those cited transcript by transcript: {listed}."
    return Survey(plan.kind, lead, items, (*notes, *cut))


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


def holders(plan: Plan, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """Who holds an office: the people named right after it, by the first sentence of each transcript that says so."""
    people: dict[str, None] = {}
    hits: dict[str, list[SurveyItem]] = {}
    for source, passages in all_passages(search, filters).items():
        transcript = search.index.catalog.transcript(source)
        for item in sentences(passages):
            new = [p for p in _named_after(item.text, plan.office or "", transcript.people) if p not in people]
            if new:
                hits.setdefault(source, []).append(item)
                people |= dict.fromkeys(new)
    if not hits:
        return None
    items, cut = first_items(hits, _SENTENCES_A_TRANSCRIPT)
    noun = f"{plan.office}{'' if len(people) == 1 else 's'}"
    lead = (
        f"{len(people)} {noun} in {out_of(len(hits), len(search.index.catalog.sources(filters)))}: {', '.join(people)}."
    )
    return Survey(plan.kind, lead, items, cut)


def _named_after(text: str, office: str, people: Sequence[str]) -> list[str]:
    """The people whose name follows ``office`` before any other title, sentence or verb of meeting does."""
    found = []
    for match in re.finditer(rf"\b{office}\b", text, re.IGNORECASE):
        after = text[match.end() : match.end() + 80]
        place, person = min(((after.find(person), person) for person in people if person in after), default=(-1, ""))
        if person and not re.search(rf"[.;]|\b(?:{'|'.join(OFFICES)}|met|and)\b", after[:place], re.IGNORECASE):
            found.append(person)
    return found
