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
from assistant.reading.turning import turns_back
from assistant.retrieval.evidence import Candidate, ScoredSentence
from assistant.retrieval.replies import is_bare, is_yes_or_no, replied_to, unlabelled
from assistant.store.catalog import StoredPassage

# How many questions in a row are passed over on the way to a reply.
REPLIES = 3
# "Forty-eight." and "Yes, two." say too little without the sentence after them.
SHORT_REPLY = 2
# So much is brought along of what a sentence announces.
POINTS, POINT_WORDS = 3, 60
# So many sentences are passed on the way from one without a verb, or a mere yes or no, to what it leads in.
LEAD_INS = 2
# So many sentences behind somebody's own question go on asking, where another then replies.
PROMPTS = 2
# How reports of hearings mark who asks and who answers.
_MARKED = re.compile(r"\s*([QA])\.\s")
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
        self._of_a_kind = any(not sentence.features.get("wanted", 1.0) for sentence in ranked)
        self._label: dict[tuple[int, int], str] = {}
        self._behind_question = set[tuple[int, int]]()
        self._begins: dict[int, set[int]] = {}
        said, asking = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        prompting: list[tuple[tuple[str, str], tuple[str, str], set[tuple[int, int]]]] = []
        for candidate in candidates:
            turns = [*_turns(candidate.stored)]
            self._begins[candidate.stored.id] = {numbers.start for _, numbers in turns[1:]} | (
                {0} if _label_at(candidate.stored, 0) else set()
            )
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
        ("Yes.") brings the sentence after it, as does what has no verb where the same speaker goes on, unless a value
        is asked for and it has one.
        """
        if not self.asks(sentence):
            if points := self._announced(sentence):
                return points
            if self._opens_turn(sentence) and self._leads_in(sentence):
                return self._led_in(sentence)
            after = self._after(sentence) if leads_up(sentence.text) else None
            return [after] if after and not self.asks(after) else []
        following = self._following(sentence)
        replying = [after for after in following if not self.asks(after)]
        telling = replying or [after for after in following if not is_question(after.text)]
        if not telling:
            return []
        reply = telling[0]
        if announced_by_it := self._announced(reply):
            return [reply, *announced_by_it]
        if self._leads_in(reply) and (led_in := self._led_in(reply)):
            return [reply, *led_in]
        more = self._after(reply) if _is_short(reply.text) and not self._is_of_the_kind(reply) else None
        return [reply, more] if more and not self.asks(more) and self._goes_on(reply, more) else [reply]

    def asked_before(self, sentence: ScoredSentence) -> list[ScoredSentence]:
        """The question that a bare reply replies to, or one to the user's own question, and what stands between.

        Nothing for other sentences.
        """
        texts, (source, passage, number) = sentence.candidate.texts, _place(sentence)
        asked = replied_to(texts, number)
        if sentence.features.get("same_question"):
            asked = next(n for n in range(number - 1, -1, -1) if is_question(texts[n]))
        places = range(number if asked is None else asked, number)
        return [found for n in places if (found := self._sentences.get((source, passage, n)))]

    def led_in_by(self, sentence: ScoredSentence) -> ScoredSentence | None:
        """The sentence without a verb that somebody began with, and goes on from with this one; None for no such."""
        source, passage, number = _place(sentence)
        before = self._sentences.get((source, passage, number - 1))
        return before if before and sentence in self.reply_to(before) and not self.asks(before) else None

    def turned_by(self, sentence: ScoredSentence) -> list[ScoredSentence]:
        """The next sentence, where it puts right what this one says."""
        after = self._after(sentence)
        return [after] if after and turns_back(sentence.text, after.text) and not is_question(after.text) else []

    def _leads_in(self, sentence: ScoredSentence) -> bool:
        """Whether it lacks a verb or only says yes or no, and not the value that is asked for."""
        text = unlabelled(sentence.text)
        ends = text.endswith((".", "!", "…")) and not self._is_of_the_kind(sentence)
        return ends and (is_yes_or_no(text) or is_bare(text))

    def _goes_on(self, sentence: ScoredSentence, after: ScoredSentence) -> bool:
        """Whether nobody else is known to say what follows."""
        both = {self._label.get(_key(one), "") for one in (sentence, after)} - {""}
        return len(both) < 2 and after.number not in self._begins[after.stored.id]

    def _opens_turn(self, sentence: ScoredSentence) -> bool:
        """Whether somebody begins to speak with it, or it stands behind a question."""
        behind = sentence.number > 0 and is_question(sentence.stored.sentence_text(sentence.number - 1))
        return behind or sentence.number in self._begins[sentence.stored.id]

    def _is_of_the_kind(self, sentence: ScoredSentence) -> bool:
        """Whether a value is asked for, and it has one."""
        return self._of_a_kind and bool(sentence.features.get("wanted", 0.0))

    def _led_in(self, sentence: ScoredSentence) -> list[ScoredSentence]:
        """What the same speaker goes on with, as far as something is told."""
        told = list[ScoredSentence]()
        while len(told) < LEAD_INS and (after := self._after(told[-1] if told else sentence)):
            if self.asks(after) or not self._goes_on(sentence, after):
                break
            told.append(after)
            if not self._leads_in(after):
                break
        return told

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
        return next(_turns(after))[0] if after else ""

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


def _turns(stored: StoredPassage) -> Iterator[tuple[str, range]]:
    """Who speaks in each turn of a passage with the numbers of its sentences; "" before anybody is known to."""
    count = len(stored.passage.sentences)
    labels = [_label_at(stored, number) for number in range(count)]
    speakers = [sentence.speaker or "" for sentence in stored.passage.sentences]
    # In an edited report only those sentences have a speaker that name one.
    known = [*itertools.dropwhile(lambda speaker: not speaker, speakers)]
    if all(known):
        labels = [
            label or speaker * (speaker != before)
            for label, speaker, before in zip(labels, speakers, ["", *speakers[:-1]], strict=True)
        ]
    begins = [0, *(number for number in range(1, count) if labels[number])]
    for begin, end in zip(begins, [*begins[1:], count], strict=True):
        yield labels[begin], range(begin, end)


def _label_at(stored: StoredPassage, number: int) -> str:
    """The label that a sentence opens with, or its mark as a question or an answer; "" for neither."""
    text = stored.sentence_text(number)
    marked = _MARKED.match(text)
    return marked[1] if marked else label_of(text) or ""


def _key(sentence: ScoredSentence) -> tuple[int, int]:
    return sentence.stored.id, sentence.number
