"""Files of several formats from the folder to the citation: indexed, asked about, shown, removed."""

import json
from pathlib import Path

from conftest import cited_verbatim, write_corpus
from test_formats import SRT, pdf, zipped

from assistant.assistant import Assistant
from assistant.commands.ask import print_streaming
from assistant.filters import Filters
from assistant.settings import Settings
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.web.reading import marked_paragraphs, paragraph_places
from assistant.web.render import template


def corpus_of(folder: Path) -> Path:
    write_corpus(folder, {"talk.srt": SRT})
    (folder / "hearing.pdf").write_bytes(
        pdf("The council met at noon. " * 9, "The lighthouse keeper earns 900 crowns.")
    )
    (folder / "more.zip").write_bytes(zipped({"a.txt": "Grower Ann sold cider.", "b.txt": "The bell is cracked."}))
    return folder


def test_citations_of_any_format_are_verbatim_and_carry_page_and_time(
    empty_index: Index, tmp_path: Path, capsys: object
) -> None:
    corpus = corpus_of(tmp_path / "corpus")
    report = ingest(empty_index, [corpus])
    assert sorted(report.added) == ["hearing.pdf", "more.zip/a.txt", "more.zip/b.txt", "talk.srt"]
    assert ingest(empty_index, [corpus]).unchanged == sorted(report.added)

    assistant = Assistant(empty_index, Settings(corpus=corpus, vectorstore=empty_index.folder))
    earns = assistant.ask("How much does the lighthouse keeper earn?")
    assert earns.answered
    assert cited_verbatim(assistant, earns.citations)
    assert (earns.citations[0].page, earns.citations[0].time) == (2, None)
    sail = json.loads(json.dumps(assistant.ask("When do the ferries sail?").as_dict()))
    found = [*sail["citations"], *(sail["refusal"] or {"nearest": []})["nearest"]][0]
    assert found["source"] == "talk.srt"
    assert "page" not in found
    assert found["time"] in ("00:00:01", "00:00:03")

    print_streaming(assistant, "How much does the lighthouse keeper earn?", Filters())
    assert "Harbour hearing, page 2\n" in capsys.readouterr().out  # type: ignore[attr-defined]


def test_a_member_and_an_archive_that_are_gone_are_removed(empty_index: Index, tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "corpus")
    ingest(empty_index, [corpus])
    (corpus / "more.zip").write_bytes(zipped({"b.txt": "The bell is cracked."}))
    assert ingest(empty_index, [corpus]).missing == ["more.zip/a.txt"]
    assert ingest(empty_index, [corpus], prune=True).removed == ["more.zip/a.txt"]
    (corpus / "more.zip").unlink()
    assert ingest(empty_index, [corpus], prune=True).removed == ["more.zip/b.txt"]
    assert sorted(empty_index.catalog.digests()) == ["hearing.pdf", "talk.srt"]


def test_the_reading_page_tells_page_time_and_speaker_where_they_change(empty_index: Index, tmp_path: Path) -> None:
    text = "[00:01] ANN LEE\nWe build.\n\nWe sail.\n\n[00:09] BO RAY\nNo <b>.\n\n[00:12] BO RAY\nNever.\n"
    ingest(empty_index, [write_corpus(tmp_path / "corpus", {"a.txt": text})])
    transcript = empty_index.catalog.transcript("a.txt")
    places = paragraph_places(transcript, None)
    assert places == ["00:00:01 · ANN LEE", "", "00:00:09 · BO RAY", "00:00:12"]
    paragraphs = list(zip(places, marked_paragraphs(transcript, None), strict=True))
    html = template("transcript.html", transcript=transcript, paragraphs=paragraphs, query="", hits=0, shown=0)
    assert html.count('<p class="facts place">') == 3
    assert "No &lt;b&gt;." in html


def test_the_reading_page_does_not_tell_twice_who_speaks(empty_index: Index, tmp_path: Path) -> None:
    text = "Ann Lee: We build.\n\nBo Ray: Never.\n\nAnn Lee: We do.\n\nBo Ray: No.\n"
    ingest(empty_index, [write_corpus(tmp_path / "corpus", {"a.txt": text})])
    transcript = empty_index.catalog.transcript("a.txt")
    assert [mark.speaker for mark in transcript.marks if mark.speaker] == ["Ann Lee", "Bo Ray"] * 2
    assert paragraph_places(transcript, None) == [""] * 4


def test_a_transcript_that_is_read_from_the_right_says_so_to_the_browser(empty_index: Index, tmp_path: Path) -> None:
    ingest(empty_index, [write_corpus(tmp_path / "corpus", {"a.txt": "ישיבה\n\nראש העיר אמר שלום.\n"})])
    transcript = empty_index.catalog.transcript("a.txt")
    paragraphs = list(zip(paragraph_places(transcript, None), marked_paragraphs(transcript, None), strict=True))
    html = template("transcript.html", transcript=transcript, paragraphs=paragraphs, query="", hits=0, shown=0)
    assert ' dir="auto">' in html[html.index("<article") : html.index("<header")]
    assert '<p dir="auto">ראש' in html
    assert "<bdi>ישיבה</bdi>" in html
