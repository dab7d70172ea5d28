"""What comes back: an answer with citations, or a refusal with its reason, and the events that lead up to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# How notes begin that are read again: which words answer, and what failed, for a reason that may name folders.
IN_SHORT = "in short: "
MODEL_FAILED = "this answer is extractive, the chat model failed: "
READ_BY_RULES = "the follow-up was read by the rules: "


class Reason(StrEnum):
    """Why the assistant declines to answer."""

    NOT_IN_CORPUS = "not_in_corpus"
    NO_SUCH_ENTITY = "no_such_entity"
    FALSE_PREMISE = "false_premise"
    UNCLEAR_QUESTION = "unclear_question"
    NOT_A_QUESTION = "not_a_question"
    FILTERED_OUT = "filtered_out"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words that a sentence rests on: ``text[start:end] == quote`` in the transcript ``source``.

    Attributes:
        n: its number in the answer's marks, from 1; 0 for nearest evidence that no sentence rests on.
        date: ISO 8601, ``--MM-DD`` when the year is unknown, None when no date is.
        support: how far the quote bears out the sentence that cites it, 0 to 1.
        verified: whether every check of that sentence against the quote passed.
        page: of the file, from 1, where it has pages.
        time: into the recording, as ``00:12:03``, where the file has times.
    """

    n: int
    source: str
    title: str
    date: str | None
    speaker: str | None
    quote: str
    start: int
    end: int
    support: float
    verified: bool
    page: int | None = None
    time: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object; ``page`` and ``time`` are in it only where the file has them."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in told.items() if value is not None or name not in ("page", "time")}

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Citation":
        """The citation that ``as_dict`` told."""
        return cls(**{name: row[name] for name in cls.__slots__ if name in row})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A declared outcome: why there is no answer, in words for the user, and what there is instead.

    Attributes:
        nearest: the sentences that come nearest, none of them an answer.
        suggestion: a question that the corpus does answer, or None.
    """

    reason: Reason
    message: str
    nearest: tuple[Citation, ...] = ()
    suggestion: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        return {
            "reason": self.reason.value,
            "message": self.message,
            "nearest": [citation.as_dict() for citation in self.nearest],
            "suggestion": self.suggestion,
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Refusal":
        """The refusal that ``as_dict`` told."""
        nearest = tuple(Citation.from_dict(citation) for citation in row["nearest"])
        return cls(Reason(row["reason"]), row["message"], nearest, row.get("suggestion"))


class ClaimVerdict(StrEnum):
    """How far the cited words bear a written sentence out."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One sentence that a chat model wrote: the answer's ``text[start:end]``, and what the check of it found.

    Attributes:
        marks: numbers of the citations that it was held against; none when nothing was found to hold it against.
        problems: what in it is not borne out: ``figure``, ``unit``, ``date``, ``name``, ``office``, ``negation``,
            ``direction``, ``order``, ``speaker``, ``standing``, ``wording``, ``uncited``; ``quotation`` where words
            that are not verbatim lost their quotation marks.
    """

    text: str
    start: int
    end: int
    marks: tuple[int, ...]
    verdict: ClaimVerdict
    problems: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The JSON object in an answer's ``claims``."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "marks": list(self.marks),
            "verdict": self.verdict.value,
            "problems": list(self.problems),
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "CheckedClaim":
        """The claim that ``as_dict`` told."""
        verdict, marks, problems = ClaimVerdict(row["verdict"]), tuple(row["marks"]), tuple(row["problems"])
        return cls(row["text"], row["start"], row["end"], marks, verdict, problems)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a chat model took: tokens as its provider counts them (0 where it does not), and the wait for the first."""

    input_tokens: int
    output_tokens: int
    first_token_ms: float

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.first_token_ms or other.first_token_ms,
        )

    def as_dict(self) -> dict[str, Any]:
        """The JSON object in an answer."""
        return {
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "first_token_ms": round(self.first_token_ms, 2),
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Usage":
        """The usage that ``as_dict`` told."""
        return cls(row["input_tokens"], row["output_tokens"], row["first_token_ms"])


@dataclass(frozen=True, slots=True)
class Answer:
    """One question's outcome. ``text`` carries marks [1], [2] … that number ``citations``.

    Attributes:
        confidence: calibrated probability that the corpus answers the question, 0 to 1.
        mode: ``extractive`` or ``provider:model``, whichever wrote ``text``.
        notes: what a reader should know of how it was made (a mended spelling, a model that failed).
        timings_ms: milliseconds by stage, ``total`` among them.
        claims: sentences that a chat model wrote, each with the verdict on it; an extractive answer makes none.
        usage: what the chat model took for it, rewriting of the question included; None where none was asked.
    """

    question: str
    standalone_question: str
    text: str
    mode: str
    citations: tuple[Citation, ...]
    confidence: float
    timings_ms: dict[str, float]
    refusal: Refusal | None = None
    notes: tuple[str, ...] = ()
    claims: tuple[CheckedClaim, ...] = ()
    usage: Usage | None = None

    @property
    def answered(self) -> bool:
        """Whether the corpus answered."""
        return self.refusal is None

    @property
    def in_short(self) -> str:
        """The words that answer, where they are known; "" where not. Pages tell them apart from ``remarks``."""
        return next((note.removeprefix(IN_SHORT) for note in self.notes if note.startswith(IN_SHORT)), "")

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes but for the words that answer."""
        return tuple(note for note in self.notes if not note.startswith(IN_SHORT))

    @property
    def certainty(self) -> str:
        """How sure an answer is, in words: ``confidence 87 %``; "" where nothing was estimated, and of a refusal.

        The confidence is that the transcripts answer, so where a chat model wrote a sentence that they do not bear out,
        it is how many they do. A summary, and what is read off the transcripts (which is the longest), is certain by
        construction: their confidence is 1, which no estimate reaches.
        """
        if self.refusal:
            return ""
        supported = sum(claim.verdict is ClaimVerdict.SUPPORTED for claim in self.claims)
        if supported < len(self.claims):
            return f"{supported} of {len(self.claims)} sentences supported"
        if self.confidence >= 1:
            return ""
        percent = round(self.confidence * 100)
        return "confidence over 99 %" if percent == 100 else f"confidence {percent} %"

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "answered": self.answered,
            "answer": self.text,
            "mode": self.mode,
            "refusal": self.refusal.as_dict() if self.refusal else None,
            "citations": [citation.as_dict() for citation in self.citations],
            "claims": [claim.as_dict() for claim in self.claims],
            "confidence": round(self.confidence, 4),
            "notes": list(self.notes),
            "usage": self.usage.as_dict() if self.usage else None,
            "timings_ms": {stage: round(ms, 2) for stage, ms in self.timings_ms.items()},
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Answer":
        """The answer that ``as_dict`` told, as from a conversation that was kept.

        Raises:
            KeyError, TypeError, ValueError: when ``row`` is no such object.
        """
        return cls(
            question=row["question"],
            standalone_question=row["standalone_question"],
            text=row["answer"],
            mode=row["mode"],
            citations=tuple(Citation.from_dict(citation) for citation in row["citations"]),
            confidence=row["confidence"],
            timings_ms=dict(row["timings_ms"]),
            refusal=Refusal.from_dict(row["refusal"]) if row["refusal"] else None,
            notes=tuple(row.get("notes", ())),
            claims=tuple(CheckedClaim.from_dict(claim) for claim in row.get("claims", ())),
            usage=Usage.from_dict(row["usage"]) if row.get("usage") else None,
        )


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Event: passages were found. ``passages`` are (source, start, end), best first."""

    standalone_question: str
    passages: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """Event: the next piece of the answer's text; empty while a chat model is silent.

    The pieces add up to the answer's text, unless checking the whole changed it or the model failed: ``Answered`` has
    the text that counts.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Event: the citation whose mark comes next in the text that a chat model is writing."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Answered:
    """Event, always the last: the whole answer."""

    answer: Answer


Event = Retrieved | Delta | Cited | Answered
History = list[tuple[str, str]]
