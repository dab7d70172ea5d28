"""Nouns that want another: problems and plans are about something, a price and a date are of something."""

from assistant.followups.people import is_body, may_act, may_be_somebody
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
# They only say how something is: what opens or falls is the thing.
_ATTRIBUTES = frozenset(
    stem(noun)
    for noun in """price cost name age number size length height purpose reason date colour title width depth
    speed volume temperature quality quantity shape turnout""".split()
)
_OF_A_THING = _ATTRIBUTES | frozenset(
    stem(noun)
    for noun in """rent wage salary fee budget amount funding weight cause origin extent scale damage
    loss profit revenue income turnover deadline date location condition state status future fate
    outcome result role share value history owner capital population""".split()
)
_TIMES = frozenset(
    stem(word)
    for word in """time day week month year quarter season decade century half spring summer autumn winter morning
    afternoon evening night weekend moment end beginning start""".split()
)
ORGANISATIONS = frozenset(
    "company firm enterprise business group manufacturer bank organisation organization supplier contractor".split()
)
PLACES = frozenset("city town region province country village district place area state".split())
_PLACES = frozenset(map(stem, PLACES))
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
    return _is_among(phrase, _WITH_TOPIC)


def is_of_a_thing(phrase: Phrase) -> bool:
    """Whether it is a noun that says how a thing is, or what it has: "the price"."""
    alone = phrase.core == phrase.bare  # "the state" that pays is not "the state of the road"
    return _is_among(phrase, _OF_A_THING) and not (alone and phrase.head in _OF_PEOPLE)


def is_attribute(phrase: Phrase) -> bool:
    """Whether it only says how something is: of "the price of rye" it is the rye that grows."""
    return phrase.head in _ATTRIBUTES


def is_place(phrase: Phrase) -> bool:
    """Whether it is a place by its kind: "the town", "the province"."""
    return phrase.head in _PLACES


def is_time(phrase: Phrase) -> bool:
    """Whether it is a time or a part of one: "the last week", "the start"."""
    return phrase.head in _TIMES


def can_act(phrase: Phrase) -> bool:
    """Whether it is somebody, or those in it are: "the union", "the province", "the tenant"."""
    return may_act(phrase) or may_be_somebody(phrase) or _is_among(phrase, _OF_PEOPLE)


def is_somebody(phrase: Phrase) -> bool:
    """Whether it is one or more persons, and no place or body that they are in."""
    together = phrase.named or is_body(phrase) or phrase.head in _OF_PEOPLE
    return phrase.person or may_be_somebody(phrase) or (may_act(phrase) and not together)


def lean_alike(one: Phrase, other: Phrase) -> bool:
    """Whether both have a topic or neither, and both are of a thing or neither; an owner is as good as a manager."""
    both = is_somebody(one) and is_somebody(other)
    return both or (has_topic(one) == has_topic(other) and is_of_a_thing(one) == is_of_a_thing(other))


def are_alike(one: Phrase, other: Phrase) -> bool:
    """Whether one can stand where the other stood: they lean alike, and both can act or neither."""
    return lean_alike(one, other) and can_act(one) == can_act(other)


def _is_among(phrase: Phrase, nouns: frozenset[str]) -> bool:
    """Whether it is one of these nouns, and no doing that has its stem: a farm, but no farming."""
    return phrase.head in nouns and not phrase.core.endswith("ing")
