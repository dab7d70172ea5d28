"""The chat view: the conversation with its composer, and beside it the panel of sources and evidence."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.filters import Filters
from assistant.sources import list_sources
from assistant.web.chat import Conversation, broken_off, converse
from assistant.web.events import PRIVATE
from assistant.web.examples import example_questions
from assistant.web.render import panel_html, template
from assistant.web.views.narrow import chips_view


def talk_view(assistant: Assistant, page: gr.Blocks, fresh: gr.Button, filters: gr.State, changed: gr.State) -> None:
    """Lay the view out in the open tab; ``fresh`` begins a new conversation. Each visitor has their own.

    Args:
        filters: the transcripts that the next question is put to.
        changed: a number that rises when the index changes.
    """
    catalog = assistant.index.catalog
    questions = example_questions(assistant.settings.corpus, [source["title"] for source in list_sources(catalog)])
    conversation = gr.State(Conversation())
    with gr.Row(elem_id="columns"):
        with gr.Column(elem_id="talk"):
            chatbot = _chatbot(questions)
            chips_view(assistant, filters)
            box = _composer()
        side = gr.HTML(panel_html(list_sources(catalog)), elem_id="side")
    _wire(assistant, conversation, chatbot, box, fresh, filters)
    gr.on([page.load, changed.change], lambda: panel_html(list_sources(catalog)), None, side, **PRIVATE)


def _chatbot(questions: list[str]) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        container=False,
        height=None,
        autoscroll=False,  # page.js keeps the newest question in sight, so that an answer is read from its beginning
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
    assistant: Assistant,
    conversation: gr.State,
    chatbot: gr.Chatbot,
    box: gr.Textbox,
    fresh: gr.Button,
    filters: gr.State,
) -> None:
    def ask(question: str, said: Conversation, only: Filters) -> Iterator[tuple[Any, Any, Any]]:
        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip()
            return
        box_now: Any = ""  # emptied once, then left alone: the next question may be typed while the answer grows
        for grown in converse(assistant, question.strip(), said, only):
            yield box_now, list(grown.messages), grown
            box_now = gr.skip()

    def ask_example(said: Conversation, only: Filters, event: gr.SelectData) -> Iterator[tuple[Any, Any, Any]]:
        yield from ask(event.value["text"], said, only)

    def tell(said: Conversation) -> tuple[Any, Conversation]:
        told = broken_off(said)
        return list(told.messages), told

    changed = [box, chatbot, conversation]
    asked = box.submit(ask, [box, conversation, filters], changed, **PRIVATE)
    chosen = chatbot.example_select(ask_example, [conversation, filters], changed, **PRIVATE)
    for event in (asked, chosen):
        event.failure(tell, [conversation], [chatbot, conversation], **PRIVATE)
    fresh.click(lambda: ("", [], Conversation()), None, changed, cancels=[asked, chosen], **PRIVATE)
