"""A follow-up as a question that stands alone: what its pronouns, its ellipsis or "the company" point back to, put in.

Joining all turns into one query finds less than the last turn alone (measured on MTRAG: R@5 .43 against .64), so
a line is left as it is unless it leans on what went before, and then takes the one thing it leans on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assistant.antecedents import Context, antecedent, described, place_of, subjects
from assistant.answers import History
from assistant.dates import MONTHS
from assistant.language import FUNCTION_WORDS, content_stems, stem, words
from assistant.names import Name, names_in
from assistant.phrases import phrases_in

_COURTESY = re.compile(
    r"(?:(?:thanks|thank you|ok(?:ay)?|great|right|fine|good|i see|got it|alright|well)\b[,.!;: ]+)+", re.I
)
_NEW_TOPIC = re.compile(
    r"(?:(?:now,? )?(?:(?:on )?(?:a |an )?(?:completely |totally )?(?:different|another|new|other) "
    r"(?:subject|topic|question|matter|thing)|changing the (?:subject|topic)|let['’]?s (?:leave|move on|turn to)[^,.:;–-]*|"
    r"something else)(?: now)?|(?:now|back|moving on) (?:to|about) [^,.:;–-]{3,40})\s*[,.:;–-]+\s*",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?:(?:and|but|or|so|then|also|btw|by the way)\b,? ?)+", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"(?:what|how) about\s+", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must)"
_OPENS_CLAUSE = re.compile(rf"(?:\w+ )?(?:{_AUXILIARY})\b", re.IGNORECASE)
_ASKED = re.compile(
    r"(?P<wh>(?:(?:since|until|till|by|in|on|at|to|from|for|with|of) )?"
    r"(?:how (?:many|much|long|old|far|often|large|big|high|soon|fast)|what|which|whom?|when|where|why|how))"
    rf"(?P<noun>(?: (?!{_AUXILIARY}\b)[\w’'-]+){{0,5}}?) (?P<aux>{_AUXILIARY}) (?P<rest>.+)",
    re.IGNORECASE,
)
_BARE_WH = re.compile(
    r"(?:(?:since|until|till|by|in|on|at|to|from|for|with|of) )?"
    r"(?:how (?:many|much|long|far|often|soon)|what|which|who(?:m)?|when|where|why|how)"
    r"(?: (?:exactly|then|though|so|years?|months?|days?|not|else|year|month|day|date|city|country|reason))*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?P<personal>he|she|him|her|his|hers)\b|\b(?P<plural>they|them|their|theirs|(?:those|these)(?! [a-z]+s\b))\b|"
    r"\b(?P<thing>it|its)\b|\b(?P<that>this|that)\b(?! [a-z]+)|\b(?P<demonstrative>this|that|these|those) (?P<noun>[a-z-]+)|"
    r"\b(?P<there>there)\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[?.!;:]\s|,?\s(?:and|but|or|since|because(?! of)|if|so)\s", re.IGNORECASE)
_COUNTED = frozenset("one two three four five six seven eight nine ten".split())
_VERBS_AFTER_THAT = frozenset("be mean work cost take happen matter help come go and or for in on at to of by".split())
# "Is there …", "it is known that …", "the country that has …": words that look like pronouns and stand for nothing.
_PLEONASTIC = re.compile(
    r"\b(?:is|was|are|were) there\b|\bthere (?:\w+ly )?(?:is|are|was|were|any)\b|\b(?:is|was) it (?:true|possible|known|clear)\b|"
    r"\bit (?:is|was|true|possible|known|clear)(?: \w+)? that\b|\b(?!(?:of|in|for|to|on|by|with|and)\b)\w+ that (?:is|are|was|were|will|would|can|could|has|have|had)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"\b(?:(?:in|by|until|since|during|for|on) )?(?:(?:early |late |mid-)?(?:{'|'.join(MONTHS)})(?: \d{{4}})?|"
    r"(?:the )?(?:19|20)\d\d|(?:last|next|this) (?:year|month|week|quarter|spring|summer|autumn|winter|season))\b",
    re.IGNORECASE,
)
_PARTITIVE = re.compile(r"(?P<wh>how (?:many|much)|which) of (?:them|those|these|it|that)\b(?P<rest>.*)", re.IGNORECASE)
_SHARE_OF = re.compile(r"\b(?:third|half|quarter|part|share|percentage|percent|much) of $", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|last|next|previous|other|former|latter)\b", re.IGNORECASE)
_RELATIVE_TIME = re.compile(r"\b(?:year|month|week|quarter|day|decade|earlier|later|before|after|now|today)s?\b", re.I)
# Turns that a line may lean on; what "it" was ten turns ago nobody remembers either.
REMEMBERED = 4
# A line of so few words may lean on the last turn without being a question.
SHORT = 4


def standalone_question(line: str, history: History, vocabulary: Mapping[str, int] = MappingProxyType({})) -> str:
    """``line`` with what it leans on from the last turns put in; a new topic, and a line without history, stay.

    Args:
        vocabulary: stems of the corpus and in how many passages each stands; tells the topic of a question, which is
            its rarest name, from names that stand everywhere.
    """
    context: Context | None = None
    for asked, told in history[-REMEMBERED:]:
        question = _standing_alone(" ".join(asked.split()), context)
        context = Context(question, " ".join(told.split()), vocabulary, context)
    return _standing_alone(line, context)


def _standing_alone(line: str, context: Context | None) -> str:
    if context is None:
        return line
    courtesy = _COURTESY.match(line)
    body = line[courtesy.end() :] if courtesy and courtesy.end() < len(line) else line
    fresh = _NEW_TOPIC.match(body)
    if fresh and fresh.end() < len(body):
        return _capitalised(body[fresh.end() :])
    lead = _LEAD.match(body)
    rest = body[lead.end() :] if lead and lead.end() < len(body) else body
    about = _WHAT_ABOUT.match(rest)
    if about and not _OPENS_CLAUSE.search(rest[about.end() :]):
        return _swapped(rest[about.end() :], context)
    if _BARE_WH.fullmatch(rest.rstrip("?!. ")):
        return _asked_anew(rest.rstrip("?!. "), context)
    if lead and not _is_clause(rest):
        return _swapped(rest, context)
    resolved = _resolved(rest, context)
    if resolved != rest:
        return _capitalised(_with_topic(_agreeing(resolved), context))
    return _leaning(rest, context, continues=bool(lead)) or (_capitalised(body) if courtesy else line)


def _is_clause(text: str) -> bool:
    """Whether there is a question of its own: a question word, or a verb that opens it."""
    return bool(_ASKS.search(text) or re.match(rf"{_AUXILIARY}\b", text, re.IGNORECASE))


def own_names(line: str) -> list[Name]:
    """Names in a line that a user typed: its first word may be one ("Kent?"), but "Who" and "Does" are none."""
    found: list[Name] = []
    for name in names_in(f"x {line}"):
        first, _, rest = name.text.partition(" ")
        dropped = len(first) + 1 if first.lower() in FUNCTION_WORDS | {"since"} else 0
        if (rest or not dropped) and name.text != "I":
            found.append(Name(name.text[dropped:], name.start - 2 + dropped, name.end - 2))
    return found


# Ellipsis: the former question about something else


def _swapped(new: str, context: Context) -> str:
    """The former question with its part of the same kind replaced: a time, a name, the thing counted; else added."""
    new = new.rstrip("?!. ")
    question = context.question.rstrip("?!. ")
    pronoun_free = _resolved(new, context)
    if _ORDINAL.search(new) and not _RELATIVE_TIME.search(new):
        return _ordinal(new, context)
    time, old_time = _TIME.search(new), _TIME.search(question)
    if time and old_time and not own_names(new[: time.start()]):
        return f"{question[: old_time.start()]}{new}{question[old_time.end() :]}?"
    if old_time and _RELATIVE_TIME.search(new):
        return f"{question[: old_time.start()]}{_time_after(new, old_time.group())}{question[old_time.end() :]}?"
    if time or _RELATIVE_TIME.search(new):
        return f"{question} {new}?"
    names, own = own_names(question), own_names(new)
    if own and names:
        replaced = min(names, key=lambda name: (not _share_a_word(name.text, own[-1].text), _commonness(name, context)))
        return f"{question[: replaced.start]}{own[-1].text}{question[replaced.end :]}?"
    asked = _ASKED.fullmatch(question)
    nouns = phrases_in(new)
    if not own and asked and asked["noun"].strip() and nouns and re.match(r"how m|which|what", asked["wh"], re.I):
        return f"{asked['wh']} {nouns[0].bare} {asked['aux']} {asked['rest']}?"
    return f"{question}, {pronoun_free}?"


def _time_after(new: str, old: str) -> str:
    """A time told by another: "two years earlier" than "in 2024" is "in 2022"."""
    year = re.search(r"\d{4}", old)
    by = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
    told = re.fullmatch(
        r"(?:(?:in )?the year|(?P<by>\d|one|two|three|four|five|ten|a) years?) (?P<side>before|after|earlier|later|ago)(?: that)?",
        new, re.IGNORECASE,
    )  # fmt: skip
    if not told:
        return new
    if not year:
        return f"{new.removesuffix(' that')} {old}" if re.search(r"(?:before|after)(?: that)?$", new) else f"{old}, {new}"
    steps = by.get((told["by"] or "one").lower(), 1) if not (told["by"] or "").isdigit() else int(told["by"])
    shifted = int(year.group()) + (steps if told["side"].lower() in ("after", "later") else -steps)
    return f"{old[: year.start()]}{shifted}{old[year.end() :]}"


def _ordinal(new: str, context: Context) -> str:
    """What "the second one" picks: of the names that the answer lists, or another of the things asked about."""
    question = context.question.rstrip("?!. ")
    ordinal = _ORDINAL.search(new)
    assert ordinal is not None
    old = _ORDINAL.search(question)
    if old:
        return f"{question[: old.start()]}{ordinal.group().lower()}{question[old.end() :]}?"
    listed = context.listed()
    place = {"first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "latter": -1}
    at = place.get(ordinal.group().lower(), 1 if len(listed) == 2 else 99)
    names = own_names(question)
    if listed and -len(listed) <= at < len(listed):
        if not names or not re.search(r"\bones?\b", new):
            return f"{question}, in the case of {listed[at]}?"
        return f"{question}, {listed[at]}?"
    things = [phrase for phrase in phrases_in(question) if not phrase.named] or phrases_in(question)
    noun = things[-1].bare.split()[-1] if things else ""
    picked = re.sub(r"\bones?\b", noun, new) if noun else new
    return f"{question}, {picked}?"


def _asked_anew(new: str, context: Context) -> str:
    """The former question's clause under another question word: "Since when will Larkhaven build ferries?"."""
    question = context.question.rstrip("?!. ")
    asked = _ASKED.fullmatch(question)
    new = _capitalised(new)
    if asked and not re.match(r"who\b", asked["wh"], re.IGNORECASE):
        return f"{new} {asked['aux'].lower()} {asked['rest']}{asked['noun']}?"
    if re.match(rf"{_AUXILIARY}\b", question, re.IGNORECASE):
        return f"{new} {question[0].lower()}{question[1:]}?"
    statement = re.fullmatch(r"(?:who|what|which [\w-]+) (?P<rest>.+)", question, re.IGNORECASE)
    if statement:
        people = [p.bare for p in phrases_in(context.answer) if p.named][:1]
        return f"{new} is it that {people[0] if people else 'someone'} {statement['rest']}?"
    return f"{new} ({question})?"


# Pronouns and definite descriptions


def _resolved(line: str, context: Context) -> str:
    """The line with what its pronouns or its definite description mean in place of them, or as it is."""
    masked = _PLEONASTIC.sub(lambda m: "_" * len(m.group()), line)
    partitive = _PARTITIVE.fullmatch(line.rstrip("?!. "))
    asked = _ASKED.fullmatch(context.question.rstrip("?!. "))
    if partitive and asked and partitive["wh"].lower() == asked["wh"].lower() and not _is_verbal(partitive["rest"]):
        return f"{context.question.rstrip('?!. ')}{partitive['rest']}?"
    before = f"{context.question} {context.answer}"
    binding = [name for name in own_names(line) if not _share_a_word(name.text, before) and not _located(line, name)]
    if not _is_clause(line) and "?" not in line and len(words(line)) > SHORT:
        return line  # a remark, not a question
    pieces: list[str] = []
    end = 0
    for match in _PRONOUN.finditer(masked):
        kind = _kind(match)
        bound = any(name.start < match.start() or kind != "personal" for name in binding) or _said_before(line, match)
        said = {_kind(m) for m in _PRONOUN.finditer(masked[: match.start()])}
        meant = "" if bound or (kind in said and kind not in ("plural", "personal")) else _meaning(match, line, context)
        if meant and not (kind == "personal" and _other_person(masked, match)):
            pieces += [line[end : match.start()], _written(match, kind, meant)]
            end = match.end()
    if pieces:
        return "".join([*pieces, line[end:]])
    return line if binding or _PRONOUN.search(masked) else described(line, context)


def _is_verbal(text: str) -> bool:
    return bool(re.search(rf"\b{_AUXILIARY}\b", text, re.IGNORECASE)) or len(phrases_in(text)) > 1


def _located(line: str, name: Name) -> bool:
    return bool(re.search(r"\b(?:in|at|from|to|for|with|of|between|near|than)(?: the)? $", line[: name.start], re.IGNORECASE))


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
    if kind in ("personal", "plural"):
        wanted = "those" if match["plural"] and match["plural"].lower() in ("those", "these") else "plural"
        return antecedent(context, "person" if kind == "personal" else wanted)
    noun = (match["noun"] or "").lower()
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
    return f"{_capitalised(line.rstrip('?!. '))} ({topic})?" if topic and not set(content_stems(topic)) & set(content) else ""


def _share_a_word(one: str, other: str) -> bool:
    return bool(set(words(one)) & set(words(other)))


def _commonness(name: Name, context: Context) -> tuple[int, int]:
    """How many passages the name's rarest word stands in; among equals the later name is the topic."""
    counts = (context.vocabulary.get(stem(word), 0) for word in words(name.text))
    return min(counts, default=0), -name.start


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
