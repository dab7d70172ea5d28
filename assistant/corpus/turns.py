"""Turns of a speaker-labelled transcript: who speaks from which offset on, and when.

Labels are read as people and recorders write them: ``Ann Lee: …``, ``[00:12:03] ANN LEE``, ``[00:12:03] Ann Lee: …``,
``ANN LEE (00:12:03): …``, ``Ann Lee  12:03`` on a line of its own, and ``[00:12:03] …`` without a name. A colon alone
proves nothing ("Note: …"), so a text counts as labelled only when labels come back, or when most of it stands behind
labels that read like people and it is talk: titles, offices or parts are among them, or what they say is said by an I.
A name alone on its line is a label where a recording's time stands below it, or where several come back and the same
holds. Cities, dishes, clauses and headings stand so too; who is in doubt is nobody, and his words are nobody's.
"""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.corpus.attendance import names_thing, person_called, standing_as_places
from assistant.corpus.marks import Mark
from assistant.corpus.names import OFFICES, TRADES
from assistant.corpus.sentences import SENTENCE_MARKS, Span

# No label is longer; what is matched against is cut to it, so that a line of 100 MB costs no more than a short one.
_HEAD_CHARACTERS = 160
_WORDS_IN_NAME = 6
# A text is labelled when at least this share of its paragraphs begin with a label that comes back.
_SHARE = 0.2
# Where nobody speaks twice, so many people must, before most of its paragraphs.
_PEOPLE = 3
_MOST = 0.5
# A recording whose times are minutes and seconds begins before this second.
_BEGINNING = 300
# So many short lines may head a text, the first speaker's name among them.
_TITLE_LINES = 3

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
# Those that are numbered in questionnaires, too.
_ASKED = frozenset("question answer q a".split())
_TITLES = frozenset("mr mrs ms miss mx dr prof professor sir cllr councillor rev reverend hon senator".split())
# Titles that hotels, streets and films have, too.
_HIGH_TITLES = frozenset(
    "dame lord lady judge justice rep representative mayor president minister chairman chair".split()
)
_OFFICE_WORDS = OFFICES | TRADES | _PARTS | _TITLES | frozenset("trust board council committee union".split())
# How people talk, and nothing else: the first person and the second, and questions; and by one of whom I is said.
_TALK = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]urs?|us|me|[Yy]ou|[Yy]ours?)\b|\?")
_SELF = re.compile(r"\b(?:I|[Mm]y|me)\b")
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
        speaker: without a time an empty one closes the turn above.
        bare: whether it is a name and a colon only, which stays a part of the sentence that it opens.
        stays: whether its own words are kept among those of the text, though nothing is said behind them.
    """

    start: int
    words: int
    speaker: str
    seconds: int | None
    bare: bool
    stays: bool = False


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


def _alone(text: str, paragraphs: Sequence[Span], timed: Mapping[Span, Label]) -> dict[Span, Label]:
    """The paragraphs that are a name alone, where the times of a recording stand below two, or two such come back.

    These must be people by their titles, parts or offices, or talk as people do. Names that stand directly above one
    another are a list of contents. Other such lines close the turn above them.
    """
    called = _names_alone(text, paragraphs, timed)
    below = dict(itertools.pairwise(paragraphs))
    stacked = _stacked(paragraphs, called)
    placed = standing_as_places(text, (name for name, _ in called.values()))
    small = _small_words(text) if called else frozenset[str]()
    persons = {
        span: name
        for span, (name, _) in called.items()
        if span not in stacked and span in below and _may_be_person(name, small, placed)
    }
    recorded = {span for span in persons if below[span] in timed}
    if len(recorded) < 2 or not _of_recording(text, [below[span] for span in sorted(recorded)]):
        recorded = set()
    counts = Counter(persons.values())
    again = {span for span, name in persons.items() if counts[name] > 1}
    several = len({persons[span] for span in again}) > 1
    sure = {span for span in persons if _is_sure(persons[span]) or called[span][1]}
    talks = {span for span in persons if _TALK.search(text, *below[span])}
    if several and ((sure & again and talks) or _talk_among_themselves(text, [below[s] for s in again], talks & again)):
        first = min(again)
        speaking = again | {span for span in sure if span > first} | recorded
    else:
        speaking = recorded
    named: set[str] = set()
    labels: dict[Span, Label] = {}
    for span in sorted(called) if speaking else ():
        name = persons[span] if span in speaking else ""
        if name or labels:
            labels[span] = Label(span[0], span[1], name, None, True, stays=not name or name not in named)
            named.add(name)
    return labels


def _names_alone(text: str, paragraphs: Sequence[Span], timed: Collection[Span]) -> dict[Span, tuple[str, bool]]:
    """The short paragraphs that read as a name, with it, and whether an office is told behind it."""
    called: dict[Span, tuple[str, bool]] = {}
    for span in paragraphs:
        match = None
        if span[1] - span[0] <= _HEAD_CHARACTERS and span not in timed:
            match = _ALONE.fullmatch(text, *span)
        if match and text[span[1] - 1] not in ".!?…" and (name := _name(match["name"])):
            called[span] = name, _tells_office(match["office"] or "")
    return called


def _stacked(paragraphs: Sequence[Span], called: Collection[Span]) -> set[Span]:
    """Of the names alone those directly above one another, but for the last of the title and its like at the head."""
    stacked: set[Span] = set()
    number = 0
    for alone, group in itertools.groupby(paragraphs, key=called.__contains__):
        run = list(group)
        if alone and len(run) > 1:
            stacked.update(run[:-1] if number == 0 and len(run) <= _TITLE_LINES else run)
        number += len(run)
    return stacked


def _of_recording(text: str, stamps: Sequence[Span]) -> bool:
    """Whether the times at ``stamps`` rise as those of a recording, and not as those of a programme of the day."""
    times = [m["time"] or m["time2"] for span in stamps if (m := _TIME_ONLY.match(text, *span))]
    seconds = [seconds_of(time) for time in times]
    rises = all(one <= other for one, other in itertools.pairwise(seconds)) and len(set(seconds)) > 1
    whole = all(time.count(":") == 2 for time in times)
    return rises and (whole or (seconds[0] < _BEGINNING and any(second % 5 for second in seconds)))


def _talk_among_themselves(text: str, said: Collection[Span], talks: Collection[Span]) -> bool:
    """Whether most of what is ``said`` is talk, as many as ``talks`` are, and one of them says I."""
    return len(talks) >= _MOST * len(said) and any(_SELF.search(text, *span) for span in said)


def _introduced(text: str, paragraphs: Sequence[Span], found: Mapping[Span, Label]) -> dict[Span, Label]:
    """The labelled ones of paragraphs most of which stand behind labels that read like people, each of them once.

    Every other label closes the turn above it.
    """
    bare = {span: turn for span, turn in found.items() if turn.bare and _ends_as_speech(text[turn.words : span[1]])}
    if len(bare) < _PEOPLE:
        return {}
    below = dict(itertools.pairwise(paragraphs))
    said = {s: (turn.words, s[1]) if turn.words < s[1] else below.get(s, (s[1], s[1])) for s, turn in bare.items()}
    small = _small_words(text)
    placed = standing_as_places(text, (turn.speaker for turn in bare.values()))
    persons = {
        span: turn
        for span, turn in bare.items()
        if _may_be_person(turn.speaker, small, placed) and not person_called(text[slice(*said[span])])
    }
    talks = {span for span in persons if _TALK.search(text, *said[span])}
    titled = {span for span, turn in persons.items() if _is_sure(turn.speaker) or _tells_office(_behind(text, turn))}
    most = len(talks) >= _MOST * len(persons)
    if not (titled and talks and (most or 2 * len(titled) >= len(persons))):
        talk = len(persons) == len(bare) and _talk_among_themselves(text, list(said.values()), talks)
        titled = set(persons) if talk else set()
    all_titled = any(_is_sure(turn.speaker) for turn in persons.values())  # but those whom their talk must tell
    speaking = titled | (set(persons) if titled and most and not all_titled else talks if titled else set())
    names = {name for turn in persons.values() for name in turn.speaker.lower().split()} if speaking else set[str]()
    speaking |= {span for span in bare if span not in persons and bare[span].speaker.lower() in names}
    covered = {below[s] for s in speaking if bare[s].words == s[1] and s in below} | speaking
    if len({bare[s].speaker for s in speaking}) < _PEOPLE or len(covered) < _MOST * len(paragraphs):
        return {}
    first = min(speaking)
    return _closing(text, [span for span in paragraphs if span >= first], found, speaking)


def _closing(
    text: str, paragraphs: Iterable[Span], found: Mapping[Span, Label], speaking: Collection[Span]
) -> dict[Span, Label]:
    """The labels of those who are ``speaking``, and of the other ``paragraphs`` those that a label opens, nobody's."""
    labels: dict[Span, Label] = {}
    named: set[str] = set()
    for span in paragraphs:
        if span in speaking:
            labels[span] = replace(found[span], stays=found[span].speaker not in named)
            named.add(found[span].speaker)
        elif span in found or _is_heading(text, span):
            seconds = found[span].seconds if span in found else None
            labels[span] = found[span] if seconds is not None else Label(span[0], span[0], "", None, True, stays=True)
    return labels


def _is_heading(text: str, span: Span) -> bool:
    """Whether a paragraph opens with a word that is nobody's name, and a colon: "Note: …"."""
    match = _BARE.match(text[span[0] : min(span[1], span[0] + _HEAD_CHARACTERS)])
    return match is not None and match["name"].split()[0].lower() in _NO_NAMES


def _behind(text: str, turn: Label) -> str:
    """What a label says behind the name: "Ann Lee, Treasurer:", "Ann Lee (Chair):"."""
    return re.split(r"[,(\[]", text[turn.start : turn.words] + ",", maxsplit=1)[1]


def _tells_office(said: str) -> bool:
    return any(word.lower() in _OFFICE_WORDS for word in _WORD.findall(said))


def _small_words(text: str) -> frozenset[str]:
    """The words that ``text`` writes without a capital."""
    return frozenset(word for word in _WORD.findall(text) if word[0].islower())


def _may_be_person(label: str, small: Collection[str], placed: Collection[str]) -> bool:
    """Whether a label is what somebody is called, and by no word of the text a place's, a thing's or a firm's name."""
    if not _reads_as_person(label, small):
        return False
    return _is_sure(label) or (label not in placed and not names_thing(re.split(r"\s?[,(]", label)[0]))


def _is_sure(label: str) -> bool:
    """Whether a label is a part in a talk, or a title and a name that nothing but a person has."""
    words = _words_called(label)
    return (
        _is_part(words)
        or (words[0] in _TITLES and len(words) > 1)
        or (words[0] in _HIGH_TITLES and len(words) > 1 and not names_thing(label))
    )


def _words_called(label: str) -> list[str]:
    """The words of a label in small letters, without what is said of its bearer and the article of an office."""
    words = [word.strip(".").lower() for word in re.split(r"\s?[,(]", label)[0].split()]
    return words[1:] if words[0] == "the" and len(words) > 1 else words


def _is_part(words: Sequence[str]) -> bool:
    if words[0] not in _PARTS or (words[-1].isdigit() and words[0] in _ASKED):
        return False
    return len(words) == 1 or words[-1].isdigit() or words[1] in _PARTS


def _reads_as_person(label: str, small: Collection[str]) -> bool:
    """Whether a label is what somebody is called: a title and a name, a part in the talk, or two names and more.

    A word that is among ``small``, those that the text writes without a capital, is no name.
    """
    words = [word.strip(".") for word in re.split(r"\s?[,(]", label)[0].split()]
    called = _words_called(label)
    if _HEADINGS.issuperset(called):
        return False
    if _is_part(called):
        return True
    names = [word for word in words if word.lower() not in _PARTICLES]
    if called[0] in _TITLES | _HIGH_TITLES:
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


def opens_timed_turn(line: str) -> bool:
    """Whether a line is a name with a time and nothing else."""
    turn = _turn(line, (0, len(line)))
    return turn is not None and bool(turn.speaker) and turn.seconds is not None and turn.words == len(line)


def speaker_marks(turns: Sequence[Label]) -> list[Mark]:
    """A mark for each turn; a time without a name leaves the speaker as he was."""
    return [
        Mark(
            turn.start if turn.bare else turn.words,
            seconds=turn.seconds,
            speaker=turn.speaker or (None if turn.seconds is not None else ""),
        )
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
