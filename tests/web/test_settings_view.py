"""The settings view: choices that hold for one visitor, tried before they are taken, and shown in the header."""

# ruff: noqa: F811  (pytest names a fixture and its use alike)
import re
import sys
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import asdict, replace
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from browsing import NewPage, browser, new_page, served, spare_pages  # noqa: F401  (fixtures)
from conftest import KEY
from model_server import ModelServer, failing
from playwright.sync_api import Page, expect

from assistant.assistant import Assistant
from assistant.errors import ModelError, SettingsError
from assistant.operation.doctor import Check
from assistant.settings import Unsupported
from assistant.web.choices import KEPT, Assistants, Choices
from assistant.web.views.settings import _EXTRACTIVE, applying, checks_html, facts_html, header_html

ANSWERABLE = "How many volumes does the reading room hold?"


@pytest.fixture(scope="module")
def assistants(assistant: Assistant) -> Assistants:
    return Assistants(assistant)


# An assistant told otherwise


def test_other_settings_share_index_and_search_and_leave_the_first_as_it_was(assistant: Assistant) -> None:
    other = assistant.with_settings(top_k=3, threshold=1.0)
    assert (other.index, other.search) == (assistant.index, assistant.search)
    assert not other.ask(ANSWERABLE).answered
    assert assistant.ask(ANSWERABLE).answered
    assert assistant.settings.top_k == 8


def test_the_number_of_passages_reaches_the_search(assistant: Assistant) -> None:
    retrieved = next(iter(assistant.with_settings(top_k=1).stream(ANSWERABLE)))
    assert len(retrieved.passages) < len(next(iter(assistant.with_settings(top_k=5).stream(ANSWERABLE))).passages)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"top_k": 99}, "ASSISTANT_TOP_K=99"), ({"embedding_model": "other"}, "embedding_model cannot change")],
)
def test_what_cannot_be_set_is_told_in_one_line(assistant: Assistant, changes: dict[str, object], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        assistant.with_settings(**changes)


# Choices


def test_no_choice_is_the_installations_own_assistant(assistants: Assistants) -> None:
    assert assistants.chosen(None) is assistants.installed
    assert assistants.chosen(Choices.of(assistants.installed.settings)) is assistants.installed


def test_the_same_choices_are_the_same_assistant_and_old_ones_are_let_go(assistant: Assistant) -> None:
    assistants = Assistants(assistant)
    first = replace(assistants.defaults, top_k=2)
    made = assistants.chosen(first)
    assert assistants.chosen(first) is made
    for number in range(KEPT):
        assistants.chosen(replace(assistants.defaults, threshold=number / 100 + 0.3))
    assert assistants.chosen(first) is not made


def test_a_model_is_made_once_whatever_else_changes(assistant: Assistant, model_server: ModelServer) -> None:
    assistants = Assistants(assistant)
    one = assistants.chosen(replace(assistants.defaults, model="openai:small"))
    other = assistants.chosen(replace(assistants.defaults, model="openai:small", unsupported=Unsupported.DROP))
    assert one is not other
    assert one._writer is other._writer is not None


def test_a_model_is_asked_for_a_word_only_when_it_is_another(assistant: Assistant, model_server: ModelServer) -> None:
    assistants = Assistants(assistant)
    wanted = replace(assistants.defaults, model="openai:small")
    assert assistants.tried(wanted, assistants.defaults).settings.model == "openai:small"
    asked = len(model_server.asked)
    assert asked == 1
    assistants.tried(replace(wanted, top_k=3), wanted)
    assert len(model_server.asked) == asked


class _Llama:
    """A model of llama-cpp-python that is loaded once ``may_load`` is set, and says yes."""

    may_load = Event()
    loaded: list[str] = []  # noqa: RUF012  (the class is the library's: whoever loads a file has no other)

    def __init__(self, path: str, **_: object) -> None:
        self.loaded.append(Path(path).name)
        assert self.may_load.wait(30)
        self.metadata: dict[str, str] = {}

    def tokenize(self, text: bytes, **_: object) -> list[int]:
        return list(text)

    def create_chat_completion(self, *_: object, **__: object) -> Iterator[dict[str, Any]]:
        yield {"choices": [{"delta": {"content": "yes"}, "finish_reason": "stop"}]}


@pytest.fixture
def gguf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a chat model in a file."""
    monkeypatch.setitem(sys.modules, "llama_cpp", SimpleNamespace(Llama=_Llama))
    _Llama.loaded.clear()
    _Llama.may_load.set()
    (tmp_path / "small.gguf").write_bytes(b"GGUF")
    return f"gguf:{tmp_path / 'small.gguf'}"


def test_a_file_that_is_tried_is_loaded_once_for_all_who_choose_it(assistant: Assistant, gguf: str) -> None:
    assistants = Assistants(assistant)
    wanted = replace(assistants.defaults, model=gguf)
    assert assistants.tried(wanted, assistants.defaults) is assistants.chosen(wanted)
    assistants.tried(replace(wanted, top_k=3), assistants.defaults)
    assert _Llama.loaded == ["small.gguf"]


def test_while_a_file_is_loaded_nobody_else_waits_and_it_is_loaded_once(assistant: Assistant, gguf: str) -> None:
    assistants = Assistants(assistant)
    wanted = replace(assistants.defaults, model=gguf)
    _Llama.may_load.clear()
    got: list[str] = []
    two = [
        Thread(target=lambda k=k: got.append(assistants.chosen(replace(wanted, top_k=k)).settings.model))  # type: ignore[misc]
        for k in (2, 3)
    ]
    other = Thread(target=lambda: got.append(assistants.chosen(replace(assistants.defaults, top_k=4)).settings.model))
    for thread in (*two, other):
        thread.start()
    other.join(10)
    answered_first = list(got)
    _Llama.may_load.set()
    for thread in two:
        thread.join(10)
    assert answered_first == [""]
    assert got == ["", gguf, gguf]
    assert _Llama.loaded == ["small.gguf"]


def test_choices_whose_model_does_not_answer_are_not_kept(assistant: Assistant, model_server: ModelServer) -> None:
    assistants = Assistants(assistant)
    used = assistants.chosen(replace(assistants.defaults, top_k=2))
    model_server.will(failing(401, "no"))
    for number in range(KEPT):
        with pytest.raises(ModelError, match="the key was refused"):
            assistants.tried(replace(assistants.defaults, model=f"openai:tiny-{number}"), assistants.defaults)
    assert assistants.chosen(replace(assistants.defaults, top_k=2)) is used


def test_a_server_that_is_not_there_is_told_in_one_line(
    assistants: Assistants, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with pytest.raises(ModelError) as caught:
        assistants.tried(replace(assistants.defaults, model="openai:small"), assistants.defaults)
    assert "\n" not in str(caught.value)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "taken", "refused"),
    [
        ({"password": "long enough"}, ["", "openai:own"], ["openai:other", "gguf:/etc/passwd"]),
        ({"models": ("openai:other",)}, ["", "openai:own", "openai:other"], ["gguf:/etc/passwd"]),
        ({}, ["", "openai:own", "openai:other"], []),
    ],
)
def test_the_keeper_says_which_models_visitors_choose(
    assistant: Assistant,
    model_server: ModelServer,
    settings: dict[str, object],
    taken: list[str],
    refused: list[str],
) -> None:
    kept = replace(assistant.settings, model="openai:own", **settings)  # type: ignore[arg-type]
    assistants = Assistants(Assistant(assistant.index, kept))
    for name in taken:
        wanted = replace(assistants.defaults, model=name)
        assert assistants.tried(wanted, assistants.defaults).settings.model == name
    for name in refused:
        with pytest.raises(ModelError, match="is no model to choose here: openai:own") as caught:
            assistants.tried(replace(assistants.defaults, model=name), assistants.defaults)
        assert "ASSISTANT_" not in str(caught.value)  # a visitor knows no settings


@pytest.mark.parametrize(("password", "keepers"), [("long enough", False), ("", True)])
def test_advice_on_a_model_is_for_whoever_may_use_the_keepers_keys(
    assistant: Assistant, model_server: ModelServer, password: str, keepers: bool
) -> None:
    models = ("openai:other",) if password else ()
    assistants = Assistants(Assistant(assistant.index, replace(assistant.settings, password=password, models=models)))
    model_server.will(failing(401, "no"))
    now = assistants.defaults
    told = applying(assistants)(now, "openai:other", now.top_k, now.threshold, now.unsupported, now.rewrite)[-1]
    assert "Not applied: openai:other: the key was refused" in told
    assert ("check OPENAI_API_KEY" in told) == keepers


@pytest.mark.parametrize(("password", "keepers"), [("long enough", False), ("", True)])
def test_folders_and_keys_of_the_installation_are_shown_to_its_keeper_alone(
    assistant: Assistant, tmp_path: Path, password: str, keepers: bool
) -> None:
    facts = facts_html(Assistant(assistant.index, replace(assistant.settings, data=tmp_path, password=password)))
    assert "Embedding model" in facts
    assert (str(tmp_path) in facts, "OPENAI_API_KEY" in facts) == (keepers, keepers)
    checks = checks_html([Check("Index", False, f"none in {tmp_path}: run assistant ingest")], keepers)
    assert "<strong>Index</strong>" in checks
    assert (str(tmp_path) in checks) == keepers


@pytest.mark.parametrize(("password", "keepers"), [("long enough", False), ("", True)])
def test_of_a_model_in_a_folder_a_visitor_is_shown_the_name_alone(
    assistant: Assistant, password: str, keepers: bool
) -> None:
    index = copy(assistant.index)
    folder = "/srv/own models/near/"
    index.encoder = SimpleNamespace(name=folder, fingerprint=f"{folder}@12ab+centred")  # type: ignore[assignment]
    folders = {"reader": "/srv/own models/read", "reranker": "~/rank", "verifier": r"C:\models\check"}
    own = Assistant(index, replace(assistant.settings, password=password, **folders))  # type: ignore[arg-type]
    facts = facts_html(own)
    assert ("/srv" in facts, "~" in facts, "C:" in facts) == (keepers, keepers, keepers)
    assert all(f"{name}</dd>" in facts for name in ("near/@12ab+centred" if keepers else "near@12ab+centred", "read"))
    assert all(f"{name}</dd>" in facts for name in ("rank", "check"))
    assert "embeddings near<" in header_html(own)


@pytest.fixture
def in_files(assistant: Assistant, gguf: str, tmp_path: Path) -> Assistant:
    """Visitors may choose the model of a file, of another that is called alike, and one of a server."""
    other = f"gguf:{tmp_path / 'other' / 'small.gguf'}"
    return Assistant(assistant.index, replace(assistant.settings, model=gguf, models=(other, "openai:large")))


def test_a_model_in_a_file_is_chosen_by_the_files_name(in_files: Assistant, tmp_path: Path) -> None:
    assistants = Assistants(in_files)
    now = assistants.defaults
    rest = (now.top_k, now.threshold, now.unsupported, now.rewrite)
    wanted, _, told = applying(assistants)(replace(now, model=""), "gguf:small.gguf", *rest)
    assert (wanted, "answered with gguf:small.gguf." in told) == (now, True)
    refused = [applying(assistants)(now, name, *rest)[-1] for name in ("gguf:small.gguf (2)", "openai:any")]
    assert "Not applied: model small.gguf cannot be read" in refused[0]
    offer = "gguf:small.gguf, gguf:small.gguf (2), openai:large may be"
    assert f"Not applied: openai:any is no model to choose here: {offer}" in refused[1]
    assert not any(str(tmp_path) in line for line in refused)


def test_choices_hold_nothing_but_values(assistants: Assistants) -> None:
    assert all(isinstance(value, str | int | float) for value in asdict(assistants.defaults).values())


# The page


@pytest.fixture(scope="module")
def address(assistant: Assistant, served: Callable[[Assistant], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    return served(Assistant(assistant.index, replace(assistant.settings, data=tmp_path_factory.mktemp("data"))))


@pytest.fixture
def page(new_page: NewPage, address: str) -> Page:
    page = new_page()
    page.goto(address)
    page.get_by_role("tab", name="Settings").click()
    return page


def _apply(page: Page) -> None:
    page.get_by_role("button", name="Apply").click()


def _choose_model(page: Page, name: str) -> None:
    box = page.get_by_role("combobox", name="Chat model")
    box.fill(name)
    box.press("Enter")


def _ask(page: Page, question: str) -> None:
    page.get_by_role("tab", name="Chat").click()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")


def test_a_threshold_holds_from_the_next_question_on_for_its_visitor_alone(
    page: Page, new_page: NewPage, address: str
) -> None:
    page.get_by_label("Threshold").fill("1")
    _apply(page)
    expect(page.locator("#settings-told")).to_contain_text("Applied")
    _ask(page, ANSWERABLE)
    expect(page.locator("#chat .refusal")).to_be_visible()
    other = new_page()
    other.goto(address)
    _ask(other, ANSWERABLE)
    expect(other.locator("#chat .answer:not(.refusal):not(.under-way)")).to_contain_text("9,500")


def test_a_model_that_cannot_be_used_is_told_and_what_was_set_still_holds(page: Page) -> None:
    _choose_model(page, "nonsense")
    _apply(page)
    expect(page.get_by_role("alert")).to_contain_text("Not applied: nonsense names no chat model: write provider:model")
    expect(page.get_by_role("alert")).not_to_contain_text("ASSISTANT_")
    expect(page.locator("#about .models")).to_contain_text("Extractive")


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("Passages", "", "Passages takes a whole number from 1 to 50"),
        ("Passages", "51", "Passages takes a whole number from 1 to 50"),
        ("Passages", "2.5", "Passages takes a whole number from 1 to 50"),
        ("Threshold", "", "Threshold takes a number from 0 to 1"),
        ("Threshold", "1.5", "Threshold takes a number from 0 to 1"),
    ],
)
def test_a_number_that_is_empty_or_out_of_range_is_told_and_what_was_set_still_holds(
    page: Page, field: str, typed: str, told: str
) -> None:
    page.get_by_label(field).fill(typed)
    page.get_by_label(field).press("Tab")
    _apply(page)
    expect(page.get_by_role("alert")).to_contain_text(f"Not applied: {told}")
    expect(page.get_by_label(field)).to_have_value(typed)
    _ask(page, ANSWERABLE)
    expect(page.locator("#chat .answer:not(.refusal):not(.under-way)")).to_contain_text("9,500")


def test_fields_beside_each_other_stand_on_one_line(page: Page) -> None:
    top = "field => Math.round(field.getBoundingClientRect().top)"
    passages, threshold = (page.get_by_role("spinbutton", name=name) for name in ("Passages", "Threshold"))
    assert passages.evaluate(top) == threshold.evaluate(top)


def test_the_header_names_the_model_in_use_after_apply(page: Page, model_server: ModelServer) -> None:
    _choose_model(page, "openai:small")
    _apply(page)
    expect(page.locator("#about .models")).to_contain_text("openai:small")
    page.get_by_role("button", name="As installed").click()
    expect(page.locator("#about .models")).to_contain_text("Extractive")


def test_the_menu_of_models_names_no_folder(
    in_files: Assistant, served: Callable[[Assistant], str], new_page: NewPage, tmp_path: Path
) -> None:
    address = served(in_files)
    page = new_page()
    page.goto(address)
    page.get_by_role("tab", name="Settings").click()
    box = page.get_by_role("combobox", name="Chat model")
    expect(box).to_have_value("gguf:small.gguf")
    box.click()
    told = [_EXTRACTIVE, "gguf:small.gguf", "gguf:small.gguf (2)", "openai:large"]
    expect(page.get_by_role("option")).to_have_text([re.compile(re.escape(name)) for name in told])
    assert "/small.gguf" not in page.content() + page.request.get(f"{address}/config").text()
    page.get_by_role("option", name=_EXTRACTIVE).click()
    _apply(page)
    expect(page.locator("#settings-told")).to_contain_text("answered with no language model")
    page.get_by_role("button", name="As installed").click()
    expect(box).to_have_value("gguf:small.gguf")


def test_keys_are_told_to_be_set_and_never_shown(
    new_page: NewPage, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    page = new_page()
    page.goto(address)
    page.get_by_role("tab", name="Settings").click()
    expect(page.locator(".key", has_text="OPENAI_API_KEY")).to_have_text("OPENAI_API_KEY set")
    expect(page.locator(".key", has_text="GROQ_API_KEY")).to_have_text("GROQ_API_KEY not set")
    assert KEY not in page.content()


def test_the_models_are_named_on_a_phone_too(new_page: NewPage, address: str) -> None:
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto(address)
    expect(page.locator("#about .models")).to_be_visible()
    page.get_by_role("tab", name="Settings").click()
    expect(page.get_by_role("button", name="Apply")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_installation_is_examined_on_a_button(page: Page, assistant: Assistant, corpus: Path) -> None:
    page.get_by_role("button", name="Check the installation").click()
    expect(page.locator(".checks li", has_text="embedding model")).to_contain_text("checksum")
