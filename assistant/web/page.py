"""The page: a header, and below it one tab a view."""

import gradio as gr

from assistant.assistant import Assistant
from assistant.filters import Filters
from assistant.web.render import template
from assistant.web.views.sources import sources_view
from assistant.web.views.talk import talk_view

TITLE = "Transcript assistant"


def build_page(assistant: Assistant) -> gr.Blocks:
    """The whole page of ``assistant``."""
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, fill_height=True)
    with page:
        with gr.Row(elem_id="header"):
            gr.HTML(_header(assistant), elem_id="about")
            fresh = gr.Button("New conversation", elem_id="fresh", size="sm")
        filters = gr.State(Filters())
        changed = gr.State(0)
        with gr.Tabs(elem_id="views"):
            with gr.Tab("Chat", id="chat", elem_id="chat-view"):
                talk_view(assistant, page, fresh, filters, changed)
            with gr.Tab("Sources", id="sources", elem_id="sources-view") as tab:
                sources_view(assistant, page, tab, filters, changed)
    page.queue(default_concurrency_limit=8)
    return page


def _header(assistant: Assistant) -> str:
    settings = assistant.settings
    return template("header.html", title=TITLE, model=settings.model, embedding_model=assistant.index.encoder.name)
