"""The settings view: what a visitor may change for their own session, what the installation is, and its health."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import gradio as gr

from assistant import __version__
from assistant.assistant import Assistant
from assistant.errors import AssistantError, UsageError
from assistant.operation.doctor import Check, examine
from assistant.settings import Rewriting, Settings, Unsupported, environment
from assistant.web.advice import is_keepers, named, plainly
from assistant.web.choices import Assistants, Choices
from assistant.web.events import PRIVATE
from assistant.web.render import template
from assistant.writing.models import chooses_freely, model_choices, names_by_shown, ollama_models, shown_name

TITLE = "Transcript assistant"
KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "MISTRAL_API_KEY", "GROQ_API_KEY", "GOOGLE_API_KEY")
_EXTRACTIVE = "None: extractive, the transcripts’ own words"
_ANY_MODEL = "Choose one, or type provider:model (openai:…, anthropic:…, ollama:…) or gguf: and a file’s path."
_GIVEN_MODELS = "Those that the keeper of this installation offers."
_UNSUPPORTED = [
    ("Mark it", Unsupported.MARK.value),
    ("Drop it", Unsupported.DROP.value),
    ("Refuse the whole answer", Unsupported.REFUSE.value),
]
_REWRITING = [("By rules", Rewriting.RULES.value), ("By the chat model", Rewriting.MODEL.value)]


def settings_view(assistants: Assistants, page: gr.Blocks, choices: gr.State, about: gr.HTML) -> None:
    """Lay the view out in the open tab; Apply writes ``choices``, and the header ``about`` follows them."""
    now = assistants.defaults
    with gr.Column(elem_id="settings", elem_classes="page"):
        gr.HTML(template("settings_intro.html", keeper=is_keepers(assistants.installed.settings)))
        fields = _fields(now, assistants.installed.settings)
        with gr.Row(elem_classes="actions"):
            apply = gr.Button("Apply", variant="primary", elem_id="apply-settings")
            reset = gr.Button("As installed", elem_id="reset-settings", elem_classes="quiet")
        told = gr.HTML(elem_id="settings-told")
        facts = gr.HTML(facts_html(assistants.installed), elem_id="settings-facts")
        examined = gr.Button("Check the installation", elem_id="run-doctor", elem_classes="quiet")
        checks = gr.HTML(elem_id="doctor")
    changed = [choices, about, told]
    apply.click(_testing, None, told, **PRIVATE).then(applying(assistants), [choices, *fields], changed, **PRIVATE)
    reset.click(
        lambda: (now, header_html(assistants.installed), _told("As installed again.")), None, changed, **PRIVATE
    )
    reset.click(lambda: _values(now, assistants.installed.settings), None, fields, **PRIVATE)
    keeper = is_keepers(assistants.installed.settings)
    examined.click(lambda: checks_html(None, keeper), None, checks, **PRIVATE).then(
        lambda: checks_html(examine(), keeper), None, checks, **PRIVATE
    )
    page.load(
        lambda: (gr.update(choices=_models(assistants)), facts_html(assistants.installed)),
        None,
        [fields[0], facts],
        **PRIVATE,
    )


def header_html(assistant: Assistant) -> str:
    """The page's header with the models in use."""
    settings, embedding = assistant.settings, named(assistant.index.encoder.name)
    facts = {"model": shown_name(settings.model), "embedding_model": embedding, "leaves": bool(settings.password)}
    return template("header.html", title=TITLE, **facts)


def _fields(now: Choices, settings: Settings) -> list[Any]:
    """The controls, in the order of the fields of ``Choices``."""
    chosen, any_model = _menu_name(now.model, settings), chooses_freely(settings)
    with gr.Row(elem_classes="fields"):
        model = gr.Dropdown(
            [(chosen or _EXTRACTIVE, chosen)],
            value=chosen,
            allow_custom_value=any_model,
            label="Chat model",
            info=_ANY_MODEL if any_model else _GIVEN_MODELS,
        )
    with gr.Row(elem_classes="fields"):
        # No sliders: one whose number is emptied takes its least value without a word.
        top_k = gr.Number(
            now.top_k, step=1, label="Passages", info="An answer may draw on so many, 1 to 50. More take longer."
        )
        threshold = gr.Number(
            now.threshold,
            step=0.01,
            label="Threshold",
            info="How sure the assistant must be before it answers, 0 to 1. Lower: fewer refusals, more wrong answers.",
        )
    with gr.Row(elem_classes="fields"):
        unsupported = gr.Radio(
            _UNSUPPORTED,
            value=now.unsupported.value,
            label="A sentence that the transcripts do not bear out",
            info="Only a chat model writes such sentences.",
        )
        rewrite = gr.Radio(
            _REWRITING,
            value=now.rewrite.value,
            label="Follow-ups are made standalone",
            info="“And in June?” must say what it asks about before it can be searched for.",
        )
    return [model, top_k, threshold, unsupported, rewrite]


def _values(choices: Choices, settings: Settings) -> list[Any]:
    return [
        _menu_name(choices.model, settings),
        choices.top_k,
        choices.threshold,
        choices.unsupported.value,
        choices.rewrite.value,
    ]


def applying(assistants: Assistants) -> Any:
    """The handler of Apply: what was chosen before and the fields' values in; choices, header and a line told out."""

    def apply(
        before: Choices,
        model: str | None,
        top_k: float | None,
        threshold: float | None,
        unsupported: str,
        rewrite: str,
    ) -> tuple[Any, Any, str]:
        try:
            typed = (model or "").strip()
            wanted = Choices(
                names_by_shown(assistants.installed.settings).get(typed, typed),
                _passages(top_k),
                _threshold(threshold),
                Unsupported(unsupported),
                Rewriting(rewrite),
            )
            assistant = assistants.tried(wanted, before)
        except (AssistantError, ValueError) as error:
            own = chooses_freely(assistants.installed.settings)  # whoever may use the keeper's keys can follow advice
            problem = str(error) if own else plainly(str(error))
            return gr.skip(), gr.skip(), _told(_refused(problem), failed=True)
        writer = shown_name(assistant.settings.model) or "no language model"
        return wanted, header_html(assistant), _told(f"Applied. Your next question is answered with {writer}.")

    return apply


def _passages(number: float | None) -> int:
    if number is None or number not in range(1, 51):
        raise UsageError("Passages takes a whole number from 1 to 50")
    return int(number)


def _threshold(number: float | None) -> float:
    if number is None or not 0 <= number <= 1:
        raise UsageError("Threshold takes a number from 0 to 1, such as 0.25")
    return float(number)


def _refused(problem: str) -> str:
    return f"Not applied: {problem.rstrip('.')}. What was set before still holds."


def _testing() -> str:
    return _told("Trying it out…")


def _told(line: str, failed: bool = False) -> str:
    return template("settings_told.html", line=line, failed=failed)


def _models(assistants: Assistants) -> list[tuple[str, str]]:
    settings = assistants.installed.settings
    shown = [_menu_name(name, settings) for name in model_choices(settings)]
    return [(name or _EXTRACTIVE, name) for name in shown]


def _menu_name(model: str, settings: Settings) -> str:
    """The model in the menu, whose values reach the browser too: of one in a file no folder."""
    return next((shown for shown, name in names_by_shown(settings).items() if name == model), model)


def checks_html(checks: Sequence[Check] | None, keeper: bool) -> str:
    """What an examination found, None while it is under way; what each check saw is for the keeper."""
    return template("doctor.html", checks=checks, keeper=keeper)


def facts_html(assistant: Assistant) -> str:
    """What the installation is; its folders, and which keys are set, are for the keeper."""
    settings: Settings = assistant.settings
    known = environment()
    found = ollama_models()
    keeper = is_keepers(settings)
    models = {
        "embedding": assistant.index.encoder.fingerprint,
        "reader": settings.reader,
        "reranker": settings.reranker,
        "verifier": settings.verifier,
    }
    return template(
        "settings_facts.html",
        settings=settings,
        keeper=keeper,
        **(models if keeper else {part: named(model) for part, model in models.items()}),
        versions={"transcript-assistant": __version__}
        | {name: version(name) for name in ("chromadb", "gradio", "langchain")},
        keys={name: bool(known.get(name)) for name in KEYS},
        ollama=found,
    )
