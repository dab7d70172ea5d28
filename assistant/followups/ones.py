"""What "one" stands for in "the blue one": a noun that several things were asked about by, in the turns before."""

import re

from assistant.corpus.numerals import ORDINALS
from assistant.followups.context import Context
from assistant.language import stem, words
from assistant.questions.phrases import phrases_in
from assistant.questions.plurals import singular

_ONE = re.compile(
    r"\b(?:the|this|that) (?!an? )(?P<kind>(?:[a-z-]+ )?[a-z-]+) (?P<one>ones?)\b(?! (?:who|that|which)\b)", re.I
)
# "Which fields are there?", "what are the three fields?": several things are asked for.
_ASKED_FOR = re.compile(r"\b(?:which|what)(?: (?:are|were))?(?: the| other)*(?: \w+)? $", re.IGNORECASE)
_NUMBERED = re.compile(rf"(?:{'|'.join(ORDINALS[:10])})", re.IGNORECASE)
# They pick one of several without saying what it is like.
_PICKS = re.compile(
    rf"{_NUMBERED.pattern}|(?:the )?(?:other|former|latter|best|better|worst|worse|(?:more|most|less|least) [a-z-]+|"
    r"(?!(?:clever|silver|amber|proper|sober|bitter|inner|outer|upper|lower|modest|honest|eager|paper|leather|rubber|"
    r"timber|copper)$)[a-z]{2,}(?:er|est))",
    re.IGNORECASE,
)
_ANYTHING = frozenset(map(stem, ("things", "points", "ways", "times", "people")))
# They tell nothing of a kind.
_VAGUE = re.compile(r"\b(?:last|next|only|same|main|right|wrong|no|latest|previous|little)\b", re.IGNORECASE)


def with_ones(line: str, context: Context) -> str:
    """The line with "the blue one" as "the blue field" where fields were asked about; else as it is."""
    match = _ONE.search(line)
    if match is None or _VAGUE.search(match["kind"]):
        return line
    kind = match["kind"]
    noun = _several_asked_for(context) if _PICKS.fullmatch(kind) or _is_told_of(kind, context) else ""
    noun = noun or ("" if kind.endswith("est") else _several_named(context, kind))
    if not noun:
        return line
    noun = noun if match["one"].lower() == "ones" else singular(noun)
    return f"{line[: match.start('one')]}{noun}{line[match.end('one') :]}"


def _is_told_of(kind: str, context: Context) -> bool:
    """Whether a turn has all words of ``kind``: "red" where a red barn was spoken of."""
    return any(set(words(kind)) <= {*words(turn.question), *words(turn.answer)} for turn in context.turns())


def _several_asked_for(context: Context) -> str:
    for turn in context.turns():
        for phrase in phrases_in(turn.question):
            if (
                phrase.plural
                and phrase.head not in _ANYTHING
                and not phrase.person
                and _ASKED_FOR.search(turn.question[: phrase.start])
            ):
                return phrase.core
    return ""


def _several_named(context: Context, kind: str) -> str:
    """The last word of the several things asked about last, where one of ``kind`` can be one of them."""
    for turn in context.turns():
        found = [p for p in phrases_in(turn.question) if p.plural and not p.person and not p.located]
        found = [
            p for p in found if p.head not in _ANYTHING and not turn.question[: p.start].lower().endswith("how many ")
        ]
        if found and (_NUMBERED.fullmatch(kind) or set(words(kind)) <= set(words(turn.answer))):
            return next((p for p in found if p.definite), found[0]).core.split()[-1]
    return ""
