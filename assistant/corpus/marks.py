"""Where in a transcript's text a page, a moment, a speaker or a section begins.

A mark holds from its offset to the next mark of its kind. Marks are beside the text, never in it, so that they move no
offset.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Mark:
    """From ``offset`` on the text stands on this page and in this section, is said at this second, by this speaker.

    None says nothing.

    Attributes:
        page: counted from 1, as a reader of the file counts.
        seconds: from the beginning of the recording.
        speaker: as labelled; empty where nobody known speaks.
        section: as headed. Not in the ``repr``, which the digests of transcripts from before it were made of.
    """

    offset: int
    page: int | None = None
    seconds: int | None = None
    speaker: str | None = None
    section: str | None = field(default=None, repr=False)


Marks = tuple[Mark, ...]


def page_at(marks: Sequence[Mark], offset: int) -> int | None:
    """The page that ``text[offset]`` stands on, where the file has pages."""
    return next((mark.page for mark in _before(marks, offset) if mark.page is not None), None)


def time_at(marks: Sequence[Mark], offset: int) -> str | None:
    """When ``text[offset]`` is said, as ``00:12:03``, where the file has times."""
    seconds = next((mark.seconds for mark in _before(marks, offset) if mark.seconds is not None), None)
    return None if seconds is None else clock(seconds)


def labelled_speakers(marks: Sequence[Mark]) -> list[Mark]:
    """The marks that say who speaks, in order; none when no name is among them."""
    labels = [mark for mark in marks if mark.speaker is not None]
    return labels if any(mark.speaker for mark in labels) else []


def speaker_at(labels: Sequence[Mark], offset: int) -> str | None:
    """Who speaks at ``offset`` by the ``labels`` of ``labelled_speakers``; None before the first."""
    passed = bisect_right(labels, offset, key=lambda mark: mark.offset)
    return labels[passed - 1].speaker or None if passed else None


def headed_sections(marks: Sequence[Mark]) -> list[Mark]:
    """The marks that say where a section begins, in order."""
    return [mark for mark in marks if mark.section is not None]


def section_at(headed: Sequence[Mark], offset: int) -> str:
    """The section of ``text[offset]`` by the marks of ``headed_sections``; empty before the first."""
    passed = bisect_right(headed, offset, key=lambda mark: mark.offset)
    return headed[passed - 1].section or "" if passed else ""


def clock(seconds: int) -> str:
    """Seconds as hours, minutes and seconds: 723 is ``00:12:03``."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def merged(marks: Iterable[Mark]) -> Marks:
    """The marks in order, those of one offset as one; a later one wins where two say different things."""
    ordered = sorted(marks, key=lambda mark: mark.offset)
    return tuple(_joined(list(group)) for _, group in groupby(ordered, key=lambda mark: mark.offset))


def as_rows(marks: Sequence[Mark]) -> list[list[int | str | None]]:
    """The marks as JSON can hold them; ``from_rows`` reads them back."""
    rows: list[list[int | str | None]] = []
    for mark in marks:
        section = [] if mark.section is None else [mark.section]
        rows.append([mark.offset, mark.page, mark.seconds, mark.speaker, *section])
    return rows


def from_rows(rows: Iterable[Sequence[object]]) -> Marks:
    """Marks written by ``as_rows``."""
    return tuple(
        Mark(int(str(row[0])), _whole(row[1]), _whole(row[2]), _text(row[3]), _text(row[4]) if row[4:] else None)
        for row in rows
    )


def _before(marks: Sequence[Mark], offset: int) -> Iterable[Mark]:
    """The marks at or before ``offset``, nearest first."""
    return (mark for mark in reversed(marks) if mark.offset <= offset)


def _joined(marks: list[Mark]) -> Mark:
    joined = marks[0]
    for mark in marks[1:]:
        joined = Mark(
            mark.offset,
            joined.page if mark.page is None else mark.page,
            joined.seconds if mark.seconds is None else mark.seconds,
            joined.speaker if mark.speaker is None else mark.speaker,
            joined.section if mark.section is None else mark.section,
        )
    return joined


def _whole(value: object) -> int | None:
    return None if value is None else int(str(value))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
