"""What somebody did in "where did they do that?": the act of which the question before asks whether or why."""

import re

from assistant.followups.antecedents import definite
from assistant.followups.context import Context, unmarked
from assistant.followups.nouns import can_act
from assistant.followups.slots import ASKED
from assistant.language import content_stems
from assistant.questions.helping_verbs import AUXILIARY
from assistant.questions.phrases import Phrase, phrases_in
from assistant.questions.topics import BRACKET

_DOES_SO = re.compile(
    r"\b(?:do|does|did|done|doing) (?P<so>that|this|so|it)\b"
    r"(?=\W*$| (?:in|on|at|by|for|with|without|to|from|again|too|before|after|yet|now|then|alone|themselves)\b)",
    re.IGNORECASE,
)
# "Why did they do so?", but no "did they agree to do so?".
_STRAIGHT = re.compile(r"(?:do|does|did|will|would|can|could|should|may|might|must) (?P<who>.+) do $", re.IGNORECASE)
_OPENED = re.compile(rf"(?P<aux>{AUXILIARY}) (?P<rest>.+)", re.IGNORECASE)
_BARE = re.compile(r"do|does|did|will|would|can|could|should|may|might|must", re.IGNORECASE)
_WHO = re.compile(rf"who (?P<act>(?!{AUXILIARY}\b).+)", re.IGNORECASE)
_ASKS_OF_AN_ACT = re.compile(r"why|when|where|how|how (?:soon|often)", re.IGNORECASE)
_THEY = re.compile(rf"\b(?P<aux>{AUXILIARY}) they\b", re.IGNORECASE)
# "Did the mayor promise to rebuild it?" – "When will she do so?"
_AIMED = re.compile(
    r"(?:promised?|agreed?|offer(?:ed)?|plan(?:ned)?|want(?:ed)?|intend(?:ed)?|decided?|undert(?:ake|ook)|tried|try|"
    r"hoped?|need(?:ed)?|ha(?:ve|d)) to ",
    re.IGNORECASE,
)
_TO = re.compile(r"\bto\b", re.IGNORECASE)
_LONGEST = 12


def does_so(line: str) -> bool:
    """Whether the line asks of an act without saying which: "where did they do that?"."""
    return bool(_DOES_SO.search(line))


def doer_put_in(line: str, context: Context) -> str:
    """The line with the one whom the question before asks about for the "they" who "did that"."""
    subject, _ = _act(unmarked(context.question))
    they, does = _THEY.search(line), _DOES_SO.search(line)
    straight = _STRAIGHT.search(line[: does.start("so")]) if does else None
    if subject is None or not can_act(subject) or they is None or straight is None or _TO.search(straight["who"]):
        return line
    return f"{line[: they.end() - len('they')]}{definite(subject)}{line[they.end() :]}"


def with_act(line: str, context: Context) -> str:
    """The line with the act for its "do that", or in brackets behind it where it is not said in the same form."""
    question = BRACKET.sub("", unmarked(context.question))
    (subject, act), does = _act(question), _DOES_SO.search(line)
    opened = _OPENED.fullmatch(question) or ASKED.fullmatch(question)
    if not act or does is None or len(act.split()) > _LONGEST or set(content_stems(act)) <= set(content_stems(line)):
        return line
    straight = _STRAIGHT.search(line[: does.start("so")])
    if subject and opened and straight and _BARE.fullmatch(opened["aux"]) and not _TO.search(straight["who"]):
        return f"{line[: does.start()]}{_AIMED.sub('', act)}{line[does.end() :]}"
    if " to " in line[: does.start("so")]:
        act = _AIMED.sub("", act)
    return f"{unmarked(BRACKET.sub('', unmarked(line)))} ({act})?"


def _act(question: str) -> tuple[Phrase | None, str]:
    """Who did or will do what: "the club" and "sell its boat" of "Will the club sell its boat"; else nobody and ""."""
    question = BRACKET.sub("", question)
    if who := _WHO.fullmatch(question):
        return None, who["act"]
    asked = ASKED.fullmatch(question)
    opened = _OPENED.fullmatch(question)
    if asked and (asked["noun"] or not _ASKS_OF_AN_ACT.fullmatch(asked["wh"])):
        return None, ""
    found = opened or asked
    if not found:
        return None, ""
    subject = next((p for p in phrases_in(question) if p.start == found.start("rest")), None)
    if subject is None or subject.end == len(question):
        return None, ""
    return subject, question[subject.end :].strip()
