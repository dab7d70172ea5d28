"""Where the things that a question joins stand in it: the noun phrases left and right of an "and", "or" or "than".

Spans are pairs of offsets in the question. No parser: a phrase ends at a mark, a preposition, an auxiliary or a verb.
"""

import re

from assistant.language import words
from assistant.questions.framing import is_frame
from assistant.surveys.wording import LEADING_PREPOSITIONS

_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_LEFT_STOP = frozenset(
    """of in on at to for from with by between about than that which who is are was were be do does did has have had
    will would can could should both either compare when if as how what""".split()
)
DETERMINERS = frozenset("the a an its his her their our this that these those".split())
_RIGHT_STOP = frozenset(
    """is are was were be been do does did has have had will would can could should each both respectively when while
    go going""".split()
)
# What follows a name and tells what both did ("X and Y differ in", "X and the mayor of Y talked about").
_VERB_OF_BOTH = re.compile(
    r"(?:differ|agree|disagree|talk|propose|promise|suggest|mention|discuss|explain|describe)(?:e?d)?|speak|spoke|say|"
    r"said|think|thought|want(?:ed)?|ask(?:ed)?|met|pay|buy|sell|build|spend|earn|make|get|need|give|cost"
)
# A verb that closes the question is no part of the last name ("of X and of Y cost").
_CLOSING_VERB = re.compile(
    r"(?:\w{3,}ing|cost|make|earn|pay|buy|sell|employ|take|give|study|want|ask|come|say|get|need)"
    r"(?: (?:more|less|most|least))?(?: (?:at|for|in|to|from|on|with|by)\b[^,]*)?\s*[?.]?$"
)
# "the mayor of X and the owner of Y": the sides are the people, not the places.
_ARTICLE = r"\b(?:the|an?)"
OPENS_WITH_ARTICLE = re.compile(rf"{_ARTICLE} ", re.IGNORECASE)
_OF_PREPOSITION = r"(?:of|in|at|on|for|from|to|with)"
_WITH_ARTICLE = re.compile(rf"{_ARTICLE} [\w’' -]+? {_OF_PREPOSITION} .+", re.IGNORECASE)


def parallel_sides(text: str, join: re.Match[str]) -> list[tuple[int, int]]:
    """Two sides that open with one preposition ("with X in 2018 and with Y in 2019"), each to its end."""
    opening = re.match(r"\w+", text[join.end() :])
    if not opening or opening.group().lower() not in LEADING_PREPOSITIONS:
        return []
    before = list(re.finditer(rf"\b{opening.group()} ", text[: join.start()], re.IGNORECASE))
    if not before or re.search(r"[,;:]", text[before[-1].end() : join.start()]):
        return []
    right = right_of(text, join.end(), past_prepositions=True)
    # "in X in 2018 and in Y in 2019": the left side opens as many prepositions earlier as the right one holds.
    again = len(re.findall(rf"\b{opening.group()} ", text[join.end() : right], re.IGNORECASE)) - 1
    before = before[: len(before) - again] if again < len(before) else before
    whole = opening.group().lower() == "according"  # of which "to" would be left over
    return [(before[-1].start() if whole else before[-1].end(), join.start()), (join.end(), right)]


def with_same_head(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with the left one from where it opens as the right one does ("trade with X and trade with Y")."""
    (a, b), (c, d) = spans
    head = re.match(rf"(?:[\w’'-]+ ){{1,4}}?{_OF_PREPOSITION} (?:the )?", text[c:d], re.IGNORECASE)
    again = head and text[:a].lower().endswith(head.group().lower())
    return [(a - len(head.group()), b), (c, d)] if head and again else spans


def with_articles(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with the left one from its article on, where the right one has an article and a preposition too."""
    (a, b), (c, d) = spans
    right = _WITH_ARTICLE.fullmatch(text[c:d].strip())
    left = (a, b) if OPENS_WITH_ARTICLE.match(text, a) else from_article(text, (a, b))
    verb = next((m for m in _WORD.finditer(text, c, d) if m.start() > c and _VERB_OF_BOTH.fullmatch(m.group())), None)
    end = c + len(text[c : verb.start()].rstrip()) if verb else d
    return [left, (c, end)] if right and left else []


def from_article(text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """The span from the article on whose noun it follows with a preposition ("the mayor of" before "X")."""
    found = re.search(
        rf"{_ARTICLE} (?:(?!{_ARTICLE} )[\w’'-]+ ){{1,4}}{_OF_PREPOSITION} $", text[: span[0]], re.IGNORECASE
    )
    return (found.start(), span[1]) if found else None


def left_of(text: str, end: int) -> tuple[int, int]:
    """The span of the noun phrase that ends before a joining word.

    After a question's comma or colon it is all that follows the mark ("which costs more, the lining of X or …").
    """
    mark = max(text.rfind(sign, 0, end) for sign in (",", ":", ";", ".", "?"))
    plain = text[mark : mark + 1] == "," and (words(text[mark + 1 : end]) or [""])[0] not in DETERMINERS
    listed = plain and re.match(r"\s+and\b", text[end:])  # "for pilots, tugs and berths"
    if mark >= 0 and end - mark < 90 and _question_like(text[:mark]) and not listed:
        return mark + 1 + len(text[mark + 1 : end]) - len(text[mark + 1 : end].lstrip()), end
    start = end
    for match in reversed(list(_WORD.finditer(text, mark + 1, end))):
        word = match.group().lower()
        if word in _LEFT_STOP or (match.start() == 0 and is_frame(word)):
            break
        start = match.start()
        if word in DETERMINERS:
            break
    return start, end


def _question_like(text: str) -> bool:
    return bool(re.search(r"\b(?:which|who|what|how|where|when)\b", text, re.IGNORECASE)) and "," not in text


def right_of(text: str, start: int, *, past_prepositions: bool = False) -> int:
    """Where the noun phrase after a joining word ends: at a verb or a mark, or at a preposition after its name."""
    named, end = False, start
    for match in _WORD.finditer(text, start):
        word = match.group().lower()
        if re.search(r"[,;:?!]|\.\s", text[end : match.start()]) or (word in _RIGHT_STOP and end > start):
            break
        if named and (
            (word in LEADING_PREPOSITIONS and not past_prepositions) or _CLOSING_VERB.match(text, match.start())
        ):
            break
        if named and _VERB_OF_BOTH.fullmatch(match.group()):
            break
        named = named or holds_name(match.group())
        end = match.end()
    return end


def holds_name(text: str) -> bool:
    """Whether a word of ``text`` has a capital, or is in a script without them."""
    return bool(re.search(r"\b[^\W\d_a-zà-öø-ÿа-я]", text))
