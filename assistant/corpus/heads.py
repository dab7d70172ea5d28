"""Who plays which part, as the lines above a talk tell it, and which labels of the talk are theirs.

"Interviewer: Ada Lind" tells whose "INTERVIEWER:" is, "**Participant:** Bo Moe, fitter" whose "Bo:" and "MR. MOE:" are,
and "Before: DAME ADA LIND (Chair)" whose "THE CHAIR:" is.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.corpus.attendance import names_thing, person_called
from assistant.corpus.labels import Label, ends_as_speech, read_label
from assistant.corpus.offices import OFFICES
from assistant.corpus.sentences import Span
from assistant.corpus.speaker_labels import is_role

# So many paragraphs may stand above a talk.
_HEAD = 12
_OPENING = re.compile(r"[\s#>*_|•–-]{0,8}")
# Of a hearing: who sits.
_BEFORE = re.compile(r"\s*before\s?:?\s+(?P<who>[^(\n]{3,80})(?:\((?P<part>[^()\n]{3,40})\))?", re.IGNORECASE)
_CHAIRS = frozenset("chair chairman chairwoman chairperson court judge".split())
# Words for one part.
_ALIKE = (
    _CHAIRS,
    frozenset("q interviewer host moderator researcher facilitator examiner".split()),
    frozenset("a interviewee guest participant respondent witness patient client customer deponent".split()),
)
_TITLES = OFFICES | {"miss", "mx"}
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]?")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


class Told(NamedTuple):
    """A part and who plays it, by the head of a transcript."""

    part: str
    name: str


def told_above(text: str, paragraphs: Sequence[Span], turns: Mapping[Span, Label]) -> tuple[list[Told], set[Span]]:
    """The parts that lines above the talk give to people, and those of the ``turns`` that are such lines."""
    parts = Counter(turn.speaker for turn in turns.values())
    told: list[Told] = []
    lines: set[Span] = set()
    for span in paragraphs[:_HEAD]:
        turn = turns.get(span)
        found = _told_by(text, span)
        if turn is not None and (found is None or parts[turn.speaker] < 2):
            break
        if found:
            told.append(found)
            lines |= {span} & turns.keys()
    return told, lines


def playing(labels: Sequence[str], told: Sequence[Told]) -> dict[str, Told]:
    """By label the part and the name of whoever speaks under it, where that is one of those who are ``told``.

    A label is a part which one person plays, or a part of her name.
    """
    found: dict[str, Told] = {}
    for label in labels:
        if is_role(label):
            theirs = [Told(_part(label, each), each.name) for each in told if _is_played_by(label, each)]
        else:
            theirs = [each for each in told if _is_short(label, each)]
        if len({each.name for each in theirs}) == 1:
            found[label] = theirs[0]
    return found


def _told_by(text: str, span: Span) -> Told | None:
    """What one line tells: "Host: Ada Lind, owner of Eel House"."""
    line = text[slice(*span)]
    sits = _BEFORE.fullmatch(line)
    if sits:
        name = person_called(sits["who"])
        part = (sits["part"] or "Chair").strip()
        return Told(part, name) if name and _plain(part)[-1] in _CHAIRS else None
    opening = _OPENING.match(text, *span)
    label = read_label(text, (opening.end() if opening else span[0], span[1]))
    if label is None or not label.bare or not is_role(label.speaker):
        return None
    words = text[label.words : span[1]].strip(" *_|")
    name = person_called(words) if words and not ends_as_speech(_BRACKETS.sub("", words)) else ""
    return Told(label.speaker, name) if name and not names_thing(name) else None


def _is_played_by(label: str, told: Told) -> bool:
    """Whether a label is somebody's part, or another word for it: "THE COURT" is the chair, "Q" the interviewer."""
    own, other = _plain(label), _plain(told.part)
    if own == other:
        return True
    alike = next((words for words in _ALIKE if own[0] in words), frozenset[str]())
    by_another = len(own) == 1 and (len(own[0]) == 1 or own[0] in _CHAIRS)
    return by_another and other[0] in alike and (len(other) == 1 or other[1] in {"of", "to"})


def _is_short(label: str, told: Told) -> bool:
    """Whether a label is a part of somebody's name, with a title perhaps."""
    own = {word for word in _plain(label) if word not in _TITLES}
    return bool(own) and own < set(_plain(told.name))


def _part(label: str, told: Told) -> str:
    """What somebody is called beside her name who speaks under a part: that, unless it is a letter."""
    if len(label) == 1:
        return told.part
    return label.lower().removeprefix("the ").capitalize() if label.isupper() else label


def _plain(label: str) -> list[str]:
    words = [word.lower() for word in _WORD.findall(_BRACKETS.sub("", label))]
    return words[1:] if len(words) > 1 and words[0] == "the" else words
