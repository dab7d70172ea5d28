"""Another time in the place of the one that the question before names: "and in June?", "and the year before?"."""

import re

from assistant.corpus.dates import MONTH_NAMES
from assistant.corpus.names import own_names
from assistant.corpus.numerals import ONES, WORDS
from assistant.followups.context import Context
from assistant.questions.topics import BRACKET

_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TIME = re.compile(
    rf"\b(?:(?:(?:in|by|until|since|during|for|on) )?(?:(?:(?:the )?{_DAY}(?: of)? )?(?:early |late |mid-)?"
    rf"(?:{MONTH_NAMES})(?: {_DAY}\b)?(?:,? \d{{4}})?|(?:the )?(?:19|20)\d\d|this (?:year|month|week|quarter|season)|"
    rf"{_WEEKDAY}|an? (?:[a-z]+ )?weekday|weekdays|(?:an? |the )?weekends?)|"
    r"(?:(?:by|until|since|during|for) )?(?:last|next|this) (?:year|month|week|quarter|spring|summer|autumn|winter|"
    rf"season|night|{_WEEKDAY})|(?:by |until |since )?(?:yesterday|today|tomorrow))\b",
    re.IGNORECASE,
)
_LED_BY = re.compile(r"(?:in|by|until|since|during|for|on) ", re.IGNORECASE)
# "In the first half of 2023".
_PART_OF = re.compile(r"\b(?:(?:in|at|on|during|by|since|for) )?the (?:[\w-]+ ){1,2}of $", re.IGNORECASE)
_NAMED_TIME = re.compile(rf"(?:(?:19|20)\d\d|{MONTH_NAMES})\b", re.IGNORECASE)
_RANGE = re.compile(
    rf"\b(?:from|between) (?:(?:{MONTH_NAMES})(?: \d{{4}})?|(?:19|20)\d\d) (?:to|and|until|till) "
    rf"(?:(?:{MONTH_NAMES})(?: \d{{4}})?|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
RELATIVE_TIME = re.compile(
    r"\b(?:year|month|week|quarter|day|decade|earlier|later|before|after|now|today|yesterday|tomorrow)s?\b", re.I
)
_SINCE_THEN = re.compile(r"(?:now|then|before|after|afterwards|later|earlier|today)", re.IGNORECASE)
_BESIDE_THAT = re.compile(r"(?P<side>before|after) (?:that|then|this|it)", re.IGNORECASE)
_OTHER_SIDE = {"before": "after", "after": "before"}


def of_another_time(new: str, question: str, context: Context) -> str:
    """The question of the time that ``new`` names, in the place of the one that it has or behind it; else "".

    Args:
        new: what is left of the line without "and" or "what about", and without its mark.
        question: the question before, standing alone, without its mark.
    """
    bracket = BRACKET.search(question)
    kept, behind = (question[: bracket.start()], bracket.group()) if bracket else (question, "")
    if beside := _BESIDE_THAT.fullmatch(new):
        return f"{_beside(beside['side'].lower(), kept, context)}{behind}?"
    if _SINCE_THEN.fullmatch(new):
        kept = re.sub(rf" {_SINCE_THEN.pattern}$", "", kept, flags=re.IGNORECASE)
    time, old_time = _TIME.search(new), _TIME.search(kept)
    if time and old_time and not own_names(new[: time.start()]):
        if (between := _RANGE.search(kept)) and between.start() <= old_time.start() < between.end():
            old_time = between
        led = _LED_BY.match(old_time.group())
        in_it = led.group() if led and _NAMED_TIME.match(new) else ""  # "in 2023" gives way to "2022"
        in_it = "in " if old_time is between and _NAMED_TIME.match(new) else in_it
        if kept[: old_time.start()].endswith(" of "):
            new = _LED_BY.sub("", new, count=1)
        return f"{kept[: old_time.start()]}{in_it}{new}{kept[old_time.end() :]}{behind}?"
    if old_time and RELATIVE_TIME.search(new):
        return f"{kept[: old_time.start()]}{_time_after(new, old_time.group())}{kept[old_time.end() :]}{behind}?"
    return f"{kept} {new}{behind}?" if time or RELATIVE_TIME.search(new) else ""


def _beside(side: str, question: str, context: Context) -> str:
    """The question of what was before, or after, what it was asked of."""
    if other := re.search(rf"\b{_OTHER_SIDE[side]} (?=\S)", question, re.IGNORECASE):
        return f"{question[: other.start()]}{side} {question[other.end() :]}"
    if same := re.search(rf"\b{side} (?P<what>\S.*)$", question, re.IGNORECASE):
        told = next((p.text for p in context.told_of() if p.named and not p.person), "")
        return f"{question[: same.start('what')]}{told}" if told else f"{question}, {side} that"
    old_time = _TIME.search(question)
    if old_time is None:
        return f"{question} {side} that"
    part = _PART_OF.search(question[: old_time.start()])
    start = part.start() if part else old_time.start()
    when = question[start : old_time.end()]
    return f"{question[:start]}{side} {_LED_BY.sub('', when, count=1)}{question[old_time.end() :]}"


def _time_after(new: str, old: str) -> str:
    """A time told by another: "two years earlier" than "in 2024" is "in 2022"."""
    year = re.search(r"\d{4}", old)
    told = re.fullmatch(
        rf"(?:(?:in )?the year|(?P<by>\d|{'|'.join(ONES)}|a) years?) "
        r"(?P<side>before|after|earlier|later|ago)(?: that)?",
        new, re.IGNORECASE,
    )  # fmt: skip
    if not told:
        return new
    if not year:
        return (
            f"{new.removesuffix(' that')} {old}" if re.search(r"(?:before|after)(?: that)?$", new) else f"{old}, {new}"
        )
    steps = WORDS.get((told["by"] or "one").lower(), 1) if not (told["by"] or "").isdigit() else int(told["by"])
    shifted = int(year.group()) + (steps if told["side"].lower() in ("after", "later") else -steps)
    return f"{old[: year.start()]}{shifted}{old[year.end() :]}"
