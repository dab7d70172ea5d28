"""How much of a claim's wording its quote shares, apart from what the other checks see to."""

import re

from assistant.corpus.attribution import SPEECH_VERBS
from assistant.corpus.offices import OFFICES
from assistant.language import content_stems, stem, stems, words
from assistant.verification.checks.figures import quantities
from assistant.verification.checks.spellings import same_name

# Words that tell of speech or office carry no claim of their own; the speaker is checked as such.
_SAYING = frozenset(stem(w) for w in re.split(r"[| ]", SPEECH_VERBS)) | {stem(w) for w in OFFICES} | {"accord"}
# Nor do those that hedge or join sentences.
_FRAMING = frozenset(
    stem(w)
    for w in """seem appears apparently reportedly likely probably possibly roughly approximately nearly almost
    specifically additionally furthermore moreover overall therefore thus respectively however instead indeed
    yes""".split()
)
# Where it was read: "the passage says", "according to the transcript". Elsewhere a passage may be a way.
_READ_IN = re.compile(
    r"\A\W*(?:(?:the|this|these|both)\s+)?(?:passages?|transcripts?|excerpts?)(?:\s+\d+)?\s+(?:also\s+)?"
    r"(?:says?|states?|mentions?|notes?|reports?|shows?|tells?|indicates?|confirms?)\b"
    r"|\b(?:according\s+to|as\s+(?:stated|said|noted|reported|mentioned)\s+in)\s+(?:the|this|these)\s+"
    r"(?:passages?|transcripts?|excerpts?)\b",
    re.IGNORECASE,
)


def shared(claim: str, quote: str, heading: str = "") -> float:
    """The share of the claim's words of meaning that stand in the quote, or for names in the transcript's heading.

    Figures are left out, in digits or in words: they are checked by value.
    """
    asked = [
        term for term in content_stems(_READ_IN.sub(" ", without_figures(claim))) if term not in _SAYING | _FRAMING
    ]
    if not asked:  # "It was 300 in all" says something yet, "It is so" says nothing that words could bear out
        return float(bool(quantities(claim)))
    found = set(stems(quote))
    spelled = [word for word in words(f"{quote} {heading}") if len(word) > 3]
    return sum(term in found or any(same_name(term, word) for word in spelled) for term in asked) / len(asked)


def without_figures(text: str) -> str:
    """The text with its quantities blanked."""
    for quantity in quantities(text):
        text = text[: quantity.start] + " " * (quantity.end - quantity.start) + text[quantity.end :]
    return text
