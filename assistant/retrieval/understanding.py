"""How questions are read against one corpus: its words, its languages, and how near its sentences are to any text."""

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.corpus.languages import ENGLISH, UNKNOWN, likeliest_language
from assistant.parts import Part, Without
from assistant.questions.foreign import read_foreign, spelt_otherwise, untranslated
from assistant.questions.question import Question, read_question
from assistant.questions.tongues import Tongue, spoken_in, tongue_of
from assistant.retrieval.spread import Spread
from assistant.store.encoder import Matrix, Vector
from assistant.store.fingerprints import BUNDLED
from assistant.store.index import Index

# So many passages, spread evenly over the corpus, tell how near its sentences are to any question.
SAMPLE = 200


class Understanding:
    """Reads questions; what it knows of the corpus it keeps until the index changes."""

    def __init__(self, index: Index, without: Without) -> None:
        self._index = index
        self._without = without
        self._vocabulary: tuple[int, dict[str, int]] = (-1, {})
        self._passages = 0
        self._languages: tuple[int, dict[str, str], frozenset[str]] = (-1, {}, frozenset())
        self._keys: dict[str, tuple[int, Mapping[str, Sequence[str]]]] = {}
        self._sample: tuple[int, Matrix, tuple[str, ...]] = (-1, np.zeros((0, 0), dtype=np.float32), ())

    def vocabulary(self) -> dict[str, int]:
        """Stems of the corpus with the number of passages each stands in."""
        generation = self._index.catalog.generation()
        if self._vocabulary[0] != generation:
            self._passages = self._index.catalog.passage_count()
            self._vocabulary = (generation, self._index.catalog.vocabulary())
        return self._vocabulary[1]

    def read(self, text: str) -> Question:
        """The question as read against this corpus."""
        language = self._language_of(text)
        question = read_question(
            text,
            self.vocabulary(),
            self._passages,
            mend=Part.SPELLING not in self._without and not language,
            foreign=bool(language),
            multilingual=self.multilingual,
        )
        if language:
            tongue = tongue_of(language)
            question = read_foreign(question, tongue, self.vocabulary(), self._passages, self._forms(tongue))
        elif self._languages[2]:
            question = spelt_otherwise(question, self.vocabulary())
        heard = set(self._languages[1].values())
        told = not heard or not heard.isdisjoint({language or ENGLISH, UNKNOWN})
        return question if told else untranslated(question)

    def languages(self) -> dict[str, str]:
        """Of every transcript, by source, the language that it is in."""
        generation = self._index.catalog.generation()
        if self._languages[0] != generation:
            found = {card.source: card.language for card in self._index.catalog.cards()}
            self._languages = (generation, found, frozenset(found.values()) - {ENGLISH, UNKNOWN})
        return self._languages[1]

    def spread(self, vector: Vector) -> Spread:
        """How near the sentences of the corpus are to a question, whatever it asks."""
        generation = self._index.catalog.generation()
        if self._sample[0] != generation:
            languages = self.languages()
            some = self._index.catalog.some_passages(SAMPLE)
            told = [languages.get(stored.passage.source, UNKNOWN) for stored in some for _ in stored.passage.sentences]
            rows = [stored.sentence_vectors for stored in some]
            matrix = np.concatenate(rows) if rows else np.zeros((0, len(vector)), dtype=np.float32)
            self._sample = (generation, matrix, tuple(told))
        self.vocabulary()  # which counts the passages
        return Spread.of(self._sample[1] @ vector, self._sample[2], min(1.0, SAMPLE / max(1, self._passages)))

    @property
    def multilingual(self) -> bool:
        """Whether the embedding model may know other languages than English."""
        return self._index.encoder.name != BUNDLED

    def _language_of(self, text: str) -> str:
        """The language of ``text``, "" where it is English; asked only where some transcript or the model knows others.

        Its own words tell, or else the languages that there are.
        """
        self.languages()
        spoken = self._languages[2]
        if not spoken and not self.multilingual:
            return ""
        if told := spoken_in(text, spoken):
            return told
        likely = likeliest_language(text, spoken | {ENGLISH}) if spoken else ENGLISH
        return "" if likely == ENGLISH else likely

    def _forms(self, tongue: Tongue) -> Mapping[str, Sequence[str]]:
        """The stems of the corpus by what they share in this language."""
        generation = self._index.catalog.generation()
        if self._keys.get(tongue.code, (-1, {}))[0] != generation:
            found: dict[str, list[str]] = {}
            for term in self.vocabulary():
                found.setdefault(tongue.key(term), []).append(term)
            self._keys[tongue.code] = (generation, found)
        return self._keys[tongue.code][1]
