"""An answer without a language model: the one to six verbatim sentences that answer, in reading order."""

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.corpus.dates import MONTH_NAMES
from assistant.corpus.labels import label_of
from assistant.followups.courtesies import says_nothing
from assistant.language import FUNCTION_WORDS, words
from assistant.questions.helping_verbs import AUXILIARY
from assistant.reading.accounts import HEAD, Account
from assistant.reading.exchanges import Exchanges
from assistant.retrieval.evidence import ScoredSentence, logistic
from assistant.retrieval.replies import replied_to

# A sentence's passage, by row number, and its number there.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Room:
    """How much is shown: sentences join, likeliest first, until the answer is among them with probability ``enough``.

    Attributes:
        sentences, words: the most of each.
    """

    sentences: int
    words: int
    enough: float

    def holds(self, chosen: Sequence[ScoredSentence]) -> bool:
        """Whether so much may be shown."""
        return len(chosen) <= self.sentences and sum(len(s.text.split()) for s in chosen) <= self.words


# A single value, person or thing is told in few words; an account or a reason is seldom told in one sentence. With more
# room for these, of practice questions .785 for .767 are right and everyday ones are told .471 for .426 (held out).
BRIEF, AT_LENGTH = Room(4, 80, 0.8), Room(6, 120, 0.9)
# For an account so many words have room that tell something, each once in a sentence: 120 words of edited speech hold
# so many, 160 of talk as it is spoken.
TELLING_WORDS = 62
# Below this probability a further sentence is more likely to distract than to answer.
WORTHWHILE = 0.03
# Where several are asked for, or the best does not hold the kind of thing asked for, one that likely still joins.
POSSIBLE = 0.01
# Where no several are asked for, a sentence of another transcript must be half as likely as the best: of what was shown
# from another, little answered.
ELSEWHERE = 0.5
# What a sentence gains of the probability of those before and after it in its passage, by how far they stand: what
# answers a broad question is mostly said in one go, and seldom all of it in the question's words.
FROM_BEFORE, FROM_AFTER = (0.3, 0.15), (0.15,)
# Sentences of an account that are less likely to help stay out, or less than so much of the square of the likeliest's
# probability: beside a sure one fewer doubtful ones help. Where several are asked for, a few more may join.
HELPFUL, POSSIBLY_HELPFUL, BESIDE_LIKELIEST = 0.1, 0.05, 0.6
# What is said in talk and tells nothing: courtesies, hesitation, and what only says that one thinks or knows.
_SAYING_NOTHING = frozenset(
    "yes yeah yep okay ok alright well right thank thanks good morning afternoon evening night welcome hello hi sorry "
    "please bye ladies gentlemen friends everyone indeed exactly um uh er erm hm hmm mm mhm huh ah oh eh wow cool nope "
    "like know mean think guess suppose see say sort kind".split()
)
_DATED = re.compile(rf"\b(?:{MONTH_NAMES})\b.*\b\d{{1,4}}\b|\b\d{{1,2}} (?:{MONTH_NAMES})\b", re.IGNORECASE)
LEANS_BACK = re.compile(
    r"[\"“]?(?:it|its|this|these|those|that|they|their|such|both|the (?:former|latter|figure|same))\b", re.IGNORECASE
)
# A few words behind a preposition, and neither who does something nor a verb: "For one evening.", "By boat."
_FRAGMENT = re.compile(
    rf"[\"“]?(?:for|in|at|on|by|with|without|from|to|of|about|since|until|till|after|before|under|over|not|and|or|only)"
    rf"(?: (?!(?:i|you|he|she|it|we|they|there|this|that|who|\w+[’'](?:s|m|re|ll|ve|d|t)|\w+ed|{AUXILIARY})\b)"
    r"[\w’'-]+){1,5}[.!]?$",
    re.IGNORECASE,
)


def choose_sentences(
    ranked: Sequence[ScoredSentence], *, least: int = 1, told_at_length: bool = False, possible: float = POSSIBLE
) -> list[ScoredSentence]:
    """The sentences to show, in the order of the text, the best one's transcript first.

    The scores are log-odds of a softmax over all sentences found, so they tell how likely each holds the answer:
    a sure hit stands alone, an unsure one is joined by the next likeliest. A best sentence without the wanted kind of
    thing (it only restates the question) brings the likeliest that has it, and one that leans on the sentence
    before ("It is …") brings that one. A question is no answer: it brings what replies to it, and only that one's
    probability counts. What only tells that something was asked or brought up brings the sentence after it. A bare
    number is never shown, and what tells nothing by itself ("Thank you.", "It was.") only as a reply.

    Args:
        least: how many to show where so many are possible at all.
        possible: the probability below which a sentence is not.
        told_at_length: whether an account is asked for and no single value: there is more room, and sentences beside
            likely ones join before others.
    """
    room = AT_LENGTH if told_at_length else BRIEF
    around = [sentence for sentence in ranked if any(map(str.isalpha, sentence.text))] or ranked
    if told_at_length:
        around = [sentence for sentence in around if not is_dateline(sentence)] or around
    ranked = [sentence for sentence in around if _may_answer(sentence)] or around
    exchanges = Exchanges(around)
    own = dict(zip(map(_place, ranked), softmax(ranked), strict=True))
    likely = {place: _beside(place, own) for place in own} if told_at_length else own
    chosen = _best_with_company(ranked, around, own, room, exchanges)
    mass = sum(own.get(_place(sentence), 0.0) for sentence in chosen if not exchanges.asks(sentence))
    for sentence in sorted(ranked, key=lambda s: -likely[_place(s)]):
        probability = likely[_place(sentence)]
        enough = len(chosen) >= least and (mass >= room.enough or probability < WORTHWHILE)
        if enough or probability < possible or len(chosen) == room.sentences:
            break
        if own[_place(sentence)] < POSSIBLE or sentence in chosen or repeats(sentence, chosen):
            continue
        if sentence.source != ranked[0].source and least == 1 and probability < ELSEWHERE * likely[_place(ranked[0])]:
            continue
        opener = _sentence_before(sentence, around) if _FRAGMENT.match(sentence.text) else None
        company = [*exchanges.reply_to(sentence), *(exchanges.asked_before(sentence) or filter(None, [opener]))]
        joining = [sentence, *(s for s in company if s not in chosen)]
        if room.holds([*chosen, *joining]):
            chosen += joining
            mass += 0.0 if exchanges.asks(sentence) else own[_place(sentence)]
    shown = exchanges.without_prompts(chosen)
    return sorted(shown, key=lambda s: (s.source != ranked[0].source, s.source, _start(s)))


def choose_for_account(account: Account, ranked: Sequence[ScoredSentence], *, least: int = 1) -> list[ScoredSentence]:
    """The sentences of an account to show, in the order of the text, the best one's transcript first.

    The one that the reader finds likeliest is joined by those most likely to help, as long as there is room; questions
    bring their replies, and the first one what it leans on, as in ``choose_sentences``. Datelines, and what tells
    nothing or was said already, stay out.

    Args:
        ranked: all sentences found, the account's among them.
        least: how many to show where so many may help at all.
    """
    around = [sentence for sentence in ranked if any(map(str.isalpha, sentence.text))] or ranked
    exchanges = Exchanges(around)
    odds = [*zip(account.sentences, map(logistic, account.essential), map(logistic, account.helpful), strict=True)]
    best = ranked[0]
    if not tells(best) and (leading := exchanges.led_in_by(best)):
        # "Night trains. You know they pay.": what the second says is of the first, which brings it along.
        told = next((row[1:] for row in odds if _place(row[0]) == _place(best)), (0.0, 0.0))
        odds = [
            (s, *(told if _place(s) == _place(leading) else rest)) for s, *rest in odds if _place(s) != _place(best)
        ]
        best = leading
    surest = _place(best)
    weighed = sorted(odds, key=lambda row: (_place(row[0]) != surest, -row[1] - row[2]))
    telling = [row for row in weighed if _may_answer(row[0]) and not is_dateline(row[0])] or weighed
    enough = max(HELPFUL, BESIDE_LIKELIEST * max(helpful for _, _, helpful in telling) ** 2)
    chosen: dict[Place, ScoredSentence] = {}
    for sentence, _, helpful in telling:
        if chosen and helpful < (enough if len(chosen) >= least else POSSIBLY_HELPFUL):
            continue
        if chosen and sentence.source != telling[0][0].source and least == 1 and helpful < ELSEWHERE * telling[0][2]:
            continue
        joining = [sentence, *(exchanges.reply_to(sentence) or exchanges.turned_by(sentence))]
        if asked := exchanges.asked_before(sentence):
            joining += asked
        elif not chosen and leans_back(sentence.text) and (before := _sentence_before(sentence, around)):
            joining.append(before)
        new = {_place(s): s for s in joining if _place(s) not in chosen and not repeats(s, list(chosen.values()))}
        if _place(sentence) in new and (not chosen or _is_room_for([*chosen.values(), *new.values()])):
            chosen |= new
    shown = exchanges.without_prompts([*chosen.values()])
    return sorted(shown, key=lambda s: (s.source != telling[0][0].source, s.source, _start(s)))


def _best_with_company(
    ranked: Sequence[ScoredSentence],
    around: Sequence[ScoredSentence],
    own: Mapping[Place, float],
    room: Room,
    exchanges: Exchanges,
) -> list[ScoredSentence]:
    """The best sentence with its reply, with the first that holds what is wanted, and with the one it leans on."""
    best = ranked[0]
    chosen = [best, *(exchanges.reply_to(best) or exchanges.turned_by(best))]
    if not best.features.get("wanted", 1.0):
        chosen += _first_with_wanted(ranked, own)
    opener = _sentence_before(best, around) if leans_back(best.text) else None
    openers = exchanges.asked_before(best) or [*filter(None, [opener])]
    return [*chosen, *openers] if room.holds([*chosen, *openers]) else chosen


def leans_back(text: str) -> bool:
    """Whether a sentence says too little without the one before: "It is …", or no more than "For one evening." """
    return bool(LEANS_BACK.match(text) or _FRAGMENT.match(text))


def _may_answer(sentence: ScoredSentence) -> bool:
    """Whether it tells something, and of no other thing by another number than the question's."""
    replies = replied_to(sentence.candidate.texts, sentence.number) is not None and telling_words(sentence)
    return bool(tells(sentence) or replies) and not sentence.features.get("another_number")


def tells(sentence: ScoredSentence) -> bool:
    """Whether its words tell anything by themselves: more than one word, and more than courtesies and hesitation."""
    told = _unlabelled(sentence.text)
    return bool(telling_words(sentence)) and len(words(told)) > 1 and not says_nothing(told)


def telling_words(sentence: ScoredSentence) -> set[str]:
    """Its words, but for the speaker's label, that are more than grammar, courtesies and hesitation."""
    return {word for word in words(_unlabelled(sentence.text)) if word not in FUNCTION_WORDS | _SAYING_NOTHING}


def _unlabelled(text: str) -> str:
    label = label_of(text)
    return text[len(label) :] if label else text


def _is_room_for(account: Sequence[ScoredSentence]) -> bool:
    return len(account) <= AT_LENGTH.sentences and sum(len(telling_words(s)) for s in account) <= TELLING_WORDS


def is_dateline(sentence: ScoredSentence) -> bool:
    """Whether it only says where and when a transcript was made: part of its head, and no account of anything."""
    text = sentence.text.strip()
    first = sentence.stored.passage.number == 0 and sentence.number < HEAD
    return first and not text.endswith((".", "!", "?", "”", '"')) and bool(_DATED.search(text))


def _place(sentence: ScoredSentence) -> Place:
    return sentence.stored.id, sentence.number


def _beside(place: Place, own: Mapping[Place, float]) -> float:
    """The probability of the sentence there with what it gains from its neighbours'."""
    passage, number = place
    before = sum(share * own.get((passage, number - away), 0.0) for away, share in enumerate(FROM_BEFORE, 1))
    after = sum(share * own.get((passage, number + away), 0.0) for away, share in enumerate(FROM_AFTER, 1))
    return own[passage, number] + before + after


def _first_with_wanted(ranked: Sequence[ScoredSentence], own: Mapping[Place, float]) -> list[ScoredSentence]:
    """The likeliest sentence of the same passage that holds the kind of thing asked for, if it is worthwhile at all."""
    possible = itertools.takewhile(lambda s: own[_place(s)] >= POSSIBLE, ranked)
    beside_best = (s for s in possible if s.candidate is ranked[0].candidate and s.features["wanted"])
    return list(itertools.islice(beside_best, 1))


def softmax(ranked: Sequence[ScoredSentence]) -> list[float]:
    """Probability that each sentence holds the answer, given that one of them does."""
    highest = max(sentence.score for sentence in ranked)
    powers = [math.exp(sentence.score - highest) for sentence in ranked]
    total = sum(powers)
    return [power / total for power in powers]


def _sentence_before(sentence: ScoredSentence, ranked: Sequence[ScoredSentence]) -> ScoredSentence | None:
    same = (s for s in ranked if s.candidate is sentence.candidate and s.number == sentence.number - 1)
    return next(same, None)


def repeats(sentence: ScoredSentence, chosen: Sequence[ScoredSentence]) -> bool:
    """Whether it says what one of ``chosen`` says already."""
    vector = sentence.stored.sentence_vectors[sentence.number]
    return any(float(vector @ other.stored.sentence_vectors[other.number]) > 0.97 for other in chosen)


def _start(sentence: ScoredSentence) -> int:
    return sentence.stored.passage.sentences[sentence.number].start
