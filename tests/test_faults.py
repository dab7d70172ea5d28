"""What can befall an index, each with one clear line, found by the doctor and mended by its repair."""

import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import write_corpus

from assistant.doctor import Check, examine_index
from assistant.encoder import Encoder
from assistant.errors import IndexDamagedError, IndexStateError
from assistant.graph_files import graph_fault
from assistant.index import CATALOG_FILE, CHROMA_FOLDER, Index
from assistant.ingest import ingest
from assistant.repair import repair
from assistant.settings import Settings
from assistant.writer_lock import HOLDER_FILE
from benchmarks.faults import HashEncoder, in_child, kill_rounds

TEXTS = {
    f"talk{n}.txt": f"Talk {n}\n\nThe {word} opened at noon. It was {word} weather."
    for n, word in enumerate("ferry orchard library tram quarry bakery museum harbour".split())
}
NOBODY = 65534


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A corpus and its index, to be copied and then damaged."""
    folder = tmp_path_factory.mktemp("whole")
    write_corpus(folder / "corpus", TEXTS)
    index = Index(folder / "store", encoder)
    ingest(index, [folder / "corpus"])
    # Chroma writes its graph to disk when it holds a thousand changes: have it there.
    records = [record for batch in index.catalog.records(1000) for record in batch]
    for _ in range(150):
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
    return Settings(corpus=tmp_path / "corpus", vectorstore=tmp_path / "store")


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


VECTORS_IN = "UPDATE passages SET vectors"
FAULTS: dict[str, tuple[Callable[[Settings], object], str, str]] = {
    "catalog truncated": (lambda s: cut(s.vectorstore / CATALOG_FILE), "catalog|index", "indexed again"),
    "catalog not SQLite": (lambda s: scramble(s.vectorstore / CATALOG_FILE), "index", "indexed again"),
    "catalog's pages scrambled": (lambda s: scramble_tables(s.vectorstore / CATALOG_FILE), "catalog|index", "indexed again"),
    "catalog missing": (lambda s: (s.vectorstore / CATALOG_FILE).unlink(), "index", "indexed again"),
    "older version": (old_version, "index", "indexed again"),
    "Chroma's SQLite truncated": (lambda s: cut(s.vectorstore / CHROMA_FOLDER / "chroma.sqlite3"), "index", "put back"),
    "Chroma's SQLite scrambled": (lambda s: scramble(s.vectorstore / CHROMA_FOLDER / "chroma.sqlite3"), "index", "put back"),
    "Chroma missing": (lambda s: shutil.rmtree(s.vectorstore / CHROMA_FOLDER), "index", "put back"),
    "graph truncated": (lambda s: cut(graph(s, "data_level0.bin")), "index", "put back"),
    "graph scrambled": (lambda s: scramble(graph(s, "data_level0.bin")), "index", "put back"),
    "graph's header cut": (lambda s: cut(graph(s, "header.bin")), "index", "put back"),
    "graph's ids cut": (lambda s: cut(graph(s, "index_metadata.pickle")), "index", "put back"),
    "vectors swapped": (other_vectors, "index", "put back"),
    "vectors deleted": (fewer_vectors, "index", "put back"),
    "text altered": (lambda s: sql(s, "UPDATE transcripts SET text = replace(text, 'noon', 'dusk') WHERE source = 'talk1.txt'"), "hashes", "indexed again"),
    "offsets moved": (lambda s: sql(s, "UPDATE passages SET \"end\" = 999 WHERE source = 'talk2.txt'"), "offsets", "indexed again"),
    "vectors of zeros": (lambda s: sql(s, f"{VECTORS_IN} = zeroblob(length(vectors)) WHERE source = 'talk3.txt'"), "stored vectors", "indexed again"),
    "vectors cut short": (lambda s: sql(s, f"{VECTORS_IN} = substr(vectors, 1, 99) WHERE source = 'talk3.txt'"), "stored vectors", "indexed again"),
    "words not indexed": (lambda s: sql(s, "DELETE FROM lexical WHERE rowid = 1"), "catalog", "indexed again"),
}  # fmt: skip


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


def test_only_what_is_bad_is_indexed_again(settings: Settings) -> None:
    sql(settings, "UPDATE transcripts SET text = replace(text, 'noon', 'dusk') WHERE source = 'talk1.txt'")
    before = stamps(settings)
    told: list[str] = []
    repair(settings, told.append)
    after = stamps(settings)
    assert {source for source in before if before[source] != after[source]} == {"talk1.txt"}


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
    with pytest.raises(IndexDamagedError, match="links that lead nowhere.*run assistant doctor --repair"):
        index.vectors.keys()
    index.close()


def test_killed_ingests_lose_nothing_and_leave_nothing_half_done(tmp_path: Path) -> None:
    figures = kill_rounds(tmp_path, kills=3, files=30, seed=2)
    assert figures["faults seen by readers"] == []
    assert figures["faults after the last ingest"] == []
    assert figures["killed while writing"] >= 1


def test_a_writer_that_died_is_told_and_hinders_nobody(settings: Settings) -> None:
    (settings.vectorstore / HOLDER_FILE).write_text(
        '{"pid": 7, "since": "2026-01-01T00:00:00", "command": "assistant"}'
    )
    (lock,) = [check for check in examine_index(settings) if check.name == "lock"]
    assert lock.ok
    assert "process 7 (assistant), since 2026-01-01T00:00:00 died while it wrote" in lock.detail


def test_a_full_disk_is_one_line_and_the_index_stays_good(settings: Settings, tmp_path: Path) -> None:
    more = {f"more{n}.txt": f"More {n}\n\n" + f"The river {n} rose again in spring. " * 400 for n in range(8)}
    write_corpus(settings.corpus, more)
    sql(settings, "UPDATE facts SET value = 'hash of the words' WHERE name = 'embedding'")

    def starved() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        index = Index(settings.vectorstore, HashEncoder())  # type: ignore[arg-type]
        return len(ingest(index, [settings.corpus]).added)

    status, said = in_child(starved)
    assert status == 1
    assert said.startswith("IndexStateError: ")
    assert "\n" not in said
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


def test_a_folder_that_cannot_be_written_is_one_line(read_only: Path) -> None:
    def unprivileged() -> None:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        Index(read_only / "store", HashEncoder())  # type: ignore[arg-type]

    status, said = in_child(unprivileged)
    assert status == 1
    assert said.startswith("IndexStateError: cannot open ")
    assert said.endswith("set ASSISTANT_VECTORSTORE to a folder to write in, with room in it")


def test_a_reader_sees_what_another_process_adds_changes_and_removes(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", TEXTS)
    ingested = lambda: len(ingest(Index(tmp_path / "store", HashEncoder()), [tmp_path / "corpus"], prune=True).added)  # type: ignore[arg-type] # noqa: E731
    assert in_child(ingested) == (0, len(TEXTS))
    reader = Index(tmp_path / "store", HashEncoder())  # type: ignore[arg-type]

    def found() -> dict[str, float]:
        vector = next(iter(reader.catalog.passages_of("talk3.txt"))).vector
        hits = reader.search_dense(vector, 50)
        assert hits[0][1] == pytest.approx(1, abs=1e-3)
        return {stored.passage.source: 1.0 for stored in reader.catalog.passages(id_ for id_, _ in hits)}

    assert set(found()) == set(TEXTS)
    write_corpus(tmp_path / "corpus", {"new.txt": "News\n\nThe kite rose.", "talk3.txt": "Talk 3\n\nThe tram is late."})
    (tmp_path / "corpus" / "talk0.txt").unlink()
    assert in_child(ingested) == (0, 1)
    assert set(found()) == {"new.txt", *TEXTS} - {"talk0.txt"}
    reader.close()


def test_opening_anew_leaks_no_file_handles(settings: Settings, encoder: Encoder) -> None:
    index = Index(settings.vectorstore, encoder)
    vector = encoder.encode_queries(["When did the ferry open?"])[0]
    counts = []
    for _ in range(12):
        index.search_dense(vector, 3)
        counts.append(len(os.listdir("/proc/self/fd")))
        index._follow(anew=True)
    assert counts[-1] <= counts[2]
    index.close()


def test_errors_of_the_index_are_of_one_kind() -> None:
    assert issubclass(IndexDamagedError, IndexStateError)
