"""An answer without a language model: the one to four verbatim sentences that answer, in reading order."""

import re
from collections.abc import Sequence

from assistant.evidence import ScoredSentence
from assistant.question import Question, Wanted

MAX_SENTENCES = 4
MAX_WORDS = 60
# A further sentence joins when its score is within this of the best: .35 kept single-fact answers to one sentence.
CLOSE = 0.35
_LEANS_BACK = re.compile(
    r"[\"“]?(?:it|its|this|these|those|that|they|their|such|both|the (?:former|latter|figure|same))\b", re.IGNORECASE
)


def choose_sentences(question: Question, ranked: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """The sentences to show, in the order of the text, the best one's transcript first.

    A question for a figure, a date, a person or a place gets the best sentence, others as many as stand close
    behind it. A sentence that leans on the one before ("It is …") brings that one along.
    """
    best = ranked[0]
    chosen = [best]
    opener = _sentence_before(best, ranked)
    if opener and _LEANS_BACK.match(best.text):
        chosen.append(opener)
    for sentence in ranked[1:] if question.wanted in (Wanted.ANY, Wanted.REASON) else ():
        if len(chosen) == MAX_SENTENCES or sentence.score < best.score - CLOSE:
            break
        if sentence not in chosen and _words([*chosen, sentence]) <= MAX_WORDS and not _repeats(sentence, chosen):
            chosen.append(sentence)
    return sorted(chosen, key=lambda s: (_source(s) != _source(best), _source(s), _start(s)))


def _sentence_before(sentence: ScoredSentence, ranked: Sequence[ScoredSentence]) -> ScoredSentence | None:
    same = (s for s in ranked if s.candidate is sentence.candidate and s.number == sentence.number - 1)
    return next(same, None)


def _repeats(sentence: ScoredSentence, chosen: Sequence[ScoredSentence]) -> bool:
    vector = sentence.candidate.stored.sentence_vectors[sentence.number]
    return any(float(vector @ other.candidate.stored.sentence_vectors[other.number]) > 0.95 for other in chosen)


def _words(sentences: Sequence[ScoredSentence]) -> int:
    return sum(len(sentence.text.split()) for sentence in sentences)


def _source(sentence: ScoredSentence) -> str:
    return sentence.candidate.stored.passage.source


def _start(sentence: ScoredSentence) -> int:
    return sentence.candidate.stored.passage.sentences[sentence.number].start
