"""What a sentence announces: "It was agreed that:", "There are two reasons.", "The main point is the price."

Which of the sentences after it tell what it only says is to come.
"""

import re
from collections.abc import Sequence

from assistant.corpus.labels import label_of
from assistant.corpus.numerals import ONES
from assistant.corpus.sentences import is_question
from assistant.retrieval.replies import unlabelled

# So many sentences are read after one that announces a list, and so many stand between two points of it.
REACH, BETWEEN = 16, 1
_SEVERAL = {word: number for number, word in enumerate(ONES[1:10], 2)}
_UNCOUNTED = {"a couple of": 2, "a few": 3, "several": 3, "the following": 3}
_THING = (
    "thing|point|reason|question|number|figure|problem|issue|topic|matter|item|measure|step|change|argument|decision|"
    "lesson|rule|condition|task|idea|answer|option|goal|aim|demand|proposal|request|result|finding|factor|cause|risk"
)
_COUNTED = re.compile(
    rf"\b(?P<many>{'|'.join((*_SEVERAL, *_UNCOUNTED))}|[2-9]) (?:[\w-]+ ){{0,2}}?(?:{_THING})s"
    r"(?: (?!(?:was|were|is|are|had|has|have|will|would|can|could)\b)[\w’'-]+){0,4}[.:]?$",
    re.IGNORECASE,
)
_ONE_OF_THEM = re.compile(
    r"^(?:(?:and|so|well|now|but|ok|okay),? )*(?:the|my|our) (?:very )?"
    rf"(?:first|second|third|next|last|main|other|biggest) "
    rf"(?:[\w-]+ )?(?:{_THING})\b[^.;:,]{{0,50}} (?:is|was|are|were|concerns?)"
    r" (?:(?:the|an?|our|my|their|about) )(?:[\w’'-]+ ){0,3}[\w’'-]+\.$",
    re.IGNORECASE,
)
# What only says that something is to be told: "Here's what happened.", "I have read the letter of Ms Lee."
_TO_BE_TOLD = re.compile(
    r"^(?:(?:and|so|well|now|but|ok|okay|right|yes|no),? )*(?:"
    r"(?:here|this)(?:['’]s| is) (?:what|how|why|where) (?!i\b)(?:[\w’'-]+ ){0,3}[\w’'-]+|"
    r"(?:let me|i(?:['’]ll| will| want to| would like to|['’]d like to|['’]m going to)) (?:just |briefly |also )?"
    r"(?:(?:say|explain|tell (?:you|it)|show you) (?:you )?(?:what|how|why|where|who)|"
    r"(?:speak|talk|say something|say a word) (?:about|to|on)|tell you about|give you) (?:[\w’'-]+ ){0,4}[\w’'-]+|"
    r"(?:i|we)(?:['’]ve| have|['’]d| had)? (?:read|seen|heard|looked at) (?:the|his|her|their|your|its) "
    r"(?:statement|report|letter|paper|evidence|file|note|record|minute|transcript|recording|account|answer|document)s?\b"
    r"(?: (?:of|by|from) (?:[\w.’'-]+ ){0,3}[\w’'-]+)?"
    r")[.:]$",
    re.IGNORECASE,
)
_MARK = r"(?:[-•*–—]|\(?(?P<number>\d{1,2}|[a-z])[.)])"
_POINT = re.compile(rf"^{_MARK}\s+\S", re.IGNORECASE)
_MARK_ALONE = re.compile(rf"^{_MARK}$", re.IGNORECASE)


def announced(text: str, following: Sequence[str]) -> list[int]:
    """Which of the sentences after ``text``, by their place among these, tell what it announces; none for most.

    Args:
        following: the next sentences of the transcript, in order; ``REACH`` of them are read.
    """
    count = _announces(text)
    if not count:
        return []
    if points := _points(following):
        return points
    told = list[int]()
    for place, sentence in enumerate(following[:count]):
        if label_of(sentence) or is_question(sentence) or _is_heading(sentence):
            break
        told.append(place)
    return told


def _announces(text: str) -> int:
    """How many things a sentence says are to come; 0 for one that is complete."""
    plain = text.strip().strip("*_ ")
    if is_question(plain):
        return 0
    if counted := _COUNTED.search(plain):
        many = counted["many"].lower()
        return _SEVERAL.get(many) or _UNCOUNTED.get(many) or int(many)
    if plain.endswith(":"):
        return 1
    said = unlabelled(plain)
    return 1 if _ONE_OF_THEM.search(said) or _TO_BE_TOLD.search(said) else 0


def _points(following: Sequence[str]) -> list[int]:
    """The points of a list that the sentences open with, by their place."""
    points, numbers, between, marked = list[int](), list[str](), 0, False
    for place, sentence in enumerate(map(str.strip, following[:REACH])):
        alone, point = _MARK_ALONE.match(sentence), _POINT.match(sentence)
        mark = alone or point
        if not (mark or marked):
            between += 1
            if not points or between > BETWEEN:
                break
            continue
        if mark and mark["number"]:
            if numbers and not _follows(mark["number"], numbers[-1]):
                break
            numbers.append(mark["number"])
        if not alone:
            points.append(place)
            between = 0
        marked = bool(alone)
    return points


def _follows(number: str, before: str) -> bool:
    """Whether a point is the next after another: 2 after 1, b after a."""
    if number.isdigit() and before.isdigit():
        return int(number) == int(before) + 1
    return not number.isdigit() and not before.isdigit() and ord(number.lower()) == ord(before.lower()) + 1


def _is_heading(sentence: str) -> bool:
    return sentence.lstrip().startswith("#") or not any(map(str.isalpha, sentence))
