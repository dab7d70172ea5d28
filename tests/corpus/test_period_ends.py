"""Days that end a period are no days of a talk, and days as they stand in titles and in names of files."""

import pytest

from assistant.corpus.dates import find_dates, name_date
from assistant.corpus.transcripts import read_transcript

TALK = "Ada Lind: It was a good half.\n\nBo Moe: It was.\n\nAda Lind: Thank you.\n\nBo Moe: Not at all.\n"


@pytest.mark.parametrize(
    "period",
    [
        "Results for the nine months to 30 September 2021",
        "Results conference call for the year ended 31 March 2024",
        "Balance sheet and cash flow of the whole group as at 31 March 2024",
        "Accounts for the period from 1 January 2021 to 30 September 2021",
        "Quarter to 30 September 2021",
    ],
)
def test_the_end_of_a_period_is_not_the_day_of_a_talk(period: str) -> None:
    dated = read_transcript(f"Tarn Mills plc\n{period}\nThursday, 25 July 2024, 09:00\n\n{TALK}", "a.txt")
    titled = read_transcript(f"{period}\n\n{TALK}", "2024-07-25 call.txt")

    assert (str(dated.date), str(titled.date)) == ("2024-07-25", "2024-07-25")


def test_the_end_of_a_period_counts_where_no_other_day_stands() -> None:
    assert str(read_transcript(f"Tarn Mills: year ended 31 March 2024\n\n{TALK}", "a.txt").date) == "2024-03-31"


@pytest.mark.parametrize("line", ["Talk of 3 May 2024", "Moved to 3 May 2024", "Thursday 3 May 2024"])
def test_another_day_of_a_title_is_its_day(line: str) -> None:
    assert str(read_transcript(f"{line}\n\n{TALK}", "2024-07-25.txt").date) == "2024-05-03"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2021/03/05", "2021-03-05"),
        ("2021.03.05", "2021-03-05"),
        ("5-Mar-2021", "2021-03-05"),
        ("05/March/2021", "2021-03-05"),
        ("31.12.2021", "2021-12-31"),
        ("31-12-2021", "2021-12-31"),
        ("le 1er mai 2021", "2021-05-01"),
    ],
)
def test_days_as_titles_have_them(words: str, day: str) -> None:
    assert [str(found) for found in find_dates(f"Weir council {words}")] == [day]


@pytest.mark.parametrize("words", ["05-03-2021", "2021.03.05.1", "9.2021.03.05", "2021/13/05", "x2021/03/05"])
def test_what_may_be_another_day_or_a_number_is_none(words: str) -> None:
    assert find_dates(f"Weir council {words}") == []


def test_days_in_names_of_files_are_read_where_they_can_be_no_other() -> None:
    names = ("5-Mar-2021 call.txt", "board_5_March_2021.txt", "Board 31.12.2021.txt", "Board 05.03.2021.txt")

    assert [str(name_date(name)) for name in names] == ["2021-03-05", "2021-03-05", "2021-12-31", "None"]
