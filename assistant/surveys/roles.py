"""Whether a question asks who holds an office: "Which ambassadors are mentioned?", "List the mayors whom Lee met"."""

import re

from assistant.corpus.number_words import ONES
from assistant.periods import TIME
from assistant.surveys.holders import is_office
from assistant.surveys.requests import NAMES, Request, SurveyKind, read_request, with_topic

_HEAD = re.compile(
    r"^(?:please |can you |could you )*"
    r"(?:which|what|(?P<call>(?:list|name|enumerate|give|show|tell)(?: me)?|who (?:are|were)))"
    r"(?: of)?(?: all| every)?(?: of)?(?: the| these| those)?"
    rf"(?: (?:different|various|several|other|local|foreign|\d+|{'|'.join(ONES[1:])})){{0,2}}"
    r" (?P<role>(?:[a-z-]+ )?[a-z]{3,}(?:s|men|women))(?![\w’'-])",
    re.IGNORECASE,
)
_BY_NAME = re.compile(
    rf",?(?: (?:that|who))?(?: (?:are|were|all|ever))* (?:{NAMES.pattern})(?: by name)?|,? by name\b|"
    r",? (?:past|former|old)(?: (?:and|or) (?:present|current|new))?\b",
    re.IGNORECASE,
)


def read_role(text: str) -> Request | None:
    """The office whose holders' names ``text`` asks for, and what else it says of them; None where it asks otherwise.

    What they did is told by the sentences themselves: only a call to list them may say more than their office, and
    nothing that is denied or dated.
    """
    text = " ".join(text.split())
    head = _HEAD.match(text)
    if not head or not is_office(head["role"]):
        return None
    rest = text[head.end() :]
    if not _BY_NAME.match(rest) and not head["call"]:
        return None
    request = with_topic(Request(SurveyKind.LIST, role=head["role"].lower()), _BY_NAME.sub(" ", rest))
    return None if request.absent or request.time or TIME.search(rest) else request


def asks_for_names(text: str) -> bool:
    """Whether names are asked for, of a kind or of who holds an office: a question that leans on nothing before it."""
    request = read_request(text)
    return bool(read_role(text) or (request and request.named))
