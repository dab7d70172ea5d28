"""How questions are read against one corpus: its words, its languages, and how near its sentences are to any text."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from assistant.corpus.languages import ENGLISH, UNKNOWN, likeliest_language
from assistant.language import FUNCTION_WORDS
from assistant.parts import Part, Without
from assistant.questions.foreign import read_foreign, spelt_otherwise, untranslated
from assistant.questions.question import Question, read_question
from assistant.questions.tongues import Tongue, content_of, looks_english, spoken_in, stems_of, tongue_of
from assistant.retrieval.spread import Spread
from assistant.store.catalog import Catalog
from assistant.store.encoder import Matrix, Vector
from assistant.store.index import Index
from assistant.store.model_files import BUNDLED

# So many passages, spread evenly over the corpus, tell how near its sentences are to any question; of each language at
# least so many, or all that there are.
SAMPLE, SAMPLE_OF_EACH = 200, 20
# No stemmer here changes so many letters at the beginning of a word.
_KEPT = 2


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is known of the corpus as it was at one generation of the catalog.

    Attributes:
        vocabulary: its stems with the number of passages each stands in.
        languages: of every transcript, by source, the language that it is in.
        spoken: those of them that are known and not English.
    """

    generation: int
    vocabulary: dict[str, int]
    passages: int
    languages: dict[str, str]
    spoken: frozenset[str]
    _by_letters: dict[str, list[str]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, catalog: Catalog, generation: int) -> "Snapshot":
        """Read off the catalog."""
        languages = {card.source: card.language for card in catalog.cards()}
        spoken = frozenset(languages.values()) - {ENGLISH, UNKNOWN}
        return cls(generation, catalog.vocabulary(), catalog.passage_count(), languages, spoken)

    def forms(self, tongue: Tongue, terms: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """By what the forms of a word share in this language, the stems that may be forms of ``terms``."""
        with self._lock:
            if not self._by_letters:
                for term in self.vocabulary:
                    self._by_letters.setdefault(term[:_KEPT], []).append(term)
        found: dict[str, list[str]] = {}
        for begun in {term[:_KEPT] for term in terms}:
            for term in self._by_letters.get(begun, ()):
                found.setdefault(tongue.key(term), []).append(term)
        return found


@dataclass(frozen=True, slots=True)
class _Sample:
    """Sentences of the corpus, a language each, and how many times as many it has of each language."""

    vectors: Matrix
    languages: tuple[str, ...]
    times: Mapping[str, float]


class Understanding:
    """Reads questions; what it knows of the corpus it keeps until the index changes."""

    def __init__(self, index: Index, without: Without) -> None:
        self._index = index
        self._without = without
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._sample: tuple[int, _Sample] | None = None

    def snapshot(self) -> Snapshot:
        """The corpus as it is now, taken once for each generation of the catalog."""
        generation = self._index.catalog.generation()
        taken = self._snapshot
        if taken is None or taken.generation != generation:
            with self._lock:
                taken = self._snapshot
                if taken is None or taken.generation != generation:
                    self._snapshot = taken = Snapshot.of(self._index.catalog, generation)
        return taken

    def vocabulary(self) -> dict[str, int]:
        """Stems of the corpus with the number of passages each stands in."""
        return self.snapshot().vocabulary

    def read(self, text: str) -> Question:
        """The question as read against this corpus."""
        known = self.snapshot()
        language = self._language_of(text, known)
        question = read_question(
            text,
            known.vocabulary,
            known.passages,
            mend=Part.SPELLING not in self._without and not language,
            foreign=bool(language),
            multilingual=self.multilingual,
        )
        if language:
            tongue = tongue_of(language)
            forms = known.forms(tongue, content_of(text, tongue) or question.terms)
            question = read_foreign(question, tongue, known.vocabulary, known.passages, forms)
        elif known.spoken:
            question = spelt_otherwise(question, known.vocabulary)
        heard = set(known.languages.values())
        told = not heard or not heard.isdisjoint({language or ENGLISH, UNKNOWN})
        return question if told else untranslated(question)

    def languages(self) -> dict[str, str]:
        """Of every transcript, by source, the language that it is in."""
        return self.snapshot().languages

    def emptied(self, question: Question) -> Mapping[str, frozenset[str]]:
        """By source, the terms of ``question`` that carry no meaning in that transcript's language: "die" in German."""
        known = self.snapshot()
        if not known.spoken:
            return {}
        others = {*known.languages.values()} - {UNKNOWN, question.language or ENGLISH}
        plain = {code: FUNCTION_WORDS if code == ENGLISH else tongue_of(code).function_words for code in others}
        empty = {code: found for code in others if (found := stems_of(plain[code]).intersection(question.terms))}
        return {source: empty[code] for source, code in known.languages.items() if code in empty} if empty else {}

    def spread(self, vector: Vector) -> Spread:
        """How near the sentences of the corpus are to a question, whatever it asks."""
        known = self.snapshot()
        if self._sample is None or self._sample[0] != known.generation:
            with self._lock:
                if self._sample is None or self._sample[0] != known.generation:
                    self._sample = (known.generation, self._sampled(known, len(vector)))
        sample = self._sample[1]
        return Spread.of(sample.vectors @ vector, sample.languages, sample.times)

    def _sampled(self, known: Snapshot, dimensions: int) -> _Sample:
        """Of each language as many passages as its share of the corpus, or a few where that is less."""
        ids = defaultdict[str, list[int]](list)
        for id_, source in self._index.catalog.passage_sources():
            ids[known.languages.get(source, UNKNOWN)].append(id_)
        total = sum(map(len, ids.values()))
        some: list[int] = []
        for held in ids.values():
            count = min(len(held), max(SAMPLE_OF_EACH, round(SAMPLE * len(held) / total)))
            some += [held[i * len(held) // count] for i in range(count)]
        stored = self._index.catalog.passages(some)
        sampled = Counter(known.languages.get(each.passage.source, UNKNOWN) for each in stored)
        told = [known.languages.get(each.passage.source, UNKNOWN) for each in stored for _ in each.passage.sentences]
        rows = [each.sentence_vectors for each in stored]
        matrix = np.concatenate(rows) if rows else np.zeros((0, dimensions), dtype=np.float32)
        return _Sample(matrix, tuple(told), {code: len(ids[code]) / count for code, count in sampled.items()})

    @property
    def multilingual(self) -> bool:
        """Whether the embedding model may know other languages than English."""
        return self._index.encoder.name != BUNDLED

    def _language_of(self, text: str, known: Snapshot) -> str:
        """The language of ``text``, "" where it is English; asked only where some transcript or the model knows others.

        Its own words tell, or else the languages that there are.
        """
        if not known.spoken and not self.multilingual:
            return ""
        if told := spoken_in(text, known.spoken):
            return told
        likely = likeliest_language(text, known.spoken | {ENGLISH}) if known.spoken else ENGLISH
        return "" if likely == ENGLISH or looks_english(text, likely) else likely
