import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import Transcript, plain_transcript, read_transcript
from assistant.errors import IndexStateError, SettingsError
from assistant.filters import Filters
from assistant.store import chroma_embedded, dense_search
from assistant.store.embedded import embedded_text
from assistant.store.encoder import Encoder
from assistant.store.index import CATALOG_FILE, Index
from assistant.store.own_files import CHROMA_FOLDER
from benchmarks.faults import HashEncoder

BOATS = read_transcript(
    "Boats\n\n12 May 2021\n\nThe ferry sails at noon.\n\n" + "The pier is made of oak and stone. " * 40, "boats.txt"
)
APPLES = plain_transcript("apples.txt", "Apples", "Apples ripen in September. Frost kills the blossom.")


def nearest(index: Index, question: str, filters: Filters | None = None, limit: int = 10) -> list[tuple[str, float]]:
    hits = index.search_dense(index.encoder.encode_queries([question])[0], limit, filters)
    stored = index.catalog.passages([id_ for id_, _ in hits])
    return [(each.passage.source, score) for each, (_, score) in zip(stored, hits, strict=True)]


def test_what_is_added_is_found_by_meaning(empty_index: Index) -> None:
    assert nearest(empty_index, "fruit") == []
    count = empty_index.add([BOATS, APPLES])
    assert count == empty_index.vector_count() == empty_index.catalog.passage_count() == 4
    assert nearest(empty_index, "When is fruit harvested?")[0][0] == "apples.txt"
    assert nearest(empty_index, "When does the boat leave?")[0][0] == "boats.txt"


def test_similarities_are_cosines_best_first(empty_index: Index) -> None:
    empty_index.add([BOATS, APPLES])
    question = empty_index.encoder.encode_queries(["Frost and blossom"])[0]
    hits = empty_index.search_dense(question, 10)
    scores = [score for _, score in hits]
    assert scores == sorted(scores, reverse=True)
    stored = empty_index.catalog.passages([id_ for id_, _ in hits])
    assert scores == pytest.approx([float(each.vector @ question) for each in stored], abs=2e-3)


def test_the_limit_and_the_filters_hold(empty_index: Index) -> None:
    empty_index.add([BOATS, APPLES])
    assert len(nearest(empty_index, "oak", limit=2)) == 2
    assert {s for s, _ in nearest(empty_index, "oak", Filters(("apples.txt",)))} == {"apples.txt"}
    assert {s for s, _ in nearest(empty_index, "apples", Filters(date_from=20210101))} == {"boats.txt"}
    assert nearest(empty_index, "apples", Filters(("apples.txt",), date_from=20210101)) == []


def test_a_filter_of_more_names_than_sqlite_takes_values_holds(
    empty_index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    empty_index.add([BOATS, APPLES, plain_transcript("trams.txt", "Trams", "A tram stops at the pier.")])
    empty_index.catalog._db.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 32_766)  # Debian's takes 250,000
    many = Filters(("boats.txt", *(f"absent{n}.txt" for n in range(40_000)), "trams.txt"))
    assert {source for source, _ in nearest(empty_index, "What is at the pier?", many)} == {"boats.txt", "trams.txt"}
    assert nearest(empty_index, "Where does the tram stop?", many, limit=1)[0][0] == "trams.txt"
    ids = [id_ for id_, _ in empty_index.catalog.search_lexical(["pier", "frost"], 10, many)]
    assert {each.passage.source for each in empty_index.catalog.passages(ids)} == {"boats.txt", "trams.txt"}
    people = Filters(people=many.sources)
    assert empty_index.catalog.sources(people) == []
    assert caplog.text == ""  # nothing was said of damage


def test_adding_again_replaces(empty_index: Index) -> None:
    empty_index.add([BOATS, APPLES])
    empty_index.add([plain_transcript("boats.txt", "Boats", "A canoe floats.")])
    assert empty_index.vector_count() == empty_index.catalog.passage_count() == 2
    assert empty_index.catalog.transcript("boats.txt").text == "A canoe floats."


def test_removing_takes_it_out_of_both_stores(empty_index: Index) -> None:
    empty_index.add([BOATS, APPLES])
    empty_index.remove("boats.txt")
    assert empty_index.vector_count() == empty_index.catalog.passage_count() == 1
    assert {s for s, _ in nearest(empty_index, "oak")} == {"apples.txt"}


def test_vectors_the_catalog_does_not_know_are_not_shown_and_can_be_cleared(empty_index: Index) -> None:
    empty_index.add([BOATS, APPLES])
    empty_index.catalog.remove("boats.txt")  # as when a process died between the two stores
    assert {s for s, _ in nearest(empty_index, "oak pier")} == {"apples.txt"}
    assert empty_index.clear_leftovers() == 3
    assert empty_index.vector_count() == 1
    assert empty_index.clear_leftovers() == 0


def test_a_passage_is_embedded_with_its_heading(empty_index: Index) -> None:
    passage = split_into_passages(APPLES)[0]
    assert embedded_text(APPLES, passage) == "Apples\nApples ripen in September. Frost kills the blossom."
    empty_index.add([BOATS])
    alone = empty_index.encoder.encode_texts([embedded_text(BOATS, p) for p in split_into_passages(BOATS)])
    kept = [each.vector for each in empty_index.catalog.passages_of("boats.txt")]
    assert [float(a @ b) for a, b in zip(alone, kept, strict=True)] == pytest.approx([1.0] * len(kept), abs=1e-3)


def test_progress_counts_the_passages(empty_index: Index) -> None:
    told: list[int] = []
    count = empty_index.add([BOATS, APPLES], told.append)
    assert told[-1] == count


def test_adding_nothing_stores_nothing(empty_index: Index) -> None:
    assert empty_index.add([]) == 0
    assert empty_index.catalog.fact("embedding") is None


def test_an_index_survives_its_process(tmp_path: Path, encoder: Encoder) -> None:
    first = Index(tmp_path, encoder)
    first.add([APPLES])
    first.close()
    second = Index(tmp_path, encoder)
    assert nearest(second, "fruit")[0][0] == "apples.txt"
    second.close()


def test_a_second_reader_sees_what_the_first_writes(tmp_path: Path, encoder: Encoder) -> None:
    writer, reader = Index(tmp_path, encoder), Index(tmp_path, encoder)
    writer.add([APPLES])
    assert nearest(reader, "fruit")[0][0] == "apples.txt"
    writer.close()
    reader.close()


def test_many_threads_may_search_one_index(index: Index) -> None:
    expected = nearest(index, "electric ferries")
    found: list[list[tuple[str, float]]] = []
    threads = [threading.Thread(target=lambda: found.append(nearest(index, "electric ferries"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [[source for source, _ in hits] for hits in found] == [[source for source, _ in expected]] * 8


def test_threads_search_on_while_much_is_added_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense_search, "COMPARED_ONE_BY_ONE", 0)  # whatever is added has the files opened anew
    coder: Any = HashEncoder()
    index = Index(tmp_path, coder)
    index.add([plain_transcript(f"story{n}.txt", "Story", f"Story {n} is told here.") for n in range(30)])
    written, ended = threading.Event(), list[str]()

    def write() -> None:
        for turn in range(10):
            index.add([plain_transcript(f"tram{n}.txt", "Trams", f"Tram {turn} calls at {n}.") for n in range(4)])
            index.remove("tram0.txt")
            index.remove("tram1.txt")
        ended.append("writer")

    def search(number: int) -> None:
        vector = coder.encode_queries([f"question {number}"])[0]
        while not written.is_set():
            assert index.search_dense(vector, 50)
        ended.append("reader")

    writing = threading.Thread(target=write, daemon=True)
    threads = [writing, *(threading.Thread(target=search, args=(number,), daemon=True) for number in range(4))]
    for thread in threads:
        thread.start()
    writing.join(60)
    written.set()
    for thread in threads:
        thread.join(5)
    assert sorted(ended) == ["reader"] * 4 + ["writer"], "the others wait for ever"
    index.close()


def test_an_index_of_another_model_names_both_and_the_command(tmp_path: Path, encoder: Encoder) -> None:
    first = Index(tmp_path, encoder)
    first.add([APPLES])
    first.close()
    with pytest.raises(
        IndexStateError,
        match=rf"made with {encoder.fingerprint}, the setting names other/model\+centred: run assistant ingest",
    ):
        Index(tmp_path, Encoder("other/model"))


def test_an_index_of_another_version_names_the_command(tmp_path: Path, encoder: Encoder) -> None:
    first = Index(tmp_path, encoder)
    first.add([APPLES])
    first.catalog.set_fact("schema", "0")
    first.close()
    with pytest.raises(IndexStateError, match="of another version: run assistant ingest --rebuild"):
        Index(tmp_path, encoder)


def test_an_empty_index_has_no_transcripts_to_require(empty_index: Index) -> None:
    with pytest.raises(IndexStateError, match=r"no index in .*run assistant ingest first"):
        empty_index.require_transcripts()
    empty_index.add([APPLES])
    empty_index.require_transcripts()


def test_discard_deletes_the_index_and_nothing_else(tmp_path: Path, encoder: Encoder) -> None:
    index = Index(tmp_path, encoder)
    index.add([APPLES])
    index.close()
    (tmp_path / "README.md").write_text("keep")
    assert Index.exists(tmp_path)
    assert (tmp_path / CHROMA_FOLDER).is_dir()
    Index.discard(tmp_path)
    assert not Index.exists(tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((CATALOG_FILE, CHROMA_FOLDER))] == []
    assert (tmp_path / "README.md").read_text() == "keep"


def test_a_chroma_url_that_is_none_is_refused(tmp_path: Path, encoder: Encoder) -> None:
    index = Index(tmp_path, encoder, chroma_url="localhost:8000")
    with pytest.raises(SettingsError, match="CHROMA_URL=localhost:8000 is not http://host:port"):
        index.vector_count()
    index.close()


def test_a_chroma_server_that_does_not_answer_is_told(tmp_path: Path, encoder: Encoder) -> None:
    index = Index(tmp_path, encoder, chroma_url="http://127.0.0.1:9")
    with pytest.raises(IndexStateError, match=r"no Chroma server answers at http://127\.0\.0\.1:9: start it"):
        index.vector_count()
    index.close()


def test_transcripts_are_typed(ferry: Transcript, index: Index) -> None:
    assert index.catalog.transcript("ferry.txt") == replace(ferry, root=index.catalog.roots()["ferry.txt"])


def test_an_index_made_to_be_searched_less_widely_is_searched_as_widely_as_now(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma_embedded, "SEARCH_WIDTH", 50)
    first = Index(tmp_path, encoder)
    first.add([BOATS, APPLES])
    first.close()
    monkeypatch.undo()
    second = Index(tmp_path, encoder)
    assert nearest(second, "When is fruit harvested?")[0][0] == "apples.txt"
    hnsw = second.vectors._open().configuration_json["hnsw"]
    assert hnsw is not None
    assert hnsw["ef_search"] == chroma_embedded.SEARCH_WIDTH > 50
    second.close()
