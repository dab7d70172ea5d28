"""Notes of a sound in a transcript, "[Music]", "(applause)", "♪": nobody says them, and they name nobody."""

import re

_HEARD = (
    "music|applause|laughter|laugh|laughs|laughing|chuckles?|chuckling|giggles?|cheers|cheering|sighs?|sighing|coughs?|"
    "coughing|gasps?|sneezes|sniffs|whistling|whistles|singing|humming|crying|sobbing|screams|screaming|groans|barking|"
    "beep|beeps|beeping|noise|static|silence|inaudible|unintelligible|indistinct|crosstalk|foreign"
)
_AROUND = r"[^\W\d_][\w’'-]{0,20}"
# Begun with a set of signs, which is looked for ten times as fast as what begins with a choice.
_NOTE = re.compile(
    r"[\[(♪♫](?:(?<=[\[(])(?=[\s\w♪♫])\s?[♪♫]?\s?"
    rf"(?:{_AROUND} ){{0,2}}(?:{_HEARD})(?: {_AROUND}){{0,2}}\s?[♪♫]?\s?[\])]|(?<=[♪♫])[♪♫]*)",
    re.IGNORECASE,
)


def notes_in(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Where in ``text[start:end]`` a sound is noted, brackets and all, in order."""
    return [match.span() for match in _NOTE.finditer(text, start, len(text) if end is None else end)]


def only_sounds(text: str) -> bool:
    """Whether ``text`` notes sounds, and has no word beside that."""
    return _NOTE.search(text) is not None and not re.search(r"\w", _NOTE.sub("", text))


def without_sounds(text: str) -> str:
    """``text`` with a space for each character of its notes of sounds, so that all else stands where it stood."""
    return _NOTE.sub(lambda note: " " * len(note.group()), text)
