"""A question that the corpus can answer, made from the sentences that came nearest to one it cannot."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.corpus.dates import CALENDAR, MONTHS
from assistant.corpus.numerals import ONES, ORDINALS, TENS
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
_ONLY_WHICH = (
    FUNCTION_WORDS
    | frozenset((*ORDINALS, *ONES, *TENS, *CALENDAR, *(f"{day}s" for day in CALENDAR)))
    | frozenset(
        """next last previous former latter same other others rest number early late middle end start beginning half
        hour hours day days week weekend month year today tomorrow yesterday morning mornings afternoon evening
        evenings night nights noon midnight christmas easter""".split()
    )
)
_TIME = re.compile(r"\b(?:today|yesterday|hours?|days?|weeks?|months?|quarters?|years?|times?|century)$", re.IGNORECASE)
_GREETING = re.compile(
    r"(?:good )?(?:morning|afternoon|evening|day|night)|goodbye|thanks?|welcome|hello", re.IGNORECASE
)
# What stands before the first word of a sentence, a quotation, a turn or a line.
_OPENS = re.compile(r"(?:^|[.!?:…]|[\"“‘(\[*—–-])[\s\"'”’)\]*_>]*$|[\]*_>]\s*$")
# So many characters before a phrase tell it.
_BEFORE = 12
# Behind a word of its own at the head of a line: a formal item, a field, a speaker's label.
_LABELLED = re.compile(r"[*_]{0,2}\s?[:：]")
# "asked Kent", "Kent rarely": a verb before a name, or an adverb behind it, that stuck to it.
_STUCK = re.compile(
    r"[a-zà-ö]\w+ed [^\W\d_a-zà-ö]|.*\b[^\W\d_a-zà-ö]\w* (?:[a-z]+ly|cannot|always|never|nevertheless)\b"
)


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
        if phrase := _subject(question, sentence.text, sentence.stored.text):
            title = titles(source)
            yield f"What is said about {second_mention(phrase)}{f' in “{title}”' if title else ''}?", source


def _subject(question: Question, text: str, around: str) -> Phrase | None:
    """The phrase that best says what a sentence is about: one the question speaks of too, else a name."""
    phrases = nameable(text, around)
    asked = set(question.terms) - question.unknown
    shared = [p for p in phrases if asked & set(content_stems(p.bare))]
    best = shared or [p for p in phrases if p.named]
    return max(best, key=lambda p: (len(asked & set(content_stems(p.bare))), p.named, -p.start), default=None)


def nameable(text: str, around: str) -> list[Phrase]:
    """What a question may name of a sentence: phrases with an article, and names.

    What only opens the sentence ("Broken in June …") is no name unless it stands with a capital inside one of the
    sentences ``around`` too, and a label ("Regrets: …") is nothing that is spoken of.
    """
    return [p for p in phrases_in(text) if p.definite and sayable(p) and _is_spoken_of(p, text, around)]


def _is_spoken_of(phrase: Phrase, text: str, around: str) -> bool:
    if not _OPENS.search(text[max(0, phrase.start - _BEFORE) : phrase.start]):
        return True
    first, *others = phrase.bare.split()
    named = phrase.text != phrase.bare or any(word[0].isupper() for word in others) or is_name(first, around)
    return named and not _LABELLED.match(text, phrase.end)


def is_name(word: str, text: str) -> bool:
    """Whether a word is written with a capital in the middle of sentences too."""
    return word[0].isupper() and re.search(rf"[a-z,] {re.escape(word)}\b", text) is not None


def sayable(phrase: Phrase) -> bool:
    """Whether a question may name the phrase: no bare figure, time or office, and not too long."""
    parts = words(phrase.bare)
    return (
        not phrase.bare[0].isdigit()
        and parts[0] not in MONTHS
        and not _TIME.search(phrase.bare)
        and not phrase.bare.endswith(("'", "’"))
        and not set(parts) <= _ONLY_WHICH
        and not _GREETING.fullmatch(phrase.bare)
        and not (phrase.text == phrase.bare and _STUCK.match(phrase.bare))
        and not (len(parts) == 1 and parts[0] in OFFICES)
        and len(phrase.bare) > 3
        and len(parts) <= LONGEST_PHRASE
    )


def second_mention(phrase: Phrase) -> str:
    """The phrase with "the" for whatever article it had: the sentence has been left behind.

    Before a name "that" is no article: it opens a clause, as in "he noted that Larkhaven had grown".
    """
    article = phrase.text[: len(phrase.text) - len(phrase.bare)].strip()
    opens_clause = article.lower() == "that" and all(word[0].isupper() for word in phrase.bare.split())
    return f"the {phrase.bare}" if article and not opens_clause else phrase.bare
