import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.corpus.passages import Passage, split_into_passages
from assistant.corpus.transcripts import Transcript, read_transcript
from assistant.errors import IndexStateError
from assistant.filters import Filters
from assistant.language import content_stems
from assistant.store.catalog import Catalog, Entry
from assistant.store.encoder import Matrix

DIMENSION = 3
OLD = (
    "Talk of old ferries\n\n12 May 1999\n\nThe old ferry sank. Nobody drowned.\n\n" + "The ferry was made of oak. " * 40
)
NEW = "Talk of new ferries\n\n12 May 2021\n\nThe new ferry sails. Its hull is of aluminium."
UNDATED = "Talk of trams\n\nThe tram stops at the pier on 3 June. It carries no ferry."


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "deep" / "catalog.sqlite3")
    yield catalog
    catalog.close()


@pytest.fixture
def full(catalog: Catalog) -> Catalog:
    for source, text in (("old.txt", OLD), ("new.txt", NEW), ("trams.txt", UNDATED)):
        put(catalog, read_transcript(text, source))
    return catalog


def put(catalog: Catalog, transcript: Transcript) -> list[Passage]:
    passages = split_into_passages(transcript)
    keys = [f"{transcript.source}#{p.number}" for p in passages]
    catalog.put([Entry(transcript, passages, keys, [vectors(p) for p in passages])])
    return passages


def vectors(passage: Passage) -> Matrix:
    rows = [[passage.number + 1, i, 0.5] for i in range(len(passage.sentences) + 1)]
    return np.asarray(rows, dtype=np.float32)


def found(catalog: Catalog, words: str, filters: Filters | None = None, limit: int = 10) -> list[str]:
    ids = [id_ for id_, _ in catalog.search_lexical(content_stems(words), limit, filters)]
    return [stored.passage.source for stored in catalog.passages(ids)]


def test_a_transcript_comes_back_as_it_went_in(full: Catalog) -> None:
    assert full.transcript("old.txt") == read_transcript(OLD, "old.txt")
    assert full.transcript("trams.txt") == read_transcript(UNDATED, "trams.txt")


def test_an_unknown_transcript_is_a_key_error(full: Catalog) -> None:
    with pytest.raises(KeyError, match=r"none\.txt"):
        full.transcript("none.txt")


def test_passages_come_back_verbatim_with_their_vectors(full: Catalog) -> None:
    passages = split_into_passages(read_transcript(OLD, "old.txt"))
    stored = full.passages_of("old.txt")
    assert len(passages) > 1
    assert [s.passage for s in stored] == passages
    for each in stored:
        assert each.text == OLD[each.passage.start : each.passage.end]
        assert each.heading == "Talk of old ferries (1999-05-12)"
        for i, sentence in enumerate(each.passage.sentences):
            assert each.sentence_text(i) == OLD[sentence.start : sentence.end]
        np.testing.assert_array_equal(np.vstack([each.vector, each.sentence_vectors]), vectors(each.passage))


def test_passages_come_in_the_order_asked_and_unknown_ones_are_left_out(full: Catalog) -> None:
    ids = [stored.id for stored in full.passages_of("old.txt")]
    assert [stored.id for stored in full.passages([*reversed(ids), 999])] == ids[::-1]
    assert full.passages([]) == []


def test_putting_again_replaces_all_that_stood_there(full: Catalog) -> None:
    put(full, read_transcript("Talk\n\nA canoe floats.", "old.txt"))
    assert full.counts()["old.txt"] == 1
    assert full.keys("old.txt") == {"old.txt#0"}
    assert found(full, "oak") == []
    assert found(full, "canoe") == ["old.txt"]
    assert "oak" not in full.vocabulary()


def test_removing_leaves_nothing_behind(full: Catalog) -> None:
    full.remove("old.txt")
    assert full.sources() == ["new.txt", "trams.txt"]
    assert full.keys("old.txt") == set()
    assert full.passages_of("old.txt") == []
    assert found(full, "oak") == []
    assert full.passage_count() == sum(full.counts().values()) == 2


def test_others_read_on_while_what_was_removed_is_erased(full: Catalog) -> None:
    full.remove("old.txt")
    other = sqlite3.connect(full.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # what erases must wait
    erasing = threading.Thread(target=full.erase)
    erasing.start()
    for _ in range(20):
        assert full.sources() == ["new.txt", "trams.txt"]
        time.sleep(0.05)
    assert erasing.is_alive()
    other.execute("COMMIT")
    other.close()
    erasing.join()
    assert not any(b"old ferry" in path.read_bytes() for path in full.path.parent.iterdir())


def test_a_put_that_fails_changes_nothing(full: Catalog) -> None:
    before = (full.digests(), full.counts(), full.vocabulary())
    good, bad = (read_transcript("Talk\n\nA canoe floats.", source) for source in ("old.txt", "extra.txt"))
    entries = [
        Entry(transcript, passages, [key], [vectors(p) for p in passages])
        for transcript, key in ((good, "old.txt#0"), (bad, "new.txt#0"))  # the second key is another's
        for passages in [split_into_passages(transcript)]
    ]
    with pytest.raises(sqlite3.IntegrityError):
        full.put(entries)
    assert (full.digests(), full.counts(), full.vocabulary()) == before


def test_the_lexical_search_matches_forms_of_a_word_and_headings(full: Catalog) -> None:
    assert found(full, "sailing hulls") == ["new.txt"]
    assert found(full, "trams") == ["trams.txt"]
    assert found(full, "zeppelin") == []
    assert full.search_lexical([], 5) == []


def test_the_lexical_search_ranks_more_and_rarer_matches_first(full: Catalog) -> None:
    assert found(full, "new aluminium ferry")[0] == "new.txt"
    scores = [score for _, score in full.search_lexical(content_stems("new aluminium ferry"), 10)]
    assert scores == sorted(scores, reverse=True)


def test_the_lexical_search_keeps_to_its_limit(full: Catalog) -> None:
    assert len(found(full, "ferry")) > 1
    assert len(found(full, "ferry", limit=1)) == 1


def test_the_scores_of_chosen_passages_are_those_of_the_search(full: Catalog) -> None:
    terms = content_stems("new aluminium ferry")
    everywhere = dict(full.search_lexical(terms, 10))
    chosen = [*list(everywhere)[1:], 999]
    assert len(chosen) > 1
    assert full.lexical_scores(terms, chosen) == {id_: everywhere[id_] for id_ in chosen[:-1]}
    assert full.lexical_scores([], chosen) == {}


def test_a_filter_does_not_search_once_for_each_passage_that_passes_it(full: Catalog) -> None:
    asked: list[str] = []
    full._db.set_trace_callback(asked.append)
    full.search_lexical(["ferri"], 10, Filters(sources=("new.txt",)))
    full.lexical_scores(["ferri"], [1, 2])
    full._db.set_trace_callback(None)
    searches = [sql for sql in asked if "MATCH" in sql]
    assert len(searches) == 2
    for sql in searches:
        plans = [str(row[3]) for row in full._db.execute(f"EXPLAIN QUERY PLAN {sql}")]
        # FTS5 names the constraints that it was handed: "=" is a row number, "M" a match.
        assert [plan for plan in plans if "VIRTUAL TABLE" in plan and "lexical" in plan and "=" not in plan], plans


@pytest.mark.parametrize("term", ["NOT", "OR", "near(", "a*", "x:y", "''"])
def test_terms_are_words_and_never_search_syntax(full: Catalog, term: str) -> None:
    assert full.search_lexical([term], 5) == []


@pytest.mark.parametrize(
    ("filters", "sources"),
    [
        (None, ["new.txt", "old.txt", "trams.txt"]),
        (Filters(), ["new.txt", "old.txt", "trams.txt"]),
        (Filters(("old.txt", "trams.txt")), ["old.txt", "trams.txt"]),
        (Filters(date_from=20000101), ["new.txt"]),
        (Filters(date_to=19990512), ["old.txt"]),
        (Filters(date_from=19990513, date_to=20210511), []),
        (Filters(("trams.txt",), date_from=19000101), []),
    ],
)
def test_filters_hold_for_listing_and_for_searching(full: Catalog, filters: Filters | None, sources: list[str]) -> None:
    assert full.sources(filters) == sources
    assert sorted(set(found(full, "ferry", filters))) == sources


def test_transcripts_without_a_year_are_undated(full: Catalog) -> None:
    assert full.undated() == ["trams.txt"]


def test_the_vocabulary_counts_passages(full: Catalog) -> None:
    holding = [
        s for source in full.sources() for s in full.passages_of(source) if "ferry" in s.text or "ferr" in s.heading
    ]
    assert full.vocabulary()["ferri"] == len(holding)
    assert "nowher" not in full.vocabulary()


def test_keys_lead_to_row_numbers(full: Catalog) -> None:
    rows = full.ids_by_key(["new.txt#0", "nobody"])
    assert list(rows) == ["new.txt#0"]
    assert full.passages([rows["new.txt#0"]])[0].passage.source == "new.txt"
    assert full.keys("new.txt") < full.keys()


def test_the_generation_moves_with_every_change_also_of_another_connection(full: Catalog, tmp_path: Path) -> None:
    other = Catalog(tmp_path / "deep" / "catalog.sqlite3")
    try:
        before = (full.generation(), other.generation())
        assert before == (full.generation(), other.generation())
        full.remove("new.txt")
        assert full.generation() != before[0]
        assert other.generation() != before[1]
        assert other.sources() == ["old.txt", "trams.txt"]
    finally:
        other.close()


def test_facts_are_kept(catalog: Catalog) -> None:
    assert catalog.fact("embedding") is None
    catalog.set_fact("embedding", "one")
    catalog.set_fact("embedding", "two")
    assert catalog.fact("embedding") == "two"


def test_a_damaged_file_is_told_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(IndexStateError, match=r"damaged .*: run assistant doctor --repair"):
        Catalog(path)


def test_a_folder_that_cannot_be_made_is_told_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexStateError, match=r"cannot open .*set ASSISTANT_VECTORSTORE"):
        Catalog(tmp_path / "file" / "catalog.sqlite3")
