"""What the transcripts say to a question: passages found, sentences weighed and read, and how likely they answer."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import NamedTuple

from assistant.corpus.languages import ENGLISH, UNKNOWN
from assistant.filters import Filters
from assistant.followups.standalone import Thread
from assistant.language import stem, words
from assistant.parts import Part
from assistant.questions.breadth import told_at_length
from assistant.questions.periods import periods_in
from assistant.questions.question import Wanted
from assistant.questions.scopes import Scope, narrowed, of_no_transcript, passed_over, read_scope
from assistant.questions.succession import untold
from assistant.reading import abroad, answerability
from assistant.reading.accounts import Account, read_account
from assistant.reading.heard import Voice, heard_by
from assistant.reading.ranking import DEPTH, read_evidence
from assistant.reading.reader import Reader, Remembering
from assistant.reading.threads import all_as_read_once, places_of, weighed_together
from assistant.retrieval.evidence import Candidate, ScoredSentence, weigh_sentences
from assistant.retrieval.hybrid import Found, HybridSearch
from assistant.settings import Settings
from assistant.store.catalog import Card
from assistant.store.encoder import Vector

# All transcripts together must answer with so much more confidence before the ones that a question names are left.
MUCH_BETTER = 0.25
# Passages read for an account, and for a line that goes on from the turn before: what answers may stand in many.
DEPTH_AT_LENGTH, DEPTH_ON = 8, 6
# What a few words can answer. Elsewhere they mislead: of 96 read by a language model, 28 of 50 were wrong where no one
# value was asked for and 4 of 6 for a reason, 15 of 40 for these.
ONE_VALUE = frozenset({Wanted.QUANTITY, Wanted.DATE, Wanted.PLACE, Wanted.PERSON})


class Weighed(NamedTuple):
    """What the passages found make of a question, once they are read.

    Attributes:
        ranked: the sentences, best first.
        confidence: the probability that they answer.
        shortest: the words of the best sentence that answer, "" where that is not sure or no one value is asked for.
        account: what the sentences tell together, where an account is asked for and a reader can tell.
    """

    ranked: Sequence[ScoredSentence]
    confidence: float
    shortest: str
    account: Account | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What one search brought. Its passages are read when first asked for: what goes over all transcripts does not.

    Attributes:
        scope: the transcripts that the question narrowed itself to, None when all were searched.
        unheld: that no transcript is of the time by which the question names some, nor tells of it; "" where one is.
        voice: whose words the sentences are, where somebody's are asked for.
    """

    found: Found
    _weigh: Callable[[], Weighed]
    scope: Scope | None = None
    unheld: str = ""
    voice: Voice | None = None

    @property
    def ranked(self) -> Sequence[ScoredSentence]:
        """The sentences, best first."""
        return self._weigh().ranked

    @property
    def confidence(self) -> float:
        """The probability that they answer."""
        confidence = self._weigh().confidence
        return min(confidence, answerability.ABSENT_CEILING) if self.unheld else confidence

    @property
    def shortest(self) -> str:
        """The words of the best sentence that answer, "" where that is not sure or no one value is asked for."""
        return self._weigh().shortest

    @property
    def account(self) -> Account | None:
        """What the sentences tell together, where an account is asked for and a reader can tell."""
        return self._weigh().account


class Finder:
    """Searches, reads and decides, as the settings say.

    Attributes:
        reader: what it reads with, if with anything.
    """

    def __init__(self, search: HybridSearch, reader: Reader | None, settings: Settings) -> None:
        self._search = search
        self.reader = reader
        self._settings = settings

    def with_settings(self, settings: Settings) -> "Finder":
        """The same search and reader under other settings."""
        return Finder(self._search, self.reader, settings)

    def for_one_question(self) -> "Finder":
        """The same, reading no passage twice for as long as it is used."""
        return Finder(self._search, self.reader and Remembering(self.reader), self._settings)

    def look(self, text: str, filters: Filters | None, vector: Vector | None = None) -> Findings:
        """What the transcripts that pass ``filters`` say to the standalone question ``text``."""
        found = self._search.search(text, self._settings.top_k, filters, vector)
        return self._findings(*heard_by(self._search, found, self._settings.top_k, filters), DEPTH)

    def _findings(self, found: Found, voice: Voice | None, depth: int) -> Findings:
        at_length = told_at_length(found.question)
        weigh = cache(partial(self._weighed, found, max(depth, DEPTH_AT_LENGTH) if at_length else depth, voice))
        return Findings(found, weigh, voice=voice)

    def look_again(self, texts: Sequence[str], findings: Findings) -> list[Weighed]:
        """What the passages of ``findings`` say to other questions; nothing is searched, and for each one is read."""

        def look(text: str, vector: Vector) -> Weighed:
            question = self._search.read(text)
            candidates = self._search.weighed(question, vector, [c.stored for c in findings.found.candidates], {})
            ordered = tuple(sorted(candidates, key=lambda candidate: -candidate.score))
            return self._weighed(Found(question, vector, ordered), depth=1)

        if not texts:
            return []
        with ThreadPoolExecutor(len(texts)) as at_once:
            return list(at_once.map(look, texts, self._search.vectors_of(texts)))

    def _weighed(self, found: Found, depth: int, voice: Voice | None = None) -> Weighed:
        ranked = weigh_sentences(found.question, found.vector, found.candidates)
        ranked = voice.heard(ranked) if voice else ranked
        if ranked and self.is_abroad(found, ranked[0]):
            ranked = abroad.reweighed(found.question, ranked, self._search.understanding.languages())
            if not self._can_read():
                return self._likelier(found, ranked, depth)
        return self._read(found, ranked, depth, voice)

    def _read(self, found: Found, ranked: list[ScoredSentence], depth: int, voice: Voice | None = None) -> Weighed:
        shortest, account = "", None
        if self.reader and ranked:
            ranked, told = read_evidence(self.reader, as_meant(found), ranked, depth=depth, in_part=voice is not None)
            shortest = told if found.question.wanted in ONE_VALUE else ""
            account = read_account(ranked) if depth >= DEPTH_AT_LENGTH else None
        confidence = answerability.probability(found, ranked, doubting=self._doubting)
        return Weighed(ranked, voice.confidence(ranked, confidence) if voice else confidence, shortest, account)

    def _likelier(self, found: Found, ranked: list[ScoredSentence], depth: int) -> Weighed:
        """What the sentences of all languages make of a question, or, of an English one, the English ones if surer."""
        unread = Weighed(ranked, self._confidence_abroad(found, ranked), "")
        english = [] if found.question.foreign else self._english(found)
        if not english:
            return unread
        own = replace(found, candidates=tuple(english))
        read = self._read(own, weigh_sentences(own.question, own.vector, own.candidates), depth)
        return read if read.confidence >= unread.confidence else unread

    def _english(self, found: Found) -> list[Candidate]:
        languages = self._search.understanding.languages()
        return [c for c in found.candidates if languages.get(c.stored.passage.source, UNKNOWN) in (ENGLISH, UNKNOWN)]

    @property
    def _doubting(self) -> bool:
        return Part.DOUBTS not in self._search.without

    def _confidence_abroad(self, found: Found, ranked: Sequence[ScoredSentence]) -> float:
        return abroad.probability(
            found,
            ranked,
            self._search.understanding.spread(found.vector),
            self._search.understanding.languages(),
            multilingual=self._search.understanding.multilingual,
            doubting=self._doubting,
        )

    def is_abroad(self, found: Found, best: ScoredSentence) -> bool:
        """Whether the question, or the transcript that answers it best, is in another language than English."""
        language = abroad.language_of(best, self._search.understanding.languages())
        return found.question.foreign or language not in (ENGLISH, UNKNOWN)

    def _can_read(self) -> bool:
        """Whether there is a reader that may know other languages than English."""
        return self.reader is not None and not self.reader.english_only

    def look_in_scope(self, text: str, filters: Filters | None, vector: Vector | None = None) -> Findings:
        """The same, only in the transcripts that the question names.

        Where it calls them by people or dates the others are taken if they answer much better, as such words may be
        part of what is asked; "the last session" says only where to look.
        """
        cards = self._search.index.catalog.cards(filters)
        scope = read_scope(text, cards)
        if scope and scope.rest:
            return replace(self.look(scope.rest, narrowed(filters, scope)), scope=scope)
        everywhere = self.look(text, filters, vector)
        if scope is None:
            return self._unscoped(text, everywhere, cards)
        rest = text.replace(scope.said, " ") if scope.dated else text
        inside = self.look(rest, narrowed(filters, scope), None if scope.dated else everywhere.found.vector)
        if inside.confidence >= max(self._settings.threshold, everywhere.confidence - MUCH_BETTER):
            return replace(inside, scope=scope)
        best = everywhere.ranked[0].source if everywhere.ranked else ""
        return everywhere if best in scope.sources else _with_note(everywhere, passed_over(scope, cards))

    def _unscoped(self, text: str, everywhere: Findings, cards: Sequence[Card]) -> Findings:
        """``everywhere``, less sure where the question names transcripts that are not there."""
        if unordered := untold(text, cards):
            return _with_note(everywhere, unordered)
        unheld = of_no_transcript(text, cards)
        if unheld is None:
            return everywhere
        likely = " ".join(sentence.stored.text for sentence in everywhere.ranked[: answerability.LIKELY])
        if any(unheld[1].is_told_by(period) for period in periods_in(likely)):
            return everywhere
        return replace(everywhere, unheld=unheld[0])

    def look_on(self, thread: Thread, alone: Findings, filters: Filters | None) -> Findings:
        """What the transcripts say to a line that may go on from ``thread``; ``alone`` is its reading by the rules.

        The question is taken to be the reading that the best sentence answers better, see ``Findings.found``. A line
        that may be of something else (``Thread.anew``) is, where its own answer stands in no transcript of the talk:
        ``alone`` is given back then.
        """
        places = places_of(thread, self._search, self._settings.top_k, filters)
        best = alone.ranked[0].stored if alone.ranked else None
        if thread.anew and best and best.passage.source not in places.sources:
            return alone
        found = self._search.search(thread.recalled, self._settings.top_k, filters)
        recalled = self._findings(places.joined(found), alone.voice, DEPTH_ON)
        number, ranked = weighed_together([alone.ranked, recalled.ranked], places, thread.told)
        if not ranked:
            return alone
        taken = (alone, recalled)[number]
        candidates = tuple({s.stored.id: s.candidate for s in ranked}.values())
        found = replace(taken.found, candidates=candidates[: self._settings.top_k])
        same = taken.ranked[0].text == ranked[0].text
        confidence = answerability.of_two_readings(alone.confidence, recalled.confidence)
        read = all_as_read_once([ranking.ranked for ranking in (recalled, alone, taken)], ranked)
        at_length = told_at_length(taken.found.question)
        account = read_account(read, thread.told, going_on=True) if at_length else None
        weighed = Weighed(ranked, confidence, taken.shortest if same else "", account)
        return Findings(found, lambda: weighed, voice=alone.voice)


def as_meant(found: Found) -> str:
    """The question with each misspelt word as the passages found write it: no reader knows what "telescopse" are."""
    question, text = found.question, found.question.text
    if not question.corrections:
        return text
    told = {stem(word): word for c in reversed(found.candidates) for word in words(c.stored.text)}
    for asked in dict(question.corrections):
        meant = " ".join(told.get(used, used) for term, used in question.corrections if term == asked)
        text = re.sub(rf"\b{re.escape(question.written.get(asked, asked))}\b", meant, text, flags=re.IGNORECASE)
    return text


def _with_note(findings: Findings, note: str) -> Findings:
    return replace(findings, found=replace(findings.found, notes=(*findings.found.notes, note)))
