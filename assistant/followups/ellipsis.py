"""A line that is no whole question ("and in Kent?", "since when?", "the second one?"): the former question about it."""

import re

from assistant.corpus.names import Name, own_names
from assistant.corpus.numerals import BELOW_100, ORDINALS
from assistant.followups.context import Context, unmarked
from assistant.followups.numbers import of_another_number
from assistant.followups.slots import (
    ASKED,
    after_the_same_preposition,
    behind_the_last_preposition,
    is_determined,
    of_another_kind,
    of_the_subject,
    thing_in,
)
from assistant.followups.speakers import SAYING, of_another_matter
from assistant.followups.times import RELATIVE_TIME, of_another_time
from assistant.followups.topical import of_another_topic
from assistant.language import content_stems, stem, words
from assistant.questions.helping_verbs import AUXILIARY, BE, in_number
from assistant.questions.phrases import phrases_in
from assistant.questions.topics import BRACKET

_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_ORDINAL = re.compile(
    rf"\b(?:{'|'.join(ORDINALS[:10])}|last|next|previous|other|former|latter|latest|most recent|newest|oldest|"
    r"earliest)\b",
    re.IGNORECASE,
)
# "And against?" after "who was for it?"
_TAKES_A_SIDE = (
    r"(?:vot(?:e[sd]?|ing)|sp(?:eak|oke|oken|eaks|eaking)|argu(?:e[sd]?|ing)|is|are|was|were|be|been)(?: out)? "
)
_OPPOSITE = {"for": "against", "against": "for", "before": "after", "after": "before", "with": "without"}
_PLACED = re.compile(r"(?:in|at|from|near|to) ", re.IGNORECASE)
# "What did Ann say for the pier": the second option is one for the pier too.
_OF_WHAT = re.compile(r" (?:for|of|about|on|at) (?:(?:the|an?|our|their) |(?-i:[A-Z]))[^,?]{1,60}$", re.IGNORECASE)
_THE_OTHERS = re.compile(rf"the other (?P<count>\d+|{BELOW_100})", re.IGNORECASE)
# "The next one" after "the meeting": it stands in its place.
_OF_THE_ONE = re.compile(r"the (?:[\w-]+ )?[\w-]+ one\b", re.IGNORECASE)
# Of what was decided or said it can be said what about.
_TELLS = re.compile(
    r"^(?:\w+ )?what (?:was|were|is|has been) (?:\w+ )?(?:decided|agreed|said|proposed|planned|promised|"
    r"asked|told|reported|discussed|announced)\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"[a-z]+(?:ed|en|wn|ld|ght|lt|ne)", re.IGNORECASE)
_WAS_DONE = re.compile(
    rf"(?:when|where|why|how|by whom) (?:is|are|was|were) .+ (?P<done>{_DONE.pattern})", re.IGNORECASE
)
_WHOSE = re.compile(r"(?:his|her|its|their) ", re.IGNORECASE)
# "Who else": fewer words than these say nothing without what stands in brackets behind them.
LEAST_CLAUSE = 3
# "Are they open?", "the baths, are they open?"
_VERB_OPENS = re.compile(rf"^{AUXILIARY}\b|, {AUXILIARY} (?:he|she|it|they|there|we|you)\b", re.IGNORECASE)
# "The baths, have they been mended?", "the baths – open again?", "list the baths": a sentence of its own.
_SAYS_ALL = re.compile(
    rf"(?:, |: | [–-] |[?!] ){AUXILIARY}(?:n['’]t)? \w| [–-] \w|"
    r", (?:over|done|gone|open|closed|finished|settled|fixed|ready|better|fine|okay|ok|through|still|\w{3,}ed)\b|"
    r"^(?:please )?(?:give|show|tell|list|name|summari[sz]e|describe|explain|compare) "
    r"(?:me|us|the|an?|all|any|some|each|every|both|what|who|which|how|why|when|where)\b",
    re.IGNORECASE,
)


def is_clause(text: str) -> bool:
    """Whether there is a question of its own: a question word, or a verb that opens it."""
    return bool(_ASKS.search(text) or _VERB_OPENS.search(text))


def asks_by_itself(text: str) -> bool:
    """Whether it leans on no question before: it asks, orders, or says something of what it names first."""
    return is_clause(text) or bool(_SAYS_ALL.search(text))


def swapped(new: str, resolved: str, context: Context) -> str:
    """The former question with its part of the same kind replaced: a time, a name, the thing counted; else added.

    Args:
        resolved: ``new`` without pronouns.
    """
    new = unmarked(new)
    question = unmarked(context.question)
    side = re.sub(r" (?:it|that|this|them)$", "", new.lower())
    opposite = _OPPOSITE.get(side)
    taken = _TAKES_A_SIDE if opposite in ("for", "against") else ""
    if opposite and (turned := re.search(rf"\b{taken}(?P<side>{opposite})\b", question, re.IGNORECASE)):
        return f"{question[: turned.start('side')]}{side}{question[turned.end('side') :]}?"
    if _ORDINAL.search(new) and not RELATIVE_TIME.search(new):
        return _ordinal(new, context)
    if numbered := of_another_number(new, question):
        return numbered
    if other := _of_another_of_it(new, question):
        return other
    if timed := of_another_time(new, question, context):
        return timed
    if done := _of_another_deed(new, question) or _of_its_own_people(new, resolved, question):
        return done
    names, own = own_names(question), own_names(new)
    if said := of_another_matter(new, resolved, question):
        return said
    if own and _is_of_its_own(new, question):
        return f"What about {resolved.rstrip('?!. ')}?"
    asked = ASKED.fullmatch(question)
    if own and asked and _PLACED.match(new) and SAYING.search(asked["rest"]):  # who says it is not where
        names = [name for name in names if name.start != asked.start("rest")]
    if own and names:
        replaced = min(names, key=lambda name: (not share_a_word(name.text, own[-1].text), _commonness(name, context)))
        return f"{question[: replaced.start]}{own[-1].text}{question[replaced.end :]}?"
    return _in_a_part(new, question) or _added(unmarked(resolved), question, context)


def _of_another_of_it(new: str, question: str) -> str:
    """ "In the 1987 flood" in the place of "in the flood", though it says when; else ""."""
    said = phrases_in(new)
    of_it = len(said) == 1 and new.endswith(said[0].text) and said[0].head in content_stems(question)
    return after_the_same_preposition(new, question) if of_it else ""


def _of_another_deed(new: str, question: str) -> str:
    """ "When was the mill built?" with "closed" in the place of "built"; else ""."""
    asked = _WAS_DONE.fullmatch(question) if _DONE.fullmatch(new) else None
    return f"{question[: asked.start('done')]}{new}{question[asked.end('done') :]}?" if asked else ""


def _of_its_own_people(new: str, resolved: str, question: str) -> str:
    """ "What is Ann Lee’s address?" for "and her address?" after a question who she is, and the like of a thing."""
    owned = _WHOSE.match(new) and re.fullmatch(r"(?P<owner>.+?)['’]s? [\w -]+", unmarked(resolved))
    asked = re.fullmatch(r"(?:who|what) (?P<aux>is|are|was|were) (?P<owner>.+)", question, re.IGNORECASE)
    if not owned or not asked or asked["owner"].lower() != owned["owner"].lower():
        return ""
    several = thing_in(new.partition(" ")[2])
    return f"What {in_number('is', plural=bool(several and several.plural))} {unmarked(resolved)}?"


def _in_a_part(new: str, question: str) -> str:
    """The question with a part of the same form replaced, see ``slots``, or about the topic that ``new`` names."""
    bracket = BRACKET.search(question)
    kept = question[: bracket.start()] if bracket else question
    rules = (
        of_another_kind,
        of_the_subject,
        after_the_same_preposition,
        of_another_topic,
        behind_the_last_preposition,
    )
    found = next((one for rule in rules if (one := rule(new, kept))), "")
    return f"{unmarked(found)}{bracket.group()}?" if found and bracket else found


def _added(new: str, question: str, context: Context) -> str:
    """The question with ``new`` behind it, in the place of what was so added before; alone where that says nothing."""
    before = context.earlier and unmarked(context.earlier.question)
    if before and question.startswith(f"{before}, "):
        question = before
    leans = re.search(r"\b(?:it|its|that|this|them|they|their)\b", new, re.IGNORECASE)
    leans = leans or (re.match(r"about ", new) and _TELLS.search(question))
    bracket = BRACKET.search(question)
    kept = question[: bracket.start()] if bracket else question
    if not leans and (not is_clause(kept) or len(words(kept)) < LEAST_CLAUSE or _asks_of_one(question, new)):
        return f"What about {re.sub(r'^(?:about|of) ', '', new)}?"
    joint = " " if re.match(r"about ", new) else ", "
    return f"{kept}{joint}{new}{bracket.group() if bracket else ''}?"


def _asks_of_one(question: str, new: str) -> bool:
    """Whether a question behind which ``new`` means nothing: "what was the dearest rug", "which barn is safe"."""
    asked = ASKED.fullmatch(question)
    if asked is None or not re.fullmatch(r"what|which", asked["wh"], re.IGNORECASE):
        return False
    if not asked["noun"]:
        return bool(BE.fullmatch(asked["aux"])) and asked["wh"].lower() == "what"
    return is_determined(new) and not set(content_stems(asked["noun"])) & set(content_stems(new))


def _is_of_its_own(new: str, question: str) -> bool:
    """Whether ``new`` names something of something ("the rent of Kent Hall") that the question says no word of."""
    said = phrases_in(new)
    if len(said) != 1 or said[0].text != new or not said[0].definite or said[0].core != said[0].core.lower():
        return False
    return said[0].core != said[0].bare and not share_a_word(said[0].core, question)


def _ordinal(new: str, context: Context) -> str:
    """What "the second one" picks: of the names that the answer lists, or another of the things asked about."""
    question = unmarked(context.question)
    ordinal = _ORDINAL.search(new)
    assert ordinal is not None
    old = _ORDINAL.search(question)
    if old:
        return f"{question[: old.start()]}{ordinal.group().lower()}{question[old.end() :]}?"
    if (others := _THE_OTHERS.fullmatch(new)) and (several := _several_counted(question)):
        return f"What about the other {others['count']} {several}?"
    listed = context.listed()
    place = {word: at for at, word in enumerate(ORDINALS)} | {"former": 0, "last": -1, "latter": -1}
    at = place.get(ordinal.group().lower(), 1 if len(listed) == 2 else 99)
    names = own_names(question)
    if listed and -len(listed) <= at < len(listed):
        if not names or not re.search(r"\bones?\b", new):
            return f"{question}, as for {listed[at]}?"
        return f"{question}, {listed[at]}?"
    said = phrases_in(new)
    if len(said) == 1 and said[0].text == new and not re.search(r"\bones?\b", new) and len(words(said[0].bare)) > 1:
        of_what = _OF_WHAT.search(question)
        asked = said[0].head in content_stems(question)
        return f"{question}, {new}?" if asked else f"What about {new}{of_what.group() if of_what else ''}?"
    things = [phrase for phrase in phrases_in(question) if not phrase.named] or phrases_in(question)
    noun = things[-1].bare.split()[-1] if things else ""
    picked = re.sub(r"\bones?\b", noun, new) if noun else new
    the_one = re.compile(rf"\b(?:the|this|that) {re.escape(noun)}\b(?!['’])", re.IGNORECASE)
    if _OF_THE_ONE.match(new) and (pointed := list(the_one.finditer(question))):
        return f"{question[: pointed[-1].start()]}{picked}{question[pointed[-1].end() :]}?"
    return f"{question}, {picked}?"


def _several_counted(question: str) -> str:
    """The flats of "how many flats", else the several things that the question names last; "" where it names none."""
    several = [p for p in phrases_in(question) if p.plural]
    counted = [p for p in several if question[: p.start].lower().endswith("how many ")]
    return next((p.core for p in [*counted, *several[::-1]]), "")


def share_a_word(one: str, other: str) -> bool:
    """Whether two phrases have a word in common."""
    return bool(set(words(one)) & set(words(other)))


def _commonness(name: Name, context: Context) -> tuple[int, int]:
    """How many passages the name's rarest word stands in; among equals the later name is the topic."""
    counts = (context.vocabulary.get(stem(word), 0) for word in words(name.text))
    return min(counts, default=0), -name.start
