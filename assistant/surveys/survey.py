"""Counts, lists, comparisons and extremes over all transcripts: a deterministic pass, every hit cited.

A search returns the passages that fit best, so "how many transcripts mention X" or "which companies were named in each
meeting" cannot be answered from one. Here every transcript is read for the topic; the lead is written by this code from
the sentences found, and its figures are counts of them or stand in them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.dates import find_dates
from assistant.encoder import Vector
from assistant.filters import Filters
from assistant.retrieval import HybridSearch
from assistant.surveys.comparisons import best_evidence, compare, read_sides
from assistant.surveys.extremes import largest
from assistant.surveys.figures import asked_figures
from assistant.surveys.plans import Plan, SurveyKind, read_plan
from assistant.surveys.rosters import holders, names
from assistant.surveys.topics import (
    Survey,
    SurveyItem,
    all_passages,
    dated,
    find_topic,
    first_items,
    mentions_all,
    out_of,
    read_topic,
    sentences,
)

__all__ = ["Survey", "SurveyItem", "SurveyKind", "survey"]

MAX_TRANSCRIPTS = 12
ITEMS_A_TRANSCRIPT = 2

BySource = Mapping[str, Sequence[SurveyItem]]


def survey(text: str, search: HybridSearch, vector: Vector, filters: Filters | None) -> Survey | None:
    """The result over all transcripts that ``text`` asks for; None when it asks for none, or none speaks of it.

    Args:
        text: the standalone question.
        vector: its unit vector.
    """
    if len(search.index.catalog.sources(filters)) < 2:
        return None
    plan = read_plan(text)
    if plan is None or (plan.kind is SurveyKind.LIST and not plan.named and (plan.each or plan.plural)):
        compared = compare(search, text, vector, filters)
        if compared or plan is None:
            return compared
    if plan.kind is SurveyKind.LARGEST:
        sides = read_sides(search, text, filters)
        if len(sides) > 1:
            filters = replace(filters or Filters(), sources=tuple(side.source for side in sides))
        return largest(plan, search, filters)
    if plan.named:
        return names(plan, search, filters)
    if plan.office:
        return holders(plan, search, filters)
    if plan.parts:
        return _mentions(plan, search, vector, filters)
    return _figures(plan, search, filters) if plan.asked else _transcripts(plan, search, filters)


# Transcripts that speak of a topic


def _mentions(plan: Plan, search: HybridSearch, vector: Vector, filters: Filters | None) -> Survey | None:
    topics = [read_topic(search, part, whole=plan.quoted) for part in plan.parts]
    found = [find_topic(search, topic, filters, least=2 if plan.plural else 1) for topic in topics]
    hits = _joined([f.by_source for f in found], every=plan.every)
    hits = {s: items for s, items in hits.items() if _takes_part(plan, search, s)}
    if plan.asked:
        with_figure = {s: [i for i in items if asked_figures(i.text, plan.asked)] for s, items in hits.items()}
        hits = {s: items for s, items in with_figure.items() if items}
    if not hits and plan.each and not all(topic.unknown >= set(topic.weights) for topic in topics):
        hits = _evidence_in_each(plan, search, vector, filters)
    if not hits or (plan.plural and len(hits) < 2):
        return None
    if plan.absent:
        return _without(plan, search, filters, hits)
    total = len(search.index.catalog.sources(filters))
    meaning = all(f.by_meaning for f in found)
    verb = ("comes near", "come near") if meaning else ("mentions", "mention")
    notes = ("no transcript has these words; the sentences are the nearest in meaning",) if meaning else ()
    per = 1 if plan.kind is SurveyKind.COUNT and not plan.every else ITEMS_A_TRANSCRIPT
    items, cut = first_items(hits, per)
    lead = f"{out_of(len(hits), total)} {verb[len(hits) != 1]} {_topic(plan)}:"
    return Survey(plan.kind, lead, items, (*notes, *cut))


def _joined(found: Sequence[BySource], *, every: bool) -> dict[str, list[SurveyItem]]:
    """Hits of the parts by source: of transcripts that have every part, one of each, or all hits of any."""
    sources = sorted({source for hits in found for source in hits})
    if every:
        return {s: [hits[s][0] for hits in found] for s in sources if all(s in hits for hits in found)}
    return {s: [item for hits in found for item in hits.get(s, ())] for s in sources}


def _takes_part(plan: Plan, search: HybridSearch, source: str) -> bool:
    """Whether the transcript is of the time asked for and has the speaker asked for."""
    in_time = dated(plan, search.index.catalog.transcript(source))
    return in_time and (not plan.speaker or mentions_all(search, plan.speaker, source))


def _evidence_in_each(
    plan: Plan, search: HybridSearch, vector: Vector, filters: Filters | None
) -> dict[str, list[SurveyItem]]:
    """The best sentence of each transcript on a topic that none of them words as the question does."""
    question = search.read(" ".join(plan.parts))
    found: dict[str, list[SurveyItem]] = {}
    for source in search.index.catalog.sources(filters)[:MAX_TRANSCRIPTS]:
        scope = replace(filters or Filters(), sources=(source,))
        items = best_evidence(search, question, vector, scope, plan.asked)
        if items:
            found[source] = items
    return found


def _without(plan: Plan, search: HybridSearch, filters: Filters | None, hits: BySource) -> Survey | None:
    """The transcripts that have no hit; what is cited is how each opens, as absence has no words of its own."""
    sources = search.index.catalog.sources(filters)
    rest = {s: _opening(search, s) for s in sources if s not in hits and _takes_part(plan, search, s)}
    if not rest:
        items, cut = first_items(hits, 1)
        return Survey(plan.kind, f"Not one: {out_of(len(hits), len(sources))} mention {_topic(plan)}:", items, cut)
    items, cut = first_items(rest, 1)
    verb = "does not mention" if len(rest) == 1 else "do not mention"
    note = "cited is how each of them opens; the words stand nowhere in it"
    return Survey(plan.kind, f"{out_of(len(rest), len(sources))} {verb} {_topic(plan)}:", items, (note, *cut))


def _figures(plan: Plan, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """The sentences of every transcript that give a figure of the kind asked for."""
    assert plan.asked is not None
    given = {
        source: [item for item in sentences(passages) if asked_figures(item.text, plan.asked)]
        for source, passages in all_passages(search, filters).items()
    }
    hits = {source: items for source, items in given.items() if items}
    if not hits:
        return None
    items, cut = first_items(hits, ITEMS_A_TRANSCRIPT)
    left = sum(map(len, hits.values())) - len(items)
    more = (f"{left} more sentences give such figures",) if left else ()
    lead = f"{out_of(len(hits), len(given))} {'gives' if len(hits) == 1 else 'give'} such figures:"
    return Survey(plan.kind, lead, items, (*more, *cut))


def _transcripts(plan: Plan, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """The transcripts themselves, of a month or year if one is asked for, each by how it opens."""
    sources = search.index.catalog.sources(filters)
    kept = [s for s in sources if dated(plan, search.index.catalog.transcript(s))]
    if not kept:
        return None
    items, cut = first_items({s: _opening(search, s, plan.month) for s in kept}, 1)
    asked = plan.month is not None or plan.year is not None
    unknown = [s for s in sources if plan.year and not getattr(search.index.catalog.transcript(s).date, "year", None)]
    notes = (
        (f"{out_of(len(unknown), len(sources))} {'gives' if len(unknown) == 1 else 'give'} no year",) if unknown else ()
    )
    lead = f"{out_of(len(kept), len(sources))} {'is' if len(kept) == 1 else 'are'} of that date:" if asked else ""
    return Survey(plan.kind, lead or f"There are {len(kept)} transcripts; they open so:", items, (*notes, *cut))


def _opening(search: HybridSearch, source: str, month: int | None = None) -> list[SurveyItem]:
    """How a transcript opens: of its first passage the first sentence, or the first that names a day of ``month``."""
    opening = sentences(search.index.catalog.passages_of(source)[:1])
    return [i for i in opening if month in {date.month for date in find_dates(i.text)}][:1] or opening[:1]


def _topic(plan: Plan) -> str:
    """The topic's phrases as the user wrote them, in quotation marks."""
    joint = " and " if plan.every else " or "
    return ("both " if plan.every and len(plan.parts) == 2 else "") + joint.join(f"“{part}”" for part in plan.parts)
