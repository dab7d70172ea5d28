"""A question that the corpus can answer, made from the sentences that came nearest to one it cannot."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.corpus.dates import MONTHS
from assistant.corpus.numerals import ORDINALS
from assistant.corpus.offices import OFFICES
from assistant.language import FUNCTION_WORDS, content_stems, words
from assistant.questions.phrases import Phrase, phrases_in
from assistant.questions.question import Question
from assistant.retrieval.evidence import ScoredSentence

NEAREST = 4
# Each costs a vector and a passage read, and a refusal should not take much longer than an answer.
TRIED = 3
# Two cores read two passages in the time of one.
AT_ONCE = 2
LONGEST_PHRASE = 6
# When something was, and which of several, is no thing to ask about.
_ONLY_WHICH = frozenset((*ORDINALS, *"next last previous former latter same other others rest one ones".split()))
_TIME = re.compile(r"\b(?:today|yesterday|hours?|days?|weeks?|months?|quarters?|years?|times?|century)$", re.IGNORECASE)


def suggested(
    question: Question,
    ranked: Sequence[ScoredSentence],
    titles: Callable[[str], str],
    answered_from: Callable[[Sequence[str]], Sequence[str]],
) -> str | None:
    """The first question about something that the nearest sentences name which is answered from the same transcript.

    Args:
        titles: the title of a source, empty where there is but one transcript to ask of.
        answered_from: of each of some questions, the source that answers it above the threshold, "" for none.
    """
    asked = list(dict.fromkeys(_questions(question, ranked[:NEAREST], titles)))[:TRIED]
    for begin in range(0, len(asked), AT_ONCE):
        tried = asked[begin : begin + AT_ONCE]
        for (text, source), found in zip(tried, answered_from([text for text, _ in tried]), strict=True):
            if found == source:
                return text
    return None


def _questions(
    question: Question, ranked: Sequence[ScoredSentence], titles: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """Questions that might be suggested, each with the source that it is about."""
    for sentence in ranked:
        source = sentence.source
        if phrase := _subject(question, sentence.text):
            title = titles(source)
            yield f"What is said about {second_mention(phrase)}{f' in “{title}”' if title else ''}?", source


def _subject(question: Question, text: str) -> Phrase | None:
    """The phrase that best says what a sentence is about: one the question speaks of too, else a name."""
    phrases = [p for p in phrases_in(text) if p.definite and sayable(p)]
    asked = set(question.terms) - question.unknown
    shared = [p for p in phrases if asked & set(content_stems(p.bare))]
    best = shared or [p for p in phrases if p.named]
    return max(best, key=lambda p: (len(asked & set(content_stems(p.bare))), p.named, -p.start), default=None)


def sayable(phrase: Phrase) -> bool:
    """Whether a question may name the phrase: no bare figure, time or office, and not too long."""
    parts = words(phrase.bare)
    return (
        not phrase.bare[0].isdigit()
        and parts[0] not in MONTHS
        and not _TIME.search(phrase.bare)
        and not phrase.bare.endswith(("'", "’"))
        and not set(parts) <= _ONLY_WHICH
        and not (len(parts) == 1 and parts[0] in OFFICES)
        and len(phrase.bare) > 3
        and len(parts) <= LONGEST_PHRASE
        and any(word not in FUNCTION_WORDS for word in parts)
    )


def second_mention(phrase: Phrase) -> str:
    """The phrase with "the" for whatever article it had: the sentence has been left behind.

    Before a name "that" is no article: it opens a clause, as in "he noted that Larkhaven had grown".
    """
    article = phrase.text[: len(phrase.text) - len(phrase.bare)].strip()
    opens_clause = article.lower() == "that" and all(word[0].isupper() for word in phrase.bare.split())
    return f"the {phrase.bare}" if article and not opens_clause else phrase.bare
