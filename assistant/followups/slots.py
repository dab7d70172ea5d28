"""Which part of the former question gives way to the thing that a line names ("and the pier?")."""

import re
from dataclasses import replace

from assistant.corpus.dates import CALENDAR
from assistant.corpus.names import own_names
from assistant.corpus.numerals import ORDINALS
from assistant.followups.nouns import (
    are_alike,
    can_act,
    has_topic,
    is_of_a_thing,
    is_place,
    is_somebody,
    is_time,
    lean_alike,
)
from assistant.followups.people import is_body
from assistant.language import words
from assistant.questions.helping_verbs import AUXILIARY, BE, in_number
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.phrases import VERBAL_NOUN, Phrase, phrases_in


def led_last(by: str) -> re.Pattern[str]:
    """What finds the end of a question that one of the words ``by``, a pattern, leads: its groups ``led`` and ``what``.

    Words take a space each, so that there is one way to read them: with more the time doubles with each letter.
    """
    word = rf"(?!(?:{by})\b)\S+"
    return re.compile(rf" (?P<led>{by}) (?P<what>{word}(?: {word})*)$", re.IGNORECASE)


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
_POINTER = re.compile(rf"(?:{'|'.join(ORDINALS[:10])}|last|latest|\w+est|rest|most|half)", re.IGNORECASE)
_PARTICIPLE = re.compile(r"[a-z]+(?:ed|en|wn|ght|ne|id|old)")
# "Who is responsible for the pier": what stands bare behind them is a quality and no thing.
_LEADS_ON = re.compile(
    r" (?:the|an?|than|and|or|in|at|by|near|to|on|for|from|about|between|against|over|with|of)\b", re.IGNORECASE
)
_IS = re.compile(
    r"\b(?:is|are|was|were|be|been|went|go|goes|gone|felt|feel|feels|looks?|looked|remains?) $", re.IGNORECASE
)
_LED = r"about|on|for|with|of|to|from|in|at|by|against|over|behind|near|regarding|concerning"
_LAST = led_last(_LED)
_LED_THEN = re.compile(rf"\b(?:{_LED}|before|after|during) $", re.IGNORECASE)
# What follows them is the topic of a noun before them: "the quarrel over the trams", but "the pier with the mayor".
_OF_A_NOUN = re.compile(r"about|against|over|regarding|concerning", re.IGNORECASE)
# It is said of anybody and anything: "what happened to the barge?", and to the crew?
_BEFALLS = re.compile(r"\b(?:happen(?:s|ed|ing)? to|bec[ao]mes? of|(?:wrong|matter) with) $", re.IGNORECASE)
# Where nobody is: "who lives in the house?", but not in its owner.
_OF_NOBODY = re.compile(r"in|at|of", re.IGNORECASE)
# "Why is the roof leaking": the last word is what it does, and no part of its name.
_WHY = re.compile(r"why", re.IGNORECASE)
_MANNER = re.compile(r"how|when|where", re.IGNORECASE)
_DOING = re.compile(rf"(?!{VERBAL_NOUN.pattern})\b[a-z]+ing$", re.IGNORECASE)
_WHAT_IS = re.compile(r"what (?:is|was)", re.IGNORECASE)
_OPENS_YES_OR_NO = re.compile(rf"{AUXILIARY} (?=\S)", re.IGNORECASE)
_OCCASION = re.compile(rf"(?:[\w-]+ )*{TRANSCRIPT}", re.IGNORECASE)
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
    if not of_a_number and (had is None or has_topic(had) != has_topic(thing) or had.plural != thing.plural):
        return ""
    return f"{asked['wh']} {thing.bare} {asked['aux']} {asked['rest']}?"


def after_the_same_preposition(new: str, question: str) -> str:
    """The question with what stands behind the preposition that ``new`` begins with replaced ("and for the pier?")."""
    placed = _PREPOSITION.match(new)
    if not placed or not thing_in(new[placed.end() :]):
        return ""
    before = re.compile(rf"\b{placed.group().strip()} $", re.IGNORECASE)
    about = placed.group().lower() == "about "
    said = phrases_in(question)
    old = [p for p in said if (about or not p.named) and before.search(question[: p.start])]
    if old:
        return f"{question[: old[-1].start]}{new[placed.end() :]}{question[old[-1].end :]}?"
    owned = [p for p in said if placed.group().lower() == "of " and " of " in p.text]
    at = owned[-1].start + owned[-1].text.rindex(" of ") + len(" of ") if owned else 0
    return f"{question[:at]}{new[placed.end() :]}{question[owned[-1].end :]}?" if owned else ""


def of_the_subject(new: str, question: str) -> str:
    """The question with its subject, or what that is of, replaced by one of the same form ("and the pier?")."""
    opened, thing = ASKED.fullmatch(question) or _IS_IT_SO.fullmatch(question), thing_in(new)
    subject = _subject(question, opened) if opened else None
    if not opened or thing is None or subject is None:
        return ""
    if opened.re is ASKED and own_names(new) and _has_object(question, subject):  # "why did they close the mill?"
        return ""
    if owned := _of_what_it_is_of(thing, subject, opened):
        return owned
    if not are_alike(subject, thing) or not _can_stand_for(thing, subject):
        return ""
    return _asked_of(thing, subject, opened) if opened.re is ASKED else _of_what_is_so(thing, subject, opened)


def _asked_of(thing: Phrase, subject: Phrase, asked: re.Match[str]) -> str:
    question = asked.string
    whole = subject.text if _POINTER.fullmatch(subject.core.split(" of ")[0]) else subject.core
    end = question.index(whole, subject.start) + len(whole)
    if end == len(question) and _ends_in_its_verb(subject, asked):  # "the quay last"
        end = question.rfind(" ")
    if end <= subject.start or _COMPLEMENT.match(question, end):
        return ""
    owns = "’s" if re.search(r"['’]s?$", whole) else ""
    return f"{question[: asked.start('aux')]}{_agreeing(asked['aux'], thing)} {thing.text}{owns}{question[end:]}?"


def _ends_in_its_verb(subject: Phrase, asked: re.Match[str]) -> bool:
    """Whether the last word of a question, taken for one of its subject, says what that does or how it is."""
    if not BE.fullmatch(asked["aux"]):
        return True
    more = " " in subject.core
    return more and bool(_WHY.match(asked["wh"]) or (_MANNER.fullmatch(asked["wh"]) and _DOING.search(subject.core)))


def _of_what_it_is_of(thing: Phrase, subject: Phrase, opened: re.Match[str]) -> str:
    """ "The price of rye" with oats in the place of rye, or "the title of the book" with its publisher; else ""."""
    question, owner = opened.string, subject.text.partition(" of ")[2]
    had = thing_in(owner) if owner and opened.re is ASKED else None
    if had is None or is_of_a_thing(thing) or is_determined(owner) != is_determined(thing.text):
        return ""
    one = is_somebody(thing) and not thing.plural and not thing.named
    if one and is_somebody(subject) and not is_somebody(had):  # "the chair of the club", and its clerk
        return ""
    its_own = one and is_place(had)  # the governor of the province has no capital
    if are_alike(had, thing) and not its_own and (is_of_a_thing(subject) or can_act(had)):
        kept = f" of {owner.partition(' of ')[2]}" if one and " of " in owner else ""
        return f"{question[: subject.end - len(owner)]}{thing.text}{kept}{question[subject.end :]}?"
    if one and is_of_a_thing(subject) and _WHAT_IS.fullmatch(f"{opened['wh']} {opened['aux']}"):
        return f"Who {opened['aux']} {thing.text} of {owner}{question[subject.end :]}?"
    return ""


def _agreeing(verb: str, thing: Phrase) -> str:
    either = (thing.named and not thing.person) or is_body(thing)  # "the staff are"
    return verb if either and not thing.plural else in_number(verb, plural=thing.plural)


def _of_what_is_so(thing: Phrase, subject: Phrase, opened: re.Match[str]) -> str:
    """ "Is the pier safe" with another in its place; a quality at the end looks like a part of its name."""
    question = opened.string
    end = question.rfind(" ") if subject.end == len(question) else subject.end
    of_one_kind = " of " not in subject.text and is_somebody(subject) == is_somebody(thing)
    if not of_one_kind or end <= subject.start + 4 or _LEADS_ON.match(question, end):
        return ""
    verb = _agreeing(opened["aux"], thing)
    return f"{verb[0].upper()}{verb[1:].lower()} {thing.text}{question[end:]}?"


def _subject(question: str, asked: re.Match[str]) -> Phrase | None:
    return next((p for p in phrases_in(question) if p.start == asked.start("rest")), None)


def _has_object(question: str, subject: Phrase) -> bool:
    behind = [p for p in phrases_in(question) if p.start > subject.end and p.definite]
    return any(not _LED_THEN.search(question[: p.start]) for p in behind)


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
    about, befalls = _OF_A_NOUN.fullmatch(last["led"]), _BEFALLS.search(question[: last.start("what")])
    if not _can_be_led(thing, had, last) or _may_be_the_subject(thing, question):
        return ""
    if not about and (had.definite != thing.definite or not phrases_in(last["what"])):
        return ""
    before = phrases_in(question[: last.start()])[-1:]
    noun = before[0] if before and before[0].end == last.start() else None
    quality = noun and not noun.definite and _IS.search(question[: noun.start])
    if noun and not quality and not (about or befalls) and not is_of_a_thing(noun):
        return ""
    return f"{question[: last.start('what')]}{new}?"


def _can_be_led(thing: Phrase, had: Phrase, last: re.Match[str]) -> bool:
    """Whether a preposition that leads ``had`` can lead ``thing`` to the same end."""
    if _OF_A_NOUN.fullmatch(last["led"]) or _BEFALLS.search(last.string[: last.start("what")]):
        return lean_alike(had, thing) and (had.person == thing.person or (can_act(had) and can_act(thing)))
    nobody = _OF_NOBODY.fullmatch(last["led"]) and is_somebody(thing) and not is_somebody(had)
    return (not thing.definite or are_alike(had, thing)) and not nobody  # "what was spent on salaries?", on repairs


def _may_be_the_subject(thing: Phrase, question: str) -> bool:
    """Whether ``thing`` may as well be meant for what a question for yes or no begins with: "does the bus stop …"."""
    opened = _OPENS_YES_OR_NO.match(question)
    subject = next((p for p in phrases_in(question) if opened and p.start == opened.end()), None)
    return subject is not None and subject.definite == thing.definite and are_alike(subject, thing)


def is_topic(had: Phrase, thing: Phrase) -> bool:
    """Whether ``thing`` can take the place of ``had``, which is no time, no meeting and no list of several."""
    if is_time(had) or {word.removesuffix("s") for word in words(had.bare)} & CALENDAR or had.bare[0].isdigit():
        return False
    return not _OCCASION.fullmatch(had.bare) and (" and " not in had.text or " and " in thing.text)


def is_determined(text: str) -> bool:
    """Whether it begins with an article or another word that says which."""
    return bool(_DETERMINER.match(text))
