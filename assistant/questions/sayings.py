"""Whose words, or whose view, a question asks for: "What did Ann Lee say about the ferry?", "the clerk's opinion".

By its wording alone; whether anybody of that name speaks is for ``reading.heard`` to find.
"""

import re
from dataclasses import dataclass

from assistant.corpus.labels import PARTICLES
from assistant.corpus.offices import OFFICES, TRADES
from assistant.language import words
from assistant.questions.topics import plainly

# Forms of address tell nobody apart, but a man from a woman.
ADDRESS = frozenset("mr mrs ms miss mister madam dr doctor prof professor sir lady lord".split())
MALE, FEMALE = frozenset("mr mister sir lord".split()), frozenset("mrs ms miss madam lady".split())
# No question is longer that asks for somebody's words in one of these ways.
REACH = 300
_WHO = r"(?P<who>[^,;:?!\"“”]{2,60}?)"
_AUX = r"(?:did|does|do|has|have|had)"
_ADVERB = r"(?:first |also |actually |really |finally |ever |then |just |later )?(?:have to |got to |want to |use to )?"
_SAY = (
    r"(?:say|said|think|thought|tell|told|ask|asked|argue|argued|propose|proposed|promise|promised|explain|explained|"
    r"want|wanted|suggest|suggested|believe|believed|claim|claimed|recommend|recommended|demand|demanded|warn|warned|"
    r"answer|answered|reply|replied|mention|mentioned|expect|expected|hope|hoped|call|called|describe|object|feel|felt|"
    r"fear|feared|complain|complained|advise|advised|stress|stressed|declare|declared|admit|admitted|make of|comment|"
    r"reveal|revealed|confess|note|noted|report|reported|remark|remarked|announce|announced)\b"
)
_REACTED = (
    r"(?:describe|react|respond|justify|rate|see|explain|answer|reply|characteri[sz]e|sum up|feel|defend|comment|view|"
    r"assess|put)\b"
)
_VIEW = (
    r"(?:opinions?|views?|comments?|repl(?:y|ies)|answers?|advice|verdict|attitude|position|stance|take|reaction|response|"
    r"remarks?|thoughts?|arguments?|explanation|suggestions?|objections?|warnings?|complaints?|promises?|questions?)\b"
)
_ASKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"what (?:else |exactly |all )?{_AUX} {_WHO} {_ADVERB}{_SAY}.*",
        rf"what(?: (?:is|was|were|are)|[’']s) the {_VIEW} of {_WHO}(?: (?:on|about|of|regarding) .+)?",
        rf"what {_VIEW} {_AUX} {_WHO} (?:make|made|give|gave|given|have|had|offer|offered|raise|raised|put|ask)\b.*",
        rf"how {_AUX} {_WHO} {_ADVERB}{_REACTED}.*",
        rf"{_AUX} {_WHO} {_ADVERB}(?:say|said|mention|mentioned|talk|speak|spoken|comment|promise|propose)\b.*",
        rf"why {_AUX} {_WHO} {_ADVERB}(?:say|said|think|thought|believe|argue|propose|want|suggest|object|fear)\b.*",
        rf"(?:what(?: (?:is|was|were|are)|[’']s) )?{_WHO}[’']s? (?:[\w-]+ ){{0,2}}?{_VIEW}.*",
        rf"according to {_WHO}, .*",
        rf".+?,? according to {_WHO}",
    )
)
_OF = re.compile(r" (?:of|for|from|at) ")
_TITLES = OFFICES | TRADES | ADDRESS
_CAPITAL = re.compile(r"[^\W\d_a-zà-öø-ÿа-я]")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose words are asked for.

    Attributes:
        who: as the question calls them.
        names: the words of the name in lower case; none where an office or a part is named.
        office: what they go by where no name is given, in lower case: "town clerk"; "" where one is.
        address: "mr", "mrs" and the like, as far as they are given.
    """

    who: str
    names: frozenset[str]
    office: str = ""
    address: frozenset[str] = frozenset()


def asked_speaker(text: str) -> Asked | None:
    """Whose words or view ``text`` asks for; None where it is nobody's, or of more than one."""
    plain = plainly(text)
    if len(plain) > REACH:
        return None
    found = next((match for pattern in _ASKS if (match := pattern.fullmatch(plain))), None)
    return _read(found["who"]) if found else None


def _read(who: str) -> Asked | None:
    if re.search(r"[’']s? |\b(?:and|or|who|that|which)\b", who):
        return None  # a thing of theirs, or more than one of them
    definite = who.lower().startswith("the ")
    called = who[4:] if definite else who
    head, *place = _OF.split(called, maxsplit=1)
    tokens = head.split()
    names = _names(tokens, definite=definite)
    if not names and place and not definite:  # "Mayor of Elm Ann Lee"
        names = [token for token in place[0].split() if _CAPITAL.match(token)]
        names = names if len(names) > 2 else []
    if names:
        return Asked(who, frozenset(words(" ".join(names))), address=frozenset(words(head)) & ADDRESS)
    office = " ".join(word for word in words(head) if word not in ADDRESS)
    titled = bool(tokens) and tokens[-1].lower() in _TITLES - ADDRESS
    return Asked(who, frozenset(), office) if office and (definite or titled) else None


def _names(tokens: list[str], *, definite: bool) -> list[str]:
    """The words of a name: those behind titles, and of "the baker Ned Rowe" those behind the last small one."""
    small = [place for place, token in enumerate(tokens) if not _CAPITAL.match(token)]
    if not tokens or small[-1:] == [len(tokens) - 1] or (definite and not small):
        return []
    if definite:
        return tokens[small[-1] + 1 :]
    rest = [token for token in tokens if token.lower().rstrip(".") not in _TITLES and token not in PARTICLES]
    return rest if all(map(_CAPITAL.match, rest)) else []
