"""After "What did Ann say?" or "Who was for it?": the same of another speaker, of another matter, on the same side."""

import re

from assistant.corpus.dates import CALENDAR
from assistant.followups.context import unmarked
from assistant.followups.people import may_act
from assistant.questions.phrases import Phrase, phrases_in
from assistant.questions.topics import BRACKET

SAYING = re.compile(
    r"\b(?:say|think|tell|report|suggest|promise|decide|ask|propose|write|know|hear|learn|want)\b", re.IGNORECASE
)
# "What did Bo say?": of any thing may be asked what was said about it.
_SAID = re.compile(
    r"(?P<said>what (?:else )?(?P<aux>did|does|do|has|have|would|will) (?P<who>.+?) "
    r"(?:say|said|think|thought|answer|reply|suggest|report|promise|decide|ask|propose))"
    r"(?P<tail>(?: (?:to|about|of|on|at|in|before|after|during) .+)?)",
    re.IGNORECASE,
)
_MATTER = re.compile(r"(?:^ (?:on|of)|\babout) ", re.IGNORECASE)
_SIDE = re.compile(
    r"who (?P<verb>is|was|were|are|voted|spoke)(?P<out> out)? (?P<side>for|against|behind|in favou?r of) (?P<what>.+)",
    re.IGNORECASE,
)
_ONE_NAME = re.compile(r"[A-Z][\w’'-]+")


def of_another_matter(new: str, resolved: str, question: str) -> str:
    """What the same one said of another matter, another one of the same, or who was on the same side in another.

    Args:
        resolved: ``new`` without pronouns.
    """
    plain = unmarked(resolved)
    nouns, bare = phrases_in(plain), BRACKET.sub("", question)
    if len(nouns) != 1 or nouns[0].text != re.sub(r"^about ", "", plain):
        return ""
    speaks = plain == nouns[0].text and may_act(nouns[0])
    named = bool(_ONE_NAME.fullmatch(new))
    if side := _SIDE.fullmatch(bare):
        if named or (speaks and nouns[0].named):
            return ""
        return (
            f"{_asked_of(nouns[0], side)}{question[len(bare) :]}?"
            if speaks
            else f"{bare[: side.start('what')]}{nouns[0].text}?"
        )
    said = _SAID.fullmatch(bare)
    if not said:
        return ""
    if speaks or named:
        return f"{question[: said.start('who')]}{nouns[0].text}{question[said.end('who') :]}?"
    return f"{said['said']} about {nouns[0].text}{_after_the_matter(said['tail'])}?"


def _asked_of(who: Phrase, side: re.Match[str]) -> str:
    """ "Who voted for the loom?" as "Did the dyers vote for the loom?"."""
    verb, rest = side["verb"].lower(), f"{side['out'] or ''} {side['side']} {side['what']}"
    if verb in ("voted", "spoke"):
        return f"Did {who.text} {'vote' if verb == 'voted' else 'speak'}{rest}"
    now, then = ("Are", "Were") if who.plural else ("Is", "Was")
    return f"{now if verb in ('is', 'are') else then} {who.text}{rest}"


def _after_the_matter(tail: str) -> str:
    """What is said besides the matter: of " about the loom before noon" the " before noon"."""
    about = _MATTER.search(tail)
    matter = next((p for p in phrases_in(tail) if about and p.start == about.end()), None)
    if about is None or matter is None:
        return "" if about else tail
    if not about.group().lower().endswith("about ") and set(matter.bare.lower().split()) & CALENDAR:
        return tail  # "on Monday"
    return f"{tail[: about.start()].rstrip()}{tail[matter.end :]}"
