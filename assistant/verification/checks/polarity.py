"""Yes and no, up and down: whether a claim denies what its quote affirms, or says the opposite word.

A negation is held to the word that it denies ("did not vote": vote), so that a long quote may deny one thing and affirm
another. Opposites come from a table of pairs of senses, ``opposites.txt``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.language import FUNCTION_WORDS, stem

# "never-before-seen", "no matter": words of denial that deny nothing.
_IDIOM = re.compile(
    r"\b(?:never|not|no)-(?=\w+)(?!one\b)|\bno\s+(?=matter\b|doubt\b|wonder\b)|\bnot\s+(?=least\b)", re.IGNORECASE
)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[.,;:!?—–]")
NEGATIONS = frozenset("not no never none nothing nobody neither nor cannot without hardly barely scarcely".split())
# Verbs and adjectives that deny what follows them.
DENYING = frozenset(
    stem(w)
    for w in "fail failed refuse refused decline declined unable lack lacked avoid avoided prevent stop stopped".split()
)
# Words that go with "No, …" and deny nothing by themselves.
_CONTRARY = frozenset(
    stem(w)
    for w in """reject rejected against oppose opposed ban banned forbid forbidden deny denied rule ruled cancel
    cancelled only instead rather still yet but less fewer too false wrong different""".split()
)
_LEXICAL = frozenset("without hardly barely scarcely".split())
# Behind "not" they deny nothing: "not only".
EMPHATIC = frozenset("only just merely simply".split())
_BREAKS = frozenset(". , ; : ! ? — – but because although though while when if that".split())
_SKIPPED = (
    FUNCTION_WORDS | frozenset("longer yet still even already always really fully ever entirely necessarily".split())
) - {"more", "less"}
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "a")
# How many words behind it a negation reaches.
REACH = 6

# Words on both sides of some pair or too common in other senses to be held against a quote.
_LOOSE = frozenset(stem(w) for w in "up down back right left all hard free home city state come came".split())


@lru_cache(maxsize=1)
def _sides() -> list[tuple[frozenset[str], frozenset[str]]]:
    """The table of opposites as stems."""
    lines = Path(__file__).with_name("opposites.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("|") for line in lines if not line.startswith("#"))
    return [(frozenset(map(stem, left.split())), frozenset(map(stem, right.split()))) for left, right in pairs]


@dataclass(frozen=True, slots=True)
class _Negation:
    cue: str
    scope: tuple[str, ...]


def denies(claim: str, quote: str) -> bool:
    """Whether one text negates what the other affirms."""
    claim_words, quote_words = _tokens(claim), _tokens(quote)
    claimed, known = _negations(claim_words), _negations(quote_words)
    claim_stems, quote_stems = _stems(claim_words), _stems(quote_words)
    if any(_one_sided(negation, known, quote_stems) for negation in claimed):
        return True
    if any(_one_sided(negation, claimed, claim_stems) for negation in known):
        return True
    return (
        _prefixed(claim_words, quote_stems, known)
        or _prefixed(quote_words, claim_stems, claimed)
        or _unfounded(claimed, known, quote_stems)
    )


def opposites(claim: str, quote: str) -> bool:
    """Whether the claim has a word whose opposite stands in the quote, and the quote has no word of its own sense."""
    claim_words, quote_words = _tokens(claim), _tokens(quote)
    claim_stems, quote_stems = _stems(claim_words), _stems(quote_words)
    denied = {word for negation in (*_negations(claim_words), *_negations(quote_words)) for word in negation.scope}
    for left, right in _sides():
        for side, other in ((left, right), (right, left)):
            said = (claim_stems & side) - _LOOSE
            against = (quote_stems & other) - _LOOSE - claim_stems
            if said - quote_stems and against and not quote_stems & side and not (said | against) & denied:
                return True
    return False


def affirms(text: str) -> bool:
    """Whether no word of ``text`` denies, turns down or sets right ("only", "instead")."""
    return not any(
        word in NEGATIONS or word.endswith("n't") or stem(word) in DENYING | _CONTRARY for word in _tokens(text)
    )


def are_opposites(a: str, b: str) -> bool:
    """Whether two stems stand on opposite sides of a pair, or differ by a denying prefix."""
    paired = any((a in left and b in right) or (a in right and b in left) for left, right in _sides())
    return (paired and not any(a in side and b in side for pair in _sides() for side in pair)) or prefixed_pair(a, b)


def prefixed_pair(a: str, b: str) -> bool:
    """Whether one stem is the other with a denying prefix: "unavail", "avail"."""
    return len(min(a, b, key=len)) >= 4 and (_prefix_of(a, b) or _prefix_of(b, a))


def _tokens(text: str) -> list[str]:
    plain = _IDIOM.sub(" ", text)
    return [match.group().lower().replace("’", "'") for match in _TOKEN.finditer(plain)]


def _stems(words: Sequence[str]) -> set[str]:
    return {stem(word.removesuffix("'s")) for word in words}


def _negations(words: Sequence[str]) -> list[_Negation]:
    found = []
    for i, word in enumerate(words):
        following = words[i + 1 : i + 2]
        cue = word in NEGATIONS or word.endswith("n't") or stem(word) in DENYING
        if cue and not EMPHATIC.intersection(following):
            found.append(_Negation(word, _scope(words[i + 1 : i + 1 + REACH])))
    return found


def _scope(words: Sequence[str]) -> tuple[str, ...]:
    """Stems of the first two words of meaning, up to a break."""
    found: list[str] = []
    for word in words:
        if word in _BREAKS or len(found) == 2:
            break
        if word not in _SKIPPED:
            found.append(stem(word))
    return tuple(found)


def _one_sided(negation: _Negation, others: Sequence[_Negation], stems: set[str]) -> bool:
    """Whether the other text has the denied word and nowhere denies it."""
    if not negation.scope or stem(negation.cue) in stems:
        return False
    denied = {word for other in others for word in other.scope}
    if denied.intersection(negation.scope):
        return False  # "found no evidence" and "did not find any evidence" deny one thing
    head = next((word for word in negation.scope if word in stems), None)
    if head is None or head != negation.scope[0]:
        return False
    return not any(_prefix_of(head, word) for word in stems)


def _prefix_of(head: str, word: str) -> bool:
    return any(word == prefix + head for prefix in _PREFIXES)


def _prefixed(words: Sequence[str], stems: set[str], negations: Sequence[_Negation]) -> bool:
    """Whether a word here is the other text's word with a denying prefix ("unavailable", "available")."""
    denied = {word for negation in negations for word in negation.scope}
    for word in set(words):
        for prefix in _PREFIXES[:-1]:
            root = stem(word.removeprefix(prefix))
            if word.startswith(prefix) and len(root) >= 4 and root in stems - denied and stem(word) not in stems:
                return True
    return False


def _unfounded(claimed: Sequence[_Negation], known: Sequence[_Negation], quote_stems: set[str]) -> bool:
    """Whether the claim denies outright where the quote denies nothing and has no opposite of the denied word."""
    if known:
        return False
    outright = [n for n in claimed if n.cue not in _LEXICAL and stem(n.cue) not in DENYING]
    return any(not _has_opposite(word, quote_stems) for n in outright for word in n.scope[:1])


def _has_opposite(word: str, stems: set[str]) -> bool:
    return any(stems & other for a, b in _sides() for side, other in ((a, b), (b, a)) if word in side)
