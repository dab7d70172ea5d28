"""What may be asked of all transcripts at once: a request, its kind, and the names that it may be for."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.questions.periods import Period


class SurveyKind(StrEnum):
    """What is made of the transcripts' evidence."""

    COUNT = "count"
    LIST = "list"
    COMPARE = "compare"
    LARGEST = "largest"
    GIST = "gist"
    COLLECTION = "collection"
    IDENTITY = "identity"
    WORKED_OUT = "worked out"


class Named(StrEnum):
    """Proper names that a question asks for."""

    PEOPLE = "people"
    PLACES = "places"
    COMPANIES = "companies"
    ORGANISATIONS = "organisations"


@dataclass(frozen=True, slots=True)
class Request:
    """A question over several transcripts.

    Attributes:
        topic: the question without the words that frame it, as written; empty when the transcripts are asked for.
        parts: phrases that must be looked for one by one; the topic unless it is quoted or in two halves.
        each: whether the wording asks of every transcript, or of several.
        explicit: whether the transcripts themselves are addressed ("which meetings"), not only several of a thing.
        quoted: whether the parts stood in quotation marks, so that their words must stand together.
        every: whether each part must be there ("both … and …"), not just one of them.
        mentions: whether only being spoken of is asked about ("which meetings mention …").
        absent: whether transcripts without the topic are asked for.
        without: a phrase that must not be there beside the topic ("… mention lamps but not oil"); "" for none.
        smallest: whether the smallest or earliest is asked for.
        named: the kind of proper names asked for, if any.
        narrower: the words that say which names of that kind ("Norwegian"), which no name tells; "" for none.
        role: the office whose holders' names are asked for, or the kind of things, in the plural ("mayors", "ships");
            see ``roles``.
        shared: whether only what several transcripts have is asked for.
        time: when the transcripts must be dated, if the question says.
        when: how it says so: "May 2021", "before 2020".
        noun: what the transcripts are called ("sessions"), where they are asked for.
    """

    kind: SurveyKind
    topic: str = ""
    parts: tuple[str, ...] = ()
    each: bool = False
    explicit: bool = True
    quoted: bool = False
    every: bool = False
    mentions: bool = False
    absent: bool = False
    without: str = ""
    smallest: bool = False
    named: Named | None = None
    narrower: str = ""
    role: str = ""
    shared: bool = False
    time: Period | None = None
    when: str = ""
    noun: str = ""
