"""Past forms of verbs: "repaired" of "repair", "built" of "build".

Irregular verbs are those of a short list of common ones. Verbs whose past looks like their present ("cut") are left
out: nothing tells the one from the other.
"""

import re
from functools import lru_cache

from assistant.language import stem

_IRREGULAR = """become became|begin began begun|break broke broken|bring brought|build built|buy bought|catch caught
|choose chose chosen|come came|deal dealt|dig dug|do did done|draw drew drawn|drive drove driven|fall fell fallen
|feed fed|fight fought|find found|fly flew flown|forbid forbade forbidden|freeze froze frozen|get got|give gave given
|go went gone|grow grew grown|hear heard|hold held|keep kept|know knew known|lead led|leave left|lend lent|lose lost
|make made|mean meant|meet met|pay paid|rise rose risen|run ran|see saw seen|seek sought|sell sold|send sent
|shrink shrank|sing sang sung|sink sank sunk|speak spoke spoken|spend spent|stand stood|take took taken
|teach taught|tell told|think thought|understand understood|wear wore worn|win won|withdraw withdrew withdrawn
|write wrote written"""
_VERBS = [line.split() for line in _IRREGULAR.split("|")]
_PAST = frozenset(form for _, *forms in _VERBS for form in forms)
# A word that may be a past form, in a pattern.
PAST_PATTERN = rf"(?:\w+ed|{'|'.join(sorted(_PAST))})"


@lru_cache(maxsize=4096)
def irregular_past(verb: str) -> frozenset[str]:
    """The past forms of an irregular ``verb``, given in its base or a past form; empty for any other."""
    return frozenset(form for forms in _VERBS if verb in forms for form in forms[1:])


def is_past_of(word: str, verb: str) -> bool:
    """Whether lower-case ``word`` is a past form of ``verb``, which is given in its base or a past form."""
    return word in irregular_past(verb) or (bool(re.fullmatch(r"\w+ed", word)) and stem(word) == stem(verb))
