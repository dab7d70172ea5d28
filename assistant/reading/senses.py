"""When a question fits several transcripts and does not say which: an answer from each, none of them guessed.

"What did the governor propose?" has as many answers as there are governors. The senses are shown only where the
evidence is split: transcripts whose best sentence is nearly as good as the best of all and covers as much of the
question.
"""

import re
from collections.abc import Sequence

from assistant.corpus.names import own_names
from assistant.corpus.offices import OFFICES
from assistant.language import words
from assistant.questions.meeting_words import UNNAMED
from assistant.retrieval.evidence import ScoredSentence
from assistant.store.catalog import Card

MAX_SENSES = 4
# A sense's best sentence is at most this much less likely (in log-odds) than the best of all …
BEHIND = 0.7
# … and holds this share of its coverage of the question.
COVERED = 0.9
_UNNAMED = "|".join((*UNNAMED, "guest", "speaker", "region", "company", "city", "province", *sorted(OFFICES)))
_UNSAID = re.compile(rf"\bthe (?:{_UNNAMED})\b(?! (?:of|with|in|for|from|on)\b)", re.IGNORECASE)


def senses(text: str, ranked: Sequence[ScoredSentence], cards: Sequence[Card]) -> list[ScoredSentence]:
    """The best sentence of each transcript that ``text`` may mean, best first; none when it means one.

    Args:
        text: the standalone question.
        ranked: sentences found, best first.
    """
    if not ranked or not _is_open(text, cards):
        return []
    best: dict[str, ScoredSentence] = {}
    for sentence in ranked:
        best.setdefault(sentence.source, sentence)
    split = [sentence for sentence in best.values() if _as_good(sentence, ranked[0])][:MAX_SENSES]
    return split if len(split) > 1 else []


def _is_open(text: str, cards: Sequence[Card]) -> bool:
    """Whether the wording fits several: an office or a meeting without a name, or a surname that two people share."""
    names = own_names(text)
    if not names:
        return bool(_UNSAID.search(text))
    named = [set(words(name.text)) - OFFICES for name in names]
    return any(len(_bearers(name, cards)) > 1 for name in named if name)


def _bearers(name: set[str], cards: Sequence[Card]) -> set[str]:
    """Different people whose full name ends in the surname that is all ``name`` gives."""
    if len(name) != 1:
        return set()
    (last,) = name
    people = {person for card in cards for person in card.people if last in person.lower()}
    surname = [person for person in people if words(person)[-1:] == [last]]
    return {" ".join(words(person)) for person in surname if len(words(person)) > 1}


def _as_good(sentence: ScoredSentence, best: ScoredSentence) -> bool:
    return (
        sentence.score >= best.score - BEHIND
        and sentence.features["coverage"] >= COVERED * best.features["coverage"]
        and sentence.features["wanted"] >= best.features["wanted"]
    )
