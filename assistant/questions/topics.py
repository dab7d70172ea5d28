"""What a request about a talk is about: "Summarize the discussion about prices" is about prices.

The words around a topic ("summarize", "the discussion about", "what did the group say about") stand in every long talk
and say nothing about which one is meant, or where in it.
"""

import re

from assistant.corpus.dates import date_spans
from assistant.corpus.numerals import ONES
from assistant.questions.meeting_words import TALK, WHOLE

_OPENING = re.compile(
    r"(?:(?:please|can|could|would|you|hey|hi|briefly|quickly|shortly|kindly|just|in (?:short|brief|a nutshell|"
    r"(?:an?|one|two|three|\d+) (?:short )?(?:sentence|word|line)s?)),? )+",
    re.IGNORECASE,
)
_STRESS = re.compile(
    r"\b(?P<asks>(?:why|how|what|who|where|when)(?:['’]s)?) "
    r"(?:on earth|in the world|in heaven['’]s name|the (?:hell|heck))\b(?!['’-])",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^\s*(?:(?:so|and|but|ok|okay|well|um|uh),? )?(?:apparently|actually|basically|honestly|anyway|by the way|btw),? "
    r"(?=\S)",
    re.IGNORECASE,
)
_COUNT = rf"(?:a few|an?|{'|'.join(ONES[:5])}|\d+)"
_MANNER = re.compile(
    rf"[ ,.;?!]+(?:in {_COUNT} (?:short )?(?:sentence|word|line|paragraph|bullet(?: point)?)s?"
    r"|briefly|in short|separately|for me|please|thanks|thank you)$",
    re.IGNORECASE,
)
# What a line says in brackets at its end: what it was added to.
BRACKET = re.compile(r" \([^()]*\)$")
# How many such endings are taken off, and how far from the end they are looked for.
MANNERS, MANNER_REACH = 3, 60
# Nobody asks in more characters than these whether a thing is spoken of at all.
SPOKEN_REACH = 200
SUM_UP = (
    r"(?:summari[sz]e|sum up|recap(?: of)?"
    r"|(?:(?:give|write|provide|show|make)(?: me| us)? |i (?:need|want|would like) |i[’']d like )?"
    r"(?:an? |the )?(?:[\w-]+ ){0,2}?(?:summary|overview|outline|recap|gist|tl;?dr) of)"
)
# What asks for a thing, before it: "list ", "tell me ", "what are ".
GIVE = (
    r"(?:(?:(?:can|could|would) you )?(?:give|list|show|tell|name|summari[sz]e)(?: me| us)? |"
    r"what(?: (?:is|are|was|were)|[’']s) |(?:were|was|are|is) there )"
)
_ABOUT = r"(?:about|on|over|regarding|concerning|in terms of)"
_REACHED = r"(?:opinions?|conclusions?|decisions?)"
_TALKS_ABOUT = (
    rf"(?:the )?(?:whole |general |final |main )?(?:(?:{TALK}|{_REACHED}) (?:and|of) (?:the )?)*"
    rf"(?:{TALK} (?:of|{_ABOUT})|{_REACHED} {_ABOUT})"
)
_EVERYONE = r"(?:the |our )?(?:group|team|meeting|committee|panel|board|council|speakers|people|they|everyone)"
_SAID = rf"(?:(?:discuss|debate|mention)(?: about)?|(?:say|think|talk|speak|decide|conclude) (?:of|{_ABOUT})|talk)"
_WHAT_WAS_SAID = rf"what (?:was|were|is|are) (?:(?:said|discussed|decided|mentioned) (?:of|{_ABOUT})|{_TALKS_ABOUT})"
_FRAME = re.compile(
    rf"(?:(?:{SUM_UP}|describe|outline)(?: {_WHAT_WAS_SAID}| {_TALKS_ABOUT})?"
    rf"|what did {_EVERYONE} {_SAID}|{_WHAT_WAS_SAID}"
    r"|what (?:are|were) (?:the )?(?:pros and cons|advantages and disadvantages|arguments for and against) of) ",
    re.IGNORECASE,
)
# What is left of "Summarize the whole meeting", or of "What did they discuss after lunch?": it names no topic.
_NO_TOPIC = re.compile(
    rf"(?:the |this |that |whole |entire |full )*{WHOLE}$"
    r"|(?:about|of|in|at|after|before|during|by|from|to|with|for|it|this|that|them|these|those)\b(?! \w+ of)",
    re.IGNORECASE,
)

# "Anything on frost or hail?": whether, or what, is said of a thing at all.
_ANYONE = (
    r"(?:any(?:one|body)|some(?:one|body)|they|we|you|people|it|he|she|any of (?:them|you|the [\w’'-]+)|any [\w’'-]+s|"
    r"the (?:[\w’'-]+ )?[\w’'-]+|(?-i:[A-Z][\w’'-]+\.?)(?: (?-i:[A-Z][\w’'-]+)){0,3})"
)
_SPEAK_OF = (
    rf"(?:br(?:ings?|ought) up|mention(?:s|ed)?|(?:talk|spoke|speak)(?:s|ed|en)? {_ABOUT}|(?:speaks?|spoke|spoken) of|"
    rf"discuss(?:es|ed)?|touch(?:es|ed)? (?:up)?on|sa(?:ys?|id) (?:anything |something |much )?{_ABOUT})"
)
_SPOKEN_OF = r"(?:mentioned|discussed|debated|touched (?:up)?on|talked about|spoken (?:of|about))"
_ASKING_VERB = r"(?:is|was|were|are|has|have|had|do|does|did)"
# Of a thing that is spoken of at all there are some.
_SIDES = r"(?:(?:main |other |key )?(?:issue|topic|aspect|matter|question|subject|point|theme)s?)"
_ADVERB = r"(?:ever |also |even |actually |at all )*"
_SPEAKS_AT_ALL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{_ASKING_VERB} (?:there |{_ANYONE} {_ADVERB})?(?:say |have |got |know |find |contain )?|find (?:me )?)?"
        r"(?:anything|something|(?:any|a|some) "
        r"(?:mentions?|words?|news|talk|discussion|debate|references?|info(?:rmation)?|details?))"
        r"(?: (?:been|ever|said|decided|agreed|mentioned|planned|discussed|(?:in )?(?:t)?here|else|at all|new))* "
        rf"(?:{_ABOUT}|of) (?P<topic>.+)",
        rf"(?:did|do|does|has|have|had) {_ANYONE} {_ADVERB}{_SPEAK_OF} (?P<topic>.+)",
        rf"{_ASKING_VERB} (?!there\b|any(?:thing|one|body)\b)(?P<topic>.+?) "
        rf"{_ADVERB}(?:been )?{_SPOKEN_OF}(?: (?:anywhere|at all|somewhere|there|too|as well|(?:in|at|by|during) .+))?",
        r"(?P<topic>.+?),? did (?:that|it|this|they|those|these) (?:ever |also |even )?come up\b.*",
        r"did (?P<topic>.+?) (?:ever |also |even )?come up\b.*",
        rf"what (?:was|is|were|has been) (?:said|decided|agreed|discussed|mentioned|settled|planned) (?:{_ABOUT}|of) "
        r"(?P<topic>.+)",
        r"what (?:did|do) (?:they|we|people|anyone|anybody) (?:say|decide|agree|think|conclude) "
        rf"(?:{_ABOUT}|of) (?P<topic>.+)",
        rf"(?:what|which) {_SIDES} (?:of|in|on|to|with|around|related to|{_ABOUT}) (?P<topic>.+?) "
        r"(?:(?:was|were|are|is|has been|have been) (?:ever |also )?"
        rf"(?:{_SPOKEN_OF}|raised|brought up|covered|named)|came up|did (?:they|we|people) (?:discuss|raise|touch on))",
        r"(?:tell|show) me (?:more |something |everything |all |anything )?about (?P<topic>.+)",
    )
)
_CLAUSE = re.compile(r"(?:who|whose|what|which|how|when|where|why|whether|if|that)\b", re.IGNORECASE)
_CONNECTIVE = re.compile(r"(?:(?:and|but|so|ok|okay|well|now|also|then)\b,? ?)+", re.IGNORECASE)
# What comes after a topic and is none: where, when or by whom it was spoken of, and what is told of it.
_AROUND = re.compile(
    r"[;:?!(–—]| (?:in|at|during|within|by|from|across|throughout|anywhere|as well|at all|too|for|with|that|which|who|"
    r"when|where|after|before|since)\b",
    re.IGNORECASE,
)


def spoken_of(text: str) -> list[str]:
    """The things of which a question asks whether, or what, the transcripts say at all; none for other questions."""
    plain = re.sub(r"\s*\([^()]*\)$", "", plainly(text))
    lead = _CONNECTIVE.match(plain)
    plain = plain[lead.end() :] if lead else plain
    for pattern in _SPEAKS_AT_ALL:
        found = pattern.fullmatch(plain) if len(plain) <= SPOKEN_REACH else None
        if found and not _CLAUSE.match(topic := found["topic"]):
            around = _AROUND.search(topic, 2)
            things = re.split(r",| or | and | nor ", topic[: around.start()] if around else topic)
            return [thing.strip() for thing in things if thing.strip()]
    return []


def plainly(text: str) -> str:
    """A request without "please", "in three sentences" and the like, its white space and its end mark."""
    plain = " ".join(text.split()).rstrip(" ?.!")
    opening = _OPENING.match(plain)
    plain = plain[opening.end() :] if opening else plain
    for _ in range(MANNERS):
        manner = _MANNER.search(plain, max(1, len(plain) - MANNER_REACH))
        plain = plain[: manner.start()] if manner else plain
    return plain


def without_stress(text: str) -> str:
    """The text without what only stresses its question word: "why on earth" is "why"."""
    return _STRESS.sub(r"\g<asks>", text)


def without_lead_in(text: str) -> str:
    """The text without what only leads up to it: "apparently", "by the way"."""
    return _LEAD_IN.sub("", text)


def topic_of(text: str) -> str:
    """The topic of a request to sum up or to tell what was said; any other question as it is, less what only stresses.

    That is "on earth" behind a question word, and words such as "apparently" at the beginning.
    """
    text = without_stress(without_lead_in(text))
    plain = plainly(text)
    frame = _FRAME.match(plain)
    topic = plain[frame.end() :].removesuffix(" about").strip() if frame else ""
    dated = any((start, end) == (0, len(topic)) for start, end, _ in date_spans(topic))
    return text if not topic or dated or _NO_TOPIC.match(topic) else topic
