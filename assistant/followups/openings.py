"""What a line opens with before it asks: thanks, "and", or word that it turns to something else."""

import re

_COURTESY = re.compile(
    r"(?:(?:thanks|thank you|ok(?:ay)?|great|right|fine|good|i see|got it|alright|well)\b[,.!;: ]+)+", re.I
)
# "One last question:" announces no other subject.
_ANNOUNCED = re.compile(
    r"(?:and )?(?:just )?(?:(?:one|a) (?:more|last|final|other|quick)|(?:my |the )?(?:last|final|quick)) "
    r"(?:thing|question|point)\s*[,.:;–-]+\s*",
    re.IGNORECASE,
)
_SO = r"(?:(?:completely|totally|entirely|quite|wholly|altogether) )?"
_THING = r"(?:subject|topic|question|matter|thing|note|tack)"
_NEW_TOPIC = re.compile(
    r"(?:(?:now,? )?(?:and )?(?:by the way,? )?(?:(?:(?:on|for) )?(?:a |an )?"
    rf"{_SO}(?:different|another|new|other|unrelated|separate) {_THING}|"
    rf"on an? [\w-]+ note|(?:(?:this is |for )?something )?{_SO}(?:different|unrelated)|"
    r"(?:chang(?:e of|ing|e) (?:the )?|switch(?:ing)? )(?:subjects?|topics?|tack|gears)|"
    r"(?:forget|never ?mind|leaving|leave) (?:about )?(?:that|this|it)(?: aside)?|that aside|moving on|"
    r"let['’]?s (?:leave|move on|turn to)[^,.:;–-]*|"
    r"something else(?: entirely| altogether)?)(?: now)?|(?:now|moving on) (?:to|about) [^,.:;–-]{3,40}|"
    r"(?:(?:now|going|coming) )?(?:back|returning) to (?P<to>[^,.:;–-]{3,40}))"
    r"\s*[,.:;–-]+\s*(?:but )?",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?:and|but|or|so|then|also|btw|by the way|(?:only|just)(?= (?:in|at|on|about|for|from|of)\b))\b,? ?)+",
    re.IGNORECASE,
)


def new_topic(body: str) -> re.Match[str] | None:
    """How a line says that it turns to something else; its group ``to`` is what it goes back to, if it names that."""
    fresh = _NEW_TOPIC.match(body)
    return fresh if fresh and fresh.end() < len(body) else None


def without_courtesy(line: str) -> str:
    """The line without thanks, and without word that it is the last one."""
    for opening in (_COURTESY, _ANNOUNCED):
        line = _without(opening, line)
    return line


def without_lead(body: str) -> str:
    """The line without the "and" or "by the way" that it begins with."""
    return _without(_LEAD, body)


def _without(opening: re.Pattern[str], line: str) -> str:
    found = opening.match(line)
    return line[found.end() :] if found and found.end() < len(line) else line
