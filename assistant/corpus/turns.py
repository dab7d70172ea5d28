"""Turns of a speaker-labelled transcript: who speaks from which offset on, and when.

Labels are read as people and recorders write them: ``Ann Lee: …``, ``[00:12:03] ANN LEE``, ``[00:12:03] Ann Lee: …``,
``ANN LEE (00:12:03): …``, ``Ann Lee  12:03`` on a line of its own, and ``[00:12:03] …`` without a name. A colon alone
proves nothing ("Note: …"), so a text counts as labelled only when labels come back, or when most of it stands behind
labels that read like people. A name alone on its line, with an office perhaps, is a label where several such come back
or a time stands below it.
"""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.corpus.marks import Mark
from assistant.corpus.sentences import SENTENCE_MARKS, Span

# No label is longer; what is matched against is cut to it, so that a line of 100 MB costs no more than a short one.
_HEAD_CHARACTERS = 160
_WORDS_IN_NAME = 6
# A text is labelled when at least this share of its paragraphs begin with a label that comes back.
_SHARE = 0.2
# Where nobody speaks twice, so many people must, before most of its paragraphs.
_PEOPLE = 3
_MOST = 0.5

# A time of a recording: "01:05", "00:12:03.500".
TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_STAMP = rf"(?P<time>{TIME})(?:\s?(?:-->|[-–—])\s?{TIME})?"
_AT = rf"(?:[\[(]{_STAMP}[\])]|{_STAMP.replace('time', 'time2')})"
_NAME = r"(?P<name>[^\W_][^\n:：\[\]()<>|{}]{0,58}?)"
_ASIDE = r"(?:\s?[(\[][^:\n]{1,90}[)\]])?"
_LEAD = r"(?:[-•*–—>#_]{1,4}\s{0,3})?"
_CLOSE = r"(?:\*\*|__)?"
# After a full-width colon no space stands.
_COLON = rf"{_CLOSE}\s?(?::{_CLOSE}(?=\s|$)|：{_CLOSE})"
_FORMS = (
    # [00:12:03] Ann Lee: …    00:12:03 Ann Lee (Chair): …
    re.compile(rf"{_LEAD}{_AT}\s{{1,4}}[-–—]?\s?{_CLOSE}{_NAME}{_ASIDE}{_COLON}"),
    # [00:12:03] ANN LEE    on a line of its own
    re.compile(rf"{_LEAD}[\[(]{_STAMP}[\])]\s{{1,4}}{_CLOSE}{_NAME}{_CLOSE}\s{{0,3}}(?=\n|$)"),
    # ANN LEE (00:12:03): …    Ann Lee [00:12:03]
    re.compile(rf"{_LEAD}{_NAME}{_CLOSE}\s{{0,3}}[\[(]{_STAMP}[\])](?:{_COLON}|\s{{0,3}}(?=\n|$))"),
    # Ann Lee  12:03    on a line of its own
    re.compile(rf"{_LEAD}{_NAME}{_CLOSE}\s{{1,4}}{_STAMP}\s{{0,3}}(?=\n|$)"),
)
_BARE = re.compile(rf"{_LEAD}{_NAME}{_ASIDE}{_COLON}")
_TIME_ONLY = re.compile(rf"[\[(]{_STAMP}[\])]\s*|{_STAMP.replace('time', 'time2')}\s*(?=\n|$)")
_SPACE = re.compile(r"\s*")
# What stands before a colon and is nobody.
_NO_NAMES = frozenset(
    """note notes source sources photo photos image images video audio tags update updated correction example summary
    agenda date time place location subject re fwd http https ps nb warning tip abstract keywords contents references
    part chapter section figure table step title transcript""".split()
)
# A full stop after a short word is an abbreviation: "Hon. Ann Lee".
_CLAUSE = re.compile(r"[?!;]\s|\w{6}\.\s|[。！？；，]")
_PARTICLES = frozenset("of the de da di du la le van von der den bin al el y and und et i e &".split())
# A name on a line of its own, and what may stand behind it: "Ann Lee -- Treasurer", "Ann Lee, Treasurer".
_ALONE = re.compile(rf"{_LEAD}{_CLOSE}{_NAME}(?P<office>(?:\s[-–—|]{{1,2}}\s|,\s)[^\n.!?]{{2,80}})?{_CLOSE}\s{{0,3}}")
# Who speaks at a call, a hearing or an interview and is called by no name.
_PARTS = frozenset(
    """operator moderator interviewer interviewee host guest chair chairman chairwoman chairperson facilitator presenter
    narrator participant respondent caller agent customer witness clerk counsel speaker unidentified unknown analyst
    question answer q a audience member male female""".split()
)
_TITLES = frozenset(
    """mr mrs ms miss mx dr prof professor sir dame lord lady cllr councillor rev reverend hon judge justice senator rep
    representative mayor president minister chairman chair""".split()
)
# What minutes and notes are headed with, which is nobody.
_HEADINGS = frozenset(
    """action actions item items next steps open any other business decisions decision attendees apologies present
    absent minutes matters agenda update updates report reports overview background introduction conclusion notes
    questions answers discussion welcome budget results review topics key points prepared remarks opening closing
    session statement statements""".split()
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at ``start``: who speaks after it (empty: not said), at which second, and where the words begin.

    Attributes:
        bare: whether it is a name and a colon only, which stays a part of the sentence that it opens.
    """

    start: int
    words: int
    speaker: str
    seconds: int | None
    bare: bool


def turns_in(text: str, paragraphs: Sequence[Span]) -> dict[Span, Label]:
    """The labelled ones of ``paragraphs``, each with its turn; none when the text is not labelled.

    Names that stand only once count when other labels come back and they read like a name.
    """
    found = {span: turn for span in paragraphs if (turn := _turn(text, span))}
    timed = {span: turn for span, turn in found.items() if turn.seconds is not None}
    if len(timed) < 2:
        found = {span: turn for span, turn in found.items() if span not in timed}
        timed = {}
    counts = Counter(turn.speaker for turn in found.values() if turn.speaker)
    recurring = sum(count for count in counts.values() if count > 1)
    if recurring >= max(2, _SHARE * len(paragraphs)):
        heading = _heading(text, found, counts)
        return {span: turn for span, turn in found.items() if span not in heading}
    return timed | (_alone(text, paragraphs, timed) or _introduced(text, paragraphs, found))


def _alone(text: str, paragraphs: Sequence[Span], timed: Collection[Span]) -> dict[Span, Label]:
    """The paragraphs that are a name alone, where two such names come back, or two stand above a time.

    A name that stands so once counts below the first that comes back, where it is told what its bearer is or the text
    names him elsewhere too.
    """
    called: dict[Span, tuple[str, bool]] = {}
    above = {one for one, other in itertools.pairwise(paragraphs) if other in timed}
    short = [span for span in paragraphs if span[1] - span[0] <= _HEAD_CHARACTERS and span not in timed]
    for span in short:
        match = _ALONE.fullmatch(text, *span)
        if match and (name := _name(match["name"])):
            called[span] = name, bool(match["office"])
    written = Counter(_WORD.findall(text)) if called else Counter[str]()
    small = {word for word in written if word[0].islower()}
    persons = {span: name for span, (name, _) in called.items() if _reads_as_person(name, small)}
    counts = Counter(persons.values())
    again = [span for span, name in persons.items() if counts[name] > 1]
    if len({persons[span] for span in again}) < 2 and len(above.intersection(persons)) < 2:
        return {}
    once = {s for s in persons if s > min(again, default=s) and (called[s][1] or written[persons[s].split()[-1]] > 1)}
    return {
        span: Label(span[0], span[1], name, None, False)
        for span, name in persons.items()
        if counts[name] > 1 or span in above or span in once
    }


def _introduced(text: str, paragraphs: Sequence[Span], found: Mapping[Span, Label]) -> dict[Span, Label]:
    """The labelled ones of paragraphs most of which stand behind labels that read like people, each of them once."""
    bare = {span: turn for span, turn in found.items() if turn.bare and _ends_as_speech(text[turn.words : span[1]])}
    if len(bare) < _PEOPLE:
        return {}
    small = _small_words(text)
    persons = {span: turn for span, turn in bare.items() if _reads_as_person(turn.speaker, small)}
    below = {b for a, b in itertools.pairwise(paragraphs) if a in persons and persons[a].words == a[1]}
    enough = len({turn.speaker for turn in persons.values()}) >= _PEOPLE
    return persons if enough and len(below.union(persons)) >= _MOST * len(paragraphs) else {}


def _small_words(text: str) -> frozenset[str]:
    """The words that ``text`` writes without a capital."""
    return frozenset(word for word in _WORD.findall(text) if word[0].islower())


def _reads_as_person(label: str, small: Collection[str]) -> bool:
    """Whether a label is what somebody is called: a title and a name, a part in the talk, or two names and more.

    A word that is among ``small``, those that the text writes without a capital, is no name.
    """
    words = [word.strip(".") for word in re.split(r"\s?[,(]", label)[0].split()]
    lowered = [word.lower() for word in words]
    if _HEADINGS.issuperset(lowered):
        return False
    if lowered[0] in _PARTS and (len(lowered) == 1 or lowered[-1].isdigit() or lowered[1] in _PARTS):
        return True
    names = [word for word in words if word.lower() not in _PARTICLES]
    if lowered[0] in _TITLES:
        return len(names) > 1
    capitals = all(
        word[:1].isupper() and word.replace("’", "").replace("'", "").replace("-", "").isalpha() for word in names
    )
    return 2 <= len(names) <= 4 and capitals and not any(word.lower() in small for word in names if len(word) > 1)


def _heading(text: str, found: dict[Span, Label], counts: Mapping[str, int]) -> set[Span]:
    """Of the labelled paragraphs those above the first speaker who comes back that are no speech.

    "Town Council: session of 14 January" ends like no sentence, and nobody of that name speaks again.
    """
    above = itertools.takewhile(lambda span: counts[found[span].speaker] < 2, sorted(found))
    return {span for span in above if found[span].bare and not _ends_as_speech(text[found[span].words : span[1]])}


def _ends_as_speech(words: str) -> bool:
    """Whether what follows a label is nothing yet, or ends as a sentence does."""
    return words.rstrip("\"'”’»)]」』")[-1:] in {"", *SENTENCE_MARKS}


def opens_turn(line: str) -> bool:
    """Whether a line is a label and nothing else: a name with a time, or a name and a colon."""
    turn = _turn(line, (0, len(line)))
    return turn is not None and bool(turn.speaker) and turn.words == len(line)


def speaker_marks(turns: Sequence[Label]) -> list[Mark]:
    """A mark for each turn; a time without a name leaves the speaker as he was."""
    return [
        Mark(turn.start if turn.bare else turn.words, seconds=turn.seconds, speaker=turn.speaker or None)
        for turn in turns
    ]


def seconds_of(stamp: str) -> int:
    """Seconds of ``12:03``, ``00:12:03`` or ``00:12:03.250``, the fraction dropped."""
    total = 0
    for part in re.split(r"[.,]", stamp)[0].split(":"):
        total = total * 60 + int(part)
    return total


def _turn(text: str, span: Span) -> Label | None:
    start, end = span
    head = text[start : min(end, start + _HEAD_CHARACTERS)]
    for form in _FORMS:
        match = form.match(head)
        if match and (name := _name(match["name"])):
            groups = match.groupdict()
            return Label(
                start, _words(text, span, match), name, seconds_of(groups["time"] or groups.get("time2", "")), False
            )
    match = _BARE.match(head)
    if match and (name := _name(match["name"])):
        return Label(start, _words(text, span, match), name, None, True)
    match = _TIME_ONLY.match(head)
    if match:
        return Label(start, _words(text, span, match), "", seconds_of(match["time"] or match["time2"]), False)
    return None


def _words(text: str, span: Span, label: re.Match[str]) -> int:
    """Where the words after a label begin; the paragraph's end when it holds the label only."""
    after = _SPACE.match(text, span[0] + label.end(), span[1])
    return after.end() if after else span[1]


def _name(label: str) -> str:
    """A label as a name; empty when it reads like no name: a clause, a heading such as "Note"."""
    name = label.strip(" \t*_-–—.,")
    words = name.split()
    if not words or len(words) > _WORDS_IN_NAME or words[0].lower() in _NO_NAMES:
        return ""
    if any(word[0].islower() and word.lower() not in _PARTICLES for word in words) or _CLAUSE.search(name):
        return ""
    return " ".join(words) if any(char.isalpha() for char in name) else ""
