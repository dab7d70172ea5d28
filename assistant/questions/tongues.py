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

ASKED_KINDS = ("date", "quantity", "person", "reason", "place")
# A word and one of the corpus are of one root where so many letters are the same, or all but so many at the end.
ROOT, ENDING = 4, 3
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
        stemmer: Snowball's name of its stemmer, "" where it has none.
        endings: where it has none, what is taken off a word instead, the longest first.
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
    stemmer: str
    endings: tuple[str, ...]

    def key(self, stemmed: str) -> str:
        """What the forms of one word share: of a word as the index stems it, its stem in this language."""
        if self.stemmer and not unspaced(stemmed):
            return str(_stemmer(self.stemmer).stemWord(stemmed))
        ending = next((e for e in self.endings if stemmed.endswith(e) and len(stemmed) >= len(e) + ROOT), "")
        return stemmed.removesuffix(ending)


@cache
def tongues() -> Mapping[str, Tongue]:
    """Every language that something is known of, by its code."""
    text = (files("assistant.questions") / "tongues.toml").read_text(encoding="utf-8")
    return {code: _tongue(code, told) for code, told in tomllib.loads(text).items()}


def tongue_of(code: str) -> Tongue:
    """The language of this code; one that nothing is known of where there is none."""
    return tongues().get(code) or Tongue(code, "", frozenset(), _NEVER, {}, _NEVER, _NEVER, frozenset(), _NEVER, "", ())


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
        stemmer=told.get("stemmer", ""),
        endings=tuple(sorted(map(stem, told.get("endings", "").split()), key=len, reverse=True)),
    )


def _pattern(alternatives: str, *, spaced: bool) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)" if spaced else alternatives, re.IGNORECASE)


@lru_cache(maxsize=64)
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)


def spoken_in(text: str, among: Collection[str]) -> str:
    """Which language asks ``text``, by its function words and signs; "" where none has more of them than English.

    Args:
        among: languages that are preferred where several have as many, such as those of the corpus.
    """
    if any("\u3040" <= sign <= "\u30ff" for sign in text):
        return "ja"
    if any("\uac00" <= sign <= "\ud7a3" for sign in text):
        return "ko"
    if any("\u4e00" <= sign <= "\u9fff" for sign in text):
        return "zh"
    said = words(text)
    counts = {code: sum(word in tongue.function_words for word in said) for code, tongue in tongues().items()}
    most = max(counts.values(), default=0)
    if most <= sum(word in FUNCTION_WORDS for word in said):
        return ""
    likely = [code for code, count in counts.items() if count == most]
    return next((code for code in likely if code in among), likely[0] if len(likely) == 1 else "")


def of_one_root(word: str, vocabulary: Iterable[str]) -> bool:
    """Whether a stem of the corpus shares its root with ``word``, is its last part, or has it as a part of its own."""
    if unspaced(word) or len(word) < ROOT:
        return False
    root = word[: max(ROOT, len(word) - ENDING)]
    return any(
        known.startswith(root)
        or (len(known) > ROOT and (word.endswith(known) or (word in known)))
        or (len(known) > ROOT and word.startswith(known))
        for known in vocabulary
    )


def content_of(text: str, tongue: Tongue) -> list[str]:
    """Distinct stems, as the index has them, of the words of ``text`` that carry meaning, in order."""
    plain = tongue.empty.sub(" ", text)
    said = [word for word in words(plain) if word not in tongue.function_words]
    return list(dict.fromkeys(stem(word) for word in said))
