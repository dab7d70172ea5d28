"""Labels of speaker-labelled transcripts: how people and recorders write who speaks, and when.

``Ann Lee: …``, ``[00:12:03] ANN LEE``, ``[00:12:03] Ann Lee: …``, ``ANN LEE (00:12:03): …``, ``Ann Lee  12:03`` on a
line of its own, and ``[00:12:03] …`` without a name. A colon alone proves nothing ("Note: …"): see ``turns``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.corpus.sentences import EXAMINED, SENTENCE_MARKS, Span

# No label is longer; what is matched against is cut to it, so that a line of 100 MB costs no more than a short one.
HEAD_CHARACTERS = 160
_WORDS_IN_NAME = 6
# A time of a recording: "01:05", "00:12:03.500".
TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_STAMP = rf"(?P<time>{TIME})(?:\s?(?:-->|[-–—])\s?{TIME})?"
_AT = rf"(?:[\[(]{_STAMP}[\])]|{_STAMP.replace('time', 'time2')})"
_NAME = r"(?P<name>[^\W_][^\n:：\[\]()<>|{}]{0,58}?)"
_ASIDE = r"(?:\s?[(\[][^:\n]{1,90}[)\]])?"
_LEAD = r"(?:[-•*–—>#_]{1,4}\s{0,3})?"
_CLOSE = r"(?:\*\*|__)?"
# After a full-width colon no space stands.
_COLON = rf"{_CLOSE}\s?(?::{_CLOSE}(?=\s|$)|：{_CLOSE})"
_FORMS = (
    # [00:12:03] Ann Lee: …    00:12:03 Ann Lee (Chair): …
    re.compile(rf"{_LEAD}{_AT}\s{{1,4}}[-–—]?\s?{_CLOSE}{_NAME}{_ASIDE}{_COLON}"),
    # [00:12:03] ANN LEE    on a line of its own
    re.compile(rf"{_LEAD}[\[(]{_STAMP}[\])]\s{{1,4}}{_CLOSE}{_NAME}{_CLOSE}\s{{0,3}}(?=\n|$)"),
    # ANN LEE (00:12:03): …    Ann Lee [00:12:03]
    re.compile(rf"{_LEAD}{_NAME}{_CLOSE}\s{{0,3}}[\[(]{_STAMP}[\])](?:{_COLON}|\s{{0,3}}(?=\n|$))"),
    # Ann Lee  12:03    on a line of its own
    re.compile(rf"{_LEAD}{_NAME}{_CLOSE}\s{{1,4}}{_STAMP}\s{{0,3}}(?=\n|$)"),
)
# All of these have it in them.
_HAS_TIME = re.compile(r"\d:\d\d")
_BARE = re.compile(rf"{_LEAD}{_NAME}{_ASIDE}{_COLON}")
_TIME_ONLY = re.compile(rf"[\[(]{_STAMP}[\])]\s*|{_STAMP.replace('time', 'time2')}\s*(?=\n|$)")
_SPACE = re.compile(r"\s*")
# What stands before a colon and is nobody.
_NO_NAMES = frozenset(
    """note notes source sources photo photos image images video audio tags update updated correction example summary
    agenda date time place location subject re fwd http https ps nb warning tip abstract keywords contents references
    part chapter section figure table step title transcript""".split()
)
# A full stop after a short word is an abbreviation: "Hon. Ann Lee".
_CLAUSE = re.compile(r"[?!;]\s|\w{6}\.\s|[。！？；，]")
PARTICLES = frozenset("of the de da di du la le van von der den bin al el y and und et i e &".split())
# Who speaks from the floor, under no name and partly in small letters.
_FLOOR = re.compile(
    r"(?:(?:un(?:identified|known|named)|fe?male|another|first|second|third) )?"
    r"(?:audience|public|panel|floor|speaker|voice|man|woman|member|question(?:er)?|participant|attendee|student|caller)"
    r"(?: (?:audience|member|question(?:er)?|participant|speaker|voice|man|woman))?"
    r"(?: (?:from|in|of|on) (?:the |a )?(?:\w+ )?(?:audience|floor|public|hall|room|gallery|crowd|chat|line))?"
    r"(?: (?:\d{1,2}|[A-Z]))?",
    re.IGNORECASE,
)
# Of a sentence alone, whose transcript may have its labels elsewhere: "Director Ann Lee: We begin".
_LABEL = re.compile(
    r"\s*(?P<who>[^\W\d_a-zà-ÿ][\w.'’-]*(?:\s+(?:of|the|de|van|von|[^\W\d_a-zà-ÿ][\w.'’-]*)){0,5})\s*(?:\([^)]*\)\s*)?(?::\s|：)"
)
# A name on a line of its own, and what may stand behind it: "Ann Lee -- Treasurer", "Ann Lee, Treasurer".
_ALONE = re.compile(rf"{_LEAD}{_CLOSE}{_NAME}(?P<office>(?:\s[-–—|]{{1,2}}\s|,\s)[^\n.!?]{{2,80}})?{_CLOSE}\s{{0,3}}")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at ``start``: who speaks after it (empty: not said), at which second, and where the words begin.

    Attributes:
        speaker: without a time an empty one closes the turn above.
        bare: whether it is a name and a colon only, which stays a part of the sentence that it opens.
        stays: whether its own words are kept among those of the text, though nothing is said behind them.
    """

    start: int
    words: int
    speaker: str
    seconds: int | None
    bare: bool
    stays: bool = False


def read_label(text: str, span: Span) -> Label | None:
    """The label that a paragraph opens with, if it opens with one."""
    start, end = span
    head = text[start : min(end, start + HEAD_CHARACTERS)]
    if ":" not in head and "：" not in head:
        return None
    timed = _HAS_TIME.search(head) is not None
    for form in _FORMS if timed else ():
        match = form.match(head)
        if match and (name := _name(match["name"])):
            groups = match.groupdict()
            return Label(
                start, _words(text, span, match), name, seconds_of(groups["time"] or groups.get("time2", "")), False
            )
    match = _BARE.match(head)
    if match and (name := _name(match["name"])):
        return Label(start, _words(text, span, match), name, None, True)
    match = _TIME_ONLY.match(head) if timed else None
    if match:
        return Label(start, _words(text, span, match), "", seconds_of(match["time"] or match["time2"]), False)
    return None


def read_part(text: str, span: Span) -> Label | None:
    """The label of a paragraph of a hearing, where "Q." and "A." are some: "Q" and "A"."""
    asked = EXAMINED.match(text, *span)
    if asked and not asked.group().rstrip(" *_").endswith(":"):
        return Label(span[0], asked.end(), asked["part"], None, False)
    return read_label(text, span)


def name_alone(text: str, span: Span) -> tuple[str, str]:
    """The name that a short paragraph is, and what stands behind it ("Treasurer"); "" and "" where it is none."""
    if span[1] - span[0] > HEAD_CHARACTERS or text[span[1] - 1] in ".!?…":
        return "", ""
    match = _ALONE.fullmatch(text, *span)
    name = _name(match["name"]) if match else ""
    return (name, match["office"] or "") if match and name else ("", "")


def time_at(text: str, span: Span) -> str:
    """The time of a recording that a paragraph opens with, as written; "" where it opens with none."""
    match = _TIME_ONLY.match(text, *span)
    return match["time"] or match["time2"] if match else ""


def opens_timed_turn(line: str) -> bool:
    """Whether a line is a name with a time and nothing else."""
    turn = read_label(line, (0, len(line)))
    return turn is not None and bool(turn.speaker) and turn.seconds is not None and turn.words == len(line)


def is_heading(text: str, span: Span) -> bool:
    """Whether a paragraph opens with a word that is nobody's name, and a colon: "Note: …"."""
    match = _BARE.match(text[span[0] : min(span[1], span[0] + HEAD_CHARACTERS)])
    return match is not None and match["name"].split()[0].lower() in _NO_NAMES


def ends_as_speech(words: str) -> bool:
    """Whether what follows a label is nothing yet, or ends as a sentence does."""
    return words.rstrip("\"'”’»)]」』")[-1:] in {"", *SENTENCE_MARKS}


def label_of(text: str) -> str | None:
    """The label that ``text`` begins with, "Director Ann Lee" of "Director Ann Lee: We begin"."""
    match = _LABEL.match(text)
    return match["who"] if match else None


def seconds_of(stamp: str) -> int:
    """Seconds of ``12:03``, ``00:12:03`` or ``00:12:03.250``, the fraction dropped."""
    total = 0
    for part in re.split(r"[.,]", stamp)[0].split(":"):
        total = total * 60 + int(part)
    return total


def _words(text: str, span: Span, label: re.Match[str]) -> int:
    """Where the words after a label begin; the paragraph's end when it holds the label only."""
    after = _SPACE.match(text, span[0] + label.end(), span[1])
    return after.end() if after else span[1]


@lru_cache(maxsize=4096)
def _name(label: str) -> str:
    """A label as a name; empty when it reads like no name: a clause, a heading such as "Note"."""
    name = label.strip(" \t*_-–—.,")
    words = name.split()
    if not words or len(words) > _WORDS_IN_NAME or words[0].lower() in _NO_NAMES:
        return ""
    small = any(word[0].islower() and word.lower() not in PARTICLES for word in words)
    if (small and not (name[0].isupper() and _FLOOR.fullmatch(name))) or _CLAUSE.search(name):
        return ""
    return " ".join(words) if any(char.isalpha() for char in name) else ""
