"""What is worked out from figures that the transcripts tell: differences, multiples, growth, totals, averages, ranks.

Every figure that goes in is cited, and the lead shows the reckoning. Where one of them is not told, is told in several
ways, or is in another unit or for another period, nothing is worked out and the lead says why: a wrong
sum of ours is worse than none. What the text tells outright is left to the search.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum

from assistant.corpus.figures import Measure
from assistant.corpus.numerals import ORDINALS
from assistant.questions.survey_request import SurveyKind
from assistant.questions.worked_things import MOST_THINGS, Thing
from assistant.questions.workings import Work, Working
from assistant.surveys.gathering import Corpus
from assistant.surveys.hedges import Hedge, together
from assistant.surveys.operands import Told, passages_with, told_of, years_of
from assistant.surveys.outright import told_outright
from assistant.surveys.readings import Readings
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, out_of
from assistant.surveys.verdicts import incomparable
from assistant.surveys.written_figures import written

# What is the same in every year.
_LASTING = (Measure.LENGTH, Measure.MASS)
WORKED_OUT, NOT_WORKED_OUT = "Worked out from what is told: ", "Not worked out, since "


class _Why(Enum):
    """What stands in the way of a result."""

    UNTOLD = "no one figure could be taken as told for {}"
    DIFFERS = "more than one figure is told for {}"
    UNITS = "the figures are in different units or currencies"
    PERIODS = "the figures are for different times"
    RATES = "figures such as these are not added up"
    ZERO = "nothing can be divided by the zero told for {}"


def worked_out(working: Working, corpus: Corpus) -> Survey | None:
    """The result with its reckoning, or why there is none; None where the transcripts tell of none of the things."""
    readings = Readings(corpus, {term for thing in working.things for term in (thing.plain or thing.names)})
    if told_outright(working, readings):
        return None
    if working.each:
        return _over_all(working, corpus, readings)
    things, years = working.things, years_of(corpus)
    told = [told_of(thing, [t for t in things if t is not thing], readings, years) for thing in things]
    if sum(map(bool, told)) < (1 if working.work in (Work.DIFFERENCE, Work.TOTAL) else 2):
        return None
    why, about, shown = _obstacle(working, told)
    if why is _Why.UNTOLD and not all(passages_with(thing.plain | thing.names, corpus) for thing in about):
        return None
    return _not_worked_out(why, about, things, shown) if why else _result(working, [of[0] for of in shown])


def _obstacle(working: Working, told: Sequence[Sequence[Told]]) -> tuple[_Why | None, list[Thing], list[list[Told]]]:
    """What stands in the way, of which things, and what is to be shown: one figure of each where nothing does."""
    things = working.things
    if missing := [thing for thing, of in zip(things, told, strict=True) if not of]:
        return _Why.UNTOLD, missing, [_distinct(of) for of in told]
    chosen = _of_one_time([_distinct(of) for of in told])
    several = [thing for thing, of in zip(things, chosen, strict=True) if len(of) > 1]
    if several:
        return _Why.DIFFERS, several, chosen
    why = _incomparable(working, [of[0] for of in chosen])
    if why is None and working.work is Work.TIMES and not chosen[1][0].figure.value:
        return _Why.ZERO, [things[1]], chosen
    return why, [], chosen


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


def _incomparable(working: Working, told: Sequence[Told]) -> _Why | None:
    """Why figures cannot be reckoned with together; only years that the question itself tells apart may differ."""
    summed = working.work in (Work.TOTAL, Work.AVERAGE)
    if summed and any(t.figure.measure is Measure.PERCENT for t in told):
        return _Why.RATES
    if working.work is Work.TOTAL and any(t.rate not in ("", "year", "annum") for t in told):
        return _Why.RATES
    if len({t.unit for t in told}) > 1:
        return _Why.UNITS
    if len({t.rate for t in told}) > 1:
        return _Why.PERIODS
    asked = all(thing.year for thing in working.things)
    lasting = all(t.figure.measure in _LASTING for t in told) or all("cost" in t.plain for t in working.things)
    years = {t.year or (None if lasting else t.of_transcript) for t in told}
    return _Why.PERIODS if len(years) > 1 and not asked else None


def _not_worked_out(
    why: _Why, about: Sequence[Thing], things: Sequence[Thing], shown: Sequence[Sequence[Told]]
) -> Survey:
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


def _over_all(working: Working, corpus: Corpus, readings: Readings) -> Survey | None:
    """The total or the average of what each transcript tells of one thing."""
    (thing,) = working.things
    every = told_of(thing, (), readings, years_of(corpus))
    told = [_distinct(t for t in every if t.item.source == source) for source in corpus.passages]
    found = [of[0] for of in _of_one_time([of for of in told if of]) if len(of) == 1]
    if len(found) < 2 or len({(t.unit, t.figure.value) for t in found}) < len(found):
        return None
    things = [replace(thing, label=corpus.transcript(t.item.source).title) for t in found]
    if why := _incomparable(working, found):
        return _not_worked_out(why, [], things, [[t] for t in found])
    ranked = working.work is Work.RANK
    result = _ranking(working, found, things) if ranked else _result(working, found)
    if result is None or len(found) == corpus.total:
        return result
    part = f"Of {out_of(len(found), corpus.total)}, the others telling no one figure that could be taken: "
    return replace(result, lead=Lead(part, result.lead))


def _ranking(working: Working, told: Sequence[Told], things: Sequence[Thing]) -> Survey | None:
    """The figures in order, or the one in the place asked for and those before it; None where there are too few."""
    pairs = sorted(zip(told, things, strict=True), key=lambda pair: pair[0].figure.value, reverse=not working.lesser)
    shown = pairs[: working.place or working.many]
    if len(shown) < working.place or (working.many < MOST_THINGS and len(shown) < working.many):
        return None
    listed = [
        Lead(", then " if n else "", _words(t), t.item, f" (“{thing.label}”)") for n, (t, thing) in enumerate(shown)
    ]
    first = "smallest" if working.lesser else "largest"
    said = f"; the {ORDINALS[working.place - 1]} {first} is {_words(shown[-1][0])}" if working.place else ""
    lead = Lead(f"By the figures told, the {first} first: ", *listed, f"{said}.")
    notes = tuple(incomparable([t.figure for t, _ in shown]))
    if any(t.hedge is not Hedge.NONE for t, _ in shown):
        notes = (*notes, "some are only told about, so that those close to each other may change places")
    sure = min(t.sure for t in told)
    return Survey(SurveyKind.WORKED_OUT, lead, tuple(t.item for t, _ in shown), sure, notes, Apart.TRANSCRIPTS)


def _result(working: Working, told: Sequence[Told]) -> Survey | None:
    reckoned = _RECKONINGS[working.work](working, told)
    if reckoned is None:
        return None
    reckoning, ordered = reckoned
    items = tuple(dict.fromkeys(each.item for each in ordered))
    notes = () if any(t.year for t in told) else tuple(incomparable([t.figure for t in told]))
    lead = Lead(WORKED_OUT, reckoning, ".")
    return Survey(SurveyKind.WORKED_OUT, lead, items, min(t.sure for t in told), notes, Apart.TRANSCRIPTS)


def _difference(working: Working, told: Sequence[Told]) -> tuple[Lead, Sequence[Told]] | None:
    one, other = told
    thing = working.things[0]
    if one.figure.value == other.figure.value:
        exact = one.hedge is other.hedge is Hedge.NONE
        return (
            (Lead(_words(one), one.item, " and ", _words(other), other.item, ": no difference"), told)
            if exact
            else None
        )
    taken = _taken(one, other)
    if taken is None:
        return None
    amount, greater, lesser = taken
    word = _changed(working, more=greater is one)
    said = f"{amount} {word} for “{thing.label}”"
    return Lead(_words(greater), greater.item, " less ", _words(lesser), lesser.item, f": {said}"), told


def _taken(one: Told, other: Told) -> tuple[str, Told, Told] | None:
    """The lesser from the greater, with both; None where the bounds leave open which is the greater."""
    greater, lesser = (one, other) if one.figure.value > other.figure.value else (other, one)
    open_ = greater.hedge.is_ceiling or lesser.hedge.is_floor
    if open_:
        return None
    amount = written(greater.figure.value - lesser.figure.value, [greater.figure, lesser.figure])
    return together([greater.hedge, lesser.hedge.opposite]).before(amount), greater, lesser


def _changed(working: Working, *, more: bool) -> str:
    """ "more boats", or "fewer boats, not more" where the question takes it to be the other way round."""
    noun = f" {working.noun}" if working.noun else ""
    word, asked = _word(more, noun), _word(not working.lesser, noun)
    return f"{word}{noun}" if word == asked else f"{word}{noun}, not {asked}"


def _word(more: bool, noun: str) -> str:
    return "more" if more else "fewer" if noun.endswith(("s", "people")) else "less"


def _grown(working: Working, told: Sequence[Told]) -> tuple[Lead, Sequence[Told]] | None:
    before, after = told
    first, last = (thing.label for thing in working.things)
    if before.figure.value == after.figure.value:
        exact = before.hedge is after.hedge is Hedge.NONE
        said = f": no change from {first}"
        return (Lead(_words(after), after.item, " less ", _words(before), before.item, said), told) if exact else None
    taken = _taken(after, before)
    if taken is None:
        return None
    amount, greater, lesser = taken
    word = _changed(working, more=greater is after)
    comma = "," if ", not" in word else ""
    said = f"{amount} {word}{comma} in {last} than in {first}"
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


_Reckoning = Callable[[Working, Sequence[Told]], tuple[Lead, Sequence[Told]] | None]
_RECKONINGS: Mapping[Work, _Reckoning] = {
    Work.DIFFERENCE: _difference, Work.GROWTH: _grown, Work.TIMES: _times, Work.TOTAL: _total, Work.AVERAGE: _average,
}  # fmt: skip
