"""How a thing went on from transcript to transcript: what each says of it, by date."""

import re
from dataclasses import dataclass, replace

import numpy as np

from assistant.language import content_stems
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.periods import WHEN, Period, read_period
from assistant.questions.succession import by_date
from assistant.questions.survey_request import SurveyKind
from assistant.questions.topics import plainly
from assistant.surveys.counting import read_topic, speaks_of
from assistant.surveys.gathering import Corpus, confidence, gather
from assistant.surveys.listing import ITEMS_A_TRANSCRIPT, JOINS, best_of
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, first_items, out_of

_TIMES = rf"(?:time|the (?:years?|months|weeks|course of [\w ]+)|(?:(?:all|the|these) )*{TRANSCRIPT})"
_MEANWHILE = (
    rf"(?:over {_TIMES}|(?:across|throughout|between) (?:(?:all|the|these) )*{TRANSCRIPT}|"
    rf"from (?:one )?(?:{TRANSCRIPT}|year|month) to (?:the next|another|{TRANSCRIPT}|year|month))"
)
# "between the March and the June meeting", "from May 2020 to June 2021".
_FROM_TO = rf"(?:between|from) (?:the )?(?P<when>{WHEN})(?: {TRANSCRIPT})?"
_AND_THE = re.compile(rf"(?: {TRANSCRIPT})?( and| to)(?: that of| those of)? the (?={WHEN})", re.IGNORECASE)
_CHANGED = r"(?:chang|develop|evolv|progress|grow|fall|rise|mov|shift|differ)(?:ed?|s|n)?"
# What is asked of each transcript about the thing.
_ASKED = (
    (
        re.compile(
            r"(?:(?:give|show|make|write)(?: me)? |what(?: is|[’']s) )?(?:an? |the )?(?:\w+ )?(?:timeline|chronology) "
            r"(?:of|for|on) (?P<of>.+)",
            re.IGNORECASE,
        ),
        "What happened with {}?",
    ),
    (
        re.compile(rf"how (?:did|has|have|does|do) (?P<of>.+?) {_CHANGED} (?:{_MEANWHILE}|{_FROM_TO})", re.IGNORECASE),
        "What is {}?",
    ),
    (
        re.compile(
            rf"what (?:has |have )?changed (?:about|in|with|for) (?P<of>.+?) (?:{_MEANWHILE}|{_FROM_TO})", re.IGNORECASE
        ),
        "What is {}?",
    ),
)


@dataclass(frozen=True, slots=True)
class Course:
    """The thing whose course is asked for, the question to each transcript about it, and from when to when."""

    thing: str
    question: str
    time: Period | None = None


def asked_course(text: str) -> Course | None:
    """What ``text`` asks the course of; None where it asks for none, or does not say of what."""
    plain = _AND_THE.sub(r"\1 ", plainly(text))
    for pattern, question in _ASKED:
        asked = pattern.fullmatch(plain)
        if asked and content_stems(asked["of"]) and not (" differ" in plain and " and " in asked["of"]):
            when = asked.groupdict().get("when")
            time = read_period(when, between=True) if when else None
            return Course(asked["of"], question.format(asked["of"]), time)
    return None


def course(asked: Course, corpus: Corpus) -> Survey | None:
    """What each transcript says on it, by date, those without a year last; None where fewer than two do.

    A transcript that does not answer the question says something where the words for the thing stand.
    """
    cards = corpus.cards()
    if asked.time:
        then = {source: p for source, p in corpus.passages.items() if asked.time.holds(cards[source].date)}
        corpus = replace(corpus, passages=then, sources=list(then))
    evidence = gather(corpus, corpus.search.read(asked.question), corpus.encode([asked.question])[0])
    topic = read_topic(corpus, asked.thing)
    hits = {e.source: best_of(e) for e in evidence if e.chance >= JOINS}
    chances = {e.source: e.chance for e in evidence if e.source in hits}
    for source, passages in corpus.passages.items():
        likely, places = speaks_of(topic, passages) if source not in hits else (0.0, [])
        if places:
            hits[source], chances[source] = places[:ITEMS_A_TRANSCRIPT], likely
    if len(hits) < 2:
        return None
    place = {card.source: number for number, card in enumerate(by_date(list(cards.values())))}
    ordered = sorted(hits, key=lambda source: (place.get(source, len(place)), source))
    shown = [ordered[i] for i in np.linspace(0, len(ordered) - 1, min(len(ordered), MAX_ITEMS)).round().astype(int)]
    items = first_items({source: hits[source] for source in shown}, ITEMS_A_TRANSCRIPT)[0]
    items = tuple(sorted(items, key=lambda item: (place.get(item.source, len(place)), item.source, item.start)))
    cut = (f"{len(shown)} of them are cited, from first to last",) if len(shown) < len(ordered) else ()
    undated = len({item.source for item in items} - place.keys())
    give, stand = ("gives", "stands") if undated == 1 else ("give", "stand")
    notes = (f"{undated} of them {give} no date with a year and {stand} last",)
    within = ("looked only at the transcripts of that time",) * bool(asked.time)
    lead = Lead(f"{out_of(len(hits), corpus.total)} speak of this, by date", *items, ":")
    likely = confidence(sum(chances.values()) / len(chances))
    return Survey(SurveyKind.LIST, lead, items, likely, (*notes[: bool(undated)], *within, *cut), Apart.TRANSCRIPTS)
