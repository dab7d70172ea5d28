"""The largest or smallest figure over all transcripts, which of two is the larger, and what cannot be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.language import content_stems, words
from assistant.surveys.figures import Asked, Figure, Measure, asked_figures, comparable, read_asked, read_figures
from assistant.surveys.gathering import Corpus, Evidence, confidence, gather, item, stem_set
from assistant.surveys.requests import Request, SurveyKind
from assistant.surveys.results import MAX_ITEMS, Survey, SurveyItem, out_of

_LESS = frozenset("less smaller lower fewer slower cheaper shorter narrower".split())
_MORE = frozenset("more larger bigger greater higher faster longer dearer".split())
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


def largest(request: Request, text: str, corpus: Corpus) -> Survey | None:
    """The extreme of the figures that the transcripts give for what is asked; None when fewer than two give one."""
    phrase = request.topic or text
    question = corpus.search.read(phrase)
    asked = read_asked(text) or Asked(None)
    evidence = gather(corpus, question, corpus.encode([phrase])[0])
    entries = [entry for e in evidence if (entry := _entry(e, asked, phrase, smallest=request.smallest))]
    if not request.parts:
        entries = _any_figures(corpus, asked, smallest=request.smallest)
    if len({entry.item.source for entry in entries}) < 2:
        return None
    order = sorted(entries, key=lambda e: e.figure.value, reverse=not request.smallest)
    groups: dict[tuple[Measure, str], list[_Entry]] = {}
    for entry in order:
        groups.setdefault((entry.figure.measure, entry.figure.unit), []).append(entry)
    leading = sorted(groups.values(), key=lambda group: -len(group))[:MAX_UNITS]
    word = "smallest" if request.smallest else "largest"
    notes = [f"the figures are in different units or currencies: the {word} of each is given"] * (len(leading) > 1)
    notes += [note for group in leading for note in incomparable([entry.figure for entry in group[:2]])]
    noun = {Measure.MONEY: "sum", Measure.PERCENT: "percentage"}.get(leading[0][0].figure.measure, "figure")
    told = "; ".join(_told(group, corpus) for group in leading)
    plural = "s" if len(leading) > 1 else ""
    head = f"The {word} {noun}{plural}, of {out_of(len(order), corpus.total)} that give one"
    items = tuple(dict.fromkeys(entry.item for group in leading for entry in group))[:MAX_ITEMS]
    likely = sum(group[0].chance for group in leading) / len(leading)
    return Survey(SurveyKind.LARGEST, f"{head}: {told}.", items, confidence(likely), tuple(dict.fromkeys(notes)))


def _entry(evidence: Evidence, asked: Asked, phrase: str, *, smallest: bool) -> _Entry | None:
    """The figure that a transcript's best sentences give for what is asked, if they do."""
    if evidence.chance < TELLS:
        return None
    best = evidence.ranked[0].score
    for sentence in evidence.ranked[:3]:
        figures = figures_of(sentence.text, asked, phrase)
        if figures and sentence.score > best - 2.0:
            extreme = (min if smallest else max)(figures, key=lambda figure: figure.value)
            return _Entry(extreme, item(sentence), evidence.chance)
    return None


def figures_of(text: str, asked: Asked, phrase: str) -> list[Figure]:
    """The figures of a sentence that could be meant: those that count a word of ``phrase``, else those of the kind."""
    terms = set(content_stems(phrase))
    counted = [f for f in read_figures(text) if f.measure is Measure.COUNT and terms & set(f.nouns)]
    if asked.measure is None and counted:
        return counted
    return asked_figures(text, asked)


def _any_figures(corpus: Corpus, asked: Asked, *, smallest: bool) -> list[_Entry]:
    """The extreme of every transcript among all its figures of the kind asked for."""
    found = []
    for passages in corpus.passages.values():
        entries = [
            _Entry(figure, SurveyItem(stored, i), 1.0)
            for stored in passages
            for i in range(len(stored.passage.sentences))
            for figure in asked_figures(stored.sentence_text(i), asked)
            if not asked.beside or stem_set(stored.sentence_text(i)) & set(asked.beside)
        ]
        if entries:
            found.append((min if smallest else max)(entries, key=lambda e: e.figure.value))
    return found


def _told(group: Sequence[_Entry], corpus: Corpus) -> str:
    """The figure with the title of its transcript, then the runner-up."""
    first, *rest = (" ".join(entry.figure.text.split()) for entry in group[:2])
    title = corpus.transcript(group[0].item.source).title
    return f"{first} (“{title}”){f', then {rest[0]}' if rest else ''}"


def verdict(text: str, found: Mapping[str, Sequence[SurveyItem]]) -> tuple[str, tuple[str, ...]]:
    """The lead over a comparison, which names the greater figure where one is asked for and the two compare."""
    plain = f"On {quoted(list(found))}:"
    way = direction(text)
    asked = read_asked(text)
    if not way or len(found) < 2:
        return plain, ()
    given = {
        name: [f for i in items for f in figures_of(i.text, asked or Asked(None), text)]
        for name, items in found.items()
    }
    if not all(given.values()) or len({items[0] for items in found.values()}) < len(found):
        return plain, ()
    chosen = [figures[0] for figures in given.values()]
    if not all(comparable(chosen[0], other) for other in chosen):
        return plain, incomparable(chosen)
    order = sorted(zip(chosen, given, strict=True), key=lambda pair: pair[0].value, reverse=way > 0)
    rest = ", ".join(f"{figure.text} for “{name}”" for figure, name in order[1:])
    word = "larger" if way > 0 else "smaller"
    return f"The {word} is “{order[0][1]}” with {order[0][0].text}, against {rest}:", incomparable(chosen)


def direction(text: str) -> int:
    """1 where the greater of two is asked for, -1 for the lesser, 0 where neither is."""
    said = set(words(text))
    return -1 if said & _LESS else int(bool(said & _MORE))


def incomparable(figures: Sequence[Figure]) -> tuple[str, ...]:
    """What keeps figures from being compared, or makes comparing them loose, in words for the user."""
    notes: list[str] = []
    if len({(figure.measure, figure.unit) for figure in figures}) > 1:
        notes.append("the figures are in different units or currencies, so they are not compared")
    periods = [figure.period for figure in figures]
    said = [f"“{period.text}”" if period else "no period stated" for period in periods]
    if not all(comparable(figures[0], other) or not _same_unit(figures[0], other) for other in figures):
        notes.append(f"the periods differ ({', '.join(dict.fromkeys(said))}), so the figures are not comparable")
    elif len({(period.year, period.text.lower()) for period in periods if period}) > 1:
        notes.append(f"the periods are worded {' and '.join(dict.fromkeys(said))}, which may be different years")
    return tuple(notes)


def _same_unit(one: Figure, other: Figure) -> bool:
    return (one.measure, one.unit) == (other.measure, other.unit)


def quoted(names: Sequence[str]) -> str:
    """The names in quotation marks, as a list in a sentence."""
    items = [f"“{name}”" for name in names]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
