"""Which sentences of which transcripts speak of a topic: first by its words, and failing those by their meaning.

Counting must be deterministic and complete, so nothing here is a sample: every passage that holds any of the topic's
words is read, and a transcript counts when its words stand together in one sentence or the one beside it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.catalog import StoredPassage
from assistant.encoder import Vector
from assistant.filters import Filters
from assistant.language import FUNCTION_WORDS, content_stems, stem, words
from assistant.names import names_in
from assistant.retrieval import HybridSearch
from assistant.surveys.plans import Plan, SurveyKind
from assistant.surveys.synonyms import like_words
from assistant.transcripts import Transcript

# A topic of three words or more may lack some where all are nowhere: this share of its weight must be there.
ENOUGH_OF_TOPIC = 0.65
# Cosine of a sentence and a topic: absent topics reached 0.39 on five transcripts, paraphrases of what they say 0.65.
NEAR_IN_MEANING = 0.45
MAX_ITEMS = 12
_READ_AT_ONCE = 10_000
# Endings that make another word of the same stem: "import" is not "important", nor "universe" "university".
_OTHER_WORD = re.compile(r"(?:ant|ance|antly|ity|ities|i[sz]e|i[sz]ation|ational|arian)s?")
# Participles that have become other words than their verbs: "a promising field" promises nothing.
_ADJECTIVES = frozenset("promising leading outstanding interesting".split())


@dataclass(frozen=True, slots=True, eq=False)
class SurveyItem:
    """One cited sentence: sentence ``number`` of a passage. Equal are those of one place, whatever their vectors."""

    stored: StoredPassage
    number: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SurveyItem) and (self.stored.id, self.number) == (other.stored.id, other.number)

    def __hash__(self) -> int:
        return hash((self.stored.id, self.number))

    @property
    def source(self) -> str:
        """Its transcript."""
        return self.stored.passage.source

    @property
    def start(self) -> int:
        """Where it starts in the transcript's text."""
        return self.stored.passage.sentences[self.number].start

    @property
    def text(self) -> str:
        """Its words."""
        return self.stored.sentence_text(self.number)


@dataclass(frozen=True, slots=True)
class Survey:
    """A result over all transcripts: a lead of ours that states it, and the sentences it rests on.

    Attributes:
        items: by transcript and then position, except that the largest figure comes first.
        notes: what limits the result ("the periods differ, so …").
    """

    kind: SurveyKind
    lead: str
    items: tuple[SurveyItem, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A phrase read against the corpus: its stems with their weights and words, and the runs that must stand whole."""

    text: str
    weights: Mapping[str, float]
    written: Mapping[str, str]
    phrases: tuple[tuple[str, ...], ...]
    unknown: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hits:
    """Sentences by source, best first, and whether they were found by meaning only."""

    by_source: Mapping[str, tuple[SurveyItem, ...]]
    by_meaning: bool = False


def read_topic(search: HybridSearch, text: str, *, whole: bool = False) -> Topic:
    """Read a phrase; with ``whole`` (it was quoted) all its words must stand in this order."""
    question = search.read(text)
    names = (name.text for name in names_in(f"x {text}"))
    runs = [tuple(map(stem, words(text)))] if whole else [tuple(map(stem, words(_core(name)))) for name in names]
    return Topic(
        text=text,
        weights=dict(zip(question.terms, question.weights, strict=True)),
        written={term: written.lower() for term, written in question.written.items()},
        phrases=tuple(run for run in runs if len(run) > 1 and not set(run) & question.unknown),
        unknown=question.unknown,
    )


def _core(name: str) -> str:
    """A name without a closing "of …", which is often left unsaid ("our Academy of Arts")."""
    head, _, tail = name.rpartition(" of ")
    return head if tail and len(head.split()) > 1 else name


def passages_with(
    search: HybridSearch, terms: Sequence[str], filters: Filters | None
) -> dict[str, list[StoredPassage]]:
    """Every passage that holds one of ``terms`` in its body or heading, by source, in order."""
    catalog = search.index.catalog
    ids = [id_ for id_, _ in catalog.search_lexical(terms, catalog.passage_count(), filters)]
    found: dict[str, list[StoredPassage]] = {}
    for start in range(0, len(ids), _READ_AT_ONCE):
        for stored in catalog.passages(ids[start : start + _READ_AT_ONCE]):
            found.setdefault(stored.passage.source, []).append(stored)
    return {source: sorted(found[source], key=lambda stored: stored.passage.number) for source in sorted(found)}


def all_passages(search: HybridSearch, filters: Filters | None) -> dict[str, list[StoredPassage]]:
    """Every passage by source, in order."""
    catalog = search.index.catalog
    return {source: catalog.passages_of(source) for source in catalog.sources(filters)}


def sentences(passages: Iterable[StoredPassage]) -> list[SurveyItem]:
    """All sentences of the passages, in order."""
    return [SurveyItem(stored, i) for stored in passages for i in range(len(stored.passage.sentences))]


def find_topic(search: HybridSearch, topic: Topic, filters: Filters | None, least: int = 1) -> Hits:
    """Where the topic stands: its words together, or most of their weight, or failing both the like in meaning.

    Args:
        least: transcripts that must hold all the words before a part of them will not do.
    """
    if not topic.weights:
        return Hits({})
    found = passages_with(search, list(topic.weights), filters)
    common = _common_terms(topic, found, len(search.index.catalog.sources(filters)))
    required = [term for term in topic.weights if term not in common] or list(topic.weights)
    strict = {source: _matching(topic, required, stored, 1.0) for source, stored in found.items()}
    if sum(map(bool, strict.values())) < least and len(required) > 2:
        strict = {source: _matching(topic, required, stored, ENOUGH_OF_TOPIC) for source, stored in found.items()}
    hits = {source: items for source, items in strict.items() if items}
    if hits:
        return Hits(hits)
    alike = _alike_in(search, topic, filters)
    if alike or topic.unknown >= set(required):
        return Hits(alike, by_meaning=True)
    return Hits(_near_in_meaning(search, topic, filters), by_meaning=True)


def _alike_in(search: HybridSearch, topic: Topic, filters: Filters | None) -> dict[str, tuple[SurveyItem, ...]]:
    """Sentences where, with those beside them, each term or a near-synonym stands; the sentence has a synonym."""
    groups = [like_words(term) for term in topic.weights]
    synonyms = frozenset().union(*(group for group in groups if len(group) > 1))
    if not synonyms:
        return {}
    found = passages_with(search, sorted(synonyms), filters)
    kept = {
        source: tuple(
            item
            for item in sentences(stored)
            if synonyms & held_in(item.text) and all(group & held_near(item) for group in groups)
        )
        for source, stored in found.items()
    }
    return {source: items for source, items in kept.items() if items}


def _common_terms(topic: Topic, found: Mapping[str, list[StoredPassage]], transcripts: int) -> set[str]:
    """Terms that every transcript holds: they tell none apart, so any place in it will do."""
    texts = [[passage.text for passage in passages] for passages in found.values()]
    if len(texts) < transcripts:
        return set()
    written = topic.written
    return {t for t in topic.weights if all(any(holds(text, t, written.get(t)) for text in of) for of in texts)}


def _matching(
    topic: Topic, required: Sequence[str], passages: Sequence[StoredPassage], share: float
) -> tuple[SurveyItem, ...]:
    """Sentences that hold ``share`` of the required weight, then those that do so together with a neighbour."""
    alone: list[SurveyItem] = []
    together: list[tuple[float, SurveyItem]] = []
    total = sum(topic.weights[term] for term in required)
    heaviest = max((t for t in required if t not in topic.unknown), key=lambda t: topic.weights[t], default="")
    for stored in passages:
        items = sentences([stored])
        held = [{term for term in required if holds(item.text, term, topic.written.get(term))} for item in items]
        for item in items:
            number = item.number
            if not heaviest or not held[number] or not all(_has_run(item.text, run) for run in topic.phrases):
                continue
            near = set().union(*held[max(0, number - 1) : number + 2])
            own, both = (sum(topic.weights[t] for t in terms) / total for terms in (held[number], near))
            if own >= share - 1e-9 and heaviest in held[number]:
                alone.append(item)
            elif both >= share - 1e-9 and heaviest in near:
                together.append((own, item))
    return (*alone, *(item for _, item in sorted(together, key=lambda pair: -pair[0])))


def _near_in_meaning(search: HybridSearch, topic: Topic, filters: Filters | None) -> dict[str, tuple[SurveyItem, ...]]:
    """The best sentence of each transcript whose cosine with the topic clears the bar."""
    vector: Vector = search.index.encoder.encode_queries([topic.text])[0]
    best: dict[str, tuple[SurveyItem, ...]] = {}
    for source, passages in all_passages(search, filters).items():
        scored = [(float(c), SurveyItem(p, i)) for p in passages for i, c in enumerate(p.sentence_vectors @ vector)]
        cosine, item = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if item is not None and cosine >= NEAR_IN_MEANING:
            best[source] = (item,)
    return best


def holds(text: str, term: str, written: str | None) -> bool:
    """Whether a sentence holds the word that ``term`` is the stem of, in any inflection."""
    found = _words_by_stem(text).get(term)
    if not found:
        return False
    if written is None or stem(written) != term:
        return True
    return any(_derived(word, term) == _derived(written, term) for word in found)


def _derived(word: str, term: str) -> bool:
    return bool(_OTHER_WORD.fullmatch(word.removeprefix(term)))


def _has_run(text: str, run: tuple[str, ...]) -> bool:
    sequence = tuple(stem(word) for word in words(text))
    return any(sequence[i : i + len(run)] == run for i in range(len(sequence) - len(run) + 1))


def dated(plan: Plan, transcript: Transcript) -> bool:
    """Whether a transcript is of the month and year that the plan asks for; an unknown year is none."""
    if plan.month is None and plan.year is None:
        return True
    date = transcript.date
    return date is not None and plan.month in (None, date.month) and plan.year in (None, date.year)


def mentions_all(search: HybridSearch, text: str, source: str) -> bool:
    """Whether a transcript holds every content word of ``text`` somewhere, its heading included."""
    stored = search.index.catalog.passages_of(source)
    return set(content_stems(text)) <= set().union(*(held_in(p.text) | held_in(p.heading) for p in stored))


def first_items(
    hits: Mapping[str, Sequence[SurveyItem]], per_transcript: int
) -> tuple[tuple[SurveyItem, ...], tuple[str, ...]]:
    """The sentences to cite, in the order of the text, and a note where there are more transcripts than are cited."""
    per = per_transcript if len(hits) * per_transcript <= MAX_ITEMS else 1
    chosen = [item for source in sorted(hits) for item in _distinct(hits[source])[:per]][:MAX_ITEMS]
    note = (f"the first {MAX_ITEMS} of the {len(hits)} transcripts are cited",) if len(hits) > MAX_ITEMS else ()
    return tuple(sorted(chosen, key=lambda item: (item.source, item.start))), note


def _distinct(items: Sequence[SurveyItem]) -> list[SurveyItem]:
    return list({item.start: item for item in items}.values())


def out_of(some: int, total: int) -> str:
    """ "2 of 5 transcripts"."""
    return f"{some} of {total} transcripts"


@lru_cache(maxsize=16384)
def _words_by_stem(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words(text):
        if word not in FUNCTION_WORDS:
            term = word if word in _ADJECTIVES else stem(word)
            found[term] = (*found.get(term, ()), word)
    return found


def held_in(text: str) -> frozenset[str]:
    """Stems of the content words of a text."""
    return frozenset(_words_by_stem(text))


def held_near(item: SurveyItem) -> frozenset[str]:
    """Stems of the content words of a sentence and of the two beside it in its passage."""
    count = len(item.stored.passage.sentences)
    return frozenset().union(
        *(held_in(item.stored.sentence_text(i)) for i in range(max(0, item.number - 1), min(count, item.number + 2)))
    )
