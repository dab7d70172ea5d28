"""Transcripts as a pass over all of them sees them, with no index: for what words and figures alone decide."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import Transcript, read_transcript
from assistant.store.catalog import Card, StoredPassage
from assistant.surveys.gathering import Corpus


@dataclass(frozen=True)
class Shelf:
    """Stands in for the search, its index and its catalog at once."""

    held: dict[str, Transcript]

    @property
    def index(self) -> "Shelf":
        return self

    @property
    def catalog(self) -> "Shelf":
        return self

    def cards(self) -> list[Card]:
        return [Card(t.source, t.title, t.date, t.people) for t in self.held.values()]

    def transcript(self, source: str) -> Transcript:
        return self.held[source]


def shelved(*texts: str) -> Corpus:
    """A corpus of transcripts, each written as in a file: its title, an empty line, what is told."""
    held = {f"{n}.txt": read_transcript(text, f"{n}.txt") for n, text in enumerate(texts)}
    search: Any = Shelf(held)
    passages = {
        source: [
            StoredPassage(
                n,
                passage,
                t.text[passage.start : passage.end],
                t.heading,
                np.ones(2),
                np.ones((len(passage.sentences), 2)),
            )
            for n, passage in enumerate(split_into_passages(t), 100 * number)
        ]
        for number, (source, t) in enumerate(held.items())
    }
    return Corpus(search, passages, sorted(held))
