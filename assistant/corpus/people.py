"""Who a text speaks of: names beside a title of office or a verb of speech."""

import re
from collections import Counter
from collections.abc import Sequence

from assistant.corpus.attribution import SPEECH_VERBS
from assistant.corpus.names import CAPITAL, Name, names_in
from assistant.corpus.offices import OFFICE_PATTERN, OFFICES

_OFFICE_OF = re.compile(rf"\b(?i:{OFFICE_PATTERN})(?: of {CAPITAL})? (?:of|to) (?:the )?(?:[\w ]+['’]s? )?$")
_VERBS = tuple(SPEECH_VERBS.split("|"))
_AFTER_VERB = re.compile(rf"\b(?:{SPEECH_VERBS})\s$")
_BEFORE_VERB = re.compile(rf"\s(?:also\s)?(?:{SPEECH_VERBS})\b")


def people_in(text: str, mentions: Sequence[Name] | None = None) -> tuple[str, ...]:
    """Full names of people that ``text`` speaks of, most mentioned first.

    A person is two or three capitalised words beside a title of office or a verb of speech.

    Args:
        text: each of its paragraphs on a line of its own.
        mentions: the names in ``text``, when they are known.
    """
    mentions = names_in(text) if mentions is None else mentions
    known = Counter(name.text for name in mentions)
    counts: Counter[str] = Counter()
    persons: set[str] = set()
    called = {name: _after_office(name) for name in known if " " in name}
    whole = {full for full, _ in called.values() if _is_full(full)}
    for name in mentions:
        if name.text not in called:
            continue
        full, titled = called[name.text]
        before = text[max(0, name.start - 80) : name.start]
        of_place = not titled and (" of " in before or " to " in before)
        if of_place and _OFFICE_OF.search(before):  # which is slow to fail
            full, titled = _after_known_place(full, known)
        if full not in whole and not (titled and _is_full(full)):
            continue
        counts[full] += 1
        if full not in persons and (titled or _spoke(text, name)):
            persons.add(full)
    # "Driver Ann Lee" beside "Ann Lee" is one person and her work.
    persons -= {full for full in persons if full.partition(" ")[2] in persons}
    return tuple(full for full, _ in counts.most_common() if full in persons)


def _after_office(name: str) -> tuple[str, bool]:
    """The words after the last title of office ("Chief Judge Ann Lee" gives Ann Lee), and whether there was one."""
    words = name.split()
    last = max((i for i, word in enumerate(words) if word.lower().rstrip(".") in OFFICES), default=-1)
    return " ".join(words[last + 1 :]), last >= 0


def _after_known_place(name: str, known: Counter[str]) -> tuple[str, bool]:
    """What follows a name that also stands alone: "governor of North Bay Ann Lee" gives Ann Lee."""
    words = name.split()
    for length in (len(words) - 2, len(words) - 3):
        if length > 0 and known[" ".join(words[:length])]:
            return " ".join(words[length:]), True
    return name, False


def _is_full(name: str) -> bool:
    """Whether a name has a surname too, and is none in capitals."""
    words = name.split()
    return 2 <= len(words) <= 3 and "of" not in words and not any(word.isupper() and len(word) > 2 for word in words)


def _spoke(text: str, name: Name) -> bool:
    if _BEFORE_VERB.match(text, name.end, name.end + 40):
        return True
    before = text[max(0, name.start - 40) : name.start]
    return before.rstrip().endswith(_VERBS) and _AFTER_VERB.search(before) is not None
