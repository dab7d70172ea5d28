"""What a chat model puts round its sentences, taken off: thinking, fences, lists, headings, tables, other marks.

What is left is prose with marks like [1], one sentence after another, as the prompt asks for and small models seldom
write. It is read while it grows: of a text under way only that is given which more text cannot change.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

_TAGS = "think|thinking|thought|thoughts|reasoning|analysis|scratchpad"
_THINKING = re.compile(rf"\s*<(?P<tag>{_TAGS})>.*?(?:</(?P=tag)>\s*|$)", re.DOTALL | re.IGNORECASE)
_THOUGHT = re.compile(rf"</(?:{_TAGS})>", re.IGNORECASE)
# A channel of the model's own before its answer, as some open models have it.
_CHANNEL = re.compile(r".*<\|channel\|>\s*final\s*<\|message\|>", re.DOTALL)
_SPECIAL = re.compile(r"<\|[^|<>]{1,40}\|>|</?s>")
# The prompt's own passages, written out again.
_REPEATED = re.compile(r"<passage\b[^>]*>.*?(?:</passage>|$)", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:sup|sub|b|i|u|em|strong|p|br|ul|ol|li|span|div|cite|answer|final|response)\b[^<>]*>", re.I)
_NUMBERS = r"\d{1,3}(?:(?:\s*[,;&]\s*|\s*(?:,\s*)?\band\s+|\s*[-–]\s*)(?:(?:passages?|\^|#)\s*)?\d{1,3})*"
_WORD = r"(?:(?:passages?|sources?|citations?|references?|refs?|documents?|docs?|excerpts?)\b\.?\s*[:#]?\s*|\^|#)"
_OTHER_MARK = re.compile(
    rf"\\?\[\s*(?:{_WORD}|number\s*=\s*)?\"?(?P<square>{_NUMBERS})\"?\s*\\?\](?:\(#?[^()\s]*\))?"
    rf"|【\s*{_WORD}?(?P<cjk>{_NUMBERS})[^】]*】"
    rf"|\((?:see\s+)?{_WORD}(?P<round>{_NUMBERS})\)"
    rf"|(?<=\w[\s”\"%])\((?P<bare>{_NUMBERS})\)(?=\s*(?:[.!?](?:\s|$)|\n|$))",
    re.IGNORECASE,
)
_HALF_A_MARK = re.compile(r"\s*(?:\\?\[[^\[\]\n]{0,30}|【[^】\n]{0,40}|\([^()\n]{0,30}|\\)$")
_HALF_A_TAG = re.compile(r"<[^<>\n]{0,60}$")
_FENCE = re.compile(r"[ \t]*```[\w-]*[ \t]*$")
_HEADING = re.compile(r"[ \t]*#{1,6}(?:\s|$)")
_BULLET = re.compile(r"[ \t]*(?:[-•*–·▪◦]|\(?\d{1,2}[.)])[ \t]+")
_HALF_A_BULLET = re.compile(r"[ \t]*(?:[-•*–·▪◦#]+|\(?\d{0,2}[.)]?)[ \t]*$")
_LABEL = re.compile(r"\*\*(?P<label>[^*\n]{1,60}?)\s*(?::\s*\*\*|\*\*\s*[:–—-])\s*")
_FULL_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?:\s+[^\W\d_a-z][\w.’'-]*)+")
_RULE = re.compile(r"[ \t]*(?:[-*_=]\s*){3,}$")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}[-|: \t]*$")
_EMPHASIS = re.compile(r"\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}|(?<!\w)__?(?=\w)|(?<=[\w.,;:!?])__?(?!\w)")
_LIST_OF_SOURCES = re.compile(
    r"[ \t]*(?:references|sources?|citations?|works cited|passages? (?:cited|used))"
    r"[ \t]*(?::[ \t]*(?:[\[\d(].*)?|\.)?$",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[ \t]*question[ \t]*:", re.I)
_CLOSED = re.compile(r"[.!?:;,…][\"”’')]*(?:\s*\[[\d,\s]*\])*$")
_ONLY_MARKS = re.compile(r"(?:\s*\[[\d,\s]*\])+\s*$")
# Behind a line of which it is not known yet what follows it.
_OPEN = "\x00"
# The longest list that a range of marks may stand for.
MOST_IN_A_RANGE = 12


def as_prose(text: str, *, whole: bool) -> str:
    """What a model wrote as prose with marks, "" where it wrote nothing but thoughts.

    Args:
        whole: whether it is all there; else what may yet change is left out at its end.
    """
    text = without_thinking(text, whole=whole)
    if not whole and _may_be_packed(text):
        return ""
    text = _unpacked(text)
    text = _MARKUP.sub("", _REPEATED.sub("", _SPECIAL.sub("", text)))
    lines = text.replace("\r", "").split("\n")
    if not whole:
        lines[-1] = _HALF_A_TAG.sub("", lines[-1])
        lines = _certain(lines)
    prose = _OTHER_MARK.sub(_plain_mark, " ".join(_read(lines)))
    return prose if whole else _HALF_A_MARK.sub("", prose.rstrip("*_")).rstrip(",;")


def without_thinking(text: str, *, whole: bool = True) -> str:
    """``text`` less what a reasoning model puts before its answer, with the tag that opens it or without.

    Args:
        whole: whether it is all there; else a tag that is only begun counts too.
    """
    channel = _CHANNEL.match(text)
    if channel:
        return text[channel.end() :]
    if text.lstrip().startswith("<|channel|>"):
        return ""
    begun = text.lstrip().lower()
    if not whole and begun and any(f"<{tag}>".startswith(begun) for tag in (*_TAGS.split("|"), "|channel|")):
        return ""
    while match := _THINKING.match(text):
        text = text[match.end() :]
    return text[closed.end() :].lstrip() if (closed := _THOUGHT.search(text)) else text


def ends_thinking(text: str) -> bool:
    """Whether a closing tag in ``text`` ends what the model thought, though nothing opened it."""
    return bool(_THOUGHT.search(_THINKING.sub("", text)))


def _may_be_packed(text: str) -> bool:
    """Whether it begins like an object or a fence, of which nothing can be read before its end."""
    start = text.lstrip()
    return start.startswith("{") or bool(re.match(r"```\w*\s*\{", start)) or (start[:3] == "```" and "\n" not in start)


def _unpacked(text: str) -> str:
    """The sentences in a JSON object, where that is what was written; else the text."""
    bare = re.sub(r"^\s*```\w*\s*|\s*```\s*$", "", text)
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
    if len(kept) == len(lines) and not (_HALF_A_BULLET.match(kept[-1]) or _may_be_heading(kept[-1])):
        return kept
    if len(kept) == len(lines):
        kept.pop()
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith("|")):
        kept.pop()
    # Whether the last of them gets a stop depends on how the next begins.
    return [*kept[:-1], kept[-1] + _OPEN] if kept else []


def _may_be_heading(line: str) -> bool:
    """Whether a line not yet ended may turn out to be a heading, a table's row, sources, or a label set bold."""
    start = line.lstrip()
    bullet = _BULLET.match(line)
    body = line[bullet.end() :] if bullet else start
    if start.startswith(("#", "|", "`")) or _QUESTION.match(line):
        return True
    if body.startswith("*"):
        return len(re.findall(r"\*\*", body)) < 2 or bool(re.search(r"\*\*\W*$", body))
    plain = body.lower().rstrip(": ")
    return any(word.startswith(plain) for word in ("references", "sources", "citations", "works cited", "question"))


def _read(lines: Sequence[str]) -> Iterator[str]:
    """Stretches of prose, a line each."""
    begun = False
    for number, line in enumerate(lines):
        following = next((text for text in lines[number + 1 :] if text.strip()), "")
        bare = line.rstrip(_OPEN)
        if _LIST_OF_SOURCES.match(bare.replace("*", "")) and begun:
            return
        if _skipped(bare, following):
            continue
        listed = _BULLET.match(line) or line.lstrip().startswith("|")
        sentence = _line(bare).strip()
        if not sentence:
            continue
        ends = number < len(lines) - 1 and bare == line
        goes_on = following.lstrip()[:1].islower() and not listed
        if ends and not goes_on and not _CLOSED.search(sentence) and not _ONLY_MARKS.match(sentence):
            sentence += "."
        elif ends and listed and sentence[-1] in ",;":
            sentence = sentence[:-1] + "."
        begun = True
        yield sentence


def _skipped(line: str, following: str) -> bool:
    """Whether a whole line says nothing: a heading, a rule, a fence, a table's head, the question again."""
    bold = re.fullmatch(r"[ \t]*\*\*[^*]+\*\*:?[ \t]*", line) and not re.search(r"[.!?\]]\W*$", line)
    fixed = (_FENCE, _RULE, _TABLE_RULE)
    head = line.lstrip().startswith("|") and _TABLE_RULE.match(following)
    return bool(
        any(p.match(line) for p in fixed) or _HEADING.match(line) or _QUESTION.match(line) or bold or head
    )  # fmt: skip


def _line(line: str) -> str:
    """A line's words, without bullet, emphasis and the lines of a table."""
    if line.lstrip().startswith("|"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        return _EMPHASIS.sub("", " – ".join(cell for cell in cells if cell))
    bullet = _BULLET.match(line)
    line = line[bullet.end() :] if bullet else line
    label = _LABEL.match(line)
    if label:
        # "Ann Lee: …" says who speaks, "Cost: …" would seem to.
        between = ": " if _FULL_NAME.fullmatch(label["label"]) else " – "
        line = f"{label['label']}{between}{line[label.end() :]}" if line[label.end() :].strip() else label["label"]
    return _EMPHASIS.sub("", line)


def _plain_mark(match: re.Match[str]) -> str:
    numbers = match["square"] or match["cjk"] or match["round"] or match["bare"]
    found: list[int] = []
    for part in re.split(r"[,;&]|\band\b", numbers):
        first, *rest = map(int, re.findall(r"\d+", part)) if re.search(r"\d", part) else (0,)
        last = rest[0] if rest else first
        found += range(first, last + 1) if 0 < last - first < MOST_IN_A_RANGE else (first, *rest)
    return f"[{', '.join(map(str, found))}]"
