"""The turns that a line may lean on: what each asked and told, with the noun phrases that a word can point back to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from assistant.corpus.dates import CALENDAR
from assistant.followups.labels import is_label
from assistant.language import words
from assistant.questions.phrases import Phrase, phrases_in

# "The former" points back itself.
_POINTERS = frozenset("former latter same other others first second last rest one ones".split())
# "How bad", "how old", "fell ill": no things.
_BEFORE_QUALITY = re.compile(
    r"\b(?:how|so|too|very|fell|fall|got|get|became|become|felt|feel|went|stayed?|looked|looks?) $", re.IGNORECASE
)
# "The strongest": of what, it does not say.
_SUPERLATIVE = re.compile(
    r"(?!(?:for|har|inter|t|gu|w|pri|n|pe|v|fe|in|pro|requ|ch|conqu|qu|arr|att|unr)est$)[a-z]{2,}est", re.IGNORECASE
)
# "What's the matter with …", "in charge of …": nouns that only lead up to what is meant.
_FRAME = re.compile(
    r"\b(?:the|any|a) (?:name|story|matter|deal|situation|news|latest|status|trouble|thing|business|fuss|point)"
    r"(?= (?:with|about|behind|on|of)\b)|\bby the name(?= of\b)|\bin charge(?= of\b)|\bin the end\b",
    re.IGNORECASE,
)
# Words of an answer that a line may lean on.
BEGINNING = 60
_GREETS = re.compile(r"good (?:morning|afternoon|evening|day)|welcome|ladies|gentlemen", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """A turn: its standalone question and its answer, and what came before it.

    Attributes:
        vocabulary: the corpus's words with their passage counts.
        earlier: the turn before.
        called: whom the user called "he" or "she" so far.
        meeting: title of the transcript that it was of, see ``meetings``; "" where of none.
    """

    question: str
    answer: str
    vocabulary: Mapping[str, int]
    earlier: "Context | None" = None
    called: Mapping[str, str] = field(default_factory=dict)
    meeting: str = ""

    @property
    def beginning(self) -> str:
        """The first words of its answer; what follows is seldom what one asks on about."""
        return " ".join(self.answer.split()[:BEGINNING])

    def turns(self) -> Iterator["Context"]:
        """This turn and those before it, the latest first."""
        turn: Context | None = self
        while turn:
            yield turn
            turn = turn.earlier

    def asked(self) -> list[Phrase]:
        """Noun phrases of the question."""
        phrases = _telling(phrases_in(_FRAME.sub(lambda m: "." * len(m.group()), self.question)))
        return [p for p in phrases if p.definite or not _BEFORE_QUALITY.search(self.question[: p.start])]

    def told(self) -> list[Phrase]:
        """Noun phrases of the answer's beginning."""
        return _telling(phrases_in(self.beginning))[:12]

    def told_of(self) -> list[Phrase]:
        """Those of them that do not only say who speaks, or greet ("Operator: Good morning")."""
        beginning = self.beginning
        return [p for p in self.told() if not (is_label(beginning, p.end) or _GREETS.fullmatch(p.bare))]

    def listed(self) -> list[str]:
        """Names that the answer enumerates: "Ann Lee, the Otter line and Kent" gives three."""
        found = re.search(r"(?:[^,.;]+, )*[^,.;]+ and [^,.;]+", self.answer)
        if not found:
            return []
        parts = [phrases_in(f"– {part}") for part in re.split(r", | and ", found.group())]
        named = [next((p.text for p in phrases if p.named), "") for phrases in parts]
        return [re.sub(r"^The\b", "the", name) for name in named] if all(named) else []


def unmarked(text: str) -> str:
    """The text without the mark that ends it."""
    return text.rstrip("?!. ")


def known_so_far(earlier: Context, context: Context) -> Context:
    """The turn before, with whom the user has called "he" or "she" since."""
    return replace(earlier, called={**earlier.called, **context.called})


def _telling(phrases: list[Phrase]) -> list[Phrase]:
    """Those that a word can point back to: no dates, and no participles that stand alone."""
    return [
        p
        for p in phrases
        if not (
            p.bare != p.bare.lower()
            and all(w.removesuffix("s") in CALENDAR or w.isdigit() for w in words(p.bare))
            and not p.bare.isdigit()
        )
        and not (re.fullmatch(r"[a-z]{2,}[^e]ed", p.bare) and not p.definite)
        and p.bare.lower() not in _POINTERS
        and not _SUPERLATIVE.fullmatch(p.bare)
    ]
