"""A line that answers an answer ("are you sure?", "tell me more", "no, I meant the loom"), as the question it asks.

What follows a correction is read on from the question before as if it began with "and"; that is ``standalone``'s work.
"""

import re

from assistant.questions.framing import topic_words
from assistant.questions.phrases import phrases_in
from assistant.questions.requests import SUPERLATIVE, read_request

# So many words of the question before are recalled.
SUBJECT = 12
_THAT = r"(?:that|this|it|so)"
_MEETING = r"(?:meeting|transcript|session|talk|interview|hearing|call|assembly|debate|conversation|document|file|text)"
_DOUBTS = re.compile(
    rf"(?:but )?(?:are you (?:really |quite |absolutely )?(?:sure|certain)(?: (?:of|about) {_THAT})?|really|seriously|"
    rf"is {_THAT} (?:really )?(?:true|right|correct|so|certain)|how do you know(?: {_THAT})?|sources?|"
    rf"(?:what is|what[’']s) (?:your|the) source(?: (?:of|for) {_THAT})?|can you (?:prove|check) {_THAT})",
    re.IGNORECASE,
)
_SAYS_WHO = re.compile(rf"(?:says who|who says(?: {_THAT})?|according to who(?:m)?)", re.IGNORECASE)
_SAID_WHERE = re.compile(
    rf"(?P<where>(?:in|at|from|during) (?:which|what) {_MEETING}) (?:is|was|were|did) (?:that|this|it|they|he|she)"
    r"(?: (?:said|say|told|mentioned|discussed|decided|stated|from|in|at))?|"
    rf"(?P<which>(?:which|what) {_MEETING}) (?:is|was) (?:that|this|it)(?: (?:from|in|at))?|"
    rf"where (?:(?:is|was) (?:that|this|it) (?:said|written|mentioned|stated|from)|does it say {_THAT})",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:(?:can|could) you )?(?:please )?(?:tell me|say|give me|show me|i want|i need|any)?"
    r"(?: ?(?:a bit|a little|some|even|any))? ?(?:more|further)(?: (?:details?|information|info))?"
    r"(?: (?:about|on) (?:that|this|it))?(?: please)?|"
    r"go on|elaborate|details|please (?:go on|elaborate)|(?:anything|something) (?:else|more)",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"(?:how|why|when|where|how often) (?:exactly )?(?:did|does|could|can|will|would) (?:that|this|it) "
    r"(?:happen|occur|come about)(?: (?:exactly|then|at all))?",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"(?:(?:can you |please )?compare (?:that|this|it|them)|how (?:does|do|did) (?:that|this|it|they) compare) "
    r"(?:with|to) (?P<other>.+)",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"(?:(?:no|nope|sorry|wait|oh|hm+|actually)\b[,.! –-]*)*"
    r"(?:i (?:meant?|(?:was|am) (?:asking|talking) (?=about))|(?:my question|that) was (?=about))[,:]? |"
    r"(?:no|nope|sorry),+ (?:not [^,]{1,40}, )?",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"(?:please )?(?:compare|contrast|list|name|show|give|tell|explain|describe)\b(?: (?:me|us))?(?: about)? ",
    re.IGNORECASE,
)
_LIKEWISE = re.compile(
    r"(?:and )?(?:the )?same(?: (?:question|thing))?,? (?:again,? )?(?:but )?"
    r"(?:for |about |of |(?=(?:in|at|with|on) ))",
    re.IGNORECASE,
)


def reaction(line: str, question: str) -> str:
    """The question that a line after an answer asks; "" where it is none of these.

    Args:
        line: without courtesy and without "and".
        question: the question before, standing alone.
    """
    said, before = line.rstrip("?!. "), question.rstrip("?!. ")
    of_all = read_request(question) and (_SAYS_WHO.fullmatch(said) or _SAID_WHERE.fullmatch(said))
    if of_all or _DOUBTS.fullmatch(said):  # what is told of all transcripts is told under their titles
        return question
    if _SAYS_WHO.fullmatch(said):
        about = re.match(r"what (?=about )", before, re.IGNORECASE)
        return f"Who said so {before[about.end() :]}?" if about else f"Who said so: {_lowered(before)}?"
    if where := _SAID_WHERE.fullmatch(said):
        place = where["where"] or (where["which"] and f"in {where['which']}") or "where"
        return f"{place[0].upper()}{place[1:]} is it said: {_lowered(before)}?"
    subject = subject_of(question)
    if subject and _MORE.fullmatch(said):
        return f"Tell me more about {subject}?"
    if subject and _HAPPENED.fullmatch(said):
        return f"{said[0].upper()}{said[1:]} ({subject})?"
    if compared := _COMPARES.fullmatch(said):
        return f"{before}, compared with {compared['other']}?"
    return ""


def keeps_the_question(line: str) -> bool:
    """Whether after a line the talk is still of what was asked before it: it doubts, or asks where or for more.

    Args:
        line: without courtesy and without "and".
    """
    said = line.rstrip("?!. ")
    return any(pattern.fullmatch(said) for pattern in (_DOUBTS, _SAYS_WHO, _SAID_WHERE, _MORE))


def read_on(line: str) -> str:
    """What is left of a line that corrects the one before ("no, I meant Kent") or asks the same again; else ""."""
    opened = _CORRECTS.match(line) or _LIKEWISE.match(line)
    if not opened or not opened.group() or opened.end() == len(line):
        return ""
    return re.sub(r"^about ", "", line[opened.end() :])


def subject_of(question: str) -> str:
    """What a question was about: its noun phrases, or where it has none its words without those that frame it."""
    question = _ORDERED.sub("", question)
    phrases = [p for p in phrases_in(question) if p.definite or not re.fullmatch(r"[a-z]{2,}[^e]ed", p.bare)]
    bare = [" ".join(SUPERLATIVE.sub(" ", phrase.bare).split()) for phrase in phrases]
    named = ", ".join(phrase for phrase in bare if topic_words(phrase))
    kept = re.sub(r"[^\w’'.,%$€£-]+", " ", named or topic_words(question)).split()
    return " ".join(kept[:SUBJECT]).rstrip(",")


def _lowered(question: str) -> str:
    first = question.split(" ", 1)[0]
    return question if first.isupper() and len(first) > 1 else question[:1].lower() + question[1:]
