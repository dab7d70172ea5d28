"""What only leads up to an answer in a passage, and what then gives it: questions, asked or reported, and openings.

What a sentence announces ("for three reasons", "as follows:") is read in ``announcing``.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.corpus.labels import label_of
from assistant.corpus.sentences import is_question
from assistant.language import words
from assistant.questions.tongues import askers
from assistant.reading.announcing import REACH, announced
from assistant.retrieval.evidence import Candidate, ScoredSentence

# How many questions in a row are passed over on the way to a reply.
REPLIES = 3
# "Forty-eight." and "Yes, two." say too little without the sentence after them.
SHORT_REPLY = 2
# So much is brought along of what a sentence announces.
POINTS, POINT_WORDS = 3, 60
# So many sentences behind somebody's own question go on asking, where another then replies.
PROMPTS = 2
_ASKERS = frozenset("question questions q journalist journalists reporter reporters press interviewer".split())
# What comes of it may be told in the same sentence, behind a comma or an "and".
_NO_MORE = r"(?![^.;]*(?:[,;:]|\band\b))"
_MATTER = r"(?:topic|subject|point|issue|question|matter)"
_MEETING = r"(?:meeting|session|talk|discussion|conversation|hearing|debate|interview|conference|assembly)s?"
_WHO = (
    rf"(?:\b(?:he|she|they|we|i|council|committee|board|delegation|participants|members|sides|{_MEETING})|"
    r"(?<!The )(?<!the )(?-i:\b[A-Z])[\w’'-]+)"
)
_REPORTED = re.compile(
    r"(?<!^)\b(?:asked|asks|wondered|inquired|wanted to know)(?: (?!(?:for|to|that)\b)[^\s,.;:]+){0,4}? "
    rf"(?:whether|if|why|how|what|when|where|who|which|about)\b{_NO_MORE}",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"\b{_MEETING} (?:began|opened|started) (?:by|with) {_NO_MORE}|"
    rf"\banother (?:\w+ )?{_MATTER} (?:\w+ )?(?:was|is|concerned) "
    rf"(?:(?:the|an?|how|whether|why|what)\b|(?-i:[A-Z])){_NO_MORE}|"
    rf"{_WHO} also (?:discussed|touched (?:up)?on|spoke about|talked about|raised) "
    rf"(?:\w+ ){{1,3}}{_MATTER}s?\b{_NO_MORE}",
    re.IGNORECASE,
)
# A transcript, its passage by number, and a sentence of that.
_Place = tuple[str, int, int]


class Exchanges:
    """Who asks and who replies in the passages of ``ranked``."""

    def __init__(self, ranked: Sequence[ScoredSentence]) -> None:
        self._sentences = {_place(sentence): sentence for sentence in ranked}
        candidates = list({sentence.stored.id: sentence.candidate for sentence in ranked}.values())
        self._stored = {(c.stored.passage.source, c.stored.passage.number): c.stored for c in candidates}
        self._label: dict[tuple[int, int], str] = {}
        self._behind_question = set[tuple[int, int]]()
        said, asking = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        prompting: list[tuple[tuple[str, str], tuple[str, str], set[tuple[int, int]]]] = []
        for candidate in candidates:
            turns = [*_turns(candidate)]
            replies = [*(label for label, _ in turns[1:]), self._opens(candidate)]
            for (label, numbers), replying in zip(turns, replies, strict=True):
                self._label |= {(candidate.stored.id, number): label for number in numbers}
                questions = [number for number in numbers if is_question(candidate.stored.sentence_text(number))]
                if questions:
                    self._behind_question |= {(candidate.stored.id, n) for n in numbers if n > questions[0]}
                whose = candidate.stored.passage.source, label
                if questions and label and replying not in ("", label) and numbers[-1] - questions[-1] <= PROMPTS:
                    behind = {(candidate.stored.id, n) for n in numbers if n > questions[-1]}
                    prompting.append((whose, (whose[0], replying), behind))
                said[whose] += len(numbers)
                asking[whose] += len(questions)
        share = {whose: asking[whose] / count for whose, count in said.items()}
        self._prompts = {place for asker, other, places in prompting if share[asker] > share[other] for place in places}
        self._askers = {whose for whose, count in said.items() if count > 1 and 2 * asking[whose] > count}

    def asks(self, sentence: ScoredSentence) -> bool:
        """Whether it is a question, or what somebody says who mostly asks: "QUESTION: They say that …".

        Behind a question of the same turn a statement is its reply, unless the label itself says who asks, or another
        who asks less takes up the word then: "Why so late? You had a boat."
        """
        place = sentence.stored.id, sentence.number
        label = self._label.get(place, "")
        labelled = bool(label) and label.split()[0].lower() in _ASKERS | askers()
        if is_question(sentence.text) or labelled or place in self._prompts:
            return True
        mostly = bool(label) and (sentence.source, label) in self._askers
        return mostly and place not in self._behind_question

    def reply_to(self, sentence: ScoredSentence) -> list[ScoredSentence]:
        """What answers a question, or goes on from what was brought up or announced; nothing for other sentences.

        Where nobody but the asker goes on, the next sentence that is no question replies. A reply of a word or two
        ("Yes.") brings the sentence after it.
        """
        if not self.asks(sentence):
            if points := self._announced(sentence):
                return points
            after = self._after(sentence) if leads_up(sentence.text) else None
            return [after] if after and not self.asks(after) else []
        following = self._following(sentence)
        replying = [after for after in following if not self.asks(after)]
        telling = replying or [after for after in following if not is_question(after.text)]
        if not telling:
            return []
        more = self._after(telling[0]) if _is_short(telling[0].text) else None
        return [telling[0], more] if more and not self.asks(more) else telling[:1]

    def without_prompts(self, chosen: Sequence[ScoredSentence]) -> list[ScoredSentence]:
        """``chosen`` but for what somebody adds to a question of theirs, where the reply of another is there."""
        return [
            sentence
            for sentence in chosen
            if (sentence.stored.id, sentence.number) not in self._prompts
            or not any(reply in chosen for reply in self.reply_to(sentence))
        ]

    def _opens(self, before: Candidate) -> str:
        """The label that the passage after one begins with, where it was found; "" for none."""
        passage = before.stored.passage
        after = self._stored.get((passage.source, passage.number + 1))
        return label_of(after.sentence_text(0)) or "" if after else ""

    def _announced(self, sentence: ScoredSentence) -> list[ScoredSentence]:
        """What a sentence says is to come, as far as there is room."""
        source, passage, number = _place(sentence)
        numbers = range(number + 1, len(sentence.stored.passage.sentences))
        places = [(self._stored[source, passage], n) for n in numbers]
        if following := self._stored.get((source, passage + 1)):
            places += [(following, n) for n in range(len(following.passage.sentences))]
        texts = [stored.sentence_text(n) for stored, n in places[:REACH]]
        found = ((places[i][0].passage.number, places[i][1]) for i in announced(sentence.text, texts))
        told = [after for place in found if (after := self._sentences.get((source, *place)))]
        lengths = itertools.accumulate(len(after.text.split()) for after in told)
        return [after for after, length in zip(told[:POINTS], lengths, strict=False) if length <= POINT_WORDS]

    def _following(self, sentence: ScoredSentence) -> list[ScoredSentence]:
        """The sentences among which a reply is looked for."""
        following = [sentence]
        while len(following) <= REPLIES and (after := self._after(following[-1])):
            following.append(after)
        return following[1:]

    def _after(self, sentence: ScoredSentence) -> ScoredSentence | None:
        """The next sentence of the transcript, where it was found."""
        source, passage, number = _place(sentence)
        following = self._sentences.get((source, passage, number + 1))
        last = number + 1 == len(sentence.stored.passage.sentences)
        return self._sentences.get((source, passage + 1, 0)) if last else following


def leads_up(text: str) -> bool:
    """Whether a sentence tells that something was asked or brought up, and not what came of it."""
    return bool(_REPORTED.search(text) or _OPENS.search(text))


def _place(sentence: ScoredSentence) -> _Place:
    passage = sentence.stored.passage
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
