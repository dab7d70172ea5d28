"""Who speaks a quotation, by the words around it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from assistant.corpus.names import WORD
from assistant.corpus.numerals import GAP
from assistant.corpus.offices import OFFICE_PATTERN, OFFICES
from assistant.language import lowered

SPEECH_VERBS = (
    "said|says|noted|notes|added|stressed|emphasized|emphasised|explained|remarked|asked|replied|answered|told|"
    "announced|stated|declared|suggested|continued|concluded|argued|claimed|urged|recalled|believes|warned|admitted|"
    "pointed out|went on"
)
_PRONOUNS = frozenset("he she i they we it you".split())
_SAID_BY = re.compile(rf"\b(?:{SPEECH_VERBS})\s+(?P<who>(?:the\s)?[^,.;:“”\"]{{2,60}}?)\s*(?=[.,;:“\"]|$)", re.I)
_SPEECH_VERB = re.compile(rf"\b(?:{SPEECH_VERBS})\b", re.I)
_SAYS = re.compile(rf"(?P<who>[^,.;:“”\"]{{2,60}}?)\s+(?:also\s+|then\s+)?(?:{SPEECH_VERBS})\b", re.I)
# "Ann Lee was told", "Was Ann Lee asked": somebody else speaks.
_PASSIVE = re.compile(
    r"^\s*(?:was|were|is|are)(?:n['’]t)?\s|"
    r"^\s*(?:[^\W\d_][\w.’'-]*\s+){1,5}(?:was|were|is|are|been)(?:n['’]t|\s(?:not|never|also|then))?$",
    re.IGNORECASE,
)
# The longest that _SAYS takes before its verb: who speaks, "also " or "then ", two spaces.
_SAYS_REACH = 66
# Of words in small letters, which are looked for in a sixth of the time.
_TOLD = rf"(?:{SPEECH_VERBS}|according to)".replace(" ", GAP)
_TELLS_OF_SPEECH = re.compile(rf"\b{_TOLD}\b")
_MAY_TELL_OF_SPEECH = re.compile(_TOLD)
_OFFICE = re.compile(rf"\b[Tt]he (?:{WORD}\s)*?(?:{OFFICE_PATTERN})\b(?: of {WORD})?", re.I)
_WORD_STARTS = re.compile(r"\b\w|(?<!\S)\S")
_WORD_ENDS = re.compile(r"\w\b|\S(?!\S)")
_ACCORDING = re.compile(r"\baccording to (?P<who>[^,.;:“”\"]{2,60})", re.I)


@dataclass(frozen=True, slots=True)
class Roll:
    """People to complete a name from, each with its place among them by the whole name and by the last word of it.

    Looked up and not gone through: a record of 3,000 speakers would cost 3,000 comparisons for every sentence.
    """

    people: tuple[str, ...]
    whole: Mapping[str, int]
    last: Mapping[str, int]

    @classmethod
    def of(cls, people: tuple[str, ...]) -> "Roll":
        """The roll of these people, the foremost first."""
        places = list(enumerate(people))[::-1]
        return cls(
            people,
            {person: place for place, person in places if person.strip()},
            {person.split()[-1]: place for place, person in places if person.strip()},
        )

    def person(self, words: str) -> str | None:
        """Whom ``words`` name: the foremost whose whole name stands in them, else whose last one does; or nobody."""
        if not self.people:
            return None
        starts = [match.start() for match in _WORD_STARTS.finditer(words)]
        ends = [match.end() for match in _WORD_ENDS.finditer(words)]
        found = [self.whole[words[a:b]] for a in starts for b in ends if a < b and words[a:b] in self.whole]
        found = found or [self.last[word] for word in words.split() if word in self.last]
        return self.people[min(found)] if found else None


def may_tell_of_speech(text: str) -> bool:
    """Whether a part of ``text``, wherever it is cut, may say that somebody speaks."""
    return _MAY_TELL_OF_SPEECH.search(lowered(text)) is not None


def attributed_speaker(sentence: str, people: Roll) -> str | None:
    """Who the words around a quotation say is speaking, or None.

    A person's name is completed from ``people``; an office ("the minister") is returned as it is written; a
    pronoun says nothing by itself and gives None.
    """
    if not _TELLS_OF_SPEECH.search(lowered(sentence)):
        return None  # the patterns below are slow to fail
    # White space folded: the patterns take quadratic time in a run of it.
    outside = " ".join(re.sub(r"[“\"][^”\"]*[”\"]?", '"', sentence).split())
    told = chain(_SAID_BY.finditer(outside), _ACCORDING.finditer(outside), _sayings(outside))
    return next((who for match in told if (who := _speaker_name(match.group("who"), people))), None)


def _sayings(text: str) -> Iterator[re.Match[str]]:
    """Matches of _SAYS, looked for around each verb of speech: from every word of a long text it is slow to fail."""
    end = 0
    for verb in _SPEECH_VERB.finditer(text):
        match = _SAYS.search(text, max(end, verb.start() - _SAYS_REACH), verb.end())
        if match and not _PASSIVE.search(match["who"]):
            end = match.end()
            yield match


def _speaker_name(who: str, people: Roll) -> str | None:
    who = " ".join(who.strip(' "').split())
    person = people.person(who)
    if person or who.lower() in _PRONOUNS or not who:
        return person
    held = OFFICES.intersection(re.findall(r"\w+", lowered(who)))
    office = _OFFICE.search(who) if held else None  # the pattern is slow to fail
    if office:
        phrase = office.group()
        return "the" + phrase[3:]
    return None
