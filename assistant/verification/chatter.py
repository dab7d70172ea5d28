"""What a chat model says about its answer and not in it: greetings, where it looked, that it found nothing."""

import re

from assistant.language import capitalised

# Nouns that name what the model was given by themselves, and those that do so only with a word like "provided".
_OURS = ("passages", "passage", "transcripts", "transcript", "excerpts", "excerpt")
_ANY = (
    "texts", "text", "contexts", "context", "sources", "source", "documents", "document", "information", "material",
)  # fmt: skip
_THE = ("the", "these", "this", "your", "all")
_GIVEN = ("provided", "given", "numbered", "above", "available", "following", "supplied", "quoted")
_SOURCE = (
    rf"(?:(?:(?:{'|'.join(_THE)})\s+)?(?:(?:{'|'.join(_GIVEN)})\s+)?(?:{'|'.join(_OURS)})\b"
    rf"|(?:(?:{'|'.join(_THE)})\s+)?(?:{'|'.join(_GIVEN)})\s+(?:{'|'.join(_ANY)})\b|(?:the|this)\s+context\b)"
    r"(?:\s+\d{1,2}\b)?(?:\s+(?:provided|given|above|available|you (?:gave|provided))\b)?"
)
_SEARCHED = rf"(?:{_SOURCE}|(?:the|this)\s+text\b(?!\s+of\b))"
_TELLS = r"(?:states?|says?|mentions?|indicates?|notes?|reports?|shows?|tells?(?: us)?|confirms?|reveals?|explains?)"
_AS_TOLD = r"as (?:stated|mentioned|noted|described|reported|per)"
_HERE_IS = (
    r"here(?: (?:is|are)|'s|’s) (?:(?:the|a|an|your|my|some)\s+)?(?:(?:short|brief|final|full|direct)\s+)?"
    r"(?:answers?|summary|response|reply|information|details|overview)\b[^.:!?\d]{0,60}"
)
_GREETING = r"(?:sure|certainly|of course|absolutely|okay|ok)"
# What opens a sentence of the answer and says nothing. Hearsay is none: "it was reported that" says who does not vouch.
_LEAD = re.compile(
    r"(?:(?:the\s+)?(?:final\s+|short\s+)?answer(?:\s+to\s+(?:the|your)\s+question)?(?:\s+is)?\s*[:–]\s*"
    rf"|{_GREETING}(?:\s*[,:–—]\s*|\s+-\s+)"
    rf"|(?:based (?:up)?on|according to|{_AS_TOLD}(?: in| by)?|in|from|per)\s+{_SOURCE}\s*[,:]\s*(?:{_HERE_IS}:\s*)?"
    rf"|{_AS_TOLD} in\s*,\s*"
    rf"|{_HERE_IS}:\s*"
    rf"|{_SOURCE}\s+(?:also\s+)?{_TELLS}(?:\s+that\s+|(?:\s+the following)?\s*:\s*)"
    rf"|it (?:is|was) (?:stated|mentioned|noted|said|reported) in {_SOURCE} that\s+)",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    rf"(?:{_GREETING}|sure thing|great question|good question"
    r"|(?:thank you|thanks)(?: for (?:your|the) question| for asking)?|hello(?: there)?|hi(?: there)?"
    rf"|{_HERE_IS}|let me know\b.*|let me (?:answer|look|check|see|find|search)\b[^.!?,]{{0,80}}"
    r"|(?:i|we) hope (?:this|that|it) (?:helps?|answers?|clarifies|is helpful)\b.*"
    r"|feel free to (?:ask|let|reach|contact)\b.*"
    r"|if you (?:have|need|want|would like|['’]d like|require) (?:any|more|further|other|additional)\b.*"
    r"\b(?:let (?:me|us) know|feel free|just ask|i can|i will|i['’](?:ll|m|d)|i am|happy to)\b.*"
    r"|please let me know\b.*"
    r"|(?:i|we)(?:'ll|’ll| will) (?:now )?(?:answer|look (?:at|through)|check|go through) "
    rf"(?:(?:your|the|this|that) question|{_SOURCE})\b.*)[.!?:]*",
    re.IGNORECASE | re.DOTALL,
)
_CANNOT = (
    "do not", "don't", "don’t", "did not", "didn't", "didn’t", "cannot", "can't", "can’t", "could not", "couldn't",
    "couldn’t", "am unable to", "are unable to", "am not able to", "are not able to",
)  # fmt: skip
_NOT = r"(?:do(?:es)? not|don['’]t|doesn['’]t|did not|didn['’]t|cannot|can['’]t|could not|couldn['’]t|(?:is|are) not)"
_SORRY = r"(?:(?:(?:i['’]m|i am|we are|we['’]re)\s+)?(?:very\s+)?sorry\W+(?:but\s+)?|unfortunately\W+)?"
_THE_ANSWER = rf"(?:{_SEARCHED}|(?:this|that|the|your) (?:question|request)|an answer|the answer)"
_NO_ANSWER = re.compile(
    r"(?:no answer\b.{0,3}"
    rf"|{_SORRY}{_SEARCHED}\s+{_NOT}\s+(?:explicitly |directly |specifically |actually |seem to )?"
    r"(?:contain|mention|provide|say|specify|state|answer|include|give|tell|address|discuss|indicate|clear)\b.*"
    rf"|{_SORRY}(?:(?:i|we) (?:{'|'.join(_CANNOT)})|(?:i['’]m|we['’]re) (?:unable to|not able to))\s+"
    r"(?:find|answer|help|determine|provide|locate|see|tell|assist|say)\b"
    rf"(?:(?: (?:you|with))*(?: (?:this|that))?\W*|.*\b{_THE_ANSWER}\W*)"
    rf"|{_SORRY}there (?:is|are|was|were) (?:no|not enough|insufficient) "
    rf"(?:\w+ )?(?:mention|information|details?) (?:\w+ ){{0,8}}?{_SEARCHED}\W*"
    rf"|{_SORRY}(?:this|that|it|the answer)(?: information)? (?:is|was) not (?:\w+ )?"
    rf"(?:mentioned|specified|stated|provided|given|available|clear)\b.*\b{_SEARCHED}\W*)",
    re.IGNORECASE | re.DOTALL,
)
_YES_OR_NO = re.compile(r"(?:yes|no)\s*[.!,;:–—-]+\s*", re.IGNORECASE)
# How what is none of the answer begins, for a sentence under way.
_OPENINGS = tuple(
    opening.strip()
    for opening in """
    great question | good question | thank you | thanks | let me | i hope | we hope | feel free | if you have
    | if you need | if you want | if you would | if you’d | if you'd | if you require | please let | i will | i'll
    | i’ll | we will | we'll | we’ll | answer: | answer : | answer – | answer– | answer is | answer to | here is
    | here are | here's | here’s
    | the answer | final answer | the final answer | short answer | the short answer | as stated in | as mentioned in
    | as noted in | as described in | as reported in | as per in | no answer | unfortunately | sorry | very sorry
    | i'm | i’m | i am | we are | we're | we’re | how | what | who | when | where | why | which | this is not
    | that is not | this was not | that was not | it was not | it is not | this information | that information
    | it information | there is no | there are no | there was no | there were no | there is insufficient
    | there are insufficient | there was insufficient | there were insufficient""".split("|")
)
_CANNOTS = tuple(f"{who} {cannot}" for who in ("i", "we") for cannot in _CANNOT)
_BEFORE_SOURCES = (
    "in", "from", "per", "based on", "based upon", "according to",
    *(f"as {told}{to}" for told in ("stated", "mentioned", "noted", "described", "reported", "per")
      for to in (" in", " by", "")),
    *(f"it {verb} {told} in" for verb in ("is", "was")
      for told in ("stated", "mentioned", "noted", "said", "reported")),
)  # fmt: skip
_OPENED = (*_OPENINGS, *_CANNOTS)
_BEGUN = (*_OPENED, *_BEFORE_SOURCES)
_TO_SOURCES = re.compile(
    rf"(?:(?:{'|'.join(_BEFORE_SOURCES)})\s)?(?:(?:{'|'.join(_THE)})\s)?(?:(?:{'|'.join(_GIVEN)})\s)?"
)
_OF_SOURCES = re.compile(rf"(?:(?:{'|'.join(_BEFORE_SOURCES)})\s)?{_SEARCHED}")
_SOURCE_WORDS = (*_THE, *_GIVEN, *_OURS, *_ANY)
# A greeting that more text may set off by a comma, a full answer that the next sentence goes on from.
_ALONE = re.compile(rf"(?:{_GREETING}|sure thing|hello(?: there)?|hi(?: there)?|yes|no)[\s.!,;:–—-]*", re.IGNORECASE)
_HALF_ALONE = ("sure thing", "certainly", "of course", "absolutely", "okay", "hello there", "hi there", "yes", "no")


def without_lead(sentence: str) -> str:
    """The sentence less what it says of where it was read: "According to the passages, …"."""
    told = sentence
    while (match := _LEAD.match(told)) and told[match.end() :].strip():
        told = told[match.end() :]
    return told if told == sentence else capitalised(told)


def is_chatter(sentence: str) -> bool:
    """Whether a sentence without a mark is no part of the answer: a greeting, an offer, a question of its own."""
    asked = sentence.rstrip('"”’)*')
    quoted = any(mark in sentence[len(asked) :] for mark in '"”’') and sentence[0] not in '"“‘'
    return bool(_CHATTER.fullmatch(sentence)) or (asked.endswith("?") and not quoted)


def finds_nothing(sentence: str) -> bool:
    """Whether a sentence says that the passages do not answer, in whatever words."""
    return bool(_NO_ANSWER.fullmatch(sentence.strip(" \n*")))


def opening_yes_or_no(sentence: str) -> str:
    """The "Yes, " or "No. " that a sentence opens with, "" where it opens with neither."""
    match = _YES_OR_NO.match(sentence)
    return match.group() if match else ""


def may_be_chatter(begun: str) -> bool:
    """Whether a sentence that is not whole yet may still turn out to be none of the answer, or lose its opening."""
    start = " ".join(begun.lower().lstrip("\"“‘'(").split())
    if any(opening.startswith(start) for opening in (*_BEGUN, *_HALF_ALONE)) or _ALONE.fullmatch(start):
        return True
    word = start[_TO_SOURCES.match(start).end() :]  # type: ignore[union-attr]
    if _OF_SOURCES.match(start) or (" " not in word and any(noun.startswith(word) for noun in _SOURCE_WORDS)):
        return True
    return start.startswith(_OPENED)
