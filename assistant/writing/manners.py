"""What a chat model puts round its sentences, taken off: thinking, fences, lists, headings, tables, other marks.

What is left is prose with marks like [1], one sentence after another, as the prompt asks for and small models seldom
write. It is read while it grows: of a text under way only that is given which more text cannot change.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

_TAGS = "think|thinking|thought|thoughts|reasoning|analysis|scratchpad"
_THINKING = re.compile(rf"\s*+<(?P<tag>{_TAGS})>.*?(?:</(?P=tag)>\s*+|$)", re.DOTALL | re.IGNORECASE)
_THOUGHT = re.compile(rf"</(?:{_TAGS})>", re.IGNORECASE)
# A channel of the model's own before its answer, as some open models have it.
_CHANNEL = re.compile(r".*<\|channel\|>\s*+final\s*+<\|message\|>", re.DOTALL)
_OPENED = re.compile(rf"\s*+<(?:(?P<tag>{_TAGS})>|\|channel\|>)", re.IGNORECASE)
# Room for the longest mark that ends thoughts.
_LONGEST_END = 60
_SPECIAL = re.compile(r"<\|[^|<>]{1,40}\|>|</?s>")
# The prompt's own passages, written out again; an opening tag alone is a mark.
_PASSAGE = r"<passage\b(?:\s+(?:number\s*=\s*)?[\"']?(?P<n>\d{1,3})\b)?[^<>]*"
_SURELY_A_MARK = re.compile(rf"{_PASSAGE}(?:/>|>(?=\s*+(?:[.,;!?]|<passage\b)))", re.IGNORECASE)
_REPEATED = re.compile(rf"{_PASSAGE}>(?P<held>(?:(?!<passage\b).)*?)</passage>", re.DOTALL | re.IGNORECASE)
_BROKEN_OFF = re.compile(
    r"^[ \t]*+<passage\b[^<>]*>[ \t]*+\n(?:(?!<passage\b).)*+", re.DOTALL | re.IGNORECASE | re.MULTILINE
)
_PASSAGE_TAG = re.compile(rf"{_PASSAGE}>|</passage>", re.IGNORECASE)
_ATTRIBUTES = r"(?:\s+[\w-]+\s*=[^<>]*)?\s*/?>"
_POWER = re.compile(rf"<sup{_ATTRIBUTES}\s*([-−–+]?\d{{1,9}})\s*</sup>", re.IGNORECASE)
_HALF_A_POWER = re.compile(r"<sup\b[^<>\n]*>[^<>\n]{0,12}(?:<[^<>\n]{0,5})?$", re.IGNORECASE)
_BREAK = re.compile(rf"</?(?P<tag>p|br|ul|ol|li|div){_ATTRIBUTES}", re.IGNORECASE)
_MARKUP = re.compile(rf"</?(?:sup|sub|b|i|u|em|strong|span|cite|answer|final|response){_ATTRIBUTES}", re.IGNORECASE)
_NUMBERS = r"\d{1,3}(?:(?:\s*[,;&]\s*|\s*(?:,\s*)?\band\s+|\s*[-–]\s*)(?:(?:passages?|\^|#)\s*)?\d{1,3})*"
_WORD = r"(?:(?:passages?|sources?|citations?|references?|refs?|documents?|docs?|excerpts?)\b\.?\s*[:#]?\s*|\^|#)"
_OTHER_MARK = re.compile(
    rf"\\?\[\s*(?:{_WORD}|number\s*=\s*)?\"?(?P<square>{_NUMBERS})\"?\s*\\?\](?:\(#?[^()\s]*\))?"
    rf"|【\s*{_WORD}?(?P<cjk>{_NUMBERS})[^】]*】"
    rf"|\((?:see\s+)?{_WORD}(?P<round>{_NUMBERS})\)",
    re.IGNORECASE,
)
_PLAIN_MARK = re.compile(r"\[\d[\d, ]*\]")
# A number in parentheses where a mark would stand; what such a number counts where it is none.
_BARE = re.compile(r"(?P<word>[^\s()]{1,40})(?P<between>[\s”\"%])\((?P<bare>\d{1,3})\)(?=\s*+(?:[.!?](?:\s|$)|\n|$))")
_HALF_BARE = re.compile(r"[^\s()][\s”\"%]\(\d{1,3}\)\s*+[.!?]?$")
_COUNTED = frozenset(
    "annex appendix art article articles chapter clause figure item no number option page para paragraph paragraphs "
    "part rule schedule sec section sections step table §".split()
)
_HALF_A_MARK = re.compile(r"(?<!\s)\s*+(?:\\?\[[^\[\]\n]{0,30}|【[^】\n]{0,40}|\([^()\n]{0,30}|\\)$")
_HALF_A_TAG = re.compile(r"<(?:passage\b[^<>]*|[^<>\n]{0,60})$", re.IGNORECASE)
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
    rf"[\[(【]\s*(?:{_WORD})?\d.*|{_WORD}?\d{{1,3}}(?:\s*(?:[,;&]|and)\s*{_WORD}?\d{{1,3}})*\W*", re.IGNORECASE
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
# The longest list that a range of marks may stand for.
MOST_IN_A_RANGE = 12


def as_prose(text: str, *, whole: bool, passages: int = 0) -> str:
    """What a model wrote as prose with marks, "" where it wrote nothing but thoughts.

    Args:
        whole: whether it is all there; else what may yet change is left out at its end.
        passages: how many there are to cite; "(2)" is only read as a mark where so many are.
    """
    text = without_thinking(text, whole=whole)
    if not whole and _may_be_packed(text):
        return ""
    text = _without_tags(_SPECIAL.sub("", _unpacked(text)), whole=whole)
    lines = text.replace("\r", "").split("\n")
    if not whole:
        lines[-1] = _HALF_A_TAG.sub("", lines[-1])
        lines = _certain(lines)
    prose = _OTHER_MARK.sub(_plain_mark, " ".join(_read(lines)))
    if passages and not _PLAIN_MARK.search(prose):
        prose = _with_bare_marks(prose, passages, whole=whole)
    return prose if whole else _HALF_A_MARK.sub("", prose.rstrip("*_")).rstrip(",;")


def without_thinking(text: str, *, whole: bool = True) -> str:
    """``text`` less what a reasoning model puts before its answer, with the tag that opens it or without.

    Args:
        whole: whether it is all there; else a tag that is only begun counts too.
    """
    channel = _CHANNEL.match(text)
    if channel:
        return text[channel.end() :]
    begun = text.lstrip()[:_LONGEST_END].lower()
    if begun.startswith("<|channel|>"):
        return ""
    if not whole and begun and any(f"<{tag}>".startswith(begun) for tag in (*_TAGS.split("|"), "|channel|")):
        return ""
    text = _without_opened(text)
    return text[closed.end() :].lstrip() if (closed := _THOUGHT.search(text)) else text


def without_finished_thoughts(text: str) -> str:
    """``text`` less the thoughts at its start that an opening tag begins and a closing one ends."""
    channel = _CHANNEL.match(text)
    if channel:
        return text[channel.end() :]
    while (match := _THINKING.match(text)) and _THOUGHT.search(match.group()):
        text = text[match.end() :]
    return text


def opens_thinking(text: str) -> bool:
    """Whether ``text`` begins with a tag that opens thoughts."""
    return bool(_OPENED.match(text))


def may_end_thinking(text: str, new: int) -> bool:
    """Whether a tag or channel that ends thoughts is in, or reaches into, the ``new`` last characters of ``text``."""
    end = text[-new - _LONGEST_END :]
    return bool(_THOUGHT.search(end) or _CHANNEL.match(end))


def ends_thinking(text: str) -> bool:
    """Whether a closing tag in ``text`` ends what the model thought, though nothing opened it."""
    return bool(_THOUGHT.search(_without_opened(text)))


def _without_opened(text: str) -> str:
    """``text`` less the thoughts at its start that a tag opens, closed or not."""
    while match := _THINKING.match(text):
        text = text[match.end() :]
    return text


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


def _without_tags(text: str, *, whole: bool) -> str:
    """``text`` less repeated passages and mark-up; tags that cite are marks, those that break lines line breaks."""
    text = _SURELY_A_MARK.sub(_cited, text)
    text = _BROKEN_OFF.sub("", _REPEATED.sub(_cited, text))
    if not whole and (left := _PASSAGE_TAG.search(text)):
        text = text[: left.start()].rstrip(" \t")
    text = _POWER.sub(r"^\1", _PASSAGE_TAG.sub(_cited, text))
    if not whole:
        text = _HALF_A_POWER.sub("", text)
    return _MARKUP.sub("", _BREAK.sub(_broken, text))


def _cited(match: re.Match[str]) -> str:
    """The mark that a passage's tag stands for, "" for a passage written out."""
    held = (match.groupdict().get("held") or "").strip()
    number = held if held.isdecimal() and len(held) <= 3 else match["n"] if not held else ""
    return f"[{number}]" if number else ""


def _broken(match: re.Match[str]) -> str:
    """What a tag that breaks lines stands for; within a table's row it breaks none."""
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    if line.lstrip().startswith("|"):
        return " "
    return "\n• " if match.group().lower().startswith("<li") else "\n"


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


def _with_bare_marks(prose: str, passages: int, *, whole: bool) -> str:
    """Prose without any other mark, its "(2)" at the ends of sentences read as marks.

    Under way it is given up to the first of them: a mark in square brackets may follow, and then they are none.
    """

    def is_mark(match: re.Match[str]) -> bool:
        word = match["word"].lower().strip(".,:;")
        counted = word in _COUNTED or any(letter.isdigit() for letter in word)
        return 1 <= int(match["bare"]) <= passages and not counted

    if whole:
        return _BARE.sub(lambda m: f"{m['word']}{m['between']}[{m['bare']}]" if is_mark(m) else m.group(), prose)
    first = next((match for match in _BARE.finditer(prose) if is_mark(match)), None)
    first = first or _HALF_BARE.search(prose)
    return prose[: prose.rindex("(", 0, first.end())].rstrip() if first else prose


def _plain_mark(match: re.Match[str]) -> str:
    numbers = match["square"] or match["cjk"] or match["round"]
    found: list[int] = []
    for part in re.split(r"[,;&]|\band\b", numbers):
        first, *rest = map(int, re.findall(r"\d+", part)) if re.search(r"\d", part) else (0,)
        last = rest[0] if rest else first
        found += range(first, last + 1) if 0 < last - first < MOST_IN_A_RANGE else (first, *rest)
    return f"[{', '.join(map(str, found))}]"
