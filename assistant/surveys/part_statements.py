"""Sentences and lines that tell who plays a part at a meeting, by their words."""

import re

from assistant.corpus.offices import OFFICES
from assistant.questions.matters import Matter
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.parts_played import Part, PartAsked
from assistant.surveys.proceedings import tells_of
from assistant.surveys.resolutions import SURELY

_CAPITAL = r"[A-Z][\w’'-]{1,30}"
_PERSON = rf"(?-i:(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame)\b\.? )?{_CAPITAL}(?: (?:de|van|von|al)\b)?(?: {_CAPITAL}){{0,3}})"
# A title or two names, and nothing behind that would make it a clause.
_IN_FULL = rf"(?=(?-i:(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sir|Dame)\b|{_CAPITAL} [A-Z])){_PERSON}\s*(?:[,.;()\]*–-]|$)"
_OFFICER = rf"the (?:[\w-]+ ){{0,2}}(?:{'|'.join(sorted(OFFICES))})"
# An aside, or a title, between the name and what is done: "the mayor, Ann Lee, opened".
_WHO = rf"(?:{_PERSON}|{_OFFICER}\b)(?:,? \([^()]{{1,60}}\)|, [^,.;]{{1,60}},|,)?"
_GATHERING = (
    rf"(?:{TRANSCRIPT}|assembly|panel|evening|proceedings|gathering|inquiry|inquest|trial|forum|consultation|day|talks)"
)
_THE = r"(?:the |this |our |today[’']s |that )(?:[\w’'-]+ ){0,3}?"
_DONE = {
    Part.OPENED: ("opened|began|started", "opened", "opening"),
    Part.CLOSED: (
        "closed|ended|concluded|adjourned|wound up",
        "closed|ended|concluded|adjourned",
        "closing|concluding",
    ),
}


def _of_an_end(did: str, done: str, doing: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b{_WHO} (?:then |formally |officially )?(?:{did}) {_THE}{_GATHERING}\b|"
        rf"\b(?:he|she) (?:{did}) {_THE}{_GATHERING}\b|"
        rf"\b{_GATHERING} (?:was|is) (?:then |formally |officially )?(?:{done}) (?:[^.;,]{{1,40}} )?by {_WHO}|"
        rf"^\W*(?:in )?(?:{doing}) {_THE}{_GATHERING}, {_WHO}|"
        rf"\b{_PERSON} (?:{did.partition('|')[0]}) with (?:a|an|the|thanks)\b",
        re.IGNORECASE,
    )


_TWO_NAMES = re.compile(rf"{_CAPITAL} {_CAPITAL}")
_ENDS = {part: _of_an_end(*verbs) for part, verbs in _DONE.items()}
_HOSTED = re.compile(
    rf"\b(?:(?:hosted|presented|moderated) by {_PERSON}|{_PERSON} (?:hosted|moderated|presented) {_THE}{_GATHERING}|"
    rf"(?:the |our |your )?(?:host|moderator|presenter)s?,? (?:(?:is|was|are|were) )?{_PERSON})",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    rf"{_PERSON} ?\((?:taking (?:the )?)?minutes?(?:[- ]taker)?\)|\bminutes (?:were |was )?(?:taken|written|kept) by\b|"
    rf"\bminute[- ]taker ?:|\b{_WHO} (?:took|kept|wrote) the minutes\b",
    re.IGNORECASE,
)
_ROLE_OF = {
    Part.CHAIRED: r"chair(?:man|woman|person)?|moderator",
    Part.HOSTED: r"host|moderator|presenter",
    Part.MINUTES: r"minutes|minute[- ]taker",
}
HEADS = tuple(_ROLE_OF)


def tells_part(asked: PartAsked, sentence: str) -> bool:
    """Whether a sentence says who plays the part."""
    if asked.part in _ENDS:
        return bool(_ENDS[asked.part].search(sentence))
    if asked.part is Part.CHAIRED or asked.role.startswith("chair"):
        return tells_of(Matter.CHAIRED, sentence) == SURELY
    if asked.part is Part.HOSTED or asked.role in ("host", "presenter", "moderator"):
        return bool(_HOSTED.search(sentence))
    if asked.part is Part.MINUTES:
        return bool(_MINUTES.search(sentence))
    return asked.part is Part.NAMED and _introduces(asked.role, sentence)


def may_tell_end(part: Part, sentence: str) -> bool:
    """Whether a sentence with somebody's full name speaks of opening, or of closing, anything."""
    verbs = "|".join(_DONE.get(part, ()))
    return bool(verbs) and bool(re.search(rf"\b(?:{verbs})\b", sentence)) and bool(_TWO_NAMES.search(sentence))


def head_line(asked: PartAsked, line: str) -> bool:
    """Whether a line of a head names who plays the part: "Moderator: Ann Lee"."""
    roles = asked.role or _ROLE_OF.get(asked.part, "")
    return bool(roles) and bool(re.search(rf"\b(?:{roles})s?\**\s?:\**\s+{_IN_FULL}", line, re.IGNORECASE))


def names_guest(role: str, sentence: str) -> bool:
    """Whether the noun of a part stands in a sentence at all."""
    return bool(role) and bool(re.search(rf"\b{role}(?:s|es)?\b", sentence, re.IGNORECASE))


def _introduces(role: str, sentence: str) -> bool:
    """Whether a sentence introduces who plays a part: "My guest is Ann Lee", "I call Ann Lee"."""
    whose = r"(?:my|our|the|today[’']s|tonight[’']s|[\w’]+[’']s?)"
    said = rf"\b{whose} (?:\w+ )?{role}s?(?: today| tonight| this \w+)? (?:is|are|was|were) "
    if re.search(rf"{said}(?:the [\w -]{{3,40}}, )?{_PERSON}", sentence, re.IGNORECASE):
        return True
    if role == "guest":
        return bool(
            re.search(
                rf"\b(?:with (?:me|us)(?: \w+)? (?:is|are)|(?:joined by|welcome)) (?:\w+ ){{0,2}}{_PERSON}",
                sentence,
                re.IGNORECASE,
            )
        )
    return role == "witness" and bool(re.search(rf"\bI (?:now )?call (?:to the stand )?{_PERSON}", sentence))
