"""Questions to ask next: about what else stands near an answer, each one that the corpus answers with other words."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.evidence import ScoredSentence
from assistant.language import content_stems
from assistant.phrases import Phrase, phrases_in
from assistant.suggestions import sayable, second_mention

OFFERED = 3
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


def further_questions(assistant: Assistant, answer: Answer) -> list[str]:
    """Up to three questions that continue from ``answer``, none for a refusal.

    Each is put to the assistant's own decision: it must be answered, above the threshold, by the speaker that it names
    and not by a sentence that ``answer`` cites already.
    """
    if not answer.answered or not answer.citations:
        return []
    ranked = assistant.finder.look(answer.standalone_question, None).ranked
    told = {(citation.source, citation.start) for citation in answer.citations}
    asked = set(content_stems(answer.standalone_question))
    found: list[str] = []
    texts = _texts(assistant, ranked)
    folded, rare = texts.casefold(), _rare_stems(assistant)

    def askable(phrase: Phrase) -> bool:
        return _is_thing(phrase, texts) and folded.count(phrase.bare.casefold()) >= RECURS and rare(phrase)

    for tried, (sentence, phrase) in enumerate(_subjects(ranked, told, asked, askable)):
        if tried == TRIED or len(found) == OFFERED:
            break
        question = _worded(sentence, phrase)
        best = _answering(assistant, question)
        if best and _place(best) not in told and _speaker(best) == _speaker(sentence):
            found.append(question)
            told.add(_place(best))
    return found


def _texts(assistant: Assistant, ranked: Sequence[ScoredSentence]) -> str:
    """The transcripts that the sentences stand in, as one text."""
    sources = dict.fromkeys(_place(sentence)[0] for sentence in ranked)
    return "\n".join(assistant.transcript(source).text for source in sources)


def _subjects(
    ranked: Sequence[ScoredSentence], told: set[tuple[str, int]], asked: set[str], askable: Callable[[Phrase], bool]
) -> Iterator[tuple[ScoredSentence, Phrase]]:
    """Sentences that were not cited, nearest first, each with what it says something about that was not asked about."""
    spoken_of = set(asked)
    for sentence in ranked:
        if _place(sentence) in told:
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
        and (" " in phrase.bare or (phrase.named and _is_name(phrase.bare, texts)))
    )


def _is_name(word: str, texts: str) -> bool:
    """Whether a word is written with a capital in the middle of sentences too."""
    return word[0].isupper() and re.search(rf"[a-z,] {re.escape(word)}\b", texts) is not None


def _rare_stems(assistant: Assistant) -> Callable[[Phrase], bool]:
    """Whether a phrase holds a word that few passages hold."""
    vocabulary, most = assistant.search.vocabulary(), max(2, COMMON * assistant.index.catalog.passage_count())
    return lambda phrase: any(vocabulary.get(stem, 0) <= most for stem in content_stems(phrase.bare))


def _worded(sentence: ScoredSentence, phrase: Phrase) -> str:
    speaker = _speaker(sentence)
    about = second_mention(phrase)
    return f"What did {speaker} say about {about}?" if speaker else f"What is said about {about}?"


def _answering(assistant: Assistant, question: str) -> ScoredSentence | None:
    """The sentence that answers best; None where the assistant would refuse."""
    seen = assistant.finder.look(question, None)
    if not seen.ranked or seen.confidence < max(SURE, assistant.settings.threshold):
        return None
    return seen.ranked[0]


def _speaker(sentence: ScoredSentence) -> str | None:
    return sentence.candidate.stored.passage.sentences[sentence.number].speaker


def _place(sentence: ScoredSentence) -> tuple[str, int]:
    passage = sentence.candidate.stored.passage
    return passage.source, passage.sentences[sentence.number].start
