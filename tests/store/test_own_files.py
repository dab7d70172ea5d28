"""Transcripts in the vectorstore, and the vectorstore among the transcripts: neither is taken for the other."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import write_corpus

from assistant.cli import main
from assistant.errors import CorpusError, IndexStateError
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import CATALOG_FILE, Index
from assistant.store.ingest import ingest
from assistant.store.naming import named_files
from assistant.store.repair import repair
from assistant.store.uploads import reindex

TALK = "Ferry talk\n\nThe ferry sails at noon."
TALKS = {"a.txt": TALK, "sub/b.txt": "Apple talk\n\nThe apples ripen."}


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("place", ["chroma", "chroma/talks", "chroma.new"])
@pytest.mark.parametrize("arguments", [("ingest",), ("ingest", "--rebuild"), ("doctor", "--repair")])
def test_transcripts_in_the_folder_of_the_vectors_are_never_deleted(
    place: str,
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    talks = write_corpus(tmp_path / "store" / place, TALKS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_CORPUS", f"store/{place}")
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", "store")
    before = files_of(talks)
    assert main(list(arguments)) == 1
    assert files_of(talks) == before
    told = capsys.readouterr().err
    assert f"store/{place}/a.txt" in told
    assert "move" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("act", [lambda index: Index.discard(index.folder), lambda index: index.rebuild_vectors()])
def test_what_came_to_lie_beside_the_vectors_stops_their_deletion(
    act: Callable[[Index], object], empty_index: Index, tmp_path: Path
) -> None:
    ingest(empty_index, [write_corpus(tmp_path / "corpus", TALKS)])
    before = files_of(empty_index.folder)
    stray = empty_index.folder / "chroma" / "talks" / "mine.txt"
    stray.parent.mkdir()
    stray.write_text(TALK)
    with pytest.raises(IndexStateError, match=r"mine\.txt is not the index's, .*: move the file elsewhere"):
        act(empty_index)
    assert stray.read_text() == TALK
    assert {"catalog.sqlite3", "chroma/chroma.sqlite3"} <= before.keys() <= files_of(empty_index.folder).keys()
    stray.unlink()
    stray.parent.rmdir()
    act(empty_index)


@pytest.mark.parametrize("arguments", [("ingest", "--rebuild"), ("doctor", "--repair")])
@pytest.mark.parametrize("name", ["chroma", "chroma.new", CATALOG_FILE])
def test_what_a_link_leads_to_is_neither_deleted_nor_left_behind_in_silence(
    name: str,
    arguments: tuple[str, ...],
    empty_index: Index,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    corpus, store = write_corpus(tmp_path / "corpus", TALKS), empty_index.folder
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(store))
    ingest(empty_index, [corpus])
    empty_index.close()
    (tmp_path / "elsewhere").mkdir()
    if (store / name).exists():
        (store / name).rename(tmp_path / "elsewhere" / name)
    else:
        (tmp_path / "elsewhere" / name).mkdir()
    (store / name).symlink_to(tmp_path / "elsewhere" / name)
    damage(tmp_path / "elsewhere" / CATALOG_FILE if name == CATALOG_FILE else store / "chroma" / "chroma.sqlite3")
    before = files_of(tmp_path)
    assert main(list(arguments)) == 1
    after = files_of(tmp_path)
    assert {path for path in before if not path.endswith(("-wal", "-shm", ".lock", ".json"))} <= after.keys()
    assert (store / name).is_symlink()
    told = capsys.readouterr().err
    assert f"{store / name} is a link to {tmp_path / 'elsewhere' / name}, and it is to be deleted" in told
    assert told.count("\n") == 1


def damage(path: Path) -> None:
    """Have nothing in an SQLite file be readable, so that a repair makes it anew."""
    path.write_bytes(b"x" * path.stat().st_size)


def test_a_link_that_leads_to_the_vectors_serves_until_they_are_made_anew(empty_index: Index, tmp_path: Path) -> None:
    ingest(empty_index, [write_corpus(tmp_path / "corpus", TALKS)])
    empty_index.vectors.close()
    (empty_index.folder / "chroma").rename(tmp_path / "elsewhere")
    (empty_index.folder / "chroma").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "corpus" / "a.txt").unlink()
    assert ingest(empty_index, [tmp_path / "corpus"], prune=True).removed == ["a.txt"]
    assert empty_index.vector_count() == 1
    with pytest.raises(IndexStateError, match="chroma is a link to"):
        empty_index.rebuild_vectors()
    assert empty_index.vector_count() == 1


def test_files_of_chroma_alone_are_deleted_graph_and_all(empty_index: Index, tmp_path: Path) -> None:
    ingest(empty_index, [write_corpus(tmp_path / "corpus", TALKS)])
    records = [record for batch in empty_index.catalog.records(1000) for record in batch]
    for _ in range(510):  # Chroma writes its graph when it holds a thousand changes
        empty_index.vectors.upsert(records)
    empty_index.close()
    assert list(empty_index.folder.glob("chroma/*/header.bin"))
    Index.discard(empty_index.folder)
    assert not (empty_index.folder / "chroma").exists()


def test_what_a_file_manager_leaves_stops_no_deletion(empty_index: Index) -> None:
    (empty_index.folder / "chroma").mkdir(exist_ok=True)
    (empty_index.folder / "chroma" / ".DS_Store").write_bytes(b"x")
    Index.discard(empty_index.folder)
    assert not (empty_index.folder / "chroma").exists()


@pytest.mark.parametrize("store", ["corpus", "corpus/index"])
def test_the_index_is_no_transcript_where_it_lies_among_them(store: str, tmp_path: Path, encoder: Encoder) -> None:
    corpus = write_corpus(tmp_path / "corpus", TALKS)
    settings = Settings(corpus=corpus, vectorstore=tmp_path / store, data=tmp_path / "data")
    index = Index(settings.vectorstore, encoder)
    for _ in range(2):  # the note of who writes is there while it is written
        report = reindex(index, settings)
        assert (report.skipped, report.missing, report.removed) == ([], [], [])
        assert index.catalog.sources() == ["a.txt", "sub/b.txt"]
    index.close()
    Index.discard(settings.vectorstore)
    repair(settings, lambda line: None)
    assert (corpus / "a.txt").read_text() == TALK


def test_a_corpus_of_nothing_but_the_index_is_empty(empty_index: Index) -> None:
    with pytest.raises(CorpusError, match="no transcripts in"):
        ingest(empty_index, [empty_index.folder])


def test_transcripts_elsewhere_in_the_vectorstore_are_transcripts(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "store" / "talks", TALKS)
    found = named_files([folder], vectorstore=tmp_path / "store")
    assert [source for source, _, _ in found] == ["a.txt", "sub/b.txt"]
