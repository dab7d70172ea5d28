"""What is worked out from figures that the transcripts tell: differences, multiples, growth, totals, averages, shares.

Every figure that goes in is cited, and the lead shows the reckoning. Where one of them is not told, is told in several
ways, is only planned, or is in another unit or for another period, nothing is worked out and the lead says why: a wrong
sum of ours is worse than none. What the text tells outright is left to the search.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum

from assistant.corpus.figures import comparable
from assistant.corpus.number_words import ORDINALS
from assistant.questions.survey_request import SurveyKind
from assistant.questions.workings import MOST_THINGS, Thing, Work, Working
from assistant.surveys.gathering import Corpus
from assistant.surveys.hedges import Hedge, together
from assistant.surveys.operands import Told, passages_with, told_of
from assistant.surveys.outright import told_outright
from assistant.surveys.parts import share_of
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, out_of
from assistant.surveys.verdicts import incomparable
from assistant.surveys.written_figures import written

WORKED_OUT, NOT_WORKED_OUT = "Worked out from what is told: ", "Not worked out, since "


class _Why(Enum):
    """What stands in the way of a result."""

    UNTOLD = "no one figure was found for {}"
    PLANNED = "what is told for {} is no fact but planned, wanted or supposed"
    DIFFERS = "more than one figure is told for {}"
    UNITS = "the figures are in different units or currencies"
    PERIODS = "the figures are for different times"


def worked_out(working: Working, corpus: Corpus) -> Survey | None:
    """The result with its reckoning, or why there is none; None where the transcripts tell of none of the things."""
    if told_outright(working, corpus):
        return None
    if working.work is Work.SHARE:
        return share_of(working, corpus)
    if working.each:
        return _over_all(working, corpus)
    things = working.things
    told = [told_of(thing, [t for t in things if t is not thing], corpus) for thing in things]
    if sum(map(bool, told)) < (1 if working.work in (Work.DIFFERENCE, Work.TOTAL) else 2):
        return None
    why, about, shown = _obstacle(things, told)
    if why is _Why.UNTOLD and not all(passages_with(thing.plain | thing.names, corpus) for thing in about):
        return None
    return _not_worked_out(why, about, things, shown) if why else _result(working, [of[0] for of in shown])


def _obstacle(
    things: Sequence[Thing], told: Sequence[Sequence[Told]]
) -> tuple[_Why | None, list[Thing], list[list[Told]]]:
    """What stands in the way, of which things, and what is to be shown: one figure of each where nothing does."""
    facts = [[t for t in of if not t.planned] for of in told]
    for why, lacking in ((_Why.UNTOLD, told), (_Why.PLANNED, facts)):
        missing = [thing for thing, of in zip(things, lacking, strict=True) if not of]
        if missing:
            return why, missing, [_distinct(fact or all_) for fact, all_ in zip(facts, told, strict=True)]
    chosen = _of_one_time([_distinct(of) for of in facts])
    several = [thing for thing, of in zip(things, chosen, strict=True) if len(of) > 1]
    if several:
        return _Why.DIFFERS, several, chosen
    return _incomparable([of[0] for of in chosen], by_year=any(thing.year for thing in things)), [], chosen


def _distinct(told: Iterable[Told]) -> list[Told]:
    """One of each figure, those told surest first."""
    found: dict[tuple[object, float, int | None], Told] = {}
    for each in sorted(told, key=lambda t: -t.sure):
        found.setdefault((each.unit, each.figure.value, each.year), each)
    values = {(t.unit, t.figure.value) for t in found.values()}
    return list(found.values())[:1] if len(values) == 1 else list(found.values())


def _of_one_time(told: Sequence[list[Told]]) -> list[list[Told]]:
    """Of what is told for several years only the year that all are told for, where there is one."""
    if all(len(of) == 1 for of in told):
        return list(told)
    years = set[int].intersection(*({t.year for t in of if t.year} for of in told))
    kept = [[t for t in of if t.year in years] for of in told]
    return kept if len(years) == 1 else list(told)


def _incomparable(told: Sequence[Told], *, by_year: bool) -> _Why | None:
    if len({t.unit for t in told}) > 1:
        return _Why.UNITS
    years = {t.year for t in told if t.year}
    if not by_year and (len(years) > 1 or not all(comparable(told[0].figure, t.figure) for t in told)):
        return _Why.PERIODS
    return None


def _not_worked_out(
    why: _Why | None, about: Sequence[Thing], things: Sequence[Thing], shown: Sequence[Sequence[Told]]
) -> Survey | None:
    assert why is not None
    named = " or ".join(f"“{thing.label}”" for thing in about)
    pieces: list[str | Lead] = []
    for thing, of in zip(things, shown, strict=True):
        for each in of[:3]:
            pieces += ["; ", Lead(_words(each), each.item, f" for “{thing.label}”")]
    lead = Lead(NOT_WORKED_OUT, why.value.format(named), ". Told: " if pieces else "", *pieces[1:], ".")
    every = [each for of in shown for each in of[:3]]
    items = tuple(dict.fromkeys(each.item for each in every))[:MAX_ITEMS]
    return Survey(SurveyKind.WORKED_OUT, lead, items, min(t.sure for t in every), (), Apart.TRANSCRIPTS)


def _words(told: Told) -> str:
    return told.hedge.before(told.words)


def _over_all(working: Working, corpus: Corpus) -> Survey | None:
    """The total or the average of what each transcript tells of one thing."""
    (thing,) = working.things
    told = [_distinct(t for t in told_of(thing, (), corpus, {source}) if not t.planned) for source in corpus.passages]
    found = [of[0] for of in _of_one_time([of for of in told if of]) if len(of) == 1]
    if len(found) < 2 or len({(t.unit, t.figure.value) for t in found}) < len(found):
        return None
    things = [replace(thing, label=corpus.transcript(t.item.source).title) for t in found]
    if why := _incomparable(found, by_year=False):
        return _not_worked_out(why, [], things, [[t] for t in found])
    ranked = working.work is Work.RANK
    result = _ranking(working, found, things) if ranked else _result(working, found)
    if result is None or len(found) == corpus.total:
        return result
    part = f"Of {out_of(len(found), corpus.total)}, the others telling no one figure that could be taken: "
    return replace(result, lead=Lead(part, result.lead))


def _ranking(working: Working, told: Sequence[Told], things: Sequence[Thing]) -> Survey | None:
    """The figures in order, or the one in the place asked for and those before it; None where there are too few."""
    pairs = sorted(zip(told, things, strict=True), key=lambda pair: pair[0].figure.value, reverse=not working.less)
    shown = pairs[: working.place or working.many]
    if len(shown) < working.place or (working.many < MOST_THINGS and len(shown) < working.many):
        return None
    listed = [
        Lead(", then " if n else "", _words(t), t.item, f" (“{thing.label}”)") for n, (t, thing) in enumerate(shown)
    ]
    first = "smallest" if working.less else "largest"
    said = f"; the {ORDINALS[working.place - 1]} {first} is {_words(shown[-1][0])}" if working.place else ""
    lead = Lead(f"By the figures told, the {first} first: ", *listed, f"{said}.")
    notes = tuple(incomparable([t.figure for t, _ in shown]))
    if any(t.hedge is not Hedge.NONE for t, _ in shown):
        notes = (*notes, "some are only told about, so that those close to each other may change places")
    sure = min(t.sure for t in told)
    return Survey(SurveyKind.WORKED_OUT, lead, tuple(t.item for t, _ in shown), sure, notes, Apart.TRANSCRIPTS)


def _result(working: Working, told: Sequence[Told]) -> Survey:
    reckoning, ordered = _RECKONINGS[working.work](working, told)
    items = tuple(dict.fromkeys(each.item for each in ordered))
    notes = () if any(t.year for t in told) else tuple(incomparable([t.figure for t in told]))
    lead = Lead(WORKED_OUT, reckoning, ".")
    return Survey(SurveyKind.WORKED_OUT, lead, items, min(t.sure for t in told), notes, Apart.TRANSCRIPTS)


def _less(working: Working, told: Sequence[Told]) -> tuple[Lead, Sequence[Told]]:
    one, other = told
    thing = working.things[0]
    greater, lesser = (one, other) if one.figure.value >= other.figure.value else (other, one)
    amount = written(greater.figure.value - lesser.figure.value, [greater.figure, lesser.figure])
    amount = together([greater.hedge, lesser.hedge.opposite]).before(amount)
    if one.figure.value == other.figure.value:
        return Lead(_words(one), one.item, " and ", _words(other), other.item, ": no difference"), told
    noun = f" {working.noun}" if working.noun else ""
    word, asked = _word(greater is one, noun), _word(not working.less, noun)
    instead = "" if word == asked else f", not {asked}"
    said = f"{amount} {word}{noun}{instead} for “{thing.label}”"
    return Lead(_words(greater), greater.item, " less ", _words(lesser), lesser.item, f": {said}"), told


def _word(more: bool, noun: str) -> str:
    return "more" if more else "fewer" if noun.endswith(("s", "people")) else "less"


def _grown(working: Working, told: Sequence[Told]) -> tuple[Lead, Sequence[Told]]:
    before, after = told
    change = after.figure.value - before.figure.value
    amount = written(abs(change), [after.figure, before.figure])
    greater, lesser = (after, before) if change > 0 else (before, after)
    amount = together([greater.hedge, lesser.hedge.opposite]).before(amount)
    noun = f" {working.noun}" if working.noun else ""
    years = f"in {working.things[1].label} than in {working.things[0].label}"
    word, asked = _word(change > 0, noun), _word(not working.less, noun)
    instead = "" if word == asked else f", not {asked},"
    said = f"{amount} {word}{noun}{instead} {years}" if change else f"no change from {working.things[0].label}"
    return Lead(_words(greater), greater.item, " less ", _words(lesser), lesser.item, f": {said}"), told


def _times(working: Working, told: Sequence[Told]) -> tuple[Lead, Sequence[Told]]:
    one, other = told
    times = one.figure.value / other.figure.value
    rounded = f"{times:.2g}" if times < 10 else f"{times:,.0f}"
    hedge = together([one.hedge, other.hedge.opposite])
    hedge = Hedge.ABOUT if hedge is Hedge.NONE and float(rounded.replace(",", "")) != times else hedge
    said = f": {hedge.before(rounded)} times as {'many' if working.noun else 'much'} for “{working.things[0].label}”"
    return Lead(_words(one), one.item, " divided by ", _words(other), other.item, said), told


def _total(working: Working, told: Sequence[Told]) -> tuple[Lead, Sequence[Told]]:
    amount = together(t.hedge for t in told).before(written(_sum(told), [t.figure for t in told]))
    noun = f" {working.noun}" if working.noun and not told[0].figure.unit else ""
    return Lead(*_listed(told), f": {amount}{noun} in all"), told


def _average(working: Working, told: Sequence[Told]) -> tuple[Lead, Sequence[Told]]:
    amount = written(_sum(told) / len(told), [t.figure for t in told], exact=False)
    amount = together(t.hedge for t in told).before(amount)
    noun = f" {working.noun}" if working.noun and not told[0].figure.unit else ""
    return Lead(*_listed(told), f": {amount}{noun} on average"), told


def _sum(told: Sequence[Told]) -> float:
    return sum(t.figure.value for t in told)


def _listed(told: Sequence[Told]) -> list[Lead]:
    joins = ["", *[", "] * (len(told) - 2), " and "]
    return [Lead(join, _words(each), each.item) for join, each in zip(joins, told, strict=True)]


_RECKONINGS = {
    Work.DIFFERENCE: _less, Work.GROWTH: _grown, Work.TIMES: _times, Work.TOTAL: _total, Work.AVERAGE: _average,
}  # fmt: skip
