"""A follow-up as a question that stands alone: what its pronouns, its ellipsis or "the company" point back to, put in.

Joining all turns into one query finds less than the last turn alone (measured on MTRAG: R@5 .43 against .64), so
a line is left as it is unless it leans on what went before, and then takes the one thing it leans on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from assistant.answers import History
from assistant.corpus.names import own_names
from assistant.followups.acts import doer_put_in, does_so, with_act
from assistant.followups.anew import asked_anew, which_of_two
from assistant.followups.antecedents import antecedent
from assistant.followups.context import Context, unmarked
from assistant.followups.ellipsis import asks_by_itself, swapped
from assistant.followups.going_on import asked_on
from assistant.followups.labels import with_capitals
from assistant.followups.meetings import meeting_told, with_meeting
from assistant.followups.more_than import compared_with
from assistant.followups.ones import with_ones
from assistant.followups.openings import new_topic, without_courtesy, without_lead
from assistant.followups.owners import with_owner
from assistant.followups.pronouns import called, leans, of_what_stands_in_front, with_meanings
from assistant.followups.reactions import is_refusal, keeps_the_question, reaction, read_on, subject_of
from assistant.followups.told import told_by
from assistant.language import capitalised, content_stems, words
from assistant.questions.helping_verbs import AUXILIARY
from assistant.questions.matters import asks_matter_of_all, of_the_same_meeting
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.phrases import phrases_in
from assistant.questions.tongues import spoken_in
from assistant.questions.topics import BRACKET, without_lead_in, without_stress

_WHAT_ABOUT = re.compile(r"(?:what|how) about\s+", re.IGNORECASE)
_OPENS_CLAUSE = re.compile(rf"(?:\w+ )?(?:{AUXILIARY})\b", re.IGNORECASE)
_BARE_WH = re.compile(
    r"(?:(?:since|until|till|by|in|on|at|to|from|for|with|of) )?"
    r"(?:how (?:many|much|long|far|often|soon)|what|which|who(?:m)?|when|where|why|how)"
    r"(?: (?:exactly|come|then|though|so|years?|months?|days?|not|else|year|month|day|date|city|country|reason))*",
    re.IGNORECASE,
)
_WHEN_WAS_THAT = re.compile(r"(?P<wh>when|where) (?:was|is) (?:that|this)", re.IGNORECASE)
_ASKS_OF_A_DEED = re.compile(
    r"(?:(?:where|when|how|why|how many [a-z-]+) )?(?:do|does|did|has|have|had) |"
    rf"(?:who|how many [a-z-]+) (?!{AUXILIARY}\b)",
    re.IGNORECASE,
)
# "And how many in Kent?"
_AND_WHERE = re.compile(
    r"(?P<wh>how (?:many|much|often|long)|who|what|when|why) (?:in|on|at|for|from|during|before|after) "
    rf"(?!.*\b{AUXILIARY}\b)",
    re.IGNORECASE,
)
# "Why did they?" after "what did the council decide?": why it decided that.
_WHY_THEY = re.compile(
    r"(?P<wh>why|when|how) (?P<aux>do|does|did|will|would|have|has|had) (?:they|it|he|she)", re.IGNORECASE
)
_COMPARED = re.compile(
    r"(?:compared|in comparison|in contrast|as opposed|relative) (?:to|with)\b|(?:versus|vs)\b", re.IGNORECASE
)
_HOW_MANY, _WHICH_ONES = (
    re.compile(r"how many ", re.IGNORECASE),
    re.compile(r"which(?: ones?| of them)?", re.IGNORECASE),
)
# "Which meetings are there?" asks of all transcripts, whatever was asked before.
_OF_THE_WHOLE = re.compile(
    rf"(?:which|what|how many|list|show|name)(?: me)?(?: all)?(?: of)?(?: the| your| these)? {TRANSCRIPT}"
    r"(?: (?:are|were) (?:there|covered|available|indexed|here)| do (?:you|we) have| exist)?",
    re.IGNORECASE,
)
_OF_A_PERSON = re.compile(r"\b(?:he|she|him|her|his)\b", re.IGNORECASE)
# What is recalled behind a line that says too little; a quotation says enough.
QUOTATION = re.compile(r"“[^”\n]{1,500}”|\"[^\"\n]{1,500}\"|«[^»\n]{1,500}»")
# A line of so many meaning words, a new name counting twice, can be a question of its own.
WHOLE = 4
# A word in so large a part of the passages in which the commonest stands tells of no topic.
EVERYWHERE = 0.3
# Turns that a line may lean on; what "it" was ten turns ago nobody remembers either.
REMEMBERED = 4
# What a line leans on stands in so much of a turn; histories come from outside and may be of any length.
HISTORY_CHARACTERS = 4000
# Longer than any question people ask; one that would grow beyond with what it leans on stays as it was typed.
MAX_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Thread:
    """What a line may go on from.

    Attributes:
        recalled: the line with the subject of the question before it in brackets, however it reads.
        asked: the question before, standing alone.
        told: its answer.
        anew: whether the line says so much, and nothing of what was asked and told, that it may be of something else.
    """

    recalled: str
    asked: str
    told: str
    anew: bool = False


def thread_of(line: str, history: History, vocabulary: Mapping[str, int] = MappingProxyType({})) -> Thread | None:
    """What ``line`` may go on from; None where nothing was asked before, or it says that it turns to something else.

    "Any trouble with the building?" leans on nothing that a rule could see, yet means the building just spoken of. So a
    line of a conversation is looked for in both readings, see ``Finder.look_on``.
    """
    context = _before(history, vocabulary)
    body = without_courtesy(line)
    if context is None or new_topic(body) or _OF_THE_WHOLE.fullmatch(unmarked(body)):
        return None
    subject = subject_of(context.question)
    recalled = f"{capitalised(unmarked(body))} ({subject})?" if subject and len(line) <= MAX_CHARACTERS else line
    return Thread(recalled, context.question, context.answer, _is_anew(body, context))


def _is_anew(line: str, context: Context) -> bool:
    """Whether a line says ``WHOLE`` words or more, none of which a turn before says by a word that is rare."""
    said, answered = set(content_stems(line)), set(words(f"{context.question} {context.answer}"))
    names = any(not set(words(name.text)) & answered for name in own_names(line))
    if len(said) + names < WHOLE or leans(line, context):
        return False
    everywhere = EVERYWHERE * max(context.vocabulary.values(), default=0)
    before = {*content_stems(context.question), *content_stems(context.answer)}
    return not any(context.vocabulary.get(term, 0) <= everywhere for term in said & before)


def standalone_question(line: str, history: History, vocabulary: Mapping[str, int] = MappingProxyType({})) -> str:
    """``line`` with what it leans on from the last turns put in; a new topic, and a line without history, stay.

    Words in quotation marks are somebody's own, and lean on nothing.

    Args:
        vocabulary: stems of the corpus and in how many passages each stands; tells the topic of a question, which is
            its rarest name, from names that stand everywhere.
    """
    quotations = QUOTATION.findall(line)
    if not quotations:
        return _standing_alone(line, _before(history, vocabulary))
    numbers = iter(range(len(quotations)))
    covered = QUOTATION.sub(lambda _: f"“quotation{next(numbers)}”", line)
    alone = _standing_alone(covered, _before(history, vocabulary))
    if BRACKET.sub("", alone.rstrip("?")) == covered.rstrip("?"):
        return line
    return re.sub(r"“quotation(\d+)”", lambda cover: quotations[int(cover[1])], alone)


def _before(history: History, vocabulary: Mapping[str, int]) -> Context | None:
    """The last turn, with those before it; None where there is none."""
    context: Context | None = None
    for asked, told in history[-REMEMBERED:]:
        line = _plainly(" ".join(asked[:MAX_CHARACTERS].split()))
        if context and keeps_the_question(without_lead(without_courtesy(line))):
            context = replace(context, answer=told_by(told[:HISTORY_CHARACTERS]) or context.answer)
            continue
        question = with_capitals(_standing_alone(line, context), told)
        meeting = meeting_told(question, told[:HISTORY_CHARACTERS], context)
        known = {**context.called, **called(asked[:MAX_CHARACTERS], context)} if context else {}
        context = Context(question, told_by(told[:HISTORY_CHARACTERS]), vocabulary, context, known, meeting)
    return context


def _plainly(line: str) -> str:
    """A line before without what stresses its question word or leads up to it."""
    plain = without_lead_in(line)
    return without_stress(plain if plain == line else capitalised(plain))


def _standing_alone(line: str, context: Context | None) -> str:
    alone = _leaned(line, context) if context and not _is_foreign(line, context) else line
    return alone if len(alone) <= MAX_CHARACTERS else line


def _is_foreign(line: str, context: Context) -> bool:
    """Whether the line or the question before is in another language: what leans on what there, no rule here tells."""
    return bool(spoken_in(line, ()) or spoken_in(context.question, ()))


def _repeated(context: Context) -> str:
    """The question before, with what it leans on in brackets where its pronoun means nothing that was told."""
    before = context.earlier
    if not before or BRACKET.search(unmarked(context.question)) or not leans(context.question, before):
        return context.question
    told = (subject_of(turn.question, articles=True) for turn in before.turns())
    subject = next((said for said in told if said), "") or subject_of(before.question)
    return f"{capitalised(unmarked(context.question))} ({subject})?" if subject else context.question


def _leaned(line: str, context: Context) -> str:
    body = without_courtesy(line)
    if fresh := new_topic(body):
        return _turned_to(fresh["to"], body[fresh.end() :], context)
    rest = without_lead(body)
    lead = rest != body
    if (of_meeting := with_meeting(rest, context)) != rest:
        return f"{capitalised(unmarked(of_meeting))}?"
    if same := of_the_same_meeting(rest, context.question):
        return capitalised(same)
    if asks_matter_of_all(rest) and asks_matter_of_all(context.question):
        return capitalised(rest)
    if reacted := reaction(rest, _repeated(context)):
        return reacted
    again = read_on(rest)
    if not again and is_refusal(rest):
        return line
    rest = again or with_ones(rest, context)
    about = _WHAT_ABOUT.match(rest)
    if about and (fronted := of_what_stands_in_front(rest[about.end() :])):
        rest = capitalised(fronted)
    elif about and not _OPENS_CLAUSE.search(rest[about.end() :]):
        return _swapped(rest[about.end() :], context)
    if compared := which_of_two(rest, context):
        return compared
    if other := compared_with(rest, context):
        return _swapped(other, context)
    if _COMPARED.match(rest):
        return f"{unmarked(context.question)}, {unmarked(rest)}?"
    counted = _HOW_MANY.match(context.question)
    if counted and _WHICH_ONES.fullmatch(unmarked(rest)):
        return f"Which {context.question[counted.end() :]}"
    if _BARE_WH.fullmatch(unmarked(rest)):
        return asked_anew(unmarked(rest), context)
    if (when := _WHEN_WAS_THAT.fullmatch(unmarked(rest))) and _ASKS_OF_A_DEED.match(context.question):
        return asked_anew(when["wh"], context)
    if (placed := _AND_WHERE.match(rest)) and context.question.lower().startswith(f"{placed['wh'].lower()} "):
        return _swapped(rest[placed.end("wh") + 1 :], context)
    why = _WHY_THEY.fullmatch(unmarked(rest))
    if why and context.question.lower().startswith(f"what {why['aux'].lower()} "):
        return asked_anew(why["wh"], context)
    if (lead or again) and not asks_by_itself(rest):
        return _swapped(rest, context)
    resolved = with_meanings(rest, context)
    if does_so(rest) and (acted := with_act(with_meanings(doer_put_in(rest, context), context), context)) != rest:
        return capitalised(acted)
    if resolved != rest:
        return capitalised(_with_topic(resolved, context))
    return _leaning(rest, context, continues=lead or bool(again)) or _as_said(rest, body, line)


def _turned_to(subject: str | None, rest: str, context: Context) -> str:
    """The line behind "back to the pier:", with the pier for its "it", or in brackets where it names nothing of it."""
    subject = (subject or "").strip()
    phrases = phrases_in(subject)
    if not phrases or phrases[-1].text != subject or phrases[-1].head in ("one", "question", "topic", "subject"):
        return capitalised(rest)
    of_many = phrases[-1].plural and re.search(r"\bits?\b", rest, re.IGNORECASE)
    alone = rest if of_many else _leaned(rest, Context(f"What about {subject}?", "", context.vocabulary))
    said = set(content_stems(subject))
    alone = alone if said & set(content_stems(alone)) else f"{unmarked(alone)} ({subject})?"
    return capitalised(alone)


def _as_said(rest: str, body: str, line: str) -> str:
    """The line that leans on nothing: as typed, without courtesy, or with what its "one" means."""
    if not body.endswith(rest):
        return capitalised(rest)
    return line if body == line else capitalised(body)


def _swapped(new: str, context: Context) -> str:
    alone = asked_on(new, context.question) or swapped(new, with_meanings(new, context), context)
    return with_owner(alone, new, context.question)


def _with_topic(line: str, context: Context) -> str:
    """The line, with the name that the last turn was about where it holds none by itself."""
    topic = antecedent(context, "topic")
    if not topic or own_names(line) or set(content_stems(topic)) & set(content_stems(line)):
        return line
    return f"{unmarked(line)} ({topic})?"


def _leaning(line: str, context: Context, *, continues: bool) -> str:
    """A line too short to stand alone ("any awards?"), or that begins with "and", with the topic of the turn before."""
    if _OF_THE_WHOLE.fullmatch(unmarked(line)):
        return ""
    content = content_stems(line)
    if _OF_A_PERSON.search(line):  # no name of somebody else stands for "he"
        return ""
    if own_names(line) or len(content) > (3 if continues else 1) or len(words(line)) > (7 if continues else 5):
        return ""
    if any(phrase.definite and len(words(phrase.bare)) > 1 for phrase in phrases_in(line)):
        return ""
    topic = antecedent(context, "subject")
    if not topic or set(content_stems(topic)) & set(content):
        return ""
    return f"{capitalised(unmarked(line))} ({topic})?"
