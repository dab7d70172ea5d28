"""The largest or smallest figure over all transcripts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus.figures import Figure, Measure, read_figures
from assistant.language import content_stems
from assistant.questions.survey_request import Request, SurveyKind
from assistant.store.amounts import Amount
from assistant.surveys.asked_figures import OF_MONEY, Asked, figures_of, read_asked, sum_of
from assistant.surveys.coins import coin_of, in_coin
from assistant.surveys.counting import holds, is_common, read_topic
from assistant.surveys.gathering import Corpus, Evidence, confidence, gather, item
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, SurveyItem, out_of, sentences
from assistant.surveys.verdicts import incomparable

# The probability that a sum beside the word for a thing is one of it.
STATED = 0.9
# A transcript's figure counts when its sentence answers with this probability.
TELLS = 0.1
# The extremes of this many currencies or units are named.
MAX_UNITS = 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """A figure and the sentence it stands in, with the probability that it answers."""

    figure: Figure
    item: SurveyItem
    chance: float


@dataclass(frozen=True, slots=True)
class _Group:
    """The figures of one unit: which transcripts give one, and the first ``MAX_ITEMS`` of them, the extreme first."""

    sources: tuple[str, ...]
    entries: tuple[_Entry, ...]


def largest(request: Request, text: str, corpus: Corpus) -> Survey | None:
    """The extreme of the figures that the transcripts give for what is asked.

    None when none gives one, or only one where the wording does not address them all: what that says may be meant.
    """
    phrase = request.topic or text
    asked = read_asked(text) or Asked(None)
    of_money = not set(content_stems(request.topic)) - OF_MONEY
    coin = coin_of(corpus) if asked.measure is Measure.MONEY else ""
    if of_money:
        groups = [*_of_coin(corpus, coin, request), *_of_all(corpus, asked, request)]
    else:
        groups = _of_topic(phrase, asked, corpus, request, coin)
    telling = {source for group in groups for source in group.sources}
    sure = all(group.entries[0].chance >= STATED for group in groups)
    if len(telling) < (1 if request.explicit and sure else 2):
        return None
    leading = sorted(groups, key=lambda group: -len(group.sources))[:MAX_UNITS]
    word = "smallest" if request.smallest else "largest"
    notes = [f"the figures are in different units or currencies: the {word} of each is given"] * (len(leading) > 1)
    notes += [note for group in leading for note in incomparable([entry.figure for entry in group.entries[:2]])]
    noun = {Measure.MONEY: "sum", Measure.PERCENT: "percentage"}.get(leading[0].entries[0].figure.measure, "figure")
    plural = "s" if len(leading) > 1 else ""
    head = f"The {word} {noun}{plural}, of {out_of(len(telling), corpus.total)} that give one"
    items = tuple(dict.fromkeys(entry.item for group in leading for entry in group.entries))[:MAX_ITEMS]
    likely = sum(group.entries[0].chance for group in leading) / len(leading)
    told = [piece for group in leading for piece in ("; ", _told(group.entries, corpus))][1:]
    lead, said = Lead(f"{head}: ", *told, "."), tuple(dict.fromkeys(notes))
    return Survey(SurveyKind.LARGEST, lead, items, confidence(likely), said, Apart.TRANSCRIPTS)


def _of_topic(phrase: str, asked: Asked, corpus: Corpus, request: Request, coin: str) -> list[_Group]:
    """The figure that each transcript gives beside the topic's words, or else in its best evidence on it, by unit."""
    beside = _beside(phrase, asked, corpus, request, coin)
    evidence = gather(corpus, corpus.search.read(phrase), corpus.encode([phrase])[0])
    entries = [*beside.values()]
    entries += [
        entry
        for e in evidence
        if e.source not in beside and (entry := _entry(e, asked, phrase, coin, smallest=request.smallest))
    ]
    return _by_unit(entries, request)


def _by_unit(entries: Sequence[_Entry], request: Request) -> list[_Group]:
    """The figures in groups of one unit each, the extreme of each first."""
    entries = sorted(entries, key=lambda e: e.figure.value, reverse=not request.smallest)
    by_unit: dict[tuple[Measure, str], list[_Entry]] = {}
    for entry in entries:
        by_unit.setdefault((entry.figure.measure, entry.figure.unit), []).append(entry)
    return [_Group(tuple(entry.item.source for entry in group), tuple(group)) for group in by_unit.values()]


def _beside(phrase: str, asked: Asked, corpus: Corpus, request: Request, coin: str) -> dict[str, _Entry]:
    """By transcript the extreme of the sums that a sentence with the words of the topic states of it.

    Of several words for money ("trade turnover") one will do, and a name that most transcripts say goes without saying.
    """
    topic, found = read_topic(corpus, phrase), dict[str, _Entry]()
    if asked.measure is not Measure.MONEY or not topic.weights:
        return found
    terms = set(asked.beside) & set(topic.weights)
    needed = [t for t in topic.weights if t not in terms | OF_MONEY and not (t in topic.names and is_common(t, corpus))]
    terms = terms or set(needed)
    currencies = _currencies(corpus)
    for source, passages in corpus.passages.items():
        entries = [
            _Entry(figure, place, STATED)
            for place in sentences(passages)
            if all(holds(place.text, term, topic.written.get(term)) for term in needed)
            and (figure := sum_of(place.text, terms, coin or currencies.get(source, "")))
        ]
        if entries:
            found[source] = (min if request.smallest else max)(entries, key=lambda entry: entry.figure.value)
    return found


def _currencies(corpus: Corpus) -> dict[str, str]:
    """What each transcript mostly counts money in."""
    units: dict[str, Counter[str]] = {}
    for amount in corpus.search.index.catalog.amounts([Measure.MONEY]):
        units.setdefault(amount.source, Counter())[amount.unit] += 1
    return {source: counted.most_common(1)[0][0] for source, counted in units.items()}


def _of_coin(corpus: Corpus, coin: str, request: Request) -> list[_Group]:
    """The extreme that each transcript names in the corpus's own coin."""
    if not coin:
        return []
    extreme, entries = min if request.smallest else max, list[_Entry]()
    for passages in corpus.passages.values():
        told = [
            _Entry(figure, place, 1.0)
            for place in sentences(passages)
            for figure in in_coin(place.text, read_figures(place.text), coin)
            if figure.unit == coin
        ]
        entries += [extreme(told, key=lambda entry: entry.figure.value)] if told else []
    return _by_unit(entries, request)


def _of_all(corpus: Corpus, asked: Asked, request: Request) -> list[_Group]:
    """The extreme that each transcript names in each unit, of the kind asked for, wherever it stands."""
    catalog, allowed = corpus.search.index.catalog, set(corpus.sources)
    measures = [asked.measure] if asked.measure else [measure for measure in Measure if measure is not Measure.COUNT]
    amounts = [amount for amount in catalog.amounts(measures) if amount.source in allowed]
    sign = 1 if request.smallest else -1
    extremes: dict[tuple[Measure, str], dict[str, Amount]] = {}
    for amount in sorted(amounts, key=lambda amount: sign * amount.value):
        extremes.setdefault((amount.measure, amount.unit), {}).setdefault(amount.source, amount)
    groups = [_Group(tuple(group), _entries(list(group.values())[:MAX_ITEMS], corpus)) for group in extremes.values()]
    return [group for group in groups if group.entries]


def _entries(amounts: Sequence[Amount], corpus: Corpus) -> tuple[_Entry, ...]:
    """The figures as they stand in their sentences."""
    stored = {p.id: p for p in corpus.search.index.catalog.passages([amount.passage for amount in amounts])}
    found = []
    for amount in amounts:
        if amount.passage not in stored:  # another process has just taken it out
            continue
        place = SurveyItem(stored[amount.passage], amount.sentence)
        same = [f for f in read_figures(place.text) if (f.value, f.unit) == (amount.value, amount.unit)]
        found += [_Entry(same[0], place, 1.0)] if same else []
    return tuple(found)


def _entry(evidence: Evidence, asked: Asked, phrase: str, coin: str, *, smallest: bool) -> _Entry | None:
    """The figure that a transcript's best sentences give for what is asked, if they do."""
    if evidence.chance < TELLS:
        return None
    best = evidence.ranked[0].score
    for sentence in evidence.ranked[:3]:
        figures = figures_of(sentence.text, asked, phrase, coin)
        if figures and sentence.score > best - 2.0:
            extreme = (min if smallest else max)(figures, key=lambda figure: figure.value)
            return _Entry(extreme, item(sentence), evidence.chance)
    return None


def _told(group: Sequence[_Entry], corpus: Corpus) -> Lead:
    """The figure with the title of its transcript, then the runner-up."""
    first, *rest = (Lead(" ".join(entry.figure.text.split()), entry.item) for entry in group[:2])
    title = corpus.transcript(group[0].item.source).title
    return Lead(first, f" (“{title}”)", *(Lead(", then ", second) for second in rest))
