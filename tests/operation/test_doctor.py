from pathlib import Path

import pytest
from conftest import write_corpus
from model_server import ModelServer, failing

from assistant.corpus.passages import SPLITTING
from assistant.corpus.transcripts import plain_transcript
from assistant.operation.doctor import Check, examine
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

TEXTS = {"a.txt": "Ferry talk\n\nThe ferry sails.", "b.txt": "Apple talk\n\nThe apples ripen."}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> Path:
    """A corpus with its index, named by the environment; gives the folder that holds both."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_CORPUS", "corpus")
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(tmp_path / "vectorstore"))
    write_corpus(tmp_path / "corpus", TEXTS)
    index = Index(tmp_path / "vectorstore", encoder)
    ingest(index, [tmp_path / "corpus"])
    index.close()
    return tmp_path


def bad() -> dict[str, str]:
    return {check.name: check.detail for check in examine() if not check.ok}


def reopened(folder: Path, encoder: Encoder) -> Index:
    return Index(folder / "vectorstore", encoder)


def test_a_healthy_installation_passes_every_check(installed: Path) -> None:
    checks = examine()
    assert [check.name for check in checks if not check.ok] == []
    details = {check.name: check.detail for check in checks}
    assert "2 transcripts, 2 passages, 2 vectors" in details["index"]
    assert details["offsets"] == "2 sentences verbatim at their offsets"
    assert "2 files" in details["corpus"]
    assert "all-MiniLM-L6-v2@" in details["embedding model"]


def test_a_setting_that_cannot_be_used_is_the_last_thing_looked_at(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_TOP_K", "many")
    checks = examine()
    assert (checks[-1].name, checks[-1].ok) == ("settings", False)
    assert "ASSISTANT_TOP_K=many" in checks[-1].detail


def test_no_index_names_the_command(installed: Path) -> None:
    Index.discard(installed / "vectorstore")
    assert bad() == {"index": f"none in {installed / 'vectorstore'}: run assistant ingest"}


def test_an_index_of_another_model_is_bad(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", "other/model")
    assert "was made with all-MiniLM-L6-v2@" in bad()["index"]


def test_stores_out_of_step_are_bad(installed: Path, encoder: Encoder) -> None:
    index = reopened(installed, encoder)
    index.catalog.remove("a.txt")
    index.close()
    assert bad()["index"].startswith("1 passages but 2 vectors: run assistant ingest")


def test_a_changed_or_new_file_is_bad_until_ingested(installed: Path, encoder: Encoder) -> None:
    write_corpus(installed / "corpus", {"a.txt": "Ferry talk\n\nThe ferry sank.", "c.txt": "Tram talk\n\nTrams stop."})
    assert bad() == {"freshness": "2 files are new or changed, a.txt among them: run assistant ingest"}
    index = reopened(installed, encoder)
    ingest(index, [installed / "corpus"])
    index.close()
    assert bad() == {}


def test_an_upload_that_is_not_indexed_is_bad_until_ingested(
    installed: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA", str(installed / "data"))
    write_corpus(installed / "data" / "uploads", {"c.txt": "Tram talk\n\nTrams stop."})
    assert bad() == {"freshness": "1 files are new or changed, uploads/c.txt among them: run assistant ingest"}
    index = reopened(installed, encoder)
    ingest(index, [installed / "data" / "uploads"], corpus=installed / "data")
    index.close()
    assert bad() == {}


def test_passages_split_by_other_rules_are_bad_until_ingested(installed: Path, encoder: Encoder) -> None:
    index = reopened(installed, encoder)
    index.catalog.set_fact("splitting", "0")
    index.close()
    assert bad() == {"splitting": f"passages were split by rules 0, not {SPLITTING} as now: run assistant ingest"}
    index = reopened(installed, encoder)
    ingest(index, [installed / "corpus"])
    index.close()
    assert bad() == {}


def test_an_unreadable_file_is_told_and_no_fault_of_the_index(installed: Path) -> None:
    (installed / "corpus" / "picture.txt").write_bytes(b"\0")
    freshness = next(check for check in examine() if check.name == "freshness")
    assert freshness.ok
    assert "every readable file is indexed as it is; 1 skipped: picture.txt: " in freshness.detail


def test_a_file_that_ingest_skips_for_its_name_is_told_and_no_fault_of_the_index(
    installed: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"a.txt": "Tram talk\n\nThe trams stop.", "c.txt": "Bus talk\n\nThe buses stop."}
    other = write_corpus(installed / "other", texts)
    index = reopened(installed, encoder)
    assert len(ingest(index, [other]).skipped) == 1
    index.close()
    monkeypatch.setenv("ASSISTANT_CORPUS", str(other))
    (freshness,) = [check for check in examine() if check.name == "freshness"]
    assert freshness.ok
    assert f"; 1 skipped: a.txt: {other / 'a.txt'} has the same name as " in freshness.detail


def test_files_that_are_gone_are_told_with_what_removes_them(
    installed: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA", str(installed / "data"))
    uploads = write_corpus(installed / "data" / "uploads", {"c.txt": "Tram talk\n\nTrams stop."})
    index = reopened(installed, encoder)
    ingest(index, [uploads], corpus=installed / "data")
    index.close()
    (uploads / "c.txt").unlink()
    (installed / "corpus" / "a.txt").unlink()
    (freshness,) = [check for check in examine() if check.name == "freshness"]
    assert freshness.ok
    assert freshness.detail.endswith("; 2 indexed whose files are gone, assistant ingest --prune removes them")


def test_a_corpus_that_came_to_be_empty_is_bad_and_its_disk_is_asked_for(installed: Path) -> None:
    corpus = installed / "corpus"
    held = len(list(corpus.iterdir()))
    for path in corpus.iterdir():
        path.unlink()
    assert bad()["freshness"] == (
        f"corpus holds no transcript now, and {held} are indexed from it: is its disk mounted? "
        "if they are gone for good, assistant ingest --prune removes them"
    )


def test_uploads_whose_folder_is_gone_are_bad_and_the_folder_is_asked_for(
    installed: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA", str(installed / "data"))
    uploads = write_corpus(installed / "data" / "uploads", {"c.txt": "Tram talk\n\nTrams stop."})
    index = reopened(installed, encoder)
    ingest(index, [uploads], corpus=installed / "data")
    index.close()
    (uploads / "c.txt").unlink()
    uploads.rmdir()
    assert bad() == {
        "freshness": f"{uploads} is gone, and the 1 indexed from it were kept: "
        "make the folder again, and assistant ingest --prune removes them"
    }


def test_figures_that_other_rules_read_are_bad_until_ingested(installed: Path, encoder: Encoder) -> None:
    index = reopened(installed, encoder)
    index.catalog.set_fact("figures_read", "0")
    index.close()
    assert bad() == {"figures": "figures were read by the rules of another version: run assistant ingest"}
    index = reopened(installed, encoder)
    ingest(index, [installed / "corpus"])
    index.close()
    assert bad() == {}


def test_transcripts_without_a_year_are_told_with_what_states_one_and_are_no_fault(
    installed: Path, encoder: Encoder
) -> None:
    (told,) = [check for check in examine() if check.name == "dates"]
    assert told.ok
    assert "no year is known of 2 of 2 transcripts, a.txt among them" in told.detail
    assert "state it in a file NAME.meta.yaml (date: 2023-12-18) and run assistant ingest" in told.detail
    for name in ("a", "b"):
        (installed / "corpus" / f"{name}.meta.yaml").write_text("date: 2021-05-12")
    index = reopened(installed, encoder)
    ingest(index, [installed / "corpus"])
    index.close()
    assert Check("dates", True, "every transcript has a date with a year") in examine()


def test_a_folder_of_data_that_cannot_be_written_to_is_bad(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (installed / "file").write_text("")
    for place, why in (("file", "Not a directory"), ("file/data", "Not a directory"), ("/proc/data", "")):
        monkeypatch.setenv("ASSISTANT_DATA", place)
        assert bad()["data"].startswith(f"ASSISTANT_DATA={place} cannot be written to: {why}")
    monkeypatch.setenv("ASSISTANT_DATA", "not/yet")
    assert Check("data", True, "not/yet, not made yet") in examine()
    assert not (installed / "not").exists()


def test_prompts_that_cannot_be_used_are_bad(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PROMPTS", "nowhere")
    assert bad() == {"prompts": "ASSISTANT_PROMPTS=nowhere is no folder"}
    write_corpus(installed / "nowhere", {"rewrite.txt": "{question}"})
    assert "must hold the placeholders ['history', 'question']" in bad()["prompts"]
    (installed / "nowhere" / "rewrite.txt").unlink()
    assert Check("prompts", True, "those in nowhere, else the bundled ones") in examine()


def test_a_missing_corpus_is_bad(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS", "nowhere")
    assert "no folder of transcripts at nowhere" in bad()["corpus"]


def test_offsets_that_do_not_fit_are_bad(installed: Path, encoder: Encoder) -> None:
    index = reopened(installed, encoder)
    short = plain_transcript("a.txt", "Talk", "The ferry sails.")
    index.add([short])
    index.catalog._db.execute("UPDATE transcripts SET text = 'The' WHERE source = 'a.txt'")
    index.close()
    assert bad()["offsets"].startswith("a.txt has offsets that do not fit its text")


def test_a_check_is_json(installed: Path) -> None:
    assert Check("index", True, "fine").as_dict() == {"check": "index", "ok": True, "detail": "fine"}


def chat_model_check() -> Check:
    return next(check for check in examine() if check.name == "chat model")


def test_without_a_chat_model_a_running_ollama_is_told_of_and_not_used(
    installed: Path, model_server: ModelServer
) -> None:
    check = chat_model_check()
    assert check.ok
    assert check.detail.startswith("none chosen, answers are extractive. An Ollama server runs here: ASSISTANT_MODEL=")
    assert model_server.asked == []


def test_the_chosen_chat_model_is_asked_for_a_word(
    installed: Path, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_MODEL", "openai:tiny")
    assert chat_model_check().ok
    assert "openai:tiny answered after" in chat_model_check().detail
    model_server.will(failing(401, "no"))
    assert not chat_model_check().ok
    assert (
        chat_model_check().detail == "openai:tiny: the key was refused: check OPENAI_API_KEY in the environment or .env"
    )
