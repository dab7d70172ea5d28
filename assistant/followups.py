"""A follow-up as a question that stands alone: what its pronouns, its ellipsis or "the company" point back to, put in.

Joining all turns into one query finds less than the last turn alone (measured on MTRAG: R@5 .43 against .64), so
a line is left as it is unless it leans on what went before, and then takes the one thing it leans on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assistant.answers import History
from assistant.antecedents import Context, antecedent, described, place_of, subjects
from assistant.corpus.names import Name, own_names
from assistant.ellipsis import ASKED, AUXILIARY, asked_anew, capitalised, share_a_word, swapped
from assistant.framing import topic_words
from assistant.language import FUNCTION_WORDS, content_stems, words
from assistant.matters import of_the_same_meeting
from assistant.phrases import phrases_in

_COURTESY = re.compile(
    r"(?:(?:thanks|thank you|ok(?:ay)?|great|right|fine|good|i see|got it|alright|well)\b[,.!;: ]+)+", re.I
)
_NEW_TOPIC = re.compile(
    r"(?:(?:now,? )?(?:(?:on )?(?:a |an )?(?:completely |totally )?(?:different|another|new|other) "
    r"(?:subject|topic|question|matter|thing)|changing the (?:subject|topic)|"
    r"let['’]?s (?:leave|move on|turn to)[^,.:;–-]*|"
    r"something else)(?: now)?|(?:now|back|moving on) (?:to|about) [^,.:;–-]{3,40})\s*[,.:;–-]+\s*",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?:(?:and|but|or|so|then|also|btw|by the way)\b,? ?)+", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"(?:what|how) about\s+", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_OPENS_CLAUSE = re.compile(rf"(?:\w+ )?(?:{AUXILIARY})\b", re.IGNORECASE)
_BARE_WH = re.compile(
    r"(?:(?:since|until|till|by|in|on|at|to|from|for|with|of) )?"
    r"(?:how (?:many|much|long|far|often|soon)|what|which|who(?:m)?|when|where|why|how)"
    r"(?: (?:exactly|then|though|so|years?|months?|days?|not|else|year|month|day|date|city|country|reason))*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?P<personal>he|she|him|her|his|hers)\b|\b(?P<plural>they|them|their|theirs|(?:those|these)(?! [a-z]+s\b))\b|"
    r"\b(?P<thing>it|its)\b|\b(?P<that>this|that)\b(?! [a-z]+)|"
    r"\b(?P<demonstrative>this|that|these|those) (?P<noun>[a-z-]+)|"
    r"\b(?P<there>there)\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[?.!;:]\s|,?\s(?:and|but|or|since|because(?! of)|if|so)\s", re.IGNORECASE)
_SPEAKS = re.compile(
    r"\b(?:said|says?|saying|claim(?:ed|s)?|told|thinks?|thought|knows?|knew|believes?) $", re.IGNORECASE
)
# "When will they be built", "what do they cost": said of things, where "what did they sign" is of people.
_ACTS = re.compile(r"\b(?:do|did|will|would|have|had|can|could|should|must|may|might)(?:n['’]t)? $", re.IGNORECASE)
_OF_THINGS = re.compile(
    r" (?:\w+ly |ever |really |all |still |even |now )?(?:be|been|cost|last|weigh|look|happen|come|work|stand|lie|"
    r"measure)\b",
    re.IGNORECASE,
)
# "The school, what do they say?": the first pronoun is what stands in front.
_IN_FRONT = re.compile(r"(?:the|our|their|these|those) (?:[\w’'-]+ ){0,4}?[\w’'-]+, (?=\w)", re.IGNORECASE)
_COUNTED = frozenset("one two three four five six seven eight nine ten".split())
_VERBS_AFTER_THAT = frozenset("be mean work cost take happen matter help come go and or for in on at to of by".split())
# "Is there …", "it is known that …", "the country that has …": words that look like pronouns and stand for nothing.
_PLEONASTIC = re.compile(
    r"\b(?:is|was|are|were) there\b|\b(?:will|would|can|could|should|might|may|must|has|have|had) there be(?:en)?\b|"
    r"\bthat (?=(?:it|he|she|they|we|you|i|there)\b)|"
    r"\bthere (?:\w+ly )?(?:is|are|was|were|any)\b|"
    r"\b(?:is|was) it (?:true|possible|known|clear)\b|"
    r"\bit (?:is|was|true|possible|known|clear)(?: \w+)? that\b|"
    r"\b(?!(?:of|in|for|to|on|by|with|and)\b)\w+ that "
    r"(?:is|are|was|were|will|would|can|could|has|have|had)\b",
    re.IGNORECASE,
)
_PARTITIVE = re.compile(r"(?P<wh>how (?:many|much)|which) of (?:them|those|these|it|that)\b(?P<rest>.*)", re.IGNORECASE)
# What we say ourselves before the quotes of an answer to a question with several parts.
_LEAD_OF_OURS = re.compile(
    r"(?:Both questions, |The \d+ questions, |On “)[^\n]{0,600}?:\s|"
    r"(?:Of the [\d,]+ transcripts? with the passages nearest to this: )?(?:Not one: )?(?:All )?[\d,]+ (?:of [\d,]+ )?"
    r"transcripts? (?:answer this, each in its own way|speaks? of this|mentions?|do(?:es)? not mention)"
    r"(?:(?:[:;]| or| and| both)* (?:“[^”\n]{1,300}”|and \d+ more))*[.:](?=\s|$)"
)
_REFUSED = re.compile(
    r"The transcripts (?:that pass your filters )?do not (?:answer|mention)\b|None of the [\d,]+ transcripts\b|"
    r"\S+ gave no answer that the transcripts bear out"
)
_SHARE_OF = re.compile(r"\b(?:third|half|quarter|part|share|percentage|percent|much) of $", re.IGNORECASE)
# Turns that a line may lean on; what "it" was ten turns ago nobody remembers either.
REMEMBERED = 4
# What a line leans on stands in so much of a turn; histories come from outside and may be of any length.
HISTORY_CHARACTERS = 4000
# So many words of the question before are recalled.
SUBJECT = 12
# A line of so few words may lean on the last turn without being a question.
SHORT = 4


@dataclass(frozen=True, slots=True)
class Thread:
    """What a line may go on from.

    Attributes:
        recalled: the line with the subject of the question before it in brackets, however it reads.
        asked: the question before, standing alone.
        told: its answer.
    """

    recalled: str
    asked: str
    told: str


def thread_of(line: str, history: History, vocabulary: Mapping[str, int] = MappingProxyType({})) -> Thread | None:
    """What ``line`` may go on from; None where nothing was asked before, or it says that it turns to something else.

    "Any trouble with the building?" leans on nothing that a rule could see, yet means the building just spoken of. So a
    line of a conversation is looked for in both readings, see ``Finder.look_on``.
    """
    context = _before(history, vocabulary)
    body = _without_courtesy(line)
    if context is None or _NEW_TOPIC.match(body):
        return None
    subject = _subject(context.question)
    recalled = f"{capitalised(body.rstrip('?!. '))} ({subject})?" if subject else line
    return Thread(recalled, context.question, context.answer)


def _subject(question: str) -> str:
    """What a question was about: its noun phrases, or where it has none its words without those that frame it."""
    named = ", ".join(phrase.bare for phrase in phrases_in(question) if topic_words(phrase.bare))
    kept = re.sub(r"[^\w’'.,%$€£-]+", " ", named or topic_words(question)).split()
    return " ".join(kept[:SUBJECT]).rstrip(",")


def standalone_question(line: str, history: History, vocabulary: Mapping[str, int] = MappingProxyType({})) -> str:
    """``line`` with what it leans on from the last turns put in; a new topic, and a line without history, stay.

    Args:
        vocabulary: stems of the corpus and in how many passages each stands; tells the topic of a question, which is
            its rarest name, from names that stand everywhere.
    """
    return _standing_alone(line, _before(history, vocabulary))


def _before(history: History, vocabulary: Mapping[str, int]) -> Context | None:
    """The last turn, with those before it; None where there is none."""
    context: Context | None = None
    for asked, told in history[-REMEMBERED:]:
        question = _standing_alone(" ".join(asked[:HISTORY_CHARACTERS].split()), context)
        context = Context(question, _told(told[:HISTORY_CHARACTERS]), vocabulary, context)
    return context


def _told(answer: str) -> str:
    """What an answer tells of the transcripts: nothing in a refusal, and not the words that lead up to its quotes."""
    if _REFUSED.match(answer):
        return ""
    lead = _LEAD_OF_OURS.match(answer)
    return " ".join((answer[lead.end() :] if lead else answer).split())


def _without_courtesy(line: str) -> str:
    courtesy = _COURTESY.match(line)
    return line[courtesy.end() :] if courtesy and courtesy.end() < len(line) else line


def _standing_alone(line: str, context: Context | None) -> str:
    if context is None:
        return line
    body = _without_courtesy(line)
    fresh = _NEW_TOPIC.match(body)
    if fresh and fresh.end() < len(body):
        return capitalised(body[fresh.end() :])
    lead = _LEAD.match(body)
    rest = body[lead.end() :] if lead and lead.end() < len(body) else body
    if same := of_the_same_meeting(rest, context.question):
        return capitalised(same)
    about = _WHAT_ABOUT.match(rest)
    if about and not _OPENS_CLAUSE.search(rest[about.end() :]):
        return swapped(rest[about.end() :], _resolved(rest[about.end() :], context), context)
    if _BARE_WH.fullmatch(rest.rstrip("?!. ")):
        return asked_anew(rest.rstrip("?!. "), context)
    if lead and not _is_clause(rest):
        return swapped(rest, _resolved(rest, context), context)
    resolved = _resolved(rest, context)
    if resolved != rest:
        return capitalised(_with_topic(_agreeing(resolved), context))
    return _leaning(rest, context, continues=bool(lead)) or (line if body == line else capitalised(body))


def _is_clause(text: str) -> bool:
    """Whether there is a question of its own: a question word, or a verb that opens it."""
    return bool(_ASKS.search(text) or re.match(rf"{AUXILIARY}\b", text, re.IGNORECASE))


# Pronouns and definite descriptions


def _resolved(line: str, context: Context) -> str:
    """The line with what its pronouns or its definite description mean in place of them, or as it is."""
    masked = _PLEONASTIC.sub(lambda m: "_" * len(m.group()), line)
    partitive = _PARTITIVE.fullmatch(line.rstrip("?!. "))
    asked = ASKED.fullmatch(context.question.rstrip("?!. "))
    if partitive and asked and partitive["wh"].lower() == asked["wh"].lower() and not _is_verbal(partitive["rest"]):
        return f"{context.question.rstrip('?!. ')}{partitive['rest']}?"
    before = f"{context.question} {context.answer}"
    binding = [name for name in own_names(line) if not share_a_word(name.text, before) and not _located(line, name)]
    if not _is_clause(line) and "?" not in line and len(words(line)) > SHORT:
        return line  # a remark, not a question
    pieces: list[str] = []
    end = 0
    for match in _PRONOUN.finditer(masked):
        kind = _kind(match)
        bound = any(name.start < match.start() or kind != "personal" for name in binding) or _said_before(line, match)
        said = {_kind(m) for m in _PRONOUN.finditer(masked[: match.start()])}
        bound = bound or (bool(_IN_FRONT.match(line)) and not said)
        meant = "" if bound or kind in said else _meaning(match, line, context)
        if meant and not (kind == "personal" and _other_person(masked, match)):
            pieces += [line[end : match.start()], _written(match, kind, meant)]
            end = match.end()
    if pieces:
        return "".join([*pieces, line[end:]])
    return line if binding or _PRONOUN.search(masked) else described(line, context)


def _is_verbal(text: str) -> bool:
    return bool(re.search(rf"\b{AUXILIARY}\b", text, re.IGNORECASE)) or len(phrases_in(text)) > 1


def _located(line: str, name: Name) -> bool:
    return bool(
        re.search(r"\b(?:in|at|from|to|for|with|of|between|near|than)(?: the)? $", line[: name.start], re.IGNORECASE)
    )


def _said_before(line: str, match: re.Match[str]) -> bool:
    """Whether an earlier clause of the line names a thing that its "it" can mean."""
    clause = max((found.end() for found in _CLAUSE_ENDS.finditer(line, 0, match.start())), default=0)
    if match["personal"] or match["there"]:
        return False
    return any(not p.person for p in phrases_in(line[:clause]))


def _kind(match: re.Match[str]) -> str:
    return next(k for k in ("personal", "plural", "thing", "that", "demonstrative", "there") if match[k])


def _other_person(line: str, match: re.Match[str]) -> bool:
    """Whether this "she" comes after a "his": the two cannot be one person."""
    women = {"she", "her", "hers"}
    first = next(m for m in _PRONOUN.finditer(line) if m["personal"])
    return (first.group().lower() in women) != (match.group().lower() in women)


def _meaning(match: re.Match[str], line: str, context: Context) -> str:
    kind = _kind(match)
    if kind == "there":
        return place_of(context)
    following = re.match(r" (\w+)", line[match.end() :])
    if kind == "plural" and following and following[1].lower() in _COUNTED:
        return ""
    acts = _ACTS.search(line[: match.start()]) and not _OF_THINGS.match(line, match.end())
    if match.group().lower() == "they" and acts:
        return antecedent(context, "acting")
    if kind in ("personal", "plural"):
        wanted = "those" if match["plural"] and match["plural"].lower() in ("those", "these") else "plural"
        return antecedent(context, "person" if kind == "personal" else wanted)
    noun = (match["noun"] or "").lower()
    if _SPEAKS.search(line[: match.start()]):
        return ""  # a statement, not a thing
    if noun in _COUNTED or (match["noun"] or "")[:1].isupper():
        return ""
    if kind == "demonstrative" and noun not in _VERBS_AFTER_THAT | FUNCTION_WORDS:
        return subjects(context, noun)
    if kind == "demonstrative" and match["demonstrative"].lower() in ("these", "those"):
        return antecedent(context, "those")
    if _SHARE_OF.search(line[: match.start()]):
        return antecedent(context, "sum") or antecedent(context, "thing")
    return antecedent(context, "thing")


def _written(match: re.Match[str], kind: str, meant: str) -> str:
    """``meant`` in the form of the pronoun: with a possessive ending, or with the word that the pattern took along."""
    word = match.group().lower()
    if kind == "there":
        return f"in {meant}"
    following = re.match(r" (\w+)", match.string[match.end() :])
    object_her = word == "her" and (following is None or following[1].lower() in FUNCTION_WORDS)
    if word in ("his", "its", "their", "hers", "theirs") or (word == "her" and not object_her):
        return f"{meant}’" if meant.endswith("s") else f"{meant}’s"
    if kind == "demonstrative" and match["noun"].lower() in _VERBS_AFTER_THAT | FUNCTION_WORDS:
        return f"{meant} {match['noun']}"
    return meant


def _agreeing(line: str) -> str:
    """The line with its verb in the number of what was put in: "is the chips" is "are the chips"."""
    plural = {"is": "are", "was": "were", "does": "do", "has": "have"}

    def agree(match: re.Match[str]) -> str:
        return f"{plural[match['verb'].lower()]} {match['noun']}"

    return re.sub(r"\b(?P<verb>is|was|does|has) (?P<noun>the [\w ]*?[a-rt-z]s)(?= \w+\W*$)", agree, line)


def _with_topic(line: str, context: Context) -> str:
    """The line, with the name that the last turn was about where it holds none by itself."""
    topic = antecedent(context, "topic")
    if not topic or own_names(line) or set(content_stems(topic)) & set(content_stems(line)):
        return line
    return f"{line.rstrip('?!. ')} ({topic})?"


def _leaning(line: str, context: Context, *, continues: bool) -> str:
    """A line too short to stand alone ("any awards?"), or that begins with "and", with the topic of the turn before."""
    content = content_stems(line)
    if own_names(line) or len(content) > (3 if continues else 1) or len(words(line)) > (7 if continues else 5):
        return ""
    if any(phrase.definite and len(words(phrase.bare)) > 1 for phrase in phrases_in(line)):
        return ""
    topic = antecedent(context, "topic")
    return (
        f"{capitalised(line.rstrip('?!. '))} ({topic})?"
        if topic and not set(content_stems(topic)) & set(content)
        else ""
    )
