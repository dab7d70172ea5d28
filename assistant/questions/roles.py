"""Whether a question asks for names by what they go by: "Which ambassadors are mentioned?", "List the ships named"."""

import re

from assistant.corpus.numerals import ONES
from assistant.corpus.offices import OFFICES
from assistant.questions.periods import TIME
from assistant.questions.plurals import singular
from assistant.questions.requests import NAMES, ONLY_HEAD, read_request, with_topic
from assistant.questions.survey_request import Request, SurveyKind

_HEAD = re.compile(
    r"^(?:please |can you |could you )*"
    r"(?:which|what|(?P<call>(?:list|name|enumerate|give|show|tell)(?: me)?|who (?:are|were)))"
    r"(?: of)?(?: all| every)?(?: of)?(?: the| these| those)?"
    rf"(?: (?:different|various|several|other|local|foreign|\d+|{'|'.join(ONES[1:])})){{0,2}}"
    r" (?P<role>(?:[a-z-]+ )?[a-z]{3,}(?:s|men|women))(?![\w’'-])",
    re.IGNORECASE,
)
_BY_NAME = re.compile(
    rf",?(?: (?:that|who))?(?: (?:are|were|all|ever))* (?:{NAMES.pattern})(?P<named> by name)?|,? by name\b|"
    r",? (?:past|former|old)(?: (?:and|or) (?:present|current|new))?\b",
    re.IGNORECASE,
)

# What mostly goes by a name, so that its names are meant though they are not asked for as such.
_GOES_BY_NAME = frozenset(
    """bank university academy institute college school hospital museum theatre theater library church cathedral mosque
    temple monastery orchestra choir band team club party newspaper magazine journal ministry agency airline airport
    railway hotel restaurant street bridge river lake island mountain park ship boat vessel ferry film song book novel
    prize award festival foundation union association""".split()
)


def is_office(plural: str) -> bool:
    """Whether a plural is what people in office are called: "deputy chairs"."""
    return singular(plural.lower().split()[-1]) in OFFICES


def goes_by_name(plural: str) -> bool:
    """Whether things so called mostly have names: "ships", but not "projects"."""
    return singular(plural.lower().split()[-1]) in _GOES_BY_NAME


def read_role(text: str) -> Request | None:
    """The office or kind of things whose names ``text`` asks for, and what else it says; None where it asks otherwise.

    What they did is told by the sentences themselves: only a call to list those in an office may say more than that,
    and nothing that is denied or dated. Things are asked for by name, or are such as mostly have one.
    """
    text = " ".join(text.split())
    head = _HEAD.match(text)
    if not head:
        return None
    rest = text[head.end() :]
    by_name = _BY_NAME.match(rest)
    if is_office(head["role"]):
        if not by_name and not head["call"]:
            return None
    elif not (by_name and ONLY_HEAD.match(rest[by_name.end() :]) and (by_name["named"] or goes_by_name(head["role"]))):
        return None
    request = with_topic(Request(SurveyKind.LIST, role=head["role"].lower()), _BY_NAME.sub(" ", rest))
    return None if request.absent or request.time or TIME.search(rest) else request


def asks_for_names(text: str) -> bool:
    """Whether names are asked for, of a kind or of who holds an office: a question that leans on nothing before it."""
    request = read_request(text)
    return bool(read_role(text) or (request and request.named))
