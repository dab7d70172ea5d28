"""Who is who in one transcript, as seen from somebody whose words are asked for, and which sentences are theirs.

A label says who speaks in recorded talk. Edited reports say it in words ("the mayor noted"), mostly by pronouns and
offices: their foremost speaker is taken to say what nobody else is said to say, and others only what stands at their
name.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from assistant.corpus.holders import holders_of, is_called
from assistant.corpus.labels import label_of
from assistant.corpus.marks import labelled_speakers
from assistant.corpus.names import names_in
from assistant.corpus.offices import OFFICES, TRADES
from assistant.corpus.transcripts import Transcript
from assistant.language import FUNCTION_WORDS, words
from assistant.questions.sayings import ADDRESS, FEMALE, MALE, Asked
from assistant.reading.counterparts import guests
from assistant.store.catalog import Card, Spoken, StoredPassage

# A name holds for so many sentences after it in which no other one is named.
REACH = 2
# A transcript of which less than this share is said by anyone by name is one person's talk, or tells nobody's.
TOLD_SHARE = 0.1
# Whoever speaks says "I" or "my" as often as this, by the character.
I_SHARE = 0.001
# An office of theirs stands within so many characters of their name.
NEAR = 250
# A heading is shorter than this, and ends as no sentence does.
HEADING = 120
_TITLES = OFFICES | TRADES | ADDRESS
# Small in captions of a machine.
_I = re.compile(r"\b(?:I|i(?!\.)|me|my)\b")
_PRONOUN = re.compile(r"\b(?:he|she|his|her|hers|him|they|their|them)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"^\s*[\"“«]|\b(?:he|she|they)\b", re.IGNORECASE)
# Before whom somebody else only met.
_MET = re.compile(r"\b(?:meet(?:s|ings?)?|met|talks|negotiations|conversations?) with\b[^,.;]{0,80}$", re.IGNORECASE)
_LISTED = re.compile(
    r"^\W*(?:present|in attendance|attending|attendees|participants|apologies|absent|members|speakers|guests?|hosts?|"
    r"for \w+)\b[^.:]{0,60}:",
    re.IGNORECASE,
)
_TWO_WORDS = frozenset("prime chief deputy vice".split())
_OFFICE = "|".join(sorted(OFFICES - ADDRESS - _TWO_WORDS | TRADES))
_THE_OFFICE = re.compile(rf"\bthe ((?:(?:{'|'.join(sorted(_TWO_WORDS))}) )?(?:{_OFFICE}))\b", re.IGNORECASE)


class Share(NamedTuple):
    """The numbers of the sentences of a passage that are theirs or tell of them, and of those that others say."""

    theirs: frozenset[int]
    others: frozenset[int]


class Cast:
    """Those who speak in a transcript, and which of them is the one asked for."""

    def __init__(self, asked: Asked, transcript: Transcript, card: Card, spoken: Sequence[Spoken]) -> None:
        self._asked = asked
        self._transcript = transcript
        self._labelled = bool(labelled_speakers(transcript.marks))
        self._spoken = spoken
        self._people = tuple(dict.fromkeys((*card.people, *(s.speaker for s in spoken if _is_named(s.speaker)))))

    @cached_property
    def labels(self) -> frozenset[str]:
        """The labels, and the names and offices that words are put down to, that are theirs."""
        theirs = frozenset(one.speaker for one in self._spoken if self._is_theirs(one.speaker))
        if theirs or not self._labelled:
            return theirs
        return guests(self._asked.office, [one.speaker for one in self._spoken], self._transcript.text)

    def share(self, stored: StoredPassage, before: StoredPassage | None) -> "Share":
        """Which sentences of ``stored`` are theirs, and which others'; ``before`` leads up to it."""
        if self._is_absent:
            return Share(frozenset(), frozenset())
        found: set[int] = set()
        others: set[int] = set()
        left, teller, another, follows = 0, None, False, False
        for passage, number in _in_order(stored, before):
            text, speaker = passage.sentence_text(number), passage.passage.sentences[number].speaker
            told = True
            if speaker in self.labels or self._names_them(text, speaker):
                left = REACH
            elif speaker is not None and not (self._labelled and self._is_open):
                told = self._labelled and left > 0 and speaker == teller and bool(_PRONOUN.search(text))
                left = left - (not told) if speaker == teller else 0
            elif another and _GOES_ON.search(text):
                told, speaker = False, teller
            elif not self._is_open:
                goes_on = bool(_GOES_ON.search(text))
                told = (left > 0 or (follows and goes_on)) and not self._names_other(text)
                left = (REACH if goes_on else left - 1) if told else 0
            another = not told and speaker is not None
            teller, follows = speaker, told
            if passage is stored:
                (found if told else others if another else set()).add(number)
        return Share(frozenset(found), frozenset(others))

    @cached_property
    def _is_absent(self) -> bool:
        """Whether no word of their name stands here."""
        here = " ".join((self._transcript.title, self._transcript.text, *self._people)).lower()
        return bool(self._asked.names) and not any(name in here for name in self._asked.names)

    @cached_property
    def _own_names(self) -> frozenset[str]:
        """The words by which they are named here, in lower case."""
        if self._asked.names:
            longer = [name for person in self._people if same_name(self._asked.names, name := name_of(person))]
            return self._asked.names.union(*longer)
        holders = self._holders(self._asked.office)
        if holders:
            return frozenset().union(*map(name_of, holders))
        called = any(is_label_of(one.speaker, self._asked) for one in self._spoken)
        return self._first_in_rank if called and not self._labelled else frozenset()

    @cached_property
    def _offices(self) -> tuple[str, ...]:
        """Patterns of what they go by here besides a name: "the mayor"."""
        if self._asked.office:
            return (re.escape(self._asked.office),)
        text = self._transcript.text
        called = sorted({" ".join(match[1].lower().split()) for match in _THE_OFFICE.finditer(text)})
        near = filter(self._is_near, called)
        held = (o for o in near if any(same_name(self._own_names, name_of(h)) for h in self._holders(o)))
        return tuple(f"the {re.escape(office)}" for office in held)

    def _is_near(self, office: str) -> bool:
        """Whether an office stands near their name anywhere: else it is not theirs, which takes long to tell."""
        text, noun = self._transcript.text, _noun(office)
        names = [word for word in self._own_names if len(word) > 1]
        own = [m.start() for name in names for m in re.finditer(re.escape(name), text, re.IGNORECASE)]
        held = [m.start() for m in re.finditer(re.escape(noun), text, re.IGNORECASE)]
        return any(abs(one - other) < NEAR for one in own for other in held)

    def _holders(self, office: str) -> list[str]:
        return holders_of(_noun(office), self._transcript.text, self._people)

    def _is_theirs(self, label: str) -> bool:
        if is_label_of(label, self._asked):
            return True
        if _is_named(label) and not self._is_role(label):
            return same_name(self._own_names, name_of(label)) and _fits(label, self._asked)
        if self._introduces_itself(label):
            return True
        holders = self._holders(label.lower().removeprefix("the "))
        if holders:
            return any(same_name(self._own_names, name_of(holder)) for holder in holders)
        return self._is_foremost and not self._labelled

    def _is_role(self, label: str) -> bool:
        """Whether a label is what somebody is, not what they are called: "Clerk" where "the clerk" is said."""
        return len(label.split()) == 1 and bool(
            re.search(rf"\bthe {re.escape(label.lower())}\b", self._transcript.text)
        )

    def _introduces_itself(self, label: str) -> bool:
        if not self._asked.names or not self._labelled:
            return False
        name = "|".join(map(re.escape, sorted(self._own_names)))
        said = re.compile(
            rf"^\W*{re.escape(label)}\b[^:\n]{{0,40}}:[^\n]*\b(?:my name(?: is|[’']s)|i am|i[’']m|speaking to|this is) "
            rf"(?:\w+\.? )?(?:{name})\b",
            re.IGNORECASE | re.MULTILINE,
        )
        return bool(said.search(self._transcript.text))

    @cached_property
    def _first_in_rank(self) -> frozenset[str]:
        """The name of whoever is said to say most here; where nobody is, of whoever is named most."""
        said: Counter[frozenset[str]] = Counter()
        for one in self._spoken:
            if _is_named(one.speaker):
                said[name_of(one.speaker)] += one.characters
        return said.most_common(1)[0][0] if said else name_of(self._people[0]) if self._people else frozenset()

    @cached_property
    def _is_foremost(self) -> bool:
        return same_name(self._own_names, self._first_in_rank)

    @cached_property
    def _is_open(self) -> bool:
        """Whether what nobody is said to say is theirs: the talk is theirs alone, or they are its foremost speaker."""
        titled = bool(self._own_names & set(words(self._transcript.title)))
        if self._labelled:
            return titled and not self.labels
        told = sum(one.characters for one in self._spoken)
        if told < TOLD_SHARE * len(self._transcript.text):
            return (self._is_foremost or titled) and self._is_speech
        return self._is_foremost

    @cached_property
    def _is_speech(self) -> bool:
        """Whether an I speaks, outside of quotation marks."""
        said = re.sub(r"[“\"][^”\"]{0,2000}[”\"]", " ", self._transcript.text)
        return len(_I.findall(said)) > I_SHARE * len(said)

    def _names_them(self, text: str, speaker: str | None) -> bool:
        """Whether a sentence tells of them: it names them, and is no heading and no list of who was there."""
        label = label_of(text) if speaker else None
        said = text[len(label) :] if label else text
        if _LISTED.match(text) or (not speaker and len(said) < HEADING and said.strip()[-1:] not in '.!?”"’)…'):
            return False
        if self._offices and re.search(rf"\b(?:{'|'.join(self._offices)})\b", said, re.IGNORECASE):
            return True
        said = f"x {said}"
        named = (name for name in names_in(said) if same_name(self._own_names, name_of(name.text)))
        return any(not _MET.search(said[: name.start]) for name in named)

    def _names_other(self, text: str) -> bool:
        named, lower = set(words(text)), text.lower()
        others = [name for person in self._people if not same_name(self._own_names, name := name_of(person))]
        offices = [one.speaker.lower() for one in self._spoken if one.speaker not in self.labels]
        return any(name & named for name in others) or any(office in lower for office in offices)


def _in_order(stored: StoredPassage, before: StoredPassage | None) -> Iterator[tuple[StoredPassage, int]]:
    """The sentences of a passage with its last ones of the passage before it."""
    if before:
        count = len(before.passage.sentences)
        yield from ((before, number) for number in range(max(0, count - REACH - 1), count))
    yield from ((stored, number) for number in range(len(stored.passage.sentences)))


def is_label_of(label: str, asked: Asked) -> bool:
    """Whether a label by itself is that of the one asked for."""
    if asked.names:
        return _is_named(label) and same_name(asked.names, name_of(label)) and _fits(label, asked)
    return is_called(label, set(words(asked.office)))


def name_of(label: str) -> frozenset[str]:
    """The words of a name less titles, and less what stands behind a comma."""
    return frozenset(words(label.partition(",")[0])) - _TITLES - FUNCTION_WORDS


def same_name(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one name may be short for the other."""
    return bool(one) and bool(other) and (one <= other or other <= one)


def _fits(label: str, asked: Asked) -> bool:
    """Whether the forms of address do not tell two people apart: Mrs Lee is not Mr Lee."""
    said = set(words(label)) & ADDRESS
    return not any(one & said and other & asked.address for one, other in ((MALE, FEMALE), (FEMALE, MALE)))


def _is_named(label: str) -> bool:
    return label[:1].isupper() and bool(name_of(label))


def _noun(office: str) -> str:
    """What an office is called in few words: "the minister of trade" is a minister."""
    called = re.split(r" (?:of|for|in|on|to)\b", office)[0].split()
    return " ".join(called[-2:] if len(called) > 1 and called[-2] in _TWO_WORDS else called[-1:])
