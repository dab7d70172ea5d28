"""Replies to what a transcript itself asks in nearly the user's words.

"How many divers did you have in your crew? – There were five of us." answers "How many divers did Ann Lee have in her
crew?" where she replies, though neither her name nor a diver stands in the reply.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.corpus.sentences import is_question
from assistant.language import content_stems, stem, stem_set, words
from assistant.questions.question import Question
from assistant.questions.sayings import ADDRESS
from assistant.retrieval.replies import unlabelled

# So many sentences of somebody may reply: "There were five. Four after March."
REPLYING = 2
# Of fewer words a question is asked of many things: "Who pays?"
LEAST = 2
# What follows this says what it was for, "to man two boats", and not of which it is asked, "in that harbour".
WHAT_FOR = "to"
_ASKING = re.compile(r"\b(?:how \w+|wh(?:en|ere|o|om|ose|ich|y|at))\b", re.IGNORECASE)
_OF_THE_OTHER = frozenset("you your yours yourself yourselves".split())
# One such word turns a question into another.
_TURNING = frozenset(
    """before after since until without not never no more less fewer than will would only first last now still
    can could should may might if""".split()
)


def replying_to_the_same(question: Question, texts: Sequence[str], speakers: Sequence[str | None]) -> Iterator[range]:
    """The numbers of the sentences with which somebody replies to another who asks what ``question`` asks.

    Each word of the user's stands in what is asked there, or else in the sentence before, or is a name of the one who
    replies and is asked as "you"; and no other word narrows what is asked there further.

    Args:
        speakers: who says each of ``texts``; where nobody is known to, nobody is known to reply.
    """
    for number, text in enumerate(texts[:-1]):
        replier = speakers[number + 1]
        if not replier or replier == speakers[number] or not is_question(text) or is_question(texts[number + 1]):
            continue
        before = texts[number - 1] if number and speakers[number - 1] == speakers[number] else ""
        if _is_the_same(question, unlabelled(text), unlabelled(before), replier):
            ends = range(number + 2, min(len(texts), number + 1 + REPLYING))
            end = next((n for n in ends if speakers[n] != replier or is_question(texts[n])), ends.stop)
            yield range(number + 1, end)


def _is_the_same(question: Question, asked: str, before: str, replier: str) -> bool:
    own = _ASKING.search(question.text)
    opening = own and re.search(rf"\b{own.group()}\b", asked, re.IGNORECASE)
    if not own or not opening:
        return False
    terms = frozenset(question.terms) - question.general - ADDRESS
    tail = words(asked[opening.end() :])
    length = max((place for place, word in enumerate(tail, 1) if stem(word) in terms), default=0)
    narrowed = _telling(tail[:length]) - terms or (_telling(tail[length:]) and tail[length] != WHAT_FOR)
    turned = _TURNING.intersection(tail[:length]) != _TURNING.intersection(words(question.text))
    if len(terms) < LEAST or narrowed or turned:
        return False
    missing, elsewhere = terms - _telling(tail), stem_set(before)
    if _OF_THE_OTHER.intersection(tail):
        missing, elsewhere = missing - stem_set(replier), elsewhere - question.names
    return missing <= elsewhere


def _telling(asked: Sequence[str]) -> frozenset[str]:
    return frozenset(content_stems(" ".join(asked))) - ADDRESS
