"""The sentences of a corpus with what is read from each, once for all that is asked of them."""

from collections.abc import Iterable, Sequence

from assistant.corpus.figures import Figure, read_figures
from assistant.corpus.sentences import is_question
from assistant.language import stem_set
from assistant.surveys.gathering import Corpus
from assistant.surveys.results import SurveyItem, sentences
from assistant.surveys.statements import Statement, denies, read_statements

# Letters of a stem that every form of its word begins with.
ALIKE = 3


class Readings:
    """Figures, stems and statements by sentence.

    Args:
        terms: stems of which a sentence that is looked at has at least one, or else follows on one that has.
    """

    def __init__(self, corpus: Corpus, terms: Iterable[str]) -> None:
        starts = tuple({term[:ALIKE] for term in terms})
        self.places: list[SurveyItem] = []
        for passages in corpus.passages.values():
            follows = False
            for place in sentences(passages):
                text = place.text.lower()
                holds = any(start in text for start in starts)
                if holds or follows:
                    self.places.append(place)
                follows = holds
        self._figures: dict[str, list[Figure]] = {}
        self._stated: dict[tuple[str, str], list[Statement]] = {}

    def figures(self, text: str) -> Sequence[Figure]:
        """The figures of a sentence, counts of nothing that it names among them."""
        if text not in self._figures:
            self._figures[text] = read_figures(text, alone=True)
        return self._figures[text]

    def statements(self, place: SurveyItem) -> Sequence[Statement]:
        """What a sentence states, unless the next contradicts it."""
        key = (place.text, place.speaker or "")
        if key not in self._stated:
            asks = is_question(place.text)
            self._stated[key] = [] if asks else read_statements(place.text, self.figures(place.text), key[1])
        stated = self._stated[key]
        return [] if stated and denies(sentence_at(place, 1)) else stated


def sentence_at(place: SurveyItem, ahead: int) -> str:
    """The sentence so many further on in the passage, or back where negative; "" where there is none."""
    number = place.number + ahead
    return place.stored.sentence_text(number) if 0 <= number < len(place.stored.passage.sentences) else ""


def near(place: SurveyItem, back: int) -> frozenset[str]:
    """Stems of a sentence, of the ``back`` before it, and of the heading."""
    said = (stem_set(sentence_at(place, -number)) for number in range(back + 1))
    return frozenset().union(*said, stem_set(place.stored.heading))
