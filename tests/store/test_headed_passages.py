"""Sections in the index: what passages are embedded and found with, and what an edited heading has embedded anew."""

from pathlib import Path

from assistant.corpus.passages import SPLITTING
from assistant.corpus.transcripts import Transcript, read_transcript
from assistant.store.embedded import embedded_text, spans_in
from assistant.store.index import Index
from assistant.store.ingest import ingest

MINUTES = "# Board\n\n12 May 2024\n\n## Canteen\n\nThe soup is cold.\n\n## Gate\n\nIt rusts.\n\nIt creaks."


def minutes(text: str = MINUTES) -> Transcript:
    return read_transcript(text, "board.md")


def test_a_passage_is_headed_and_found_by_its_section(empty_index: Index) -> None:
    empty_index.add([minutes()])
    stored = empty_index.catalog.passages_of("board.md")
    assert [each.heading for each in stored] == ["Board (2024-05-12) – Canteen", "Board (2024-05-12) – Gate"]
    assert [each.headed for each in stored] == [embedded_text(minutes(), each.passage) for each in stored]
    start, end = spans_in(minutes(), stored[0].passage)[0]
    assert stored[0].headed[start:end] == "The soup is cold."
    assert [id_ for id_, _ in empty_index.catalog.search_lexical(["canteen"], 5)] == [stored[0].id]
    assert empty_index.catalog.transcript("board.md") == minutes()


def test_an_edited_heading_is_embedded_anew_and_nothing_else(empty_index: Index) -> None:
    empty_index.add([minutes()])
    before = empty_index.embedded
    empty_index.add([minutes(MINUTES.replace("Canteen", "Kitchen"))])
    assert empty_index.embedded == before + 1
    assert [each.passage.section for each in empty_index.catalog.passages_of("board.md")] == ["Kitchen", "Gate"]


def test_a_removed_transcript_leaves_no_section(empty_index: Index) -> None:
    empty_index.add([minutes()])
    empty_index.remove("board.md")
    assert empty_index.catalog._all("SELECT count(*) FROM sections") == [(0,)]


def test_an_index_from_before_sections_is_read_anew_where_there_are_any(empty_index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "board.md").write_text(MINUTES, encoding="utf-8")
    (folder / "boat.txt").write_text("Boats\n\nThe ferry sails at noon.", encoding="utf-8")
    ingest(empty_index, [folder])
    db = empty_index.catalog._db
    db.execute("DELETE FROM sections")
    db.execute("UPDATE facts SET value = ? WHERE name = 'splitting'", (str(SPLITTING - 1),))
    report = ingest(empty_index, [folder])
    assert report.split_anew == ["board.md"]
    assert [each.passage.section for each in empty_index.catalog.passages_of("board.md")] == ["Canteen", "Gate"]
