"""What share one figure is of another, where one sentence says that it is a part: "900, of which 300 …"."""

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.corpus.figures import Figure, read_figures
from assistant.corpus.sentences import is_question
from assistant.language import stem_set
from assistant.questions.survey_request import SurveyKind
from assistant.questions.workings import Thing, Working
from assistant.surveys.counting import holds
from assistant.surveys.gathering import Corpus
from assistant.surveys.hedges import Hedge, read_hedge, together
from assistant.surveys.operands import IN_IT, is_supposed
from assistant.surveys.results import Apart, Lead, Survey, SurveyItem, sentences
from assistant.surveys.verdicts import REACH

# "40 boats, of which 10 are new", and "40 boats, and 10 of them are new".
_OF_WHICH = re.compile(r"\b(?:of which|of whom|of these|of those)\s", re.IGNORECASE)
_OF_THEM = re.compile(r"[\w’' -]{0,24}?\bof (?:them|it|that sum|that|this|these|those)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Part:
    whole: Figure
    part: Figure
    item: SurveyItem


def share_of(working: Working, corpus: Corpus) -> Survey | None:
    """The share in percent; None where no one sentence tells part and whole, or several do in different ways."""
    whole, part = working.things
    found = [
        pair
        for passages in corpus.passages.values()
        for place in sentences(passages)
        for pair in _pairs(place, whole, part)
    ]
    if len({(pair.whole.value, pair.part.value) for pair in found}) != 1:
        return None
    pair = found[0]
    text = pair.item.text
    hedges = [read_hedge(text, figure.start, figure.end) for figure in (pair.part, pair.whole)]
    percent = 100 * pair.part.value / pair.whole.value
    rounded = f"{percent:.1f}".removesuffix(".0")
    hedge = together([hedges[0], hedges[1].opposite])
    hedge = Hedge.ABOUT if hedge is Hedge.NONE and abs(float(rounded) - percent) > 1e-9 else hedge
    said = [h.before(" ".join(f.text.split())) for h, f in zip(hedges, (pair.part, pair.whole), strict=True)]
    lead = Lead(
        "Worked out from what is told: ", said[0], pair.item, " of ", said[1], pair.item,
        f": {hedge.before(rounded)} percent.",
    )  # fmt: skip
    return Survey(SurveyKind.WORKED_OUT, lead, (pair.item,), IN_IT, (), Apart.TRANSCRIPTS)


def _pairs(place: SurveyItem, whole: Thing, part: Thing) -> list[_Part]:
    text = place.text
    if is_question(text) or not all(holds(text, term, None) for term in part.plain) or is_supposed(text):
        return []
    near = frozenset().union(
        *(stem_set(place.stored.sentence_text(n)) for n in range(max(0, place.number - REACH), place.number + 1)),
        stem_set(place.stored.heading),
    )
    if not whole.plain | whole.names | part.names <= near:
        return []
    figures = read_figures(text, alone=True)
    found = []
    for before, after in pairwise(figures):
        between, behind = text[before.end : after.start], text[after.end :]
        is_part = _OF_WHICH.search(between) or _OF_THEM.match(behind)
        same = (before.measure, before.unit) == (after.measure, after.unit)
        told = all(holds(re.split(r"[;,]", behind)[0], term, None) for term in part.plain)
        if is_part and same and told and 0 < after.value <= before.value:
            found.append(_Part(before, after, place))
    return found
