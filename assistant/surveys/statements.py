"""What a sentence states: of what, by which verb, which figure, for which year and at which rate.

Only plain statements are read ("Trade with Elm was $300 million in 2021"): the words before the figure must be one
subject and one verb in a finite form, and nothing but a time may follow it. A sentence that says it in another way
states nothing here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.corpus.figures import Figure

_YEAR = r"(?:1[89]|20)\d\d"
_WHEN = rf"(?:(?:in|for|during) {_YEAR}|last year|this year)"
_GAP = (
    r"(?: (?:only|just|now|still|already|currently|about|around|some|roughly|approximately|nearly|almost|close to|over|"
    r"more than|at least|no less than|not less than|no fewer than|above|under|less than|fewer than|below|up to|at most|"
    r"no more than|not more than|a total of))*"
)
_BE = r"is|are|was|were|st(?:ands|and|ood) at|(?:amount(?:s|ed)?|comes?|came) to|totals?|totall?ed|reach(?:es)?"
_GONE = r"(?:grew|rose|increased|climbed|fell|dropped|declined|decreased|shrank|went up|went down)"
_HAVE = r"has|have|had|owns?|owned"
_VERB = (
    rf"(?:(?P<be>{_BE}|(?:(?:has|have) )?reached|(?:has|have) (?:amounted to|totall?ed)|{_GONE} to)|(?P<have>{_HAVE})"
    r"(?: (?:an? )(?P<noun>[a-z]+) of)?|(?P<own>[a-z]+))"
)
_SAID = r"(?:[^,;:\"“”\d]{1,60}? (?:said|says|noted|added|stated|reported) that )?"
_OPENS = rf"[\"“«]?{_SAID}(?:(?:and|but|so|today|now|yes|well|then|while|whereas),? )*(?:(?P<lead>{_WHEN}),? )?"
_SUBJECT = rf"(?P<subject>[^,;:()\[\]\"“”«»—–?!\d]{{1,120}}?)(?: (?P<mid>{_WHEN}))?"
_HEAD = re.compile(rf"{_OPENS}{_SUBJECT} {_VERB}(?P<gap>{_GAP}) ", re.IGNORECASE)
_FROM = re.compile(rf"{_OPENS}{_SUBJECT} {_GONE} from(?P<gap>{_GAP}) ", re.IGNORECASE)
_TO = re.compile(rf" (?P<when>in {_YEAR}) to(?P<gap>{_GAP}) ", re.IGNORECASE)
_ALSO = re.compile(
    rf"(?P<what>(?: [^\W\d_][\w’'-]*){{0,4}}?) (?P<when>in {_YEAR}),? and(?P<gap>{_GAP}) ", re.IGNORECASE
)
_RATE = r"(?: ?(?:an?|per) (?P<rate>hour|day|night|week|month|year|annum))"
_BEHIND = re.compile(
    r"(?P<what>(?: [^\W\d_][\w’'-]*){0,4}?)(?: (?:long|high|wide|deep|tall))?(?: or so| or more| and more)?"
    rf"{_RATE}?(?: (?P<tail>{_WHEN}))?"
    r"(?:[.!]*[”\"’»)]*$|[.,!]?[”\"»] |;|, ?(?!(?:an?|per|each|every|in|for|during|by|or|as|if|before|until|at|on|"
    r"with|without|less|including|excluding|minus|plus|though|although|after|since|one|two)\b)|"
    r" (?:but|while|whereas)\b| and (?!(?:\d|[$€£¥]|another|more|half|an?\b)))",
    re.IGNORECASE,
)
# Where a clause may begin, if what stands before it is one of its own.
_JOINS = re.compile(r"; |, | (?=(?:and|but|while|whereas) )", re.IGNORECASE)
_ASIDE = re.compile(rf"(?:{_WHEN}|today|now|yes|well|so|he said|she said|they said)", re.IGNORECASE)
_NO_FACT = re.compile(
    r"\b(?:no(?! (?:less|more|fewer) than\b)|not(?! (?:less|more) than\b)|never|nobody|neither|nor|if|unless|whether|"
    r"suppos\w+|alleg\w+|rumou?r\w*|claim\w*|den(?:y|ies|ied)|wrong\w*|false\w*|mistak\w+|untrue|lie[sd]?|doubt\w*|"
    r"once|formerly|used to|imagine|as though|would|will|should|shall|could|can|can[’']t|(?-i:may)|might|must|"
    r"plan\w*|intend\w*|"
    r"expect\w*|hope\w*|want\w*|aim\w*|promis\w*|propos\w*|scheduled|due|targets?|goals?|forecasts?|order(?:s|ed)?|"
    r"able|short of|nearly all|almost all|perhaps|maybe|probably|possibly|instead|except|"
    r"before|ago|until|so far|quarters?|half|halves|months? of|first|second|third|fourth)\b|n[’']t\b|[’']ll\b|\?",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\W*(?:[^:]{2,40}: \W*)?(?:no\b|not\b|wrong\b|never\b|"
    r"(?:that|this|it)(?:[’']s| is| was) (?:not|wrong|false|untrue)|(?:that|this|it) (?:isn|wasn)[’']t)",
    re.IGNORECASE,
)
_SPACES = str.maketrans(dict.fromkeys("\n\t\r\u00a0\u202f", " "))


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure as it is stated.

    Attributes:
        subject: its words.
        verb: the verb, where it tells more than to be or to have; ``has`` where it is to have.
        noun: of "a budget of".
        what: the words behind the figure, that say what is counted.
        when: its year or "last year", as written; "" where none is told.
        rate: "month" of "a month".
    """

    figure: Figure
    subject: str
    verb: str = ""
    has: bool = False
    noun: str = ""
    what: str = ""
    when: str = ""
    rate: str = ""


def read_statements(sentence: str, figures: Sequence[Figure], speaker: str) -> list[Statement]:
    """The figures of a sentence that it states as a fact of a subject; none where it denies, plans or doubts."""
    text = sentence.translate(_SPACES)
    if _NO_FACT.search(text):
        return []
    begin = len(speaker) + 2 if speaker and text.startswith(f"{speaker}: ") else 0
    found = [s for figure in figures if (s := _stated(text, figure, _clause(text, figure, figures, begin)))]
    found += [s for pair in pairwise(figures) for s in _changed(text, *pair, _clause(text, pair[0], figures, begin))]
    return found


def denies(sentence: str) -> bool:
    """Whether a sentence opens by contradicting the one before it."""
    return bool(_DENIES.match(sentence))


def _clause(text: str, figure: Figure, figures: Sequence[Figure], begin: int) -> int:
    """Where the clause of a figure begins: behind an aside, or behind a clause that has a verb and a figure."""
    for join in _JOINS.finditer(text, begin, figure.start):
        before = text[begin : join.start()]
        told = any(
            other.end <= join.start() and _HEAD.fullmatch(text, begin, other.start)
            for other in figures
            if other.start >= begin
        )
        if join.group().startswith(";") or told or _ASIDE.fullmatch(before):
            begin = join.end()
    return begin


def _stated(text: str, figure: Figure, begin: int) -> Statement | None:
    head, behind = _HEAD.fullmatch(text, begin, figure.start), _BEHIND.match(text, figure.end)
    if not head or not behind:
        return None
    told = [when for when in (head["lead"], head["mid"], behind["tail"]) if when]
    if len(told) > 1:
        return None
    return Statement(
        figure, head["subject"], head["own"] or "", bool(head["have"]), head["noun"] or "", behind["what"],
        told[0] if told else "", behind["rate"] or "",
    )  # fmt: skip


def _changed(text: str, one: Figure, other: Figure, begin: int) -> Iterator[Statement]:
    """Both of "exports grew from 4 million in 2020 to 5 million in 2022", or "were 4 million in 2020 and 5 in 2022"."""
    behind = _BEHIND.match(text, other.end)
    if not behind or not behind["tail"] or behind["rate"]:
        return
    head, between = _FROM.fullmatch(text, begin, one.start), _TO.fullmatch(text, one.end, other.start)
    if head and between and not (behind["what"] or head["lead"] or head["mid"]):
        yield Statement(one, head["subject"], when=between["when"])
        yield Statement(other, head["subject"], when=behind["tail"])
    head, between = _HEAD.fullmatch(text, begin, one.start), _ALSO.fullmatch(text, one.end, other.start)
    if head and between and between["what"] == behind["what"] and not (head["lead"] or head["mid"]):
        first = Statement(
            one, head["subject"], head["own"] or "", bool(head["have"]), head["noun"] or "", between["what"],
            between["when"],
        )  # fmt: skip
        yield from (first, replace(first, figure=other, when=behind["tail"]))
