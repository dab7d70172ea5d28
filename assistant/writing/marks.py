"""Marks of other kinds than [1], and the tags among which models write them, as the prompt asks for them."""

import re

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
# What a model calls a passage in a mark.
CALLED = r"(?:(?:passages?|sources?|citations?|references?|refs?|documents?|docs?|excerpts?)\b\.?\s*[:#]?\s*|\^|#)"
_OTHER_MARK = re.compile(
    rf"\\?\[\s*(?:{CALLED}|number\s*=\s*)?\"?(?P<square>{_NUMBERS})\"?\s*\\?\](?:\(#?[^()\s]*\))?"
    rf"|【\s*{CALLED}?(?P<cjk>{_NUMBERS})[^】]*】"
    rf"|\((?:see\s+)?{CALLED}(?P<round>{_NUMBERS})\)",
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
# The longest list that a range of marks may stand for.
MOST_IN_A_RANGE = 12


def without_tags(text: str, *, whole: bool) -> str:
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


def without_half_a_tag(line: str) -> str:
    """``line`` less a tag that is only begun at its end."""
    return _HALF_A_TAG.sub("", line)


def with_plain_marks(prose: str, passages: int, *, whole: bool) -> str:
    """``prose`` with marks like [1] for those of other kinds.

    Args:
        passages: how many there are to cite; "(2)" is only read as a mark where so many are and no other mark is.
        whole: whether it is all there; else what may yet become a mark is left out at its end.
    """
    prose = _OTHER_MARK.sub(_plain_mark, prose)
    if passages and not _PLAIN_MARK.search(prose):
        prose = _with_bare_marks(prose, passages, whole=whole)
    return prose if whole else _HALF_A_MARK.sub("", prose.rstrip("*_")).rstrip(",;")


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
