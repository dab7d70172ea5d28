"""What a question wants worked out from figures: a difference, how many times, a growth, a total, an average, a share.

Read from the wording alone. A question that asks for one figure, however it is called ("What was the total?"), asks for
nothing to be worked out: what it names must be two things, several, or one at two times.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from assistant.corpus.figures import Measure, read_figures
from assistant.corpus.number_words import ONES, ORDINALS
from assistant.language import FUNCTION_WORDS, content_stems, stem
from assistant.questions.topics import plainly

MOST_THINGS = 8


class Work(Enum):
    """What is done with the figures."""

    DIFFERENCE = auto()
    TIMES = auto()
    GROWTH = auto()
    TOTAL = auto()
    AVERAGE = auto()
    SHARE = auto()
    RANK = auto()


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a figure is asked of.

    Attributes:
        label: its words in the question.
        plain: stems that stand in the sentence with its figure; ``names`` those written with capitals, which may stand
            near it.
        own: those of its stems that the other things of the question do not have.
        counted: the stem of what is counted, "" where nothing is.
        measures: what its figure may measure; any where empty.
        year: that its figure is for, where the question says.
    """

    label: str
    plain: frozenset[str]
    names: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    counted: str = ""
    measures: frozenset[Measure] = frozenset()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """What is to be worked out, and of what.

    Attributes:
        things: in the order of the question; one alone where each transcript may tell of another.
        noun: what is counted, as the question has it; "" where nothing is.
        less: whether the question takes the first to be the lesser.
        each: whether the one thing is asked of all transcripts.
        place: which of a ranking is asked for, counted from 1; 0 where all of it is, or its first ``many``.
    """

    work: Work
    things: tuple[Thing, ...]
    noun: str = ""
    less: bool = False
    each: bool = False
    place: int = 0
    many: int = MOST_THINGS


_LESS = frozenset("less smaller lower fewer shorter cheaper lighter narrower".split())
_MORE = frozenset("more larger bigger greater higher longer dearer heavier wider taller deeper".split())
_COMPARATIVE = rf"(?:{'|'.join(sorted(_MORE | _LESS))})"
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
_SHARE = re.compile(
    r"(?:what|which) (?:share|proportion|percentage|percent|part|fraction) of (?P<whole>[^?]+?) "
    rf"(?:{_BE}|goes|go|went|comes|come|came) (?P<part>[^?]+)",
    re.IGNORECASE,
)
_IN_YEARS = re.compile(
    r" (?:in|for|from|between) (?P<years>(?:1[89]|20)\d\d(?:(?:, | and | to |, and |-|–)(?:1[89]|20)\d\d)*)$",
    re.IGNORECASE,
)
_PREPOSITION = r"(?:with|of|in|at|for|from|to|by|on|between)"
_THAT_OF = re.compile(rf"^(?:that|those|the one|the ones) (?={_PREPOSITION}\b)", re.IGNORECASE)
_OPENS_WITH = re.compile(rf"^{_PREPOSITION} ", re.IGNORECASE)
_DOES = re.compile(rf" (?:{_AUXILIARY}|did so)$", re.IGNORECASE)
# What each transcript is of, where they tell of several.
_UNITS = (
    r"regions?|provinces?|cit(?:y|ies)|countr(?:y|ies)|towns?|districts?|states?|areas?|transcripts?|meetings?|"
    r"compan(?:y|ies)|firms?|interviews?|partners?|institutions?"
)
_ALL_OF = re.compile(
    rf" (?:{_PREPOSITION} )?(?:(?:all|each|every|both|each one)(?: of)?(?: the| these| those)? |the (?=\w+s$))"
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
# Verbs that any figure of a thing goes with, and what others measure.
_LIGHT = frozenset(map(stem, "have has had get got cost own hold count there reach total amount stand be".split()))
_VERB_MEASURES = {
    "cost": Measure.MONEY, "pay": Measure.MONEY, "earn": Measure.MONEY, "spend": Measure.MONEY, "weigh": Measure.MASS,
    "last": Measure.DURATION, "take": Measure.DURATION,
}  # fmt: skip
_WORD_MEASURES = {
    "longer": (Measure.LENGTH, Measure.DURATION), "shorter": (Measure.LENGTH, Measure.DURATION),
    "heavier": (Measure.MASS,), "lighter": (Measure.MASS,), "wider": (Measure.LENGTH,), "narrower": (Measure.LENGTH,),
    "taller": (Measure.LENGTH,), "deeper": (Measure.LENGTH,), "dearer": (Measure.MONEY,), "cheaper": (Measure.MONEY,),
}  # fmt: skip
_MONEY = re.compile(
    r"\b(?:costs?|prices?|budgets?|loans?|trade|turnover|spending|revenues?|salar(?:y|ies)|wages?|investments?|debts?|"
    r"grants?|profits?|sales|fees?|rents?|taxes|subsid(?:y|ies)|expensive)\b",
    re.IGNORECASE,
)
_OF_MONEY = frozenset(map(stem, "cost price worth value amount sum money figure number level size volume".split()))
# Nobody knows by how much one grew older, or what will be.
_NEVER = re.compile(
    r"\b(?:older|younger|years old|will|would|could|should|planned|expected|target|if|why|"
    r"how (?:did|does|do|is|was))\b",
    re.I,
)


def read_working(text: str) -> Working | None:
    """What ``text`` wants worked out; None where it wants nothing, or does not tell its things apart."""
    plain = plainly(text)
    if _NEVER.search(plain.split(" ", 2)[-1]):
        return None
    for read in (_grown, _set_beside, _difference, _shared, _ranked, _summed):
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
    if not one or (" and " in one and not noun):
        return None
    things = _pair(one, other, noun, verb, _measures(text, word, verb))
    work = Work.TIMES if found["times"] else Work.DIFFERENCE
    return Working(work, things, noun, less=word in _LESS) if things else None


def _difference(text: str) -> Working | None:
    found = _DIFFERENCE.fullmatch(text)
    if not found:
        return None
    things = _pair(found["one"], found["other"], "", "", _measures(text, "", ""), in_common=found["noun"] or "")
    work = Work.TIMES if found["kind"].lower() == "ratio" else Work.DIFFERENCE
    return Working(work, things) if things else None


def _grown(text: str) -> Working | None:
    found = _GROWTH.fullmatch(text)
    if not found:
        return None
    phrase, noun = found["one"] or found["two"], found["noun"] or ""
    phrase, noun = _without_number_of(phrase, noun)
    years = int(found["from"] or found["from_2"]), int(found["to"] or found["to_2"])
    if years[0] == years[1]:
        return None
    thing = _thing(phrase, _counting(noun), _measures(f"{phrase} {noun}", "", ""), in_common=_uncounted(noun))
    things = tuple(replace(thing, label=f"{year}", year=year) for year in years)
    return Working(Work.GROWTH, things, noun, less=bool(found["verb"] and _FALLS.search(found["verb"])))


def _shared(text: str) -> Working | None:
    found = _SHARE.fullmatch(text)
    if not found or re.search(r"\b(?:19|20)\d\d\b", text):
        return None
    whole, part = _thing(found["whole"], "", frozenset()), _thing(_OPENS_WITH.sub("", found["part"]), "", frozenset())
    return Working(Work.SHARE, _apart((whole, part)))


def _ranked(text: str) -> Working | None:
    nth, few = _NTH.fullmatch(text), _FIRST_FEW.fullmatch(text)
    found = nth or few or _RANK.fullmatch(text)
    if not found:
        return None
    what, year = found["what"], None
    if in_year := _IN_YEARS.search(f" {what}"):
        what, year = f" {what}"[: in_year.start()].strip(), int(in_year["years"][:4])
    measures = _measures(what, "", "")
    thing = replace(_thing(what, "" if measures else _counting(what), measures), year=year)
    smallest = bool(nth or few) and found["first"].lower() in _SMALLEST_FIRST
    place = ORDINALS.index(nth["nth"].lower()) + 1 if nth else 0
    many = ONES.index(few["many"].lower()) + 1 if few else MOST_THINGS
    return Working(Work.RANK, (thing,), less=smallest, each=True, place=place, many=many) if thing.plain else None


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
    phrase, noun = _without_number_of(phrase, noun)
    if every := _ALL_OF.search(f" {phrase}"):
        common = f" {phrase}"[: every.start()].strip() or noun
        thing = _thing(common, _counting(noun), _measures(text, "", ""), in_common=_uncounted(noun))
        return Working(work, (thing,), noun, each=True) if thing.plain else None
    if of_years := _IN_YEARS.search(phrase):
        years = _years(of_years["years"])
        bare = phrase[: of_years.start()]
        if total and not total["what"]:
            bare, verb = _less_verb(bare)
        if len(years) > 1:
            own = f"{_uncounted(noun)} {_heavy(verb)}"
            thing = _thing(bare, _counting(noun), _measures(text, "", verb), in_common=own)
            things = tuple(replace(thing, label=str(year), year=year) for year in years)
            return Working(work, things, noun)
    things = _list(phrase, noun, total is not None and not total["what"], text)
    return Working(work, things, noun) if things else None


def _years(said: str) -> list[int]:
    years = [int(year) for year in re.findall(r"\d{4}", said)]
    if len(years) == 2 and re.search(r"to|-|–", said) and 0 < years[1] - years[0] < MOST_THINGS:
        return list(range(years[0], years[1] + 1))
    return years[:MOST_THINGS]


def _list(phrase: str, noun: str, asked_how: bool, text: str) -> tuple[Thing, ...]:
    """The things of "trade with X, Y and Z"; none where the wording names but one."""
    year = None
    if in_year := _IN_YEARS.search(phrase):
        year, phrase = int(in_year["years"][:4]), phrase[: in_year.start()]
    verb = ""
    if asked_how:
        phrase, verb = _less_verb(phrase)
    pieces = re.split(r",? and |, ", phrase)
    # What is between two has one figure.
    if not 1 < len(pieces) <= MOST_THINGS or re.search(r"\bbetween\b", phrase):
        return ()
    first = re.search(r"(?:the [a-z][^,]*?|(?:[A-Z][\w’'-]*)(?: (?:of |the )?[A-Z][\w’'-]*)*)$", pieces[0])
    last_article = pieces[0].rfind(" the ")
    if last_article >= 0 and not re.match(r"[A-Z]", pieces[1]):
        common, head = pieces[0][:last_article], pieces[0][last_article + 1 :]
    elif first:
        common, head = pieces[0][: first.start()], first.group()
    else:
        return ()
    bare = [head, *(_OPENS_WITH.sub("", piece) for piece in pieces[1:])]
    if not all(re.match(r"(?:the |[A-Z])", piece) for piece in bare):
        return ()
    measures, counting = _measures(text, "", verb), _counting(noun)
    common = re.sub(rf" ?{_PREPOSITION} ?$", "", common.strip())
    things = [
        _thing(piece, counting, measures, in_common=f"{common} {_uncounted(noun)} {_heavy(verb)}") for piece in bare
    ]
    return _apart(tuple(replace(thing, year=year) for thing in things))


def _less_verb(phrase: str) -> tuple[str, str]:
    head, _, verb = phrase.rpartition(" ")
    return (head, verb) if head and verb.islower() else (phrase, "")


def _without_number_of(phrase: str, noun: str) -> tuple[str, str]:
    """ "The number of visitors of X" counts visitors."""
    if not noun and (
        of := re.match(r"(?:the )?numbers? of (?P<noun>[a-z-]+)(?= (?:of|in|at|to)\b)", phrase, re.IGNORECASE)
    ):
        return phrase[of.end() :].strip(), of["noun"]
    plural = re.match(rf"(?P<noun>[a-z]+s) (?=(?:of|in|at|to) )(?=.*{_IN_YEARS.pattern})", phrase)
    if not noun and plural and not _MONEY.match(phrase):
        return phrase[plural.end() :], plural["noun"]
    return phrase, noun


def _pair(
    one: str, other: str, noun: str, verb: str, measures: frozenset[Measure], in_common: str = ""
) -> tuple[Thing, ...]:
    """The two things that are set beside each other, what the second leaves unsaid filled in from the first."""
    year = None
    in_year = _IN_YEARS.search(other)
    if in_year and not _IN_YEARS.search(one):
        year, other = int(in_year["years"][:4]), other[: in_year.start()]
    head = re.split(rf" {_PREPOSITION} ", one)[0]
    if pronoun := _THAT_OF.match(other):
        other = f"{head} {other[pronoun.end() :]}"
    elif _OPENS_WITH.match(other):
        other = f"{head} {other}"
    elif re.match(r"[A-Z]", other) and head != one and not re.match(r"[A-Z]", one):
        other = f"{head} of {other}"
    things = [
        _thing(phrase, _counting(noun), measures, in_common=f"{_uncounted(noun)} {_heavy(verb)} {in_common}")
        for phrase in (one, other)
    ]
    return _apart(tuple(thing if thing.year else replace(thing, year=year) for thing in things))


def _apart(things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """The things with what each has alone; none where two have the same words at the same time."""
    every = [thing.plain | thing.names for thing in things]
    found = tuple(
        replace(thing, own=words - frozenset().union(*(w for n, w in enumerate(every) if n != number)))
        for number, (thing, words) in enumerate(zip(things, every, strict=True))
    )
    years = {thing.year for thing in things}
    return found if all(thing.own for thing in found) or len(years) == len(things) else ()


def _thing(phrase: str, counted: str, measures: frozenset[Measure], in_common: str = "") -> Thing:
    year = None
    if in_year := re.search(r" in (?P<year>(?:1[89]|20)\d\d)$", phrase):
        year, phrase = int(in_year["year"]), phrase[: in_year.start()]
    capital = [word for word in re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", phrase) if word[0].isupper()]
    names = frozenset(term for word in capital for term in content_stems(word))
    plain = frozenset(content_stems(f"{phrase} {in_common}")) - names - _OF_MONEY
    return Thing(phrase.strip(), plain, names, counted=counted, measures=measures, year=year)


def _counting(noun: str) -> str:
    """The stem of what is counted, "" where the noun has a unit of its own ("tonnes of timber")."""
    found = [word for word in re.findall(r"[^\W\d_]+", noun) if word.lower() not in FUNCTION_WORDS]
    if (
        not found
        or _unit(noun)
        or not (found[-1].lower().endswith("s") or found[-1].lower() in ("people", "men", "women"))
    ):
        return ""
    return stem(found[-1].lower())


def _unit(noun: str) -> frozenset[Measure]:
    read = read_figures(f"3 {noun}")
    return frozenset({read[0].measure} - {Measure.COUNT}) if read else frozenset()


def _uncounted(noun: str) -> str:
    """The words of the noun that must stand beside its figure: all of it but a unit."""
    if _unit(noun):
        return " ".join(noun.split()[1:])
    return noun


def _heavy(verb: str) -> str:
    return "" if not verb or stem(verb) in _LIGHT or verb in _VERB_MEASURES else verb


def _measures(text: str, word: str, verb: str) -> frozenset[Measure]:
    if verb in _VERB_MEASURES:
        return frozenset({_VERB_MEASURES[verb]})
    if word in _WORD_MEASURES:
        return frozenset(_WORD_MEASURES[word])
    return frozenset({Measure.MONEY}) if _MONEY.search(text) else frozenset()
