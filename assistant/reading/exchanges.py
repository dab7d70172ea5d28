"""What only leads up to an answer in a passage, and what then gives it: questions, asked or reported, and openings."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.corpus.sentences import is_question
from assistant.language import words
from assistant.questions.tongues import askers
from assistant.retrieval.evidence import Candidate, ScoredSentence
from assistant.verification.checks.speakers import label_of

# How many questions in a row are passed over on the way to a reply.
REPLIES = 3
# "Forty-eight." and "Yes, two." say too little without the sentence after them.
SHORT_REPLY = 2
_ASKERS = frozenset("question questions q journalist journalists reporter reporters press interviewer".split())
_REPORTED = re.compile(
    r"(?<!^)\b(?:asked|asks|wondered|inquired|wanted to know)(?: (?!(?:for|to|that)\b)[^\s,.;:]+){0,4}? "
    r"(?:whether|if|why|how|what|when|where|who|which|about)\b(?![^.;]*[,;:])",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\b(?:began|opened|started) (?:by|with) |\banother (?:\w+ )?(?:topic|subject|point|issue|question|matter) "
    r"(?:\w+ )?(?:was|is|concerned)\b|\b(?:was|is) another (?:\w+ )?(?:topic|subject|point|issue|question|matter)\b|"
    r"\balso (?:discussed|touched (?:up)?on|spoke about|talked about|raised) ",
    re.IGNORECASE,
)
# A transcript, its passage by number, and a sentence of that.
_Place = tuple[str, int, int]


class Exchanges:
    """Who asks and who replies in the passages of ``ranked``."""

    def __init__(self, ranked: Sequence[ScoredSentence]) -> None:
        self._sentences = {_place(sentence): sentence for sentence in ranked}
        candidates = {sentence.candidate.stored.id: sentence.candidate for sentence in ranked}.values()
        self._label: dict[tuple[int, int], str] = {}
        turns, asking = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for candidate in candidates:
            for label, numbers in _turns(candidate):
                self._label |= {(candidate.stored.id, number): label for number in numbers}
                whose = candidate.stored.passage.source, label
                turns[whose] += 1
                asking[whose] += any(is_question(candidate.stored.sentence_text(number)) for number in numbers)
        self._askers = {whose for whose, count in turns.items() if count > 1 and 2 * asking[whose] >= count}

    def asks(self, sentence: ScoredSentence) -> bool:
        """Whether it is a question, or what somebody says who mostly asks: "QUESTION: They say that …"."""
        label = self._label.get((sentence.candidate.stored.id, sentence.number), "")
        called = bool(label) and label.split()[0].lower() in _ASKERS | askers()
        source = sentence.candidate.stored.passage.source
        return is_question(sentence.text) or called or (bool(label) and (source, label) in self._askers)

    def reply_to(self, sentence: ScoredSentence) -> list[ScoredSentence]:
        """What answers a question, or goes on from what was brought up; nothing for other sentences.

        A reply of a word or two ("Yes.") brings the sentence after it.
        """
        if not self.asks(sentence):
            after = self._after(sentence) if leads_up(sentence.text) else None
            return [after] if after and not self.asks(after) else []
        passed = sentence
        for _ in range(REPLIES):
            after = self._after(passed)
            if after is None:
                return []
            if not self.asks(after):
                more = self._after(after) if _is_short(after.text) else None
                return [after, more] if more and not self.asks(more) else [after]
            passed = after
        return []

    def _after(self, sentence: ScoredSentence) -> ScoredSentence | None:
        """The next sentence of the transcript, where it was found."""
        source, passage, number = _place(sentence)
        following = self._sentences.get((source, passage, number + 1))
        last = number + 1 == len(sentence.candidate.stored.passage.sentences)
        return self._sentences.get((source, passage + 1, 0)) if last else following


def leads_up(text: str) -> bool:
    """Whether a sentence tells that something was asked or brought up, and not what came of it."""
    return bool(_REPORTED.search(text) or _OPENS.search(text))


def _place(sentence: ScoredSentence) -> _Place:
    passage = sentence.candidate.stored.passage
    return passage.source, passage.number, sentence.number


def _is_short(text: str) -> bool:
    label = label_of(text)
    return len(words(text[len(label) :] if label else text)) <= SHORT_REPLY


def _turns(candidate: Candidate) -> Iterator[tuple[str, range]]:
    """The label of each turn of a passage with the numbers of its sentences; "" before the first label."""
    count = len(candidate.stored.passage.sentences)
    labels = [label_of(candidate.stored.sentence_text(number)) or "" for number in range(count)]
    begins = [0, *(number for number in range(1, count) if labels[number])]
    for begin, end in zip(begins, [*begins[1:], count], strict=True):
        yield labels[begin], range(begin, end)
