"""Names that are told by their initials where they are asked in full, and in full where they are asked by initials."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from assistant.language import FUNCTION_WORDS, content_stems, stem

SHORTEST, LONGEST = 2, 6
# What stands between the words of a name and has no letter in its initials.
_LINK = r"(?:(?:of|for|and|the|on|in|to|de|du|des)\s+)*"
_ACRONYM = re.compile(rf"(?<![\w.&-])[A-Z]{{{SHORTEST},{LONGEST}}}(?![\w&-])")
_WORD = r"[A-Z][a-zà-ÿ][\w’-]*"
_IN_FULL = re.compile(rf"\b[Tt]he\s+(?P<name>{_WORD}(?:\s+{_LINK}{_WORD}){{1,{LONGEST - 1}}})")


def acronyms_in(text: str) -> list[str]:
    """The words of ``text`` that are written as initials are, each once."""
    return list(dict.fromkeys(_ACRONYM.findall(text)))


def spelt_out(acronym: str, texts: Iterable[str], people: Collection[str] = ()) -> str:
    """The name that ``texts`` have most often of those whose words begin with these initials, "" where none does.

    No function word begins one, and a name of two words has an article before it ("the European Union").

    Args:
        people: whose names none of them is.
    """
    words = rf"\s+{_LINK}".join(rf"{letter}[a-zà-ÿ][\w’-]*+" for letter in acronym)
    article = r"\b[Tt]he\s+" if len(acronym) == SHORTEST else r"\b"
    pattern = re.compile(rf"{article}(?P<name>{words})(?!\s+[A-Z][a-zà-ÿ])")
    found = Counter(" ".join(match["name"].split()) for text in texts for match in pattern.finditer(text))
    parts = {part for person in people for part in person.split()}
    names = [name for name, _ in found.most_common() if _begins_no_phrase(name) and parts.isdisjoint(name.split())]
    return names[0] if names else ""


def told_by_initials(text: str, vocabulary: Mapping[str, int]) -> dict[str, str]:
    """Of each name of ``text`` with a word that stands nowhere in the corpus, the initials that may, by the name.

    A name has an article before it ("the European Union"): without one it may be a person's.

    Args:
        vocabulary: every stem of the corpus.
    """
    told: dict[str, str] = {}
    for match in _IN_FULL.finditer(text):
        name = match["name"]
        initials = "".join(word[0] for word in name.split() if word[0].isupper())
        absent = not all(term in vocabulary for term in content_stems(name))
        if absent and _begins_no_phrase(name) and stem(initials.lower()) in vocabulary:
            told[name] = initials
    return told


def has_initials(initials: str, texts: Iterable[str]) -> bool:
    """Whether some of ``texts`` has these initials in capitals, and not in a line that is all in capitals."""
    pattern = re.compile(rf"(?<![\w.&-])(?<![A-Z]{{2}} ){initials}(?![\w&-]| [A-Z]{{2}})")
    return any(pattern.search(text) for text in texts)


def _begins_no_phrase(name: str) -> bool:
    return not any(word.lower() in FUNCTION_WORDS for word in name.split() if word[0].isupper())
