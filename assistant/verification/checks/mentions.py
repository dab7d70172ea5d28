"""Names in a claim that the words it cites do not have."""

import re
from functools import lru_cache

from assistant.corpus.attribution import SPEECH_VERBS
from assistant.corpus.dates import CALENDAR
from assistant.corpus.names import names_in
from assistant.corpus.numerals import GAP
from assistant.corpus.offices import OFFICES
from assistant.language import FUNCTION_WORDS
from assistant.verification.checks.spellings import is_acronym, same_name

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_][\w’'-]*")
_OPENS_WITH_NAME = re.compile(
    r"\W*(?P<name>[^\W\d_a-zà-ÿ][\w-]*?)(?:['’]s\b|\s+(?:(?:also|then|later|has|had)\s+)?"
    rf"(?:{SPEECH_VERBS.replace(' ', GAP)})\b)"
)


def missing_names(claim: str, quote: str, heading: str = "", speakers: tuple[str, ...] = ()) -> list[str]:
    """Words of names in ``claim`` that stand neither in ``quote`` nor among the ``speakers`` of it.

    Args:
        heading: the transcript's title, people and places. A name from there counts where the quote names nobody whom
            the claim leaves out, that is where it cannot have taken another's place.
    """
    known = words_of(" ".join((quote, *speakers)))
    missing = [word for word in _name_words(claim, f"{quote} {heading}") if not _among(word, known)]
    if not missing:
        return []
    around = words_of(heading)
    claimed = words_of(claim)
    left_out = [word for word in _name_words(quote, "") if not _among(word, claimed)]
    if not left_out or _completes(missing, known, heading):
        missing = [word for word in missing if not _among(word, around)]
    return missing


def words_of(text: str) -> list[str]:
    """Words as written; dotted abbreviations whole."""
    found = [match.group() for match in _WORD.finditer(text)]
    return found + [part for word in found if "-" in word for part in word.split("-") if part]


def _name_words(text: str, elsewhere: str) -> list[str]:
    """Words of the proper names in ``text``, titles of office and the calendar left out.

    A word that opens the text is a name when it speaks or owns, or when ``elsewhere`` has it capitalised too.
    """
    found = [word for name in _names(text) for word in words_of(name)]
    opening = _OPENS_WITH_NAME.match(text)
    if opening:
        found.append(opening["name"])
    first = _WORD.search(text)
    if first and first.group() in {word for name in _names(elsewhere) for word in name.split()}:
        found.append(first.group())
    return [word for word in dict.fromkeys(found) if _is_name(word)]


@lru_cache(maxsize=256)  # a claim is held against several quotes that have the same around them
def _names(text: str) -> tuple[str, ...]:
    return tuple(name.text for name in names_in(text))


def _is_name(word: str) -> bool:
    plain = word.lower().rstrip(".").removesuffix("'s").removesuffix("’s")
    return word[0].isupper() and len(plain) > 1 and plain not in FUNCTION_WORDS | OFFICES | CALENDAR


def _among(word: str, known: list[str]) -> bool:
    parts = word.split("-") if "-" in word else [word]
    return all(any(same_name(part, other) for other in known) for part in parts if part) or (
        any(same_name(word, other) for other in known) or is_acronym(word, known) or _in_acronym(word, known)
    )


def _in_acronym(word: str, known: list[str]) -> bool:
    """Whether a known acronym has the word's initial, "Union" beside "EU"; the wording check weighs the rest."""
    return any(
        len(other.replace(".", "")) in (2, 3) and other.replace(".", "").isupper() and word[0] in other
        for other in known
    )


def _completes(missing: list[str], known: list[str], heading: str) -> bool:
    """Whether every missing word belongs to a full name in the heading of which the quote has another word."""
    full = [name.split() for name in _names(heading)]
    return all(
        any(any(same_name(word, w) for w in name) and any(_among(w, known) for w in name) for name in full)
        for word in missing
    )
