"""An index that follows its files: what is read, what is embedded, what is erased, and who may write."""

import errno
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

import pytest
from conftest import ROOT, write_corpus
from filelock import FileLock

from assistant.assistant import Assistant
from assistant.cli import main
from assistant.corpus.dates import name_date
from assistant.corpus.files import transcript_files, walk
from assistant.corpus.passages import SPLITTING
from assistant.errors import CorpusError, IndexStateError
from assistant.settings import Settings
from assistant.store import sync
from assistant.store.index import CATALOG_FILE, Index
from assistant.store.ingest import ingest
from assistant.store.inspection import inspect_contents
from assistant.store.naming import named_files
from assistant.store.sources import open_catalog
from assistant.store.sync import compare
from assistant.store.watching import watch
from assistant.store.writer_lock import LOCK_FILE, WriterLock, holder, is_held
from assistant.web.views.sources import UNERASED, removal_told, report_told

LONG = "Harbour talk\n\n12 May 2021\n\n" + "\n\n".join(
    f"The {word} boat sails at noon. " * 25 for word in "red blue old new".split()
)
APPLES = "Apple talk\n\nThe apples ripen in a marmalade twilight."
PEARS = "Pear talk\n\nThe pears ripen late in the walled garden."
SECRET = b"marmalade twilight"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus whose files have stood still for long enough to be relied on."""
    folder = write_corpus(tmp_path / "corpus", {"boats.txt": LONG, "apples.txt": APPLES})
    time.sleep(0.06)
    return folder


def holding(folder: Path, words: bytes) -> list[str]:
    """Files below ``folder`` in whose bytes ``words`` stand."""
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file() and words in path.read_bytes()]


def nearest(index: Index, question: str) -> str:
    ids = [id_ for id_, _ in index.search_dense(index.encoder.encode_queries([question])[0], 10)]
    return index.catalog.passages(ids)[0].passage.source


def test_files_that_look_as_they_did_are_not_read(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    seen = compare(empty_index.catalog, [folder])
    assert (sorted(seen.unchanged), seen.stamps) == (["apples.txt", "boats.txt"], {})
    (folder / "apples.meta.yaml").write_text("title: Fruit")
    assert list(compare(empty_index.catalog, [folder]).stamps) == ["apples.txt"]


def test_where_a_file_really_lies_is_looked_up_once_a_file(
    empty_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_corpus(tmp_path / "corpus", {f"{n}.txt": f"Talk {n}\n\nThe tram {n} stops." for n in range(40)})
    looked_up: list[Path] = []
    resolve = Path.resolve

    def noted(path: Path, strict: bool = False) -> Path:
        looked_up.append(path)
        return resolve(path, strict)

    monkeypatch.setattr(Path, "resolve", noted)
    compare(empty_index.catalog, [folder], folder)
    assert sum(path.name.endswith(".txt") for path in looked_up) == 40
    assert len(looked_up) < 2 * 40


def test_a_touched_file_is_read_once_more_and_never_embedded(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    (folder / "apples.txt").write_text(APPLES, encoding="utf-8")
    time.sleep(0.06)
    report = ingest(empty_index, [folder])
    assert (len(report.unchanged), report.passages) == (2, 0)
    assert compare(empty_index.catalog, [folder]).stamps == {}


def test_an_edit_embeds_only_the_passages_that_changed(empty_index: Index, folder: Path) -> None:
    first = ingest(empty_index, [folder])
    assert first.embedded == first.passages == 5
    (folder / "boats.txt").write_text(LONG.replace("The blue boat", "The quick blue boat", 1), encoding="utf-8")
    report = ingest(empty_index, [folder])
    assert (report.updated, report.passages, report.embedded) == (["boats.txt"], 4, 1)
    assert empty_index.vector_count() == empty_index.catalog.passage_count() == 5
    alone = empty_index.encoder.encode_passages
    for stored in empty_index.catalog.passages_of("boats.txt"):
        spans = [(s.start - stored.passage.start, s.end - stored.passage.start) for s in stored.passage.sentences]
        lead = len(stored.heading) + 1
        fresh, _ = alone([f"{stored.heading}\n{stored.text}"], [[(a + lead, b + lead) for a, b in spans]])
        assert float(fresh[0] @ stored.vector) == pytest.approx(1, abs=1e-3)


def test_a_renamed_file_takes_its_vectors_along(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    (folder / "boats.txt").rename(folder / "ships.txt")
    report = ingest(empty_index, [folder])
    assert (report.renamed, report.added, report.missing) == ([("boats.txt", "ships.txt")], [], [])
    assert report.embedded == 0
    assert empty_index.catalog.sources() == ["apples.txt", "ships.txt"]
    assert nearest(empty_index, "When does the boat leave?") == "ships.txt"
    assert empty_index.vector_count() == empty_index.catalog.passage_count()


CAPTIONS = "1\n00:00:01,000 --> 00:00:04,000\nThe velvet heron crosses the canal. It is late.\n"


@pytest.mark.parametrize(("old", "new"), [("gull.srt", "heron.srt"), ("gull.txt", "sub/heron.txt")])
def test_a_renamed_file_that_is_titled_by_its_name_takes_its_vectors_along(
    old: str, new: str, empty_index: Index, folder: Path
) -> None:
    write_corpus(folder, {old: CAPTIONS if old.endswith("srt") else "The velvet heron crosses the canal. It is late."})
    ingest(empty_index, [folder])
    (before,) = empty_index.catalog.passages_of(old)
    (folder / new).parent.mkdir(exist_ok=True)
    (folder / old).rename(folder / new)
    report = ingest(empty_index, [folder])
    assert (report.renamed, report.added, report.missing) == ([(old, new)], [], [])
    assert (report.passages, report.embedded) == (1, 0)
    assert empty_index.catalog.sources() == sorted(["apples.txt", "boats.txt", new])
    (after,) = empty_index.catalog.passages_of(new)
    assert (empty_index.catalog.transcript(new).title, after.heading) == ("heron", "heron")
    assert (after.text, after.vector.tolist()) == (before.text, before.vector.tolist())
    assert nearest(empty_index, "Which bird crosses the canal?") == new
    assert empty_index.vector_count() == empty_index.catalog.passage_count()
    assert inspect_contents(empty_index.catalog).bad == set()
    assert holding(empty_index.folder, old.encode()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("gull.txt", "2025-03-04 gull.txt"), ("2025-03-04 gull.txt", "gull.txt"), ("2025-03-04.srt", "2025-04-05.srt")],
)
@pytest.mark.parametrize("text", [CAPTIONS, "Heron talk\n\n4 March 2025\n\nThe velvet heron crosses the canal."])
def test_a_renamed_file_that_is_dated_by_its_name_takes_its_vectors_along(
    text: str, old: str, new: str, empty_index: Index, folder: Path
) -> None:
    write_corpus(folder, {old: text if old.endswith("txt") else CAPTIONS})
    ingest(empty_index, [folder])
    (folder / old).rename(folder / new)
    report = ingest(empty_index, [folder])
    assert (report.renamed, report.added, report.missing, report.embedded) == ([(old, new)], [], [], 0)
    dates = {empty_index.catalog.transcript(new).date, name_date(new)}
    assert dates == {name_date(new)} or "4 March 2025" in text


def test_what_is_said_on_another_day_is_another_transcript(empty_index: Index, folder: Path) -> None:
    said = '{"id": 1, "title": "Bell", "date": "2025-03-04", "text": "The bell rang."}'
    write_corpus(folder, {"a.jsonl": said})
    ingest(empty_index, [folder])
    (folder / "a.jsonl").unlink()
    write_corpus(folder, {"b.jsonl": said.replace("03-04", "03-05")})
    report = ingest(empty_index, [folder])
    assert (report.renamed, report.added, report.missing) == ([], ["b.jsonl#1"], ["a.jsonl#1"])


def test_renamed_twice_then_back_then_edited_is_never_indexed_twice(empty_index: Index, folder: Path) -> None:
    write_corpus(folder, {"a.srt": CAPTIONS})
    ingest(empty_index, [folder])
    for old, new in ("ab", "bc", "ca"):
        (folder / f"{old}.srt").rename(folder / f"{new}.srt")
        report = ingest(empty_index, [folder])
        assert (report.renamed, report.embedded) == ([(f"{old}.srt", f"{new}.srt")], 0)
    write_corpus(folder, {"a.srt": CAPTIONS.replace("late", "early"), "b.srt": CAPTIONS})
    report = ingest(empty_index, [folder])
    assert (report.updated, report.added, report.renamed) == (["a.srt"], ["b.srt"], [])
    assert empty_index.vector_count() == empty_index.catalog.passage_count() == 7


def test_a_moved_name_can_be_used_again_for_the_same_words(empty_index: Index, folder: Path) -> None:
    write_corpus(folder, {"a.srt": CAPTIONS})
    ingest(empty_index, [folder])
    (folder / "a.srt").rename(folder / "b.srt")
    ingest(empty_index, [folder])
    write_corpus(folder, {"a.srt": CAPTIONS})
    report = ingest(empty_index, [folder])
    assert (report.added, report.embedded) == (["a.srt"], 0)
    assert empty_index.vector_count() == empty_index.catalog.passage_count()


def test_pruning_erases_every_byte(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    assert holding(empty_index.folder, SECRET) != []
    (folder / "apples.txt").unlink()
    assert ingest(empty_index, [folder], prune=True).removed == ["apples.txt"]
    assert holding(empty_index.folder, SECRET) == []
    assert holding(empty_index.folder, b"apples.txt") == []


@contextmanager
def held_open(path: Path, table: str) -> Iterator[None]:
    """While another connection is in the midst of reading an SQLite file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute(f"SELECT count(*) FROM {table}").fetchone()
        yield


@pytest.mark.parametrize(
    ("path", "table", "words"),
    [
        (CATALOG_FILE, "transcripts", SECRET),
        ("chroma/chroma.sqlite3", "embeddings", b"apples.txt"),
    ],
)
def test_erasing_that_a_reader_hinders_is_told_kept_in_mind_and_finished(
    path: str, table: str, words: bytes, empty_index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.store.database.PATIENCE_S", 0.2)
    monkeypatch.setattr("assistant.store.chroma_embedded.VACUUM_PATIENCE_S", 0.2)
    index = empty_index
    ingest(index, [folder])
    (folder / "apples.txt").unlink()
    in_use = f"what was removed is still in {index.folder / path}, which another process uses: end it and run"
    with held_open(index.folder / path, table):
        first = ingest(index, [folder], prune=True)
        assert (first.removed, [line[: len(in_use)] for line in first.unerased]) == (["apples.txt"], [in_use])
        assert holding(index.folder, words) != []
        assert ingest(index, [folder]).unerased == first.unerased
        assert holding(index.folder, words) != []
    last = ingest(index, [folder])
    assert (last.unchanged, last.unerased) == (["boats.txt"], [])
    assert holding(index.folder, words) == []
    assert not index.catalog.unerased()


def test_the_page_tells_what_is_not_erased_yet(
    empty_index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.store.database.PATIENCE_S", 0.2)
    ingest(empty_index, [folder])
    assistant = Assistant(empty_index, Settings(corpus=folder, vectorstore=empty_index.folder, data=folder / "data"))
    with held_open(empty_index.folder / CATALOG_FILE, "transcripts"):
        told, wrong = removal_told(assistant, "apples.txt")
        assert told.endswith(UNERASED)
        assert not wrong
        assert report_told(ingest(empty_index, [folder])).endswith(UNERASED)
    assert not report_told(ingest(empty_index, [folder])).endswith(UNERASED)
    assert not removal_told(assistant, "apples.txt")[0].endswith(UNERASED)


def test_an_ingest_that_died_before_it_erased_is_finished_by_the_next(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    empty_index.remove("apples.txt")
    assert holding(empty_index.folder, SECRET) != []
    (folder / "apples.txt").unlink()
    ingest(empty_index, [folder])
    assert holding(empty_index.folder, SECRET) == []


def test_what_is_left_of_the_removed_is_one_line_of_the_command(
    empty_index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("assistant.store.database.PATIENCE_S", 0.2)
    monkeypatch.setenv("ASSISTANT_CORPUS", str(folder))
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(empty_index.folder))
    ingest(empty_index, [folder])
    (folder / "apples.txt").unlink()
    with held_open(empty_index.catalog.path, "transcripts"):
        assert main(["ingest", "--prune"]) == 0
    told = capsys.readouterr().err.splitlines()
    assert [line for line in told if "still in" in line] == [
        f"what was removed is still in {empty_index.catalog.path}, which another process uses: "
        "end it and run assistant ingest again"
    ]
    assert "1 removed" in told[-1]


def test_an_edit_erases_what_it_replaced(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    (folder / "apples.txt").write_text("Apple talk\n\nThe apples ripen.", encoding="utf-8")
    ingest(empty_index, [folder])
    assert holding(empty_index.folder, SECRET) == []


def test_an_index_split_by_other_rules_is_split_anew_and_embeds_only_what_came_out_otherwise(
    empty_index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS", str(folder))
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(empty_index.folder))
    with monkeypatch.context() as other_rules:
        other_rules.setattr("assistant.corpus.passages.TARGET_CHARACTERS", 2000)
        ingest(empty_index, [folder])
    wide = empty_index.catalog.keys("boats.txt")
    (folder / "apples.txt").unlink()
    assert ingest(empty_index, [folder]).split_before == 0
    assert empty_index.catalog.keys("boats.txt") == wide
    empty_index.catalog._db.execute("DELETE FROM facts WHERE name = 'splitting'")  # as of a version that kept no mark
    empty_index.close()
    assert main(["ingest"]) == 0
    told = capsys.readouterr().err.splitlines()
    assert told[-2:] == [
        "passages were split by the rules of another version: 1 of 2 transcripts are split otherwise now",
        "0 added, 0 updated, 1 unchanged, 0 removed, 0 skipped; 4 of 4 passages embedded",
    ]
    index = Index(empty_index.folder, empty_index.encoder)
    assert len(index.catalog.keys("boats.txt")) == index.vector_count() - 1 == 4
    assert compare(index.catalog, [folder]).stamps == {}
    report = ingest(index, [folder])
    assert (report.split_before, report.passages) == (0, 0)
    index.close()


def test_stems_that_another_version_cut_otherwise_are_written_anew(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    whole = empty_index.catalog.stems_of("boats.txt")
    empty_index.catalog._db.execute("UPDATE lexical SET body = 'loldboat' WHERE rowid IN (SELECT id FROM passages)")
    empty_index.catalog._db.execute("UPDATE facts SET value = '1' WHERE name = 'splitting'")
    assert "loldboat" in empty_index.catalog.vocabulary()
    report = ingest(empty_index, [folder])
    assert sorted(report.split_anew) == ["apples.txt", "boats.txt"]
    assert report.embedded == 0
    assert empty_index.catalog.stems_of("boats.txt") == whole
    assert "loldboat" not in empty_index.catalog.vocabulary()


def test_what_is_pruned_is_not_split_anew(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    empty_index.catalog._db.execute("DELETE FROM facts WHERE name = 'splitting'")
    (folder / "apples.txt").unlink()
    report = ingest(empty_index, [folder], prune=True)
    assert report.removed == ["apples.txt"]
    assert report.split_before == 1


def test_files_are_read_again_when_the_rules_of_splitting_change(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    by_other_rules = "UPDATE transcripts SET stamp = replace(stamp, ?, ?)"
    this = f".{SPLITTING} "
    empty_index.catalog._db.execute(by_other_rules, (this, f".{SPLITTING - 1} "))
    assert sorted(compare(empty_index.catalog, [folder]).stamps) == ["apples.txt", "boats.txt"]


def test_an_unchanged_corpus_imports_neither_chroma_nor_the_encoder(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder])
    code = (
        "import sys; from assistant.cli import main; status = main(['ingest']); "
        "heavy = {'chromadb', 'torch', 'sentence_transformers', 'langchain_core'} & set(sys.modules); "
        "sys.exit(status or (str(heavy) if heavy else 0))"
    )
    settings = {"ASSISTANT_CORPUS": str(folder), "ASSISTANT_VECTORSTORE": str(empty_index.folder)}
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT), **settings}, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "0 added, 0 updated, 2 unchanged, 0 removed, 0 skipped\n")


def test_an_interrupted_ingest_leaves_a_good_index(empty_index: Index, folder: Path) -> None:
    ingest(empty_index, [folder / "apples.txt"])

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(empty_index, [folder], progress=stop)
    assert empty_index.catalog.sources() == ["apples.txt"]
    assert nearest(empty_index, "fruit") == "apples.txt"
    assert ingest(empty_index, [folder]).added == ["boats.txt"]


def test_a_second_writer_is_told_who_writes_and_since_when(tmp_path: Path) -> None:
    with WriterLock(tmp_path):
        first = holder(tmp_path)
        assert first is not None
        with pytest.raises(IndexStateError, match=rf"process {first.pid} \(.*\), since {first.since[:10]}.*use --wait"):
            WriterLock(tmp_path).__enter__()
    assert holder(tmp_path) is None


def test_who_only_looks_whether_the_lock_is_held_turns_no_writer_away(tmp_path: Path) -> None:
    glance = FileLock(tmp_path / LOCK_FILE, thread_local=False)
    glance.acquire()
    ended = threading.Timer(0.05, glance.release)
    ended.start()
    with WriterLock(tmp_path):
        assert is_held(tmp_path)
    ended.join()
    assert not is_held(tmp_path)


def test_a_corpus_that_is_a_file_is_told(empty_index: Index, folder: Path) -> None:
    with pytest.raises(CorpusError, match=r"apples\.txt is a file: set ASSISTANT_CORPUS to the folder that it lies in"):
        ingest(empty_index, [folder / "apples.txt"], corpus=folder / "apples.txt")


def test_a_writer_that_waits_goes_on_when_the_other_ends(tmp_path: Path) -> None:
    told: list[str] = []
    entered = threading.Event()

    def second() -> None:
        with WriterLock(tmp_path, wait=True, tell=told.append):
            entered.set()

    with WriterLock(tmp_path):
        waiting = threading.Thread(target=second)
        waiting.start()
        assert not entered.wait(0.5)
    assert entered.wait(10)
    waiting.join()
    assert len(told) == 1
    assert told[0].startswith("waiting for process ")


def test_watching_with_prune_keeps_what_an_empty_folder_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_corpus(tmp_path / "corpus", {"a.txt": APPLES})
    monkeypatch.setenv("ASSISTANT_CORPUS", str(folder))
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(tmp_path / "store"))
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path / "data"))
    assert main(["ingest"]) == 0
    (folder / "a.txt").unlink()
    command = [sys.executable, "-m", "assistant", "ingest", "--prune", "--watch"]
    told: list[str] = []
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stderr
        for line in watching.stderr:
            told.append(line.rstrip())
            if line.startswith("watching"):
                watching.terminate()
    assert told[0] == (
        f"{folder} holds no transcript now, and the 1 indexed from it were kept: "
        "assistant ingest --prune without --watch removes them"
    )
    assert told[1].startswith("0 added, 0 updated, 0 unchanged, 0 removed")
    assert open_catalog(tmp_path / "store").sources() == ["a.txt"]
    assert main(["ingest", "--prune"]) == 0
    assert open_catalog(tmp_path / "store").sources() == []


def test_watching_follows_changes_and_outlives_errors(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus", {"a.txt": APPLES})
    told: list[str] = []
    calls: list[int] = []
    called, stop = threading.Event(), threading.Event()

    def bring_up_to_date() -> None:
        calls.append(len(list(folder.iterdir())))
        called.set()
        if len(calls) == 1:
            raise IndexStateError("no room left")

    watching = threading.Thread(target=watch, args=([folder], bring_up_to_date, told.append, stop))
    watching.start()
    for name in ("b.txt", "c.txt"):
        called.clear()
        for _ in range(20):  # until the operating system's notifications have begun
            (folder / name).write_text(f"Talk\n\nThe tram stops. {time.time()}", encoding="utf-8")
            if called.wait(1):
                break
    stop.set()
    watching.join(20)
    assert calls[0] == 2
    assert calls[-1] == 3
    assert told[1] == "not brought up to date: no room left"


@contextmanager
def as_a_stranger() -> Iterator[None]:
    """For a while a user from whom files can be kept, as they cannot from the one who may read everything."""
    own = os.geteuid()
    if own == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(own)


def test_what_lies_in_a_folder_that_cannot_be_read_is_not_taken_for_gone(empty_index: Index) -> None:
    with TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = write_corpus(Path(place) / "corpus", {"boats.txt": LONG, "sub/apples.txt": APPLES})
        ingest(empty_index, [folder])
        (folder / "sub").chmod(0)
        with as_a_stranger():
            assert walk(folder).unread == [(folder / "sub", "its folder cannot be read (Permission denied)")]
            with pytest.raises(
                CorpusError, match=r"apples.txt cannot be looked at \(Permission denied\): let this user"
            ):
                list(named_files([folder / "sub" / "apples.txt"]))
        folder.chmod(0)
        with (
            as_a_stranger(),
            pytest.raises(CorpusError, match=r"corpus cannot be read \(Permission denied\): let this user"),
        ):
            transcript_files(folder, may_be_empty=True)
        folder.chmod(0o755)
        for path in (*empty_index.folder.parents, empty_index.folder):
            if path.is_relative_to(gettempdir()) and path != Path(gettempdir()):
                path.chmod(0o777)
        for path in empty_index.folder.rglob("*"):
            path.chmod(0o777)
        with as_a_stranger():
            found = compare(empty_index.catalog, [folder], prune=True)
        assert (found.unchanged, found.missing) == (["boats.txt"], [])
        assert found.skipped == [("sub", "sub: its folder cannot be read (Permission denied)")]
        (folder / "sub").chmod(0o755)


def test_what_cannot_be_looked_at_is_skipped_with_the_reason_and_stops_nothing(empty_index: Index) -> None:
    with TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        texts = {"boats.txt": LONG, "sub/apples.txt": APPLES, "locked/pears.txt": PEARS}
        folder = write_corpus(Path(place) / "corpus", texts)
        ingest(empty_index, [folder])
        write_corpus(Path(place) / "closed", {"inner/plums.txt": PEARS})
        for name in ("inner", "inner/plums.txt"):
            (folder / f"link to {Path(name).name}").symlink_to(Path(place) / "closed" / name)
        (Path(place) / "closed").chmod(0)
        (folder / "locked").chmod(0o644)
        for path in (*empty_index.folder.parents, empty_index.folder):
            if path.is_relative_to(gettempdir()) and path != Path(gettempdir()):
                path.chmod(0o777)
        for path in empty_index.folder.rglob("*"):
            path.chmod(0o777)
        with as_a_stranger():
            found = compare(empty_index.catalog, [folder], prune=True)
        (Path(place) / "closed").chmod(0o755)
        (folder / "locked").chmod(0o755)
    told = "it cannot be looked at (Permission denied); let this user read it"
    assert (found.unchanged, found.missing) == (["boats.txt", "sub/apples.txt"], [])
    assert found.skipped == [
        (name, f"{name}: {told}") for name in ("link to inner", "link to plums.txt", "locked/pears.txt")
    ]


def test_a_folder_is_walked_once_and_what_fails_for_a_moment_is_not_taken_for_gone(
    empty_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_corpus(tmp_path / "corpus", {"boats.txt": LONG, "sub/apples.txt": APPLES})
    ingest(empty_index, [folder])
    listed = list[Path]()
    look = os.scandir

    def scandir(path: Path) -> Any:
        listed.append(path)
        if path == folder / "sub" and listed.count(path) == 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    report = ingest(empty_index, [folder], prune=True)
    assert report.skipped == [("sub", "sub: its folder cannot be read (Input/output error)")]
    assert (report.unchanged, report.removed, report.missing) == (["boats.txt"], [], [])
    assert listed == [folder, folder / "sub", folder]  # at last whether it can be listed at all


def test_where_everything_is_read_no_indexed_source_is_looked_for_in_what_is_left_out(
    empty_index: Index, folder: Path
) -> None:
    class NeverGone(dict[str, tuple[str, str]]):
        def items(self) -> Any:
            raise AssertionError("gone through")

    assert sync._within(NeverGone(), []) == set()


def test_a_name_of_two_lines_is_told_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_corpus(tmp_path / "corpus", {"two\nlines.txt": APPLES})
    for name, value in (("CORPUS", folder), ("VECTORSTORE", tmp_path / "store"), ("DATA", tmp_path / "data")):
        monkeypatch.setenv(f"ASSISTANT_{name}", str(value))
    assert main(["ingest"]) == main(["sources"]) == main(["ask", "What do the apples do?"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("two\\nlines.txt  no date ")
    assert "] two\\nlines.txt:" in told
    (folder / "two\nlines.txt").rename(folder / "one.txt")
    assert main(["ingest"]) == 0
    assert "renamed two\\nlines.txt to one.txt" in capsys.readouterr().err
