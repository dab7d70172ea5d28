"""Whose price it is: "what about the price?" after a question about the bridge asks for the price of the bridge."""

import re

from assistant.followups.context import unmarked
from assistant.followups.nouns import has_topic, is_attribute, is_of_a_thing, is_somebody
from assistant.followups.slots import thing_in
from assistant.language import stem
from assistant.questions.phrases import Phrase, phrases_in
from assistant.questions.topics import BRACKET

# They have a topic, and are what they are by the thing that has them.
_OF_IT = frozenset(
    stem(noun) for noun in "risk danger advantage disadvantage benefit drawback result consequence effect".split()
)
_INDEFINITE = re.compile(r"(?:an?|any|some) ", re.IGNORECASE)


def with_owner(alone: str, new: str, question: str) -> str:
    """``alone`` with what the price or the date that ``new`` names is of, where that has given way to it.

    Args:
        alone: the question before with ``new`` in the place of a part.
        new: what is left of the line without "and" or "what about".
        question: the question before, standing alone.
    """
    thing = thing_in(re.sub(r"^about ", "", unmarked(new)))
    if thing is None or not _wants_an_owner(thing):
        return alone
    asked = phrases_in(BRACKET.sub("", unmarked(question)))
    lost = [_owner(p) for p in asked if p.text not in alone and not is_somebody(p)]
    at, owner = alone.rfind(thing.text), next((text for text in reversed(lost) if text), "")
    end = at + len(thing.text)
    if not owner or at < 0 or alone.startswith(" of ", end):
        return alone
    return f"{alone[:end]} of {_INDEFINITE.sub('the ', owner)}{alone[end:]}"


def _wants_an_owner(phrase: Phrase) -> bool:
    """Whether it is something of a thing, and does not say of which: "the date", "the total cost", "price"."""
    if phrase.core != phrase.bare or re.search(r"['’]s?\b", phrase.text):
        return False
    if not phrase.text.lower().startswith("the "):
        return is_attribute(phrase) and not phrase.plural and not phrase.definite
    return is_of_a_thing(phrase) or phrase.head in _OF_IT


def _owner(phrase: Phrase) -> str:
    """The phrase, or of "the price of the barn" the barn; "" for a price of which it is not said whose."""
    return phrase.text.partition(" of ")[2] if is_of_a_thing(phrase) or has_topic(phrase) else phrase.text
