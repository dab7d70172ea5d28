"""What a request about a talk is about: "Summarize the discussion about prices" is about prices.

The words around a topic ("summarize", "the discussion about", "what did the group say about") stand in every long talk
and say nothing about which one is meant, or where in it.
"""

import re

from assistant.corpus.dates import date_spans

_OPENING = re.compile(
    r"(?:(?:please|can|could|would|you|hey|hi|briefly|quickly|shortly|kindly|just),? )+", re.IGNORECASE
)
_COUNT = r"(?:a few|an?|one|two|three|four|five|\d+)"
_MANNER = re.compile(
    rf"[ ,.;?!]+(?:in {_COUNT} (?:short )?(?:sentence|word|line|paragraph|bullet(?: point)?)s?"
    r"|briefly|in short|separately|for me|please|thanks|thank you)$",
    re.IGNORECASE,
)
# How many such endings are taken off, and how far from the end they are looked for.
MANNERS, MANNER_REACH = 3, 60
SUM_UP = (
    r"(?:summari[sz]e|sum up|recap(?: of)?"
    r"|(?:(?:give|write|provide|show|make)(?: me| us)? |i (?:need|want|would like) |i[’']d like )?"
    r"(?:an? |the )?(?:[\w-]+ ){0,2}?(?:summary|overview|outline|recap|gist|tl;?dr) of)"
)
_ABOUT = r"(?:about|on|over|regarding|concerning|in terms of)"
_HELD = r"(?:discussions?|conversations?|talks?|debates?|presentations?)"
_REACHED = r"(?:opinions?|conclusions?|decisions?)"
_TALKS_ABOUT = (
    rf"(?:the )?(?:whole |general |final |main )?(?:(?:{_HELD}|{_REACHED}) (?:and|of) (?:the )?)*"
    rf"(?:{_HELD} (?:of|{_ABOUT})|{_REACHED} {_ABOUT})"
)
_EVERYONE = r"(?:the |our )?(?:group|team|meeting|committee|panel|board|council|speakers|people|they|everyone)"
_SAID = rf"(?:(?:discuss|debate|mention)(?: about)?|(?:say|think|talk|speak|decide|conclude) (?:of|{_ABOUT})|talk)"
_WHAT_WAS_SAID = rf"what (?:was|were|is|are) (?:(?:said|discussed|decided|mentioned) (?:of|{_ABOUT})|{_TALKS_ABOUT})"
_FRAME = re.compile(
    rf"(?:(?:{SUM_UP}|describe|outline)(?: {_WHAT_WAS_SAID}| {_TALKS_ABOUT})?"
    rf"|what did {_EVERYONE} {_SAID}|{_WHAT_WAS_SAID}) ",
    re.IGNORECASE,
)
# What is left of "Summarize the whole meeting", or of "What did they discuss after lunch?": it names no topic.
_NO_TOPIC = re.compile(
    r"(?:the |this |that |whole |entire |full )*(?:meeting|talk|discussion)$"
    r"|(?:about|of|in|at|after|before|during|by|from|to|with|for|it|this|that|them|these|those)\b(?! \w+ of)",
    re.IGNORECASE,
)


def plainly(text: str) -> str:
    """A request without "please", "in three sentences" and the like, its white space and its end mark."""
    plain = " ".join(text.split()).rstrip(" ?.!")
    opening = _OPENING.match(plain)
    plain = plain[opening.end() :] if opening else plain
    for _ in range(MANNERS):
        manner = _MANNER.search(plain, max(1, len(plain) - MANNER_REACH))
        plain = plain[: manner.start()] if manner else plain
    return plain


def topic_of(text: str) -> str:
    """The topic of a request to sum up or to tell what was said; any other question as it is."""
    plain = plainly(text)
    frame = _FRAME.match(plain)
    topic = plain[frame.end() :].removesuffix(" about").strip() if frame else ""
    dated = any((start, end) == (0, len(topic)) for start, end, _ in date_spans(topic))
    return text if not topic or dated or _NO_TOPIC.match(topic) else topic
