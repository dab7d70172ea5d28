from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.cli import main
from assistant.errors import UsageError
from assistant.filters import Filters, make_filters
from assistant.store.catalog import Catalog


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
