"""What is said of "they": whether people do it, or things as well, or whether it only is so of things."""

import re

from assistant.followups.people import MINDED
from assistant.language import stem
from assistant.questions.helping_verbs import AUXILIARY

_ADVERB = r" (?:\w+ly |ever |really |all |still |even |now )?"
_OF_THINGS = re.compile(
    rf"{_ADVERB}(?:be|been|cost|last|weigh|look|happen|come|work|stand|lie|measure)\b", re.IGNORECASE
)
_MINDED = re.compile(rf"{_ADVERB}(?:(?:{MINDED})(?:d|ed)?|planned|replied|said|thought|known)\b", re.IGNORECASE)
_DONE = re.compile(rf"{_ADVERB}(?:(?:going|planning|about) to )?(?P<verb>\w+)(?: (?P<then>\w+))?", re.IGNORECASE)
# By the stem of the verb, or with the word behind it.
_BY_PEOPLE = frozenset(
    stem(verb)
    for verb in """pay plug own sign build buy sell pull justify employ owe sort hire sack spend borrow raise lend train
    design find discover investigate inspect hand visit meet""".split()
)
_BY_PEOPLE_THEN = frozenset(
    f"{stem(verb)} {then}"
    for verb, thens in {
        "give": "up", "hand": "over", "stick": "to", "come": "up to", "count": "on", "rule": "out", "set": "up",
        "get": "round", "do": "about differently with it that this so", "win": "back it them",
        "put": "it that them their up on forward right",
    }.items()
    for then in thens.split()
)  # fmt: skip
# Rules make sense, films win prizes; but what only the answer told of is less likely meant than who acts.
_BY_THINGS_TOO = frozenset(map(stem, "put make win use charge".split()))
# "Who baked them?": bread, and no bakers.
_TO_THINGS = re.compile(
    r"\b(?:cook|bake|brew|eat|drink|wear|weave|knit|sew|write|read|print|publish|build|paint|plant|mend|repair|"
    r"buy|sell|design|grow)(?:s|d|ed|ing|ting)? $|"
    r"\b(?:ate|drank|wore|wove|wrote|built|bought|sold|grew|baking|writing|weaving|(?P<made>ma(?:kes?|de|king))) $",
    re.IGNORECASE,
)
_NO_VERB_THEN = re.compile(r"\W*$| (?:in|for|of|at|from|by|out|with)\b", re.IGNORECASE)
_DO = re.compile(rf"\b(?:(?:{AUXILIARY}) (?:\S+ ){{1,5}}|to )(?:do|done|doing) $", re.IGNORECASE)


def is_done_to_things(line: str, place: int) -> bool:
    """Whether what ``line`` says before the "them" at ``place`` is done to things: "who wrote them?"."""
    done = _TO_THINGS.search(line[:place])
    return bool(done and (not done["made"] or _NO_VERB_THEN.match(line, place + len("them"))))


def is_a_deed(line: str, place: int) -> bool:
    """Whether the "it" at ``place`` is what somebody does: "why did they do it?"."""
    return bool(_DO.search(line[:place]))


def is_of_things(line: str, place: int) -> bool:
    """Whether what stands in ``line`` behind ``place`` is said of things: "when will they be built?"."""
    return bool(_OF_THINGS.match(line, place))


def is_of_a_mind(line: str, place: int) -> bool:
    """Whether it is said or wanted: "what did they promise?"."""
    return bool(_MINDED.match(line, place))


def is_by_people(line: str, place: int) -> bool:
    """Whether it is done by people and bodies alone: "are they going to hire a pilot?"."""
    done, verb = _DONE.match(line, place), _verb(line, place)
    return verb in _BY_PEOPLE or (done is not None and f"{verb} {(done['then'] or '').lower()}" in _BY_PEOPLE_THEN)


def is_by_things_too(line: str, place: int) -> bool:
    """Whether things do it as people do: "are they making a difference?"."""
    return _verb(line, place) in _BY_THINGS_TOO


def _verb(line: str, place: int) -> str:
    done = _DONE.match(line, place)
    return stem(done["verb"].lower()) if done else ""
