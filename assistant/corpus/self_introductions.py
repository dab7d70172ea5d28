"""Who speaks in a recording of one person that no label parts: its talk says so once, "hi everyone, it's Ada here".

Captions of a machine have no capitals, so that a name is told by the words around it alone. "It's lovely here" and "I'm
sorry" give none, nor does a recording in which two give a name.
"""

import re

from assistant.corpus.dates import CALENDAR
from assistant.language import FUNCTION_WORDS

# A talk introduces itself within so many characters.
_OPENING = 600
_WORD = r"[^\W\d_][^\W\d_’'-]+(?:[’'-][^\W\d_]+)?"
_NAME = rf"(?P<name>{_WORD}(?: {_WORD})?)"
_GREETED = r"\b(?:hi|hey|hello|welcome|good (?:morning|afternoon|evening))\b(?:[\s,.!]+[\w’'&-]+){0,12}?[\s,.!]+"
_GOES_ON = r"(?=[\s,.!]+(?:and (?:this is|welcome|you[’']re|today)|welcome to|from)\b)"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bmy name(?: is|[’']s) {_NAME}",
        rf"{_GREETED}(?:it[’']s|it is|this is) {_NAME}(?= here\b| speaking\b)",
        rf"\b(?:i[’']m|i am) {_NAME}{_GOES_ON}",
    )
)
# Behind a quotation verb a name is somebody else's.
_QUOTED = re.compile(r"\b(?:said|says|went|goes|like|that)[\s,:“\"]+$", re.IGNORECASE)
# What stands where a name may.
_NO_NAME = frozenset(
    """sorry glad happy excited back ready fine good great nice lovely beautiful cold hot warm wet dry windy sunny quiet
    busy dark late early new old alone home live always never still really quite pretty everyone everybody nobody
    someone folks guys today tonight now okay right well sure afraid aware proud grateful honoured honored thankful
    delighted pleased way over up down out only almost about not absolutely super wonderful amazing perfect safe awful
    freezing gorgeous horrible peaceful calm original coming talking speaking welcome two three four part important
    short long unusual secret common rare""".split()
)
_ENDINGS = ("ing", "ed", "ly")


def self_introduced(said: str) -> str:
    """The name that the opening of a talk gives as the speaker's own, with capitals; "" where it gives none, or two."""
    opening = said[:_OPENING]
    given = dict.fromkeys(
        name.casefold()
        for form in _FORMS
        for match in form.finditer(opening)
        if not _QUOTED.search(opening, 0, match.start()) and (name := _read(match["name"], opening))
    )
    if len(given) != 1:
        return ""
    return " ".join(word[:1].upper() + word[1:] for word in next(iter(given)).split())


def _read(called: str, opening: str) -> str:
    """The words of it that are a name: in a talk with capitals those that have one."""
    words = called.split()
    capitals = sum(word[0].isupper() for word in opening.split()) > 2
    kept: list[str] = []
    for word in words:
        plain = word.lower()
        common = plain in FUNCTION_WORDS | _NO_NAME | CALENDAR or plain.endswith(_ENDINGS)
        if common or (capitals and not word[0].isupper()):
            break
        kept.append(word)
    return " ".join(kept)
