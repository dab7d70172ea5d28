"""Which lines ask who played a part in a meeting: who opened, closed, chaired or hosted it, asked, was the guest.

By their wording alone, with the transcripts that the rest of the line picks. "Who opened the bridge?" asks no such
thing: what is opened must be what people call a meeting, and a transcript must go by that name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.language import content_stems, stems
from assistant.questions.designation import TRANSCRIPTS, designated
from assistant.questions.matters import PART, of_their_kind
from assistant.questions.succession import is_subtitles, is_titled, sources_of
from assistant.questions.topics import plainly
from assistant.store.catalog import Card


class Part(StrEnum):
    """What somebody does at a meeting."""

    OPENED = "opened"
    CLOSED = "closed"
    SPOKE_FIRST = "spoke first"
    SPOKE_LAST = "spoke last"
    CHAIRED = "chaired"
    HOSTED = "hosted"
    ASKED = "asked the questions"
    MINUTES = "took the minutes"
    SPOKE = "spoke"
    NAMED = "was"


# What else goes by its title only: "the inquiry" is a transcript where one is called so.
_TITLED = re.compile(
    r"(?:the |this |our |that )?(?P<which>(?:[\w’'-]+ ){0,4}?)(?P<noun>hearing|inquiry|inquest|trial|retro|"
    r"retrospective|consultation|panel|assembly|workshop|stand-?up|webinar|seminar|show|evening|proceedings)$",
    re.IGNORECASE,
)
# A hearing is of what its title may say instead.
_ALSO = {"hearing": ("inquiry", "inquest", "trial", "tribunal")}
_ROLES = (
    r"guests?|hosts?|moderators?|chair(?:man|woman|person)?|presenters?|interviewers?|interviewees?|witness(?:es)?|"
    r"lecturers?|facilitators?"
)
_IN = r"(?:in|at|on|of|during|for)"
_WHO = r"who(?: all)?"
_OPENED = r"(?:opened|opens|began|started|kicked off)"
_CLOSED = r"(?:closed|closes|ended|concluded|wound up)"
_HEADS = (
    (Part.SPOKE_FIRST, rf"{_WHO} (?:spoke first|(?:is|was) (?:the )?first (?:one )?to speak|had the first word) {_IN}"),
    (Part.SPOKE_LAST, rf"{_WHO} (?:spoke last|(?:is|was) (?:the )?last (?:one )?to speak|had the last word) {_IN}"),
    (Part.OPENED, rf"{_WHO} {_OPENED}"),
    (Part.CLOSED, rf"{_WHO} {_CLOSED}"),
    (Part.HOSTED, rf"{_WHO} (?:hosted|hosts|presented|presents)"),
    (Part.CHAIRED, rf"{_WHO} (?:chaired|chairs|moderated|moderates|presided over)"),
    (
        Part.ASKED,
        rf"{_WHO} (?:(?:asked|asks|put) (?:all |most of )?the questions {_IN}|conducted)",
    ),
    (Part.MINUTES, rf"{_WHO} (?:took|kept|wrote) the minutes {_IN}"),
    (Part.SPOKE, rf"{_WHO} (?:speaks|spoke|is speaking|talks|is talking) {_IN}"),
    (Part.NAMED, rf"{_WHO} (?:is|was|are|were|[’']s) (?:the )?(?P<role>{_ROLES}) {_IN}"),
)
_OF_ONE = tuple((part, re.compile(rf"^{head} {TRANSCRIPTS}$", re.IGNORECASE)) for part, head in _HEADS)
_OF_A_TITLE = tuple((part, re.compile(rf"^{head} (?P<rest>.+)$", re.IGNORECASE)) for part, head in _HEADS)
_BARE = (
    (Part.NAMED, re.compile(rf"^{_WHO} (?:is|was|were|are) the (?P<role>{_ROLES})$", re.IGNORECASE)),
    (Part.MINUTES, re.compile(rf"^{_WHO} (?:took|kept|wrote) the minutes$", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class PartAsked:
    """A part, and the sources of the transcripts in which somebody is to have played it.

    Attributes:
        role: the noun of a part that is asked for by one, in the singular and in small letters: "guest"; else "".
    """

    part: Part
    sources: tuple[str, ...]
    role: str = ""


def asked_part(text: str, cards: Sequence[Card]) -> PartAsked | None:
    """Which part ``text`` asks for, and in which transcripts; None for other lines, and where none is meant."""
    plain = plainly(text)
    for part, pattern in _OF_ONE:
        found = pattern.match(plain)
        if found and not PART.search(found["after"]):
            chosen = designated(found, plain, cards, sure=False)
            filmed = chosen and chosen[1] and all(is_subtitles(card) for card in cards if card.source in chosen[0])
            chosen = chosen if filmed else chosen and of_their_kind(found["noun"], chosen, cards)
            if chosen and chosen[0]:
                return PartAsked(part, chosen[0], _role(found))
    for part, pattern in _OF_A_TITLE:
        found = pattern.match(plain)
        called = _TITLED.fullmatch(found["rest"]) if found else None
        if found and called and (sources := _called(called, cards)):
            return PartAsked(part, sources, _role(found))
    for part, pattern in _BARE:
        if found := pattern.match(plain):
            return PartAsked(part, sources_of(cards), _role(found))
    return None


def _called(called: re.Match[str], cards: Sequence[Card]) -> tuple[str, ...]:
    """The one transcript whose title says the noun, and all other words that are said of it."""
    nouns = (called["noun"], *_ALSO.get(called["noun"].lower(), ()))
    titled = [card for card in cards if any(is_titled(card, noun) for noun in nouns)]
    fitting = [card for card in titled if set(content_stems(called["which"])) <= set(stems(card.title))]
    return sources_of(fitting) if len(fitting) == 1 else ()


def _role(found: re.Match[str]) -> str:
    role = (found.groupdict().get("role") or "").lower()
    return "witness" if role.startswith("witness") else role.removesuffix("s")
