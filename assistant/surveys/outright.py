"""Whether a sentence tells outright what a question would have worked out: then the sentence is the better answer."""

import re
from collections.abc import Iterator, Set

from assistant.corpus.figures import Figure, Measure, read_figures
from assistant.language import stem_set
from assistant.questions.workings import Thing, Work, Working
from assistant.surveys.gathering import Corpus
from assistant.surveys.results import SurveyItem, sentences
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
# Words before a figure that may say that it is a change.
_BEFORE = 50


def told_outright(working: Working, corpus: Corpus) -> bool:
    """Whether some sentence gives a figure for what is to be worked out."""
    return any(_tells(working, place) for of in corpus.passages.values() for place in sentences(of))


def _tells(working: Working, place: SurveyItem) -> bool:
    text, things = place.text, working.things
    common = frozenset.intersection(*(thing.plain | thing.names for thing in things))
    if working.work is Work.SHARE:
        percents = [f for f in read_figures(text) if f.measure is Measure.PERCENT]
        return bool(percents) and all(thing.plain | thing.names <= _near(place) for thing in things)
    # A plain word of the thing stands in the sentence; whose it is may stand near it.
    if not (common or things[0].plain) or not common <= _near(place) or (common and not common & stem_set(text)):
        return False
    if not working.each and not all(_named(thing, place) for thing in things):
        return False
    return any(True for _ in _telling(working, text))


def _telling(working: Working, text: str) -> Iterator[Figure]:
    """The figures of a sentence that would be the result."""
    for figure in read_figures(text):
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


def _named(thing: Thing, place: SurveyItem) -> bool:
    return thing.own <= _near(place)


def _near(place: SurveyItem) -> Set[str]:
    """Stems of the sentence, of those just before it, and of the heading."""
    first = max(0, place.number - REACH)
    near = (stem_set(place.stored.sentence_text(number)) for number in range(first, place.number + 1))
    return frozenset().union(*near, stem_set(place.stored.heading))
