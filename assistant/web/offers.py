"""Questions offered after an answer: looked for once, one search at a time, and kept for the next time."""

from collections import OrderedDict
from threading import Lock

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.filters import Filters
from assistant.web.further import further_questions

# How long a search waits for another to end; then it is given up, and nothing is offered this time.
PATIENCE_S = 10
# A few lines of text each; the oldest go first.
KEPT = 512


class Offers:
    """The questions offered after each turn; safe to share between threads."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._found: OrderedDict[tuple[str, Filters], list[str]] = OrderedDict()
        self._one_at_a_time = Lock()  # so that it takes no more than one core from the answers

    def after(self, turn: str, answer: Answer, filters: Filters) -> list[str]:
        """Questions to ask after the answer of ``turn``, within ``filters``; none while others take too long."""
        key = (turn, filters)
        if (found := self._found.get(key)) is not None:  # one lookup: another thread may let it go meanwhile
            return found
        if not self._one_at_a_time.acquire(timeout=PATIENCE_S):
            return []
        try:
            if key not in self._found:
                self._found[key] = further_questions(self._assistant, answer, filters)
                while len(self._found) > KEPT:
                    self._found.popitem(last=False)
            return self._found[key]
        finally:
            self._one_at_a_time.release()
