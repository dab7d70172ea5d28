"""What a sentence that tells how a meeting went needs beside it: what was adopted, the points that were agreed.

"Adopted unanimously." says nothing without the sentence before it, nor "It was agreed that:" without those after it.
"""

from collections.abc import Sequence

from assistant.corpus.sentences import is_question
from assistant.questions.matters import Matter
from assistant.reading.announcing import REACH, announced
from assistant.surveys.resolutions import is_bare_outcome
from assistant.surveys.results import SurveyItem

# So far back is what an outcome is of; questions ("All in favour?") and other outcomes stand between.
BACK = 3
# So many of the points that a sentence announces are shown.
POINTS = 5
_WITH_OUTCOMES = (Matter.DECIDED, Matter.VOTES)


def company_of(matter: Matter, place: int, every: Sequence[SurveyItem]) -> list[int]:
    """The sentences without which the one at ``place`` says too little, by their places among all of a transcript."""
    told = [place + 1 + after for after in announced(every[place].text, _texts(every, place + 1, REACH))][:POINTS]
    if told or matter not in _WITH_OUTCOMES or not is_bare_outcome(every[place].text):
        return told
    for before in range(place - 1, max(-1, place - 1 - BACK), -1):
        text = every[before].text.rstrip("*_ ")
        if not text.endswith((".", "!", ";", "”", '"')) and not is_question(text):
            return []
        if not is_question(text) and not is_bare_outcome(text):
            return [before]
    return []


def _texts(every: Sequence[SurveyItem], start: int, count: int) -> list[str]:
    return [item.text for item in every[start : start + count]]
