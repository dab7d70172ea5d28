"""Who holds an office, by the name that stands beside it: "Mayor Lee", "Ann Lee, the mayor", "the mayor, Ann Lee"."""

import re

# "Bo", not "On" (Monday).
_SURNAME = r"(?!(?:An|As|At|By|Dr|He|If|In|Is|It|Mr|Ms|My|No|Of|On|Or|So|To|Up|We)\b)[A-Z][a-z’'-]\w*"
_FULL_NAME = rf"{_SURNAME}(?: {_SURNAME})+"
# "The deputy mayor" and "the former mayor" are not the mayor.
_OF_ANOTHER = re.compile(
    r"\b(?:former|ex|late|past|previous|retired|future|deputy|vice|assistant|associate|junior|shadow|sales|finance|"
    r"financial|marketing|technical|personnel|art|artistic|music|musical)[ -]$",
    re.IGNORECASE,
)
_LONGEST_WORD = 20


def named_beside(office: str, text: str) -> str:
    """The person whom ``text`` names by that office; "" where none is."""
    held = re.compile(
        rf"(?P<after>\b(?i:{office}))(?: of (?:the )?[\w’' -]{{1,30}}?)?,? (?P<name>{_FULL_NAME}|(?<= ){_SURNAME})|"
        rf"(?P<before>{_FULL_NAME}),? "
        rf"(?:(?:is|was|the|an?|our|its|their|new|acting|first|as) )*(?:\w+ )?(?P<office>{office})\b(?! [A-Z])"
    )
    for match in held.finditer(text):
        if not is_of_another(text, match.start("after" if match["after"] else "office")):
            return match["name"] or match["before"]
    return ""


def is_of_another(text: str, start: int) -> bool:
    """Whether the office at ``start`` is another by the word before it: "former", "deputy", "sales"."""
    return bool(_OF_ANOTHER.search(text[max(0, start - _LONGEST_WORD) : start]))
