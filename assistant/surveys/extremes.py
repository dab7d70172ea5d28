"""The largest or smallest figure of a kind over all transcripts, and what can and cannot be compared with what."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.filters import Filters
from assistant.language import content_stems
from assistant.retrieval import HybridSearch
from assistant.surveys.figures import Asked, Figure, Measure, asked_figures, comparable, read_figures
from assistant.surveys.plans import Plan, SurveyKind
from assistant.surveys.topics import Survey, SurveyItem, all_passages, held_in, held_near, out_of, sentences

# The largest of a currency or unit and the runner-up, for this many currencies or units.
MAX_UNITS = 4


@dataclass(frozen=True, slots=True)
class _Entry:
    """A figure and the sentence it stands in."""

    figure: Figure
    item: SurveyItem


def largest(plan: Plan, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """The extreme figure of the kind asked for with its runner-up, for each unit that occurs; None without figures."""
    asked = plan.asked or Asked(None)
    entries = _entries(plan, asked, search, filters)
    sources = {entry.item.source for entry in entries}
    if not entries or (plan.plural and len(sources) < 2):
        return None
    groups: dict[tuple[Measure, str], list[_Entry]] = {}
    for entry in sorted(entries, key=lambda e: e.figure.value, reverse=not asked.smallest):
        groups.setdefault((entry.figure.measure, entry.figure.unit), []).append(entry)
    leading = sorted(groups.values(), key=lambda group: -len(group))[:MAX_UNITS]
    pairs = [_with_runner_up(group) for group in leading]
    word = "smallest" if asked.smallest else "largest"
    notes = [note for pair in pairs for note in incomparable([entry.figure for entry in pair])]
    if len(pairs) > 1:
        notes.insert(0, f"the figures are in different units or currencies: the {word} of each is given")
    total = len(search.index.catalog.sources(filters))
    noun = {Measure.MONEY: "sum", Measure.PERCENT: "percentage"}.get(pairs[0][0].figure.measure, "figure")
    told = "; ".join(_told(pair, search) for pair in pairs)
    head = f"The {word} {noun}{'s' if len(pairs) > 1 else ''}, of {out_of(len(sources), total)} that give any"
    lead = f"{head}: {told}."
    items = tuple(dict.fromkeys(entry.item for pair in pairs for entry in pair))
    return Survey(SurveyKind.LARGEST, lead, items, tuple(dict.fromkeys(notes)))


def _told(pair: Sequence[_Entry], search: HybridSearch) -> str:
    """The figure with the title of its transcript, then the runner-up."""
    first, *rest = (" ".join(entry.figure.text.split()) for entry in pair)
    title = search.index.catalog.transcript(pair[0].item.source).title
    return f"{first} (“{title}”){f', then {rest[0]}' if rest else ''}"


def _with_runner_up(group: Sequence[_Entry]) -> list[_Entry]:
    """The first of a sorted group and the next figure that another sentence gives."""
    first = group[0]
    other = next((e for e in group if e.item != first.item and e.figure.value != first.figure.value), None)
    return [first, other] if other else [first]


def _entries(plan: Plan, asked: Asked, search: HybridSearch, filters: Filters | None) -> list[_Entry]:
    """Every figure of the kind asked for in a sentence that, with its neighbours, speaks of the topic."""
    by_source = all_passages(search, filters)
    topic = {term for part in plan.parts for term in content_stems(part)} - set(asked.beside)
    if topic:
        held = [set().union(*(held_in(stored.text) for stored in passages)) for passages in by_source.values()]
        topic -= {term for term in topic if all(term in stems for stems in held)}
    found: list[_Entry] = []
    for item in (item for passages in by_source.values() for item in sentences(passages) if read_figures(item.text)):
        near = held_near(item)
        if not asked.beside or near & set(asked.beside):
            found += [_Entry(figure, item) for figure in _of_topic(item.text, asked, topic, near)]
    return found


def _of_topic(text: str, asked: Asked, topic: set[str], near: frozenset[str]) -> list[Figure]:
    """The sentence's figures that count the topic ("9,500 volumes"), or measure it as asked where all of it is near."""
    if asked.measure is None and topic:
        counted = [f for f in read_figures(text) if f.measure is Measure.COUNT and topic & set(f.nouns)]
        if counted:
            return counted
    return asked_figures(text, asked) if topic <= near else []


def incomparable(figures: Sequence[Figure]) -> tuple[str, ...]:
    """What keeps figures from being compared, or makes comparing them loose, in words for the user."""
    notes: list[str] = []
    if len({(figure.measure, figure.unit) for figure in figures}) > 1:
        notes.append("the figures are in different units or currencies, so they are not compared")
    periods = [figure.period for figure in figures]
    said = [f"“{period.text}”" if period else "no period stated" for period in periods]
    if not all(comparable(figures[0], other) or not _same_unit(figures[0], other) for other in figures):
        notes.append(f"the periods differ ({', '.join(dict.fromkeys(said))}), so the figures are not comparable")
    elif len({(period.year, period.text.lower()) for period in periods if period}) > 1:
        notes.append(f"the periods are worded {' and '.join(dict.fromkeys(said))}, which may be different years")
    return tuple(notes)


def _same_unit(one: Figure, other: Figure) -> bool:
    return (one.measure, one.unit) == (other.measure, other.unit)
