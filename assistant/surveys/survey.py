"""Counts, lists, comparisons and extremes over all transcripts: a deterministic pass, every hit cited.

A search returns the passages that fit best, so "how many transcripts mention X" or "which of them named the largest
sum" cannot be answered from one. Here every transcript is read, or of a large corpus what ``bounds`` takes; the lead is
written by this code from the sentences found, and its figures are counts of them or stand in them.
"""

import re
from dataclasses import replace

from assistant.filters import Filters
from assistant.questions.breadth import sets_side_by_side
from assistant.questions.requests import read_request
from assistant.questions.roles import read_role
from assistant.questions.scopes import described, narrowed, read_scope
from assistant.questions.survey_request import Request, SurveyKind
from assistant.questions.workings import read_working
from assistant.reading.reader import Reader
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.encoder import Vector
from assistant.surveys.bounds import read_corpus, told
from assistant.surveys.comparing import compare
from assistant.surveys.counting import count
from assistant.surveys.course import asked_course, course
from assistant.surveys.extremes import largest
from assistant.surveys.gathering import Corpus
from assistant.surveys.identity import identity
from assistant.surveys.listing import listed, transcripts
from assistant.surveys.occurrences import asked_occurrences, occurrences
from assistant.surveys.quotations import asked_quotation, quotation
from assistant.surveys.results import Survey
from assistant.surveys.rosters import names
from assistant.surveys.sides import read_sides
from assistant.surveys.told_figures import asked_for_figures, figures_told
from assistant.surveys.workings import worked_out

_COMPARED = Request(SurveyKind.LIST, explicit=False)
_OPENS_WITH = re.compile(r"(?:when|in|at|during|from|for)\b", re.IGNORECASE)


def survey(
    text: str, search: HybridSearch, vector: Vector, filters: Filters | None, reader: Reader | None = None
) -> Survey | None:
    """The result over all transcripts that ``text`` asks for; None when it asks for none, or only one has evidence.

    Args:
        text: the standalone question.
        vector: its unit vector.
        reader: what reads the best passages of each transcript; without one words and meaning decide alone.
    """
    if told_who := identity(text, search, filters):
        return told_who
    only_names, called = _named(text, search, filters)
    if called or only_names:
        return called
    if found := _looked_up(text, search, filters):
        return found
    if asked := asked_course(text):
        corpus = replace(read_corpus(asked.thing, None, search, filters), reader=reader)
        return told(course(asked, corpus), corpus) if corpus.total > 1 else None
    request = read_request(text)
    if request is None and not sets_side_by_side(text) and not read_sides(text):
        return None
    corpus = replace(read_corpus(text, request, search, filters), reader=reader)
    return told(_surveyed(text, request, vector, corpus), corpus) if corpus.total > 1 else None


def _looked_up(text: str, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """What is to be worked out, the figures or the quotation asked for; or how often a thing is named."""
    if working := read_working(text):
        corpus = read_corpus(text, None, search, filters)
        if worked := told(worked_out(working, corpus), corpus):
            return worked
    if often := asked_occurrences(text, search.index.catalog.cards(filters)):
        return occurrences(often, text, search, filters)
    if given := asked_for_figures(text):
        corpus = read_corpus(given.topic or text, None, search, filters)
        return told(figures_told(given, corpus), corpus)
    if said := asked_quotation(text):
        corpus = read_corpus(said, None, search, filters)
        return told(quotation(said, corpus), corpus)
    return None


def _named(text: str, search: HybridSearch, filters: Filters | None) -> tuple[bool, Survey | None]:
    """The names asked for, by their kind or by a plural that they go by, and whether nothing else would answer.

    Unlike other results these may be of one transcript, as "which firms were named when he met Lee" asks.
    """
    catalog = search.index.catalog
    scope = read_scope(text, catalog.cards(filters))
    notes: tuple[str, ...] = ()
    if scope and not scope.rest:
        said = "in the transcripts" if _OPENS_WITH.match(scope.said) else "the transcripts"
        text, filters = text.replace(scope.said, said), narrowed(filters, scope)
        notes = (described(scope, catalog.cards()),)
    role, request = read_role(text), read_request(text)
    kind = request if request and request.named else None
    for asked in filter(None, (role, kind)):
        corpus = read_corpus(text, asked, search, filters)
        if found := told(names(asked, corpus), corpus):
            return True, replace(found, notes=(*found.notes, *notes))
    return bool(kind or (role and scope)), None


def _surveyed(text: str, request: Request | None, vector: Vector, corpus: Corpus) -> Survey | None:
    """The result of the kind that ``request`` asks for; where it turns out to be none such, the next likely kind."""
    extreme = request and request.kind is SurveyKind.LARGEST
    if request and not extreme and not request.parts and (request.explicit or request.each):
        return transcripts(request, corpus)
    if request and not extreme and request.explicit:
        read = corpus.search.read(request.topic)
        by_words = request.kind is SurveyKind.COUNT or request.mentions or request.absent or request.every
        if by_words or read.unknown >= set(read.terms):
            return count(request, corpus)
        return compare(text, corpus) or listed(request, text, vector, corpus) or _counted(request, corpus)
    compared = compare(text, corpus)
    if request is None and not compared and sets_side_by_side(text):
        # "How does the price differ from last year's?": two meetings may tell it, though no wording parts the two.
        return listed(_COMPARED, text, vector, corpus)
    if compared or request is None:
        return compared
    if extreme:
        return largest(request, text, corpus)
    found = listed(request, text, vector, corpus)
    return found or (_counted(request, corpus) if request.mentions and request.parts else None)


def _counted(request: Request, corpus: Corpus) -> Survey | None:
    """The transcripts that mention the topic, if any does; where none does, something may answer in other words."""
    found = count(request, corpus)
    return found if found and found.items else None
