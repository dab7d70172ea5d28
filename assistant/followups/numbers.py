"""A thing that goes by a number: "and 341?" after a question about permit 343 asks about permit 341."""

import re

from assistant.language import stem
from assistant.questions.numbered import things_numbered
from assistant.questions.phrases import phrases_in

_ANOTHER = re.compile(
    r"(?:(?P<led>for|of|about|in|on|at|with|to|by|from|under) )?(?:the )?(?:(?!number |nr )(?P<thing>[^\W\d_]{3,}) )?"
    r"(?:number |no\.? |nr\.? |№ ?|#)?(?P<number>\d{1,6})",
    re.IGNORECASE,
)
_OF_ANY = re.compile(r"for|of|about", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def of_another_number(new: str, question: str) -> str:
    """The question about the thing of another number, or another thing that has one; "" for other questions and lines.

    Args:
        new: what is left of the line without "and" or "what about".
        question: the question before, standing alone, without its mark.
    """
    told = _ANOTHER.fullmatch(new)
    nouns = [phrase for phrase in phrases_in(question) if told and not phrase.plural]
    had = [m for m in things_numbered(question) if any(p.start <= m.start("thing") < p.end for p in nouns)]
    if not told or not had:
        return ""
    if told["thing"]:
        same = [match for match in had if stem(match["thing"].lower()) == stem(told["thing"].lower())]
        had = same or (had if len(had) == 1 and phrases_in(f"the {told['thing']}") else [])
    if not had or _is_led_otherwise(told, question[: had[0].start()]) or _is_a_year(told, had[0]):
        return ""
    start, end = had[0].span("number")
    if told["thing"] and stem(told["thing"].lower()) != stem(had[0]["thing"].lower()):
        return f"{question[: had[0].start('thing')]}{new[told.start('thing') :]}{question[end:]}?"
    return f"{question[:start]}{told['number']}{question[end:]}?"


def _is_led_otherwise(told: re.Match[str], before: str) -> bool:
    """Whether the line says where or by what, and the question does not say that with a thing of a number."""
    led = told["led"] or ""
    return bool(led) and not _OF_ANY.fullmatch(led) and not re.search(rf"\b{led} (?:the )?$", before, re.IGNORECASE)


def _is_a_year(told: re.Match[str], had: re.Match[str]) -> bool:
    """Whether the line may name a year, and no thing of the question: another of its numbers is a year."""
    if told["thing"] or not _YEAR.fullmatch(told["number"]) or _YEAR.fullmatch(had["number"]):
        return False
    return bool(_YEAR.search(had.string))
