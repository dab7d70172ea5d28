"""What turns back on the sentence before it: "No, sorry, it was nine.", "Actually we sold twelve.", "We cut that."."""

import re
from collections.abc import Sequence

from assistant.reading.corrections import TAKES_BACK, figures_of, taken_back
from assistant.retrieval.replies import unlabelled

# What is put right stands in a sentence of so many words at most: a longer one goes on to something else.
LONGEST = 40
_OPENING = r"^(?:(?:and|well|oh|ah|um|uh|er|wait|yes|yeah|so|ok|okay)\b[,.…—–-]*\s*)*"
_PUTS_RIGHT = re.compile(
    rf"{_OPENING}(?:no,? sorry|sorry,? (?:no|not|i meant|it|that)|or rather|rather,|make that|scratch that|strike that|"
    r"i mean(?:t)? (?:not|the other)|not \S+ but\b|no,? i (?:tell a lie|meant)|correction\b|"
    r"(?:we|they|i|he|she)(?:[’']ve| have| had)? (?:since |later |then )?"
    r"(?:corrected|revised|amended|changed|withdrew|withdrawn|raised|lowered|cut) (?:that|it|this)\b)",
    re.IGNORECASE,
)
_MAY_PUT_RIGHT = re.compile(rf"{_OPENING}(?:no|nope|actually|sorry|i mean)\b", re.IGNORECASE)
_SETS_AGAINST = re.compile(rf"{_OPENING}but\b", re.IGNORECASE)


def turns_back(before: str, text: str) -> bool:
    """Whether ``text``, which stands next, puts right what ``before`` says, or sets another figure against its own.

    "But" does so only with a figure of a unit that both name.
    """
    told = unlabelled(text)
    if len(told.split()) > LONGEST:
        return False
    if _PUTS_RIGHT.search(told):
        return True
    against = _SETS_AGAINST.search(told)
    if not (against or _MAY_PUT_RIGHT.search(told) or TAKES_BACK.search(told)):
        return False
    said = [figure for figure in figures_of(before) if figure.unit or not against]
    return any(other.unit == figure.unit and other not in said for other in figures_of(told) for figure in said)


def is_put_right(said: Sequence[tuple[str, str]], place: int) -> bool:
    """Whether one of several sentences, each with its speaker, is put right by the next or taken back later."""
    following = said[place + 1 : place + 2]
    return any(turns_back(said[place][0], text) for text, _ in following) or bool(taken_back(said, place))
