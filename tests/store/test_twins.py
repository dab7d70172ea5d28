from pathlib import Path

import pytest
from conftest import write_corpus

from assistant.cli import main
from assistant.store.index import Index
from assistant.store.ingest import ingest

FERRY = "Ferry talk\n\nThe ferry sails at nine."


def test_a_copy_and_an_export_are_told_beside_the_file_they_say_the_same_as(empty_index: Index, tmp_path: Path) -> None:
    folder = write_corpus(
        tmp_path / "corpus", {"a.txt": FERRY, "old/a (1).txt": FERRY, "other.txt": FERRY.replace("nine", "five")}
    )
    assert ingest(empty_index, [folder]).twins == [("a.txt", "old/a (1).txt")]
    assert ingest(empty_index, [folder]).twins == []  # told once, not with every ingest
    write_corpus(folder, {"b.md": FERRY})
    assert ingest(empty_index, [folder]).twins == [("a.txt", "b.md", "old/a (1).txt")]


def test_rows_of_one_table_that_say_the_same_are_no_twins(empty_index: Index, tmp_path: Path) -> None:
    rows = "title,text\nFerry,The ferry sails at nine.\nFerry,The ferry sails at nine.\n"
    folder = write_corpus(tmp_path / "corpus", {"table.csv": rows})
    report = ingest(empty_index, [folder])
    assert (len(report.added), report.twins) == (2, [])


def test_the_terminal_names_them_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS", str(write_corpus(tmp_path / "corpus", {"a.txt": FERRY, "b.txt": FERRY})))
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(tmp_path / "store"))
    assert main(["ingest"]) == 0
    assert "a.txt and b.txt say the same and count each: delete all but one" in capsys.readouterr().err.splitlines()
