"""Names that are told by their initials where they are asked in full, and in full where they are asked by initials."""

import re
from collections.abc import Iterable, Mapping

from assistant.language import FUNCTION_WORDS, content_stems, stem

SHORTEST, LONGEST = 2, 6
# What stands between the words of a name and has no letter in its initials.
_LINK = r"(?:(?:of|for|and|the|on|in|to|de|du|des) )*"
_ACRONYM = re.compile(rf"(?<![\w.&-])[A-Z]{{{SHORTEST},{LONGEST}}}(?![\w&-])")
_WORD = r"[A-Z][a-zà-ÿ][\w’-]*"
_IN_FULL = re.compile(rf"(?P<article>\b[Tt]he )?(?P<name>\b{_WORD}(?: {_LINK}{_WORD}){{1,{LONGEST - 1}}})")


def acronyms_in(text: str) -> list[str]:
    """The words of ``text`` that are written as initials are, each once."""
    return list(dict.fromkeys(_ACRONYM.findall(text)))


def spelt_out(acronym: str, texts: Iterable[str]) -> str:
    """The first name in ``texts`` whose words begin with these initials, "" where none does."""
    words = rf" {_LINK}".join(rf"{letter}[a-zà-ÿ][\w’-]*" for letter in acronym)
    pattern = re.compile(rf"\b{words}")
    return next((match.group() for text in texts for match in pattern.finditer(text)), "")


def told_by_initials(text: str, vocabulary: Mapping[str, int]) -> dict[str, str]:
    """Of each name of ``text`` with a word that stands nowhere in the corpus, the initials that do, by the name.

    A name of two words needs an article before it ("the European Union"): without one it may be a person's.

    Args:
        vocabulary: every stem of the corpus.
    """
    told: dict[str, str] = {}
    for match in _IN_FULL.finditer(text):
        name = match["name"]
        capitals = [word for word in name.split() if word[0].isupper()]
        initials = "".join(word[0] for word in capitals).lower()
        enough = len(capitals) > SHORTEST or bool(match["article"])
        absent = not all(term in vocabulary for term in content_stems(name))
        if enough and absent and initials not in FUNCTION_WORDS and stem(initials) in vocabulary:
            told[name] = initials.upper()
    return told
