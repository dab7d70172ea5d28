"""What the encoder reads of a passage, and what follows from it: its id in Chroma, and which vectors are its own."""

import hashlib
from typing import Any

from assistant.corpus.passages import Passage, under
from assistant.corpus.transcripts import Transcript
from assistant.language import stems
from assistant.store.stored import STEMS


def embedded_text(transcript: Transcript, passage: Passage) -> str:
    """What the encoder reads of a passage: the transcript's heading, the section, then the passage's own words."""
    return f"{under(transcript.heading, passage.section)}\n{transcript.text[passage.start : passage.end]}"


def spans_in(transcript: Transcript, passage: Passage) -> list[tuple[int, int]]:
    """Where its sentences begin and end in what the encoder reads."""
    shift = len(under(transcript.heading, passage.section)) + 1 - passage.start
    return [(s.start + shift, s.end + shift) for s in passage.sentences]


def metadata(transcript: Transcript, passage: Passage, *, stemmed: bool) -> dict[str, Any]:
    """What Chroma is told of a passage, for filters; with its stems where Chroma searches by words."""
    facts: dict[str, Any] = {"source": transcript.source, "start": passage.start, "end": passage.end}
    if stemmed:
        facts[STEMS] = " ".join(stems(embedded_text(transcript, passage)))
    if transcript.date and transcript.date.key:
        facts["date"] = transcript.date.key
    return facts


def key_of(transcript: Transcript, passage: Passage) -> str:
    """Chroma's id: the same words at the same place of the same source keep it."""
    return _digest(f"{transcript.source}\0{passage.start}\0{embedded_text(transcript, passage)}")


def moved_key(transcript: Transcript, passage: Passage, content: str) -> str:
    """Chroma's id of a passage whose vectors come from ``content``, be it embedded under another heading."""
    if content == content_of(transcript, passage):
        return key_of(transcript, passage)
    return _digest(f"{transcript.source}\0{passage.start}\0{content}")


def content_of(transcript: Transcript, passage: Passage) -> str:
    """Digest of all that a passage's vectors come from: heading, words, and where its sentences begin and end."""
    return _digest(f"{spans_in(transcript, passage)}\0{embedded_text(transcript, passage)}")


def _digest(mark: str) -> str:
    return hashlib.sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()[:32]
