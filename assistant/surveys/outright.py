"""Whether a sentence tells outright what a question would have worked out: then the sentence is the better answer."""

import re
from collections.abc import Iterator

from assistant.corpus.figures import Figure
from assistant.language import stem_set
from assistant.questions.worked_things import Thing
from assistant.questions.workings import Work, Working
from assistant.surveys.readings import Readings, near
from assistant.surveys.results import SurveyItem
from assistant.surveys.verdicts import REACH

_TOTAL = re.compile(
    r"\b(?:totals?|totall?ed|totall?ing|in all|all told|altogether|together|combined|sum|overall|both|joint(?:ly)?|"
    r"all (?:the |of the )?(?:two|three|four|five|six|\d+))\b",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"\b(?:averag\w*|mean|median|typical(?:ly)?)\b", re.IGNORECASE)
_MORE_BEHIND = re.compile(
    r"\s+(?:[\w’'-]+ ){0,2}?(?:more|less|fewer|higher|lower|larger|smaller|bigger|greater|longer|shorter|"
    r"dearer|cheaper|"
    r"above|below|behind|ahead|up|down|extra)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:by|(?:difference|gap|growth|increase|rise|fall|drop|decline|margin) (?:of|is|was))\s+(?:[\w’'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\s*-?(?:times|fold)\b", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:gr[eo]w\w*|r[io]se\w*|risen|increas\w+|climb\w*|expand\w*|f[ea]ll\w*|drop\w*|declin\w+|shr[iau]nk\w*|decreas\w+|"
    r"chang\w+|up|down|go(?:ne|es)?|went|surg\w+)\b",
    re.IGNORECASE,
)
# What such a sentence has at least, before its figures are read.
_MAY_TELL = {
    Work.TIMES: re.compile(r"times|fold", re.IGNORECASE), Work.TOTAL: _TOTAL, Work.AVERAGE: _AVERAGE,
    Work.DIFFERENCE: re.compile(f"{_MORE_BEHIND.pattern}|{_BY.pattern.removesuffix('$')}", re.IGNORECASE),
    Work.GROWTH: _CHANGED, Work.RANK: re.compile(r"(?!)"),
}  # fmt: skip
# Words before a figure that may say that it is a change.
_BEFORE = 50


def told_outright(working: Working, readings: Readings) -> bool:
    """Whether some sentence gives a figure for what is to be worked out."""
    return any(_tells(working, place, readings) for place in readings.places)


def _tells(working: Working, place: SurveyItem, readings: Readings) -> bool:
    text, things = place.text, working.things
    if not any(True for _ in _telling(working, text, readings)):
        return False
    common = frozenset.intersection(*(thing.plain | thing.names for thing in things))
    around = near(place, REACH)
    # A plain word of the thing stands in the sentence; whose it is may stand near it.
    if not (common or things[0].plain) or not common <= around or (common and not common & stem_set(text)):
        return False
    return working.each or all(thing.own <= around for thing in things)


def _telling(working: Working, text: str, readings: Readings) -> Iterator[Figure]:
    """The figures of a sentence that would be the result."""
    if not _MAY_TELL[working.work].search(text):
        return
    for figure in readings.figures(text):
        before = text[max(0, figure.start - _BEFORE) : figure.start]
        changes = bool(_BY.search(before) or _MORE_BEHIND.match(text, figure.end))
        if (
            (working.work is Work.TIMES and _TIMES.match(text, figure.end))
            or (working.work is Work.TOTAL and _TOTAL.search(text))
            or (working.work is Work.AVERAGE and _AVERAGE.search(text))
            or (working.work is Work.DIFFERENCE and changes)
            or (working.work is Work.GROWTH and changes and _CHANGED.search(text) and _of_years(working.things, text))
        ):
            yield figure


def _of_years(things: tuple[Thing, ...], text: str) -> bool:
    return any(re.search(rf"\b{thing.year}\b", text) for thing in things)
