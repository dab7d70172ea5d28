"""A line with what its pronouns, "this place" or "the company" mean in the turn before put in place of them.

What is unclear stays as it is.
"""

import re

from assistant.corpus.names import Name, own_names
from assistant.corpus.numerals import ONES
from assistant.corpus.offices import OFFICE_PATTERN
from assistant.followups import deeds
from assistant.followups.antecedents import antecedent, place_of
from assistant.followups.binding import FAR, bound_within
from assistant.followups.context import Context, unmarked
from assistant.followups.descriptions import described, subjects
from assistant.followups.doing import doing_of
from assistant.followups.ellipsis import asks_by_itself, is_clause
from assistant.followups.nouns import can_act
from assistant.followups.pleonastic import without_pleonastic
from assistant.followups.slots import ASKED
from assistant.language import FUNCTION_WORDS, words
from assistant.questions.helping_verbs import AUXILIARY, in_number
from assistant.questions.phrases import phrases_in

_PRONOUN = re.compile(
    r"\b(?P<personal>he|she|him|her|his|hers)\b|\b(?P<plural>they|them|their|theirs|(?:those|these)(?! [a-z]+s\b))\b|"
    r"\b(?P<thing>it|its)\b|\b(?P<that>this|that)\b(?! [a-z]+)|"
    r"\b(?P<demonstrative>this|that|these|those) (?P<noun>[a-z-]+)|"
    r"\b(?P<there>there)\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[?.!;:]\s|,?\s(?:and|but|or|since|because(?! of)|if|so)\s", re.IGNORECASE)
_SPEAKS = re.compile(
    r"\b(?:said|says?|saying|promised?|claim(?:ed|s)?|told|thinks?|thought|knows?|knew|believes?|asked|asks?|answered|answers?|"
    r"(?:say|said|answer|answered|reply|replied|respond|responded) to) $",
    re.IGNORECASE,
)
# "When will they be built", "what do they cost": said of things, where "what did they sign" is of people.
_ACTS = re.compile(r"\b(?:do|did|will|would|have|had|can|could|should|must|may|might)(?:n['’]t)? $", re.IGNORECASE)
_ASKS_WHAT_DOES = re.compile(r"\b(?:does|did|will|would|can|could|should|might|may) $", re.IGNORECASE)
_DOING = re.compile(r"\b(?:are|were)(?:n['’]t)? $", re.IGNORECASE)
# "Is that a good one": what of, the turns before do not say.
_A_ONE = re.compile(r"(?:it|this|that) an? (?:[\w-]+ )?one\b", re.IGNORECASE)
_IN_WHICH_WAS = re.compile(r"\b(?:in|at|during) (?:which|what) \w+ (?:is|was) $", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:happen(?:s|ed)?|do|did|go|went|say|said)\b.*\b(?:after|before|since) $", re.IGNORECASE)
_OF_A_BODY = re.compile(
    r"\b(?:chair(?:s|ed|ing)?|s[ia]ts? on|serve[sd]? on|members? of|join(?:s|ed)?) $", re.IGNORECASE
)
_HOW_MUCH = re.compile(r"\bhow (?:much|many) (?:is|was|are|were) $", re.IGNORECASE)
_COUNTS = re.compile(r"\W*how (?:much|many)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(rf"\W*{AUXILIARY}\b", re.IGNORECASE)
# "Its governor": a place or a body has one, no trade.
_OFFICE_THEN = re.compile(rf" (?:\w+ )?(?:{OFFICE_PATTERN})\b", re.IGNORECASE)
# "The school, what do they say?": the first pronoun is what stands in front.
_IN_FRONT = re.compile(
    r"(?:(?P<the>the|our|their|these|those) (?:[\w’'-]+ ){0,6}?[\w’'-]+|(?P<bare>[^,:?–-]{2,60}?))"
    r"(?:,|:|\?| [–-]) (?=\w)",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    r"(?P<front>(?:(?:the|our|their|these|those) )?(?:[\w’'-]+ ){0,4}?[\w’'-]+), (?=\w)", re.IGNORECASE
)
_SAY_WHEN = frozenset("last next exactly altogether today now per".split())
_COUNTED = frozenset(ONES[:10])
_VERBS_AFTER_THAT = frozenset("be mean work cost take happen matter help come go and or for in on at to of by".split())
_PARTITIVE = re.compile(r"(?P<wh>how (?:many|much)|which) of (?:them|those|these|it|that)\b(?P<rest>.*)", re.IGNORECASE)
_SOME_OF = re.compile(r"\b(?:many|which|some|any|all|most|none|each|both|half|one|two|three) of $", re.IGNORECASE)
_SHARE_OF = re.compile(r"\b(?:third|half|quarter|part|share|percentage|percent|much) of $", re.IGNORECASE)
_PLURAL_NOUN = re.compile(r" (?!news$|series$)[a-z]+[a-hj-rtv-z]s$")  # "the Kent looms"
_VERB_BEFORE = re.compile(r"\b(is|was|does|has|are|were|do|have) $", re.IGNORECASE)
# "What would make her pay?": no pay of hers.
_OBJECT_THAT_DOES = re.compile(r"\b(?:ma(?:kes?|de|king)|lets?|help(?:s|ed)?) $", re.IGNORECASE)
# A line of so few words may lean on the last turn without being a question.
SHORT = 4


def with_meanings(line: str, context: Context) -> str:
    """The line with what its pronouns or its definite description mean in place of them, or as it is."""
    masked = without_pleonastic(line)
    partitive = _PARTITIVE.fullmatch(unmarked(line))
    asked = ASKED.fullmatch(unmarked(context.question))
    if partitive and asked and partitive["wh"].lower() == asked["wh"].lower() and not _is_verbal(partitive["rest"]):
        return f"{context.question.rstrip('?!. ')}{partitive['rest']}?"
    before = f"{context.question} {context.answer}"
    names = own_names(line)
    known = frozenset(words(before) if names else ())  # once: an answer may be long
    binding = [name for name in names if known.isdisjoint(words(name.text)) and not _located(line, name)]
    if not is_clause(line) and "?" not in line and len(words(line)) > SHORT:
        return line  # a remark, not a question
    doing = doing_of(line, context)
    pieces: list[str] = []
    end = 0
    unknown = ""  # "they" who want something and are nobody told, so that "them" are others
    for match in _PRONOUN.finditer(masked):
        kind = _kind(match)
        bound = any(name.start < match.start() or kind != "personal" for name in binding) or _said_before(line, match)
        said = {_of_whom(m) for m in _PRONOUN.finditer(masked[: match.start()])} - {unknown}
        bound = (
            bound
            or (kind != "there" and not said - {"there"} and _names_in_front(line))
            or bound_within(line, match, context)
        )
        meant = "" if bound or _of_whom(match) in said else _meaning(match, line, context)
        meant = doing.get(match.group().lower(), meant) if not bound else ""
        if not meant and match.group().lower() == "they" and deeds.is_of_a_mind(line, match.end()):
            unknown = kind
        if meant and not any(piece.startswith(meant) for piece in pieces):
            before = line[end : match.start()]
            written = _written(match, kind, meant)
            pieces += [_agreeing(before, meant) if written == meant else before, written]
            end = match.end()
    if pieces:
        return "".join([*pieces, line[end:]])
    return line if binding or _PRONOUN.search(masked) else described(line, context)


def _names_in_front(line: str) -> bool:
    front = _IN_FRONT.match(line)
    if not front or front["the"]:
        return bool(front)
    said = phrases_in(front["bare"])
    return len(said) == 1 and said[0].text == front["bare"] and asks_by_itself(line[front.end() :])


def leans(line: str, context: Context) -> bool:
    """Whether a pronoun of the line means nothing that the line itself names; of a long one it is taken to be so."""
    if len(line) > FAR:
        return True
    masked = without_pleonastic(line)
    names = own_names(line)
    return any(
        not (bound_within(line, match, context) or any(name.start < match.start() for name in names))
        for match in _PRONOUN.finditer(masked)
        if not match["demonstrative"] or not (match["noun"] or "")[:1].isupper()
    )


def of_what_stands_in_front(line: str) -> str:
    """ "The smith, what did he say?" as "What did the smith say?"; "" for lines of another form."""
    fronted = _FRONTED.match(line)
    clause = line[fronted.end() :] if fronted else ""
    if not fronted or not is_clause(clause):
        return ""
    match = next((m for m in _PRONOUN.finditer(clause) if _kind(m) in ("personal", "plural", "thing")), None)
    if match is None:
        return ""
    return f"{clause[: match.start()]}{_written(match, _kind(match), fronted['front'])}{clause[match.end() :]}"


def _is_verbal(text: str) -> bool:
    opens = next(iter(words(text)), "")
    verbal = bool(opens) and opens not in FUNCTION_WORDS | _SAY_WHEN
    verbal = verbal or bool(re.search(rf"\b{AUXILIARY}\b", text, re.IGNORECASE))
    return verbal or len(phrases_in(text)) > 1


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


def _of_whom(match: re.Match[str]) -> str:
    """The kind of a pronoun, "he" and "she" apart: "he" and "her" are two people."""
    return pronoun_of(match.group()) if match["personal"] else _kind(match)


def pronoun_of(word: str) -> str:
    """ "she" for "her" and "hers", "he" for "him" and "his"."""
    return "she" if word.lower() in ("she", "her", "hers") else "he"


def called(line: str, context: Context) -> dict[str, str]:
    """The last name of the one whom a line calls "he" or "she"; nothing where it speaks of two."""
    said = {pronoun_of(m["personal"]) for m in _PRONOUN.finditer(line) if m["personal"]}
    if len(said) != 1:
        return {}
    one = next(iter(said))
    meant = antecedent(context, one, line)
    return {meant.split()[-1]: one} if meant else {}


def _meaning(match: re.Match[str], line: str, context: Context) -> str:
    kind = _kind(match)
    if kind == "there":
        return place_of(context)
    following = re.match(r" (\w+)", line[match.end() :])
    if kind == "plural" and following and following[1].lower() in _COUNTED:
        return ""
    done = deeds.is_by_people(line, match.end())
    doing = done or deeds.is_by_things_too(line, match.end())
    acts = _ACTS.search(line[: match.start()]) or (doing and _DOING.search(line[: match.start()]))
    if match.group().lower() == "they" and acts and not deeds.is_of_things(line, match.end()):
        minded = deeds.is_of_a_mind(line, match.end())
        return antecedent(context, "minded" if minded else "doing" if done else "acting")
    if kind == "plural" and _SOME_OF.search(line[: match.start()]):
        some = antecedent(context, "plural")
        return some if some and _are_several(some) else ""
    if match.group().lower() == "them" and deeds.is_done_to_things(line, match.start()):
        return antecedent(context, "things") or antecedent(context, "plural")
    if kind in ("personal", "plural"):
        wanted = "those" if match["plural"] and match["plural"].lower() in ("those", "these") else "plural"
        return antecedent(context, pronoun_of(match.group()) if kind == "personal" else wanted, line)
    noun = (match["noun"] or "").lower()
    if _A_ONE.match(line, match.start()):
        return ""
    if _SPEAKS.search(line[: match.start()]):
        return ""  # a statement, not a thing
    if noun in _COUNTED or (match["noun"] or "")[:1].isupper():
        return ""
    if kind in ("thing", "that") and deeds.is_a_deed(line, match.start()):
        return ""
    if kind == "that" and _HOW_MUCH.search(line[: match.start()]) and _COUNTS.match(context.question):
        return ""  # what was counted just now
    if kind == "demonstrative" and not _does_something(match):
        return subjects(context, noun)
    if kind == "demonstrative" and match["demonstrative"].lower() in ("these", "those"):
        return antecedent(context, "those")
    if match.group().lower() == "its" and _OFFICE_THEN.match(line, match.end()):
        return antecedent(context, "governed")
    if (
        kind == "demonstrative"
        and noun not in _VERBS_AFTER_THAT | FUNCTION_WORDS
        and _YES_OR_NO.match(context.question)
    ):
        return antecedent(context, "sum")  # else what is so or not, which no noun says
    if _SHARE_OF.search(line[: match.start()]):
        return antecedent(context, "sum") or antecedent(context, "thing")
    if kind == "that" and _AFTER.search(line[: match.start()]):
        return ""  # what came to pass
    meant = antecedent(context, "body" if _OF_A_BODY.search(line[: match.start()]) else "thing")
    return "" if kind == "thing" and _are_too_many(meant, context) else meant


def _does_something(match: re.Match[str]) -> bool:
    """Whether the word behind "that" is a verb: "how much does that save?"."""
    if match["noun"].lower() in _VERBS_AFTER_THAT | FUNCTION_WORDS:
        return True
    if match["noun"].endswith("ed") and _IN_WHICH_WAS.search(match.string[: match.start()]):
        return True
    following = match.string[match.end() :].strip(" ,?!.").partition(" ")[0].lower()
    alone = match["demonstrative"].lower() in ("that", "this") and (not following or following in FUNCTION_WORDS)
    return alone and bool(_ASKS_WHAT_DOES.search(match.string[: match.start()]))


def _written(match: re.Match[str], kind: str, meant: str) -> str:
    """``meant`` in the form of the pronoun: with a possessive ending, or with the word that the pattern took along."""
    word = match.group().lower()
    if kind == "there":
        return f"in {meant}"
    following = re.match(r" (\w+)", match.string[match.end() :])
    object_her = word == "her" and (
        following is None
        or following[1].lower() in FUNCTION_WORDS
        or bool(_OBJECT_THAT_DOES.search(match.string[: match.start()]))
    )
    if word in ("his", "its", "their", "hers", "theirs") or (word == "her" and not object_her):
        return f"{meant}’" if meant.endswith("s") else f"{meant}’s"
    if kind == "demonstrative" and _does_something(match):
        return f"{meant} {match['noun']}"
    return meant


def _are_several(meant: str) -> bool:
    return any(p.plural or (p.named and _PLURAL_NOUN.search(p.core)) for p in phrases_in(meant)[:1])


def _are_too_many(meant: str, context: Context) -> bool:
    """Whether "it" can hardly be them: several people, or several things that are only told of."""
    said = phrases_in(meant)[:1]
    if not said or not said[0].plural:
        return False
    asked = said[0].bare.lower() in context.question.lower()
    return can_act(said[0]) or not asked


def _agreeing(before: str, meant: str) -> str:
    """What stands before a pronoun, its verb in the number of what is put in: "is" the chips is "are"."""
    verb = _VERB_BEFORE.search(before)
    phrases = phrases_in(meant)
    if not verb or len(phrases) != 1 or phrases[0].text != meant:
        return before
    if not meant.startswith("the ") and not (phrases[0].named and phrases[0].person):
        return before
    return f"{before[: verb.start()]}{in_number(verb.group(1), plural=_are_several(meant))} "
