"""Whether the words around a place of a text are of another language than English: told by the commonest short words.

A guess from a dozen words, for rules that hold in some languages only; ``corpus.languages`` judges whole texts.
"""

import re
from collections import Counter
from collections.abc import Collection

_WORD = re.compile(r"[^\W\d_]+")
# So many characters on either side of a place are looked at.
REACH = 60
_ENGLISH = frozenset(
    """the of and to in is was he she it his her for on at by with from that this are were be has have had as an they
    we i you my our not but or will would which who what when where how did do does came all""".split()
)
_COMMON = {
    "cs": "na je se že do který jsou byl byla pro také",
    "da": "og det er på af til den som ikke med har blev",
    "de": "der die das und ist nicht den dem im am mit von zu auf ein eine wird es sie wir sich für bei vom zum er",
    "es": "el la los las y de en que un una por con del al es no se su fue",
    "fr": "le la les des du de et est une un dans pour que qui au aux il elle pas sur par ce en se "
    "qu dans avec quel quelle combien comment sont ont",
    "it": "il la di che e un una per non del della è gli con lo le da si nel al "
    "dell nell sull dall quell chi ha ci come cosa dove quando sono",
    "nl": "de het een en van niet op te dat zijn met voor is aan er bij",
    "pl": "w z na do nie się jest to że przy po od",
    "pt": "o a os as de e do da que em um uma com não na no foi ao pelo",
    "sv": "och det att en som är på av för den till med inte har",
    "tr": "ve bir bu için ile günü olarak tarihinde",
}
LANGUAGES = frozenset(_COMMON)
_SPOKEN = {
    word: frozenset(code for code, common in _COMMON.items() if word in common.split())
    for word in " ".join(_COMMON.values()).split()
}


def surplus(text: str, among: Collection[str]) -> int:
    """How many more words of ``text`` are common ones of one of the languages ``among`` than of English.

    A text in other letters than Latin ones has none of either.
    """
    found = _WORD.findall(text.lower())
    english = sum(word in _ENGLISH for word in found)
    spoken = Counter(code for word in found for code in _SPOKEN.get(word, ()) if code in among)
    return max(spoken.values(), default=0) - english


def surplus_around(text: str, start: int, end: int, among: Collection[str] = LANGUAGES) -> int:
    """The same of what stands on the lines of ``text[start:end]``, near it."""
    before = text[max(0, start - REACH) : start].rpartition("\n")[2]
    after = text[end : end + REACH].partition("\n")[0]
    return surplus(f"{before} {after}", among)
