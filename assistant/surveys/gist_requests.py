"""Which transcripts a line asks to sum up, by its wording: by title, date or people, or all of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.language import words
from assistant.store.catalog import Card
from assistant.surveys.designation import DETERMINERS, NUMBER, TRANSCRIPTS, designated
from assistant.surveys.requests import META
from assistant.surveys.resolutions import Matter
from assistant.topics import SUM_UP, plainly

_POINTS = (
    rf"(?:(?:the |some )?(?:{NUMBER} )?(?:main|key|most important|major|principal|biggest|central) )"
    r"(?:points?|takeaways?|topics?|themes?|subjects?|messages?|highlights?|ideas?|issues?)"
)
_ITS_POINTS = rf"(?:{_POINTS}(?: discussed)?|the (?:takeaways|topics|themes|subjects|highlights|gist|summary))"
_GIVE = r"(?:(?:give|list|show|tell|name)(?: me)? |what (?:is|are|was|were) )?"
# Wordings that ask of transcripts as such, and those that may ask of a call or a talk told of in one.
_SURE, _LIKELY = (
    tuple(re.compile(rf"^{head}{TRANSCRIPTS}{tail}$", re.IGNORECASE) for head, tail in pairs)
    for pairs in (
        (
            (rf"{SUM_UP} ", ""),
            (rf"{_GIVE}{_ITS_POINTS} (?:of|in|from|at|during) ", ""),
            (r"tell me about ", ""),
        ),
        (
            (r"what (?:happened|went on) (?:in|at|during) ", ""),
            (r"what (?:topics |subjects )?(?:was|were|is|are) (?:discussed|said|talked about) (?:in|at|during) ", ""),
            (
                r"what (?:did|do) (?:they|we|people|everyone|the \w+) (?:discuss|talk about|speak about|cover) "
                r"(?:at|in|during) ",
                "",
            ),
            (r"what(?: is| are| was| were|[’']s) ", r" (?:all )?about"),
            (
                r"(?:what|which) (?:(?:main |key )?(?:topics|subjects|themes) )?(?:do|does|did) ",
                r" (?:say|cover|deal with|discuss|touch on|treat|talk about)",
            ),
        ),
    )
)
_WHO = r"(?:they|we|people|everyone|the [\w’'-]+(?: [\w’'-]+)?)"
_AFTER = re.compile(r"^(?P<asked>.+?) (?:after|following|since) ", re.IGNORECASE)
_THE = r"(?:the |all |all the |any |some )?(?:main |key |most important |final )?"
_DECISIONS = r"(?:decisions?|resolutions?|agreements?|outcomes?|results?|conclusions?)"
_REACHED = r"(?: (?:that )?(?:(?:were|was|they|we) )?(?:made|taken|reached|adopted|passed))?"
_AGREED = r"(?:decided?|agreed?(?: (?:up)?on)?|resolved?|settled?(?: on)?|approved?|adopted?|concluded?)"
_LEFT_OPEN = (
    r"(?:open|unresolved|undecided|unsettled|unanswered|pending|outstanding|up in the air|to be (?:decided|settled))"
)
_POINTS_OPEN = r"(?:questions|points|issues|items|matters|things)"
_TO_DO = (
    r"(?:next steps?|action (?:items?|points?)|actions|to-?dos?|to-do list|tasks|follow-up (?:actions|tasks|items)|"
    r"commitments|promises|assignments)"
)
# What is asked of meetings as a whole, but for the words that say of which: " at the last meeting" or nothing.
_MATTERS = tuple(
    (matter, re.compile(rf"^(?:{head})(?: (?:of|in|from|at|during|by) {TRANSCRIPTS})?$", re.IGNORECASE))
    for matter, head in (
        (Matter.DECIDED, rf"what (?:was|were|is|has been|had been|got|did {_WHO}) (?:all )?{_AGREED}"),
        (Matter.DECIDED, rf"{_GIVE}{_THE}{_DECISIONS}{_REACHED}"),
        (
            Matter.DECIDED,
            rf"(?:what|which) {_THE}{_DECISIONS} (?:were|was|have been|did {_WHO}) "
            r"(?:made?|taken?|reach(?:ed)?|adopted)",
        ),
        (
            Matter.OPEN,
            rf"(?:what|which {_POINTS_OPEN})(?: {_POINTS_OPEN})?"
            rf"(?: (?:is|are|was|were|remain(?:s|ed)?|ha(?:s|ve) been))?(?: (?:still|left|now))* {_LEFT_OPEN}",
        ),
        (Matter.OPEN, rf"{_GIVE}{_THE}{_LEFT_OPEN} {_POINTS_OPEN}"),
        (Matter.TASKS, rf"{_GIVE}{_THE}{_TO_DO}(?: (?:agreed|that were agreed|assigned))?"),
        (Matter.TASKS, r"(?:what|who) (?:has|have|is|are|needs?) to (?:be done|do what|do)(?: next)?"),
        (Matter.TASKS, r"what (?:happens|comes|is) next"),
    )
)
_ALL_OF_THEM = re.compile(
    rf"^(?:{SUM_UP} (?:everything|all|them all|all of (?:it|them))|summari[sz]e|sum up|what (?:is|are) {_POINTS})$",
    re.IGNORECASE,
)
_QUOTED = rf"{DETERMINERS.replace('<every>', '<{0}s>')}(?:{META} )?(?:called |titled )?[“\"](?P<{{0}}>[^”\"]+)[”\"]"
_BY_TITLE = re.compile(
    rf"^(?:{SUM_UP} {_QUOTED.format('one')}|what (?:is|was|does|did) {_QUOTED.format('other')} (?:say|about|cover))$",
    re.IGNORECASE,
)
_SAID_BY = re.compile(
    rf"^(?:{SUM_UP} what |what (?:did|does|do|has|have) )(?P<who>(?:[\w’'.-]+ ){{1,5}}?)"
    rf"(?:said|say|says|talk(?:s|ed)? about|speaks? about|sp[eo]ken? about)(?: (?:at|in|during) {TRANSCRIPTS})?$",
    re.IGNORECASE,
)
# What a follow-up was understood to be about, which a speaker's words need not be.
_BRACKETS = re.compile(r" \([^()]*\)$")
_BRACKETED = re.compile(r" \((?P<which>[^()]*)\)$")
_PART = re.compile(r"\b(?:about|regarding|concerning)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gist:
    """What is to be summed up: the transcripts, and the words of the request that picked them; "" for all of them.

    There are no sources where the words pick by an order that dates do not tell.

    Attributes:
        speaker: whose words alone are to be summed up, as written; "" for everyone's.
        matter: what alone is asked of them; None for all that they say.
    """

    sources: tuple[str, ...]
    said: str
    speaker: str = ""
    matter: Matter | None = None


def asked_gist(text: str, cards: Sequence[Card], before: str = "") -> Gist | None:
    """Which of the transcripts are to be summed up, by the wording alone; None for a topic, or one that none is of.

    Args:
        before: the question before, of whose transcripts "What are the next steps?" then asks.
    """
    plain = plainly(text)
    everything = Gist(tuple(card.source for card in cards), "")
    if not cards or _ALL_OF_THEM.match(plain):
        return everything if cards else None
    if quoted := _BY_TITLE.match(plain):
        title = quoted["one"] or quoted["other"]
        titled = tuple(card.source for card in cards if words(card.title) == words(title))
        return Gist(titled, f"“{title}”") if titled else None
    if about := _asked_matter(plain, cards, before):
        return about
    sure = next((found for pattern in _SURE if (found := pattern.match(plain))), None)
    found = sure or next((found for pattern in _LIKELY if (found := pattern.match(plain))), None)
    if found is None and (by := _SAID_BY.match(_BRACKETS.sub("", plain))):
        chosen = designated(by, plain, cards, sure=False) if by["noun"] else (everything.sources, "")
        return Gist(*chosen, by["who"].strip()) if chosen else None
    if found is None or (not sure and _PART.search(found["after"])):
        return None
    chosen = designated(found, plain, cards, sure=bool(sure))
    return Gist(*chosen) if chosen else None


def _asked_matter(plain: str, cards: Sequence[Card], before: str) -> Gist | None:
    """What is asked of meetings as a whole but not all that they say; None where it is asked of one thing in them."""
    # What a line was understood to be about, and what was open after a meeting, are read as what was so at it.
    said, bare = _AFTER.sub(r"\g<asked> at ", _BRACKETED.sub(r" at \g<which>", plain)), _BRACKETS.sub("", plain)
    for matter, pattern in _MATTERS:
        found = pattern.match(said)
        if found and found["noun"]:
            chosen = None if _PART.search(found["after"]) else designated(found, said, cards, sure=True)
            if chosen:
                return Gist(*chosen, matter=matter)
        if pattern.match(bare) and (before or (bare == plain and not (found and found["noun"]))):
            summed = asked_gist(before, cards) if before else Gist(tuple(card.source for card in cards), "")
            return replace(summed, matter=matter) if summed else None
    return None
