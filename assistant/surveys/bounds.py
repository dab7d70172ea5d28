"""What a survey reads of a corpus that is too large to be read whole in the time of an answer.

Up to ``MOST_PASSAGES`` passages all are read. Beyond that the full-text index narrows first. A transcript in which none
of a topic's words stands cannot mention it, so a count over the passages that hold them is exact. Where the transcripts
themselves are asked for, or the largest of all figures, none needs to be read: the catalog tells. Where more passages
hold the words than are read, the best of each transcript tell whether it mentions them, so that the count is still one
of all. Where there are more transcripts than that, or no word decides, only the nearest passages are read, and the
answer says that it is no count of all.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.filters import Filters
from assistant.questions.survey_request import Request
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.catalog import StoredPassage
from assistant.surveys.gathering import Corpus
from assistant.surveys.results import Lead, Survey

# Reading and weighing takes about 1.5 ms a passage on one core: some three seconds for this many.
MOST_PASSAGES = 2000
# Of a large corpus, where the wording does not address the transcripts and only may ask of several, or asks for names,
# which took 42 s over 2,000 passages.
NEAREST_PASSAGES = 100


def read_corpus(
    text: str, request: Request | None, search: HybridSearch, filters: Filters | None, whole: int = MOST_PASSAGES
) -> Corpus:
    """The passages that a survey of ``text`` goes over: all of them where there are at most ``whole``."""
    catalog = search.index.catalog
    if (every := catalog.passage_count(filters)) <= whole:
        return Corpus.read(search, filters)
    sources = catalog.sources(filters)
    named = bool(request and (request.named or request.role))
    if request and request.explicit and not named and not request.parts:
        return Corpus(search, {}, sources)
    topics = request.parts if request and request.parts else (text,)
    terms = list(dict.fromkeys(term for topic in topics for term in search.read(topic).terms))
    most = whole if request and request.explicit and not named else min(whole, NEAREST_PASSAGES)
    holding = [id_ for id_, _ in catalog.search_lexical(terms, most + 1, filters)]
    passages = _by_source(search, holding[:most])
    if request and not named and _counts_words(request):
        best = None if len(holding) <= most else _best_of_each(request, search, most, filters)
        if len(holding) <= most or best:
            return Corpus(search, _by_source(search, best) if best else passages, sources)
    unread = every - sum(map(len, passages.values()))
    return Corpus(search, passages, list(passages), unread=unread)


def told(found: Survey | None, corpus: Corpus) -> Survey | None:
    """The result with what it leaves out said: nothing that was counted over a part reads as a count of all."""
    if found is None or not corpus.unread:
        return found
    read = sum(map(len, corpus.passages.values()))
    note = (
        f"of {read + corpus.unread:,} passages only the {read:,} nearest to the question by their words "
        "were looked at, so there may be more"
    )
    some = "transcript" if len(corpus.passages) == 1 else "transcripts"
    lead = Lead(f"Of the {len(corpus.passages):,} {some} with the passages nearest to this: ", found.lead)
    return replace(found, lead=lead, notes=(*found.notes, note))


def _counts_words(request: Request) -> bool:
    """Whether the words alone decide which transcripts take part, so that those without them need not be read."""
    by_words = request.mentions or request.absent or request.quoted
    return request.explicit and by_words


def _best_of_each(request: Request, search: HybridSearch, most: int, filters: Filters | None) -> list[int]:
    """Of each transcript the best passages that hold all words of a topic; none where one would not do, or too many."""
    if request.absent or request.quoted:
        return []
    share, found = most // len(request.parts), list[int]()
    for part in request.parts:
        ids, transcripts = search.index.catalog.best_of_each(search.read(part).terms, share, filters)
        if transcripts > share:
            return []
        found += ids
    return found


def _by_source(search: HybridSearch, ids: Sequence[int]) -> dict[str, list[StoredPassage]]:
    found: dict[str, list[StoredPassage]] = {}
    distinct = list(dict.fromkeys(ids))
    for begin in range(0, len(distinct), MOST_PASSAGES):
        for stored in search.index.catalog.passages(distinct[begin : begin + MOST_PASSAGES]):
            found.setdefault(stored.passage.source, []).append(stored)
    for passages in found.values():
        passages.sort(key=lambda stored: stored.passage.number)
    return dict(sorted(found.items()))
