"""When a question says: the days that its words name."""

import re
from datetime import date

import pytest

from assistant.corpus.dates import Date
from assistant.questions.periods import THEN, WHEN, periods_in, read_period

TODAY = date(2024, 3, 6)  # a Wednesday


@pytest.mark.parametrize(
    ("said", "spans"),
    [
        ("11 May 2021", [(20210511, 20210511)]),
        ("May 11th, 2021", [(20210511, 20210511)]),
        ("the 11th of May", None),
        ("11th of May", [(511, 511)]),
        ("2021-05-11", [(20210511, 20210511)]),
        ("2021-05", [(20210501, 20210531)]),
        ("11.5.2021", [(20210511, 20210511)]),
        ("Sept. 2021", [(20210901, 20210931)]),
        ("May of 2021", [(20210501, 20210531)]),
        ("May", [(501, 531)]),
        ("2021", [(20210101, 20211231)]),
        ("1990s", [(19900101, 19991231)]),
        ("early 2020", [(20200101, 20200431)]),
        ("mid-May 2020", [(20200511, 20200520)]),
        ("the end of 2020", [(20200901, 20201231)]),
        ("the second half of 2020", [(20200701, 20201231)]),
        ("the third quarter of 2020", [(20200701, 20200931)]),
        ("Q1 2021", [(20210101, 20210331)]),
        ("the autumn of 2020", [(20200901, 20201131)]),
        ("summer", [(601, 831)]),
        ("winter 2020", [(20200101, 20200231), (20201201, 20210231)]),
        ("winter", [(101, 231), (1201, 1231)]),
        ("2020 and 2021", [(20200101, 20201231), (20210101, 20211231)]),
        ("May and June 2021", [(20210501, 20210531), (20210601, 20210631)]),
        ("May 2020 or June 2021", [(20200501, 20200531), (20210601, 20210631)]),
        ("March to May 2021", [(20210301, 20210531)]),
        ("November 2020 through February 2021", [(20201101, 20210231)]),
        ("November to February", [(1101, 1231), (101, 231)]),
        ("2019–2021", [(20190101, 20211231)]),
        ("December to February 2021", [(20201201, 20210231)]),
        ("December 2021 to February", [(20211201, 20220231)]),
        ("August 2021 to November", [(20210801, 20211131)]),
        ("May 2020 and June", [(20200501, 20200531), (20200601, 20200631)]),
        ("2021-2022", [(20210101, 20221231)]),
        ("2021/22", [(20210101, 20221231)]),
        ("2021-22", [(20210101, 20221231)]),
        ("1999/00", [(19990101, 20001231)]),
        ("2021/05", [(20210101, 20211231)]),
        ("2009-10", [(20091001, 20091031)]),
        ("2021/2022", [(20210101, 20221231)]),
        ("10-12 June 2020", [(20200610, 20200612)]),
        ("3 to 9 May 2021", [(20210503, 20210509)]),
        ("3rd – 9th of May", [(503, 509)]),
        ("3 and 9 May 2021", [(20210503, 20210503), (20210509, 20210509)]),
        ("Friday 23 April 2021", [(20210423, 20210423)]),
        ("yesterday", [(20240305, 20240305)]),
        ("today", [(20240306, 20240306)]),
        ("this week", [(20240304, 20240310)]),
        ("last week", [(20240226, 20240303)]),
        ("last month", [(20240201, 20240229)]),
        ("this month", [(20240301, 20240331)]),
        ("last year", [(20230101, 20231231)]),
    ],
)
def test_the_words_name_these_days(said: str, spans: list[tuple[int, int]] | None) -> None:
    whole = re.fullmatch(WHEN, said, re.IGNORECASE)
    if spans is None:
        assert whole is None
        return
    assert whole
    period = read_period(said, today=TODAY)
    assert period
    assert list(period.spans) == spans


def test_between_two_times_all_days_count() -> None:
    in_may = read_period("3 and 9 May 2021", between=True)
    assert in_may is not None
    assert list(in_may.spans) == [(20210503, 20210509)]
    assert read_period("2019 and March 2021", between=True).spans == ((20190101, 20210331),)  # type: ignore[union-attr]


@pytest.mark.parametrize("said", ["2021-13", "31 February 2021", "0 May", "32.1.2020"])
def test_no_day_that_there_is(said: str) -> None:
    assert read_period(said) is None


@pytest.mark.parametrize("said", ["mayor", "2021-05-11-3", "decimal", "marching", "20215"])
def test_what_only_begins_like_a_time_is_none(said: str) -> None:
    assert re.fullmatch(WHEN, said, re.IGNORECASE) is None
    assert re.match(WHEN, said, re.IGNORECASE) is None


@pytest.mark.parametrize(
    ("said", "date", "held"),
    [
        ("May", Date(None, 5, 31), True),
        ("May", Date(2019, 5, 1), True),
        ("May", Date(2019, 6, 1), False),
        ("May 2021", Date(2021, 5, 3), True),
        ("May 2021", Date(2020, 5, 3), False),
        ("May 2021", Date(None, 5, 3), False),
        ("May 2021", None, False),
    ],
)
def test_which_transcripts_are_of_it(said: str, date: Date | None, held: bool) -> None:
    period = read_period(said)
    assert period
    assert period.holds(date) is held


@pytest.mark.parametrize(
    ("asked", "text", "told"),
    [
        ("May 2021", "It was sold in May 2021.", True),
        ("May 2021", "It was sold on 3 May 2021.", True),
        ("May 2021", "It was sold in 2021.", True),
        ("May 2021", "It was sold in May.", False),
        ("May 2021", "It was sold in May 2020.", False),
        ("May", "It was sold on 3 May 2020.", True),
        ("May", "It was sold in June.", False),
    ],
)
def test_what_a_text_tells_of_a_time(asked: str, text: str, told: bool) -> None:
    period = read_period(asked)
    assert period
    assert any(period.is_told_by(other) for other in periods_in(text)) is told


@pytest.mark.parametrize(
    ("side", "held"),
    [("before", [1]), ("after", [3]), ("since", [2, 3]), ("until", [1, 2]), ("up to", [1, 2])],
)
def test_all_days_on_one_side_of_a_time(side: str, held: list[int]) -> None:
    period = read_period("2021")
    assert period
    beyond = period.beyond(side)
    assert [n for n in (1, 2, 3) if beyond.holds(Date(2019 + n, 6, 1))] == held


@pytest.mark.parametrize(
    ("side", "spans"),
    [("before", [(101, 500)]), ("after", [(532, 1231)]), ("since", [(501, 1231)]), ("until", [(101, 531)])],
)
def test_one_side_of_a_month_without_a_year_is_of_every_year(side: str, spans: list[tuple[int, int]]) -> None:
    period = read_period("May")
    assert period
    assert list(period.beyond(side).spans) == spans


@pytest.mark.parametrize("text", ["You may laugh.", "They march on.", "It hailed last year.", "Today it rains."])
def test_what_a_text_does_not_name_as_a_time(text: str) -> None:
    assert periods_in(text) == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("in 2030 target", False),
        ("in March Street", False),
        ("in Mar del Plata", False),
        ("of spring cleaning", False),
        ("in the last year of the war", False),
        ("in March 2021 about cod", True),
        ("in spring", True),
        ("in May mention cod", True),
        ("in 2021?", True),
    ],
)
def test_a_word_after_it_makes_it_something_else(text: str, whole: bool) -> None:
    assert bool(re.match(rf"(?:in|of) (?:the )?{WHEN}{THEN}", text, re.IGNORECASE)) is whole
