"""Who does what to whom in "how did they solve them?": the one whose doing was asked of, and what it was done to."""

import re

from assistant.followups.antecedents import definite
from assistant.followups.context import Context, unmarked
from assistant.followups.joint import joint_subject
from assistant.followups.nouns import can_act, is_time
from assistant.followups.people import is_body
from assistant.followups.slots import ASKED, thing_in
from assistant.language import stem, words
from assistant.questions.helping_verbs import AUXILIARY
from assistant.questions.phrases import Phrase, phrases_in

_THEY_DO = re.compile(
    rf"\b{AUXILIARY} they (?:\w+ly |ever |really |all |still |even |also )?(?P<verb>\w+)(?: \w+)? "
    r"(?P<what>them|it|that)\b",
    re.IGNORECASE,
)
# What is said or given to them is for people.
_TO_PEOPLE = re.compile(
    r"(?:tell|told|ask|asked|give|given|gave|offer|offered|promise|promised|pay|paid|say|said|show|shown|teach|taught|"
    r"advise|advised|thank|thanked|answer|answered|send|sent|invite|invited)",
    re.IGNORECASE,
)
# "How long does it take to mend them?": no people.
_IT_TAKES = re.compile(r"\bit (?:takes?|took|costs?) (?:\w+ )?to [a-z]+ them\b", re.IGNORECASE)
_THEY_DID = re.compile(rf"\b{AUXILIARY} they\b", re.IGNORECASE)


def doing_of(line: str, context: Context) -> dict[str, str]:
    """What "they" and "them" stand for where ``line`` says that they do something to them; {} where that is untold.

    "They" of a question that nothing told of ("what difficulties did they face?") stay they: "". So do they who do
    something to the only things told of, which do nothing to themselves.
    """
    question = unmarked(context.question)
    does, asked = _THEY_DO.search(line), ASKED.fullmatch(question)
    if not does and _IT_TAKES.search(line):
        several = [p for p in (*context.asked(), *context.told_of()) if p.plural and not p.located]
        thing = next((p for p in several if not can_act(p)), None)
        return {"them": definite(thing)} if thing else {}
    if not does:
        return {}
    of_them = does["what"].lower() == "them"
    if _THEY_DID.search(question):
        doer, subject = "", None
    else:
        subject = (
            _who_does_so(does["verb"], question)
            or joint_subject(question)
            or next((p for p in phrases_in(question) if asked and p.start == asked.start("rest")), None)
        )
        if not of_them:
            return {}
        if subject is None or not (
            _are_two_or_do(subject) or is_body(subject) or (subject.plural and can_act(subject))
        ):
            return _done_by_nobody_told(does["verb"], subject, context)
        doer = definite(subject)
    asked_for = thing_in(asked["noun"].strip()) if asked and asked["noun"] else None
    several = [p for p in (asked_for, *context.asked()) if p and p.plural and p != subject and not p.located]
    done_to = next((p for p in several if can_act(p) or not _TO_PEOPLE.fullmatch(does["verb"])), None)
    return {"they": doer, "them": definite(done_to)} if done_to else {"they": doer}


def _who_does_so(verb: str, question: str) -> Phrase | None:
    """Who does the same in a clause without its word: the weavers of "the rugs weavers use", of those who use them."""
    said = ((p, words(question[p.end :])[:1]) for p in phrases_in(question) if p.doing and p.plural)
    return next((p for p, then in said if [stem(word) for word in then] == [stem(verb.lower())]), None)


def _are_two_or_do(phrase: Phrase) -> bool:
    return phrase.doing or " and " in phrase.text


def _done_by_nobody_told(verb: str, subject: Phrase | None, context: Context) -> dict[str, str]:
    """The things told of for "them" alone, where the question names no several who can act for "they"."""
    several = [p for p in context.asked() if p.plural and not is_time(p)]
    if not several or any(can_act(p) for p in several):
        return {}
    several.sort(key=lambda p: p == subject)
    return {"they": "", "them": "" if _TO_PEOPLE.fullmatch(verb) else definite(several[0])}
