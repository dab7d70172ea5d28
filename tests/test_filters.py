import pytest

from assistant.errors import UsageError
from assistant.filters import Filters, make_filters


def test_filters_that_ask_nothing_are_false() -> None:
    assert not make_filters()
    assert not make_filters([], "", None)
    assert make_filters().as_chroma() is None


@pytest.mark.parametrize("filters", [Filters(("a.txt",)), Filters(date_from=20200101), Filters(date_to=20200101)])
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
    with pytest.raises(UsageError, match=r"ends before it begins: --from 2021 --to 2020"):
        make_filters(None, "2021", "2020")
    assert make_filters(None, "2021-05-12", "2021-05-12") == Filters((), 20210512, 20210512)


def test_a_bound_that_is_no_date_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="'soon' is not a date"):
        make_filters(None, None, "soon")
