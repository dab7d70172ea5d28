"""Words in quotation marks: verbatim in what is cited, or without the marks."""

import re
from collections.abc import Sequence

# Pairs of marks; a straight or curly single mark counts only where no letter touches its outer side (an apostrophe).
_QUOTED = re.compile(
    r"[“„«](?P<a>[^“”„«»]+)[”“»]|\"(?P<b>[^\"]+)\"|(?<!\w)['‘](?P<c>[^'‘’]{2,}(?:['’]\w[^'‘’]*)*)['’](?!\w)"
)
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*")
_EDGES = " \t\n.,;:!?-–—"


def without_invented_quotations(text: str, passages: Sequence[str]) -> tuple[str, bool]:
    """``text`` less the marks round words that stand in none of ``passages``, and whether there were any.

    Kind of marks, white space, case and the stop at either end do not matter; an ellipsis stands for any words.
    """
    plain = [_plain(passage) for passage in passages]
    invented = False

    def kept(match: re.Match[str]) -> str:
        nonlocal invented
        words = match["a"] or match["b"] or match["c"]
        if any(_stands(words, passage) for passage in plain):
            return match.group()
        invented = True
        return words

    return _QUOTED.sub(kept, text), invented


def _stands(words: str, passage: str) -> bool:
    begin = 0
    for part in _ELLIPSIS.split(words):
        sought = _plain(part).strip(_EDGES)
        begin = passage.find(sought, begin)
        if begin < 0:
            return False
        begin += len(sought)
    return True


def _plain(text: str) -> str:
    without_marks = re.sub(r"[“”„«»\"]|(?<!\w)['‘’]|['‘’](?!\w)", "", text)
    return " ".join(without_marks.replace("’", "'").casefold().split())
