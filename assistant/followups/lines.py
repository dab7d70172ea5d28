"""What the user's line is: a question, or one of the things said to a program that ask nothing of the transcripts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.answers import History
from assistant.followups import courtesies
from assistant.followups.standalone import MAX_CHARACTERS, QUOTATION, Thread, standalone_question, thread_of
from assistant.language import FUNCTION_WORDS, words


class LineKind(StrEnum):
    """What a line from the user is, before any search."""

    QUESTION = "question"
    EMPTY = "empty"
    GREETING = "greeting"
    THANKS = "thanks"
    ABOUT_ME = "about_me"
    INSTRUCTION = "instruction"
    NONSENSE = "nonsense"
    TOO_LONG = "too_long"


_TOPICLESS = frozenset((LineKind.EMPTY, LineKind.GREETING, LineKind.THANKS, LineKind.ABOUT_ME, LineKind.NONSENSE))

_HAIL = (
    r"(?:ok(?:ay)?[,.! ]+)?"
    r"(?:hi+|hello+|hey+|howdy|greetings|good (?:morning|afternoon|evening|day|night)|how are you|how's it going|"
    r"what'?s up|nice to meet you|bye|goodbye|see you)\b"
)
_GREETING = re.compile(rf"{_HAIL}(?P<rest>[\w\s,!.?']{{0,40}})", re.IGNORECASE)
# What is said to someone there after a greeting, or alone.
_SMALL_SENTENCE = re.compile(
    r"(?:and )?(?:there|nice to meet you|(?:is )?any(?:one|body) (?:there|here|home)|"
    r"(?:can|could|would|will) you (?:please )?help(?: me)?(?: out)?(?: with (?:something|a question|this))?|"
    r"i (?:need|have) (?:some help|a question)|i hope you(?:'re| are) (?:well|fine|good)|"
    r"(?:have|has) a (?:nice|good|great) \w+|(?:how|who|what) are you(?: (?:today|doing))?)\W*",
    re.IGNORECASE,
)
_SMALL_TALK = frozenset(
    "today tonight tomorrow later going morning afternoon evening day friend friends nice meet".split()
)
_THANKS = re.compile(
    r"(?:(?:ok(?:ay)?|great|cool|nice|perfect|good|got it|many|no|nope)[,.! ]*){0,3}"
    r"(?:thanks?|thank you|thx|cheers)\b[\w\s,!.']{0,30}|(?:(?:ok(?:ay)?|no|oh|sorry)[,.! ]+)?never ?mind(?: then)?\W*",
    re.IGNORECASE,
)
_ABOUT_ME = re.compile(
    r"(?:who|what) are you\b|what(?:'s| is) your name|what can you (?:do|help|answer)|"
    r"how (?:do you|does this (?:chat|page|site|app|tool|assistant|program)) work|"
    r"help\W*$|what (?:can|should|could) (?:i|we|one) ask(?: you| here| about)?\W*$|"
    r"what (?:kinds?|sorts?) of questions? (?:can|should|could|do) (?:i|we|you)\b|"
    r"are you (?:an? )?(?:ai|bot|robot|human|chat ?bot|real|llm|language model)",
    re.IGNORECASE,
)
# Talk of the program's own rules, or an order to make something other than an answer.
_RULES = re.compile(
    r"\b(?:system|hidden|secret) (?:prompt|instructions?)\b|"
    r"\byour (?:prompt|instructions?|rules|guidelines|api key|source code)\b|"
    r"\byou are now\b|^from now on,? you\b|\b(?:you|please|now|must|should) (?:act as|pretend|role-?play)\b|"
    r"^(?:act as|pretend|role-?play)\b|\bjailbreak\b|\bdeveloper mode\b",
    re.IGNORECASE,
)
# The same as an order. A question may be about others who did so, unless it speaks of "all" or "your" instructions.
_IGNORED = (
    r"\b(?:ignore|disregard|forget|override|bypass)\b (?:\w+ ){0,4}(?:instructions?|rules?|prompts?|guidelines|"
    r"restrictions|citing|citations?|(?:above|before)(?=\W*$|[.,;:]| and\b))"
)
_RULES_ORDERED = re.compile(_IGNORED, re.IGNORECASE)
_ABOUT_OTHERS = re.compile(
    r"^(?:(?:and|but|so|then|ok(?:ay)?)\b,? )*(?:who|whom|whose|what|when|where|which|why|how|did|do|does|is|are|"
    r"was|were|has|have|had|may|might|must|should|could|would|will|can|"
    r"list|name|tell|describe|explain)\b(?! (?:you|me|us)\b)",
    re.IGNORECASE,
)
_OWN_RULES = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b (?:\w+ ){0,3}(?:(?:your|my) (?:\w+ ){0,3}|"
    r"all (?:\w+ ){0,1}(?:previous|prior|earlier|preceding|above) )"
    r"(?:instructions?|rules?|prompts?|guidelines|restrictions|messages?|citations?)\b|"
    r"[.!?;]\s+(?:please |now )?" + _IGNORED,
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:please |can you |could you |now )*(?:(?:write|compose|generate|create|sing|draw|translate|"
    r"delete|execute|repeat) "
    r"(?:me|us|only|just|out|all|everything|the|an?|with|in|this|that|your|some|every|to)|"
    # These are things as well: "output in the dairy".
    r"(?:draft|code|program|run|print|output) (?:me|us|only|just|out|all|everything|the|an?|this|that|your|some|every)|"
    r"(?:say|respond|reply|answer) (?:only|just|with|in|everything)|"
    r"tell (?:me|us) (?:an?|another|some|your) (?:\w+ )?(?:jokes?|riddles?|poems?|fairy tales?|fun facts?)|"
    r"(?:recommend|suggest)(?: me| us)? (?:an?|some|any) (?!(?:good )?(?:transcript|meeting|interview|passage)))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """The user's line with what it stands for.

    Attributes:
        standalone: the question as it stands alone; equal to ``text`` where nothing had to be added.
        thread: what was said before that the line may go on from.
    """

    text: str
    kind: LineKind
    standalone: str
    thread: Thread | None = None

    @property
    def line(self) -> str:
        """Its text, white space folded."""
        return " ".join(self.text.split())


def read_turn(text: str, history: History, vocabulary: Mapping[str, int] | None = None) -> Turn:
    """What kind of line ``text`` is and the standalone question it asks after ``history``.

    Args:
        vocabulary: stems of the corpus and in how many passages each stands; tells the topic of a question, which is
            its rarest name, from names that stand everywhere.
    """
    text = _well_formed(text)
    line = " ".join(text.split())
    kind = line_kind(line)
    if kind is not LineKind.QUESTION:
        return Turn(text, kind, line)
    known, asked = vocabulary or {}, _asking(history)
    alone = _well_formed(standalone_question(line, asked, known))
    return Turn(text, kind, alone, thread_of(line, asked, known))


def _asking(history: History) -> list[tuple[str, str]]:
    """The turns that a line may lean on: a greeting is no topic, and nothing was said of it."""
    return [turn for turn in history if line_kind(" ".join(turn[0].split())) not in _TOPICLESS]


def _well_formed(text: str) -> str:
    """The text without lone surrogates, which JSON may bring and neither the tokenizer nor UTF-8 output takes."""
    return text.encode("utf-8", "replace").decode()


def line_kind(line: str) -> LineKind:
    """The kind of one line, white space already folded."""
    if not line:
        return LineKind.EMPTY
    if len(line) > MAX_CHARACTERS:
        return LineKind.TOO_LONG
    if not re.search(r"[^\W_]", line) or _is_keyboard_noise(line):
        return LineKind.NONSENSE
    if _is_order(line) or courtesies.is_order(line):
        return LineKind.INSTRUCTION
    if _ABOUT_ME.match(line) or courtesies.ABOUT_ME.fullmatch(line):
        return LineKind.ABOUT_ME
    if _is_greeting(line) or courtesies.GREETING.fullmatch(line):
        return LineKind.GREETING
    if courtesies.is_thanks(line):
        return LineKind.THANKS
    if (
        len(line.split()) <= 8
        and re.search(r"\b(?:thanks?|thank you|thx|cheers|never ?mind)\b", line, re.I)
        and _THANKS.fullmatch(line)
    ):
        return LineKind.THANKS
    return LineKind.QUESTION


def _is_order(line: str) -> bool:
    """Whether a line would tell the program what to do; what it puts in quotation marks others said."""
    own = QUOTATION.sub("“”", line)
    own = own if re.search(r"\w", own) else line
    told = _OWN_RULES if _ABOUT_OTHERS.match(own) else _RULES_ORDERED
    return bool(_RULES.search(own) or told.search(own) or _OWN_RULES.search(own) or _ORDER.match(own))


def _is_greeting(line: str) -> bool:
    """Whether a line greets and asks nothing: "hello, who paid for the ferry?" does ask."""
    hailed = re.match(rf"{_HAIL}(?: there| all| everyone)?[\s,.!?]*", line, re.IGNORECASE)
    rest = line[hailed.end() :] if hailed else line
    if _SMALL_SENTENCE.fullmatch(rest) or (hailed and rest and _ABOUT_ME.match(rest)):
        return True
    greeting = _GREETING.fullmatch(line)
    if not greeting or len(line.split()) > 8:
        return False
    subject = [word for word in words(greeting["rest"]) if word not in FUNCTION_WORDS | _SMALL_TALK]
    return not subject or (len(subject) == 1 and "?" not in line)


def _is_keyboard_noise(line: str) -> bool:
    """Whether no word of the line could be pronounced: letters without a vowel, or six consonants in a row."""
    letters = [word for word in words(line) if word.isascii() and word.isalpha() and len(word) > 3]
    unsayable = [w for w in letters if not re.search(r"[aeiouy]", w) or re.search(r"[^aeiouy]{6}|(.)\1\1", w)]
    return bool(letters) and len(unsayable) == len(letters)
