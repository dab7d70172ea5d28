"""Who speaks under a label that is a part in a talk: "Customer:" is Ada Lind where she, or the transcript, says so.

She gives her name ("My name is Ada Lind"), the head of the transcript does ("Guest: Ada Lind, owner of Eel House"), or
the label ("Guest (Ada Lind):"), or, of two who speak, the other one addresses her by no other. "I'm Norwegian" names
nobody, nor does "my neighbour, Mrs Lind"; and where a part gives two names, each is that of its own turn.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.corpus.attendance import names_thing, person_called, standing_as_places
from assistant.corpus.dates import CALENDAR
from assistant.corpus.heads import Told, playing, told_above
from assistant.corpus.labels import Label
from assistant.corpus.offices import OFFICES
from assistant.corpus.sentences import Span
from assistant.corpus.speaker_labels import CROWD, is_part, is_role, small_words
from assistant.language import FUNCTION_WORDS

_WORD = r"[^\W\d_a-zà-ÿ][\w’'-]*[^\W_]"
_BETWEEN = r"(?:[^\W\d_a-zà-ÿ]\. |(?:de|da|di|du|la|le|van|von|der|den|bin|al|el) ){0,2}"
_NAME = rf"(?P<name>{_WORD}(?: {_BETWEEN}{_WORD}){{0,2}})(?<!['’]s)(?![\w’'-])"
_TITLED = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor)\.? "
_MAYBE_TITLED = rf"(?:{_TITLED})?"
_OPENS = r"(?:^|[.!?…,;:—–-] |\b(?:and|so|well|hi|hello|yes|yeah|um|uh|er|okay|sure) )"
_GREETS = r"^(?:[^.,!?]{1,30}[.,!?] ){0,2}(?:hello|hi|good (?:morning|afternoon|evening)|welcome)[^.,!?]{0,30}[,.!] "
# Such a name may be one word.
_SAID_SO = (
    re.compile(rf"{_OPENS}(?i:my name['’]s|(?:my|the) name is) {_MAYBE_TITLED}{_NAME}"),
    re.compile(rf"(?i:\byou(?:['’]re| are) (?:now )?(?:through|speaking|talking) (?:to|with)) {_MAYBE_TITLED}{_NAME}"),
    re.compile(rf"(?:^|[,.!] )(?!\w+ly speaking){_MAYBE_TITLED}{_NAME} speaking\b"),  # not "Generally speaking"
    re.compile(
        rf"{_OPENS}(?i:this is|it['’]s|it is) {_MAYBE_TITLED}{_NAME} (?:speaking|calling|on the (?:line|phone))\b"
    ),
    re.compile(rf"(?i:{_GREETS}this is) {_MAYBE_TITLED}{_NAME}(?=[,.!]| (?:from|at|with|of)\b)"),
)
# And such must be a name and a surname.
_I_AM = re.compile(
    rf"{_OPENS}(?i:I['’]m|I am) {_MAYBE_TITLED}{_NAME}"
    r"(?=[.,;!?–—]|$| [–—-]| (?:and|from|with|of|at|here|calling|speaking|the|your|an?)\b)"
)
_INTRODUCES = re.compile(r"\b(?:[Mm]y name(?:['’]s| is)|I['’]m|I am) [^\W\d_a-zà-ÿ]")
# "I'm New Zealander", "I'm South African".
_NO_FIRST_NAMES = frozenset("north south east west northern southern new old roman african latin native anglo".split())
_TITLED_NAME = re.compile(rf"(?P<called>{_TITLED}{_NAME})")
# "Thank you, Mrs Lind.", "Mrs Lind, thank you." But for "my neighbour, Mrs Lind, and", which may be either.
_AT_THE_END = re.compile(
    r"(?:[,!?] |\b(?:thank you|thanks|hello|hi|good (?:morning|afternoon|evening)|bye) )$", re.IGNORECASE
)
_AT_THE_HEAD = re.compile(r"(?:^|[.!?] )$")
_APPOSED = re.compile(r"\b(?:my|our|his|her|their) (?:[\w’'-]+ ){0,2}[\w’'-]+, $", re.IGNORECASE)
_CLOSES = re.compile(r" ?[.!?;:]|$")
_ASIDE = re.compile(rf"[(\[]{_NAME}[)\]]")
# "You're speaking" is no name.
_DRAWN = re.compile(r"['’][a-z]{1,2}$")
_QUOTES = re.compile('[“”"«»]')
# Somebody is addressed so often where it is one of the two who speak.
_OFTEN = 2
# So far before a name its words are looked at.
_REACH = 60


@dataclass(frozen=True, slots=True)
class Cast:
    """The turns of a talk, under who plays a part instead of the part alone: "Ada Lind (Customer)".

    Attributes:
        people: the names of those who play parts.
        parts: of those who play one throughout, as ``turns`` have them.
    """

    turns: dict[Span, Label]
    people: tuple[str, ...]
    parts: tuple[str, ...]


def cast_of(text: str, paragraphs: Sequence[Span], turns: Mapping[Span, Label]) -> Cast:
    """Who speaks in ``turns``; the lines of a head that tell who plays a part are no turns."""
    told, lines = told_above(text, paragraphs, turns)
    spoken = {span: turn for span, turn in sorted(turns.items()) if span not in lines}
    labels = list(dict.fromkeys(turn.speaker for turn in spoken.values() if turn.speaker))
    played = {label for label in labels if is_role(label)}
    by_label = playing(labels, told)
    if not played and not by_label:
        return Cast(spoken, (), ())
    said = _said(text, spoken)
    own = _own_names(text, spoken, said, played)
    by_part = by_label | {
        label: Told(label, name) for label, name in _given_once(spoken, own, played - by_label.keys()).items()
    }
    by_part |= {label: Told(label, name) for label, name in _addressed(spoken, said, played, by_part).items()}
    named = {
        span: by_part.get(turn.speaker) or Told(turn.speaker, own[span])
        for span, turn in spoken.items()
        if turn.speaker in by_part or own.get(span)
    }
    cast = {
        span: replace(turn, speaker=f"{named[span].name} ({named[span].part})") if span in named else turn
        for span, turn in spoken.items()
    }
    # A part that the head names by another word is left out: 3 of 31 right answers of a trial were lost with it.
    same = {label for label, each in by_part.items() if each.part == label}
    parts = dict.fromkeys(cast[span].speaker for span in named if spoken[span].speaker in same)
    people = dict.fromkeys(told.name for told in named.values())
    return Cast(cast, tuple(people), tuple(parts))


def introducing(said: str) -> list[str]:
    """Those who give a name and a surname as theirs in what is ``said``, a paragraph a line; not in a quotation."""
    lines = (line for line in said.split("\n") if _INTRODUCES.search(line))
    names = (name for line in lines for name in _given(line, (_SAID_SO[0], _I_AM)))
    return [name for name in dict.fromkeys(names) if person_called(name) and not names_thing(name)]


def _is_one(part: str) -> bool:
    """Whether one person plays a part throughout."""
    return part[-1].isdigit() or CROWD.isdisjoint(part.lower().split())


def _given_once(turns: Mapping[Span, Label], own: Mapping[Span, str], played: Iterable[str]) -> dict[str, str]:
    """The parts that one person plays throughout who gives one name."""
    found: dict[str, str] = {}
    for part in sorted(played):
        names = _apart([name for span, name in own.items() if turns[span].speaker == part])
        if len(names) == 1 and _is_one(part):
            found[part] = names[0]
    return found


def _said(text: str, turns: Mapping[Span, Label]) -> dict[Span, str]:
    """What is said in each turn, in one line."""
    ends = [*[turn.start for turn in turns.values()][1:], len(text)]
    return {
        span: " ".join(text[turn.words : end].split()) for (span, turn), end in zip(turns.items(), ends, strict=True)
    }


def _own_names(
    text: str, turns: Mapping[Span, Label], said: Mapping[Span, str], played: Collection[str]
) -> dict[Span, str]:
    """By turn the name that whoever plays a part gives, or that the label gives and the talk bears out."""
    given = {span: list(_given(said[span])) for span, turn in turns.items() if turn.speaker in played}
    asides = {
        span: found["name"]
        for span in given
        if _is_one(turns[span].speaker) and (found := _ASIDE.search(text, turns[span].start, turns[span].words))
    }
    names = {name for each in given.values() for name in each} | set(asides.values())
    small = small_words(text) if names else frozenset[str]()
    strange = {name for name in names if _is_nobody(name, small)} | standing_as_places(text, names)
    known = {name for each in given.values() for name in each} - strange
    called = {name for name in set(asides.values()) - strange if name in known or _is_called(name, said.values())}
    own = {span: name for span, each in given.items() if (name := next((n for n in each if n not in strange), ""))}
    return own | {span: name for span, name in asides.items() if name in called}


def _given(said: str, forms: Sequence[re.Pattern[str]] = (*_SAID_SO, _I_AM)) -> Iterator[str]:
    """The names that a speaker gives as hers by one of ``forms``, by that."""
    for pattern in forms:
        for match in pattern.finditer(said):
            quoted = len(_QUOTES.findall(said, 0, match.start("name"))) % 2
            sure = pattern is not _I_AM or (
                person_called(match["name"]) and match["name"].lower().split()[0] not in _NO_FIRST_NAMES
            )
            if sure and not quoted:
                yield match["name"]


def _is_nobody(name: str, small: Collection[str]) -> bool:
    """Whether what stands where a name may is none, by its words: an office, a firm, a word that is written small."""
    words = name.split()
    plain = [word.lower().strip(".") for word in words]
    nobodys = FUNCTION_WORDS | OFFICES | CALENDAR
    return (
        names_thing(name)
        or is_part(name)
        or not nobodys.isdisjoint(plain)
        or (len(words) > 1 and not person_called(name))
        or any(word.lower() in small or _DRAWN.search(word) for word in words)
    )


def _is_called(name: str, said: Iterable[str]) -> bool:
    """Whether somebody is addressed by a name: "Thank you, Ada."."""
    address = re.compile(rf", {re.escape(name.split()[0])}[.,!?]")
    return any(address.search(each) for each in said)


def _apart(names: Sequence[str]) -> list[str]:
    """The names of different people, each as long as it is given: "Ada" is Ada Lind."""
    longest = sorted(dict.fromkeys(names), key=len, reverse=True)
    apart: list[str] = []
    for name in longest:
        if not any(set(name.split()) <= set(other.split()) for other in apart):
            apart.append(name)
    return apart


def _addressed(
    turns: Mapping[Span, Label], said: Mapping[Span, str], played: Collection[str], known: Collection[str]
) -> dict[str, str]:
    """Of two who speak the part whose bearer the other addresses by a title and a name, and speaks of nobody so."""
    speaking = list(dict.fromkeys(turn.speaker for turn in turns.values() if turn.speaker))
    if len(speaking) != 2:
        return {}
    found: dict[str, str] = {}
    for part, other in (speaking, speaking[::-1]):
        if part not in played or part in known:
            continue
        times = Counter[str]()
        spoken_of: set[str] = set()
        for span, turn in turns.items():
            words = said[span]
            for match in _TITLED_NAME.finditer(words):
                addressed = _is_address(words, match)
                if addressed and turn.speaker == other:
                    times[match["called"]] += 1
                elif addressed is not None:
                    spoken_of.add(match["called"])
        names = [name for name, number in times.items() if number >= _OFTEN and name not in spoken_of]
        found |= {part: names[0]} if len(names) == 1 else {}
    return found


def _is_address(said: str, name: re.Match[str]) -> bool | None:
    """Whether a name is that of whom somebody speaks to; None where it may be said of who is named before."""
    before = said[max(0, name.start() - _REACH) : name.start()]
    if _APPOSED.search(before) or (before.endswith(", ") and said.startswith(",", name.end())):
        return None
    if _AT_THE_END.search(before):
        return _CLOSES.match(said, name.end()) is not None
    return _AT_THE_HEAD.search(before) is not None and said.startswith(",", name.end())
