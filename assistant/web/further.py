"""Questions to ask next: about what else stands near an answer, each one that the corpus answers with other words."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.filters import Filters
from assistant.language import content_stems
from assistant.questions.phrases import Phrase, phrases_in
from assistant.store.catalog import StoredPassage
from assistant.writing.suggestions import is_name, sayable, second_mention

OFFERED = 3
EVERYTHING = Filters()
# Each costs a search and a reading, as a question does.
TRIED = 7
# An offer should not disappoint: it takes more than the least that is answered.
SURE = 0.5
# What is worth a question comes up more than once in the transcripts around the answer, in the same words.
RECURS = 2
# What stands in more of the passages than this is what all of them are about.
COMMON = 0.15
# A contraction ("I’m", "don’t") is no part of a name for a thing.
_CONTRACTED = re.compile(r"[’'](?!s\b)")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a transcript: where it begins, its words, and who says it where that is known."""

    source: str
    start: int
    text: str
    speaker: str | None

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands."""
        return self.source, self.start


def further_questions(assistant: Assistant, answer: Answer, filters: Filters = EVERYTHING) -> list[str]:
    """Up to three questions that continue from ``answer`` within ``filters``, none for a refusal.

    Each is put to the assistant's own decision: it must be answered, above the threshold, by the speaker that it names
    and not by a sentence that ``answer`` cites already.
    """
    if not answer.answered or not answer.citations:
        return []
    said = list(dict.fromkeys(_near(assistant, answer, filters)))
    told = {(citation.source, citation.start) for citation in answer.citations}
    asked = set(content_stems(answer.standalone_question))
    found: list[str] = []
    texts = _texts(assistant, said)
    folded, rare = texts.casefold(), _rare_stems(assistant)

    def askable(phrase: Phrase) -> bool:
        return _is_thing(phrase, texts) and folded.count(phrase.bare.casefold()) >= RECURS and rare(phrase)

    for tried, (sentence, phrase) in enumerate(_subjects(said, told, asked, askable)):
        if tried == TRIED or len(found) == OFFERED:
            break
        question = _worded(sentence, phrase)
        best = _answering(assistant, question, filters)
        if best and best.place not in told and best.speaker == sentence.speaker:
            found.append(question)
            told.add(best.place)
    return found


def _near(assistant: Assistant, answer: Answer, filters: Filters) -> Iterator[Said]:
    """Sentences near the answer: those that its question finds, then the others of the transcripts cited."""
    for scored in assistant.finder.look(answer.standalone_question, filters).ranked:
        yield _said(scored.stored, scored.number)
    within = set(assistant.index.catalog.sources(filters))
    for source in dict.fromkeys(citation.source for citation in answer.citations if citation.source in within):
        for stored in assistant.index.catalog.passages_of(source):
            yield from (_said(stored, number) for number in range(len(stored.passage.sentences)))


def _texts(assistant: Assistant, said: Sequence[Said]) -> str:
    """The transcripts that the sentences stand in, as one text."""
    sources = dict.fromkeys(sentence.source for sentence in said)
    return "\n".join(assistant.transcript(source).text for source in sources)


def _subjects(
    said: Sequence[Said], told: set[tuple[str, int]], asked: set[str], askable: Callable[[Phrase], bool]
) -> Iterator[tuple[Said, Phrase]]:
    """Sentences that were not cited, nearest first, each with what it says something about that was not asked about."""
    spoken_of = set(asked)
    for sentence in said:
        if sentence.place in told:
            continue
        phrases = [p for p in phrases_in(sentence.text) if askable(p)]
        fresh = [p for p in phrases if not set(content_stems(p.bare)) & spoken_of]
        best = max(fresh, key=lambda p: (" " in p.bare, p.named, -p.start), default=None)
        if best:
            spoken_of |= set(content_stems(best.bare))
            yield sentence, best


def _is_thing(phrase: Phrase, texts: str) -> bool:
    """Whether the phrase is a thing worth a question: of several words or a name, and no person."""
    return (
        sayable(phrase)
        and not phrase.person
        and not _CONTRACTED.search(phrase.bare)
        and (phrase.definite or phrase.plural)
        and (" " in phrase.bare or (phrase.named and is_name(phrase.bare, texts)))
    )


def _rare_stems(assistant: Assistant) -> Callable[[Phrase], bool]:
    """Whether a phrase holds a word that few passages hold."""
    vocabulary, most = assistant.search.vocabulary(), max(2, COMMON * assistant.index.catalog.passage_count())
    return lambda phrase: any(vocabulary.get(stem, 0) <= most for stem in content_stems(phrase.bare))


def _worded(sentence: Said, phrase: Phrase) -> str:
    speaker = sentence.speaker
    about = second_mention(phrase)
    return f"What did {speaker} say about {about}?" if speaker else f"What is said about {about}?"


def _answering(assistant: Assistant, question: str, filters: Filters) -> Said | None:
    """The sentence that answers best; None where the assistant would refuse."""
    seen = assistant.finder.look(question, filters)
    if not seen.ranked or seen.confidence < max(SURE, assistant.settings.threshold):
        return None
    return _said(seen.ranked[0].stored, seen.ranked[0].number)


def _said(stored: StoredPassage, number: int) -> Said:
    sentence = stored.passage.sentences[number]
    return Said(stored.passage.source, sentence.start, stored.sentence_text(number), sentence.speaker)
