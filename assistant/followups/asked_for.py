"""What a question that asks for a thing is about: what is told, by its name or otherwise, or a thing that it names."""

import re

from assistant.followups.context import Context, unmarked
from assistant.followups.nouns import ORGANISATIONS, PLACES, can_act, has_topic, is_attribute
from assistant.followups.people import may_be_somebody
from assistant.language import stem, words
from assistant.questions.phrases import VERBAL_NOUN, Phrase, phrases_in

_LONGEST_NAME = 80
# The answer holds what was asked for; the question, what it was asked about.
_ASKS_FOR_THING = re.compile(
    r"(?:in |at |on |to |with )?(?:what (?:will|would|did|do|is|was|are|were|happened|has|have)|which)\b", re.IGNORECASE
)
_ASKS_OF = re.compile(
    r"\bwhat\b.*\b(?:cost|called|named|happened|happen|look like|mean|about|say|said|think|price)\b|"
    r"\bwhat (?:is|are|was|were) [^?]+ (?:for|like|of|made|used|known|worth)\W*$",
    re.IGNORECASE,
)


def asks_for_thing(question: str) -> bool:
    """Whether its answer is a thing that is talked of from then on."""
    return bool(_ASKS_FOR_THING.match(question)) and not _ASKS_OF.search(question)


# "What is the Otter?" – "A ferry."
_WHAT_IS = re.compile(r"\W*what(?: is| was|['’]s) (?P<what>.+)", re.IGNORECASE)


def name_asked_about(context: Context) -> Phrase | None:
    """The name of which a question asks what it is."""
    asked = _WHAT_IS.fullmatch(unmarked(context.question))
    whole = (p for p in context.asked() if asked and (p.start, p.end) == asked.span("what"))
    return next((p for p in whole if p.named and p.core != p.core.lower() and re.match(r"[A-Z]", p.bare)), None)


# "What is the fund for?", but "what is the largest mill?" and "what is the name of the mill?" ask for a thing.
_PREDICATE = re.compile(r"\W*what (?:is|was) $", re.IGNORECASE)
_WHICH = re.compile(r"\W*which\b", re.IGNORECASE)
_THEN = re.compile(r" (?:for|about|like|in|and|spent|made|used|paid)\b", re.IGNORECASE)
_DID = re.compile(r"\b(?:did|has|have|had)\b", re.IGNORECASE)
_BESIDE_WHAT_WAS_DONE = re.compile(r"\b(?:did|has|have|had|for|in|on|at|from|by|to) $", re.IGNORECASE)


def is_topic(phrase: Phrase, question: str) -> bool:
    """Whether a question that asks for a thing is about another all the same: "what did they do with the mill?"."""
    before, then = question[: phrase.start], question[phrase.end :]
    if _CALLED.search(before) or (_PREDICATE.match(before) and not _THEN.match(then)):
        return False
    if _WHICH.match(question) or (_DID.search(before) and _BESIDE_WHAT_WAS_DONE.search(before)):
        return False
    doing = re.fullmatch(r"[a-z]+ing", phrase.core) and not VERBAL_NOUN.match(phrase.core)
    return not (doing or can_act(phrase) or has_topic(phrase) or is_attribute(phrase))


# "Which firm built the mill?" – "Elm Timber. [1]"
_WHAT_OR_WHICH = re.compile(
    r"\W*(?:what|which)\b(?: (?!of\b)(?P<kind>[a-z][\w’'-]*)\b(?! (?:the|an?|our|their)\b))?", re.IGNORECASE
)
# "It" is the ship then, not its name.
_CALLED = re.compile(r"\b(?:called|named|name)\b", re.IGNORECASE)
# One word may have its capital because it stands first: "what does it need?" – "Repairs."
_OF_NAMES = frozenset(stem(noun) for noun in (*ORGANISATIONS, *PLACES, "ship", "boat", "ferry", "newspaper", "product"))
_CITATIONS = re.compile(r"(?:\s*\[\d+\])+\W*$")


def name_told(context: Context) -> Phrase | None:
    """The thing by whose bare name a question with "what" or "which" was answered."""
    asked = _WHAT_OR_WHICH.match(context.question)
    answer = _CITATIONS.sub("", context.answer) if len(context.answer) <= _LONGEST_NAME else ""
    told = phrases_in(f"– {answer}") if asked and not _CALLED.search(context.question) else []
    if not asked or len(told) != 1 or not told[0].named or re.search(r"\w", answer.replace(told[0].text, "", 1)):
        return None
    kind = phrases_in(f"the {asked['kind']}") if asked["kind"] else []
    if told[0].core == told[0].core.lower():  # "the repair of Kent Hall"
        return None
    if len(words(told[0].text)) == 1 and not any(one.head in _OF_NAMES for one in kind):
        return None
    return None if (may_be_somebody(kind[0]) if kind else told[0].person) else told[0]
