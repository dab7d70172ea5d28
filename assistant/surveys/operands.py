"""The figures that the transcripts tell of a thing, fit to be reckoned with.

A sum of ours is only as good as what goes into it, so a figure counts where a plain statement has the thing for its
subject, with the thing's words and no others. What is left out here is left to the search, which shows sentences and
reckons nothing.
"""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from assistant.corpus.figures import Figure, Measure
from assistant.language import FUNCTION_WORDS, stem, stem_set
from assistant.questions.worked_things import NEUTRAL, PREPOSITIONS, Thing
from assistant.store.catalog import StoredPassage
from assistant.surveys.gathering import Corpus
from assistant.surveys.hedges import Hedge, read_hedge
from assistant.surveys.readings import ALIKE, Readings, sentence_at
from assistant.surveys.results import SurveyItem
from assistant.surveys.statements import Statement

# How sure it is that a figure is the thing's: named in its own sentence, or by the heading or a pronoun.
IN_IT, NEAR_IT = 0.9, 0.75
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s?(?=\s|$)")
# "Elm Province" is Elm, where the question says no more.
_DESIGNATIONS = frozenset(map(stem, "province oblast region county district krai".split()))
_LEANS = re.compile(
    r"\W*(?:[^:]{2,40}: \W*)?(?:and |but )?"
    r"(?:(?:in|for|during) \d{4},? |(?:last|this) year,? )?(?:it|they)\b"
)
_ARTICLES = frozenset("the a an our".split())
_ALIKE = frozenset("of in at".split())
_NO_NAMES = frozenset(
    "I Mr Mrs Ms Dr January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that a sentence tells of a thing.

    Attributes:
        hedge: how loosely.
        year: of the figure, where the sentence names one or says "last year" in a transcript whose year is known.
        of_transcript: the year that the transcript is dated with.
        rate: the stretch of time that it is told for ("a month"); "" where none is.
        counted: what is counted; "" where nothing is.
        sure: the probability that it is the thing's.
    """

    figure: Figure
    item: SurveyItem
    hedge: Hedge
    year: int | None
    of_transcript: int | None
    rate: str
    counted: str
    sure: float

    @property
    def unit(self) -> tuple[Measure, str]:
        """What it is in; of a count what is counted."""
        return self.figure.measure, self.figure.unit or self.counted

    @property
    def words(self) -> str:
        """The figure as it is written, less what parts its lines."""
        return " ".join(self.figure.text.split())


def told_of(thing: Thing, rivals: Iterable[Thing], readings: Readings, years: Mapping[str, int]) -> list[Told]:
    """What the transcripts state of ``thing``.

    Args:
        rivals: the other things of the question, whose figures are not this one's.
        years: the year of each transcript that is dated.
    """
    others = frozenset().union(*(rival.own for rival in rivals)) - thing.own
    found = [
        told
        for place in readings.places
        if _may_tell(place, thing)
        for stated in readings.statements(place)
        if _fits(stated.figure, thing) and (told := _told(place, stated, thing, others, readings, years))
    ]
    return [told for told in found if thing.year is None or told.year == thing.year]


def _may_tell(place: SurveyItem, thing: Thing) -> bool:
    """Whether the letters that the thing's words begin with stand there, or a pronoun; read before any figure is."""
    text = place.text.lower()
    if _LEANS.match(text):
        return True
    around = f"{place.stored.heading.lower()} {text}"
    return all(term[:ALIKE] in around for term in thing.plain | thing.names)


def years_of(corpus: Corpus) -> Mapping[str, int]:
    """The year of each transcript that is dated with one."""
    return {source: card.date.year for source, card in corpus.cards().items() if card.date and card.date.year}


def _told(
    place: SurveyItem,
    stated: Statement,
    thing: Thing,
    others: Set[str],
    readings: Readings,
    years: Mapping[str, int],
) -> Told | None:
    sure = _is_of(place, stated, stated.subject, thing, others)
    if not sure and stated.subject.lower() in ("it", "they"):
        sure = min(NEAR_IT, _is_of(place, stated, _subject_before(place, thing, readings), thing, others))
    year = _year(stated, years.get(place.source))
    if not sure or (stated.when and year is None):
        return None
    figure = stated.figure
    hedge = read_hedge(place.text, figure.start, figure.end)
    of_transcript = years.get(place.source)
    return Told(figure, place, hedge, year, of_transcript, stated.rate, thing.counted, sure)


def _subject_before(place: SurveyItem, thing: Thing, readings: Readings) -> str:
    """What "it" stands for: the one subject of the sentence before, where that speaks of the same; else ""."""
    if place.number == 0 or place.stored.passage.sentences[place.number - 1].speaker != place.speaker:
        return ""
    before = readings.statements(SurveyItem(place.stored, place.number - 1))
    subjects = {stated.subject for stated in before if _fits(stated.figure, thing)}
    return subjects.pop() if len(subjects) == 1 else ""


def _fits(figure: Figure, thing: Thing) -> bool:
    """Whether a figure is of the kind that is asked for."""
    if thing.counted or figure.measure is Measure.COUNT:
        return bool(thing.counted) and figure.measure is Measure.COUNT
    return not thing.measures or figure.measure in thing.measures


def _is_of(place: SurveyItem, stated: Statement, subject: str, thing: Thing, others: Set[str]) -> float:
    """How sure a statement with this subject is of the thing: 0 where it has other words or lacks one."""
    said = _content(subject, thing)
    behind = _content(stated.what.strip(), thing, also=frozenset() if thing.counted else frozenset({"of"}))
    if not said or behind is None or not _counts(stated, said, behind, thing):
        return 0.0
    if thing.counted and thing.counted not in said and stated.noun:
        return 0.0
    verbs = {stem(word) for word in (stated.verb, stated.noun) if word}
    wanted = thing.plain | thing.names
    designations = _DESIGNATIONS if thing.names & set(said) and not _DESIGNATIONS & wanted else frozenset[str]()
    every = {*said, *behind, *verbs} - NEUTRAL - (designations & _names(f"x {subject}"))
    if thing.everywhere:
        return _of_transcript(place, every, thing)
    if not every <= wanted or not thing.plain <= every or not _in_order(said, thing):
        return 0.0
    missing = wanted - every
    if not missing:
        return IN_IT
    return NEAR_IT if missing <= thing.names and _by_heading(place, missing, thing, others) else 0.0


def _of_transcript(place: SurveyItem, every: Set[str], thing: Thing) -> float:
    """How sure a statement is of the transcript's own thing: what else it names must stand in the heading."""
    speaker = place.speaker or ""
    known = stem_set(place.stored.heading) | thing.names
    capital = frozenset(
        stem(word.lower()) for word in _WORD.findall(_POSSESSIVE.sub("", place.text)) if word[0].isupper()
    )
    named = every - thing.plain
    if not thing.plain <= every or not named <= known & capital:
        return 0.0
    if named - thing.names:
        return IN_IT
    return NEAR_IT if all(_names(sentence_at(place, -n)) <= known | stem_set(speaker) for n in (0, 1)) else 0.0


def _counts(stated: Statement, said: list[str], behind: list[str], thing: Thing) -> bool:
    """Whether what is counted stands last behind the figure, or the subject is the number of it."""
    if not thing.counted:
        return not stated.has or bool(stated.noun)
    if behind:
        return behind[-1] == thing.counted and (stated.has or bool(stated.verb))
    return "number" in said[:1] and thing.counted in said and not stated.has


def _content(phrase: str, thing: Thing, also: Set[str] = frozenset()) -> list[str] | None:
    """Stems of a phrase in order; None where a small word in it is neither an article nor a preposition asked for."""
    asked = thing.prepositions
    fit = (
        asked
        | also
        | (frozenset({"with"}) if thing.everywhere else frozenset())
        | (_ALIKE if not asked or asked & _ALIKE else frozenset())
    )
    found: list[str] = []
    words = _WORD.findall(_POSSESSIVE.sub("", phrase))
    for word in words:
        small = word.lower()
        if small in FUNCTION_WORDS:
            if small not in _ARTICLES and small not in fit and stem(small) not in thing.plain:
                return None
        else:
            found.append(stem(small))
    return None if words and words[-1].lower() in PREPOSITIONS else found


def _in_order(said: list[str], thing: Thing) -> bool:
    """Whether names stand in the order of the question: exports of A to B are not those of B to A."""
    asked = [term for term in _stem_list(thing.phrase) if term in thing.names and term in said]
    return len(asked) < 2 or [term for term in said if term in thing.names] == asked


def _stem_list(phrase: str) -> list[str]:
    """Stems of all words of a phrase, in order."""
    return [stem(word.lower()) for word in _WORD.findall(_POSSESSIVE.sub("", phrase))]


def _by_heading(place: SurveyItem, missing: Set[str], thing: Thing, others: Set[str]) -> bool:
    """Whether the heading supplies the names that are missing, and neither it nor the text near names another."""
    heading = stem_set(place.stored.heading)
    speaker = place.speaker or ""
    if not missing <= heading or others & heading:
        return False
    known = thing.names | heading | stem_set(speaker)
    return all(_names(sentence_at(place, -back)) <= known for back in (0, 1))


def _names(sentence: str) -> frozenset[str]:
    """Stems of the words with capitals behind the first."""
    words = _WORD.findall(_POSSESSIVE.sub("", sentence))[1:]
    return frozenset(stem(word.lower()) for word in words if word[0].isupper() and word not in _NO_NAMES)


def _year(stated: Statement, of_transcript: int | None) -> int | None:
    """The year that a figure is for."""
    if number := re.search(r"\d{4}", stated.when):
        return int(number.group())
    if not of_transcript or not stated.when:
        return None
    return of_transcript - (stated.when.lower() == "last year")


def passages_with(terms: Iterable[str], corpus: Corpus) -> list[StoredPassage]:
    """The passages in which, or in whose headings, all of these stems stand."""
    needed = frozenset(terms)
    return [p for of in corpus.passages.values() for p in of if needed <= stem_set(p.text) | stem_set(p.heading)]
