"""What a question wants worked out from figures: a difference, how many times, a growth, a total, an average, a rank.

Read from the wording alone. A question that asks for one figure, however it is called ("What was the total?"), asks for
nothing to be worked out: what it names must be two things, several, or one at two times.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from assistant.corpus.numerals import ONES, ORDINALS
from assistant.questions.topics import plainly
from assistant.questions.worked_things import (
    IN_YEARS,
    MOST_THINGS,
    PREPOSITION,
    Thing,
    counting,
    heavy,
    list_of,
    measures_of,
    pair_of,
    parted_from_verb,
    says_measure,
    thing_of,
    uncounted,
    without_number_of,
)  # fmt: skip

# A question that is longer asks for more than one figure, and takes long to match.
MOST_CHARACTERS = 300


class Work(Enum):
    """What is done with the figures."""

    DIFFERENCE = auto()
    TIMES = auto()
    GROWTH = auto()
    TOTAL = auto()
    AVERAGE = auto()
    RANK = auto()


@dataclass(frozen=True, slots=True)
class Working:
    """What is to be worked out, and of what.

    Attributes:
        things: in the order of the question; one alone where each transcript may tell of another.
        noun: what is counted, as the question has it; "" where nothing is.
        lesser: whether the question takes the first to be the lesser, the later to be, or ranks from the smallest.
        each: whether the one thing is asked of all transcripts.
        place: which of a ranking is asked for, counted from 1; 0 where all of it is, or its first ``many``.
    """

    work: Work
    things: tuple[Thing, ...]
    noun: str = ""
    lesser: bool = False
    each: bool = False
    place: int = 0
    many: int = MOST_THINGS


_LESSER = frozenset("less smaller lower fewer shorter cheaper lighter narrower".split())
_GREATER = frozenset("more larger bigger greater higher longer dearer heavier wider taller deeper".split())
_COMPARATIVE = rf"(?:{'|'.join(sorted(_GREATER | _LESSER))})"
_BE = r"(?:is|are|was|were)"
_DO = r"(?:does|do|did)"
_AUXILIARY = rf"(?:{_BE}|{_DO}|has|have|had)"
_SETS = r"(?:than|compared (?:with|to))"
_HOW_MUCH_MORE = re.compile(
    rf"(?:by )?how (?:much|many(?P<times> times)?) (?P<word>{_COMPARATIVE})(?: expensive)?"
    rf"(?: (?P<noun>(?!{_AUXILIARY}\b)"
    rf"[^?]+?))? (?P<aux>{_AUXILIARY})(?: there)? (?P<one>[^?]+?) {_SETS} (?P<other>[^?]+)",
    re.IGNORECASE,
)
_AS_LARGE = re.compile(
    rf"how many (?P<times>times) as (?P<word>large|big|high|great|long|much|many|expensive)"
    rf"(?: (?P<noun>(?!{_AUXILIARY}\b)"
    rf"[^?]+?))? (?P<aux>{_AUXILIARY})(?: there)? (?P<one>[^?]+?) as (?P<other>[^?]+)",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    rf"(?:what|how (?:large|big|great))(?:[’']s| {_BE}) the (?P<kind>difference|gap|ratio)"
    r"(?: in (?P<noun>[^?]+?))? between "
    r"(?P<one>[^?]+?) and (?P<other>[^?]+)",
    re.IGNORECASE,
)
_GROW = (
    r"(?P<verb>grow|rise|increase|climb|expand|go up|fall|drop|decline|shrink|decrease|go down|change|grown|risen|"
    r"increased|fallen|dropped|declined|shrunk|decreased|changed)"
)
_TIMES_OF = r"(?:between|from) (?P<from>(?:1[89]|20)\d\d) (?:and|to|until) (?P<to>(?:1[89]|20)\d\d)"
_GROWTH = re.compile(
    rf"(?:by )?how (?:much|many(?: (?P<noun>[a-z][\w’' -]+?))?) (?:did|has|have) (?P<one>[^?]+?) {_GROW} {_TIMES_OF}"
    rf"|how much (?:larger|higher|smaller|lower|more|less) {_BE} (?P<two>[^?]+?) in "
    r"(?P<to_2>(?:1[89]|20)\d\d) "
    r"than (?:it was |they were )?in (?P<from_2>(?:1[89]|20)\d\d)",
    re.IGNORECASE,
)
_FALLS = re.compile(r"fall|drop|declin|shr[iu]nk|decreas|down|fallen", re.IGNORECASE)
_TOTAL = re.compile(
    rf"(?:what|how (?:large|big|high|much))(?:[’']s| {_BE}) the (?:total|sum|combined|overall|joint)(?: of)?"
    rf"(?: amount of| number of| value of)?(?: all)?(?: the)? (?P<what>[^?]+)"
    rf"|how (?:much|many) (?P<noun>[^?]+?) {_AUXILIARY}(?: there)? (?P<one>[^?]+?)"
    r",? (?:altogether|in all|in total|together|combined|taken together|all told)(?P<rest> [^?]+)?",
    re.IGNORECASE,
)
_AVERAGE = re.compile(
    rf"(?:what|how (?:large|big|high|much))(?:[’']s| {_BE}) the (?:average|mean)"
    r"(?: (?:of|number of|amount of))?(?: the)? "
    r"(?P<what>[^?]+)",
    re.IGNORECASE,
)
_DOES = re.compile(rf" (?:{_AUXILIARY}|did so)$", re.IGNORECASE)
# What each transcript is of, where they tell of several.
_UNITS = (
    r"regions?|provinces?|cit(?:y|ies)|countr(?:y|ies)|towns?|districts?|states?|areas?|transcripts?|meetings?|"
    r"compan(?:y|ies)|firms?|interviews?|partners?|institutions?"
)
_ALL_OF = re.compile(
    rf" (?:{PREPOSITION} )?(?:(?:all|each|every|both|each one)(?: of)?(?: the| these| those)? |the (?=\w+s$))"
    rf"(?P<unit>{_UNITS})$",
    re.IGNORECASE,
)
_FIRST_IS = r"(?P<first>largest|biggest|highest|greatest|most|smallest|lowest|fewest|least|longest|shortest)"
_HAS = r"(?:has|had|have|with)"
_RANK = re.compile(
    rf"(?:rank|order|sort)(?: all)?(?: of)?(?: the)? (?:{_UNITS}) by (?:their |the )?(?P<what>[^?]+?)"
    r"(?:,? (?:from|starting|in (?:de|a)scending|largest|highest)\b[^?]*)?",
    re.IGNORECASE,
)
_NTH = re.compile(
    rf"(?:which|what)(?: is| was)?(?: the)? (?:{_UNITS}) {_HAS}(?: the)? "
    rf"(?P<nth>{'|'.join(ORDINALS[1:6])})[- ]{_FIRST_IS} "
    r"(?P<what>[^?]+)",
    re.IGNORECASE,
)
_FIRST_FEW = re.compile(
    rf"(?:which|what)(?: are| were)?(?: the)? (?P<many>{'|'.join(ONES[1:6])}) (?:{_UNITS}) {_HAS}(?: the)? {_FIRST_IS} "
    r"(?P<what>[^?]+)",
    re.IGNORECASE,
)
_SMALLEST_FIRST = frozenset("smallest lowest fewest least shortest".split())
_PRONOUN = re.compile(r"(?:that|this|it|they|he|she|we|you|I|those|these|them|him|her)\b", re.IGNORECASE)
# Nobody knows by how much one grew older, or what will be.
_NEVER = re.compile(
    r"\b(?:older|younger|years old|will|would|could|should|planned|expected|target|if|why|"
    r"how (?:did|does|do|is|was))\b",
    re.I,
)


def read_working(text: str) -> Working | None:
    """What ``text`` wants worked out; None where it wants nothing, or does not tell its things apart."""
    if len(text) > MOST_CHARACTERS:
        return None
    plain = plainly(text)
    if _NEVER.search(plain.split(" ", 2)[-1]):
        return None
    for read in (_grown, _set_beside, _difference, _ranked, _summed):
        if found := read(plain):
            return found if all(thing.plain or thing.names for thing in found.things) else None
    return None


def _set_beside(text: str) -> Working | None:
    found = _HOW_MUCH_MORE.fullmatch(text) or _AS_LARGE.fullmatch(text)
    if not found:
        return None
    one, other = found["one"], _DOES.sub("", found["other"])
    verb = ""
    if found["aux"].lower() in ("does", "do", "did"):
        other = re.sub(rf" {re.escape(one.rpartition(' ')[2])}s?$", "", other)
        one, _, verb = one.rpartition(" ")
    elif found["aux"].lower() in ("has", "have", "had"):
        return None
    noun, word = found["noun"] or "", found["word"].lower()
    if not one or _PRONOUN.match(one) or _PRONOUN.fullmatch(other) or (" and " in one and not noun):
        return None
    things = pair_of(one, other, noun, verb, measures_of(text, word, verb))
    work = Work.TIMES if found["times"] else Work.DIFFERENCE
    return Working(work, things, noun, lesser=word in _LESSER) if things else None


def _difference(text: str) -> Working | None:
    found = _DIFFERENCE.fullmatch(text)
    if not found:
        return None
    if not found["noun"] and not all(map(says_measure, (found["one"], found["other"]))):
        return None
    things = pair_of(found["one"], found["other"], "", "", measures_of(text, "", ""), in_common=found["noun"] or "")
    work = Work.TIMES if found["kind"].lower() == "ratio" else Work.DIFFERENCE
    return Working(work, things) if things else None


def _grown(text: str) -> Working | None:
    found = _GROWTH.fullmatch(text)
    if not found:
        return None
    phrase, noun = found["one"] or found["two"], found["noun"] or ""
    phrase, noun = without_number_of(phrase, noun)
    years = int(found["from"] or found["from_2"]), int(found["to"] or found["to_2"])
    if years[0] == years[1]:
        return None
    thing = thing_of(phrase, counting(noun), measures_of(f"{phrase} {noun}", "", ""), in_common=uncounted(noun))
    things = tuple(replace(thing, label=f"{year}", year=year) for year in years)
    return Working(Work.GROWTH, things, noun, lesser=bool(found["verb"] and _FALLS.search(found["verb"])))


def _ranked(text: str) -> Working | None:
    nth, few = _NTH.fullmatch(text), _FIRST_FEW.fullmatch(text)
    found = nth or few or _RANK.fullmatch(text)
    if not found:
        return None
    what, year = found["what"], None
    if in_year := IN_YEARS.search(f" {what}"):
        what, year = f" {what}"[: in_year.start()].strip(), int(in_year["years"][:4])
    measures = measures_of(what, "", "")
    thing = replace(thing_of(what, "" if measures else counting(what), measures), year=year, everywhere=True)
    smallest = bool(nth or few) and found["first"].lower() in _SMALLEST_FIRST
    place = ORDINALS.index(nth["nth"].lower()) + 1 if nth else 0
    many = ONES.index(few["many"].lower()) + 1 if few else MOST_THINGS
    return Working(Work.RANK, (thing,), lesser=smallest, each=True, place=place, many=many) if thing.plain else None


def _summed(text: str) -> Working | None:
    total, average = _TOTAL.fullmatch(text), _AVERAGE.fullmatch(text)
    found = total or average
    if not found:
        return None
    noun, verb, phrase = "", "", found["what"]
    if total and not phrase:
        noun, phrase, rest = total["noun"], total["one"], total["rest"] or ""
        phrase += rest
    if not phrase:
        return None
    work = Work.TOTAL if total else Work.AVERAGE
    phrase, noun = without_number_of(phrase, noun)
    if every := _ALL_OF.search(f" {phrase}"):
        common = f" {phrase}"[: every.start()].strip() or noun
        thing = thing_of(common, counting(noun), measures_of(text, "", ""), in_common=uncounted(noun))
        thing = replace(thing, everywhere=True)
        return Working(work, (thing,), noun, each=True) if thing.plain else None
    if of_years := IN_YEARS.search(phrase):
        years = _years(of_years["years"])
        bare = phrase[: of_years.start()]
        if total and not total["what"]:
            bare, verb = parted_from_verb(bare)
        if len(years) > 1:
            own = f"{uncounted(noun)} {heavy(verb)}"
            thing = thing_of(bare, counting(noun), measures_of(text, "", verb), in_common=own)
            things = tuple(replace(thing, label=str(year), year=year) for year in years)
            return Working(work, things, noun)
    things = list_of(phrase, noun, total is not None and not total["what"], text)
    return Working(work, things, noun) if things else None


def _years(said: str) -> list[int]:
    years = [int(year) for year in re.findall(r"\d{4}", said)]
    if len(years) == 2 and re.search(r"to|-|–", said) and 0 < years[1] - years[0] < MOST_THINGS:
        return list(range(years[0], years[1] + 1))
    return years[:MOST_THINGS]
