"""What a chat model puts round its sentences, taken off: thinking, fences, lists, headings, tables, other marks.

What is left is prose with marks like [1], one sentence after another, as the prompt asks for and small models seldom
write. It is read while it grows: of a text under way only that is given which more text cannot change.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from assistant.writing.marks import CALLED, with_plain_marks, without_half_a_tag, without_tags
from assistant.writing.thinking import without_thinking

_SPECIAL = re.compile(r"<\|[^|<>]{1,40}\|>|</?s>")
_FENCE = re.compile(r"[ \t]*+```[\w-]*+[ \t]*+$")
_HEADING = re.compile(r"[ \t]*+#{1,6}(?:\s++|$)")
_MONTHS = (
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split()
)
_SYMBOL = re.compile(r"[ \t]*+[-•*–·▪◦][ \t]++")
# "- 5" may be a figure below nought, "31. December" a day: a list has more than one of them.
_SIGNED = re.compile(r"[ \t]*+[-–][ \t]++[^\w\s]?\d")
_DASH = re.compile(r"[ \t]*+[-–][ \t]")
_NUMBERED = re.compile(rf"[ \t]*+\(?(?P<n>\d{{1,2}})[.)][ \t]++(?!(?:{'|'.join(_MONTHS)})\b)")
_HALF_A_BULLET = re.compile(r"[ \t]*+(?:[-•*–·▪◦#]++|\(?\d{0,2}[.)]?)[ \t]*+$")
_HALF_A_MONTH = re.compile(r"[ \t]*+\(?\d{1,2}[.)][ \t]++(?P<word>[A-Z][a-z]*)$")
_LABEL = re.compile(r"\*\*(?P<label>[^*\n]{1,60}?)\s*(?::\s*\*\*|\*\*\s*[:–—-])\s*")
_FULL_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?:\s+[^\W\d_a-z][\w.’'-]*)+")
_RULE = re.compile(r"[ \t]*+(?:[-*_=]\s*+){3,}+$")
_TABLE_RULE = re.compile(r"[ \t]*+(?:\|[ \t]*+)?:?--[-|: \t]*+$")
_BOLD = re.compile(r"[ \t]*+\*\*[^*]+\*\*:?[ \t]*+")
# Stars between words or figures multiply; a single one that nothing opened is a reader's note.
_EMPHASIS = re.compile(
    r"(?P<opens>(?<![\w)*])\*{1,3}(?=[^\s*]))|(?P<closes>(?<=[^\s*])\*{1,3}(?=[\s.,;:!?…)\]\"”’—–]|$))"
    r"|(?<!\w)__?(?=\w)|(?<=[\w.,;:!?])__?(?!\w)"
)
_SOURCES = (
    "References", "Reference", "Sources", "Source", "Citations", "Citation", "Works cited", "Passages cited",
    "Passages used", "Passage cited", "Passage used",
)  # fmt: skip
_LIST_OF_SOURCES = re.compile(
    rf"[ \t]*+(?:#{{1,6}}[ \t]*+)?(?:{'|'.join((*_SOURCES, *map(str.upper, _SOURCES)))})"
    r"[ \t]*+(?P<colon>:?)[ \t]*+(?P<told>.*)"
)
_TOLD_SOURCES = re.compile(
    rf"[\[(【]\s*(?:{CALLED})?\d.*|{CALLED}?\d{{1,3}}(?:\s*(?:[,;&]|and)\s*{CALLED}?\d{{1,3}})*\W*", re.IGNORECASE
)
_REFERENCE = re.compile(r"\W{0,6}(?:passage\s*)?\d{1,3}\s*[\]】).:]", re.IGNORECASE)
_QUESTION = re.compile(r"[ \t]*+question[ \t]*+:(?P<asked>(?:[^?\n\[.!]|[.!](?=\S))*+)", re.IGNORECASE)
_CLOSED = re.compile(r"[.!?:;,…][\"”’')]*+(?:\s*+\[[\d,\s]*+\])*+$")
_ONLY_MARKS = re.compile(r"(?:\s*+\[[\d,\s]*+\])++\s*+$")
_A_MARK = re.compile(r"[\[【(]\s*(?:[a-z]+\W{0,3})?\^?\d", re.IGNORECASE)
# Behind a line of which it is not known yet what follows it.
_OPEN = "\x00"
# Lines before one that may make it the next of a list; further back it waits for the line behind it.
_NEIGHBOURS = 12


def as_prose(text: str, *, whole: bool, passages: int) -> str:
    """What a model wrote as prose with marks, "" where it wrote nothing but thoughts.

    Args:
        whole: whether it is all there; else what may yet change is left out at its end.
        passages: how many there are to cite; "(2)" is only read as a mark where so many are.
    """
    text = without_thinking(text, whole=whole)
    if not whole and _may_be_packed(text):
        return ""
    text = without_tags(_SPECIAL.sub("", _unpacked(text)), whole=whole)
    lines = text.replace("\r", "").split("\n")
    if not whole:
        lines[-1] = without_half_a_tag(lines[-1])
        lines = _certain(lines)
    return with_plain_marks(" ".join(_read(lines)), passages, whole=whole)


def _may_be_packed(text: str) -> bool:
    """Whether it begins like an object or a fence, of which nothing can be read before its end."""
    start = text.lstrip()
    return start.startswith("{") or bool(re.match(r"```\w*\s*\{", start)) or (start[:3] == "```" and "\n" not in start)


def _unpacked(text: str) -> str:
    """The sentences in a JSON object, where that is what was written; else the text."""
    bare = re.sub(r"^```\w*\s*+", "", text.strip()).removesuffix("```").rstrip()
    if not bare.startswith("{"):
        return text
    with suppress(ValueError, RecursionError):
        row = json.loads(bare)
        told = row.get("answer", row.get("response")) if isinstance(row, dict) else None
        return "\n".join(map(str, told)) if isinstance(told, list) else str(told) if told else text
    return text


def _certain(lines: Sequence[str]) -> list[str]:
    """The lines of a text under way less what more text may make a heading, a table's row or a bullet."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    if len(kept) == len(lines):
        before = next((line for line in reversed(kept[:-1]) if line.strip()), "")
        if not (_may_be_heading(kept[-1]) or _may_be_bullet(kept) or _heads_sources(before)):
            return kept
        kept.pop()
    while kept and (not kept[-1].strip() or _depends_on_more(kept)):
        kept.pop()
    # Whether the last of them gets a stop depends on how the next begins.
    return [*kept[:-1], kept[-1] + _OPEN] if kept else []


def _depends_on_more(lines: Sequence[str]) -> bool:
    """Whether what becomes of the last of ``lines``, a whole one, depends on what follows it."""
    line = lines[-1]
    return line.lstrip().startswith("|") or _is_title(line) or _heads_sources(line) or _may_be_bullet(lines)


def _may_be_heading(line: str) -> bool:
    """Whether a line not yet ended may turn out to be a heading, a table's row, sources, or a label set bold."""
    start = line.lstrip()
    body = line[match.end() :] if (match := _SYMBOL.match(line) or _NUMBERED.match(line)) else start
    sources = _LIST_OF_SOURCES.fullmatch(line.replace("*", ""))
    if start.startswith(("#", "|", "`")) or (sources and sources["colon"]):
        return True
    if asked := _QUESTION.match(line):
        return asked.end() == len(line) or line[asked.end() :] in (".", "!")
    if body.startswith("*"):
        return len(re.findall(r"\*\*", body)) < 2 or bool(re.search(r"\*\*\W*$", body))
    plain = body.lower().rstrip(": ")
    return any(word.lower().startswith(plain) for word in (*_SOURCES, "question"))


def _may_be_bullet(lines: Sequence[str]) -> bool:
    """Whether it depends on what follows if the last of ``lines`` begins with a bullet."""
    lines = lines[-_NEIGHBOURS:]
    line = lines[-1]
    half = _HALF_A_MONTH.match(line)
    if _HALF_A_BULLET.match(line) or (half and any(month.startswith(half["word"]) for month in _MONTHS)):
        return True
    numbered = _NUMBERED.match(line)
    if not numbered and not _SIGNED.match(line):
        return False
    listed = f"{int(numbered['n']) + 1}. x" if numbered else "- x"
    following = _following(lines)
    return _bullets(lines, following)[-1] != _bullets(lines, [*following[:-1], listed])[-1]


def _following(lines: Sequence[str]) -> list[str]:
    """For each line the next that is not blank, "" where none is."""
    found, following = [], ""
    for line in reversed(lines):
        found.append(following)
        following = line if line.strip() else following
    return found[::-1]


def _bullets(lines: Sequence[str], following: Sequence[str]) -> list[int]:
    """How many characters of each line are its bullet: of numbers those that go on from 1, or from one another."""
    found: list[int] = []
    number, dashed = 0, False
    for line, after in zip(lines, following, strict=True):
        symbol, numbered = _SYMBOL.match(line), _NUMBERED.match(line)
        width = symbol.end() if symbol else 0
        if numbered:
            n, later = int(numbered["n"]), _NUMBERED.match(after)
            if n in (1, number + 1) or (later and int(later["n"]) == n + 1):
                width, number = numbered.end(), n
        elif _SIGNED.match(line) and not dashed and not _DASH.match(after):
            width = 0
        if line.strip():
            dashed = bool(width and _DASH.match(line))
        found.append(width)
    return found


def _read(lines: Sequence[str]) -> Iterator[str]:
    """Stretches of prose, a line each."""
    following = _following(lines)
    bullets = _bullets(lines, following)
    last = max((n for n, line in enumerate(lines) if _is_prose(line, following[n])), default=-1)
    begun = False
    for number, line in enumerate(lines):
        after, bare = following[number], line.rstrip(_OPEN)
        if begun and _ends_with_sources(bare, after):
            return
        if _is_layout(bare, after) or (_is_title(bare) and number < last):
            continue
        listed = bullets[number] or line.lstrip().startswith("|")
        sentence = " ".join(_line(bare[bullets[number] :]).split())
        if not sentence:
            continue
        ends = number < len(lines) - 1 and bare == line
        goes_on = after.lstrip()[:1].islower() and not listed
        if ends and not goes_on and not _CLOSED.search(sentence) and not _ONLY_MARKS.match(sentence):
            sentence += "."
        elif ends and listed and sentence[-1] in ",;":
            sentence = sentence[:-1] + "."
        begun = True
        yield sentence


def _is_prose(line: str, following: str) -> bool:
    """Whether a line says something itself: it is no title, no part of the layout, and no list of sources begins."""
    bare = line.rstrip(_OPEN)
    return bool(bare.strip()) and not (
        _is_layout(bare, following) or _is_title(bare) or _ends_with_sources(bare, following)
    )


def _is_layout(line: str, following: str) -> bool:
    """Whether a whole line says nothing: a rule, a fence, a table's head."""
    head = line.lstrip().startswith("|") and _TABLE_RULE.match(following)
    return bool(head or any(pattern.match(line) for pattern in (_FENCE, _RULE, _TABLE_RULE)))


def _is_title(line: str) -> bool:
    """Whether a line that cites nothing is a heading or set bold without being a sentence."""
    if _A_MARK.search(line):
        return False
    return bool(_HEADING.match(line) or (_BOLD.fullmatch(line) and not re.search(r"[.!?]\W*$", line)))


def _ends_with_sources(line: str, following: str) -> bool:
    """Whether a list of sources begins with this line: it tells them, or the next line does."""
    match = _LIST_OF_SOURCES.fullmatch(line.replace("*", ""))
    if not match:
        return False
    if told := match["told"].strip():
        return bool(match["colon"] and _TOLD_SOURCES.fullmatch(told))
    if not following:
        return bool(match["colon"])
    listed = _SYMBOL.match(following) or _NUMBERED.match(following)
    return bool(_REFERENCE.match(following) or (listed and not _A_MARK.search(following)))


def _heads_sources(line: str) -> bool:
    """Whether a line may stand over a list of sources: that depends on what follows."""
    match = _LIST_OF_SOURCES.fullmatch(line.replace("*", ""))
    return bool(match and not match["told"].strip())


def _line(line: str) -> str:
    """A line's words, without emphasis, the lines of a table, and the question where it is asked again."""
    if line.lstrip().startswith("|"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        return _without_emphasis(" – ".join(cell for cell in cells if cell))
    line = _HEADING.sub("", line, count=1) if _HEADING.match(line) else line
    asked = _QUESTION.match(line)
    if asked and line[asked.end() :].startswith("?"):
        line = line[asked.end() + 1 :]
    label = _LABEL.match(line)
    if label:
        # "Ann Lee: …" says who speaks, "Cost: …" would seem to.
        between = ": " if _FULL_NAME.fullmatch(label["label"]) else " – "
        line = f"{label['label']}{between}{line[label.end() :]}" if line[label.end() :].strip() else label["label"]
    return _without_emphasis(line)


def _without_emphasis(line: str) -> str:
    opened = 0

    def taken(match: re.Match[str]) -> str:
        nonlocal opened
        if match["closes"] == "*" and not opened:
            return "*"
        opened += bool(match["opens"]) - bool(match["closes"] and opened)
        return ""

    return _EMPHASIS.sub(taken, line)
