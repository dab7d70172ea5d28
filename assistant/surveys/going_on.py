"""A line that goes on from a question over all transcripts: "and the smallest?", "and elevators?", "and in Kent?"."""

import re

from assistant.meeting_words import TRANSCRIPT
from assistant.surveys.requests import SUPERLATIVE, Request, SurveyKind, read_request, read_role

_PLACED = re.compile(r"(?:in|at|for|from|with|during|by|among)\s+\S", re.IGNORECASE)
_EVERYWHERE = re.compile(
    rf"(?:in|at|across|during|throughout|over|for|by|of) (?:each|every|all|both)(?: of)?(?: the| these| those)?"
    rf"(?: \w+)? {TRANSCRIPT}",
    re.IGNORECASE,
)
# "Which meeting names the largest sum": what is asked for begins with its article.
_LARGEST = re.compile(rf"\b(?:the )?{SUPERLATIVE.pattern}.*$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:the|an?|any) ", re.IGNORECASE)


def asked_on(new: str, question: str) -> str | None:
    """The question over all transcripts with what ``new`` says in the place of what it asked; None for other ones.

    Args:
        new: what is left of the line without "and" or "what about": no clause.
        question: the question before, standing alone.
    """
    new, question = new.rstrip("?!. "), question.rstrip("?!. ")
    request = read_role(question) or read_request(question)
    if request is None:
        return None
    superlative, old = SUPERLATIVE.search(new), SUPERLATIVE.search(question)
    if superlative and old:
        return f"{question[: old.start('word')]}{superlative['word']}{question[old.end('word') :]}?"
    if _PLACED.match(new):
        return _placed(new, question, request)
    asked = request.role or (request.topic if request.explicit and not request.named else "")
    at = question.lower().rfind(asked.lower()) if asked else -1
    if at < 0 or request.kind is SurveyKind.LARGEST:
        return None
    before = re.sub(rf"{_ARTICLE.pattern}$", "", question[:at], flags=re.IGNORECASE)
    return f"{before}{new}{question[at + len(asked) :]}?"


def _placed(new: str, question: str, request: Request) -> str | None:
    """The same asked of one place or meeting: "in each meeting" gives way to it."""
    everywhere, largest = _EVERYWHERE.search(question), _LARGEST.search(question)
    if everywhere:
        return f"{question[: everywhere.start()]}{new}{question[everywhere.end() :]}?"
    if not request.explicit or request.named or request.role:
        return None
    if request.kind is SurveyKind.LARGEST and largest:
        return f"What is {largest.group()} {new}?"
    return f"What is said about {request.topic} {new}?" if request.topic else None
