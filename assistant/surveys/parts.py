"""Who opened, closed, chaired or hosted a meeting, asked the questions, was the guest: by what tells it, or not at all.

A label may say it ("Ann Lee (Chair)"), a line above the talk ("Moderator: Ann Lee") or a sentence ("Ann Lee opened the
session"). Where none does, whose words stand first or last under a name is told as that, and who welcomes listeners and
gives a name. What is only likely is not answered.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from assistant.corpus.marks import labelled_speakers
from assistant.corpus.sentences import is_question
from assistant.corpus.speaker_labels import is_role
from assistant.filters import Filters
from assistant.language import FUNCTION_WORDS, stem, words
from assistant.questions.parts_played import Part, PartAsked, asked_part
from assistant.questions.survey_request import SurveyKind
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.catalog import Card
from assistant.surveys.part_statements import head_line, may_tell_end, names_guest, tells_part
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, SurveyItem, sentences

# Sentences shown of a transcript, and in how many of its first ones a head or a welcome is looked for.
SHOWN, FIRST = 2, 12
# How sure it is that the words of a sentence or a label tell it.
SURE = 0.9
# The labels under which somebody plays a part, by their words.
_LABELS = {
    Part.CHAIRED: "chair chairman chairwoman chairperson moderator host facilitator",
    Part.HOSTED: "host co-host moderator presenter interviewer facilitator",
    Part.ASKED: "interviewer host moderator examiner",
    Part.MINUTES: "minutes minute-taker secretary clerk",
}
# What is asked, as it stands after "who".
_SAID = {
    Part.CHAIRED: "is in the chair",
    Part.HOSTED: "hosts it",
    Part.MINUTES: "takes the minutes",
    Part.ASKED: "asks the questions",
    Part.SPOKE: "speaks",
}
_WELCOMES = re.compile(
    r"\b(?:welcome(?: back)?,? (?:everyone |everybody |all )?to|"
    r"you[’']re listening to|thanks for (?:tuning in|watching))\b",
    re.IGNORECASE,
)
_NAME = r"(?-i:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})"
_GIVES_NAME = re.compile(
    rf"\b(?:my name(?:[’']s| is) (?:{_NAME}|[a-z]{{3,20}}\b)|I(?:[’']m| am) (?-i:[A-Z][\w’'-]+ [A-Z][\w’'-]+)|"
    rf"this is {_NAME} (?:speaking|here)|it[’']s (?P<here>\w{{2,20}}) here)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w’-]+")
_ASIDE = re.compile(r"\W*[\[(][^\n]*[\])]\W*|\W*")
_Lines = Sequence[SurveyItem]


def parts(text: str, search: HybridSearch, filters: Filters | None, *, goes_on: bool = False) -> Survey | None:
    """Who plays the part that ``text`` asks for; None when it asks for none, or where something else may tell it.

    Args:
        goes_on: whether a line came before; "Who was the guest?" then asks of what that was about.
    """
    asked = asked_part(text, search.index.catalog.cards())
    if asked is None:
        return None
    cards = [c for c in search.index.catalog.cards(filters) if c.source in asked.sources]
    several = len(asked.sources) > 1
    if not cards or len(cards) > MAX_ITEMS or (several and goes_on and asked.role):
        return None
    told = [found for card in cards if (found := _told(asked, card, search))]
    if not told and several:
        return _untold_by_all(asked, search)
    if not told:
        return _untold(asked, cards[0], search)
    pieces = [Lead(" " if number else "", lead) for number, (lead, _) in enumerate(told)]
    items = tuple(dict.fromkeys(item for _, found in told for item in found))[:MAX_ITEMS]
    return Survey(SurveyKind.COLLECTION, Lead(*pieces), items, SURE, apart=Apart.SENTENCES)


def _told(asked: PartAsked, card: Card, search: HybridSearch) -> tuple[Lead, _Lines] | None:
    """Who plays the part in one transcript, with what tells it."""
    every = sentences(search.index.catalog.passages_of(card.source))
    ways: dict[Part, tuple[Callable[[PartAsked, str, _Lines, HybridSearch], tuple[Lead, _Lines] | None], ...]] = {
        Part.OPENED: (_stated, _at_an_end),
        Part.CLOSED: (_stated, _at_an_end),
        Part.SPOKE_FIRST: (_at_an_end,),
        Part.SPOKE_LAST: (_at_an_end,),
        Part.CHAIRED: (_labelled, _headed, _stated),
        Part.HOSTED: (_labelled, _headed, _stated, _welcoming),
        Part.ASKED: (_labelled, _asking),
        Part.MINUTES: (_labelled, _headed, _stated),
        Part.SPOKE: (_introducing,),
        Part.NAMED: (_labelled, _headed, _stated, _in_title),
    }
    return next((found for way in ways[asked.part] if (found := way(asked, card.title, every, search))), None)


def _stated(asked: PartAsked, title: str, every: _Lines, search: HybridSearch) -> tuple[Lead, _Lines] | None:
    tells = [item for item in every if not is_question(item.text) and tells_part(asked, item.text)][:SHOWN]
    return (Lead(f"Who {_said(asked)}, as “{title}” tells it", *tells, ":"), tells) if tells else None


def _labelled(asked: PartAsked, title: str, every: _Lines, search: HybridSearch) -> tuple[Lead, _Lines] | None:
    """Those whose labels say that they play it, if the labels say who they are."""
    roles = _roles(asked)
    first: dict[str, SurveyItem] = {}
    for item in every:
        if item.speaker and roles & set(_WORD.findall(item.speaker.lower())) and not _is_part(item.speaker):
            first.setdefault(item.speaker, item)
    people = list(first.items())[:SHOWN]
    named = [Lead(", " if n else "", who, item) for n, (who, item) in enumerate(people)]
    lead = Lead(f"In “{title}” a label tells who {_said(asked)}: ", *named, ".")
    return (lead, [item for _, item in people]) if people else None


def _is_part(label: str) -> bool:
    """Whether a label is a part alone, and so nobody's name."""
    return is_role(label) and "(" not in label


def _roles(asked: PartAsked) -> frozenset[str]:
    return frozenset(_LABELS.get(asked.part, asked.role).split())


def _headed(asked: PartAsked, title: str, every: _Lines, search: HybridSearch) -> tuple[Lead, _Lines] | None:
    tells = [item for item in every[:FIRST] if head_line(asked, item.text)][:1]
    return (Lead(f"The head of “{title}” tells who {_said(asked)}", *tells, ":"), tells) if tells else None


def _in_title(asked: PartAsked, title: str, every: _Lines, search: HybridSearch) -> tuple[Lead, _Lines] | None:
    """The guest whom the title names, where one alone of those who speak stands in it with a surname."""
    titled = set(words(title))
    first: dict[str, SurveyItem] = {}
    for item in every:
        name = words(item.speaker or "")
        if len(name) > 1 and titled.issuperset(name):
            first.setdefault(item.speaker or "", item)
    if asked.role not in ("guest", "interviewee") or len(first) != 1:
        return None
    who, item = next(iter(first.items()))
    lead = f"Nobody is called the {asked.role} in “{title}”; of those who speak its title names {who}"
    return Lead(lead, item, ":"), [item]


def _at_an_end(asked: PartAsked, title: str, every: _Lines, search: HybridSearch) -> tuple[Lead, _Lines] | None:
    """Whose words stand first or last under a name, where no report stands before or after them."""
    transcript = search.index.catalog.transcript(every[0].source) if every else None
    labels = labelled_speakers(transcript.marks) if transcript else []
    spoken = [item for item in every if item.speaker]
    if not labels or not spoken or transcript is None:
        return None
    first = asked.part in (Part.OPENED, Part.SPOKE_FIRST)
    item = spoken[0] if first else _last_turn(spoken)[0]
    told = asked.part in (Part.SPOKE_FIRST, Part.SPOKE_LAST)
    around = every[: every.index(item)] if first else []
    reported = [one for one in around if not _ASIDE.fullmatch(one.text)]
    paragraphs = {transcript.text.count("\n\n", 0, one.start) for one in reported}
    after = transcript.text[labels[-1].offset :].strip().split("\n\n") if not first else []
    tail = [p for p in after[1:] if not _ASIDE.fullmatch(p)]
    if not told and (len(paragraphs) > 1 or (tail and _is_on_one_line(after[0]))):
        return None
    end = f"{'first' if first else 'last'} words in “{title}” that stand under a name are those of {item.speaker}"
    untold = f"No sentence of “{title}” says who {asked.part} it; the {end.replace(f' in “{title}”', ' in it')}"
    return Lead(f"The {end}" if told else untold, item, ":"), [item]


def _last_turn(spoken: _Lines) -> _Lines:
    start = len(spoken)
    while start and spoken[start - 1].speaker == spoken[-1].speaker:
        start -= 1
    return spoken[start:]


def _is_on_one_line(paragraph: str) -> bool:
    """Whether a label and what is said stand on one line, so that another paragraph need not be theirs."""
    return re.match(r"[^\n]{1,80}?[:：]\**\s*\S", paragraph) is not None


def _welcoming(asked: PartAsked, title: str, every: _Lines, search: HybridSearch) -> tuple[Lead, _Lines] | None:
    """Who welcomes listeners first, under a name of theirs or giving one."""
    opening = list(every[:FIRST])
    welcome = next((item for item in opening if _WELCOMES.search(item.text)), None)
    if welcome is None:
        return None
    if welcome.speaker:
        spoken = next(item for item in every if item.speaker)
        if welcome.speaker != spoken.speaker or is_role(welcome.speaker):
            return None
        lead = f"Nobody is called the host in “{title}”; {welcome.speaker} speaks first and welcomes those who listen"
        return Lead(lead, welcome, ":"), [welcome]
    gives = next((item for item in opening if _names_itself(item.text)), None)
    if gives is None or any(item.speaker for item in every):
        return None
    found = list(dict.fromkeys([welcome, gives]))
    lead = f"Nobody is called the host in “{title}”; whoever welcomes those who listen gives a name"
    return Lead(lead, *found, ":"), found


def _introducing(asked: PartAsked, title: str, every: _Lines, search: HybridSearch) -> tuple[Lead, _Lines] | None:
    """Those who give their names where nobody's words are labelled."""
    if any(item.speaker for item in every):
        return None
    gives = [item for item in every if _names_itself(item.text)][:SHOWN]
    lead = f"No label says who speaks in “{title}”; a name is given"
    return (Lead(lead, *gives, ":"), gives) if gives else None


def _names_itself(text: str) -> bool:
    found = _GIVES_NAME.search(text)
    return found is not None and (found["here"] or "name").lower() not in FUNCTION_WORDS


def _asking(asked: PartAsked, title: str, every: _Lines, search: HybridSearch) -> tuple[Lead, _Lines] | None:
    """How many questions stand under whose label, most first."""
    asks = [item for item in every if item.speaker and item.text.rstrip(' ”"’').endswith("?")]
    counts = Counter(item.speaker or "" for item in asks)
    if not counts:
        return None
    shown = counts.most_common(SHOWN + 1)
    first = {who: next(item for item in asks if item.speaker == who) for who, _ in shown}
    named = [Lead(", " if n else "", f"{who} ({number})", first[who]) for n, (who, number) in enumerate(shown)]
    more = f" and {len(counts) - len(shown)} more" if len(counts) > len(shown) else ""
    plural = "s" if len(asks) > 1 else ""
    lead = Lead(f"In “{title}” {len(asks)} question{plural} stand under a name, by who asks most: ", *named, f"{more}.")
    return lead, list(first.values())


def _untold_by_all(asked: PartAsked, search: HybridSearch) -> Survey | None:
    """That no transcript tells it; None where other readers of questions may tell it."""
    if asked.part is Part.MINUTES:
        none = f"Nothing in the transcripts tells who {_said(asked)}."
    elif asked.role and not search.vocabulary().get(stem(asked.role)):
        none = f"The transcripts speak of no {asked.role}, and no label or line above a talk names one."
    else:
        return None
    return Survey(SurveyKind.COLLECTION, Lead(none), (), 1.0)


def _untold(asked: PartAsked, card: Card, search: HybridSearch) -> Survey | None:
    """That nothing in a transcript tells it; None where a guest or the like may be told of in other words."""
    every = sentences(search.index.catalog.passages_of(card.source))
    if asked.part in (Part.SPOKE, Part.ASKED) and any(item.speaker for item in every):
        return None
    if any(may_tell_end(asked.part, item.text) for item in every):
        return None
    if asked.part is Part.NAMED and any(names_guest(asked.role, item.text) for item in every):
        return None
    labels = sorted({item.speaker for item in every if item.speaker and is_role(item.speaker)})
    roles = _roles(asked)
    alone = [label for label in labels if roles & set(_WORD.findall(label.lower()))]
    label = f"; under the label “{alone[0]}” no name is given" if alone else ""
    spoken = "" if any(item.speaker for item in every) else ", and no label says who speaks in it"
    return Survey(
        SurveyKind.COLLECTION, Lead(f"Nothing in “{card.title}” tells who {_said(asked)}{label or spoken}."), (), 1.0
    )


def _said(asked: PartAsked) -> str:
    """What is asked, as it stands after "who"."""
    return f"the {asked.role} is" if asked.role else _SAID.get(asked.part, f"{asked.part} it")
