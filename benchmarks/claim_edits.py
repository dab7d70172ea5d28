"""Sentences of transcripts made false by rule, and said otherwise by rule: how many the checker catches, and wrongly.

    python benchmarks/claim_edits.py FOLDER …      a table of caught edits and of false alarms, by kind

Every sentence is true of the transcript it stands in. An edit changes one thing in it (a figure, a unit, a date, a
name, yes to no, up to down, the speaker); a control says the same in other words. Both are put as a chat model would
put them, with a mark, and go through ``check_answer``.
"""

import argparse
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.answers import ClaimVerdict
from assistant.catalog import Catalog, Entry, StoredPassage
from assistant.checking import check_answer
from assistant.citing import Citer, Evidence
from assistant.dates import MONTHS
from assistant.names import OFFICES, names_in
from assistant.passages import split_into_passages
from assistant.transcripts import read_transcript, transcript_files

WORDS = (7, 45)


@dataclass(frozen=True, slots=True)
class Stated:
    """One sentence of a transcript, who says it, and the passage that has it."""

    text: str
    speaker: str | None
    stored: StoredPassage


@dataclass(frozen=True, slots=True)
class Case:
    """A claim made from a sentence: ``true`` for a control."""

    kind: str
    claim: str
    true: bool
    stated: Stated


# What turns a sentence into a claim: the sentence, names of other people, chance; None where the rule does not fit.
Rule = Callable[[Stated, list[str], random.Random], str | None]

_DIGITS = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-]|[.,]\d)")
_UNITS = (
    {"percent": "tonnes", "%": " tonnes", "tonnes": "kilograms", "km": "metres", "metres": "kilometres", "hectares": "acres"},
    {"million": "billion", "billion": "million", "thousand": "million", "years": "months", "months": "weeks", "weeks": "days"},
    {"days": "weeks", "hours": "minutes", "minutes": "hours", "dollars": "euros", "euros": "dollars", "rubles": "dollars"},
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
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|can|could|would|should|must|has|have|had)\b(?! not|n['’]t| no\b| never)")
_NOT = re.compile(r"\b(is|are|was|were|will|could|would|should|must|has|have|had|do|does|did) not\b|\b(is|are|was|were|has|have|had|do|does|did|could|would|should)n['’]t\b")
_SAID = re.compile(r"\b(said|noted|stressed|emphasized|added|explained|stated)\b")
_SPELLED = "zero one two three four five six seven eight nine ten eleven twelve".split()
_CLAUSE = re.compile(r",\s+(?:which|where|because|although|while|since)\b[^,.;“”\"]*(?=[.]$)")
_LEAD = re.compile(r"^(?P<lead>(?:In|On|At|By|For|Since|During|After|Last|This|Over)\s[^,.;“”\"]{3,40}),\s+(?P<rest>[^“”\"]+)\.$")


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
    found = [m for m in re.finditer(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", s.text)]
    if not found:
        return None
    match = rng.choice(found)
    return _put(s.text, *match.span(), rng.choice([w for w in _SPELLED[2:] if w != match.group()]))


def _unit(s: Stated, names: list[str], rng: random.Random) -> str | None:
    swaps = {a: b for table in _UNITS for a, b in table.items()}
    found = [(m.span(1), swaps[m[1]]) for m in re.finditer(rf"\d[\s-]?({'|'.join(map(re.escape, swaps))})(?!\w)", s.text)]
    found += [(m.span(), _CURRENCY[m.group()]) for m in re.finditer(r"[$€£](?=\d)", s.text)]
    if not found:
        return None
    span, other = rng.choice(found)
    return _put(s.text, *span, other)


def _date(s: Stated, names: list[str], rng: random.Random) -> str | None:
    months = [m.capitalize() for m in MONTHS]
    found = [(m.span(), rng.choice([x for x in months if x != m.group()])) for m in re.finditer("|".join(f"\\b{m}\\b" for m in months), s.text) if m.group() != "May"]
    found += [(m.span(), str(int(m.group()) + rng.choice([-3, -2, -1, 1, 2, 3]))) for m in re.finditer(r"(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d)", s.text)]
    found += [(m.span(1), rng.choice([d for d in ("Monday", "Tuesday", "Friday") if d != m[1]])) for m in re.finditer(r"\b(\w+day)\b", s.text) if m[1][0].isupper() and m[1] in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")]
    if not found:
        return None
    span, other = rng.choice(found)
    return _put(s.text, *span, other)


def _name(s: Stated, names: list[str], rng: random.Random) -> str | None:
    found = [n for n in names_in(s.text) if not set(n.text.lower().split()) & (OFFICES | set(MONTHS)) and len(n.text) > 3 and not n.text.endswith("day")]
    if not found:
        return None
    name = rng.choice(found)
    others = [n for n in names if len(n.split()) == len(name.text.split()) and not _akin(n, s.text)]
    return _put(s.text, name.start, name.end, rng.choice(others)) if others else None


def _negation(s: Stated, names: list[str], rng: random.Random) -> str | None:
    removable = _NOT.search(s.text)
    if removable:
        return _put(s.text, *removable.span(), removable[1] or removable[2])
    found = list(_AUXILIARY.finditer(s.text))
    if not found:
        return None
    match = rng.choice(found)
    return _put(s.text, match.end(), match.end(), " not")


def _direction(s: Stated, names: list[str], rng: random.Random) -> str | None:
    found = [m for m in re.finditer(r"\w+", s.text) if m.group() in _OPPOSITE and _OPPOSITE[m.group()] not in s.text]
    if not found:
        return None
    match = rng.choice(found)
    return _put(s.text, *match.span(), _OPPOSITE[match.group()])


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
    found = [n for n in names_in(s.text) if len(n.text.split()) > 1 and n.text.split()[0].lower() in OFFICES and "of" not in n.text.split()]
    return _put(s.text, found[0].start, found[0].end, found[0].text.split()[-1]) if found else None


def _dropped_clause(s: Stated, names: list[str], rng: random.Random) -> str | None:
    shorter = _CLAUSE.sub("", s.text)
    return shorter if shorter != s.text and len(shorter.split()) >= 4 else None


def _reordered(s: Stated, names: list[str], rng: random.Random) -> str | None:
    match = _LEAD.match(s.text)
    return f"{match['rest'][0].upper()}{match['rest'][1:]} {_lowered(match['lead'])}." if match else None


def _saying(s: Stated, names: list[str], rng: random.Random) -> str | None:
    match = _SAID.search(s.text)
    return _put(s.text, *match.span(), rng.choice([w for w in ("said", "remarked", "noted", "stated") if w != match.group()])) if match else None


def _respelled(s: Stated, names: list[str], rng: random.Random) -> str | None:
    found = [(m.span(), str(_SPELLED.index(m.group()))) for m in re.finditer(r"(?<!-)\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?!-| and a half| hundred| thousand| million| thirds| quarters)", s.text)]
    found += [(m.span(), _SPELLED[int(m.group())]) for m in re.finditer(r"(?<![\w.,$€£/:–-])(?:[2-9]|1[0-2])(?![\w%:/–-]|[.,]\d| (?:January|February|March|April|May|June|July|August|September|October|November|December|a\.m|p\.m|000))", s.text) if not re.search(rf"(?:{'|'.join(MONTHS)})\s$", s.text[: m.start()].lower())]
    return _put(s.text, *found[0][0], found[0][1]) if found else None


def _unit_respelled(s: Stated, names: list[str], rng: random.Random) -> str | None:
    spelled = {"percent": "%", " per cent": "%", "million": "mn", "km": "kilometres", "%": " percent", "tonnes": "tons", " billion": "bn"}
    match = re.search(rf"(?<=\d)\s?({'|'.join(k.strip() for k in spelled)})(?!\w)", s.text)
    return _put(s.text, *match.span(1), {k.strip(): v for k, v in spelled.items()}[match[1]]) if match else None


def _separators(s: Stated, names: list[str], rng: random.Random) -> str | None:
    match = re.search(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d.])", s.text)
    return _put(s.text, *match.span(), match.group().replace(",", "")) if match else None


def _contraction(s: Stated, names: list[str], rng: random.Random) -> str | None:
    match = re.search(r"\b(did|does|do|is|are|was|were|has|have|had|could|would|should) not\b", s.text)
    if match:
        return _put(s.text, *match.span(), f"{match[1]}n't")
    match = re.search(r"\b(did|does|do|is|are|was|were|has|have|had|could|would|should)n['’]t\b", s.text)
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
    "true speaker": _true_speaker, "reported": _reported, "surname alone": _surname, "dropped clause": _dropped_clause, "reordered": _reordered,
    "other saying verb": _saying, "digits or words": _respelled, "unit respelled": _unit_respelled,
    "separators": _separators, "contraction": _contraction,
}  # fmt: skip


def cases(corpus: Path, citer_folder: Path, seed: int = 7) -> tuple[list[Case], Citer]:
    """Every rule tried on every sentence of ``corpus``, and the citer that checks the claims."""
    stated, names, catalog = _read(corpus, citer_folder)
    rng = random.Random(seed)
    made: dict[tuple[str, str], Case] = {}
    for true, rules in ((False, EDITS), (True, CONTROLS)):
        for kind, rule in rules.items():
            for sentence in stated:
                claim = rule(sentence, names, rng)
                if claim and claim != sentence.text:
                    made[kind, claim] = Case(kind, claim, true, sentence)
    return list(made.values()), Citer(catalog)


def verdict(case: Case, citer: Citer) -> tuple[ClaimVerdict, tuple[str, ...]]:
    """What the checker says of a case, its passage cited, and the problems it names."""
    checked = check_answer(f"{case.claim} [1]", [case.stated.stored], citer)
    worst = max(checked.claims, key=lambda claim: list(ClaimVerdict).index(claim.verdict))
    return worst.verdict, worst.problems


def _read(corpus: Path, folder: Path) -> tuple[list[Stated], list[str], Catalog]:
    catalog = Catalog(folder / "catalog.sqlite")
    stated: list[Stated] = []
    names: dict[str, None] = {}
    for path in transcript_files(corpus):
        transcript = read_transcript(path.read_text(encoding="utf-8"), path.name)
        passages = split_into_passages(transcript)
        vectors = [np.zeros((1 + len(p.sentences), 1), dtype=np.float32) for p in passages]
        catalog.put([Entry(transcript, passages, [f"{path.name}#{p.number}" for p in passages], vectors)])
        names.update(dict.fromkeys(transcript.people))
        for stored in catalog.passages_of(transcript.source):
            names.update((n.text, None) for n in names_in(stored.text) if _is_name(n.text))
            evidence = [Evidence(stored, i) for i in range(len(stored.passage.sentences))]
            stated += (Stated(e.text, e.speaker, stored) for e in evidence if _fit(e.text))
    return stated, list(names), catalog


def _is_name(text: str) -> bool:
    common = {*OFFICES, *MONTHS}
    plain = re.fullmatch(r"[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})?", text)
    return bool(plain) and not set(text.lower().split()) & common and not text.endswith("day")


def _fit(text: str) -> bool:
    return WORDS[0] <= len(text.split()) <= WORDS[1] and "\n" not in text and text.rstrip("”\"’").endswith(".")


def _plain(text: str) -> str | None:
    """What is said, where the sentence is nothing but speech: no marks inside, no attribution, a full stop at the end."""
    bare = re.sub(r"^[^:“”\"]{3,40}: ", "", text).strip("“”\"")
    return None if re.search(r"[“”\"]", bare) or _SAID.search(bare) or not re.match(r"[A-Z]", bare) else bare


def _lowered(text: str) -> str:
    first = text.split()[0]
    return text if first == "I" or first.startswith(("I'", "I’")) or text[1:2].isupper() or names_in(f"so {first}") and first not in ("The", "We", "It", "This", "In", "A") and first not in {w.capitalize() for w in "there they he she you that these our all if when but and at on for by since during after last over however".split()} else text[0].lower() + text[1:]


def _akin(name: str, text: str) -> bool:
    """Whether a word of ``text`` begins like one of the name: "Norland" and "Norlanders" are not two names."""
    return any(word[:4] in text for word in name.split())


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def table(found: list[tuple[Case, ClaimVerdict]]) -> Iterator[str]:
    """Lines of the table: per kind, how many of how many were caught, or of controls falsely alarmed."""
    counts: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for case, standing in found:
        for kind in (case.kind, "all"):
            counts[case.true, kind].append(standing is not ClaimVerdict.SUPPORTED)
    for (true, kind), flagged in counts.items():
        yield f"{'false alarms' if true else 'caught':<13} {kind:<18} {sum(flagged):>4} of {len(flagged):>4}  {sum(flagged) / len(flagged):6.1%}"


def main() -> None:
    """Print the table of each corpus, and with --errors the cases that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--errors", metavar="KIND", help="print what went wrong with this kind, or with all")
    options = parser.parse_args()
    for corpus in options.corpora:
        with tempfile.TemporaryDirectory() as folder:
            made, citer = cases(corpus, Path(folder))
            found = [(case, *verdict(case, citer)) for case in made]
        print(corpus, *table([(case, standing) for case, standing, _ in found]), sep="\n")
        for case, standing, problems in found:
            if options.errors in (case.kind, "all") and case.true == (standing is not ClaimVerdict.SUPPORTED):
                print(f"\n{case.kind} {standing} {problems}\n  claim: {case.claim}\n  quote: {case.stated.text}  ({case.stated.speaker})")


if __name__ == "__main__":
    main()
