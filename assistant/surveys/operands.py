"""The figures that the transcripts tell of a thing, fit to be reckoned with.

A sum of ours is only as good as what goes into it, so a figure counts where its sentence has the words for the thing,
names whose it is (there, just before, or in the transcript's heading), states it as a fact and gives no other that
could be meant. What is left out here is left to the search, which shows sentences and reckons nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from assistant.corpus.figures import Figure, Measure, read_figures
from assistant.corpus.sentences import is_question
from assistant.language import stem_set
from assistant.questions.workings import Thing
from assistant.store.catalog import StoredPassage
from assistant.surveys.counting import holds
from assistant.surveys.gathering import Corpus
from assistant.surveys.hedges import Hedge, read_hedge
from assistant.surveys.results import SurveyItem, sentences
from assistant.surveys.verdicts import REACH

# How sure it is that a figure is the thing's: named in its own sentence, or only near it or by a pronoun.
IN_IT, NEAR_IT = 0.9, 0.75
_CLAUSE = re.compile(
    r"[;:—–(]|,(?=\s)|\b(?:and|while|whereas|but|against|compared (?:with|to)|up from|down from|than)\b", re.IGNORECASE
)
_NO_FACT = re.compile(
    r"\b(?:not|never|nobody|neither|nor|if|unless|whether|supposed(?:ly)?|alleged(?:ly)?|rumou?r\w*|claim\w*|"
    r"instead of|"
    r"used to|imagine|as though)\b|n[’']t\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will|would|shall|should|(?-i:may)|might|could|plan(?:s|ned|ning)?|intend\w*|expect\w*|hope\w*|want\w*|aims?|"
    r"aimed|aiming|going to|promis\w*|propos\w*|scheduled|targets?|goal|forecast\w*|estimate[ds]? to|"
    r"reach by|next year|"
    r"by (?:20)\d\d|offer\w*|ask(?:s|ed|ing)? for|need(?:s|ed)?)\b|['’]ll\b",
    re.IGNORECASE,
)
# What stands right before a figure that is none of the thing itself: what it changed by, a part of it, a time past.
_NONE_BEFORE = re.compile(
    r"\b(?:by|another|a further|further|additional|an extra|extra|first|last|next|past|every|each|of the|"
    r"(?:half|part|most|some|all|two|many) of(?: the)?|one of the|per|including|of (?:which|whom|them|it))\s+"
    r"(?:about |around |some |over |almost |nearly )?$",
    re.IGNORECASE,
)
_NONE_BEHIND = re.compile(
    r"\s*(?:each\b|apiece\b|per (?!year\b|annum\b|month\b)|a (?:head|piece|person|child|litre|kilo|tonne|ton)\b|"
    r"more\b|less\b|"
    r"fewer\b|higher\b|lower\b|times?\b|-?fold\b|"
    r"of (?:them|which|whom|it)\b|years? (?:ago|later|earlier|before|after)\b|"
    r"(?:years?|months?|weeks?|days?|hours?) (?:ago|later|earlier|before|after)\b)|\s+(?:ago|later|earlier)\b",
    re.IGNORECASE,
)
# What opens a sentence that speaks of the thing of the one before: "It cost 5 dollars", "In 2019 it was only 4".
_LEANS = re.compile(
    r"^\W*(?:[\w .-]{2,40}: \W*)?(?:and |but )?(?:(?:in|by|since|for|at) [\w ]{1,12} )?"
    r"(?:it|they|its|their|that (?:is|was)|the figure|this)\b",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"\b(?:costs?|pric(?:e|ed|es)|pa(?:y|ys|id)|worth|fees?|wages?|salar(?:y|ies)|earn\w*|rents?)\b", re.IGNORECASE
)
_LARGE = re.compile(r"hundred|thousand|[mb]illion", re.IGNORECASE)
_SUMMED = re.compile(
    r"\b(?:(?:the|a|in) totals?|totals? (?:of|for)|in all|altogether|together|combined|average|sum)\b", re.IGNORECASE
)
_LAST_YEAR = re.compile(r"last year|previous year|year before", re.IGNORECASE)
_THIS_YEAR = re.compile(r"this year", re.IGNORECASE)
# What stands right before a figure is not longer.
_REACH = 30


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that a sentence tells of a thing.

    Attributes:
        year: of the figure, where the sentence names one or says "last year" in a transcript whose year is known.
        planned: whether it is only wanted, expected or to come.
        sure: the probability that it is the thing's.
    """

    figure: Figure
    item: SurveyItem
    hedge: Hedge
    year: int | None
    planned: bool
    sure: float

    @property
    def unit(self) -> tuple[Measure, str]:
        """What it is in; of a count, and of money in an unknown coin, the word that follows it."""
        figure = self.figure
        return figure.measure, figure.unit or (
            figure.nouns[0] if figure.measure is Measure.COUNT and figure.nouns else ""
        )

    @property
    def words(self) -> str:
        """The figure as it is written, less what parts its lines."""
        return " ".join(self.figure.text.split())


def told_of(thing: Thing, rivals: Iterable[Thing], corpus: Corpus, only: Set[str] | None = None) -> list[Told]:
    """What the transcripts tell of ``thing``; a sentence in which several figures could be meant tells nothing.

    Args:
        rivals: the other things of the question, whose figures are not this one's.
        only: the transcripts to look in; all where None.
    """
    others = frozenset().union(*(rival.own for rival in rivals)) - thing.own
    years = _years(corpus)
    found = [
        told
        for source, passages in corpus.passages.items()
        if only is None or source in only
        for place in sentences(passages)
        if (told := _told(place, thing, others, years.get(source)))
    ]
    return [told for told in found if thing.year is None or told.year == thing.year]


def _years(corpus: Corpus) -> Mapping[str, int]:
    """The year of each transcript that is dated with one."""
    return {source: card.date.year for source, card in corpus.cards().items() if card.date and card.date.year}


def _told(place: SurveyItem, thing: Thing, others: Set[str], year: int | None) -> Told | None:
    text = place.text
    read = read_figures(text, alone=bool(thing.counted))
    figures = [figure for figure in read if _fits(text, figure, thing) and _is_its(text, figure)]
    if not figures or is_question(text):
        return None
    heading = stem_set(place.stored.heading)
    held = {term for term in thing.plain if holds(text, term, None)}
    missing = thing.plain - held - (heading if held else frozenset())
    leaning = bool(missing) and bool(_LEANS.match(text))
    before = [_before(place, back) for back in range(1, REACH + 1)]
    if missing and not (leaning and all(any(holds(said, term, None) for said in before) for term in missing)):
        return None
    said = stem_set(text)
    here = thing.names <= said and held == thing.plain
    if not _is_whose(thing, others, said, frozenset().union(*map(stem_set, before)), heading):
        return None
    if _SUMMED.search(text) and not _SUMMED.search(thing.label):
        return None
    figure = _the_one(text, figures, thing, others, year, leaning=leaning)
    if figure is None or _NO_FACT.search(text[slice(*_clause(text, figure))]):
        return None
    up_to_its_end = text[: _clause(text, figure)[1]]
    sure = IN_IT if here and not leaning else NEAR_IT
    hedge = read_hedge(text, figure.start, figure.end)
    if thing.counted:
        figure = replace(figure, nouns=(thing.counted,))
    return Told(figure, place, hedge, _year(text, figure, year), bool(_PLANNED.search(up_to_its_end)), sure)


def _fits(text: str, figure: Figure, thing: Thing) -> bool:
    """Whether a figure is of the kind that is asked for; money may be in a coin that nobody has heard of."""
    if thing.counted:
        return figure.measure is Measure.COUNT and (thing.counted in figure.nouns or not figure.nouns)
    may_be_coin = figure.measure is Measure.COUNT and bool(figure.nouns) and not thing.plain & set(figure.nouns)
    priced = _LARGE.search(figure.text) or _PRICED.search(text[slice(*_clause(text, figure))])
    unknown_coin = Measure.MONEY in thing.measures and may_be_coin and bool(priced)
    return not thing.measures or figure.measure in thing.measures or unknown_coin


def _is_its(text: str, figure: Figure) -> bool:
    """Whether a figure may be a thing's own: what it changed by, a part of it and a rate are not."""
    return not _NONE_BEFORE.search(text[max(0, figure.start - _REACH) : figure.start]) and not _NONE_BEHIND.match(
        text, figure.end
    )


def _is_whose(thing: Thing, others: Set[str], said: Set[str], before: Set[str], heading: Set[str]) -> bool:
    """Whether a sentence is on the thing by its names: there, in the heading, or before it and then of no other."""
    if others & said and not thing.own & said:
        return False
    if thing.names <= said | heading:
        return True
    return thing.names <= said | heading | before and not others & before


def _before(place: SurveyItem, back: int) -> str:
    return place.stored.sentence_text(place.number - back) if place.number >= back else ""


def _the_one(
    text: str, figures: Sequence[Figure], thing: Thing, others: Set[str], year: int | None, *, leaning: bool
) -> Figure | None:
    """The one figure of a sentence that is the thing's; None where several could be."""
    if thing.year is not None:
        figures = [figure for figure in figures if _year(text, figure, year) == thing.year]
    clauses = {figure.start: stem_set(text[slice(*_clause(text, figure))]) for figure in figures}
    mine = thing.own | frozenset(thing.plain)
    kept = [f for f in figures if not (others & clauses[f.start] and not thing.own & clauses[f.start])]
    fits = [f for f in kept if mine & clauses[f.start]]
    if len(fits) > 1:
        closer = [f for f in fits if thing.own & clauses[f.start]]
        fits = closer or fits
    if not fits and (leaning or thing.year is not None):
        fits = kept
    values = {(f.measure, f.unit, f.value) for f in fits}
    if len(values) != 1:
        return None
    by_name = [f for f in read_figures(text) if thing.own & stem_set(text[slice(*_clause(text, f))])]
    return None if by_name and not thing.own & clauses[fits[0].start] else fits[0]


def _clause(text: str, figure: Figure) -> tuple[int, int]:
    joins = [match for match in _CLAUSE.finditer(text) if _parts(text, match)]
    start = max((match.end() for match in joins if match.end() <= figure.start), default=0)
    end = min((match.start() for match in joins if match.start() >= figure.end), default=len(text))
    return start, end


def _parts(text: str, join: re.Match[str]) -> bool:
    """Whether a joining word parts clauses: "more than 20" and "between Elm and Ash" are one."""
    said, before = join.group().lower(), text[: join.start()]
    if said == "than":
        return not re.search(r"\b(?:more|less|fewer|later|other|no)\s$", before)
    names = re.match(r"\s+[A-Z]", text[join.end() :]) and not re.search(r"\d", before)
    return said != "and" or not (names or re.search(r"\bbetween\b[^,;:]*$", before))


def _year(text: str, figure: Figure, of_transcript: int | None) -> int | None:
    """The year that a figure is for."""
    period = figure.period
    if period and period.year:
        return period.year
    if period and of_transcript and _LAST_YEAR.search(period.text):
        return of_transcript - 1
    return of_transcript if period and of_transcript and _THIS_YEAR.search(period.text) else None


def passages_with(terms: Iterable[str], corpus: Corpus) -> list[StoredPassage]:
    """The passages in which, or in whose headings, all of these stems stand."""
    needed = frozenset(terms)
    return [p for of in corpus.passages.values() for p in of if needed <= stem_set(p.text) | stem_set(p.heading)]


def is_supposed(text: str) -> bool:
    """Whether a sentence denies, doubts, plans or only supposes what it tells."""
    return bool(_NO_FACT.search(text) or _PLANNED.search(text))


def leans(text: str) -> bool:
    """Whether a sentence speaks of the thing of the one before it ("It cost …")."""
    return bool(_LEANS.match(text))
