"""Which sentences of a transcript thank, greet or beg pardon and tell nothing of the matter."""

import re

from assistant.corpus.labels import label_of

_COURTESY = re.compile(
    r"(?:(?:oh|well|and|so|all right|okay|ok|yes|no|perfect|great|fine|right),? )*"
    r"(?:(?:i|we) (?:really |just )?(?:want to |would like to )?)?"
    r"(?:(?:(?:many|so many|warm) )?thank(?:s| you)|(?:you(?:[’']re| are) )?(?:very |most )?welcome|"
    r"good (?:morning|afternoon|evening|night|day)|goodbye|bye|hello|hi|dear (?:friends|ladies|colleagues)|"
    r"(?:i[’']m |i am |we[’']re )?(?:so |really |very |terribly )?sorry|my apologies|nice to meet|pleased to meet)\b",
    re.IGNORECASE,
)
# A longer sentence goes on to tell something.
MOST_WORDS = 14


def is_courtesy(text: str) -> bool:
    """Whether a short sentence thanks, greets or begs pardon, and tells nothing of the matter."""
    label = label_of(text) or ""
    said = re.sub(r"^\s*(?:\([^)]*\)\s*)?[:：]", "", text.strip()[len(label) :]).strip() if label else text.strip()
    return bool(_COURTESY.match(said)) and len(said.split()) <= MOST_WORDS
