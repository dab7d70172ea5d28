import pytest

from assistant.writing.failures import explain
from assistant.writing.masking import MASK, masked


def test_configured_secrets_are_masked_wherever_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_PROVIDER_API_KEY", "quite-secret-words")
    monkeypatch.setenv("MY_PASSWORD", "hunter2hunter2")
    assert masked("a quite-secret-words b hunter2hunter2.") == f"a {MASK} b {MASK}."


def test_a_secret_in_the_env_file_is_masked_too(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    with open(".env", "w") as file:
        file.write("OTHER_TOKEN=from-the-file-9\n")
    assert masked("got from-the-file-9") == f"got {MASK}"


@pytest.mark.parametrize(
    "text",
    [
        "Incorrect API key provided: sk-proj-abcdefghijklmnop",
        "sk-ant-api03-abcdefghijklmnop refused",
        "key AIzaSyA1234567890abcdef",
        "Authorization: Bearer abcdef123456",
        "https://user:pass@host/v1",
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str) -> None:
    assert MASK in masked(text)
    assert not any(part in masked(text) for part in ("abcdef", "AIzaSyA", "user:pass"))


@pytest.mark.parametrize("text", ["The task-force met.", "Ask about sk-2 and key figures.", "https://host/v1", ""])
def test_plain_words_stay(text: str) -> None:
    assert masked(text) == text


def test_short_values_are_words_and_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    assert masked("none chosen") == "none chosen"


def test_the_line_of_an_unforeseen_failure_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "quite-secret-words")
    line = explain(RuntimeError("cannot use quite-secret-words\nand a second line"), "openai:tiny").line
    assert line == f"openai:tiny did not answer (RuntimeError: cannot use {MASK})"
