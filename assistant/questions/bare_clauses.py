"""Relative clauses without their word: in "the lamps people have" people have them, and no lamps are people.

Where both readings stand, as in "the street traders use", the words stay one phrase.
"""

import re
from collections.abc import Callable, Sequence

from assistant.corpus.offices import OFFICES
from assistant.questions.helping_verbs import AUXILIARY

# They are many, and the word before them says seldom which: who has, uses or sings something.
_PEOPLE = frozenset("people children men women folk residents everybody everyone".split())
_AGENTS = re.compile(r"\w{2,}(?:er|or|ist|ian|ee|ant)s|(?:patient|parent|nurse|student|guest|client|pupil|citizen)s")
_SEVERAL = re.compile(r"\w{2,}[^su'’]s")
# "The sports people", "the systems engineers": written in the plural, they say which.
_SAYS_WHICH = re.compile(
    r"(?:sale|sport|art|work|custom|good|saving|arm|park|system|right|game|antique|drug|operation|communication|"
    r"relation|benefit|account|trade|service|resource|affair|record|new|mean|specie|railway|highway|bu|ga|len|"
    r"\w+ic|\w+(?:er|or|ist|ian|ee))s"
)
_LED = frozenset("about of on with to for from in at by over against behind near regarding concerning into".split())
_IS = frozenset("is are was were".split())
# "Did she say whether the help for the old people has come?"
_OPENING = frozenset("whether how why when where who which what while until".split())
_HELPS = frozenset("do have be".split())
_HELPING = re.compile(AUXILIARY)
_PAST = re.compile(r"\w{2,}ed|[bs]ought|taught|caught|told|made|built|sold|paid|lost|left|known|given|taken")
_OBJECT = frozenset("the a an this that these those my your his her its our their them it him us me".split())

_NAMES = re.compile(r"[A-Z][\w-]+(?: [A-Z][\w-]+)*(?:['’]s? [a-z][\w-]+(?: [a-z][\w-]+)?)?")
_WHAT_ABOUT = (["what", "about"], ["how", "about"])
# Words of a name, and of whose it is: "Ada Lee's uncle".
LONGEST_NAME = 3


def clause_in(run: Sequence[str], before: list[str], after: list[str], is_verb: Callable[[str], bool]) -> range | None:
    """The words of ``run``, a run of meaning words, that say who does something in a clause without its "that".

    Args:
        before: the words of the clause before it, in lower case.
        after: those behind it.
        is_verb: whether a word is one of the common verbs.

    Returns:
        Their places; what stands before them is the thing, and behind them at most a verb. None where there is no such
        clause, or it cannot be told.
    """
    opened = max((place for place, word in enumerate(before) if word in _OPENING), default=0)
    before = before[opened:]
    *_, above, led = ["", "", *(word for word in before if word not in _OBJECT)]
    own = before[:2] in _WHAT_ABOUT or any(is_verb(w) or _PAST.fullmatch(w) for w in before if w not in _HELPS)
    if not (own or _IS & set(before)):
        return None
    sung = len(run) > 2 and run[-2] in _PEOPLE and _SEVERAL.fullmatch(run[-3]) and not _SEVERAL.fullmatch(run[-1])
    done = _PAST.fullmatch(after[0]) if after else None
    if not sung and not (after and (done or _HELPING.fullmatch(after[0]) or is_verb(after[0]))):
        return None
    ends = len(run) - 1 if sung else len(run)
    # "What became of the mill …", but not "how many of the mill people …"
    one = led in _LED and (led != "of" or is_verb(above)) and before[-1] == "the" and own
    has_object = after[1:2] and after[1] in _OBJECT
    for begins in range(1, ends):
        thing, who = run[begins - 1], run[begins:ends]
        several = _SEVERAL.fullmatch(thing) and not _SAYS_WHICH.fullmatch(thing)
        if not thing.islower() or not (several or (one and begins == 1 and thing not in OFFICES)):
            continue
        # "The barge Otter built in Kent" may be one that was built.
        named = len(who) <= LONGEST_NAME and _NAMES.fullmatch(" ".join(who)) and (several or not done or len(who) > 1)
        people = who[-1] in _PEOPLE and len(who) <= (2 if several else 1)
        agents = several and len(who) <= 2 and _AGENTS.fullmatch(who[-1]) and not has_object
        if named or people or agents:
            return range(begins, ends)
    return None
