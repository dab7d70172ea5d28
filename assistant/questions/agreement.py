"""Whether a verb says that there are several: "Which craft have been sold?", though no word of it ends in -s."""

import re

from assistant.questions.helping_verbs import AUXILIARY

# A thing of a few words, or "which of those who …". "What share of the hens are white" asks for one figure.
_THING = rf"(?:(?!{AUXILIARY}\b)[\w’'-]+ ){{1,3}}?"
_OF_IT = rf"(?:of (?:(?!{AUXILIARY}\b)[\w’'-]+ ){{1,4}}?)?"
_OF_THOSE = r"of (?:these|those)\b[^,;:?]{2,60}? "
# "Which year were they married": what follows is the subject.
_SUBJECT = (
    r"(?:i|you|he|she|it|we|they|the|an?|his|her|its|their|our|my|your|this|that|these|those|there|all|both|most|"
    r"nearly|almost|some|many|people|(?-i:[A-Z][\w’'-]+))\b"
)
_AGREES = re.compile(
    rf"^(?:which (?:{_OF_THOSE}|{_THING}{_OF_IT})|what {_THING})(?:are|were|have)\b(?! {_SUBJECT})", re.IGNORECASE
)


def asks_of_many(text: str) -> bool:
    """Whether what is asked for takes the verb of several."""
    return bool(_AGREES.match(text))
