"""What people call the transcripts and the meetings that they are of: each noun once, by what may be asked with it."""

import re
from collections.abc import Iterable


def _any_of(nouns: Iterable[str], ending: str) -> str:
    return f"(?:{'|'.join(nouns)}){ending}"


_OCCASIONS = tuple(
    """transcript meeting interview conversation talk session hearing speech recording discussion episode negotiation
    debate briefing call conference lecture sitting programme broadcast podcast""".split()
)
# A file of any kind, whatever it holds.
FILES = ("file", "document", "text")
# What can come first or last and have a date. "Which visits" asks of visits, but "the last visit" is the last that a
# transcript is of.
MEETING = _any_of((*_OCCASIONS, "visit", "reception"), "s?")
# What "which …", "how many …" and "all …" ask of where they ask of transcripts. "The last report", "the first panel"
# are as often things told of, so these are not put in order.
TRANSCRIPT = _any_of(
    (*_OCCASIONS, *FILES, "report", "panel", "minute", "edition", "seminar", "webinar", "keynote"), "(?:e?s)?"
)
# What was filmed, and lies there as its subtitles.
FILMED = ("video", "vlog", "recording", "caption", "subtitle", "tutorial")
# What a transcript of one kind among others may be called: "the podcast".
KIND = _any_of(dict.fromkeys((*_OCCASIONS, "seminar", "webinar", "keynote", *FILMED)), "(?:e?s)?")
TRANSCRIPT_WORD = re.compile(TRANSCRIPT, re.IGNORECASE)
# What is held on a topic: "the discussion about prices".
TALK = _any_of(("discussion", "conversation", "talk", "debate", "presentation"), "s?")
# Those who come to a meeting, as a question or a sentence counts them.
FOLK = (
    r"(?:people|persons?|members|guests|visitors|attendees|participants|residents|citizens|delegates|shareholders|"
    r"journalists|reporters|parents|children|pupils|students|spectators|listeners|voters|neighbours|households|men|women|"
    r"others)"
)
# What has no topic of its own: "summarize the whole meeting".
WHOLE = _any_of(("meeting", "talk", "discussion"), "")
# What leaves open which one, after "the" and without a name.
UNNAMED = ("meeting", "talks", "interview", "session", "hearing", "conversation", "briefing", "visit")
# What every transcript is called whatever it is of.
ALWAYS = ("transcript", "recording", "meeting")


def is_transcript(word: str) -> bool:
    """Whether a word is what every transcript is called, and so says nothing of what is asked."""
    return word.lower().removesuffix("s") in ALWAYS
