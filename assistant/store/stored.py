"""What the catalog holds, as it is read and written."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.corpus.dates import Date
from assistant.corpus.languages import UNKNOWN
from assistant.corpus.passages import Passage, Sentence, under
from assistant.corpus.transcripts import Transcript
from assistant.errors import IndexDamagedError
from assistant.store.arrays import Matrix, Vector

# In what is told of a record: the stems of its heading and words. They go to Chroma Cloud as weights, nowhere else.
STEMS = "stems"


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its row number, its words and its unit vectors.

    Attributes:
        heading: the title, date and section that the passage was embedded with.
        vector: of the whole passage, shape (dimension,).
        sentence_vectors: one row a sentence, shape (sentences, dimension).
    """

    id: int
    passage: Passage
    text: str
    heading: str
    vector: Vector
    sentence_vectors: Matrix

    @property
    def headed(self) -> str:
        """Its words under its heading, as models read it."""
        return f"{self.heading}\n{self.text}"

    def sentence_text(self, number: int) -> str:
        """The words of one of its sentences."""
        sentence = self.passage.sentences[number]
        return self.text[sentence.start - self.passage.start : sentence.end - self.passage.start]


@dataclass(frozen=True, slots=True, eq=False)
class StoredSentence:
    """Sentence ``number`` of a passage. Equal are those of one place, whatever their vectors."""

    stored: StoredPassage
    number: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StoredSentence) and (self.stored.id, self.number) == (other.stored.id, other.number)

    def __hash__(self) -> int:
        return hash((self.stored.id, self.number))

    @property
    def source(self) -> str:
        """Its transcript."""
        return self.stored.passage.source

    @property
    def start(self) -> int:
        """Where it starts in the transcript's text."""
        return self.stored.passage.sentences[self.number].start

    @property
    def speaker(self) -> str | None:
        """Who says it, where that is known."""
        return self.stored.passage.sentences[self.number].speaker

    @property
    def text(self) -> str:
        """Its words."""
        return self.stored.sentence_text(self.number)


@dataclass(frozen=True, slots=True)
class Entry:
    """A transcript to be written: its passages, their Chroma ids, and of each its vector above its sentences'.

    Attributes:
        contents: of each passage the digest of what the encoder reads of it; equal ones have equal vectors.
        stamp: size and times of its file when it was read; empty where the file must be read again to know.
    """

    transcript: Transcript
    passages: Sequence[Passage]
    keys: Sequence[str]
    vectors: Sequence[Matrix]
    contents: Sequence[str] = ()
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What tells one transcript from another: its title, its date, the people it speaks of, its language."""

    source: str
    title: str
    date: Date | None
    people: tuple[str, ...]
    language: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Spoken:
    """That someone speaks in a transcript: how many characters, and first in which sentence of which passage (row)."""

    source: str
    speaker: str
    characters: int
    first: tuple[int, int]


def stored_passage(row: tuple[object, ...]) -> StoredPassage:
    """The passage that a row of the catalog describes."""
    id_, source, number, start, end, spans, blob, text, heading, section = row
    sentences = tuple(Sentence(a, b, speaker) for a, b, speaker in json.loads(str(spans)))
    assert isinstance(blob, bytes)
    vectors = matrix_of(blob, len(sentences) + 1)
    passage = Passage(str(source), int(str(number)), int(str(start)), int(str(end)), sentences, str(section or ""))
    headed = under(str(heading), passage.section)
    return StoredPassage(int(str(id_)), passage, str(text), headed, vectors[0], vectors[1:])


def matrix_of(blob: bytes, rows: int = 1) -> Matrix:
    """Vectors as they are stored, half-precision numbers one after the other, in so many rows.

    Raises:
        IndexDamagedError: when the bytes are not that many vectors.
    """
    try:
        return np.frombuffer(blob, dtype=np.float16).astype(np.float32).reshape(rows, -1)
    except ValueError as error:
        raise IndexDamagedError("vectors in the catalog are damaged: run assistant doctor --repair") from error


def blob_of(matrix: Matrix) -> bytes:
    """Vectors as they are stored."""
    return matrix.astype(np.float16).tobytes()
