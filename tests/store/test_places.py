"""What lies behind a link, in a hidden folder or on a disk that is away is not pruned because a walk passed it by."""

import json
import os
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest
from conftest import write_corpus

from assistant.cli import main
from assistant.corpus.files import INTO_HIDDEN, NOWHERE, OUTSIDE
from assistant.operation.doctor import examine_index
from assistant.settings import Settings
from assistant.store import replaced
from assistant.store.index import Index
from assistant.store.ingest import Report, ingest
from assistant.store.places import known_folders, named_places

YEAR = [f"year/{n}.txt" for n in range(3)]


@pytest.fixture
def corpus(empty_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An indexed corpus of a folder with three talks and one beside it."""
    for name, place in (("CORPUS", "corpus"), ("VECTORSTORE", empty_index.folder.name), ("DATA", "data")):
        monkeypatch.setenv(f"ASSISTANT_{name}", str(tmp_path / place))
    folder = write_corpus(tmp_path / "corpus", talks(*YEAR, "a.txt"))
    ingest(empty_index, [folder], corpus=folder)
    return folder


def talks(*names: str) -> dict[str, str]:
    return {name: f"Talk {name}\n\nTram {name} stops at the pier." for name in names}


def pruned(index: Index, folder: Path, *, sure: bool = False) -> Report:
    return ingest(index, [folder], corpus=folder, prune=True, sure=sure)


@pytest.mark.parametrize("away", [False, True])
def test_a_folder_that_became_a_link_out_of_the_corpus_keeps_its_transcripts_until_confirmed(
    away: bool, corpus: Path, empty_index: Index, capsys: pytest.CaptureFixture[str]
) -> None:
    link, disk = corpus / "year", corpus.with_name("disk")
    link.rename(disk)
    link.symlink_to(disk)
    if away:
        disk.rename(corpus.with_name("elsewhere"))
    kept = (
        f"{link} is a link that is not followed, and what was indexed from there is kept (3): if it is gone for good, "
        f"assistant ingest --prune-all {corpus} removes it"
    )
    assert main(["ingest", "--prune"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"skipped year: {NOWHERE if away else OUTSIDE}", kept, "0 added, 0 updated, 1 unchanged, 0 removed, 1 skipped"
    ]  # fmt: skip
    assert empty_index.catalog.sources() == ["a.txt", *YEAR]
    (freshness,) = [check for check in examine_index(Settings()) if check.name == "freshness"]
    assert (freshness.ok, freshness.detail) == (False, kept)
    assert main(["ingest", "--prune-all"]) == 0
    assert empty_index.catalog.sources() == ["a.txt"]


def test_a_folder_and_the_link_in_its_place_that_was_deleted_are_pruned(corpus: Path, empty_index: Index) -> None:
    shutil.rmtree(corpus / "year")
    (corpus / "year").symlink_to(corpus.with_name("disk"))
    assert len(pruned(empty_index, corpus).kept) == 3
    (corpus / "year").unlink()
    assert pruned(empty_index, corpus).removed == YEAR


def test_files_and_tables_that_became_links_keep_their_transcripts_in_one_note(
    corpus: Path, empty_index: Index
) -> None:
    write_corpus(corpus, {"t.jsonl": "".join(f'{{"id": {n}, "title": "{n}", "text": "It sails."}}\n' for n in (1, 2))})
    pruned(empty_index, corpus)
    for name in ("t.jsonl", "year/0.txt", "year/1.txt"):
        (corpus / name).unlink()
        (corpus / name).symlink_to(corpus.with_name("disk") / name)
    report = pruned(empty_index, corpus)
    assert (sorted(report.kept), report.removed) == (["t.jsonl#1", "t.jsonl#2", *YEAR[:2]], [])
    assert [note.partition(", and")[0] for note in sorted(report.notes)] == [
        f"{corpus / 't.jsonl'} is a link that is not followed",
        f"{corpus / 'year/0.txt'} is a link that is not followed (one of 2)",
    ]
    assert len(pruned(empty_index, corpus, sure=True).removed) == 4


def test_what_moved_within_the_corpus_and_left_a_link_is_found_there(corpus: Path, empty_index: Index) -> None:
    (corpus / "all").mkdir()
    (corpus / "year").rename(corpus / "all" / "year")
    (corpus / "year").symlink_to("all/year")
    (corpus / "all/year/2.txt").unlink()
    report = pruned(empty_index, corpus)
    assert (report.renamed, report.skipped) == ([(name, f"all/{name}") for name in YEAR[:2]], [])
    assert (report.removed, report.kept) == (YEAR[2:], [])


def test_a_link_to_a_hidden_folder_is_told_and_what_stood_there_is_kept(corpus: Path, empty_index: Index) -> None:
    (corpus / "year").rename(corpus / ".year")
    (corpus / "year").symlink_to(".year")
    report = pruned(empty_index, corpus)
    assert (report.kept, report.skipped) == (YEAR, [("year", f"year: {INTO_HIDDEN}")])


def test_what_links_led_to_in_a_hidden_folder_is_kept_while_it_is_away(corpus: Path, empty_index: Index) -> None:
    hidden = write_corpus(corpus / ".store", talks("b.txt", "c.txt"))
    for name in ("b.txt", "c.txt"):
        (corpus / "year" / name).symlink_to(f"../.store/{name}")
    assert pruned(empty_index, corpus).added == [".store/b.txt", ".store/c.txt"]
    hidden.rename(corpus.with_name("disk"))
    (corpus / "year" / "c.txt").unlink()
    report = pruned(empty_index, corpus)
    assert (report.kept, report.removed) == ([".store/b.txt"], [".store/c.txt"])
    assert f"assistant ingest --prune-all {corpus} removes it" in report.notes[0]
    corpus.with_name("disk").rename(hidden)
    assert ".store/b.txt" in pruned(empty_index, corpus).unchanged


def test_a_link_that_leads_nowhere_keeps_no_file_that_was_deleted(corpus: Path, empty_index: Index) -> None:
    (corpus / "b.txt").symlink_to("year/0.txt")
    (corpus / "year" / "0.txt").unlink()
    report = pruned(empty_index, corpus)
    assert (report.removed, report.kept, report.skipped) == (YEAR[:1], [], [("b.txt", f"b.txt: {NOWHERE}")])


def test_what_was_read_from_a_hidden_place_by_its_name_is_not_taken_for_gone(corpus: Path, empty_index: Index) -> None:
    write_corpus(corpus, talks(".talks/in/b.txt", ".talks/c.txt", ".d.txt"))
    for name in (".talks", ".d.txt"):
        ingest(empty_index, [corpus / name], corpus=corpus)
    hidden = [".d.txt", ".talks/c.txt", ".talks/in/b.txt"]
    assert ingest(empty_index, [corpus], corpus=corpus).missing == []
    assert pruned(empty_index, corpus).removed == []
    (corpus / ".talks/in/b.txt").unlink()
    assert ingest(empty_index, [corpus / ".talks"], corpus=corpus, prune=True).removed == hidden[2:]
    shutil.rmtree(corpus / ".talks")
    (corpus / ".d.txt").unlink()
    assert pruned(empty_index, corpus).removed == hidden[:2]
    assert empty_index.catalog.sources() == ["a.txt", *YEAR]


def test_what_was_deleted_from_a_hidden_folder_is_gone(corpus: Path, empty_index: Index) -> None:
    hidden = [".talks/b.txt", ".talks/in/c.txt", ".talks/in/d.txt"]
    write_corpus(corpus, talks(*hidden))
    ingest(empty_index, [corpus / ".talks"], corpus=corpus)
    (corpus / hidden[1]).unlink()
    assert ingest(empty_index, [corpus], corpus=corpus).missing == hidden[1:2]
    assert pruned(empty_index, corpus).removed == hidden[1:2]
    shutil.rmtree(corpus / ".talks/in")
    assert pruned(empty_index, corpus).removed == hidden[2:]
    assert pruned(empty_index, corpus).removed == []
    assert hidden[0] in empty_index.catalog.sources()


def test_what_a_hidden_folder_lacks_is_not_gone_where_it_is_another_or_cannot_be_looked_into(
    corpus: Path, empty_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_corpus(corpus, talks(".talks/b.txt", ".disk/c.txt"))
    for name in (".talks", ".disk"):
        ingest(empty_index, [corpus / name], corpus=corpus)
    (corpus / ".disk").rename(corpus.with_name("away"))
    shutil.copytree(corpus / "year", corpus / ".disk")  # as what lies below a mount point
    looked = Path.lstat

    def lstat(path: Path) -> os.stat_result:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return looked(path)

    (corpus / ".talks/b.txt").unlink()
    with monkeypatch.context() as closed:
        closed.setattr(Path, "lstat", lstat)
        assert pruned(empty_index, corpus).removed == []
    assert pruned(empty_index, corpus).removed == [".talks/b.txt"]
    assert ".disk/c.txt" in empty_index.catalog.sources()


@pytest.mark.parametrize(
    "name", [".t.csv", ".z.zip", ".talks/a.txt", ".talks/t.csv", "examples.txt", "year/examples.txt"]
)
def test_a_file_that_was_named_is_not_gone_while_it_is_there(name: str, corpus: Path, empty_index: Index) -> None:
    file = corpus / name
    if file.suffix == ".zip":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("in/b.txt", talks("b")["b"])
    elif file.suffix == ".csv":
        write_corpus(corpus, {name: "title,text\nPier,The pier is open.\nBarn,The barn is shut.\n"})
    else:
        write_corpus(corpus, talks(name))
    added = ingest(empty_index, [file], corpus=corpus).added
    assert added
    for _ in range(2):
        assert pruned(empty_index, corpus).removed == []
    file.unlink()
    assert pruned(empty_index, corpus).removed == added
    assert empty_index.catalog.sources() == ["a.txt", *YEAR]


def test_a_row_that_is_gone_from_a_hidden_table_that_is_read_is_pruned(corpus: Path, empty_index: Index) -> None:
    table = write_corpus(corpus, {".t.csv": "title,text\nPier,The pier is open.\nBarn,The barn is shut.\n"}) / ".t.csv"
    first, second = ingest(empty_index, [table], corpus=corpus).added
    table.write_text("title,text\nPier,The pier is open.\n")
    report = ingest(empty_index, [corpus, table], corpus=corpus, prune=True)
    assert (report.removed, first in report.unchanged) == ([second], True)


def test_a_hidden_folder_that_was_made_anew_less_one_file_keeps_the_others(corpus: Path, empty_index: Index) -> None:
    hidden = talks(".talks/b.txt", ".talks/c.txt", ".talks/d.txt")
    write_corpus(corpus, hidden)
    ingest(empty_index, [corpus / ".talks"], corpus=corpus)
    (corpus / ".talks").rename(corpus.with_name("before"))
    hidden.pop(".talks/d.txt")
    write_corpus(corpus, hidden)
    ingest(empty_index, [corpus / ".talks"], corpus=corpus)
    assert pruned(empty_index, corpus).removed == []
    assert ingest(empty_index, [corpus / ".talks"], corpus=corpus, prune=True).removed == [".talks/d.txt"]
    assert pruned(empty_index, corpus).removed == []


def test_of_an_index_that_kept_no_names_the_folders_that_it_knows_are_taken_for_named(
    corpus: Path, empty_index: Index
) -> None:
    write_corpus(corpus, talks(".talks/b.txt"))
    ingest(empty_index, [corpus / ".talks"], corpus=corpus)
    with sqlite3.connect(empty_index.catalog.path) as db:
        assert db.execute("DELETE FROM facts WHERE name = 'named'").rowcount == 1
    db.close()
    assert pruned(empty_index, corpus).removed == []
    assert str(corpus / ".talks") in named_places(empty_index.catalog)


def test_a_name_is_kept_for_as_long_as_something_is_indexed_from_there(corpus: Path, empty_index: Index) -> None:
    write_corpus(corpus, talks(".d.txt"))
    ingest(empty_index, [corpus / ".d.txt"], corpus=corpus)
    assert named_places(empty_index.catalog) == {str(corpus), str(corpus / ".d.txt")}
    (corpus / ".d.txt").unlink()
    pruned(empty_index, corpus)
    assert named_places(empty_index.catalog) == {str(corpus)}


def test_a_named_file_in_whose_place_a_link_stands_is_asked_about(corpus: Path, empty_index: Index) -> None:
    ingest(empty_index, [corpus / "year/0.txt"], corpus=corpus)
    (corpus / "year/0.txt").unlink()
    (corpus / "year/0.txt").symlink_to(corpus.with_name("disk"))
    assert pruned(empty_index, corpus).kept == YEAR[:1]


def test_a_hidden_folder_that_is_away_is_not_taken_for_gone(corpus: Path, empty_index: Index) -> None:
    write_corpus(corpus, talks(".talks/b.txt"))
    ingest(empty_index, [corpus / ".talks"], corpus=corpus)
    (corpus / ".talks").rename(corpus.with_name("disk"))
    (corpus / ".talks").symlink_to(corpus.with_name("elsewhere"))
    report = pruned(empty_index, corpus)
    assert (report.removed, report.kept) == ([], [])


@pytest.mark.parametrize("few", [2, 3])
def test_a_disk_that_is_gone_with_the_folder_that_it_was_mounted_on_is_asked_about(
    few: int, corpus: Path, empty_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaced, "FEW", few)
    known = known_folders(empty_index.catalog)
    known[str(corpus / "year")] = "another file system/2"
    empty_index.catalog.set_fact("folders", json.dumps(known))
    shutil.rmtree(corpus / "year")
    report = pruned(empty_index, corpus)
    if few == 3:
        assert (report.removed, report.notes) == (YEAR, [])
        return
    assert (report.removed, report.kept) == ([], YEAR)
    assert report.notes == [
        f"{corpus / 'year'}, a disk of its own, is not mounted, and what was indexed from there is kept (3): if it is "
        f"gone for good, assistant ingest --prune-all {corpus} removes it"
    ]
    assert pruned(empty_index, corpus, sure=True).removed == YEAR


def test_a_mount_point_that_was_known_before_the_disk_was_is_not_taken_for_the_disk(
    corpus: Path, empty_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaced, "FEW", 2)
    point, disk = corpus.with_name("point"), corpus.with_name("disk")
    write_corpus(corpus / "disk", talks("stray.txt"))
    ingest(empty_index, [corpus], corpus=corpus)
    (corpus / "disk").rename(point)
    write_corpus(disk, talks("1.txt", "2.txt", "3.txt")).rename(corpus / "disk")
    assert len(ingest(empty_index, [corpus], corpus=corpus).added) == 3
    (corpus / "disk").rename(disk)
    point.rename(corpus / "disk")
    report = pruned(empty_index, corpus)
    assert (report.removed, report.kept) == ([], ["disk/1.txt", "disk/2.txt", "disk/3.txt"])


def test_a_file_that_is_named_by_a_link_is_read_where_it_lies(corpus: Path, empty_index: Index) -> None:
    other = write_corpus(corpus.with_name("other"), talks("b.txt"))
    (corpus / "link.txt").symlink_to(other / "b.txt")
    assert ingest(empty_index, [corpus / "link.txt"], corpus=corpus).added == ["b.txt"]
    assert empty_index.catalog.roots()["b.txt"] == str(other.resolve())
    assert pruned(empty_index, corpus).removed == []
