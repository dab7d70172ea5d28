"""Other languages than English: their function words, how they ask, and their words of time and number.

``tongues.toml`` holds it, by ISO 639-1 code. A language that is not in it has no function words, and nothing is said of
the kind of answer that a question in it wants.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import Stemmer

from assistant.language import FUNCTION_WORDS, stem, unspaced, words
from assistant.questions.spelling import english_words

ASKED_KINDS = ("date", "quantity", "person", "reason", "place")
# A word and one of the corpus are of one root where so many letters are the same, or all but so many at the end.
ROOT, ENDING = 4, 3
_LETTERS_OF_A_SIGN = 2
# Small words of other languages that are English words or stand in English names, and such as stand within a name.
_IN_NAMES = frozenset("da de del della der den di do dos du la las le los van von zu zur".split())
_ENGLISH_TOO = frozenset(
    """al also am ante bent bin bring car come die dies dig dire door era fires go had hat he hem i la las le los man
    men met mit mon most no nun one over part pan per plus pod pour sans sin sole son state sub sue tell ten under us
    van von vi war want was will y""".split()
)
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language.

    Attributes:
        capitals: what a capital within a sentence marks: names, nouns (and names with them), or "", nothing.
        function_words: lower-case words that carry no meaning, the asking ones among them.
        empty: in languages without spaces, what matches no meaning.
        asking: by kind of answer, what asks for it.
        times, numbers: what matches a word of time, or of number.
        titles: lower-case words after which a name stands.
        order: what matches the beginning of an order to forget rules or to make something.
        askers: lower-case words by which a transcript labels those who ask.
        stemmer: Snowball's name of its stemmer, "" where it has none.
        endings: where it has none, what is taken off a word instead, the longest first.
        cases: the endings of a name's cases, the longest first; () where its stemmer takes no more than such off.
    """

    code: str
    capitals: str
    function_words: frozenset[str]
    empty: re.Pattern[str]
    asking: Mapping[str, re.Pattern[str]]
    times: re.Pattern[str]
    numbers: re.Pattern[str]
    titles: frozenset[str]
    order: re.Pattern[str]
    askers: frozenset[str]
    stemmer: str
    endings: tuple[str, ...]
    cases: tuple[str, ...]

    def key(self, stemmed: str) -> str:
        """What the forms of one word share: of a word as the index stems it, its stem in this language."""
        if self.stemmer and not unspaced(stemmed):
            return str(_stemmer(self.stemmer).stemWord(stemmed))
        ending = next((e for e in self.endings if stemmed.endswith(e) and len(stemmed) >= len(e) + ROOT), "")
        return stemmed.removesuffix(ending)

    def same_name(self, one: str, other: str) -> bool:
        """Whether two words that share their ``key`` differ as the cases of one name do: "Иванов" is none of "Иван"."""
        return not self.cases or self._uninflected(one) == self._uninflected(other)

    def _uninflected(self, name: str) -> str:
        return name.removesuffix(next((e for e in self.cases if name.endswith(e) and len(name) > len(e) + 2), ""))


@cache
def tongues() -> Mapping[str, Tongue]:
    """Every language that something is known of, by its code."""
    text = (files("assistant.questions") / "tongues.toml").read_text(encoding="utf-8")
    return {code: _tongue(code, told) for code, told in tomllib.loads(text).items()}


@cache
def askers() -> frozenset[str]:
    """The words of all languages by which transcripts label those who ask."""
    return frozenset().union(*(tongue.askers for tongue in tongues().values()))


def tongue_of(code: str) -> Tongue:
    """The language of this code; one that nothing is known of where there is none."""
    return tongues().get(code) or Tongue(
        code, "", frozenset(), _NEVER, {}, _NEVER, _NEVER, frozenset(), _NEVER, frozenset(), "", (), ()
    )


def _tongue(code: str, told: Mapping[str, str]) -> Tongue:
    spaced = code not in ("zh", "ja")
    plain = told["words"]
    return Tongue(
        code=code,
        capitals=told["capitals"],
        function_words=frozenset(words(plain)) if spaced else frozenset(),
        empty=_NEVER if spaced else re.compile(plain),
        asking={kind: _pattern(told[kind], spaced=spaced) for kind in ASKED_KINDS if kind in told},
        times=_pattern(told["times"], spaced=spaced and code != "ko"),
        numbers=_pattern(told["numbers"], spaced=spaced and code != "ko"),
        titles=frozenset(told.get("titles", "").split()),
        order=_pattern(told["order"], spaced=spaced and code != "ko") if "order" in told else _NEVER,
        askers=frozenset(told.get("askers", "").split()),
        stemmer=told.get("stemmer", ""),
        endings=_endings(told.get("endings", "")),
        cases=_endings(told.get("cases", "")),
    )


def _endings(listed: str) -> tuple[str, ...]:
    return tuple(sorted(map(stem, listed.split()), key=len, reverse=True))


def _pattern(alternatives: str, *, spaced: bool) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)" if spaced else alternatives, re.IGNORECASE)


@lru_cache(maxsize=64)
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)


def spoken_in(text: str, among: Collection[str]) -> str:
    """Which language asks ``text``, by its function words and signs; "" where no other has more of them.

    What English writes the same, or may be part of a name, does not count alone. One of ``among``, the languages of
    the corpus, needs one more than English has, another language two, unless it has letters of its own.
    """
    if script := _signs_of(text):
        return script
    said, telling = words(text), set(_beside_names(text)) - _ENGLISH_TOO - FUNCTION_WORDS
    latin = any(sign.isascii() and sign.isalpha() for sign in text)
    english = sum(word in FUNCTION_WORDS for word in said)
    counts = {
        code: sum(word in tongue.function_words for word in said)
        for code, tongue in tongues().items()
        if not telling.isdisjoint(tongue.function_words)
    }
    counts = {code: count for code, count in counts.items() if count > english + (latin and code not in among)}
    most = max(counts.values(), default=0)
    likely = [code for code, count in counts.items() if count == most]
    return next((code for code in likely if code in among), likely[0] if len(likely) == 1 else "")


def looks_english(text: str, rather_than: str) -> bool:
    """Whether the words that are no part of a name, nor small ones of the language ``rather_than``, are English."""
    plain = tongue_of(rather_than).function_words
    beside = _beside_names(text)
    told = [word for word in beside or words(text) if word not in plain]
    english = sum(word in FUNCTION_WORDS | _ENGLISH_TOO or stem(word) in english_words() for word in told)
    return 2 * english >= len(told) + (not beside)


def _beside_names(text: str) -> list[str]:
    """The words that are no part of a name: without a capital, or at the beginning with none after it."""
    found = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)
    big = [word[0].isupper() for word in found]
    beside = [
        word
        for i, word in enumerate(found)
        if not (word.isupper() and len(word) > 1)
        and not word.endswith(("'s", "’s"))
        and (not any(big[1:2]) if i == 0 else not big[i])
        and not (word in _IN_NAMES and 0 < i < len(found) - 1 and big[i - 1] and any(big[i + 1 : i + 3]))
    ]
    return words(" ".join(beside))


def _signs_of(text: str) -> str:
    """The language that most of the letters are signs of, "" where it is none of the three that have their own."""
    letters = [sign for sign in text if sign.isalpha()]
    kana = sum("\u3040" <= sign <= "\u30ff" for sign in letters)
    hangul = sum("\uac00" <= sign <= "\ud7a3" for sign in letters)
    han = sum("\u4e00" <= sign <= "\u9fff" for sign in letters)
    asked = sum(word in FUNCTION_WORDS for word in words(text)) > 1
    # A sign is a syllable, or a word.
    if asked or _LETTERS_OF_A_SIGN * (kana + hangul + han) <= len(letters) - kana - hangul - han:
        return ""
    return "ko" if hangul > kana + han else "ja" if kana else "zh" if han else "ko"


@cache
def stems_of(plain: frozenset[str]) -> frozenset[str]:
    """The stems of a language's function words."""
    return frozenset(map(stem, plain))


def of_one_root(word: str, vocabulary: Iterable[str]) -> bool:
    """Whether a stem of the corpus shares its root with ``word``, is a part of it at either end, or has it within."""
    if unspaced(word) or len(word) < ROOT:
        return False
    root = word[: max(ROOT, len(word) - ENDING)]
    return any(
        known.startswith(root)
        or word in known
        or (len(known) > ROOT and (word.startswith(known) or word.endswith(known)))
        for known in vocabulary
    )


def nouns_of(text: str, tongue: Tongue) -> str:
    """The words of ``text`` that carry meaning, as they stand there; where every noun has a capital, nouns alone."""
    said = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", tongue.empty.sub(" ", text))
    said = [word for word in said if not set(re.split(r"['’-]", word.lower())) <= tongue.function_words]
    begun = text.lstrip("¿¡«„“ ")
    nouns = [word for word in said if word[0].isupper() and not begun.startswith(word)]
    return " ".join(nouns if nouns and tongue.capitals == "nouns" else said)


def content_of(text: str, tongue: Tongue) -> list[str]:
    """Distinct stems, as the index has them, of the words of ``text`` that carry meaning, in order."""
    plain = tongue.empty.sub(" ", text)
    said = [word for word in words(plain) if word not in tongue.function_words]
    return list(dict.fromkeys(stem(word) for word in said))
