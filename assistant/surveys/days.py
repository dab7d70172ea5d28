"""What happened on a day: the sentences that name it, and what the transcripts of that day say most of.

However a day is written: "5 December", "the fifth of December", "2024-12-05". One whose year is asked for counts where
its sentence says that year, or where the transcript is of it.
"""

import re

from assistant.corpus.dates import MONTH_NAMES, MONTHS, WEEKDAYS, Date, date_spans, month_number
from assistant.corpus.numerals import ONES, ORDINALS, TENS
from assistant.filters import Filters
from assistant.language import stem
from assistant.questions.periods import WHEN, Period, read_period
from assistant.questions.survey_request import SurveyKind
from assistant.questions.topics import plainly
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.catalog import Card
from assistant.surveys.gist import central
from assistant.surveys.results import Apart, Lead, Survey, SurveyItem, sentences

# Passages looked through for a day, sentences shown that name it, and of each transcript that is of it.
MOST_PASSAGES, NAMING, OF_A_DAY = 400, 6, 3
_SURE = 0.9
_ASKS = re.compile(
    r"^what (?:all )?(?:happened|took place|went on|occurred|was going on|happens) (?:on|during) "
    rf"(?:the )?(?P<when>{WHEN})$",
    re.IGNORECASE,
)
# Every day of a month as it is written out.
_ONE_DAY = (
    {name: number for number, name in enumerate((*ORDINALS, *(f"{teen}th" for teen in ONES[12:19])), 1)}
    | {f"{TENS[0]}-{name}": number for number, name in enumerate(ORDINALS[:9], 21)}
    | {"twentieth": 20, "thirtieth": 30, f"{TENS[1]}-{ORDINALS[0]}": 31}
)
_SPELT = "|".join(sorted(_ONE_DAY, key=len, reverse=True)).replace("-", "[- ]")
_IN_WORDS = re.compile(
    rf"\b(?:(?P<day>{_SPELT}) of (?P<month>{MONTH_NAMES})|(?P<month2>{MONTH_NAMES}) (?:the )?(?P<day2>{_SPELT}))"
    r"(?:,? (?P<year>(?:1[7-9]|20)\d\d))?\b",
    re.IGNORECASE,
)
# Where the day is named in full, it may be so again.
_SHORT = re.compile(
    rf"\b(?:{'|'.join(WEEKDAYS)}),? the (?P<day>{_SPELT}|\d\d?(?=st|nd|rd|th))(?:st|nd|rd|th)?\b(?! of)", re.IGNORECASE
)


def days(text: str, search: HybridSearch, filters: Filters | None, *, goes_on: bool = False) -> Survey | None:
    """What is told of the day that ``text`` asks about; that none tells of it; None when it asks about none."""
    asked = _ASKS.match(plainly(text))
    period = read_period(asked["when"]) if asked else None
    if asked is None or period is None or not period.is_of_days or len(period.spans) != 1:
        return None
    cards = {card.source: card for card in search.index.catalog.cards(filters)}
    naming = _naming(period, cards, search)[:NAMING]
    of_day = [card for card in cards.values() if period.holds(card.date)][:NAMING]
    told = [item for card in of_day for item in central(search, card.source, OF_A_DAY) if item not in naming]
    when = asked["when"]
    if not naming and not told:
        return Survey(
            SurveyKind.COLLECTION, Lead(f"No transcript is of {when}, and no sentence names that day."), (), 1.0
        )
    pieces: list[str | SurveyItem] = [f"What names {when}", *naming] if naming else []
    if told:
        titles = " and ".join(f"“{card.title}”" for card in of_day)
        verb = "is" if len(of_day) == 1 else "are"
        pieces += [f"{'; ' if naming else ''}{titles} {verb} of {when}, in what it says most of", *told]
    return Survey(SurveyKind.GIST, Lead(*pieces, ":"), (*naming, *told), _SURE, apart=Apart.SENTENCES)


def _naming(period: Period, cards: dict[str, Card], search: HybridSearch) -> list[SurveyItem]:
    """The sentences that name the day, in the order of the texts."""
    catalog = search.index.catalog
    day = period.spans[0][0]
    month = MONTHS[day // 100 % 100 - 1]
    stems = list(dict.fromkeys((stem(month), month[:3], str(day // 10000))))
    ids = sorted({id_ for _, id_, _ in catalog.occurrences(stems)})[:MOST_PASSAGES]
    every = [item for item in sentences(catalog.passages(ids)) if item.source in cards]
    found = [item for item in every if any(_is_day(d, period, cards[item.source]) for d in _days_in(item.text))]
    for source in dict.fromkeys(item.source for item in found):
        told = sentences(catalog.passages_of(source))
        found += [item for item in told if any(_number(m["day"]) == day % 100 for m in _SHORT.finditer(item.text))]
    return sorted(dict.fromkeys(found), key=lambda item: (item.source, item.start))


def _number(said: str) -> int:
    """The day that "nineteenth", "twenty first" or "19" is."""
    return int(said) if said.isdigit() else _ONE_DAY[said.lower().replace(" ", "-")]


def _days_in(text: str) -> list[Date]:
    spelt = [
        Date(
            int(m["year"]) if m["year"] else None,
            month_number(m["month"] or m["month2"]),
            _number(m["day"] or m["day2"]),
        )
        for m in _IN_WORDS.finditer(text)
    ]
    return [*(date for _, _, date in date_spans(text)), *spelt]


def _is_day(date: Date, period: Period, card: Card) -> bool:
    """Whether a date that a sentence names is the day, by the year of its transcript where it says none."""
    if date.year or not period.with_year:
        return period.holds(date)
    year = card.date.year if card.date else None
    return year is not None and period.holds(Date(year, date.month, date.day))
