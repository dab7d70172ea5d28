import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.dates import Date, filter_bound, find_dates, month_number, name_date, parse_date
from assistant.errors import UsageError


@given(st.dates(min_value=datetime.date(1, 1, 1)))
def test_a_date_reads_back_from_its_text(day: datetime.date) -> None:
    date = Date(day.year, day.month, day.day)
    assert str(date) == day.isoformat()
    assert parse_date(str(date)) == date
    assert date.key == int(day.strftime("%Y%m%d").zfill(8))


@given(st.dates(min_value=datetime.date(2000, 1, 1), max_value=datetime.date(2000, 12, 31)))
def test_a_date_without_a_year_reads_back_from_its_text(day: datetime.date) -> None:
    date = Date(None, day.month, day.day)
    assert str(date) == f"--{day.month:02d}-{day.day:02d}"
    assert parse_date(str(date)) == date
    assert date.key is None


@given(st.text(max_size=40))
def test_parse_date_gives_a_date_or_none_for_any_text(text: str) -> None:
    date = parse_date(text)
    assert date is None or parse_date(str(date)) == date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18 December 2023", "2023-12-18"),
        ("18 December, 2023", "2023-12-18"),
        ("the 3rd of May 2021", "2021-05-03"),
        ("May 3, 2021", "2021-05-03"),
        ("May 3rd", "--05-03"),
        ("on 25 March.", "--03-25"),
        ("5 Jan. 2020", "2020-01-05"),
        ("Jan. 5, 2020", "2020-01-05"),
        ("9 Sept. 1998", "1998-09-09"),
        ("04.05.2022", "2022-05-04"),
        ("4/5/2022", "2022-05-04"),
        ("29 February", "--02-29"),
        ("29 February 2024", "2024-02-29"),
    ],
)
def test_dates_as_people_write_them(text: str, expected: str) -> None:
    assert [str(date) for date in find_dates(text)] == [expected]


@pytest.mark.parametrize(
    "text", ["31 February", "29 February 2023", "2023-13-01", "2023-00-10", "32 May", "March 2023", "12 marines", "3/4"]
)
def test_what_is_no_day_is_not_found(text: str) -> None:
    assert find_dates(text) == []


def test_dates_come_in_the_order_of_the_text_and_once_each() -> None:
    found = find_dates("From May 3, 2021 to 2021-06-01, then on 4 July.")
    assert [str(date) for date in found] == ["2021-05-03", "2021-06-01", "--07-04"]


def test_one_stretch_of_text_is_one_date() -> None:
    assert [str(date) for date in find_dates("12 May 3")] == ["--05-12"]


def test_a_text_with_two_dates_is_not_one() -> None:
    assert parse_date("3 May 2021 or 4 May 2021") is None


def test_month_number_knows_names_and_abbreviations() -> None:
    assert [month_number(name) for name in ("January", "sept.", "DEC", "may")] == [1, 9, 12, 5]


@pytest.mark.parametrize(
    ("text", "first", "final"),
    [
        ("2023", 20230101, 20231231),
        ("2023-12", 20231201, 20231231),
        ("2024-2", 20240201, 20240229),
        (" 2023-12-18 ", 20231218, 20231218),
    ],
)
def test_a_filter_bound_covers_the_whole_period(text: str, first: int, final: int) -> None:
    assert filter_bound(text, last=False) == first
    assert filter_bound(text, last=True) == final


@pytest.mark.parametrize(
    "text", ["", "soon", "2023-13", "2023-02-30", "18 December 2023", "20231218", "0000", "--12-18"]
)
def test_a_filter_bound_that_is_no_date_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="is not a date"):
        filter_bound(text, last=False)


@pytest.mark.parametrize(
    "name",
    [
        "2025-03-04.txt",
        "folder 2001-01-01/talk #3 2025.03.04.txt",
        "GMT20250304-140012_Recording.txt",
        "IMG_20250304_140012.txt",
        "rec20250304.txt",
        "2025-03-04_14-00-12.vtt",
        "20250304T140012Z.txt",
    ],
)
def test_the_name_of_a_recording_gives_its_day(name: str) -> None:
    assert str(name_date(name)) == "2025-03-04"


@pytest.mark.parametrize(
    "name",
    [
        "user20011231.txt",
        "order20191231.txt",
        "isbn 978-2025-03-04-5.txt",
        "978-2025-03-04.txt",
        "case 2010-11-12-13.txt",
        "v2.2020.01.02.txt",
        "2025-03-04_2025-03-06.txt",
        "20250304_20250306.txt",
        "19000101.txt",
        "20991231.txt",
        "٢٠٢٥٠٣٠٤.txt",
        "2025-02-30.txt",
    ],
)
def test_a_number_of_another_kind_in_a_name_is_no_day(name: str) -> None:
    assert name_date(name) is None
