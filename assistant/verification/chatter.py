"""What a chat model says about its answer and not in it: greetings, where it looked, that it found nothing."""

import re

_SOURCE = (
    r"(?:(?:the|these|this|your|all)\s+)?(?:(?:provided|given|numbered|above|available|following|supplied|quoted)\s+)?"
    r"(?:passages?|transcripts?|excerpts?|texts?|contexts?|sources?|documents?|information|material)"
    r"(?:\s+\d{1,2})?(?:\s+(?:provided|given|above|available|you (?:gave|provided)))?"
)
_TELLS = r"(?:states?|says?|mentions?|indicates?|notes?|reports?|shows?|tells?(?: us)?|confirms?|reveals?|explains?)"
_AS_TOLD = r"as (?:stated|mentioned|noted|described|reported|per)"
_HERE_IS = r"here (?:is|are|'s|’s)\b[^.:!?]{0,60}"
# What opens a sentence of the answer and says nothing.
_LEAD = re.compile(
    r"(?:(?:the\s+)?(?:final\s+|short\s+)?answer(?:\s+to\s+(?:the|your)\s+question)?(?:\s+is)?\s*[:–]\s*"
    r"|(?:sure|certainly|of course|absolutely|okay|ok)\s*[,:–—-]\s*"
    rf"|(?:based (?:up)?on|according to|{_AS_TOLD}(?: in| by)?|in|from|per)\s+{_SOURCE}\s*[,:]\s*(?:{_HERE_IS}:\s*)?"
    rf"|{_AS_TOLD}(?: in)?\s*,\s*"
    rf"|{_HERE_IS}:\s*"
    rf"|{_SOURCE}\s+(?:also\s+)?{_TELLS}(?:\s+that\s+|(?:\s+the following)?\s*:\s*)"
    rf"|it (?:is|was) (?:stated|mentioned|noted|said|reported)(?: in {_SOURCE})? that\s+)",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"(?:(?:sure|certainly|of course|absolutely|okay|ok|great question|good question|thank you|thanks|hello|hi)\b"
    rf"[^.!?:]{{0,40}}|{_HERE_IS}|let me\b.*|(?:i|we) hope (?:this|that|it)\b.*|feel free\b.*"
    r"|if you (?:have|need|want|would|'d|’d|require)\b.*|is there anything else\b.*|please let me know\b.*"
    r"|(?:i|we)(?:'ll|’ll| will) (?:now )?(?:answer|look|check|go through)\b.*)[.!?:]*",
    re.IGNORECASE | re.DOTALL,
)
_NOT = r"(?:do(?:es)? not|don['’]t|doesn['’]t|did not|didn['’]t|cannot|can['’]t|could not|couldn['’]t|(?:is|are) not)"
_BEFORE_BUT = r"(?:[^.!?]*?[,;]\s*(?:but\s+)?)?"
_NO_ANSWER = re.compile(
    r"(?:no answer\b.{0,3}"
    rf"|{_BEFORE_BUT}{_SOURCE}\s+{_NOT}\s+(?:explicitly |directly |specifically |actually |seem to )?"
    r"(?:contain|mention|provide|say|specify|state|answer|include|give|tell|address|discuss|indicate|clear)\b.*"
    rf"|{_BEFORE_BUT}(?:i|we)(?:['’]m| am| are)? (?:{_NOT}|unable to|not able to)\s+"
    r"(?:find|answer|help|determine|provide|locate|see|tell|assist|say)\b.*"
    r"|(?:unfortunately,?\s+)?there (?:is|are|was|were) (?:no|not enough|insufficient) "
    rf"(?:\w+ )?(?:mention|information|details?) (?:\w+ ){{0,8}}?{_SOURCE}\W*"
    r"|(?:unfortunately,?\s+)?(?:this|that|it|the answer)(?: information)? (?:is|was) not (?:\w+ )?"
    rf"(?:mentioned|specified|stated|provided|given|available|clear)\b.*\b{_SOURCE}\W*)",
    re.IGNORECASE | re.DOTALL,
)
_YES_OR_NO = re.compile(r"(?:yes|no)\s*[.!,;:–—-]+\s*", re.IGNORECASE)
# How what is none of the answer begins, for a sentence under way.
_OPENINGS = tuple(
    opening.strip()
    for opening in """
    sure | certainly | of course | absolutely | okay | ok, | ok. | ok! | great question | good question | thank | hello
    | hi, | hi! | hi. | hi there | here is | here are | here's | here’s | let me | i hope | we hope | feel free | if you
    | is there anything | please let | i will | i'll | i’ll | answer | the answer | final answer | the final answer
    | short answer | the short answer | based | according | as stated | as mentioned | as noted | as described
    | as reported | as per | in the pass | in pass | from the pass | per the | the pass | the transcript | the excerpt
    | the text | the context | the source | the document | the provided | the given | the information | the material
    | these pass | passage | it is stated | it is mentioned | it is not | no answer | unfortunately | i'm | i’m | i am
    | i do | i don | i can | i could | sorry | how | what | who | when | where | why | which | there is no
    | there are no | this information | this is not | that is not""".split("|")
)


def without_lead(sentence: str) -> str:
    """The sentence less what it says of where it was read: "According to the passages, …"."""
    told = sentence
    while (match := _LEAD.match(told)) and told[match.end() :].strip():
        told = told[match.end() :]
    return told if told == sentence else told[:1].upper() + told[1:]


def is_chatter(sentence: str) -> bool:
    """Whether a sentence without a mark is no part of the answer: a greeting, an offer, a question."""
    return bool(_CHATTER.fullmatch(sentence)) or sentence.rstrip('"”’)').endswith("?")


def finds_nothing(sentence: str) -> bool:
    """Whether a sentence says that the passages do not answer, in whatever words."""
    return bool(_NO_ANSWER.fullmatch(sentence.strip(" \n*")))


def opening_yes_or_no(sentence: str) -> str:
    """The "Yes, " or "No. " that a sentence opens with, "" where it opens with neither."""
    match = _YES_OR_NO.match(sentence)
    return match.group() if match else ""


def may_be_chatter(begun: str) -> bool:
    """Whether a sentence that is not whole yet may still turn out to be none of the answer, or lose its opening."""
    start = begun.lower()
    return any(start.startswith(opening) or opening.startswith(start) for opening in _OPENINGS)
