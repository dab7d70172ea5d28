"""What the turn before offers a follow-up's pronoun: the person, the thing, the several things, the place."""

import re
from collections.abc import Callable
from functools import partial

from assistant.corpus.numerals import ONES
from assistant.corpus.offices import OFFICES, TRADES
from assistant.corpus.units import units_named
from assistant.followups.asked_for import asks_for_thing, is_topic, name_asked_about, name_told
from assistant.followups.context import Context, known_so_far
from assistant.followups.joint import joint_subject
from assistant.followups.nouns import can_act, is_attribute, is_somebody, is_time
from assistant.followups.people import MAY_ACT, MINDED, is_body, is_surname, may_act, person_meant
from assistant.language import stem, words
from assistant.questions.phrases import Phrase, phrases_in

# Less those that are things as well: "the pilot", "the chair".
_WORKERS = [[word] for word in sorted({*OFFICES, *TRADES} - {"pilot", "chair", "head", "general", "judge", "lead"})]
_FRACTIONS = frozenset(stem(word) for word in "half halves third quarter fifth tenth percent majority".split())

# "What does the keeper say …", "how does the crew see …": who says or sees is nobody's "it".
_ANIMATE = re.compile(
    r"\b(?:do|does|did|will|would|can|could|has|have|had) (?:"
    r"(?P<minded>(?:the|a|an|our|their) [\w’' -]{1,40}?) (?:think|believe|hope|see|want)|"
    r"(?P<who>(?:the|a|an|our|their) (?:[\w’'-]+ ){0,2}?"
    r"(?!letter|paper|poster|order|number|charter|offer|tender|register)\w+(?:er|or|ist|ian|man|woman)) "
    r"(?:say|said|reply|answer|promise|expect|feel)|(?-i:(?P<name>[A-Z][\w’'-]+)) (?:"
    rf"{MINDED}))\b",
    re.IGNORECASE,
)


# "What did the council decide …", "why has the board closed …".
_DOES = re.compile(r"\b(?:do|does|did|will|would|can|could|has|have|had) $", re.IGNORECASE)
_DOING_THEN = re.compile(r" [a-z]+\b")
# "What did the council decide about the pier": the talk is of the pier.
_OF_A_MATTER = re.compile(rf"\b(?:{MINDED})(?: \w+)? (?:about|on|of|with|to|for)(?: the question of)? $", re.IGNORECASE)


def antecedent(context: Context, kind: str, line: str = "") -> str:
    """What a pronoun of ``kind`` most likely means; empty when unclear.

    Args:
        kind: "person", "he" or "she" (a person of whom nothing says otherwise), "plural", "acting" (several who do
            something), "doing" (several people, or a body, who do something), "minded" (several who want something),
            "things" (several that are nobody), "body" (a council), "those", "thing", "governed" (what has a head),
            "sum" (the figure told), "topic" (the name it is all about) or "subject" (the same, else
            what was asked about).
        line: what the pronoun stands in: "he" is nobody whom it names.
    """
    choose: dict[str, Callable[[Context], Phrase | None]] = {
        "person": partial(person_meant, line=line), "he": partial(person_meant, pronoun="he", line=line),
        "she": partial(person_meant, pronoun="she", line=line),
        "plural": _several, "acting": _acting, "doing": _doing, "minded": _minded, "thing": _thing, "topic": _topic,
        "things": _several_things, "body": _body,
        "subject": _subject, "sum": _sum, "those": _those, "governed": _governed,
    }  # fmt: skip
    phrase = choose[kind](context)
    if phrase is None and context.earlier and not (kind in ("topic", "subject") and context.asked()):
        return antecedent(known_so_far(context.earlier, context), kind, line)
    phrase = phrase or (_together(context) if kind == "plural" else None)
    if phrase is None:
        return ""
    personal = kind in ("person", "he", "she")
    owner = re.match(r"([A-Z][\w-]++(?: [A-Z][\w-]++)*+)['’]s? [a-z]", phrase.bare) if personal else None
    if owner:
        return owner[1]
    # "Ann Lee chairs the board": the verb looks like a noun.
    full_name = re.search(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+(?=$| [a-z]+$)", phrase.bare) if personal else None
    if full_name and (full_name.group().split()[0].lower() not in OFFICES or full_name.end() < len(phrase.bare)):
        return full_name.group()
    return definite(phrase) if kind != "thing" else _of_which(definite(phrase))


def _of_which(text: str) -> str:
    """ "The ship" for "the name of the ship"; else the text."""
    attribute, _, thing = text.partition(" of ")
    said = phrases_in(f"x {attribute}") if thing else []
    if not said or not is_attribute(said[0]) or not re.match(r"the |[A-Z]", thing):
        return text
    return text if phrases_in(f"x {thing}")[0].plural else thing


def definite(phrase: Phrase) -> str:
    """The phrase as one speaks of it the second time: "a timber terminal" is "the timber terminal" then."""
    text = re.sub(r"^(?:an?|one|some|any|this|that|no)\s+(?=\S)", "the ", phrase.text, flags=re.IGNORECASE)
    text = re.sub(r"^(?:our|my|your|their|his|her|its)\s+(?=\S)", "the ", text, flags=re.IGNORECASE)
    text = re.sub(r"['’]s?$", "", text)
    if text == phrase.bare and (text[0].islower() or not phrase.named):
        text = f"the {text[0].lower()}{text[1:]}"
    text = re.sub(rf"^(?=(?:{'|'.join(ONES[1:12])}|several) )", "the ", text, flags=re.I)
    number = re.match(r"the [A-Z]\w+", text) if not re.match(r"[A-Z]", phrase.bare) else None
    return f"{number.group().lower()}{text[number.end() :]}" if number else re.sub(r"^The\b", "the", text)


def _acting(context: Context) -> Phrase | None:
    """Several who can do something: those asked about, else people or a body that the answer or the question names."""
    asked = set(words(context.question))
    several = _several(context)
    if (joint := joint_subject(context.question)) and not (several and several in context.asked()):
        return joint
    phrase = several or _body_asked(context)
    if phrase is None:
        return None
    said = phrase.bare if phrase.named else phrase.bare[:1].lower() + phrase.bare[1:]
    return phrase if set(words(phrase.core)[-1:]) & asked or MAY_ACT.search(said) else None


def _doing(context: Context) -> Phrase | None:
    """As ``_acting``, but no things: boats sink, they pay nothing."""
    phrase = _acting(context)
    people = phrase if phrase and _is_of_people(phrase) else _body_asked(context)
    return joint_subject(context.question) or people


def _is_of_people(phrase: Phrase) -> bool:
    return phrase.named or can_act(phrase)


def _minded(context: Context) -> Phrase | None:
    """As ``_doing``, but a body before things asked about, else one that is told of: boats want nothing."""
    if joint := joint_subject(context.question):
        return joint
    people_asked = any(p.plural and may_act(p) and not p.doing for p in context.asked())
    phrase = (None if people_asked else _body_asked(context)) or _acting(context)
    if phrase and _is_of_people(phrase):
        return phrase
    told = [p for p in context.told_of() if p.definite and not p.person and not p.located]
    return next((p for p in told if (p.plural or is_body(p)) and may_act(p)), None)


def _body_asked(context: Context) -> Phrase | None:
    """The council, board, firm or club whose doing was asked about ("what did the council decide?")."""
    question = context.question
    asked = [p for p in context.asked() if _DOES.search(question[: p.start]) and _DOING_THEN.match(question, p.end)]
    asked = [p for p in asked if not p.plural and not p.named and p.definite]
    return next((p for p in asked if is_body(p) or (can_act(p) and not is_somebody(p))), None)


def _body(context: Context) -> Phrase | None:
    return next((p for p in (*context.told_of(), *context.asked()) if is_body(p)), None) or _thing(context)


# "Who moved to Kent?": where they went is nobody.
_GOES_TO = re.compile(
    r"\W*who (?:\w+ )?(?:mov(?:e[sd]?|ing)|go(?:es|ing|ne)?|went|com(?:e|es|ing)|came|return(?:s|ed|ing)?|"
    r"travel(?:s|l?ed|l?ing)?|"
    r"sail(?:s|ed|ing)?|fl(?:y|ies|ew|own|ying)|walk(?:s|ed|ing)?|dr(?:ives?|ove|iven|iving)|e?migrat(?:e[sd]?|ing)|"
    r"fle(?:e|es|d|eing))(?: (?:back|over|away|down|up))? (?:to|into|towards?) (?:the )?$",
    re.IGNORECASE,
)


def _several(context: Context) -> Phrase | None:
    asked, told = context.asked(), context.told_of()
    plural = [p for p in asked if p.plural and not _is_figure(p) and not is_time(p)]
    plural.sort(key=lambda p: p.doing)
    who = re.match(r"\W*(?:who|which)\b", context.question, re.IGNORECASE)
    answers = [p for p in told if (p.plural or p.named) and not _is_figure(p) and not p.located]
    answers = [p for p in answers if not is_time(p) and (who or p.plural or not p.person)]
    answers.sort(key=lambda p: (p.doing, p.bare[0].isdigit()))
    if who and answers and not plural:
        return answers[0]
    organisations = [p for p in asked if p.named and not p.person and not p.located]
    organisations = [p for p in organisations if not _is_gone_to(p, context)]
    for group in (plural, [p for p in answers if p.plural], organisations, [p for p in answers if p.named]):
        if group:
            return group[0]
    return None


def _is_gone_to(phrase: Phrase, context: Context) -> bool:
    moved = _GOES_TO.match(context.question[: phrase.start])
    return bool(moved) and phrase.named and phrase in context.asked()


def _together(context: Context) -> Phrase | None:
    """The thing that "they" may be who are in it: "the orchestra"."""
    thing = _thing(context)
    return None if thing and _is_gone_to(thing, context) else thing


def _several_things(context: Context) -> Phrase | None:
    several = [p for p in (*context.asked(), *context.told_of()) if p.plural]
    several.sort(key=lambda p: p.located)
    return next((p for p in several if not (can_act(p) or _is_figure(p) or is_time(p))), None)


def _those(context: Context) -> Phrase | None:
    phrase = _several(context)
    return phrase if phrase and phrase.plural else _thing(context)


# "Ann Lee, a smith from Kent": who somebody is, is no thing.
_BESIDE_A_NAME = re.compile(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+, (?:an? [^,.;]*)?$|\b[Ss]?[Hh]e(?:['’]s| is| was) $")


def _thing(context: Context) -> Phrase | None:
    animate = {
        (match["who"] or match["minded"] or match["name"]).lower() for match in _ANIMATE.finditer(context.question)
    }
    asked = [p for p in context.asked() if not (_is_person(p) or _is_figure(p) or is_time(p))]
    asked = [p for p in asked if p.text.lower() not in animate]
    asked = [p for p in asked if not re.search(r"['’]s$", p.bare)] or asked  # "the farmer's road" is not the farmer
    told = [p for p in context.told_of() if not (_is_person(p) or _is_figure(p) or is_time(p))]
    told = [p for p in told if not (is_surname(p, context) or _BESIDE_A_NAME.search(context.beginning[: p.start]))]
    if named := name_asked_about(context) or name_told(context):
        return named
    focus = asks_for_thing(context.question)
    unlocated = [p for p in asked if not p.located and not p.plural]
    definite = [p for p in unlocated if p.definite]
    common = [p for p in definite if not p.named]
    recalled = [p for p in asked if p.start > context.question.rfind("(") >= 0]
    if recalled and not common:
        return recalled[0]
    matter = next((p for p in asked if not p.plural and _OF_A_MATTER.search(context.question[: p.start])), None)
    if matter and _body_asked(context):
        return matter
    if focus and told and told[0].definite and not (told[0].plural and definite):
        return next((p for p in common if is_topic(p, context.question)), told[0])
    mass = [p for p in unlocated if not p.definite]  # "electricity", bare as it is, is likelier meant than its buyer
    one = [p for p in told if p.definite and not p.plural]
    for group in (common, mass, definite, one, [p for p in told if p.definite], unlocated, asked, told):
        if group:
            return group[0] if group is not unlocated else group[-1]
    return None


# Two words with capitals may be a place as well as a person.
_BEHIND = re.compile(r"\b(?:with|in|of|for|to|from|at|by)(?: the)? $", re.IGNORECASE)


def _governed(context: Context) -> Phrase | None:
    """The place or body by its name, which may have a governor or a director; else the thing."""
    named = [p for p in context.asked() if p.named]
    named = [p for p in named if not p.person or _BEHIND.search(context.question[: p.start])]
    named = named or [p for p in context.told() if p.named and not p.person]
    return named[-1] if named else _thing(context)


def _topic(context: Context) -> Phrase | None:
    """The rarest name of the latest question that has one, else the thing that the last is about."""
    for turn in context.turns():
        named = [p for p in turn.asked() if p.named]
        if named:
            return min(named, key=lambda p: min(context.vocabulary.get(stem(w), 0) for w in words(p.bare)))
    thing = _thing(context)
    return thing if thing and thing.bare in context.question else None


def _subject(context: Context) -> Phrase | None:
    if topic := _topic(context):
        return topic
    asked = [p for p in context.asked() if p.definite and not _is_person(p) and not _is_figure(p)]
    return next((p for p in reversed(asked) if not is_time(p)), None)


def _sum(context: Context) -> Phrase | None:
    told = context.told()
    return told[0] if told and _is_figure(told[0]) else None


def _is_person(phrase: Phrase) -> bool:
    """Whether it is somebody: by name and title, or by an office or a trade."""
    return phrase.person or phrase.core.lower().split()[-1:] in _WORKERS


def _is_figure(phrase: Phrase) -> bool:
    if phrase.head in _FRACTIONS:
        return True
    if re.fullmatch(r"\d[\d.,]* ?\w+", phrase.bare) and units_named(phrase.bare):
        return True
    return bool(re.match(r"[$€£]|\d[\d.,]*(?:%| (?:thousand|million|billion|percent|per cent)\b|$)", phrase.bare))


def place_of(context: Context) -> str:
    """The place that "there" means: the last that the answer locates something in, else the question's."""
    for phrases in (context.told(), context.asked()):
        located = [p for p in phrases if p.located and (p.named or p.definite) and not p.person]
        if located:
            return definite(located[0])
    named = [p for p in context.asked() if p.named and not p.person]
    return definite(named[0]) if named else ""
