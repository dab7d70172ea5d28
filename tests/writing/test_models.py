"""Making chat models from their names, and detecting Ollama."""

import importlib.util
from pathlib import Path

import pytest
from model_server import ModelServer

from assistant.errors import ModelError
from assistant.settings import Settings
from assistant.writing.models import CONTEXT_TOKENS, make_chat_model, model_choices, note_on_ollama, ollama_models


@pytest.mark.parametrize("name", ["llama3.2", "gpt", ":x", "openai:"])
def test_a_name_without_a_provider_is_told_with_an_example(name: str) -> None:
    with pytest.raises(ModelError, match=rf"^ASSISTANT_MODEL={name} is not provider:model, for example ollama:\S+$"):
        make_chat_model(Settings(), name)


def test_an_unknown_provider_is_told_in_one_line() -> None:
    with pytest.raises(ModelError, match=r"^nosuch:model cannot be used: [^\n]+$"):
        make_chat_model(Settings(), "nosuch:model")


@pytest.mark.parametrize(
    ("name", "module", "package"),
    [
        ("mistralai:some", "langchain_mistralai", "langchain-mistralai"),
        ("azure_ai:some", "langchain_azure_ai", "langchain-azure-ai"),
        ("bedrock:some", "langchain_aws", "langchain-aws"),
    ],
)
def test_a_provider_that_is_not_installed_is_told_with_the_command(name: str, module: str, package: str) -> None:
    if importlib.util.find_spec(module):
        pytest.skip(f"{package} is installed")
    with pytest.raises(ModelError, match=rf"^{name} needs the package {package}: pip install {package}$"):
        make_chat_model(Settings(), name)


MISSING_KEY = r"cannot be used: its key is missing: set {}_API_KEY in the environment or \.env"


def test_a_missing_key_is_told_before_any_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(ModelError, match=rf"^openai:tiny {MISSING_KEY.format('OPENAI')}$"):
        make_chat_model(Settings(), "openai:tiny")


def test_a_missing_key_of_anthropic_is_told_as_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ModelError, match=rf"^anthropic {MISSING_KEY.format('ANTHROPIC')}$"):
        make_chat_model(Settings(), "anthropic:some")


def test_a_server_of_ones_own_needs_no_key(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    assert "".join(make_chat_model(Settings(), "openai:tiny").reply("Well?")) == "Yes."


def test_key_and_address_may_stand_in_the_env_file(
    model_server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{model_server.address}/v1"
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"OPENAI_API_KEY=from-the-file\nOPENAI_BASE_URL={address}\nASSISTANT_TOP_K=3\n")
    assert "".join(make_chat_model(Settings(), "openai:tiny").reply("Well?")) == "Yes."
    assert model_server.keys == ["Bearer from-the-file"]


def test_the_context_is_the_setting_else_the_models_else_a_default(model_server: ModelServer) -> None:
    assert make_chat_model(Settings(), "openai:tiny").context == CONTEXT_TOKENS
    assert make_chat_model(Settings(), "openai:gpt-4.1-mini").context > 100_000
    assert make_chat_model(Settings(model_context=2048), "openai:gpt-4.1-mini").context == 2048


def test_ollama_is_told_the_context_which_it_would_cut_in_silence(model_server: ModelServer) -> None:
    list(make_chat_model(Settings(model_context=2048), "ollama:tiny").reply("Well?"))
    assert model_server.asked[0]["options"]["num_ctx"] == 2048


def test_tokens_are_rather_over_than_underestimated(model_server: ModelServer) -> None:
    model = make_chat_model(Settings(), "openai:tiny")
    assert model.count_tokens("") == 0
    assert model.count_tokens("Each electric ferry costs $2.35 million.") >= 11
    assert model.count_tokens("电动渡轮") >= 4


def test_ollamas_models_are_found_and_offered_but_not_chosen(model_server: ModelServer) -> None:
    assert ollama_models() == ["big:7b", "tiny:latest"]
    assert model_choices(Settings()) == ["", "ollama:big:7b", "ollama:tiny:latest"]
    assert model_choices(Settings(model="openai:x"))[:2] == ["", "openai:x"]
    assert "ASSISTANT_MODEL=ollama:big:7b" in note_on_ollama(Settings())
    assert note_on_ollama(Settings(model="openai:x")) == ""


def test_no_ollama_is_no_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    assert ollama_models() is None
    assert note_on_ollama(Settings()) == ""
    assert model_choices(Settings()) == [""]


def test_a_gguf_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.gguf").write_bytes(b"not it")
    with pytest.raises(ModelError, match=r"a\.gguf is not a GGUF file$"):
        make_chat_model(Settings(), f"gguf:{tmp_path / 'a.gguf'}")
    with pytest.raises(ModelError, match=r"b\.gguf cannot be read: No such file or directory$"):
        make_chat_model(Settings(), f"gguf:{tmp_path / 'b.gguf'}")
