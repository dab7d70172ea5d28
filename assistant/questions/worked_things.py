"""The things of a question that figures are asked of: "trade with Elm", "the pier", each with what tells it apart."""

import re
from dataclasses import dataclass, replace

from assistant.corpus.figures import Measure, read_figures
from assistant.language import FUNCTION_WORDS, content_stems, stem

MOST_THINGS = 8


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a figure is asked of.

    Attributes:
        label: what it is called in an answer.
        phrase: its words in the question.
        plain: stems that stand in the statement of its figure; ``names`` those written with capitals, which the heading
            may have instead.
        prepositions: those of its phrase.
        own: those of its stems that the other things of the question do not have.
        counted: the stem of what is counted, "" where nothing is.
        measures: what its figure may measure; any where empty.
        year: that its figure is for, where the question says.
        everywhere: whether it is asked of every transcript, each of which may have its name.
    """

    label: str
    plain: frozenset[str]
    names: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    counted: str = ""
    measures: frozenset[Measure] = frozenset()
    year: int | None = None
    phrase: str = ""
    prepositions: frozenset[str] = frozenset()
    everywhere: bool = False


PREPOSITION = r"(?:with|of|in|at|for|from|to|by|on|between)"
PREPOSITIONS = frozenset(re.findall(r"[a-z]+", PREPOSITION))
_THAT_OF = re.compile(rf"^(?:that|those|the one|the ones) (?={PREPOSITION}\b)", re.IGNORECASE)
_OPENS_WITH = re.compile(rf"^{PREPOSITION} ", re.IGNORECASE)
IN_YEARS = re.compile(
    r" (?:in|for|from|between) (?P<years>(?:1[89]|20)\d\d(?:(?:, | and | to |, and |-|–)(?:1[89]|20)\d\d)*)$",
    re.IGNORECASE,
)
# Verbs that any figure of a thing goes with, and what others measure.
_LIGHT = frozenset(map(stem, "have has had get got own hold count there reach total amount stand be".split()))
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
_MEASURED = re.compile(
    r"\b(?:heights?|lengths?|widths?|depths?|weights?|distances?|areas?|populations?|temperatures?|numbers?|unemployment|"
    r"inflation|rates?|exports|imports|outputs?|production)\b",
    re.IGNORECASE,
)
# Words that say nothing of what a figure is of.
NEUTRAL = frozenset(map(stem, "amount sum money figure number level size volume".split()))


def list_of(phrase: str, noun: str, asked_how: bool, text: str) -> tuple[Thing, ...]:
    """The things of "trade with X, Y and Z"; none where the wording names but one."""
    year = None
    if in_year := IN_YEARS.search(phrase):
        year, phrase = int(in_year["years"][:4]), phrase[: in_year.start()]
    verb = ""
    if asked_how:
        phrase, verb = parted_from_verb(phrase)
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
    measures, counted = measures_of(text, "", verb), counting(noun)
    things = [
        thing_of(piece, counted, measures, in_common=f"{common} {uncounted(noun)} {heavy(verb)}") for piece in bare
    ]
    return _apart(tuple(replace(thing, year=year) for thing in things))


def parted_from_verb(phrase: str) -> tuple[str, str]:
    """ "Elm employ" as "Elm" and "employ"; no verb where the last word is a name."""
    head, _, verb = phrase.rpartition(" ")
    return (head, verb) if head and verb.islower() else (phrase, "")


def without_number_of(phrase: str, noun: str) -> tuple[str, str]:
    """ "The number of visitors of X" counts visitors."""
    if not noun and (
        of := re.match(r"(?:the )?numbers? of (?P<noun>[a-z-]+)(?= (?:of|in|at|to)\b)", phrase, re.IGNORECASE)
    ):
        return phrase[of.end() :].strip(), of["noun"]
    plural = re.match(rf"(?P<noun>[a-z]+s) (?=(?:of|in|at|to) )(?=.*{IN_YEARS.pattern})", phrase)
    if not noun and plural and not _MONEY.match(phrase):
        return phrase[plural.end() :], plural["noun"]
    return phrase, noun


def pair_of(
    one: str, other: str, noun: str, verb: str, measures: frozenset[Measure], in_common: str = ""
) -> tuple[Thing, ...]:
    """The two things that are set beside each other, what the second leaves unsaid filled in from the first."""
    year = None
    in_year = IN_YEARS.search(other)
    if in_year and not IN_YEARS.search(one):
        year, other = int(in_year["years"][:4]), other[: in_year.start()]
    head = re.split(rf" {PREPOSITION} ", one)[0]
    if pronoun := _THAT_OF.match(other):
        other = f"{head} {other[pronoun.end() :]}"
    elif _OPENS_WITH.match(other):
        other = f"{head} {other}"
    elif re.match(r"[A-Z]", other) and head != one and not re.match(r"[A-Z]", one):
        other = f"{one[: before.end()]}{other}" if (before := re.match(rf".*? {PREPOSITION} ", one)) else other
    things = [
        thing_of(phrase, counting(noun), measures, in_common=f"{uncounted(noun)} {heavy(verb)} {in_common}")
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


def thing_of(phrase: str, counted: str, measures: frozenset[Measure], in_common: str = "") -> Thing:
    """The thing that ``phrase`` names, with the words that it shares with others of the question."""
    year = None
    if in_year := re.search(r" in (?P<year>(?:1[89]|20)\d\d)$", phrase):
        year, phrase = int(in_year["year"]), phrase[: in_year.start()]
    capital = [word for word in re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", phrase) if word[0].isupper()]
    names = frozenset(term for word in capital for term in content_stems(word))
    words = f"{in_common} {phrase}"
    plain = frozenset(content_stems(words)) - names - NEUTRAL
    prepositions = PREPOSITIONS & frozenset(words.lower().split())
    label = phrase.strip()
    return Thing(
        label, plain, names, counted=counted, measures=measures, year=year, phrase=label, prepositions=prepositions
    )


def counting(noun: str) -> str:
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


def uncounted(noun: str) -> str:
    """The words of the noun that must stand beside its figure: all of it but a unit."""
    if _unit(noun):
        return " ".join(noun.split()[1:])
    return noun


def heavy(verb: str) -> str:
    """The verb, "" where any figure of a thing goes with it ("have")."""
    return "" if not verb or stem(verb) in _LIGHT else verb


def measures_of(text: str, word: str, verb: str) -> frozenset[Measure]:
    """What a figure asked for with these words may measure; nothing in particular where empty."""
    if verb in _VERB_MEASURES:
        return frozenset({_VERB_MEASURES[verb]})
    if word in _WORD_MEASURES:
        return frozenset(_WORD_MEASURES[word])
    return frozenset({Measure.MONEY}) if _MONEY.search(text) else frozenset()


def says_measure(phrase: str) -> bool:
    """Whether a phrase names something that is told by a figure: "trade with Elm", not "the Elm plan"."""
    return bool(_MONEY.search(phrase) or _MEASURED.search(phrase))
