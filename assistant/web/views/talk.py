"""The chat view: the conversation with its composer, and beside it the panel of conversations, sources and evidence."""

from pathlib import Path
from typing import Any

import gradio as gr

from assistant.conversations.archive import Archive
from assistant.store.sources import list_sources
from assistant.web.asking import Asking, current_html
from assistant.web.choices import Assistants
from assistant.web.events import PRIVATE
from assistant.web.examples import example_questions
from assistant.web.render import panel_html, template
from assistant.web.running import Running
from assistant.web.views.narrow import chips_view
from assistant.web.visit import Visit

ORDER_SCRIPT = Path(__file__).parents[1] / "static" / "order.js"


def talk_view(assistants: Assistants, page: gr.Blocks, fresh: gr.Button, visit: Visit) -> None:
    """Lay the view out in the open tab; ``fresh`` begins a new conversation. Each visitor has their own."""
    assistant = assistants.installed
    catalog = assistant.index.catalog
    questions = example_questions(assistant.settings.corpus, [source["title"] for source in list_sources(catalog)])
    conversation = gr.State(None)
    with gr.Row(elem_id="columns"):
        with gr.Column(elem_id="talk"):
            chatbot = _chatbot(questions)
            chips_view(assistant, visit.filters)
            with gr.Column(elem_id="ask"):
                box = _composer()
                stop = gr.Button("Stop", elem_id="stop", size="sm")
        side = gr.HTML(panel_html(list_sources(catalog)), elem_id="side")
    gr.HTML(template("drawer.html"), elem_id="drawer")
    current = gr.HTML(current_html(None), elem_id="current")
    order = gr.HTML("", elem_id="order", js_on_load=ORDER_SCRIPT.read_text(encoding="utf-8"))
    asking = Asking(assistants, Archive(assistants.installed.settings.data), Running())
    _wire(asking, (box, chatbot, conversation, current), visit, order, (stop, fresh))
    gr.on([page.load, visit.changed.change], lambda: panel_html(list_sources(catalog)), None, side, **PRIVATE)


def _chatbot(questions: list[str]) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        container=False,
        height=None,
        autoscroll=False,  # follow.js keeps the newest question in sight, so that an answer is read from its beginning
        scale=1,
        latex_delimiters=[],
        allow_tags=False,
        buttons=[],
        feedback_options=None,
        placeholder=template("welcome.html"),
        examples=[{"text": question} for question in questions],
    )


def _composer() -> gr.Textbox:
    return gr.Textbox(
        elem_id="composer",
        label="Your question",
        show_label=False,
        container=False,
        placeholder="Ask about the transcripts",
        lines=1,
        max_lines=6,
        submit_btn="Send",
    )


def _wire(
    asking: Asking,
    changed: tuple[gr.Textbox, gr.Chatbot, gr.State, gr.HTML],
    visit: Visit,
    order: gr.HTML,
    buttons: tuple[gr.Button, gr.Button],
) -> None:
    """Let each event change the composer, the chat, the conversation and its name, in this order."""
    box, chatbot, conversation, _ = changed
    stop, fresh = buttons
    given = [conversation, visit.choices, visit.filters]
    asked = box.submit(asking.typed, [box, *given], changed, **PRIVATE)
    chosen = chatbot.example_select(asking.chosen, given, changed, **PRIVATE)
    ordered = order.submit(asking.ordered, given, changed, **PRIVATE)
    answers: list[Any] = [asked, chosen, ordered]
    for event in answers:
        event.failure(asking.failed, [conversation], [chatbot, conversation], **PRIVATE)
    # Not queued: the answers that it ends may fill the queue.
    stop.click(asking.stopped, None, None, queue=False, **PRIVATE)
    order.change(asking.restored, None, changed, **PRIVATE)
    order.select(asking.opened, None, changed, cancels=answers, **PRIVATE)
    fresh.click(asking.begun, None, changed, cancels=answers, **PRIVATE)
