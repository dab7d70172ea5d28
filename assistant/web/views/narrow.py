"""Filters in the page: the form that sets them, and the chips above the composer that take them away."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.filters import Filters, make_filters
from assistant.web.events import PRIVATE, clicks
from assistant.web.narrowing import MOST_CHOICES, chips_html, date_text, offered, still_there, without
from assistant.web.render import template

# Under each list that has nothing to offer.
_NONE = (
    "No people were found in the texts, so there are none to choose.",
    "No places were found in the texts, so there are none to choose.",
    "Nothing is indexed yet: add transcripts below.",
)


def chips_view(assistant: Assistant, filters: gr.State) -> None:
    """The chips of ``filters``, laid out where this is called; each click takes one away."""
    chips = gr.HTML("", elem_id="narrowed", js_on_load=clicks())

    def take_away(now: Filters, event: gr.EventData) -> Filters:
        chosen: Mapping[str, Any] = event._data or {}
        return without(now, str(chosen.get("kind", "")), str(chosen.get("value", "")))

    chips.click(take_away, [filters], [filters], **PRIVATE)
    filters.change(lambda now: chips_html(now, _titles(assistant)), [filters], [chips], **PRIVATE)


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of the form, in the order in which they are filled in, under a heading."""

    heading: gr.HTML
    people: gr.Dropdown
    places: gr.Dropdown
    sources: gr.Dropdown
    date_from: gr.Textbox
    date_to: gr.Textbox

    @property
    def fields(self) -> list[Any]:
        """All of them."""
        return [self.people, self.places, self.sources, self.date_from, self.date_to]

    @property
    def lists(self) -> list[Any]:
        """Those that offer a choice of what is indexed."""
        return [self.people, self.places, self.sources]


def narrow_form(assistant: Assistant, tab: gr.Tab, filters: gr.State) -> Form:
    """The form that sets ``filters``, laid out where this is called.

    It follows them when its ``tab`` is opened: chips are taken away in another. Following every change would overwrite
    what is being typed while the change is under way.
    """
    heading = gr.HTML(heading_html(assistant), elem_id="narrow-heading")
    with gr.Column(elem_id="narrow"):
        form = Form(
            heading,
            _choice("People"),
            _choice("Places"),
            _choice("Transcripts"),
            *_range(),
        )
        problem = gr.HTML("", elem_id="narrow-problem")

    def narrow(people: list[str], places: list[str], sources: list[str], first: str, last: str) -> tuple[Any, str]:
        try:
            chosen = make_filters(sources, first.strip() or None, last.strip() or None, people, places)
        except UsageError as error:
            return gr.skip(), template("sources_status.html", message=str(error), wrong=True)
        return chosen, _passing(assistant, chosen)

    # Not "input": Gradio's × for all of a list, and Backspace in it, bring none.
    triggers = [field.change for field in form.lists]
    triggers += [event for field in (form.date_from, form.date_to) for event in (field.submit, field.blur)]
    gr.on(triggers, narrow, form.fields, [filters, problem], trigger_mode="always_last", **PRIVATE)
    tab.select(partial(following, assistant), [filters, *form.fields], [*form.fields, problem], **PRIVATE)
    for number, field in enumerate(form.lists):
        # "always_last" would bring the first key's text again; one at a time, so that what comes last stays.
        each = {"trigger_mode": "multiple", "concurrency_limit": 1, **PRIVATE}
        gr.on([field.key_up, field.input, field.blur], _finding(assistant, number), [field], [field], **each)
    return form


def _range() -> tuple[gr.Textbox, gr.Textbox]:
    with gr.Row(elem_id="range"):
        first = gr.Textbox(label="From", placeholder="2023 or 2023-12-18", max_lines=1)
        last = gr.Textbox(label="To", placeholder="2024 or 2024-06", max_lines=1)
    return first, last


def _choice(label: str) -> gr.Dropdown:
    return gr.Dropdown([], label=label, multiselect=True)


def choices(assistant: Assistant, filters: Filters) -> tuple[Any, list[Any]]:
    """``filters`` less what is there no more, and what the form offers at this moment.

    What does not change is left alone: the visitor may be changing it while this is under way.
    """
    every = _every(assistant)
    people, places, sources = ({value for _, value in pairs} for pairs in every)
    kept = still_there(filters, sources, people, places)
    if kept == filters:
        return gr.skip(), [_offering(*each) for each in zip(range(len(every)), every, _values(kept), strict=True)]
    return kept, _filled(every, kept)


def _every(assistant: Assistant) -> list[list[tuple[str, str]]]:
    """All people, places and transcripts, as (label, value), in the order of the form's lists."""
    catalog = assistant.index.catalog
    titled = ((title, source) for source, title in _titles(assistant).items())
    named = [[(name, name) for name in names] for names in (catalog.people(), catalog.places())]
    return [*named, sorted(titled, key=lambda pair: pair[0].lower())]


def _values(filters: Filters) -> list[list[str]]:
    return [list(filters.people), list(filters.places), list(filters.sources)]


def _offering(
    number: int, every: list[tuple[str, str]], chosen: list[str], typed: str = "", **more: Any
) -> gr.Dropdown:
    """The list of this number as it is to become: what it offers, whether there is more, or why there is nothing."""
    told = f"Type to find any of {len(every)}" if len(every) > MOST_CHOICES else None if every else _NONE[number]
    return gr.Dropdown(choices=offered(every, chosen, typed), info=told, interactive=bool(every), **more)


def _filled(every: list[list[tuple[str, str]]], now: Filters) -> list[Any]:
    """The lists with what ``now`` asks for chosen in them."""
    lists = zip(range(len(every)), every, _values(now), strict=True)
    return [_offering(number, pairs, chosen, value=chosen) for number, pairs, chosen in lists]


def _finding(assistant: Assistant, number: int) -> Any:
    """Lets the list of this number offer what is typed in it, where it cannot offer everything.

    A choice, and leaving the list, empty what is typed; neither event tells of any, and the first of all come back.
    """

    def find(chosen: list[str], event: gr.EventData) -> Any:
        every = _every(assistant)[number]
        told: Mapping[str, Any] = event._data or {}
        typed = str(told.get("input_value", ""))
        return _offering(number, every, chosen, typed) if len(every) > MOST_CHOICES else gr.skip()

    return find


def following(
    assistant: Assistant, now: Filters, people: list[str], places: list[str], sources: list[str], first: str, last: str
) -> list[Any]:
    """What becomes of the form's fields, and of the line under them, where they are to show ``now``.

    A field that means the same already is left alone: by the time this arrives the visitor may have chosen something.
    """
    every, values = _every(assistant), _values(now)
    held = (people, places, sources)
    fresh: list[dict[str, Any]] = [
        {} if set(has) == set(wanted) else {"value": wanted} for has, wanted in zip(held, values, strict=True)
    ]
    lists = [_offering(number, every[number], values[number], **more) for number, more in enumerate(fresh)]
    typed = ((first, now.date_from, "date_from"), (last, now.date_to, "date_to"))
    dates = [gr.skip() if _key(text, named) == key else date_text(key) for text, key, named in typed]
    unchanged = not any(fresh) and dates == [gr.skip()] * len(dates)
    return [*lists, *dates, gr.skip() if unchanged else _passing(assistant, now)]


def _passing(assistant: Assistant, filters: Filters) -> str:
    """How many transcripts ``filters`` leave, told where they are set; nothing where nothing is asked for."""
    if not filters:
        return ""
    catalog = assistant.index.catalog
    passing, every = len(catalog.sources(filters)), len(catalog.sources())
    told = f"{passing} of {every} transcripts" if passing else "no transcript: take a filter away"
    return template("sources_status.html", message=f"The next question is put to {told}.", wrong=not passing)


def _key(text: str, named: str) -> int | None:
    try:
        read: int | None = getattr(make_filters(**{named: text.strip() or None}), named)
    except UsageError:
        return -1
    return read


def _titles(assistant: Assistant) -> dict[str, str]:
    return {card.source: card.title for card in assistant.index.catalog.cards()}


def heading_html(assistant: Assistant) -> str:
    """What stands over the form: how long filters hold, and which transcripts no range of dates lets pass."""
    catalog = assistant.index.catalog
    return template("sources_narrow.html", yearless=len(catalog.undated()), every=len(catalog.sources()))
