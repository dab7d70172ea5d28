"""What "the company" and "the mayor" mean: the one whom the turns before name so, or that is of that kind."""

import re

from assistant.corpus.offices import OFFICES
from assistant.followups.antecedents import antecedent, definite, place_of
from assistant.followups.context import Context
from assistant.followups.nouns import ORGANISATIONS, PLACES
from assistant.followups.offices import is_of_another, named_beside
from assistant.language import stem, stem_set, words

_THINGS = frozenset(
    """project plan system programme program product idea proposal agreement deal contract plant factory scheme measure
    law report service thing figure sum amount building""".split()
)
_ANYBODY = frozenset("man woman person guest".split())
_PERSONS = OFFICES | _ANYBODY


def holder_of(office: str, context: Context) -> str:
    """The person whom the turns before name by that office ("Mayor Lee"; "Ann Lee, the mayor"); "" where none is."""
    asks_who = re.compile(rf"\bwho\b.*?\b(?P<office>{office})\b", re.IGNORECASE)
    for turn in context.turns():
        if named := named_beside(office, f"{turn.question} {turn.answer}"):
            return named
        asked = asks_who.search(turn.question)
        if asked and not is_of_another(turn.question, asked.start("office")):
            return antecedent(turn, "person")
    return ""


def subjects(context: Context, noun: str) -> str:
    """What "this ``noun``" or "the ``noun``" means: a phrase with that head, or of its category; empty when none."""
    head = stem(noun)
    for phrases in (context.asked(), context.told()):
        same = [p for p in phrases if head in stem_set(p.bare) and len(words(p.text)) > 1]
        if noun in OFFICES:
            same = [p for p in same if p.bare != noun and not is_of_another(p.text, p.text.lower().find(noun))]
        else:
            same = [p for p in same if p.head == head or (p.named and noun in ORGANISATIONS | PLACES)]
        if same:
            return definite(max(same, key=lambda p: (p.named, len(p.bare))))
    singular = noun.removesuffix("s")
    if singular in _ANYBODY:
        return antecedent(context, "person")
    if singular in OFFICES:
        return holder_of(singular, context)
    if singular in PLACES:
        return place_of(context)
    if singular in ORGANISATIONS:
        named = [p for p in context.asked() + context.told() if p.named and not p.person and not p.located]
        named = named or [p for p in context.asked() + context.told() if p.named and not p.located]
        return definite(named[0]) if named else ""
    return antecedent(context, "thing") if singular in _THINGS else ""


# "The general manager" is no general.
_DESCRIPTION = re.compile(
    r"\bthe (?!(?:general|prime|chief|deputy|head) [a-z])(?P<noun>[a-z-]+)\b(?! of\b| [a-z-]+ of\b)"
    # "The company that closed the mill" says itself which.
    r"(?! (?:who|whom|whose|which|with|between|against|that (?!is\b|was\b))\b| on (?:the|an?|our|their)\b)",
    re.IGNORECASE,
)
# Who holds an office is asked, not what the holder is.
_WHO_HOLDS = re.compile(r"\bwho(?:['’]s| is| was| are| were) the\b", re.IGNORECASE)
_HAS_NAME = re.compile(r"\b[A-Z]")
_CATEGORIES = ORGANISATIONS | PLACES | _PERSONS | _THINGS


def described(line: str, context: Context) -> str:
    """The line with "the company" or "the governor" made out, where the turn before names one; else as it is."""
    for match in _DESCRIPTION.finditer(line):
        noun = match["noun"].lower()
        if noun not in _CATEGORIES or (_WHO_HOLDS.search(line) and noun not in words(context.question)):
            continue
        meant = subjects(context, match["noun"])
        # "The project" is no other thing than it says; only a name says more of it.
        if meant and meant.lower() != match.group().lower() and (_HAS_NAME.search(meant) or match["noun"] in meant):
            return f"{line[: match.start()]}{meant}{line[match.end() :]}"
    return line
