"""Proper names in running English text, without a trained tagger.

A name is a run of capitalised words; a lone capital at the start of a sentence counts only when the same word
also stands capitalised elsewhere. What kind of name it is comes from its neighbours: see ``people`` and ``places``.
A statistical tagger would weigh 157 MB; see docs/decisions.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain

from assistant.corpus.initials import lettered_in, parts_of
from assistant.corpus.sounds import without_sounds
from assistant.corpus.talk import NO_EVIDENCE, Evidence, evidence_of, has_talk, without_hesitation, without_speaker
from assistant.language import FUNCTION_WORDS

WORD = r"[^\W\d_][\w’'-]*"
_LETTER = r"[^\W\d_a-zà-öø-ÿа-я]"
# A word with a capital.
CAPITAL = r"[^\W\d_a-zà-öø-ÿа-я][\w’'-]*"
# Between the words of a name: a space, or the end of a line; what stands in columns is not one name.
_BREAK = r"(?:[ \u00a0]|[^\S\n]*+\n[^\S\n]*+)"
_LINKS = rf"(?:of{_BREAK}(?:the{_BREAK})?|(?:de|van|von){_BREAK}|al-)"
# Behind one letter, which may be an initial, a full stop may stand in a name.
_STOP = r"(?<=(?<![\w’'-])\w)\."
# It looks ahead, because what is optional is slow to fail.
_NAME = re.compile(
    rf"(?={_LETTER})(?:(?:Mr|Mrs|Ms|Dr|Prof|St)\.{_BREAK})?{CAPITAL}(?:(?:{_STOP})?{_BREAK}{_LINKS}?{CAPITAL})*"
)
# A name in which neither a line, a sentence nor a possessive ends, as in most.
_PLAIN = re.compile(r"[^\n.'’]*+")
_PIECE = re.compile(r"(?P<bare>\S.*?)(?:['’]s?(?=\s|\Z)|\Z)", re.DOTALL)
_FIRST_WORD = re.compile(r"\S+\s*")
_LINE_END = re.compile(r"(?<!\S)(?P<before>\S++)[^\S\n]*+\n\s*+(?P<after>[\w’'-]+)")
# A line that is shorter than this share of the longest, with the next word on it, was ended and not broken.
_BROKEN_SHARE = 0.75
# No sentence begins there; most names stand so.
_INSIDE = re.compile(r"(?<=[\w,] )")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s*[\"'”’)\]]*\s*|\n\s*|[\"“‘(\[]\s*)$")

# What a line that orders something begins with.
_ORDERS = frozenset(
    "summarize summarise compare list describe name show tell give explain outline find recap count".split()
)


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
    lettered: frozenset[tuple[str, str]] | None = None
    for match in _NAME.finditer(without_sounds(text)):
        first, last = match.span()
        opens = not _INSIDE.match(text, first) and _opens_sentence(text, first)
        if _PLAIN.fullmatch(text, first, last):
            (opening if opens else inside).append(_name(text[first:last], first))
            continue
        lettered = lettered_in(text) if lettered is None else lettered
        lines = _unbroken(text, match, widest) if "\n" in match.group() else (match.span(),)
        for start, end in chain.from_iterable(parts_of(text, *line, lettered) for line in lines):
            for number, name in enumerate(_split_possessives(text[start:end], start)):
                (opening if (opens or start > first) and number == 0 else inside).append(name)
    talking = {words for words in {name.text for name in chain(inside, opening)} if has_talk(words)}
    evidence = evidence_of(text, ((name.start, name.end) for name in inside if name.text in talking))
    told = (_without_talk(text, name, evidence) if name.text in talking else name for name in inside)
    found = [name for name in told if name]
    sure = {word for name in {name.text for name in found} for word in name.split()}
    for name in opening:
        talks = name.text in talking
        kept = _without_talk(text, name, evidence, opens=True) if talks else name
        bare = kept and _without_opening_word(text, kept, sure)
        if own := (_without_talk(text, bare, evidence) if bare and talks else bare):
            found.append(own)
    return sorted(found, key=lambda name: name.start)


def _opens_sentence(text: str, start: int) -> bool:
    return _SENTENCE_START.search(text[max(0, start - 6) : start]) is not None


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


def _name(words: str, start: int) -> Name:
    """The mention that words are which start there, however they are parted."""
    return Name(" ".join(words.split()), start, start + len(words))


def _split_possessives(text: str, start: int) -> list[Name]:
    if "'" not in text and "’" not in text:
        return [_name(text, start)]
    return [_name(match["bare"], start + match.start()) for match in _PIECE.finditer(text)]


def _less_first_word(text: str, name: Name) -> Name:
    first = _FIRST_WORD.match(text, name.start, name.end)
    return Name(name.text.partition(" ")[2], first.end() if first else name.end, name.end)


def _without_opening_word(text: str, name: Name, sure: set[str]) -> Name | None:
    """A name at the head of a sentence, less a first word that is capitalised only for standing there."""
    first, _, rest = name.text.partition(" ")
    if first.lower() in FUNCTION_WORDS:
        return _less_first_word(text, name) if rest else None
    return name if rest or first in sure else None
