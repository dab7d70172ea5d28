"""Numbers in running text, in digits or in words: the words, the patterns that find them, and what they come to.

A number may have a scale behind it ("2.5 million", "3bn"), which is read apart.
"""

import math
import re

from assistant.language import lowered

ONES = tuple(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen""".split()
)
TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())
ORDINALS = tuple("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split())
# What each multiplies the number before it by.
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
# Thousands parted by commas or spaces, decimals behind a point, or behind a comma when they are no thousands.
DIGITS = r"(?:\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+|,\d{1,2}(?!\d))?)"
# Scales as they are cut short; a letter alone stands right behind the digits.
SHORT_SCALES = {"k": 1e3, "mn": 1e6, "mln": 1e6, "m": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12}
ABBREVIATIONS = "|".join(word for word in SHORT_SCALES if len(word) > 1)
# White space between words, with one end of a line in it at most: behind an empty line something else begins.
GAP = r"(?:(?=\s)[^\S\n]*+\n?+[^\S\n]*+)"
JOIN = rf"(?:{GAP}|-)"
AND_A_HALF = rf"{GAP}and{GAP}a{GAP}half\b"
# Every word below a hundred.
WORDS = {"zero": 0} | {w: n for n, w in enumerate(ONES, 1)} | {w: 10 * n for n, w in enumerate(TENS, 2)}

BELOW_100 = rf"(?:(?:{'|'.join(TENS)})(?:{JOIN}(?:{'|'.join(ONES[:9])})\b)?|{'|'.join(ONES)})\b"
_AND = rf"(?:{JOIN}and)?{JOIN}"
_THOUSANDS = ("thousand", "million", "billion", "trillion")
_LARGE = "|".join(_THOUSANDS)
# "two hundred", "a hundred".
HUNDREDS = rf"(?:{BELOW_100}|an?){JOIN}hundred\b"
_AND_MORE = rf"{_AND}{BELOW_100}(?!{JOIN}hundred)"
_BELOW_1000 = rf"(?:{HUNDREDS}(?:{_AND_MORE})?|{BELOW_100})"


def _whole(scales: tuple[str, ...]) -> str:
    """What may stand behind "two million" and belong to it: "three hundred thousand and five", "and five"."""
    if not scales:
        return rf"{_BELOW_1000}(?!{JOIN}(?:{_LARGE}))"
    behind = _whole(scales[:-1])
    return rf"(?:{_BELOW_1000}{JOIN}{scales[-1]}\b(?:{_AND}{behind})?(?!{JOIN}(?:{_LARGE}))|{behind})"


_PARTS = "|".join(
    [
        *(
            rf"(?:{_BELOW_1000}|an?){JOIN}{_THOUSANDS[number]}{_AND}{_whole(_THOUSANDS[:number])}"
            for number in reversed(range(len(_THOUSANDS)))
        ),
        rf"{HUNDREDS}{_AND_MORE}",
    ]
)
# A number of several parts: "two hundred and fifty", "a million two hundred thousand". In "between a hundred and two
# hundred thousand" stand two, unless "and" follows.
COMPOUND = (
    rf"(?=(?:{BELOW_100}|an?){JOIN}(?:hundred|{_LARGE})\b)"
    rf"(?P<between>(?<=between\s)|(?<=between\r\n))?+(?:{_PARTS})(?(between)(?={GAP}and\b))"
)


def digits_value(text: str) -> float:
    """The number that ``DIGITS`` found."""
    text = re.sub(r"[, \u00a0\u202f](?=\d{3}(?!\d))", "", text)
    return float(text.replace(",", "."))


def spelled_value(text: str) -> float:
    """The number that words spell: "three hundred and twelve thousand" is 312,000, "half a million" 500,000."""
    total = current = 0.0
    for word in re.findall(r"[a-z]+", lowered(text)):
        if word in WORDS:
            current += WORDS[word]
        elif word == "half":
            current += 0.5
        elif (scale := SCALES.get(word.rstrip("s"), 0.0)) and scale < 1000:
            current = (current or 1) * scale
        elif scale:
            total, current = total + (current or 1) * scale, 0.0
    return total + current


def scale_value(text: str) -> float:
    """What the words of a scale multiply by: "hundred thousand" and "bn"; 1 where there are none."""
    words = lowered(text).split()
    return math.prod(SHORT_SCALES.get(word) or SCALES[word.rstrip("s")] for word in words)
