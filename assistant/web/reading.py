"""A transcript as a page of its own, with the cited words highlighted; its address is the citation's permalink.

It can be searched: ``?q=`` marks every place of some words, counted and linked, without a script.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from assistant.assistant import Assistant
from assistant.corpus.marks import Mark, clock
from assistant.corpus.sentences import Span, paragraph_spans
from assistant.corpus.transcripts import Transcript
from assistant.errors import AssistantError
from assistant.web.advice import plainly
from assistant.web.render import template

MAX_QUERY = 200
LINKED_HITS = 60
# A search for one kind of quotation mark or dash finds the others.
_KINDS = {each: f"[{kind}]" for kind in ("'‘’", '"“”„«»') for each in kind} | {r"\-": "[-–—]", "–": "[-–—]"}
_LOOSE = re.compile("|".join(map(re.escape, _KINDS)))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive words of one paragraph, all cited or none, and all of one hit (numbered from 1) or of none (0)."""

    text: str
    cited: bool
    hit: int = 0


def reading_routes(assistant: Assistant) -> APIRouter:
    """``GET /transcript/SOURCE?start=&end=&q=``: the transcript, ``text[start:end]`` and the words of q marked."""
    router = APIRouter()

    @router.get("/transcript/{source:path}", response_class=HTMLResponse)
    def transcript(source: str, start: str | None = None, end: str | None = None, q: str = "") -> HTMLResponse:
        try:
            found = assistant.transcript(source)
        except AssistantError as error:
            return _problem(404, plainly(str(error)))
        if start is None and end is None:
            return _page(found, None, q)
        cited = cited_span(found, start or "", end or "")
        if cited is None:
            return _problem(400, f"start={start}, end={end} is no stretch of words in {source}")
        return _page(found, cited, q)

    return router


def cited_span(transcript: Transcript, start: str, end: str) -> Span | None:
    """The span that two query values name; None unless they are offsets into the text with words between them."""
    if not (start.isascii() and start.isdecimal() and end.isascii() and end.isdecimal()):
        return None
    if max(len(start), len(end)) > len(str(len(transcript.text))):
        return None
    span = int(start), int(end)
    return span if span[1] <= len(transcript.text) and transcript.text[slice(*span)].strip() else None


def find_words(transcript: Transcript, query: str) -> list[Span]:
    """Where the words of ``query`` stand in the transcript, in order; case, spaces, quotation marks may differ."""
    words = [_LOOSE.sub(lambda mark: _KINDS[mark.group()], re.escape(word)) for word in query[:MAX_QUERY].split()]
    if not words:
        return []
    pattern = re.compile(r"\s+".join(words), re.IGNORECASE)
    return [found.span() for begin, end in transcript.body for found in pattern.finditer(transcript.text, begin, end)]


def marked_paragraphs(transcript: Transcript, cited: Span | None, hits: Sequence[Span] = ()) -> list[list[Stretch]]:
    """The paragraphs of the transcript, cut where cited words and hits begin and end; their text is unchanged.

    Debris outside the body is left out, unless the cited words lie in it.
    """
    return [_stretches(transcript.text, span, cited, hits) for span in _shown(transcript, cited)]


def paragraph_places(transcript: Transcript, cited: Span | None) -> list[str]:
    """For each of ``marked_paragraphs`` the page, time and speaker that begin with it, as far as they changed.

    A speaker whom the paragraph itself names at its head is not told twice.
    """
    places: list[str] = []
    now: dict[str, str] = {}
    passed = 0
    for start, end in _shown(transcript, cited):
        before = dict(now)
        while passed < len(transcript.marks) and transcript.marks[passed].offset <= start:
            now |= _facts(transcript.marks[passed])
            passed += 1
        told = {kind: fact for kind, fact in now.items() if fact and fact != before.get(kind)}
        if _begins_with(told.get("speaker", ""), transcript.text[start:end]):
            del told["speaker"]
        places.append(" · ".join(told.values()))
    return places


def _begins_with(speaker: str, paragraph: str) -> bool:
    return bool(speaker) and re.match(rf"[\W\d]*{re.escape(speaker)}\W*:", paragraph, re.IGNORECASE) is not None


def _facts(mark: Mark) -> dict[str, str]:
    """What a mark says, in words, by its kind."""
    said = {
        "page": None if mark.page is None else f"page {mark.page}",
        "time": None if mark.seconds is None else clock(mark.seconds),
        "speaker": mark.speaker,
    }
    return {kind: fact for kind, fact in said.items() if fact is not None}


def _shown(transcript: Transcript, cited: Span | None) -> list[Span]:
    spans = set(transcript.body)
    if cited:
        spans |= {s for s in paragraph_spans(transcript.text) if _overlap(s, cited) and not _within(s, transcript.body)}
    return sorted(spans)


def _stretches(text: str, paragraph: Span, cited: Span | None, hits: Sequence[Span]) -> list[Stretch]:
    begin, end = paragraph
    numbered = [(span, number) for number, span in enumerate(hits, 1) if _overlap(span, paragraph)]
    marked = [span for span, _ in numbered] + ([cited] if cited else [])
    cuts = sorted({begin, end, *(cut for span in marked for cut in span if begin < cut < end)})
    return [
        Stretch(
            text[first:last],
            cited is not None and _overlap((first, last), cited),
            next((number for span, number in numbered if _overlap((first, last), span)), 0),
        )
        for first, last in pairwise(cuts)
    ]


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _within(span: Span, body: Sequence[Span]) -> bool:
    return any(_overlap(span, other) for other in body)


def _page(transcript: Transcript, cited: Span | None, query: str) -> HTMLResponse:
    query = " ".join(query[:MAX_QUERY].split())
    hits = find_words(transcript, query)
    paragraphs = list(zip(paragraph_places(transcript, cited), marked_paragraphs(transcript, cited, hits), strict=True))
    values = {"query": query, "hits": len(hits), "shown": LINKED_HITS}
    return HTMLResponse(template("transcript.html", transcript=transcript, paragraphs=paragraphs, **values))


def _problem(status: int, message: str) -> HTMLResponse:
    return HTMLResponse(template("missing.html", status=status, message=message), status)
