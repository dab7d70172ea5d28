"""Whoever speaks alone in a recording is known by the name that the talk gives at its opening."""

import pytest

from assistant.corpus.self_introductions import self_introduced
from assistant.corpus.transcripts import read_transcript


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("hi all you are watching the loft it's petra here and today we", "Petra"),
        ("hello all my name is petra okun and i mend clocks", "Petra Okun"),
        ("hi folks i'm petra okun and welcome to the loft", "Petra Okun"),
        ("hi i'm petra and this is the clock show", "Petra"),
        ("hi i’m petra from the loft", "Petra"),
        ("Good evening. My name is Petra Okun. We mend clocks.", "Petra Okun"),
        ("Hello, I'm Petra and welcome. We have Tom here, and Ada.", "Petra"),
    ],
)
def test_a_talk_that_gives_its_speakers_name(said: str, name: str) -> None:
    assert self_introduced(said) == name


@pytest.mark.parametrize(
    "said",
    [
        "hi everyone it's lovely here and the sun is out",
        "it's petra here who should have come",  # without a greeting, of whomever
        "i'm sorry and this is bad",
        "i'm here and this is the loft",
        "hi i'm back and welcome to the loft",
        "i'm from norway and welcome to it",
        "Hello, I'm keen and welcome to Kent. Tom and Ada are here.",
        "hi i'm filming and this is the loft",
        "my name is not important",
        "so he said my name is bob",
        "hello my name is petra and hello my name is bob",
        "we mend clocks " * 60 + "my name is petra",
    ],
)
def test_what_gives_none_or_two(said: str) -> None:
    assert self_introduced(said) == ""


def test_the_speaker_is_the_first_of_the_people_unless_she_was_among_them_or_labels_tell() -> None:
    captions = "hello it's petra here\n\nand today Ann Lee said we mend her clock\n"
    assert read_transcript(f"Loft talk\n\n{captions}", "a.txt").people == ("Petra", "Ann Lee")
    among = "Ann Lee said we mend her clock.\n\nHello, I'm Petra Okun and welcome. Ann Lee left.\n"
    assert read_transcript(f"Loft talk\n\n{among}", "a.txt").people == ("Ann Lee", "Petra Okun")
    labelled = "Ann Lee: Hi, I'm Petra and this is my joke.\n\nBo Ray: No.\n\nAnn Lee: Yes.\n"
    assert "Petra" not in read_transcript(labelled, "a.txt").people
