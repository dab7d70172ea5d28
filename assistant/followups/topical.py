"""A line that names a topic after a question for problems, plans, complaints: those about that topic."""

import re
from dataclasses import replace

from assistant.followups.nouns import are_alike, can_act, has_topic, is_of_a_thing, lean_alike
from assistant.followups.slots import is_determined, is_topic, led_last, thing_in
from assistant.questions.helping_verbs import AUXILIARY
from assistant.questions.phrases import Phrase, phrases_in

_ASKED_FOR = re.compile(
    rf"(?:(?:what|which)(?: (?:is|are|was|were|(?:kinds?|sorts?|types?) of))?|{AUXILIARY} there|"
    r"(?:(?:please|briefly|can you|could you) )*(?:list|name|summari[sz]e|describe|outline|explain|(?:give|tell|show)"
    r"(?: me)?))(?: (?:all|some)(?: of)?| any)?\b\s*",
    re.IGNORECASE,
)
_ABOUT = r"(?:about|on|over|regarding|concerning|as (?:to|for)|when it comes to)"
_SAYS_ABOUT = re.compile(rf"{_ABOUT} ", re.IGNORECASE)
_OTHERWISE_LED = re.compile(r"(?:for|in|at|with|from|among|against|to|of|by|near) ", re.IGNORECASE)
_TOPIC_LED = rf"(?:{_ABOUT}|with|for|to|of|against)"
_ENDS_IN_TOPIC = led_last(_TOPIC_LED)
# "What problems of farming were talked about?"
_TOPIC_BEHIND = re.compile(
    rf" {_TOPIC_LED} (?P<what>(?:(?!(?:{_TOPIC_LED}|{AUXILIARY})\b)\S+ )+?)(?={AUXILIARY}\b)", re.IGNORECASE
)
_WHICH_ONES = re.compile(r"\b(?:what|which) $", re.IGNORECASE)


def of_another_topic(new: str, question: str) -> str:
    """A question for what has a topic, asked about what ``new`` names; "" for other questions and lines.

    The topic that the question had gives way.

    Args:
        new: what is left of the line without "and" or "what about".
        question: the question before, standing alone, without its mark.
    """
    asked_for = _asked_for(question)
    if asked_for is None:
        return ""
    about, led = _SAYS_ABOUT.match(new), _OTHERWISE_LED.match(new)
    opened = about or led
    thing = thing_in(new[opened.end() :] if opened else new)
    if thing is None:
        return ""
    if not opened and has_topic(thing):
        the = "the " if asked_for.definite and not thing.definite else ""
        other = thing.bare if _WHICH_ONES.search(question[: asked_for.start]) else f"{the}{thing.text}"
        rest = question[asked_for.end :]
        rest = re.sub("^ for ", " of ", rest) if is_of_a_thing(thing) else rest  # "the reason for it", its result
        return f"{question[: asked_for.start]}{other}{rest}?"
    told = _TOPIC_BEHIND.match(question, asked_for.end) or _ENDS_IN_TOPIC.search(question, asked_for.end)
    had = thing_in(told["what"].strip()) if told else None
    if told and had and not led and is_topic(had, thing):
        end = told.start("what") + len(told["what"].rstrip())
        other = f"{question[: told.start('what')]}{thing.text}{question[end:]}?"
        are_so = lean_alike if _SAYS_ABOUT.match(told.group().strip()) else are_alike
        alike = are_so(had, thing)
        if alike or not about:
            return other if alike else ""
    if led:
        return f"{question} {new}?"
    if told and can_act(thing) and not (about or thing.named):  # whose reaction, and not to what
        return ""
    if re.search(r"\babout\b", question, re.IGNORECASE):
        return f"{question[: asked_for.end]} of {thing.text}{question[asked_for.end :]}?"
    return f"{question} about {thing.text}?"


def _asked_for(question: str) -> Phrase | None:
    """The problems, plans or the like that a question asks for; behind an article their word is no verb."""
    opened = _ASKED_FOR.match(question)
    if not opened:
        return None
    rest = question[opened.end() :]
    the = "" if is_determined(rest) else "the "
    phrase = next((p for p in phrases_in(the + rest) if p.start == 0), None)
    if phrase is None or not has_topic(phrase):
        return None
    text = phrase.text[: len(phrase.text) - len(phrase.bare) + len(phrase.core)].removeprefix(the)
    return replace(phrase, text=text, start=opened.end(), end=opened.end() + len(text), definite=not the)
