"""How much an answer must take in, by the wording alone, where no survey could be made and one place must do."""

import re

from assistant.questions.helping_verbs import AUXILIARY
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.question import Question, Wanted
from assistant.questions.requests import SUPERLATIVE, read_request
from assistant.questions.survey_request import SurveyKind
from assistant.questions.topics import SUM_UP, plainly

# Things set beside each other, though by no word that takes the question apart.
_BESIDE = re.compile(
    r"\b(?:compar(?:e[sd]?|ing|isons?)|differ(?:s|ed|ences?)?|contrast\w*|versus|vs|change[sd]?\b.*\bbetween)\b",
    re.IGNORECASE,
)
# "What prize", "by which road": one thing of a kind. "What did …", "what about …", "what happened" ask for an account.
_OF_A_KIND = re.compile(
    rf"\b(?:what|which)(?![’']s\b) (?!{AUXILIARY}\b|about\b|else\b|happen|exactly\b|do\b|went\b|goes\b)[a-z]",
    re.IGNORECASE,
)
# "The latest session" says only which one is asked about.
_OF_ONE = re.compile(rf"{SUPERLATIVE.pattern} (?:[\w’'-]+ )?{TRANSCRIPT}\b", re.IGNORECASE)
_SUM_UP = re.compile(rf"{SUM_UP} ", re.IGNORECASE)


def asks_for_all(text: str) -> bool:
    """Whether an answer takes all that there is of a thing: a list of it, or the largest or oldest of it."""
    request, superlative = read_request(text), SUPERLATIVE.search(text)
    listed = request is not None and request.kind is not SurveyKind.COUNT
    return listed or bool(superlative and superlative["word"].lower() != "most")


def asks_for_several(text: str) -> bool:
    """Whether an answer takes more than one sentence: a list, things weighed against each other, or a summary."""
    request = read_request(text)
    listed = request is not None and request.kind is SurveyKind.LIST
    return listed or weighs_several(text) or bool(_SUM_UP.match(plainly(text)))


def weighs_several(text: str) -> bool:
    """Whether things are weighed against each other, which no one account tells: an extreme of all, or two beside."""
    request = read_request(text)
    extreme = request is not None and request.kind is SurveyKind.LARGEST and request.explicit
    return (extreme and not _OF_ONE.search(text)) or sets_side_by_side(text)


def sets_side_by_side(text: str) -> bool:
    """Whether things are compared, be they named in a form that takes the question apart or not."""
    return bool(_BESIDE.search(text))


def told_at_length(question: Question) -> bool:
    """Whether an account or a reason is asked for, which is told in one go, and no single value, person or thing."""
    return question.wanted in (Wanted.ANY, Wanted.REASON, Wanted.DECISION) and not _OF_A_KIND.search(question.text)
