"""What a question asks of all transcripts at once, read from its wording alone; most questions ask nothing such.

A plan is made only where the words address transcripts as such ("how many of the meetings …", "which interviews …",
"in each hearing …", "the largest sum across the transcripts"), so that "how many lifts were supplied" stays with the
ordinary search. Comparisons of named things are not read here: they need the corpus (see ``comparisons``).
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.dates import MONTHS, month_number
from assistant.language import FUNCTION_WORDS, stem
from assistant.names import OFFICES
from assistant.surveys.figures import Asked, read_asked


class SurveyKind(StrEnum):
    """What is made of the transcripts' hits."""

    COUNT = "count"
    LIST = "list"
    COMPARE = "compare"
    LARGEST = "largest"


class Named(StrEnum):
    """Proper names that a question asks for."""

    PEOPLE = "people"
    PLACES = "places"
    COMPANIES = "companies"
    ORGANISATIONS = "organisations"


@dataclass(frozen=True, slots=True)
class Plan:
    """A question over all transcripts.

    Attributes:
        parts: phrases that name the topic, as written; none when the transcripts themselves are asked for.
        quoted: whether the parts stood in quotation marks, so that their words must stand together.
        speaker: words of whoever must take part ("does the mayor mention …"); anywhere in a transcript will do.
        every: whether each part must be there ("both … and …"), not just one of them.
        absent: whether transcripts without the topic are asked for.
        each: whether the wording asks what every single transcript says.
        plural: whether one transcript alone would be no answer to the wording.
        named: the kind of proper names asked for, if any.
        office: the office whose holders are asked for, if any.
        asked: the figure asked for, if any.
        month, year: when the transcripts must be dated, if the question says.
    """

    kind: SurveyKind
    parts: tuple[str, ...] = ()
    quoted: bool = False
    speaker: str = ""
    every: bool = False
    absent: bool = False
    each: bool = False
    plural: bool = False
    named: Named | None = None
    office: str | None = None
    asked: Asked | None = None
    month: int | None = None
    year: int | None = None


_META = (
    r"(?:transcript|meeting|interview|document|conversation|talk|session|hearing|speech|recording|discussion|file|text|"
    r"episode|negotiation|debate|briefing)(?:e?s)?"
)
_OFFICE = rf"(?:{'|'.join(sorted(OFFICES))}|guest|speaker|interviewee|participant)"
_PLACE = r"(?:region|cit(?:y|ie)|countr(?:y|ie)|town|village|district|province|area|place)"
_UNITS = rf"(?:{_PLACE}|{_OFFICE})s"
_OF = r"(?: of)?(?: the| these| those| all| your| our)*(?: different| various| other| indexed)?"
_SAYS = (
    r"(?:mention|nam(?:e|ed|es|ing)\b|discuss|bring|brought|c[ao]me up|speak|spoke|talk|refer|touch|cover|deal|dealt|"
    r"includ|contain|appear|rais|address|feature|cite|about\b|occur|say|said|describ|report|hear|call|promis|figure)"
)
_HELD = r"(?:held|took place|take place|taken place|happen(?:ed)?|dated|date from)"
_COUNT = re.compile(
    rf"\b(?P<in>(?:in|at|during) )?(?:how many|(?:what|the) (?:number|share|proportion) of|count){_OF} "
    rf"(?P<meta>{_META})\b",
    re.IGNORECASE,
)
_OFFICES = re.compile(
    rf"\b(?:how (?P<many>many)(?: different)?|which|who (?:are|were)(?: all)? the|(?:name|list)(?: all)?(?: the)?) "
    rf"(?P<office>{_OFFICE})s\b",
    re.IGNORECASE,
)
_MET = re.compile(r"\b(?:meet|meets|met|about|transcripts|meetings|interviews|named|mentioned)\b", re.IGNORECASE)
_WHICH = re.compile(
    rf"\b(?P<in>(?:in|at|during|from|of) )?(?:which|what|list|name|find|show){_OF} (?P<meta>{_META})\b", re.IGNORECASE
)
_WHICH_UNITS = re.compile(rf"\b(?:which|what|how (?P<many>many))(?: of the)? {_UNITS}\b", re.IGNORECASE)
_EACH = re.compile(
    rf"\b(?:(?:each|every|all|different|various|several)(?: of)?(?: the| these| those)?(?: \w+)? {_META}|"
    rf"(?:each|every)(?: of the)?(?: \w+)? (?:{_PLACE}|{_OFFICE})|"
    rf"(?:across|throughout)(?: all)?(?: the| these)? {_META}|"
    rf"(?:more than one|at least two|two or more|several) {_META})\b",
    re.IGNORECASE,
)
_LIST_ALL = re.compile(
    r"^(?:please |can you |could you )*(?:list|name|enumerate|give|show)(?: me)? (?:all|every)\b", re.I
)
_SHARED = re.compile(rf"\b(?:more than one|at least two|two or more|several|the most) {_META}\b", re.IGNORECASE)
_SUPERLATIVE = re.compile(
    r"\b(?P<word>largest|biggest|highest|greatest|most|smallest|lowest|least|fewest)\b(?P<of>(?: [\w-]+){0,5})",
    re.IGNORECASE,
)
_WHICH_UNIT = re.compile(rf"\b(?:which|what) (?:{_PLACE}|{_OFFICE})s?\b", re.IGNORECASE)
_GIVEN = re.compile(
    rf"\b(?:mentioned|named|given|quoted|cited|stated|spoken of)\b|\bin (?:the|these) {_META}\b", re.IGNORECASE
)
_SMALL = ("smallest", "lowest", "least", "fewest")
_NAMED = {
    Named.COMPANIES: r"compan(?:y|ies)|firms?|businesses|enterprises?|factories|manufacturers?|brands?|corporations?",
    Named.ORGANISATIONS: r"organi[sz]ations?|institutions?",
    Named.PEOPLE: r"people|persons?|individuals?|names of people|who",
    Named.PLACES: r"places?|cities|countries|towns|regions|locations?",
}
_NAMED_HEAD = re.compile(
    r"(?:\b(?:which|what|how many|list|name|all|every|the) |^(?=who\b))(?:of )?(?:the )?(?:different |other )?(?:"
    + "|".join(f"(?P<{kind.value}>{words})" for kind, words in _NAMED.items())
    + r")\b",
    re.IGNORECASE,
)
_IN_META = re.compile(rf"\b(?:in|across|by|at|during)(?: \w+){{0,2}} {_META}\b", re.IGNORECASE)
_NAMES = re.compile(
    r"\b(?:named|mentioned|c[ao]me up|appear|listed|referred to|spoken of|discussed|speaks?|are there)\b", re.IGNORECASE
)
# "List all the companies": nothing follows that could belong to one transcript.
_ONLY_HEAD = re.compile(
    rf"(?: (?:that )?(?:are |were )?(?:named|mentioned))?(?: in (?:all )?(?:the )?{_META})?\W*$", re.I
)
_ABSENT = re.compile(
    r"\b(?:not|neither|never|n[o']t|don['’]?t|doesn['’]?t|didn['’]?t|without|fails? to|no mention)\b", re.IGNORECASE
)
_BOTH = re.compile(r"\bboth (?P<one>[^,?]{2,60}?) and (?P<other>[^,?]{2,60}?)(?=[?,.]|$)", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:either )?(?P<one>[\w’'-]+) n?or (?P<other>[\w’'-]+)", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«](?P<words>[^”\"»]{2,80})[”\"»]|(?<=\s)[‘'](?P<single>[^’']{3,80})[’'](?=[\s?.,]|$)")
_SPEAKER = re.compile(
    r"\b(?:does|did) (?P<who>(?:the )?(?!not\b|the (?:phrase|word|term)\b)[^,?]{2,40}?) (?:ever |also |explicitly )?"
    r"(?=(?:mention|discuss|bring up|speak|talk|refer|touch|raise|address|cite|say|call|promise|describe|name)\b)",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"\b(?:{_HELD}|met|meet|{_META})(?: (?:in|during|of|from|on|dated))*(?: (?P<month>{'|'.join(MONTHS)}))?"
    rf"(?:,? (?:of )?(?P<year>(?:1[89]|20)\d\d))?\b",
    re.IGNORECASE,
)
# Words that frame such a question and are no part of its topic.
FRAME = frozenset(
    stem(word)
    for word in """mention name discuss bring brought come came talk talks speak spoke spoken refer reference touch
    cover deal dealt include contain appear raise address concern feature cite
    list count enumerate
    number total hold held take took taken place happen occur different various phrase word term topic
    subject explicitly ever least once twice anywhere altogether overall together exist corpus
    collection describe report call give given find compare comparison meet met dated use say actually
    kind sort question make made hear heard largest biggest highest greatest smallest lowest fewest sum
    money figure amount volume quantity percentage percent share worth value price either neither
    tonnage weight tonne ton dollar euro one two several each every throughout word detail speaker fail
    indexed other only time up""".split()
)
_META_WORD = re.compile(_META, re.IGNORECASE)
_UNIT_WORD = re.compile(rf"{_UNITS}?", re.IGNORECASE)


def read_plan(text: str) -> Plan | None:
    """The plan of a question over all transcripts, or None when its wording asks for no such thing."""
    text = " ".join(text.split())
    special = _read_largest(text) or _read_named(text)
    if special:
        return special
    count, which, each = _COUNT.search(text), _WHICH.search(text), _EACH.search(text)
    office = _read_office(text)
    if office and not (count or each):
        return office
    found = count or which
    if found and not each and not _addressed(text, found):
        return None
    units, all_of = _WHICH_UNITS.search(text), _LIST_ALL.match(text)
    if units and not re.search(_SAYS, text[units.end() :], re.IGNORECASE):
        units = None
    if not (found or each or all_of or units):
        return None
    counted = count or (units and units["many"])
    kind = SurveyKind.COUNT if counted else SurveyKind.LIST
    asked = read_asked(text) if kind is SurveyKind.LIST and (each or all_of) else None
    plural = bool(_SHARED.search(text)) or not (found or each or counted)
    plan = _with_topic(Plan(kind, each=bool(each) and not found, plural=plural, asked=asked), text)
    return plan if plan.parts or asked or found or plan.month or plan.year else None


def _addressed(text: str, found: re.Match[str]) -> bool:
    """Whether the transcripts themselves are meant: "how many meetings did the board hold" may be told in one."""
    rest = text[found.end() :]
    own = found["meta"].lower().startswith("transcript") or bool(found["in"]) or " the" in found.group().lower()
    return bool(own or _read_date(text) or not topic_words(rest) or re.search(_SAYS, rest, re.IGNORECASE))


def _read_date(text: str) -> re.Match[str] | None:
    """The month or year that the transcripts must be of ("meetings held in May", "interviews from 2021")."""
    return next((m for m in _DATED.finditer(text) if m["month"] or m["year"]), None)


def _read_largest(text: str) -> Plan | None:
    """The extreme of a figure over the transcripts, or of all that are named in them."""
    found = _SUPERLATIVE.search(text)
    scope = _WHICH.search(text) or _EACH.search(text) or _WHICH_UNIT.search(text)
    said = _GIVEN.search(text)
    if not found or not (scope or said):
        return None
    asked = read_asked(found["of"]) or read_asked(text)
    if not asked:
        return None
    asked = replace(asked, smallest=found["word"].lower() in _SMALL)
    return _with_topic(Plan(SurveyKind.LARGEST, asked=asked, plural=not said and not _WHICH.search(text)), text)


def _read_named(text: str) -> Plan | None:
    """Names of a kind, asked for over the transcripts ("which companies were named in each meeting")."""
    head = _NAMED_HEAD.search(text)
    if not head:
        return None
    over = _EACH.search(text) or _IN_META.search(text)
    whole = _LIST_ALL.match(text) and _ONLY_HEAD.match(text[head.end() :])
    if not (over and _NAMES.search(text)) and not whole:
        return None
    named = next(kind for kind in Named if head[kind.value])
    kind = SurveyKind.COUNT if "how many" in head.group().lower() else SurveyKind.LIST
    rest = text[: head.start()] + " " + text[head.end() :]
    return _with_topic(Plan(kind, each=True, plural=bool(_SHARED.search(text)), named=named), rest)


def _read_office(text: str) -> Plan | None:
    """Holders of an office, asked for over the transcripts ("name all the mayors", "how many judges …")."""
    found = _OFFICES.search(text)
    rest = text[: found.start()] + " " + text[found.end() :] if found else ""
    if not found or not _MET.search(rest):
        return None
    kind = SurveyKind.COUNT if found["many"] else SurveyKind.LIST
    return _with_topic(Plan(kind, office=found["office"].lower()), rest)


def _with_topic(plan: Plan, text: str) -> Plan:
    """The plan with its topic's phrases, its speaker and its dates read from ``text``."""
    dated, speaker = _read_date(text), _SPEAKER.search(text)
    rest = text.replace(dated.group(), " ") if dated else text
    rest = rest.replace(speaker["who"], " ") if speaker else rest
    rest = _EACH.sub(" ", rest)
    quoted = [m["words"] or m["single"] for m in _QUOTED.finditer(rest)]
    both, either = _BOTH.search(rest), _EITHER.search(rest)
    pair = both or either
    parts = [topic_words(pair["one"]), topic_words(pair["other"])] if pair else [topic_words(rest)]
    return replace(
        plan,
        parts=tuple(part for part in quoted or parts if part),
        quoted=bool(quoted),
        speaker=speaker["who"] if speaker else "",
        every=bool(both) or len(quoted) > 1,
        absent=bool(_ABSENT.search(text)),
        month=month_number(dated["month"]) if dated and dated["month"] else None,
        year=int(dated["year"]) if dated and dated["year"] else None,
    )


def topic_words(text: str) -> str:
    """What is left of a question without the words that frame it, as written where they stand together."""
    kept: list[tuple[int, int]] = []
    broken = False
    for match in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*", text):
        word = match.group().lower()
        framing = stem(word) in FRAME or bool(_META_WORD.fullmatch(word)) or bool(_UNIT_WORD.fullmatch(word))
        if word not in FUNCTION_WORDS and not framing:
            broken = broken or (bool(kept) and _frames(text[kept[-1][1] : match.start()]))
            kept.append(match.span())
    if not kept:
        return ""
    return " … ".join(text[a:b] for a, b in kept) if broken else text[kept[0][0] : kept[-1][1]]


def _frames(gap: str) -> bool:
    return any(stem(word.lower()) in FRAME or _META_WORD.fullmatch(word) for word in re.findall(r"[^\W_]+", gap))
