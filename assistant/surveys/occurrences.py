"""How often a thing is named, and where most: "How often is oil mentioned?", "Which meeting mentions oil most often?".

Sentences are counted, by their words: those of a name or a quotation must follow each other, other words stand in one
sentence. "Oil or gas" is two things, each counted; somebody is also named by the surname alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.corpus.offices import OFFICE_PATTERN, OFFICES
from assistant.filters import Filters
from assistant.language import FUNCTION_WORDS, stem, stems
from assistant.questions.designation import TRANSCRIPTS, designated
from assistant.questions.framing import topic_words
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.scopes import Scope, narrowed
from assistant.questions.succession import untold
from assistant.questions.survey_request import Request, SurveyKind
from assistant.questions.topics import plainly
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.catalog import Card
from assistant.surveys.bounds import read_corpus, told
from assistant.surveys.counting import Topic, has_run, holds, read_topic
from assistant.surveys.gathering import Corpus
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, SurveyItem, first_items, out_of, sentences

# Sentences cited of each transcript.
A_TRANSCRIPT = 2
# How sure a count is where words that need not follow each other may stand in one sentence by chance.
BY_WORDS = 0.8
_OFTEN = r"how (?:often|frequently|many times)"
_EVERYONE = r"(?:they|people|we|anyone|anybody|someone|the (?:speakers|participants|people))"
_IN_THEM = rf"(?: (?:in|across) (?:(?:all|of|the|these) )*{TRANSCRIPT}| (?:in (?:total|all)|altogether|overall))?"
_MENTIONED = r"(?:mentioned|spoken of|referred to)"
_ASKED = re.compile(
    rf"{_OFTEN} (?:is|are|was|were|has|have) (?P<one>.+?) (?:been )?(?:{_MENTIONED}|(?P<named>named|brought up))"
    rf"{_IN_THEM}|{_OFTEN} (?:does|do|did) (?!{_EVERYONE} )(?P<two>.+?) (?:come up|get mentioned|crop up){_IN_THEM}|"
    rf"{_OFTEN} (?:does|do|did) {_EVERYONE} (?:mention|(?P<raised>bring up)|refer to|speak of|say) (?P<three>.+?)"
    rf"{_IN_THEM}|"
    rf"(?:how many|(?:what is )?the number of) (?:mentions|occurrences) of (?P<four>.+?)(?: are there)?{_IN_THEM}",
    re.IGNORECASE,
)
_TALKED_OF = rf"(?:{_MENTIONED}|discussed|talked about|named|brought up)"
_TALKS_OF = r"(?:mentions?|mentioned|names?|discuss(?:es|ed)?|refers? to|speaks? of|talks? about|deals? with)"
_THE_MOST = r"(?:the )?most(?: often| frequently)?"
_ASKED_MOST = re.compile(
    rf"(?:in )?(?:which|what) {TRANSCRIPT} {_TALKS_OF} (?P<one>.+?) {_THE_MOST}|"
    rf"(?:which|what) {TRANSCRIPT} (?:talks?|speaks?|says?|talked|spoke) {_THE_MOST} (?:about|of|on) (?P<two>.+?)|"
    rf"(?:which|what) {TRANSCRIPT} most (?:often|frequently) {_TALKS_OF} (?P<three>.+?)|"
    rf"(?:where|in (?:which|what) {TRANSCRIPT}) (?:is|are|was|were) (?P<four>.+?) "
    rf"(?:{_TALKED_OF} {_THE_MOST}|{_THE_MOST} {_TALKED_OF})",
    re.IGNORECASE,
)
_IN_SOME = re.compile(rf"^(?P<asked>.+?) (?:in|at|during|across|of) {TRANSCRIPTS}$", re.IGNORECASE)
_THE_WORD = re.compile(r"^(?:the )?(?:words?|terms?|names?|phrases?) (?=\S)", re.IGNORECASE)
# Who is named is appointed, and who is brought up is a child: these say nothing of how often they are spoken of.
_APPOINTED = re.compile(
    rf"^(?:an? |another |(?:the )?(?:new|next)\b|(?:{OFFICE_PATTERN})s?$)|"
    r"^(?:child|children|kids?|bab(?:y|ies)|boys?|girls?|sons?|daughters?|orphans?|animals?)\b",
    re.IGNORECASE,
)
_AND = re.compile(r",? (?:and|or) |, ", re.IGNORECASE)
_BOTH = re.compile(r"^(?:both|either) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mentions:
    """What is to be counted.

    Attributes:
        parts: the things, each counted by itself.
        quoted: whether each stood in quotation marks, so that its words must follow each other.
        most: whether it is asked which transcript has most.
        sources: the transcripts asked about; None for all, none where their order cannot be told.
        said: the words that pick them.
    """

    parts: tuple[str, ...]
    quoted: bool = False
    most: bool = False
    sources: tuple[str, ...] | None = None
    said: str = ""


def asked_occurrences(text: str, cards: Sequence[Card] = ()) -> Mentions | None:
    """The things whose mentions ``text`` asks to be counted, and where; None where it asks for no such thing."""
    plain = plainly(text)
    most, asked = _ASKED_MOST.fullmatch(plain), _ASKED.fullmatch(plain)
    sources, said = None, ""
    if not (most or asked) and (some := _IN_SOME.match(plain)) and (asked := _ASKED.fullmatch(some["asked"])):
        chosen = designated(some, plain, cards, sure=True)
        if chosen is None:
            return None
        sources, said = chosen
    found = most or asked
    of = {name: said for name, said in found.groupdict().items() if said} if found else {}
    thing = next((said for name, said in of.items() if name not in ("named", "raised")), "").strip()
    if not thing or ({"named", "raised"} & of.keys() and _APPOINTED.search(thing)):
        return None
    quoted = thing.startswith(("“", '"', "'"))
    parts = _parts(_THE_WORD.sub("", thing).strip(" “”\"'"), quoted=quoted)
    if not all(parts) or any(re.search(r"\b(?:by|who|which|that)\b", part) for part in parts):
        return None
    return Mentions(parts, quoted, bool(most), sources, said)


def _parts(thing: str, *, quoted: bool) -> tuple[str, ...]:
    """The things that "and" and "or" part."""
    apart = [thing] if quoted else _AND.split(_BOTH.sub("", thing))
    return tuple(dict.fromkeys(topic_words(part) for part in apart))


def occurrences(asked: Mentions, text: str, search: HybridSearch, filters: Filters | None) -> Survey | None:
    """How many sentences of which transcripts name each of the things; no items where none does.

    Args:
        text: the question, whose order of transcripts may not be told.
    """
    cards = search.index.catalog.cards()
    if asked.sources is not None:
        if not asked.sources:
            why = untold(text, cards, sure=True)
            return Survey(SurveyKind.COUNT, Lead(why), (), 1.0) if why else None
        filters = narrowed(filters, Scope(asked.sources, asked.said))
    whole = " … ".join(asked.parts)
    request = Request(SurveyKind.COUNT, topic=whole, parts=asked.parts, quoted=True, mentions=True)
    corpus = read_corpus(whole, request, search, filters)
    topics = {part: read_topic(corpus, part, quoted=asked.quoted) for part in asked.parts}
    known = {*(person for card in cards for person in card.people)}
    known |= {label.speaker for label in search.index.catalog.spoken([*corpus.sources])}
    people = {part for part, topic in topics.items() if _is_somebody(topic, known)}
    found = {
        part: {
            source: saying
            for source, of in corpus.passages.items()
            if (
                saying := [place for place in sentences(of) if _names(topic, _words_of(place), somebody=part in people)]
            )
        }
        for part, topic in topics.items()
    }
    sure = 1.0 if all(topic.run or len(topic.weights) == 1 for topic in topics.values()) else BY_WORDS
    counted = _ranked(found, corpus, sure) if asked.most else _counted(found, corpus, sure)
    notes = tuple(_how_named(topic, somebody=part in people) for part, topic in topics.items() if len(topic.run) > 1)
    if counted.items and not asked.quoted:
        counted = replace(counted, notes=(*counted.notes, *notes))
    return told(counted, corpus)


def _words_of(place: SurveyItem) -> str:
    """A sentence without the label of who says it, which names nobody."""
    speaker, text = place.speaker, place.text
    label = re.match(rf"{re.escape(speaker)}[^:\n]{{0,40}}:", text) if speaker else None
    return text[label.end() :] if label else text


def _is_somebody(topic: Topic, known: Iterable[str]) -> bool:
    """Whether the thing is a person of more names than one, whom the transcripts know by all of them."""
    name = set(topic.run)
    return len(topic.run) > 1 and any(name <= set(stems(person)) for person in known)


def _names(topic: Topic, sentence: str, *, somebody: bool) -> bool:
    """Whether a sentence has all of the words, in their order where they are a name or were quoted; or the surname."""
    if topic.run:
        return has_run(sentence, topic.run) or (somebody and _has_surname(sentence, topic.run))
    return bool(topic.weights) and all(holds(sentence, term, topic.written.get(term)) for term in topic.weights)


def _has_surname(sentence: str, run: Sequence[str]) -> bool:
    """Whether the last of the names stands there, and not after another's first name."""
    for found in re.finditer(r"(?:(?P<before>[^\W\d_][\w’'-]*)\.? )?(?P<name>[A-Z][\w-]+)", sentence):
        if stem(found["name"].lower()) != run[-1]:
            continue
        before = (found["before"] or "").lower()
        first_name = (found["before"] or "")[:1].isupper() and before not in OFFICES | FUNCTION_WORDS
        if not first_name or stem(before) in run:
            return True
    return False


def _how_named(topic: Topic, *, somebody: bool) -> str:
    name = f"“{topic.text}”"
    return (
        f"sentences with the surname of {name} alone are counted too" if somebody else f"only {name} in full is counted"
    )


_Found = Mapping[str, Mapping[str, Sequence[SurveyItem]]]


def _none(found: _Found, corpus: Corpus, sure: float) -> Survey:
    """That none of the transcripts names any of the things."""
    things = " or ".join(f"“{part}”" for part in found)
    if corpus.total == 1:
        lead = f"“{next(iter(corpus.cards().values())).title}” does not mention {things}."
    else:
        lead = f"None of the {corpus.total} transcripts mentions {things}."
    return Survey(SurveyKind.COUNT, Lead(lead), (), sure)


def _counted(found: _Found, corpus: Corpus, sure: float) -> Survey:
    """The sentences on each of the things, in order, with how many there are in all."""
    together = _together(found)
    if not together:
        return _none(found, corpus, sure)
    items, cut = first_items(together, A_TRANSCRIPT)
    total = sum(map(len, together.values()))
    notes = (f"{len(items)} of the {total} sentences are cited",) * (len(items) < total)
    shares = [part for name, of in found.items() for part in _share(name, of, corpus, items)]
    return Survey(
        SurveyKind.COUNT, Lead(*shares[:-1], ":"), items, sure, (*notes, *cut), Apart.TRANSCRIPTS, _heads(found, items)
    )


def _share(
    name: str, of: Mapping[str, Sequence[SurveyItem]], corpus: Corpus, items: Sequence[SurveyItem]
) -> Iterator[str | SurveyItem]:
    """ "“oil” is named in 3 sentences of 2 of 5 transcripts", what it is cited by, and what parts it from the next."""
    total = sum(map(len, of.values()))
    if corpus.total == 1:
        where = f" of “{next(iter(corpus.cards().values())).title}”" if total else ""
    else:
        where = f" of {out_of(len(of), corpus.total)}" if total else ""
    yield f"“{name}” is named in {_sentences(total) if total else 'none'}{where}"
    cited = {place for places in of.values() for place in places}
    yield from (item for item in items if item in cited)
    yield ", "


def _ranked(found: _Found, corpus: Corpus, sure: float) -> Survey:
    """The transcripts that name the things, those first that do in most sentences; the lead names the first."""
    together = _together(found)
    if not together:
        return _none(found, corpus, sure)
    order = sorted(together, key=lambda source: (-len(together[source]), source))
    per = A_TRANSCRIPT if len(order) * A_TRANSCRIPT <= MAX_ITEMS else 1
    items = tuple(place for source in order[:MAX_ITEMS] for place in together[source][:per])
    notes = (f"the first {MAX_ITEMS} of the {len(order)} transcripts are cited",) * (len(order) > MAX_ITEMS)
    cards, most = corpus.cards(), len(together[order[0]])
    first = [source for source in order if len(together[source]) == most]
    titles = " and ".join(f"“{cards[source].title}”" for source in first[:A_TRANSCRIPT])
    more = f" and {len(first) - A_TRANSCRIPT} more" if len(first) > A_TRANSCRIPT else ""
    things = " or ".join(f"“{part}”" for part in found)
    each = " each" if len(first) > 1 else ""
    lead = f"{things} is named most often in {titles}{more}, in {_sentences(most)}{each}"
    cited = [item for item in items if item.source in first]
    rest = f"; {out_of(len(order), corpus.total)} {'names' if len(order) == 1 else 'name'} it:"
    return Survey(
        SurveyKind.COUNT, Lead(lead, *cited, rest), items, sure, notes, Apart.TRANSCRIPTS, _heads(found, items)
    )


def _together(found: _Found) -> dict[str, list[SurveyItem]]:
    """The sentences of each transcript that name any of the things, the first of each thing before its others."""
    together: dict[str, list[SurveyItem]] = {}
    for of in found.values():
        for source, places in of.items():
            together.setdefault(source, []).append(places[0])
    for of in found.values():
        for source, places in of.items():
            together[source] += places[1:]
    return {source: list(dict.fromkeys(places)) for source, places in together.items()}


def _heads(found: _Found, items: Sequence[SurveyItem]) -> dict[SurveyItem, str]:
    """How many sentences of its transcript name each of the things, at the first of it that is cited."""
    heads: dict[SurveyItem, str] = {}
    for item in {item.source: item for item in reversed(items)}.values():
        counts = {part: len(of.get(item.source, ())) for part, of in found.items()}
        several = ", ".join(f"“{part}” in {_sentences(count)}" for part, count in counts.items() if count)
        heads[item] = several if len(found) > 1 else _sentences(*counts.values())
    return heads


def _sentences(count: int) -> str:
    return f"{count} sentence{'' if count == 1 else 's'}"
