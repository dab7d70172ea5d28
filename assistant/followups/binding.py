"""A pronoun that means what its own line names: "was the footbridge closed before it was painted?" leans on no turn."""

import re

from assistant.corpus.dates import CALENDAR
from assistant.corpus.offices import TRADES
from assistant.corpus.units import units_named
from assistant.followups.context import Context
from assistant.followups.nouns import is_attribute, is_time
from assistant.followups.people import MINDED, is_body, may_act, may_be_somebody, tells_of_somebody
from assistant.language import words
from assistant.questions.helping_verbs import AUXILIARY
from assistant.questions.phrases import Phrase, phrases_in

_POSSESSIVE = frozenset("his her hers its their theirs".split())
_NOMINATIVE = frozenset("he she it they".split())
_ENDS_IN_AUXILIARY = re.compile(rf"\b{AUXILIARY}(?:n['’]t)? $", re.IGNORECASE)
# "How many workers does their plant employ?": what is asked for is not who has the plant.
_ASKED_FOR = re.compile(r"\b(?:how (?:many|much)|which|what)(?: of)?(?: \w+)? $", re.IGNORECASE)
_AUXILIARY_THEN = re.compile(rf"\W*{AUXILIARY}\b", re.IGNORECASE)
# What opens a clause of its own, whose subject may be the main one's.
_SUBORDINATES = re.compile(
    r"\b(?:when|while|before|after|since|because|if|as|until|till|once|though|although|unless|whether|that|what|which|"
    r"whom?|whose|where|how|why|say|says|said|think|thinks|believe|claim|admit|promise) $",
    re.IGNORECASE,
)
# "What did the mayor say about its future?": of something else than the one who speaks.
_SPOKEN_OF = re.compile(rf"\b(?:{MINDED}|know|said|thought)\b.*\b(?:about|of|on|with|to|for) $", re.IGNORECASE)
# Phrases are looked for in so many characters; for each pronoun of a long line they would cost its square.
FAR = 300
_OF_A_PERSON = frozenset("he she his her hers".split())
# "Who would lose their bonus?": the bonus of those who lose it.
_WHO_LOSES = re.compile(
    rf"\bwho (?:{AUXILIARY} )?(?:ever |all |still )?"
    r"(?:lose|lost|keep|kept|leave|left|quit|risk|risked|gave up|give up) $",
    re.IGNORECASE,
)
# What a council or board does not do: "what did the council say it cost?"
_OF_THINGS = re.compile(
    r" (?:is|are|was|were|costs?|(?:will|would|can|could|might|has|have|had) (?:be|been|cost)|opened|closed|"
    r"burn(?:ed|t)|sank|fell|broke|lasted|flooded|collapsed)\b",
    re.IGNORECASE,
)


def bound_within(line: str, match: re.Match[str], context: Context) -> bool:
    """Whether the pronoun ``match`` of ``line`` means somebody or something that the line names before it.

    Where that is unsure and a turn before names another, as "she" in "what did the director say when she left?", it
    does not.
    """
    word, before = match.group().lower(), line[: match.start()]
    if len(before) > FAR:
        return False
    if word == "there":
        return any(phrase.located for phrase in phrases_in(before))
    if not (_is_possessive(line, match) or (word in _NOMINATIVE and _opens_clause(before))):
        return False
    if _is_possessive(line, match) and _SPOKEN_OF.search(before):
        return False
    if word == "their" and _WHO_LOSES.search(before):
        return True
    subjects = [phrase for phrase in _subjects_before(line, match.start()) if _can_be(word, phrase)]
    if word in ("it", "they") and _OF_THINGS.match(line, match.end()):
        subjects = [phrase for phrase in subjects if not is_body(phrase)]
    if word == "it":  # "why did the price rise when it opened?"
        subjects = [phrase for phrase in subjects if not is_attribute(phrase)]
    if word in _OF_A_PERSON and subjects and not any(phrase.named for phrase in subjects):
        return not tells_of_somebody(context, "she" if word in ("she", "her", "hers") else "he")
    return bool(subjects)


def _is_possessive(line: str, match: re.Match[str]) -> bool:
    word = match.group().lower()
    return word in _POSSESSIVE and (word != "her" or bool(re.match(r" \w", line[match.end() :])))


def _opens_clause(before: str) -> bool:
    """Whether a clause begins there: behind "when" or "that", or straight behind a thing ("the kind they saw")."""
    if _ENDS_IN_AUXILIARY.search(before) or not before.endswith(" "):
        return False
    last = phrases_in(before)[-1:]
    thing = bool(last) and last[0].end == len(before) - 1 and not last[0].bare.endswith("ing")
    return thing or bool(_SUBORDINATES.search(before))


def _subjects_before(line: str, end: int) -> list[Phrase]:
    """Phrases that what follows may mean: not the one straight before ("the boats they bought"), nor what is asked."""
    before = phrases_in(line[:end])
    return [
        phrase
        for phrase in before
        if phrase.end < end - 1
        and line[phrase.end : end] != " of "
        and not phrase.located
        and not (_ASKED_FOR.search(line[: phrase.start]) and _AUXILIARY_THEN.match(line, phrase.end))
    ]


def _can_be(word: str, phrase: Phrase) -> bool:
    """Whether the phrase agrees with the pronoun in number, and in being somebody or something."""
    last = (words(phrase.core) or [""])[-1].removesuffix("s")
    if is_time(phrase) or last in CALENDAR or units_named(phrase.bare) or phrase.bare[0].isdigit():
        return False
    if word in ("they", "their", "theirs"):
        return phrase.plural
    if phrase.plural or not phrase.definite:
        return False
    if word in ("it", "its"):
        return not may_be_somebody(phrase) or is_body(phrase)
    return phrase.person or (may_act(phrase) and not phrase.named) or last in TRADES
