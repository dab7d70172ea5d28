"""The meeting that a talk is of: after "Which meeting talks most of looms?" the one whose title the answer bears."""

import re

from assistant.followups.context import Context
from assistant.questions.meeting_words import TRANSCRIPT

_ASKED_WHICH = re.compile(rf"\b(?:in )?(?:which|what)(?: of the)? (?P<noun>{TRANSCRIPT})\b", re.IGNORECASE)
# A paragraph of ours begins with the title of a transcript and its date.
_TITLED = re.compile(
    r"(?:\n\n|\A\n*)(?P<title>[^\n“”\"]{1,300}?) \(\d\d? [A-Z][a-z]+(?: \d{4})?\)(?: – [^\n:]{1,300})?: "
)
# What is asked of a meeting, where "it" might be a thing told there as well.
_OF_A_MEETING = re.compile(
    r"(?:when|where|how long|what|who) (?:was|is) (?P<was>it|that|this)(?: (?:about|held|on|with|from))?(?=\W*$)|"
    r"\b(?:summari[sz]e|sum up|outline|recap|describe|open|read)(?: me)? (?P<order>it|that|this)(?=\W*$)|"
    r"\b(?:in|at|during|from|of) (?P<within>it|that|this)(?=\W*$)|"
    r"\b(?:did|does|will) (?P<does>it|that|this)(?= (?:take place|last|start|begin|end|finish|happen|cover|discuss|"
    r"conclude|decide)\b)|"
    r"\bwho (?:attended|chaired|led|opened|closed|hosted|joined|missed) (?P<who>it|that|this)(?=\W*$)|"
    rf"\b(?P<named>(?:that|this|the same) (?:one|{TRANSCRIPT}))\b(?! (?:from|in|of|with|on|about)\b)|"
    r"\bwho (?:was|were) (?P<present>there)(?=\W*$)|"
    r"(?<!is )(?<!are )(?<!was )(?<!were )\b(?P<there>there)(?=\W*$)",
    re.IGNORECASE,
)


def meeting_told(question: str, answer: str, earlier: Context | None) -> str:
    """The title of the transcript that a turn was of; "" where it was of none, or of several alike.

    Args:
        question: it as it stands alone.
        answer: as it was written, the heads of its paragraphs included.
    """
    asked = _ASKED_WHICH.search(question)
    if asked:
        titles = [match["title"] for match in _TITLED.finditer(answer)]
        several = asked["noun"].lower().endswith("s") and len(set(titles)) > 1
        return "" if several or not titles else titles[0]
    return earlier.meeting if earlier and earlier.meeting and f"“{earlier.meeting}”" in question else ""


def with_meeting(line: str, context: Context) -> str:
    """The line with its "it", "that meeting" or "there" as the title in quotation marks; else as it is."""
    found = _OF_A_MEETING.search(line) if context.meeting else None
    if found is None:
        return line
    kind = next(name for name, said in found.groupdict().items() if said)
    title = f"the meeting “{context.meeting}”"
    return (
        f"{line[: found.start(kind)]}{'in ' if found[kind].lower() == 'there' else ''}{title}{line[found.end(kind) :]}"
    )
