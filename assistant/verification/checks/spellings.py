"""Whether two spellings may be one name: accents, transliterations, possessives, adjectives of place, acronyms."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters and pairs that transliterations render differently, in order: each left-hand side becomes the right-hand one.
_SOUNDS = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("ph", "f"), ("zh", "j"), ("tz", "c"), ("ts", "c"),
    ("ck", "k"), ("x", "ks"), ("w", "v"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("y", "i"), ("j", "i"), ("gh", "g"),
    ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ie", "e"), ("io", "e"), ("q", "k"),
)  # fmt: skip
_LETTERS = str.maketrans({"ø": "o", "ß": "s", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t"})
_REPEATED = re.compile(r"(.)\1+")
# What is left of a place's name, and of its adjective, behind their common root ("Russia" and "Russian": "a", "an").
_PLACE_ENDINGS = frozenset(["", "a", "ia", "e", "i", "o", "ai", "land"])
_ADJECTIVE_ENDINGS = frozenset(
    "n an ian ish ese i ic er ers en ski skaia skoe iski s ans ians nian enian egian ch".split()
)
SHORTEST_ROOT = 4


@lru_cache(maxsize=16384)
def sounded(word: str) -> str:
    """The word as its spellings have it in common: lower case, no accents, transliteration levelled."""
    decomposed = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS))
    plain = "".join(c for c in decomposed if c.isalnum())
    for written, sound in _SOUNDS:
        plain = plain.replace(written, sound)
    plain = _REPEATED.sub(r"\1", plain)
    return plain.removesuffix("er") + "r" if len(plain) > 4 and plain.endswith("er") else plain


# A claim's words meet the same words of a passage over and over.
@lru_cache(maxsize=1 << 16)
def same_name(a: str, b: str) -> bool:
    """Whether two words may be spellings of one name, or a place and its adjective."""
    first, second = sounded(re.sub(r"['’]s?$", "", a)), sounded(re.sub(r"['’]s?$", "", b))
    return first == second or _adjective(first, second)


def _adjective(a: str, b: str) -> bool:
    root = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if root < SHORTEST_ROOT:
        return False
    # The root may reach into either ending ("Chilean" of "Chile"), so shorter roots are tried too.
    return any(
        _is_pair(a[i:], b[i:]) or _is_pair(b[i:], a[i:]) for i in range(root, max(SHORTEST_ROOT, root - 2) - 1, -1)
    )


def _is_pair(place: str, adjective: str) -> bool:
    return place in _PLACE_ENDINGS and adjective in _ADJECTIVE_ENDINGS


def is_acronym(short: str, words: Iterable[str]) -> bool:
    """Whether ``short`` is made of the initials of capitalised ``words`` that follow each other."""
    letters = short.replace(".", "")
    if not (2 <= len(letters) <= 6 and letters.isupper()):
        return False
    return letters in "".join(word[0] for word in words if word[:1].isupper())
