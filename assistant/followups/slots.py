"""Which part of the former question gives way to the thing that a line names ("and the pier?")."""

import re
from dataclasses import replace

from assistant.corpus.dates import CALENDAR
from assistant.corpus.names import own_names
from assistant.corpus.numerals import ORDINALS
from assistant.followups.nouns import can_act, has_topic, is_of_a_thing
from assistant.language import stem, words
from assistant.questions.helping_verbs import AUXILIARY
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.phrases import Phrase, phrases_in

ASKED = re.compile(
    r"(?P<wh>(?:(?:since|until|till|by|in|on|at|to|from|for|with|of) )?"
    r"(?:how (?:many|much|long|old|far|often|large|big|high|soon|fast)|what|which|whom?|when|where|why|how))"
    rf"(?P<noun>(?: (?!{AUXILIARY}\b)[\w’'-]+){{0,5}}?) (?P<aux>{AUXILIARY}) (?P<rest>.+)",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"(?:for|in|on|at|from|to|with|of|by|about|under|after|before|during) ", re.IGNORECASE)
_DETERMINER = re.compile(r"(?:the|an?|this|that|these|those|our|their|his|her|its)\b", re.IGNORECASE)
# "Is the pier safe", "has the pier been closed".
_IS_IT_SO = re.compile(
    r"(?P<aux>is|are|was|were|(?:has|have|had)(?= (?:\S+ ){1,8}been\b)) (?P<rest>(?!there\b).+)", re.IGNORECASE
)
# "The road to the harbour": what goes with the road goes with nothing else.
_COMPLEMENT = re.compile(r" (?:to|on|for|from|about|between|against|over|and|or) ", re.IGNORECASE)
_BE = re.compile(r"is|are|was|were", re.IGNORECASE)
_POINTER = re.compile(rf"(?:{'|'.join(ORDINALS[:10])}|last|latest|\w+est|rest|most|half)", re.IGNORECASE)
_PARTICIPLE = re.compile(r"[a-z]+(?:ed|en|wn|ght|ne|id|old)")
_PLURAL_VERBS = {"is": "are", "was": "were", "does": "do", "has": "have"}
_SINGULAR_VERBS = {many: one for one, many in _PLURAL_VERBS.items()}
# "Who is responsible for the pier": what stands bare behind them is a quality and no thing.
_LEADS_ON = re.compile(
    r" (?:the|an?|than|and|or|in|at|by|near|to|on|for|from|about|between|against|over|with|of)\b", re.IGNORECASE
)
_IS = re.compile(
    r"\b(?:is|are|was|were|be|been|went|go|goes|gone|felt|feel|feels|looks?|looked|remains?) $", re.IGNORECASE
)
_LED = r"about|on|for|with|of|to|from|in|at|by|against|over|behind|near|regarding|concerning"
_WORD = rf"(?!(?:{_LED})\b)\S+"
_LAST = re.compile(rf" (?P<led>{_LED}) (?P<what>{_WORD}(?: {_WORD})*)$", re.IGNORECASE)
_LED_THEN = re.compile(rf"\b(?:{_LED}|before|after|during) $", re.IGNORECASE)
# What follows them is the topic of a noun before them: "the quarrel over the trams", but "the pier with the mayor".
_OF_A_NOUN = re.compile(r"about|against|over|regarding|concerning", re.IGNORECASE)
_OCCASION = re.compile(rf"(?:[\w-]+ )*{TRANSCRIPT}", re.IGNORECASE)
_TIMES = frozenset(
    stem(word)
    for word in """time day week month year quarter season decade century spring summer autumn winter morning afternoon
    evening night weekend moment end beginning start""".split()
)
_GENITIVE = re.compile(r"(?:['’]s|(?<=s)['’]) (?=\w)")


def thing_in(text: str) -> Phrase | None:
    """The thing that ``text`` names, several joined by "and" as one; None where it says anything else.

    Behind an article every word is a noun, so "costs" is one.
    """
    parts = re.split(r" (?:and|or) ", text)
    if len(parts) > 1:
        things = [thing_in(part) for part in parts]
        return replace(things[0], text=text, bare=text, plural=True) if things[0] and all(things) else None
    plain = _GENITIVE.sub(" ", text)
    said = phrases_in(plain)
    if len(said) == 1 and said[0].text == plain:
        return said[0] if plain == text else replace(said[0], text=text, bare=_DETERMINER.sub("", text).strip())
    said = phrases_in(f"the {plain}")
    if len(said) == 1 and said[0].text == f"the {plain}" and not _DETERMINER.match(plain):
        return replace(said[0], text=text, bare=text, definite=False)
    return None


def of_another_kind(new: str, question: str) -> str:
    """The question for a number, or for which things, asked of another kind of thing ("and buses?")."""
    asked = ASKED.fullmatch(question)
    counted = asked and asked["noun"].strip() and re.match(r"how m|which|what", asked["wh"], re.IGNORECASE)
    if not asked or not counted:
        return ""
    kind = re.sub(r"^of |, \w+$", "", new)  # "and of buses?", "and buses, roughly?"
    thing, had = thing_in(kind), thing_in(asked["noun"].strip())
    if thing is None or thing.definite or own_names(kind) or (thing.plural and asked["wh"].lower() == "how much"):
        return ""
    of_a_number = counted.group().lower() == "how m"
    if had and not of_a_number and (has_topic(had) != has_topic(thing) or had.plural != thing.plural):
        return ""
    return f"{asked['wh']} {thing.bare} {asked['aux']} {asked['rest']}?"


def after_the_same_preposition(new: str, question: str) -> str:
    """The question with what stands behind the preposition that ``new`` begins with replaced ("and for the pier?")."""
    placed = _PREPOSITION.match(new)
    if not placed or not thing_in(new[placed.end() :]):
        return ""
    before = re.compile(rf"\b{placed.group().strip()} $", re.IGNORECASE)
    about = placed.group().lower() == "about "
    old = [p for p in phrases_in(question) if (about or not p.named) and before.search(question[: p.start])]
    return f"{question[: old[-1].start]}{new[placed.end() :]}{question[old[-1].end :]}?" if old else ""


def of_those_who_act(new: str, question: str) -> str:
    """As ``of_the_subject``, but no thing in the place of somebody, nor the other way about."""
    opened, thing = ASKED.fullmatch(question) or _IS_IT_SO.fullmatch(question), thing_in(new)
    subject = _subject(question, opened) if opened else None
    if not opened or not subject or not thing or can_act(subject) != can_act(thing):
        return ""
    return of_the_subject(new, question) if opened.re is ASKED else _of_what_is_so(thing, subject, opened)


def of_the_subject(new: str, question: str) -> str:
    """The question with its subject replaced, where ``new`` is one of the same form ("and the pier?")."""
    asked, thing = ASKED.fullmatch(question), thing_in(new)
    subject = _subject(question, asked) if asked else None
    if not asked or thing is None or subject is None or not _can_stand_for(thing, subject):
        return ""
    if own_names(new) and _has_object(question, subject):  # "why did they close the mill? and Otter Hall?"
        return ""
    owner = subject.text.partition(" of ")[2]
    if owner and not is_of_a_thing(thing) and (is_of_a_thing(subject) or _both_act(new, owner)):  # "the price of rye"
        alike = is_determined(owner) == is_determined(new)
        return f"{question[: subject.end - len(owner)]}{new}{question[subject.end :]}?" if alike else ""
    whole = subject.text if _POINTER.fullmatch(subject.core.split(" of ")[0]) else subject.core
    end = question.index(whole, subject.start) + len(whole)
    if end == len(question) and not _BE.fullmatch(asked["aux"]):  # the verb: "the quay last"
        end = question.rfind(" ")
    if end <= subject.start or _COMPLEMENT.match(question, end):
        return ""
    owns = "’s" if re.search(r"['’]s?$", whole) else ""
    return f"{question[: asked.start('aux')]}{_agreeing(asked['aux'], thing)} {new}{owns}{question[end:]}?"


def _agreeing(verb: str, thing: Phrase) -> str:
    if not thing.plural and (thing.named or can_act(thing)):  # "the staff are"
        return verb
    return (_PLURAL_VERBS if thing.plural else _SINGULAR_VERBS).get(verb.lower(), verb)


def _of_what_is_so(thing: Phrase, subject: Phrase, opened: re.Match[str]) -> str:
    """ "Is the pier safe" with another in its place; a quality at the end looks like a part of its name."""
    question = opened.string
    end = question.rfind(" ") if subject.end == len(question) else subject.end
    if (
        " of " in subject.text
        or not _can_stand_for(thing, subject)
        or end <= subject.start + 4
        or _LEADS_ON.match(question, end)
    ):
        return ""
    verb = _agreeing(opened["aux"], thing)
    return f"{verb[0].upper()}{verb[1:].lower()} {thing.text}{question[end:]}?"


def _subject(question: str, asked: re.Match[str]) -> Phrase | None:
    return next((p for p in phrases_in(question) if p.start == asked.start("rest")), None)


def _has_object(question: str, subject: Phrase) -> bool:
    behind = [p for p in phrases_in(question) if p.start > subject.end and p.definite]
    return any(not _LED_THEN.search(question[: p.start]) for p in behind)


def _both_act(new: str, owner: str) -> bool:
    things = thing_in(new), thing_in(owner)
    return all(thing and can_act(thing) for thing in things)


def _can_stand_for(thing: Phrase, subject: Phrase) -> bool:
    """Whether two phrases are of one form, and both somebody or both something."""
    if can_act(thing) and can_act(subject) and thing.definite and subject.definite:
        return True
    if subject.core != subject.core.lower() or subject.person != thing.person:
        return False
    if not subject.definite and _PARTICIPLE.fullmatch(subject.bare):
        return False
    return is_determined(subject.text) == is_determined(thing.text)


def behind_the_last_preposition(new: str, question: str) -> str:
    """The question with what its last preposition leads replaced ("what has been done for the mill? and the pier?").

    A noun straight before that preposition may be what ``new`` is put in place of, unless it has a topic.
    """
    last, thing = _LAST.search(question), thing_in(new)
    had = thing_in(last["what"]) if last else None
    if not last or thing is None or had is None or not is_topic(had, thing):
        return ""
    about = _OF_A_NOUN.fullmatch(last["led"])
    if had.person != thing.person and not (can_act(had) and can_act(thing)):
        return ""
    if not about and (had.definite != thing.definite or not phrases_in(last["what"])):
        return ""
    before = phrases_in(question[: last.start()])[-1:]
    noun = before[0] if before and before[0].end == last.start() else None
    quality = noun and not noun.definite and _IS.search(question[: noun.start])
    if noun and not quality and not about and not is_of_a_thing(noun):
        return ""
    return f"{question[: last.start('what')]}{new}?"


def is_topic(had: Phrase, thing: Phrase) -> bool:
    """Whether ``thing`` can take the place of ``had``, which is no time, no meeting and no list of several."""
    if had.head in _TIMES or {word.removesuffix("s") for word in words(had.bare)} & CALENDAR or had.bare[0].isdigit():
        return False
    return not _OCCASION.fullmatch(had.bare) and (" and " not in had.text or " and " in thing.text)


def is_determined(text: str) -> bool:
    """Whether it begins with an article or another word that says which."""
    return bool(_DETERMINER.match(text))
