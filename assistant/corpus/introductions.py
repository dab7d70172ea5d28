"""Who speaks where no label comes back often: by names alone on a line, and by labels that introduce each speaker once.

Cities, dishes, clauses and headings stand so too. So a recording's times must stand below the names, or titles, parts
or offices be among them, or what they say be said by an I; who is in doubt is nobody, and his words are nobody's.
"""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.corpus.attendance import person_called, standing_as_places
from assistant.corpus.labels import Label, ends_as_speech, is_heading, name_alone, seconds_of, time_at
from assistant.corpus.sentences import Span
from assistant.corpus.speaker_labels import (
    MOST,
    is_sure,
    may_be_person,
    small_words,
    talk_among_themselves,
    talks,
    tells_office,
)

# Where nobody speaks twice, so many people must, before most of its paragraphs.
_PEOPLE = 3
# A recording whose times are minutes and seconds begins before this second.
_BEGINNING = 300
# So many short lines may head a text, the first speaker's name among them.
_TITLE_LINES = 3


def names_alone(text: str, paragraphs: Sequence[Span], timed: Mapping[Span, Label]) -> dict[Span, Label]:
    """The paragraphs that are a name alone, where the times of a recording stand below two, or two such come back.

    These must be people by their titles, parts or offices, or talk as people do. Names that stand directly above one
    another are a list of contents. Other such lines close the turn above them.
    """
    called = _named_alone(text, paragraphs, timed)
    below = dict(itertools.pairwise(paragraphs))
    stacked = _stacked(paragraphs, called)
    placed = standing_as_places(text, (name for name, _ in called.values()))
    small = small_words(text) if called else frozenset[str]()
    persons = {
        span: name
        for span, (name, _) in called.items()
        if span not in stacked and span in below and may_be_person(name, small, placed)
    }
    recorded = {span for span in persons if below[span] in timed}
    if len(recorded) < 2 or not _of_recording(text, [below[span] for span in sorted(recorded)]):
        recorded = set()
    counts = Counter(persons.values())
    again = {span for span, name in persons.items() if counts[name] > 1}
    several = len({persons[span] for span in again}) > 1
    told = {name for name, office in called.values() if office}
    sure = {span for span in persons if is_sure(persons[span]) or persons[span] in told}
    talking = {span for span in persons if talks(text, below[span])}
    if several and (
        (sure & again and talking) or talk_among_themselves(text, [below[s] for s in again], talking & again)
    ):
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


def introduced(text: str, paragraphs: Sequence[Span], found: Mapping[Span, Label]) -> dict[Span, Label]:
    """The labelled ones of paragraphs most of which stand behind labels that read like people, each of them once.

    Every other label closes the turn above it.
    """
    bare = {span: turn for span, turn in found.items() if turn.bare and ends_as_speech(text[turn.words : span[1]])}
    if len(bare) < _PEOPLE:
        return {}
    below = dict(itertools.pairwise(paragraphs))
    said = {s: (turn.words, s[1]) if turn.words < s[1] else below.get(s, (s[1], s[1])) for s, turn in bare.items()}
    small = small_words(text)
    placed = standing_as_places(text, (turn.speaker for turn in bare.values()))
    persons = {
        span: turn
        for span, turn in bare.items()
        if may_be_person(turn.speaker, small, placed) and not person_called(text[slice(*said[span])])
    }
    talking = {span for span in persons if talks(text, said[span])}
    titled = {span for span, turn in persons.items() if is_sure(turn.speaker) or tells_office(_behind(text, turn))}
    most = len(talking) >= MOST * len(persons)
    if not (titled and talking and (most or 2 * len(titled) >= len(persons))):
        talk = len(persons) == len(bare) and talk_among_themselves(text, list(said.values()), talking)
        titled = set(persons) if talk else set()
    all_titled = any(is_sure(turn.speaker) for turn in persons.values())  # but those whom their talk must tell
    speaking = titled | (set(persons) if titled and most and not all_titled else talking if titled else set())
    names = {name for turn in persons.values() for name in turn.speaker.lower().split()} if speaking else set[str]()
    speaking |= {span for span in bare if span not in persons and bare[span].speaker.lower() in names}
    covered = {below[s] for s in speaking if bare[s].words == s[1] and s in below} | speaking
    if len({bare[s].speaker for s in speaking}) < _PEOPLE or len(covered) < MOST * len(paragraphs):
        return {}
    first = min(speaking)
    return _closing(text, [span for span in paragraphs if span >= first], found, speaking)


def _named_alone(text: str, paragraphs: Sequence[Span], timed: Collection[Span]) -> dict[Span, tuple[str, bool]]:
    """The short paragraphs that read as a name, with it, and whether an office is told behind it."""
    called: dict[Span, tuple[str, bool]] = {}
    for span in paragraphs:
        name, behind = name_alone(text, span) if span not in timed else ("", "")
        if name:
            called[span] = name, tells_office(behind)
    return called


def _stacked(paragraphs: Sequence[Span], called: Mapping[Span, tuple[str, bool]]) -> set[Span]:
    """Of the names alone those directly above one another, but for the last of the title and its like at the head.

    Nor is one the last of them that comes back alone, below a heading that does not: "PRESENTATION", "Operator".
    """
    runs = (list(group) for alone, group in itertools.groupby(paragraphs, key=called.__contains__) if alone)
    again = {called[run[0]][0] for run in runs if len(run) == 1}
    stacked: set[Span] = set()
    number = 0
    for alone, group in itertools.groupby(paragraphs, key=called.__contains__):
        run = list(group)
        if alone and len(run) > 1:
            headed = called[run[-1]][0] in again and called[run[-2]][0] not in again
            stacked.update(run[:-1] if headed or (number == 0 and len(run) <= _TITLE_LINES) else run)
        number += len(run)
    return stacked


def _of_recording(text: str, stamps: Sequence[Span]) -> bool:
    """Whether the times at ``stamps`` rise as those of a recording, and not as those of a programme of the day."""
    times = [time for span in stamps if (time := time_at(text, span))]
    seconds = [seconds_of(time) for time in times]
    rises = all(one <= other for one, other in itertools.pairwise(seconds)) and len(set(seconds)) > 1
    whole = all(time.count(":") == 2 for time in times)
    return rises and (whole or (seconds[0] < _BEGINNING and any(second % 5 for second in seconds)))


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
        elif span in found or is_heading(text, span):
            seconds = found[span].seconds if span in found else None
            labels[span] = found[span] if seconds is not None else Label(span[0], span[0], "", None, True, stays=True)
    return labels


def _behind(text: str, turn: Label) -> str:
    """What a label says behind the name: "Ann Lee, Treasurer:", "Ann Lee (Chair):"."""
    return re.split(r"[,(\[]", text[turn.start : turn.words] + ",", maxsplit=1)[1]
