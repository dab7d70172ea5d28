"""What a pass over all transcripts gives: the sentences, the lead over them, and how sure it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from assistant.questions.survey_request import SurveyKind
from assistant.store.stored import StoredPassage, StoredSentence

MAX_ITEMS = 12
# Words of a sentence that a transcript can be said to open with: "Speaker: Good evening." has fewer.
FEWEST_TO_OPEN = 7


class SurveyItem(StoredSentence):
    """One cited sentence."""

    __slots__ = ()


class Lead:
    """What words of ours say over the sentences cited: stretches of text, each before the sentences it rests on."""

    __slots__ = ("_pieces",)

    def __init__(self, *pieces: "str | SurveyItem | Lead") -> None:
        self._pieces: tuple[str | SurveyItem, ...] = tuple(
            part for piece in pieces for part in (piece._pieces if isinstance(piece, Lead) else [piece])
        )

    def __str__(self) -> str:
        return self.told({})

    def told(self, numbers: Mapping[SurveyItem, int]) -> str:
        """The text with a mark for each sentence that has a number."""
        return "".join(self._told(numbers))

    def _told(self, numbers: Mapping[SurveyItem, int]) -> Iterator[str]:
        between = " "
        for piece in self._pieces:
            if isinstance(piece, str):
                yield piece
                between = " "
            elif piece in numbers:
                yield f"{between}[{numbers[piece]}]"
                between = ""


class Apart(Enum):
    """What stands in a paragraph of its own, under the title of its transcript where there are several."""

    NOTHING = auto()
    SENTENCES = auto()
    TRANSCRIPTS = auto()


@dataclass(frozen=True, slots=True)
class Survey:
    """A result over all transcripts: a lead of ours that states it, and the sentences it rests on.

    Attributes:
        items: by transcript and then position, except that the largest figure comes first and that the things
            compared come in the order of the question; none when no transcript
            speaks of what is counted: the lead then says so and there is nothing to cite.
        confidence: probability that it is right, from its evidence.
        notes: what limits the result ("the periods differ, so …").
        heads: by a sentence, words of ours that open a paragraph with it: whom it is on, which names it shows.
    """

    kind: SurveyKind
    lead: Lead
    items: tuple[SurveyItem, ...]
    confidence: float
    notes: tuple[str, ...] = ()
    apart: Apart = Apart.NOTHING
    heads: Mapping[SurveyItem, str] = field(default_factory=dict)


def sentences(passages: Sequence[StoredPassage]) -> list[SurveyItem]:
    """All sentences of the passages, in order."""
    return [SurveyItem(stored, i) for stored in passages for i in range(len(stored.passage.sentences))]


def opening_of(passages: Sequence[StoredPassage]) -> list[SurveyItem]:
    """How a transcript opens, by its first passage: its first sentence that is more than a greeting, else its first."""
    found = sentences(passages[:1])
    return [item for item in found if len(item.text.split()) >= FEWEST_TO_OPEN][:1] or found[:1]


def first_items(
    hits: Mapping[str, Sequence[SurveyItem]], per_transcript: int, total: int = 0
) -> tuple[tuple[SurveyItem, ...], tuple[str, ...]]:
    """The sentences to cite, in the order of the text, and a note where there are more transcripts than are cited.

    Args:
        total: how many transcripts have hits, where ``hits`` are only those of the first.
    """
    total = total or len(hits)
    per = per_transcript if len(hits) * per_transcript <= MAX_ITEMS else 1
    chosen = [item for source in sorted(hits) for item in list(dict.fromkeys(hits[source]))[:per]][:MAX_ITEMS]
    note = (f"the first {MAX_ITEMS} of the {total} transcripts are cited",) if total > MAX_ITEMS else ()
    return tuple(sorted(chosen, key=lambda item: (item.source, item.start))), note


def out_of(some: int, total: int) -> str:
    """ "2 of 5 transcripts"."""
    return f"{some} of {total} transcripts"
