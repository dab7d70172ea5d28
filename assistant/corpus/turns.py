"""Turns of a speaker-labelled transcript: who speaks from which offset on, and when.

A text counts as labelled when labels come back. Where none does, ``introductions`` tells whether names alone on a line,
or labels that stand once, are those of people who speak.
"""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.corpus.introductions import introduced, names_alone
from assistant.corpus.labels import Label, ends_as_speech, read_label
from assistant.corpus.marks import Mark
from assistant.corpus.sentences import Span

# A text is labelled when at least this share of its paragraphs begin with a label that comes back.
_SHARE = 0.2


def turns_in(text: str, paragraphs: Sequence[Span]) -> dict[Span, Label]:
    """The labelled ones of ``paragraphs``, each with its turn; none when the text is not labelled.

    Names that stand only once count when other labels come back and they read like a name.
    """
    found = {span: turn for span in paragraphs if (turn := read_label(text, span))}
    timed = {span: turn for span, turn in found.items() if turn.seconds is not None}
    if len(timed) < 2:
        found = {span: turn for span, turn in found.items() if span not in timed}
        timed = {}
    counts = Counter(turn.speaker for turn in found.values() if turn.speaker)
    recurring = sum(count for count in counts.values() if count > 1)
    if recurring >= max(2, _SHARE * len(paragraphs)):
        heading = _heading(text, found, counts)
        return {span: turn for span, turn in found.items() if span not in heading}
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

    "Town Council: session of 14 January" ends like no sentence, and nobody of that name speaks again.
    """
    above = itertools.takewhile(lambda span: counts[found[span].speaker] < 2, sorted(found))
    return {span for span in above if found[span].bare and not ends_as_speech(text[found[span].words : span[1]])}
