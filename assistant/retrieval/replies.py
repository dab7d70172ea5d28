"""Bare replies: "Three.", "No.", "By boat, at noon." say what was asked about only by the question before them."""

import re
from collections.abc import Sequence

from assistant.corpus.sentences import is_question
from assistant.language import stem, words
from assistant.questions.helping_verbs import AUXILIARY
from assistant.questions.word_kinds import ALSO_NOUNS, PLAIN_VERBS, VERB_FORMS

# A sentence of more words is no bare reply, whatever it lacks.
MOST_WORDS = 7
# So many questions in a row may stand between a question and its reply: "Is it safe? – Out of five? – Three."
QUESTIONS = 2
_LABEL = re.compile(
    r"\s*(?:[-•*–—>_#]{1,3}\s*)?"
    r"(?:[QA]\.(?=\s)|[^\W\d_a-zà-ÿ][\w.'’-]*(?:[ \t]+[^\W_][\w.'’-]*){0,5}\s*(?:\([^)]*\)\s*)?"
    r"(?::\s*[*_]{0,2}(?=\s|$)|：))\s*"
)
_ASIDE = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_FINITE = re.compile(
    rf"\b(?:i|you|he|she|it|we|they|there|who|that[’']s|let|{AUXILIARY}|am|\w+n[’']t|cannot|\w+[’'](?:m|re|ll|ve|d)|"
    r"(?:what|here|it|he|she|who|there)[’']s|\w{2,}ed)\b|"
    r"^(?:please )?\w+ (?:me|us|him|them)\b(?<!\bof \w\w)(?<!\bto \w\w)(?<!\bfor \w\w)",
    re.IGNORECASE,
)
_VERBS = (PLAIN_VERBS - ALSO_NOUNS - frozenset("fly hit list sail set sign like used left".split())) | VERB_FORMS
_THIRD_PERSON = frozenset(map(stem, _VERBS))
_YES_OR_NO = frozenset(
    """yes yeah yep no nope ok okay right sure indeed exactly correct absolutely certainly quite possibly perhaps maybe
    never always well ah oh um uh er sir madam chair chairman chairwoman please thank thanks you is am was did does do
    has have had are were will would can could i we they he she it that this there me not of course so think""".split()
)


def unlabelled(text: str) -> str:
    """A sentence without the label of who says it, the mark of a question or an answer, and notes of sounds."""
    label = _LABEL.match(text)
    return _ASIDE.sub(" ", text[label.end() :] if label else text).strip()


def is_bare(text: str) -> bool:
    """Whether a sentence is a few words without anything done or being: "Three.", "By boat, at noon.", "No."."""
    told = unlabelled(text)
    found = words(told)
    if not 0 < len(found) <= MOST_WORDS or _FINITE.search(told):
        return False
    return not any(word in _VERBS or (word.endswith("s") and stem(word) in _THIRD_PERSON) for word in found)


def is_yes_or_no(text: str) -> bool:
    """Whether a sentence only says yes or no, in whatever words: "No, sir.", "It was.", "That's me."."""
    found = words(unlabelled(text))
    return bool(found) and _YES_OR_NO.issuperset(found)


def replied_to(texts: Sequence[str], number: int) -> int | None:
    """Which of the sentences before a bare reply it replies to; None where it is none, or none of them asks.

    Of questions in a row it is the last that is not bare itself. Where labels tell who speaks, somebody begins to
    between the two.
    """
    if is_question(texts[number]) or not (is_bare(texts[number]) or is_yes_or_no(texts[number])):
        return None
    asking = None
    for before in range(number - 1, max(-1, number - 1 - QUESTIONS), -1):
        if not is_question(texts[before]):
            break
        asking = before
        if not is_bare(texts[before]):
            break
    if asking is None or not any(map(_LABEL.match, texts)):
        return asking
    return asking if any(map(_LABEL.match, texts[asking + 1 : number + 1])) else None
