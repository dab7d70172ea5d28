"""What "one" stands for in "the blue one": a noun that several things were asked about by, in the turns before."""

import re

from assistant.corpus.numerals import ORDINALS
from assistant.followups.antecedents import antecedent
from assistant.followups.context import Context
from assistant.followups.nouns import can_act, is_time
from assistant.language import FUNCTION_WORDS, stem, words
from assistant.questions.phrases import phrases_in
from assistant.questions.plurals import singular

_ONE = re.compile(
    r"\b(?:the|this|that) (?!an? )(?P<kind>(?:[a-z-]+ )?[a-z-]+) (?P<one>ones?)\b(?! (?:who|that|which)\b)", re.I
)
# "A used one", "are new ones better?"
_ANY_ONE = re.compile(
    r"\b(?:an?|no|any|another|each|every) (?P<kind>(?:[a-z-]+ )?[a-z-]+) (?P<one>one)\b|"
    r"(?P<kinds>[a-z-]+) (?P<ones>ones)\b",
    re.I,
)
_LOCATED = re.compile(r"\b(?:in|at|near|from|inside|across) $", re.IGNORECASE)
_THAT_ONE = re.compile(r"\b(?:this|that) one\b(?! (?:who|that|which|of|from|in|with|on|about)\b)", re.IGNORECASE)
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
_PEOPLE = frozenset("loved young little dear near chosen only big".split())
_ALIKE = re.compile(r"(?:other|different|similar|such|[a-z]{3,}er|(?:more|less) [a-z-]+)", re.IGNORECASE)


def with_ones(line: str, context: Context) -> str:
    """The line with "the blue one" as "the blue field" where fields were asked about; else as it is."""
    line = re.sub(r"\b(these|those) ones\b", r"\1", line, flags=re.IGNORECASE)
    if that := _THAT_ONE.search(line):
        thing = antecedent(context, "thing")
        one = [p for p in phrases_in(thing) if p.text == thing and not p.plural]
        return f"{line[: that.start()]}{thing}{line[that.end() :]}" if one else line
    found = _ONE.search(line)
    if found and not _VAGUE.search(found["kind"]):
        kind, picks = found["kind"], _PICKS.fullmatch(found["kind"])
        located = bool(_LOCATED.search(line[: found.start()]))
        noun = _several_asked_for(context) if picks or _is_told_of(kind, context) else ""
        noun = noun or ("" if kind.endswith("est") else _several_named(context, kind, located=located))
        noun = noun or ("" if picks else _of_another_kind(context, kind, several=found["one"].lower() == "ones"))
        return _put_in(noun, found.span("one"), line)
    if found := _ANY_ONE.search(line):
        kind, said = found["kind"] or found["kinds"], "one" if found["one"] else "ones"
        vague = _VAGUE.search(kind) or {kind.lower()} & (FUNCTION_WORDS | _PEOPLE)
        noun = "" if vague else _of_another_kind(context, kind, several=said == "ones")
        return _put_in(noun, found.span(said), line)
    return line


def _put_in(noun: str, place: tuple[int, int], line: str) -> str:
    """The line with the noun, in the number of the "one" or "ones" that stands at ``place``."""
    start, end = place
    if not noun:
        return line
    one = singular(noun)
    several = noun if one != noun else f"{noun}s"
    return f"{line[:start]}{several if line[start:end].lower() == 'ones' else one}{line[end:]}"


def _of_another_kind(context: Context, kind: str, *, several: bool) -> str:
    """The slate of "the reclaimed slate", where another kind of it can be meant; or what alone was asked about."""
    asked = [p for p in phrases_in(context.question) if not (p.person or p.located or can_act(p) or is_time(p))]
    asked = [p for p in asked if p.plural or not several]
    asked = [p for p in asked if p.bare == p.bare.lower() and not p.bare[0].isdigit() and p.head not in _ANYTHING]
    told = [
        p
        for p in context.told()
        if p.core.lower().startswith(f"{kind.lower()} ") and not p.core.endswith(("one", "ones"))
    ]
    nouns = told or [
        p for p in asked if " " in p.core and " of " not in p.text and not set(words(kind)) & set(words(p.core))
    ]
    if not nouns and (_ALIKE.fullmatch(kind) or _is_told_of(kind, context)) and len(asked) == 1 and asked[0].plural:
        nouns = asked
    return nouns[0].core.split()[-1] if nouns else ""


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


def _several_named(context: Context, kind: str, *, located: bool) -> str:
    """The last word of the several things asked about last, where one of ``kind`` can be one of them."""
    for turn in context.turns():
        found = [p for p in phrases_in(turn.question) if p.plural and not p.person and (located or not p.located)]
        found = [
            p for p in found if p.head not in _ANYTHING and not turn.question[: p.start].lower().endswith("how many ")
        ]
        if found and (_NUMBERED.fullmatch(kind) or set(words(kind)) <= set(words(turn.answer))):
            return next((p for p in found if p.definite), found[0]).core.split()[-1]
    return ""
