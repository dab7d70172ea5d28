"""Subtitles, SubRip and WebVTT: the words as running text, with the second at which each cue begins.

Both are lines with an arrow between two times, then words up to a blank line. They are read by hand, line by line,
because the libraries for them stop at the first fault in a file that players show without complaint.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.corpus.formats.extracted import Extracted, Writer
from assistant.corpus.formats.text import decoded
from assistant.corpus.labels import TIME, seconds_of
from assistant.corpus.sounds import only_sounds
from assistant.corpus.utterances import may_end
from assistant.errors import TranscriptError

_ARROW = re.compile(rf"\s*({TIME})\s{{0,3}}-->\s{{0,3}}({TIME})")
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,60})?\s+([^<>]{1,100})>")
_TAG = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,200}\}")
_LABEL = re.compile(
    r"(?:-\s?)?(?P<name>[A-Z][A-Z.'’ -]{1,40}|[^\W\d_a-z][\w.'’-]{0,30}(?: [^\W\d_a-z][\w.'’-]{0,30}){0,3}):(?:\s|$)"
)
# Python turns no more than 4,300 digits into a number; a character's number has seven.
_NO_CHARACTER = re.compile(r"&#\d{8,};?")
_SENTENCE_ENDS = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
# A pause of so many seconds after a sentence begins a paragraph, and so does a sentence that ends a long one.
_PAUSE_SECONDS = 3
_LONG_CHARACTERS = 600
# Where fewer cues than this share end or hold a sentence, it is a machine's, which writes no full stop: there a shorter
# silence begins a paragraph, and so does music.
_PUNCTUATED = 0.1
_SILENCE_SECONDS = 2
_HOLDS_END = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s|$)|[。！？]")


@dataclass(frozen=True, slots=True)
class _Cue:
    """One subtitle: seconds from and to, its words, and the voice that the file names for it."""

    begin: int
    end: int
    words: str
    voice: str


def read_subtitles(raw: bytes, name: str) -> Extracted:
    """The words of a subtitle file, a mark for every cue; speakers where the file names them.

    Raises:
        TranscriptError: when it holds no cue, or is no text.
    """
    cues = list(_without_repeats(_cues(decoded(raw, name))))
    unmarked = sum(bool(_HOLDS_END.search(cue.words)) for cue in cues) < _PUNCTUATED * len(cues)
    writer = Writer()
    before: _Cue | None = None
    since = 0
    for cue in cues:
        if before is None or _begins_paragraph(before, cue, since) or (unmarked and _is_apart(before, cue)):
            writer.paragraph()
            since = 0
        if cue.voice and (before is None or before.voice != cue.voice):
            writer.mark(speaker=cue.voice)
        writer.mark(seconds=cue.begin)
        writer.write(cue.words)
        since += len(cue.words)
        before = cue
    if before is None:
        raise TranscriptError(f"{name}: no subtitles in it")
    return Extracted(writer.text, writer.marks, headed=False)


def _cues(text: str) -> Iterator[_Cue]:
    times: re.Match[str] | None = None
    lines: list[str] = []
    voice = ""
    for line in [*text.split("\n"), ""]:
        arrow = _ARROW.match(line) if "-->" in line else None
        if arrow or not line.strip():
            if times and lines:
                found = _cue(times, lines, voice)
                voice = found.voice
                yield found
            times, lines = arrow, []
        elif times:
            lines.append(line)


def _cue(times: re.Match[str], lines: list[str], voice: str) -> _Cue:
    joined = "\n".join(lines)
    named = _VOICE.search(joined)
    plain = _NO_CHARACTER.sub("\ufffd", _TAG.sub("", joined))
    words = " ".join(html.unescape(plain).replace("\0", "\ufffd").split())
    label = _LABEL.match(words)
    voice = named[1].strip() if named else (label["name"].strip() if label else voice)
    return _Cue(seconds_of(times[1]), seconds_of(times[2]), words, voice)


def _without_repeats(cues: Iterator[_Cue]) -> Iterator[_Cue]:
    """Cues without the words that the one before showed already: rolling captions show each line twice."""
    shown = ""
    for cue in cues:
        words = cue.words
        if shown and (words == shown or words.startswith(f"{shown} ")):
            words = words[len(shown) :].strip()
        elif len(cue.words.split()) > 1 and shown.endswith(f" {cue.words}"):
            words = ""
        shown = cue.words or shown
        if words:
            yield _Cue(cue.begin, cue.end, words, cue.voice)


def _begins_paragraph(before: _Cue, cue: _Cue, since: int) -> bool:
    if before.voice != cue.voice or cue.words.startswith(("- ", ">>")):
        return True
    ended = bool(_SENTENCE_ENDS.search(before.words))
    if (ended and only_sounds(cue.words)) or (since == len(before.words) and only_sounds(before.words)):
        return True
    return (
        (ended and (cue.begin - before.end >= _PAUSE_SECONDS or since > _LONG_CHARACTERS))
        or (since > 4 * _LONG_CHARACTERS and may_end(before.words))
        or since > 8 * _LONG_CHARACTERS
    )


def _is_apart(before: _Cue, cue: _Cue) -> bool:
    """Whether a cue without full stops begins a paragraph: behind a silence, or one of the two notes a sound."""
    silent = cue.begin - before.end >= _SILENCE_SECONDS and may_end(before.words)
    return silent or only_sounds(before.words) or only_sounds(cue.words)
