"""Turns of a speaker-labelled transcript: who speaks from which offset on, and when.

A text counts as labelled when labels come back. Where none does, ``introductions`` tells whether names alone on a line,
or labels that stand once, are those of people who speak.
"""

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.corpus.examinations import examined
from assistant.corpus.introductions import introduced, names_alone
from assistant.corpus.labels import Label, ends_as_speech, read_label, read_part
from assistant.corpus.marks import Mark
from assistant.corpus.sentences import Span, is_examination

# A text is labelled when at least this share of its paragraphs begin with a label that comes back.
_SHARE = 0.2
# "*And who pays?*", not "**And who pays?**".
_ITALIC_QUESTION = re.compile(r"(?P<sign>[*_])(?![\s*_])[^*_]*\?[^*_]*(?P=sign)")
# Where more of its turns begin with a small letter, that tells nothing.
_SMALL_SHARE = 0.2


def turns_in(text: str, paragraphs: Sequence[Span]) -> dict[Span, Label]:
    """The labelled ones of ``paragraphs``, each with its turn; none when the text is not labelled.

    Names that stand only once count when other labels come back and they read like a name.
    """
    read = read_part if is_examination(text) else read_label
    found = {span: turn for span in paragraphs if (turn := read(text, span))}
    timed = {span: turn for span, turn in found.items() if turn.seconds is not None}
    if len(timed) < 2:
        found = {span: turn for span, turn in found.items() if span not in timed}
        timed = {}
    counts = Counter(turn.speaker for turn in found.values() if turn.speaker)
    recurring = sum(count for count in counts.values() if count > 1)
    if recurring >= max(2, _SHARE * len(paragraphs)):
        heading = _heading(text, found, counts)
        spoken = {span: turn for span, turn in found.items() if span not in heading}
        return examined(text, paragraphs, spoken | _from_the_floor(text, paragraphs, spoken))
    return timed | (names_alone(text, paragraphs, timed) or introduced(text, paragraphs, found))


def speaker_marks(turns: Sequence[Label]) -> list[Mark]:
    """A mark for each turn; a time without a name leaves the speaker as he was."""
    return [
        Mark(
            turn.start if turn.bare else turn.words,
            seconds=turn.seconds,
            speaker=turn.speaker or (None if turn.seconds is not None else ""),
        )
        for turn in turns
    ]


def _heading(text: str, found: dict[Span, Label], counts: Mapping[str, int]) -> set[Span]:
    """Of the labelled paragraphs those above the first speaker who comes back that are no speech.

    "Town Council: session of 14 January" ends like no sentence, "Old Mills: what now?" begins like none where others
    do, and nobody of that name speaks again.
    """
    above = itertools.takewhile(lambda span: counts[found[span].speaker] < 2, sorted(found))
    written_small = sum(_begins_small(text, turn) for turn in found.values()) > _SMALL_SHARE * len(found)
    return {
        span
        for span in above
        if found[span].bare
        and (
            not ends_as_speech(text[found[span].words : span[1]])
            or (_begins_small(text, found[span]) and not written_small)
        )
    }


def _from_the_floor(text: str, paragraphs: Sequence[Span], spoken: Mapping[Span, Label]) -> dict[Span, Label]:
    """The questions in italics among labelled turns, which are not of whoever spoke before them."""
    first = min(spoken)
    asked = (span for span in paragraphs if span > first and span not in spoken)
    return {
        span: Label(span[0], span[0], "", None, True, stays=True)
        for span in asked
        if _ITALIC_QUESTION.fullmatch(text, *span)
    }


def _begins_small(text: str, turn: Label) -> bool:
    return text[turn.words : turn.words + 1].islower()
