"""People whom a transcript lists as present, and whom its labels name."""

import pytest

from assistant.corpus.attendance import everyone, person_called
from assistant.corpus.transcripts import read_transcript

HEAD = "Harbour Board\n9 March 2021\n\n"


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        (
            "**Present:** Ann Lee (Chair), Bo Ray and Cllr Ida Fell\n**Apologies:** Una Poe",
            ["Ann Lee", "Bo Ray", "Ida Fell", "Una Poe"],
        ),
        ("Witnesses: Ann Lee, chief clerk, Elm Harbour Trust; Bo Ray, diver", ["Ann Lee", "Bo Ray"]),
        (
            "## Attendees\n\n- Ann Lee (Chair)\n- Bo Ray, treasurer\n- two guests\n\nIt rained.\n\n- Ida Fell",
            ["Ann Lee", "Bo Ray"],
        ),
        ("Present: six members", []),
        ("Present: Ann Lee\nBo Ray\nIt rained.\nIda Fell", ["Ann Lee", "Bo Ray"]),
        ("Attendees\n\nAnn Lee (Chair)\n\nBo Ray\n\nThe roof leaked.\n\nIda Fell", ["Ann Lee", "Bo Ray"]),
        ("Attendees\nAnn Lee\nBo Ray\n\nToll Matters\n\nIt rose.", ["Ann Lee", "Bo Ray"]),
        ("Present: Ann Lee and Port Elm\n\nThey met in Port Elm.", ["Ann Lee"]),
        ("Panel: Solar Sails, Wind Sails", []),
        ("Witnesses: Elm Trust, City Council and Dr Ann Lee", ["Ann Lee"]),
        ("Speakers: Ann Lee, Bo Ray\n\nIt rained, Ann Lee said.", ["Ann Lee", "Bo Ray"]),
        ("Participants met Ann Lee, Bo Ray and others of it.", []),
    ],
)
def test_the_lists_of_minutes_name_people(lines: str, people: list[str]) -> None:
    assert list(read_transcript(f"{HEAD}{lines}\n\nThe board met.", "a.md").people) == people


def test_who_speaks_under_a_name_is_among_the_people() -> None:
    talk = "ANN LEE: We build.\n\nModerator: Why?\n\nANN LEE: It is old.\n\nMr O'Neil-Ray, Elm Trust: No."
    assert read_transcript(talk, "a.txt").people == ("Ann Lee",)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("DR. ANN LEE, CHAIR", "Ann Lee"),
        ("Cllr Bo O'NEIL", "Bo O'NEIL"),
        ("BO O'NEIL-RAY", "Bo O'Neil-Ray"),
        ("Ludo van der Lee (Elm Trust)", "Ludo van der Lee"),
        *((nobody, "") for nobody in ("Chair", "MK", "SPEAKER 1", "The Harbour Board", "ann.lee", "")),
    ],
)
def test_a_label_is_somebody_by_name_and_surname(label: str, name: str) -> None:
    assert person_called(label) == name


def test_everyone_is_named_once() -> None:
    assert everyone(["Ann Lee", ""], ["ANN LEE", "Bo Ray"]) == ("Ann Lee", "Bo Ray")


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Guest: Ada Lind, owner of Eel House in Varde", ("Ada Lind",)),
        ("Host: Tom Moe, Senior Curator", ("Tom Moe",)),
        ("With: Ada Lind and Tom Moe", ("Ada Lind", "Tom Moe")),
        ("Speakers: Ada Lind, Tom Moe", ("Ada Lind", "Tom Moe")),
        ("**Moderator:** Ada Lind", ("Ada Lind",)),
        ("Guest: Eel House Trust", ()),
        ("For the staff: Ada Lind", ()),
    ],
)
def test_a_line_above_a_talk_tells_whose_it_is(line: str, people: tuple[str, ...]) -> None:
    text = f"On eels\n{line}\n3 May 2021\n\nThe pond froze. Eels sleep then."
    assert read_transcript(text, "a.txt").people == people


def test_beside_a_list_of_who_is_present_stands_who_came_for_whom() -> None:
    text = "Board\n\n**Present:** Eve Roe (chair)\n**For management:** Ada Lind (plant), Tom Moe\n\nThey met."
    assert read_transcript(text, "a.txt").people == ("Eve Roe", "Ada Lind", "Tom Moe")
