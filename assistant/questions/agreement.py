"""Whether a verb says that there are several: "Which craft have been sold?", though no word of it ends in -s."""

import re

from assistant.questions.helping_verbs import AUXILIARY

_PREPOSITION = r"(?:for|with|in|at|from|to|by|of|on|under)"
# A thing of a few words, or "which of those who …".
_THING = r"(?:[\w’'-]+ ){0,2}?[\w’'-]+(?: of (?:[\w’'-]+ ){0,3}?[\w’'-]+)?"
_OF_THOSE = r"of (?:these|those)\b[^,;:?]{2,60}?"
# "Which year were they married": what follows is the subject.
_SUBJECT = (
    r"(?:i|you|he|she|it|we|they|the|an?|his|her|its|their|our|my|your|this|that|these|those|there|"
    r"(?-i:[A-Z][\w’'-]+))\b"
)
_AGREES = re.compile(
    rf"^(?:{_PREPOSITION} )?(?:which|what) (?!{AUXILIARY}\b)(?:{_OF_THOSE}|{_THING})"
    rf" (?:are|were|have)\b(?! {_SUBJECT})",
    re.IGNORECASE,
)


def asks_of_many(text: str) -> bool:
    """Whether what is asked for takes the verb of several."""
    return bool(_AGREES.match(text))
