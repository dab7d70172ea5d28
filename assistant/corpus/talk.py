"""What talk puts beside a name and is none of it: hesitation before it, and the speaker's own "I" behind it.

Both may belong to a name as well: "Yes Prime" is a shop and "Anna I" a queen. So a word that names begin with is taken
off only where talk begins, and never where the text has it before the same word inside a sentence. "I" is the speaker
where a verb of one's own follows, and a number after what is numbered, after a title of the throne, or where the text
numbers the same word beyond doubt.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import pairwise

from assistant.corpus.dates import CALENDAR
from assistant.corpus.initials import NUMBERED, THRONES
from assistant.language import FUNCTION_WORDS

_I = r"I(?:['’](?:m|ve|ll|d))?"
_SOUND = r"Yeah|Yep|Nope|Uh+|Erm+|Hm+|Mm+|Mhm|Alright|Anyway"
_OPENER = r"Yes|Okay|OK|Um+|Er+|Huh|Oh|Ah|Eh|Wow"
_ALL = re.compile(rf"(?:(?:{_SOUND}|{_OPENER}|{_I})(?:\s+|$))+")
_FIRST = re.compile(rf"(?:(?P<sound>{_SOUND}|{_I})|(?P<opener>{_OPENER}))(?P<gap>\s+)(?P<next>\S+)")
_PAIR = re.compile(rf"(?<!\S)({_OPENER})[^\S\n]+(\S+)")
# A given name of two syllables as Korean ones are written in Latin letters: its family name stands before it.
_GIVEN = re.compile(r"[^\W\d_]+ ?- ?[a-z]")
# A note of a sound or a gesture in a transcript, behind which talk begins anew.
_AFTER_NOTE = re.compile(r"[]}>]\s*$")

_ENDING = re.compile(r"(?<=\S)(?P<own>(?:\s+I)*\s+I['’]\w+|(?:\s+I){2,}|\s+I)$")
_ORDINALS = frozenset("II III IV".split())
_TALKING = re.compile(rf"(?<!\S)(?:{_SOUND}|{_OPENER}|I(?:['’]\w+)?|{'|'.join(sorted(_ORDINALS))})(?!\S)")
# What opens a sentence before "I", beside function words, months and days.
_OPENS = frozenset(
    """well sorry maybe perhaps now today tonight tomorrow yesterday earlier later here first last like suppose see
    sometimes although whereas except cause cuz ooh thanks right never always often next once still even again instead
    meanwhile however sure""".split()
)
_FRONTED = frozenset("in on at for from since near during".split())
_LOCATED = re.compile(r"\b(?:in|on|at)\s+$")
_ASKED = re.compile(
    r"\b(?:did|do|does|would|could|should|will|can|might|must|was|is|had|has|have)\s+(?:the\s+)?$", re.IGNORECASE
)
_JOINED = re.compile(r"\b(?:and|or|nor)\s+$")
_ADVERB = r"(?:just|also|never|always|still|really|actually|only|already|even|often|sometimes|\w+ly)"
# Such as is said of nobody else in the singular; a third person's ends in s.
_MEANS = re.compile(rf"\s+(?:{_ADVERB}\s+)?(?:think|guess|mean|suppose|believe|reckon|hope|wish)\b")
_PRESENT = re.compile(
    rf"\s*(?:['’](?:m|ve|d|ll)\b|\s(?:{_ADVERB}\s+)?(?:am|do|don['’]?t|have|haven['’]?t|know|want|need|feel|say|remember|"
    r"wonder|understand|agree|expect|assume|imagine|hear|see|owe|thank|try)\b)"
)
_MAY = re.compile(
    rf"\s+(?:{_ADVERB}\s+)?(?:would|could|should|might|must|will|shall|can|can['’]t|cannot|won['’]t|may)\b"
)
_DID = re.compile(
    rf"\s+(?:{_ADVERB}|was|wasn['’]?t|had|hadn['’]?t|did|didn['’]?t|said|went|got|made|took|came|saw|told|thought|knew|"
    r"felt|found|left|heard|wrote|gave|met|began|kept|held|put|spoke|sat|stood|ran|won|lost|paid|sent|built|bought|"
    r"brought|taught|meant|slept|ate|drove|flew|grew|led|fell|drew|broke|chose|rode|wore|threw|sold|spent|read|let|\w{2,}ed)\b|,\s+I\b"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the names inside the sentences of a text show of those that talk may stand beside.

    Attributes:
        pairs: words such as talk opens with, each with the word that it stands before inside a sentence.
        numbered: words that a number stands behind beyond doubt.
    """

    pairs: Container[tuple[str, str]] = frozenset()
    numbered: Container[str] = frozenset()


NO_EVIDENCE = Evidence()


def has_talk(words: str) -> bool:
    """Whether a run of capitalised words has one in it that may be talk, or that shows what is; few have."""
    return _TALKING.search(words) is not None


def evidence_of(text: str, inside: Iterable[tuple[int, int]]) -> Evidence:
    """What runs of capitalised words show, given by where they stand inside the sentences of ``text``."""
    pairs, numbered = set[tuple[str, str]](), set[str]()
    for start, end in inside:
        if not _AFTER_NOTE.search(text, max(0, start - 3), start):
            pairs.update((pair[1], pair[2]) for pair in _PAIR.finditer(text, start, end))
        words = text[start:end].split()
        numbered.update(before for before, word in pairwise(words) if word in _ORDINALS)
        if words[1:] and words[-1] == "I" and not _is_followed_by_verb(text, end):
            numbered.add(words[-2])
    return Evidence(pairs, numbered)


def without_hesitation(text: str, start: int, end: int, evidence: Evidence, *, opens: bool) -> int:
    """Where a run of capitalised words begins less what only opened the talk before it; ``end`` where that is all.

    Args:
        opens: whether a sentence or a turn begins with the run.
    """
    if _ALL.fullmatch(text, start, end):
        return end
    opens = opens or bool(_AFTER_NOTE.search(text, max(0, start - 3), start))
    while first := _FIRST.match(text, start, end):
        if word := first["opener"]:
            known = (word, first["next"]) in evidence.pairs or _GIVEN.match(text, first.start("next"))
            if known or not (opens or "\n" in first["gap"]):
                break
        start = first.start("next")
    return start


def without_speaker(text: str, start: int, end: int, evidence: Evidence, *, opens: bool) -> int:
    """Where a run of capitalised words ends less an "I" that speaks there ("Then Ann I think came").

    Args:
        opens: whether a sentence or a turn begins with the run.
    """
    found = _ENDING.search(text, max(start, end - 20), end)
    if not found:
        return end
    words = text[start : found.start()].split()
    certain = found["own"].split() != ["I"]
    return found.start() if certain or _speaks(text, start, end, words, evidence, opens=opens) else end


def _speaks(text: str, start: int, end: int, words: list[str], evidence: Evidence, *, opens: bool) -> bool:
    first, last = words[0].lower(), words[-1].lower()
    before = text[max(0, start - 12) : start]
    led = len(words) > 1 and first in FUNCTION_WORDS
    if last in NUMBERED:
        return False
    if last.removesuffix("s") in CALENDAR:
        return True
    if len(words) == 1 and (first in FUNCTION_WORDS | _OPENS or first.endswith("ly") or len(first) == 1):
        return True
    if words[-1] in evidence.numbered or _ASKED.search(before) or _ASKED.search(f"{first} "):
        return False
    if _MEANS.match(text, end) or (_PRESENT.match(text, end) and not _JOINED.search(before)):
        return True
    if not _is_followed_by_verb(text, end):
        return False
    if first in _FRONTED or _LOCATED.search(before):
        return True
    named = words[led:]
    if len(named) > 1:
        return named[0].lower() not in THRONES
    return opens and not led and bool(_MAY.match(text, end))  # "Chess I would teach", but "Anna I left the throne"


def _is_followed_by_verb(text: str, end: int) -> bool:
    return any(verb.match(text, end) for verb in (_MEANS, _PRESENT, _MAY, _DID))
