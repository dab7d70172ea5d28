"""The page: a header, and below it one tab a view."""

import gradio as gr

from assistant.assistant import Assistant
from assistant.web.render import template
from assistant.web.views.talk import talk_view

TITLE = "Transcript assistant"


def build_page(assistant: Assistant) -> gr.Blocks:
    """The whole page of ``assistant``."""
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, fill_height=True)
    with page:
        with gr.Row(elem_id="header"):
            gr.HTML(_header(assistant), elem_id="about")
            fresh = gr.Button("New conversation", elem_id="fresh", size="sm")
        with gr.Tabs(elem_id="views"), gr.Tab("Chat", id="chat", elem_id="chat-view"):
            talk_view(assistant, page, fresh)
    page.queue(default_concurrency_limit=8)
    return page


def _header(assistant: Assistant) -> str:
    settings = assistant.settings
    facts = {"model": settings.model, "embedding_model": assistant.index.encoder.name}
    return template("header.html", title=TITLE, leaves=bool(settings.password), **facts)
