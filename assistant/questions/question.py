"""What a question asks: its words, names and figures, the kind of answer it wants, and mended misspellings."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from assistant.corpus.dates import MONTHS
from assistant.corpus.numerals import SCALES
from assistant.corpus.offices import OFFICES, TRADES
from assistant.language import FUNCTION_WORDS, content_stems, stem, stems, words
from assistant.questions.general_words import general_terms
from assistant.questions.meeting_words import is_transcript
from assistant.questions.numbered import numbered
from assistant.questions.spelling import english_words, joined_word, mended, split_words
from assistant.questions.topics import spoken_of, topic_of


class Wanted(StrEnum):
    """The kind of thing that would answer."""

    PERSON = "person"
    PLACE = "place"
    DATE = "date"
    QUANTITY = "quantity"
    REASON = "reason"
    DECISION = "decision"
    ANY = "any"


_WANTED = (
    (Wanted.QUANTITY, r"\bhow (?:many|much|large|big|high|long|old|tall|far|often|fast|great)\b"),
    (
        Wanted.QUANTITY,
        r"\b(?:what|which) (?:percentage|percent|share|number|amount|sum|size|volume|figure|value|proportion)\b",
    ),
    (
        Wanted.QUANTITY,
        r"\b(?:what|which) (?:is|was|were|are) the "
        r"(?:percentage|number|amount|size|volume|value|cost|price|population)\b",
    ),
    (
        Wanted.DATE,
        r"\bwhen\b|\bsince when\b|\b(?:what|which|in which|on what) (?:\w+ )?(?:date|day|year|month|century|decade)\b",
    ),
    (Wanted.PLACE, r"\bwhere\b|\b(?:what|which|in which) (?:city|country|town|region|place|state|location|district)\b"),
    (Wanted.PERSON, r"\bwho(?:se|m)?\b|\b(?:what|which) (?:person|man|woman|people|leader|author|scientist)\b"),
    (Wanted.REASON, r"\bwhy\b|\bfor what reason\b|\bwhat (?:is the |was the )?(?:reason|cause)"),
    (
        Wanted.DECISION,
        r"(?<!still )\b(?:what|which|whether|how|did|do|does|have|has|were|was) (?:(?!still\b)[^\s?]+ )*?"
        r"(?:decid(?:ed?|es)|decisions?|agreed?|settled? (?:on|about|for)|resolved|resolutions?|approved?|votes?)\b",
    ),
)
# Everyone there is: no word of the corpus misspelt.
_EVERYONE = frozenset(map(stem, "everyone everybody whoever".split()))
_ASKING_WORDS = ("what", "which", "when", "where", "about", "does", "many", "much", "should", "would", "could")
# "What did the treasurer say?": who is called so by an office or a trade.
_SPEAKER = re.compile(
    r"what (?:else )?(?:do|does|did|has|have|had) the "
    r"(?P<office>(?!leader|speaker|head|chief|author|founder|officer|prime|mr)"
    rf"(?:{'|'.join([*sorted(TRADES), *sorted(OFFICES)])}))s? "
    r"(?:say|said|think|thought|want|wanted|propose|promise|ask|suggest|explain|believe|tell|told|hope|expect|demand)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_CAPITALISED = re.compile(r"(?<![.?!]\s)(?<![¿¡])(?<!^)\b[A-ZÀ-ÖØ-Þ][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Question:
    """A question read for searching.

    Attributes:
        text: as asked (the standalone form).
        terms: stems of the content words of its topic (``topic_of``), misspellings mended, in order.
        weights: inverse document frequency of each term in the corpus, as in BM25, in nats.
        names: the terms that it writes as proper names; none where it is not in English (German writes every noun so).
        figures: the numbers in it, without thousands separators.
        numbered: those behind a noun, by its stem: "item 77" is no other item.
        wanted: the kind of answer.
        counted: the stem of the thing that "how many …" counts, or None.
        unknown: the terms that stand nowhere in the corpus.
        general: those of them by which it only calls what was said ("problems"), as ``general_terms`` gives them.
        absent_names: names among the unknown, and the office of someone whose words are asked for, unless the corpus
            has a word of the same root ("Norwegian", "Norway").
        topics: where it asks whether, or what, is said of things at all, the terms of each.
        absent_topic: where it asks whether, or what, is said of something at all, the terms of that which stand nowhere
            in the corpus, if each thing named has one and they weigh most.
        written: each term as the user wrote it.
        corrections: what was mended, as (word asked, stem used).
        foreign: whether it is in another language than English.
        language: which one, by ISO 639-1 code; "" where it is English or nobody knows.
        forms: the corpus's forms of its words, each with the term it is a form of; none where it is English.
        meaningless: whether none of its terms stands in the corpus or is a common English word.
    """

    text: str
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    names: frozenset[str]
    figures: frozenset[str]
    wanted: Wanted
    counted: str | None
    unknown: frozenset[str]
    general: frozenset[str]
    absent_names: frozenset[str]
    topics: tuple[frozenset[str], ...]
    absent_topic: frozenset[str]
    written: Mapping[str, str]
    corrections: tuple[tuple[str, str], ...] = ()
    foreign: bool = False
    meaningless: bool = False
    language: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    numbered: Mapping[str, frozenset[str]] = field(default_factory=dict)


def read_question(
    text: str,
    vocabulary: Mapping[str, int],
    passages: int,
    *,
    mend: bool = True,
    foreign: bool = False,
    multilingual: bool = False,
) -> Question:
    """Read ``text`` against a corpus.

    Args:
        vocabulary: every stem of the corpus with the number of passages it stands in.
        passages: how many passages there are.
        mend: whether words that stand nowhere are taken for misspelt ones of the corpus.
        foreign: whether it is in another language than English.
        multilingual: whether the embedding model may know words that are not English.
    """
    names = frozenset[str]() if foreign else _names(text)
    topic = topic_of(text)
    plain = [(term, term) for term in content_stems(topic) or stems(topic)]
    read, corrections = _read_terms(topic, names, vocabulary) if mend else (plain, [])
    terms = list(dict.fromkeys(used for used, _ in read))
    mended_names = {used for used, asked in read if asked in names}
    unknown = frozenset(term for term in terms if term not in vocabulary)
    general = frozenset[str]() if foreign else unknown & general_terms(text)
    topics = () if foreign else _topics(text, dict(corrections))
    return Question(
        text=text,
        terms=tuple(terms),
        weights=tuple(idf(vocabulary.get(term, 0), passages) for term in terms),
        names=frozenset(mended_names),
        figures=figures_in(text),
        wanted=wanted_by(text),
        counted=dict(corrections).get(counted, counted) if (counted := counted_by(text)) else None,
        unknown=unknown,
        general=general,
        absent_names=frozenset(n for n in unknown & (mended_names | _speaker(text)) if not _has_root(n, vocabulary)),
        topics=topics,
        absent_topic=_absent_topic([terms - general for terms in topics], unknown, vocabulary, passages),
        written=_as_written(text),
        corrections=tuple(corrections),
        foreign=foreign,
        meaningless=not (multilingual or foreign) and unknown.issuperset(terms) and unknown.isdisjoint(english_words()),
        numbered={} if foreign else numbered(text),
    )


def _speaker(text: str) -> frozenset[str]:
    """The stem of the office, or the trade, by which a question calls somebody whose words it asks for."""
    asked = _SPEAKER.match(" ".join(text.split()))
    return frozenset({stem(asked["office"].lower())}) if asked else frozenset()


def _topics(text: str, corrections: Mapping[str, str]) -> tuple[frozenset[str], ...]:
    named = (frozenset(corrections.get(term, term) for term in content_stems(thing)) for thing in spoken_of(text))
    return tuple(terms for terms in named if terms)


def _absent_topic(
    topics: Sequence[frozenset[str]], unknown: frozenset[str], vocabulary: Mapping[str, int], passages: int
) -> frozenset[str]:
    absent = frozenset[str]().union(*topics) & unknown
    weight = {term: idf(vocabulary.get(term, 0), passages) for terms in topics for term in terms}
    most = sum(weight[term] for term in absent) > sum(weight.values()) / 2
    return absent if most and all(terms & unknown for terms in topics) else frozenset()


def _read_terms(
    text: str, names: frozenset[str], vocabulary: Mapping[str, int]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Each term to search for with the term it was asked as, misspellings mended; and what was mended."""
    written = _as_written(text)
    asked_about = {term for thing in spoken_of(text) for term in content_stems(thing)}
    asked = [
        term
        for term in content_stems(text)
        if term in vocabulary
        or term in names
        or not (
            term in _EVERYONE
            or _slip_of_asking_word(term)
            or (is_transcript(written.get(term, "")) and term not in asked_about)
        )
    ]
    joined = _joined_pairs(text, vocabulary)
    read: list[tuple[str, str]] = []
    corrections: list[tuple[str, str]] = []
    for term in asked or stems(text):
        used = _known_forms(term, written.get(term, term).lower(), term in names, vocabulary, joined)
        read += [(known, term) for known in used]
        corrections += [(term, known) for known in used if known != term]
    return read, corrections


def _known_forms(
    term: str, word: str, is_name: bool, vocabulary: Mapping[str, int], joined: Mapping[str, str]
) -> tuple[str, ...]:
    """The corpus's terms that ``term`` stands for; itself where the corpus has it or nothing comes near."""
    if term in joined:
        return (joined[term],)
    if term in vocabulary:
        return (term,)
    nearest = mended(word, vocabulary, is_name=is_name)
    return (nearest,) if nearest else split_words(word, vocabulary) or (term,)


def _joined_pairs(text: str, vocabulary: Mapping[str, int]) -> dict[str, str]:
    """Stems of neighbouring words that the corpus writes as one word, each with that word's stem."""
    sequence = words(text)
    found: dict[str, str] = {}
    for one, other in pairwise(sequence):
        whole = None if {one, other} & FUNCTION_WORDS else joined_word(one, other, vocabulary)
        if whole:
            found |= {stem(one): whole, stem(other): whole}
    return found


def _as_written(text: str) -> dict[str, str]:
    found = [match.group() for match in re.finditer(r"[^\W_]+", text)]
    joined = re.findall(r"[^\W_]+(?:['’][^\W_]+)+", text)  # read as one word: O'Neill
    whole = {stem(word): each for each in reversed(joined) for word in words(each)}
    elided = {term: each for term, each in whole.items() if not re.search("['’]s$", each)}
    return whole | {stem(word.lower()): word for word in reversed(found)} | elided


def wanted_by(text: str) -> Wanted:
    """The kind of answer the wording asks for; the first question word decides."""
    lowered = text.lower()
    found = [(m.start(), kind) for kind, pattern in _WANTED if (m := re.search(pattern, lowered))]
    return min(found, key=lambda pair: pair[0])[1] if found else Wanted.ANY


def asks_for(kind: Wanted, text: str) -> bool:
    """Whether the wording asks for this kind of answer, first or beside another: "When, and where?" asks for both."""
    return any(re.search(pattern, text.lower()) for wanted, pattern in _WANTED if wanted is kind)


def counted_by(text: str) -> str | None:
    """The stem of what is counted: "ferry" in "How many new ferries sail?"; the head noun is the last before a verb.

    Words are followed to the first function word, so "how many million tonnes of peat" gives tonnes.
    """
    found = re.search(r"\bhow many\s+((?:[\w’'-]+\s*)+)", text, re.IGNORECASE)
    if not found:
        return None
    head: str | None = None
    for word in words(found.group(1)):
        if word in FUNCTION_WORDS:
            break
        if head is not None and word not in SCALES and stem(head) != head and head not in SCALES:
            break  # a plural noun ends the phrase; what follows is the verb
        head = word
    return stem(head) if head else None


def figures_in(text: str) -> frozenset[str]:
    """Numbers as digits, thousands separators removed ("200,000" is "200000")."""
    return frozenset(_plain_figure(match.group()) for match in _FIGURE.finditer(text))


def _plain_figure(figure: str) -> str:
    return re.sub(r",(?=\d{3}\b)", "", figure).rstrip(".,")


def _names(text: str) -> frozenset[str]:
    """Stems of words written with a capital where no sentence begins."""
    found = {word for match in _CAPITALISED.finditer(text) for word in words(match.group())}
    return frozenset(stem(word) for word in found if word not in FUNCTION_WORDS and word not in MONTHS)


def idf(frequency: int, passages: int) -> float:
    """The inverse document frequency, in nats, of a term that stands in so many of the passages."""
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))


def _slip_of_asking_word(term: str) -> bool:
    """Whether a word that the corpus lacks is most likely one of the words that questions begin with, mistyped."""
    from rapidfuzz.distance import OSA

    return len(term) >= 3 and any(OSA.distance(term, word, score_cutoff=1) <= 1 for word in _ASKING_WORDS)


def _has_root(name: str, vocabulary: Mapping[str, int]) -> bool:
    """Whether the corpus has a word that begins with the same five letters, all but its last three at least."""
    root = name[: max(5, len(name) - 3)]
    return len(name) >= 5 and any(
        known.startswith(root) or name.startswith(known) for known in vocabulary if len(known) >= 5
    )
