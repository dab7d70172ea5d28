"""Who is there: the people whom minutes list as present or excused, and whom the labels of a talk name.

A list is a line with "Present:" and names after it, or a heading "Attendees" with a name a line below. What is said of
each ("Ann Lee (chair)", "Ann Lee, treasurer, Elm Trust; …") is left off.
"""

import re
from collections.abc import Iterable, Sequence

from assistant.corpus.names import OFFICES
from assistant.corpus.sentences import Span
from assistant.language import FUNCTION_WORDS

_KINDS = (
    r"(?:also |members? |board members |councillors |committee members )?(?:present|attending)|people present|"
    r"attend(?:ees|ance|ed by)|in attendance|participants|witnesses|panel(?:lists)?|speakers|"
    r"(?:apologies|absent|excused|regrets)(?: (?:from|for absence))?"
)
_LIST = re.compile(
    rf"[\s#>*_|•–-]{{0,8}}(?:\d+[.)]\s)?(?:{_KINDS})\s?(?:\([^)\n]{{0,40}}\))?[*_]{{0,2}}\s?"
    r"(?:[:|][*_|]{0,2}\s*(?P<names>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_BULLET = re.compile(r"(?:[-*•–·]|\d+[.)])\s+")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,80}[)\]]")
_SAID_OF = re.compile(r"\s[-–—|]{1,2}\s|[,:]\s")
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")
# Nobody reads more of a line, or more lines below a heading, than these.
_LINE_CHARACTERS, _LINES = 2000, 40
_TITLES = OFFICES | frozenset("miss mx cllr councillor rev reverend hon dame".split())
_PARTICLES = frozenset("de da di du la le van von der den bin al el".split())


def attending(text: str, paragraphs: Sequence[Span]) -> list[str]:
    """The people of the lists of who is present or excused, in order, each once."""
    found: list[str] = []
    for number, (start, end) in enumerate(paragraphs):
        match = _LIST.fullmatch(text[start : min(end, start + _LINE_CHARACTERS)])
        if not match:
            continue
        if names := (match["names"] or "").strip(" *_|"):
            found += _listed(names)
            continue
        for first, last in paragraphs[number + 1 : number + 1 + _LINES]:
            bullet = _BULLET.match(line := text[first : min(last, first + _LINE_CHARACTERS)])
            if not bullet:
                break
            found.append(person_called(line[bullet.end() :]))
    return list(filter(None, dict.fromkeys(found)))


def everyone(*named: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once, whether written in capitals or not."""
    by_name: dict[str, str] = {}
    for name in (name for names in named for name in names):
        if name:
            by_name.setdefault(name.lower(), name)
    return tuple(by_name.values())


def person_called(label: str) -> str:
    """The name and surname in what somebody is called ("DR. ANN LEE, CHAIR" is Ann Lee); empty where it has none."""
    bare = _SAID_OF.split(_BRACKETS.sub("", label.strip(" *_.;|")))[0]
    words = _WORD.findall(bare)
    while words and words[0].lower().strip(".") in _TITLES:
        words = words[1:]
    small = [word for word in words if not word[0].isupper()]
    if not 2 <= len(words) <= 4 or " ".join(words) not in bare or not _PARTICLES.issuperset(small):
        return ""
    if any(word.lower().strip(".") in FUNCTION_WORDS | OFFICES for word in words):
        return ""
    return " ".join(_small(word) for word in words) if bare.isupper() else " ".join(words)


def _listed(names: str) -> list[str]:
    """The people of one line; where semicolons part them, commas tell what they are."""
    apart = r"\s*;\s*" if ";" in names else r"\s*,\s*|\s+and\s+"
    return [person for item in re.split(apart, _BRACKETS.sub("", names)) if (person := person_called(item))]


def _small(word: str) -> str:
    """A word in capitals as names are written: "O'NEIL-LEE" is O'Neil-Lee."""
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
