"""Which names are places, and which stand behind a preposition and are somebody's, a number's or a street's owner's."""

import pytest

from assistant.corpus.places import places_in
from assistant.corpus.transcripts import read_transcript


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("We went to Larkhaven. Boats left from Otter Bay.", ("Larkhaven", "Otter Bay")),
        ("In Larkhaven it rained.", ("Larkhaven",)),
        ("To be fair to Oswin, it was late.", ()),
        ("To be fair to Oswin, it was late, and it was dark in Oswin.", ("Oswin",)),
        ("They showed the map to Oswin, and spoke to Tilda.", ()),
        ("She gave a lamp to Tilda. The day was given to Larkhaven.", ("Larkhaven",)),
        ("A question came from Ida Brook. One more came from Tom Ash: how long?", ()),
        ("A letter from Ida Brook. A letter from Otter Bay.", ("Otter Bay",)),
        ("We turned to Ida Brook, a retired teacher. We sailed to Larkhaven, a small port.", ("Larkhaven",)),
        ("It went to Ida Brook, who cried. A baker from Larkhaven, who sang, won.", ("Larkhaven",)),
        ("We drove to Brook. Mr Brook was out.", ()),
        ("Welcome back to Harbour Hour, our programme.", ()),
    ],
)
def test_whom_one_speaks_to_or_hears_from_is_no_place(text: str, places: tuple[str, ...]) -> None:
    assert places_in(text, ()) == places


def test_who_speaks_is_no_place_unless_it_is_surely_one() -> None:
    text = "We turned to Tilda. We lived in Kent. They came from Otter Bay."
    assert places_in(text, (), labels=["TILDA", "Kent", "Otter Bay Gazette"]) == ("Kent", "Otter Bay")


def test_the_labels_of_a_transcript_tell_who_is_no_place() -> None:
    talk = "ASH: We turn to Tilda now.\n\nTILDA: It rained in Larkhaven.\n\nASH: Did it?\n\nTILDA: It did.\n"
    assert read_transcript(talk, "talk.txt").places == ("Larkhaven",)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Water came to Pit No. 3 at noon.", ()),
        ("It moved on to Number Six. It lay in Shed 12.", ()),
        ("In Kent 12 boats sank.", ("Kent",)),
        ("She lived in Baker's Row and in Kent's Otter Bay.", ("Kent",)),
        ("She taught in Welsh from Easter on. They came from May-June.", ()),
        ("They sang in Larkhavian. Larkhavia was far, a long way from Larkhavia.", ("Larkhavia",)),
    ],
)
def test_a_number_an_owner_a_language_or_a_feast_is_no_place(text: str, places: tuple[str, ...]) -> None:
    assert places_in(text, ()) == places
