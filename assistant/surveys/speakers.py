"""Who speaks in the transcripts: who all, who most, in which of them somebody does; counted from the speakers' labels.

What stands without a label after a speaker's words counts as his, so where a transcript tells as well as quotes, the
shares are rough.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.corpus.holders import LESSER, is_called
from assistant.language import FUNCTION_WORDS, stem, stem_set, words
from assistant.questions.designation import TRANSCRIPTS, designated
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.succession import goes_by, sources_of, untold
from assistant.questions.survey_request import SurveyKind
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.catalog import Card, Spoken
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, SurveyItem, out_of

# Passages that are looked at for who holds an office.
PASSAGES_OF_AN_OFFICE = 200
# Speakers named in a lead before it says how many more there are.
NAMED = 20
_SPEAK = r"(?:spoke|speaks?|speaking|talks?|talked|took the floor|(?:take|takes|took) part|participate[sd]?)"
_PEOPLE = r"(?:people|persons|speakers?|participants?|different people)"
_ROLE = r"(?P<role>(?!people|persons|speakers|participants|of\b|the\b)[a-z]+)"
_IN_WHICH = rf"(?: (?:at|in|during|of|from) (?:{TRANSCRIPTS}|[“\"](?P<title>[^”\"]+)[”\"]))?$"
_WHO = re.compile(
    rf"^(?:who(?: all| is| was| were| are|[’']s)? {_SPEAK}|who (?:are|were) (?:all )?(?:the|these) {_PEOPLE}"
    rf"|(?:list|name|show)(?: me)?(?: all)?(?: the)? {_PEOPLE}|(?:what|which) {_PEOPLE} (?:are there|{_SPEAK})"
    rf"|how many (?:{_PEOPLE}|{_ROLE}s) (?:are there|{_SPEAK})){_IN_WHICH}",
    re.IGNORECASE,
)
_MOST = re.compile(
    rf"^(?:who|which {_ROLE.replace('role', 'of')}) {_SPEAK}(?: the)? (?P<which>most|least){_IN_WHICH}",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    rf"^(?:who|(?:which|what) {_PEOPLE}) (?:{_SPEAK}|(?P<appear>appear(?:s|ed)?)|(?:is|are|was|"
    rf"were) heard)(?: (?:in|at|during))? "
    rf"(?:(?P<some>more than one|at least two|two or more|several)|every|each|all(?: of)?(?: the)?|both) {TRANSCRIPT}$",
    re.IGNORECASE,
)
_WHERE = re.compile(
    rf"^(?:(?:in|at|during) )?(?:which|what|how many)(?: of the)? (?P<noun>{TRANSCRIPT}) (?:does|did|do) "
    rf"(?P<who>[\w’'. -]{{2,60}}?) {_SPEAK}(?: (?:in|at))?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Speaker:
    """Someone who speaks: by the longest name given, how many characters, where first, and in which transcripts."""

    name: str
    characters: int
    first: tuple[int, int]
    sources: set[str]


def speakers(search: HybridSearch, cards: Sequence[Card], plain: str) -> Survey | None:
    """Who speaks in the transcripts that ``plain`` asks about; None where it asks no such thing, or nobody is named."""
    if where := _WHERE.match(plain):
        return _places(search, cards, where["who"])
    if often := _OFTEN.match(plain):
        several = _in_several(search, cards, every=not often["some"]) if len(cards) > 1 else None
        # Who appears need not speak.
        return None if often["appear"] and several and not several.items else several
    most = _MOST.match(plain)
    asked = most or _WHO.match(plain)
    chosen = _asked_sources(asked, plain, cards) if asked else None
    if asked is None or chosen is None:
        return None
    sources, said = chosen
    if not sources and not asked["title"]:
        return Survey(SurveyKind.COLLECTION, Lead(untold(plain, cards, sure=True)), (), 1.0)
    spoken = search.index.catalog.spoken(sources)
    role = (most["of"] if most else asked["role"]) or ""
    found = [s for s in merged(spoken) if not role or stem(role.lower()) in stem_set(s.name)]
    if not found:
        return None
    if most:
        least = most["which"].lower() == "least"
        found = sorted(found, key=lambda s: (s.characters if least else -s.characters, s.first))[:3]
    items = _first_words(search, found)
    titles = {card.source: card.title for card in cards}
    some = f"{len(sources)} transcripts" if said else f"the {len(sources)} transcripts"
    in_what = f"“{titles[sources[0]]}”" if len(sources) == 1 else some
    if most:
        lead = _most(found, items, in_what, most["which"].lower(), sum(s.characters for s in spoken))
    else:
        people = f"{role or 'person'} speaks" if len(found) == 1 else f"{f'{role}s' if role else 'people'} speak"
        lead = Lead(f"{len(found)} {people} in {in_what}: ", _listed(found, items))
    notes: tuple[str, ...] = (f"looked only in what “{said}” picks out",) if said and len(sources) > 1 else ()
    notes += (f"the first {MAX_ITEMS} of them are cited",) if len(found) > MAX_ITEMS else ()
    cited = "what each says first is cited" if len(found) > 1 else "what is said first is cited"
    return Survey(SurveyKind.COLLECTION, Lead(lead, f"; {cited}:"), items, 1.0, notes, Apart.SENTENCES)


def _asked_sources(asked: re.Match[str], plain: str, cards: Sequence[Card]) -> tuple[tuple[str, ...], str] | None:
    """The transcripts that are asked about, and by which words; None where a noun means no transcripts at all."""
    if asked["title"]:
        return tuple(card.source for card in cards if words(card.title) == words(asked["title"])), ""
    if not asked["noun"]:
        return sources_of(cards), ""
    chosen = designated(asked, plain, cards, sure=False)
    return None if chosen is None or (not chosen[1] and not goes_by(asked["noun"], cards)) else chosen


def _most(found: Sequence[Speaker], items: Sequence[SurveyItem], where: str, which: str, total: int) -> Lead:
    """The shares of those who say most, or least, of all ``total`` characters that someone named says."""
    shares = [Lead(f"{s.name} ({100 * s.characters / total:.0f} %)", *_of(s, items)) for s in found]
    said_so = f"Of all that is said by someone named in {where}, {which} is said by "
    return Lead(said_so, *(part for pair in zip(("", ", then ", " and "), shares, strict=False) for part in pair))


def _in_several(search: HybridSearch, cards: Sequence[Card], *, every: bool) -> Survey | None:
    """Who speaks in more than one transcript, or in all, the most frequent first; None where nobody has a name."""
    people = merged(search.index.catalog.spoken([card.source for card in cards]))
    least, several = (len(cards), "each") if every else (2, "more than one")
    found = sorted((s for s in people if len(s.sources) >= least), key=lambda s: -len(s.sources))
    if not found:
        lead = Lead(f"Nobody speaks under one name in {several} of the {len(cards)} transcripts.")
        return Survey(SurveyKind.COLLECTION, lead, (), 1.0) if people else None
    items = _first_words(search, found)
    verb = "person speaks" if len(found) == 1 else "people speak"
    lead = Lead(f"{len(found)} {verb} in {several} of the {len(cards)} transcripts: ", _listed(found, items))
    notes = (f"the first {MAX_ITEMS} of them are cited",) if len(found) > MAX_ITEMS else ()
    return Survey(
        SurveyKind.COLLECTION, Lead(lead, "; what each says first is cited:"), items, 1.0, notes, Apart.SENTENCES
    )


def _places(search: HybridSearch, cards: Sequence[Card], who: str) -> Survey | None:
    """The transcripts in which somebody speaks, who speaks somewhere; None for one who speaks nowhere."""
    spoken = who_is(search, [card.source for card in cards], who)
    if not spoken:
        return None
    first: dict[str, Spoken] = {}
    for one in spoken:
        first.setdefault(one.source, one)
    people = merged(spoken)
    names, verb = _listed(people) if people else Lead(who), "speak" if len(people) > 1 else "speaks"
    items = _first_words(
        search, [Speaker(one.speaker, one.characters, one.first, {one.source}) for one in first.values()]
    )
    lead = Lead(names, f" {verb} in {out_of(len(first), len(cards))}", *items, "; what is said first is cited:")
    notes = (f"the first {MAX_ITEMS} of the {len(first)} transcripts are cited",) if len(first) > MAX_ITEMS else ()
    return Survey(SurveyKind.COLLECTION, lead, items, 1.0, notes, Apart.TRANSCRIPTS)


def who_is(search: HybridSearch, sources: Sequence[str], who: str) -> list[Spoken]:
    """What the one whom ``who`` names says: by words of the label, else by an office that the text gives a speaker.

    "The harbour master" is Ann Lee where "Ann Lee, the harbour master" or "harbour master Ann Lee" is said, and no
    other speaker is called so.
    """
    called = set(words(who)) - FUNCTION_WORDS
    catalog = search.index.catalog
    spoken = catalog.spoken(sources)
    found = [s for s in spoken if called and is_called(s.speaker, called)]
    if found or not called or not who.islower():
        return found
    office = " ".join(word for word in words(who) if word not in FUNCTION_WORDS)
    ids = {id_ for _, id_, _ in catalog.occurrences([stem(office.split()[-1])])}
    allowed, named = set(sources), set[str]()
    for stored in catalog.passages(sorted(ids)[:PASSAGES_OF_AN_OFFICE]):
        if stored.passage.source in allowed:
            named |= {match["before"] or match["after"] for match in _held_by(office).finditer(stored.text)}
    # "Tonight Ann Lee" is Ann Lee, and "Lee" is too.
    holders = {s.speaker for s in spoken for name in named if _same(set(words(s.speaker)), set(words(name)))}
    return [s for s in spoken if s.speaker in holders] if len(merged_names(holders)) == 1 else []


def merged_names(labels: Iterable[str]) -> list[Speaker]:
    """The people that labels name, each once."""
    return merged([Spoken("", label, 0, (0, 0)) for label in sorted(labels)])


def _held_by(office: str) -> re.Pattern[str]:
    """Where somebody is said to hold an office."""
    name = r"(?-i:[A-Z][\w’'-]+(?: (?:de |van |von |al-)?[A-Z][\w’'-]+){0,2})"
    gap = r"\s+(?:[\w-]+\s+){0,2}?"
    held = gap.join(map(re.escape, office.split()))
    return re.compile(
        rf"\b{held},?\s+(?:(?:Mr|Mrs|Ms|Dr)\.?\s+)?(?P<after>{name})"
        rf"|\b(?P<before>{name}),\s+(?:who is\s+)?(?:(?:the|our|a|an|their)\s+)?(?:[\w-]+\s+){{0,2}}?{held}\b",
        re.IGNORECASE,
    )


def merged(spoken: Sequence[Spoken]) -> list[Speaker]:
    """Everyone who speaks under a name, by where first; "Lee" is "Mayor Ann Lee", "the president" nobody."""
    found: list[Speaker] = []
    for one in spoken:
        if not one.speaker[:1].isupper():
            continue
        name = set(words(one.speaker))
        same = next((s for s in found if _same(name, set(words(s.name)))), None)
        if same is None:
            found.append(Speaker(one.speaker, one.characters, one.first, {one.source}))
        else:
            same.name = max(same.name, one.speaker, key=len)
            same.characters += one.characters
            same.sources.add(one.source)
    return found


def _same(one: set[str], other: set[str]) -> bool:
    return (one <= other or other <= one) and one & LESSER == other & LESSER


def _listed(found: Sequence[Speaker], items: Sequence[SurveyItem] = ()) -> Lead:
    """The first names, apart by what stands in none of them, each with what it is cited by."""
    between = "; " if any("," in speaker.name for speaker in found) else ", "
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    named = [Lead(between if number else "", s.name, *_of(s, items)) for number, s in enumerate(found[:NAMED])]
    return Lead(*named, more)


def _of(speaker: Speaker, items: Sequence[SurveyItem]) -> list[SurveyItem]:
    """What a speaker says first, where that is among the items."""
    return [item for item in items if (item.stored.id, item.number) == speaker.first]


def _first_words(search: HybridSearch, found: Sequence[Speaker]) -> tuple[SurveyItem, ...]:
    places = [speaker.first for speaker in found[:MAX_ITEMS]]
    stored = {p.id: p for p in search.index.catalog.passages([id_ for id_, _ in places])}
    return tuple(SurveyItem(stored[id_], number) for id_, number in places if id_ in stored)
