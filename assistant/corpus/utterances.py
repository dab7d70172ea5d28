"""Speech written down without full stops, cut into stretches that can be read: captions made by a machine, mostly.

Where to cut is weighed over the whole stretch: by where a caption or a line ends, unless their width alone ended them,
and by the words that a new clause begins with in talk. No cut stands behind "a", "of" or "is". The words are English;
of other languages the ends of captions and lines are left.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from assistant.corpus.sounds import notes_in

Span = tuple[int, int]
# No stretch has more words. What people write has longer sentences, with commas in them or a full stop behind them.
_MOST = 30
_WRITTEN, _ENDED = 40, 60
_WORDS_PER_MARK = 25
# A stretch of fewer words is a fragment, one of more is long to read.
_FEW, _MANY = 8, 20
_FRAGMENT, _LENGTH = 0.5, 0.2
# What a cut costs, and what speaks for one: the end of a caption, a word that begins a clause.
_CUT = 1.5
_BREAK, _WRAPPED = 2.0, 0.7
_SURE, _LIKELY, _MAYBE = 3.0, 2.0, 1.0
# Captions of which so many end behind a word that nothing ends with are broken by their width.
_TORN = 0.08

_WORD = re.compile(r"\S+")
_MARK = re.compile(r"[,;:，、；：](?=\s)|(?<=\s)[–—-](?=\s)|[()“”\"«»…]|\.\.+")
_UNFINISHED = frozenset(
    """a an the of at for from with into onto than and or but because cause if when while where which who whose my your
    our their its his is are was were be been am isn't wasn't aren't i we they he she it's that's there's here's what's
    i'm we're you're they're he's she's i've we've you've they've i'll we'll you'll they'll he'll she'll i'd we'd they'd
    can could will would should must may might shall has have had does did very as every each gonna wanna gotta whether
    until till unless although though through about between under over mr mrs ms dr another these those
    der das dem ein eine einen und oder mit von le les une des du de et el los las y un het een van il gli di""".split()
)
_CONTINUES = frozenset(
    """of than to at for from with without into onto in on by about through under over between up down off out away back
    too also ago either though as is are was were been be again anymore later instead else myself itself""".split()
)
_SURELY = frozenset("okay ok but because anyway alright hey thanks hello basically meanwhile".split())
_OPENING = frozenset("so now then well right um uh oh yeah cause first next finally".split())
# Who does something, and what may as well be whom it is done to: such begins a clause where a caption does.
_SUBJECTS = frozenset(
    """i we he she they i'm we're you're they're he's she's it's that's there's here's what's i've we've you've they've
    i'll we'll you'll they'll it'll i'd we'd you'd they'd let's""".split()
)
_EITHER = frozenset("it you this that these there here if when what how don't please and".split())


def utterances(text: str, span: Span, breaks: Sequence[int] = ()) -> list[Span]:
    """The stretches of ``span`` to read one by one; the span itself where it is written as sentences are.

    Args:
        breaks: offsets where captions begin, in order; the ends of lines count as well.
    """
    start, end = span
    written = _ENDED if text.endswith((".", "!", "?", "…"), start, end) else _WRITTEN
    # So many words have a sign each, and one between each two.
    if end - start <= 2 * written or (words := len(text[start:end].split())) <= written:
        return [span]
    if len(_MARK.findall(text, *span)) * _WORDS_PER_MARK > words:
        return [span]
    return [piece for part in _between_sounds(text, span) for piece in _stretches(text, part, breaks)]


def may_end(words: str) -> bool:
    """Whether a stretch may end with these words, as it may not with "the" or "of"."""
    return words.split()[-1].lower().replace("’", "'") not in _UNFINISHED


def _between_sounds(text: str, span: Span) -> list[Span]:
    """What is said between notes of sounds, each stretch without white space around it."""
    begin, parts = span[0], list[Span]()
    for start, end in (*notes_in(text, *span), (span[1], span[1])):
        said = text[begin:start]
        if said.strip():
            parts.append((begin + len(said) - len(said.lstrip()), begin + len(said.rstrip())))
        begin = end
    return parts


def _stretches(text: str, span: Span, breaks: Sequence[int]) -> list[Span]:
    words = [match.span() for match in _WORD.finditer(text, *span)]
    plain = [text[a:b].lower().replace("’", "'").strip(".,;:!?\"'“”()[]") for a, b in words]
    begun = set(breaks[bisect_right(breaks, span[0]) : bisect_left(breaks, span[1])])
    broken = {i for i in range(1, len(words)) if words[i][0] in begun or "\n" in text[words[i - 1][1] : words[i][0]]}
    torn = sum(plain[i - 1] in _UNFINISHED for i in broken) > _TORN * len(broken)
    weights = {
        i: weight
        for i in range(1, len(words))
        if (weight := _weight(plain, i, (_WRAPPED if torn else _BREAK) if i in broken else 0.0)) > 0
    }
    cuts = _best_cuts(_filled(plain, weights), len(words))
    return [(words[a][0], words[b - 1][1]) for a, b in pairwise(cuts)]


def _weight(words: Sequence[str], at: int, broken: float) -> float:
    """How much speaks for a new stretch with the word ``at``; ``broken`` is what the end of a caption there weighs."""
    before, word = words[at - 1], words[at]
    if before in _UNFINISHED or before == word or word in _CONTINUES:
        return 0.0
    if before in _OPENING | _SURELY and not broken:
        return 0.0
    after = words[at + 1] if at + 1 < len(words) else ""
    if word in _SURELY or (word == "and" and after in _OPENING | _SUBJECTS | _EITHER):
        return broken + _SURE
    if word in _OPENING:
        return broken + _LIKELY
    return broken + (_MAYBE if word in _SUBJECTS or (broken and word in _EITHER) else 0.0)


def _filled(words: Sequence[str], weights: dict[int, float]) -> dict[int, float]:
    """The weights by place in order, with places that nothing speaks for where too many words stand between two."""
    filled: dict[int, float] = {}
    last = 0
    for place in (*weights, len(words)):
        while place - last > _MOST:
            near = range(last + _MANY, last + _MOST)
            last = next(
                (i for i in near if words[i - 1] not in _UNFINISHED and words[i] not in _CONTINUES), last + _MANY
            )
            filled[last] = 0.0
        if place < len(words):
            filled[place] = weights[place]
        last = place
    return filled


def _best_cuts(weights: dict[int, float], count: int) -> list[int]:
    """The places from 0 to ``count`` to cut at, which together weigh most; as many words apart as is read with ease."""
    places = [0, *weights, count]
    best = [0.0]
    came_from = [0]
    first = 0
    for number in range(1, len(places)):
        while places[number] - places[first] > _MOST:
            first += 1
        worth, source = max((best[j] - _burden(places[number] - places[j]), j) for j in range(first, number))
        best.append(worth + weights.get(places[number], 0.0) - _CUT)
        came_from.append(source)
    cuts = [len(places) - 1]
    while cuts[-1]:
        cuts.append(came_from[cuts[-1]])
    return [places[number] for number in reversed(cuts)]


def _burden(length: int) -> float:
    return _FRAGMENT * max(0, _FEW - length) + _LENGTH * max(0, length - _MANY)
