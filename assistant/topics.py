"""What a request about a talk is about: "Summarize the discussion about prices" is about prices.

The words around a topic ("summarize", "the discussion about", "what did the group say about") stand in every long talk
and say nothing about which one is meant, or where in it.
"""

import re

_ABOUT = r"(?:about|on|of|over|regarding|concerning|in terms of)"
_TALK = r"(?:discussions?|conversations?|talks?|debates?|presentations?|opinions?|conclusions?|decisions?)"
_TALKS = rf"(?:the )?(?:whole |general |final |main )?{_TALK}(?: (?:and|of) (?:the )?{_TALK})*"
_EVERYONE = r"(?:the |our )?(?:group|team|meeting|committee|panel|board|council|speakers|people|they|everyone)"
_SAID = rf"(?:(?:discuss|debate|mention)(?: about)?|(?:say|think|talk|speak|decide|conclude) {_ABOUT}|talk)"
SUM_UP = (
    r"(?:please |can you |could you )?(?:summari[sz]e|sum up|describe|outline|recap"
    r"|give (?:me )?(?:an? |the )?(?:brief |short )?(?:summary|overview|outline|recap) of)"
)
_WHAT_WAS_SAID = rf"what (?:was|were|is|are) (?:said|discussed|decided|mentioned|{_TALKS}) {_ABOUT}"
_FRAME = re.compile(
    rf"(?:{SUM_UP}(?: {_WHAT_WAS_SAID}| {_TALKS} {_ABOUT})?|what did {_EVERYONE} {_SAID}|{_WHAT_WAS_SAID}) ",
    re.IGNORECASE,
)
# What is left of "Summarize the whole meeting": it names no topic.
_NO_TOPIC = re.compile(r"(?:the |this |that |whole |entire |full )*(?:meeting|talk|discussion)", re.IGNORECASE)


def topic_of(text: str) -> str:
    """The topic of a request to sum up or to tell what was said; any other question as it is."""
    words = " ".join(text.split())
    frame = _FRAME.match(words)
    topic = words[frame.end() :].strip(" ?.!") if frame else ""
    return text if not topic or _NO_TOPIC.fullmatch(topic) else topic
