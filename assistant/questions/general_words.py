"""Words by which whoever asks calls what was said: "problems" in "What problems of farming were talked about?"

Who tells of a harvest that failed need not call it a problem. So where such a word stands nowhere in a corpus, that
says nothing about whether the topic behind it does.
"""

import re

from assistant.corpus.dates import CALENDAR
from assistant.language import FUNCTION_WORDS, stem, words
from assistant.questions.framing import is_frame

_GENERAL = (
    r"(?:problem|issue|challenge|concern|matter|question|point|topic|subject|theme|aspect|trouble|obstacle|hurdle|"
    r"worr(?:y|ie)|weakness(?:e)?|shortcoming|drawback|downside|dilemma|complication|setback|difficult(?:y|ie)|"
    r"advantage|disadvantage|benefit|upside|idea|thought|opinion|remark|consideration|thing)s?"
)
_ASKS = r"\b(?:what|which)(?: (?:other|else|is|are|was|were|(?:kind|sort|type)s? of))*(?: (?:the|their|our|its|a|an))?"
_AHEAD = r"(?:of|in|with|about|for|around|on|regarding|concerning|over|facing|related to|to do with)"
_CALLED = re.compile(
    rf"{_ASKS}(?: [\w-]+)?? (?P<asked>{_GENERAL})\b|(?<!how many )\b(?P<led>{_GENERAL}) (?={_AHEAD}\b)",
    re.IGNORECASE,
)


def general_terms(text: str) -> frozenset[str]:
    """The stems of such words in a question that has a topic beside them; none where they are all that is asked about.

    They stand behind "what" or "which", or before a preposition that leads the topic.
    """
    found = frozenset(stem((match["asked"] or match["led"]).lower()) for match in _CALLED.finditer(text))
    return found if found and any(_is_topic(word) and stem(word) not in found for word in words(text)) else frozenset()


def _is_topic(word: str) -> bool:
    return not (word in FUNCTION_WORDS | CALENDAR or word.isdigit() or is_frame(word))
