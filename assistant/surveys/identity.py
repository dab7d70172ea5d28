"""Who somebody is, and what a thing with a name is: the sentences that say so beside the name.

A search for "Who is Ann Lee?" finds every sentence that names her, and a reader takes the first. Who she is stands
in few of them, and by few forms: "Ann Lee, the harbour master,", "Ann Lee (harbour master)", "Ann Lee is a …",
"harbour master Ann Lee". What looks like one of these and may be none is left to the search: a clause that only comes
after the name, what is asked, denied or supposed, and a name that several people bear.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.answers import IN_SHORT
from assistant.corpus.offices import OFFICES
from assistant.corpus.sentences import is_question
from assistant.filters import Filters
from assistant.language import FUNCTION_WORDS, content_stems, stem, words
from assistant.questions.survey_request import SurveyKind
from assistant.questions.topics import plainly
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.catalog import StoredPassage
from assistant.surveys.results import Lead, Survey, SurveyItem, sentences

# Passages with the name that are looked through, and characters of a sentence that is.
MOST_PASSAGES, MOST_CHARACTERS = 200, 1500
# Characters before a name in which its noun stands.
REACH = 160
# Sentences shown, each of which says something else.
SHOWN = 2
# How sure an answer is by the strongest form that it rests on.
BESIDE, BEFORE = 0.9, 0.8
# What words for people's work add to the order.
BY_WORK = 0.05

_BE = r"(?: is| was| are| were|[’']s)"
_PLACE_OF = r"(?:role|job|position|post|office|function|title|profession|occupation)"
_NAME = r"(?P<name>[^,;:?()]{2,60}?)"
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
_CAPITAL = r"(?-i:[^\W\d_a-zà-öø-ÿа-я])[\w’'-]{0,40}"
_FORMS_OF_ADDRESS = frozenset("mr mrs ms dr prof sir lady lord".split())
_ADDRESS = "mr|mrs|ms|dr|prof|sir|lady|mister|miss|madam|doctor|professor"
_HONORIFIC = rf"(?:(?i:{_ADDRESS})\.? )?"
_HELD = rf"(?:{'|'.join(sorted(OFFICES - _FORMS_OF_ADDRESS))}|manager|member|owner|editor|spokes(?:man|woman|person))"
# Nouns for people by their work; the open ones take any beginning ("glassblower", "shopkeeper").
_WORK = rf"""(?:{_HELD}|\w*(?:engineer|officer|keeper|master|maker|worker|owner|wright|smith|woman|blower|builder|
grower|holder|farmer|baker|brewer|driver|writer|teacher|singer|player|painter|dealer|trader|planner|designer|producer|
reporter|director|inspector|conductor|instructor|treasurer|lecturer|researcher|lawyer|banker|broker|gardener|shepherd|
pilot|captain|nurse|judge|clerk|coach|surgeon|architect|secretary|councillor|analyst|chemist|geologist|biologist|
economist|journalist|artist|scientist|specialist|historian|librarian|musician|physician|technician|politician|dentist)|
miller|chef|cook|butcher|tailor|weaver|potter|printer|sculptor|composer|dancer|actor|actress|doctor|solicitor|attorney|
prosecutor|sergeant|sheriff|ranger|warden|steward|envoy|student|poet|priest|bishop|vicar|mechanic|electrician|plumber|
carpenter|midwife|apprentice|pensioner|volunteer|guest|host|accordionist|drummer|organist)""".replace("\n", "")
# What somebody does for good, not once.
_KEEPS = "runs|heads|leads|owns|chairs|chaired|keeps|represents|manages|managed|teaches|directs|founded|presides over"
_ARTICLE = r"(?:then |now |formerly |once )?(?:the|an?|our|their|its|my|one of the)"
_SET_BESIDE = (
    rf"(?:(?:{_ARTICLE} |(?:\w+ )?{_WORK}\b)[^,.;:()“”\"]{{2,120}}?|"
    rf"(?:who|which) (?:is|was|{_KEEPS}|run|ran|led|makes?|produces?|builds?) [^,.;:()“”\"]{{3,120}}?|"
    r"(?:speaking (?:for|on behalf of)|representing|on behalf of) [^,.;:()“”\"]{3,80}?)"
)
_CLOSED = r"(?=[,.;:)”\"!?]|$)"
_APPOSITION = re.compile(rf",\s+(?P<told>{_SET_BESIDE}){_CLOSED}", re.IGNORECASE)
_BRACKET = re.compile(r"\s+\((?P<told>[^()]{3,80})\)")
_PREDICATE = re.compile(
    r"\s+(?:(?:is|was|has been|became|remains?) (?:also |then |now |still )?"
    rf"(?P<being>(?:{_ARTICLE}|{_WORK}) [^.;:]{{3,160}}?)|"
    rf"(?:also |then |now |still )?(?P<keeping>(?:{_KEEPS}) (?:the|an?|our|their|its) [^.;:]{{3,120}}?)){_CLOSED}",
    re.IGNORECASE,
)
# The noun right before the name: "river engineer", "the mayor of Weirmouth,".
_LEADING = re.compile(
    rf"(?P<told>(?:\b(?:[Tt]he|[Oo]ur|[Tt]heir|[Aa]n?) (?:[a-z][\w’'-]* ){{0,3}}?|"
    rf"(?P<place>(?:\b{_CAPITAL} ){{1,3}})(?=(?i:{_HELD})\b)|"
    rf"(?<![\w’'-])(?P<kind>[a-z][\w’'-]*) (?=[a-z]))?(?i:\b{_WORK})"
    rf"(?: (?:of|for|to)(?: (?:the |and |of )?{_CAPITAL}){{1,6}})?),? {_HONORIFIC}$"
)
# What somebody says of themselves.
_I_AM = re.compile(
    rf"(?:^|: [\"“]?)(?P<told>I(?: am|[’']m) (?:the|an?|head of) (?:[\w’'-]+ ){{0,3}}?(?:{_WORK})\b[^.;:,]{{0,60}}|"
    r"I (?:run|farm|teach|chair|own|manage|represent|lead) (?:the|an?|our|my|at|in)\b[^.;:]{3,80}|"
    r"I (?:work|live) (?:as|for|at|in|on) (?:the|an? |(?-i:[A-Z]))[^.;:]{3,80})"
)
# "Ann Lee, the mayor and Bo Ray" names three.
_LIST = re.compile(r"^(?!who|which).* and (?:the\b|an?\b|[A-Z])")
# A clause of its own: it has a verb that no "who" goes before.
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|am|be|been|has|have|had|do|does|did|will|would|can|could|shall|should|may|might|must|said|says|"
    r"went|came|took|gave|made|got|began|ran|left|told|spoke|saw|thought|fell|rose|grew|sat|stood|sang|knew|found|felt|"
    r"[a-z]{2,}ed(?! (?:in|by|at|on|from|with|near|of|for)\b))\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:who|which|that|whom|whose|where)\b", re.IGNORECASE)
# What opens a sentence before its clause: "After talking to Ann Lee, the board …".
_SUBORDINATE = re.compile(
    r"^\W*(?:after|before|when|while|since|as|if|because|once|until|given|having|thanks?|\w+ing)\b[^,]*$", re.IGNORECASE
)
_FRONTED = re.compile(
    r"^\W*(?:in|at|on|with|without|unlike|like|to|according|for|from|despite|during|by|near|under|over)\b[^,]*$",
    re.IGNORECASE,
)
_NO_FACT = re.compile(
    r"\b(?:not|never|nobody|no one|none|if|whether|unless|think|thinks|thought|believe[sd]?|claim(?:s|ed)?|"
    r"suppose[sd]?|suspect(?:s|ed)?|alleged(?:ly)?|rumou?r\w*|wonder\w*|imagine[sd]?|pretend\w*|"
    r"doubt\w*|as if)\b|n[’']t\b",
    re.IGNORECASE,
)
_HEARSAY = re.compile(
    r"^[,;]? (?:says?|said|claim\w*|according|they say|i think|perhaps|maybe|supposedly)\b", re.IGNORECASE
)
_IDLE = re.compile(
    r"^(?:who (?:is|was) )?(?:\w+ ){0,2}?(?:day|week|month|year|hour|time|moment|minute|bit|lot|while|decade|century|"
    r"evening|morning|night|afternoon|result|fact|matter|question|problem|thing|first|next|last|only|same|most|more|best|"
    r"worst|great|one|reason|help|point|latter)\b",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"^(?:laugh|applau|inaudible|absent|present|via\b|off\b|on\b|cross|paus|nod|smil|cough|sigh|remote|online|by\b|"
    r"point|interrupt|whisper|read|cont|unclear|silen|music|speak|left|right|also|and|or|see|from \d|aged?\b|born|died|"
    r"then\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that says who or what the name is.

    Attributes:
        mention: the name as it stands there, with a first name before it.
        words: those that say it.
        sure: how sure the form is.
    """

    item: SurveyItem
    mention: str
    words: str
    sure: float


def identity(text: str, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """The sentences that say who, or what, a name in ``text`` is.

    None where it asks no such thing, where none says so, or where several people bear the name.
    """
    name, thing = _asked(text)
    run = [word for word in words(name) if word not in FUNCTION_WORDS]
    if not run:
        return None
    catalog = search.index.catalog
    allowed = set(catalog.sources(filters))
    ids = sorted({id_ for _, id_, _ in catalog.occurrences([stem(run[-1])])})[:MOST_PASSAGES]
    passages = [stored for stored in catalog.passages(ids) if stored.passage.source in allowed]
    told = sorted((t for stored in passages for t in _told(stored, _mention(name, thing=thing))), key=lambda t: -t.sure)
    if len({each.mention.lower() for each in told if " " in each.mention}) > 1:
        return None
    chosen: list[_Told] = []
    for each in told:
        new = set(content_stems(each.words)).difference(*(content_stems(c.words) for c in chosen))
        if new and len(chosen) < SHOWN and each.item not in [c.item for c in chosen]:
            chosen.append(each)
    if not chosen:
        return None
    notes = (f"{IN_SHORT}{chosen[0].words}",)
    sure = BESIDE if chosen[0].sure >= BESIDE else BEFORE
    return Survey(SurveyKind.IDENTITY, Lead(), tuple(c.item for c in chosen), sure, notes)


def asked_name(text: str) -> str:
    """The name of whom or what ``text`` asks who or what it is, as written less a title of office; "" for none.

    Of a thing only what is written with capitals is a name: "What is inflation?" asks for no one thing.
    """
    return _asked(text)[0]


def _asked(text: str) -> tuple[str, bool]:
    """The name that is asked about, and whether it is asked what it is."""
    plain = plainly(text)
    asked = next((found for pattern in _ASKS if (found := pattern.match(plain))), None)
    if asked is None:
        return "", False
    thing = "thing" in asked.re.groupindex
    name = re.sub(rf"^{_HONORIFIC}(?:(?:{_HELD}) )*", "", asked["name"].strip(), flags=re.IGNORECASE)
    parts = name.split()
    if not parts or len(parts) > 6 or parts[0].lower() in FUNCTION_WORDS or re.fullmatch(_HELD, name, re.IGNORECASE):
        return "", thing
    return (name if is_written_as_name(name) or (not thing and name.islower()) else ""), thing


def is_written_as_name(name: str) -> bool:
    """Whether all words but "of" and the like begin with capitals."""
    return all(word[:1].isupper() or word.lower() in FUNCTION_WORDS for word in name.split())


def names_someone(text: str) -> bool:
    """Whether ``text`` asks who or what somebody is by a name with capitals: it leans on nothing before it."""
    name = asked_name(text)
    return bool(name) and is_written_as_name(name)


def _told(stored: StoredPassage, pattern: re.Pattern[str]) -> Iterator[_Told]:
    for item in sentences([stored]):
        text = item.text
        if len(text) > MOST_CHARACTERS or is_question(text):
            continue
        for mention in pattern.finditer(text):
            if _is_longer(text, mention):
                continue
            if found := _said_of(text, mention):
                words_, sure = found
                yield _Told(item, mention.group(), words_, sure + BY_WORK * bool(re.search(rf"\b{_WORK}\b", words_)))
        speaker, of_itself = item.speaker, _I_AM.search(text)
        labelled = pattern.search(speaker) if speaker else None
        if labelled and of_itself:
            yield _Told(item, labelled.group(), of_itself["told"], BEFORE)


def _said_of(text: str, mention: re.Match[str]) -> tuple[str, float] | None:
    """The words beside a mention that say who or what it is, and how sure their form is."""
    before, after = text[: mention.start()], text[mention.end() :]
    bracket = _BRACKET.match(after)
    if bracket and _is_description(bracket["told"]):
        return bracket["told"].strip(), BESIDE
    beside = _APPOSITION.match(after)
    if beside and _is_apposition(beside["told"], before, after[beside.end() :]):
        return beside["told"].strip(), BESIDE
    predicate = _PREDICATE.match(after)
    opens = not re.sub(rf"^(?:.{{0,60}}: )?[\"“‘]?{_HONORIFIC}", "", before).strip()
    if predicate and opens and not _NO_FACT.search(text) and not _HEARSAY.match(after[predicate.end() :]):
        told = (predicate["being"] or predicate["keeping"]).strip()
        return None if _IDLE.match(re.sub(rf"^{_ARTICLE} ", "", told)) else (told, BESIDE)
    leading = _before(before)
    return (leading, BEFORE) if leading else None


def _is_description(told: str) -> bool:
    """Whether a bracket says what somebody is: an office, or several words that are no stage direction."""
    return bool(re.search(rf"\b{_WORK}\b", told, re.IGNORECASE)) or (
        told[:1].islower() and " " in told and not _STAGE.match(told) and not any(map(str.isdigit, told))
    )


def _is_apposition(told: str, before: str, after: str) -> bool:
    """Whether what follows a name and a comma belongs to it, and is no clause that only comes next."""
    if _LIST.search(told) or _IDLE.match(re.sub(rf"^{_ARTICLE} ", "", told)):
        return False
    head = re.sub(rf"^{_ARTICLE} (?:[\w-]+ed )?", "", _RELATIVE.split(told)[0])  # "a retired diver" has no verb
    if not re.match(r"who|which", told, re.IGNORECASE) and _CLAUSE.search(head):
        return False
    fronted = _SUBORDINATE.match(before) or (_FRONTED.match(before) and not _CLAUSE.search(before))
    return bool(re.match(r"[,)]", after)) or not fronted


def _before(text: str) -> str:
    """The words that end ``text`` and say what the one is whose name comes next; "" where none do."""
    found = _LEADING.search(text[-REACH:])
    if found is None:
        return ""
    told = found["told"].strip()
    before_of = re.split(r" (?:of|for|to) ", told)[0].split()
    last = max((n for n, word in enumerate(before_of) if n and word.lower() in FUNCTION_WORDS), default=0)
    open_ = (found["kind"] or found["place"]) and before_of[0].lower() in FUNCTION_WORDS
    return " ".join(told.split()[last + 1 if last else int(bool(open_)) :])


def _is_longer(text: str, mention: re.Match[str]) -> bool:
    """Whether another name word stands before the mention, as in "Mary Ann Lee" or "New York"; offices are none."""
    before = re.search(rf"({_CAPITAL}) $", text[max(0, mention.start() - REACH) : mention.start()])
    word = before[1].lower() if before else ""
    if not word or word in FUNCTION_WORDS or _before(text[: mention.start()]):
        return False
    return not re.fullmatch(rf"{_WORK}|{_ADDRESS}", word)


@lru_cache(maxsize=64)
def _mention(name: str, *, thing: bool) -> re.Pattern[str]:
    """Where the name stands, written with capitals, with what belongs to it: "Ann Lee" where "Lee" is asked for.

    A name in small letters may be none, so it is not looked for where a sentence begins.
    """
    run = r"\s+".join(re.sub("[’']", "[’']", re.escape(word)) for word in name.split())
    first = rf"(?:(?!(?i:{_HELD})\b){_CAPITAL} )?" if " " not in name and not thing else ""
    inside = r"(?<!^)" if name.islower() and " " not in name else ""
    return re.compile(rf"{inside}(?<![\w’'-]){first}(?={_CAPITAL})(?i:{run})\b(?: {_CAPITAL}){{0,2}}(?![’']s\b)")
