"""The text taken out of a file and what the file says about it; and how such a text is put together."""

from dataclasses import dataclass, field, replace

from assistant.corpus.marks import Mark, Marks, merged


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text that citations are offsets into, with the facts that the file itself states; empty where it does not.

    Attributes:
        headed: whether the first lines may be a title and a date line, as in a page of plain text.
        date: as written in the file.
        member: what is added to the file's name to name this text in it (``#row`` or ``/inner.txt``).
    """

    text: str
    marks: Marks = ()
    title: str = ""
    date: str = ""
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    language: str = ""
    headed: bool = True
    member: str = ""


@dataclass(slots=True)
class Writer:
    """Puts a text together from paragraphs, which a blank line separates, and keeps its marks."""

    _parts: list[str] = field(default_factory=list)
    _marks: list[Mark] = field(default_factory=list)
    _waiting: list[Mark] = field(default_factory=list)
    _gap: str = ""
    length: int = 0

    def paragraph(self) -> None:
        """What is written next begins a paragraph."""
        self._gap = "\n\n"

    def mark(self, *, page: int | None = None, seconds: int | None = None, speaker: str | None = None) -> None:
        """What is written next stands on this page, is said at this second, by this speaker."""
        self._waiting.append(Mark(0, page, seconds, speaker))

    def write(self, words: str) -> None:
        """Go on with ``words``; a space parts them from what stands before in the paragraph."""
        if not words:
            return
        if self.length:
            self._parts.append(self._gap or " ")
            self.length += len(self._parts[-1])
        self._marks += [replace(mark, offset=self.length) for mark in self._waiting]
        self._waiting.clear()
        self._parts.append(words)
        self.length += len(words)
        self._gap = ""

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    @property
    def marks(self) -> Marks:
        """The marks, in order."""
        return merged(self._marks)
