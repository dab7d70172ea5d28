"""Which lines ask what a meeting decided, left open or gave to do, or how it went; and of which meeting.

By their wording alone. How it went is who was there, how many they were, how votes went, what was disputed, asked,
promised and due, and when the next meeting is.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.language import content_stems, stem, stems
from assistant.questions.designation import NUMBER, TRANSCRIPTS, designated
from assistant.questions.meeting_words import FOLK, MEETING
from assistant.questions.succession import goes_by, is_titled, name_of, sources_of
from assistant.questions.topics import GIVE, SUM_UP, plainly
from assistant.store.catalog import Card


class Matter(StrEnum):
    """What is asked of a meeting as a whole."""

    DECIDED = "decided"
    OPEN = "open"
    TASKS = "tasks"
    PRESENT = "present"
    ATTENDANCE = "attendance"
    CHAIRED = "chaired"
    VOTES = "votes"
    DISPUTED = "disputed"
    ASKED = "asked"
    PROMISED = "promised"
    DUE = "due"
    NEXT = "next"


# They ask for a part of a transcript.
PART = re.compile(r"\b(?:about|regarding|concerning)\b", re.IGNORECASE)
_GIVE = rf"{GIVE}?"
_THE = (
    r"(?:(?:an? |the )?(?:list|summary) of )?(?:the |all |all the |any |some )?"
    rf"(?:(?:top )?{NUMBER} )?(?:main |key |most important |final )?"
)
# Everyone, and the bodies whose decisions are a meeting's; what else the council promised or asked is its own.
_WHO = r"(?:they|we|people|everyone)"
_BODIES = "group|team|committee|panel|board|council|assembly|commission|cabinet"
_BODY = rf"(?:they|we|people|everyone|the (?:{_BODIES}|members|participants))"
_HOW = r"(?: (?:so far|finally|in the end|eventually))?"
_DECISIONS = r"(?:decisions?|resolutions?)"
_AGREED = r"(?:decided?|agreed?(?: (?:up)?on)?|resolved?|settled?(?: on)?|approved?|adopted?|voted on)"
_OPEN = (
    r"(?:open|unresolved|undecided|unsettled|unanswered|pending|outstanding|up in the air|to be (?:decided|settled))"
)
_POINTS = r"(?:questions|points|issues|items|matters|things)"
_TO_DO = r"(?:next steps?|action (?:items?|points?)|to-?dos?|to-do list|follow-up (?:actions|tasks|items))"
# What is asked of meetings as a whole, but for the words that say of which.
_HEADS = (
    (Matter.DECIDED, rf"what (?:was|were|is|has been|had been|got|did {_BODY})(?: finally)? (?:all )?{_AGREED}{_HOW}"),
    (Matter.DECIDED, rf"what[’']s (?:been )?(?:decided|agreed){_HOW}"),
    (
        Matter.DECIDED,
        rf"{_GIVE}{_THE}{_DECISIONS}(?: (?:that )?(?:(?:were|was|they|we) )?(?:made|taken|reached|passed))?",
    ),
    (
        Matter.DECIDED,
        rf"(?:(?:what|which) {_THE}{_DECISIONS} (?:were|was|have been|did {_BODY})|were any {_DECISIONS}) "
        r"(?:made?|taken?|reach(?:ed)?|passed|adopted)",
    ),
    (
        Matter.OPEN,
        rf"(?:what(?: (?:is|was|remain(?:s|ed)?|ha(?:s|ve) been)|[’']s) (?:still |left |now )+|what remain(?:s|ed)? |"
        rf"(?:what|which) {_POINTS} (?:(?:is|are|was|were|remain(?:ed)?|have been) )?(?:still |left |now )*){_OPEN}",
    ),
    (Matter.OPEN, rf"{_GIVE}{_THE}{_OPEN} {_POINTS}"),
    (Matter.TASKS, rf"{_GIVE}{_THE}{_TO_DO}(?: (?:agreed|that were agreed|assigned))?"),
    (Matter.TASKS, rf"(?:what|which) {_THE}{_TO_DO} (?:were|was|are|have been) (?:agreed|assigned)"),
    (Matter.TASKS, r"(?:what|who) (?:has|have|is|are|needs?|is left) to (?:be done|do what|do)"),
)
_QUARRELS = (
    r"(?:disagreements?|disputes?|controvers(?:y|ies)|conflicts?|objections?|quarrels?|(?:points?|areas?) of "
    r"(?:disagreement|contention|dispute)|(?:contentious|controversial|disputed) (?:issues?|points?|topics?|"
    r"questions?))"
)
_SET = (
    r"(?: (?:that )?(?:(?:were|are|was|is) )?(?:mentioned|named|set|given|agreed|made|taken|raised|asked|put|there))?"
)
# How meetings went.
_HEADS_OF_COURSE = (
    (
        Matter.PRESENT,
        r"who (?:all )?(?:attended|(?:was|were|is|are) (?:all )?(?:there|present|in attendance|the (?:guests|"
        r"attendees)))",
    ),
    (Matter.PRESENT, rf"{_GIVE}{_THE}(?:attendees|attendance list)|who (?:was|were|are|is) all (?:the )?guests"),
    (
        Matter.ATTENDANCE,
        rf"how many {FOLK} (?:attended|came(?: along)?|turned (?:up|out)|showed up|(?:was|were) (?:there|present))|"
        r"(?:what|how (?:high|good|large|big)) (?:was|were) the (?:attendance|turnout|audience)s?",
    ),
    (
        Matter.CHAIRED,
        r"who (?:chaired|presided|moderated|(?:was|were|is) in the chair)|who (?:are|were) the (?:chairs|hosts)",
    ),
    (
        Matter.VOTES,
        rf"{_GIVE}{_THE}votes(?: and (?:their|the) (?:results?|outcomes?)| and how they (?:went|ended))?{_SET}|"
        rf"(?:how|on what|what) did {_WHO} vote(?: on)?|(?:which|what|how many) votes (?:were|was) (?:there|"
        rf"taken|held)|"
        r"how did the votes (?:go|end|turn out)|who voted (?:for|against)(?: what)?",
    ),
    (
        Matter.DISPUTED,
        rf"(?:what|where) (?:do|did) {_WHO} (?:disagree|argue|quarrel|differ|clash)(?: (?:about|on|over))?|"
        rf"(?:do|did|does) (?:{_WHO}|any(?:one|body)) (?:disagree|argue|quarrel)|"
        r"who (?:disagree[sd]|argue[sd]|quarrel(?:s|led)|clashe[sd]|is against)(?: (?:with )?(?:who|whom|each other))?|"
        r"what (?:is|was|were|are) (?:most )?(?:disputed|contested|controversial|contentious)",
    ),
    (
        Matter.DISPUTED,
        rf"{_GIVE}{_THE}(?:most |biggest |strongest )*{_QUARRELS}{_SET}|"
        rf"(?:what|which) {_THE}{_QUARRELS} (?:are|were|was|is) (?:there|raised|mentioned)",
    ),
    (
        Matter.ASKED,
        rf"what (?:was|were) (?:they |people )?asked|what did {_WHO} ask|{_GIVE}{_THE}questions(?: (?:that )?(?:they|"
        rf"people|were|was)){{1,2}} (?:asked?|raised|put)|"
        rf"(?:what|which) questions (?:were|was|have been|came|did {_WHO}) (?:asked|raised|put|up|ask|raise)",
    ),
    (
        Matter.PROMISED,
        rf"what (?:was|were|has been) promised|what (?:did|do|have) {_WHO} promised?|"
        rf"{_GIVE}{_THE}(?:promises|pledges|commitments)(?: and (?:promises|pledges|commitments))?{_SET}|"
        rf"(?:what|which) {_THE}(?:promises|pledges|commitments) (?:were|was|are|have been|did {_WHO}) "
        r"(?:made?|given?|there)",
    ),
    (
        Matter.DUE,
        rf"{_GIVE}{_THE}(?:deadlines?|due dates|time limits|target dates){_SET}|"
        r"(?:what|which) (?:deadlines|due dates) (?:are|were|have been) (?:there|set|mentioned|given|named|agreed)|"
        r"what (?:is|are|has to be|must be|needs to be) (?:due|done) (?:when|by when)|(?:are|were) there any deadlines",
    ),
    (
        Matter.NEXT,
        rf"when(?: (?:is|are|will|does|do|was)|[’']s) (?:the |their |our )?next {MEETING}"
        r"(?: (?:be|be held|held|take place|happen|due|planned|scheduled))?|"
        rf"when (?:do|will|are|does) {_WHO} (?:next )?(?:meet|meeting)(?: (?:again|next))|"
        rf"(?:what|when) (?:is|are) the (?:date|dates|time) (?:of|for) the next {MEETING}",
    ),
)
# These ask so only where they say of which meeting.
_HEADS_OF_ONE = (
    (Matter.DECIDED, rf"{_GIVE}{_THE}(?:agreements?|outcomes?|results?|conclusions?)(?: (?:reached|made))?"),
    (Matter.OPEN, rf"what (?:is|was|were) {_OPEN}"),
    (Matter.TASKS, rf"{_GIVE}{_THE}(?:actions|tasks|commitments|promises|assignments)"),
    (Matter.TASKS, r"what (?:happens|comes|is) next"),
)
_AT = r"(?:of|in|from|at|during|by)"
_ANY_HEADS = (*_HEADS, *_HEADS_OF_COURSE)
_OF_ALL = tuple((matter, re.compile(rf"^(?:{head})$", re.IGNORECASE)) for matter, head in _ANY_HEADS)
_OF_ONE = (
    *((m, re.compile(rf"^(?:{head}) {_AT} {TRANSCRIPTS}$", re.IGNORECASE)) for m, head in (*_HEADS, *_HEADS_OF_ONE)),
    # "What did the last meeting decide?"
    (Matter.DECIDED, re.compile(rf"^what did {TRANSCRIPTS} (?:decide|agree(?: (?:up)?on)?|resolve)$", re.IGNORECASE)),
)
# A body that is one of several is named by what stands before: "What did the works council decide?"
_NAMED_BODY = rf"the (?P<body>(?:[\w’'-]+ ){{1,4}}?(?:{_BODIES}))"
_OF_A_BODY = tuple(
    re.compile(rf"^(?:{asked})$", re.IGNORECASE)
    for asked in (
        rf"what (?:did|has|have) {_NAMED_BODY}(?: finally)? {_AGREED}{_HOW}",
        *(rf"(?:{head}) (?:of|by|from|at|in) {_NAMED_BODY}" for matter, head in _HEADS if matter is Matter.DECIDED),
    )
)
_COURSE_OF_ONE = (
    *((m, re.compile(rf"^(?:{head}) {_AT} {TRANSCRIPTS}$", re.IGNORECASE)) for m, head in _HEADS_OF_COURSE),
    (
        Matter.CHAIRED,
        re.compile(
            rf"^who (?:chaired|chairs|hosted|hosts|moderated|moderates|presided over|ran|opened) {TRANSCRIPTS}$",
            re.IGNORECASE,
        ),
    ),
    (Matter.PRESENT, re.compile(rf"^who (?:all )?(?:attended|came to|went to) {TRANSCRIPTS}$", re.IGNORECASE)),
    (
        Matter.ATTENDANCE,
        re.compile(rf"^how many {FOLK} (?:attended|came to|went to) {TRANSCRIPTS}$", re.IGNORECASE),
    ),
)
_BEST_ATTENDED = re.compile(
    rf"^(?:which|what) (?P<noun>{MEETING}) (?:had|has|drew|was attended by) (?:the )?"
    r"(?:most|fewest|least|largest|biggest|highest|smallest|lowest) "
    rf"(?:{FOLK}|attendance|audience|turnout)(?: (?:present|in attendance|attending|there))?$",
    re.IGNORECASE,
)
_COMING = re.compile(rf"\bnext (?P<noun>{MEETING})\b", re.IGNORECASE)
# What a line was understood to be about, and what was open after a meeting, are read as what was so at it.
_BRACKETED = re.compile(r" \((?P<which>[^()]*)\)$")
_AFTER = re.compile(r"^(?P<asked>.+?)(?<!transcripts) (?:after|following|since) ", re.IGNORECASE)
_OF_THE_TALK = (
    r"what (?:topics |subjects )?(?:was|were|is|are) (?:discussed|said|talked about)|what (?:happened|went on)|"
    r"who (?:all )?(?:spoke|speaks)"
)
# Lines that say of which meeting they ask: " at the last meeting", " in October 2020".
_ASKS_OF = re.compile(
    rf"^(?:{'|'.join(head for _, head in (*_ANY_HEADS, *_HEADS_OF_ONE))}|{_OF_THE_TALK})"
    rf"(?P<where> (?:{_AT}|on|after|following) (?!about\b).+)$",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"^(?:{'|'.join(head for _, head in _ANY_HEADS)}|{_OF_THE_TALK})$", re.IGNORECASE)
_SUMS_UP = re.compile(rf"^(?:{SUM_UP}|tell me about) (?P<which>{TRANSCRIPTS})$", re.IGNORECASE)
_ONLY_WHERE = re.compile(
    rf"^(?:what about |how about )?(?P<where>(?:{_AT}|on|after) (?:the |this |that |our )?.+)$", re.IGNORECASE
)


def asked_matter(plain: str, cards: Sequence[Card]) -> tuple[tuple[str, ...], str, Matter] | None:
    """The sources of which a matter is asked, the words that pick them ("" for all), and which; None for other lines.

    Args:
        plain: the line as ``plainly`` gives it.
    """
    said = _AFTER.sub(r"\g<asked> at ", _BRACKETED.sub(r" at \g<which>", plain))
    for matter, pattern in _OF_ONE:
        found = pattern.match(said)
        if found and not PART.search(found["after"]) and (chosen := designated(found, said, cards, sure=True)):
            return (*chosen, matter)
    if named := next((found for pattern in _OF_A_BODY if (found := pattern.match(said))), None):
        titled = tuple(card.source for card in cards if set(content_stems(named["body"])) <= set(stems(card.title)))
        return (titled, f"the {named['body']}", Matter.DECIDED) if titled else None
    for matter, pattern in _COURSE_OF_ONE:
        found = pattern.match(said)
        if found and not PART.search(found["after"]):
            chosen = designated(found, said, cards, sure=False)
            chosen = chosen and of_their_kind(found["noun"], chosen, cards)
            return (*chosen, matter) if chosen else None
    if most := _BEST_ATTENDED.match(plain):
        chosen = of_their_kind(most["noun"], (sources_of(cards), ""), cards)
        return (*chosen, Matter.ATTENDANCE) if chosen else None
    asked = next((matter for matter, pattern in _OF_ALL if pattern.match(plain)), None)
    coming = _COMING.search(plain) if asked is Matter.NEXT else None
    if asked is None or (coming and not of_their_kind(coming["noun"], (sources_of(cards), ""), cards)):
        return None
    return sources_of(cards), "", asked


def asks_matter_of_all(line: str) -> bool:
    """Whether a line asks a matter without a word about which meeting it is of."""
    plain = plainly(line)
    return any(pattern.match(plain) for _, pattern in _OF_ALL)


def of_their_kind(
    noun: str, chosen: tuple[tuple[str, ...], str], cards: Sequence[Card]
) -> tuple[tuple[str, ...], str] | None:
    """The transcripts chosen, of all of them those whose titles say the noun; None for what is only told of in them.

    "The podcasts" are those so titled, unless all transcripts go by that name; "the lectures" are events where no
    transcript is of one.
    """
    sources, said = chosen
    if goes_by(noun, cards):
        return chosen
    titled = tuple(card.source for card in cards if is_titled(card, noun))
    if said:
        called = sources_of([card for card in cards if stem(noun.lower()) in stems(name_of(card))])
        return chosen if sources and set(sources) <= set(called) else None
    return (titled, noun) if titled else None


def of_the_same_meeting(line: str, before: str) -> str:
    """A line that asks a matter without saying of which meeting, with the words by which the line before says it.

    "Action items?" after "What was decided at the last meeting?" is "Action items at the last meeting?"; and "at the
    May meeting?" is "What was decided at the May meeting?". "" where the lines are not so.
    """
    plain, earlier = plainly(line), plainly(before)
    summed, asked = _SUMS_UP.match(earlier), _ASKS_OF.match(earlier)
    where = f" at {summed['which']}" if summed else asked["where"] if asked else ""
    if not where or PART.search(where):
        return ""
    if _ASKS.match(plain):
        return f"{plain}{where}?"
    instead = _ONLY_WHERE.match(plain)
    return f"{earlier[: asked.start('where')]} {instead['where']}?" if instead and asked else ""
