"""Which of the things compared has the greater figure, where their sentences tell it beyond doubt.

A verdict of ours that is wrong is worse than none: the sentences are shown either way. So each side's figure must be
the only one that is said of it, by name, and of what is asked.
"""

from collections.abc import Mapping, Sequence, Set

from assistant.corpus.figures import Figure, comparable
from assistant.language import content_stems, stem, stem_set, words
from assistant.surveys.asked_figures import Asked, figures_of, read_asked
from assistant.surveys.results import Lead, SurveyItem

_LESS = frozenset("less smaller lower fewer slower cheaper shorter narrower".split())
_MORE = frozenset("more larger bigger greater higher faster longer dearer".split())
# A thing is spoken of in a sentence that names it, and in so many after that.
REACH = 2


def verdict(text: str, found: Mapping[str, Sequence[SurveyItem]], coin: str = "") -> tuple[Lead, tuple[str, ...]]:
    """What leads a comparison: the greater figure where one is asked for and the two compare, else the sides alone.

    Args:
        found: the sentences that answer for each side, by its name.
        coin: what the corpus counts money in where no currency is known.
    """
    plain = Lead(f"On {quoted(list(found))}")
    way = direction(text)
    if not way or len(found) < 2 or len({items[0] for items in found.values() if items}) < len(found):
        return plain, ()
    given = _figures(text, found, coin)
    chosen = [figure for figure, _ in given.values()]
    if len(given) < len(found):
        return plain, ()
    if not all(comparable(chosen[0], other) for other in chosen):
        return plain, incomparable(chosen)
    if len({figure.value for figure in chosen}) == 1:
        places = [place for _, place in given.values()]
        same = Lead(f"The same figure, {chosen[0].text}", *places, f", for {quoted(list(found))}")
        return same, incomparable(chosen)
    first, *rest = sorted(given.items(), key=lambda pair: pair[1][0].value, reverse=way > 0)
    (name, (figure, place)), word = first, "larger" if way > 0 else "smaller"
    others = [piece for other, (less, where) in rest for piece in (", ", less.text, where, f" for “{other}”")][1:]
    return Lead(f"The {word} is “{name}” with {figure.text}", place, ", against ", *others), incomparable(chosen)


def _figures(text: str, found: Mapping[str, Sequence[SurveyItem]], coin: str) -> dict[str, tuple[Figure, SurveyItem]]:
    """The figure of each side of which just one is told, and the sentence that tells it first."""
    asked = read_asked(text) or Asked(None)
    named = {name: frozenset(content_stems(name)) for name in found}
    shared = frozenset.intersection(*named.values())
    topic = frozenset(content_stems(text)) - frozenset().union(*named.values()) - {*map(stem, _LESS | _MORE)} | shared
    given: dict[str, tuple[Figure, SurveyItem]] = {}
    for name, items in found.items():
        own, others = named[name] - shared, frozenset().union(*(named[n] for n in found if n != name)) - named[name]
        figures = [
            (figure, place)
            for place in items
            if _of(place, own, others, topic)
            for figure in _first(figures_of(place.text, asked, text, coin), topic)
        ]
        if figures and len({(figure.value, figure.unit) for figure, _ in figures}) == 1:
            given[name] = figures[0]
    return given


def _of(place: SurveyItem, own: Set[str], others: Set[str], topic: Set[str]) -> bool:
    """Whether a sentence speaks of the side rather than another, and of what is asked."""
    near = [stem_set(place.stored.sentence_text(i)) for i in range(max(0, place.number - REACH), place.number + 1)]
    spoken, heading = frozenset().union(*near), stem_set(place.stored.heading)
    of_it = not own or bool(own & (spoken | heading))
    of_another = bool(others & near[-1]) and not own & near[-1]
    return of_it and not of_another and (not topic or bool(topic & (spoken | heading)))


def _first(figures: Sequence[Figure], topic: Set[str]) -> Sequence[Figure]:
    """The first figure of a sentence, of those that count what is asked where some do."""
    return [*[figure for figure in figures if topic & set(figure.nouns)], *figures][:1]


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
