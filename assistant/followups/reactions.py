"""A line that answers an answer ("are you sure?", "tell me more", "no, I meant the loom"), as the question it asks.

What follows a correction is read on from the question before as if it began with "and"; that is ``standalone``'s work.
"""

import re

from assistant.corpus.dates import MONTH_NAMES
from assistant.followups.context import unmarked
from assistant.language import capitalised, words
from assistant.questions.framing import topic_words
from assistant.questions.helping_verbs import AUXILIARY
from assistant.questions.phrases import phrases_in
from assistant.questions.requests import SUPERLATIVE
from assistant.questions.tongues import nouns_of, spoken_in, tongue_of
from assistant.questions.topics import BRACKET

# So many words of the question before are recalled.
SUBJECT = 12
_THAT = r"(?:that|this|it|so)"
_MEETING = r"(?:meeting|transcript|session|talk|interview|hearing|call|assembly|debate|conversation|document|file|text)"
_OCCASION = r"(?:meeting|transcript|session|talk|interview|hearing|call|assembly|debate|conversation)"
_NOT = r"(?:is not|isn['’]?t|was not|wasn['’]?t)"
_DOUBTS = re.compile(
    rf"(?:but )?(?:are you (?:really |quite |absolutely )?(?:sure|certain)(?: (?:of|about) {_THAT})?|really|seriously|"
    rf"is {_THAT} (?:really )?(?:true|right|correct|so|certain)|how do you know(?: {_THAT})?|sources?|"
    rf"(?:what is|what[’']s) your source(?: (?:of|for) {_THAT})?|can you (?:prove|check) {_THAT}|"
    rf"(?:(?:no|nope|sorry|wait)[,.! ]+)*(?:{_THAT}(?: (?:is|was|can[’']?t be)|[’']s) (?:wrong|false|incorrect|"
    rf"not (?:true|right|correct|it|what i asked))|{_THAT} {_NOT} (?:true|right|correct|it|what i asked)|"
    r"i (?:don[’']?t|do not|didn[’']?t) understand(?: (?:that|this|it|you))?)|"
    r"(?:sorry|pardon)[,.! ]+(?:what|how)|pardon)",
    re.IGNORECASE,
)
_SAYS_WHO = re.compile(rf"(?:says who|who says(?: {_THAT})?|who said (?:so|it)|according to who(?:m)?)", re.IGNORECASE)
_SAID = r"(?:said|say|told|stated)"
_SAID_WHERE = re.compile(
    rf"(?:in|at|from|during) (?:which|what) {_MEETING} (?:is|was|were|did) (?:that|this|it|they|he|she)"
    rf"(?: (?:{_SAID}|from|in|at))?|"
    rf"(?:which|what) (?:{_MEETING} (?:is|was) {_THAT} (?:from|in|at)|{_OCCASION} (?:is|was) {_THAT})|"
    rf"where (?:(?:is|was) (?:(?:that|this|it) {_SAID}|(?:that|this) written)|does it say {_THAT})",
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
    r"(?:i (?:meant?|(?:was|am) (?:asking|talking) (?=about))|(?:my question|that) was (?=about))[,:]? ",
    re.IGNORECASE,
)
# What follows is a thing and says nothing of it: "no, the loom", but no "no, he said June".
_DENIES = re.compile(r"(?:no|nope|sorry),+ (?:not [^,]{1,40}, )?(?=\S)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?:for|in|on|at|from|to|with|of|by|about|under|near|during|and|or|the|ones?|[,.!?–-])*", re.IGNORECASE
)
_COURTESIES = frozenset("thank thanks please sorry wait really good fine okay ok problem worries way need idea".split())
_REFUSES = re.compile(r"(?:no|nope|sorry)\b[,.!]+ ", re.IGNORECASE)
_ASKS_ANEW = re.compile(
    rf"(?:(?:in|at|from|for|since|with) )?(?:who|whom|whose|what|which|when|where|why|how|{AUXILIARY})\b.*\?",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(r",? (?:and )?not [^,]{1,80}$", re.IGNORECASE)
_DATED = re.compile(rf"(?:for|about|of) (?=(?:(?:19|20)\d\d|(?:{MONTH_NAMES})(?: \d{{4}})?)[?!. ]*$)", re.IGNORECASE)
_ORDERED = re.compile(
    r"(?:please )?(?:compare|contrast|list|name|show|give|tell|explain|describe)\b(?: (?:me|us))?(?: about)? ",
    re.IGNORECASE,
)
_LIKEWISE = re.compile(
    r"(?:and )?(?:the )?same(?: (?:question|thing))?,? (?:again,? )?(?:but )?(?=(?:for|about|of|in|at|with|on) )",
    re.IGNORECASE,
)
_OF = re.compile(r"(?:for|about|of) ", re.IGNORECASE)


def reaction(line: str, question: str) -> str:
    """The question that a line after an answer asks; "" where it is none of these.

    Args:
        line: without courtesy and without "and".
        question: the question before, standing alone.
    """
    said, before = unmarked(line), unmarked(question)
    if any(pattern.fullmatch(said) for pattern in (_DOUBTS, _SAYS_WHO, _SAID_WHERE)):
        return question  # its citations say who and where
    if _MORE.fullmatch(said):
        told = subject_of(question, articles=True)
        return f"Tell me more about {told}?" if told else question
    if _HAPPENED.fullmatch(said) and (subject := subject_of(question)):
        return f"{capitalised(said)} ({subject})?"
    if compared := _COMPARES.fullmatch(said):
        bracket = BRACKET.search(before)
        kept = before[: bracket.start()] if bracket else before
        return f"{kept}, compared with {compared['other']}{bracket.group() if bracket else ''}?"
    return ""


def keeps_the_question(line: str) -> bool:
    """Whether after a line the talk is still of what was asked before it: it doubts, or asks where or for more.

    Args:
        line: without courtesy and without "and".
    """
    said = unmarked(line)
    return any(pattern.fullmatch(said) for pattern in (_DOUBTS, _SAYS_WHO, _SAID_WHERE, _MORE))


def read_on(line: str) -> str:
    """What is left of a line that corrects the one before ("no, I meant Kent") or asks the same again; else ""."""
    if likewise := _LIKEWISE.match(line):
        rest = line[likewise.end() :]
        return _DATED.sub("in ", rest) if _DATED.match(rest) else _OF.sub("", rest, count=1)
    opened = _CORRECTS.match(line) or _DENIES.match(line)
    if not opened or opened.end() == len(line):
        return ""
    rest = re.sub(r"^about ", "", line[opened.end() :])
    cut = _NOT_THAT.sub("", unmarked(rest))
    rest = f"{cut}?" if cut != unmarked(rest) else rest
    return rest if opened.re is _CORRECTS or _is_thing(rest) or _ASKS_ANEW.fullmatch(rest) else ""


def is_refusal(line: str) -> bool:
    """Whether it begins with a no or a sorry and asks nothing."""
    return "?" not in line and bool(_REFUSES.match(line))


def _is_thing(text: str) -> bool:
    """Whether it names something and says nothing of it: "the loom in Kent", "in May"."""
    named = phrases_in(text)
    for phrase in named:
        text = text.replace(phrase.text, "", 1)
    rest = "".join(text.split())
    return bool(named) and bool(_BETWEEN.fullmatch(rest)) and not any(set(words(p.bare)) & _COURTESIES for p in named)


def subject_of(question: str, *, articles: bool = False) -> str:
    """What a question was about: its noun phrases, or where it has none its words without those that frame it.

    Args:
        articles: with the "the" of each, and nothing but noun phrases.
    """
    if tongue := spoken_in(question, ()):
        return "" if articles else nouns_of(question, tongue_of(tongue))
    question = _ORDERED.sub("", question)
    phrases = [p for p in phrases_in(question) if p.definite or not re.fullmatch(r"[a-z]{2,}[^e]ed", p.bare)]
    bare = {phrase: " ".join(SUPERLATIVE.sub(" ", phrase.bare).split()) for phrase in phrases}
    the = {phrase: "the " if articles and re.match(r"the ", phrase.text, re.IGNORECASE) else "" for phrase in phrases}
    named = ", ".join(the[phrase] + bare[phrase] for phrase in phrases if topic_words(bare[phrase]))
    kept = re.sub(r"[^\w’'.,%$€£-]+", " ", named or ("" if articles else topic_words(question))).split()
    return " ".join(kept[:SUBJECT]).rstrip(",")
