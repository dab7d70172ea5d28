"""Uploads without a browser: what is taken, what is refused and why, and that nothing leaves its folder."""

import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from assistant.assistant import Assistant
from assistant.cli import main
from assistant.errors import CorpusError, TranscriptError
from assistant.operation.doctor import examine_index
from assistant.settings import Settings
from assistant.store import uploads
from assistant.store.index import CATALOG_FILE, Index
from assistant.store.ingest import Report, ingest
from assistant.store.repair import repair
from assistant.store.sources import open_catalog
from assistant.store.uploads import (
    Outcome,
    Received,
    discard,
    file_of,
    has_uploads,
    is_upload,
    receive,
    reindex,
    safe_name,
    update_uploads,
)
from assistant.web.advice import plainly
from assistant.web.views.sources import report_told

MEETING = "Meeting at the mill\n\n4 May 2020\n\nMiller Jon Aske bought eleven sacks of rye. They were dry."
LATER = MEETING.replace("eleven", "twelve")
CORPUS = "Talk of trams\n\nThe tram stops at the pier on 3 June. It carries no ferry."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "trams.txt").write_text(CORPUS, encoding="utf-8")
    return Settings(corpus=corpus, data=tmp_path / "data", vectorstore=tmp_path / "vectorstore")


def handed_in(folder: Path, name: str, text: str | bytes = MEETING) -> Path:
    """A file as Gradio leaves it: in a folder of its own, under the visitor's name."""
    path = folder / f"cache{len(list(folder.glob('cache*')))}" / name
    path.parent.mkdir()
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("talk.txt", "talk.txt"),
        ("../../etc/talk.txt", "talk.txt"),
        ("..\\..\\talk.TXT", "talk.txt"),
        ("/abs/.hidden.md", "hidden.md"),
        ("Café meeting, 3 (final).txt", "Café meeting, 3 (final).txt"),
        ("a\x00b\n<c>:d.txt", "a_b__c__d.txt"),
        ("a" * 300 + ".txt", "a" * 116 + ".txt"),
    ],
)
def test_a_name_becomes_one_harmless_component(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@pytest.mark.parametrize(
    "name", ["..", "", ".txt", "../", "....txt", "run.exe", "noending", "a.meta.yaml", "examples.txt"]
)
def test_a_name_that_is_none_or_of_another_type_is_refused(name: str) -> None:
    with pytest.raises(TranscriptError):
        safe_name(name)


def test_a_file_is_kept_indexed_and_answered_from_at_once(
    empty_index: Index, settings: Settings, tmp_path: Path
) -> None:
    assistant = Assistant(empty_index, settings)
    steps: list[tuple[int, int]] = []
    one = handed_in(tmp_path, "mill.txt")
    told = receive(empty_index, settings, [one], lambda done, total: steps.append((done, total)))
    assert told == [Received("mill.txt", Outcome.ADDED, "uploads/mill.txt", ("uploads/mill.txt",))]
    assert (settings.data / "uploads" / "mill.txt").read_text() == MEETING
    assert steps[-1] == (1, 1)
    assert assistant.ask("How many sacks of rye did Jon Aske buy?").citations[0].source == "uploads/mill.txt"
    assert is_upload("uploads/mill.txt", empty_index.catalog.roots()["uploads/mill.txt"], settings)
    told = receive(empty_index, settings, [handed_in(tmp_path, "mill.txt", LATER)])
    assert [one.outcome for one in told] == [Outcome.UPDATED]
    assert "twelve sacks" in assistant.ask("How many sacks of rye did Jon Aske buy?").text
    assert [one.outcome for one in receive(empty_index, settings, [handed_in(tmp_path, "mill.txt", LATER)])] == [
        Outcome.UNCHANGED
    ]


def test_what_is_refused_says_why_and_replaces_nothing(empty_index: Index, settings: Settings, tmp_path: Path) -> None:
    receive(empty_index, settings, [handed_in(tmp_path, "mill.txt")])
    files = [
        handed_in(tmp_path, "mill.txt", ""),
        handed_in(tmp_path, "again.txt"),
        handed_in(tmp_path, "data.txt", b"\0\1\2"),
        handed_in(tmp_path, "run.exe"),
        handed_in(tmp_path, "big.txt", b"a" * (uploads.MAX_FILE_BYTES + 1)),
        handed_in(tmp_path, "new.txt", LATER),
        handed_in(tmp_path, "new.txt", LATER + " More."),
    ]
    told = receive(empty_index, settings, files)
    reasons = [one.reason for one in told]
    assert [one.outcome for one in told] == [Outcome.REFUSED] * 5 + [Outcome.ADDED, Outcome.REFUSED]
    assert "the file is empty" in reasons[0]
    assert "there already, as uploads/mill.txt" in reasons[1]
    assert "binary file" in reasons[2]
    assert ".exe is not read" in reasons[3]
    assert "larger than 16 MB" in reasons[4]
    assert "another file of this name" in reasons[6]
    assert sorted(path.name for path in (settings.data / "uploads").glob("*.*")) == [".incoming", "mill.txt", "new.txt"]
    assert list((settings.data / "uploads" / ".incoming").iterdir()) == []
    assert (settings.data / "uploads" / "mill.txt").read_text() == MEETING


def test_two_visitors_hand_in_files_of_one_name_at_once(empty_index: Index, settings: Settings, tmp_path: Path) -> None:
    texts = [f"Meeting at the mill\n\nTurn {n}. " + f"Miller {n} bought rye. " * 20_000 for n in range(6)]
    files = [handed_in(tmp_path, "mill.txt", text) for text in texts]
    begun, kept = threading.Barrier(len(files)), list[object]()

    def keep(file: Path) -> None:
        begun.wait()
        try:
            kept.append(uploads._keep(empty_index, settings, file, {}).outcome)
        except OSError as error:
            kept.append(error)

    threads = [threading.Thread(target=keep, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept == [Outcome.KEPT] * len(files)
    assert (settings.data / "uploads" / "mill.txt").read_text() in texts
    assert list((settings.data / "uploads" / ".incoming").iterdir()) == []


def test_what_a_killed_process_left_is_deleted_with_the_next_upload(
    empty_index: Index, settings: Settings, tmp_path: Path
) -> None:
    incoming = settings.data / "uploads" / ".incoming"
    for name in ("mill.txt", "old/mill.txt", "new/mill.txt"):
        (incoming / name).parent.mkdir(parents=True, exist_ok=True)
        (incoming / name).write_text(LATER)
    for name in ("mill.txt", "old"):
        os.utime(incoming / name, (1, 1))
    receive(empty_index, settings, [handed_in(tmp_path, "mill.txt")])
    assert [path.name for path in incoming.iterdir()] == ["new"]


def test_no_more_files_than_the_limit_are_taken_at_once(
    empty_index: Index, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_FILES", 1)
    files = [handed_in(tmp_path, "a.txt"), handed_in(tmp_path, "b.txt", LATER)]
    told = receive(empty_index, settings, files)
    assert [one.outcome for one in told] == [Outcome.ADDED, Outcome.REFUSED]
    assert "only 1 files are taken at once" in told[1].reason


def test_the_folder_does_not_grow_beyond_its_limit(
    empty_index: Index, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_KEPT_FILES", 1)
    receive(empty_index, settings, [handed_in(tmp_path, "a.txt")])
    told = receive(empty_index, settings, [handed_in(tmp_path, "b.txt", LATER), handed_in(tmp_path, "a.txt", LATER)])
    assert [one.outcome for one in told] == [Outcome.REFUSED, Outcome.UPDATED]
    assert "1 uploads are kept, no more" in told[0].reason


def test_an_upload_never_stands_in_for_a_file_of_the_corpus(
    empty_index: Index, settings: Settings, tmp_path: Path
) -> None:
    (settings.corpus / "uploads").mkdir()
    (settings.corpus / "uploads" / "mill.txt").write_text(LATER, encoding="utf-8")
    ingest(empty_index, [settings.corpus], corpus=settings.corpus)
    told = receive(empty_index, settings, [handed_in(tmp_path, "mill.txt")])
    assert told[0].reason == "the corpus has a transcript called uploads/mill.txt: rename the file"
    assert empty_index.catalog.transcript("uploads/mill.txt").text == LATER


def test_removing_an_upload_deletes_its_file_and_removing_from_the_corpus_does_not(
    empty_index: Index, settings: Settings, tmp_path: Path
) -> None:
    ingest(empty_index, [settings.corpus], corpus=settings.corpus)
    receive(empty_index, settings, [handed_in(tmp_path, "mill.txt")])
    assert discard(empty_index, settings, "uploads/mill.txt")
    assert not (settings.data / "uploads" / "mill.txt").exists()
    assert not discard(empty_index, settings, "trams.txt")
    assert empty_index.catalog.sources() == []
    assert empty_index.vector_count() == 0
    report = reindex(empty_index, settings)
    assert report.added == ["trams.txt"]


def test_reindexing_reads_corpus_and_uploads_and_drops_what_is_gone(
    empty_index: Index, settings: Settings, tmp_path: Path
) -> None:
    receive(empty_index, settings, [handed_in(tmp_path, "mill.txt"), handed_in(tmp_path, "other.txt", LATER)])
    (settings.data / "uploads" / "mill.txt").write_text(MEETING + " The rye was cheap.", encoding="utf-8")
    (settings.data / "uploads" / "other.txt").unlink()
    report = reindex(empty_index, settings)
    assert (report.added, report.updated, report.removed) == (
        ["trams.txt"],
        ["uploads/mill.txt"],
        ["uploads/other.txt"],
    )
    assert empty_index.catalog.sources() == ["trams.txt", "uploads/mill.txt"]


def test_reindexing_a_corpus_around_the_uploads_leaves_them_as_they_are(
    empty_index: Index, settings: Settings, tmp_path: Path
) -> None:
    around = replace(settings, data=settings.corpus / "data")
    receive(empty_index, around, [handed_in(tmp_path, "mill.txt", LATER)])
    reports = [reindex(empty_index, around) for _ in range(2)]
    assert [(report.renamed, report.removed) for report in reports] == [([], []), ([], [])]
    assert empty_index.catalog.sources() == ["trams.txt", "uploads/mill.txt"]


def test_reindexing_without_a_corpus_says_so(empty_index: Index, settings: Settings) -> None:
    (settings.corpus / "trams.txt").unlink()
    with pytest.raises(CorpusError, match="no transcripts in"):
        reindex(empty_index, settings)


def test_reindexing_an_empty_corpus_keeps_what_is_indexed_from_it_and_names_the_command(
    empty_index: Index, settings: Settings, tmp_path: Path
) -> None:
    receive(empty_index, settings, [handed_in(tmp_path, "mill.txt"), handed_in(tmp_path, "late.txt", LATER)])
    reindex(empty_index, settings)
    (settings.corpus / "trams.txt").unlink()
    (settings.data / "uploads" / "late.txt").unlink()
    report = reindex(empty_index, settings)
    assert (report.removed, empty_index.catalog.sources()) == (["uploads/late.txt"], ["trams.txt", "uploads/mill.txt"])
    kept = f"{settings.corpus} holds no transcript now, and the 1 indexed from it were kept"
    assert report_told(report).endswith(f"1 removed. {kept}: assistant ingest --prune removes them")
    assert plainly(report_told(report)).endswith(
        "indexed from it were kept; the server’s log tells its keeper what to do"
    )
    (settings.corpus / "boats.txt").write_text(CORPUS.replace("tram", "boat"), encoding="utf-8")
    assert reindex(empty_index, settings).removed == ["trams.txt"]


def test_the_last_upload_is_missing_when_its_file_is_deleted_and_removed_when_told(
    empty_index: Index, settings: Settings, tmp_path: Path
) -> None:
    receive(empty_index, settings, [handed_in(tmp_path, "mill.txt")])
    (settings.data / "uploads" / "mill.txt").unlink()
    assert update_uploads(empty_index, settings).missing == ["uploads/mill.txt"]
    assert reindex(empty_index, settings).removed == ["uploads/mill.txt"]
    assert empty_index.catalog.sources() == ["trams.txt"]
    assert update_uploads(empty_index, settings, prune=True) == Report()


def test_uploads_are_kept_in_the_index_where_their_folder_is_gone(
    empty_index: Index, settings: Settings, tmp_path: Path
) -> None:
    receive(empty_index, settings, [handed_in(tmp_path, "mill.txt")])
    shutil.rmtree(settings.data)
    for report in (reindex(empty_index, settings), update_uploads(empty_index, settings)):
        assert (report.removed, report.missing) == ([], [])
        assert report.notes == [
            f"{settings.data / 'uploads'} is gone, and the 1 indexed from it were kept: "
            "make the folder again, and assistant ingest --prune removes them"
        ]
    (settings.data / "uploads").mkdir(parents=True)
    assert reindex(empty_index, settings).removed == ["uploads/mill.txt"]


@pytest.mark.parametrize("name", ["examples.txt", ".hidden.txt", "notes.doc", "talks.txt/"])
def test_what_is_no_transcript_is_no_upload(settings: Settings, name: str) -> None:
    folder = settings.data / "uploads"
    folder.mkdir(parents=True)
    (folder / name).mkdir() if name.endswith("/") else (folder / name).write_text(MEETING, encoding="utf-8")
    assert not has_uploads(settings)
    (folder / "part").mkdir()
    (folder / "part" / "mill.txt").write_text(MEETING, encoding="utf-8")
    assert has_uploads(settings)


def test_the_page_tells_what_was_passed_over_and_how_many_more_were_skipped(
    empty_index: Index, settings: Settings
) -> None:
    for n in range(5):
        (settings.corpus / f"{n}.txt").write_bytes(b"")
    (settings.corpus / "notes.rtf").write_text(MEETING, encoding="utf-8")
    told = report_told(reindex(empty_index, settings))
    assert told.startswith("Re-indexed: 1 added, 5 skipped. Skipped: 0.txt: the file is empty; 1.txt: ")
    assert "2.txt: the file is empty … and 2 more. Passed over 1 file of another kind (notes.rtf): " in told


def test_an_upload_that_cannot_be_indexed_now_is_kept_and_says_so(
    empty_index: Index, settings: Settings, tmp_path: Path
) -> None:
    from filelock import FileLock

    with FileLock(empty_index.folder / "writer.lock"):
        told = receive(empty_index, settings, [handed_in(tmp_path, "mill.txt")])
    assert told[0].outcome is Outcome.KEPT
    assert "not indexed yet, re-index in a minute: another process is writing" in told[0].reason
    assert reindex(empty_index, settings).added == ["trams.txt", "uploads/mill.txt"]


def test_an_archive_is_one_file_with_its_transcripts_and_goes_as_one(
    empty_index: Index, settings: Settings, tmp_path: Path
) -> None:
    packed = tmp_path / "talks.zip"
    with ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", MEETING)
        archive.writestr("b.txt", LATER)
        archive.writestr("c.txt", "")
        archive.writestr("../../d.txt", CORPUS)
    told = receive(empty_index, settings, [packed])[0]
    assert told.outcome is Outcome.ADDED
    assert {"uploads/talks.zip/a.txt", "uploads/talks.zip/b.txt"} <= set(told.sources)
    assert "c.txt" in told.reason
    assert [path.name for path in tmp_path.rglob("d.txt")] == []
    assert all(file_of(source) == "uploads/talks.zip" for source in told.sources)
    assert reindex(empty_index, settings).removed == []
    assert discard(empty_index, settings, "uploads/talks.zip/a.txt")
    assert empty_index.catalog.sources() == ["trams.txt"]
    assert list((settings.data / "uploads").glob("*.zip")) == []


def test_a_rebuilt_index_has_the_uploads_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, uploads = tmp_path / "corpus", tmp_path / "data" / "uploads"
    for folder, name in ((corpus, "harbour"), (uploads, "orchard")):
        folder.mkdir(parents=True)
        (folder / f"{name}.txt").write_text(f"Talk at the {name}\nThe {name} opens at noon.\n", encoding="utf-8")
    for name, path in (("CORPUS", corpus), ("DATA", tmp_path / "data"), ("VECTORSTORE", tmp_path / "store")):
        monkeypatch.setenv(f"ASSISTANT_{name}", str(path))
    assert main(["ingest"]) == 0
    assert main(["ingest", "--rebuild"]) == 0
    assert open_catalog(tmp_path / "store").sources() == ["harbour.txt", "uploads/orchard.txt"]


def test_a_folder_around_corpus_and_uploads_leaves_both_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    around = tmp_path / "project"
    places = {"corpus": "corpus/harbour.txt", "uploads": "data/uploads/orchard.txt", "beside": "beside.txt"}
    for name, place in places.items():
        (around / place).parent.mkdir(parents=True, exist_ok=True)
        (around / place).write_text(f"Talk of {name}\nThe {name} opens at noon.\n", encoding="utf-8")
    for name in ("corpus", "data", "store"):
        monkeypatch.setenv(f"ASSISTANT_{name.upper()}".replace("STORE", "VECTORSTORE"), str(around / name))
    assert main(["ingest"]) == main(["ingest", str(around)]) == main(["ingest", "--prune", str(around)]) == 0
    assert open_catalog(around / "store").sources() == ["beside.txt", "harbour.txt", "uploads/orchard.txt"]
    told = capsys.readouterr().err
    assert "renamed" not in told
    for name in ("corpus", "data/uploads"):
        assert told.count(f"left out {around / name}, which is read by itself: assistant ingest without a path") == 2
    assert main(["ingest", "--rebuild", str(around)]) == 0
    told = capsys.readouterr().err
    assert f"left out {around / 'corpus'}, " in told
    assert f"left out {around / 'data'}" not in told
    assert open_catalog(around / "store").sources() == ["beside.txt", "uploads/orchard.txt"]
    assert main(["ingest", str(around / "corpus")]) == main(["ingest"]) == 0
    assert "left out" not in capsys.readouterr().err
    (around / "beside.txt").unlink()
    assert main(["ingest", str(around)]) == 1
    assert capsys.readouterr().err.endswith("are of the corpus or uploads: run assistant ingest without a path\n")


def test_an_index_made_anew_of_a_corpus_around_the_uploads_has_them_once(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    for place in ("harbour.txt", "data/uploads/orchard.txt"):
        (corpus / place).parent.mkdir(parents=True, exist_ok=True)
        (corpus / place).write_text(f"Talk of {place}\nIt opens at noon.\n", encoding="utf-8")
    settings = Settings(corpus=corpus, data=corpus / "data", vectorstore=tmp_path / "store")
    for _ in range(2):
        repair(settings, lambda line: None)
        assert open_catalog(settings.vectorstore).sources() == ["harbour.txt", "uploads/orchard.txt"]
        details = {check.name: check.detail for check in examine_index(settings)}
        assert details["freshness"] == "every readable file is indexed as it is"
        (settings.vectorstore / CATALOG_FILE).write_bytes(b"damaged")
