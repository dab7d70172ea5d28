"""Who asks and who answers in a hearing or a deposition, whose lines are "Q." and "A.".

"A." is the witness last called: "MS ADA LIND (affirmed)", "ADA LIND, having been sworn", "WITNESS: Ada Lind", "I call
Ms Lind". "Q." is whom the line "Examination by MR MOE" or "BY MR. MOE:" names, else who last put a question under a
name.
Where nobody is told they stay "Q" and "A".
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.corpus.attendance import person_called
from assistant.corpus.labels import Label
from assistant.corpus.sentences import Span

# So many questions and so many answers make an examination.
_LEAST = 3
_TITLED = r"(?:(?i:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|captain|sergeant)\.? )"
_CAPITAL = r"[^\W\d_a-zà-ÿ][\w.’'-]*"
_NAME = rf"(?P<name>{_TITLED}?{_CAPITAL}(?: (?:(?:de|da|di|du|la|le|van|von|der|den|bin|al|el) )*{_CAPITAL}){{0,3}})"
_OATH = r"(?:sworn|affirmed|re-?called|continued|called|resumed)"
_SWORN = re.compile(rf"{_NAME}(?:,.{{0,60}})? ?\((?i:[\w ]{{0,20}}{_OATH}\b[^()]{{0,60}})\)")
_HAVING_SWORN = re.compile(
    rf"{_NAME},(?i:(?: [\w ]{{1,40}},)? (?:(?:was|having been|being|first|duly|previously) )*{_OATH})\b"
)
_DEPOSITION = re.compile(rf"(?i:(?:[\w-]+ ){{0,2}}(?:deposition|testimony|evidence) of) {_NAME}$")
_WITNESS = re.compile(rf"(?i:(?:the )?witness) ?: {_NAME}\.?$")
_CALLS = re.compile(
    rf"\b(?i:(?:I|we|shall|to|now) (?:(?:now|next|would like to) )*call|the (?:next|first|last) witness is) {_NAME}"
)
_ASKED_BY = re.compile(
    rf"\b(?i:(?:(?:direct|cross|re-?direct|re-?cross|re|further|continued)[- ]?)*(?:examination|examined|questions?|"
    rf"questioned|questioning)(?: in chief)?[,:]? (?:continued )?(?:by|from|on behalf of)) (?:(?i:the) )?{_NAME}"
)
_BY = re.compile(rf"(?i:by) {_NAME} ?:$")
# In the room, and no examiner.
_NO_EXAMINERS = frozenset(
    """chair chairman chairwoman chairperson court judge witness clerk usher registrar reporter interpreter operator
    videographer q a""".split()
)
_BRACKETED = re.compile(r"(?:\([^()]*\) ?)+")
_ANY_WORD = re.compile(r"[^\W_]+")


def examined(text: str, paragraphs: Sequence[Span], turns: Mapping[Span, Label]) -> dict[Span, Label]:
    """The ``turns``, those of questions and answers under who asks and who answers; all others as they are."""
    parts = [turn.speaker for turn in turns.values()]
    if min(parts.count("Q"), parts.count("A")) < _LEAST:
        return dict(turns)
    hearing = _Hearing(tuple(dict.fromkeys(parts)), _full_names(text, paragraphs))
    found: dict[Span, Label] = {}
    spoken = sorted(turns)
    after = {span: turns[following].speaker for span, following in pairwise(spoken)}
    before = ""
    for span in paragraphs:
        line = " ".join(text[slice(*span)].split())
        line, before = f"{before} {line}" if before.endswith(",") and span not in turns else line, line
        turn = turns.get(span)
        if hearing.is_told_by(line, turn):
            if turn or found:
                found[span] = Label(span[0], span[1], "", None, True, stays=turn is None or not _BY.match(line))
        elif turn:
            found[span] = hearing.heard(turn, line, after.get(span, ""))
        elif found and _BRACKETED.fullmatch(line):
            found[span] = Label(span[0], span[1], "", None, True, stays=True)
    return found


@dataclass(slots=True)
class _Hearing:
    """Who is in the stand and who asks, as far as a hearing has got.

    Attributes:
        labels: under which somebody speaks.
        full: names of two words and more by their last word, where only one person has it.
    """

    labels: tuple[str, ...]
    full: Mapping[str, str]
    witness: str = ""
    asker: str = ""
    caller: str = ""

    def is_told_by(self, line: str, turn: Label | None) -> bool:
        """Whether a paragraph that is no speech says who is in the stand or who asks; it is remembered."""
        if turn and turn.speaker in {"Q", "A"}:
            return False
        by = _BY.match(line)
        sworn = _WITNESS.match(line) or (None if turn else self._told_as_witness(line))
        asked = by or (None if turn and not sworn else _ASKED_BY.search(line))
        if sworn:
            self.witness = self._person(sworn["name"])
            self.asker = self.caller
        if asked:
            self.asker = self._examiner(asked["name"])
        return bool(sworn or asked)

    @staticmethod
    def _told_as_witness(line: str) -> re.Match[str] | None:
        return _SWORN.match(line) or _HAVING_SWORN.match(line) or _DEPOSITION.fullmatch(line)

    def heard(self, turn: Label, line: str, next_part: str) -> Label:
        """The turn under who speaks in it; whoever calls a witness or gets an answer is remembered."""
        if turn.speaker == "A" or _plain(turn.speaker) == ["witness"]:
            return replace(turn, speaker=f"{self.witness} (Witness)") if self.witness else turn
        if turn.speaker == "Q":
            return replace(turn, speaker=self.asker) if self.asker else turn
        examiner = _NO_EXAMINERS.isdisjoint(_plain(turn.speaker))
        called = _CALLS.search(line)
        if called:
            self.witness, self.caller = self._person(called["name"]), turn.speaker if examiner else ""
            self.asker = self.caller
        elif examiner and (next_part == "A" or (next_part == "Q" and not self.asker)):
            self.asker = turn.speaker
        return turn

    def _person(self, name: str) -> str:
        whole = person_called(name)
        return whole or self.full.get(_plain(name)[-1], "") or _small(name)

    def _examiner(self, name: str) -> str:
        """The label of whom "Examination by …" names; who called the witness where it names an office."""
        own = _plain(name)
        same = [label for label in self.labels if _is_same(_plain(label), own)]
        if same:
            return same[0]
        named = person_called(name) or re.match(_TITLED, name)
        return _small(name) if named else self.caller or _small(name)


def _full_names(text: str, paragraphs: Iterable[Span]) -> dict[str, str]:
    """Names of people with a title ("Ms Ada Lind"), by their last word; those of nobody else."""
    titled = re.compile(rf"(?<!\w){_TITLED}{_CAPITAL} {_CAPITAL}")
    by_last: dict[str, set[str]] = {}
    for span in paragraphs:
        for match in titled.finditer(" ".join(text[slice(*span)].split())):
            name = person_called(match.group().rstrip(".,"))
            if name:
                by_last.setdefault(name.lower().split()[-1], set()).add(name)
    return {last: names.pop() for last, names in by_last.items() if len(names) == 1}


def _plain(label: str) -> list[str]:
    """The words of a label in small letters, without the article."""
    words = [word.lower() for word in _ANY_WORD.findall(label)]
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _is_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words of two labels name one person: the same last word, and no other title or first name."""
    return one[-1:] == other[-1:] and (one[0] == other[0] or len(one) == 1 or len(other) == 1)


def _small(name: str) -> str:
    """What is in capitals as names are written."""
    if not name.isupper():
        return name.rstrip(".,")
    small = {"OF", "TO", "THE", "FOR"}
    return " ".join(word.lower() if word in small else word.title() for word in name.rstrip(".,").split())
