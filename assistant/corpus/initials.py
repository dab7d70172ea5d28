"""Whether a full stop behind one letter ends an initial ("Ada I. Moe") or a sentence ("It was Plan B. Tom left.")."""

import re
from collections.abc import Container, Iterator

from assistant.corpus.numerals import GAP
from assistant.language import FUNCTION_WORDS

# What is numbered, and may be so with an "I".
NUMBERED = frozenset(
    """war wars phase article type part chapter level grade class category volume vol block section book act scene stage
    tier group title division league schedule annex appendix table figure mark model version unit zone region band
    number element factor line bowl protocol directive""".split()
)
# What has a letter; none is a given name as "Mark" is.
_LETTERED = (NUMBERED - {"mark"}) | frozenset(
    """plan vitamin vitamins hepatitis influenza option exhibit gate platform terminal hall building wing ward room
    route road lane exit area sector district row seat list item point lot section sample variant scenario team series
    formula method""".split()
)
THRONES = frozenset(
    """king queen prince princess emperor empress pope patriarch tsar tsarina czar sultan shah kaiser pharaoh duke
    grand caliph""".split()
)
# What begins a sentence beside function words; such as are family names too begin none behind an initial.
_BEGINS = frozenset(
    """well yes yeah okay right oh now today yesterday tomorrow perhaps maybe however meanwhile later still even once
    instead although nobody everyone""".split()
)
_FAMILY_NAMES = frozenset("may will do so an own more".split())
_FIRST = (FUNCTION_WORDS | _BEGINS) - _FAMILY_NAMES

_LETTER = r"(?<![\w’'-])(?P<letter>[^\W\d_a-zà-öø-ÿа-я])"
_STOP = re.compile(rf"{_LETTER}\.(?={GAP}(?P<next>[\w’'-]+))")
# A word and a letter that neither a full stop nor a capital follows.
_SURE = re.compile(rf"(?<![^\W\d_])(?P<word>[^\W\d_][\w’'-]*+) {_LETTER}(?![\w.’'-])(?!{GAP}[^\W\d_a-zà-öø-ÿа-я])")
_WORD_BEFORE = re.compile(rf"(?<![\w’'-])(?P<word>[\w’'-]++){GAP}$")
_REIGNS = re.compile(rf"\b(?:{'|'.join(sorted(THRONES))}){GAP}(?:[\w’'-]+{GAP}){{1,2}}$", re.IGNORECASE)
_SPEAKER = re.compile(rf"\b(?:than|(?:so|nor|neither){GAP}\w+){GAP}$", re.IGNORECASE)

# So far before a letter its words are looked at.
_REACH = 60


def lettered_in(text: str) -> frozenset[tuple[str, str]]:
    """Words of a text with the letter behind each, where it is no initial beyond doubt: "Plan B was kept"."""
    if not _STOP.search(text):
        return frozenset()
    # "Ada I think": the speaker's own "I" is no letter.
    return frozenset((found["word"], found["letter"]) for found in _SURE.finditer(text) if found["letter"] != "I")


def parts_of(text: str, start: int, end: int, lettered: Container[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """A run of capitalised words parted where a sentence ends in it, behind one letter.

    Args:
        lettered: as ``lettered_in`` gives them.
    """
    for stop in _STOP.finditer(text, start, end):
        if _ends_sentence(text, start, stop, lettered):
            yield start, stop.end("letter")
            start = stop.start("next")
    yield start, end


def _ends_sentence(text: str, start: int, stop: re.Match[str], lettered: Container[tuple[str, str]]) -> bool:
    letter, reach = stop["letter"], max(0, stop.start() - _REACH)
    near = text[reach : stop.start()]
    found = _WORD_BEFORE.search(near) if near[-1:].isspace() else None
    before = found["word"] if found else ""
    if before.lower() in _LETTERED or (before, letter) in lettered or stop["next"].lower() in _FIRST:
        return True
    if letter == "I" and _SPEAKER.search(text, reach, stop.start()):
        return True
    return letter in "IVX" and bool(_REIGNS.search(text, max(start, reach), stop.start()))
