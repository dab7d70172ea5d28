"""A line that is no whole question ("and in Kent?", "since when?", "the second one?"): the former question about it."""

import re
from collections.abc import Sequence
from itertools import takewhile

from assistant.corpus.dates import MONTH_NAMES
from assistant.corpus.names import Name, own_names
from assistant.corpus.number_words import ONES, ORDINALS
from assistant.corpus.numerals import WORDS
from assistant.followups.context import Context
from assistant.followups.reactions import subject_of
from assistant.language import content_stems, stem, words
from assistant.questions.phrases import phrases_in

_PREPOSITION = re.compile(r"(?:for|in|on|at|from|to|with|of|by|about|under|after|before|during) ", re.IGNORECASE)
_DETERMINER = re.compile(r"(?:the|an?|this|that|these|those|our|their|his|her|its)\b", re.IGNORECASE)
# "The road to the harbour": what goes with the road goes with nothing else.
_COMPLEMENT = re.compile(r" (?:to|on|for|from|about|between|against|over) ", re.IGNORECASE)
_BE = re.compile(r"is|are|was|were", re.IGNORECASE)
AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must)"
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_TIME = re.compile(
    rf"\b(?:(?:in|by|until|since|during|for|on) )?(?:(?:early |late |mid-)?(?:{MONTH_NAMES})(?: \d{{4}})?|"
    r"(?:the )?(?:19|20)\d\d|(?:last|next|this) (?:year|month|week|quarter|spring|summer|autumn|winter|season))\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b(?:{'|'.join(ORDINALS[:10])}|last|next|previous|other|former|latter|latest|most recent|newest|oldest|"
    r"earliest)\b",
    re.IGNORECASE,
)
_RELATIVE_TIME = re.compile(r"\b(?:year|month|week|quarter|day|decade|earlier|later|before|after|now|today)s?\b", re.I)
_WHICH_MORE = re.compile(
    rf"which (?:one )?(?:{AUXILIARY}|costs?|took|takes|has)(?: (?:the|be|last|take|cost|grow|rise|fall))* "
    r"(?:(?:more|less|better|worse|most|least|best|worst)(?: [\w’'-]+)?|"
    r"(?!never|other|under|after|over)[a-z]{2,}(?:er|est))",
    re.IGNORECASE,
)
# "And against?" after "who was for it?"
_OPPOSITE = {"for": "against", "against": "for", "before": "after", "after": "before", "with": "without"}
# "What did Bo say?": of any thing may be asked what was said about it.
_SAID = re.compile(
    r"(?P<said>what (?:else )?(?P<aux>did|does|do|has|have|would|will) (?P<who>.+?) "
    r"(?:say|said|think|thought|answer|reply|suggest|report|promise|decide|ask|propose))(?: (?:to|about|of|on|at) .+)?",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"(?P<side>who (?:is|was|were|are|voted|spoke)(?: out)? (?:for|against|behind|in favou?r of) )(?P<what>.+)", re.I
)
_PLACED = re.compile(r"(?:in|at|from|near|to) ", re.IGNORECASE)
_BRACKET = re.compile(r" \([^()]*\)$")
_POINTER = re.compile(rf"(?:{'|'.join(ORDINALS[:10])}|last|latest|\w+est|rest|most|half)", re.IGNORECASE)
LONGEST_PART = 6
# "Who else": fewer words than these say nothing without what stands in brackets behind them.
LEAST_CLAUSE = 3
_NAMED = re.compile(r"(?:the|an?) |[A-Z]")
# "Are they open?", "the baths, are they open?"
_VERB_OPENS = re.compile(rf"^{AUXILIARY}\b|, {AUXILIARY} (?:he|she|it|they|there|we|you)\b", re.IGNORECASE)
ASKED = re.compile(
    r"(?P<wh>(?:(?:since|until|till|by|in|on|at|to|from|for|with|of) )?"
    r"(?:how (?:many|much|long|old|far|often|large|big|high|soon|fast)|what|which|whom?|when|where|why|how))"
    rf"(?P<noun>(?: (?!{AUXILIARY}\b)[\w’'-]+){{0,5}}?) (?P<aux>{AUXILIARY}) (?P<rest>.+)",
    re.IGNORECASE,
)


def is_clause(text: str) -> bool:
    """Whether there is a question of its own: a question word, or a verb that opens it."""
    return bool(_ASKS.search(text) or _VERB_OPENS.search(text))


def swapped(new: str, resolved: str, context: Context) -> str:
    """The former question with its part of the same kind replaced: a time, a name, the thing counted; else added.

    Args:
        resolved: ``new`` without pronouns.
    """
    new = new.rstrip("?!. ")
    question = context.question.rstrip("?!. ")
    opposite = _OPPOSITE.get(new.lower())
    if opposite and (turned := re.search(rf"\b{opposite}\b", question)):
        return f"{question[: turned.start()]}{new.lower()}{question[turned.end() :]}?"
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
    if said := _of_another_matter(new, resolved, question):
        return said
    if own and _is_of_its_own(new, question):
        return f"What about {resolved.rstrip('?!. ')}?"
    asked = ASKED.fullmatch(question)
    if own and asked and _PLACED.match(new) and _SAYING.search(asked["rest"]):  # who says it is not where
        names = [name for name in names if name.start != asked.start("rest")]
    if own and names:
        replaced = min(names, key=lambda name: (not share_a_word(name.text, own[-1].text), _commonness(name, context)))
        return f"{question[: replaced.start]}{own[-1].text}{question[replaced.end :]}?"
    nouns = phrases_in(new)
    counted = asked and asked["noun"].strip() and re.match(r"how m|which|what", asked["wh"], re.I)
    if not own and asked and counted and nouns and (nouns[0].text == nouns[0].bare or counted.group() == "how m"):
        return f"{asked['wh']} {nouns[0].bare} {asked['aux']} {asked['rest']}?"
    if not own and (likewise := _after_the_same_preposition(new, question) or _of_the_subject(new, question)):
        return likewise
    return _added(resolved.rstrip("?!. "), question, context)


def _of_another_matter(new: str, resolved: str, question: str) -> str:
    """What the same one said of another matter, another one of the same, or who was on the same side in another."""
    nouns, bare = phrases_in(resolved.rstrip("?!. ")), _BRACKET.sub("", question)
    if len(nouns) != 1 or nouns[0].text != re.sub(r"^about ", "", resolved.rstrip("?!. ")):
        return ""
    said, side = _SAID.fullmatch(bare), _SIDE.fullmatch(bare)
    if side:
        return "" if nouns[0].person or re.fullmatch(r"[A-Z][\w’'-]+", new) else f"{side['side']}{nouns[0].text}?"
    if not said:
        return ""
    if nouns[0].person or re.fullmatch(r"[A-Z][\w’'-]+", new):
        return f"{question[: said.start('who')]}{nouns[0].text}{question[said.end('who') :]}?"
    return f"{said['said']} about {nouns[0].text}?"


def _added(new: str, question: str, context: Context) -> str:
    """The question with ``new`` behind it, in the place of what was so added before; alone where that says nothing."""
    before = context.earlier and context.earlier.question.rstrip("?!. ")
    if before and question.startswith(f"{before}, "):
        question = before
    leans = re.search(r"\b(?:it|its|that|this|them|they|their)\b", new, re.IGNORECASE)
    bracket = _BRACKET.search(question)
    kept = question[: bracket.start()] if bracket else question
    if not leans and (not is_clause(kept) or len(words(kept)) < LEAST_CLAUSE or _asks_of_one(question, new)):
        return f"What about {re.sub(r'^about ', '', new)}?"
    joint = " " if re.match(r"about ", new) else ", "
    return f"{kept}{joint}{new}{bracket.group() if bracket else ''}?"


def _asks_of_one(question: str, new: str) -> bool:
    """Whether a question behind which ``new`` means nothing: "what was the dearest rug", "which barn is safe"."""
    asked = ASKED.fullmatch(question)
    if asked is None or not re.fullmatch(r"what|which", asked["wh"], re.IGNORECASE):
        return False
    if not asked["noun"]:
        return bool(_BE.fullmatch(asked["aux"])) and asked["wh"].lower() == "what"
    return _determined(new) and not set(content_stems(asked["noun"])) & set(content_stems(new))


def _is_of_its_own(new: str, question: str) -> bool:
    """Whether ``new`` names something of something ("the rent of Kent Hall") that the question says no word of."""
    said = phrases_in(new)
    if len(said) != 1 or said[0].text != new or not said[0].definite or said[0].core != said[0].core.lower():
        return False
    return said[0].core != said[0].bare and not share_a_word(said[0].core, question)


def _after_the_same_preposition(new: str, question: str) -> str:
    """The question with what stands behind the preposition that ``new`` begins with replaced ("and for the pier?")."""
    placed = _PREPOSITION.match(new)
    if not placed or not phrases_in(new[placed.end() :]):
        return ""
    before = re.compile(rf"\b{placed.group().strip()} $", re.IGNORECASE)
    old = [p for p in phrases_in(question) if not p.named and before.search(question[: p.start])]
    return (
        f"{question[: old[-1].start]}{new[placed.end() :]}{question[old[-1].start + len(old[-1].text) :]}?"
        if old
        else ""
    )


def _of_the_subject(new: str, question: str) -> str:
    """The question with its subject replaced, where ``new`` is one of the same form ("and the pier?")."""
    asked, said = ASKED.fullmatch(question), phrases_in(new)
    if not asked or len(said) != 1 or said[0].text != new:
        return ""
    rest = asked["rest"]
    subject = next((p for p in phrases_in(rest) if p.start == 0), None)
    if subject is None or subject.core != subject.core.lower() or subject.person != said[0].person:
        return ""
    if _determined(subject.text) != _determined(new):
        return ""
    whole = subject.text if _POINTER.fullmatch(subject.core.split(" of ")[0]) else subject.core
    end = rest.index(whole) + len(whole)
    if end == len(rest) and not _BE.fullmatch(asked["aux"]):  # the verb: "the quay last"
        end = rest.rfind(" ")
    if _COMPLEMENT.match(rest, end):
        return ""
    return f"{question[: asked.start('rest')]}{new}{rest[end:]}?" if end > 0 else ""


def _determined(text: str) -> bool:
    return bool(_DETERMINER.match(text))


def _time_after(new: str, old: str) -> str:
    """A time told by another: "two years earlier" than "in 2024" is "in 2022"."""
    year = re.search(r"\d{4}", old)
    told = re.fullmatch(
        rf"(?:(?:in )?the year|(?P<by>\d|{'|'.join(ONES)}|a) years?) "
        r"(?P<side>before|after|earlier|later|ago)(?: that)?",
        new, re.IGNORECASE,
    )  # fmt: skip
    if not told:
        return new
    if not year:
        return (
            f"{new.removesuffix(' that')} {old}" if re.search(r"(?:before|after)(?: that)?$", new) else f"{old}, {new}"
        )
    steps = WORDS.get((told["by"] or "one").lower(), 1) if not (told["by"] or "").isdigit() else int(told["by"])
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
    place = {word: at for at, word in enumerate(ORDINALS)} | {"former": 0, "last": -1, "latter": -1}
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


def asked_anew(new: str, context: Context) -> str:
    """The former question's clause under another question word: "Since when will Larkhaven build ferries?"."""
    question = context.question.rstrip("?!. ")
    asked, about = ASKED.fullmatch(question), _ABOUT.fullmatch(question)
    new = capitalised(re.sub(r"^how (?:come|so)\b", "why", new, flags=re.IGNORECASE))
    if re.fullmatch(r"why not", new, re.IGNORECASE) and (denied := _denied(question)):
        return denied
    if about:
        return f"{new} ({about['what']})?"
    if (
        asked
        and asked["wh"].lower() == "what"
        and not asked["noun"]
        and _DOES.fullmatch(asked["aux"])
        and (not re.match(r"(?:what|which|who)\b", new, re.IGNORECASE))
    ):
        return f"{new} {asked['aux'].lower()} {_with_object(asked['rest'])}?"
    if re.fullmatch(r"who else", new, re.IGNORECASE) and re.match(r"who(?! else)\b", question, re.IGNORECASE):
        return f"Who else{question[3:]}?"
    if asked and not re.match(r"who\b", asked["wh"], re.IGNORECASE):
        return f"{new} {asked['aux'].lower()} {asked['rest']}{asked['noun']}?"
    if re.match(rf"{AUXILIARY}\b", question, re.IGNORECASE):
        return f"{new} {question[0].lower()}{question[1:]}?"
    if asked and _DOES.fullmatch(asked["aux"]):  # "whom did they hire"
        person = next((p.bare for p in context.told() if p.named and p.person), "someone")
        return f"{new} {asked['aux'].lower()} {asked['rest']} {person}?"
    statement = re.fullmatch(r"(?:who|what|which [\w-]+) (?P<rest>.+)", question, re.IGNORECASE)
    if statement:
        named = [p for p in context.told() if p.named]
        people = [p.bare for p in sorted(named, key=lambda p: not p.person)][:1]
        return f"{new} is it that {people[0] if people else 'someone'} {statement['rest']}?"
    return f"{new} ({subject_of(question) or _BRACKET.sub('', question)})?"


_DOES = re.compile(r"do|does|did|will|would|should|has|have|had", re.IGNORECASE)
_ABOUT = re.compile(r"(?:what|how) about (?P<what>.+)", re.IGNORECASE)
# "What did Ann say about the loom": when she said that about the loom.
_SAYING = re.compile(
    r"\b(?:say|think|tell|report|suggest|promise|decide|ask|propose|write|know|hear|learn|want)\b", re.IGNORECASE
)
_SAYS_OF = re.compile(rf"{_SAYING.pattern}(?= (?:about|of|on|to)\b)", re.IGNORECASE)
_HAS_OBJECT = re.compile(
    r"\b(?:to|for|about|of|with|on|at|in|do|happen|look|cost)(?: \([^()]*\))?$|\b(?:that|this)\b|\)$"
)


def _with_object(rest: str) -> str:
    """The clause with "that" in the place of what was asked for, unless something stands there."""
    if says := _SAYS_OF.search(rest):
        return f"{rest[: says.end()]} that{rest[says.end() :]}"
    return rest if _HAS_OBJECT.search(rest) else f"{rest} that"


def _denied(question: str) -> str:
    """ "Was the rye watered" as "Why was the rye not watered?"; "" where its subject cannot be told."""
    opened = re.match(rf"(?P<aux>{AUXILIARY}) (?P<rest>.+)", question, re.IGNORECASE)
    subject = next((p for p in phrases_in(opened["rest"]) if p.start == 0), None) if opened else None
    if not opened or subject is None or subject.end == len(opened["rest"]):
        return ""
    rest = opened["rest"]
    return f"Why {opened['aux'].lower()} {rest[: subject.end]} not{rest[subject.end :]}?"


def which_of_two(new: str, context: Context) -> str:
    """Which of two things that the same was asked of in turn ("Which is cheaper?"); "" after anything else."""
    if not context.earlier or not _WHICH_MORE.fullmatch(new.rstrip("?!. ")):
        return ""
    one, other = (turn.question.rstrip("?!. ").split() for turn in (context.earlier, context))
    before, after = _alike(one, other), _alike(one[::-1], other[::-1])
    before -= before > 0 and one[before - 1].lower() in ("the", "a", "an")
    parts = [" ".join(asked[before : len(asked) - after]) for asked in (one, other)]
    if before < 2 or not all(_NAMED.match(part) and len(part.split()) <= LONGEST_PART for part in parts):
        return ""
    return f"{capitalised(new.rstrip('?!. '))}, {parts[0]} or {parts[1]}?"


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two questions begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0].lower() == pair[1].lower(), zip(one, other, strict=False)))


def share_a_word(one: str, other: str) -> bool:
    """Whether two phrases have a word in common."""
    return bool(set(words(one)) & set(words(other)))


def _commonness(name: Name, context: Context) -> tuple[int, int]:
    """How many passages the name's rarest word stands in; among equals the later name is the topic."""
    counts = (context.vocabulary.get(stem(word), 0) for word in words(name.text))
    return min(counts, default=0), -name.start


def capitalised(text: str) -> str:
    """The text with a capital first."""
    return text[:1].upper() + text[1:]
