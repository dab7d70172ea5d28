"""Counts, lists, comparisons and extremes over all transcripts: a deterministic pass, every hit cited.

A search returns the passages that fit best, so "how many transcripts mention X" or "which of them named the largest
sum" cannot be answered from one. Here every transcript is read, or of a large corpus what ``bounds`` takes; the lead is
written by this code from the sentences found, and its figures are counts of them or stand in them.
"""

from dataclasses import replace

from assistant.filters import Filters
from assistant.reader import Reader
from assistant.retrieval import HybridSearch
from assistant.store.encoder import Vector
from assistant.surveys.bounds import read_corpus, told
from assistant.surveys.comparing import compare
from assistant.surveys.counting import count
from assistant.surveys.extremes import largest
from assistant.surveys.gathering import Corpus
from assistant.surveys.listing import listed, transcripts
from assistant.surveys.requests import Request, SurveyKind, read_request, read_role
from assistant.surveys.results import Survey, SurveyItem
from assistant.surveys.rosters import names
from assistant.surveys.sides import read_sides

__all__ = ["Survey", "SurveyItem", "SurveyKind", "survey"]


def survey(
    text: str, search: HybridSearch, vector: Vector, filters: Filters | None, reader: Reader | None = None
) -> Survey | None:
    """The result over all transcripts that ``text`` asks for; None when it asks for none, or only one has evidence.

    Args:
        text: the standalone question.
        vector: its unit vector.
        reader: what reads the best passages of each transcript; without one words and meaning decide alone.
    """
    role = read_role(text)
    if role and (called := _called(role, text, search, filters)):
        return called
    request = read_request(text)
    if request is None and not read_sides(text):
        return None
    corpus = replace(read_corpus(text, request, search, filters), reader=reader)
    return told(_surveyed(text, request, vector, corpus), corpus) if corpus.total > 1 else None


def _called(role: Request, text: str, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """The names that go by the plural asked for, over several transcripts."""
    corpus = read_corpus(text, role, search, filters)
    return told(names(role, corpus), corpus) if corpus.total > 1 else None


def _surveyed(text: str, request: Request | None, vector: Vector, corpus: Corpus) -> Survey | None:
    """The result of the kind that ``request`` asks for; where it turns out to be none such, the next likely kind."""
    if request and request.named:
        return names(request, corpus)
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
