"""In how many transcripts, and in which, a topic is spoken of: by its words in any inflection, or by its meaning.

Counting must be complete, so nothing here is a sample: every sentence of every transcript is held against the topic. A
name must stand; of other words some may be missing where the sentence means the same, as the fitted model ``speaks``
tells.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.corpus.names import names_in
from assistant.corpus.offices import OFFICES
from assistant.language import FUNCTION_WORDS, stem, stem_sequence, stem_set, words
from assistant.questions.survey_request import Request, SurveyKind
from assistant.store.catalog import StoredPassage
from assistant.store.encoder import Vector
from assistant.surveys.gathering import Corpus, chance, confidence
from assistant.surveys.listing import dated, opening
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, SurveyItem, first_items, out_of

SPOKEN_OF = 0.5
# A word is said by most transcripts when this share of them has it.
COMMON = 0.75
ITEMS_A_TRANSCRIPT = 2
# A count is as sure as if it had been so many decisions at most: over a thousand transcripts some are always wrong, and
# the probability that none is would refuse every count.
DECISIONS = 12
# Endings that make another word of the same stem: "import" is not "important", nor "universe" "university".
_OTHER_WORD = re.compile(r"(?:ant|ance|antly|ity|ities|i[sz]e|i[sz]ation|ational|arian)s?")


@dataclass(frozen=True, slots=True)
class Topic:
    """A phrase read against the corpus.

    Attributes:
        weights: its stems with their weights; ``written``: each as the user wrote it.
        names: stems of its names, which must stand somewhere in a transcript that speaks of it.
        run: stems that must stand together in this order: a quotation, or a topic that is only a name.
    """

    text: str
    weights: Mapping[str, float]
    written: Mapping[str, str]
    names: frozenset[str]
    run: tuple[str, ...]
    vector: Vector


def read_topic(corpus: Corpus, text: str, *, quoted: bool = False) -> Topic:
    """Read a phrase; with ``quoted`` all its words must stand in this order."""
    question = corpus.search.read(f"x {text}")
    weights = {t: w for t, w in zip(question.terms, question.weights, strict=True) if t != "x"}
    mended = dict(question.corrections)
    called = [_core(name.text) for name in names_in(f"x {text}")]
    names = frozenset(mended.get(stem(w), stem(w)) for name in called for w in words(name) if w not in FUNCTION_WORDS)
    if len(called) == 1 and _goes_before(text, called[0], corpus):
        weights = {term: weight for term, weight in weights.items() if term in names}
    only_name = len(called) == 1 and set(weights) <= names
    run = text if quoted else called[0] if only_name else ""
    return Topic(
        text=text,
        weights=weights,
        written={term: written.lower() for term, written in question.written.items()},
        names=names,
        run=tuple(mended.get(stem(word), stem(word)) for word in words(run)),
        vector=corpus.encode([text])[0],
    )


def _goes_before(text: str, name: str, corpus: Corpus) -> bool:
    """Whether ``text`` is a name after a word for what it is ("tugboat Ann"), which the corpus says before it too."""
    kind, _, rest = text.partition(" ")
    if rest != name or not kind.islower() or kind in OFFICES:
        return False
    run = stem_sequence(text)
    return any(has_run(stored.text, run) for passages in corpus.passages.values() for stored in passages)


def _core(name: str) -> str:
    """A name without a closing "of …", which is often left unsaid ("our Academy of Arts")."""
    head, _, tail = name.rpartition(" of ")
    return head if tail and len(head.split()) > 1 else name


def speaks_of(topic: Topic, passages: Sequence[StoredPassage]) -> tuple[float, list[SurveyItem]]:
    """The probability that a transcript speaks of the topic, 1 where its words stand, and its sentences, best first."""
    if not topic.weights or not all(_is_said(name, passages) for name in topic.names):
        return 0.0, []
    rows = [
        (1.0 if observed["whole"] else chance("speaks", observed), observed["own"], SurveyItem(stored, number))
        for stored in passages
        for number, observed in enumerate(observations(topic, stored))
    ]
    rows.sort(key=lambda row: (-row[0], -row[1]))
    return rows[0][0], [place for likely, _, place in rows if likely >= SPOKEN_OF]


def _is_said(term: str, passages: Sequence[StoredPassage]) -> bool:
    return any(term in stem_set(p.heading) or term in stem_set(p.text) for p in passages)


def is_common(term: str, corpus: Corpus) -> bool:
    """Whether most transcripts say the word that ``term`` is the stem of."""
    saying = sum(any(term in stem_set(p.text) for p in passages) for passages in corpus.passages.values())
    return saying >= COMMON * len(corpus.passages)


def observations(topic: Topic, stored: StoredPassage) -> list[dict[str, float]]:
    """Of every sentence: the share of the topic's words in it and its neighbours, whether it is all, and its cosine."""
    texts = [stored.sentence_text(i) for i in range(len(stored.passage.sentences))]
    held = [{t for t in topic.weights if t in topic.names or holds(text, t, topic.written.get(t))} for text in texts]
    own = [{t for t in of if t not in topic.names or t in stem_set(text)} for of, text in zip(held, texts, strict=True)]
    cosines = stored.sentence_vectors @ topic.vector
    total = sum(topic.weights.values())
    found = []
    for number, text in enumerate(texts):
        near = set().union(*held[max(0, number - 1) : number + 2])
        share = sum(topic.weights[t] for t in near) / total
        alone = sum(topic.weights[t] for t in own[number]) / total
        whole = (has_run(text, topic.run) if topic.run else share > 1 - 1e-9) and alone > 0
        found.append({
            "share": 0.0 if topic.run and not whole else share,
            "whole": float(whole),
            "cosine": 0.0 if topic.run and not whole else float(cosines[number]),
            "own": alone,
        })  # fmt: skip
    return found


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


def has_run(text: str, run: tuple[str, ...]) -> bool:
    """Whether words with these stems follow each other in ``text``."""
    sequence = stem_sequence(text)
    return any(sequence[i : i + len(run)] == run for i in range(len(sequence) - len(run) + 1))


@lru_cache(maxsize=16384)
def _words_by_stem(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words(text):
        if word not in FUNCTION_WORDS:
            found[stem(word)] = (*found.get(stem(word), ()), word)
    return found


def count(request: Request, corpus: Corpus) -> Survey | None:
    """The transcripts that speak of the topic, or do not where that is asked; without items when none does.

    None where those without it are asked for and only passages that hold its words were read.
    """
    if request.absent and corpus.unread:
        return None
    topics = [read_topic(corpus, part, quoted=request.quoted) for part in request.parts]
    cards = corpus.cards()
    taking_part = [s for s in corpus.sources if dated(request, cards[s])]
    if not taking_part:
        return None
    told = {s: [speaks_of(topic, corpus.passages[s]) for topic in topics] for s in taking_part if s in corpus.passages}
    sure = _sureness([max(p, 1 - p) for parts in told.values() for p, _ in parts])
    joint = all if request.every else any
    hits = {s: _places(parts, request) for s, parts in told.items() if joint(p >= SPOKEN_OF for p, _ in parts)}
    if request.without:
        other = read_topic(corpus, request.without)
        hits = {s: found for s, found in hits.items() if speaks_of(other, corpus.passages[s])[0] < SPOKEN_OF}
    total = corpus.total
    if request.absent:
        return _without(request, corpus, hits, [s for s in taking_part if s not in hits], sure)
    if not hits:
        lead = Lead(f"None of the {total} transcripts mentions {_named(request)}.")
        return Survey(request.kind, lead, (), confidence(sure))
    if request.shared and len(hits) < 2:
        return None
    per = 1 if request.kind is SurveyKind.COUNT and not request.every else ITEMS_A_TRANSCRIPT
    items, cut = first_items(hits, per)
    verb = "mentions" if len(hits) == 1 else "mention"
    lead = Lead(f"{out_of(len(hits), total)} {verb} {_named(request)}", *items, ":")
    return Survey(request.kind, lead, items, confidence(sure), cut, Apart.TRANSCRIPTS)


def _sureness(chances: Sequence[float]) -> float:
    """The probability that all decisions are right, each of which is with one of ``chances``; see ``DECISIONS``."""
    return math.prod(chances) ** min(1.0, DECISIONS / max(len(chances), 1))


def _places(parts: Sequence[tuple[float, list[SurveyItem]]], request: Request) -> list[SurveyItem]:
    """One sentence of each part where every part must be there, else all of any."""
    if request.every:
        return [found[0] for _, found in parts if found]
    return [place for _, found in parts for place in found]


def _without(
    request: Request, corpus: Corpus, hits: Mapping[str, Sequence[SurveyItem]], rest: Sequence[str], sure: float
) -> Survey:
    """The transcripts that have no hit; what is cited is how each opens, as absence has no words of its own."""
    total = corpus.total
    if not rest:
        items, cut = first_items(hits, 1)
        lead = Lead(f"Not one: {out_of(len(hits), total)} mention {_named(request)}", *items, ":")
        return Survey(request.kind, lead, items, confidence(sure), cut, Apart.TRANSCRIPTS)
    items, cut = first_items({s: opening(corpus, s) for s in rest[:MAX_ITEMS]}, 1, len(rest))
    verb = "does not mention" if len(rest) == 1 else "do not mention"
    note = "cited is how each of them opens; the words stand nowhere in it"
    lead = Lead(f"{out_of(len(rest), total)} {verb} {_named(request)}:")
    return Survey(request.kind, lead, items, confidence(sure), (note, *cut), Apart.TRANSCRIPTS)


def _named(request: Request) -> str:
    """The topic's phrases as the user wrote them, in quotation marks."""
    joint = " and " if request.every else " or "
    both = "both " if request.every and len(request.parts) == 2 else ""
    without = f" but not “{request.without}”" if request.without else ""
    return both + joint.join(f"“{part}”" for part in request.parts) + without
