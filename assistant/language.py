"""Words as the search and the checks see them: where one begins and ends, its stem, and whether it carries meaning.

Stems are Snowball's of English. Words of other languages go through the same stemmer, in questions and in texts, so
that equal words still match. Scripts without spaces between words are read as pairs of neighbouring signs, as Lucene's
CJKBigramFilter does. Everything here is pure; all that is kept between calls are stems already taken.
"""

import re
import unicodedata
from functools import lru_cache

import Stemmer

from assistant.common_words import surplus

# Chinese, Japanese, Thai, Lao, Khmer, Burmese; Korean has spaces.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

# A French or Italian article drawn together with the word after it: "l'eau" is found by "eau"; "d'Arc" is a name.
_ELIDED = re.compile(
    r"(?<![^\W_])(?:d['’](?=[aeiouhàâéèêëîïôùûœ]\w)|(?:l|dell|nell|sull|dall|quell|qu)['’](?=[^\W\d_]{2}))"
)
_ELISION_LANGUAGES = ("fr", "it")

FUNCTION_WORDS = frozenset(
    """a an the and or but nor so yet if then than as at by for from in into of off on onto out over per to up with
    within without about above across after against along among around before behind below between beyond during
    through toward towards under until upon via is are was were be been being am do does did doing done have has had
    having can could may might must shall should will would this that these those there here it its itself he him his
    himself she her hers herself they them their theirs themselves we us our ours ourselves you your yours yourself i me
    my mine myself who whom whose which what when where why how not no s t d ll m re ve also just very too any some all
    each both such own same other another more most much many please tell know say said says give show find let us
    anything something someone somebody anyone anybody whether because while since dont doesnt didnt isnt arent wasnt
    werent hasnt havent hadnt wont wouldnt cant couldnt shouldnt mustnt aint""".split()
)
# What is drawn together with a function word: "they've", "why'd".
_DRAWN_TO_WORDS = ("'d", "'re", "'ve", "'ll", "'m")


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball English stem of one lower-case word, accents removed."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return str(_stemmer().stemWord(plain))


def lowered(word: str) -> str:
    """A word in lower case, the four letters that ``re.IGNORECASE`` takes for ASCII ones as those: ſ, ı, İ and K."""
    return word.replace("ſ", "s").replace("ı", "i").replace("İ", "i").replace("\u212a", "k").lower()


def capitalised(text: str) -> str:
    """The text with a capital first."""
    return text[:1].upper() + text[1:]


def words(text: str) -> list[str]:
    """Lower-case words in order; a possessive 's is dropped, as is a French or Italian article with an apostrophe.

    Of "they've" and "why'd" the first word is kept, as the other says nothing.
    """
    text = _without_articles(text)
    if text.isascii():
        return [_bare(word) for word in _TOKEN.findall(text.lower())]
    plain = [_bare(word.lower().replace("’", "'")) for word in _TOKEN.findall(text)]
    return [piece for word in plain for piece in ((word,) if word.isascii() else _pieces(word))]


def _bare(word: str) -> str:
    if "'" not in word:
        return word
    if word.endswith("'s"):
        return word[:-2]
    first, _, _ = word.partition("'")
    return first if word.endswith(_DRAWN_TO_WORDS) and first in FUNCTION_WORDS else word.replace("'", "")


def _without_articles(text: str) -> str:
    """``text`` less the articles that are drawn together with a word, where its other words are French or Italian."""
    if not ("'" in text or "’" in text) or not _ELIDED.search(text):
        return text
    return _ELIDED.sub("", text) if surplus(text, _ELISION_LANGUAGES) > 0 else text


def unspaced(text: str) -> bool:
    """Whether ``text`` is all in a script that has no spaces between words."""
    return bool(text) and all(re.match(f"[{_UNSPACED}]", sign) for sign in text)


def _pieces(word: str) -> list[str]:
    """The word, or, of a run of signs that no space divides, its pairs of neighbours; one sign alone stays."""
    runs = _RUN.findall(word)
    if len(runs) == 1 and not unspaced(word[0]):
        return [word]
    return [piece for run in runs for piece in (_pairs(run) if unspaced(run[0]) else [run])]


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def stems(text: str) -> list[str]:
    """Stems of all words of ``text``, in order, function words included."""
    return [stem(word) for word in words(text)]


def content_stems(text: str) -> list[str]:
    """Distinct stems of the words that carry meaning, in order of first appearance."""
    return list(dict.fromkeys(stem(word) for word in words(text) if word not in FUNCTION_WORDS))


@lru_cache(maxsize=8192)
def stem_sequence(text: str) -> tuple[str, ...]:
    """As ``stems``, kept for the texts that were read last."""
    return tuple(stems(text))


@lru_cache(maxsize=8192)
def stem_set(text: str) -> frozenset[str]:
    """Stems of all words of ``text``, kept for the texts that were read last."""
    return frozenset(stem_sequence(text))
