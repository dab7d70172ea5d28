"""What a visitor is told of a failure, and what is left to the log."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.outputs import ChatGenerationChunk
from model_server import Act, ModelServer, failing

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.conversations.turns import Conversation, Turn
from assistant.errors import IndexStateError, ModelError
from assistant.settings import Rewriting, Settings
from assistant.web.advice import IN_THE_LOG, is_keepers, plainly, plainly_noted, unchanged
from assistant.web.chat import converse
from assistant.writing.generative import Writer
from assistant.writing.models import ChatModel, make_chat_model

PRICE = "How much does each electric ferry cost?"
LATER = "the transcripts cannot be changed just now: try again in a minute, or tell whoever keeps this assistant"
KEEPERS = ("ASSISTANT_", "_API_KEY", "_BASE_URL", "_HOST", ".env", "pip install", "ollama serve", "ollama pull")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("openai:x: the key was refused: check OPENAI_API_KEY in .env", "openai:x: the key was refused"),
        ("openai:x: no server: check the network, or OPENAI_BASE_URL", "openai:x: no server: check the network"),
        ("ollama:x: no server answers: start it with ollama serve, or set OLLAMA_HOST", "ollama:x: no server answers"),
        ("ollama:x was silent for 1 s (ASSISTANT_MODEL_TIMEOUT)", "ollama:x was silent for 1 s"),
        ("x needs the package langchain-x: pip install langchain-x", "x needs the package langchain-x"),
        ("there is no index: run assistant ingest", "there is no index"),
        ("ASSISTANT_PROMPTS=/prompts is no folder", "something is set wrong here"),
        (
            "another process is writing to /srv/store: process 7 (assistant x), since noon: wait for it, or use --wait",
            "another process is writing to a place on the server",
        ),
        (
            "cannot write to /srv/store (disk full): set ASSISTANT_DATA",
            "cannot write to a place on the server (disk full)",
        ),
        ("no talk is called 'now; or never': set ASSISTANT_CORPUS", "no talk is called 'now; or never'"),
        (
            "1 added; skipped: /srv/a/b.txt is damaged: run assistant evaluate",
            "1 added; skipped: b.txt is damaged",
        ),
        ("CHROMA_URL=http://10.0.0.1:8000 answers nothing", "something is set wrong here"),
    ],
)
def test_advice_that_only_the_keeper_can_follow_goes_to_the_log(
    caplog: pytest.LogCaptureFixture, line: str, told: str
) -> None:
    assert plainly(line) == f"{told}; {IN_THE_LOG}"
    assert caplog.messages == [line]


@pytest.mark.parametrize(
    "line",
    [
        "openai:x is asked too often (rate limit): wait and ask again",
        "no test questions are called MY_SET.jsonl: choose others, or upload them again",
        "x is no model to choose here: openai:own may be, as its keeper has set",
        "the talk 'use --wait or leave' is not there",
        'the talk "it\'s in .env, or set ASSISTANT_DATA" is not there',
        "the talk 'run \\'pip install it\\', now' is not there",
        "http://talks.example:8000/open/1 and north/may.txt stay, 1 / 2 and either/or too",
    ],
)
def test_what_a_visitor_can_follow_is_told_whole(caplog: pytest.LogCaptureFixture, line: str) -> None:
    assert plainly(line) == line
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/srv/store/a.json was written by another version", "a.json was written by another version"),
        ("cannot write to /data (disk full)", "cannot write to a place on the server (disk full)"),
        ("file:///srv/store/a.json is missing", "a.json is missing"),
        ("../store/index.db is missing", "index.db is missing"),
        (r"C:\x\y is full", "a place on the server is full"),
        (r"cannot open 'C:\\x\\our talks\\y.txt'", "cannot open 'y.txt'"),
        (r"\\nas\talks is gone", "a place on the server is gone"),
        ("/srv/my transcripts/may 2021.txt is damaged", "may 2021.txt is damaged"),
        ("/srv/store is older than may.txt", "a place on the server is older than may.txt"),
        ("moved from /srv/a to ~/.cache/hub.", "moved from a place on the server to a place on the server."),
        ("no such file: '/srv/a b/c.txt'", "no such file: 'c.txt'"),
    ],
)
def test_a_visitor_is_told_the_name_of_a_file_and_no_folder_of_the_server(
    caplog: pytest.LogCaptureFixture, line: str, told: str
) -> None:
    assert plainly(line) == told
    assert caplog.messages == [line]


def test_no_command_is_told_for_what_the_page_has() -> None:
    unknown = "no transcript named 'x': assistant sources lists them"
    assert plainly(unknown) == "no transcript named 'x': the tab Sources lists those that are there"


@pytest.mark.parametrize(
    ("settings", "keepers"), [({}, True), ({"password": "long enough"}, False), ({"hosts": ("talks.example",)}, False)]
)
def test_why_the_sources_could_not_be_changed_names_commands_to_the_keeper_alone(
    settings: dict[str, object], keepers: bool
) -> None:
    installed = replace(Settings(), **settings)  # type: ignore[arg-type]
    locked = IndexStateError("another process is writing to /srv/store: wait for it to end, or use --wait")
    told = unchanged(locked, installed)
    assert is_keepers(installed) == keepers
    assert told == (str(locked) if keepers else LATER)


def test_a_note_that_quotes_a_transcript_is_left_alone() -> None:
    answer = Answer("q", "q", "Yes.", "extractive", (), 0.9, {}, notes=("in short: set OPENAI_API_KEY in .env",))
    assert plainly_noted(answer) == answer


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (failing(401, "no"), "openai:tiny: the key was refused"),
        (failing(403, "no"), "openai:tiny: this key may not use the model: choose another"),
        (failing(404, "no such model"), "openai:tiny: the server has no such model: check the name after the colon"),
        (failing(400, "too long", "context_length_exceeded"), "openai:tiny: the passages do not fit its context"),
    ],
)
def test_the_page_says_what_became_of_the_model_and_the_log_what_to_do(
    assistant: Assistant, model_server: ModelServer, caplog: pytest.LogCaptureFixture, act: Act, told: str
) -> None:
    model_server.will(act)
    shown = list(converse(assistant.with_model("openai:tiny"), Turn(PRICE), Conversation()))[-1]
    page = shown.messages[-1]["content"]
    assert f"This answer is extractive, the chat model failed: {told}; {IN_THE_LOG}." in page
    assert not any(word in page for word in KEEPERS)
    (logged,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert told in logged
    assert any(word in logged for word in KEEPERS)


class _Broken(FakeListChatModel):
    """A model that names a folder of the server when it fails."""

    async def _astream(self, *_: Any, **__: Any) -> AsyncIterator[ChatGenerationChunk]:
        raise OSError("/srv/own/weights.bin is damaged")
        yield


def test_every_note_on_a_failure_is_told_plainly(assistant: Assistant) -> None:
    settings = replace(assistant.settings, rewrite=Rewriting.MODEL)
    writer = Writer(ChatModel("test:broken", _Broken(responses=[""])), settings)
    history = [("Who warned that the pier needs repairs?", "Harbour master Tomas Okafor warned of it. [1]")]
    answer = Assistant(assistant.index, settings, writer).ask("What did he say about the timber?", history)
    assert [note.partition(": ")[0] for note in answer.notes[:2]] == [
        "the follow-up was read by the rules",
        "this answer is extractive, the chat model failed",
    ]
    assert all("/srv/own/weights.bin" in note for note in answer.notes[:2])
    told = plainly_noted(answer).notes[:2]
    assert [("weights.bin" in note, "/srv" in note) for note in told] == [(True, False)] * 2


def test_a_failure_in_place_of_an_answer_names_no_setting(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(Assistant):
        def stream(self, *_: object) -> object:  # type: ignore[override]
            yield from ()
            raise ModelError("its weights are altered: reinstall them, or set ASSISTANT_READER=none")

    failing_one = Failing(assistant.index, assistant.settings)
    shown = list(converse(failing_one, Turn(PRICE), Conversation()))[-1]
    assert shown.conversation.turns[-1].problem == f"its weights are altered: reinstall them; {IN_THE_LOG}"


@pytest.mark.parametrize("name", ["openai:tiny", "anthropic:some"])
def test_a_missing_key_is_told_without_the_providers_own_words(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for key in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL"):
        monkeypatch.delenv(key, raising=False)
    with pytest.raises(ModelError) as caught:
        make_chat_model(replace(Settings(), model=name))
    assert plainly(str(caught.value)).endswith(f" cannot be used: its key is missing; {IN_THE_LOG}")
