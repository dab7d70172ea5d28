"""Who may be called so: whether a label is a person's name, a part in a talk, or a place's, a thing's or a firm's."""

import re
from collections.abc import Collection, Sequence

from assistant.corpus.attendance import names_thing
from assistant.corpus.labels import PARTICLES
from assistant.corpus.offices import OFFICES, TRADES
from assistant.corpus.sentences import Span

# Who speaks at a call, a hearing or an interview and is called by no name.
_PARTS = frozenset(
    """operator moderator interviewer interviewee host guest chair chairman chairwoman chairperson facilitator presenter
    narrator participant respondent caller agent customer witness clerk counsel speaker unidentified unknown analyst
    question answer q a audience member male female""".split()
)
# Those that are numbered in questionnaires, too.
_ASKED = frozenset("question answer q a".split())
# Parts that one after the other plays, so that a name is that of one turn; "Speaker 2" is one person.
CROWD = frozenset(
    """question answer q a audience member unidentified unknown analyst male female caller speaker student reporter
    journalist resident tenant farmer""".split()
)
# What else somebody is called by, beside the parts that tell labels from other lines.
_ALSO = CROWD | frozenset("patient client user buyer seller researcher court deponent".split())
_TITLES = frozenset("mr mrs ms miss mx dr prof professor sir cllr councillor rev reverend hon senator".split())
# Titles that hotels, streets and films have, too.
_HIGH_TITLES = frozenset(
    "dame lord lady judge justice rep representative mayor president minister chairman chair".split()
)
_OFFICE_WORDS = OFFICES | TRADES | _PARTS | _TITLES | frozenset("trust board council committee union".split())
MOST = 0.5
# How people talk, and nothing else: the first person and the second, and questions; and by one of whom I is said.
_TALK = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]urs?|us|me|[Yy]ou|[Yy]ours?)\b|\?")
_SELF = re.compile(r"\b(?:I|[Mm]y|me)\b")
# What minutes and notes are headed with, which is nobody.
_HEADINGS = frozenset(
    """action actions item items next steps open any other business decisions decision attendees apologies present
    absent minutes matters agenda update updates report reports overview background introduction conclusion notes
    questions answers discussion welcome budget results review topics key points prepared remarks opening closing
    session statement statements""".split()
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def may_be_person(label: str, small: Collection[str], placed: Collection[str]) -> bool:
    """Whether a label is what somebody is called, and by no word of the text a place's, a thing's or a firm's name."""
    if not _reads_as_person(label, small):
        return False
    return is_sure(label) or (label not in placed and not names_thing(re.split(r"\s?[,(]", label)[0]))


def is_sure(label: str) -> bool:
    """Whether a label is a part in a talk, or a title and a name that nothing but a person has."""
    words = _words_called(label)
    return (
        _is_part(words)
        or (words[0] in _TITLES and len(words) > 1)
        or (words[0] in _HIGH_TITLES and len(words) > 1 and not names_thing(label))
    )


def tells_office(said: str) -> bool:
    """Whether some word of it is an office, a trade, a title or a part in a talk."""
    return any(word.lower() in _OFFICE_WORDS for word in _WORD.findall(said))


def small_words(text: str) -> frozenset[str]:
    """The words that ``text`` writes without a capital."""
    return frozenset(word for word in _WORD.findall(text) if word[0].islower())


def talks(text: str, said: Span) -> bool:
    """Whether what is said there is talk: in the first person or the second, or a question."""
    return _TALK.search(text, *said) is not None


def talk_among_themselves(text: str, said: Collection[Span], talking: Collection[Span]) -> bool:
    """Whether most of what is ``said`` is talk, as many as are ``talking``, and one of them says I."""
    return len(talking) >= MOST * len(said) and any(_SELF.search(text, *span) for span in said)


def _words_called(label: str) -> list[str]:
    """The words of a label in small letters, without what is said of its bearer and the article of an office."""
    words = [word.strip(".").lower() for word in re.split(r"\s?[,(]", label)[0].split()]
    return words[1:] if words[0] == "the" and len(words) > 1 else words


def is_part(label: str) -> bool:
    """Whether a label is a part in a talk, such as many play: "Agent", "Speaker 2"."""
    return _is_part(_words_called(label))


def is_role(label: str) -> bool:
    """Whether a label is a part or an office alone, which tells nobody's name."""
    words = [word.strip(".").lower() for word in label.split()]
    return bool(words) and (is_part(label) or all(word in OFFICES | TRADES | _ALSO for word in words))


def _is_part(words: Sequence[str]) -> bool:
    if words[0] not in _PARTS or (words[-1].isdigit() and words[0] in _ASKED):
        return False
    return len(words) == 1 or words[-1].isdigit() or words[1] in _PARTS


def _reads_as_person(label: str, small: Collection[str]) -> bool:
    """Whether a label is what somebody is called: a title and a name, a part in the talk, or two names and more.

    A word that is among ``small``, those that the text writes without a capital, is no name.
    """
    words = [word.strip(".") for word in re.split(r"\s?[,(]", label)[0].split()]
    called = _words_called(label)
    if _HEADINGS.issuperset(called):
        return False
    if _is_part(called):
        return True
    names = [word for word in words if word.lower() not in PARTICLES]
    if called[0] in _TITLES | _HIGH_TITLES:
        return len(names) > 1
    capitals = all(
        word[:1].isupper() and word.replace("’", "").replace("'", "").replace("-", "").isalpha() for word in names
    )
    return 2 <= len(names) <= 4 and capitals and not any(word.lower() in small for word in names if len(word) > 1)
