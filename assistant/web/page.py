"""The page: a header, and below it one tab a view."""

from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.web.bench import Bench, evaluations_of
from assistant.web.choices import Assistants
from assistant.web.views.evaluation import evaluation_view
from assistant.web.views.settings import TITLE, header_html, settings_view
from assistant.web.views.sources import sources_view
from assistant.web.views.talk import talk_view
from assistant.web.visit import Visit

# What is uploaded is read at once; Gradio's own copies go an hour later. Seconds between sweeps, and of age.
SWEEP_S, KEPT_S = 600, 3600
FAILED = "The server failed at this; its log tells why. Try again, or load the page anew."


class Page(gr.Blocks):
    """The page, which tells a failure of an event that nobody foresaw in words; the log has the failure itself."""

    async def process_api(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Handle one event, or the next step of it.

        Raises:
            gr.Error: for whatever fails; Gradio shows its line, and "Error" alone of any other exception.
        """
        try:
            return await super().process_api(*args, **kwargs)
        except gr.Error:
            raise
        except Exception as error:
            raise gr.Error(FAILED, title="That did not work") from error


def build_page(assistant: Assistant) -> gr.Blocks:
    """The whole page of ``assistant``."""
    page = Page(
        title=TITLE,
        analytics_enabled=False,
        fill_width=True,
        fill_height=True,
        delete_cache=(SWEEP_S, KEPT_S),
    )
    assistants = Assistants(assistant)
    with page:
        visit = Visit.of(assistants.defaults)
        with gr.Row(elem_id="header"):
            about = gr.HTML(header_html(assistant), elem_id="about")
            fresh = gr.Button("New conversation", elem_id="fresh", size="sm")
        with gr.Tabs(elem_id="views"):
            with gr.Tab("Chat", id="chat", elem_id="chat-view"):
                talk_view(assistants, page, fresh, visit)
            with gr.Tab("Sources", id="sources", elem_id="sources-view") as tab:
                sources_view(assistant, page, tab, visit.filters, visit.changed)
            with gr.Tab("Evaluation", id="evaluation", elem_id="evaluation-view"):
                evaluation_view(assistants, Bench(evaluations_of(assistant.settings)), page, visit.choices)
            with gr.Tab("Settings", id="settings", elem_id="settings-view"):
                settings_view(assistants, page, visit.choices, about)
    page.queue(default_concurrency_limit=8)
    return page
