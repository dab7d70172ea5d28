"""HTML of the page's parts, through autoescaping templates: whatever a document, a question or a model says is text.

What goes into the chat is folded onto one line, because the chat reads Markdown, in which a blank line ends a block
of HTML and what follows it would be read as Markdown again.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.answers import Answer, Citation
from assistant.dates import MONTHS, parse_date

TEMPLATES = Path(__file__).parent / "templates"
_MARK = re.compile(r"\s*\[(\d+)\]")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer's text and the citation whose mark follows it, if one does."""

    text: str
    citation: Citation | None = None


def template(name: str, **values: Any) -> str:
    """The template ``name`` filled in; a value it names and is not given is an error."""
    return _environment().get_template(name).render(**values)


def question_html(question: str) -> str:
    """The user's line as it stands in the chat."""
    return _folded(template("question.html", question=question))


def progress_html(text: str, passages: int | None, transcripts: int, citations: Sequence[Citation] = ()) -> str:
    """An answer under way: what has been written of it, or that passages are being looked for or read."""
    paragraphs = _paragraphs(text, citations)
    return _folded(template("progress.html", paragraphs=paragraphs, passages=passages, transcripts=transcripts))


def answer_html(answer: Answer) -> str:
    """A whole answer: its sentences with linked marks, the numbered citations, the notes; or its refusal."""
    name = "refusal.html" if answer.refusal else "answer.html"
    restated = _one_line(answer.standalone_question) != _one_line(answer.question)
    paragraphs = _paragraphs(answer.text, answer.citations)
    return _folded(template(name, answer=answer, restated=restated, paragraphs=paragraphs))


def problem_html(message: str) -> str:
    """One line that says what went wrong, in the place of an answer."""
    return _folded(template("problem.html", message=message))


def panel_html(sources: Sequence[Mapping[str, Any]]) -> str:
    """The panel beside the chat: the list of sources, and room for the evidence."""
    return template("panel.html", sources=sources, passages=sum(source["passages"] for source in sources))


def transcript_url(source: str, start: int | None = None, end: int | None = None) -> str:
    """Address of a transcript's page, at the words ``text[start:end]`` when they are given."""
    path = f"/transcript/{quote(source)}"
    return path if start is None else f"{path}?start={start}&end={end}#cited"


def readable_date(date: str | None) -> str:
    """``2023-12-18`` as 18 December 2023; a date without a year says so; nothing for no date."""
    day = parse_date(date) if date else None
    if day is None:
        return ""
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year or '(year not stated)'}"


def _paragraphs(text: str, citations: Sequence[Citation]) -> list[list[Piece]]:
    """Paragraphs of an answer's text, cut at its marks; a mark that numbers no citation stays text."""
    numbered = {citation.n: citation for citation in citations}
    return [_pieces(paragraph, numbered) for paragraph in re.split(r"\n\s*\n", text) if paragraph.strip()]


def _pieces(paragraph: str, numbered: Mapping[int, Citation]) -> list[Piece]:
    pieces: list[Piece] = []
    begin = 0
    for mark in _MARK.finditer(paragraph):
        citation = numbered.get(int(mark[1]))
        if citation:
            pieces.append(Piece(paragraph[begin : mark.start()], citation))
            begin = mark.end()
    return [*pieces, Piece(paragraph[begin:])]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _folded(html: str) -> str:
    return _LINES.sub(" ", html).strip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["readable_date"] = readable_date
    environment.globals["transcript_url"] = transcript_url
    return environment
