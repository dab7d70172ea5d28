"""Who speaks in an answer, and what is no speech in it: the labels before its quotes, the captions in brackets."""

import re
from dataclasses import replace

from assistant.corpus.offices import OFFICES, TRADES
from assistant.language import FUNCTION_WORDS
from assistant.questions.phrases import Phrase

_CAPTION = re.compile(
    r"\s*(?:\[(?!\d)[^\[\]\n]{1,40}\]|\((?:laughter|laughs?|laughing|applause|music|pause|sic)\))", re.I
)
_STARTS = r"(?:(?<=[.?!…\])”\"’] )|^)"
_MARKED = re.compile(rf"{_STARTS}\*\*(?P<label>[^*\n:]{{1,60}}):?\*\*:? ")
_CAPITALS = re.compile(rf"{_STARTS}(?P<label>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]*){{0,4}})(?= ?:)")
# "Q. Who built it? A. The smith."
_ASKED_AND_ANSWERED = re.compile(rf"{_STARTS}[QA][.:] +")
_LABEL = re.compile(rf"{_STARTS}(?P<label>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){{0,3}}) ?: ")
# "what did bo say"
_SAYS = re.compile(
    r"\W*(?:what|why|when|where|how) (?:else )?(?:do|does|did|will|would|has|had) (?P<name>[a-z]{2,}) "
    r"(?:say|said|think|thought|tell|told|answer|reply|suggest|recommend|propose|promise|want|mean|know|ask)\b"
)
_NO_NAME = re.compile(
    rf"\w+(?:s|ion|ment|ity|ff|ence|ancy)|(?:some|any|every|no)(?:one|body)|people|each|both|all|press|media|police|"
    rf"public|council|board|{'|'.join(sorted(FUNCTION_WORDS | OFFICES | TRADES))}"
)
_PARTS = frozenset(
    """interviewer interviewee speaker moderator customer agent caller host guest narrator audience question q
    a""".split()
)
_PARTS |= OFFICES | TRADES
_TITLE = re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof|St)\.(?= [A-Z])")
_LETTERS = 3
_TELLS_OF_SELF = re.compile(
    r" ?:\W*(?:(?:um+|uh+|er|well|yes|yeah|oh|so|actually|now)\b\W*)*(?:I\b|we\b|(?:it|that) was (?:me|us)\b)", re.I
)


def spoken(answer: str) -> str:
    """The answer without captions, its labels written as names are: "MR. LEE: [laughs] No." is "Mr Lee: No."."""
    said = _ASKED_AND_ANSWERED.sub("", _MARKED.sub(r"\g<label>: ", _CAPTION.sub("", answer)))
    return _CAPITALS.sub(lambda label: _as_a_name(label["label"]), _TITLE.sub(r"\1", said))


def with_capitals(question: str, answer: str) -> str:
    """The question with the names of those who say or think something, and of the answer's speakers, as names."""
    speakers = {name for label in _LABEL.finditer(spoken(answer)) for name in label["label"].split()}
    written = {name.lower(): name for name in speakers if name.lower() not in FUNCTION_WORDS | OFFICES | TRADES}
    question = re.sub(r"\b[a-z]+\b(?![.’'-]\w)", lambda word: written.get(word.group(), word.group()), question)
    if (said := _SAYS.match(question)) and not _NO_NAME.fullmatch(said["name"]):
        question = f"{question[: said.start('name')]}{said['name'].capitalize()}{question[said.end('name') :]}"
    return _TITLE.sub(r"\1", question)


def as_speaker(label: Phrase) -> Phrase:
    """A label as the name that it is, though it opens the text; "Interviewer" is none."""
    named = label.bare.lower() not in _PARTS
    return replace(label, named=named, definite=named or label.definite, plural=label.plural and not named)


def is_label(text: str, end: int) -> bool:
    """Whether what ends there says who speaks: a colon follows."""
    return text.startswith((": ", " : "), end)


def tells_of_self(text: str, end: int) -> bool:
    """Whether the speaker whose label ends there begins with "I" or "it was me"."""
    return bool(_TELLS_OF_SELF.match(text, end))


def _as_a_name(label: str) -> str:
    """ "MR. O'NEIL-LEE" as "Mr O'Neil-Lee"; an abbreviation ("BBC") as it is."""
    if " " not in label and len(label) <= _LETTERS:
        return label
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), label).replace(". ", " ")
