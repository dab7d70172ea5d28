import sys
from pathlib import Path

import pytest
from conftest import ROOT

from assistant.cli import main
from assistant.errors import SettingsError
from assistant.settings import Settings, example_environment, setting_names


@pytest.fixture(autouse=True)
def _folder_without_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_defaults() -> None:
    settings = Settings()
    assert (settings.corpus, settings.vectorstore) == (Path("seeds"), Path("vectorstore"))
    assert (settings.model, settings.embedding_model, settings.chroma_url) == ("", "", "")
    assert settings.top_k == 8
    assert 0 < settings.threshold < 1


def test_the_environment_wins_over_the_env_file_and_arguments_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_TOP_K=3\nASSISTANT_CORPUS=talks\nOTHER=1\n")
    assert Settings().top_k == 3
    monkeypatch.setenv("ASSISTANT_TOP_K", "4")
    assert Settings().top_k == 4
    assert Settings(top_k=5).top_k == 5
    assert Settings().corpus == Path("talks")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_env_file_is_utf_8_with_a_byte_order_mark_or_without(tmp_path: Path, encoding: str) -> None:
    (tmp_path / ".env").write_bytes("ASSISTANT_TOP_K=3\r\nASSISTANT_CORPUS=Gespräche\r\n".encode(encoding))
    assert (Settings().top_k, Settings().corpus) == (3, Path("Gespräche"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_an_env_file_of_another_encoding_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    (tmp_path / ".env").write_bytes("ASSISTANT_CORPUS=Gespräche\n".encode(encoding))
    assert main(["sources"]) == 1
    told = capsys.readouterr().err
    assert told == f"assistant: {tmp_path / '.env'} is not UTF-8 text: save it with the encoding UTF-8\n"


def test_the_env_file_is_read_once_for_all_settings(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_TOP_K=3\n")
    opened: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and watching:
            opened.append(str(arguments[0]))

    sys.addaudithook(watch)
    try:
        Settings()
    finally:
        watching = False
    assert [name for name in opened if name.endswith(".env")] == [".env"]


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_TOP_K", " ")
    assert Settings().top_k == 8


def test_the_environment_is_read_when_settings_are_made_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Settings()
    monkeypatch.setenv("ASSISTANT_MODEL", "ollama:tiny")
    assert (before.model, Settings().model) == ("", "ollama:tiny")


def test_a_home_folder_is_expanded() -> None:
    assert Settings(corpus=Path("~/talks")).corpus == Path.home() / "talks"


@pytest.mark.parametrize("name", ["CORPUS", "VECTORSTORE", "DATA", "PROMPTS"])
def test_a_folder_that_cannot_be_one_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for value, told in (("~nosuchuser/x", "is in the home of a user"), (f"/tmp/{'x' * 300}", "File name too long")):
        monkeypatch.setenv(f"ASSISTANT_{name}", value)
        with pytest.raises(SettingsError, match=f"^ASSISTANT_{name}={value} [^\n]*{told}"):
            Settings()


@pytest.mark.parametrize("value", ['"talks"', "'talks'", '""'])
def test_quotation_marks_that_no_shell_took_away_are_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ASSISTANT_PASSWORD", '"a secret may have them"')
    assert Settings().password == '"a secret may have them"'
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", value)
    with pytest.raises(SettingsError, match=f"^ASSISTANT_VECTORSTORE={value} has quotation marks around it: leave"):
        Settings()


def test_an_unknown_name_is_refused_with_the_nearest_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_TOPK", "3")
    with pytest.raises(SettingsError, match=r"unknown setting ASSISTANT_TOPK: did you mean ASSISTANT_TOP_K\?"):
        Settings()


def test_an_unknown_name_in_the_env_file_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_CORPSE=talks\n")
    with pytest.raises(SettingsError, match=r"did you mean ASSISTANT_CORPUS\?"):
        Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_TOP_K", "0"),
        ("ASSISTANT_TOP_K", "51"),
        ("ASSISTANT_TOP_K", "2.5"),
        ("ASSISTANT_TOP_K", "many"),
        ("ASSISTANT_THRESHOLD", "-0.1"),
        ("ASSISTANT_THRESHOLD", "1.1"),
        ("ASSISTANT_THRESHOLD", "nan"),
    ],
)
def test_a_number_out_of_range_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{name}={value} is not a number from"):
        Settings()


def test_the_names_of_the_contract_are_the_settings() -> None:
    fixed = "CORPUS VECTORSTORE DATA MODEL EMBEDDING_MODEL RERANKER READER VERIFIER TOP_K THRESHOLD"
    assert {f"ASSISTANT_{name}" for name in fixed.split()} | {"CHROMA_URL"} <= set(setting_names())


def test_the_example_file_is_the_settings() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == example_environment()


def test_the_example_file_can_be_used_as_it_stands(tmp_path: Path) -> None:
    defaults = Settings()
    (tmp_path / ".env").write_text(example_environment())
    assert Settings() == defaults
