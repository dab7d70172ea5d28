"""Whose words are asked for: "What did Ann Lee say about the ferry?" is answered by what she says, or by nothing."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from assistant.corpus.sentences import is_question
from assistant.filters import Filters
from assistant.language import stem, stems
from assistant.questions.sayings import Asked, asked_speaker
from assistant.reading import answerability
from assistant.reading.casts import Cast, Share, is_label_of, name_of, same_name
from assistant.reading.counterparts import GUESTS
from assistant.retrieval.evidence import ScoredSentence
from assistant.retrieval.hybrid import LEG_DEPTH, Found, HybridSearch
from assistant.store.catalog import Catalog, Spoken, StoredPassage

# Passages of somebody's that are weighed beside those that a search found.
MOST_PASSAGES = 200
# As many sentences as an answer may show.
LIKELY = 6


@dataclass(frozen=True, slots=True)
class Voice:
    """One whose words are asked for, over the transcripts of an index.

    Attributes:
        matter: the terms of the question that do not say whose they are.
    """

    matter: frozenset[str]
    _asked: Asked
    _catalog: Catalog
    _casts: dict[str, Cast] = field(default_factory=dict, repr=False)
    _shares: dict[int, Share] = field(default_factory=dict, repr=False)

    @property
    def who(self) -> str:
        """As the question calls them."""
        return self._asked.who

    def heard(self, ranked: Sequence[ScoredSentence]) -> list[ScoredSentence]:
        """Those of the sentences that are theirs, or tell of them."""
        return [sentence for sentence in ranked if sentence.number in self.sentences(sentence.stored)]

    def confidence(self, ranked: Sequence[ScoredSentence], confidence: float) -> float:
        """How likely it is that sentences of theirs answer, where any would with ``confidence``."""
        told = not self.matter or any(self.matter & found for s in ranked[:LIKELY] for found in self._beside(s))
        return confidence if told else answerability.off_the_matter(confidence)

    def _beside(self, sentence: ScoredSentence) -> Iterator[frozenset[str]]:
        """The stems of a sentence, and of those beside it that are theirs, nobody's, or what they were asked."""
        stored = sentence.stored
        others = self._share(stored).others
        for number in range(max(0, sentence.number - 1), min(sentence.number + 2, len(stored.passage.sentences))):
            asked = number < sentence.number and is_question(stored.sentence_text(number))
            if number not in others or asked:
                yield sentence.candidate.stems[number]

    def sentences(self, stored: StoredPassage) -> frozenset[int]:
        """The numbers of the sentences of a passage that are theirs, or tell of them."""
        return self._share(stored).theirs

    def _share(self, stored: StoredPassage) -> Share:
        if stored.id not in self._shares:
            passage = stored.passage
            before = next(iter(self._catalog.passages([stored.id - 1])), None)
            follows = before and (before.passage.source, before.passage.number) == (passage.source, passage.number - 1)
            self._shares[stored.id] = self._cast(passage.source).share(stored, before if follows else None)
        return self._shares[stored.id]

    def speaks_in(self, source: str) -> bool:
        """Whether anything in a transcript is said by them."""
        return bool(self._cast(source).labels)

    def guests(self, sources: Collection[str]) -> list[Spoken]:
        """What they say in some transcripts whose guest they are, though no label says so; nothing for other parts."""
        if self._asked.office not in GUESTS:
            return []
        spoken = (one for one in self._catalog.speakers() if one.source in sources)
        return [one for one in spoken if one.speaker in self._cast(one.source).labels]

    def _cast(self, source: str) -> Cast:
        if source not in self._casts:
            card = next(card for card in self._catalog.cards() if card.source == source)
            spoken = [one for one in self._catalog.speakers() if one.source == source]
            self._casts[source] = Cast(self._asked, self._catalog.transcript(source), card, spoken)
        return self._casts[source]


def heard_by(search: HybridSearch, found: Found, limit: int, filters: Filters | None) -> tuple[Found, Voice | None]:
    """What was found, with passages of the one whose words are asked for instead of others', and who that is.

    Nobody is where nobody so called speaks, or is known as a person, in any transcript.
    """
    question = found.question
    asked = None if question.foreign else asked_speaker(question.text)
    if asked is None:
        return found, None
    catalog = search.index.catalog
    voice = Voice(frozenset(question.terms) - set(stems(asked.who)), asked, catalog)
    labels = [one for one in catalog.speakers() if is_label_of(one.speaker, asked)]
    labels = labels or voice.guests({candidate.stored.passage.source for candidate in found.candidates})
    named = any(same_name(asked.names, name_of(person)) for card in catalog.cards() for person in card.people)
    if not (labels or named or any(voice.speaks_in(c.stored.passage.source) for c in found.candidates)):
        return found, None
    kept = [candidate for candidate in found.candidates if voice.sentences(candidate.stored)]
    seen = {candidate.stored.id for candidate in found.candidates}
    told = catalog.search_lexical([stem(word) for word in sorted(asked.names)], LEG_DEPTH, filters)
    own = [*catalog.said_by(labels, MOST_PASSAGES), *(id_ for id_, _ in told)]
    allowed = set(catalog.sources(filters))
    further = catalog.passages(dict.fromkeys(id_ for id_ in own if id_ not in seen))
    passing = [stored for stored in further if stored.passage.source in allowed]
    bm25 = dict(catalog.search_lexical(question.terms, LEG_DEPTH, filters))
    weighed = sorted(search.weighed(question, found.vector, passing, bm25), key=lambda candidate: -candidate.score)
    # Whose a passage is takes longer to tell than how well it fits.
    theirs = islice((candidate for candidate in weighed if voice.sentences(candidate.stored)), limit)
    return replace(found, candidates=(*kept, *theirs)[:limit]), voice
