"""Lengths of time and ages that two dates tell, and those that they do not."""

import pytest
from shelf import shelved

from assistant.surveys.elapsed import elapsed

QUAY = "Harbour\n2 June 2022\n\nThe quay of Elm was begun on 4 September 2018 and opened on 20 October 2021."


def told(question: str, *texts: str) -> str:
    found = elapsed(question, shelved(*texts))
    return found.lead.told({item: n for n, item in enumerate(found.items, 1)}) if found else ""


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (
            "How long was it between the start and the opening of the quay of Elm?", QUAY,
            "from 4 September 2018 [1] to 20 October 2021 [1]: 1,142 days (3 years and 1 month).",
        ),
        ("How long ago was the quay of Elm opened?", QUAY, "2 June 2022, the date of the transcript: 7 months."),
        (
            "How old is Ann Lee?", "Harbour\n2 June 2022\n\nAnn Lee was born in 1961.",
            "from 1961 [1] to 2 June 2022, the date of the transcript: 60 or 61 years old.",
        ),
        (
            "How old was Ann Lee when she died?",
            "Harbour\n\nAnn Lee was born on 14 February 1930 and died on 3 March 2019.", "89 years old.",
        ),
        (
            "How old is the observatory?", "The hill\n8 May 2021\n\nThe observatory was founded in 1904.",
            "about 117 years old.",
        ),
        (
            "How many days passed between the opening of the mill at Elm and the closing of the mill at Ash?",
            "Mills\n\nThe mill at Elm was opened on 3 May 2011. The mill at Ash was closed on 9 March 2012.",
            "311 days",
        ),
    ],
)  # fmt: skip
def test_two_dates_tell_how_long(question: str, text: str, said: str) -> None:
    assert said in told(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How old is Ann Lee?", "Harbour\n2 June 2022\n\nAnn Lee was born in 1961. She is 60."),
        ("How old is Ann Lee?", "Harbour\n2 June 2022\n\nAnn Lee is sixty years old and was born in 1961."),
        ("How old is Ann Lee?", "Harbour\n\nAnn Lee was born in 1961."),
        ("How old is Ann Lee?", "Harbour\n2 June 2022\n\nAnn Lee was born in 1961. Ann Lee was born in 1963."),
        ("How old is Ann Lee?", "Harbour\n2 June 2022\n\nAnn Lee was not born in 1961."),
        ("How old is Ann Lee?", "Harbour\n2 June 2022\n\nAnn Lee opened the pier in 1961."),
        ("How old is Bo Ray?", "Harbour\n2 June 2022\n\nAnn Lee was born in 1961."),
        ("How old is he?", "Harbour\n2 June 2022\n\nAnn Lee was born in 1961."),
        ("How old was Ann Lee when she died?", "Harbour\n\nAnn Lee was born in 1930."),
        ("How long ago was the quay opened?", "Harbour\n2 June 2022\n\nThe quay will be opened in 2020."),
        ("How long ago was the quay opened?", "Harbour\n2 June 2022\n\nThe quay was opened in 2020, two years ago."),
        ("How long was it between the start and the opening of the quay?", "Harbour\n\nThe quay was begun in 2018."),
        (
            "How long was it between the start and the opening of the quay?",
            "Harbour\n\nThe quay was begun in 2018 and opened in 2021 after 30 months.",
        ),
        ("How long is the quay?", QUAY),
    ],
)  # fmt: skip
def test_nothing_is_worked_out_where_it_is_told_or_a_date_is_wanting(question: str, text: str) -> None:
    assert told(question, text) == ""
