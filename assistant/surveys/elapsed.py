"""How long lies between two things that the transcripts date, how long ago one was, and how old somebody is.

Worked out from dates that sentences tell, and where "now" is meant from the transcript's own date. An age, or a length
of time, that is told outright is left to the search, and so is what is dated in two ways.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date

from assistant.corpus.dates import Date, date_spans
from assistant.corpus.sentences import is_question
from assistant.language import content_stems, stem_set
from assistant.questions.survey_request import SurveyKind
from assistant.questions.topics import plainly
from assistant.surveys.counting import holds
from assistant.surveys.gathering import Corpus
from assistant.surveys.operands import IN_IT, NEAR_IT, is_supposed, leans
from assistant.surveys.results import Apart, Lead, Survey, SurveyItem, sentences
from assistant.surveys.verdicts import REACH

_UNIT = r"(?:long|many (?P<unit>days|weeks|months|years))"
_BETWEEN = re.compile(
    rf"how {_UNIT}(?: (?:is it|was it|are there|were there|pass(?:ed)?|lie|lay|went by|elapsed))* "
    r"(?:between|from) (?P<one>.+?) (?:and|to|until|till) (?P<other>.+)|"
    rf"how {_UNIT.replace('unit', 'unit_2')} after (?P<first>.+?) (?:was|were|did|had) (?P<then>.+)",
    re.IGNORECASE,
)
_FROM_END_TO_END = re.compile(
    r"how long did (?P<what>.+?) (?:take|last|go on) (?:from )?(?:the )?(?:beginning|start|first) to (?:the )?"
    r"(?:end|finish|last)",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"how (?:long|many (?P<unit>days|weeks|months|years)) ago (?:was|were|did) (?P<what>.+)", re.IGNORECASE
)
_AGE = re.compile(
    r"how old (?:is|was) (?P<who>.+?)(?P<dead>(?<=\w) (?:when (?:he|she|it|they) died|at (?:his|her|their) death))?",
    re.IGNORECASE,
)
# What happens, by the words that tell of it; each as a pattern of its own.
_HAPPENS = (
    r"(?:beg[aiu]n\w*|start\w*|outset|commenc\w+)",
    r"(?:end(?:ed|ing|s)?|finish\w*|complet\w+|conclu\w+)",
    r"(?:found(?:ed|ing|ation)|establish\w*|set up)",
    r"(?:buil[dt]\w*|construct\w*)",
    r"(?:open\w*|inaugurat\w+)",
    r"(?:clos(?:e|ed|ing|ure)|shut\w*)",
    r"(?:born|birth)",
    r"(?:died|death|dies)",
    r"(?:sign(?:ed|ing)?|signature)",
    r"(?:launch\w*)",
    r"(?:install\w*)",
    r"(?:arriv\w+)",
    r"(?:depart\w*|left|leav\w+)",
    r"(?:elect\w*)",
    r"(?:appoint\w*)",
)
_ANY_HAPPENS = re.compile(rf"\b(?:{'|'.join(_HAPPENS)})\b", re.IGNORECASE)
_COMES_INTO_BEING = (_HAPPENS[6], _HAPPENS[2], _HAPPENS[3], _HAPPENS[4])
_YEAR = re.compile(r"\b(?:in|since|of|from) (?P<year>(?:1[5-9]|20)\d\d)\b(?!-)", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:()]|,(?!\s*\d{4})|\b(?:and|but|while|whereas|until|to)\b", re.IGNORECASE)
_TELLS_AGE = re.compile(
    r"\byears?[- ]old\b|\baged?\b|\bturn(?:s|ed|ing)?\b|\bbirthday\b|\b(?:is|am|was|[’']m|[’']s) (?:now |only )?"
    r"(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?)\b"
    r"(?! ?(?:%|per|[a-z]{3,}))|\bat (?:the age of )?\d\d\b",
    re.IGNORECASE,
)
_TELLS_AGE_OF_THING = re.compile(r"\byears?[- ]old\b|\b(?:years|decades|centur(?:y|ies))\b|anniversary", re.IGNORECASE)
_TELLS_LENGTH = re.compile(r"\b(?:seconds|minutes|hours|days|weeks|months|years|decades)\b", re.IGNORECASE)
_PRONOUN = frozenset("he she it they this that you we i".split())


@dataclass(frozen=True, slots=True)
class _Event:
    """What happens to what: the pattern of the one, the words for the other."""

    label: str
    happens: str
    terms: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Dated:
    """When an event was, by a day, or by a year alone."""

    day: date | None
    year: int
    words: str
    item: SurveyItem
    sure: float


def elapsed(text: str, corpus: Corpus) -> Survey | None:
    """The length of time that ``text`` asks for; None where it asks for none or no two dates tell it."""
    plain = plainly(text)
    if events := _two_events(plain):
        return _between(events, corpus)
    if ago := _AGO.fullmatch(plain):
        event = _happening(ago["what"])
        return _since(event, corpus, "ago") if event else None
    if age := _AGE.fullmatch(plain):
        return _age(age["who"], corpus, dead=bool(age["dead"]))
    return None


def asks_elapsed(text: str) -> bool:
    """Whether the wording asks for a length of time from dates."""
    plain = plainly(text)
    return bool(_two_events(plain) or _AGO.fullmatch(plain) or _AGE.fullmatch(plain))


def _two_events(text: str) -> tuple[_Event, _Event] | None:
    if whole := _FROM_END_TO_END.fullmatch(text):
        found = [_event(whole["what"], happens) for happens in _HAPPENS[:2]]
        return found[0], found[1]
    asked = _BETWEEN.fullmatch(text)
    if not asked:
        return None
    first, then = asked["one"] or asked["first"], asked["other"] or asked["then"]
    if " of " not in first and (of := re.search(r" of (?P<what>.+)$", then)) and len(content_stems(first)) == 1:
        first = f"{first} of {of['what']}"
    one, other = _happening(first), _happening(then)
    return (one, other) if one and other else None


def _happening(phrase: str) -> _Event | None:
    """ "The opening of the bridge", "the bridge opened"; None where no word tells what happens, or several do."""
    found = list(_ANY_HAPPENS.finditer(phrase))
    if len(found) != 1:
        return None
    happens = next(pattern for pattern in _HAPPENS if re.fullmatch(pattern, found[0].group(), re.IGNORECASE))
    rest = f"{phrase[: found[0].start()]} {phrase[found[0].end() :]}"
    event = _event(rest, happens, label=phrase)
    return event if event.terms | event.names else None


def _event(what: str, happens: str, label: str = "") -> _Event:
    capital = [word for word in re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", what) if word[0].isupper()]
    names = frozenset(term for word in capital for term in content_stems(word))
    return _Event(label or what.strip(), happens, frozenset(content_stems(what)) - names, names)


def _dates(event: _Event, corpus: Corpus) -> list[_Dated]:
    """Every different time that the transcripts tell for an event."""
    found: dict[tuple[int, date | None], _Dated] = {}
    for passages in corpus.passages.values():
        for place in sentences(passages):
            for dated in _told(place, event):
                found.setdefault((dated.year, dated.day), dated)
    whole = {year for year, day in found if day}
    return [dated for (year, day), dated in found.items() if day or year not in whole]


def _told(place: SurveyItem, event: _Event) -> Iterator[_Dated]:
    text = place.text
    if is_question(text) or not re.search(rf"\b{event.happens}\b", text, re.IGNORECASE):
        return
    sure = _is_of(place, event)
    if not sure:
        return
    for start, end, day, year in _times(text):
        clause = text[_opens(text, start) : end]
        if re.search(rf"\b{event.happens}\b", clause, re.IGNORECASE) and not is_supposed(clause):
            yield _Dated(day, year, text[start:end], place, sure)


def _is_of(place: SurveyItem, event: _Event) -> float:
    """How sure a sentence is of the event's thing: 0 where it is not."""
    text = place.text
    speaker = place.stored.passage.sentences[place.number].speaker or ""
    own_words = bool(event.names) and event.names <= stem_set(speaker) and bool(re.search(r"\bI\b", text))
    before = [place.stored.sentence_text(n) for n in range(max(0, place.number - REACH), place.number)]
    held = all(holds(text, term, None) for term in event.terms)
    said = stem_set(text)
    if held and event.names <= said and (event.names or event.terms):
        return IN_IT
    if own_words and held:
        return NEAR_IT
    near = said.union(*map(stem_set, before))
    heading = stem_set(place.stored.heading)
    some = [term for term in event.terms if holds(text, term, None)]
    held = held or (bool(some) and all(term in heading for term in event.terms.difference(some)))
    if held and event.terms and event.names <= near | heading:
        return NEAR_IT
    return NEAR_IT if leans(text) and event.terms | event.names <= near else 0.0


def _times(text: str) -> Iterator[tuple[int, int, date | None, int]]:
    days = [(start, end, day) for start, end, day in date_spans(text) if day.year]
    for start, end, day in days:
        assert day.year is not None
        yield start, end, _day(day), day.year
    for match in _YEAR.finditer(text):
        if not any(start <= match.start("year") < end for start, end, _ in days):
            yield match.start("year"), match.end("year"), None, int(match["year"])


def _day(day: Date) -> date | None:
    return date(day.year, day.month, day.day) if day.year else None


def _opens(text: str, place: int) -> int:
    return max((m.end() for m in _CLAUSE.finditer(text, 0, place)), default=0)


def _between(events: tuple[_Event, _Event], corpus: Corpus) -> Survey | None:
    if _tells(corpus, [event.terms | event.names for event in events], _TELLS_LENGTH):
        return None
    told = [_dates(event, corpus) for event in events]
    if any(len(of) != 1 for of in told):
        return None
    (one,), (other,) = told
    first, last = sorted((one, other), key=lambda d: (d.year, d.day or date(d.year, 12, 31)))
    lead = Lead(
        "Worked out from what is told: from ", first.words, first.item, " to ", last.words, last.item,
        f": {_length(first, last)}.",
    )  # fmt: skip
    return _survey(lead, [one, other])


def _length(first: _Dated, last: _Dated) -> str:
    if not first.day or not last.day:
        years = last.year - first.year
        return f"{years} years, by the years alone" if years != 1 else "1 year, by the years alone"
    days = (last.day - first.day).days
    parts = _years_and_months(first.day, last.day)
    return f"{days:,} days" + (f" ({parts})" if parts else "")


def _years_and_months(first: date, last: date) -> str:
    months = 12 * (last.year - first.year) + last.month - first.month - (last.day < first.day)
    years, months = divmod(months, 12)
    said = [f"{n} {word}{'s' * (n != 1)}" for n, word in ((years, "year"), (months, "month")) if n]
    return " and ".join(said)


def _since(event: _Event, corpus: Corpus, word: str) -> Survey | None:
    if _tells(
        corpus, [event.terms | event.names], re.compile(rf"\b{word}\b|\byears?[- ]old\b|anniversary", re.IGNORECASE)
    ):
        return None
    told = _dates(event, corpus)
    now = _now(told, corpus)
    if len(told) != 1 or now is None:
        return None
    then = told[0]
    if then.day and then.day <= now:
        length = _years_and_months(then.day, now) or f"{(now - then.day).days} days"
    elif not then.day and then.year < now.year:
        length = f"about {now.year - then.year} years"
    else:
        return None
    lead = Lead(
        "Worked out from what is told: from ", then.words, then.item, f" to {_in_words(now)}, the date of the "
        "transcript: "
        f"{length}.",
    )  # fmt: skip
    return _survey(lead, told)


def _age(who: str, corpus: Corpus, *, dead: bool) -> Survey | None:
    if set(who.lower().split()) & _PRONOUN or not content_stems(who):
        return None
    if re.search(r"\b(?:when|who|that|which|oldest|youngest|eldest|average|typical)\b", who, re.IGNORECASE):
        return None
    born = [_event(who, happens) for happens in _COMES_INTO_BEING]
    words = born[0].terms | born[0].names
    person = bool(born[0].names) and not born[0].terms
    if _tells(corpus, [words], _TELLS_AGE if person else _TELLS_AGE_OF_THING):
        return None
    events = born[:1] if person else born[1:]
    found = [dated for event in events if len(of := _dates(event, corpus)) == 1 for dated in of]
    if len({(d.year, d.day) for d in found}) != 1:
        return None
    then = found[0]
    if dead:
        died = _dates(_event(who, _HAPPENS[7]), corpus)
        return _at_death(then, died[0]) if len(died) == 1 else None
    now = _now([then], corpus)
    if now is None or now.year < then.year:
        return None
    said = _of_age(then, now.year, now, person=person)
    lead = Lead(
        "Worked out from what is told: from ", then.words, then.item, f" to {_in_words(now)}, the date of the "
        "transcript: "
        f"{said}.",
    )  # fmt: skip
    return _survey(lead, [then])


def _at_death(born: _Dated, died: _Dated) -> Survey | None:
    if died.year < born.year:
        return None
    said = _of_age(born, died.year, died.day, person=True)
    lead = Lead(
        "Worked out from what is told: from ", born.words, born.item, " to ", died.words, died.item, f": {said}."
    )
    return _survey(lead, [born, died])


def _of_age(then: _Dated, year: int, day: date | None, *, person: bool) -> str:
    years = year - then.year
    if then.day and day:
        whole = years - ((day.month, day.day) < (then.day.month, then.day.day))
        return f"{whole} years old" if whole != 1 else "1 year old"
    return f"{years - 1} or {years} years old" if person and years else f"about {years} years old"


def _now(told: Sequence[_Dated], corpus: Corpus) -> date | None:
    """The day of the transcript that tells it, where its year is known."""
    if len(told) != 1:
        return None
    day = corpus.cards()[told[0].item.source].date
    return _day(day) if day else None


def _in_words(day: date) -> str:
    return Date(day.year, day.month, day.day).in_words


def _tells(corpus: Corpus, things: Sequence[Set[str]], pattern: re.Pattern[str]) -> bool:
    """Whether some sentence on all the things has words that the answer would have."""
    for passages in corpus.passages.values():
        for place in sentences(passages):
            if not pattern.search(place.text) or is_question(place.text):
                continue
            first = max(0, place.number - 1)
            near = frozenset().union(*(stem_set(place.stored.sentence_text(n)) for n in range(first, place.number + 1)))
            near |= stem_set(place.stored.passage.sentences[place.number].speaker or "")
            if all(thing <= near for thing in things):
                return True
    return False


def _survey(lead: Lead, told: Sequence[_Dated]) -> Survey:
    items = tuple(dict.fromkeys(dated.item for dated in told))
    return Survey(SurveyKind.WORKED_OUT, lead, items, min(d.sure for d in told), (), Apart.TRANSCRIPTS)
