import errno
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from conftest import write_corpus
from filelock import FileLock

from assistant.cli import main
from assistant.corpus import files
from assistant.errors import CorpusError, IndexStateError
from assistant.operation.doctor import examine_index
from assistant.settings import Settings
from assistant.store import replaced
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.store.naming import named_files
from assistant.store.writer_lock import LOCK_FILE

TEXTS = {"a.txt": "Ferry talk\n\nThe ferry sails.", "sub/b.md": "Apple talk\n\nThe apples ripen."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", TEXTS)


def test_a_first_ingest_adds_everything(empty_index: Index, folder: Path) -> None:
    report = ingest(empty_index, [folder])
    assert report.added == ["a.txt", "sub/b.md"]
    assert report.passages == empty_index.vector_count() == 2
    assert (report.updated, report.unchanged, report.removed, report.missing, report.skipped) == ([], [], [], [], [])
    assert empty_index.catalog.sources() == ["a.txt", "sub/b.md"]


def test_only_what_changed_is_embedded(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    write_corpus(folder, {"a.txt": "Ferry talk\n\nThe ferry sank.", "c.txt": "Tram talk\n\nThe tram stops."})
    told: list[tuple[int, int]] = []
    report = ingest(empty_index, [folder], progress=lambda done, total: told.append((done, total)))
    assert (report.added, report.updated, report.unchanged) == (["c.txt"], ["a.txt"], ["sub/b.md"])
    assert told[-1] == (2, 2)
    assert empty_index.catalog.transcript("a.txt").text.endswith("sank.")
    assert empty_index.vector_count() == 3


def test_nothing_changed_embeds_nothing(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    told: list[int] = []
    report = ingest(empty_index, [folder], progress=lambda done, total: told.append(done))
    assert report.unchanged == ["a.txt", "sub/b.md"]
    assert (report.passages, told) == (0, [])


def test_a_changed_sidecar_is_a_change(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    (folder / "a.meta.yaml").write_text("date: 2023-12-18")
    assert ingest(empty_index, [folder]).updated == ["a.txt"]
    assert str(empty_index.catalog.transcript("a.txt").date) == "2023-12-18"


def test_a_file_that_is_gone_is_reported_and_pruned_only_when_told(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    (folder / "a.txt").unlink()
    report = ingest(empty_index, [folder])
    assert (report.missing, report.removed) == (["a.txt"], [])
    assert "a.txt" in empty_index.catalog.sources()
    report = ingest(empty_index, [folder], prune=True)
    assert (report.missing, report.removed) == ([], ["a.txt"])
    assert empty_index.catalog.sources() == ["sub/b.md"]
    assert empty_index.vector_count() == 1


def test_what_is_pruned_goes_all_at_once_or_not_at_all(empty_index: Index, folder: Path) -> None:
    write_corpus(folder, {"c.txt": "Tram talk\n\nThe tram stops."})
    ingest(empty_index, [folder])
    other = sqlite3.connect(empty_index.catalog.path, isolation_level=None)
    other.execute(
        "CREATE TRIGGER fault BEFORE DELETE ON transcripts WHEN old.source = 'sub/b.md' "
        "BEGIN SELECT RAISE(ABORT, 'fault'); END"
    )
    (folder / "a.txt").unlink()
    (folder / "sub" / "b.md").unlink()
    with pytest.raises(sqlite3.IntegrityError, match="fault"):
        ingest(empty_index, [folder], prune=True)
    assert empty_index.catalog.sources() == ["a.txt", "c.txt", "sub/b.md"]
    assert empty_index.vector_count() == empty_index.catalog.passage_count() == 3
    other.execute("DROP TRIGGER fault")
    other.close()
    assert ingest(empty_index, [folder], prune=True).removed == ["a.txt", "sub/b.md"]
    assert empty_index.vector_count() == empty_index.catalog.passage_count() == 1


def test_an_unreadable_file_is_skipped_by_name_and_the_rest_is_indexed(empty_index: Index, folder: Path) -> None:
    (folder / "picture.txt").write_bytes(b"\x89PNG\0\0")
    report = ingest(empty_index, [folder])
    assert report.added == ["a.txt", "sub/b.md"]
    assert report.skipped == [("picture.txt", "picture.txt: this is a binary file, not text")]


def test_a_link_out_of_the_folder_is_told_and_what_office_writes_beside_a_document_is_not(
    empty_index: Index, folder: Path, tmp_path: Path
) -> None:
    other = write_corpus(tmp_path / "other", {"c.txt": "Tram talk\n\nThe tram stops."})
    (folder / "out").symlink_to(other)
    (folder / "c.txt").symlink_to(other / "c.txt")
    (folder / "same.txt").symlink_to("a.txt")
    (folder / "~$notes.docx").write_bytes(b"opened")
    report = ingest(empty_index, [folder])
    assert [source for source, _ in report.skipped] == ["c.txt", "out"]
    assert report.skipped[0][1].startswith("c.txt: a link that leads out of the folder is not followed; ")
    assert (report.added, report.passed_over) == (["a.txt", "sub/b.md"], [])
    only = tmp_path / "only"
    only.mkdir()
    (only / "c.txt").symlink_to(other / "c.txt")
    with pytest.raises(CorpusError, match="but links that lead out of it: ingest what they lead to"):
        ingest(empty_index, [only])


def test_a_file_that_became_unreadable_keeps_its_last_text(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    (folder / "a.txt").write_bytes(b"\0\0")
    report = ingest(empty_index, [folder], prune=True)
    assert [source for source, _ in report.skipped] == ["a.txt"]
    assert report.removed == []
    assert "a.txt" in empty_index.catalog.sources()


def test_two_files_of_one_name_do_not_overwrite_each_other(empty_index: Index, tmp_path: Path) -> None:
    one = write_corpus(tmp_path / "one", {"a.txt": "Ferry talk\n\nThe ferry sails."})
    two = write_corpus(tmp_path / "two", {"a.txt": "Apple talk\n\nThe apples ripen. They are red."})
    report = ingest(empty_index, [one, two])
    assert report.added == ["a.txt"]
    assert len(report.skipped) == 1
    assert "same name" in report.skipped[0][1]
    assert empty_index.catalog.transcript("a.txt").title == "Ferry talk"


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_file_of_another_folder_does_not_overwrite_one_of_the_same_name(
    name: str, empty_index: Index, tmp_path: Path
) -> None:
    rows = '{"source": "x", "speaker": "Ann Lee", "text": "%s"}\n{"source": "y", "speaker": "Bo Ray", "text": "%s"}\n'
    said = rows if name == "a.jsonl" else "Talk\n\n%s %s"
    source = "a.jsonl#x" if name == "a.jsonl" else "a.txt"
    one = write_corpus(tmp_path / "one", {name: said % ("The ferry sails.", "It sinks.")})
    two = write_corpus(tmp_path / "two", {name: said % ("The apples ripen.", "It sinks."), "b.txt": TEXTS["sub/b.md"]})
    ingest(empty_index, [one])
    for times in range(2):
        report = ingest(empty_index, [two], prune=True)
        assert (report.updated, report.removed, "b.txt" in report.unchanged) == ([], [], bool(times))
        reason = f"{source}: {two / name} has the same name as {one / name}; rename one of them"
        assert report.skipped == [(source, reason)]
    assert "The ferry sails." in empty_index.catalog.transcript(source).text
    (two / "b.txt").unlink()
    if name == "a.txt":
        with pytest.raises(CorpusError, match="has the same name as"):
            ingest(empty_index, [two])
    (one / name).unlink()
    assert ingest(empty_index, [two]).updated == [source]
    assert "The apples ripen." in empty_index.catalog.transcript(source).text
    assert empty_index.catalog.roots()[source] == str(two)


def test_a_copy_of_a_folder_changes_nothing_and_a_moved_folder_is_followed(
    empty_index: Index, folder: Path, tmp_path: Path
) -> None:
    ingest(empty_index, [folder])
    copied = write_corpus(tmp_path / "copied", TEXTS)
    report = ingest(empty_index, [copied])
    assert (report.unchanged, report.skipped) == (["a.txt", "sub/b.md"], [])
    assert set(empty_index.catalog.roots().values()) == {str(folder)}
    folder.rename(tmp_path / "away")
    assert ingest(empty_index, [copied]).unchanged == ["a.txt", "sub/b.md"]
    assert set(empty_index.catalog.roots().values()) == {str(copied)}
    (copied / "a.txt").unlink()
    assert ingest(empty_index, [copied], prune=True).removed == ["a.txt"]


def test_a_file_named_twice_is_read_once(empty_index: Index, folder: Path) -> None:
    report = ingest(empty_index, [folder, folder / "a.txt"])
    assert (report.added, report.skipped) == (["a.txt", "sub/b.md"], [])


def test_nothing_readable_is_an_error_that_says_why(empty_index: Index, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "picture.txt").write_bytes(b"\0")
    with pytest.raises(CorpusError, match=r"nothing readable in .*picture\.txt: this is a binary file"):
        ingest(empty_index, [tmp_path / "corpus"])


def test_a_missing_folder_changes_nothing_even_with_prune(empty_index: Index, folder: Path, tmp_path: Path) -> None:
    ingest(empty_index, [folder])
    with pytest.raises(CorpusError, match="no folder of transcripts"):
        ingest(empty_index, [tmp_path / "nowhere"], prune=True)
    assert empty_index.catalog.sources() == ["a.txt", "sub/b.md"]


@pytest.mark.parametrize("left", [{}, {"picture.txt": "\0"}, {"notes.doc": "The ferry sails."}])
def test_the_last_transcripts_of_a_folder_can_be_pruned(
    left: dict[str, str], empty_index: Index, folder: Path, tmp_path: Path
) -> None:
    other = write_corpus(tmp_path / "other", {"c.txt": "Tram talk\n\nThe tram stops."})
    ingest(empty_index, [folder])
    ingest(empty_index, [other])
    write_corpus(folder, left)
    for source in TEXTS:
        (folder / source).unlink()
    with pytest.raises(CorpusError, match=r"no transcripts in|nothing readable in"):
        ingest(empty_index, [folder])
    report = ingest(empty_index, [folder], prune=True)
    assert report.removed == ["a.txt", "sub/b.md"]
    assert [source for source, _ in report.skipped] == [name for name in left if name == "picture.txt"]
    assert empty_index.catalog.sources() == ["c.txt"]
    assert empty_index.vector_count() == 1
    with pytest.raises(CorpusError, match=r"no transcripts in|nothing readable in"):
        ingest(empty_index, [folder], prune=True)
    (other / "c.txt").unlink()
    assert ingest(empty_index, [other], prune=True).removed == ["c.txt"]
    assert empty_index.vector_count() == 0
    write_corpus(folder, TEXTS)
    assert ingest(empty_index, [folder]).added == ["a.txt", "sub/b.md"]


def test_a_file_alone_that_became_unreadable_is_an_error_and_not_pruned(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder / "a.txt"])
    (folder / "a.txt").write_bytes(b"\0\0")
    with pytest.raises(CorpusError, match="nothing readable in"):
        ingest(empty_index, [folder / "a.txt"], prune=True)
    assert empty_index.catalog.sources() == ["a.txt"]


def test_leftover_vectors_are_cleared(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    empty_index.catalog.remove("a.txt")  # as when a process died between the two stores
    (folder / "a.txt").unlink()
    assert empty_index.vector_count() == 2
    ingest(empty_index, [folder])
    assert empty_index.vector_count() == empty_index.catalog.passage_count() == 1


def test_a_second_writer_is_turned_away(empty_index: Index, folder: Path) -> None:
    with FileLock(empty_index.folder / LOCK_FILE), pytest.raises(IndexStateError, match="another process is writing"):
        ingest(empty_index, [folder])
    assert ingest(empty_index, [folder]).added == ["a.txt", "sub/b.md"]


def test_a_failed_ingest_releases_the_lock(empty_index: Index, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        ingest(empty_index, [tmp_path / "nowhere"])
    assert ingest(empty_index, [folder]).added


def test_sources_are_paths_inside_the_folder(folder: Path) -> None:
    assert [source for source, _, _ in named_files([folder])] == ["a.txt", "sub/b.md"]
    assert [source for source, _, _ in named_files([folder / "sub" / "b.md"])] == ["b.md"]


def test_a_part_of_the_corpus_keeps_the_names_it_has_there(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder], corpus=folder)
    report = ingest(empty_index, [folder / "sub" / "b.md"], corpus=folder, prune=True)
    assert (report.unchanged, report.removed) == (["sub/b.md"], [])
    assert ingest(empty_index, [folder / "sub"], corpus=folder, prune=True).removed == []
    assert empty_index.catalog.sources() == ["a.txt", "sub/b.md"]


def test_a_part_of_an_indexed_folder_keeps_the_names_it_has_there(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    for part in (folder / "sub", folder / "sub" / "b.md", folder / "a.txt"):
        report = ingest(empty_index, [part], prune=True)
        assert (report.added, report.updated, report.removed, report.missing) == ([], [], [], [])
    write_corpus(folder, {"sub/c.txt": "Tram talk\n\nThe tram stops."})
    assert ingest(empty_index, [folder / "sub"]).added == ["sub/c.txt"]
    (folder / "sub" / "b.md").unlink()
    assert ingest(empty_index, [folder / "sub"], prune=True).removed == ["sub/b.md"]
    assert empty_index.catalog.sources() == ["a.txt", "sub/c.txt"]


def test_a_folder_around_an_indexed_one_takes_its_transcripts_along(empty_index: Index, folder: Path) -> None:
    write_corpus(
        folder, {"sub/in/c.jsonl": '{"id": 1, "title": "Tram", "text": "It stops."}', "sub/in/d.txt": "It is."}
    )
    ingest(empty_index, [folder / "sub" / "in"])
    ingest(empty_index, [folder / "sub" / "b.md"])
    (folder / "sub" / "in" / "d.txt").write_bytes(b"\0")
    report = ingest(empty_index, [folder], prune=True)
    assert report.renamed == [("b.md", "sub/b.md"), ("c.jsonl#1", "sub/in/c.jsonl#1")]
    assert (report.added, report.removed, report.embedded) == (["a.txt"], [], 1)
    assert empty_index.catalog.sources() == ["a.txt", "d.txt", "sub/b.md", "sub/in/c.jsonl#1"]
    assert ingest(empty_index, [folder / "sub" / "b.md"]).unchanged == ["sub/b.md"]


def test_prune_leaves_what_came_from_another_folder(empty_index: Index, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.txt").write_text("Minutes\n\nThe clerk counted the votes.\n", encoding="utf-8")
    ingest(empty_index, [folder])
    assert ingest(empty_index, [other], prune=True).removed == []
    assert empty_index.catalog.sources() == ["a.txt", "c.txt", "sub/b.md"]


@pytest.fixture
def many(empty_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An indexed corpus of a folder with six talks and one beside it."""
    for name, place in (("CORPUS", "all talks"), ("VECTORSTORE", empty_index.folder.name), ("DATA", "data")):
        monkeypatch.setenv(f"ASSISTANT_{name}", str(tmp_path / place))
    monkeypatch.setattr(replaced, "FEW", 5)
    texts = {f"year/{n}.txt": f"Talk {n}\n\nTram {n} stops at pier {n}." for n in range(6)} | {"a.txt": TEXTS["a.txt"]}
    folder = write_corpus(tmp_path / "all talks", texts)
    ingest(empty_index, [folder], corpus=folder)
    return folder


def put_away(folder: Path) -> None:
    """Leave in the place of a folder another, as where a disk is not mounted, with a stray text in it."""
    folder.rename(folder.with_name(f"{folder.name} elsewhere"))
    write_corpus(folder, {"stray.txt": "Stray talk\n\nNobody mounted the disk."})


def bad_in_the_doctor() -> str:
    (freshness,) = [check for check in examine_index(Settings()) if check.name == "freshness"]
    assert not freshness.ok
    return freshness.detail


@pytest.mark.parametrize("place", ["", "year"])
def test_most_of_a_folder_that_is_another_now_is_pruned_only_by_its_word(
    place: str, many: Path, empty_index: Index, capsys: pytest.CaptureFixture[str]
) -> None:
    before = empty_index.catalog.sources()
    put_away(folder := many / place)
    shutil.move(many / "year elsewhere", many.parent) if place else None
    held = sum(source.startswith(place) for source in before)
    for stray in range(2):
        assert main(["ingest", "--prune"]) == 1
        assert capsys.readouterr().err.splitlines()[-2] == (
            f"{folder} may be another folder than the one that {held + stray} transcripts were indexed from, and "
            f"{held} of them are gone: is its disk mounted? If they are gone for good, "
            f"assistant ingest --prune-all '{folder}' removes them"
        )
        assert set(before) < set(empty_index.catalog.sources())
    assert "is its disk mounted?" in bad_in_the_doctor()
    assert main(["ingest", "--prune-all", str(folder)]) == 0
    assert not set(before) & set(empty_index.catalog.sources()) - {"a.txt"}
    assert main(["ingest", "--prune"]) == 0


def test_most_of_a_folder_is_pruned_where_its_files_were_deleted(many: Path, empty_index: Index) -> None:
    shutil.rmtree(many / "year")
    assert len(ingest(empty_index, [many], corpus=many, prune=True).removed) == 6
    assert empty_index.catalog.sources() == ["a.txt"]


def test_less_than_most_of_a_folder_that_is_another_now_is_pruned(many: Path, empty_index: Index) -> None:
    shutil.copytree(many, many.with_name("new"))
    shutil.rmtree(many)
    many.with_name("new").rename(many)
    for n in range(3):
        (many / "year" / f"{n}.txt").unlink()
    report = ingest(empty_index, [many], corpus=many, prune=True)
    assert (len(report.removed), report.kept, report.notes) == (3, [], [])


@pytest.mark.parametrize("few", [6, 5])
@pytest.mark.parametrize("known", [True, False])
def test_few_are_pruned_from_a_folder_that_may_be_another(
    few: int, known: bool, many: Path, empty_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaced, "FEW", few)
    if known:
        put_away(many / "year")
        shutil.move(many / "year elsewhere", many.parent)
    else:
        empty_index.catalog.set_fact("folders", "{}")
        shutil.rmtree(many / "year")
    report = ingest(empty_index, [many], corpus=many, prune=True)
    assert (len(report.removed), len(report.kept)) == ((6, 0) if few == 6 else (0, 6))


def test_a_folder_that_goes_while_its_files_are_embedded_is_not_taken_for_the_known_one(
    many: Path, empty_index: Index
) -> None:
    before = set(empty_index.catalog.sources())
    write_corpus(many, {"new.txt": "New talk\n\nA new thing is said here."})

    def unmount(done: int, total: int) -> None:
        if not many.with_name("all talks elsewhere").exists():
            put_away(many)

    assert ingest(empty_index, [many], corpus=many, prune=True, progress=unmount).added == ["new.txt"]
    assert len(ingest(empty_index, [many], corpus=many, prune=True).kept) == 8
    assert before < set(empty_index.catalog.sources())


def test_a_folder_that_goes_while_it_is_walked_is_neither_the_known_one_nor_kept_in_mind(
    many: Path, empty_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = empty_index.catalog.fact("folders")
    look = files._why_unread

    def unmount(path: Path, home: Path) -> str:
        if not many.with_name("all talks elsewhere").exists():
            put_away(many)
        return look(path, home)

    monkeypatch.setattr(files, "_why_unread", unmount)
    assert len(ingest(empty_index, [many], corpus=many, prune=True).kept) == 7
    assert empty_index.catalog.fact("folders") == known


def test_a_folder_that_could_not_be_listed_is_not_known_once_it_can(
    many: Path, empty_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    (many / "year").rename(many.with_name("year elsewhere"))
    (many / "year").mkdir()
    look = os.scandir

    def scandir(path: Path) -> Any:
        if path == many / "year":
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return look(path)

    with monkeypatch.context() as closed:
        closed.setattr(os, "scandir", scandir)
        assert ingest(empty_index, [many], corpus=many, prune=True).removed == []
    report = ingest(empty_index, [many], corpus=many, prune=True)
    assert (report.removed, len(report.kept)) == ([], 6)


def test_uploads_that_lie_in_the_corpus_are_not_taken_for_found_when_the_corpus_is_read(
    many: Path, empty_index: Index
) -> None:
    uploads = write_corpus(many / "data" / "uploads", {f"{n}.txt": f"Bus {n}\n\nBus {n} stops." for n in range(6)})
    ingest(empty_index, [uploads], corpus=many / "data")
    put_away(uploads)
    shutil.move(many / "data" / "uploads elsewhere", many.parent)
    ingest(empty_index, [many], corpus=many, prune=True)
    report = ingest(empty_index, [uploads], corpus=many / "data", prune=True)
    assert (report.removed, len(report.kept)) == ([], 6)


def test_what_lies_nowhere_printable_is_told_in_one_line() -> None:
    told = str(replaced.Doubt(Path("/my talks\n"), ("a.txt",), 1))
    assert "assistant ingest --prune-all '/my talks\\n' removes them" in told
    assert "\n" not in told
