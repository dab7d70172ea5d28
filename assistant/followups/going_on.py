"""A line that goes on from a question over all transcripts: "and the smallest?", "and lighthouses?", "and in Kent?"."""

import re

from assistant.followups.context import unmarked
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.periods import WHEN
from assistant.questions.requests import SUPERLATIVE, read_request
from assistant.questions.roles import read_role
from assistant.questions.survey_request import Request, SurveyKind
from assistant.questions.topics import spoken_of

_OTHER_END = re.compile(rf"(?:the )?{SUPERLATIVE.pattern}(?: one| of (?:all|them))?", re.IGNORECASE)
# What names no other thing to ask about.
_NOTHING_NEW = re.compile(
    r"(?:the )?(?:others?|rest|both|all|else|same|remaining\b.*)|"
    r".*\b(?:it|that|this|them|these|those|him|her|there|then)",
    re.IGNORECASE,
)
_PLACED = re.compile(r"(?:in|at|for|from|with|during|by|among)\s+\S", re.IGNORECASE)
_DATED = re.compile(rf"(?:in|during|from|of) (?:the )?(?P<when>{WHEN})", re.IGNORECASE)
_EVERYWHERE = re.compile(
    rf"(?:in|at|across|during|throughout|over|for|by|of) (?:each|every|all|both)(?: of)?(?: the| these| those)?"
    rf"(?: \w+)? {TRANSCRIPT}",
    re.IGNORECASE,
)
# "Which meeting names the largest sum": what is asked for begins with its article.
_LARGEST = re.compile(rf"\b(?:the )?{SUPERLATIVE.pattern}.*$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:the|an?|any) $", re.IGNORECASE)


def asked_on(new: str, question: str) -> str | None:
    """The question over all transcripts with what ``new`` says in the place of what it asked; None for other ones.

    Args:
        new: what is left of the line without "and" or "what about": no clause.
        question: the question before, standing alone.
    """
    new, question = unmarked(new), unmarked(question)
    if _NOTHING_NEW.fullmatch(new):
        return None
    request, superlative = read_role(question) or read_request(question), SUPERLATIVE.search(new)
    if request is None:
        topics = [] if _PLACED.match(new) or superlative else spoken_of(question)
        return _in_place_of(topics[0], new, question) if len(topics) == 1 else None
    if superlative:
        old = SUPERLATIVE.search(question) if _OTHER_END.fullmatch(new) else None
        return f"{question[: old.start('word')]}{superlative['word']}{question[old.end('word') :]}?" if old else None
    if _PLACED.match(new):
        return _placed(new, question, request)
    asked = request.role or (request.topic if request.explicit and not request.named else "")
    return None if request.kind is SurveyKind.LARGEST else _in_place_of(asked, new, question)


def _in_place_of(asked: str, new: str, question: str) -> str | None:
    at = question.lower().rfind(asked.lower()) if asked else -1
    return f"{_ARTICLE.sub('', question[:at])}{new}{question[at + len(asked) :]}?" if at >= 0 else None


def _placed(new: str, question: str, request: Request) -> str | None:
    """The same asked of one place, meeting or time: "in each meeting" gives way to it."""
    dated = _DATED.fullmatch(new)
    where = f"in the transcripts of {dated['when']}" if dated else new
    everywhere, largest = _EVERYWHERE.search(question), _LARGEST.search(question)
    if everywhere:
        return f"{question[: everywhere.start()]}{where}{question[everywhere.end() :]}?"
    if not request.explicit or request.named or request.role:
        return None
    if request.kind is SurveyKind.LARGEST and largest:
        return f"What is {largest.group()} {where}?"
    return f"What is said about {request.topic} {where}?" if request.topic else None
