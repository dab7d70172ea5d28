"""What a question asks of all transcripts at once, read from its wording alone; most questions ask nothing such.

The wording only proposes. Whether several transcripts answer is decided by their evidence (``survey``), and where they
do not the question goes the ordinary way.
"""

import re
from dataclasses import replace

from assistant.corpus.dates import MONTH_NAMES
from assistant.corpus.numerals import ONES
from assistant.corpus.offices import OFFICE_PATTERN
from assistant.language import FUNCTION_WORDS
from assistant.questions.agreement import asks_of_many
from assistant.questions.framing import topic_words
from assistant.questions.helping_verbs import is_verb
from assistant.questions.meeting_words import TRANSCRIPT, TRANSCRIPT_WORD
from assistant.questions.periods import BOUND, THEN, WHEN, read_stretch
from assistant.questions.survey_request import Named, Request, SurveyKind
from assistant.questions.topics import plainly
from assistant.questions.word_kinds import PLAIN_VERBS

_OFFICE = rf"(?:{OFFICE_PATTERN}|guest|visitor|speaker|interviewee|participant|partner|side)"
_PLACE = r"(?:region|cit(?:y|ie)|countr(?:y|ie)|town|village|district|province|state|area|place)"
_UNITS = rf"(?:(?:{_PLACE}|{_OFFICE})s|companies|firms)"
_MANY = "|".join((*ONES[1:10], "twelve"))
_OF = rf"(?: of)?(?: the| these| those| all| your| our)*(?: (?:different|various|other|indexed|\d+|{_MANY}))?"
_SAYS = (
    r"(?:mention|nam(?:e|ed|es|ing)\b|discuss|bring|brought|c[ao]me up|speak|spoke|talk|refer|touch|cover|deal|dealt|"
    r"includ|contain|appear|rais|address|feature|cite|about\b|occur|say|said|describ|report|hear|call|promis|figure)"
)
_COUNT = re.compile(
    rf"\b(?P<in>(?:in|at|during) )?(?:how many|(?:what|the) (?:number|share|proportion) of|count){_OF} "
    rf"(?P<noun>{TRANSCRIPT})\b",
    re.IGNORECASE,
)
_SUBJECTS = re.compile(
    rf"\bhow many(?: different)? {_UNITS} (?:are|do|does) (?:the |these |all )*{TRANSCRIPT}\b", re.IGNORECASE
)
_COUNT_UNITS = re.compile(rf"\bhow many of the(?: \w+)? {_UNITS}\b", re.IGNORECASE)
_WHICH = re.compile(
    rf"\b(?P<in>(?:in|at|during|from|of) )?(?:which|what|list|name|find|show){_OF} (?P<noun>{TRANSCRIPT})\b",
    re.IGNORECASE,
)
_WHICH_UNITS = re.compile(rf"\b(?:which|what)(?: of the)?(?: \w+)? {_UNITS}\b", re.IGNORECASE)
# "Which city has the highest …?", where each transcript may tell of another.
_WHICH_UNIT = re.compile(
    rf"^(?:which|what)(?: \w+)? (?:{_PLACE}|{_OFFICE}|company|firm) "
    r"(?:has|have|had|got|gets|paid|pays|made|makes|gave|named|spent|spends)\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"\b(?:(?:each|every|all|both|different|various|several)(?: of)?(?: the| these| those)?(?: \w+)? {TRANSCRIPT}|"
    rf"(?:each|every|all the|all these|all of the)(?: of the)?(?: \w+){{0,2}} (?:{_UNITS}|{_PLACE}|{_OFFICE})|"
    rf"(?:different|various|several) {_UNITS}|"
    rf"(?:across|throughout)(?: all)?(?: the| these)? {TRANSCRIPT}|"
    rf"(?:more than one|at least two|two or more|several|the most) {TRANSCRIPT})\b",
    re.IGNORECASE,
)
_IN_TRANSCRIPTS = re.compile(
    rf"\b(?:in|across|by|at|during|among)(?: \w+){{0,3}} {TRANSCRIPT}\b|\bin (?:any|all) of them\b", re.IGNORECASE
)
# "Which of the bodies", "list what …": several things, whatever they are. "The two X" are mostly told of in one place.
_SEVERAL = re.compile(
    r"\b(?:which|what|who) of (?:the|these|those) (?:[\w’'-]+ ){0,2}?[a-z]{3,}s\b|^(?:please )?(?:list|enumerate)\b",
    re.IGNORECASE,
)
_SHARED = re.compile(rf"\b(?:more than one|at least two|two or more|several|the most) {TRANSCRIPT}\b", re.IGNORECASE)
_PLURAL = re.compile(
    r"^(?:please |can you |could you )*(?:(?:for|with|in|at|from|to|by|of|on|under) )?"
    r"(?:which|what|who (?:are|were) (?:all )?(?:the|his|her|its|their|[A-Z][\w -]{1,40}[’']s?)|"
    r"(?:list|name|enumerate|give|show|tell)(?: me)?)(?: of)?"
    r"(?: all)?(?: the)? (?:[\w’'-]+ (?:or |and )?){0,2}?(?P<noun>[a-z]{3,}s|people|children|men|women)\b",
    re.IGNORECASE,
)
# After "which" or "what" a word in -s is a noun when an auxiliary, a participle or a preposition follows.
_NOUN_THEN = re.compile(
    r"[’']?\s+(?:are|were|is|was|did|do|does|have|has|had|will|would|can|could|should|may|might|must|that|who|of|between|in|on|at|"
    r"for|from|take|happen|led|held|sold|bought|won|lost|built|paid|ran|told|said|met|made|drew|grew|fell|rose|came|went|got|took|gave|made|\w+ed)\b",
    re.IGNORECASE,
)
_NO_PLURAL = re.compile(
    r"(?:.*(?:ss|us|is)|was|makes|goes|happens|keeps|brings|causes|comes|gives|takes|gets|has|does|series|news|always|perhaps|means|percents?|years?|reasons?|words?|figures?|"
    r"numbers?|details?|names?)",
    re.IGNORECASE,
)
SUPERLATIVE = re.compile(
    r"\b(?P<word>largest|biggest|highest|greatest|most(?! of)|longest|costliest|dearest|latest|newest|oldest|"
    r"youngest|tallest|deepest|widest|"
    r"(?P<small>smallest|lowest|least|fewest|shortest|cheapest|earliest))\b",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    rf"\b(?:which|what|who)(?: of)?(?: the)?(?: [\w’'-]+){{0,4}}? (?:of|among|from)\b|\bamong(?: all)? (?:the|these)\b|"
    rf"\bof (?:all )?(?:the|these) (?:\w+ )?{_UNITS}\b|\bany (?:one|single|of (?:the|these))\b|"
    rf"\b(?:mentioned|named|given|quoted|cited|stated|reported|spoken of)\b",
    re.IGNORECASE,
)
_NAMED = {
    Named.COMPANIES: r"compan(?:y|ies)|firms?|businesses|enterprises?|factories|manufacturers?|brands?|corporations?",
    Named.ORGANISATIONS: r"organi[sz]ations?|institutions?",
    Named.PEOPLE: r"people|persons?|individuals?|names of people|who(?: (?:are|were) (?:all )?(?:the )?people)?",
    Named.PLACES: r"places?|cities|countries|towns|regions|locations?",
}
_KIND = f"(?:{'|'.join(f'(?P<{kind.value}>{words})' for kind, words in _NAMED.items())})"
_NAMED_HEAD = re.compile(
    r"(?:\b(?:which|what|how many|list|name|all|every|the) |^(?=who\b))(?:of )?(?:the )?(?:different |other )?"
    rf"{_KIND}\b",
    re.IGNORECASE,
)
# "Which Norwegian companies": which of that kind; a name does not tell.
_NARROWED_HEAD = re.compile(
    r"^(?:please |can you |could you )*(?:which|what|(?:list|name|enumerate|give|show)(?: me)?)(?: of)?(?: all| every)?"
    rf"(?: of)?(?: the)? (?P<narrower>(?:[^\W\d_][\w’'-]+ ){{1,2}}?){_KIND}\b",
    re.IGNORECASE,
)
_NARROWS_NOTHING = FUNCTION_WORDS | PLAIN_VERBS | {*ONES, "different", "various", "several"}
_LIST_ALL = re.compile(
    r"^(?:please |can you |could you )*(?:list|name|enumerate|give|show)(?: me)? (?:all|every)\b", re.I
)
NAMES = re.compile(
    r"\b(?:named|mentioned|c[ao]me up|appear|listed|referred to|spoken of|discussed|speaks?|are there)\b", re.IGNORECASE
)
# "List all the companies": nothing follows that could belong to one transcript.
ONLY_HEAD = re.compile(
    r"(?: (?:that )?(?:are |were |is |was )?(?:named|mentioned)(?: by name)?)?"
    rf"(?: in (?:all )?(?:the )?{TRANSCRIPT})?\W*$",
    re.IGNORECASE,
)
# "Give me three quotes about lamps": where its words stand.
_QUOTES = re.compile(
    r"(?:(?:give|show|find|list|tell)(?: me)?(?: (?:a few|\w+))?(?: (?:best|good|direct|main|key|short))? "
    r"(?:quotes?|quotations?|sentences|remarks|statements)|quote (?:something|everything|what (?:is|was) said)) "
    r"(?:about|on|concerning|regarding|mentioning) (?P<of>(?:(?! (?:by|from|made|that|which|who|in|at) )[^,;:?])+)",
    re.IGNORECASE,
)
# "Is there any mention of lamps?", "Are lamps mentioned?"
_WHETHER = re.compile(
    r"(?:(?:is|are|was|were) there (?:any |an? )?mentions? of|(?:do|does|did) (?:they|any(?:one|body)|some(?:one|body)|"
    rf"(?:any of )?(?:the|these) {TRANSCRIPT}) (?:ever )?mention|(?:is|are|was|were)(?= .+ mentioned)) "
    r"(?P<of>(?:(?! (?:by|from|made|that|which|who|in|at|when|where|why|mentioned)\b)[^,;:?])+)"
    rf"(?: (?:ever )?mentioned)?(?: (?:anywhere|at all|in (?:any of )?(?:the|these) {TRANSCRIPT}))?",
    re.IGNORECASE,
)
_MENTIONS = re.compile(
    r"\b(?:mention|discuss|refer|touch|bring(?:s|ing)? up|brought up|c[ao]mes? up|sp(?:eaks?|oke|oken) of|tells? of)",
    re.IGNORECASE,
)
_ABSENT = re.compile(r"\b(?:not|neither|never|without|fails? to|no mention)\b|n['’]t\b", re.IGNORECASE)
_BUT_NOT = re.compile(
    r",? (?:but|and) (?:do(?:es)? |did )?(?:not|never|no) (?:mention )?(?P<what>[^,?]{2,60}?)(?=[?,.]|$)", re.I
)
_HOW_OFTEN = re.compile(r"how (?:often|frequently|many times)\b", re.IGNORECASE)
# What was last or first in time has no figure.
_IN_TIME = frozenset("latest newest oldest youngest earliest".split())
# "Which transcripts are podcasts?"
_CALLED_SO = re.compile(
    rf"^(?:which|what|how many)(?: of the| of these)? {TRANSCRIPT} (?:are|is|were|"
    rf"was) (?:an? )?(?P<kind>{TRANSCRIPT})$",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\bboth (?P<one>[^,?]{2,60}?) and (?P<other>[^,?]{2,60}?)(?=[?,.]|$)", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:either )?(?P<one>[\w’'-]+) n?or (?:an? |the )?(?P<other>[\w’'-]+)", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«](?P<words>[^”\"»]{2,80})[”\"»]|(?<=\s)[‘'](?P<single>[^’']{3,80})[’'](?=[\s?.,]|$)")
_MONTH = re.compile(rf"\b(?:{MONTH_NAMES})\b", re.IGNORECASE)
_HELD = r"(?:held|took place|take place|taken place|happen(?:ed)?|dated|date from)"
_DATED = re.compile(
    rf"\b(?:{_HELD}|met|meet|{TRANSCRIPT})(?: (?:are|were|is|was|there|have|been))*"
    rf"(?: (?:{BOUND}|in|during|of|from|(?P<on>on)|dated))*(?: the)? (?P<when>{WHEN}){THEN}",
    re.IGNORECASE,
)
_Match = re.Match[str] | None


def read_request(text: str) -> Request | None:
    """What ``text`` asks of all transcripts, or None when its wording asks for no such thing."""
    text = " ".join(text.split())
    if _SUBJECTS.search(text):
        return Request(SurveyKind.COUNT, noun="transcripts")
    plain = plainly(text)
    if so := _CALLED_SO.match(plain):
        return Request(SurveyKind.LIST, noun=so["kind"])
    quotes = _QUOTES.fullmatch(plain) or _WHETHER.fullmatch(plain)
    if quotes and topic_words(quotes["of"]):
        return replace(with_topic(Request(SurveyKind.LIST), quotes["of"]), mentions=True)
    count, which, each = _COUNT.search(text) or _COUNT_UNITS.search(text), _WHICH.search(text), _EACH.search(text)
    found = count or which
    if found and not each and not _addressed(text, found):
        found = None
    if extreme := _extreme(text, count, found, each):
        return extreme if extreme.topic or not _WHICH_UNIT.match(text) else None
    return _read_named(text) or _counted(text, count, found) or _listed(text, found, each)


def _extreme(text: str, count: _Match, found: _Match, each: _Match) -> Request | None:
    """The largest or the smallest of a thing."""
    superlative, of_unit = SUPERLATIVE.search(text), _WHICH_UNIT.match(text)
    explicit = bool(found or each or _IN_TRANSCRIPTS.search(text))
    # How often a thing is named "in the latest meeting" is no largest sum.
    if (
        _HOW_OFTEN.match(text)
        or not superlative
        or count
        or not (explicit or _SCOPE.search(text) or _WHICH_UNITS.search(text) or of_unit)
    ):
        return None
    request = Request(SurveyKind.LARGEST, explicit=explicit, smallest=bool(superlative["small"]))
    request = with_topic(request, text[of_unit.end() :] if of_unit else text)
    return request if request.topic or superlative["word"].lower() not in _IN_TIME else None


def _counted(text: str, count: _Match, found: _Match) -> Request | None:
    """How many transcripts there are of something."""
    if not count or not found:
        return None
    noun = found.groupdict().get("noun") or ""
    return with_topic(Request(SurveyKind.COUNT, shared=bool(_SHARED.search(text)), noun=noun), text)


def _listed(text: str, found: _Match, each: _Match) -> Request | None:
    """What each of several transcripts says of a thing."""
    plural, units = _PLURAL.match(text), _WHICH_UNITS.search(text)
    several = units or (plural and _is_noun(text, plural)) or _SEVERAL.search(text) or asks_of_many(text)
    if not (found or each or several):
        return None
    over = bool(each or _LIST_ALL.match(text))
    of_transcripts = found or (each and TRANSCRIPT_WORD.search(each.group()))
    addressed = bool(of_transcripts or (units and _MENTIONS.search(text)))
    noun = found.groupdict().get("noun") or "" if found else ""
    shared = bool(_SHARED.search(text))
    request = with_topic(Request(SurveyKind.LIST, each=over, explicit=addressed, shared=shared, noun=noun), text)
    # "Who are all the guests?" and "which topics come up in every session?" ask for no list of transcripts.
    asked = request.parts or found or not (over or addressed) or (_LIST_ALL.match(text) and of_transcripts)
    return request if asked else None


def asks_of_all(text: str) -> bool:
    """Whether the wording addresses the transcripts themselves about something that it names ("which meetings …")."""
    request = read_request(text)
    return request is not None and request.explicit and bool(request.topic)


def _is_noun(text: str, plural: re.Match[str]) -> bool:
    """Whether what looks like a plural is one: "what plant appears" has none."""
    asked = re.search(r"\b(?:which|what)\b", plural.group(), re.IGNORECASE)
    if asked and is_verb(text, plural.span("noun")):
        return False
    return not _NO_PLURAL.fullmatch(plural["noun"]) and not (asked and not _NOUN_THEN.match(text, plural.end()))


def _addressed(text: str, found: re.Match[str]) -> bool:
    """Whether the transcripts themselves are meant: "how many meetings did the board hold" may be told in one."""
    parts = found.groupdict()
    if "noun" not in parts:
        return True
    rest = text[found.end() :]
    own = parts["noun"].lower().startswith("transcript") or bool(parts["in"]) or " the" in found.group().lower()
    return bool(own or _read_date(text) or not topic_words(rest) or re.search(_SAYS, rest, re.IGNORECASE))


def _read_date(text: str) -> re.Match[str] | None:
    """The time that the transcripts must be of ("meetings held in May", "interviews from 2021")."""
    return next((match for match in _DATED.finditer(text) if read_stretch(match)), None)


def _read_named(text: str) -> Request | None:
    """Names of a kind, asked for over the transcripts ("which companies were named in each meeting")."""
    narrowed = _NARROWED_HEAD.match(text)
    head = narrowed if narrowed and _narrows(narrowed) else _NAMED_HEAD.search(text)
    if not head:
        return None
    over = _EACH.search(text) or _IN_TRANSCRIPTS.search(text)
    whole = (_LIST_ALL.match(text) or NAMES.search(text)) and ONLY_HEAD.match(text[head.end() :])
    if not (over and NAMES.search(text)) and not whole:
        return None
    named = next(kind for kind in Named if head[kind.value])
    kind = SurveyKind.COUNT if "how many" in head.group().lower() else SurveyKind.LIST
    rest = text[: head.start()] + " " + text[head.end() :]
    narrower = head["narrower"].strip() if head is narrowed else ""
    return with_topic(Request(kind, shared=bool(_SHARED.search(text)), named=named, narrower=narrower), rest)


def _narrows(head: re.Match[str]) -> bool:
    """Whether the words before a kind say which of it: "Norwegian", "oil", not "did the".

    "Old cities" and "young people" are things that are spoken of, and have no names.
    """
    said = head["narrower"].split()
    by_name = head[Named.PEOPLE.value] or head[Named.PLACES.value]
    return _NARROWS_NOTHING.isdisjoint(head["narrower"].lower().split()) and not (by_name and said[-1].islower())


def with_topic(request: Request, text: str) -> Request:
    """The request with its topic's phrases and its dates read from ``text``."""
    dated = _read_date(text)
    if dated and not request.explicit and re.match(_HELD, dated.group(), re.IGNORECASE):
        dated = None  # the festivals that take place in August, not the transcripts
    rest = text.replace(dated.group(), " ") if dated else text
    but_not = _BUT_NOT.search(rest) if request.explicit and _MENTIONS.search(text) else None
    without = topic_words(but_not["what"]) if but_not else ""
    if but_not and without:
        rest = f"{rest[: but_not.start()]}{rest[but_not.end() :]}"
        text = f"{text[: text.index(but_not.group())]}?" if but_not.group() in text else rest
    for framing in (_EACH, _COUNT_UNITS, _WHICH_UNITS, *((_COUNT, _WHICH) if request.explicit else ())):
        rest = framing.sub(" ", rest)
    quoted = [m["words"] or m["single"] for m in _QUOTED.finditer(rest)]
    both, either = _BOTH.search(rest), _EITHER.search(rest)
    pair = both or either
    parts = [topic_words(pair["one"]), topic_words(pair["other"])] if pair else [topic_words(rest)]
    return replace(
        request,
        topic=topic_words(rest),
        parts=tuple(part for part in quoted or parts if part),
        quoted=bool(quoted),
        every=bool(both) or len(quoted) > 1,
        mentions=bool(_MENTIONS.search(text)),
        absent=bool(_ABSENT.search(text)),
        without=without,
        time=read_stretch(dated) if dated else None,
        when=_as_said(dated) if dated else "",
    )


def _as_said(dated: re.Match[str]) -> str:
    bound = dated["between"] or dated["beyond"] or ""
    return _MONTH.sub(lambda month: month.group().capitalize(), f"{bound} {dated['when']}".strip())
