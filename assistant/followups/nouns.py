"""Nouns that want another: problems and plans are about something, a price and a date are of something."""

from assistant.followups.people import may_act
from assistant.language import stem
from assistant.questions.phrases import Phrase

# Shell nouns (Schmid, English Abstract Nouns as Conceptual Shells, 2000).
_WITH_TOPIC = frozenset(
    stem(noun)
    for noun in """problem trouble challenge difficulty issue question topic subject point matter theme worry concern
    fear doubt risk danger threat complaint objection criticism demand request wish claim argument reason explanation
    idea suggestion proposal recommendation solution answer remedy plan measure step policy strategy goal aim target
    ambition hope decision promise commitment pledge agreement rule change improvement reform lesson experience opinion
    view thought remark comment statement reaction response conclusion finding observation forecast prediction news
    fact detail information advice opportunity advantage disadvantage benefit drawback weakness strength success failure
    mistake setback obstacle progress result consequence effect pro con""".split()
)
_OF_A_THING = frozenset(
    stem(noun)
    for noun in """price cost rent wage salary fee budget name age number size length height weight purpose cause date
    colour title condition state status future fate role share value history owner capital population""".split()
)
ORGANISATIONS = frozenset(
    "company firm enterprise business group manufacturer bank organisation organization supplier contractor".split()
)
PLACES = frozenset("city town region province country village district place area state".split())
# Who is in them can do or want something.
_OF_PEOPLE = frozenset(
    stem(noun)
    for noun in (
        *ORGANISATIONS,
        *PLACES,
        *"""county cooperative club guild team brigade school hospital university museum church farm side neighbour
        rival""".split(),
    )
)


def has_topic(phrase: Phrase) -> bool:
    """Whether it is a noun that has a topic: "the main complaints"."""
    return phrase.head in _WITH_TOPIC


def is_of_a_thing(phrase: Phrase) -> bool:
    """Whether it is a noun that says how a thing is, or what it has: "the price"."""
    return phrase.head in _OF_A_THING


def can_act(phrase: Phrase) -> bool:
    """Whether it is somebody, or those in it are: "the union", "the province"."""
    return may_act(phrase) or phrase.head in _OF_PEOPLE
