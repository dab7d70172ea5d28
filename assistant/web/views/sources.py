"""The sources view: a timeline and a list of the transcripts, their filters, uploads, and a reading pane."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.corpus.files import SUFFIXES
from assistant.errors import AssistantError
from assistant.filters import Filters
from assistant.language import capitalised
from assistant.settings import Settings
from assistant.store.folders import passed_over_line
from assistant.store.ingest import Report
from assistant.store.uploads import (
    LATER,
    MAX_FILE_BYTES,
    MAX_FILES,
    Outcome,
    Received,
    discard,
    receive,
    reindex,
    uploads_folder,
)
from assistant.web.advice import is_keepers, plainly, unchanged
from assistant.web.background_work import Followed
from assistant.web.events import PRIVATE, clicks
from assistant.web.library import library_html
from assistant.web.render import template
from assistant.web.views.narrow import Form, choices, heading_html, narrow_form


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The parts that show what is indexed, and the button that reads the files again."""

    overview: gr.HTML
    again: gr.Button
    status: gr.HTML
    search: gr.Textbox
    timeline: gr.HTML
    listing: gr.HTML


def sources_view(assistant: Assistant, page: gr.Blocks, tab: gr.Tab, filters: gr.State, changed: gr.State) -> None:
    """Lay the view out in the open ``tab``.

    Args:
        filters: the filters of the visitor's next question, which the form here sets.
        changed: a number that this view raises whenever it changed the index.
    """
    with gr.Row(elem_id="library"):
        with gr.Column(elem_id="shelf"):
            shelf = _shelf()
        with gr.Column(elem_id="desk"):
            form = narrow_form(assistant, tab, filters)
            drop, received = _drop(assistant)
        gr.HTML(template("sources_reader.html"), elem_id="reading")
    _wire_shelf(assistant, shelf, received, tab, filters, changed)
    _wire_uploads(assistant, drop, received, changed)
    _wire_refresh(assistant, page, shelf, form, filters, changed)


def _shelf() -> _Shelf:
    """Empty at first: the page asks for what it shows when it is loaded, and is not to bring it as well."""
    with gr.Row(elem_id="shelf-head"):
        overview = gr.HTML("", elem_id="overview")
        again = gr.Button("Re-index", elem_id="reindex", size="sm")
    status = gr.HTML("", elem_id="shelf-status")
    timeline = gr.HTML("", elem_id="timeline")
    search = gr.Textbox(
        "",
        elem_id="shelf-search",
        label="Search the transcripts",
        placeholder="Title, name, place, date or file",
        max_lines=1,
    )
    listing = gr.HTML("", elem_id="listing", js_on_load=clicks())
    return _Shelf(overview, again, status, search, timeline, listing)


def limits_html(settings: Settings) -> str:
    """What may be handed in; to the keeper also where it is kept."""
    folder = uploads_folder(settings) if is_keepers(settings) else None
    limits = {"suffixes": SUFFIXES, "megabytes": MAX_FILE_BYTES // 2**20, "files": MAX_FILES}
    return template("sources_limits.html", folder=folder, **limits)


def _drop(assistant: Assistant) -> tuple[gr.File, gr.HTML]:
    gr.HTML(limits_html(assistant.settings), elem_id="upload-heading")
    drop = gr.File(label="Transcripts to add", file_count="multiple", elem_id="drop", show_label=False, height=110)
    return drop, gr.HTML("", elem_id="received")


def _wire_shelf(
    assistant: Assistant, shelf: _Shelf, received: gr.HTML, tab: gr.Tab, filters: gr.State, changed: gr.State
) -> None:
    tabs = tab.parent
    assert isinstance(tabs, gr.Tabs)

    def act(now: Filters, count: int, event: gr.EventData) -> tuple[Any, Any, Any, Any, Any]:
        asked: Mapping[str, Any] = event._data or {}
        source = str(asked.get("source", ""))
        if asked.get("act") == "only":
            return Filters((source,)), gr.Tabs(selected="chat"), gr.skip(), gr.skip(), gr.skip()
        if asked.get("act") == "remove":
            message, wrong = removal_told(assistant, source)
            # Of what was uploaded this may be a part, and its link would lead nowhere.
            return gr.skip(), gr.skip(), gr.skip() if wrong else "", _status(message, wrong), count + 1
        return gr.skip(), gr.skip(), gr.skip(), gr.skip(), gr.skip()

    def again(count: int) -> Iterator[tuple[Any, Any, Any]]:
        work = Followed[Report](lambda progress: reindex(assistant.index, assistant.settings, progress))
        yield _progress("Re-indexing", 0, 0), gr.skip(), gr.Button(interactive=False)
        for done, total in work:
            yield _progress("Re-indexing", done, total), gr.skip(), gr.skip()
        try:
            report = report_told(work.result())
            told, wrong = report if is_keepers(assistant.settings) else plainly(report), False
        except AssistantError as error:
            told, wrong = unchanged(error, assistant.settings), True
        yield _status(told, wrong), count + 1, gr.Button(interactive=True)

    shelf.listing.click(act, [filters, changed], [filters, tabs, received, shelf.status, changed], **PRIVATE)
    shelf.again.click(again, [changed], [shelf.status, changed, shelf.again], **PRIVATE)
    shelf.search.change(
        lambda search: library_html(assistant, search)[1:],
        [shelf.search],
        [shelf.timeline, shelf.listing],
        trigger_mode="always_last",
        **PRIVATE,
    )


def _wire_uploads(assistant: Assistant, drop: gr.File, received: gr.HTML, changed: gr.State) -> None:
    def take(files: list[str] | None, count: int) -> Iterator[tuple[Any, Any, Any]]:
        paths = [Path(file) for file in files or []]
        work = Followed(lambda progress: receive(assistant.index, assistant.settings, paths, progress))
        yield None, _progress("Reading the files", 0, 0), gr.skip()
        for done, total in work:
            yield gr.skip(), _progress("Indexing", done, total), gr.skip()
        told = [told_to(assistant.settings, one) for one in work.result()]
        for path in paths:
            path.unlink(missing_ok=True)
        taken = sum(one.outcome in (Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED) for one in told)
        yield gr.skip(), template("sources_received.html", files=told, taken=taken), count + 1

    drop.upload(take, [drop, changed], [drop, received, changed], **PRIVATE)


def _wire_refresh(
    assistant: Assistant, page: gr.Blocks, shelf: _Shelf, form: Form, filters: gr.State, changed: gr.State
) -> None:
    def refresh(now: Filters, search: str) -> list[Any]:
        kept, offered = choices(assistant, now)
        return [*library_html(assistant, search), heading_html(assistant), *offered, kept]

    outputs = [shelf.overview, shelf.timeline, shelf.listing, form.heading, *form.lists, filters]
    gr.on([page.load, changed.change], refresh, [filters, shelf.search], outputs, **PRIVATE)


def told_to(settings: Settings, received: Received) -> Received:
    """``received`` as whoever sees the page may read it."""
    if is_keepers(settings):
        return received
    reason = plainly(received.reason)
    return replace(received, reason=LATER if reason.startswith(LATER) else reason)


# Of the files that were skipped so many are told why.
MOST_REASONS = 3
UNERASED = " What was removed is still on the disk, as another process uses it: the next indexing erases it."


def removal_told(assistant: Assistant, source: str) -> tuple[str, bool]:
    """What became of a transcript that was to be removed, and whether that went wrong."""
    try:
        title = assistant.transcript(source).title
        deleted = discard(assistant.index, assistant.settings, source)
    except AssistantError as error:
        return unchanged(error, assistant.settings), True
    kept = "is out of the index; its file stays, and the next re-index brings it back"
    told = "is removed and its file deleted" if deleted else kept
    return f"“{title}” {told}.{UNERASED if assistant.index.catalog.unerased() else ''}", False


def report_told(report: Report) -> str:
    """What an indexing did, in a line."""
    counts = {name: len(getattr(report, name)) for name in ("added", "updated", "unchanged", "removed", "skipped")}
    said = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing to index"
    told = [f"Re-indexed: {said}."]
    if reasons := [reason for _, reason in report.skipped]:
        more = f" … and {len(reasons) - MOST_REASONS} more" if len(reasons) > MOST_REASONS else ""
        told.append(f"Skipped: {'; '.join(reasons[:MOST_REASONS])}{more}.")
    if report.passed_over:
        told.append(f"{capitalised(passed_over_line(report.passed_over))}.")
    if report.unerased:
        told.append(UNERASED.strip())
    return " ".join([*told, *map(capitalised, report.notes)])


def _progress(what: str, done: int, total: int) -> str:
    return template("sources_progress.html", what=what, done=done, total=total)


def _status(message: str, wrong: bool) -> str:
    return template("sources_status.html", message=message, wrong=wrong)
