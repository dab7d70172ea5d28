from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.cli import main
from assistant.corpus.transcripts import plain_transcript
from assistant.errors import UsageError
from assistant.filters import Filters, make_filters
from assistant.store import dense_search
from assistant.store.catalog import Catalog
from assistant.store.index import Index
from assistant.store.vectors import Vectors

PLUMS = plain_transcript("plums.txt", "Plums", "Plums ripen in August.")


def test_filters_that_ask_nothing_are_false() -> None:
    assert not make_filters()
    assert not make_filters([], "", None)
    assert make_filters().as_chroma() is None


@pytest.mark.parametrize(
    "filters",
    [
        Filters(("a.txt",)),
        Filters(date_from=20200101),
        Filters(date_to=20200101),
        Filters(people=("A",)),
        Filters(places=("B",)),
    ],
)
def test_filters_that_ask_something_are_true(filters: Filters) -> None:
    assert filters


def test_only_a_range_is_by_date() -> None:
    assert not Filters(("a.txt",)).by_date
    assert Filters(date_from=20200101).by_date
    assert Filters(date_to=20200101).by_date


def test_bounds_cover_whole_periods() -> None:
    assert make_filters(["a.txt"], "2020", "2021-02") == Filters(("a.txt",), 20200101, 20210228)


def test_one_condition_stands_alone_and_several_are_joined() -> None:
    assert make_filters(["a.txt"]).as_chroma() == {"source": {"$in": ["a.txt"]}}
    assert make_filters(["a.txt", "b.txt"], "2020", "2021").as_chroma() == {
        "$and": [{"source": {"$in": ["a.txt", "b.txt"]}}, {"date": {"$gte": 20200101}}, {"date": {"$lte": 20211231}}]
    }


def test_a_range_that_ends_before_it_begins_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match=r"ends before it begins: from 2021 to 2020"):
        make_filters(None, "2021", "2020")
    assert make_filters(None, "2021-05-12", "2021-05-12") == Filters((), 20210512, 20210512)


def test_a_bound_that_is_no_date_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="'soon' is not a date"):
        make_filters(None, None, "soon")


def test_people_and_places_choose_the_transcripts_that_name_them(assistant: Assistant) -> None:
    catalog = assistant.index.catalog
    assert catalog.sources(Filters(people=("Tomas Okafor",))) == ["ferry.txt"]
    assert catalog.sources(Filters(people=("Tomas Okafor", "Priya Raman"))) == ["ferry.txt", "library.txt"]
    assert catalog.sources(Filters(places=("Larkhaven",))) == ["ferry.txt"]
    assert catalog.sources(Filters(people=("Priya Raman",), places=("Larkhaven",))) == []
    assert catalog.sources(Filters(("library.txt",), people=("Tomas Okafor",))) == []
    assert catalog.sources(Filters(date_to=20200101, people=("Tomas Okafor", "Anselm Brandt"))) == ["talks/orchard.md"]


def test_a_name_is_whole_and_not_a_pattern(assistant: Assistant) -> None:
    assert assistant.index.catalog.sources(Filters(people=("Okafor",))) == []
    assert assistant.index.catalog.sources(Filters(people=("%",))) == []


def test_catalog_lists_everyone_and_every_place_once(assistant: Assistant) -> None:
    catalog = assistant.index.catalog
    for names, column in ((catalog.people(), "people"), (catalog.places(), "places")):
        told = {name for source in catalog.sources() for name in getattr(catalog.transcript(source), column)}
        assert names == sorted(told) != []


def test_an_empty_catalog_names_nobody(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.sqlite3")
    assert (catalog.people(), catalog.places()) == ([], [])
    catalog.close()


@pytest.mark.parametrize("name", ["people", "places"])
def test_names_hold_for_the_dense_leg(assistant: Assistant, name: str) -> None:
    index = assistant.index
    vector = index.encoder.encode_queries(["How many telescopes were lent?"])[0]
    one = {"people": ("Tomas Okafor",), "places": ("Larkhaven",)}[name]
    hits = index.search_dense(vector, 10, Filters(**{name: one}))
    assert {stored.passage.source for stored in index.catalog.passages(id_ for id_, _ in hits)} == {"ferry.txt"}
    assert index.search_dense(vector, 10, Filters(**{name: ("Nobody",)})) == []


@pytest.mark.parametrize(
    ("compared", "wide"), [(10_000, 1.0), (0, 0.0), (0, 2.0)], ids=["one by one", "of more than wanted", "by Chroma"]
)
def test_each_way_of_filtering_finds_the_same(
    assistant: Assistant, compared: int, wide: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = assistant.index
    vector = index.encoder.encode_queries(["How many telescopes were lent?"])[0]
    of_all = index.search_dense(vector, index.catalog.passage_count())
    filters = Filters(("ferry.txt", "library.txt"))
    passing = index.catalog.passing((id_ for id_, _ in of_all), filters)
    monkeypatch.setattr(dense_search, "COMPARED_ONE_BY_ONE", compared)
    monkeypatch.setattr(dense_search, "WIDE_SHARE", wide)
    asked = list[object]()
    search = type(index.vectors).search

    def noted(self: Vectors, vectors: Any, limit: int, where: Any = None) -> Any:
        asked.append(where)
        return search(self, vectors, limit, where)

    monkeypatch.setattr(type(index.vectors), "search", noted)
    hits = index.search_dense(vector, 2, filters)
    assert asked == {(10_000, 1.0): [], (0, 0.0): [None], (0, 2.0): [filters.as_chroma()]}[compared, wide]
    assert [id_ for id_, _ in hits] == [id_ for id_, _ in of_all if id_ in passing][:2]
    assert [score for _, score in hits] == pytest.approx([s for id_, s in of_all if id_ in passing][:2], abs=2e-3)


@pytest.mark.parametrize(("name", "value"), [("native", True), ("MOST_TAKEN", 0)])
def test_no_more_are_taken_of_chroma_cloud_than_are_wanted_nor_anywhere_beyond_all_bounds(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, name: str, value: int
) -> None:
    index = assistant.index
    vector = index.encoder.encode_queries(["How many telescopes were lent?"])[0]
    monkeypatch.setattr(dense_search, "COMPARED_ONE_BY_ONE", 0)
    monkeypatch.setattr(*(index.vectors, name) if name == "native" else (dense_search, name), value)
    taken, search = list[tuple[int, Any]](), type(index.vectors).search

    def noted(self: Vectors, vectors: Any, limit: int, where: Any = None) -> Any:
        taken.append((limit, where))
        return search(self, vectors, limit, where)

    monkeypatch.setattr(type(index.vectors), "search", noted)
    filters = Filters(("ferry.txt", "library.txt"))
    assert len(index.search_dense(vector, 2, filters)) == 2
    assert taken == [(2, filters.as_chroma())]


def test_what_passes_a_filter_is_looked_up_by_its_transcripts(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog, asked = assistant.index.catalog, list[tuple[str, Any]]()
    look_up = catalog._all

    def noted(sql: str, values: Any = ()) -> list[tuple[object, ...]]:
        asked.append((sql, values))
        return look_up(sql, values)

    monkeypatch.setattr(catalog, "_all", noted)
    filters = Filters(date_from=20200101)
    every, _ = catalog.vectors_after(-1)
    ids, vectors = catalog.vectors_after(-1, filters)
    assert sorted(ids) == sorted(catalog.passing(every, filters)) != sorted(every)
    assert len(vectors) == len(ids)
    assert catalog.vectors_after(min(ids), filters)[0] == sorted(ids)[1:]
    (sql, values) = asked[1]
    assert "USING INDEX passages_of" in str(look_up(f"EXPLAIN QUERY PLAN {sql}", values))


def test_where_too_few_of_the_nearest_pass_chroma_filters(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = assistant.index
    vector = index.encoder.encode_queries(["How many telescopes were lent?"])[0]
    of_all = index.catalog.passages([id_ for id_, _ in index.search_dense(vector, index.catalog.passage_count())])
    farthest = of_all[-1].passage.source
    monkeypatch.setattr(dense_search, "COMPARED_ONE_BY_ONE", 0)
    monkeypatch.setattr(dense_search, "SPARE", 0.01)
    (hit,) = index.search_dense(vector, 1, Filters((farthest,)))
    best = next(stored for stored in of_all if stored.passage.source == farthest)
    assert hit[0] == best.id != of_all[0].id


def test_what_passes_a_filter_is_looked_up_again_after_a_change_only(
    empty_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog, read = empty_index.catalog, list[str]()
    looked_up = Catalog._read_sources

    def noted(self: Catalog, filters: Filters) -> tuple[str, ...]:
        read.append(str(filters.sources))
        return looked_up(self, filters)

    monkeypatch.setattr(Catalog, "_read_sources", noted)
    one = Filters(("pears.txt",))
    for expected in ([], ["pears.txt"]):
        assert [catalog.sources(one) for _ in range(3)] == [expected] * 3
        assert [card.source for card in catalog.cards(one)] == expected
        assert len(read) == 1
        read.clear()
        empty_index.add([plain_transcript("pears.txt", "Pears", "Pears ripen late."), PLUMS])
    assert catalog.sources() == ["pears.txt", "plums.txt"]


def test_an_answer_keeps_to_the_person(assistant: Assistant) -> None:
    question = "Who lost apples to the frost?"
    answered = assistant.ask(question, filters=Filters(people=("Anselm Brandt",)))
    assert answered.answered
    assert {citation.source for citation in answered.citations} == {"talks/orchard.md"}
    refused = assistant.ask(question, filters=Filters(people=("Tomas Okafor",)))
    assert not refused.answered


def test_an_unknown_name_names_the_nearest(assistant: Assistant) -> None:
    with pytest.raises(UsageError, match="no transcript names the person 'Tomas Okafr': did you mean Tomas Okafor"):
        assistant.check_filters(Filters(people=("Tomas Okafr",)))
    with pytest.raises(UsageError, match="no transcript names the place 'Larkhven': did you mean Larkhaven"):
        assistant.check_filters(Filters(places=("Larkhven",)))
    assistant.check_filters(Filters(people=("Tomas Okafor",), places=("Larkhaven",)))


def test_the_command_asks_of_one_person(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(assistant.index.folder))
    question = ["ask", "Who lost apples to the frost?", "--json"]
    assert main([*question, "--person", "Anselm Brandt"]) == 0
    assert '"source": "talks/orchard.md"' in capsys.readouterr().out
    assert main([*question, "--place", "Nowhere"]) == 2
    assert "no transcript names the place 'Nowhere'" in capsys.readouterr().err
