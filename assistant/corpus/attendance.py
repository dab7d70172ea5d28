"""Who is there: the people whom minutes list as present or excused, and whom the labels of a talk name.

A list is a line with "Present:" and names after it, on the lines below too, or a heading "Attendees" with a name a line
below. What is said of each ("Ann Lee (chair)", "Ann Lee, treasurer, Elm Trust; …") is left off. Products and firms have
panels, speakers and participants too: such a list counts only where it names an office or somebody who is known.
Above a talk a line may tell whose it is ("Guest: Ann Lee, owner of Elm House"), and below a list, who came for whom.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from assistant.corpus.marks import Marks
from assistant.corpus.offices import OFFICES, TRADES
from assistant.corpus.sentences import Span
from assistant.language import FUNCTION_WORDS

_DOUBTFUL = r"participants|witnesses|panel(?:lists)?|speakers"
_KINDS = (
    r"(?:also |members? |board members |councillors |committee members )?(?:present|attending)|people present|"
    rf"attend(?:ees|ance|ed by)|in attendance|(?P<doubtful>{_DOUBTFUL})|"
    r"(?:apologies|absent|excused|regrets)(?: (?:from|for absence))?"
)
_LIST = re.compile(
    rf"[\s#>*_|•–-]{{0,8}}(?:\d+[.)]\s)?(?:{_KINDS})\s?(?:\([^)\n]{{0,40}}\))?[*_]{{0,2}}\s?"
    r"(?:[:|][*_|]{0,2}\s*(?P<names>.*))?",
    re.IGNORECASE | re.DOTALL,
)
# Of one person, with what is said of her; of several; and beside a list of who is present.
_ABOVE = re.compile(
    r"[\s#>*_|•–-]{0,8}(?:"
    r"(?P<one>(?:co-?)?host|guest|moderator|interviewe[er]|presenter|facilitator|lecturer|speaker|participant|respondent|"
    r"witness|researcher|"
    r"(?:hosted|moderated|interviewed|presented|chaired) by|with)|"
    r"(?P<several>(?:co-?)?hosts|guests|moderators|interviewe[er]s|presenters|facilitators|lecturers|speakers)|"
    r"(?P<side>for (?:the )?[\w ]{2,30})"
    r")[*_]{0,2}\s?:[*_]{0,2}\s+(?P<names>\S.*)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[-*•–·]|\d+[.)])\s+")
_BRACKETS = re.compile(r"(?<!\s)\s*+[(\[][^()\[\]]{0,80}[)\]]")
_SAID_OF = re.compile(r"\s[-–—|]{1,2}\s|[,:]\s")
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")
# Nobody reads more of a line, or more lines below a heading, than these; a name in a list is no longer.
_LINE_CHARACTERS, _LINES, _NAME_CHARACTERS = 2000, 40, 120
_TITLES = OFFICES | frozenset("miss mx cllr councillor rev reverend hon dame".split())
_PARTICLES = frozenset("de da di du la le van von der den bin al el".split())
# What the names of organisations have in them.
_ORGANISATIONS = frozenset(
    """corp corporation inc incorporated ltd limited llc llp plc gmbh company companies group holding holdings
    bank trust council committee board commission agency authority ministry department office bureau union association
    society federation foundation institute institution university college school academy hospital clinic museum
    library club party government parliament assembly railway railways airline airlines airways motors industries
    enterprises services systems solutions technologies network""".split()
)
# What the names of places and of things have in them, and some people's too.
_THINGS = _ORGANISATIONS | frozenset(
    """energy power press news media team project programme program district region county state republic city town
    village street road lane avenue square park bridge river lake sea bay island islands mountain mountains forest
    valley hill coast harbour harbor port station airport hall house lighthouse tower castle palace hotel market stage
    tent theatre theater church court quay wharf row terrace""".split()
)
_NOBODYS = FUNCTION_WORDS | OFFICES | _ORGANISATIONS
_GOES_ON = re.compile(r"\w|['’]s\b")
_PLACED = re.compile(r"\b(?:in|near|across|throughout|inside|outside|around|at|into|the)\s(?:the\s)?(?=[^\W\d_])")


def present(text: str, paragraphs: Sequence[Span], told: Collection[str], marks: Marks, above: int) -> tuple[str, ...]:
    """Whom a transcript lists as present, and who speaks in it, by its ``marks``, under a name and surname.

    Args:
        text: what the paragraphs are of.
        paragraphs: all of them, in order.
        told: who is spoken of.
        marks: where who speaks.
        above: how many paragraphs stand above the first sentence.
    """
    called = list(filter(None, map(person_called, dict.fromkeys(mark.speaker or "" for mark in marks))))
    return everyone(attending(text, paragraphs, {*told, *called}, above), called)


def attending(text: str, paragraphs: Sequence[Span], known: Collection[str] = (), above: int = 0) -> list[str]:
    """The people of the lists of who is present or excused, in order, each once.

    Args:
        text: what the paragraphs are of.
        paragraphs: all of them, in order.
        known: who speaks or is spoken of.
        above: how many paragraphs stand above the first sentence.
    """
    found: list[str] = []
    known_names, read = frozenset(known), 0
    for number, (start, end) in enumerate(paragraphs):
        line = text[start : min(end, start + _LINE_CHARACTERS)]
        match = None if number < read else _LIST.fullmatch(line)
        if number < above and (told := _told_above(line, listed=bool(found))):
            found += told
            continue
        if not match:
            continue
        names = (match["names"] or "").strip(" *_|")
        below = _lines_below(text, paragraphs[number : number + 1 + _LINES], broken=bool(names))
        read = number + 1 + len(below)
        listed = [*_listed(names), *filter(None, map(person_called, below))]
        if match["doubtful"]:
            counts = _names_office([names, *below]) or not known_names.isdisjoint(listed)
            listed = [name for name in listed if name in known_names or not names_thing(name)] if counts else []
        found += listed
    placed = standing_as_places(text, found)
    return [name for name in dict.fromkeys(found) if name not in placed]


def _told_above(line: str, *, listed: bool) -> list[str]:
    """Whom a line above a talk names as its host, its guest and so on; for whom somebody came only below a list."""
    match = _ABOVE.fullmatch(line)
    if not match or (match["side"] and not listed) or line.rstrip(" *_")[-1] in "!?":
        return []
    names = match["names"]
    if match["one"]:
        persons = re.split(r";|\band\b|&", _BRACKETS.sub("", names))
        called = list(filter(None, map(person_called, persons)))
    else:
        called = _listed(names)
    return [name for name in called if not names_thing(name)]


def _lines_below(text: str, spans: Sequence[Span], *, broken: bool) -> list[str]:
    """What the lines of a list below the first of ``spans`` name: those with a bullet, or each that is a person.

    Args:
        text: what the spans are of.
        spans: the head of the list, and what follows it.
        broken: whether the head names people, so that only a broken line goes on with them.
    """
    lines: list[str] = []
    bullets = None
    gap = "\n" if broken else ""
    for (_, before), (start, end) in pairwise(spans):
        line = text[start : min(end, start + _LINE_CHARACTERS)]
        bullet = _BULLET.match(line)
        bullets = bool(bullet) if bullets is None and not broken else bool(bullets)
        between = "\n" if text.count("\n", before, start) < 2 else "\n\n"
        if bool(bullet) != bullets or (not bullets and (not _is_person(line) or (gap and between != gap))):
            break
        gap = gap or (between if lines else "")
        lines.append(line[bullet.end() :] if bullet else line)
    return lines


def _is_person(line: str) -> bool:
    """Whether a line is a name and what its bearer is, and no sentence."""
    ends = line.rstrip(" *_")[-1:]
    name = person_called(line) if len(line) <= _NAME_CHARACTERS and ends not in {".", "!", "?", ":"} else ""
    return bool(name) and not names_thing(name)


def names_thing(name: str) -> bool:
    """Whether a name has a word in it that organisations, places and things are called by."""
    return not _THINGS.isdisjoint(name.lower().split())


def _names_office(lines: Iterable[str]) -> bool:
    return any(word.lower().strip(".") in _TITLES | TRADES for line in lines for word in _WORD.findall(line))


def standing_as_places(text: str, names: Iterable[str]) -> set[str]:
    """Of ``names`` those that stand behind a preposition of place or an article in ``text``, in whichever case."""
    by_word: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        by_word.setdefault(name.lower().partition(" ")[0], []).append(name)
    found: set[str] = set()
    small = " ".join(text.lower().split()) if by_word else ""
    for match in _PLACED.finditer(small):
        word = _WORD.match(small, match.end())
        for name in by_word.get(word.group(), ()) if word else ():
            end = match.end() + len(name)
            if small.startswith(name.lower(), match.end()) and not _GOES_ON.match(small, end):
                found.add(name)
    return found


def everyone(*named: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once, whether written in capitals or not."""
    by_name: dict[str, str] = {}
    for name in (name for names in named for name in names):
        if name:
            by_name.setdefault(name.lower(), name)
    return tuple(by_name.values())


def person_called(label: str) -> str:
    """The name and surname in what somebody is called ("DR. ANN LEE, CHAIR" is Ann Lee); empty where it has none."""
    folded = " ".join(label.split()).strip(" *_.;|")
    bare = _SAID_OF.split(_BRACKETS.sub("", folded))[0]
    words = _WORD.findall(bare)
    while words and words[0].lower().strip(".") in _TITLES:
        words = words[1:]
    small = [word for word in words if not word[0].isupper()]
    if not 2 <= len(words) <= 4 or " ".join(words) not in bare or not _PARTICLES.issuperset(small):
        return ""
    if not _NOBODYS.isdisjoint(word.lower().strip(".") for word in words):
        return ""
    return " ".join(_small(word) for word in words) if bare.isupper() else " ".join(words)


def _listed(names: str) -> list[str]:
    """The people of one line; where semicolons part them, commas tell what they are."""
    bare = _BRACKETS.sub("", " ".join(names.split()))
    apart = ";" if ";" in bare else ",| and "
    return [person for item in re.split(apart, bare) if (person := person_called(item))]


def _small(word: str) -> str:
    """A word in capitals as names are written: "O'NEIL-LEE" is O'Neil-Lee."""
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
