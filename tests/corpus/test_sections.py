"""Headings part a transcript into sections, which head its passages and are not quoted."""

import hashlib
from dataclasses import replace

import pytest

from assistant.corpus.marks import Mark, as_rows, from_rows
from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import read_transcript, with_digest

MINUTES = """# Minutes of the garden board

**Date:** 12 May 2024
**Present:** Ada Lind (chair), Tom Moe

## 1. Opening

Ms Lind opened the meeting at six and the minutes were approved.

## 2. Canteen

The kitchen costs 40 crowns a day. Mr Moe wants soup.

### 2.1 Offers

- Elm Kitchens: soup for 3 crowns
- Ash & Sons: bread only

**Resolution:** Elm Kitchens is engaged.

## 3. Shall we move?

Nobody wants to.

## 4. The gate is closed.

It rusted.
"""


def sections_of(text: str) -> list[tuple[str, str]]:
    transcript = read_transcript(text, "a.md")
    return [(p.section, transcript.text[p.start : p.end]) for p in split_into_passages(transcript)]


def quoted(text: str) -> list[str]:
    transcript = read_transcript(text, "a.md")
    return [text[s.start : s.end] for p in split_into_passages(transcript) for s in p.sentences]


def test_no_passage_straddles_two_sections() -> None:
    assert [(section, words[:12]) for section, words in sections_of(MINUTES)] == [
        ("", "**Present:**"),
        ("Opening", "Ms Lind open"),
        ("Canteen", "The kitchen "),
        ("Canteen – Offers", "Elm Kitchens"),
        ("Shall we move?", "Nobody wants"),
        ("The gate is closed.", "4. The gate "),
    ]


def test_a_heading_that_tells_nothing_is_not_quoted_and_one_that_does_is_without_its_sign() -> None:
    said = quoted(MINUTES)
    assert not any("Canteen" in each or "Offers" in each or "Shall" in each or "#" in each for each in said)
    assert "The gate is closed." in " ".join(said)


def test_a_list_is_quoted_without_its_signs_where_there_are_sections() -> None:
    assert "Elm Kitchens: soup for 3 crowns" in quoted(MINUTES)
    assert "**Resolution:** Elm Kitchens is engaged." in quoted(MINUTES)
    dialogue = "Ferry talk, 3 May 2021\n\n- I row to the island.\n\n- In winter, too?\n\n- In winter, too."
    assert quoted(dialogue)[0] == "- I row to the island."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1. Canteen", "2. Parking"),
        ("I. Canteen", "II. Parking"),
        ("1.1 Canteen", "1.2 Parking"),
        ("ITEM 1 – Canteen", "ITEM 2 – Parking"),
        ("Agenda item 1: Canteen", "Agenda item 2: Parking"),
        ("**Canteen**", "**3. Parking**"),
        ("CANTEEN", "PARKING"),
        ("1. Canteen", "PARKING"),
    ],
)
def test_headings_have_many_forms(first: str, second: str) -> None:
    text = f"Garden board\n\nIt met.\n\n{first}\n\nThe soup is cold.\n\n{second}\n\nThe lot is full."
    found = [(section.lower(), words) for section, words in sections_of(text)]
    assert found == [("", "It met."), ("canteen", "The soup is cold."), ("parking", "The lot is full.")]


@pytest.mark.parametrize(
    "lines",
    [
        ["1. Bring boots", "2. Bring a coat", "They agreed."],
        ["It was agreed that:", "1. Doors are locked at nine.", "Good.", "2. Windows stay shut.", "Good."],
        ["3. Canteen", "There is only one such line."],
        ["APPLAUSE", "He bowed.", "APPLAUSE", "He bowed again."],
        ["ADA LIND", "The soup is cold.", "TOM MOE", "The lot is full."],
        ["THE SOUP IS COLD", "THE LOT IS FULL", "THE GATE RUSTS", "SO IT GOES"],
        ["# la la la #", "He sang it twice.", "# la la #", "And left."],
        ["12. December", "It rained.", "13. December", "It snowed."],
        ["Then they left.", "## Canteen"],
    ],
)
def test_lists_names_cries_and_songs_are_no_headings(lines: list[str]) -> None:
    text = "\n\n".join(["Garden board", "It met.", *lines])
    assert {section for section, _ in sections_of(text)} == {""}
    assert " ".join(" ".join(quoted(text)).split()) == " ".join(["It met.", *lines])


def test_a_heading_in_broken_lines_is_a_line_of_its_own() -> None:
    broken = "\n".join(
        ["The board met in the old glasshouse at the end of the", "lane, since it rained on the lawn and the"] * 3
    )
    text = f"Garden board\n\n{broken} end.\n## Canteen\n{broken} end.\n"
    assert [section for section, _ in sections_of(text)] == ["", "Canteen"]


def test_what_is_left_at_the_end_of_a_section_stays_with_it() -> None:
    long = " ".join(["The board spoke about the soup and the bread at length."] * 12)
    text = (
        f"# Board\n\n## Canteen\n\n{long}\n\nNothing was resolved on that day by any of them.\n\n## Lot\n\nIt is full."
    )
    assert [words[-8:] for _, words in sections_of(text)] == ["of them.", "is full."]


def test_a_question_stays_in_its_section() -> None:
    text = "# Board\n\n## Canteen\n\nIt is cold. Who cooks?\n\n## Lot\n\nIt is full."
    assert [words for _, words in sections_of(text)] == ["It is cold. Who cooks?", "It is full."]


def test_marks_of_sections_are_kept_and_others_are_written_as_before() -> None:
    marks = (Mark(0, page=1), Mark(4, section="Canteen"), Mark(9, speaker="Ada Lind"))
    assert from_rows(as_rows(marks)) == marks
    assert as_rows(marks)[0] == [0, 1, None, None]
    assert repr(marks[0]) == "Mark(offset=0, page=1, seconds=None, speaker=None)"


def test_the_digest_tells_sections_apart_and_is_as_before_without_any() -> None:
    plain = read_transcript("Garden board\n\nIt met.\n\nAda Lind: Hello.\n\nAda Lind: Bye.", "a.txt")
    t = plain
    facts = (t.title, str(t.date), t.people, t.places, t.language, t.body, t.marks, t.text)
    assert t.digest == hashlib.sha256(repr(facts).encode()).hexdigest()
    one = read_transcript(MINUTES, "a.md")
    other = replace(one, marks=tuple(replace(mark, section="Kitchen") for mark in one.marks))
    assert with_digest(one).digest != with_digest(other).digest
