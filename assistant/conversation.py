"""What the user's line is, and the standalone question it asks given the turns before.

Joining all turns into one query finds less than the last turn alone (measured on MTRAG: R@5 .43 against
.64), so a line is left as it is unless it leans on what went before: a pronoun without a name, a bare
"and in …?", or fewer than two words of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from assistant.answers import History
from assistant.language import FUNCTION_WORDS, content_stems, stem, words
from assistant.names import Name, names_in


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


# Longer than any question people ask, short enough to answer in time.
MAX_CHARACTERS = 2000
# A line about "him" with this many meaning words of its own says what it is about, whoever he is.
SELF_SUFFICIENT = 4

_GREETING = re.compile(
    r"(?:hi+|hello+|hey+|howdy|greetings|good (?:morning|afternoon|evening|day|night)|how are you|how's it going|"
    r"what'?s up|nice to meet you|bye|goodbye|see you)\b(?P<rest>[\w\s,!.?']{0,40})",
    re.IGNORECASE,
)
_SMALL_TALK = frozenset(
    "today tonight tomorrow later going morning afternoon evening day friend friends nice meet".split()
)
_THANKS = re.compile(
    r"(?:(?:ok(?:ay)?|great|cool|nice|perfect|good|got it|many)[,.! ]*){0,3}"
    r"(?:thanks?|thank you|thx|cheers)\b[\w\s,!.']{0,30}",
    re.IGNORECASE,
)
_ABOUT_ME = re.compile(
    r"(?:who|what) are you\b|what(?:'s| is) your name|what can you (?:do|help|answer)|how do you work|help\W*$|"
    r"are you (?:an? )?(?:ai|bot|robot|human|chat ?bot|real|llm|language model)",
    re.IGNORECASE,
)
# Talk of the program's own rules, or an order to make something other than an answer.
_RULES = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b (?:\w+ ){0,4}"
    r"(?:instructions?|rules?|prompts?|guidelines|restrictions|(?:above|before)(?=\W*$|[.,;:]| and\b))|"
    r"\b(?:system|hidden|secret) (?:prompt|instructions?)\b|"
    r"\byour (?:prompt|instructions?|rules|guidelines|api key|source code)\b|"
    r"\byou are now\b|\b(?:you|please|now|must|should) (?:act as|pretend|role-?play)\b|"
    r"^(?:act as|pretend|role-?play)\b|\bjailbreak\b|\bdeveloper mode\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:please |can you |could you |now )*(?:(?:write|compose|draft|generate|create|sing|draw|code|program|translate|"
    r"delete|run|execute|repeat|print|output) "
    r"(?:me|us|only|just|out|all|everything|the|an?|with|in|this|that|your|some|every|to)|"
    r"(?:say|respond|reply|answer) (?:only|just|with|in|everything))\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there|then|"
    r"the (?:same|former|latter|other)|one|ones)\b",
    re.IGNORECASE,
)
# "Is there …", "it is known that …", "the country that has …": words that look like pronouns and stand for nothing.
_PLEONASTIC = re.compile(
    r"\b(?:is|was|are|were) there\b|\bthere (?:is|are|was|were|any)\b|\bit (?:true|possible|known|clear)\b(?: that)?|"
    r"\bthat (?:is|are|was|were|will|would|can|could|has|have|had)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_ASKING = frozenset("large big long old far often many much mean means like look good best difference explain".split())
_CONTINUES = re.compile(r"(?:and|but|or|so|what about|how about|then|also|what else)\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """The user's line with what it stands for. ``standalone`` equals ``text`` where nothing had to be added."""

    text: str
    kind: LineKind
    standalone: str


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
    return Turn(text, kind, _well_formed(standalone_question(line, history, vocabulary or {})))


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
    if _RULES.search(line) or _ORDER.match(line):
        return LineKind.INSTRUCTION
    if _ABOUT_ME.match(line):
        return LineKind.ABOUT_ME
    if _is_greeting(line):
        return LineKind.GREETING
    if (
        len(line.split()) <= 8
        and re.search(r"\b(?:thanks?|thank you|thx|cheers)\b", line, re.I)
        and _THANKS.fullmatch(line)
    ):
        return LineKind.THANKS
    return LineKind.QUESTION


def _is_greeting(line: str) -> bool:
    """Whether a line greets and asks nothing: "hello, who paid for the ferry?" does ask."""
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


def standalone_question(line: str, history: History, vocabulary: Mapping[str, int] = MappingProxyType({})) -> str:
    """``line`` with what it leans on from the last turns put in.

    An elliptic line ("and in Kent?") keeps the former question's words and swaps the name; a pronoun takes the
    former question's names, or failing those the former answer's. Anything else is a new topic and stays.
    """
    if not history:
        return line
    previous = standalone_question(" ".join(history[-1][0].split()), history[:-1], vocabulary)
    own = [name.text for name in _names_of(line)]
    if _is_elliptic(line):
        return _swapped(line, previous, own, vocabulary)
    pronoun = _PRONOUN.search(_PLEONASTIC.sub(" ", line))
    if not pronoun or own or (_PERSONAL.search(line) and len(content_stems(line)) >= SELF_SUFFICIENT):
        return line
    return _with_topic(line, previous, history[-1][1])


def _names_of(line: str) -> list[Name]:
    """Names in a line that a user typed: its first word may be one ("Kent?"), but "Who" and "Does" are none."""
    found: list[Name] = []
    for name in names_in(f"x {line}"):
        first, _, rest = name.text.partition(" ")
        dropped = len(first) + 1 if first.lower() in FUNCTION_WORDS | {"since"} else 0
        if rest or not dropped:
            found.append(Name(name.text[dropped:], name.start - 2 + dropped, name.end - 2))
    return found


def _is_elliptic(line: str) -> bool:
    """Whether the line is no whole question: "and in Kent?", "how about ferries?", or only "since when?"."""
    content = len(content_stems(line))
    if _CONTINUES.match(line):
        rest = _CONTINUES.sub("", line, count=1)
        return content <= (1 if _ASKS.search(rest) else 2) and len(words(line)) <= 6
    return content == 0 and bool(_ASKS.search(line)) and len(words(line)) <= 4 and not _PRONOUN.search(line)


def _swapped(line: str, previous: str, own: list[str], vocabulary: Mapping[str, int]) -> str:
    """The former question about what the line newly names, or with its words added."""
    names = _names_of(previous)
    if own and names:
        replaced = min(names, key=lambda name: (not _share_a_word(name.text, own[-1]), _commonness(name, vocabulary)))
        return f"{previous[: replaced.start]}{own[-1]}{previous[replaced.end :]}"
    leading = {"and", "but", "so", "or", "then", "also"}
    addition = " ".join(word for word in line.rstrip("?!. ").split() if word.lower() not in leading)
    return f"{previous.rstrip('?!. ')}, {addition}?"


def _share_a_word(one: str, other: str) -> bool:
    return bool(set(words(one)) & set(words(other)))


def _commonness(name: Name, vocabulary: Mapping[str, int]) -> tuple[int, int]:
    """How many passages the name's rarest word stands in; among equals the later name is the topic."""
    return min((vocabulary.get(stem(word), 0) for word in words(name.text)), default=0), -name.start


def _with_topic(line: str, question: str, answer: str) -> str:
    """The line followed by what its pronoun can mean.

    "He" and "she" take the names of the turn before. Anything else may mean the thing asked about, which is the
    former question's own words in order, or a thing that only the former answer named.
    """
    names = [name.text for name in _names_of(question) if name.text != "I"]
    if _PERSONAL.search(line):
        topics = names or [name.text for name in names_in(answer)][:2]
    else:
        topics = _topic_phrases(question)
        known = set(words(question))
        topics += [name.text for name in names_in(answer) if not set(words(name.text)) & known][:2]
    return f"{line.rstrip('?!. ')} ({', '.join(dict.fromkeys(topics))})?" if topics else line


def _topic_phrases(question: str) -> list[str]:
    """Runs of meaning words of a question, six words at most: "the trade with Kent" gives trade and Kent."""
    phrases: list[list[str]] = [[]]
    for word in re.findall(r"[\w’'-]+", question):
        if word.lower() in FUNCTION_WORDS | _ASKING or word == "I":
            phrases.append([])
        elif sum(map(len, phrases)) < 6:
            phrases[-1].append(word)
    return [" ".join(phrase) for phrase in phrases if phrase]
