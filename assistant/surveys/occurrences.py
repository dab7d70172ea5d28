"""How often a thing is named, by its words: "How often is oil mentioned?", "How many mentions of oil are there?"."""

import re
from collections.abc import Iterable, Iterator

from assistant.questions.framing import topic_words
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.requests import Request, SurveyKind
from assistant.questions.topics import plainly
from assistant.surveys.counting import Topic, has_run, holds, read_topic
from assistant.surveys.gathering import Corpus
from assistant.surveys.results import Apart, Lead, Survey, SurveyItem, first_items, out_of, sentences

# Sentences cited of each transcript.
A_TRANSCRIPT = 2
_OFTEN = r"how (?:often|frequently|many times)"
_EVERYONE = r"(?:they|people|we|anyone|anybody|someone|the (?:speakers|participants|people))"
_IN_THEM = rf"(?: (?:in|across) (?:(?:all|of|the|these) )*{TRANSCRIPT}| (?:in (?:total|all)|altogether|overall))?"
_ASKED = re.compile(
    rf"{_OFTEN} (?:is|are|was|were|has|have) (?P<one>.+?) (?:been )?(?:mentioned|named|brought up|spoken of|"
    rf"referred to)"
    rf"{_IN_THEM}|{_OFTEN} (?:does|do|did) (?!{_EVERYONE} )(?P<two>.+?) (?:come up|get mentioned|crop up){_IN_THEM}|"
    rf"{_OFTEN} (?:does|do|did) {_EVERYONE} (?:mention|bring up|refer to|speak of|say) (?P<three>.+?){_IN_THEM}|"
    rf"(?:how many|(?:what is )?the number of) (?:mentions|occurrences) of (?P<four>.+?)(?: are there)?{_IN_THEM}",
    re.IGNORECASE,
)
_THE_WORD = re.compile(r"^(?:the )?(?:words?|terms?|names?|phrases?) (?=\S)", re.IGNORECASE)


def asked_occurrences(text: str) -> Request | None:
    """The thing whose mentions ``text`` asks to be counted; None where it asks for no such thing."""
    asked = _ASKED.fullmatch(plainly(text))
    said = next(filter(None, asked.groups()), "") if asked else ""
    quoted = said.strip().startswith(("“", '"', "'"))
    topic = topic_words(_THE_WORD.sub("", said).strip(" “”\"'"))
    if not topic or re.search(r"\b(?:by|who|which|that)\b", topic):
        return None
    return Request(SurveyKind.COUNT, topic=topic, parts=(topic,), quoted=quoted, mentions=True)


def occurrences(request: Request, corpus: Corpus) -> Survey:
    """How many sentences of which transcripts hold all of the words; no items where none does."""
    topic = read_topic(corpus, request.topic, quoted=request.quoted)
    found = {source: kept for source, of in corpus.passages.items() if (kept := [*_saying(topic, sentences(of))])}
    if not found:
        return Survey(
            request.kind, Lead(f"None of the {corpus.total} transcripts mentions “{request.topic}”."), (), 1.0
        )
    total = sum(map(len, found.values()))
    items, cut = first_items(found, A_TRANSCRIPT)
    notes = (f"{len(items)} of the {total} sentences are cited",) * (len(items) < total)
    first = {item.source: item for item in reversed(items)}
    heads = {item: _sentences(len(found[source])) for source, item in first.items()}
    lead = Lead(f"“{request.topic}” is named in {_sentences(total)} of {out_of(len(found), corpus.total)}", *items, ":")
    return Survey(request.kind, lead, items, 1.0, (*notes, *cut), Apart.TRANSCRIPTS, heads)


def _saying(topic: Topic, places: Iterable[SurveyItem]) -> Iterator[SurveyItem]:
    """The sentences with all of the words, in their order where they are a name or were quoted."""
    for place in places:
        if topic.run and not has_run(place.text, topic.run):
            continue
        if topic.weights and all(holds(place.text, term, topic.written.get(term)) for term in topic.weights):
            yield place


def _sentences(count: int) -> str:
    return f"{count} sentence{'' if count == 1 else 's'}"
