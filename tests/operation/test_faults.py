"""What can befall an index, each with one clear line, found by the doctor and mended by its repair."""

import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, write_corpus

from assistant.errors import IndexDamagedError, IndexStateError, TranscriptError
from assistant.operation.doctor import Check, examine_index
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.graph_files import blank_unused, graph_fault
from assistant.store.index import CATALOG_FILE, Index
from assistant.store.ingest import ingest
from assistant.store.inspection import inspect_vectors
from assistant.store.own_files import CHROMA_FOLDER, HOLDER_FILE
from assistant.store.repair import repair
from benchmarks.faults import HashEncoder

TEXTS = {
    f"talk{n}.txt": f"Talk {n}\n\nThe {word} opened at noon. It was {word} weather."
    for n, word in enumerate("ferry orchard library tram quarry bakery museum harbour".split())
}
INGEST = """
import os, resource, sys
from pathlib import Path
from benchmarks.faults import HashEncoder, Index, ingest
from assistant.errors import AssistantError
{first}
try:
    ingest(Index(Path(sys.argv[1]), HashEncoder()), [Path(sys.argv[2])], prune=True)
except AssistantError as error:
    sys.exit(str(error))
"""
LIMIT = "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))"
WARMED = f"from assistant.corpus.languages import detected_language; detected_language('the words of it ' * 9); {LIMIT}"
DROP = "os.getuid() or os.setuid(65534)"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A corpus and its index, to be copied and then damaged."""
    folder = tmp_path_factory.mktemp("whole")
    write_corpus(folder / "corpus", TEXTS)
    index = Index(folder / "store", encoder)
    ingest(index, [folder / "corpus"])
    # Chroma writes its graph to disk when it holds a thousand changes: have it there.
    records = [record for batch in index.catalog.records(1000) for record in batch]
    for _ in range(130):
        index.vectors.upsert(records)
    index.close()
    assert list(folder.glob("store/chroma/*/data_level0.bin"))
    return folder


@pytest.fixture
def settings(whole: Path, tmp_path: Path) -> Settings:
    shutil.copytree(whole / "store", tmp_path / "store")
    shutil.copytree(whole / "corpus", tmp_path / "corpus")
    index = sqlite3.connect(tmp_path / "store" / CATALOG_FILE)
    index.execute("UPDATE transcripts SET root = ?", (str((tmp_path / "corpus").resolve()),))
    index.commit()
    index.close()
    return Settings(corpus=tmp_path / "corpus", vectorstore=tmp_path / "store", data=tmp_path / "data")


def bad(settings: Settings) -> dict[str, Check]:
    return {check.name: check for check in examine_index(settings) if not check.ok}


def sql(settings: Settings, *statements: str) -> None:
    db = sqlite3.connect(settings.vectorstore / CATALOG_FILE)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def graph(settings: Settings, name: str) -> Path:
    return next((settings.vectorstore / CHROMA_FOLDER).glob(f"*/{name}"))


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def scramble(path: Path) -> None:
    path.write_bytes(bytes((7 * n + 13) % 251 for n in range(path.stat().st_size)))


def scramble_tables(path: Path) -> None:
    """Damage every page but the first, so that the file still opens."""
    raw = path.read_bytes()
    path.write_bytes(raw[:4096] + bytes((7 * n + 13) % 251 for n in range(len(raw) - 4096)))


def old_version(settings: Settings) -> None:
    sql(settings, "UPDATE facts SET value = '2' WHERE name = 'schema'")


def other_vectors(settings: Settings) -> None:
    index = Index(settings.vectorstore, Encoder())
    records = next(index.catalog.records(1000))
    index.vectors.upsert([(records[n][0], records[n - 1][1], records[n][2]) for n in range(len(records))])
    index.close()


def fewer_vectors(settings: Settings) -> None:
    index = Index(settings.vectorstore, Encoder())
    index.vectors.delete(sorted(index.vectors.keys())[:3])
    index.close()


def catalog_file(settings: Settings) -> Path:
    return settings.vectorstore / CATALOG_FILE


def chroma_file(settings: Settings) -> Path:
    return settings.vectorstore / CHROMA_FOLDER / "chroma.sqlite3"


def statement(text: str) -> Callable[[Settings], object]:
    return lambda settings: sql(settings, text)


ALTER = "UPDATE transcripts SET text = replace(text, 'noon', 'dusk') WHERE source = 'talk1.txt'"
MOVE = "UPDATE passages SET \"end\" = 999 WHERE source = 'talk2.txt'"
ZERO = "UPDATE passages SET vectors = zeroblob(length(vectors)) WHERE source = 'talk3.txt'"
SHORTEN = "UPDATE passages SET vectors = substr(vectors, 1, 99) WHERE source = 'talk3.txt'"
AGAIN, BACK = "indexed again", "put back"
# What happens, the checks one of which must find it, and what the repair says of it.
FAULTS: dict[str, tuple[Callable[[Settings], object], str, str]] = {
    "catalog truncated": (lambda s: cut(catalog_file(s)), "catalog|index", AGAIN),
    "catalog not SQLite": (lambda s: scramble(catalog_file(s)), "index", AGAIN),
    "catalog's pages scrambled": (lambda s: scramble_tables(catalog_file(s)), "catalog|index", AGAIN),
    "catalog missing": (lambda s: catalog_file(s).unlink(), "index", AGAIN),
    "older version": (old_version, "index", AGAIN),
    "Chroma's SQLite truncated": (lambda s: cut(chroma_file(s)), "index", BACK),
    "Chroma's SQLite scrambled": (lambda s: scramble(chroma_file(s)), "index", BACK),
    "Chroma missing": (lambda s: shutil.rmtree(s.vectorstore / CHROMA_FOLDER), "index", BACK),
    "graph truncated": (lambda s: os.truncate(graph(s, "data_level0.bin"), 100), "index", BACK),
    "graph scrambled": (lambda s: scramble(graph(s, "data_level0.bin")), "index", BACK),
    "graph's header cut": (lambda s: cut(graph(s, "header.bin")), "index", BACK),
    "graph's ids cut": (lambda s: cut(graph(s, "index_metadata.pickle")), "index", BACK),
    "vectors swapped": (other_vectors, "index", BACK),
    "vectors deleted": (fewer_vectors, "index", BACK),
    "text altered": (statement(ALTER), "hashes", AGAIN),
    "offsets moved": (statement(MOVE), "offsets", AGAIN),
    "vectors of zeros": (statement(ZERO), "stored vectors", AGAIN),
    "vectors cut short": (statement(SHORTEN), "stored vectors", AGAIN),
    "words not indexed": (statement("DELETE FROM lexical WHERE rowid = 1"), "catalog", AGAIN),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_damage_is_found_told_in_one_line_and_mended(name: str, settings: Settings) -> None:
    damage, check, mended = FAULTS[name]
    assert bad(settings) == {}
    damage(settings)
    found = bad(settings)
    assert set(found) & set(check.split("|"))
    assert all("\n" not in each.detail and "run assistant" in each.detail for each in found.values()), found
    told: list[str] = []
    repair(settings, told.append)
    assert mended in " ".join(told)
    assert bad(settings) == {}


@pytest.mark.parametrize("name", ["catalog missing", "catalog not SQLite", "older version"])
def test_uploads_are_indexed_again_too(name: str, settings: Settings) -> None:
    write_corpus(settings.data, {"uploads/mill.txt": "Talk at the mill\n\nThe mill opened at noon. It was dry."})
    write_corpus(settings.data, {"other.txt": "Notes\n\nWhat else lies in the folder of the uploads is none."})
    index = Index(settings.vectorstore, Encoder())
    ingest(index, [settings.data / "uploads"], corpus=settings.data)
    index.close()
    FAULTS[name][0](settings)
    told: list[str] = []
    repair(settings, told.append)
    assert "9 transcripts indexed again from" in told[0]
    assert told[0].endswith(str(settings.data / "uploads"))
    index = Index(settings.vectorstore, Encoder())
    assert set(index.catalog.sources()) == {*TEXTS, "uploads/mill.txt"}
    assert index.catalog.roots()["uploads/mill.txt"] == str(settings.data.resolve())
    index.close()


def test_an_index_of_uploads_alone_is_made_anew_of_them(settings: Settings) -> None:
    write_corpus(settings.data, {"uploads/mill.txt": "Talk at the mill\n\nThe mill opened at noon. It was dry."})
    shutil.rmtree(settings.corpus)
    index = Index(settings.vectorstore, Encoder())
    index.remove(*TEXTS)
    ingest(index, [settings.data / "uploads"], corpus=settings.data)
    index.close()
    old_version(settings)
    told: list[str] = []
    repair(settings, told.append)
    assert told[0].endswith(f"1 transcripts indexed again from {settings.data / 'uploads'}")


def test_a_catalog_that_is_found_damaged_is_closed(settings: Settings) -> None:
    sql(settings, "DELETE FROM lexical_docsize")  # it opens, and the check of its words fails
    (settings.vectorstore / CHROMA_FOLDER / "mine.txt").write_text("not Chroma's")
    with pytest.raises(IndexStateError, match=r"mine\.txt is not the index's") as told:
        repair(settings, lambda line: None)
    opened = [os.path.realpath(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")]
    assert str(catalog_file(settings).resolve()) not in opened, told.value


def test_only_what_is_bad_is_indexed_again(settings: Settings) -> None:
    sql(settings, ALTER)
    before = stamps(settings)
    told: list[str] = []
    repair(settings, told.append)
    after = stamps(settings)
    assert {source for source in before if before[source] != after[source]} == {"talk1.txt"}


@pytest.mark.parametrize("source", ["talks.zip/deep/two.txt", "rows.jsonl#two"])
def test_what_lies_inside_an_archive_or_a_table_is_mended_from_it(
    source: str, settings: Settings, encoder: Encoder
) -> None:
    with zipfile.ZipFile(settings.corpus / "talks.zip", "w") as archive:
        archive.writestr("one.txt", "Talk one\n\nThe harbour opened at noon.")
        archive.writestr("deep/two.txt", "Talk two\n\nThe quarry opened at noon.")
    rows = [{"id": name, "text": f"The {name} lamps were lit at noon. It was dark."} for name in ("one", "two")]
    (settings.corpus / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    for path in ("talks.zip", "rows.jsonl"):
        os.utime(settings.corpus / path, (1, 1))
    time.sleep(0.1)  # the stamps of files that changed a moment ago are not relied on
    index = Index(settings.vectorstore, encoder)
    ingest(index, [settings.corpus], corpus=settings.corpus)
    index.close()
    assert bad(settings) == {}
    sql(settings, f"UPDATE transcripts SET text = replace(text, 'noon', 'dusk') WHERE source = '{source}'")
    before = stamps(settings)
    repair(settings, lambda line: None)
    after = stamps(settings)
    assert {name for name in before if before[name] != after.get(name)} == {source}
    assert source in after
    assert bad(settings) == {}


def test_what_its_file_no_longer_holds_is_not_taken_out(settings: Settings) -> None:
    sql(settings, ALTER)
    before = stamps(settings)
    (settings.corpus / "talk1.txt").write_text("")
    with pytest.raises(TranscriptError, match=r"talk1\.txt: the file is empty"):
        repair(settings, lambda line: None)
    (settings.corpus / "talk1.txt").unlink()
    with pytest.raises(IndexStateError, match=r"talk1\.txt is damaged in the index and its file is gone: put it back"):
        repair(settings, lambda line: None)
    assert stamps(settings) == before


def stamps(settings: Settings) -> dict[str, int]:
    db = sqlite3.connect(settings.vectorstore / CATALOG_FILE)
    rows = dict(db.execute("SELECT source, max(id) FROM passages GROUP BY source"))
    db.close()
    return rows


@pytest.mark.parametrize("name", ["graph scrambled", "Chroma's SQLite truncated", "Chroma missing", "vectors deleted"])
def test_damaged_vectors_are_answered_for_by_the_catalog_and_told(
    name: str, settings: Settings, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    FAULTS[name][0](settings)
    index = Index(settings.vectorstore, encoder)
    for number, word in ((0, "ferry"), (5, "bakery")):
        (best, *_) = index.search_dense(encoder.encode_queries([f"When did the {word} open?"])[0], 3)
        assert index.catalog.passages([best[0]])[0].passage.source == f"talk{number}.txt"
    index.close()
    assert len(caplog.records) == 1
    assert "run assistant doctor --repair; until then" in caplog.text


def test_a_graph_that_leads_nowhere_is_not_loaded(settings: Settings) -> None:
    assert graph_fault(settings.vectorstore / CHROMA_FOLDER) is None
    scramble(graph(settings, "data_level0.bin"))
    assert graph_fault(settings.vectorstore / CHROMA_FOLDER) == "data_level0.bin has links that lead nowhere"
    index = Index(settings.vectorstore, Encoder())
    with pytest.raises(IndexDamagedError, match=r"links that lead nowhere.*run assistant doctor --repair"):
        index.vectors.keys()
    index.close()


def elsewhere(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )


@pytest.mark.slow
def test_killed_ingests_lose_nothing_and_leave_nothing_half_done() -> None:
    small = ("--kills", "3", "--files", "30", "--group", "4", "--committing")
    done = elsewhere("-m", "benchmarks.faults", *small, "--seed", "2")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["faults seen by readers"] == figures["faults after the last ingest"] == []
    assert figures["killed with some documents committed and some not"] >= 1, figures


def test_a_writer_that_died_is_told_and_hinders_nobody(settings: Settings) -> None:
    (settings.vectorstore / HOLDER_FILE).write_text(
        '{"pid": 7, "since": "2026-01-01T00:00:00", "command": "assistant"}'
    )
    (lock,) = [check for check in examine_index(settings) if check.name == "lock"]
    assert lock.ok
    assert "process 7 (assistant), since 2026-01-01T00:00:00 died while it wrote" in lock.detail


@pytest.mark.parametrize("first", [LIMIT, WARMED], ids=["reading", "writing"])
def test_a_full_disk_is_one_line_and_the_index_stays_good(settings: Settings, first: str) -> None:
    more = {f"more{n}.txt": f"More {n}\n\n" + f"The river {n} rose again in spring. " * 400 for n in range(8)}
    write_corpus(settings.corpus, more)
    sql(settings, "UPDATE facts SET value = 'hash of the words' WHERE name = 'embedding'")

    done = elsewhere("-c", INGEST.format(first=first), str(settings.vectorstore), str(settings.corpus))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert ": " in done.stderr
    index = Index(settings.vectorstore, HashEncoder())  # type: ignore[arg-type]
    assert set(TEXTS) <= set(index.catalog.sources())
    ingest(index, [settings.corpus])
    assert set(index.catalog.sources()) == {*TEXTS, *more}
    assert index.vector_count() == index.catalog.passage_count()
    index.close()


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A folder that a process without privileges may look into and not write to."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        yield Path(folder)
        Path(folder).chmod(0o755)


def test_erasing_that_could_not_be_finished_is_found_and_finished(
    settings: Settings, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.store.database.PATIENCE_S", 0.2)
    (settings.corpus / "talk1.txt").unlink()
    index = Index(settings.vectorstore, encoder)
    reader = sqlite3.connect(catalog_file(settings), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM transcripts").fetchone()
    assert ingest(index, [settings.corpus], prune=True).unerased
    index.close()
    assert set(bad(settings)) == {"erasing"}
    with pytest.raises(IndexStateError, match=r"still in .*, which another process uses: end it and run"):
        repair(settings, lambda line: None)
    reader.close()
    told: list[str] = []
    repair(settings, told.append)
    assert told == ["what was removed is erased from the files"]
    assert bad(settings) == {}
    assert b"orchard" not in b"".join(path.read_bytes() for path in settings.vectorstore.glob(f"{CATALOG_FILE}*"))


def test_a_folder_that_cannot_be_written_is_one_line(read_only: Path) -> None:
    done = elsewhere("-c", INGEST.format(first=DROP), str(read_only / "store"), str(read_only))
    assert done.returncode == 1
    assert done.stderr.startswith("cannot open ")
    assert done.stderr.endswith("set ASSISTANT_VECTORSTORE to a folder to write in, with room in it\n")
    assert done.stderr.count("\n") == 1


def test_a_reader_sees_what_another_process_adds_changes_and_removes(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", TEXTS)

    def ingested() -> None:
        done = elsewhere("-c", INGEST.format(first=""), str(tmp_path / "store"), str(tmp_path / "corpus"))
        assert done.returncode == 0, done.stderr

    ingested()
    reader = Index(tmp_path / "store", HashEncoder())  # type: ignore[arg-type]

    def found() -> dict[str, float]:
        vector = next(iter(reader.catalog.passages_of("talk3.txt"))).vector
        hits = reader.search_dense(vector, 50)
        assert hits[0][1] == pytest.approx(1, abs=1e-3)
        return {stored.passage.source: 1.0 for stored in reader.catalog.passages(id_ for id_, _ in hits)}

    assert set(found()) == set(TEXTS)
    write_corpus(tmp_path / "corpus", {"new.txt": "News\n\nThe kite rose.", "talk3.txt": "Talk 3\n\nThe tram is late."})
    (tmp_path / "corpus" / "talk0.txt").unlink()
    ingested()
    assert set(found()) == {"new.txt", *TEXTS} - {"talk0.txt"}
    reader.close()


def test_opening_anew_leaks_no_file_handles(settings: Settings, encoder: Encoder) -> None:
    index = Index(settings.vectorstore, encoder)
    vector = encoder.encode_queries(["When did the ferry open?"])[0]
    counts = []
    for _ in range(12):
        index.search_dense(vector, 3)
        counts.append(len(os.listdir("/proc/self/fd")))
        index.dense.follow(anew=True)
    assert counts[-1] < counts[2] + 5  # nine openings lie between; the process may have opened a file of its own
    index.close()


def test_a_few_vectors_that_a_search_does_not_reach_are_no_damage(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_vectors(settings)
    index = Index(settings.vectorstore, Encoder())
    lost = inspect_vectors(index)
    assert len(lost.lost) == lost.sought == len(TEXTS)
    monkeypatch.setattr("assistant.store.inspection.UNREACHED", 1.0)
    assert not inspect_vectors(index).lost
    index.close()


def test_errors_of_the_index_are_of_one_kind() -> None:
    assert issubclass(IndexDamagedError, IndexStateError)


def plant_memory(settings: Settings, words: bytes) -> bytes:
    """Put ``words`` where hnswlib leaves the process's memory, after the last element; the elements' own bytes."""
    header = struct.unpack_from("<i6Q", graph(settings, "header.bin").read_bytes())
    count, size = header[3], header[4]
    assert count == len(TEXTS)
    sizes = {"data_level0.bin": count * size, "length.bin": count * 4}
    for name, filled in sizes.items():
        with graph(settings, name).open("r+b") as file:
            file.seek(filled)
            file.write(words)
            file.seek(-len(words), os.SEEK_END)
            file.write(words)
    return graph(settings, "data_level0.bin").read_bytes()[: count * size]


@pytest.mark.parametrize("act", ["add", "prune", "rebuild", "ask"])
def test_no_memory_of_the_process_stays_in_the_graph_files(settings: Settings, act: str) -> None:
    elements = plant_memory(settings, b"marmalade twilight")
    whole_size = graph(settings, "data_level0.bin").stat().st_size
    index = Index(settings.vectorstore, Encoder())
    if act == "add":
        write_corpus(settings.corpus, {"talk9.txt": "Talk 9\n\nThe lighthouse opened at noon."})
        assert ingest(index, [settings.corpus]).added == ["talk9.txt"]
    elif act == "prune":
        (settings.corpus / "talk3.txt").unlink()
        assert ingest(index, [settings.corpus], prune=True).removed == ["talk3.txt"]
    elif act == "rebuild":
        index.rebuild_vectors()
    else:  # as after an ingest that was killed before it could blank
        assert index.search_dense(index.encoder.encode_queries(["lighthouse"])[0], 1)
    for path in settings.vectorstore.rglob("*"):
        assert not path.is_file() or b"marmalade" not in path.read_bytes(), path.name
    if act != "rebuild":
        assert graph(settings, "data_level0.bin").read_bytes() == elements.ljust(whole_size, b"\0")
    assert not [check for check in examine_index(settings) if not check.ok]
    index.close()


def test_a_graph_whose_header_contradicts_itself_is_not_written_to(settings: Settings) -> None:
    plant_memory(settings, b"marmalade twilight")
    header = bytearray(graph(settings, "header.bin").read_bytes())
    struct.pack_into("<Q", header, 12, 1)  # room for one element, of several
    graph(settings, "header.bin").write_bytes(bytes(header))
    before = graph(settings, "data_level0.bin").read_bytes()
    blank_unused(settings.vectorstore / CHROMA_FOLDER)
    assert graph(settings, "data_level0.bin").read_bytes() == before
