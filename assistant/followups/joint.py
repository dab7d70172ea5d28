"""Two who do something together: "the keeper and the warden" of "What did the keeper and the warden sell?"."""

import re
from dataclasses import replace

from assistant.followups.nouns import can_act
from assistant.followups.people import MINDED
from assistant.questions.helping_verbs import AUXILIARY
from assistant.questions.phrases import Phrase, phrases_in

_OPENS = re.compile(rf"\b{AUXILIARY} ", re.IGNORECASE)
_OF_A_MIND = re.compile(rf" (?:{MINDED})\b", re.IGNORECASE)


def joint_subject(question: str) -> Phrase | None:
    """The two who are asked about as one phrase; None where it asks about one, several, or things."""
    opened = _OPENS.search(question)
    said = [phrase for phrase in phrases_in(question) if opened and phrase.start >= opened.end()][:2]
    if not opened or len(said) < 2 or said[0].start != opened.end() or question[said[0].end : said[1].start] != " and ":
        return None
    one, other = said
    alike = _may_be_one(one) and (_may_be_one(other) or not other.definite)
    if not (alike or _OF_A_MIND.match(question, other.end)):
        return None
    text = question[one.start : other.end]
    bare = text.removeprefix(one.text[: one.text.index(one.bare)])
    return replace(one, text=text, bare=bare, end=other.end, core=bare, plural=True, person=False)


def _may_be_one(phrase: Phrase) -> bool:
    return phrase.named or can_act(phrase)
