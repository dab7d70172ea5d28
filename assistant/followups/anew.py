"""The former question asked anew: under another question word ("since when?"), or of the two things asked about."""

import re
from collections.abc import Sequence
from itertools import takewhile

from assistant.followups.context import Context, unmarked
from assistant.followups.reactions import subject_of
from assistant.followups.slots import ASKED
from assistant.followups.speakers import SAYING
from assistant.language import capitalised
from assistant.questions.helping_verbs import AUXILIARY
from assistant.questions.phrases import phrases_in
from assistant.questions.topics import BRACKET

_DOES = re.compile(r"do|does|did|will|would|should|has|have|had", re.IGNORECASE)
_ABOUT = re.compile(r"(?:what|how) about (?P<what>.+)", re.IGNORECASE)
# "What did Ann say about the loom": when she said that about the loom.
_SAYS_OF = re.compile(
    rf"{SAYING.pattern}(?= (?:about|of|on)\b| to (?:the|an?|him|her|them|us|me|it|his|their|our|(?-i:[A-Z])\w*)\b)",
    re.IGNORECASE,
)
_HAS_OBJECT = re.compile(
    r"\b(?:to|for|about|of|with|on|at|in|do|happen|look|cost)(?: \([^()]*\))?$|\b(?:that|this)\b|\)$"
)
_WHICH_MORE = re.compile(
    rf"which (?:one )?(?:{AUXILIARY}|costs?|took|takes|has)(?: (?:the|be|last|take|cost|grow|rise|fall))* "
    r"(?:(?:more|less|better|worse|most|least|best|worst)(?: [\w’'-]+)?|"
    r"(?!never|other|under|after|over)[a-z]{2,}(?:er|est))",
    re.IGNORECASE,
)
# "How many bicycles were stolen", "which posts have gone": what is counted is what it is said of.
_PASSIVE = re.compile(
    r"(?:is|are|was|were|has|have|had|will)(?: been| be)? (?!(?:the|an?|it|he|she|they|there)\b)[a-z]+"
    r"(?:ed|en|wn|ne|ld|ght|lt|nt|pt|ut|id|de|ost|ound)\b(?! of\b)"
)
# "How many farmers want to leave": no helping verb.
_COUNTED = re.compile(rf"how many (?P<rest>(?!.*\b{AUXILIARY}\b)[a-z]+ .+)", re.IGNORECASE)
# "The rye was not watered."
_NO = re.compile(
    r"(?:[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2}: )?"
    r"(?:no\b(?! (?:doubt|problem|wonder))|(?:[^\s.,;?!]+ ){1,6}?(?:(?:is|are|was|were|do|does|did|has|have|had|will) "
    r"(?:not|never)|(?:is|are|was|were|do|does|did|has|have|had|wo)n['’]t)\b)",
    re.IGNORECASE,
)
LONGEST_PART = 6
_NAMED = re.compile(r"(?:the|an?) |[A-Z]")


def asked_anew(new: str, context: Context) -> str:
    """The former question's clause under another question word: "Since when will Larkhaven build ferries?"."""
    question = unmarked(context.question)
    asked, about = ASKED.fullmatch(question), _ABOUT.fullmatch(question)
    new = capitalised(re.sub(r"^how (?:come|so)\b", "why", new, flags=re.IGNORECASE))
    no = new.lower() == "why" and _NO.match(context.answer)
    if (no or re.fullmatch(r"why not", new, re.IGNORECASE)) and (denied := _denied(question)):
        return denied
    if re.fullmatch(r"why not", new, re.IGNORECASE):
        return f"Why not ({subject_of(question) or BRACKET.sub('', question)})?"
    if about:
        return f"{new} ({about['what']})?"
    if (
        asked
        and asked["wh"].lower() == "what"
        and not asked["noun"]
        and _DOES.fullmatch(asked["aux"])
        and (not re.match(r"(?:what|which|who)\b", new, re.IGNORECASE))
    ):
        return f"{new} {asked['aux'].lower()} {_with_object(asked['rest'])}?"
    if re.fullmatch(r"who else", new, re.IGNORECASE) and re.match(r"who(?! else)\b", question, re.IGNORECASE):
        return f"Who else{question[3:]}?"
    if asked and asked["noun"] and _PASSIVE.match(asked["aux"] + " " + asked["rest"]):
        return f"{new} {asked['aux'].lower()}{asked['noun']} {asked['rest']}?"
    if counted := _COUNTED.fullmatch(question):
        return f"{new} is it that {counted['rest']}?"
    if asked and not re.match(r"who\b", asked["wh"], re.IGNORECASE):
        return f"{new} {asked['aux'].lower()} {asked['rest']}{asked['noun']}?"
    if re.match(rf"{AUXILIARY}\b", question, re.IGNORECASE):
        return f"{new} {question[0].lower()}{question[1:]}?"
    if asked and _DOES.fullmatch(asked["aux"]):  # "whom did they hire"
        person = next((p.bare for p in context.told() if p.named and p.person), "someone")
        return f"{new} {asked['aux'].lower()} {asked['rest']} {person}?"
    statement = re.fullmatch(r"(?:who|what|which [\w-]+) (?P<rest>.+)", question, re.IGNORECASE)
    if statement:
        named = [p for p in context.told() if p.named]
        people = [p.bare for p in sorted(named, key=lambda p: not p.person)][:1]
        return f"{new} is it that {people[0] if people else 'someone'} {statement['rest']}?"
    return f"{new} ({subject_of(question) or BRACKET.sub('', question)})?"


def _with_object(rest: str) -> str:
    """The clause with "that" in the place of what was asked for, unless something stands there."""
    if says := _SAYS_OF.search(rest):
        return f"{rest[: says.end()]} that{rest[says.end() :]}"
    return rest if _HAS_OBJECT.search(rest) else f"{rest} that"


def _denied(question: str) -> str:
    """ "Was the rye watered" as "Why was the rye not watered?"; "" where its subject cannot be told."""
    opened = re.match(rf"(?P<aux>{AUXILIARY}) (?P<rest>.+)", question, re.IGNORECASE)
    subject = next((p for p in phrases_in(opened["rest"]) if p.start == 0), None) if opened else None
    if not opened or subject is None or subject.end == len(opened["rest"]):
        return ""
    rest = opened["rest"]
    return f"Why {opened['aux'].lower()} {rest[: subject.end]} not{rest[subject.end :]}?"


def which_of_two(new: str, context: Context) -> str:
    """Which of two things that the same was asked of in turn ("Which is cheaper?"); "" after anything else."""
    if not context.earlier or not _WHICH_MORE.fullmatch(unmarked(new)):
        return ""
    one, other = (unmarked(turn.question).split() for turn in (context.earlier, context))
    before, after = _alike(one, other), _alike(one[::-1], other[::-1])
    before -= before > 0 and one[before - 1].lower() in ("the", "a", "an")
    parts = [" ".join(asked[before : len(asked) - after]) for asked in (one, other)]
    if before < 2 or not all(_NAMED.match(part) and len(part.split()) <= LONGEST_PART for part in parts):
        return ""
    return f"{capitalised(unmarked(new))}, {parts[0]} or {parts[1]}?"


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two questions begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0].lower() == pair[1].lower(), zip(one, other, strict=False)))
