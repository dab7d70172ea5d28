"""A question about two or more things taken apart into one question for each.

No parser: the sides stand left and right of a joining word ("X or Y", "for X and for Y", "the cost of X with that of
Y") or have a clause each. Each sub-question is the whole without the other sides. Several readings may come back,
likeliest first; whether one holds is for the evidence to say.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from assistant.corpus.numerals import ORDINALS
from assistant.followups.standalone import standalone_question
from assistant.language import capitalised, content_stems, words
from assistant.questions.framing import is_frame
from assistant.questions.helping_verbs import AUXILIARY
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.surveys.spans import (
    DETERMINERS,
    OPENS_WITH_ARTICLE,
    from_article,
    holds_name,
    left_of,
    parallel_sides,
    right_of,
    with_articles,
    with_same_head,
)
from assistant.surveys.wording import GAP, LEADING_PREPOSITIONS, alone

MAX_SIDES = 8
_REQUEST = re.compile(
    r"(?:(?<=[.?!])\s*|,\s*)(?:please )?(?:and )?(?:give|state|show|name|quote)\b[^.?!]*[.?!]?\s*$"
    r"|(?<=[.?!])\s*(?:both|all)\b[^.?!]*[.?!]?\s*$",
    re.IGNORECASE,
)
# What two are asked to have done, each by himself: "what did X and Y each say".
_SAYING = (
    r"(?:said?|says?|think|thought|want|proposed?|promised?|asked?|give|gave|pay|paid|costs?|have|had|do|did|get|got|make|"
    r"made|tell|told|described?|explain|suggest|see|saw|feel|felt|report)\b"
)
_COMPARES = re.compile(
    r"\b(?:compar(?:e[sd]?|ing|isons?)|differ(?:s|ences?)?|versus|vs|contrast\w*|than|both)\b|"
    rf"\b(?:and|or) [^,:;?]{{2,80}}? each {_SAYING}",
    re.IGNORECASE,
)
# These compare where there is a choice: "the newer pier" and "more lamps and oil" set nothing against each other.
_COMPARATIVE = re.compile(
    r"\b(?:more|less|fewer|"
    r"(?:larg|bigg|great|high|fast|long|dear|small|low|slow|cheap|short|narrow|wid|earli|lat|old|young|new|strong|weak)er)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"\bor\b|\bbetween\b|^(?:which |who )?of\b|\b(?:which|who|whose)\b[^,:;]{0,200}[,:;](?! *(?:and|but)\b)|[:;]",
    re.IGNORECASE,
)
# What two do with each other is not asked of each.
_TOGETHER = re.compile(r"\b(?:each other|one another|speaking terms)\b", re.IGNORECASE)
_COURTESY = re.compile(r",?\s+please(?=\s*[?.!]*$)", re.IGNORECASE)
# What a line of a conversation is recalled with, see ``followups.standalone.thread_of``.
_RECALLED = re.compile(r"\s*(\([^()]*\))\s*\?\s*$")
_QUESTION_WORD = r"(?:who|whose|what|which|how|when|where|why)\b"
_CLAUSE = re.compile(
    r"(?:[,;:]\s*(?:and\s+|but\s+|or\s+)?|\s+(?:and|but|or)\s+|\?\s+(?:(?:and|but|or|also)\s+)?)"
    rf"(?=(?:(?:for|in|at|to|by|with|from|of|on) )?{_QUESTION_WORD})",
    re.IGNORECASE,
)
_FIRST_CLAUSE = re.compile(rf"(?:^|[.:;!]\s+)(?=(?:(?:for|in|at|by|from|on|to|with) )?{_QUESTION_WORD})", re.IGNORECASE)
_OPENING = re.compile(r"^(?:please )?(?:compare|contrast)\b", re.IGNORECASE)
_JOIN = re.compile(r"\s+(?:and|or|versus|vs\.?|than)\s+", re.IGNORECASE)
_WITH = re.compile(r"\s+(?:with|to|and|from|against)\s+", re.IGNORECASE)
# "and how large is it" asks on about the same thing.
_SIZES = frozenset("large big high great long old level reason sum amount word sport stake they".split())
# "Which lamp was dearer, the one for 2019 or …?": the noun that "the one" stands for.
_ONE_OF = re.compile(
    rf"^(?:which|what|whose) (?P<noun>(?!(?:one|two|three|more|of|{AUXILIARY})\b)[a-z]{{3,}}) "
    r"(?:is|are|was|were|has|have|had|did|does|do|costs?|will|would|took|takes)\b",
    re.IGNORECASE,
)
_THE_ONE = re.compile(
    r"(?:(?<=[,:] )|(?<=and )|(?<=or ))(the) ones?(?= (?:of|in|at|for|from|to|on|by|with|that|which)\b)", re.IGNORECASE
)
# Of two that are asked about, each is asked about alone.
_EACH = re.compile(rf" each(?= {_SAYING})")
# "Compare what X and Y think about the lamps": both think so.
_OF_BOTH = re.compile(
    r"^(?:please )?(?:compare|contrast) (?P<asks>what|how) (?P<one>(?:(?! and )[^:?,]){2,60}) and (?P<other>"
    rf"(?:the |an? )?[\w’'.-]+(?: [\w’'.-]+){{0,3}}?) (?P<tail>{_SAYING}[^?]*)[?.]*$",
    re.IGNORECASE,
)
_PAST = re.compile(r"(?:said|thought|gave|paid|had|did|got|made|told|saw|felt|\w+ed)\b", re.IGNORECASE)
# "Lamps: what do the X and the Y interviews say?"
_TOPIC_FIRST = re.compile(
    r"^(?P<topic>(?!question\b|first\b|then\b|next\b|please\b|ok)(?:(?! and | or )[^:?]){2,60}): "
    r"(?P<asked>what (?:do|did|does) (?!they\b|it\b|he\b|she\b|we\b|you\b)[^:?]+? (?:say|tell(?: us)?)(?: about it)?)"
    r"\s*\?*$",
    re.IGNORECASE,
)
# "that of Y" stands for the head of the first thing ("the revenue of X or that of Y").
_STANDS_FOR = re.compile(
    r"\b(?:and|or|than|with|to|from|against|versus)(?: with| to)? "
    r"(?P<pronoun>that|those)(?= (?:of|in|at|for|from|with|to)\b)",
    re.I,
)
# "The first and the second budget": the first has its noun from the second.
_WHICH_ONE = (
    rf"(?:{'|'.join(ORDINALS)}|1st|2nd|3rd|last|latest|final|previous|earlier|later|old|new|older|newer|former|current|"
    r"present|upper|lower|inner|outer|long|short|left|right|(?:north|south|east|west)(?:ern)?|red|blue|green|yellow|black|"
    r"white)"
)
_SHARED_NOUN = re.compile(
    rf"\bthe (?P<one>{_WHICH_ONE}) (?P<join>and|or|versus|vs\.?|with|to|than) (?:the )?(?P<other>{_WHICH_ONE}) "
    r"(?P<noun>(?!(?:is|are|was|were|do|does|did|has|have|had|compare|differ|more|less|in|on|at|of|for|with|to|and|or|\w+er)\b)"
    r"[a-z][\w’'-]*)",
    re.IGNORECASE,
)
_LEANS = re.compile(r"\b(?:he|him|his|she|her|hers|it|its|they|them|their)\b", re.IGNORECASE)
_UNCOUNTED = re.compile(rf"how many\s+(?:{AUXILIARY}|to|at|in|for|from|on|by)\b", re.IGNORECASE)
# After a comparison: the figures that it rests on are asked for too, and are given anyway.
_OF_EACH = re.compile(
    r",?\s+and\s+(?:what|how)\b[^,;?]*\b(?:each|their|they|both|either)\b[^,;?]*\?\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things asked about.

    Attributes:
        text: its own words.
        question: what is asked about it alone.
        clause: whether it is a question of its own, not a thing that shares its question with the others.
    """

    text: str
    question: str
    clause: bool = False


def read_sides(text: str) -> list[list[Side]]:
    """The ways to take ``text`` apart, likeliest first; none when it asks about one thing only."""
    recalled = _RECALLED.search(text) if text.count("(") == 1 else None
    if recalled:
        whole = _read(f"{text[: recalled.start()]}?")
        return [[replace(s, question=f"{s.question.rstrip(' ?.')} {recalled[1]}?") for s in sides] for sides in whole]
    return _read(text)


def _read(text: str) -> list[list[Side]]:
    if _TOGETHER.search(text):
        return []
    plain = _COURTESY.sub("", " ".join(text.replace(GAP, " ").split()))
    plain = _SHARED_NOUN.sub(r"the \g<one> \g<noun> \g<join> the \g<other> \g<noun>", _REQUEST.sub("", plain).strip())
    if both := _OF_BOTH.match(plain):
        return [[_asked_of(both, name) for name in ("one", "other")]]
    plain = _with_heads(_TOPIC_FIRST.sub(r"\g<asked> about \g<topic>?", plain))
    of_each = _OF_EACH.search(plain)
    if of_each and compares(plain[: of_each.start()]) and _JOIN.search(plain[: of_each.start()]):
        plain = f"{plain[: of_each.start()]}?"
    readings = [
        _joined(plain, match, parallel=parallel)
        for match in reversed(list(_JOIN.finditer(plain)))
        for parallel in (True, False)
    ]
    if not re.search(r"^(?:please )?(?:among|of) (?:all )?(?:the|these)\b", plain, re.IGNORECASE):
        readings.insert(0, _clauses(plain))
    if _OPENING.match(plain):
        readings += [_joined(plain, match) for match in _WITH.finditer(plain)]
    return [sides for sides in readings if 2 <= len(sides) <= MAX_SIDES]


def _asked_of(both: re.Match[str], name: str) -> Side:
    """What is asked of one of two who are said to think or say something."""
    helping = "" if _PAST.match(both["tail"]) else "does "
    return Side(both[name], f"{capitalised(both['asks'])} {helping}{both[name]} {both['tail'].rstrip(' .')}?")


def _with_heads(text: str) -> str:
    """The question with "that of", "those in" and "the one for" spelled out by the words they stand for."""
    if one := _ONE_OF.match(text):
        text = _THE_ONE.sub(rf"\1 {one['noun']}", text)
    pronoun = _STANDS_FOR.search(text)
    if not pronoun:
        return text
    before = re.split(r"[,:]\s*|^(?:compare|contrast)\s+", text[: pronoun.start()], flags=re.IGNORECASE)[-1]
    head = re.match(r"(?P<head>(?:[\w’'-]+ ){0,4}?[\w’'-]+) (?:of|in|at|for|from|with|to)\b", before)
    return text[: pronoun.start("pronoun")] + head["head"] + text[pronoun.end() :] if head else text


def sets_beside(text: str) -> bool:
    """Whether the wording compares things that it names itself: such a question leans on nothing before it."""
    return compares(text) and bool(read_sides(text))


@lru_cache(maxsize=64)
def compares(text: str) -> bool:
    """Whether the wording sets things against each other, rather than only beside each other."""
    return bool(_COMPARES.search(text) or (_COMPARATIVE.search(text) and _CHOICE.search(text)))


def _weighs(text: str) -> bool:
    return bool(_COMPARES.search(text) or _COMPARATIVE.search(text))


def _clauses(text: str) -> list[Side]:
    """A side for each clause that has a question word of its own; what precedes the first stands before each.

    Where the last is joined by a bare comma, it tells more of a thing ("the guard, who was ill") and asks nothing.
    """
    joins = list(_CLAUSE.finditer(text))
    if joins and joins[-1].group().strip() == ",":
        return []
    opening = _FIRST_CLAUSE.search(text)
    starts = sorted({match.end() for match in (opening, *joins) if match})
    after_colon = [start for start in starts if start > text.find(":") >= 0]
    starts = after_colon if len(after_colon) > 1 else starts
    if len(starts) < 2:
        return []
    context = text[: starts[0]].strip(" ,:;")
    clauses = [text[a:b].strip(" ,;") for a, b in pairwise([*starts, len(text)])]
    clauses = [re.sub(r"[,;]?\s*\b(?:and|or|but|also)$", "", clause, flags=re.IGNORECASE) for clause in clauses]
    if not all(_holds_word(clause) for clause in clauses):
        return []
    asked = [f"{context} {_completed(clause, clauses[0], resolve=not context)}".strip() for clause in clauses]
    return [Side(own.rstrip(" ?."), question, clause=True) for own, question in zip(clauses, asked, strict=True)]


def _completed(clause: str, first: str, *, resolve: bool) -> str:
    """A clause that leans on the first as a question that stands alone.

    With ``resolve`` a pronoun gives way to what it means there, as in a follow-up. A clause that leaves out what is
    counted ("and how many will Y get"), or says nothing of its own, gets the words of the first.
    """
    if clause == first:
        return clause
    if resolve and _LEANS.search(clause):
        asked = first.rstrip(" ?.")
        alone = standalone_question(f"{clause.rstrip(' ?.')}?", [(f"{capitalised(asked)}?", "")])
        if alone.lower().rstrip(" ?.") != clause.lower().rstrip(" ?."):
            return alone
    says_something = [term for term in content_stems(clause) if not is_frame(term)]
    return clause if says_something and not _UNCOUNTED.match(clause) else f"{clause} {first}"


def _joined(text: str, join: re.Match[str], *, parallel: bool = False) -> list[Side]:
    """The sides left and right of a joining word, and those before them in a list with commas.

    With ``parallel`` only where both have an article and what follows it ("the mayor of X and the owner of Y"). None of
    "before or after the war", which share what they are said of.
    """
    shares_object = words(text[: join.start()])[-1:] in (["before"], ["after"], ["with"], ["without"])
    if shares_object or (parallel and not OPENS_WITH_ARTICLE.match(text, join.end())):
        return []
    spans = parallel_sides(text, join) or [left_of(text, join.start()), (join.end(), right_of(text, join.end()))]
    spans = with_same_head(text, spans)
    if parallel:
        spans = with_articles(text, spans)
        if not spans:
            return []
    while comma := re.search(r",\s*(?:(?:for|in|at|to|with|from|by|of) )?$", text[: spans[0][0]]):
        earlier = left_of(text, comma.start())
        if parallel and not OPENS_WITH_ARTICLE.match(text, earlier[0]):
            earlier = from_article(text, earlier) or earlier
        phrase, head = text[slice(*earlier)], _OPENING.sub("", text[: comma.start()])
        named = holds_name(phrase) or words(phrase)[:1] == ["the"]
        if not named or _weighs(phrase) or earlier[0] == 0 or (":" not in head and _weighs(head)):
            break
        spans.insert(0, earlier)
    related = re.search(r"\bbetween\s+$", text[: spans[0][0]]) and not compares(text)
    compared = compares(text) and "than" not in join.group().lower()
    if related or not all(_holds_word(text[a:b]) for a, b in spans):
        return []
    if not (compared or _stands(text[slice(*spans[-1])])):
        return []
    return [Side(_label(text[a:b]), _without_others(text, spans, number)) for number, (a, b) in enumerate(spans)]


def _label(phrase: str) -> str:
    """A side's words without the preposition that they open with, and without what it is a transcript of.

    "The Elmstead" of "the Elmstead and Brackwater interviews" loses its article.
    """
    opening, _, rest = phrase.strip(" ?.").partition(" ")
    label = rest if rest and opening.lower() in LEADING_PREPOSITIONS - {"according"} else phrase.strip(" ?.")
    bare = re.sub(rf" {TRANSCRIPT}\b.*$", "", label, flags=re.IGNORECASE)
    return re.sub(r"^the (?=[A-Z][\w-]*$)", "", bare) or label


def _without_others(text: str, spans: list[tuple[int, int]], kept: int) -> str:
    pieces, at = [], 0
    for number, (a, b) in enumerate(spans):
        pieces += [text[at:a], text[a:b] if number == kept else GAP]
        at = b
    own = 2 * kept + 1
    return _EACH.sub("", alone("".join(pieces[:own]), pieces[own], "".join([*pieces[own + 1 :], text[at:]])))


def _stands(phrase: str) -> bool:
    """Whether the last side is a thing by itself, not half of what it is joined in ("cultural or film days")."""
    opening = (words(phrase) or [""])[0]
    return holds_name(phrase) or opening in DETERMINERS | LEADING_PREPOSITIONS | {"when"}


def _holds_word(text: str) -> bool:
    return bool([w for w in content_stems(text) if not is_frame(w) and w not in _SIZES])
