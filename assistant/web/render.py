"""HTML of the page's parts, through autoescaping templates: whatever a document, a question or a model says is text.

What goes into the chat is folded onto one line, because the chat reads Markdown, in which a blank line ends a block
of HTML and what follows it would be read as Markdown again.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from assistant.answers import Answer, CheckedClaim, Citation, ClaimVerdict
from assistant.corpus.dates import parse_date
from assistant.corpus.languages import language_name
from assistant.evaluation.report import TEMPLATES as REPORT
from assistant.web.prose import paragraphs

# What the check of a sentence may find, as a reader is told.
PROBLEMS = {
    "figure": "a figure is not in the cited words",
    "unit": "a unit differs",
    "date": "a date differs",
    "name": "a name is not in the cited words",
    "office": "the cited words do not say that this person holds the office",
    "negation": "it denies what the cited words affirm, or the reverse",
    "direction": "it turns a rise into a fall, or the reverse",
    "order": "who did what to whom differs",
    "speaker": "somebody else said it",
    "standing": "the cited words only ask, plan, turn down or order to say it",
    "wording": "its wording is not borne out",
    "uncited": "nothing was found that it rests on",
    "quotation": "words in quotation marks were not verbatim, so the marks were taken off",
}
TEMPLATES = Path(__file__).parent / "templates"
# A list of transcripts shows so many; the others are found by searching.
MOST_ROWS = 200
_LINES = re.compile(r"\s*\n\s*")
_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]{1,120})(?<=[^\s*])\*\*")


def template(name: str, **values: Any) -> str:
    """The template ``name`` filled in; a value it names and is not given is an error."""
    return _environment().get_template(name).render(**values)


def question_html(question: str, turn: str, *, exact: bool) -> str:
    """The user's line as it stands in the chat, as turn ``turn`` of the conversation; ``exact`` as in ``Turn``."""
    return _folded(template("question.html", question=question, turn=turn, exact=exact))


def progress_html(text: str, passages: int | None, transcripts: int, citations: Sequence[Citation]) -> str:
    """An answer under way: what has been written of it, or that passages are being looked for or read."""
    values = {"paragraphs": paragraphs(text, citations), "citations": citations}
    return _folded(template("progress.html", passages=passages, transcripts=transcripts, **values))


def answer_html(answer: Answer, turn: str = "", *, stopped: bool = False) -> str:
    """A whole answer: its sentences with linked marks, the numbered citations, the notes; or its refusal.

    Args:
        turn: the turn of the conversation that it ends, "" outside one.
        stopped: whether the user stopped it, so that it is what was written by then, unchecked.
    """
    name = "refusal.html" if answer.refusal else "answer.html"
    values = {
        "answer": answer,
        "turn": turn,
        "stopped": stopped,
        "restated": _one_line(answer.standalone_question) != _one_line(answer.question),
        "paragraphs": paragraphs(answer.text, answer.citations, answer.claims),
        "verdicts": _verdicts(answer.claims),
    }
    return _folded(template(name, **values))


def bold_set(text: str) -> Markup:
    """The words between Markdown's pairs of stars in bold: minutes call what follows so ("**Resolution:**")."""
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(text))))


def problem_html(message: str, turn: str) -> str:
    """One line that says what went wrong, in the place of an answer."""
    return _folded(template("problem.html", message=message, turn=turn))


def panel_html(sources: Sequence[Mapping[str, Any]]) -> str:
    """The panel beside the chat: the list of sources, as far as it goes, and room for the evidence."""
    values = {"sources": sources, "passages": sum(source["passages"] for source in sources)}
    return template("panel.html", most=MOST_ROWS, **values)


def transcript_url(source: str, start: int | None = None, end: int | None = None) -> str:
    """Address of a transcript's page, at the words ``text[start:end]`` when they are given."""
    path = f"/transcript/{quote(source)}"
    return path if start is None else f"{path}?start={start}&end={end}#cited"


def readable_date(date: str | None) -> str:
    """``2023-12-18`` as 18 December 2023; a date without a year says so; nothing for no date."""
    day = parse_date(date) if date else None
    if day is None:
        return ""
    return day.in_words if day.year else f"{day.in_words} (year not stated)"


def _verdicts(claims: Sequence[CheckedClaim]) -> list[tuple[ClaimVerdict, int]]:
    """How many sentences have each verdict, best first; nothing where none was checked."""
    count = Counter(claim.verdict for claim in claims)
    return [(verdict, count[verdict]) for verdict in ClaimVerdict if count[verdict]]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _folded(html: str) -> str:
    return _LINES.sub(" ", html).strip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES, REPORT]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["readable_date"] = readable_date
    environment.filters["language_name"] = language_name
    environment.filters["bold_set"] = bold_set
    environment.globals["transcript_url"] = transcript_url
    environment.globals["set_paragraphs"] = paragraphs
    environment.globals["PROBLEMS"] = PROBLEMS
    return environment
