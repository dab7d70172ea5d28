"""The person that "he" or "she" most likely means."""

import re

from assistant.corpus.names import own_names
from assistant.corpus.offices import OFFICES, TRADES
from assistant.followups.context import Context, known_so_far
from assistant.followups.labels import as_speaker, is_label, tells_of_self
from assistant.followups.offices import named_beside
from assistant.language import words
from assistant.questions.phrases import Phrase

# Who can promise or decide: names, and words for people.
MAY_ACT = re.compile(
    r"\b[A-Z]|\b(?:people|residents|children|parents|\w+(?:ers|ors|ists|ians|ants|men|women|folk)|"
    r"(?!\w*(?:tree|fee|bee|gree|knee|coffee|guarantee|see|free|cheese)s$)\w+ees)$"
)
_MEMBER = r"\b(?:member|delegate|student|pupil|citizen|neighbou?r|patient|clerk|smith|monk|nun)s?$"
_PERSON = (
    r"\b(?:landlord|landlad(?:y|ies)|bride|groom|thief|thieves|guest|host|chef|boss(?:es)?|child|kid|bab(?:y|ies)|friend|"
    r"partner|colleague|expert|client|victim|witness(?:es)?|husband|wife|wives|son|uncle|aunt|cousin|nephew|niece|heir|boy|"
    r"girl|guy|hero(?:es)?|candidate|graduate|apprentice|relative|deput(?:y|ies)|orphan|scholar|chap|lad|maid|cook)s?$"
)
_BODY = re.compile(
    r"\b(?:government|board|parliament|congress|senate|cabinet|assembly|panel|commission|jury|crew|staff|delegation|"
    r"opposition|court|police|press|public|authorit(?:y|ies)|administration|federation|(?:council|committee|union|"
    r"association|company|firm|school|club|team|cooperative)s?|part(?:y|ies)|ministr(?:y|ies)|famil(?:y|ies))$"
)
_OF_PEOPLE = re.compile(f"{_MEMBER}|{_PERSON}|{_BODY.pattern}")
# They end as words for people do.
_NO_PEOPLE = frozenset(
    """rivers papers towers letters numbers orders quarters containers trailers boilers computers printers shelters
    sewers meters filters charters offers tenders registers corners barriers borders flowers waters powers posters
    matters centers layers chapters covers timbers lumbers doors floors motors tractors reactors sensors errors factors
    sectors corridors generators elevators harbors mirrors colors plants grants wants lists heaters coolers freezers
    drawers rubbers counters scooters steamers piers tiers fevers levers ladders rudders folders
    powders fingers dangers shutters gutters plasters clusters frontiers prayers theaters dinners suppers peppers
    chambers rollers burners cylinders semesters disasters monsters bunkers tankers lockers stickers jumpers bumpers
    banners propellers routers servers browsers sliders barometers thermometers parameters diameters perimeters craters
    disorders cancers winters summers weathers butters leathers feathers helicopters fibers
    lasers careers transfers answers newspapers wallpapers encounters reminders remainders buffers skyscrapers cutters
    cookers starters fertilizers incinerators refrigerators radiators indicators monitors processors conveyors anchors
    razors rumors vapors honors humors moors manors interiors exteriors odors vectors tumors restaurants warrants pants
    elephants pollutants variants remnants wrists fists twists mists""".split()
)
_FULL_NAME = re.compile(r"\b[A-Z][\w’'-]+ [A-Z][\w’'-]+")
# "Who is Ann Lee?" names the one whom it asks about.
_WHO_IS = re.compile(r"\W*(?i:who)(?: is| was|[’']s) [A-Z](?![^?,]*['’]s? )")


def person_meant(context: Context, pronoun: str = "", line: str = "") -> Phrase | None:
    """The person of the turns before, the latest first; None where nobody is named.

    Args:
        pronoun: "he" or "she", which leaves out whom a title or the user calls otherwise; "" takes anyone.
        line: the line that the pronoun stands in, which means nobody by it whom it names.
    """
    beginning = context.beginning
    told = [as_speaker(p) if is_label(beginning, p.end) else p for p in context.told()]
    asked, told = (_whom(said, context, pronoun, line) for said in (context.asked(), told))
    recalled = [p for p in asked if p.start > context.question.rfind(" (") >= 0]
    asked = [p for p in asked if p not in recalled]
    labels = [p for p in told if is_label(beginning, p.end)]
    told = [p for p in told if not is_label(beginning, p.end)]
    if re.search(r"\bwho\b", context.question, re.IGNORECASE) and not _WHO_IS.match(context.question):
        called = [p for p in told if p.named and pronoun and _called(p, context) == pronoun]
        speakers = called or [p for p in labels if tells_of_self(beginning, p.end)]
        named = speakers or [p for p in told if p.named and (p.person or not p.located)]
        named = [p for p in named if p.bare not in context.question] or named
        named = [p for p in named if p.person] or labels or named
        named = [p for p in named if _FULL_NAME.search(p.core)] or named
        if named:
            return _in_the_office(told, context) or named[0]
    for phrases in (asked, told, labels, recalled):
        found = [p for p in phrases if (p.person or is_surname(p, context)) and p.named]
        found = [p for p in found if re.search(r"\b[A-Z]", p.core)] or found  # "the mayor of Kent, Ann Lee"
        found = found or [p for p in phrases if p.person]
        if found:
            return found[0]
    if context.earlier and (person := person_meant(known_so_far(context.earlier, context), pronoun, line)):
        return person
    named = [p for p in asked + told + labels + recalled if p.named and not p.located]
    return named[0] if named else None


def may_act(phrase: Phrase) -> bool:
    """Whether it is somebody, or a body, who can vote, want or promise: "the mayor", "the weavers", "the union"."""
    core = phrase.core.lower()
    people = MAY_ACT.search(core) and core.split()[-1] not in _NO_PEOPLE
    return phrase.person or core.split()[-1].removesuffix("s") in TRADES or bool(people or _OF_PEOPLE.search(core))


def is_body(phrase: Phrase) -> bool:
    """Whether it is several as one: a council, a board, a ministry."""
    return not phrase.person and not phrase.named and bool(_BODY.search(phrase.core.lower()))


def may_be_somebody(phrase: Phrase) -> bool:
    """Whether it is a person, by name, office or trade, or one who does something: "the owner", "the clerk"."""
    last = phrase.core.lower().split()[-1]
    several = re.sub(r"man$", "men", last) if last.endswith("man") else f"{last}s"
    one = not phrase.named and last not in _NO_PEOPLE and several not in _NO_PEOPLE
    return (
        phrase.person
        or last in TRADES
        or (one and bool(MAY_ACT.search(several) or re.search(f"{_MEMBER}|{_PERSON}", last)))
    )


def tells_of_somebody(context: Context, pronoun: str) -> bool:
    """Whether somebody is told of whom "he" or "she" can mean, and not only a name of what may be anything."""
    meant = person_meant(context, pronoun)
    return meant is not None and (meant.person or bool(re.search(r"\bwho\b", context.question, re.IGNORECASE)))


MINDED = (
    "say|answer|reply|think|want|suggest|propose|ask|favour|prefer|promise|claim|object|mean|believe|hope|intend|plan|"
    "decide|offer|fear|complain|demand|agree|accept|refuse|reject|approve|vote|protest|worry|know|feel|regret|warn|"
    "threaten|settle on|choose|pick|discuss|talk|consider|argue|conclude|dislike|expect|learn|forget|remember|hear|"
    "bother|try|hate|blame|praise|recommend|admit|deny"
)


def is_surname(phrase: Phrase, context: Context) -> bool:
    """Whether a single name is somebody's: it speaks, thinks or wants, or is told of as "he" or "she"."""
    if not re.fullmatch(r"[A-Z][\w’'-]+", phrase.bare) or phrase.located or phrase.text != phrase.bare:
        return False
    if _told_as(phrase.bare, context):
        return True
    name = re.escape(phrase.bare)
    minded = rf"\b(?:does|did|has|would|will) {name}(?: \w+)? (?:{MINDED})\b"
    return bool(re.search(minded, context.question) or re.search(rf"(?:^|[.?!] ){name}: ", context.answer))


def _in_the_office(told: list[Phrase], context: Context) -> Phrase | None:
    """Of those whom an answer names the one beside whom the office stands that was asked for."""
    for office in words(context.question):
        holder = named_beside(office, context.answer) if office in OFFICES | TRADES else ""
        if found := next((phrase for phrase in told if holder and holder in phrase.bare), None):
            return found
    return None


def _whom(phrases: list[Phrase], context: Context, pronoun: str, line: str) -> list[Phrase]:
    """The phrases less those who are called otherwise, as "Mrs Lee" is no "he", and those whom ``line`` names."""
    other = {"he": "she", "she": "he"}.get(pronoun)
    said = {word for name in own_names(line) for word in words(name.text)}
    phrases = [p for p in phrases if not (p.named and said & set(words(p.core)[-1:]))]
    return [p for p in phrases if other is None or (_called(p, context) != other and not p.plural)]


def _told_as(name: str, context: Context) -> str:
    """What the answer calls somebody straight after the name: "we asked Bo, but he left", "Bo came. He left"."""
    then = rf"\b{re.escape(name)}\b(?:,| [^.?!;:A-Z]{{0,60}}?(?:,|(?=and|but|when|because|if)|[.?!](?: \[\d+\])*))"
    told = re.search(rf"{then} ?(?:(?:and|but|so|when|because|if) )?(?P<called>[Hh]e|[Ss]he)\b", context.answer)
    if name in context.question:  # "Has Bo left?" – "Ann: He has."
        told = told or re.match(r"(?:[A-Z][^.?!:]{0,40}: )?(?:Yes|No)?\W*(?P<called>[Hh]e|[Ss]he)\b", context.answer)
    return told["called"].lower() if told else ""


_TITLES = {
    "she": r"Mrs|Ms|Miss|Madam|Lady|Queen|Princess|[Cc]hairwoman|[Ss]pokeswoman",
    "he": r"Mr|Mister|Sir|Lord|King",
}
_WOMAN = re.compile(r"\b(?:chairwoman|spokeswoman|woman|wife|mother|daughter|sister|widow)$")
_MAN = re.compile(r"\b(?:man|husband|father|son|brother|widower)$")


def _called(phrase: Phrase, context: Context) -> str:
    """Whether it is a "he" or a "she", by what the user called them or a title beside the name; "" where unknown."""
    last = phrase.bare.split()[-1]
    if (called := context.called.get(last)) or not phrase.named:
        return called or ("she" if _WOMAN.search(phrase.core) else "he" if _MAN.search(phrase.core) else "")
    said = f"{context.question} {context.answer}"
    titled = rf"\.? (?:[A-Z][\w’'-]+ )*{re.escape(last)}\b"
    by_title = next((one for one, title in _TITLES.items() if re.search(rf"\b(?:{title}){titled}", said)), "")
    return by_title or _told_as(last, context)
