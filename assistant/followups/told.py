"""What an answer told of the transcripts, without what we say ourselves around it."""

import re

from assistant.followups.labels import spoken

# What we say ourselves before the quotes of an answer to a question with several parts.
_LEAD_OF_OURS = re.compile(
    r"[^\n]{1,2000}:(?=\n\n)|(?:Both questions, |The \d+ questions, |On “)[^\n]{0,600}?:\s|"
    r"(?:Of the [\d,]+ transcripts? with the passages nearest to this: )?(?:Not one: )?(?:All )?[\d,]+ (?:of [\d,]+ )?"
    r"transcripts? (?:answer this, each in its own way|speaks? of this(?:, by date)?|mentions?|do(?:es)? not mention|"
    r"gives? [a-z]+(?: of money)?(?: with)?)"
    r"(?:(?:[:;]| or| and| both)* (?:“[^”\n]{1,300}”|and \d+ more))*(?: ?\[\d+\])*[.:](?=\s|$)|"
    r"[\d,]+ (?:[\w-]+ ){1,3}named in [^\n]{4,40}?(?: ?\[\d+\])*:(?=\s)|"
    r"(?:The (?:larger|smaller) is “|The same figure, |The (?:largest|smallest) (?:sum|figure|percentage)s?, of |"
    r"There are [\d,]+ transcripts|The [\d,]+ transcripts by date:|These words stand in )[^\n]{0,2000}(?=\n|$)"
)
# What opens a paragraph of quotes after it: a title with its date, with names that the quotes show; or a side.
_HEAD_OF_OURS = re.compile(
    r"(?:\n\n|\A\n*)(?:[^\n]{1,300}? \(\d\d? [A-Z][a-z]+(?: \d{4})?\)(?: – [^\n:]{1,300})?|[^\n:]{1,200}): "
)
_REFUSED = re.compile(
    r"The transcripts (?:that pass your filters )?do not (?:answer|mention)\b|None of (?:the )?[\d,]+ transcripts\b|"
    r"\S+ gave no answer that the transcripts bear out|No transcript (?:is of|passes)\b|No sentence of “|There is no “|"
    r"Nobody speaks under one name\b|[^\n“]{1,80} does not speak in “|Which come first or last cannot be told\b|"
    r"(?:Hello\. Ask me|You are welcome\. Ask on|There is no question here\.|I answer questions about the indexed|"
    r"I only answer questions about the transcripts|That is longer than [\d,]+ characters|"
    r"I cannot make out a question|This does not say who or what it asks about)"
)


def told_by(answer: str) -> str:
    """What an answer tells of the transcripts: nothing in a refusal, and not the words that lead up to its quotes."""
    if _REFUSED.match(answer):
        return ""
    lead = _LEAD_OF_OURS.match(answer)
    told = answer[lead.end() :] if lead else answer
    return spoken(" ".join((_HEAD_OF_OURS.sub(" ", told) if lead and "\n\n" in answer else told).split()))
