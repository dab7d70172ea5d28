"""Proper names in running English text, without a trained tagger: people, places, and who speaks a quotation.

A name is a run of capitalised words; a lone capital at the start of a sentence counts only when the same word
also stands capitalised elsewhere. What kind of name it is comes from its neighbours: a title of office or a verb of
speech beside it makes a person, a locative preposition a place. A statistical tagger would weigh
157 MB; see docs/decisions.md.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from assistant.corpus.dates import CALENDAR
from assistant.corpus.initials import lettered_in, parts_of
from assistant.corpus.numerals import GAP
from assistant.corpus.sounds import without_sounds
from assistant.corpus.talk import NO_EVIDENCE, Evidence, evidence_of, without_hesitation, without_speaker
from assistant.language import FUNCTION_WORDS, lowered

_WORD = r"[^\W\d_][\w’'-]*"
# A word with a capital.
CAPITAL = r"[^\W\d_a-zà-öø-ÿа-я][\w’'-]*"
# Between the words of a name: a space, or the end of a line; what stands in columns is not one name.
_BREAK = r"(?:[ \u00a0]|[^\S\n]*+\n[^\S\n]*+)"
_LINKS = rf"(?:of{_BREAK}(?:the{_BREAK})?|(?:de|van|von){_BREAK}|al-)"
# Behind one letter, which may be an initial, a full stop may stand in a name.
_STOP = r"(?<=(?<![\w’'-])\w)\."
_NAME = re.compile(rf"(?:(?:Mr|Mrs|Ms|Dr|Prof|St)\.{_BREAK})?{CAPITAL}(?:(?:{_STOP})?{_BREAK}{_LINKS}?{CAPITAL})*")
_PIECE = re.compile(r"\S.*?(?:['’]s?(?=\s|\Z)|\Z)", re.DOTALL)
_FIRST_WORD = re.compile(r"\S+\s*")
_LINE_END = re.compile(r"(?<!\S)(?P<before>\S++)[^\S\n]*+\n\s*+(?P<after>[\w’'-]+)")
# A line that is shorter than this share of the longest, with the next word on it, was ended and not broken.
_BROKEN_SHARE = 0.75
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s*[\"'”’)\]]*\s*|\n\s*|[\"“‘(\[]\s*)$")

OFFICES = frozenset(
    """president governor minister ambassador chairman chairwoman chairperson chair secretary senator representative
    mayor king queen prince princess chancellor director head leader speaker judge justice professor doctor mr mrs ms dr
    prof sir lady lord general colonel captain commissioner deputy prime officer chief ceo founder author""".split()
)
OFFICE_PATTERN = "|".join(sorted(OFFICES))
# Who is called by the work as others are by an office.
TRADES = frozenset(
    """accountant treasurer lawyer engineer teacher inspector auditor architect nurse pilot librarian gardener
    banker surgeon sergeant priest bishop""".split()
)
SPEECH_VERBS = (
    "said|says|noted|notes|added|stressed|emphasized|emphasised|explained|remarked|asked|replied|answered|told|"
    "announced|stated|declared|suggested|continued|concluded|argued|claimed|urged|recalled|believes|warned|admitted|"
    "pointed out|went on"
)
_OFFICE_OF = re.compile(rf"\b(?i:{OFFICE_PATTERN})(?: of {CAPITAL})? (?:of|to) (?:the )?(?:[\w ]+['’]s? )?$")
_BEFORE_PLACE = re.compile(" (?:of|to) ")
# What a line that orders something begins with.
_ORDERS = frozenset(
    "summarize summarise compare list describe name show tell give explain outline find recap count".split()
)
_PRONOUNS = frozenset("he she i they we it you".split())
_LOCATIVE = re.compile(r"\b(?:in|from|to|near|across|throughout|inside|outside|around)\s+(?:the\s+)?$")
_SAID_BY = re.compile(rf"\b(?:{SPEECH_VERBS})\s+(?P<who>(?:the\s)?[^,.;:“”\"]{{2,60}}?)\s*(?=[.,;:“\"]|$)", re.I)
_SPEECH_VERB = re.compile(rf"\b(?:{SPEECH_VERBS})\b", re.I)
_SAYS = re.compile(rf"(?P<who>[^,.;:“”\"]{{2,60}}?)\s+(?:also\s+|then\s+)?(?:{SPEECH_VERBS})\b", re.I)
# "Ann Lee was told", "Was Ann Lee asked": somebody else speaks.
_PASSIVE = re.compile(
    r"^\s*(?:was|were|is|are)(?:n['’]t)?\s|"
    r"^\s*(?:[^\W\d_][\w.’'-]*\s+){1,5}(?:was|were|is|are|been)(?:n['’]t|\s(?:not|never|also|then))?$",
    re.IGNORECASE,
)
# The longest that _SAYS takes before its verb: who speaks, "also " or "then ", two spaces.
_SAYS_REACH = 66
_AFTER_VERB = re.compile(rf"\b(?:{SPEECH_VERBS})\s$")
_BEFORE_VERB = re.compile(rf"\s(?:also\s)?(?:{SPEECH_VERBS})\b")
_FOLLOWING = re.compile(r"[-–]| ([a-z]{1,40})")
_TELLS_OF_SPEECH = re.compile(rf"\b(?:{SPEECH_VERBS}|according to)\b".replace(" ", GAP), re.IGNORECASE)
_OFFICE = re.compile(rf"\b[Tt]he (?:{_WORD}\s)*?(?:{OFFICE_PATTERN})\b(?: of {_WORD})?", re.I)
_WORD_STARTS = re.compile(r"\b\w|(?<!\S)\S")
_WORD_ENDS = re.compile(r"\w\b|\S(?!\S)")
_ACCORDING = re.compile(r"\baccording to (?P<who>[^,.;:“”\"]{2,60})", re.I)


@dataclass(frozen=True, slots=True)
class Name:
    """One mention: the words, a space between each two, and where they stand."""

    text: str
    start: int
    end: int


def names_in(text: str) -> list[Name]:
    """Mentions of proper names in ``text``, in order.

    A possessive ends a name ("Russia's Tver" is two). A single capitalised word that opens a sentence is taken
    for a name only when it is capitalised inside a sentence too. A name goes on in the next line of running text.
    What notes a sound names nobody.
    """
    inside: list[Name] = []
    opening: list[Name] = []
    widest = max(map(len, text.split("\n"))) if "\n" in text else 0
    lettered = lettered_in(text)
    for match in _NAME.finditer(without_sounds(text)):
        opens = bool(_SENTENCE_START.search(text[max(0, match.start() - 6) : match.start()]))
        lines = _unbroken(text, match, widest) if widest else (match.span(),)
        for start, end in chain.from_iterable(parts_of(text, *line, lettered) for line in lines):
            for number, name in enumerate(_split_possessives(text[start:end], start)):
                (opening if (opens or start > match.start()) and number == 0 else inside).append(name)
    evidence = evidence_of(text, ((name.start, name.end) for name in inside))
    found = [kept for name in inside if (kept := _without_talk(text, name, evidence))]
    sure = {word for name in found for word in name.text.split()}
    doubtful = (kept for name in opening if (kept := _without_talk(text, name, evidence, opens=True)))
    opened = (_without_opening_word(text, name, sure) for name in doubtful)
    found += [kept for name in opened if name and (kept := _without_talk(text, name, evidence))]
    return sorted(found, key=lambda name: name.start)


def _without_talk(text: str, name: Name, evidence: Evidence = NO_EVIDENCE, *, opens: bool = False) -> Name | None:
    """A name less the hesitation before it ("Um Ann") and a speaker's "I" behind it; None where nothing is left."""
    end = without_speaker(text, name.start, name.end, evidence, opens=opens)
    start = without_hesitation(text, name.start, end, evidence, opens=opens)
    if (start, end) == (name.start, name.end):
        return name
    return Name(" ".join(text[start:end].split()), start, end) if start < end else None


def _unbroken(text: str, match: re.Match[str], widest: int) -> Iterator[tuple[int, int]]:
    """The parts of a match that are not ended by the end of a line: there a function word follows, or room is left."""
    start = match.start()
    for end in _LINE_END.finditer(text, *match.span()):
        before, after = end["before"], end["after"]
        width = end.end("before") - text.rfind("\n", 0, end.start()) + len(after)
        ended = width < _BROKEN_SHARE * widest or after.lower() in FUNCTION_WORDS
        if ended and not (before[0].islower() or after[0].islower()):  # "Mayor of" is no name, "of York" no other
            yield start, end.end("before")
            start = end.start("after")
    yield start, match.end()


def own_names(text: str) -> list[Name]:
    """Names in what a user typed, each in one line: its first word may be one ("Kent?"), not "Who" or "Compare"."""
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    placed = ((start, name) for start, line in zip(starts, lines, strict=False) for name in _own_names(line))
    return [Name(name.text, start + name.start, start + name.end) for start, name in placed]


def _own_names(line: str) -> Iterator[Name]:
    text = f"x {line}"
    for name in names_in(text):
        if name.start == 2 and (begin := without_hesitation(text, 2, name.end, NO_EVIDENCE, opens=True)) > 2:
            name = Name(" ".join(text[begin : name.end].split()), begin, name.end)
        first, _, rest = name.text.partition(" ")
        opens = FUNCTION_WORDS | {"since"} | (_ORDERS if name.start == 2 else frozenset())
        own = _without_talk(text, _less_first_word(text, name)) if first.lower() in opens else name
        if own and (rest or own is name) and name.text != "Well":
            yield Name(own.text, own.start - 2, own.end - 2)


def _split_possessives(text: str, start: int) -> list[Name]:
    if "'" not in text and "’" not in text:
        return [Name(" ".join(text.split()), start, start + len(text))]
    pieces = [(m.start(), m.group().strip()) for m in _PIECE.finditer(text)]
    bare = ((start + offset, re.sub(r"['’]s?$", "", piece)) for offset, piece in pieces)
    return [Name(" ".join(piece.split()), place, place + len(piece)) for place, piece in bare if piece]


def _less_first_word(text: str, name: Name) -> Name:
    first = _FIRST_WORD.match(text, name.start, name.end)
    return Name(name.text.partition(" ")[2], first.end() if first else name.end, name.end)


def _without_opening_word(text: str, name: Name, sure: set[str]) -> Name | None:
    """A name at the head of a sentence, less a first word that is capitalised only for standing there."""
    first, _, rest = name.text.partition(" ")
    if first.lower() in FUNCTION_WORDS:
        return _less_first_word(text, name) if rest else None
    return name if rest or first in sure else None


def people_in(text: str, mentions: Sequence[Name] | None = None) -> tuple[str, ...]:
    """Full names of people that ``text`` speaks of, most mentioned first.

    A person is two or three capitalised words beside a title of office or a verb of speech.

    Args:
        text: each of its paragraphs on a line of its own.
        mentions: the names in ``text``, when they are known.
    """
    mentions = names_in(text) if mentions is None else mentions
    known = Counter(name.text for name in mentions)
    counts: Counter[str] = Counter()
    persons: set[str] = set()
    for name in mentions:
        words = name.text.split()
        if len(words) < 2:
            continue
        words, titled = _after_office(words)
        before = text[max(0, name.start - 80) : name.start]
        if not titled and _BEFORE_PLACE.search(before) and _OFFICE_OF.search(before):  # which is slow to fail
            words, titled = _after_known_place(words, known)
        full = " ".join(words)
        if not 2 <= len(words) <= 3 or "of" in words or any(word.isupper() and len(word) > 2 for word in words):
            continue
        counts[full] += 1
        if full not in persons and (titled or _spoke(text, name)):
            persons.add(full)
    # "Driver Ann Lee" beside "Ann Lee" is one person and her work.
    persons -= {full for full in persons if full.partition(" ")[2] in persons}
    return tuple(full for full, _ in counts.most_common() if full in persons)


def _after_office(words: list[str]) -> tuple[list[str], bool]:
    """The words after the last title of office ("Chief Judge Ann Lee" gives Ann Lee), and whether there was one."""
    last = max((i for i, word in enumerate(words) if word.lower().rstrip(".") in OFFICES), default=-1)
    return words[last + 1 :], last >= 0


def _after_known_place(words: list[str], known: Counter[str]) -> tuple[list[str], bool]:
    """What follows a name that also stands alone: "governor of North Bay Ann Lee" gives Ann Lee."""
    for length in (len(words) - 2, len(words) - 3):
        if length > 0 and known[" ".join(words[:length])]:
            return words[length:], True
    return words, False


def _spoke(text: str, name: Name) -> bool:
    before, after = text[max(0, name.start - 40) : name.start], text[name.end : name.end + 40]
    return bool(_BEFORE_VERB.match(after) or (before[-1:].isspace() and _AFTER_VERB.search(before)))


def places_in(text: str, people: tuple[str, ...], mentions: Sequence[Name] | None = None) -> tuple[str, ...]:
    """Names that stand after a preposition of place at least once and are nobody's, most mentioned first.

    A lone word before a common noun ("in German towns") is an adjective and does not count.

    Args:
        text: each of its paragraphs on a line of its own.
        mentions: the names in ``text``, when they are known.
    """
    counts: Counter[str] = Counter()
    located: set[str] = set()
    taken = {word for person in people for word in person.split()}
    for name in names_in(text) if mentions is None else mentions:
        words = name.text.split()
        if set(words) & taken or {word.lower() for word in words} & _NO_PLACES:
            continue
        counts[name.text] += 1
        if (
            name.text not in located
            and text[name.start - 1 : name.start].isspace()
            and _LOCATIVE.search(text[max(0, name.start - 20) : name.start])
        ):
            following = _FOLLOWING.match(text, name.end)
            if len(words) > 1 or not following or following[1] in FUNCTION_WORDS:
                located.add(name.text)
    return tuple(place for place, _ in counts.most_common() if place in located)


_NO_PLACES = OFFICES | CALENDAR


@dataclass(frozen=True, slots=True)
class Roll:
    """People to complete a name from, each with its place among them by the whole name and by the last word of it.

    Looked up and not gone through: a record of 3,000 speakers would cost 3,000 comparisons for every sentence.
    """

    people: tuple[str, ...]
    whole: Mapping[str, int]
    last: Mapping[str, int]

    @classmethod
    def of(cls, people: tuple[str, ...]) -> "Roll":
        """The roll of these people, the foremost first."""
        places = list(enumerate(people))[::-1]
        return cls(
            people,
            {person: place for place, person in places if person.strip()},
            {person.split()[-1]: place for place, person in places if person.strip()},
        )

    def person(self, words: str) -> str | None:
        """Whom ``words`` name: the foremost whose whole name stands in them, else whose last one does; or nobody."""
        if not self.people:
            return None
        starts = [match.start() for match in _WORD_STARTS.finditer(words)]
        ends = [match.end() for match in _WORD_ENDS.finditer(words)]
        found = [self.whole[words[a:b]] for a in starts for b in ends if a < b and words[a:b] in self.whole]
        found = found or [self.last[word] for word in words.split() if word in self.last]
        return self.people[min(found)] if found else None


def attributed_speaker(sentence: str, people: Roll) -> str | None:
    """Who the words around a quotation say is speaking, or None.

    A person's name is completed from ``people``; an office ("the minister") is returned as it is written; a
    pronoun says nothing by itself and gives None.
    """
    if not _TELLS_OF_SPEECH.search(sentence):
        return None  # the patterns below are slow to fail
    # White space folded: the patterns take quadratic time in a run of it.
    outside = " ".join(re.sub(r"[“\"][^”\"]*[”\"]?", '"', sentence).split())
    told = chain(_SAID_BY.finditer(outside), _ACCORDING.finditer(outside), _sayings(outside))
    return next((who for match in told if (who := _speaker_name(match.group("who"), people))), None)


def _sayings(text: str) -> Iterator[re.Match[str]]:
    """Matches of _SAYS, looked for around each verb of speech: from every word of a long text it is slow to fail."""
    end = 0
    for verb in _SPEECH_VERB.finditer(text):
        match = _SAYS.search(text, max(end, verb.start() - _SAYS_REACH), verb.end())
        if match and not _PASSIVE.search(match["who"]):
            end = match.end()
            yield match


def _speaker_name(who: str, people: Roll) -> str | None:
    who = " ".join(who.strip(' "').split())
    person = people.person(who)
    if person or who.lower() in _PRONOUNS or not who:
        return person
    held = OFFICES.intersection(re.findall(r"\w+", lowered(who)))
    office = _OFFICE.search(who) if held else None  # the pattern is slow to fail
    if office:
        phrase = office.group()
        return "the" + phrase[3:]
    return None
