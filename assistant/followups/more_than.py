"""Follow-ups that compare the figure just told with another time's or place's: "is that more than last year's?"."""

import re

from assistant.followups.context import Context, unmarked
from assistant.questions.question import Wanted, figures_in, wanted_by

_MORE_THAN = re.compile(
    r"(?:is|was|are|were) (?:that|this|it|those|they) (?:(?:much|far|a lot|any) )?"
    r"(?:more|less|fewer|higher|lower|bigger|larger|smaller|greater|better|worse|cheaper|dearer|up|down) (?:than|on) "
    r"(?P<other>.+?)(?:['’]s?)?",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:in )?(?:1\d|20)\d\d|(?:in |on )?(?:the )?(?:(?:last|previous|preceding|next|this) )?"
    r"(?:year|month|week|quarter|season|decade)(?: (?:before|earlier|later|after))?",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(r"what (?:is|was|are|were) the ", re.IGNORECASE)
_PLACED = re.compile(r"(?:in|at|on|from|for) (?:the )?[A-Z]")


def compared_with(line: str, context: Context) -> str:
    """The time or place whose figure the line asks for beside the one just told; "" where it compares nothing such."""
    asked = _MORE_THAN.fullmatch(unmarked(line))
    counted = wanted_by(context.question) is Wanted.QUANTITY
    told = _OF_A_THING.match(context.question) and figures_in(context.answer)
    if not asked or not (counted or told):
        return ""
    other = asked["other"]
    return other if _TIME.fullmatch(other) or _PLACED.match(other) else ""
