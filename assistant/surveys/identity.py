"""Who somebody is, and what a thing with a name is: the sentences that say so beside the name.

A search for "Who is Ann Lee?" finds every sentence that names her, and a reader takes the first. Who she is stands
in few of them, and by few forms: "Ann Lee, the harbour master,", "Ann Lee (harbour master)", "Ann Lee is a …",
"harbour master Ann Lee".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.corpus.names import OFFICES
from assistant.filters import Filters
from assistant.language import FUNCTION_WORDS, content_stems, stem, words
from assistant.retrieval import HybridSearch
from assistant.store.catalog import StoredPassage
from assistant.surveys.requests import SurveyKind
from assistant.surveys.results import Lead, Survey, SurveyItem, sentences
from assistant.topics import plainly

# Passages with the name that are looked through.
MOST_PASSAGES = 200
# Characters before a name in which its noun stands.
REACH = 160
# Sentences shown, each of which says something else.
SHOWN = 2
# How sure an answer is by the strongest form that it rests on.
BESIDE, BEFORE = 0.9, 0.8
_BE = r"(?: is| was| are| were|[’']s)"
_PLACE_OF = r"(?:role|job|position|post|office|function|title|profession|occupation)"
_NO_NAME = r"(?:the|an?|this|that|these|those|his|her|their|our|my|your|its|it|he|she|they|there)"
_NAME = rf"(?P<name>(?!{_NO_NAME}\b)[^,;:?()]{{2,60}}?)"
_ASKS = tuple(
    re.compile(rf"^(?:and |so |but |ok(?:ay)?,? )?{wording}$", re.IGNORECASE)
    for wording in (
        rf"what(?:{_BE})? {_NAME}[’']s? {_PLACE_OF}",
        rf"what{_BE} the {_PLACE_OF} of {_NAME}",
        rf"what {_PLACE_OF} (?:does|did|has|had) {_NAME} (?:have|hold|got|held)",
        rf"who{_BE}(?: this| exactly)? {_NAME}(?: exactly)?",
        rf"(?P<thing>what){_BE}(?: this| exactly)? {_NAME}(?: exactly)?",
    )
)
_CAPITAL = r"(?-i:[^\W\d_a-zà-öø-ÿа-я])[\w’'-]*"
_HONORIFIC = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Lady|Mister|Miss|Madam|Doctor|Professor)\.? )?"
# What somebody does for good, not once.
_KEEPS = "runs|heads|leads|owns|chairs|chaired|keeps|represents|manages|managed|teaches|directs|founded|presides over"
_DOES = (
    rf"(?:is|was|{_KEEPS}|run|ran|head|headed|lead|led|own|owned|chair|keep|kept|works?|worked|represent|represented|"
    r"manage|teach|taught|speaks? for|spoke for|makes?|made|produces?|produced|builds?|built)"
)
_ARTICLE = r"(?:then |now |formerly |once |at that time )?(?:the|an?|our|their|his|her|its|my|one of)"
_FORMS_OF_ADDRESS = frozenset("mr mrs ms dr prof sir lady lord".split())
_HELD = rf"(?:{'|'.join(sorted(OFFICES - _FORMS_OF_ADDRESS))}|manager|member|owner|editor|spokes\w+)"
# "Ann Lee, the mayor and Bo Ray" names three.
_LIST = re.compile(r"^(?!who|which).* and (?:the\b|an?\b|[A-Z])")
_SET_BESIDE = (
    rf"(?:(?:{_ARTICLE} |(?:\w+ )?{_HELD}\b)[^,.;:()“”\"]{{2,120}}?|(?:who|which) {_DOES} [^,.;:()“”\"]{{3,120}}?|"
    r"(?:speaking (?:for|on behalf of)|representing|on behalf of|from) [^,.;:()“”\"]{3,80}?)"
)
_AFTER = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf",\s+(?P<told>{_SET_BESIDE})(?<! and)(?=[,.;:)”\"!?]|$)",
        r"\s+\((?P<told>(?-i:[a-z])[^()]{2,80})\)",
        r"\s+(?:is|was|has been|became|remains?) (?:also |then |now |still )?"
        rf"(?P<told>(?:{_ARTICLE}|{_HELD}) [^.;:]{{3,160}}?)(?=[,.;:”\"!?]|$)",
        rf"\s+(?:also |then |now |still )?(?P<told>(?:{_KEEPS}) (?:the|an?|our|their|his|her|its) [^.;:]{{3,120}}?)"
        r"(?=[,.;:”\"!?]|$)",
    )
)
# The noun right before the name that says what somebody does: "river engineer", "the mayor of Weirmouth,".
_NOUN = rf"(?:{_HELD}|\w{{2,}}(?:er|or|ist|ian|eer|man|woman|master|keeper|wright))"
_LEADING = re.compile(
    rf"(?P<told>(?:\b(?:[Tt]he|[Oo]ur|[Tt]heir|[Aa]n?) (?:[a-z][\w’'-]* ){{0,3}}?|"
    rf"(?P<place>(?:\b{_CAPITAL} ){{1,3}})(?=(?i:{_HELD})\b)|"
    rf"(?<![\w’'-])(?P<kind>[a-z][\w’'-]*) (?=[a-z]))?(?i:\b(?P<noun>{_NOUN}))"
    rf"(?: (?:of|for|to)(?: (?:the |and |of )?{_CAPITAL}){{1,6}})?),? {_HONORIFIC}$"
)
# What somebody says of themselves.
_I_AM = re.compile(
    r"(?:^|: [\"“]?)(?:(?:My name is|I[’']m|I am) (?-i:[A-Z])[\w’' -]{1,60}(?:,| and) )?"
    r"(?P<told>I(?: am|[’']m) (?:the|an?|one of|from|head|here for) [^.;:]+|"
    r"I (?:work|run|farm|teach|represent|speak for|live|keep|own|chair|lead|drive|study)\b[^.;:]+)"
)
_NO_NOUN = FUNCTION_WORDS | frozenset(
    """after over under other another rather ever never together later earlier further however number letter answer
    offer remember consider october september november december summer winter former latter better either
    whether""".split()
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that says who or what the name is, in which words, and by how sure a form."""

    item: SurveyItem
    words: str
    sure: float


def identity(text: str, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """The sentences that say who, or what, a name in ``text`` is; None where it asks no such thing, or none says so."""
    name = asked_name(text)
    run = [word for word in words(name) if word not in FUNCTION_WORDS]
    if not run:
        return None
    catalog = search.index.catalog
    allowed = set(catalog.sources(filters))
    ids = sorted({id_ for _, id_, _ in catalog.occurrences([stem(run[-1])])})[:MOST_PASSAGES]
    passages = [stored for stored in catalog.passages(ids) if stored.passage.source in allowed]
    told = sorted((t for stored in passages for t in _told(stored, name)), key=lambda t: -t.sure)
    chosen: list[_Told] = []
    for each in told:
        new = set(content_stems(each.words)).difference(*(content_stems(c.words) for c in chosen))
        if new and len(chosen) < SHOWN and each.item not in [c.item for c in chosen]:
            chosen.append(each)
    if not chosen:
        return None
    notes = (f"in short: {chosen[0].words}",)
    return Survey(SurveyKind.IDENTITY, Lead(), tuple(c.item for c in chosen), chosen[0].sure, notes)


def asked_name(text: str) -> str:
    """The name of whom or what ``text`` asks who or what it is, as written less a title of office; "" for none.

    Of a thing only what is written with capitals is a name: "What is inflation?" asks for no one thing.
    """
    plain = plainly(text)
    asked = next((found for pattern in _ASKS if (found := pattern.match(plain))), None)
    if asked is None:
        return ""
    name = re.sub(rf"^{_HONORIFIC}(?:(?:{_HELD}) )*", "", asked["name"].strip(), flags=re.IGNORECASE)
    capitals = all(word[:1].isupper() or word.lower() in FUNCTION_WORDS for word in name.split())
    return name if name and len(name.split()) <= 6 and (capitals or "thing" not in asked.re.groupindex) else ""


def _told(stored: StoredPassage, name: str) -> Iterator[_Told]:
    pattern = _mention(name)
    for item in sentences([stored]):
        for mention in pattern.finditer(item.text):
            beside = next((found for form in _AFTER if (found := form.match(item.text, mention.end()))), None)
            if beside and not _LIST.search(beside["told"]):
                yield _Told(item, beside["told"].strip(), BESIDE)
            elif before := _before(item.text[: mention.start()]):
                yield _Told(item, before, BEFORE)
        speaker, of_itself = stored.passage.sentences[item.number].speaker, _I_AM.search(item.text)
        if speaker and of_itself and pattern.search(speaker):
            yield _Told(item, of_itself["told"], BEFORE)


def _before(text: str) -> str:
    """The words that end ``text`` and say what the one is whose name comes next; "" where none do."""
    found = _LEADING.search(text[-REACH:])
    if found is None or found["noun"].lower() in _NO_NOUN:
        return ""
    first, _, rest = found["told"].strip().partition(" ")
    idle = (found["kind"] or found["place"]) and first.lower() in FUNCTION_WORDS
    return rest if idle else found["told"].strip()


@lru_cache(maxsize=64)
def _mention(name: str) -> re.Pattern[str]:
    """Where the name stands, written with capitals, with what belongs to it: "Ann Lee" where "Lee" is asked for."""
    run = r"\s+".join(re.escape(word) for word in name.split())
    first = rf"(?:(?!(?i:{_HELD})\b){_CAPITAL} )?" if " " not in name else ""
    return re.compile(rf"\b{first}(?={_CAPITAL})(?i:{run})\b(?: {_CAPITAL}){{0,2}}(?![’']s\b)")
