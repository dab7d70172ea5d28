"""What was taken back: "I misspoke earlier, it is 9.4 million" belongs to an answer that shows the 8.4 million.

Only figures are looked after, and only where words say so: one that is shown must be named near them, or be said by the
same speaker of the same things, and another of the same unit must be put in its place. What comes along is verbatim.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.corpus.dates import MONTHS
from assistant.corpus.numerals import SCALES, WORDS
from assistant.language import content_stems, stem
from assistant.retrieval.evidence import ScoredSentence
from assistant.retrieval.replies import unlabelled
from assistant.store.catalog import Catalog
from assistant.store.stored import StoredSentence
from assistant.verification.checks.figures import quantities

# So many sentences before and behind the words that take something back are read.
BEFORE, BEHIND = 5, 2
# Where the figure is not named again, the two sentences share so many words that tell something.
SHARED = 3
# A number without a unit is taken back only in a sentence that names it before the new one; a smaller one only near
# where it stands, or of the same things.
SMALL = 13
# A sentence of more words, as captions without full stops have them, tells of too much.
LONGEST = 60
_COUNTING = frozenset(map(stem, (*WORDS, *SCALES, *MONTHS)))
# What says that something said is taken back.
TAKES_BACK = re.compile(
    (
        r"\b(?:(?:i|we) (?:misspoke|mis-spoke|misread|made a mistake|got (?:that|it) wrong|"
        r"(?:was|were) (?:wrong|mistaken)|stand corrected|tell a lie|take (?:that|it) back)|"
        r"(?:must|should|have to|need to|want to|would like to|let me|may i|can i|if i may|to) (?:just )?"
        r"(?:correct|withdraw|amend) (?:myself|that|this|it|the|my|our|what|a|an|one)|"
        r"(?:was|were|is|be|been) (?:since |later |then )?(?:corrected|withdrawn|amended)|"
        r"corrected (?:that|this|it|the|my|our)|"
        r"(?:it|that|this|which|they) (?:should|ought to) have (?:been|read|said)|"
        r"(?:i|we) said\b[^.?!]{1,60}\b(?:but (?:it|that) (?:was|is)|should|meant|wrong))\b|\bcorrection\s*[:,–—]"
    ).replace(" ", r"\s+"),
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\w.,$€£-])(?:1[5-9]|20)\d\d(?![\w%]|[.,]\d)")


class Figure(NamedTuple):
    """A number and what it is of; "" where no unit is named."""

    unit: str
    value: float


def with_corrections(shown: Sequence[ScoredSentence], catalog: Catalog) -> list[StoredSentence]:
    """The sentences shown, and behind those of its transcript what takes back the first figure that is taken back."""
    told = [StoredSentence(sentence.stored, sentence.number) for sentence in shown]
    for one in told:
        if not figures_of(one.text) or not TAKES_BACK.search(catalog.transcript(one.source).text, one.start):
            continue
        passages = catalog.passages_of(one.source)
        said = [
            StoredSentence(stored, number) for stored in passages for number in range(len(stored.passage.sentences))
        ]
        place = next(number for number, other in enumerate(said) if other.start == one.start)
        if back := taken_back([(other.text, other.speaker or "") for other in said], place):
            seen = {other.start for other in told if other.source == one.source}
            last = max(number for number, other in enumerate(told, 1) if other.source == one.source)
            return [*told[:last], *(said[n] for n in back if said[n].start not in seen), *told[last:]]
    return told


def taken_back(said: Sequence[tuple[str, str]], place: int) -> list[int]:
    """Which of the sentences of a transcript take back a figure of the one at ``place``, and say the right one.

    Args:
        said: each with its speaker, "" where nobody is known to say it.
    """
    text, speaker = said[place]
    for cue in range(place + 1, len(said)):
        words, by = said[cue]
        near = cue - place <= BEFORE
        if not TAKES_BACK.search(words) or (speaker and by and speaker != by and not near):
            continue
        around = [other for other, _ in said[max(place if near else place + 1, cue - BEFORE) : cue + BEHIND + 1]]
        named = {figure for other in around for figure in figures_of(other)}
        for right in range(cue, min(cue + BEHIND + 1, len(said))):
            if said[right][1] == by and _replaces(text, said[right][0], named, near=near):
                return sorted({cue, right})
    return []


def _replaces(text: str, right: str, named: set[Figure], *, near: bool) -> bool:
    """Whether a sentence has a figure in the place of one of ``text``, which is named where it is taken back."""
    shown, instead = figures_of(text), figures_of(right)
    if len(right.split()) > LONGEST:
        return False
    shared = _telling(text) & _telling(right)
    for figure in shown:
        others = [other for other in instead if other.unit == figure.unit and other not in shown]
        if not others:
            continue
        if not figure.unit:
            if figure in instead[: instead.index(others[-1])] and (near or shared or figure.value >= SMALL):
                return True
        elif any(_is_named(figure, other) for other in named) or len(shared) >= SHARED:
            return True
    return False


def _is_named(figure: Figure, other: Figure) -> bool:
    """Whether another is the same, or its bare number: "9.4" of 9.4 million."""
    bare = not other.unit and not other.value.is_integer()
    return figure == other or (bare and figure.value in (other.value * scale for scale in (1e3, 1e6, 1e9)))


def _telling(text: str) -> set[str]:
    """The stems of a sentence that say what its figures are of."""
    said = set(content_stems(unlabelled(text)))
    return {word for word in said if word.isalpha()} - _COUNTING


def figures_of(text: str) -> list[Figure]:
    """The numbers of a sentence with their units, in order; a year's is "year"."""
    told = unlabelled(text)
    found = [(quantity.start, Figure(quantity.dimension, round(quantity.value, 6))) for quantity in quantities(told)]
    found += [(year.start(), Figure("year", float(year.group()))) for year in _YEAR.finditer(told)]
    return [figure for _, figure in sorted(found)]
