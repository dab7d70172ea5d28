"""The rules of ``claim_edits``: how a sentence is made false in one thing, and how it is said otherwise."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.corpus.dates import MONTHS
from assistant.corpus.names import names_in
from assistant.corpus.offices import OFFICES
from assistant.language import FUNCTION_WORDS
from assistant.store.catalog import StoredPassage


@dataclass(frozen=True, slots=True)
class Stated:
    """One sentence of a transcript, who says it, and the passage that has it."""

    text: str
    speaker: str | None
    stored: StoredPassage


# What turns a sentence into a claim: the sentence, names of other people, chance; None where the rule does not fit.
Rule = Callable[[Stated, list[str], random.Random], str | None]

_DIGITS = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-]|[.,]\d)")
_UNITS = dict(
    pair.replace("_", " ").split("/")
    for pair in """percent/tonnes %/_tonnes tonnes/kilograms km/metres metres/kilometres hectares/acres million/billion
    billion/million thousand/million years/months months/weeks weeks/days days/weeks hours/minutes minutes/hours
    dollars/euros euros/dollars rubles/dollars""".split()
)
_CURRENCY = {"$": "€", "€": "$", "£": "€"}
_OPPOSITE = dict(
    pair
    for a, b in (
        ("rose", "fell"), ("risen", "fallen"), ("increased", "decreased"), ("grew", "shrank"), ("growth", "decline"),
        ("increase", "decrease"), ("more", "less"), ("higher", "lower"), ("larger", "smaller"), ("import", "export"),
        ("imports", "exports"), ("opened", "closed"), ("open", "closed"), ("bought", "sold"), ("buy", "sell"),
        ("accepted", "rejected"), ("before", "after"), ("began", "ended"), ("start", "end"), ("started", "stopped"),
        ("strong", "weak"), ("largest", "smallest"), ("first", "last"), ("raise", "cut"), ("won", "lost"),
        ("north", "south"), ("northern", "southern"), ("eastern", "western"), ("oldest", "newest"), ("old", "new"),
        ("better", "worse"), ("profit", "loss"), ("support", "oppose"), ("expensive", "cheap"), ("early", "late"),
    )
    for pair in ((a, b), (b, a))
)  # fmt: skip
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|can|could|would|should|must|has|have|had)\b(?! not|n['’]t| no\b| never)"
)
_VERBS = "is|are|was|were|has|have|had|do|does|did|could|would|should"
_NOT = re.compile(rf"\b({_VERBS}|will|must) not\b|\b({_VERBS})n['’]t\b")
_SAID = re.compile(r"\b(said|noted|stressed|emphasized|added|explained|stated)\b")
_COUNTS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MONTHS = "|".join(month.capitalize() for month in MONTHS)
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SPELLED = "zero one two three four five six seven eight nine ten eleven twelve".split()
_CLAUSE = re.compile(r",\s+(?:which|where|because|although|while|since)\b[^,.;“”\"]*(?=[.]$)")
_LEAD = re.compile(
    r"^(?P<lead>(?:In|On|At|By|For|Since|During|After|Last|This|Over)\s[^,.;“”\"]{3,40}),\s+(?P<rest>[^“”\"]+)\.$"
)


# Edits


def _figure(s: Stated, names: list[str], rng: random.Random) -> str | None:
    found = [m for m in _DIGITS.finditer(s.text) if not re.fullmatch(r"(?:1[89]|20)\d\d", m.group())]
    if not found:
        return None
    match = rng.choice(found)
    i = rng.choice([i for i, c in enumerate(match.group()) if c.isdigit()])
    digit = rng.choice([d for d in "123456789" if d != match.group()[i]])
    return _put(s.text, match.start() + i, match.start() + i + 1, digit)


def _number_word(s: Stated, names: list[str], rng: random.Random) -> str | None:
    words = _SPELLED[2:]
    found = re.finditer(rf"\b(?:{_COUNTS})\b", s.text)
    return _changed(s.text, [(m.span(), rng.choice([w for w in words if w != m.group()])) for m in found], rng)


def _unit(s: Stated, names: list[str], rng: random.Random) -> str | None:
    units = re.finditer(rf"\d[\s-]?({'|'.join(map(re.escape, _UNITS))})(?!\w)", s.text)
    found = [(m.span(1), _UNITS[m[1]]) for m in units]
    found += [(m.span(), _CURRENCY[m.group()]) for m in re.finditer(r"[$€£](?=\d)", s.text)]
    return _changed(s.text, found, rng)


def _date(s: Stated, names: list[str], rng: random.Random) -> str | None:
    found = []
    for words in (_MONTHS.replace("May|", "").split("|"), _WEEKDAYS):
        for match in re.finditer(rf"\b(?:{'|'.join(words)})\b", s.text):
            found.append((match.span(), rng.choice([w for w in words if w != match.group()])))
    for match in re.finditer(r"(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d)", s.text):
        found.append((match.span(), str(int(match.group()) + rng.choice([-3, -2, -1, 1, 2, 3]))))
    return _changed(s.text, found, rng)


def _name(s: Stated, names: list[str], rng: random.Random) -> str | None:
    found = []
    for name in names_in(s.text):
        others = [n for n in names if len(n.split()) == len(name.text.split()) and not _akin(n, s.text)]
        if is_proper(name.text) and others:
            found.append(((name.start, name.end), rng.choice(others)))
    return _changed(s.text, found, rng)


def _negation(s: Stated, names: list[str], rng: random.Random) -> str | None:
    removable = _NOT.search(s.text)
    if removable:
        return _put(s.text, *removable.span(), removable[1] or removable[2])
    return _changed(s.text, [((m.end(), m.end()), " not") for m in _AUXILIARY.finditer(s.text)], rng)


def _direction(s: Stated, names: list[str], rng: random.Random) -> str | None:
    words = [m for m in re.finditer(r"\w+", s.text) if _OPPOSITE.get(m.group(), s.text) not in s.text]
    return _changed(s.text, [(m.span(), _OPPOSITE[m.group()]) for m in words], rng)


def _speaker(s: Stated, names: list[str], rng: random.Random) -> str | None:
    if not s.speaker or s.speaker.startswith("the "):
        return None  # an office, which anybody named might hold
    others = [n for n in names if len(n.split()) == 2 and not _akin(n, s.speaker)]
    plain = _plain(s.text)
    return f"{rng.choice(others)} said that {_lowered(plain)}" if others and plain else None


# Controls


def _true_speaker(s: Stated, names: list[str], rng: random.Random) -> str | None:
    plain = _plain(s.text)
    return f"{s.speaker} said that {_lowered(plain)}" if plain and s.speaker and s.speaker[0].isupper() else None


def _surname(s: Stated, names: list[str], rng: random.Random) -> str | None:
    found = [
        n
        for n in names_in(s.text)
        if len(n.text.split()) > 1 and n.text.split()[0].lower() in OFFICES and "of" not in n.text.split()
    ]
    return _put(s.text, found[0].start, found[0].end, found[0].text.split()[-1]) if found else None


def _dropped_clause(s: Stated, names: list[str], rng: random.Random) -> str | None:
    shorter = _CLAUSE.sub("", s.text)
    return shorter if shorter != s.text and len(shorter.split()) >= 4 else None


def _reordered(s: Stated, names: list[str], rng: random.Random) -> str | None:
    match = _LEAD.match(s.text)
    return f"{match['rest'][0].upper()}{match['rest'][1:]} {_lowered(match['lead'])}." if match else None


def _saying(s: Stated, names: list[str], rng: random.Random) -> str | None:
    match = _SAID.search(s.text)
    if not match:
        return None
    others = [word for word in ("said", "remarked", "noted", "stated") if word != match.group()]
    return _put(s.text, *match.span(), rng.choice(others))


def _respelled(s: Stated, names: list[str], rng: random.Random) -> str | None:
    words = re.finditer(
        rf"(?<!-)\b(?:{_COUNTS})\b(?!-| (?:and a half|hundred|thousand|million|thirds|quarters))", s.text
    )
    found = [(m.span(), str(_SPELLED.index(m.group()))) for m in words]
    after = rf"(?![\w%:/–-]|[.,]\d| (?:{_MONTHS}|a\.m|p\.m|000))"
    for match in re.finditer(rf"(?<![\w.,$€£/:–-])(?:[2-9]|1[0-2]){after}", s.text):
        if not re.search(rf"(?:{_MONTHS})\s$", s.text[: match.start()]):
            found.append((match.span(), _SPELLED[int(match.group())]))
    return _put(s.text, *found[0][0], found[0][1]) if found else None


def _unit_respelled(s: Stated, names: list[str], rng: random.Random) -> str | None:
    spelled = {"percent": "%", "million": "mn", "billion": "bn", "km": "kilometres", "%": " percent", "tonnes": "tons"}
    match = re.search(rf"(?<=\d)\s?({'|'.join(spelled)})(?!\w)", s.text)
    return _put(s.text, *match.span(1), spelled[match[1]]) if match else None


def _separators(s: Stated, names: list[str], rng: random.Random) -> str | None:
    match = re.search(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d.])", s.text)
    return _put(s.text, *match.span(), match.group().replace(",", "")) if match else None


def _contraction(s: Stated, names: list[str], rng: random.Random) -> str | None:
    if match := re.search(rf"\b({_VERBS}) not\b", s.text):
        return _put(s.text, *match.span(), f"{match[1]}n't")
    match = re.search(rf"\b({_VERBS})n['’]t\b", s.text)
    return _put(s.text, *match.span(), f"{match[1]} not") if match else None


_REPORTED = (
    (r"\b(?:I|We|we) (?:am|are)\b", "they were"), (r"\b(?:I|We|we)\b", "they"), (r"\b(?:[Oo]ur|[Mm]y)\b", "their"),
    (r"\bus\b", "them"), (r"\bwill\b", "would"), (r"\bcan\b", "could"), (r"\bhas\b|\bhave\b", "had"),
    (r"\bis\b", "was"), (r"\bare\b", "were"),
)  # fmt: skip


def _reported(s: Stated, names: list[str], rng: random.Random) -> str | None:
    """Speech as a report has it: the speaker, pronouns of the third person, tenses set back."""
    plain = _plain(s.text)
    if not plain or re.search(r"\b(?:you|your)\b", plain):
        return None
    text = _lowered(plain)
    for pattern, report in _REPORTED:
        text = re.sub(pattern, report, text)
    who = f"{s.speaker[0].upper()}{s.speaker[1:]}" if s.speaker else "The speaker"
    return f"{who} noted that {text}"


def _of_reported(rule: Rule) -> Rule:
    def edit(s: Stated, names: list[str], rng: random.Random) -> str | None:
        text = _reported(s, names, rng)
        return rule(replace(s, text=text), names, rng) if text else None

    return edit


EDITS: dict[str, Rule] = {
    "figure": _figure, "number word": _number_word, "unit": _unit, "date": _date, "name": _name,
    "negation": _negation, "direction": _direction, "speaker": _speaker,
    **{f"reported {kind}": _of_reported(rule) for kind, rule in (
        ("figure", _figure), ("unit", _unit), ("date", _date), ("negation", _negation), ("direction", _direction),
    )},
}  # fmt: skip
CONTROLS: dict[str, Rule] = {
    "true speaker": _true_speaker, "reported": _reported, "surname alone": _surname,
    "dropped clause": _dropped_clause, "reordered": _reordered,
    "other saying verb": _saying, "digits or words": _respelled, "unit respelled": _unit_respelled,
    "separators": _separators, "contraction": _contraction,
}  # fmt: skip


def _plain(text: str) -> str | None:
    """What is said, where the sentence is nothing but speech: no marks inside and no attribution."""
    bare = re.sub(r"^[^:“”\"]{3,40}: ", "", text).strip('“”"')
    return None if re.search(r"[“”\"]", bare) or _SAID.search(bare) or not re.match(r"[A-Z]", bare) else bare


def _lowered(text: str) -> str:
    """The sentence as it goes on behind "said that"."""
    first = text.split()[0]
    keeps = first == "I" or first.startswith(("I'", "I’")) or first.lower() not in FUNCTION_WORDS
    return text if keeps and names_in(f"so {first}") else text[0].lower() + text[1:]


def _akin(name: str, text: str) -> bool:
    """Whether a word of ``text`` begins like one of the name: "Norland" and "Norlanders" are not two names."""
    return any(word[:4] in text for word in name.split())


def _changed(text: str, found: list[tuple[tuple[int, int], str]], rng: random.Random) -> str | None:
    """The text with one of the spans ``found`` replaced."""
    if not found:
        return None
    span, new = rng.choice(found)
    return _put(text, *span, new)


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def is_proper(name: str) -> bool:
    """Whether a name is that of a person or place, as far as its form tells."""
    plain = re.fullmatch(r"[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})?", name)
    return bool(plain) and not set(name.lower().split()) & {*OFFICES, *MONTHS} and not name.endswith("day")
