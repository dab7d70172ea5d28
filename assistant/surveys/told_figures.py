"""Which figures the transcripts give: "What percentages are mentioned?", "List the sums of money named about trade"."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant.corpus.dates import date_spans
from assistant.corpus.figures import Figure, Measure, read_figures
from assistant.language import stem, stem_set
from assistant.questions.framing import topic_words
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.survey_request import SurveyKind
from assistant.questions.topics import plainly
from assistant.surveys.counting import holds, is_common, read_topic
from assistant.surveys.gathering import Corpus
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, SurveyItem, first_items, out_of, sentences

# Sentences cited of one transcript where few give figures.
A_TRANSCRIPT = 4
# A sentence that tells a price says one of these.
_PRICE = frozenset(map(stem, "price cost pay paid worth sell sold buy bought spend spent charge fee".split()))
_OF_A_KIND = (
    (r"percentages|per cents?|percents?", frozenset({Measure.PERCENT})),
    (r"sums(?: of money)?|amounts(?: of money)?", frozenset({Measure.MONEY})),
    (r"prices|costs", frozenset({Measure.MONEY})),
    (r"figures|numbers|statistics", frozenset(Measure) - {Measure.DURATION}),
    (r"dates", frozenset[Measure]()),
)
_NOUN = "|".join(rf"(?P<kind_{i}>{noun})" for i, (noun, _) in enumerate(_OF_A_KIND))
_GIVEN = r"(?:mentioned|named|given|quoted|stated|cited|told|discussed)"
_IN_THEM = rf"(?: (?:in|across) (?:all )?(?:the|these|any) {TRANSCRIPT})?"
_ASKED = re.compile(
    r"(?:(?:which|what)(?P<open>)|(?:list|name|give|show|find|"
    r"tell)(?: me)?)(?: all)?(?: of)?(?: the| any)?"
    rf"(?: (?:exact|different))? (?:{_NOUN})(?: (?:that )?(?:are|were|is|do they|did they|does it))?"
    rf"(?P<given> (?:{_GIVEN}|mention|name|give|there))?{_IN_THEM}"
    rf"(?: (?:about|on|for|of|regarding|concerning|in) (?P<of>.+?))?{_IN_THEM}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedFigures:
    """The figures that are asked for: what the question calls them, what they may measure, and of what they are."""

    called: str
    measures: Collection[Measure]
    topic: str


def asked_for_figures(text: str) -> AskedFigures | None:
    """The figures that ``text`` asks to be listed; None where it asks for none, or for the value of one thing."""
    asked = _ASKED.fullmatch(plainly(text))
    if not asked or (asked["open"] is not None and not asked["given"]):
        return None
    number, called = next((i, said) for i in range(len(_OF_A_KIND)) if (said := asked[f"kind_{i}"]))
    topic = topic_words(asked["of"] or "")
    if asked["of"] and not topic:
        return None
    return AskedFigures(called.lower(), _OF_A_KIND[number][1], topic)


def _told(sentence: str, asked: AskedFigures) -> list[str]:
    """The figures of the kind that a sentence gives, or its dates, as written."""
    if asked.called == "dates":
        return [sentence[start:end] for start, end, _ in date_spans(sentence)]
    return [figure.text for figure in read_figures(sentence) if _is_asked(figure, asked)]


def _is_asked(figure: Figure, asked: AskedFigures) -> bool:
    """Whether a figure is of the kind; a count is one where it is written in digits."""
    counted = figure.measure is not Measure.COUNT or any(map(str.isdigit, figure.text))
    return figure.measure in asked.measures and counted


def figures_told(asked: AskedFigures, corpus: Corpus) -> Survey | None:
    """The sentences that give such figures, those with most of each transcript; None where none does.

    With a topic its words stand in the sentence; a name that most transcripts say goes without saying.
    """
    topic = read_topic(corpus, asked.topic) if asked.topic else None
    names = topic.names if topic else frozenset[str]()
    needed = (
        {t: topic.written.get(t) for t in topic.weights if t not in names or not is_common(t, corpus)} if topic else {}
    )
    found: dict[str, dict[SurveyItem, list[str]]] = {}
    for source, passages in corpus.passages.items():
        for place in sentences(passages):
            figures = _told(place.text, asked)
            priced = asked.called not in ("prices", "costs") or _PRICE & stem_set(place.text)
            if figures and priced and all(holds(place.text, term, written) for term, written in needed.items()):
                found.setdefault(source, {})[place] = figures
    if not found:
        return None
    per = max(1, min(A_TRANSCRIPT, MAX_ITEMS // len(found)))
    most = {source: sorted(of, key=lambda place: (-len(of[place]), place.start))[:per] for source, of in found.items()}
    items, cut = first_items(most, per)
    left = sum(map(len, found.values())) - len(items)
    notes = (f"{left} more sentence{' gives' if left == 1 else 's give'} some",) * bool(left)
    on = f" with “{asked.topic}”" if asked.topic else ""
    give = "gives" if len(found) == 1 else "give"
    where = out_of(len(found), corpus.total) if corpus.total > 1 else "This transcript"
    lead = Lead(f"{where} {give} {asked.called}{on}", *items, ":")
    return Survey(SurveyKind.LIST, lead, items, 1.0, (*notes, *cut), Apart.TRANSCRIPTS)
